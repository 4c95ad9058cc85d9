"""Sums of rows: which rows a total may be made of, and what they come to."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from vaultval.audit.intervals import Interval, exactly, half_unit
from vaultval.audit.tables.grid import Cell, Column, Grid
from vaultval.audit.tables.making import Computed

_LESS = re.compile(r"^\(?(?:less|minus)(?![a-z])|^[-−(]|^减|^扣除|扣减$|^\(-\)", re.IGNORECASE)
_PART_OF = re.compile(
    r"^(?:of which|incl|including|thereof)(?![a-z])|^其中|^[—–-]{0,2} ?其中|^含", re.IGNORECASE
)


class Way(NamedTuple):
    """Which rows a total is made of: the row and its sign."""

    rows: tuple[tuple[int, float], ...]


def ways_of(at: int, totals: Sequence[int], grid: Grid) -> list[Way]:
    """Which rows the total in a row may be made of, the likeliest first. totals: the rows that are totals."""
    before = [total for total in totals if total < at]
    last = before[-1] if before else -1
    parts = [row for row in range(at) if row not in before and not _PART_OF.search(grid.names[row])]
    since = [row for row in parts if row > last]
    first = [row for row in range(at + 1, len(grid.names)) if row not in totals]
    choices = [
        since,
        ([last, *since] if before else []),
        parts,
        before,
        ([*before, *since] if len(before) > 1 else []),
    ]
    if not parts:
        choices.append(first)
    ways: list[Way] = []
    for rows in choices:
        way = Way(tuple((row, -1.0 if _LESS.search(grid.names[row]) else 1.0) for row in rows))
        if len(rows) >= 2 and way not in ways:
            ways.append(way)
            if any(sign < 0 for _, sign in way.rows):
                ways.append(Way(tuple((row, 1.0) for row, _ in way.rows)))
    return ways


def sum_of(column: Column, way: Way) -> Computed | None:
    """The sum of a column's rows, end by end where they are ranges; None with fewer than two numbers."""
    parts = [(cell, sign) for row, sign in way.rows if (cell := column.cells[row])]
    if len(parts) < 2:
        return None
    whole = all(_counted(cell) for cell, _ in parts)
    value, within = 0.0, exactly(0.0)
    for cell, sign in parts:
        value += sign * cell.value
        part = exactly(cell.value) if whole else cell.within
        within = within + part if sign > 0 else within.minus(part)
    written = " ".join(f"{'+' if sign > 0 else '-'} {cell.text}" for cell, sign in parts).removeprefix("+ ")
    ends = (
        (_end(parts, "low", written), _end(parts, "high", written))
        if any(cell.ranged for cell, _ in parts)
        else None
    )
    return Computed(value, within, written, ends)


def _end(parts: Sequence[tuple[Cell, float]], end: str, written: str) -> Computed:
    """The sum of the low ends, or of the high ones; of what is taken away, the other end."""
    value, half = 0.0, 0.0
    for cell, sign in parts:
        quantity = cell.quantity
        value += sign * (quantity.low if (end == "low") == (sign > 0) else quantity.high)
        half += half_unit(quantity)
    return Computed(value, Interval(value - half, value + half), written)


def _counted(cell: Cell) -> bool:
    """Whether a number is a count, such as points, and no rounded amount."""
    quantity = cell.quantity
    whole = not quantity.digits and quantity.scale == 1.0 and not quantity.suffix and not quantity.currency
    return (
        whole
        and not quantity.approximate
        and not quantity.bound
        and abs(quantity.value) < 100
        and not cell.ranged
    )
