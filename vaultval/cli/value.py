"""`vaultval value`: what the companies are worth."""

from dataclasses import replace
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
def value(vault: Path, as_of: date | None, since: date | None, as_json: bool) -> None:
    """Show what the companies are worth: core, options, synergy, ceiling."""
    read_result = read(vault)
    results = results_of(read_result, as_of)
    then = results_then(read_result, results, since)
    if then:
        from vaultval.render.terminal.since import prices_then

        results = replace(results, findings=(*results.findings, *prices_then(then, results)))
    if as_json:
        from vaultval.render.data import value_document
        from vaultval.render.terminal.since import since_document

        document = value_document(results)
        print_json({**document, "since": since_document(then, results)} if then else document)
    else:
        from vaultval.render.terminal.since import print_since
        from vaultval.render.terminal.values import print_values

        if then:
            print_since(then, results)
        else:
            print_values(results)
    tell(read_result, results.findings)
    raise SystemExit(exit_code(results.findings))
