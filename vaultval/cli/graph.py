"""`vaultval graph`: the knowledge graph."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vaultval.cli.shared import as_of_option, json_option, json_text, read, results_of, vault_argument

if TYPE_CHECKING:
    from vaultval.graph.build import Graph
    from vaultval.pipeline import Read

_FILE = click.Path(path_type=Path)
_MORE = "--report: what the links say about the vault. --format json, graphml or dot: all of it, for another program."


@click.command()
@vault_argument
@click.option(
    "--format", "form", type=click.Choice(["json", "graphml", "dot"]), help="All of it, in this format."
)
@json_option
@click.option(
    "--output", "-o", type=_FILE, metavar="FILE", help="Write to this file; its ending says the format."
)
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
@click.option(
    "--kind", "kept", metavar="KIND", multiple=True, help="Only nodes of this kind; may be repeated."
)
@click.option("--without", metavar="KIND", multiple=True, help="No nodes of this kind; may be repeated.")
@click.option("--report", "as_report", is_flag=True, help="Unlinked notes, links to nothing, hubs, bridges.")
@click.option("--all", "whole", is_flag=True, help="In the report: all of each, not just the first.")
@as_of_option
def graph(
    vault: Path, form: str | None, as_json: bool, output: Path | None, force: bool, kept: tuple[str, ...],
    without: tuple[str, ...], as_report: bool, whole: bool, as_of: date | None,
) -> None:  # fmt: skip
    """Show the knowledge graph: how many nodes and edges of each kind, all of them, or a report on the links."""
    from vaultval.vault.vault import Hold
    from vaultval.writeback.export import check_export, write_export

    if as_report and (kept or without):
        raise click.UsageError("--report is on all notes; leave --kind and --without out.")
    if not as_report and (whole or as_of):
        raise click.UsageError("--all and --as-of belong to --report.")
    form = _format(form, output, as_json=as_json, as_report=as_report)
    if output:
        check_export(vault, output, force=force)
    if as_report:
        text = _report(read(vault), as_of, whole=whole, as_json=form == "json")
    else:
        kinds = _kinds(kept), _kinds(without)
        text = _graph(read(vault, hold=Hold.PARTS), form, *kinds)
    if output:
        write_export(vault, output, text + "\n", force=force)
        click.echo(f"{output} written.")
    elif text:
        click.echo(text)


def _format(form: str | None, output: Path | None, *, as_json: bool, as_report: bool) -> str | None:
    """The format asked for: by --format, by --json, or by the ending of the file. None for text."""
    from vaultval.writeback.export import FORMATS

    if as_json and form not in (None, "json"):
        raise click.UsageError(f"--json is --format json; leave one of --json and --format {form} out.")
    form = form or ("json" if as_json else FORMATS.get(output.suffix.lower()) if output else None)
    if as_report and form not in (None, "json"):
        raise click.UsageError(f"a report is text or, with --json, JSON; there is none in {form}.")
    if output and not form and not as_report:
        raise click.UsageError(f"the name of {output} says no format; add --format.")
    return form


def _kinds(words: Iterable[str]) -> set[str]:
    from vaultval.graph.export import KINDS

    kinds = {word: word.lower().replace("-", " ").replace("_", " ") for word in words}
    for word, kind in kinds.items():
        if kind not in KINDS:
            raise click.BadParameter(f"{word!r} is no kind of node. The kinds: {', '.join(KINDS)}.")
    return set(kinds.values())


def _graph(read_result: "Read", form: str | None, kept: set[str], without: set[str]) -> str:
    """The graph in a format; "" without one, when its counts are printed."""
    from vaultval.graph import export
    from vaultval.pipeline import build_knowledge_graph
    from vaultval.render.terminal.tables import print_counts

    built: Graph = build_knowledge_graph(read_result)
    if kept or without:
        built = export.of_kinds(built, kept, without)
    if form == "json":
        return json_text({"schema": 1, **export.node_link(built)})
    if form:
        return export.graphml(built) if form == "graphml" else export.dot(built)
    print_counts("Nodes", Counter(str(data["kind"]) for _, data in built.nodes(data=True)))
    edges = Counter(str(data["type"]) for _, _, data in built.edges(data=True))
    print_counts("Edges", edges, {**dict.fromkeys(edges, export.FIELD_EDGE), **export.EDGES})
    click.echo(_MORE)
    return ""


def _report(read_result: "Read", as_of: date | None, *, whole: bool, as_json: bool) -> str:
    from vaultval.graph.report import SHOWN, report
    from vaultval.render.report import report_document, report_text

    results = results_of(read_result, as_of, with_stakes=False)
    found = report(read_result.vault, results.findings, None if whole else SHOWN)
    return json_text(report_document(found, results.method.as_of)) if as_json else report_text(found)
