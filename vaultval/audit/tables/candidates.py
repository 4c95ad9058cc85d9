"""The search for columns that may follow from two others: quick, and in floats; what it finds is checked by intervals."""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from vaultval.audit.tables.grid import Column
from vaultval.audit.tables.names import is_derived, is_growth, is_input, names_formula
from vaultval.audit.tables.ratios import is_ratio_of
from vaultval.quantity import Unit

_NOT_SUMMED = frozenset((Unit.MULTIPLE, Unit.YEARS))
_FEWEST, _SAMPLE = 2, 6
"""How many rows there have to be, and how many are looked at."""
_CHANCE = 0.1
"""How probable it may be at most that the rows looked at agree by chance."""

Number = tuple[float, float, float]
"""A value, how far it may be off, and that as a share of it."""
Test = Callable[[Number, Number, Number], bool]


class Form(NamedTuple):
    """sign: how the result comes of the two inputs. result, first, second: columns."""

    sign: str
    result: Column
    first: Column
    second: Column


def candidates(columns: Sequence[Column]) -> Iterator[Form]:
    """The forms that hold in most of the first rows, each told of the column that is the result."""
    filled = [sum(1 << at for at, single in enumerate(column.singles) if single) for column in columns]
    for first, second, third in combinations(range(len(columns)), 3):
        if (filled[first] & filled[second] & filled[third]).bit_count() < _FEWEST:
            continue
        x, y, z = three = columns[first], columns[second], columns[third]
        rows: list[tuple[Number, Number, Number]] = []
        for row in zip(x.singles, y.singles, z.singles, strict=True):
            if row[0] and row[1] and row[2]:
                rows.append(row)  # type: ignore[arg-type]  # none of the three is None
                if len(rows) == _SAMPLE:
                    break
        for a, b, c in ((0, 1, 2), (0, 2, 1), (1, 2, 0)):
            yield from _forms(three, rows, a, b, c)


def _forms(
    three: Sequence[Column], rows: Sequence[tuple[Number, Number, Number]], a: int, b: int, c: int
) -> Iterator[Form]:
    """What the last of three columns, or another of them, may be."""
    units = (three[a].unit, three[b].unit, three[c].unit)
    if _can_multiply(*units) and _mostly(rows, a, b, c, _is_product):
        told = _told("×", three[a], three[b], three[c])
        if _tells(rows, a, b, c, told):
            yield told
    changes = []
    other_is_growth = is_growth(three[a].name) or is_growth(three[b].name)
    if is_growth(three[c].name) or (three[c].unit is Unit.RATIO and not other_is_growth):
        for first, second in ((a, b), (b, a)):
            if _can_compare(three[a].unit, three[b].unit) and _mostly(rows, first, second, c, _is_change):
                changes.append(Form("change", three[c], three[first], three[second]))
    yield from changes
    if not changes and _can_add(*units) and _mostly(rows, a, b, c, _is_sum):
        told = _told("+", three[a], three[b], three[c])
        if not is_growth(told.result.name) and _tells(rows, a, b, c, told):
            yield told


def _can_multiply(first: Unit | None, second: Unit | None, whole: Unit | None) -> bool:
    """Whether the units allow that the first two make the whole: money comes of one amount of money, and not of two."""
    units = (first, second, whole)
    if None in units or Unit.OTHER in units:
        return True
    return (first is Unit.CURRENCY) + (second is Unit.CURRENCY) == (whole is Unit.CURRENCY)


def _can_add(first: Unit | None, second: Unit | None, whole: Unit | None) -> bool:
    """Whether the units allow that the first two add up to the whole: they are one, and none that is never added."""
    units = {first, second, whole} - {None, Unit.OTHER}
    return len(units) < 2 and not units & _NOT_SUMMED


def _can_compare(first: Unit | None, second: Unit | None) -> bool:
    """Whether one number can be more or less than the other."""
    return first is second or None in (first, second) or Unit.OTHER in (first, second)


def _mostly(rows: Sequence[tuple[Number, Number, Number]], a: int, b: int, c: int, holds: Test) -> bool:
    """Whether two rows of three at least agree roughly."""
    most = len(rows) // 3
    for row in rows:
        if not holds(row[a], row[b], row[c]):
            most -= 1
            if most < 0:
                return False
    return True


def _tells(rows: Sequence[tuple[Number, Number, Number]], a: int, b: int, c: int, form: Form) -> bool:
    """Whether the agreement of the rows can be worth more than chance: two rows of one digit, or a header that says so."""
    if names_formula(form.result.name, form.first.name, form.second.name):
        return True
    left = 1.0
    for row in rows:
        one, two, three = row[a], row[b], row[c]
        if form.sign in "×/":
            off = one[2] + two[2] + three[2]
        else:
            least = min(abs(one[0]), abs(two[0]), abs(three[0]))
            off = (one[1] + two[1] + three[1]) / least if least else 1.0
        left *= min(1.0, off)
    return left < _CHANCE


def _is_product(a: Number, b: Number, c: Number) -> bool:
    product = a[0] * b[0]
    return abs(product - c[0]) <= 1.2 * abs(product) * (a[2] + b[2] + c[2]) + 1e-12


def _is_sum(a: Number, b: Number, c: Number) -> bool:
    return abs(a[0] + b[0] - c[0]) <= 1.05 * (a[1] + b[1] + c[1]) + 1e-12


def _is_change(a: Number, b: Number, c: Number) -> bool:
    """Relative, or as a difference."""
    if abs(a[0] - b[0] - c[0]) <= 1.05 * (a[1] + b[1] + c[1]) + 1e-12:
        return True
    if b[0] <= 0:
        return False
    ratio = a[0] / b[0]
    return abs(ratio - 1 - c[0]) <= 1.2 * (c[1] + (a[2] + b[2]) * abs(ratio)) + 1e-12


def _told(sign: str, first: Column, second: Column, whole: Column) -> Form:
    """Whole = first sign second, told of the column that is most likely the result: by its header, else the last one."""
    columns = (first, second, whole)
    result = max(
        columns,
        key=lambda column: (_likely(column, [each for each in columns if each is not column]), column.at),
    )
    if result is whole:
        return Form(sign, whole, first, second)
    other = second if result is first else first
    return Form("/" if sign == "×" else "-", result, whole, other)


def _likely(column: Column, others: Sequence[Column]) -> int:
    names = [each.name for each in others]
    named = names_formula(column.name, *names) or is_ratio_of(column.name, *names)
    return 3 * named + is_derived(column.name) + is_growth(column.name) - 2 * is_input(column.name)
