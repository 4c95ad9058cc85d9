"""Columns that are the product of three others or more, and columns that are another one plus one number in all rows."""

from collections.abc import Sequence
from itertools import combinations
from math import log10, prod
from typing import NamedTuple

from vaultval.audit.claims import Claim, Kind, Verdict
from vaultval.audit.intervals import Interval, exactly
from vaultval.audit.tables.grid import Cell, Column, Grid
from vaultval.audit.tables.making import RIGHT, Computed, claim_on, general_cause, verdict_on
from vaultval.audit.tables.names import is_total
from vaultval.audit.tables.relations import COARSE, evidence, factor_interval
from vaultval.quantity import Unit

_DIGITS = 3.0
_MOST = 8
"""How many columns are tried at most."""


class Product(NamedTuple):
    """A row: what is stated, what the product comes to, how many digits their agreement is worth."""

    stated: Cell
    computed: Computed
    verdict: Verdict
    digits: float


def find_products(grid: Grid, note: str) -> list[Claim]:
    """The claims of columns that are the product of three columns or more to the left of them."""
    found: list[Claim] = []
    if grid.turned:
        return found
    columns = [column for column in grid.columns if column.filled >= 3 and column.finest < COARSE][:_MOST]
    for at in range(3, len(columns)):
        before = columns[:at]
        for size in range(3, min(len(before), 6) + 1):
            for chosen in combinations(before, size):
                if _agrees(columns[at], chosen):
                    found += _claims(columns[at], chosen, grid, note)
    return found


def _agrees(result: Column, chosen: Sequence[Column]) -> bool:
    """Whether the product is about right in two of the first three rows that print all numbers."""
    failed = agreed = 0
    for row in zip(result.singles, *(column.singles for column in chosen), strict=True):
        if all(row):
            value, loose = 1.0, 0.0
            for number in row[1:]:
                value *= number[0]
                loose += number[2]
            off = abs(value - row[0][0])
            if off <= 1.5 * (loose * abs(value) + row[0][1]):
                agreed += 1
            else:
                failed += 1
            if failed > 1 or agreed > 1:
                break
    return agreed > 1 or (agreed == 1 and not failed)


def _claims(result: Column, chosen: Sequence[Column], grid: Grid, note: str) -> list[Claim]:
    rows: list[Product] = []
    wrong = 0
    for at, stated in enumerate(result.cells):
        cells = [cell for column in chosen if (cell := column.cells[at])]
        if stated is None or stated.ranged or len(cells) < len(chosen) or is_total(grid.names[at]):
            continue
        if any(cell.ranged for cell in cells):
            continue
        row = _row(stated, cells)
        wrong += row.verdict is Verdict.WRONG
        if wrong > 1 and wrong >= len(rows):
            return []
        rows.append(row)
    agree = [row for row in rows if row.verdict in RIGHT]
    digits = evidence([row.digits for row in agree]) - log10(20)
    if len(agree) < 3 or len(agree) < 3 * wrong or digits < (_DIGITS if wrong else 1.0):
        return []
    return [
        claim_on(row.stated, row.computed, Kind.TABLE_RATIO, note, general_cause(row.stated, row.computed))
        for row in rows
        if row.verdict in RIGHT or not row.stated.noted
    ]


def _row(stated: Cell, cells: Sequence[Cell]) -> Product:
    value = prod(cell.value for cell in cells)
    within = exactly(1.0)
    off = stated.loose
    for cell in cells:
        factor = factor_interval(cell)
        within = within.times(factor)
        off += (factor.high - factor.low) / 2 / abs(cell.value) if cell.value else 1.0
    computed = Computed(value, within, " × ".join(cell.text for cell in cells))
    trivial = any(abs(cell.value - 1) < 1e-9 for cell in cells)
    digits = -log10(off) if 0 < off < 1 and not trivial else 0.0
    return Product(stated, computed, verdict_on(stated, computed), digits)


def find_shifted(grid: Grid, note: str) -> list[Claim]:
    """The claims of columns that are another one plus the same number in every row, as where each row changes a base."""
    found: list[Claim] = []
    columns = [column for column in grid.columns if column.filled >= 4 and column.unit is Unit.CURRENCY]
    for first, second in combinations(columns[:_MOST], 2):
        found += _shifted(first, second, note)
    return found


def _shifted(first: Column, second: Column, note: str) -> list[Claim]:
    rows = [
        (a, b)
        for a, b in zip(first.cells, second.cells, strict=True)
        if a and b and not a.ranged and not b.ranged
    ]
    if len(rows) < 4 or len({a.value for a, _ in rows}) < 4:
        return []
    low, high = _common([b.within.minus(a.within) for a, b in rows])
    base = (low + high) / 2
    if low > high or abs(base) <= 10 * (high - low):
        return []
    halves = [((a.within.high - a.within.low) + (b.within.high - b.within.low)) / 2 for a, b in rows]
    spread = max(a.value for a, _ in rows) - min(a.value for a, _ in rows)
    digits = sum(max(0.0, log10(spread / 4 / half)) for half in halves[1:] if half and spread)
    if digits < _DIGITS:
        return []
    found: list[Claim] = []
    for a, b in rows:
        value = a.value + base
        within = Interval(a.within.low + low, a.within.high + high)
        computed = Computed(
            b.value if within.holds(b.value) else value, within, f"{a.text} + the same base in all rows"
        )
        found.append(claim_on(b, computed, Kind.TABLE_RATIO, note))
    return found


def _common(intervals: Sequence[Interval]) -> tuple[float, float]:
    return max(each.low for each in intervals), min(each.high for each in intervals)
