"""Small pieces put into the author's text: links around words, fields behind items. Pure, and proven harmless."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from vaultval.diagnostics import Finding, Severity, finding
from vaultval.note.managed import opted_out
from vaultval.note.parts import Span
from vaultval.place import Lines
from vaultval.writeback.reading import read
from vaultval.writeback.same import difference
from vaultval.writeback.surgery import Edit, NoteChange, decode, encode, splice

_MOST_REFUSED = 20


class Insertion(NamedTuple):
    """A piece to be put in at an offset of a note's text; if it is opened there to be closed further on, `closing` is
    the other half, and `end` where that goes. Nothing of the author's is taken away.
    """

    offset: int
    text: str
    end: int = 0
    closing: str = ""


def plan_insertions(
    note: str, data: bytes, insertions: Sequence[Insertion], harm: Callable[[bytes], str] = lambda _data: ""
) -> tuple[NoteChange | None, list[Finding]]:
    """The change that puts pieces into a note, proven harmless; None if there is none.

    note: its path from the vault's root. data: its bytes. Each piece must become a link or a field, and nothing else
    in the note may read differently for it; a piece that fails is left out, with a finding link-not-added.
    harm: what else would be wrong with new bytes of the note, "" for nothing.
    A note with `vaultval: off`, with bytes that are not UTF-8, with unsound properties or broken markers is left alone;
    for the last two the findings are those of reading it.
    Raises ValueError for pieces that overlap, lie outside of the text, or hold a line end.
    """
    text = decode(data)
    if text is None:
        return None, []
    if any("\n" in piece.text + piece.closing for piece in insertions):
        raise ValueError("a piece holds a line end")
    reading = read(text, note)
    if opted_out(reading.properties):
        return None, []
    if not reading.writable():
        return None, [found for found in reading.findings if found.severity == Severity.ERROR]
    reasons: dict[Insertion, str] = {}

    def reason_against(pieces: Sequence[Insertion]) -> str:
        after, inserted = _put_in(text, pieces)
        return difference(reading, read(after, note), inserted) or harm(encode(after, data))

    kept = _harmless(sorted(set(insertions)), reason_against, reasons)
    lines = Lines(text)
    findings = [
        finding(
            "link-not-added",
            lines.place(note, piece.offset, max(piece.end - piece.offset, 0)),
            f"with {piece.text + '…' + piece.closing if piece.closing else piece.text.strip()} here, {reason}",
        )
        for piece, reason in sorted(reasons.items())
    ]
    after, inserted = _put_in(text, kept)
    if after == text:
        return None, findings
    return NoteChange(note, data, encode(after, data), inserted, (), ()), findings


def _put_in(text: str, pieces: Sequence[Insertion]) -> tuple[str, tuple[Span, ...]]:
    opened = [Edit(piece.offset, piece.offset, piece.text) for piece in pieces]
    closed = [Edit(piece.end, piece.end, piece.closing) for piece in pieces if piece.closing]
    return splice(text, [*closed, *opened])


def _harmless(
    pieces: Sequence[Insertion],
    reason_against: Callable[[Sequence[Insertion]], str],
    reasons: dict[Insertion, str],
) -> list[Insertion]:
    """Those of some pieces that can be put in together without harm. reasons: why each of the others cannot.

    In a note where too much is refused, what is not decided yet is left out, too: each proof reads the whole note.
    """
    if not pieces:
        return []
    reason = reason_against(pieces)
    if not reason:
        return list(pieces)
    if len(pieces) == 1 or len(reasons) >= _MOST_REFUSED:
        reasons.update(dict.fromkeys(pieces, reason))
        return []
    half = len(pieces) // 2
    first = _harmless(pieces[:half], reason_against, reasons)
    second = _harmless(pieces[half:], reason_against, reasons)
    together = [*first, *second]
    if not (first and second) or not reason_against(together):
        return together
    shorter, longer = sorted((first, second), key=len)
    for piece in shorter[:_MOST_REFUSED]:
        reason = reason_against([*longer, piece])
        if reason:
            reasons[piece] = reason
        else:
            longer.append(piece)
    reasons.update(dict.fromkeys(shorter[_MOST_REFUSED:], "too much else in the note is refused"))
    return sorted(longer)
