"""What is on disk: every file of a vault that may take part."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from vaultval.diagnostics import Finding, finding
from vaultval.errors import VaultvalError
from vaultval.place import Place
from vaultval.vocabulary import folded

OWN_FOLDER = "vaultval"

# Obsidian Sync: "Note (Conflicted copy phone 202602101200).md". Dropbox and Nextcloud: "Note (Ann's conflicted copy
# 2026-02-10).md". Syncthing: "Note.sync-conflict-20260210-120000-ABCDEFG.md". iCloud's "Note 2.md" may be anything.
_CONFLICT = re.compile(
    r" ?\((?:[^()]* )?conflicted copy\b.*[0-9]{4}-?[0-9]{2}-?[0-9]{2}.*\)(?=\.[^.]*$)"
    r"|\.sync-conflict-[0-9]{8}-[0-9]{6}-[a-z0-9]+(?=\.|$)",
    re.IGNORECASE,
)


class FileEntry(NamedTuple):
    """A file. path: from the vault's root, with forward slashes, spelt as on disk. size: bytes."""

    path: str
    size: int
    mtime_ns: int


def walk(root: Path, exclude: tuple[str, ...]) -> tuple[list[FileEntry], list[Finding]]:
    """Every file below the root, sorted by path, and findings on those that were left out.

    exclude: folders or files relative to the root; * stands for any characters but a /, ** for any folders.
    Left out without a finding: these, whatever begins with a dot, and vaultval's own folder. Left out with one:
    symbolic links, copies that a sync service made, what cannot be read or whose name is not Unicode.
    Raises VaultvalError if the root itself cannot be listed.
    """
    excluded = _matcher(exclude)
    files: list[FileEntry] = []
    findings: list[Finding] = []
    folders = [""]
    while folders:
        folder = folders.pop()
        for entry in _entries(root, folder, findings):
            path = folder + entry.name
            if entry.name.startswith(".") or excluded(path):
                continue
            try:
                if reason := _left_out(entry):
                    findings.append(finding(reason[0], Place(_printable(path)), reason[1]))
                elif entry.is_dir(follow_symlinks=False):
                    if path != OWN_FOLDER:
                        folders.append(f"{path}/")
                elif entry.is_file(follow_symlinks=False):  # a pipe or a socket is no file
                    status = entry.stat(follow_symlinks=False)
                    files.append(FileEntry(path, status.st_size, status.st_mtime_ns))
            except FileNotFoundError:
                continue  # deleted while we looked
            except OSError as error:
                findings.append(_unreadable(path, error))
    files.sort()
    findings.sort(key=lambda each: each.place)
    return files, findings


def _entries(root: Path, folder: str, findings: list[Finding]) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(root / folder if folder else root) as entries:
            return list(entries)
    except OSError as error:
        if not folder:
            raise VaultvalError(f"The folder {root} cannot be listed: {error.strerror}.") from error
        findings.append(_unreadable(folder.rstrip("/"), error))
        return []


def _left_out(entry: os.DirEntry[str]) -> tuple[str, str] | None:
    """The rule and the message if an entry is left out with a finding."""
    name = entry.name
    if entry.is_symlink() or getattr(entry, "is_junction", bool)():  # since Python 3.12, and on Windows only
        return "symbolic-link", f"{_printable(name)!r} is a symbolic link"
    if not name.isascii() and name != _printable(name):
        return "unreadable", "the name is not Unicode"
    if "onflict" in name and _CONFLICT.search(name) and entry.is_file(follow_symlinks=False):
        return "conflict-copy", f"this is a copy of {_CONFLICT.sub('', name)!r} that a sync service made"
    return None


def _unreadable(path: str, error: OSError) -> Finding:
    return finding(
        "unreadable", Place(_printable(path)), f"{_printable(path)!r} cannot be read: {error.strerror}"
    )


def _printable(path: str) -> str:
    """A path without the surrogates that stand for bytes which are not UTF-8."""
    return path.encode("utf-8", "replace").decode("utf-8")


def _matcher(patterns: tuple[str, ...]) -> Callable[[str], bool]:
    """Whether a path is excluded; letters compare in any case and Unicode form."""
    if not patterns:
        return lambda _path: False
    whole = re.compile("|".join(f"(?:{_regex(folded(pattern.strip('/')))})" for pattern in patterns))
    return lambda path: whole.fullmatch(folded(path)) is not None


def _regex(pattern: str) -> str:
    parts = [part for part in re.split(r"(\*\*/|\*+|\?)", pattern) if part]
    meanings = {"**/": "(?:[^/]+/)*", "*": "[^/]*", "?": "[^/]"}
    return "".join(meanings.get(part, ".*" if part.startswith("*") else re.escape(part)) for part in parts)
