"""What a note says, to a quantity; or to a finding that says why it is none."""

import re
from dataclasses import dataclass
from decimal import Decimal

from vaultval.diagnostics import Finding, finding
from vaultval.place import Place
from vaultval.quantity.grammar import End, Reader, RefusalError, ends
from vaultval.quantity.words import EXACT, MEGA_OR_TERA, Measure, Scale, Unit

_SHOWN = 80  # characters of the text that a finding repeats
_BLANK = re.compile(r"-*|n/?a|n\.a", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of a note.

    value: in base units; the middle of a range. low, high: the ends of a range, else equal to value.
    currency: an ISO code such as "USD", or "" if the text names none.
    bound: "", "≥", ">", "≤" or "<". approximate: written with ~, about, 约 or the like.
    digits, scale: how many digits are printed after the decimal point, and what 1 of the printed number is
    worth, so that the last digit is worth scale × 10^-digits; of a range, those of the more finely printed end.
    suffix: "%", "pp", "bps", "x", "years", "shares", "GWh", "/share", "GWh/year", …; "" if there is none.
    text: as written, without emphasis, label and remarks around it; place: where that text stands.
    """

    value: float
    unit: Unit
    currency: str
    low: float
    high: float
    approximate: bool
    bound: str
    digits: int
    scale: float
    suffix: str
    text: str
    place: Place | None


def read(text: str, place: Place, *, expect: Unit | None = None) -> tuple[Quantity | None, list[Finding]]:
    """The one quantity that a whole attribute value or table cell holds; None without a finding for a blank one.

    `place` is where the text begins. Emphasis, and after the number a label, remark or footnote mark, are passed
    over. A bare number fits any expectation (0.45 as a ratio, 22 as a multiple, 2031 as a year); OTHER expects
    nothing in particular. Findings: not-a-quantity, ambiguous-quantity, wrong-unit.
    """
    reader = Reader(text)
    if _BLANK.fullmatch(reader.text, reader.start):
        return None, []
    try:
        return _quantity(reader, place, expect), []
    except RefusalError as refusal:
        where, found = _place(place, text, refusal.span), text[slice(*refusal.span)]
        expected, hint = refusal.expected, refusal.hint
        return None, [
            finding(refusal.rule, where, refusal.message, expected=expected, found=found[:_SHOWN], hint=hint)
        ]


def _place(place: Place, text: str, span: tuple[int, int]) -> Place:
    """The place of a part of a text that begins at `place`; of the whole text if it runs over several lines."""
    start, end = span
    return place if "\n" in text[:end] else Place(place.note, place.line, place.column + start, end - start)


def _quantity(reader: Reader, place: Place, expect: Unit | None) -> Quantity:
    """What was read, put together and held against what is expected. Raises a refusal."""
    first, second = ends(reader)
    both = [first, second] if second else [first]
    currency = _currency(reader, both)
    for end in both:
        end.measure = _measure(reader, end)
    unit = _unit(reader, both[-1], currency, expect)
    for end in both:
        _check_scale(reader, end.scale, unit)
    finer = min(both, key=lambda end: end.worth.scaleb(-end.digits, EXACT))
    low, high = min(end.value for end in both), max(end.value for end in both)
    return Quantity(
        value=float(EXACT.divide(EXACT.add(low, high), Decimal(2))),
        unit=unit,
        currency=currency,
        low=float(low),
        high=float(high),
        approximate=reader.approximate,
        bound=reader.bound,
        digits=finer.digits,
        scale=float(finer.worth),
        suffix=(finer.measure.suffix if finer.measure else "") + (f"/{reader.per}" if reader.per else ""),
        text=reader.source[slice(*reader.whole)],
        place=_place(place, reader.source, reader.whole),
    )


def _currency(reader: Reader, ends: list[End]) -> str:
    """The one currency that all signs and names of the text can stand for; "" if there is none."""
    named = [codes for end in ends for codes in end.currencies]
    if not named:
        return ""
    common = [code for code in named[0] if all(code in codes for codes in named)]
    if len(common) > 1 and len({codes[0] for codes in named}) > 1:
        common = []
    if not common:
        raise reader.twofold("the currency reads in two ways", "one currency, as in $1,309亿 or 1,309亿美元")
    return common[0]


def _measure(reader: Reader, end: End) -> Measure | None:
    """The unit of a number, which may stand before it (×1.2, T=5) or after it."""
    before = reader.prefixed
    if before and end.measure and before.unit != end.measure.unit:
        raise reader.twofold("the number has two units", "one unit")
    return end.measure or before


_FITS = {
    Unit.CURRENCY: "an amount of money, such as $1.5T",
    Unit.RATIO: "a ratio, such as 12 % or 0.12",
    Unit.MULTIPLE: "a multiple, such as 25x",
    Unit.COUNT: "a count, such as 3.539B",
    Unit.YEARS: "a year or a number of years, such as 2031 or 5y",
}


def _unit(reader: Reader, end: End, currency: str, expect: Unit | None) -> Unit:
    """The unit of the quantity. Raises a refusal if it is not the one expected."""
    expected = None if expect is Unit.OTHER else expect
    if currency and end.measure:
        raise reader.twofold("this is an amount of money and something else, too", "one unit")
    found = Unit.CURRENCY if currency else end.measure.unit if end.measure else None
    scalable = expected in (None, Unit.CURRENCY, Unit.COUNT)
    if found is None and (scalable or not end.scale):
        return expected or Unit.OTHER
    if found and found == (expected or found):
        return found
    wanted = _FITS[expected] if expected else ""
    raise RefusalError("wrong-unit", reader.whole, "the unit is not the one that belongs here", wanted)


def _check_scale(reader: Reader, scale: Scale | None, unit: Unit) -> None:
    """Refuses a scale word that means something else without money or a count around it."""
    sure = unit in (Unit.CURRENCY, Unit.COUNT) and scale is not MEGA_OR_TERA
    if scale and scale.doubt and not sure:
        raise reader.twofold(f"the scale may be {scale.doubt}", "M, T, 百万 or 万亿")
