"""A guess at why a stated number is wrong, where one substitution explains it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import isfinite, log10

from vaultval.audit.arithmetic.comparing import is_range
from vaultval.audit.arithmetic.sides import Node, Side, factors, numbers_of, summands, value
from vaultval.audit.arithmetic.terms import is_bare, is_parameter
from vaultval.audit.arithmetic.units import counted
from vaultval.audit.intervals import printed_interval
from vaultval.audit.verdicts import as_printed
from vaultval.quantity import Quantity, Unit

_LARGEST_STEP = 3.0
"""By what factor another input may differ from the one that is printed, up or down."""


def cause_of(made_of: Side, stated: Quantity, others: Sequence[Quantity] = ()) -> str:
    """The one substitution that gives what is stated, "" if none does.

    others: numbers beside it that may have been taken in place of one of its own, such as those of the row above.
    """
    if is_range(stated) or any(is_range(term.quantity) for term in made_of.terms):
        return ""
    try:
        computed = value(made_of.tree, numbers_of(made_of))
    except ArithmeticError:
        return ""
    stated = counted(stated)
    guesses = (_sign, _power_of_ten, _left_out, _rate, _neighbour, _round_input)
    for guess in guesses:
        found = guess(made_of, stated, computed, others)
        if found:
            return found
    return ""


def _gives(stated: Quantity, number: float) -> bool:
    return isfinite(number) and printed_interval(stated).holds(number)


def _sign(_made_of: Side, stated: Quantity, computed: float, _others: Sequence[Quantity]) -> str:
    return "the sign is the other one" if computed and _gives(stated, -computed) else ""


def _power_of_ten(_made_of: Side, stated: Quantity, computed: float, _others: Sequence[Quantity]) -> str:
    if not computed or not stated.value or stated.value / computed <= 0:
        return ""
    power = round(log10(stated.value / computed))
    if not power or not _gives(stated, computed * 10.0**power):
        return ""
    if abs(power) == 2 and stated.unit is Unit.RATIO:
        return "a percentage was taken for a fraction, or a fraction for a percentage"
    way = "large" if power > 0 else "small"
    return f"it is {10 ** abs(power):,} times too {way}"


def _left_out(made_of: Side, stated: Quantity, _computed: float, _others: Sequence[Quantity]) -> str:
    """Without one of the factors of a product, or of the parts of a sum."""
    for split, one in ((factors, 1.0), (summands, 0.0)):
        parts = split(made_of.tree)
        if len(parts) < 3:
            continue
        for part, _ in parts:
            if part.sign != "number":
                continue
            numbers = numbers_of(made_of, {part.at: one})
            if _gives(stated, _value(made_of.tree, numbers)):
                return f"it is right without {made_of.terms[part.at].token.text}"
    return ""


def _rate(made_of: Side, stated: Quantity, _computed: float, _others: Sequence[Quantity]) -> str:
    """Another rate in `1.115^5`: one that is a multiple of a quarter per cent."""
    for node in _powers(made_of.tree):
        base = node.parts[0]
        if base.sign != "number" or not 1 < made_of.terms[base.at].quantity.value < 2:
            continue
        tried = sorted(range(1, 161), key=lambda step: (step % 4 != 0, step % 2 != 0, step))
        for step in tried:
            rate = step * 0.0025
            if _gives(stated, _value(made_of.tree, numbers_of(made_of, {base.at: 1 + rate}))):
                return f"a rate of {rate * 100:g} % gives {stated.text}"
    return ""


def _powers(tree: Node) -> Iterator[Node]:
    if tree.sign == "^":
        yield tree
    for part in tree.parts:
        yield from _powers(part)


def _neighbour(made_of: Side, stated: Quantity, _computed: float, others: Sequence[Quantity]) -> str:
    for at, term in enumerate(made_of.terms):
        for other in others:
            same = other.unit is term.quantity.unit and other.value != term.quantity.value
            if same and _gives(stated, _value(made_of.tree, numbers_of(made_of, {at: other.value}))):
                return f"{other.text} in place of {term.token.text} gives {stated.text}"
    return ""


def _round_input(made_of: Side, stated: Quantity, computed: float, _others: Sequence[Quantity]) -> str:
    """Another input, printed with no more digits than the one that stands there: the roundest that gives the number."""
    if not computed or not stated.value:
        return ""
    found: list[tuple[int, float, str]] = []
    for part, _ in factors(made_of.tree):
        quantity = made_of.terms[part.at].quantity if part.sign == "number" else None
        # In a product of two bare numbers, some other number always fits.
        if quantity is None or not is_parameter(quantity) or (is_bare(quantity) and len(made_of.terms) < 3):
            continue
        for ratio in (stated.value / computed, computed / stated.value):
            needed = _rounded(quantity, ratio)
            changed = numbers_of(made_of, {part.at: needed})
            near = 1 / _LARGEST_STEP <= ratio <= _LARGEST_STEP
            if near and needed != quantity.value and _gives(stated, _value(made_of.tree, changed)):
                text = as_printed(needed, replace(quantity, digits=max(quantity.digits - 1, 0)))
                found.append(
                    (
                        _roundness(needed, quantity),
                        abs(ratio - 1),
                        f"{_short(text)} in place of {quantity.text}",
                    )
                )
    found.sort()
    if not found or (len(found) > 1 and found[1][0] == found[0][0]):
        return ""
    return f"{found[0][2]} gives {stated.text}"


def _rounded(quantity: Quantity, ratio: float) -> float:
    """A number times a ratio, rounded to the digits that the number prints."""
    return round(quantity.value * ratio / quantity.scale, quantity.digits) * quantity.scale


def _roundness(number: float, quantity: Quantity) -> int:
    """0 for a multiple of five of the last digit printed, else 1."""
    units = round(number / quantity.scale * 10**quantity.digits)
    return 0 if units % 5 == 0 else 1


def _short(text: str) -> str:
    """A number without zeros behind its decimal point."""
    head, point, rest = text.partition(".")
    digits = len(rest) - len(rest.lstrip("0123456789"))
    kept = rest[:digits].rstrip("0")
    return head + (point + kept if kept else "") + rest[digits:] if point else text


def _value(tree: Node, numbers: Sequence[float]) -> float:
    try:
        return value(tree, numbers)
    except (ArithmeticError, ValueError):
        return float("nan")
