"""Columns that follow from one other column and a number that a header names: `vs $422.61`, `P/E @ $139.65`."""

from collections.abc import Iterator, Sequence
from math import log10
from typing import NamedTuple

from vaultval.audit.arithmetic.terms import NUMBER, number
from vaultval.audit.claims import Claim, Kind
from vaultval.audit.intervals import Interval, exactly, printed_interval
from vaultval.audit.tables.grid import Cell, Column, Grid
from vaultval.audit.tables.making import RIGHT, Computed, claim_on, general_cause, verdict_on
from vaultval.audit.tables.relations import evidence
from vaultval.quantity import Quantity, Unit

_DIGITS, _DIGITS_OWN = 3.0, 2.0
"""How many digits the rows agree on; fewer where the number stands in the column's own header."""


class Constant(NamedTuple):
    """A number of a header. at: the header's column."""

    quantity: Quantity
    text: str
    at: int


def find_by_constants(grid: Grid, note: str) -> list[Claim]:
    """The claims of columns that are another over, times, or compared with a number in a header of the table."""
    constants = [constant for column in grid.columns for constant in _constants(column)]
    if not constants:
        return []
    found: list[Claim] = []
    for column in grid.columns:
        for constant in constants[:4]:
            found += _best(column, constant, grid, note)
    return found


def _constants(column: Column) -> Iterator[Constant]:
    """Amounts of money with three digits or more in a header: a price, or a revenue per year."""
    if not any(mark in column.name for mark in "$¥€£"):
        return
    for match in NUMBER.finditer(column.name.replace("@", " ")):
        quantity = number(match[0].strip()) if match["currency"] else None
        if quantity and sum(map(str.isdigit, match["digits"])) >= 3:
            yield Constant(quantity, match[0].strip(), column.at)


def _best(column: Column, constant: Constant, grid: Grid, note: str) -> list[Claim]:
    best: list[tuple[Cell, Computed]] = []
    most, digits = 0, 0.0
    for other in grid.columns:
        if other is column or not (constant.at in (column.at, other.at) or column.unit is Unit.RATIO):
            continue
        for sign in _signs(column, other):
            rows = list(_rows(column, other, constant, sign))
            agree = [(stated, computed) for stated, computed in rows if verdict_on(stated, computed) in RIGHT]
            if len(agree) > most:
                most, best = len(agree), rows
                digits = evidence([_digits(stated, computed) for stated, computed in agree])
    wrong = len(best) - most
    digits -= log10(4 * len(grid.columns))
    own = constant.at == column.at
    few = most < (2 if own else 3) * wrong or digits < (_DIGITS_OWN if own else _DIGITS)
    if most < 2 or digits < 1.0 or (wrong and few):
        return []
    return [
        claim_on(stated, computed, Kind.TABLE_RATIO, note, general_cause(stated, computed))
        for stated, computed in best
        if not stated.noted or verdict_on(stated, computed) in RIGHT
    ]


def _signs(column: Column, other: Column) -> Sequence[str]:
    if column.unit is Unit.RATIO:
        return ("change",) if other.unit is Unit.CURRENCY else ()
    if column.unit is Unit.MULTIPLE:
        return ("under", "over") if other.unit is Unit.CURRENCY else ()
    return ("times",) if other.unit in (Unit.MULTIPLE, Unit.RATIO, Unit.OTHER) else ()


def _rows(column: Column, other: Column, constant: Constant, sign: str) -> Iterator[tuple[Cell, Computed]]:
    fixed, within = constant.quantity.value, printed_interval(constant.quantity)
    for stated, part in zip(column.cells, other.cells, strict=True):
        if stated and part and not (stated.ranged or part.ranged) and part.value > 0:
            yield stated, _computed(part, fixed, within, constant.text, sign)


def _computed(part: Cell, fixed: float, within: Interval, text: str, sign: str) -> Computed:
    if sign == "times":
        return Computed(part.value * fixed, part.within.times(within), f"{part.text} × {text}")
    if sign == "under":
        return Computed(fixed / part.value, _over(within, part.within), f"{text} / {part.text}")
    ratio = _over(part.within, within)
    if sign == "over":
        return Computed(part.value / fixed, ratio, f"{part.text} / {text}")
    return Computed(part.value / fixed - 1, ratio.minus(exactly(1.0)), f"{part.text} / {text} - 1")


def _over(above: Interval, below: Interval) -> Interval:
    return above.over(below) if below.low > 0 else Interval(float("-inf"), float("inf"))


def _digits(stated: Cell, computed: Computed) -> float:
    half = (stated.within.high - stated.within.low + computed.within.high - computed.within.low) / 2
    off = half / abs(stated.value) if stated.value else 1.0
    return -log10(off) if 0 < off < 1 else 0.0
