"""`vaultval check`: every finding of every note."""

from datetime import date
from pathlib import Path

import click

from vaultval.cli.shared import (
    as_of_option,
    exit_code,
    json_option,
    print_findings,
    print_json,
    read,
    results_of,
    vault_argument,
)


@click.command()
@vault_argument
@as_of_option
@json_option
def check(vault: Path, as_of: date | None, as_json: bool) -> None:
    """Show every finding of every note, errors first. Exits 1 if there is an error."""
    from vaultval.diagnostics import in_order
    from vaultval.pipeline import plan_refresh

    read_result = read(vault)
    results = results_of(read_result, as_of)
    # What would keep a refresh from writing is worth knowing before it is tried.
    findings = in_order([*results.findings, *plan_refresh(read_result, results)[1]])
    if as_json:
        from vaultval.render.data import SCHEMA, diagnostics

        print_json({"schema": SCHEMA, "diagnostics": diagnostics(findings)})
    else:
        from vaultval.render.findings import summary

        print_findings(read_result, findings, err=False)
        notes = len(read_result.vault.notes)
        click.echo(f"{notes} note{'s' if notes != 1 else ''} read. {summary(findings)}")
    raise SystemExit(exit_code(findings))
