"""What a link to nothing may have meant all the same: what is there, and takes no part."""

import os
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice
from pathlib import Path

from vaultval.vault.resolve import Resolver
from vaultval.vault.walk import Omission

_MOST_LISTED = 20_000  # files of folders that are left out: a folder may be left out for its size


class Omissions:
    """What was left out of a vault, by name. Folders that were left out are listed when a link first asks."""

    def __init__(self, root: Path, folders: Sequence[str], omitted: Sequence[Omission]) -> None:
        """`folders`: those that were walked through. omitted: what was left out."""
        self._root = root
        self._folders = folders
        self._omitted = omitted

    def why(self, target: str, source: str) -> str:
        """Why a link in the note `source` leads to nothing that was read: a sentence without its full stop."""
        path = self._files.resolve(target, source).path if target else None
        if path in self._reasons:
            return f"{target!r} takes no part: {path!r} is {self._reasons[path]}"
        if target.strip("/") and self._known_folders.resolve(target.rstrip("/"), source).path:
            return f"{target!r} is a folder, not a note"
        return f"{target!r} does not exist"

    def may_be_meant(self, target: str, source: str) -> bool:
        """Whether Obsidian may follow a link to a file that was left out: it knows all but those in the trash."""
        path = self._files.resolve(target, source).path
        return path is not None and not path.startswith(".")

    @cached_property
    def _reasons(self) -> dict[str, str]:
        """The reason for each file that was left out."""
        each = ((path, omission.reason) for omission in self._omitted for path in self._listed(omission))
        return dict(islice(each, _MOST_LISTED))

    @cached_property
    def _files(self) -> Resolver:
        return Resolver(self._reasons)

    @cached_property
    def _known_folders(self) -> Resolver:
        return Resolver((*self._folders, *(each.path for each in self._omitted if each.is_folder)))

    def _listed(self, omission: Omission) -> Iterator[str]:
        """The files of what was left out, those aside whose names begin with a dot."""
        if not omission.is_folder:
            yield omission.path
            return
        folders = [omission.path]
        while folders:
            folder = folders.pop()
            try:
                with os.scandir(self._root / folder) as entries:
                    listed = sorted(entries, key=lambda entry: entry.name)
            except OSError:
                continue
            for entry in listed:
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    folders.append(f"{folder}/{entry.name}")
                else:
                    yield f"{folder}/{entry.name}"
