"""A note's lines, one by one: headings, tasks, paragraphs that open with a date, and blocks in which nothing is read.

The rules are CommonMark's, as Obsidian follows them.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import ClassVar, NamedTuple

from vaultval.note import definitions, raw_html
from vaultval.note.dates import date_at
from vaultval.note.parts import Heading, Signal, Span, Task

INDENT = frozenset(" \t")
LINE_END = r"[ \t]*\r?(?=\n|\Z)"
ITEM = r"(?:[-+*]|[0-9]{1,9}[.)])"
BEHIND_MARK = r"(?=[ \t]|\r?(?:\n|\Z))"
DATE = r"[0-9]{4}(?:[-/.][0-9]|[ ]?年)"

_DEEPEST = 60
"""Lists and quotes nest no deeper; what lies deeper is text. This bounds the work on a hostile note."""

_ENDS = frozenset(["", "\r", "\n"])
_FIRST = frozenset(["", "1"])
_BLANK = re.compile(LINE_END)
_BLANKS = re.compile(r"[ \t]*")
_RULE = re.compile(rf"(?:(?:-[ \t]*+){{3,}}|(?:\*[ \t]*+){{3,}}|(?:_[ \t]*+){{3,}}){LINE_END}")
_UNDERLINE = re.compile(rf"(?:=+|-+){LINE_END}")
_HASHES = re.compile(rf"#{{1,6}}{BEHIND_MARK}")
_MARKER = re.compile(rf"{ITEM}{BEHIND_MARK}")
_BOX = re.compile(rf"\[([^\r\n])\]{BEHIND_MARK}[ \t]*")
_FENCE = re.compile(r"(`{3,})[^`\n]*(?=\n|\Z)|(~{3,})")

_Place = tuple[int, int, int, int]
"""Where in a line a block may open: to how many of the open containers the line belongs, the column at which the
content of the last of them begins, and the offset and the column of the first character there."""


class Blocks(NamedTuple):
    """What the lines say. `opaque`, `comments`: those that are whole blocks.

    starts: the offsets, ascending, at which blocks begin, if all lines were read; no code span, no link crosses one.
    """

    headings: list[Heading]
    tasks: list[Task]
    signals: list[Signal]
    starts: list[int]
    opaque: list[Span]
    comments: list[Span]


class Walk:
    """One pass over the lines of a note's body. What it reads is added to `found`.

    pos: where the next line begins. containers: the open quotes (0) and list items (by how many columns their
    content is indented). open: a paragraph is open; first: the offset at which it began.
    """

    __slots__ = ("containers", "first", "found", "open", "pos", "text")

    def __init__(self, text: str, start: int = 0) -> None:
        self.text = text
        self.found = Blocks([], [], [], [], [], [])
        self.containers: list[int] = []
        self.open = False
        self.first = 0
        self.pos = start

    def restart(self, pos: int) -> None:
        """Go to a line which belongs to no container and no paragraph above it."""
        self._close(0)
        self.pos = pos

    def line(self) -> None:
        """Read the line at `pos`; with the first line of a block in which nothing is read, all of the block."""
        text, start = self.text, self.pos
        self.pos = self._line_end(start) + 1
        char = text[start : start + 1]
        if not self.containers and char not in self._steps and char not in INDENT and char not in _ENDS:
            if not self.open:
                self._paragraph(0, start)
            return
        place: _Place | bool = self._continued(start)
        while not isinstance(place, bool):
            depth, base, at, column = place
            char = text[at : at + 1]
            if char in _ENDS and _BLANK.match(text, at):
                self._close(depth)
                return
            if column - base >= 4:
                if not self.open:
                    self._indented_code(depth, at)
                return
            step = self._steps.get(char)
            place = step(self, depth, base, at, column) if step else False
        if not place and not self.open:
            self._paragraph(depth, at)

    # What may open a block. Each returns True if the line is read, False if it is text, or the place at which
    # the content of a quote or list item begins.

    def _heading(self, depth: int, _base: int, at: int, _column: int) -> bool:
        match = _HASHES.match(self.text, at)
        if match is None:
            return False
        self._begin(depth, at)
        end = self._line_end(at)
        self.found.headings.append(
            Heading(self._line_start(at), match.end() - at, title(self.text[match.end() : end]), end)
        )
        self.pos = end + 1
        return True

    def _underline(self, depth: int, _base: int, at: int, _column: int) -> bool:
        if not self.open or depth < len(self.containers) or not _UNDERLINE.match(self.text, at):
            return False
        end = self._line_end(at)
        places = self._paragraph_lines(self._line_start(at))
        lines = [self.text[place : self._line_end(place)].strip(" \t\r") for place in places]
        if lines[0].startswith("["):
            # Definitions are no text; and where nothing else stands above the line, it underlines nothing.
            paragraph = "\n".join(lines)
            start = definitions.text_start(paragraph)
            if start == len(paragraph):
                return False
            defined = paragraph.count("\n", 0, start)
            self.first = places[defined]
            del lines[:defined]
        level = 1 if self.text[at] == "=" else 2
        self.found.headings.append(Heading(self._line_start(self.first), level, " ".join(lines), end))
        tasks, signals = self.found.tasks, self.found.signals
        if tasks and tasks[-1].text_start > self.first:
            tasks.pop()
        if signals and signals[-1].start >= self.first:
            signals.pop()
        self._close(depth)
        return True

    def _paragraph_lines(self, end: int) -> list[int]:
        """Where the text of each line of the open paragraph begins, up to an offset."""
        places = [self.first]
        while (line := self._line_end(places[-1]) + 1) < end:
            places.append(self._continued(line)[2])
        return places

    def _dash(self, depth: int, base: int, at: int, column: int) -> _Place | bool:
        if self.text[at] == "-" and self._underline(depth, base, at, column):
            return True
        if _RULE.match(self.text, at):
            self._begin(depth, at)
            return True
        return self._item(depth, base, at, column)

    def _item(self, depth: int, base: int, at: int, column: int) -> _Place | bool:
        text = self.text
        match = _MARKER.match(text, at)
        if match is None or depth >= _DEEPEST:
            return False
        marker_end = match.end()
        empty = _BLANK.match(text, marker_end) is not None
        if self.open and depth == len(self.containers) and (empty or match[0][:-1] not in _FIRST):
            return False
        self._begin(depth, at)
        after = column + marker_end - at
        content, content_column = self._indent(marker_end, after)
        gap = content_column - after
        indent = after - base + (1 if empty or gap > 4 else gap)
        if not (empty and _BLANK.match(text, self.pos)):
            self.containers.append(indent)
        box = _BOX.match(text, content) if gap <= 4 else None
        if box is None:
            return empty or (depth + 1, base + indent, content, content_column)
        line = text[box.end() : self._line_end(content)].rstrip(" \t\r")
        self.found.tasks.append(Task(at, box[1], line, box.end()))
        self.open, self.first = True, content
        return True

    def _quote(self, depth: int, _base: int, at: int, column: int) -> _Place | bool:
        if depth >= _DEEPEST:
            return False
        self._begin(depth, at)
        self.containers.append(0)
        return depth + 1, *self._behind_quote_mark(at, column)

    def _row(self, _depth: int, _base: int, at: int, _column: int) -> bool:
        """A row of a table stands in a paragraph, but is a text of its own."""
        if self.open:
            self.found.starts.append(at)
        return False

    def _fence(self, depth: int, _base: int, at: int, _column: int) -> bool:
        match = _FENCE.match(self.text, at)
        if match is not None:
            self.fenced_code(depth, at, match[1] or match[2])
        return match is not None

    def fenced_code(self, depth: int, at: int, mark: str) -> None:
        """Read code that a mark at an offset of this line opens, to its closing fence."""
        self._begin(depth, at)
        if self.containers:
            closing = _closing_fence(mark[0], len(mark)).match
            end = self._run(lambda line, indent: indent < 4 and closing(self.text, line))
        else:
            fence = _closing_fence(mark[0], len(mark), "\n {0,3}").search(self.text, at + len(mark))
            end = fence.end() if fence else len(self.text)
        self._opaque(at, end)

    def _html(self, depth: int, _base: int, at: int, _column: int) -> bool:
        text = self.text
        ends = raw_html.block_end(text, at, self.open)
        if ends is None:
            return False
        self._begin(depth, at)
        end = self.pos - 1
        if not ends(text[at:end]):
            end = self._run(lambda line, _: ends(text[line : self._line_end(line)]))
            last = self._line_start(end)
            if not text[last:end].strip(" \t\r>"):
                end = last - 1
        self._opaque(at, end, self.pos)
        return True

    def _math(self, depth: int, _base: int, at: int, _column: int) -> bool:
        text, line_end = self.text, self.pos - 1
        if not text.startswith("$$", at) or "$" in text[at + 2 : line_end]:
            return False
        close = self._later("$$", depth)
        if close < 0 and not _BLANK.match(text, at + 2):
            return False
        self._begin(depth, at)
        self._opaque(at, self._line_end(close) if close >= 0 else self._run(lambda *_: False))
        return True

    def _comment(self, depth: int, _base: int, at: int, _column: int) -> bool:
        if not self.text.startswith("%%", at) or "%%" in self.text[at + 2 : self.pos - 1]:
            return False
        close = self._later("%%", depth)
        self._begin(depth, at)
        end = close + 2 if close >= 0 else self._run(lambda *_: False)
        self.found.comments.append(Span(at, self._without_return(end)))
        self.pos = self._line_end(end) + 1
        return True

    def _paragraph(self, depth: int, at: int) -> None:
        self._begin(depth, at)
        self.open, self.first = True, at
        dated = date_at(self.text, at)
        if dated is not None:
            self.found.signals.append(Signal(*dated))

    def _indented_code(self, depth: int, at: int) -> None:
        self._begin(depth, at)
        end = self.pos - 1
        while self.pos < len(self.text):
            depth, base, line, column = self._continued(self.pos)
            blank = _BLANK.match(self.text, line)
            if depth < len(self.containers) or not (blank or column - base >= 4):
                break
            self.pos = self._line_end(line) + 1
            if not blank:
                end = self.pos - 1
        self._opaque(at, end, self.pos)

    # Lines and columns.

    def _continued(self, start: int) -> _Place:
        """To which of the open containers the line that begins at an offset belongs, and what follows there."""
        at, column = self._indent(start, 0)
        depth = base = 0
        for indent in self.containers:
            char = self.text[at : at + 1]
            if indent:
                if column - base < indent and char not in _ENDS:
                    break
                base += indent
            elif char == ">" and column - base < 4:
                base, at, column = self._behind_quote_mark(at, column)
            else:
                break
            depth += 1
        return depth, base, at, column

    def _behind_quote_mark(self, at: int, column: int) -> tuple[int, int, int]:
        """The base, the offset and the column of what follows a > ; one blank belongs to the >."""
        blank = self.text[at + 1 : at + 2] in INDENT
        return column + 1 + blank, *self._indent(at + 1, column + 1)

    def _indent(self, at: int, column: int) -> tuple[int, int]:
        """The offset and the column to which the blanks at an offset lead; a tab leads to a multiple of four."""
        text = self.text
        if text[at : at + 1] not in INDENT:
            return at, column
        end = _BLANKS.match(text, at).end()  # type: ignore[union-attr]  # matches the empty string, too
        blanks = text[at:end]
        return end, len((" " * column + blanks).expandtabs(4)) if "\t" in blanks else column + end - at

    def _line_end(self, at: int) -> int:
        end = self.text.find("\n", at)
        return end if end >= 0 else len(self.text)

    def _line_start(self, at: int) -> int:
        return self.text.rfind("\n", 0, at) + 1

    def _close(self, depth: int) -> None:
        """Leave the paragraph, and the containers beyond a depth."""
        self.open = False
        del self.containers[depth:]

    def _begin(self, depth: int, at: int) -> None:
        self._close(depth)
        self.found.starts.append(at)

    def _run(self, is_last: Callable[[int, int], object]) -> int:
        """Read lines of the innermost container up to one for which `is_last(offset, indent)`; where they end."""
        end = self.pos - 1
        while self.pos < len(self.text):
            depth, base, at, column = self._continued(self.pos)
            if depth < len(self.containers):
                break
            end = self._line_end(at)
            self.pos = end + 1
            if is_last(at, column - base):
                break
        return end

    def _later(self, mark: str, depth: int) -> int:
        """Where on a later line of the container at a depth a mark stands, or -1."""
        pos, size = self.pos, len(self.text)
        if not depth:
            return self.text.find(mark, pos)
        while pos < size:
            matched, _, at, _ = self._continued(pos)
            end = self._line_end(at)
            close = self.text.find(mark, at, end)
            if matched < depth or close >= 0:
                return close if matched >= depth else -1
            pos = end + 1
        return -1

    def _opaque(self, start: int, end: int, pos: int = 0) -> None:
        """Nothing is read between two offsets, the second of which ends a line."""
        self.pos = pos or end + 1
        self.found.opaque.append(Span(start, self._without_return(end)))

    def _without_return(self, end: int) -> int:
        return end - 1 if self.text[end - 1] == "\r" else end

    _steps: ClassVar[Mapping[str, Callable[["Walk", int, int, int, int], _Place | bool]]] = {
        "#": _heading,
        "=": _underline,
        "-": _dash,
        "*": _dash,
        "_": _dash,
        "+": _item,
        **dict.fromkeys("0123456789", _item),
        "`": _fence,
        "~": _fence,
        "<": _html,
        "$": _math,
        "%": _comment,
        ">": _quote,
        "|": _row,
    }


def title(text: str) -> str:
    """What a heading says: the text behind its hashes, without blanks around it and without hashes at its end."""
    text = text.strip(" \t\r")
    if text.endswith("#"):
        bare = text.rstrip("#")
        return bare.rstrip(" \t") if bare[-1:] in INDENT or not bare else text
    return text


@lru_cache(maxsize=64)
def _closing_fence(char: str, length: int, before: str = "") -> re.Pattern[str]:
    return re.compile(rf"{before}{char}{{{length},}}+{LINE_END}")
