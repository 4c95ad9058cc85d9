"""The sections, lists, tables and paragraphs of a note that takes part, read with markdown-it-py."""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from vaultval.note.parts import Span
from vaultval.place import Place


class Passage(NamedTuple):
    """Text as one reads it, without list marks and quote marks, that still knows where it stands.

    line: the line, from 1, of its first line. columns: for each of its lines, the column, from 1, at which it begins.
    """

    content: str
    line: int
    columns: tuple[int, ...]

    def place(self, note: str, offset: int = 0, length: int = 0) -> Place:
        """The place of a part of the content."""
        before = self.content[:offset]
        row = before.count("\n")
        return Place(note, self.line + row, self.columns[row] + offset - (before.rfind("\n") + 1), length)


class Section(NamedTuple):
    """A heading and what stands under it, up to the next heading of the same or a higher level.

    line: of the heading, from 1. end: the line after the section. title: as written.
    """

    title: Passage
    level: int
    line: int
    end: int


class Item(NamedTuple):
    """A list item: its own text, without the lists inside it. end: the line after that text."""

    passage: Passage
    end: int


class Table(NamedTuple):
    """A table: header cells and rows of cells; a row has as many cells as the header. end: the line after it."""

    line: int
    end: int
    header: tuple[Passage, ...]
    rows: tuple[tuple[Passage, ...], ...]


class Outline(NamedTuple):
    """What a note consists of, each part in the order of the text. last: the line after the last one."""

    sections: tuple[Section, ...]
    items: tuple[Item, ...]
    paragraphs: tuple[Item, ...]
    tables: tuple[Table, ...]
    last: int


_NOT_LINE_END = re.compile(r"[^\n]")


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table").disable("inline")


def outline(text: str, hidden: Sequence[Span] = ()) -> Outline:
    """The structure of a note. `hidden` spans (properties, managed blocks) are read as blank lines."""
    shown = text.replace("\r\n", " \n").replace("\r", " ") if "\r" in text else text
    for span in hidden:
        shown = shown[: span.start] + _NOT_LINE_END.sub(" ", shown[span.start : span.end]) + shown[span.end :]
    lines = shown.split("\n")
    # Without a line end at its end, some texts make markdown-it-py raise.
    tokens = _parser().parse(shown + "\n")
    return Outline(
        _sections(tokens, lines),
        tuple(_leading_paragraphs(tokens, lines)),
        tuple(_free_paragraphs(tokens, lines)),
        tuple(_tables(tokens, lines)),
        len(lines) + 1,
    )


def _passage(token: Token, lines: Sequence[str]) -> Passage:
    """The text of an inline token, each of its lines found again in the source."""
    first = token.map[0] if token.map else 0
    columns = []
    for row, content in enumerate(token.content.split("\n")):
        source = lines[first + row] if first + row < len(lines) else ""
        columns.append(max(source.find(content.strip()), 0) + 1)
    return Passage("\n".join(part.strip() for part in token.content.split("\n")), first + 1, tuple(columns))


def _sections(tokens: Sequence[Token], lines: Sequence[str]) -> tuple[Section, ...]:
    heads = [
        (int(token.tag[1]), token.map[0] + 1, _passage(tokens[i + 1], lines))
        for i, token in enumerate(tokens)
        if token.type == "heading_open" and token.map and token.level == 0
    ]
    ends = [len(lines) + 1] * len(heads)
    still_open: list[int] = []
    for i, (level, line, _title) in enumerate(heads):
        while still_open and heads[still_open[-1]][0] >= level:
            ends[still_open.pop()] = line
        still_open.append(i)
    return tuple(
        Section(title, level, line, end) for (level, line, title), end in zip(heads, ends, strict=True)
    )


def _leading_paragraphs(tokens: Sequence[Token], lines: Sequence[str]) -> list[Item]:
    """The first paragraph of each list item."""
    return [
        Item(_passage(tokens[i + 2], lines), (tokens[i + 2].map or [0, 0])[1] + 1)
        for i, token in enumerate(tokens[:-2])
        if token.type == "list_item_open" and tokens[i + 1].type == "paragraph_open"
    ]


def _free_paragraphs(tokens: Sequence[Token], lines: Sequence[str]) -> list[Item]:
    """The paragraphs outside of lists, in quotes and callouts, too."""
    found, depth = [], 0
    for i, token in enumerate(tokens):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            depth += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            depth -= 1
        elif token.type == "paragraph_open" and not depth:
            found.append(Item(_passage(tokens[i + 1], lines), (token.map or [0, 0])[1] + 1))
    return found


def _tables(tokens: Sequence[Token], lines: Sequence[str]) -> list[Table]:
    found = []
    for token in tokens:
        if token.type != "table_open" or not token.map:
            continue
        first, end = token.map
        header = cells(lines[first], first + 1)
        width = len(header)
        rows = []
        for number in range(first + 2, end):
            row = cells(lines[number], number + 1)[:width]
            blank = Passage("", number + 1, (len(lines[number]) + 1,))
            rows.append(row + (blank,) * (width - len(row)))
        found.append(Table(first + 1, end + 1, header, tuple(rows)))
    return found


_QUOTE_MARKS = re.compile(r"[ \t>]*")


def cells(source: str, line: int) -> tuple[Passage, ...]:
    r"""The cells of a table's row; a pipe written \| does not divide, and becomes a plain one."""
    start = _QUOTE_MARKS.match(source).end()  # type: ignore[union-attr]  # the pattern matches the empty string
    stop = len(source.rstrip())
    if source[start : start + 1] == "|":
        start += 1
    bounds = [i for i in range(start, stop) if source[i] == "|" and source[i - 1 : i] != "\\"]
    if not bounds or bounds[-1] != stop - 1:
        bounds.append(stop)
    cells = []
    for bound in bounds:
        raw = source[start:bound]
        content = raw.strip()
        column = start + (len(raw) - len(raw.lstrip())) + 1
        cells.append(Passage(content.replace("\\|", "|"), line, (column,)))
        start = bound + 1
    return tuple(cells)
