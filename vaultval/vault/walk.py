"""What is on disk: every file of a vault that may take part."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

from vaultval.diagnostics import Finding, finding
from vaultval.errors import VaultvalError
from vaultval.place import Place
from vaultval.vault.resolve import name_key
from vaultval.vocabulary import folded

OWN_FOLDER = "vaultval"
_TRASH = ".trash"

# What each service writes, and no more: a wrong guess would hide a note. OneDrive's "Note-LAPTOP.md", Google Drive's
# "Note (1).md" and iCloud's "Note 2.md" may be anything, and so are read.
_CONFLICT = re.compile(
    r" ?\((?:"
    r"conflicted copy (?:.+ )?[0-9]{12}"  # Obsidian Sync: (Conflicted copy phone 202602101200)
    r"|conflicted copy (?:.+ )?[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{6}"  # Nextcloud, ownCloud
    r"|(?:[^()]+ )?conflicted copy [0-9]{4}-[0-9]{2}-[0-9]{2}(?: ?\([0-9]+\))?"  # Dropbox: (laptop's conflicted copy 2026-02-10)
    r"|(?:[^()]+ )?in konflikt stehende kopie (?:von [^()]+ )?[0-9]{4}-[0-9]{2}-[0-9]{2}(?: ?\([0-9]+\))?"  # its German
    r"|[^()]+ ?的冲突副本[0-9]*[ _][0-9]{4}-[0-9]{2}-[0-9]{2}[ 0-9-]*"  # Chinese services
    r"|sfconflict (?:[^()]+ )?[0-9]{4}(?:-[0-9]{2}){5}"  # Seafile
    r"|# edit conflict [0-9]{4}-[0-9]{2}-[0-9]{2} [a-z0-9]+ #"  # Proton Drive
    r")\)(?=\.[^.]*$)"
    r"|\.sync-conflict-[0-9]{8}-[0-9]{6}(?:-[a-z0-9]+)?(?=\.[^.]*$|$)"  # Syncthing
    r"|_conflict(?:_[^.]+)?-[0-9]{8}-[0-9]{6}(?=\.[^.]*$)",  # ownCloud before 2.5
    re.IGNORECASE,
)


class FileEntry(NamedTuple):
    """A file. path: from the vault's root, with forward slashes, spelt as on disk. size: bytes."""

    path: str
    size: int
    mtime_ns: int


class Omission(NamedTuple):
    """What is there and takes no part: a file, or a folder with all that is in it. reason: "excluded", "in .trash", …"""

    path: str
    reason: str
    is_folder: bool


class Walk(NamedTuple):
    """What a walk found. files: sorted by path. folders: those walked through, without the root. omissions: what a
    link might lead to all the same, but for other things that begin with a dot.
    """

    files: list[FileEntry]
    folders: list[str]
    omissions: list[Omission]
    findings: list[Finding]


def walk(root: Path, exclude: tuple[str, ...]) -> Walk:
    """Every file below the root, and what was left out.

    exclude: folders or files relative to the root; * stands for any characters but a /, ** for any folders.
    Left out without a finding: these, whatever begins with a dot, and vaultval's own folder. Left out with one:
    symbolic links, copies that a sync service made, notes that are in iCloud only, what cannot be read or whose name
    is not Unicode. A finding only: two names in one folder that links cannot tell apart.
    Raises VaultvalError if the root itself cannot be listed.
    """
    found = _Walk(root, _matcher(exclude))
    folders = [""]
    while folders:
        folders += found.folder(folders.pop())
    found.files.sort()
    found.findings.sort(key=lambda each: each.place)
    return Walk(found.files, found.folders, found.omissions, found.findings)


class _Walk:
    """A walk on its way."""

    def __init__(self, root: Path, excluded: Callable[[str], bool]) -> None:
        self.root = root
        self.excluded = excluded
        self.files: list[FileEntry] = []
        self.folders: list[str] = []
        self.omissions: list[Omission] = []
        self.findings: list[Finding] = []

    def folder(self, folder: str) -> list[str]:
        """Look through a folder, "" or ending with /, and give those in it."""
        inner: list[str] = []
        kept: list[str] = []
        entries = _entries(self.root, folder, self.findings)
        names = {entry.name for entry in entries}
        for entry in entries:
            name = entry.name
            path = folder + name
            if name.startswith("."):
                self.hidden(folder, name, names)
                continue
            try:
                if self.excluded(path):
                    self.omit(path, "excluded", is_folder=entry.is_dir(follow_symlinks=False))
                elif self.left_out(path, entry, names):
                    continue
                elif entry.is_dir(follow_symlinks=False):
                    if path == OWN_FOLDER:
                        self.omit(path, "vaultval's own", is_folder=True)
                        continue
                    kept.append(name)
                    self.folders.append(path)
                    inner.append(f"{path}/")
                elif entry.is_file(follow_symlinks=False):  # a pipe or a socket is no file
                    status = entry.stat(follow_symlinks=False)
                    kept.append(name)
                    self.files.append(FileEntry(path, status.st_size, status.st_mtime_ns))
            except FileNotFoundError:
                continue  # deleted while we looked
            except OSError as error:
                self.findings.append(_unreadable(path, error))
        self.findings += _alike(folder, kept)
        return inner

    def omit(self, path: str, reason: str, *, is_folder: bool = False) -> None:
        """Remember what takes no part."""
        self.omissions.append(Omission(path, reason, is_folder))

    def hidden(self, folder: str, name: str, names: set[str]) -> None:
        """What begins with a dot: of interest are the trash, and what iCloud leaves in place of a file."""
        if name == _TRASH and not folder:
            self.omit(name, "in .trash", is_folder=True)
        elif name.endswith(".icloud"):
            real = name[1 : -len(".icloud")]
            path = folder + real
            if not real or real in names or self.excluded(path):
                return
            self.omit(path, "in iCloud")
            if real.lower().endswith((".md", ".canvas")):
                message = f"{_printable(real)!r} is in iCloud and not on this computer"
                hint = "open it once, or choose Download Now in the Finder"
                self.findings.append(finding("unreadable", Place(_printable(path)), message, hint=hint))

    def left_out(self, path: str, entry: os.DirEntry[str], names: set[str]) -> bool:
        """Whether an entry is left out with a finding."""
        name = entry.name
        place = Place(_printable(path))
        if entry.is_symlink() or getattr(entry, "is_junction", bool)():  # the latter since Python 3.12
            self.omit(path, "a symbolic link")
            self.findings.append(finding("symbolic-link", place, f"{_printable(name)!r} is a symbolic link"))
        elif not name.isascii() and name != _printable(name):
            self.findings.append(finding("unreadable", place, "the name is not Unicode"))
        elif (original := _original(name)) and entry.is_file(follow_symlinks=False):
            self.omit(path, "a conflict copy")
            message = f"this is a copy of {original!r} that a sync service made"
            alone = f"there is no {original!r} any more; give the copy that name if it is the note"
            hint = "" if original in names else alone
            self.findings.append(finding("conflict-copy", place, message, hint=hint))
        else:
            return False
        return True


def _original(name: str) -> str:
    """The name of the file that a copy was made of; "" if the name is not that of a copy."""
    if "onfli" not in name and "冲突" not in name and "CONFLI" not in name:
        return ""
    original, previous = name, ""
    while original != previous:  # a copy may have been copied
        original, previous = _CONFLICT.sub("", original), original
    return original if original != name else ""


def _alike(folder: str, names: list[str]) -> list[Finding]:
    """A finding for each name in a folder that only case or Unicode normal form tells from another."""
    alike: dict[str, list[str]] = {}
    for name in names:
        alike.setdefault(name_key(name), []).append(name)
    if len(alike) == len(names):
        return []
    groups = (sorted(group) for group in alike.values())
    return [_names_alike(folder, first, later) for first, *others in groups for later in others]


def _names_alike(folder: str, name: str, later: str) -> Finding:
    same = normalize("NFC", name) == normalize("NFC", later)
    how = "in how its accents are encoded (Unicode normal form)" if same else "in case"
    return finding(
        "names-alike",
        Place(folder + later),
        f"{later!r} differs from {name!r} only {how}",
        other=Place(folder + name),
    )


def _entries(root: Path, folder: str, findings: list[Finding]) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(root / folder if folder else root) as entries:
            return list(entries)
    except OSError as error:
        if not folder:
            raise VaultvalError(f"The folder {root} cannot be listed: {error.strerror}.") from error
        findings.append(_unreadable(folder.rstrip("/"), error))
        return []


def _unreadable(path: str, error: OSError) -> Finding:
    return finding(
        "unreadable", Place(_printable(path)), f"{_printable(path)!r} cannot be read: {error.strerror}"
    )


def _printable(path: str) -> str:
    """A path without the surrogates that stand for bytes which are not UTF-8."""
    return path.encode("utf-8", "replace").decode("utf-8")


def is_excluded(path: str, exclude: tuple[str, ...]) -> bool:
    """Whether a file or folder is not read because `exclude` names it, or a folder that it is in."""
    excluded = _matcher(exclude)
    parts = path.split("/")
    return any(excluded("/".join(parts[:depth])) for depth in range(1, len(parts) + 1))


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
