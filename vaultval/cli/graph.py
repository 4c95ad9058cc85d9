"""`vaultval graph`: the knowledge graph."""

from collections import Counter
from pathlib import Path

import click

from vaultval.cli.shared import json_option, print_json, read, vault_argument


@click.command()
@vault_argument
@json_option
def graph(vault: Path, as_json: bool) -> None:
    """Show the knowledge graph: how many nodes and edges of each kind, or all of them with --json."""
    from vaultval.graph.build import node_link
    from vaultval.pipeline import build_knowledge_graph
    from vaultval.render.terminal import print_counts
    from vaultval.vault.vault import Hold

    built = build_knowledge_graph(read(vault, hold=Hold.PARTS))
    if as_json:
        print_json({"schema": 1, "directed": True, "multigraph": True, **node_link(built)})
        return
    print_counts("Nodes", Counter(str(data["kind"]) for _, data in built.nodes(data=True)))
    print_counts("Edges", Counter(str(data["type"]) for _, _, data in built.edges(data=True)))
