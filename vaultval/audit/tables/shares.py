"""Shares: a column of percentages, each a number of another column over that column's total."""

from collections.abc import Iterator
from math import log10
from typing import NamedTuple

from vaultval.audit.claims import Claim, Kind, Verdict
from vaultval.audit.intervals import exactly, half_unit
from vaultval.audit.tables.grid import Cell, Column, Grid
from vaultval.audit.tables.making import RIGHT, Computed, claim_on, general_cause, verdict_on
from vaultval.audit.tables.names import is_growth, is_share, is_total
from vaultval.audit.tables.relations import evidence
from vaultval.quantity import Unit

_DIGITS, _DIGITS_NAMED = 3.0, 1.5


class Share(NamedTuple):
    """A row with an amount and a share."""

    stated: Cell
    computed: Computed
    verdict: Verdict
    digits: float


def find_shares(grid: Grid, note: str) -> list[Claim]:
    """The claims of columns of shares. A total row gives the total; without one, the sum of the rows does."""
    found: list[Claim] = []
    for column in grid.columns:
        if column.unit is not Unit.RATIO or is_growth(column.name):
            continue
        for amounts in grid.columns:
            if amounts is not column and amounts.unit is not Unit.RATIO and amounts.filled >= 3:
                found += _of(column, amounts, grid, note)
    return found


def _of(column: Column, amounts: Column, grid: Grid, note: str) -> list[Claim]:
    for whole, written, totals in _wholes(column, amounts, grid):
        if not _agrees(column, amounts, whole):
            continue
        rows = [
            share
            for at, (stated, part) in enumerate(zip(column.cells, amounts.cells, strict=True))
            if stated and part and at not in totals and (share := _share(stated, part, whole, written))
        ]
        agree = [row for row in rows if row.verdict in RIGHT]
        wrong = [row for row in rows if row.verdict is Verdict.WRONG]
        named = is_share(column.name)
        digits = evidence([row.digits for row in agree]) - log10(4)
        few = len(agree) < (2 if named else 3)
        if few or len(agree) < (2 if totals and named else 3) * len(wrong) or digits < 0.5:
            continue
        sure = digits >= (_DIGITS_NAMED if named else _DIGITS) and len(agree) >= (
            2 if totals and named else 3
        )
        if wrong and not sure:
            continue
        fitted = exactly(1.0).holds(sum(row.stated.value for row in rows))
        return [
            claim_on(row.stated, row.computed, Kind.TABLE_SHARE, note, cause, _verdict(row, fitted=fitted))
            for row in rows
            if row.verdict in RIGHT or not row.stated.noted
            for cause in (general_cause(row.stated, row.computed),)
        ]
    return []


def _verdict(row: Share, *, fitted: bool) -> Verdict:
    """The verdict on a share. Shares that sum to 100 % are rounded up or down so that they do."""
    unit = 2 * half_unit(row.stated.quantity)
    off = abs(row.stated.value - row.computed.value)
    return Verdict.ROUNDING if fitted and row.verdict is Verdict.WRONG and off < unit else row.verdict


def _agrees(column: Column, amounts: Column, whole: Computed) -> bool:
    """Whether two rows are about right."""
    agreed = 0
    for share, part in zip(column.singles, amounts.singles, strict=True):
        if share and part and whole.value:
            ratio = part[0] / whole.value
            slack = share[1] + abs(ratio) * (
                part[2] + (whole.within.high - whole.within.low) / abs(whole.value)
            )
            agreed += abs(ratio - share[0]) <= 1.2 * slack
    return agreed > 1


def _wholes(column: Column, amounts: Column, grid: Grid) -> Iterator[tuple[Computed, str, frozenset[int]]]:
    """What the parts of a column may be shares of: each total that it prints, the last one first; else their sum."""
    totals = [at for at, name in enumerate(grid.names) if is_total(name) or _is_whole(column.cells[at])]
    printed = [(at, cell) for at in reversed(totals) if (cell := amounts.cells[at]) and not cell.ranged]
    if not printed:
        printed = _largest(amounts)
    for at, cell in printed:
        yield Computed(cell.value, cell.within, cell.text), cell.text, frozenset((at,))
    if not totals and not amounts.unread:
        parts = [cell for cell in amounts.cells if cell and not cell.ranged]
        within = exactly(0.0)
        for cell in parts:
            within = within + cell.within
        if parts:
            yield Computed(sum(cell.value for cell in parts), within, "their sum"), "their sum", frozenset()


def _is_whole(cell: Cell | None) -> bool:
    return cell is not None and cell.value == 1.0


def _largest(amounts: Column) -> list[tuple[int, Cell]]:
    """The largest number of a column, if it stands first or last: revenue above or below its parts."""
    cells = [(at, cell) for at, cell in enumerate(amounts.cells) if cell and not cell.ranged]
    at, cell = max(cells, key=lambda each: each[1].value, default=(-1, None))
    return [(at, cell)] if cell and at in (cells[0][0], cells[-1][0]) else []


def _share(stated: Cell, part: Cell, whole: Computed, written: str) -> Share | None:
    if stated.ranged or part.ranged or whole.within.low <= 0 or not stated.value:
        return None
    value = part.value / whole.value
    computed = Computed(value, part.within.over(whole.within), f"{part.text} / {written}")
    half = (stated.within.high - stated.within.low) / 2
    off = half / abs(stated.value) + part.loose + (whole.within.high - whole.within.low) / 2 / whole.value
    digits = -log10(off) if 0 < off < 1 else 0.0
    return Share(stated, computed, verdict_on(stated, computed), 0.0 if abs(value - 1) < 0.02 else digits)
