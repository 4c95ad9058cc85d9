"""A guess at why a stated change is wrong, where one substitution explains it."""

from collections.abc import Iterator
from dataclasses import replace
from math import trunc

from vaultval.audit.changes.readings import Reading, Stated
from vaultval.audit.intervals import printed_interval
from vaultval.quantity import Quantity, Unit

_MOST_YEARS = 20


def cause_of_change(was: Quantity, now: Quantity, stated: Stated, reading: Reading) -> str:
    """Why a change is not what is stated, "" if no one substitution gives it."""
    if any(quantity.low != quantity.high for quantity in (was, now, stated.quantity)):
        return ""
    for found, cause in _guesses(was.value, now.value, stated, reading):
        if _gives(stated, found):
            return cause
    return "it is cut off, and not rounded" if is_cut_off(stated, reading.recomputed) else ""


def _guesses(was: float, now: float, stated: Stated, reading: Reading) -> Iterator[tuple[float, str]]:
    turn = -1 if stated.direction < 0 and not stated.signed else 1
    suffix = stated.quantity.suffix
    if was > 0 and now > 0 and stated.quantity.unit is Unit.RATIO and suffix == "%":
        yield turn * (now - was) / now, "it is a share of what it came to, and not of what it was"
        yield now / was, "it is what it came to as a share of what it was, and not the change"
    if was > 0 and suffix in ("pp", "bps"):
        yield turn * (now / was - 1), "a relative change was taken for percentage points"
    yield -reading.recomputed, "the sign is the other one"
    for factor in (10.0, 0.1, 100.0, 0.01, 1000.0, 0.001):
        way = "large" if factor > 1 else "small"
        yield reading.recomputed * factor, f"it is {max(factor, 1 / factor):,.0f} times too {way}"


def cause_of_rate(was: Quantity, now: Quantity, stated: Stated, years: float, reading: Reading) -> str:
    """Why a rate of growth is not what is stated: another count of years, or digits that are cut off."""
    if was.low != was.high or now.low != now.high:
        return ""
    ratio = now.value / was.value
    for other in sorted(range(1, _MOST_YEARS), key=lambda other: abs(other - years)):
        if other != years and _gives(stated, ratio ** (1 / other) - 1):
            lie = "lies" if years == 1 else "lie"
            return f"{other} years are counted, {years:g} {lie} between"
    if _gives(stated, (ratio - 1) / years):
        return "the growth is divided by the years, and not compounded"
    return "it is cut off, and not rounded" if is_cut_off(stated, reading.recomputed) else ""


def is_cut_off(stated: Stated, computed: float) -> bool:
    """Whether a stated number is the computed one without the digits that follow."""
    unit = stated.quantity.scale * 10.0**-stated.quantity.digits
    return trunc(computed / unit + 1e-9) == round(stated.quantity.value / unit)


def _gives(stated: Stated, number: float) -> bool:
    """Whether a number rounds to the stated one; one that is about so much has no room of its own here."""
    quantity = replace(stated.quantity, approximate=False, bound="")
    return number != 0 and printed_interval(quantity).holds(number)
