"""Whether a note with pieces put into it still says the same, as both readers read it."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import Any

from vaultval.note import tasks
from vaultval.note.parts import Span
from vaultval.note.structure import Outline, outline
from vaultval.writeback.emphasis import same_emphasis
from vaultval.writeback.reading import Reading
from vaultval.writeback.surgery import without

_OFFSETS = ("start", "end", "text_start", "value_start")
_LINES = {
    "tasks": "text",
    "callouts": "title",
}  # what a piece may stand in; the bytes show that the rest is the same
_MAY_COME = ("links", "fields")


class _Former:
    """From an offset of the new text to that of the old one; within a piece, to the place where it was put in."""

    def __init__(self, inserted: Sequence[Span]) -> None:
        self.inserted = inserted
        self._starts = [span.start for span in inserted]
        self._before = [0, *accumulate(span.end - span.start for span in inserted)]

    def __call__(self, offset: int) -> int:
        count = bisect_left(self._starts, offset)
        if not count:
            return offset
        last = self.inserted[count - 1]
        return offset - self._before[count] + max(last.end - offset, 0)

    def holds(self, start: int, end: int) -> bool:
        """Whether a part of the new text begins in a piece and ends in one."""
        first = bisect_left(self._starts, start + 1) - 1
        last = bisect_left(self._starts, end) - 1
        return (
            first >= 0
            and start < self.inserted[first].end
            and last >= first
            and end <= self.inserted[last].end
        )


def difference(before: Reading, after: Reading, inserted: Sequence[Span]) -> str:
    """What would differ with pieces put in, apart from the links and fields that they are; "" if nothing.

    inserted: where the pieces stand in the new text. Each must be a part of a link or field, or hold one.
    """
    former = _Former(inserted)
    return next(filter(None, _differences(before, after, former)), "")


def _differences(before: Reading, after: Reading, former: _Former) -> Iterator[str]:
    """Each kind of thing in turn: what differs in it, or ""; the cheap ones first."""
    yield _unless(without(after.text, former.inserted) == before.text, "the text around it")
    yield _unless(after.writable() and _head(before) == _head(after), "the properties or markers")
    yield _unless(_blocks(before, int) == _blocks(after, former), "a block of vaultval's")
    yield from _parts(before, after, former)
    yield _unless(_task_values(before, int) == _task_values(after, former), "what a task says")
    yield _unless(same_emphasis(before.text, after.text, former.inserted), "what is bold or italic")
    shapes = [outline(reading.text, reading.own_spans()) for reading in (before, after)]
    yield _unless(_shape(shapes[0]) == _shape(shapes[1]), "a list or table")


def _unless(same: bool, what: str) -> str:
    return "" if same else f"{what} would change"


def _head(reading: Reading) -> tuple[object, ...]:
    return reading.foreign_properties(), [entry.start for entry in reading.entries]


def _blocks(reading: Reading, former: Callable[[int], int]) -> list[tuple[object, ...]]:
    return [(block.name, block.intact, former(block.start), former(block.end)) for block in reading.blocks]


def _parts(before: Reading, after: Reading, former: _Former) -> Iterator[str]:
    """What the scan finds: all of it again, and a link or field for each piece."""
    old, new = before.scan._asdict(), after.scan._asdict()
    for kind in old:
        may_come = kind in _MAY_COME
        rest = [part for part in new[kind] if not (may_come and former.holds(part.start, part.end))]
        same = [_moved(kind, part, int) for part in old[kind]] == [
            _moved(kind, part, former) for part in rest
        ]
        yield _unless(same, f"the {kind} of the note")
    links = sum(after.text.count("[[", span.start, span.end) for span in former.inserted)
    read = len(new["links"]) == len(old["links"]) + links and _all_read(former.inserted, after)
    yield "" if read else "it would not be read as a link or field"


def _moved(kind: str, part: Any, former: Callable[[int], int]) -> tuple[Any, ...]:
    """A part of a note with its offsets in the old text, and without a text in which a piece may stand."""
    return tuple(
        former(value) if name in _OFFSETS else value
        for name, value in part._asdict().items()
        if name != _LINES.get(kind)
    )


def _all_read(inserted: Sequence[Span], after: Reading) -> bool:
    """Whether each piece is a part of a link or field, or holds one."""
    links = [(link.start, link.end) for link in after.scan.links]
    parts = sorted([*links, *((field.start, field.end) for field in after.scan.fields)])
    position = 0
    for span in inserted:
        while position < len(parts) and parts[position][1] <= span.start:
            position += 1
        if position == len(parts) or parts[position][0] >= span.end:
            return False
    return True


def _task_values(reading: Reading, former: Callable[[int], int]) -> list[tuple[object, ...]]:
    """What each task says, but for its description and for fields, which are looked at as parts of the note."""
    found = ((task.start, tasks.read(task)) for task in reading.scan.tasks)
    return [(former(start), details._replace(description="", fields=())) for start, details in found]


def _shape(parts: Outline) -> tuple[Any, ...]:
    """The lines that sections, items, paragraphs and tables take, and how many cells each row has."""
    return (
        [(section.level, section.line, section.end) for section in parts.sections],
        [(item.passage.line, item.end) for item in parts.items],
        [(item.passage.line, item.end) for item in parts.paragraphs],
        [
            (table.line, table.end, [cell.content for cell in table.header], [len(row) for row in table.rows])
            for table in parts.tables
        ],
    )
