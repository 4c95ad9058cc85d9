"""The texts of a note that may state arithmetic: its lines, and the cells of its tables."""

from collections.abc import Iterator
from typing import NamedTuple

from vaultval.note.printed import Printed, plain


class Text(NamedTuple):
    """text: with the columns of the source, marks blank. line: from 1. fence: of a line in code, else None."""

    text: str
    line: int
    in_table: bool = False
    fence: str | None = None


def texts(printed: Printed) -> Iterator[Text]:
    """Every line, then every cell of every table; blank cells are left out."""
    for line in printed.lines:
        yield Text(line.text, line.number, fence=line.fence)
    for table in printed.tables:
        for row in table.rows:
            for cell in row:
                if cell.content:
                    yield Text(" " * (cell.columns[0] - 1) + plain(cell.content), cell.line, in_table=True)
