"""One file of the vault: where it may be, and how its bytes are replaced without a moment of danger."""

import contextlib
import os
import shutil
import stat
import sys
import tempfile
import time
from pathlib import Path, PurePosixPath

from vaultval.errors import VaultvalError

# Access denied, sharing violation, lock violation: an editor, a virus scanner or a sync service looks at the file.
_BUSY_ON_WINDOWS = (5, 32, 33)
_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8)


class FileRefusedError(VaultvalError):
    """A file that may not or cannot be written. The message is a clause that begins in lower case."""


class FileChangedError(VaultvalError):
    """A file that is not what was read."""


def below(root: Path, path: str) -> Path:
    """Where a path from the vault's root leads, whether or not anything is there.

    path: with forward slashes. Raises FileRefusedError for one that leads out of the vault, into a dot-folder or over a
    symbolic link.
    """
    parts = PurePosixPath(path).parts
    strange = set(path) & set("\0\\:" if os.name == "nt" else "\0")
    if not parts or strange or any(part.startswith((".", "/")) for part in parts):
        raise FileRefusedError("its path leads out of the vault or into a hidden folder")
    found = root.joinpath(*parts)
    try:
        if any(root.joinpath(*parts[:depth]).is_symlink() for depth in range(1, len(parts) + 1)):
            raise FileRefusedError("a symbolic link is on its path")
        inside = found.resolve().is_relative_to(root.resolve())
    except OSError as error:
        raise FileRefusedError(reason(error)) from error
    if not inside:
        raise FileRefusedError("its path leads out of the vault")
    return found


def locate(root: Path, note: str) -> Path:
    """The file of a note, below the vault's root by a way without links.

    note: path from the root, with forward slashes. Raises FileRefusedError for a path that `below` refuses, for what
    is not a regular file, and for a file that is read-only; FileChangedError for a file that is gone.
    """
    path = below(root, note)
    try:
        found = path.lstat()
    except FileNotFoundError:
        raise FileChangedError("the note is no longer there") from None
    except OSError as error:
        raise FileRefusedError(reason(error)) from error
    if not stat.S_ISREG(found.st_mode):
        raise FileRefusedError("it is not a regular file")
    if not found.st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH) or not os.access(path, os.W_OK):
        raise FileRefusedError("the file is read-only")
    return path


def read_bytes(path: Path) -> bytes:
    """What a file holds. Raises FileChangedError if it is gone, FileRefusedError if it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise FileChangedError("the note is no longer there") from None
    except OSError as error:
        raise FileRefusedError(reason(error)) from error


def expect(path: Path, expected: bytes) -> None:
    """Raise FileChangedError if a file does not hold these bytes, FileRefusedError if it cannot be read."""
    if read_bytes(path) != expected:
        raise FileChangedError("the note was changed after it was read")


def replace_bytes(path: Path, expected: bytes, data: bytes) -> None:
    """Put other bytes into a file in one step, if it still holds those expected; its mode and xattrs stay.

    Raises FileChangedError or FileRefusedError; the file is then what it was.
    """
    try:
        # A name that begins with a dot: Obsidian and sync services pass over it.
        handle, name = tempfile.mkstemp(prefix=".vaultval-", suffix=".tmp", dir=path.parent)
    except OSError as error:
        raise FileRefusedError(reason(error)) from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _keep_nature(path, temporary)
        expect(path, expected)
        _replace(temporary, path)
    except OSError as error:
        raise FileRefusedError(reason(error)) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    sync_folder(path.parent)


def write_new(path: Path, data: bytes) -> None:
    """Write a file of vaultval's own down to the disk, in one step. Raises OSError."""
    temporary = path.with_name(f".{path.name}.tmp")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    _replace(temporary, path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder last through a power cut, where the system knows how."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def reason(error: OSError) -> str:
    """What the system says of a file that refuses, as a clause."""
    return f"the system says: {error.strerror or type(error).__name__}"


def _keep_nature(source: Path, target: Path) -> None:
    """Give a file the owner, mode, extended attributes and date of birth of another, as far as the system lets us."""
    held = source.stat()
    if hasattr(os, "chown"):
        with contextlib.suppress(OSError):
            os.chown(target, held.st_uid, held.st_gid)
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            for name in os.listxattr(source):
                with contextlib.suppress(OSError):
                    os.setxattr(target, name, os.getxattr(source, name))
    if sys.platform == "darwin":
        # There a time of change before the birth moves the birth, which Obsidian shows as the note's creation date.
        with contextlib.suppress(OSError):
            os.utime(target, (held.st_birthtime, held.st_birthtime))
            os.utime(target)
    shutil.copymode(source, target)


def _replace(source: Path, target: Path) -> None:
    for pause in _PAUSES:
        try:
            source.replace(target)
        except OSError as error:
            if getattr(error, "winerror", None) not in _BUSY_ON_WINDOWS:
                raise
            time.sleep(pause)
        else:
            return
    source.replace(target)
