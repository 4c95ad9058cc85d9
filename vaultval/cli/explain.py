"""`vaultval explain`: how a number came about, or what a finding means."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vaultval.cli.shared import as_of_option, json_option, print_json, read, results_of, vault_argument
from vaultval.diagnostics import RULES, Rule

if TYPE_CHECKING:
    from vaultval.results import Results


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

    results = results_of(read(vault), as_of, with_stakes=False)
    known = figures(results)
    found = figure_of(known, key)
    if found is None:  # perhaps what hangs on an event, for which the model is run again
        known = figures(_with_stakes(results))
        found = figure_of(known, key)
    if found is None:
        near = ", ".join(nearest(known, key))
        raise click.UsageError(f"no figure or code {key!r}." + (f" Did you mean: {near}?" if near else ""))
    if as_json:
        print_json({"schema": 1, "key": found[0], "figure": as_data(found[1])})
    else:
        click.echo(tree(*found))


def _with_stakes(results: "Results") -> "Results":
    """The same results with what hangs on each milestone and kill switch, as figures."""
    from dataclasses import replace

    from vaultval.valuation.events.stakes import stakes
    from vaultval.valuation.steps import as_figure

    companies = (value.company for value in results.values.values())
    return replace(results, stakes={each.id: stakes(each, results.method, as_figure) for each in companies})


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
