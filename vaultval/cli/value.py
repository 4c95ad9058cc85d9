"""`vaultval value`: what the companies are worth."""

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
def value(vault: Path, as_of: date | None, as_json: bool) -> None:
    """Show what the companies are worth: core, options, synergy, ceiling."""
    read_result = read(vault)
    results = results_of(read_result, as_of)
    if as_json:
        from vaultval.render.data import value_document

        print_json(value_document(results))
    else:
        from vaultval.render.terminal import print_values

        print_values(results)
    tell(read_result, results.findings)
    raise SystemExit(exit_code(results.findings))
