"""What nothing is read from inside a paragraph: code spans, math, HTML; and where %% comments stand."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from vaultval.note import raw_html
from vaultval.note.parts import Span

WIKILINK = re.compile(r"\[\[(?!\[)([^\[\]\n]*+(?:(?:\[(?!\[)|\](?!\]))[^\[\]\n]*+)*+)\]\]")
"""A wikilink; its group is what stands between the brackets."""

_MARKS = ("`", "$", "<", "%%")
_RUNS = re.compile("``*")
_DOLLAR = re.compile(r"\$(?<![\\$]\$)(?!\$)")
_LONGEST_LINK = 400
"""A mark further than this behind a [[ is not taken for a part of the link. It bounds the work on a hostile note."""

_ADDRESS = r"(?:<[^<>\n]*+>|(?!<)(?:[^\s()\\]++|\\.|\([^\s()]*+\))++)"
_TITLE = r"(?:[ \t]++(?:\"[^\"\n]*+\"|'[^'\n]*+'|\([^()\n]*+\)))?+"
_LINK_ADDRESS = re.compile(rf"\]\([ \t]*+{_ADDRESS}{_TITLE}[ \t]*+\)")
_PERHAPS_DEFINED = re.compile(r"[ \t>+*0-9.)-]*+\[[^\[\]\n]++\]:")
_DEFINED = re.compile(rf"[ \t>]*+\[[^\[\]\n]++\]:[ \t]*+{_ADDRESS}{_TITLE}[ \t]*+\r?(?=\n|\Z)")


def read_inline(
    text: str,
    body_start: int,
    opaque: Sequence[Span],
    comments: Sequence[Span],
    starts: Callable[[], list[int]],
) -> tuple[list[Span], list[Span]]:
    """The opaque spans and the %% comments inside the paragraphs of a note's body, each in order.

    opaque, comments: those that are whole blocks. starts: gives the offsets at which blocks begin; it is asked
    only if something may reach over the end of a line.
    """
    positions = {mark: at for mark in _MARKS if (at := text.find(mark, body_start)) >= 0}
    if not positions:
        return [], []
    reader = _Reader(text, opaque, comments, starts)
    reader.run(positions)
    return reader.opaque, reader.comments


class _Reader:
    """Reads a text from left to right; of two things that overlap, the one that begins first counts."""

    def __init__(
        self, text: str, blocks: Sequence[Span], comments: Sequence[Span], starts: Callable[[], list[int]]
    ) -> None:
        self.text = text
        self.opaque: list[Span] = []
        self.comments: list[Span] = []
        self._blocks = iter([*blocks, Span(len(text), len(text))])
        self._block_comments = {span.start: span.end for span in comments}
        self._comment_end = -1
        self._line_end = -1
        self._dollar = -1
        self._defined = -1
        self._closing: dict[str, int] = {}
        self._code_ends: dict[int, list[int]] = {}
        self._get_starts = starts
        self._starts: list[int] | None = None

    def run(self, positions: dict[str, int]) -> None:
        """Read on from mark to mark. `positions`: where each kind of mark stands for the first time."""
        text, pos = self.text, 0
        block = next(self._blocks)
        while positions:
            mark = min(positions, key=positions.__getitem__)
            start = positions[mark]
            if start >= pos:
                while block.end <= start < len(text):
                    block = next(self._blocks)
                if start >= block.start:
                    pos = block.end
                else:
                    pos = self._link_end(pos, start) or self._read(mark, start)
            positions[mark] = text.find(mark, pos)
            if positions[mark] < 0:
                del positions[mark]

    def _link_end(self, pos: int, start: int) -> int:
        """Where the wikilink ends in which a mark stands, or 0."""
        opening = self.text.rfind("[[", max(pos, start - _LONGEST_LINK), start)
        link = WIKILINK.match(self.text, opening, start + _LONGEST_LINK) if opening >= 0 else None
        return link.end() if link is not None and link.end() > start else 0

    def _address_end(self, start: int) -> int:
        """Where the address of a Markdown link or of a definition ends in which a mark stands, or 0."""
        text, first = self.text, max(start - _LONGEST_LINK, 0)
        behind_label = text.rfind("](", max(first, self.opaque[-1].end if self.opaque else 0), start)
        if behind_label >= 0:
            opening = text.rfind("[", first, behind_label)
            link = _LINK_ADDRESS.match(text, behind_label, start + _LONGEST_LINK)
            if link is not None and link.end() > start and opening >= 0 and not _escaped(text, opening):
                return link.end()
        line = text.rfind("\n", 0, start) + 1
        return self._definition_end(start) if _PERHAPS_DEFINED.match(text, line, start) else 0

    def _definition_end(self, start: int) -> int:
        starts = self._all_starts()
        at = max(starts[max(bisect_right(starts, start) - 1, 0)], self._defined)
        while at <= start and (definition := _DEFINED.match(self.text, at)):
            self._defined = at
            at = definition.end() + 1
            if start < at:
                return at - 1
        return 0

    def _all_starts(self) -> list[int]:
        if self._starts is None:
            self._starts = self._get_starts()
        return self._starts

    def _read(self, mark: str, start: int) -> int:
        """Read what a mark opens. Returns where to go on."""
        text = self.text
        if text[start - 1 : start] == "\\" and _escaped(text, start):
            return start + 1
        if mark == "%%":
            self._comment(start)
            return start + 2
        if mark != "$" and (end := self._address_end(start)):
            return end
        end = start + 1
        while text[end : end + 1] == mark != "<":
            end += 1
        close = self._reads[mark](self, start, end)
        if close < 0 or not self._together(start, close):
            return end
        self.opaque.append(Span(start, close))
        return close

    def _together(self, start: int, end: int) -> bool:
        """Whether two offsets stand in the same paragraph and the same comment."""
        if start < self._comment_end:
            return end <= self._comment_end
        if self.text.find("\n", start, end) < 0:
            return True
        starts = self._all_starts()
        return bisect_right(starts, start) == bisect_left(starts, end)

    def _comment(self, start: int) -> None:
        end = self._block_comments.get(start, -1)
        if end < 0:
            if start < self._comment_end:
                return
            end = self.text.find("%%", start + 2) + 2
            if end < 2 or not self._together(start, end):
                return
            self.comments.append(Span(start, end))
        self._comment_end = end

    # Each returns where what begins at an offset may end, or -1. `end` is where its first mark ends.

    def _code(self, start: int, end: int) -> int:
        if not self._code_ends:
            for match in _RUNS.finditer(self.text):
                self._code_ends.setdefault(match.end() - match.start(), []).append(match.start())
        ends = self._code_ends.get(end - start, [])
        index = bisect_left(ends, end)
        return ends[index] + end - start if index < len(ends) else -1

    def _math(self, start: int, end: int) -> int:
        text = self.text
        if end - start > 1:
            close = text.find("$$", end) if end - start == 2 else -1
            return close + 2 if close >= 0 else -1
        if start >= self._line_end:
            newline = text.find("\n", start)
            self._line_end = newline if newline >= 0 else len(text)
        if self._dollar < end:
            match = _DOLLAR.search(text, end, self._line_end)
            self._dollar = match.start() if match is not None else self._line_end
        close = self._dollar
        if close >= self._line_end or text[end].isspace() or text[close - 1].isspace():
            return -1
        # A digit behind it, or a link around it, makes it the sign of an amount or of a ticker.
        is_amount = text[close + 1 : close + 2].isdigit()
        inside = max(end, close - _LONGEST_LINK)
        in_link = text.rfind("[[", inside, close) > text.rfind("]]", inside, close)
        return -1 if is_amount or in_link else close + 1

    def _html(self, start: int, _end: int) -> int:
        text = self.text
        for opening, closing in raw_html.INLINE:
            if text.startswith(opening, start):
                inner = start + 2
                if self._closing.get(closing, -1) < inner:
                    close = text.find(closing, inner)
                    self._closing[closing] = close if close >= 0 else len(text)
                close = self._closing[closing]
                return close + len(closing) if close < len(text) else -1
        tag = raw_html.TAG.match(text, start)
        return tag.end() if tag is not None else -1

    _reads: ClassVar[Mapping[str, Callable[["_Reader", int, int], int]]] = {
        "`": _code,
        "$": _math,
        "<": _html,
    }


def _escaped(text: str, at: int) -> bool:
    """Whether an odd number of backslashes stands before an offset."""
    before = at
    while text[before - 1 : before] == "\\":
        before -= 1
    return (at - before) % 2 == 1
