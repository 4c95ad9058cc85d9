"""Whole notes to the facts and contradictions that the audit reads in them."""

from vaultval.audit.facts.contradictions import contradictions
from vaultval.audit.facts.stated import facts_of
from vaultval.note.printed import printed
from vaultval.vault.vault import Hold, read_note
from vaultval.vocabulary import Vocabulary

VOCABULARY = Vocabulary()


def note_of(path, text):
    """A note whose text is held, and what it prints."""
    note, _ = read_note(path, text.encode("utf-8"), lambda _: True, Hold.TEXT)
    return note, printed(note.text, note.scan, note.hidden())


def facts(text, path="Note.md"):
    """The facts of one note."""
    return facts_of(*note_of(path, text), VOCABULARY)


def clashes(*texts, **named):
    """What is told differently in notes: the quantity, and the values as written."""
    notes = {**{f"Note {index}.md": text for index, text in enumerate(texts)}, **named}
    found = contradictions([fact for path, text in notes.items() for fact in facts(text, path)])
    return [(one.quantity, [occurrence.text for occurrence in one.occurrences]) for one in found]
