"""`vaultval demo`: a copy of the sample vault, refreshed, to try things on."""

import os
import shutil
import sys
from pathlib import Path

import click

from vaultval.cli.shared import REFUSED, exit_code, json_option, print_json, read, results_of
from vaultval.errors import VaultvalError


class FolderTakenError(VaultvalError):
    """The folder for the copy is there already."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"{folder} exists already and is not empty. Name a new folder for the copy.")


def sample_vault() -> Path:
    """The sample vault: beside the package in a checkout, inside it when installed."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "sample_vault", package.parent / "sample_vault"):
        if folder.is_dir():
            return folder
    raise VaultvalError("The sample vault is missing from this installation.")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@json_option
def demo(folder: Path, as_json: bool) -> None:
    """Copy the sample vault to FOLDER, empty what vaultval wrote there, and refresh it."""
    from vaultval.pipeline import plan_refresh
    from vaultval.render.data import SCHEMA, diagnostics
    from vaultval.render.findings import summary
    from vaultval.render.terminal.values import print_headlines
    from vaultval.writeback.apply import apply
    from vaultval.writeback.emptied import emptied
    from vaultval.writeback.journal import Journal

    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise FolderTakenError(folder)
    shutil.copytree(sample_vault(), folder, dirs_exist_ok=True)
    for path in sorted(folder.rglob("*.md")):
        path.write_bytes(emptied(path.relative_to(folder).as_posix(), path.read_bytes()))
    results = results_of(read_result := read(folder), None)
    changes, refused = plan_refresh(read_result, results)
    written, failed = apply(folder, changes, Journal(folder))
    if as_json:
        document = {"schema": SCHEMA, "folder": str(folder), "written": written}
        print_json({**document, "diagnostics": diagnostics(results.findings)})
    else:
        for note in written:
            click.echo(f"refreshed {note}")
        print_headlines(results)
        name = sys.argv[0] if os.sep in sys.argv[0] and not Path(sys.argv[0]).is_absolute() else "vaultval"
        click.echo(f"{summary(results.findings)} `{name} check {folder}` shows each with its line.\n")
        click.echo(f"To look at it: Obsidian → Open folder as vault → {folder.resolve()} → Companies/Tesla.")
        click.echo(f"To move it:    tick a milestone in a note, then: {name} refresh {folder}")
    raise SystemExit(REFUSED if refused or failed else exit_code(results.findings))
