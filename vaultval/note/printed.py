"""What a note prints for a reader to reckon with: its lines and its tables, read fast and line by line.

Unlike the scan, this reader looks into code: reports draw their sums in boxes of it. A fence with a language, other than
those named by the caller, is passed over, and so are properties, comments, and what vaultval wrote.
"""

import re
from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

from vaultval.note.parts import Scan, Span
from vaultval.note.structure import Passage, Table, cells

# All of the length of what they replace, so that columns stay those of the source.
_LEVEL = (
    {
        chr(code): chr(code - 0xFEE0)
        for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
    }
    | dict(zip("％＋－＝（）＄／．＊＜＞～＾【】　", "%+-=()$/.*<>~^[] ", strict=True))
    | dict.fromkeys("\xa0\u2009\u202f\t", " ")
)
_TO_LEVEL = re.compile(f"[{''.join(_LEVEL)}]")
_MARKS = re.compile(r"\*\*\*?|__|~~|`+|(?<![=<>!])==(?!=)|\\(?=[^\w\s])")
_LINKS = re.compile(
    r"!?\[\[[^\[\]\n|]*\||!?\[\[|\]\]|\]\([^()\n]*\)|https?://[^\s)\]）」|]+|<br ?/?>|\[\^[^\]\s]*\]"
)
_LEAD = re.compile(r"[ >]*(?:(?:[-+*•]|[0-9]{1,3}[.)、](?![0-9])) +(?:\[.\] +)?)*")
_DELIMITER = re.compile(r"\|?(?::?-++:?\|)*(?::?-++:?)?")
_DASHES_APART = re.compile("[-:] +[-:]")
_FENCE = re.compile(r"(?:`{3,}|~{3,}) *([^\s`{]*)")
_NOT_LINE_END = re.compile(r"[^\n]")
_HEADING = re.compile(r" {0,3}(#{1,6}) ")


class Line(NamedTuple):
    """A line outside of tables. number: from 1. text: with the columns of the source; marks, links' targets and what is
    hidden are blank, full-width forms ASCII. fence: its language inside of code, "" for none given; None outside.
    level: of a heading, else 0.
    """

    number: int
    text: str
    fence: str | None = None
    level: int = 0


class Printed(NamedTuple):
    """The lines of a note that are not blank, and its tables, each in the order of the text."""

    lines: tuple[Line, ...]
    tables: tuple[Table, ...]

    def without(self, fences: Container[str]) -> "Printed":
        """The same without the lines of code in some languages."""
        return Printed(tuple(line for line in self.lines if line.fence not in fences), self.tables)


def printed(text: str, scan: Scan, hidden: Sequence[Span], fences: Container[str] = ()) -> Printed:
    """What a note prints. hidden: spans that are not the author's. fences: languages of code that is read, too."""
    shown = _TO_LEVEL.sub(lambda match: _LEVEL[match[0]], text)
    unseen = (span for span in scan.opaque if text.startswith(("<!--", "$$"), span.start))
    spans = sorted([*hidden, *unseen, *scan.comments])
    rows = _without(shown, spans).split("\n")
    languages = _languages(text, scan, len(rows))
    lines: list[Line] = []
    tables: list[Table] = []
    at = 0
    while at < len(rows):
        row, fence = rows[at], languages.get(at)
        if fence is None and at + 1 < len(rows) and "|" in row and _is_delimiter(rows[at + 1]):
            table = _table(rows, at)
            if table:
                tables.append(table)
                at = table.end - 1
                continue
        if row.strip() and (not fence or fence in fences) and fence != _EDGE:
            heading = _HEADING.match(row) if fence is None else None
            lines.append(Line(at + 1, plain(row), fence, len(heading[1]) if heading else 0))
        at += 1
    return Printed(tuple(lines), tuple(tables))


def _without(text: str, spans: Sequence[Span]) -> str:
    """A text with blanks in place of spans, line by line the same."""
    parts: list[str] = []
    at = 0
    for start, end in spans:
        if end > at:
            parts += (text[at : max(start, at)], _NOT_LINE_END.sub(" ", text[max(start, at) : end]))
            at = end
    return "".join([*parts, text[at:]])


def plain(row: str) -> str:
    """A line or cell with blanks in place of list marks, emphasis, code marks, targets of links and addresses."""
    lead = _LEAD.match(row)
    end = lead.end() if lead else 0
    rest = row[end:]
    if "[[" in rest or "](" in rest or "://" in rest or "<br" in rest or "[^" in rest:
        rest = _LINKS.sub(_blank, rest)
    if "*" in rest or "_" in rest or "`" in rest or "~~" in rest or "==" in rest or "\\" in rest:
        rest = _MARKS.sub(lambda match: " " * len(match[0]), rest)
    return " " * end + rest.rstrip()


def _blank(match: re.Match[str]) -> str:
    return (";" if match[0].startswith("<br") else " ") + " " * (len(match[0]) - 1)


_EDGE = "```"


def _languages(text: str, scan: Scan, count: int) -> dict[int, str]:
    """The language of each line, from 0, that stands in code; _EDGE for the fences themselves."""
    found: dict[int, str] = {}
    at = line = 0
    for span in scan.opaque:
        opening = _FENCE.match(text, span.start)
        if opening is None:
            continue
        line += text.count("\n", at, span.start)
        last = line + text.count("\n", span.start, span.end)
        at = span.start
        found[line] = _EDGE
        closed = text[span.start : span.end].rstrip().endswith(opening[0][:3])
        for number in range(line + 1, min(last + 1, count)):
            found[number] = opening[1].lower()
        if closed and last > line:
            found[last] = _EDGE
    return found


def _is_delimiter(row: str) -> bool:
    """Whether a row divides a table's header from its body."""
    if "-" not in row or "|" not in row or row.strip(" >|:-\r"):
        return False
    bare = row.rstrip("\r").replace(" ", "").lstrip(">")
    return _DELIMITER.fullmatch(bare) is not None and not _DASHES_APART.search(row)


def _table(rows: Sequence[str], first: int) -> Table | None:
    """The table whose header is the row `first`, from 0; None if its delimiters do not fit the header."""
    header = cells(rows[first], first + 1)
    if len(header) != len(cells(rows[first + 1], first + 2)):
        return None
    found = [_row(rows, number, len(header)) for number in _body(rows, first + 2)]
    return Table(first + 1, first + 3 + len(found), header, tuple(found))


def _body(rows: Sequence[str], start: int) -> Iterator[int]:
    """The rows of a table, up to a blank line or one that begins another block."""
    for number in range(start, len(rows)):
        bare = rows[number].lstrip(" >")
        if not bare.strip() or bare.startswith(("#", "```", "~~~", "- ", "* ", "+ ", "<!--")):
            return
        yield number


def _row(rows: Sequence[str], number: int, width: int) -> tuple[Passage, ...]:
    found = cells(rows[number], number + 1)[:width]
    blank = Passage("", number + 1, (len(rows[number]) + 1,))
    return found + (blank,) * (width - len(found))
