"""What two printed numbers make of a change that is stated between them: relative, in points, times, or per year."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import isfinite

from vaultval.audit.arithmetic.terms import is_bare
from vaultval.audit.claims import Claim, Kind, Verdict
from vaultval.audit.intervals import Interval, exactly, half_unit, printed_interval
from vaultval.audit.verdicts import as_printed, judged
from vaultval.place import Place
from vaultval.quantity import Quantity, Unit

Formula = Callable[[Interval, Interval], Interval]
"""What was and what is, to the change between them."""

GOOD = (Verdict.REPRODUCES, Verdict.ROUNDING)
_POINTS = ("pp", "bps")
_ORDER = (Verdict.REPRODUCES, Verdict.ROUNDING, Verdict.WRONG, Verdict.NOT_CHECKABLE)


@dataclass(frozen=True, slots=True)
class Stated:
    """A change as it is stated. direction: 1 up, -1 down, 0 if neither a word nor a sign says so. signed: whether its
    number has a sign of its own. about: whether a word such as `nearly` stands before it. place: of the number.
    """

    quantity: Quantity
    place: Place
    direction: int = 0
    signed: bool = False
    about: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a change. verdict; recomputed: in base units, the end that is off most; cause: see Claim."""

    verdict: Verdict
    stated: float
    recomputed: float
    expression: str
    cause: str = ""


def relative(was: Interval, now: Interval) -> Interval:
    """The change as a share of what was."""
    return now.over(was) + exactly(-1.0)


def difference(was: Interval, now: Interval) -> Interval:
    """The change in the unit of both."""
    return now.minus(was)


def times(was: Interval, now: Interval) -> Interval:
    """How many times what was."""
    return now.over(was)


def fewer(was: Interval, now: Interval) -> Interval:
    """How many times what is now went into what was."""
    return was.over(now)


def per_year(years: float) -> Formula:
    """The compound annual growth rate over so many years."""
    return lambda was, now: now.over(was).power(exactly(1 / years)) + exactly(-1.0)


def readings(was: Quantity, now: Quantity, stated: Stated) -> Iterator[Reading]:
    """Each way in which a stated change may be meant, with its verdict; none for what numbers below zero leave open."""
    suffix = stated.quantity.suffix
    ratios = was.unit is Unit.RATIO and now.unit is Unit.RATIO
    if suffix in _POINTS:
        if ratios:
            yield from _read(difference, f"{now.text} − {was.text}", was, now, stated)
        return
    if stated.quantity.unit is Unit.RATIO:
        if ratios:
            yield from _read(difference, f"{now.text} − {was.text}", was, now, stated)
        if was.low > 0 and now.high > 0:
            yield from _read(relative, f"{now.text} / {was.text} − 1", was, now, stated)
        if is_bare(was) and is_bare(now) and max(was.high, now.high) <= _WHOLE:
            found = _read(difference, f"{now.text} − {was.text}", _percent(was), _percent(now), stated)
            yield from (reading for reading in found if reading.verdict in GOOD)
    elif stated.quantity.unit is Unit.MULTIPLE:
        if was.low > 0 and now.low > 0:
            yield from _multiples(was, now, stated)
        if was.unit is Unit.MULTIPLE:
            yield from _read(difference, f"{now.text} − {was.text}", was, now, stated)
    else:
        yield from _read(difference, f"{now.text} − {was.text}", was, now, stated)


_WHOLE = 100.0


def _percent(quantity: Quantity) -> Quantity:
    """A bare number as a percentage."""
    low, value, high = (number / _WHOLE for number in (quantity.low, quantity.value, quantity.high))
    return replace(quantity, low=low, value=value, high=high, scale=quantity.scale / _WHOLE, unit=Unit.RATIO)


def _multiples(was: Quantity, now: Quantity, stated: Stated) -> Iterator[Reading]:
    """Of a multiple both readings count: +4.8x, or 5.8x in all."""
    as_many = replace(stated, direction=1, signed=True)
    if stated.direction >= 0:
        yield from _read(times, f"{now.text} / {was.text}", was, now, as_many)
        more = _read(relative, f"{now.text} / {was.text} − 1", was, now, as_many)
        yield from (reading for reading in more if reading.verdict in GOOD)
    if stated.direction < 0 or (not stated.direction and now.value < was.value):
        yield from _read(fewer, f"{was.text} / {now.text}", was, now, as_many)


def rate_reading(was: Quantity, now: Quantity, stated: Stated, years: float) -> Reading | None:
    """The compound annual growth rate of two numbers that lie so many years apart; None if it has none."""
    if was.low <= 0 or now.low <= 0:
        return None
    span = f"{years:g}"
    return next(_read(per_year(years), f"({now.text} / {was.text})^(1/{span}) − 1", was, now, stated), None)


def _read(
    formula: Formula, expression: str, was: Quantity, now: Quantity, stated: Stated
) -> Iterator[Reading]:
    found: list[Reading] = []
    for pairs in _ends(was, now):
        try:
            ends = [
                (
                    formula(exactly(low.value), exactly(high.value)).low,
                    formula(_interval(low), _interval(high)),
                )
                for low, high in pairs
            ]
        except (ArithmeticError, ValueError):
            return
        ends = sorted(_turned(ends, stated), key=lambda end: end[0])
        if all(isfinite(each) for value, within in ends for each in (value, *within)):
            found.append(_held(ends, stated, expression))
    if found:
        yield min(found, key=_rank)


def _interval(quantity: Quantity) -> Interval:
    return printed_interval(quantity)


def _ends(was: Quantity, now: Quantity) -> Iterator[list[tuple[Quantity, Quantity]]]:
    """The pairs that a change is computed of: one, or for ranges one of each end; two ways to pair two ranges."""
    if was.low == was.high and now.low == now.high:
        yield [(was, now)]
    elif was.low == was.high or now.low == now.high:
        yield [(_at(was, "high"), _at(now, "low")), (_at(was, "low"), _at(now, "high"))]
    else:
        yield [(_at(was, end), _at(now, end)) for end in ("low", "high")]
        yield [(_at(was, "high"), _at(now, "low")), (_at(was, "low"), _at(now, "high"))]


def _at(quantity: Quantity, end: str) -> Quantity:
    number = getattr(quantity, end)
    return replace(quantity, low=number, value=number, high=number)


def _turned(ends: Sequence[tuple[float, Interval]], stated: Stated) -> list[tuple[float, Interval]]:
    """Computed changes in the direction that words give to a number without a sign: a fall by 44 % is −44 %."""
    direction = stated.direction
    if not direction and all(value < 0 for value, _ in ends):
        direction = -1
    if stated.signed or direction >= 0:
        return list(ends)
    return [(-value, Interval(-within.high, -within.low)) for value, within in ends]


def _held(ends: Sequence[tuple[float, Interval]], stated: Stated, expression: str) -> Reading:
    """A stated change against what was computed: end by end if both are ranges."""
    quantity, (low, high) = stated.quantity, (ends[0], ends[-1])
    if quantity.low != quantity.high and len(ends) > 1:
        both = [
            Reading(judged(end, value, within, about=stated.about), end.value, value, expression)
            for end, (value, within) in ((_at(quantity, "low"), low), (_at(quantity, "high"), high))
        ]
        return max(both, key=_rank)
    if quantity.low != quantity.high:
        inside = quantity.low - half_unit(quantity) <= low[0] <= quantity.high + half_unit(quantity)
        loose = printed_interval(quantity, about=stated.about).meets(low[1])
        verdict = Verdict.REPRODUCES if inside else Verdict.ROUNDING if loose else Verdict.WRONG
        near = quantity.low if low[0] < quantity.low else quantity.high
        return Reading(verdict, quantity.value if inside else near, low[0], expression)
    if len(ends) > 1:
        return _one_for_two(low, high, stated, expression)
    return Reading(judged(quantity, low[0], low[1], about=stated.about), quantity.value, low[0], expression)


def _one_for_two(
    low: tuple[float, Interval], high: tuple[float, Interval], stated: Stated, expression: str
) -> Reading:
    """One stated number for a computed range: right within it; wrong if only what is left open brings it to one end."""
    quantity = stated.quantity
    if Interval(low[0], high[0]).meets(printed_interval(replace(quantity, approximate=False))):
        return Reading(Verdict.REPRODUCES, quantity.value, quantity.value, expression)
    fits = [judged(quantity, value, within, about=stated.about) in GOOD for value, within in (low, high)]
    if all(fits):
        return Reading(Verdict.ROUNDING, quantity.value, low[0], expression)
    cause = ""
    if any(fits):
        end, other = ("low", "high") if fits[0] else ("high", "low")
        cause = f"it fits the {end} end, and not the {other} one"
    off = (
        high if fits[0] else low if fits[1] else min(low, high, key=lambda end: abs(end[0] - quantity.value))
    )
    return Reading(Verdict.WRONG, quantity.value, off[0], expression, cause)


def _rank(reading: Reading) -> tuple[int, float]:
    """The better verdict first, then the nearer number."""
    return _ORDER.index(reading.verdict), abs(reading.stated - reading.recomputed)


def best(found: Sequence[Reading]) -> Reading | None:
    """The reading that fits best; of wrong ones the nearest."""
    return min(found, key=_rank) if found else None


def change_claim(stated: Stated, reading: Reading, cause: str = "") -> Claim:
    """The claim that a stated change makes."""
    return Claim(
        place=stated.place,
        kind=Kind.CHANGE,
        expression=reading.expression,
        stated=stated.quantity.text,
        value=reading.stated,
        recomputed=reading.recomputed,
        shown=as_printed(reading.recomputed, stated.quantity),
        verdict=reading.verdict,
        cause=(reading.cause or cause) if reading.verdict is Verdict.WRONG else "",
    )
