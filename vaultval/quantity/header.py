"""What a table's header says of the numbers below it: `R&D ($B)`, `营收（亿元）`, `Share [%]`, `Capex, $M`."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from vaultval.quantity.reading import Quantity
from vaultval.quantity.words import CURRENCIES, SCALES, Unit

_REMARK = re.compile(r"[(（\[]([^()（）\[\]]*)[)）\]]\s*$|[,，]\s*([^,，]*)$")
_PARTS = re.compile(r"[,，;；/]")
_FILLERS = re.compile(
    r"\b(?:in|of|unit|units|figures|amounts)\b|单位|计|[:：.\s]|(?<=[^\W\d_])s\b", re.IGNORECASE
)
_PERCENT = re.compile(r"%|％|percent|per cent|pct", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HeaderUnit:
    """scale: what 1 of a bare number below is worth; currency: an ISO code, or ""; percent: whether it is per cent.

    doubt: a remark that names an amount, and cannot be read.
    """

    scale: Decimal = Decimal(1)
    currency: str = ""
    percent: bool = False
    doubt: str = ""


NO_UNIT = HeaderUnit()


def header_unit(text: str) -> HeaderUnit:
    """The unit that a header gives at its end, in brackets or behind a comma; NO_UNIT for none."""
    remark = _REMARK.search(text.replace("\\", "").strip())
    if remark is None:
        return NO_UNIT
    found, doubts = NO_UNIT, []
    for part in _PARTS.split(remark[1] if remark[1] is not None else remark[2]):
        unit = _part(part.strip())
        if unit is None:
            continue
        if unit.doubt:
            doubts.append(unit.doubt)
        found = HeaderUnit(
            max(found.scale, unit.scale), found.currency or unit.currency, found.percent or unit.percent
        )
    return replace(found, doubt=doubts[0]) if doubts and found == NO_UNIT else found


def _part(text: str) -> HeaderUnit | None:
    """The unit that one part of a remark gives; None where it is about something else."""
    if _PERCENT.fullmatch(text):
        return HeaderUnit(percent=True)
    sign = CURRENCIES.pattern.search(text)
    rest = text[: sign.start()] + " " + text[sign.end() :] if sign else text
    rest = _FILLERS.sub("", rest.strip())
    scale = SCALES.pattern.fullmatch(rest) if rest else None
    if rest and scale is None:
        return HeaderUnit(doubt=text) if sign else None
    if sign is None and scale is None:
        return None
    worth = SCALES.meaning(scale[0]).worth if scale else Decimal(1)
    return HeaderUnit(worth, CURRENCIES.meaning(sign[0])[0] if sign else "")


def under(quantity: Quantity, unit: HeaderUnit) -> Quantity:
    """A quantity as its header means it: a bare number takes the header's unit, and one with a unit keeps its own."""
    if unit.percent and quantity.unit is Unit.RATIO and not quantity.suffix:
        return _scaled(quantity, Decimal("0.01"))
    if quantity.unit not in (Unit.CURRENCY, Unit.COUNT):
        return quantity
    if quantity.scale == 1.0 and unit.scale != 1:
        quantity = _scaled(quantity, unit.scale)
    if quantity.unit is Unit.CURRENCY and not quantity.currency and unit.currency:
        quantity = replace(quantity, currency=unit.currency)
    return quantity


def _scaled(quantity: Quantity, worth: Decimal) -> Quantity:
    low, mid, high = (float(Decimal(repr(n)) * worth) for n in (quantity.low, quantity.value, quantity.high))
    return replace(
        quantity, low=low, value=mid, high=high, scale=float(Decimal(repr(quantity.scale)) * worth)
    )
