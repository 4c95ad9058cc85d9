"""The texts of a note that may state arithmetic: its lines, and the cells of its tables."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from vaultval.note.printed import Printed, plain

_WIDEST = 10_000  # columns; what stands farther right in a row, nobody reads, and each cell's text is as long as its column


class Text(NamedTuple):
    """text: with the columns of the source, marks blank. line: from 1. fence: of a line in code, else None."""

    text: str
    line: int
    in_table: bool = False
    fence: str | None = None


def texts(printed: Printed, mark: re.Pattern[str] | None = None) -> Iterator[Text]:
    """Every line, then every cell of every table; blank cells are left out. mark: only those where it is found."""
    for line in printed.lines:
        if mark is None or mark.search(line.text):
            yield Text(line.text, line.number, fence=line.fence)
    for table in printed.tables:
        for row in table.rows:
            for cell in row:
                if cell.columns[0] > _WIDEST:
                    break
                if cell.content and (mark is None or mark.search(cell.content)):
                    yield Text(" " * (cell.columns[0] - 1) + plain(cell.content), cell.line, in_table=True)
