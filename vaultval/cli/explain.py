"""`vaultval explain`: how a number came about, or what a finding means."""

from datetime import date
from pathlib import Path

import click

from vaultval.cli.shared import as_of_option, json_option, print_json, read, results_of, vault_argument
from vaultval.diagnostics import RULES, Rule


@click.command()
@click.argument("key")
@vault_argument
@as_of_option
@json_option
def explain(key: str, vault: Path, as_of: date | None, as_json: bool) -> None:
    """Show how the number KEY came about, down to note and line; or what the finding with the code KEY means.

    KEY: a node (Robotaxi), a node's figure (Tesla.core, Robotaxi.probability_adjusted), or a code (VV401).
    """
    rule = next((rule for rule in RULES if key.lower() in (rule.code.lower(), rule.name)), None)
    if rule:
        _show_rule(rule, as_json)
        return
    from vaultval.render.explain import as_data, figure_of, figures, nearest, tree

    known = figures(results_of(read(vault), as_of, with_stakes=False))
    found = figure_of(known, key)
    if found is None:
        near = ", ".join(nearest(known, key))
        raise click.UsageError(f"no figure or code {key!r}." + (f" Did you mean: {near}?" if near else ""))
    if as_json:
        print_json({"schema": 1, "key": found[0], "figure": as_data(found[1])})
    else:
        click.echo(tree(*found))


def _show_rule(rule: Rule, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "schema": 1, "code": rule.code, "name": rule.name, "severity": str(rule.severity),
                "rule": rule.sentence, "mend": rule.mend,
            }
        )  # fmt: skip
        return
    click.echo(
        f"{rule.code} {rule.name} ({rule.severity})\n\nThe rule: {rule.sentence}\nTo mend it: {rule.mend}"
    )
