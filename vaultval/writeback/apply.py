"""The only code that writes a user's note, and the code that takes it back."""

from collections.abc import Sequence
from pathlib import Path

from vaultval.diagnostics import Finding, finding
from vaultval.place import Place
from vaultval.writeback.files import (
    FileChangedError,
    FileRefusedError,
    expect,
    locate,
    read_bytes,
    replace_bytes,
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


def undo(root: Path, journal: Journal) -> tuple[list[str], list[Finding]]:
    """Give the notes of the last run that is not yet undone the bytes they had before, and return those restored.

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
            message = f"{error}; what it held before the run is in {entry.saved}"
            findings.append(finding("undo-refused", Place(entry.note), message))
        except FileRefusedError as error:
            findings.append(_not_written(entry.note, error))
    if all(found.rule.name == "undo-refused" for found in findings):
        journal.mark_undone(run)
    return restored, findings


def _restore(root: Path, entry: Entry) -> bool:
    """Put a note's former bytes back. False if it holds them already."""
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


def _not_written(note: str, error: FileChangedError | FileRefusedError) -> Finding:
    if isinstance(error, FileChangedError):
        return finding("note-changed", Place(note), f"{error}, so it was not written")
    return finding("cannot-write", Place(note), f"the note was not written: {error}")
