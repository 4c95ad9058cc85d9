"""A file that the user asks for by name: never a note, and never in place of another file unasked."""

import os
from collections.abc import Mapping
from pathlib import Path

from vaultval.errors import VaultvalError
from vaultval.writeback.create import NewFile, create
from vaultval.writeback.files import FileChangedError, FileRefusedError, read_bytes, replace_bytes

FORMATS: Mapping[str, str] = {
    ".json": "json", ".graphml": "graphml", ".xml": "graphml", ".dot": "dot", ".gv": "dot",
}  # fmt: skip
"""How the name of a file may end that is written into a vault, and what it then holds."""


class ExportRefusedError(VaultvalError):
    """A file that is not to be written."""


class ExportFailedError(VaultvalError):
    """A file that cannot be written."""

    exit_code = 3


def check_export(vault: Path, file: Path, *, force: bool) -> Path:
    """Where a file that the user names is to stand, links followed.

    Raises ExportFailedError where the system refuses to look; ExportRefusedError for a note; in the vault, for a file of Obsidian's or any but an export; for a folder;
    and, unless forced, for a file that is there already.
    """
    try:
        return _checked(vault, file, force=force)
    except OSError as error:
        raise ExportFailedError(f"{file} cannot be written: {error.strerror}.") from error


def _checked(vault: Path, file: Path, *, force: bool) -> Path:
    path = Path(os.path.realpath(file))
    ending = path.suffix.lower()
    if ending == ".md":
        raise ExportRefusedError(f"{file} is named like a note. Name another file.")
    if ".obsidian" in path.parts:
        raise ExportRefusedError(f"{file} lies in a folder of Obsidian's own. Name another file.")
    root = Path(os.path.realpath(vault))
    if path.is_relative_to(root):
        if any(part.startswith(".") for part in path.relative_to(root).parts):
            raise ExportRefusedError(f"{file} lies in a hidden folder of the vault. Name another file.")
        if ending not in FORMATS:
            endings = ", ".join(FORMATS)
            raise ExportRefusedError(
                f"{file} lies in the vault; there its name has to end in one of {endings}."
            )
    if not path.parent.is_dir():
        raise ExportRefusedError(f"There is no folder {file.parent}.")
    if path.exists() and not path.is_file():
        raise ExportRefusedError(f"{file} is not a regular file.")
    if path.exists() and not force:
        raise ExportRefusedError(f"{file} exists already. Name another file, or replace it with --force.")
    return path


def write_export(vault: Path, file: Path, text: str, *, force: bool) -> None:
    """Write a file that the user names, in one step. Raises ExportRefusedError or ExportFailedError."""
    path = check_export(vault, file, force=force)
    data = text.encode("utf-8")
    try:
        if path.exists():
            replace_bytes(path, read_bytes(path), data)
        elif not create(path.parent, NewFile(path.name, data)):
            raise ExportRefusedError(f"{file} exists already. Name another file, or replace it with --force.")
    except (FileRefusedError, FileChangedError) as error:
        raise ExportFailedError(f"{file} cannot be written: {error}.") from error
