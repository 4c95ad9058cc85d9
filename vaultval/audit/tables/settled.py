"""Columns whose headers settle how they come about: known ratios, a quantity times a price, growth from year to year.

The header says what is meant, so that one row that comes out right is enough to hold the others to it.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from vaultval.audit.claims import Claim, Kind, Verdict
from vaultval.audit.facts.periods import periods_in
from vaultval.audit.tables.candidates import Form
from vaultval.audit.tables.grid import Column, Grid
from vaultval.audit.tables.growth import YEARLY, is_plain_growth
from vaultval.audit.tables.making import RIGHT, claim_on, general_cause
from vaultval.audit.tables.names import bare, is_growth, is_mean, is_total
from vaultval.audit.tables.ratios import MULTIPLES, RATIOS, metric_of
from vaultval.audit.tables.relations import Row, cause_of, evidence, rows_of

_QUANTITY = re.compile(
    r"(?:order |sales )?(?:qty|quantity|units?(?: sold)?|volumes?|shares(?: held)?|deliveries|shipments)|数量|销量|出货量|交付量|持股数?|股数|件数",
    re.IGNORECASE,
)
_PRICE = re.compile(
    r"(?:unit |average |avg\.? |selling |share |current )*(?:price|cost)(?: per unit| per share)?|ASP|单价|均价|平均售价|售价|价格|股价|现价",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"(?:line |market |total |sales )?(?:amount|value|revenues?|sales|total)|(?:总)?金额|总价|营收|收入|销售额|市值|小计|合计",
    re.IGNORECASE,
)
_WAY = re.compile(
    r"(?P<next>(?<![a-z])(?:forward|fwd|next)(?![a-z])|远期|前瞻|预期|预测)|(?<![a-z])(?:trailing|last)(?![a-z])|滚动",
    re.IGNORECASE,
)
_YEAR_NAME = re.compile(r"(20[0-9]{2}|19[0-9]{2})((?:Q[1-4]|H[12])?)")
_DIGITS, _DIGITS_OF_ONE = 0.6, 0.7
"""How many digits the rows that come out right are worth at least; and where there is but one."""
_LEAST, _MOST = 0.02, 5.0
"""By which share a number is off at least to be wrong; and by which factor at most, where no power of ten explains it."""


def find_settled(grid: Grid, note: str) -> list[Claim]:
    """The claims of columns whose headers, and those of two other columns, settle what they are."""
    found: list[Claim] = []
    for column in grid.columns:
        best: list[Row] = []
        most, chosen = 0, None
        forms = list(_forms(column, grid))
        for form in forms:
            rows = [row for row in rows_of(form) if not _is_aside(grid.names[row.at])]
            agree = sum(1 for row in rows if row.verdict in RIGHT)
            if agree > most:
                most, best, chosen = agree, rows, form
        if chosen:
            found += _claims(chosen, best, note, alone=len(forms) == 1)
    return found


def _is_aside(name: str) -> bool:
    """Whether a row is no case of its own: a total, a mean, a change."""
    return is_total(name) or is_mean(name) or is_growth(name)


def _claims(form: Form, rows: Sequence[Row], note: str, *, alone: bool) -> list[Claim]:
    agree = [row for row in rows if row.verdict in RIGHT]
    units = {row.units for row in agree}
    wrong = [
        row for row in rows if row.verdict is Verdict.WRONG and row.units in units and _is_off(form, row)
    ]
    against = sum(1 for row in rows if row.verdict is Verdict.WRONG)
    digits = evidence([row.digits for row in agree])
    if digits < (_DIGITS if len(agree) > 1 else _DIGITS_OF_ONE):
        return []
    few = against > 1 if len(agree) < 2 else len(agree) < 2 * against
    timed = _times(form.result.name) != _times(form.first.name) or _times(form.first.name) != _times(
        form.second.name
    )
    sure = len(agree) > 1 or (alone and (form.sign == "change" or not timed))
    if against and (few or not sure):
        return []
    kind = Kind.CHANGE if form.sign == "change" else Kind.TABLE_RATIO
    return [
        claim_on(row.stated, row.computed, kind, note, cause_of(form, row))
        for row in rows
        if row in agree or row in wrong
    ]


def _is_off(form: Form, row: Row) -> bool:
    """Whether a number that does not fit is certainly wrong, and not of another unit, currency or basis."""
    cells = (row.stated, row.first, row.second)
    if any(cell.remarked for cell in cells) or len({cell.quantity.currency for cell in cells} - {""}) > 1:
        return False
    if any(cell.quantity.approximate or cell.quantity.bound for cell in cells):
        return False
    stated, value = row.stated.value, row.computed.value
    if abs(stated - value) <= _LEAST * abs(value) or not stated or not value:
        return False
    if form.sign == "change":
        return abs(value) < _MOST
    cause = general_cause(row.stated, row.computed)
    if "1,000" in cause or (metric_of(form.result.name) in MULTIPLES and (value < 0 or stated < 0)):
        return False
    return bool(cause) or 1 / _MOST <= stated / value <= _MOST


def _forms(column: Column, grid: Grid) -> Iterator[Form]:
    """What a column is by its header."""
    yield from _ratios(column, grid)
    name = bare(column.name)
    if _AMOUNT.fullmatch(name):
        for first in grid.columns:
            if first is not column and _QUANTITY.fullmatch(bare(first.name)):
                for second in grid.columns:
                    if second is not column and _PRICE.fullmatch(bare(second.name)):
                        yield Form("×", column, first, second)
    if not grid.turned and is_growth(column.name) and is_plain_growth(column.name, ("",)):
        yield from _growth(column, grid)


def _ratios(column: Column, grid: Grid) -> Iterator[Form]:
    for above, below in RATIOS.get(metric_of(column.name), ()):
        for first in grid.columns:
            if metric_of(first.name) == above and _one_time(column, first):
                for second in grid.columns:
                    if (
                        metric_of(second.name) == below
                        and _one_time(column, second)
                        and _one_time(first, second)
                    ):
                        yield Form("/", column, first, second)


def _one_time(first: Column, second: Column) -> bool:
    """Whether the headers of two columns do not name different periods."""
    one, other = _times(first.name), _times(second.name)
    return not (one and other) or one == other


@lru_cache(maxsize=1 << 12)
def _times(name: str) -> tuple[str, ...]:
    """The periods that a header names; those to come, and those gone by, of a forward and a trailing multiple."""
    way = _WAY.search(name)
    return tuple(period.name for period in periods_in(name)) or (
        (("NTM" if way["next"] else "LTM"),) if way else ()
    )


def _growth(column: Column, grid: Grid) -> Iterator[Form]:
    """From the year before to the last year to the left of a column that is named growth and nothing else."""
    years: dict[tuple[int, str], Column] = {}
    for each in grid.columns:
        found = periods_in(each.name)
        year = _YEAR_NAME.fullmatch(found[0].name) if len(found) == 1 else None
        if each.at < column.at and year and not is_growth(each.name):
            if (int(year[1]), year[2]) in years:
                return
            years[int(year[1]), year[2]] = each
    if not years:
        return
    last = max(years, key=lambda each: years[each].at)
    named = periods_in(column.name)
    if named and named[-1].name != f"{last[0]}{last[1]}":
        return
    if len(years) > 2 and not YEARLY.search(column.name):
        return
    before = years.get((last[0] - 1, last[1]))
    if before and last == max(years):
        yield Form("change", column, years[last], before)
