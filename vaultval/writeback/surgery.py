"""Changes to a note's text: the smallest pieces, how they are put in, and how they are shown."""

import difflib
from collections.abc import Iterable
from typing import NamedTuple

from vaultval.note.parts import Span

BOM = b"\xef\xbb\xbf"


class Edit(NamedTuple):
    """text[start:end] is to become `new`. start == end: an insertion."""

    start: int
    end: int
    new: str


class NoteChange(NamedTuple):
    """What is to become of one note.

    note: its path from the vault's root. inserted: the spans of the new text, without its BOM, that were not there.
    blocks, properties: the names of those that are new, different or gone.
    """

    note: str
    before: bytes
    after: bytes
    inserted: tuple[Span, ...]
    blocks: tuple[str, ...]
    properties: tuple[str, ...]


def decode(data: bytes) -> str | None:
    """A note's text without its BOM, or None if the bytes are not UTF-8."""
    try:
        return data.removeprefix(BOM).decode("utf-8")
    except UnicodeDecodeError:
        return None


def encode(text: str, like: bytes) -> bytes:
    """A text as bytes, with a BOM if the bytes it came from have one."""
    return (BOM if like.startswith(BOM) else b"") + text.encode("utf-8")


def line_end(text: str) -> str:
    r"""The line end that most lines have: "\r\n" or "\n"."""
    pairs = text.count("\r\n")
    return "\r\n" if pairs > text.count("\n") - pairs else "\n"


def splice(text: str, edits: Iterable[Edit]) -> tuple[str, tuple[Span, ...]]:
    """The text with all edits made, and where in it the insertions stand. Insertions at one place keep their order.

    Raises ValueError for edits that overlap or lie outside of the text.
    """
    pieces: list[str] = []
    inserted: list[Span] = []
    done = length = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if not done <= edit.start <= edit.end <= len(text):
            raise ValueError("edits overlap, or lie outside of the text")
        pieces += (text[done : edit.start], edit.new)
        length += edit.start - done + len(edit.new)
        if edit.start == edit.end:
            inserted.append(Span(length - len(edit.new), length))
        done = edit.end
    return "".join((*pieces, text[done:])), tuple(inserted)


def without(text: str, spans: Iterable[Span]) -> str:
    """What is left of a text outside of some spans, which may overlap."""
    kept = []
    done = 0
    for span in sorted(spans):
        kept.append(text[done : span.start])
        done = max(done, span.end)
    return "".join((*kept, text[done:]))


def diff(change: NoteChange) -> str:
    """The change as a unified diff, line ends shown as line feeds; it ends with a line feed."""
    before, after = (_shown_lines(data) for data in (change.before, change.after))
    rows = difflib.unified_diff(before, after, f"a/{change.note}", f"b/{change.note}", lineterm="")
    return "".join(row + "\n" for row in rows)


def _shown_lines(data: bytes) -> list[str]:
    # not splitlines(), which also splits at U+2028 and form feeds
    lines = data.removeprefix(BOM).decode("utf-8").split("\n")
    last = lines.pop()
    shown = [line.removesuffix("\r") for line in lines]
    return [*shown, f"{last}\n\\ No newline at end of file"] if last else shown
