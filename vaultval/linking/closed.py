"""Where in a note no link may be put: what is not plain text, and text that means something as it stands."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property

from vaultval.note.parts import Span
from vaultval.vault.vault import Note
from vaultval.vocabulary import Vocabulary

_URL = re.compile(r"(?<![A-Za-z0-9+.-])(?:[A-Za-z][A-Za-z0-9+.-]*+://|www\.)[^\s<>]*+")
_MAIL_OR_HANDLE = re.compile(r"(?<![A-Za-z0-9._+-])[A-Za-z0-9._+-]*+@[A-Za-z0-9._-]++")
_SITE_OR_FILE = re.compile(r"(?<![A-Za-z0-9_.-])[A-Za-z0-9_-]++(?:\.[A-Za-z0-9_-]++)++(?:/[^\s<>]*+)?")
_ENDING = re.compile(r"\.[a-z][a-z0-9]{1,5}(?:/|\Z)")
_ENTITY = re.compile(r"&#?[A-Za-z0-9]{2,31};")
_STAYS = (
    ("://", _URL),
    ("www.", _URL),
    ("@", _MAIL_OR_HANDLE),
    ("&", _ENTITY),
)  # what a line must hold for each
_BRACKET = re.compile(r"[\[\]]")
_DEFINITION = re.compile(
    r"[ \t>]*+\[(?!\^)[^\[\]\n]++\]:[ \t]*+[^\s]++(?:[ \t]++(?:\"[^\"\n]*+\"|'[^'\n]*+'|\([^()\n]*+\)))?+[ \t]*+\r?(?=\n|\Z)"
)
_LABEL = re.compile(r"[［【]\s*([^\[\]［］【】\n:：;；]*+)[^\[\]［］【】\n]*+[\]］】]")
_TEMPLATE_CODE = (("<%", "%>"), ("{{", "}}"))
_HEADER_LINE = re.compile(r"^([^\s:：\[(#][^:：\[(\n]{0,40}?)[ \t]*[:：][^\n]*$", re.MULTILINE)
_DELIMITER_ROW = re.compile(
    r"^[ \t>]*+\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?[ \t]*+\r?$", re.MULTILINE
)
_BLANK_LINE = re.compile(r"^[ \t>]*+\r?$", re.MULTILINE)
_TASK_VALUE = re.compile("[🔁🆔⛔🏁]")
_DRAWING = "excalidraw-plugin"


class Closed:
    """The parts of one note in which no link may begin, and the tables, in which a link is written differently."""

    def __init__(self, note: Note, vocabulary: Vocabulary) -> None:
        self._note = note
        self._vocabulary = vocabulary
        self._lines: dict[int, list[Span]] = {}

    def meets(self, start: int, end: int) -> bool:
        """Whether any of a span, which lies on one line, is closed."""
        return (
            _meets(self._parts, start, end)
            or _meets(self._meant, start, end)
            or _meets(self._written(start), start, end)
        )

    def in_table(self, offset: int) -> bool:
        """Whether a place lies in a row of a table."""
        return _meets([table for _, table in self._tables], offset, offset + 1)

    @cached_property
    def _tables(self) -> list[tuple[Span, Span]]:
        return list(_tables(self._note.text)) if "|" in self._note.text else []

    @cached_property
    def _parts(self) -> list[Span]:
        return _merged(list(_parts(self._note)))

    @cached_property
    def _meant(self) -> list[Span]:
        heads = (head for head, _ in self._tables)
        return _merged([*_meant(self._note, self._vocabulary), *_template_code(self._note.text), *heads])

    def _written(self, offset: int) -> list[Span]:
        """What is closed on a line because of how it is written; found when it is first asked for."""
        text = self._note.text
        start = text.rfind("\n", 0, offset) + 1
        if start not in self._lines:
            end = text.find("\n", start)
            self._lines[start] = _merged(list(_written(text, start, end if end >= 0 else len(text))))
        return self._lines[start]


def _meets(spans: Sequence[Span], start: int, end: int) -> bool:
    """Whether a span meets one of others, which are in order and do not overlap."""
    at = bisect_right(spans, (start, end))
    return any(span.start < end and start < span.end for span in spans[max(at - 1, 0) : at + 1])


def may_hold_links(note: Note) -> bool:
    """Whether links may be put into a note at all: not into a drawing, whose text is kept in step by its plugin."""
    entries = note.properties.entries if note.properties else ()
    return note.sound and not any(entry.key == _DRAWING for entry in entries)


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
    for block in note.managed:
        yield Span(block.start, block.end)


def _written(text: str, first: int, last: int) -> Iterator[Span]:
    """Addresses, file names, entities and brackets on a line: what must stay as it is written."""
    for mark, pattern in _STAYS:
        if text.find(mark, first, last) >= 0:
            yield from (Span(*match.span()) for match in pattern.finditer(text, first, last))
    if text.find(".", first, last) >= 0:
        for match in _SITE_OR_FILE.finditer(text, first, last):
            if _ENDING.search(match[0]):
                yield Span(*match.span())
    if text.find("[", first, last) >= 0:
        yield from _brackets(text, first, last)


def _brackets(text: str, first: int, last: int) -> Iterator[Span]:
    """What stands in brackets on a line, and a line that says where [references] lead."""
    definition = _DEFINITION.match(text, first)
    if definition:
        yield Span(*definition.span())
    opened: list[int] = []
    for match in _BRACKET.finditer(text, first, last):
        if match[0] == "[":
            opened.append(match.start())
        elif opened:
            yield Span(opened.pop(), match.end())


def _template_code(text: str) -> Iterator[Span]:
    """Where a plugin for templates puts something in place of what stands there."""
    for opening, closing in _TEMPLATE_CODE:
        start = text.find(opening)
        while start >= 0 and (end := text.find(closing, start + len(opening))) >= 0:
            yield Span(start, end + len(closing))
            start = text.find(opening, end)


def _meant(note: Note, vocabulary: Vocabulary) -> Iterator[Span]:
    """Provenance labels, header lines that are attributes, and what the Tasks plugin reads at the end of a line."""
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


def _tables(text: str) -> Iterator[tuple[Span, Span]]:
    """The head row of each table, and the table itself."""
    for row in _DELIMITER_ROW.finditer(text):
        start = text.rfind("\n", 0, max(row.start() - 1, 0)) + 1
        if row.start() == 0 or ("|" not in row[0] and "|" not in text[start : row.start()]):
            continue
        end = _BLANK_LINE.search(text, row.end())
        yield Span(start, row.start()), Span(start, end.start() if end else len(text))


def _merged(spans: Sequence[Span]) -> list[Span]:
    """The same places as spans that do not overlap, in order."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        elif span.start < span.end:
            merged.append(span)
    return merged
