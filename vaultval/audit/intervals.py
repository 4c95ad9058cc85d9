"""Interval arithmetic: what printed numbers can stand for, and what follows from that."""

from math import isfinite
from typing import NamedTuple

from vaultval.quantity import Quantity

ABOUT = 0.05
"""How far a number may be off, as a share of it, that is printed with ~, 约 or the like."""
_EXACT_DIGITS = 4
"""A number with this many digits is printed exactly, whatever stands before it."""


class Interval(NamedTuple):
    """All numbers from low to high. Moore, Interval Analysis, 1966."""

    low: float
    high: float

    def __add__(self, other: "Interval") -> "Interval":  # type: ignore[override]  # a number, and no tuple to its users
        return Interval(self.low + other.low, self.high + other.high)

    def minus(self, other: "Interval") -> "Interval":
        """The difference."""
        return Interval(self.low - other.high, self.high - other.low)

    def times(self, other: "Interval") -> "Interval":
        """The product."""
        return _hull(
            self.low * other.low, self.low * other.high, self.high * other.low, self.high * other.high
        )

    def over(self, other: "Interval") -> "Interval":
        """The quotient. Raises ZeroDivisionError where zero lies in the divisor."""
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError
        return self.times(Interval(1 / other.high, 1 / other.low))

    def power(self, other: "Interval") -> "Interval":
        """The power. Raises ValueError where the base can be negative and the exponent is no whole number."""
        if self.low <= 0 and not (other.low == other.high and float(other.low).is_integer()):
            if self.low < 0:
                raise ValueError("a root of a negative number")
            return Interval(0.0 if other.low > 0 else self.high**other.low, self.high**other.high)
        ends = [base**exponent for base in (self.low, self.high) for exponent in (other.low, other.high)]
        if self.low < 0 < self.high and other.low % 2 == 0:
            ends.append(0.0)
        return _hull(*ends)

    def meets(self, other: "Interval") -> bool:
        """Whether some number lies in both; up to the rounding of floats."""
        if self.low <= other.high and other.low <= self.high:
            return True
        if self.low <= other.high and other.low <= self.high:
            return True
        slack = 1e-9 * max((abs(end) for end in (*self, *other) if isfinite(end)), default=0.0)
        return self.low <= other.high + slack and other.low <= self.high + slack

    def holds(self, number: float) -> bool:
        """Whether a number lies in it; up to the rounding of floats."""
        return self.meets(Interval(number, number))

    def widened(self, by: float) -> "Interval":
        """All numbers that are no farther than so much from one of its own."""
        return Interval(self.low - by, self.high + by)

    def scaled(self, factor: float) -> "Interval":
        """All its numbers times a factor above zero."""
        return Interval(self.low * factor, self.high * factor)


def _hull(*numbers: float) -> Interval:
    return Interval(min(numbers), max(numbers))


def exactly(number: float) -> Interval:
    """One number alone."""
    return Interval(number, number)


def half_unit(quantity: Quantity) -> float:
    """Half a unit of the last digit printed, in base units."""
    return 0.5 * quantity.scale * 10.0**-quantity.digits


def printed_interval(quantity: Quantity, *, about: bool = False) -> Interval:
    """What a printed number can stand for: ± half a unit of its last digit, ± 5 % of a number that is about so much.

    about: whether ≈ stands before it. A number of four digits and more is printed exactly all the same. One with a
    plus behind it may be up to 5 % more. A range stands for all from its low end to its high end.
    """
    half = half_unit(quantity)
    low, high = quantity.low - half, quantity.high + half
    if (quantity.approximate or about) and _figures(quantity) < _EXACT_DIGITS:
        low, high = (
            min(low, quantity.low - ABOUT * abs(quantity.low)),
            max(high, quantity.high + ABOUT * abs(quantity.high)),
        )
    if quantity.bound in ("≥", ">"):
        high = max(high, quantity.high + ABOUT * abs(quantity.high))
    if quantity.bound in ("≤", "<"):
        low = min(low, quantity.low - ABOUT * abs(quantity.low))
    return Interval(low, high)


def _figures(quantity: Quantity) -> int:
    """How many digits a number prints, leading zeros left out."""
    mantissa = abs(quantity.value) / quantity.scale * 10.0**quantity.digits
    return len(str(round(mantissa))) if mantissa >= 0.5 else 1
