"""`vaultval refresh`: the main job."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vaultval.cli.shared import (
    FOUND,
    GOOD,
    REFUSED,
    as_of_option,
    exit_code,
    json_option,
    print_diff,
    print_findings,
    print_json,
    read,
    results_of,
    tell,
    vault_argument,
)

if TYPE_CHECKING:
    from vaultval.diagnostics import Finding
    from vaultval.results import Results
    from vaultval.writeback.surgery import NoteChange


@click.command()
@vault_argument
@as_of_option
@click.option("--check", "check_only", is_flag=True, help="Write nothing; exit 1 if something would change.")
@click.option("--diff", "show_diff", is_flag=True, help="Write nothing; show what would change.")
@click.option("--force", is_flag=True, help="Overwrite blocks that were edited by hand.")
@json_option
def refresh(
    vault: Path, as_of: date | None, check_only: bool, show_diff: bool, force: bool, as_json: bool
) -> None:
    """Score the narratives, value the companies, and write the summaries back into their notes.

    Nothing in a note changes but vaultval's own blocks and vv_ properties. `vaultval undo` takes it back.
    """
    from vaultval.pipeline import plan_refresh
    from vaultval.writeback.apply import apply
    from vaultval.writeback.journal import Journal

    read_result = read(vault)
    results = results_of(read_result, as_of)
    changes, refused = plan_refresh(read_result, results, force=force)
    written: list[str] = []
    if show_diff and not as_json:
        print_diff(changes)
    if not (check_only or show_diff):
        written, failed = apply(vault, changes, Journal(vault))
        refused = [*refused, *failed]
    if as_json:
        print_json(_document(results, changes, written, refused))
    else:
        _report(changes, written, refused, results, planned_only=check_only or show_diff)
    print_findings(read_result, refused)
    tell(read_result, [found for found in results.findings if found not in refused], refused)
    raise SystemExit(_code(results, changes, refused, check_only=check_only))


def _code(
    results: "Results", changes: "Sequence[NoteChange]", refused: "Sequence[Finding]", *, check_only: bool
) -> int:
    if exit_code(refused) != GOOD:
        return REFUSED
    if check_only and changes:
        return FOUND
    return exit_code(results.findings)


def _report(
    changes: "Sequence[NoteChange]",
    written: Sequence[str],
    refused: "Sequence[Finding]",
    results: "Results",
    *,
    planned_only: bool,
) -> None:
    from vaultval.diagnostics import Severity
    from vaultval.render.findings import visible
    from vaultval.render.terminal.values import print_headlines

    for change in changes:
        if planned_only or change.note in written:
            click.echo(f"{'would change' if planned_only else 'refreshed'} {visible(change.note)}")
    alone = len({found.place.note for found in refused if found.severity is Severity.ERROR})
    if not changes and alone:
        click.echo(
            f"Nothing to change; {alone} note{'s' if alone != 1 else ''} cannot be brought up to date."
        )
    elif not changes:
        click.echo("Nothing to change: every note is up to date.")
    elif not planned_only:
        click.echo(f"{len(written)} note{'s' if len(written) != 1 else ''} written.")
    print_headlines(results)


def _document(
    results: "Results", changes: "Sequence[NoteChange]", written: Sequence[str], refused: "Sequence[Finding]"
) -> dict[str, object]:
    from vaultval.render.data import SCHEMA, diagnostics

    return {
        "schema": SCHEMA,
        "as_of": results.method.as_of.isoformat(),
        "changes": [change.note for change in changes],
        "written": list(written),
        "refused": diagnostics(refused),
        "diagnostics": diagnostics(results.findings),
    }
