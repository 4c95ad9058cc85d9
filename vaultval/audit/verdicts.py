"""A stated number held against what was computed: the verdict, and the computed number as a note would print it."""

from math import inf, isfinite

from vaultval.audit.claims import Verdict
from vaultval.audit.intervals import Interval, printed_interval
from vaultval.quantity import Quantity, Unit


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


_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "CNY": "¥"}
_SCALES = {1e3: "K", 1e4: "万", 1e6: "M", 1e8: "亿", 1e9: "B", 1e12: "T"}
_PERCENT = {"%": 0.01, "pp": 0.01, "bps": 0.0001, "‰": 0.001}


def as_printed(number: float, like: Quantity) -> str:
    """A number in the unit and scale of another, with one digit more than that one prints.

    The digits are enough to see where the two differ, and no more than six significant ones are left out.
    """
    if not isfinite(number):
        return ""
    scale = like.scale if like.scale < 1e3 or abs(number) >= like.scale * 1e-3 else 1.0
    digits = min(like.digits + 1, 12)
    mantissa = number / scale
    while mantissa and abs(mantissa) < 10.0**-digits and digits < 12:
        digits += 1
    text = f"{mantissa:,.{digits}f}"
    sign = "-" if text.startswith("-") else ""
    text = text.removeprefix("-")
    if like.unit is Unit.CURRENCY:
        mark = _SIGNS.get(like.currency, f"{like.currency} " if like.currency else "")
        return f"{sign}{mark}{text}{_SCALES.get(scale, '')}{_per(like.suffix)}"
    suffix = like.suffix
    if suffix in _PERCENT:
        return f"{sign}{text}{' %' if suffix == '%' else ' ' + suffix}"
    gap = "" if suffix in ("", "x") or suffix.startswith("/") else " "
    return f"{sign}{text}{_SCALES.get(scale, '')}{gap}{suffix}"


def _per(suffix: str) -> str:
    return suffix if suffix.startswith("/") else ""
