"""Adding files to a vault: each in one step, and never in place of anything."""

import contextlib
import os
import secrets
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from vaultval.diagnostics import Finding, finding
from vaultval.place import Place
from vaultval.writeback.files import FileRefusedError, below, reason, sync_folder


class NewFile(NamedTuple):
    """A file that a vault is to have. path: from the vault's root, with forward slashes."""

    path: str
    data: bytes


def missing(root: Path, files: Sequence[NewFile]) -> tuple[list[NewFile], list[str], list[Finding]]:
    """The files that are not there yet, the paths where anything is already, and findings on what may not be added."""
    absent: list[NewFile] = []
    kept: list[str] = []
    findings: list[Finding] = []
    for file in files:
        if os.path.lexists(root.joinpath(*file.path.split("/"))):
            kept.append(file.path)
            continue
        try:
            below(root, file.path)
        except FileRefusedError as error:
            findings.append(not_added(file, error))
        else:
            absent.append(file)
    return absent, kept, findings


def add(root: Path, files: Sequence[NewFile]) -> tuple[list[str], list[str], list[Finding]]:
    """Add the files that are not there, and return the paths of those added and of those that were there already.

    What is there keeps its bytes and times, whatever it is. A file that cannot be added is a finding; the others are
    added all the same.
    """
    absent, kept, findings = missing(root, files)
    added: list[str] = []
    for file in absent:
        try:
            (added if create(root, file) else kept).append(file.path)
        except FileRefusedError as error:
            findings.append(not_added(file, error))
    return added, kept, findings


def new_folders(root: Path, files: Sequence[NewFile]) -> list[str]:
    """The folders, from the vault's root, that files need and that are not there, outer ones first."""
    parents = {
        parent.as_posix() for file in files for parent in PurePosixPath(file.path).parents if parent.name
    }
    return [folder for folder in sorted(parents) if not os.path.lexists(root.joinpath(*folder.split("/")))]


def create(root: Path, file: NewFile) -> bool:
    """Add one file, with the folders that it needs, in one step. False, with nothing done, if the name is taken.

    Raises FileRefusedError; no part of the file is then there.
    """
    path = below(root, file.path)
    try:
        _make_folders(root, path)
        path = below(root, file.path)  # once more: a folder may have become a link in between
        created = _put(path, file.data)
    except OSError as error:
        raise FileRefusedError(reason(error)) from error
    sync_folder(path.parent)
    return created


def _make_folders(root: Path, path: Path) -> None:
    folders = [folder for folder in path.parents if folder != root and folder.is_relative_to(root)]
    for folder in reversed(folders):
        if not folder.is_dir():
            folder.mkdir()
            sync_folder(folder.parent)


def _put(path: Path, data: bytes) -> bool:
    """Give a whole file a name that nothing has. False if something has it. Raises OSError."""
    # A name that begins with a dot: Obsidian and sync services pass over it.
    temporary = path.with_name(f".vaultval-{secrets.token_hex(8)}.tmp")
    _write(temporary, data)
    try:
        os.link(temporary, path)
    except FileExistsError:
        return False
    except OSError:  # a file system without hard links, as on USB sticks and network drives
        return _write_at_once(path, data)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()
    return True


def _write_at_once(path: Path, data: bytes) -> bool:
    try:
        _write(path, data)
    except FileExistsError:
        return False
    return True


def _write(path: Path, data: bytes) -> None:
    """Write a new file down to the disk; if that fails, none is there. Raises OSError."""
    file = path.open("xb")  # never over anything, not even over a link that leads nowhere
    try:
        with file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        with contextlib.suppress(OSError):
            path.unlink()
        raise


def not_added(file: NewFile, error: FileRefusedError) -> Finding:
    """A finding for a file that the system or its path refuses."""
    return finding("cannot-write", Place(file.path), f"the file was not added: {error}")
