"""The only code that writes a user's note, and the code that takes it back."""

import contextlib
import os
from collections.abc import Sequence
from pathlib import Path

from vaultval.diagnostics import Finding, finding
from vaultval.place import Place
from vaultval.writeback.create import NewFile, create, missing, new_folders, not_added
from vaultval.writeback.files import (
    FileChangedError,
    FileRefusedError,
    below,
    expect,
    locate,
    read_bytes,
    reason,
    replace_bytes,
    sync_folder,
)
from vaultval.writeback.journal import Entry, Journal, digest
from vaultval.writeback.surgery import NoteChange


def apply(root: Path, changes: Sequence[NoteChange], journal: Journal) -> tuple[list[str], list[Finding]]:
    """Write planned changes, each note in one step, and return the notes that were written.

    A note is left alone, with a finding, if it is no longer what was read, or cannot be written; the others are
    written all the same. What the notes hold is in the journal first. Raises JournalError, with nothing written,
    if it cannot be.
    """
    findings: list[Finding] = []
    ready: list[tuple[NoteChange, Path]] = []
    for change in changes:
        try:
            path = locate(root, change.note)
            expect(path, change.before)
        except (FileChangedError, FileRefusedError) as error:
            findings.append(_not_written(change.note, error))
        else:
            ready.append((change, path))
    if not ready:
        return [], findings
    run = journal.record([change for change, _ in ready])
    written: list[str] = []
    for change, path in ready:
        try:
            replace_bytes(path, change.before, change.after)
        except (FileChangedError, FileRefusedError) as error:
            findings.append(_not_written(change.note, error))
        else:
            written.append(change.note)
    journal.settle(run, written)
    return written, findings


def add_recorded(
    root: Path, files: Sequence[NewFile], journal: Journal
) -> tuple[list[str], list[str], list[Finding]]:
    """Add files that are not there, so that `undo` takes them away again, and return the paths of those added and of
    those that were there already.

    What is there is left alone. A file that cannot be added is a finding; the others are added all the same. Raises
    JournalError, with nothing written, if the journal cannot be.
    """
    absent, kept, findings = missing(root, files)
    if not absent:
        return [], kept, findings
    run = journal.record([], absent, new_folders(root, absent))
    added: list[str] = []
    for file in absent:
        try:
            (added if create(root, file) else kept).append(file.path)
        except FileRefusedError as error:
            findings.append(not_added(file, error))
    journal.settle(run, added)
    return added, kept, findings


def undo(root: Path, journal: Journal) -> tuple[list[str], list[Finding]]:
    """Give the notes of the last run that is not yet undone the bytes they had before, and return those restored; a
    note that the run added is taken away, with the folders made for it, if nothing else is in them.

    A note that was changed since is left alone, with a finding that names the file with the bytes. A run counts as
    undone unless a file could not be written. Nothing to undo: nothing is returned. Raises JournalError.
    """
    run = journal.last_run()
    if run is None:
        return [], []
    restored: list[str] = []
    findings: list[Finding] = []
    for entry in run.entries:
        try:
            if _restore(root, entry):
                restored.append(entry.note)
        except FileChangedError as error:
            held = f"; what it held before the run is in {entry.saved}" if entry.before else ""
            message = f"{error}{held}"
            findings.append(finding("undo-refused", Place(entry.note), message))
        except FileRefusedError as error:
            findings.append(_not_written(entry.note, error))
    for folder in reversed(run.made):
        with contextlib.suppress(FileRefusedError, OSError):  # something else is in it, or it is gone
            below(root, folder).rmdir()
    if all(found.rule.name == "undo-refused" for found in findings):
        journal.mark_undone(run)
    return restored, findings


def _restore(root: Path, entry: Entry) -> bool:
    """Put a note's former bytes back. False if it holds them already."""
    if not entry.before:
        return _take_away(root, entry)
    path = locate(root, entry.note)
    held = read_bytes(path)
    if digest(held) == entry.before:
        return False
    if digest(held) != entry.after:
        raise FileChangedError("the note was changed since the run")
    try:
        saved = entry.saved.read_bytes()
    except OSError as error:
        raise FileChangedError("the saved bytes cannot be read") from error
    if digest(saved) != entry.before:
        raise FileChangedError("the saved bytes are damaged")
    replace_bytes(path, held, saved)
    return True


def _take_away(root: Path, entry: Entry) -> bool:
    """Delete a note that a run added. False if it is gone already."""
    if not os.path.lexists(root.joinpath(*entry.note.split("/"))):
        return False
    path = locate(root, entry.note)
    if digest(read_bytes(path)) != entry.after:
        raise FileChangedError("the note was changed since the run that added it, so it was not deleted")
    try:
        path.unlink()
    except OSError as error:
        raise FileRefusedError(reason(error)) from error
    sync_folder(path.parent)
    return True


def _not_written(note: str, error: FileChangedError | FileRefusedError) -> Finding:
    if isinstance(error, FileChangedError):
        return finding("note-changed", Place(note), f"{error}, so it was not written")
    return finding("cannot-write", Place(note), f"the note was not written: {error}")
