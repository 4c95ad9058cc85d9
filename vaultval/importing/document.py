"""A report as blocks in the order of its text: tables, lists, boxes of code, and plain lines, each below its headings."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from vaultval.model.nodes import plain_title
from vaultval.note import frontmatter
from vaultval.note.parts import Span
from vaultval.note.printed import Line, Printed, printed
from vaultval.note.scan import scan
from vaultval.note.structure import Table
from vaultval.vocabulary import fold_word

Kind = Literal["table", "list", "box", "text", "code"]

_ITEM = re.compile(r"[ \t>]*(?:[-*+•]|[0-9]{1,3}[.)、](?![0-9]))[ \t]+\S")
_LABELLED = re.compile(r"(?P<label>[^:：=]{1,60}?) ?(?:[:：]|(?<![<>!=])=(?!=))(?P<value>.*)")
_LEADING = re.compile(r"[ \t>]*(?:\*\*|__)")
_YEAR_BEFORE = re.compile(r"FY ?'?[0-9]{2,4}[AEF]?\s*", re.IGNORECASE)
_ABOUT_LABEL = re.compile(r"\s*(?:假设|假定|assumption|assumed)$", re.IGNORECASE)
_MARKS = re.compile(r"\*\*|__|`")
_PLAIN = ("text", "txt", "plain", "plaintext")  # languages of code that are none
_LONGEST = 10_000  # characters; a longer line is nobody's writing, and is not read


class Entry(NamedTuple):
    """A line `label: value`. label: its words alone; written: with the remark behind them, as in `TAM (2030E)`."""

    line: int
    label: str
    written: str
    value: str


class Block(NamedTuple):
    """What stands together. line, end: its first line, and the line after it. headings: around it, outermost first.

    lead: the bold line, or line that ends in a colon, above it below the same heading.
    """

    kind: Kind
    line: int
    end: int
    headings: tuple[Line, ...]
    lead: Entry | None
    lines: tuple[Line, ...] = ()
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A report. lines: of its text, the first one first. blocks: in its order. properties: of its frontmatter. long: the
    lines that are too long to be read.
    """

    lines: tuple[str, ...]
    blocks: tuple[Block, ...]
    headings: tuple[Line, ...]
    properties: tuple[tuple[str, str], ...]
    long: tuple[int, ...]

    def said(self, line: Line) -> str:
        """A line's own words, without list and quote marks and emphasis."""
        source = self.lines[line.number - 1].rstrip()
        lead = len(line.text) - len(line.text.lstrip())
        return " ".join(_MARKS.sub("", source[lead:]).split())

    def items(self, block: Block) -> list[tuple[int, str, tuple[int, ...]]]:
        """The items of a list: the first line, the words, and all lines of each; what is indented below one is part of it."""
        found: list[tuple[int, str, tuple[int, ...]]] = []
        first = _indent(self.lines[block.line - 1])
        for line in block.lines:
            source = self.lines[line.number - 1]
            if found and (_indent(source) > first or not _ITEM.match(source)):
                number, text, held = found[-1]
                found[-1] = (number, f"{text} {self.said(line)}", (*held, line.number))
            else:
                found.append((line.number, self.said(line), (line.number,)))
        return found

    def below(self, heading: Line) -> list[Block]:
        """The blocks of a section."""
        return [block for block in self.blocks if heading in block.headings]


def read_document(text: str) -> Document:
    """The blocks of a report. Reads any text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    long = tuple(number for number, line in enumerate(text.split("\n"), 1) if len(line) > _LONGEST)
    if long:
        text = "\n".join("" if len(line) > _LONGEST else line for line in text.split("\n"))
    properties, _ = frontmatter.read(text, "")
    start = properties.end if properties else 0
    found = scan(text, start)
    hidden = (Span(properties.start, properties.end),) if properties else ()
    page = printed(text, found, hidden, _PLAIN)
    page = page._replace(
        lines=tuple(line._replace(text=_title(line.text)) if line.level else line for line in page.lines)
    )
    lines = tuple(text.split("\n"))
    stated = (
        tuple((entry.key, ", ".join(i.text for i in entry.items)) for entry in properties.entries)
        if properties
        else ()
    )
    blocks = sorted([*_blocks(page, lines), *_code(text, found.opaque)], key=lambda block: block.line)
    return Document(lines, tuple(blocks), tuple(line for line in page.lines if line.level), stated, long)


def _indent(source: str) -> int:
    return len(source) - len(source.lstrip(" \t>"))


def _title(text: str) -> str:
    """A heading's words, without the marks before and behind them."""
    return text.strip().lstrip("#").rstrip("#").strip()


def _code(text: str, opaque: Sequence[Span]) -> Iterator[Block]:
    """Code of a language, such as a chart: named, and never read."""
    for span in opaque:
        code = text[span.start : span.end].rstrip("\n")
        language = code.split("\n", 1)[0].strip("`~ ").casefold()
        if code.startswith(("```", "~~~")) and language not in ("", *_PLAIN):
            first = text.count("\n", 0, span.start) + 1
            yield Block("code", first, first + code.count("\n") + 1, (), None)


def _blocks(page: Printed, lines: Sequence[str]) -> Iterator[Block]:
    """The blocks with their headings and leads."""
    headings: list[Line] = []
    lead: Entry | None = None
    run: list[Line] = []
    kind: Kind = "text"
    parts: list[Line | Table] = sorted([*page.lines, *page.tables], key=_first_line)
    for part in parts:
        found = _kind(part, lines, kind if run else "text")
        if run and (found != kind or _apart(run[-1], part, kind) or _is_heading(part)):
            yield Block(kind, run[0].number, run[-1].number + 1, tuple(headings), lead, tuple(run))
            lead, run = _lead(run, kind, lines, lead), []
        if isinstance(part, Table):
            yield Block("table", part.line, part.end, tuple(headings), lead, (), part)
            lead = None
        elif part.level:
            while headings and headings[-1].level >= part.level:
                headings.pop()
            headings.append(part)
            lead = None
        else:
            run.append(part)
            kind = found
    if run:
        yield Block(kind, run[0].number, run[-1].number + 1, tuple(headings), lead, tuple(run))


def _apart(before: Line, part: Line | Table, kind: Kind) -> bool:
    """Whether a blank line parts two lines of a kind; it does not part the items of a list."""
    gap = _first_line(part) - before.number
    return gap > (2 if kind == "list" else 1)


def _first_line(part: Line | Table) -> int:
    return part.line if isinstance(part, Table) else part.number


def _is_heading(part: Line | Table) -> bool:
    return isinstance(part, Line) and part.level > 0


def _kind(part: Line | Table, lines: Sequence[str], before: Kind) -> Kind:
    if isinstance(part, Table):
        return "table"
    if part.fence is not None:
        return "box"
    source = lines[part.number - 1]
    goes_on = before == "list" and source.startswith(("  ", "\t")) and bool(lines[part.number - 2].strip())
    return "list" if goes_on or _ITEM.match(source) else "text"


def _lead(run: Sequence[Line], kind: Kind, lines: Sequence[str], before: Entry | None) -> Entry | None:
    """What the next block is about: the last line of a run of plain text that says so, else what the run was about."""
    last = run[-1]
    if kind != "text":
        return None
    if _LEADING.match(lines[last.number - 1]) or last.text.rstrip().endswith((":", "：")):
        return entry_of(last) or Entry(last.number, label_of(last.text), " ".join(last.text.split()), "")
    return before


def entry_of(line: Line) -> Entry | None:
    """A line `label: value` or `label = value`; None for any other."""
    match = _LABELLED.match(" ".join(line.text.split()))
    if match is None or not match["label"].strip():
        return None
    written = " ".join(match["label"].split())
    return Entry(line.number, label_of(written), written, match["value"].strip())


def label_of(text: str) -> str:
    """The words of a label alone: without numbering, a remark, a fiscal year before it, `assumption` behind it."""
    words = plain_title(" ".join(text.strip(" →-—:：").split()))
    return fold_word(_ABOUT_LABEL.sub("", _YEAR_BEFORE.sub("", words)))
