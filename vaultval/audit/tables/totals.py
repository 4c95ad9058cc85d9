"""Totals: rows and columns that are named a total, subtotal, weighted sum or mean of the rows above them.

A total sums the rows since the last subtotal, or that subtotal and the rows after it, or all rows that are no totals, or
all subtotals; the way that most columns of the row agree with is meant.
"""

import re
from collections.abc import Sequence
from itertools import combinations

from vaultval.audit.claims import Claim, Kind, Verdict
from vaultval.audit.tables.grid import Cell, Column, Grid
from vaultval.audit.tables.making import RIGHT, Computed, claim_on, general_cause, verdict_on
from vaultval.audit.tables.means import is_whole, mean_claim
from vaultval.audit.tables.names import (
    bare,
    is_growth,
    is_rate,
    is_share,
    is_total,
    is_weight,
    is_weighted,
)
from vaultval.audit.tables.sums import Way, sum_of, ways_of
from vaultval.quantity import Unit

_PURE = re.compile(
    r"(?:[A-Za-z]{1,8} )?(?:grand |sub-?)?totals?|sum|.{0,8}(?:合计|小计|总计|总和|合計|總計)|累计|合计.{0,8}",
    re.IGNORECASE,
)
_OF_PARTS = re.compile(
    r"(?:total|sum[- ]of[- ](?:the[- ])?parts|SOTP)(?: \(?SOTP\)?)?(?: (?:implied|core|group))?"
    r"(?: (?:EV|(?:enterprise|equity|firm|asset|NAV)? ?(?:value|valuation)|NAV))?(?: \(?SOTP\)?)?"
    r"|(?:EV|估值|(?:企业|股权|权益)?价值)(?:合计|总计|总和)|总(?:企业价值|股权价值|权益价值|价值|估值|EV)|(?:分部|各部分)(?:估值|价值)?(?:合计|总和|之和)",
    re.IGNORECASE,
)
"""Longer names of the total of a valuation by parts."""
_BRIDGE = re.compile(
    r"debt|cash|minorit|non-?controlling|discount|premium|synerg|overhead|corporate|tax|adjust|shares?(?![a-z])"
    r"|债|现金|少数|折价|溢价|股数|股本|总部|调整|协同",
    re.IGNORECASE,
)
"""What is added or taken away on the way from the parts to the whole, or stands between them for another use."""
_EQUITY = re.compile(r"equity|NAV|股权|权益", re.IGNORECASE)
_ENTERPRISE = re.compile(r"(?<![A-Za-z])EV(?![A-Za-z])|enterprise|企业价值", re.IGNORECASE)
"""Between the two stands the debt, which the parts may leave out."""
_METHOD = re.compile(
    r"DCF|comps?(?![a-z])|comparable|multiple|LBO|method|precedent|consensus|target|估值法|可比|一致预期|目标价|倍",
    re.IGNORECASE,
)
"""Ways to value the same thing: their values are never added up."""
_PARTLY = re.compile(
    r"资产|负债|权益|成本|费用|支出|债|assets|liabilities|equity|cost|expense|debt|opex", re.IGNORECASE
)
"""What often has more parts than a table lists."""
_BUT = re.compile(r"excl|incl|ex-|without|net of|不含|不计|剔除|除外|含", re.IGNORECASE)
"""A total of more or less than what stands above it."""
_MOST_SUBSETS, _MOST_TOTALS = 10, 12
_SLIP = 0.5
"""How far a total may be off, as a share of it, to be taken for a sum that was added up wrongly, and not for another number."""
_SLIP_OF_PARTS = 0.4
"""The same for the total of a valuation by parts: less than the mean of two values is off their sum."""


def find_totals(grid: Grid, note: str) -> list[Claim]:
    """The claims of all rows that are named a total or a weighted sum."""
    found: list[Claim] = []
    wholes = _wholes(grid)
    totals = [at for at, name in enumerate(grid.names) if is_total(name) or is_weighted(name) or at in wholes]
    for at in totals if len(totals) <= _MOST_TOTALS else ():
        if at:
            found += _row(at, totals, grid, note)
    if not totals and not grid.turned and len(grid.names) > 3:
        found += _unnamed(len(grid.names) - 1, grid, note)
    return found


def _wholes(grid: Grid) -> set[int]:
    """Rows that are the whole of a column of shares, whatever they are named."""
    return {
        at
        for column in grid.columns
        if column.unit is Unit.RATIO and (is_share(column.name) or is_weight(column.name))
        for at, cell in enumerate(column.cells)
        if cell and cell.value == 1.0 and at > 1 and cell.quantity.text.strip(" *").startswith("100")
    }


def _row(at: int, totals: Sequence[int], grid: Grid, note: str) -> list[Claim]:
    """The claims of one total row, by the way of adding up that most of its columns agree with."""
    columns = [(column, cell) for column in grid.columns if (cell := column.cells[at])]
    ways = ways_of(at, totals, grid) if columns else []
    if not ways:
        return []
    agree = {way: [_agrees(column, cell, way) for column, cell in columns] for way in ways}
    way = max(ways, key=lambda each: sum(computed is not None for computed in agree[each]))
    agreeing = sum(
        computed is not None and cell.value != 0
        for computed, (_, cell) in zip(agree[way], columns, strict=True)
    )
    found: list[Claim] = []
    for place, (column, cell) in enumerate(columns):
        computed = agree[way][place] or next((each[place] for each in agree.values() if each[place]), None)
        if computed:
            found.append(claim_on(cell, computed, Kind.TABLE_TOTAL, note))
            continue
        claim = mean_claim(column, at, way, grid, note) or _wrong(
            column, at, way, grid, note, agreeing=agreeing
        )
        if claim:
            found.append(claim)
    return found


def _agrees(column: Column, cell: Cell, way: Way) -> Computed | None:
    """The sum of a column's rows, if it is what a cell states."""
    computed = sum_of(column, way)
    return computed if computed and verdict_on(cell, computed) in RIGHT else None


def _wrong(column: Column, at: int, way: Way, grid: Grid, note: str, *, agreeing: int) -> Claim | None:
    """A total that no way of adding up comes to, in a column that is certainly a sum."""
    cell, computed = column.cells[at], sum_of(column, way)
    if cell is None or computed is None or not _adds_up(column, cell, way):
        return None
    if cell.ranged or cell.noted or computed.value == 0 or verdict_on(cell, computed) is not Verdict.WRONG:
        return None
    if (
        _rounded_shares(cell, computed, len(way.rows))
        or _apart(column, cell, way, grid)
        or _of_some(column, cell, way)
        or _is_part(column, at, grid)
    ):
        return None
    cause = general_cause(cell, computed) or _left_out(column, cell, way)
    near = abs(cell.value - computed.value) <= _SLIP * abs(computed.value)
    name = bare(grid.names[at])
    pure = (bool(_PURE.fullmatch(name)) and not _PARTLY.search(name)) or (
        _of_parts(name, column, way, grid)
        and (bool(general_cause(cell, computed)) or abs(cell.value / computed.value - 1) <= _SLIP_OF_PARTS)
    )
    if _BUT.search(grid.names[at]):
        return None
    if not (agreeing or pure) or not (near or cause):
        return None
    return claim_on(cell, computed, Kind.TABLE_TOTAL, note, cause)


def _of_parts(name: str, column: Column, way: Way, grid: Grid) -> bool:
    """Whether a row is the total of a valuation by parts, and all rows that it sums are such parts, with their numbers."""
    names = [grid.names[row] for row, _ in way.rows]
    return (
        bool(_OF_PARTS.fullmatch(name))
        and not (_EQUITY.search(name) and _ENTERPRISE.search(column.name))
        and all(column.cells[row] for row, _ in way.rows)
        and not any(_BRIDGE.search(each) or _METHOD.search(each) or is_rate(each) for each in names)
    )


def _rounded_shares(cell: Cell, computed: Computed, rows: int) -> bool:
    """Whether whole numbers miss 100 by no more than their rounding: percentages without their sign."""
    return cell.value == 100.0 and abs(computed.value - 100.0) <= 0.5 * rows


def _apart(column: Column, cell: Cell, way: Way, grid: Grid) -> bool:
    """Whether the total is right without a row that lacks a number where the other rows have one: a supplement."""
    for row, _ in way.rows:
        without = Way(tuple(each for each in way.rows if each[0] != row))
        lacks = any(
            not other.cells[row] and all(other.cells[each] for each, _ in without.rows)
            for other in grid.columns
        )
        computed = sum_of(column, without) if lacks else None
        if computed and verdict_on(cell, computed) in RIGHT:
            return True
    return False


def _of_some(column: Column, cell: Cell, way: Way) -> bool:
    """Whether the total is that of some of the rows, the others being parts of them or beside them: two or more left out."""
    rows = way.rows if len(way.rows) <= _MOST_SUBSETS else ()
    for size in range(1, max(2, len(rows) - 1)):
        for some in combinations(rows, size):
            value = sum(sign * part.value for row, sign in some if (part := column.cells[row]))
            if cell.within.holds(value):
                return True
    return False


def _is_part(column: Column, at: int, grid: Grid) -> bool:
    """Whether a later total counts this one as a part beside the others, and so it is none of them."""
    for later in range(at + 1, len(grid.names)):
        cell = column.cells[later]
        computed = sum_of(column, Way(tuple((row, 1.0) for row in range(later)))) if cell else None
        if cell and computed and verdict_on(cell, computed) in RIGHT:
            return True
    return False


def _adds_up(column: Column, cell: Cell, way: Way) -> bool:
    """Whether the numbers of a column are amounts, counts or shares of one unit, none of them missing or unread."""
    rows = [row for row, _ in way.rows]
    parts = [part for row in rows if (part := column.cells[row])]
    if (
        any(row in column.unread for row in rows)
        or len(parts) < max(2, len(rows) - 1)
        or any(p.ranged for p in parts)
    ):
        return False
    quantities = [part.quantity for part in (cell, *parts)]
    if (
        len({quantity.unit for quantity in quantities}) > 1
        or len({quantity.currency for quantity in quantities}) > 1
    ):
        return False
    if len({quantity.suffix for quantity in quantities} - {""}) > 1 or is_growth(column.name):
        return False
    name = column.name
    if column.unit is Unit.RATIO:
        return is_whole(column, way) or ((is_share(name) or is_weight(name)) and not is_rate(name))
    return column.unit in (Unit.CURRENCY, Unit.COUNT, Unit.OTHER) and not is_rate(name)


def _left_out(column: Column, cell: Cell, way: Way) -> str:
    """A row without which, or with which twice, the sum is what is stated."""
    for row, _ in way.rows:
        part = column.cells[row]
        if part is None:
            continue
        without = sum_of(column, Way(tuple(each for each in way.rows if each[0] != row)))
        if without and cell.within.holds(without.value):
            return f"it is right without {part.text}"
        twice = sum_of(column, Way((*way.rows, (row, 1.0))))
        if twice and cell.within.holds(twice.value):
            return f"it is right with {part.text} counted twice"
    return ""


def _unnamed(at: int, grid: Grid, note: str) -> list[Claim]:
    """A last row in bold whose numbers are the sums of those above: right where it is, and no claim where it is not."""
    way = Way(tuple((row, 1.0) for row in range(at)))
    found: list[Claim] = []
    for column in grid.columns:
        cell = column.cells[at]
        parts = [part for row, _ in way.rows if (part := column.cells[row])]
        bold = cell is not None and cell.passage.content.startswith(("**", "__"))
        if cell and bold and len(parts) >= 3 and column.unit is not Unit.RATIO and not is_rate(column.name):
            computed = sum_of(column, way)
            if computed and verdict_on(cell, computed) is Verdict.REPRODUCES and cell.loose < 0.05:
                found.append(claim_on(cell, computed, Kind.TABLE_TOTAL, note))
    return found
