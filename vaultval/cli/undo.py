"""`vaultval undo`: take back the last run that wrote."""

import os
from pathlib import Path

import click

from vaultval.cli.shared import GOOD, REFUSED, json_option, print_json, vault_argument


@click.command()
@vault_argument
@json_option
def undo(vault: Path, as_json: bool) -> None:
    """Take back the last run that wrote: every note that it wrote, and nobody changed since, gets its bytes back.

    Once more takes back the run before that. Runs are those of refresh, link --apply, inbox --adopt and import, whose
    notes are deleted again.
    """
    from vaultval.render.data import SCHEMA, diagnostics
    from vaultval.render.findings import finding_text, visible
    from vaultval.writeback.apply import undo as take_back
    from vaultval.writeback.journal import Journal

    taken_back, refused = take_back(vault, Journal(vault))
    removed = [note for note in taken_back if not os.path.lexists(vault.joinpath(*note.split("/")))]
    restored = [note for note in taken_back if note not in removed]
    if as_json:
        print_json(
            {"schema": SCHEMA, "restored": restored, "removed": removed, "refused": diagnostics(refused)}
        )
    else:
        for note in restored:
            click.echo(f"restored {visible(note)}")
        for note in removed:
            click.echo(f"removed {visible(note)}")
        if not taken_back and not refused:
            click.echo("Nothing to undo.")
        for found in refused:
            click.echo(finding_text(found, lambda _place: ""), err=True)
    raise SystemExit(REFUSED if refused else GOOD)
