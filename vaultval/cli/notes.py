"""`vaultval notes`: the notes as Obsidian reads them."""

from pathlib import Path

import click

from vaultval.cli.shared import json_option, print_json, read, vault_argument


@click.command()
@vault_argument
@json_option
def notes(vault: Path, as_json: bool) -> None:
    """Show the notes as Obsidian reads them: links, tags, tasks, headings, fields, properties."""
    from vaultval.vault.vault import Hold

    read_result = read(vault, hold=Hold.PARTS)
    if as_json:
        from vaultval.render.notes import notes_document

        print_json(notes_document(read_result.vault))
        return
    from vaultval.render.terminal.tables import print_notes

    print_notes(read_result.vault)
