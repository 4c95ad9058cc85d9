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
    tell,
    vault_argument,
)


@click.command()
@vault_argument
@as_of_option
@json_option
def score(vault: Path, as_of: date | None, as_json: bool) -> None:
    """Show the narratives with points for and against, net points and strength."""
    read_result = read(vault)
    results = results_of(read_result, as_of, with_stakes=False)
    if as_json:
        from vaultval.render.data import SCHEMA, diagnostics, narratives

        day = results.method.as_of.isoformat()
        found = diagnostics(results.findings)
        print_json({"schema": SCHEMA, "as_of": day, "narratives": narratives(results), "diagnostics": found})
    else:
        from vaultval.render.terminal import print_scores

        print_scores(results)
    tell(read_result, results.findings)
    raise SystemExit(exit_code(results.findings))
