"""What a computed figure can be, given the digits that its inputs leave open: its arithmetic done again on intervals."""

from collections.abc import Callable, Mapping
from functools import reduce
from math import exp, inf, isfinite, log

from vaultval.audit.arithmetic.terms import is_parameter, number
from vaultval.audit.intervals import Interval, exactly, printed_interval
from vaultval.figure import Figure, N

MOST_OPEN = 0.02
"""How much of itself the digits of an input leave open at most: who puts 1B or $2T into a model means just that."""


def bounds(figure: N) -> Interval:
    """All values that a figure can have while each of its inputs stays within the digits that its note prints.

    Interval arithmetic over the recorded operations (Moore, Interval Analysis, 1966): an input that stands in it twice
    counts as two, so the interval may be too wide, and is never too narrow. A whole percentage, multiple or bare number
    is exact as printed; so are a number without history, and a step that cannot be done on intervals. Of an input of one or
    two digits no more than 2 % is left open.
    """
    if not isinstance(figure, Figure):
        return exactly(figure)
    known: dict[int, Interval] = {}
    waiting = [(figure, False)]
    while waiting:
        step, ready = waiting.pop()
        if id(step) in known:
            continue
        if not ready and step.operands:
            waiting.append((step, True))
            waiting += [(operand, False) for operand in step.operands]
            continue
        known[id(step)] = _step(step, [known[id(operand)] for operand in step.operands])
    return known[id(figure)]


def _step(step: Figure, operands: list[Interval]) -> Interval:
    """One operation. Anything that has no value on intervals counts as exact."""
    if step.operation == "input":
        return _input(step)
    if not operands:
        return exactly(step.value)
    try:
        found = _computed(step.operation, operands)
    except (ZeroDivisionError, ValueError, OverflowError):
        return Interval(-inf, inf)
    if found is None or not (isfinite(found.low) and isfinite(found.high)):
        return exactly(step.value)
    return Interval(min(found.low, step.value), max(found.high, step.value))


_SIGNS: Mapping[str, Callable[[Interval, Interval], Interval]] = {
    "+": Interval.__add__,
    "sum": Interval.__add__,
    "−": Interval.minus,
    "×": Interval.times,
    "product": Interval.times,
    "/": Interval.over,
    "^": Interval.power,
}


def _computed(operation: str, parts: list[Interval]) -> Interval | None:
    """None for an operation that is not known here, such as one looked up in a table."""
    if operation.startswith(("smallest", "largest")):
        pick = min if operation.startswith("smallest") else max
        return Interval(pick(part.low for part in parts), pick(part.high for part in parts))
    if operation in _SIGNS:
        return reduce(_SIGNS[operation], parts)
    if operation in ("exp", "ln"):
        grows = exp if operation == "exp" else log
        return Interval(grows(parts[0].low), grows(parts[0].high))
    return parts[0] if operation == "is" else None


def _input(figure: Figure) -> Interval:
    """What an input's text leaves open. A header may give its scale: then the text is a multiple of the value."""
    quantity = number(figure.text.strip()) if figure.text else None
    if quantity is None or is_parameter(quantity) or not quantity.value:
        return exactly(figure.value)
    scale = figure.value / quantity.value
    if scale <= 0:
        return exactly(figure.value)
    printed, most = printed_interval(quantity), MOST_OPEN * abs(quantity.value)
    if quantity.low == quantity.high and not quantity.approximate and not quantity.bound:
        printed = Interval(max(printed.low, quantity.value - most), min(printed.high, quantity.value + most))
    return printed.scaled(scale)
