"""Where in a note no link may be put: what is not plain text, and text that means something as it stands."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property

from vaultval.linking.as_written import stays_as_written, whole_names
from vaultval.model.flywheels import ARROW
from vaultval.model.nodes import plain_title
from vaultval.note.managed import opted_out
from vaultval.note.parts import Span
from vaultval.note.structure import outline
from vaultval.vault.vault import Note
from vaultval.vocabulary import Vocabulary

_LABEL = re.compile(r"[［【]\s*+([^\[\]［］【】\n:：;；]*+)[^\[\]［］【】\n]*+[\]］】]")
_TEMPLATE_CODE = (("<%", "%>"), ("{{", "}}"))
_HEADER_LINE = re.compile(r"^([^\s:：\[(#][^:：\[(\n]{0,40}?)[ \t]*[:：][^\n]*$", re.MULTILINE)
_DELIMITER = re.compile(r"^(?=[ \t>|:]*+-)[ \t>|:-]++\r?$", re.MULTILINE)
_WHOLLY_BOLD = re.compile(r"^\*\*[^*\n]*+\*\*[ \t]*\r?$", re.MULTILINE)
_NO_LINKS_WITHIN = re.compile(
    r"<(a|button|code|kbd|pre|samp|script|style|svg|textarea|title|var)(?=[\s>])", re.IGNORECASE
)
_TASK_VALUE = re.compile("[🔁🆔⛔🏁]")
_LIST_LINE = re.compile(r"^[ \t>]*+(?:[-*+]|\d{1,9}[.)])[ \t][^\n]*+$", re.MULTILINE)
_DRAWING, _BOARD = "excalidraw-plugin", "kanban-plugin"


class Closed:
    """The parts of one note in which no link may begin, and the tables, in which a link is written differently."""

    def __init__(self, note: Note, vocabulary: Vocabulary) -> None:
        self._note = note
        self._vocabulary = vocabulary
        self._lines: dict[int, tuple[list[Span], list[Span]]] = {}

    def meets(self, start: int, end: int) -> bool:
        """Whether any of a span, which lies on one line, is closed."""
        if _meets(self._parts, start, end) or _meets(self._meant, start, end):
            return True
        closed, names = self._written(start)
        if _meets(closed, start, end):
            return True
        return any(name.start < end and start < name.end and name != (start, end) for name in names)

    def in_table(self, offset: int) -> bool:
        """Whether a place lies in a row of a table."""
        return bool(self._tables) and _meets(self._tables, offset, offset + 1)

    @cached_property
    def _parts(self) -> list[Span]:
        return _merged(list(_parts(self._note)))

    @cached_property
    def _meant(self) -> list[Span]:
        return _merged(
            [
                *_meant(self._note, self._vocabulary),
                *_chains(self._note, self._vocabulary),
                *_template_code(self._note.text),
                *_elements(self._note.text),
                *self._heads,
            ]
        )

    @cached_property
    def _heads(self) -> list[Span]:
        """The names of columns, which are words and not links."""
        lines = self._note.lines
        return [
            Span(table.start, lines.start(lines.line_column(table.start)[0] + 1)) for table in self._tables
        ]

    @cached_property
    def _tables(self) -> list[Span]:
        note = self._note
        if "|" not in note.text or not _DELIMITER.search(note.text):
            return []
        lines, size = note.lines, len(note.text)
        return [
            Span(lines.start(table.line), lines.start(table.end) if table.end <= len(lines) else size)
            for table in outline(note.text, note.hidden()).tables
        ]

    def _written(self, offset: int) -> tuple[list[Span], list[Span]]:
        """What is closed on a line because of how it is written, and names of files and sites, which may be names of
        notes as well; found when it is first asked for.
        """
        lines = self._note.lines
        line = lines.line_column(offset)[0]
        if line not in self._lines:
            first = lines.start(line)
            last = lines.start(line + 1) - 1 if line < len(lines) else len(self._note.text)
            closed = _merged(list(stays_as_written(self._note.text, first, last)))
            self._lines[line] = closed, list(whole_names(self._note.text, first, last))
        return self._lines[line]


def may_hold_links(note: Note) -> bool:
    """Whether links may be put into a note at all: not where nothing may be written, and not into a drawing, whose text
    its plugin keeps in step with the picture.
    """
    if note.properties is None:
        return note.sound
    drawing = any(entry.key == _DRAWING for entry in note.properties.entries)
    return note.sound and note.properties.sound and not drawing and not opted_out(note.properties)


def _meets(spans: Sequence[Span], start: int, end: int) -> bool:
    """Whether a span meets one of others, which are in order and do not overlap."""
    at = bisect_right(spans, (start, end))
    return any(span.start < end and start < span.end for span in spans[max(at - 1, 0) : at + 1])


def _parts(note: Note) -> Iterator[Span]:
    """What the scan knows to be more than text."""
    scan = note.scan
    yield from scan.opaque
    yield from scan.comments
    for heading in scan.headings:
        yield Span(heading.start, heading.end)
    for group in (scan.links, scan.embeds, scan.external, scan.fields):
        for part in group:
            yield Span(part.start, part.end)
    for tag in scan.tags:
        yield Span(tag.start, tag.start + len(tag.name))
    for block_id in scan.blocks:
        yield Span(block_id.start, block_id.start + 1 + len(block_id.name))
    for block in note.managed:
        yield Span(block.start, block.end)


def _template_code(text: str) -> Iterator[Span]:
    """Where a plugin for templates puts something in place of what stands there."""
    for opening, closing in _TEMPLATE_CODE:
        start = text.find(opening)
        while start >= 0 and (end := text.find(closing, start + len(opening))) >= 0:
            yield Span(start, end + len(closing))
            start = text.find(opening, end)


def _elements(text: str) -> Iterator[Span]:
    """HTML elements in which a link would be code, or a link in a link."""
    if "</" not in text:
        return
    never_closed: set[str] = set()
    done = 0
    for match in _NO_LINKS_WITHIN.finditer(text):
        name = match[1].lower()
        if match.start() < done or name in never_closed:
            continue
        end = re.compile(f"</{name}", re.IGNORECASE).search(text, match.end())
        if end:
            done = end.end()
            yield Span(match.start(), done)
        else:
            never_closed.add(name)


def _meant(note: Note, vocabulary: Vocabulary) -> Iterator[Span]:
    """Provenance labels, header lines that are attributes, what the Tasks plugin reads at the end of a line, and the
    marks of the Kanban plugin.
    """
    text = note.text
    for match in _LABEL.finditer(text):
        if vocabulary.meaning("label", match[1].strip()):
            yield Span(*match.span())
    top = note.scan.headings[0].start if note.scan.headings else len(text)
    for match in _HEADER_LINE.finditer(text, note.properties.end if note.properties else 0, top):
        if vocabulary.meaning("attribute", match[1]):
            yield Span(*match.span())
    for task in note.scan.tasks:
        value = _TASK_VALUE.search(task.text)
        if value:
            yield Span(task.text_start + value.start(), task.text_start + len(task.text))
    if note.properties and any(entry.key == _BOARD for entry in note.properties.entries):
        for match in _WHOLLY_BOLD.finditer(text):
            yield Span(*match.span())


def _chains(note: Note, vocabulary: Vocabulary) -> Iterator[Span]:
    """The chains of flywheels: with a link, a step that is but a word would become the option of that name."""
    headings = note.scan.headings
    for at, heading in enumerate(headings):
        if vocabulary.meaning("section", plain_title(heading.text)) == "flywheels":
            below = (other.start for other in headings[at + 1 :] if other.level <= heading.level)
            for match in _LIST_LINE.finditer(note.text, heading.end, next(below, len(note.text))):
                if ARROW.search(match[0]):
                    yield Span(*match.span())


def _merged(spans: Sequence[Span]) -> list[Span]:
    """The same places as spans that do not overlap, in order."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        elif span.start < span.end:
            merged.append(span)
    return merged
