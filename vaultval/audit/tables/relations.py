"""Columns that follow from two others: quotients, products, sums, differences and changes, confirmed by their rows.

That a column is another over a third is taken for meant, and not for chance, where the digits on which the rows agree
outweigh the number of ways that were tried; a header that says so needs fewer of them. The rows that then do not agree
are wrong.
"""

from collections.abc import Iterator, Sequence
from math import log, log10
from typing import NamedTuple

from vaultval.audit.arithmetic.terms import is_parameter
from vaultval.audit.claims import Claim, Kind, Verdict
from vaultval.audit.facts.periods import periods_in
from vaultval.audit.intervals import Interval, exactly
from vaultval.audit.tables.candidates import Form, candidates
from vaultval.audit.tables.grid import Cell, Grid
from vaultval.audit.tables.making import RIGHT, Computed, claim_on, general_cause, verdict_on
from vaultval.audit.tables.names import is_derived, is_growth, is_growth_otherwise, is_total, names_formula
from vaultval.quantity import Unit

_FEWEST = 3
"""How many rows have to agree where no header says how the column comes about."""
_DIGITS, _DIGITS_HINTED, _DIGITS_NAMED = 3.0, 2.0, 1.2
"""How many decimal digits the rows have to agree on, beyond those that the number of ways tried uses up."""
_ALIKE, _APART = 0.2, 0.5
"""Rows of one table are alike: that a second one agrees says no more than that it is this near by chance. Differences
are less alike than quotients.
"""
_MOST_LINES = 12
_LIMITS = ("<", "≤", ">")
"""What is printed as a limit, and no amount: less than, at most, more than."""
COARSE = 0.06
"""Columns whose numbers all have one digit, such as marks from 1 to 5, agree with anything."""


class Row(NamedTuple):
    """A row in which all three columns print a number, and what the result comes to there."""

    at: int
    stated: Cell
    first: Cell
    second: Cell
    computed: Computed
    verdict: Verdict
    digits: float

    @property
    def units(self) -> tuple[Unit, ...]:
        return tuple(cell.quantity.unit for cell in (self.stated, self.first, self.second))


def find_relations(grid: Grid, note: str) -> list[Claim]:
    """The claims of columns that follow from two others."""
    columns = [column for column in grid.columns if column.finest < COARSE][:_MOST_LINES]
    found: list[Claim] = []
    for form in candidates(columns):
        found += _claims(form, grid, len(columns), note)
    return found


def _claims(form: Form, grid: Grid, columns: int, note: str) -> list[Claim]:
    rows = list(rows_of(form))
    body = [row for row in rows if not is_total(grid.names[row.at])]
    agree = [row for row in body if row.verdict in RIGHT]
    units = {row.units for row in agree}
    wrong = [row for row in body if _is_wrong(row) and row.units in units]
    named = names_formula(form.result.name, form.first.name, form.second.name) or _names_change(form)
    hinted = is_derived(form.result.name) or is_growth(form.result.name)
    digits = evidence([row.digits for row in agree], _alike(form, agree)) - log10(
        _ways(columns, named=named, hinted=hinted)
    )
    fewest = 2 if named or (hinted and digits >= _DIGITS) else _FEWEST
    if len(agree) < fewest or len(agree) < 2 * len(wrong):
        return []
    if digits < (0.0 if named or (hinted and not wrong) else 0.6 if hinted else 2.0):
        return []
    kind = Kind.CHANGE if form.sign == "change" else Kind.TABLE_RATIO
    most = len(wrong) <= (1 if len(agree) == fewest == 2 else len(agree) / 3)
    sure = digits >= (_DIGITS_NAMED if named else _DIGITS_HINTED if hinted else _DIGITS) and most
    if wrong and (not sure or (kind is Kind.CHANGE and is_growth_otherwise(form.result.name))):
        return []
    shown = [row for row in rows if row.verdict in RIGHT or (sure and row in wrong)]
    return [claim_on(row.stated, row.computed, kind, note, cause_of(form, row)) for row in shown]


def _alike(form: Form, rows: Sequence[Row]) -> float:
    """How near to each other the results of the rows are: about the spread of their logarithms."""
    least = 0.1 if form.sign in "×/" else _APART
    logs = [log(abs(row.stated.value)) for row in rows if row.stated.value]
    return min(1.0, max(least, 0.6 * (max(logs) - min(logs)))) if len(logs) > 1 else least


def _is_wrong(row: Row) -> bool:
    return row.verdict is Verdict.WRONG and not row.stated.noted


def _names_change(form: Form) -> bool:
    """Whether a header says growth, and the columns it is taken from are a period and an earlier one."""
    if form.sign not in ("change", "-") or not is_growth(form.result.name):
        return False
    later, earlier = periods_in(form.first.name), periods_in(form.second.name)
    named = periods_in(form.result.name)
    if named and later and named[-1].name != later[0].name:
        return False
    return len(later) == 1 and len(earlier) == 1 and later[0].name > earlier[0].name


def _ways(columns: int, *, named: bool, hinted: bool) -> int:
    """How many ways were tried: one if a header names it, those of one result if it says that it is one, else all."""
    pairs = max(1, (columns - 1) * (columns - 2))
    return 1 if named else pairs if hinted else pairs * columns


def rows_of(form: Form) -> Iterator[Row]:
    """The rows in which all three columns of a form print a number each, and no limit."""
    seen: set[tuple[float, float, float]] = set()
    for at, (stated, first, second) in enumerate(
        zip(form.result.cells, form.first.cells, form.second.cells, strict=True)
    ):
        if not (stated and first and second) or stated.ranged or first.ranged or second.ranged:
            continue
        if first.quantity.bound in _LIMITS or second.quantity.bound in _LIMITS:
            continue
        computed = computed_by(form.sign, first, second, stated)
        if computed is None:
            continue
        key = (stated.value, first.value, second.value)
        digits = 0.0 if key in seen else _digits(form.sign, stated, first, second)
        seen.add(key)
        yield Row(at, stated, first, second, computed, verdict_on(stated, computed), digits)


def computed_by(sign: str, first: Cell, second: Cell, stated: Cell) -> Computed | None:
    """What two cells come to by a sign; None for a share of nothing. A change may be stated as a difference."""
    a, b = first.value, second.value
    left, right = factor_interval(first, sign), factor_interval(second, sign)
    if sign == "change" and _by_difference(first, second, stated):
        sign = "-"
    if sign == "×":
        value, within = a * b, left.times(right)
    elif sign == "+":
        value, within = a + b, left + right
    elif sign == "-":
        value, within = a - b, left.minus(right)
    elif right.low <= 0 <= right.high or (sign == "change" and (right.low <= 0 or not _is_share(stated))):
        return None
    else:
        less = 1.0 if sign == "change" else 0.0
        value, within = a / b - less, left.over(right).minus(exactly(less))
    written = (
        f"{first.text} / {second.text} - 1" if sign == "change" else f"{first.text} {sign} {second.text}"
    )
    return Computed(value, within, written)


def _is_share(cell: Cell) -> bool:
    return cell.quantity.unit is Unit.RATIO


def _by_difference(first: Cell, second: Cell, stated: Cell) -> bool:
    """Whether a change is stated as a difference: in percentage points, or in the unit of what changed."""
    units = {first.quantity.unit, second.quantity.unit, stated.quantity.unit}
    if len(units) > 1:
        return False
    if stated.quantity.suffix in ("pp", "bps") or stated.quantity.unit is not Unit.RATIO:
        return True
    return stated.within.meets(first.within.minus(second.within))


def factor_interval(cell: Cell, sign: str = "×") -> Interval:
    """What a factor can stand for. A whole multiple or a bare whole number is a parameter; a percentage of a table may be rounded."""
    if sign in "×/" and is_parameter(cell.quantity) and cell.quantity.unit is not Unit.RATIO:
        return exactly(cell.quantity.value) if abs(cell.quantity.value) < 100 else cell.within
    return cell.within


def _digits(sign: str, stated: Cell, first: Cell, second: Cell) -> float:
    """How many digits the agreement of a row is worth: few where one of the numbers hardly matters."""
    values = [abs(cell.quantity.value) for cell in (stated, first, second)]
    if not all(values):
        return 0.0
    halves = [(cell.within.high - cell.within.low) / 2 for cell in (stated, first, second)]
    if sign in "+-":
        off = sum(halves) / min(values)
    elif sign == "change":
        off = (halves[0] + (halves[1] / values[1] + halves[2] / values[2]) * values[1] / values[2]) / values[
            0
        ]
    else:
        off = sum(half / value for half, value in zip(halves, values, strict=True))
        if any(abs(value - 1) <= off for value in values):
            return 0.0
    return -log10(off) if 0 < off < 1 else 0.0 if off else 9.0


def evidence(digits: Sequence[float], alike: float = _ALIKE) -> float:
    """What the digits of all rows are worth together: the best row in full, the others beyond what makes rows alike."""
    ordered = sorted(digits, reverse=True)
    return (ordered[0] if ordered else 0.0) + sum(max(0.0, each + log10(alike)) for each in ordered[1:])


def cause_of(form: Form, row: Row) -> str:
    """What a wrong number is off by, or the input of the row above or below that gives it."""
    if row.verdict is not Verdict.WRONG:
        return ""
    general = general_cause(row.stated, row.computed)
    if general:
        return general
    neighbours = [at for at in (row.at - 1, row.at + 1) if 0 <= at < len(form.first.cells)]
    others = [(form.first.cells[at], row.first) for at in neighbours]
    others += [(form.second.cells[at], row.second) for at in neighbours]
    for other, own in others:
        if other and not other.ranged and other.value != own.value:
            left, right = (other, row.second) if own is row.first else (row.first, other)
            computed = computed_by(form.sign, left, right, row.stated)
            if computed and row.stated.within.holds(computed.value):
                return f"{other.text} in place of {own.text} gives {row.stated.text}"
    return ""
