"""Growth: a column of year-on-year or quarter-on-quarter changes beside the amounts, in rows of years or in columns.

Which row a change is taken from follows from the periods that the rows name, and not from their order.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from vaultval.audit.claims import Claim, Kind, Verdict
from vaultval.audit.facts.periods import periods_in
from vaultval.audit.intervals import Interval, exactly
from vaultval.audit.tables.grid import Cell, Column, Grid
from vaultval.audit.tables.making import RIGHT, Computed, claim_on, general_cause, verdict_on
from vaultval.audit.tables.names import bare, is_growth, is_growth_otherwise
from vaultval.quantity import Unit

_COMPOUND = re.compile(r"(?<![A-Za-z])CAGR(?![A-Za-z])|复合", re.IGNORECASE)
_QUARTERLY = re.compile(r"(?<![A-Za-z])(?:QoQ|Q/Q|MoM)(?![A-Za-z])|环比", re.IGNORECASE)
YEARLY = re.compile(r"(?<![A-Za-z])(?:YoY|Y/Y)(?![A-Za-z])|同比|年增", re.IGNORECASE)
_YEAR_OF_PLAN = re.compile(r"^(?:Y|Year |第)([0-9]{1,2})(?:年)?$", re.IGNORECASE)
_WORDS = re.compile(r"[A-Za-z&]{2,}|[\u4e00-\u9fff]{2,}")
_PLAIN = re.compile(
    r"(?<![A-Za-z])(?:YoY|Y/Y|Y-o-Y|year[- ]over[- ]year|year[- ]on[- ]year|annual|growth|rate|change)(?![A-Za-z])"
    r"|同比|年增|增长率?|增速|增幅|变化率?|变动",
    re.IGNORECASE,
)
_COARSE, _LEAST = 0.2, 0.01
"""How far one row that agrees may be off by its rounding, as a share of it; how far the other is off at least."""


class Pair(NamedTuple):
    """A stated growth, and what it comes to by one column of amounts. at: its row."""

    at: int
    stated: Cell
    computed: Computed
    verdict: Verdict


def find_growth(grid: Grid, note: str) -> list[Claim]:
    """The claims of columns of growth, each against the column of amounts that most of its rows agree with."""
    columns = [column for column in grid.columns if is_growth(column.name) and column.filled]
    if not columns or len(columns) == len(grid.columns):
        return []
    times = [_time(name) for name in grid.names]
    if sum(1 for time in times if time is not None) < 2:
        return []
    found: list[Claim] = []
    for column in columns:
        found += _best(column, grid, times, note)
    return found


@lru_cache(maxsize=1 << 12)
def _time(name: str) -> int | None:
    """A period as a number of quarters: of years, their last one; None for no period or several."""
    plan = _YEAR_OF_PLAN.match(name)
    if plan:
        return int(plan[1]) * 4
    found = periods_in(name)
    if len(found) != 1 or found[0].start > 2 or not found[0].name[:4].isdigit():
        return None
    year, part = int(found[0].name[:4]), found[0].name[4:]
    return year * 4 + (int(part[1]) - 4 if part.startswith("Q") else 0 if not part else -1000 - int(part[1]))


def _best(column: Column, grid: Grid, times: Sequence[int | None], note: str) -> list[Claim]:
    best: list[Pair] = []
    rank = (-1, -1, -99)
    for amounts in grid.columns:
        if amounts is column or is_growth(amounts.name):
            continue
        pairs = list(_pairs(column, amounts, times))
        agree = sum(1 for pair in pairs if pair.verdict in RIGHT)
        near = -abs(column.at - amounts.at) - (0 if amounts.at < column.at else 1)
        this = (agree, 1 if _shares_word(column.name, amounts.name) else 0, near)
        if pairs and this > rank:
            rank, best = this, pairs
    agree = sum(1 for pair in best if pair.verdict in RIGHT)
    wrong = sum(1 for pair in best if pair.verdict is Verdict.WRONG)
    sure = (agree >= 2 and agree >= 2 * wrong) or (agree == wrong == 1 and _settles(column, best, grid))
    if not sure and (wrong or not agree):
        return []
    return [
        claim_on(pair.stated, pair.computed, Kind.CHANGE, note, general_cause(pair.stated, pair.computed))
        for pair in best
        if pair.verdict in RIGHT or not pair.stated.noted
    ]


def _settles(column: Column, pairs: Sequence[Pair], grid: Grid) -> bool:
    """Whether a header says growth and nothing else, or that of a column, and one row that agrees holds the other to it.

    The row has to agree on a digit or so, and the other be off by more than its amounts can be rounded.
    """
    if not is_plain_growth(column.name, [each.name for each in grid.columns if not is_growth(each.name)]):
        return False
    for pair in pairs:
        cells, off = pair.stated, abs(pair.stated.value - pair.computed.value)
        half = (pair.computed.within.high - pair.computed.within.low) / 2
        if pair.verdict in RIGHT and (cells.within.high - cells.within.low) / 2 + half > _COARSE * abs(
            cells.value
        ):
            return False
        if pair.verdict not in RIGHT and (
            cells.quantity.unit is not Unit.RATIO
            or cells.remarked
            or cells.quantity.approximate
            or cells.quantity.bound
            or off <= _LEAST
            or abs(pair.computed.value) > 5
        ):
            return False
    return True


def is_plain_growth(name: str, amounts: Sequence[str]) -> bool:
    """Whether a header says growth by the year, alone or with the one name of the amounts beside it; not that of a part of it,
    such as organic growth.
    """
    if is_growth_otherwise(name):
        return False
    rest = name
    for period in reversed(periods_in(name)):
        rest = rest[: period.start] + rest[period.end :]
    rest = bare(_PLAIN.sub(" ", rest)).strip(" ,，%％的")
    if not rest:
        return len(amounts) == 1
    return sum(1 for each in amounts if rest.lower() == bare(each).lower()) == 1


def _shares_word(name: str, amounts: str) -> bool:
    return any(word in name for word in _WORDS.findall(amounts))


def _pairs(column: Column, amounts: Column, times: Sequence[int | None]) -> Iterator[Pair]:
    rows = {time: at for at, time in enumerate(times) if time is not None}
    if len(rows) < sum(1 for time in times if time is not None):
        return
    quarters = any(time % 4 for time in rows)
    step = 1 if _QUARTERLY.search(column.name) else 4
    if quarters and step == 4 and not YEARLY.search(column.name):
        return
    for time, at in rows.items():
        before = rows.get(time - step)
        if before is None:
            continue
        stated, now, then = column.cells[at], amounts.cells[at], amounts.cells[before]
        if not (stated and now and then) or stated.ranged or now.ranged or then.ranged:
            continue
        computed = changed(now, then, stated)
        if computed:
            yield Pair(at, stated, computed, verdict_on(stated, computed))


def changed(now: Cell, then: Cell, stated: Cell) -> Computed | None:
    """A change as a share; of percentages in percentage points, and of amounts stated as an amount, the difference."""
    a, b = now.value, then.value
    if stated.quantity.unit is not Unit.RATIO or stated.quantity.suffix in ("pp", "bps"):
        if stated.quantity.suffix in ("pp", "bps") and now.quantity.unit is not Unit.RATIO:
            return None
        return Computed(a - b, now.within.minus(then.within), f"{now.text} - {then.text}")
    if b <= 0 or then.within.low <= 0:
        return None
    within = now.within.over(then.within).minus(exactly(1.0))
    return Computed(a / b - 1, within, f"{now.text} / {then.text} - 1")


def find_compound_growth(grid: Grid, note: str) -> list[Claim]:
    """Growth over the years that headers name: a column of CAGR beside two columns of years or more."""
    found: list[Claim] = []
    for column in grid.columns:
        if not _COMPOUND.search(column.name):
            continue
        years = {}
        for each in grid.columns:
            time = _time(each.name)
            if time is not None and each is not column and not time % 4:
                years[time] = each
        if len(years) >= 2:
            found += _compound(column, years, note)
    return found


def _compound(column: Column, years: dict[int, Column], note: str) -> list[Claim]:
    """Against the first and last year, and against every other pair; the pair that most rows agree with is meant."""
    best: list[tuple[Cell, Computed]] = []
    most = 0
    ordered = sorted(years)
    pairs = [(ordered[0], ordered[-1])] + [
        (a, b)
        for at, a in enumerate(ordered)
        for b in ordered[at + 1 :]
        if (a, b) != (ordered[0], ordered[-1])
    ]
    for first, last in pairs[:40]:
        rows: list[tuple[Cell, Computed]] = []
        for stated, then, now in zip(column.cells, years[first].cells, years[last].cells, strict=True):
            if stated and then and now and not (stated.ranged or then.ranged or now.ranged):
                computed = _compounded(then, now, (last - first) // 4)
                if computed:
                    rows.append((stated, computed))
        agree = sum(1 for stated, computed in rows if verdict_on(stated, computed) in RIGHT)
        if agree > most:
            most, best = agree, rows
    wrong = len(best) - most
    if not most or (wrong and (most < 2 or most < 2 * wrong)):
        return []
    return [
        claim_on(stated, computed, Kind.CHANGE, note, general_cause(stated, computed))
        for stated, computed in best
    ]


def _compounded(then: Cell, now: Cell, years: int) -> Computed | None:
    if then.within.low <= 0 or now.within.low <= 0 or years <= 0:
        return None
    grown = now.within.over(then.within)
    root = Interval(grown.low ** (1 / years) - 1, grown.high ** (1 / years) - 1)
    return Computed(
        (now.value / then.value) ** (1 / years) - 1, root, f"({now.text} / {then.text})^(1/{years}) - 1"
    )
