"""`vaultval score`: the narratives with their scores."""

from datetime import date
from pathlib import Path

import click

from vaultval.cli.shared import (
    as_of_option,
    exit_code,
    json_option,
    print_json,
    read,
    results_of,
    results_then,
    since_option,
    tell,
    vault_argument,
)


@click.command()
@vault_argument
@as_of_option
@since_option
@json_option
def score(vault: Path, as_of: date | None, since: date | None, as_json: bool) -> None:
    """Show the narratives with points for and against, net points and strength."""
    read_result = read(vault)
    results = results_of(read_result, as_of, with_stakes=False)
    then = results_then(read_result, results, since)
    from vaultval.render.terminal.since import narrative_changes
    from vaultval.render.topics.strength import change_data, change_rows

    found = narrative_changes(then, results) if then else {}
    if as_json:
        from vaultval.render.data import SCHEMA, diagnostics, narratives

        day = results.method.as_of.isoformat()
        document = {"schema": SCHEMA, "as_of": day, "narratives": narratives(results)}
        if since:
            told = {change.now.narrative.name: change_data(change) for change in found.values()}
            document["since"] = {"as_of": since.isoformat(), "narratives": told}
        print_json({**document, "diagnostics": diagnostics(results.findings)})
    else:
        from vaultval.render.terminal.tables import print_table
        from vaultval.render.terminal.values import print_scores

        print_scores(results)
        if found:
            print_table(f"Changed since {since}", *change_rows(found))
    tell(read_result, results.findings)
    raise SystemExit(exit_code(results.findings))
