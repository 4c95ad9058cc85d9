"""What the notes held before each run, kept outside of the vault, so that a run can be undone."""

import hashlib
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from vaultval.errors import VaultvalError
from vaultval.writeback.create import NewFile
from vaultval.writeback.files import sync_folder, write_new
from vaultval.writeback.surgery import NoteChange

HOME_VARIABLE = "VAULTVAL_HOME"
RUNS_KEPT = 20
_SCHEMA = 1
_INDEX = "index.json"
_NOTHING = "nothing"  # in place of saved bytes, where there were none


class JournalError(VaultvalError):
    """The journal cannot be written or read. Without one, nothing is written to the vault."""

    exit_code = 3


class Entry(NamedTuple):
    """One note of a run. before, after: sha-256 of its bytes, in hex. saved: the file that holds the bytes before.

    before: "" for a note that was not there; then no bytes are saved.
    """

    note: str
    before: str
    after: str
    saved: Path


class Run(NamedTuple):
    """One run that wrote. made: folders of the vault that were not there, outer ones first."""

    number: int
    folder: Path
    entries: tuple[Entry, ...]
    undone: bool
    made: tuple[str, ...] = ()


def digest(data: bytes) -> str:
    """The sha-256 of some bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


def home_folder() -> Path:
    """Where vaultval keeps what is its own: VAULTVAL_HOME, or the user's data folder."""
    chosen = os.environ.get(HOME_VARIABLE)
    if chosen:
        return Path(chosen).expanduser()
    import platformdirs  # noqa: PLC0415  # only a run that writes needs it

    return Path(platformdirs.user_data_dir("vaultval", appauthor=False))


class Journal:
    """The runs of one vault, numbered; the last 20 are kept.

    home: the folder for all vaults, by default the user's data folder. Raises JournalError if it is in the vault,
    where the saved notes would be notes themselves.
    """

    def __init__(self, root: Path, home: Path | None = None) -> None:
        resolved = root.resolve()
        base = (home or home_folder()).resolve()
        if base.is_relative_to(resolved):
            raise JournalError(
                f"The journal cannot be in the vault: {base}. Set {HOME_VARIABLE} to another folder."
            )
        self.root = resolved
        name = hashlib.sha256(os.fsencode(os.path.normcase(resolved))).hexdigest()[:16]
        self.folder = base / "journal" / name

    def record(
        self, changes: Sequence[NoteChange], new: Sequence[NewFile] = (), made: Sequence[str] = ()
    ) -> Run:
        """Save what notes hold before a run that is about to write them. new: files that are about to be added; made:
        folders that are made for them.

        Raises JournalError if that is not possible; then nothing may be written.
        """
        try:
            folder = self._new_folder()
            entries = []
            for position, change in enumerate(changes, 1):
                saved = folder / f"{position:04d}.md"
                write_new(saved, change.before)
                entries.append(Entry(change.note, digest(change.before), digest(change.after), saved))
            entries += [Entry(file.path, "", digest(file.data), folder / _NOTHING) for file in new]
            run = Run(int(folder.name), folder, tuple(entries), undone=False, made=tuple(made))
            self._write_index(run)
        except OSError as error:
            raise JournalError(
                f"The journal in {self.folder} cannot be written ({error.strerror}), so no note was written. "
                f"Check its permissions, or set {HOME_VARIABLE} to another folder."
            ) from error
        for number in self._numbers()[:-RUNS_KEPT]:
            shutil.rmtree(self.folder / f"{number:06d}", ignore_errors=True)
        return run

    def settle(self, run: Run, written: Sequence[str]) -> None:
        """Take out of a run the notes that were not written after all. A failure here loses nothing."""
        entries = tuple(entry for entry in run.entries if entry.note in set(written))
        if not entries:
            shutil.rmtree(run.folder, ignore_errors=True)
        elif entries != run.entries:
            self._try_index(run._replace(entries=entries))

    def mark_undone(self, run: Run) -> None:
        """Say that a run was undone, so that the next undo goes one further back. Raises JournalError."""
        try:
            self._write_index(run._replace(undone=True))
        except OSError as error:
            raise JournalError(
                f"The journal in {run.folder} cannot be written ({error.strerror})."
            ) from error

    def last_run(self) -> Run | None:
        """The last run not yet undone. Raises JournalError for a run whose index cannot be read."""
        for number in reversed(self._numbers()):
            run = self._read_index(number)
            if run and not run.undone:
                return run
        return None

    def _numbers(self) -> list[int]:
        if not self.folder.is_dir():
            return []
        return sorted(int(entry.name) for entry in self.folder.iterdir() if entry.name.isdecimal())

    def _new_folder(self) -> Path:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        number = max(self._numbers(), default=0)
        while True:
            number += 1
            folder = self.folder / f"{number:06d}"
            try:
                folder.mkdir(mode=0o700)
            except FileExistsError:  # another run of vaultval was faster
                continue
            sync_folder(self.folder)
            return folder

    def _try_index(self, run: Run) -> None:
        try:
            self._write_index(run)
        except OSError:
            # The index that lists too many notes serves as well: undo finds them as they were before.
            return

    def _write_index(self, run: Run) -> None:
        notes = [
            {"note": entry.note, "before": entry.before, "after": entry.after, "saved": entry.saved.name}
            for entry in run.entries
        ]
        index: dict[str, Any] = {
            "schema": _SCHEMA, "root": str(self.root), "undone": run.undone, "notes": notes
        }  # fmt: skip
        if run.made:
            index["made"] = list(run.made)
        text = json.dumps(index, ensure_ascii=True, indent=1)
        write_new(run.folder / _INDEX, text.encode())

    def _read_index(self, number: int) -> Run | None:
        """A run; None for one that broke off before it wrote any note."""
        folder = self.folder / f"{number:06d}"
        try:
            index: Mapping[str, Any] = json.loads((folder / _INDEX).read_text("utf-8"))
            if index["schema"] != _SCHEMA:
                raise JournalError(f"The journal in {folder} was written by a later version of vaultval.")
            entries = tuple(
                Entry(row["note"], row["before"], row["after"], folder / Path(row["saved"]).name)
                for row in index["notes"]
            )
            return Run(number, folder, entries, bool(index["undone"]), tuple(index.get("made", ())))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise JournalError(
                f"The journal in {folder} cannot be read; delete that folder to pass over it."
            ) from error
