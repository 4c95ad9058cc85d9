"""`vaultval init`: templates and a commented `vaultval.toml`, added to a vault that is there."""

import os
import shlex
from importlib.resources import files as resources
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vaultval.cli.shared import GOOD, REFUSED, json_option, print_json, vault_argument

if TYPE_CHECKING:
    from vaultval.config import Config
    from vaultval.vault.template_folder import TemplateFolder
    from vaultval.writeback.create import NewFile

_DAY = "{{date:YYYY-MM-DD}}"
_DAY_IN_TEMPLATER = "<% tp.date.now() %>"


@click.command()
@vault_argument
@click.option(
    "--language",
    type=click.Choice(["en", "zh"]),
    help="The language of the templates; else that of vaultval.toml, else en.",
)
@click.option("--dry-run", is_flag=True, help="Write nothing; show what would be added.")
@json_option
def init(vault: Path, language: str | None, dry_run: bool, as_json: bool) -> None:
    """Add templates (company, option, narrative, daily signal) and a commented vaultval.toml.

    Nothing that is there changes. To take it back, delete the files that it names.
    """
    from vaultval.config import NOTE
    from vaultval.pipeline import read_config
    from vaultval.render.data import SCHEMA, diagnostics
    from vaultval.render.findings import finding_text
    from vaultval.vault.template_folder import template_folder
    from vaultval.vault.walk import is_excluded
    from vaultval.writeback.create import add, missing

    config, _ = read_config(vault)
    language = language or config.language
    folder = template_folder(vault)
    wanted = new_files(folder, language, config)
    if dry_run:
        absent, kept, refused = missing(vault, wanted)
        added = [file.path for file in absent]
    else:
        added, kept, refused = add(vault, wanted)
    excluded = NOTE in added or is_excluded(folder.path, config.folders.exclude)
    if as_json:
        print_json(
            {
                "schema": SCHEMA, "added": added, "kept": kept, "refused": diagnostics(refused), "dry_run": dry_run,
                "language": language, "templates": folder.path, "excluded": excluded,
            }
        )  # fmt: skip
    else:
        _report(added, kept, dry_run=dry_run)
        if not dry_run:
            _next_steps(vault, folder, excluded=excluded)
    for hint in _hints(vault, folder, config, excluded=excluded):
        click.echo(hint, err=True)
    for found in refused:
        click.echo(finding_text(found, lambda _place: ""), err=True)
    raise SystemExit(REFUSED if refused else GOOD)


def new_files(folder: "TemplateFolder", language: str, config: "Config") -> "list[NewFile]":
    """What a vault is to have: its settings, with the folder of the templates left out of the reading, and the templates.

    The settings come first, so that no template is ever read as a company, option or narrative.
    """
    from vaultval.config import NOTE
    from vaultval.render.settings import settings_text
    from vaultval.vault.template_folder import TEMPLATER
    from vaultval.writeback.create import NewFile

    values: dict[str, object] = {"folders.exclude": (folder.path,)}
    if language != config.language:
        values["language"] = language
    new = [NewFile(NOTE, settings_text(values).encode())]
    held = (resources("vaultval") / "templates" / language).iterdir()
    for template in sorted(held, key=lambda file: file.name):
        text = template.read_text("utf-8")
        if folder.plugin == TEMPLATER:
            text = text.replace(_DAY, _DAY_IN_TEMPLATER)
        new.append(NewFile(f"{folder.path}/{template.name}", text.encode()))
    return new


def _report(added: list[str], kept: list[str], *, dry_run: bool) -> None:
    from vaultval.render.findings import visible

    for path in added:
        click.echo(f"{'would add' if dry_run else 'added'} {visible(path)}")
    for path in kept:
        click.echo(f"left as it is: {visible(path)}")
    if not added:
        click.echo("Nothing to add.")
    elif not dry_run:
        click.echo("To take this back, delete the files that were added.")


def _next_steps(vault: Path, folder: "TemplateFolder", *, excluded: bool) -> None:
    from vaultval.render.findings import visible
    from vaultval.vault.template_folder import CORE, TEMPLATER

    name = visible(folder.path)
    use = "In Obsidian: "
    if not folder.plugin:
        use += f"Settings → Core plugins → Templates: on, with {name} as its folder. "
    insert = "Open insert template modal" if folder.plugin == TEMPLATER else "Insert template"
    use += f"In a new note: Ctrl/Cmd+P, “{folder.plugin or CORE}: {insert}”."
    left_out = ", which is left out of the reading" if excluded else ""
    click.echo(f"\nThe templates are in {name}/{left_out}.")
    click.echo(use)
    click.echo(f"Next: fill the note in, then: vaultval check {visible(shlex.quote(str(vault)))}")


def _hints(vault: Path, folder: "TemplateFolder", config: "Config", *, excluded: bool) -> list[str]:
    """What the user should know or do, a sentence each."""
    from vaultval.config import NOTE
    from vaultval.render.findings import visible
    from vaultval.render.settings import toml_value
    from vaultval.vault.template_folder import OBSIDIAN

    hints = [
        f"Obsidian's settings name {visible(repr(stated))} as the folder of templates, which is not used: "
        "it is hidden or a file, leads out of the vault, or has a strange name."
        for stated in folder.refused
    ]
    if not excluded and os.path.lexists(vault / NOTE):
        line = f"exclude = {toml_value((*config.folders.exclude, folder.path))}"
        hints.append(
            f"{NOTE} was there already and is left as it is, so the templates are read as notes. "
            f"Write under [folders] in it:\n    {visible(line)}"
        )
    if not (vault / OBSIDIAN).is_dir():
        here = vault.resolve()
        above = next((parent for parent in here.parents if (parent / OBSIDIAN).is_dir()), None)
        instead = f" The vault that it opened is {visible(str(above))}." if above else ""
        hints.append(f"Obsidian has not opened {visible(str(here))} as a vault yet.{instead}")
    return hints
