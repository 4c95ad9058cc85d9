"""Columns that compare each row with one of the table's rows: the one that stands at 0 %, at 1.0x or at 100 %."""

from collections.abc import Iterator
from math import log10
from typing import NamedTuple

from vaultval.audit.claims import Claim, Kind, Verdict
from vaultval.audit.intervals import Interval, exactly, half_unit
from vaultval.audit.tables.grid import Cell, Column, Grid
from vaultval.audit.tables.making import RIGHT, Computed, claim_on, general_cause, verdict_on
from vaultval.audit.tables.names import is_derived, is_growth, is_share
from vaultval.audit.tables.relations import evidence
from vaultval.quantity import Unit

_DIGITS = 3.0


class Compared(NamedTuple):
    """A row beside the base."""

    stated: Cell
    computed: Computed
    verdict: Verdict


def find_against_base(grid: Grid, note: str) -> list[Claim]:
    """The claims of columns that are another one over, or over and less 1, its number in the base's row."""
    found: list[Claim] = []
    for column in grid.columns:
        if column.filled < 3 or column.unit not in (Unit.RATIO, Unit.MULTIPLE) or is_share(column.name):
            continue
        if not (is_derived(column.name) or is_growth(column.name)):
            continue
        for at, cell in enumerate(column.cells):
            if cell and not cell.ranged and cell.value == (0.0 if column.unit is Unit.RATIO else 1.0):
                found += _best(column, at, grid, note)
                break
    return found


def _best(column: Column, base: int, grid: Grid, note: str) -> list[Claim]:
    best: list[Compared] = []
    most = 0
    for amounts in grid.columns:
        if amounts is column or amounts.unit in (Unit.RATIO, None) or amounts.cells[base] is None:
            continue
        rows = list(_rows(column, amounts, base))
        agree = sum(1 for row in rows if row.verdict in RIGHT)
        if agree > most:
            most, best = agree, rows
    wrong = [row for row in best if row.verdict is Verdict.WRONG]
    digits = evidence([_digits(row) for row in best if row.verdict in RIGHT], 0.5) - log10(len(grid.columns))
    if most < 2 or digits < 1.0 or (wrong and (most < 2 * len(wrong) or digits < _DIGITS)):
        return []
    return [
        claim_on(row.stated, row.computed, Kind.TABLE_RATIO, note, general_cause(row.stated, row.computed))
        for row in best
        if row.verdict in RIGHT or not row.stated.noted
    ]


def _rows(column: Column, amounts: Column, base: int) -> Iterator[Compared]:
    whole = amounts.cells[base]
    if whole is None or whole.ranged or whole.within.low <= 0:
        return
    less = 1.0 if column.unit is Unit.RATIO else 0.0
    for at, (stated, part) in enumerate(zip(column.cells, amounts.cells, strict=True)):
        if stated and part and at != base:
            computed = _over(part, whole, less)
            yield Compared(stated, computed, verdict_on(stated, computed))


def _over(part: Cell, whole: Cell, less: float) -> Computed:
    """A row's number over the base's, end by end where it is a range."""
    written = f"{part.text} / {whole.text}" + (" - 1" if less else "")

    def compared(value: float, within: Interval) -> Computed:
        return Computed(value / whole.value - less, within.over(whole.within).minus(exactly(less)), written)

    computed = compared(part.value, part.within)
    if not part.ranged:
        return computed
    half = half_unit(part.quantity)
    low, high = (
        compared(end, Interval(end - half, end + half)) for end in (part.quantity.low, part.quantity.high)
    )
    return computed._replace(ends=(low, high))


def _digits(row: Compared) -> float:
    """How many digits of a row agree; of ranges, those of the end that is farther from zero."""
    quantity = row.stated.quantity
    if row.computed.ends and not row.stated.ranged:
        return 0.0
    value = max(abs(quantity.low), abs(quantity.high))
    within = row.computed.ends[1].within if row.computed.ends else row.computed.within
    off = (half_unit(quantity) + (within.high - within.low) / 2) / value if value else 1.0
    return -log10(off) if 0 < off < 1 else 0.0
