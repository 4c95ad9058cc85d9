"""Where a thing stands: note, line, column."""

from array import array
from bisect import bisect_left
from itertools import accumulate
from typing import NamedTuple


class Place(NamedTuple):
    """A position in a note.

    note: path from the vault's root, with forward slashes.
    line, column: counted from 1; columns count characters, not bytes and not screen cells.
    length: how many characters the thing takes on that line; 0 where only the line matters.
    """

    note: str
    line: int = 1
    column: int = 1
    length: int = 0

    def __str__(self) -> str:
        return f"{self.note}:{self.line}:{self.column}"


class Lines:
    """The line starts of one text, to turn offsets into lines and columns. A line ends at a line feed only."""

    __slots__ = ("_lengths",)

    def __init__(self, text: str) -> None:
        # The lengths of all lines up to each, line feeds left out: made without a step of Python a line.
        self._lengths = array("Q", accumulate(map(len, text.split("\n"))))

    def line_column(self, offset: int) -> tuple[int, int]:
        """The line and column, both from 1, of a character offset."""
        line = bisect_left(range(len(self)), offset, key=lambda i: self._lengths[i] + i) + 1
        line = min(line, len(self))
        return line, offset - self.start(line) + 1

    def start(self, line: int) -> int:
        """The offset at which a line, counted from 1, begins."""
        return self._lengths[line - 2] + line - 1 if line > 1 else 0

    def place(self, note: str, offset: int, length: int = 0) -> Place:
        """The place of a span of a note's text."""
        line, column = self.line_column(offset)
        return Place(note, line, column, length)

    def size(self) -> int:
        """How many characters the text has, line feeds included."""
        return self._lengths[-1] + len(self) - 1

    def __len__(self) -> int:
        return len(self._lengths)
