"""A stated number held against what was computed: the verdict, and the computed number as a note would print it."""

import re
from math import inf, isfinite

from vaultval.audit.claims import Verdict
from vaultval.audit.intervals import Interval, printed_interval
from vaultval.quantity import Quantity


def judged(stated: Quantity, value: float, within: Interval, *, about: bool = False) -> Verdict:
    """Whether a stated number fits what was computed.

    value: computed from the numbers as printed. within: from all that these can stand for. about: whether ≈ stands
    before the stated number. A bound (>, at least, below) is open on its side.
    """
    if not (isfinite(value) and isfinite(within.low) and isfinite(within.high)):
        return Verdict.NOT_CHECKABLE
    left_open = open_ended(printed_interval(stated, about=about), stated)
    if left_open.holds(value):
        return Verdict.REPRODUCES
    return Verdict.ROUNDING if left_open.meets(within) else Verdict.WRONG


def open_ended(interval: Interval, stated: Quantity) -> Interval:
    """The interval of a stated result, without end on the side that its bound leaves open."""
    if stated.bound in ("≥", ">"):
        return Interval(interval.low, inf)
    if stated.bound in ("≤", "<"):
        return Interval(-inf, interval.high)
    return interval


_DIGITS = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?|\.[0-9]+")
_BEFORE = re.compile(
    r"[~≈≒><≥≤=()+−–-]|约为?|大约|大概|超过|不到|至少|至多|(?:about|around|over|under|at least|at most|up to|nearly) "
)
_BEHIND = re.compile(r"(?:[+)]|左右|以上|以下)+\s*$")


def as_printed(number: float, like: Quantity) -> str:
    """A number as the note prints another one, with one digit more: `$27.13/股` for `$27.1/股`.

    The digits are enough to see where the two differ. A number that is far too small for the scale of the other one is
    printed without it.
    """
    if not isfinite(number):
        return ""
    small = like.scale >= 1e3 and abs(number) < like.scale * 1e-3
    mantissa = number if small else number / like.scale
    digits = min(like.digits + 1, 12)
    while mantissa and abs(mantissa) < 10.0**-digits and digits < 12:
        digits += 1
    text = f"{abs(mantissa):,.{digits}f}"
    sign = "-" if mantissa < 0 and text.strip("0.,") else ""
    found = list(_DIGITS.finditer(like.text))
    before = _BEFORE.sub("", like.text[: found[0].start()]).lstrip() if found else ""
    behind = _BEHIND.sub("", like.text[found[-1].end() :]) if found else like.suffix
    if small:
        behind = f"/{like.suffix.partition('/')[2]}" if "/" in like.suffix else ""
    return f"{sign}{before}{text}{behind.rstrip()}"
