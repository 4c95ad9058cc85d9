"""Columns that are parts of 1: weights, allocations, shares of one whole, and the probabilities of cases that exclude each other."""

import re
from collections.abc import Sequence

from vaultval.audit.claims import Claim, Kind
from vaultval.audit.intervals import Interval, exactly
from vaultval.audit.tables.grid import Cell, Column, Grid, name_of
from vaultval.audit.tables.making import RIGHT, Computed, claim_on
from vaultval.audit.tables.names import bare, is_chance, is_growth, is_mean, is_share, is_total, is_weight
from vaultval.quantity import Unit

_NEAR = Interval(0.9, 1.1)
"""How far from 1 a sum may be, to be one that was meant to be 1."""
_ALLOCATION = re.compile(
    r"(?:(?:portfolio|asset|capital|target|proposed|current|model|product|segment|business|sales|revenue) )?(?:allocation|mix)"
    r"|(?:目标|当前|建议|资产|组合)?(?:配置(?:比例|占比|权重)?|仓位(?:占比|比例)?)",
    re.IGNORECASE,
)
_OF_WHOLE = re.compile(
    r"(?:%|percent|share) of (?:the )?(?:(?:total|group|company) )?(?:total|revenues?|sales|group|portfolio|whole|value|EV|SOTP)"
    r"|占(?:总)?(?:营收|收入|总额|总值|估值)(?:比重?|的?比例)?|占总比|营收占比|收入占比|占比",
    re.IGNORECASE,
)
_PARTITION = re.compile(
    r"(?:business |reporting |operating )?(?:segment|region|geograph(?:y|ies)|division|business(?: line| unit)?|product(?: line)?|part|(?:revenue )?(?:stream|source)|channel|end market|country|holding|position|asset(?: class)?)(?:s|ies)?"
    r"|(?:业务|产品)?(?:分部|板块|部门)|业务(?:线)?|地区|区域|国家|渠道|产品(?:线)?|终端市场|(?:收入)?来源|持仓|资产(?:类别)?",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"(?:all )?others?|rest(?: of (?:the )?world)?|row|remainder|其他|其它|其余", re.IGNORECASE
)
_WITHIN = re.compile(
    r"of which|incl|thereof|其中|cost|expense|profit|margin|成本|费用|利润|支出", re.IGNORECASE
)
"""A row that is part of another row, or that is no part of the whole at all."""
_CASES = re.compile(
    r"(?:price |valuation |market |value )?(?:case|scenario|outcome)s?|(?:估值|市场)?(?:情景|场景|情形|情况)",
    re.IGNORECASE,
)
_CASE = re.compile(
    r"(?:super[- ]?|deep |mild )?(?:bull(?:ish)?|base(?:line)?|bear(?:ish)?|upside|downside|best|worst|central|optimistic|pessimistic)"
    r"(?:[- ](?:case|scenario|outcome))?|(?:极度?|中性)?(?:乐观|悲观|基准|基础|中性|牛市|熊市|最好|最坏|最佳|最差)(?:情景|场景|情形|情况)?",
    re.IGNORECASE,
)
_NOT_ALL = re.compile(
    r"独立|累|条件|变化|单独|上限|下限|最[大高低小]|(?<![a-z])(?:independent|cumulative|conditional|max|min|limit|cap|range|change|delta)(?![a-z])",
    re.IGNORECASE,
)
"""What a header says of numbers that are not parts of one whole."""


def find_weights(grid: Grid, first: str, note: str) -> list[Claim]:
    """Columns whose numbers are parts of 1, as their header says, without a total row. first: the header of the rows.

    Claimed of the last one, as what the others leave of 1; wrong if their sum is near 1. Probabilities are parts of 1
    where the rows are cases that exclude each other: bull, base and bear, or whatever stands below Scenario or Outcome.
    Shares of a whole may leave some of it out: they are wrong where they are more than it, or one is that of all others.
    """
    if any(is_total(name) for name in grid.names):
        return []
    heading = bare(name_of(first))
    found: list[Claim] = []
    for column in grid.columns:
        rows = [at for at, name in enumerate(grid.names) if not (is_mean(name) and _sums_up(column, at))]
        near = _meant(column, rows, heading, grid)
        if near is None or column.unread or column.unit is not Unit.RATIO:
            continue
        cells = [cell for at in rows if (cell := column.cells[at])]
        if len(cells) < 2 or any(cell.ranged or cell.value < 0 for cell in cells):
            continue
        claim = _whole(cells, near, note)
        if claim:
            found.append(claim)
    return found


def _sums_up(column: Column, at: int) -> bool:
    """Whether the row of a mean states all of the weights, or the mean of what has these probabilities."""
    cell = column.cells[at]
    return (cell is not None and cell.value == 1.0) or is_chance(column.name)


def _meant(column: Column, rows: Sequence[int], heading: str, grid: Grid) -> Interval | None:
    """The sums of a column that are a wrong 1; None for a column that need not be parts of a whole."""
    name = bare(column.name)
    if _NOT_ALL.search(column.name) or is_growth(name):
        return None
    if is_chance(name) and not is_weight(name):
        return _NEAR if _exclusive(column, rows, heading, grid) else None
    if grid.turned:
        return None
    if is_weight(name) or _ALLOCATION.fullmatch(name):
        return _NEAR
    whole = is_share(name) and _OF_WHOLE.fullmatch(name)
    return _shares_of([bare(grid.names[at]) for at in rows if column.cells[at]], heading) if whole else None


def _shares_of(parts: Sequence[str], heading: str) -> Interval | None:
    """The sums of shares of a whole that are wrong: its parts are named by the heading, or one of them is all others."""
    if any(_WITHIN.search(part) for part in parts):
        return None
    if any(_OTHERS.fullmatch(part) for part in parts):
        return _NEAR
    return Interval(1.0, _NEAR.high) if _PARTITION.fullmatch(heading) else None


def _exclusive(column: Column, rows: Sequence[int], heading: str, grid: Grid) -> bool:
    """Whether the rows are cases of which one comes true: all with such names, or below a header that says so."""
    names = [bare(grid.names[at]) for at in rows if column.cells[at]]
    cases = sum(1 for name in names if _CASE.fullmatch(name))
    if grid.turned:
        return cases == len(names)
    return cases == len(names) or (bool(_CASES.fullmatch(heading)) and len(set(names)) == len(names))


def _whole(cells: Sequence[Cell], near: Interval, note: str) -> Claim | None:
    """The last part as what the others leave of 1."""
    rest, within = 1.0, exactly(1.0)
    for cell in cells[:-1]:
        rest, within = rest - cell.value, within.minus(cell.within)
    computed = Computed(rest, within, " - ".join(["100%", *(cell.text for cell in cells[:-1])]))
    claim = claim_on(cells[-1], computed, Kind.TABLE_SHARE, note)
    if claim.verdict in RIGHT:
        return claim
    sure = near.holds(sum(cell.value for cell in cells)) and not any(cell.noted for cell in cells)
    return claim if sure else None
