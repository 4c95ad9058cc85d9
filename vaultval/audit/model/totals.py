"""Totals of a company's valuation that its note states under their names, in a table or behind a bold label."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from vaultval.audit.arithmetic.terms import NUMBER, number
from vaultval.audit.claims import Claim, Verdict
from vaultval.audit.intervals import Interval, exactly, printed_interval
from vaultval.audit.model.claim import ModelClaim, because, claim_of, kindest
from vaultval.figure import N
from vaultval.model.nodes import plain_title
from vaultval.model.records import Company
from vaultval.note.printed import Printed, plain
from vaultval.place import Place
from vaultval.quantity import Quantity, Unit
from vaultval.quantity.currency import foreign
from vaultval.valuation.company import CompanyValue
from vaultval.valuation.steps import Method
from vaultval.vocabulary import Vocabulary

WHOLE = 1e6
"""From this scale on an amount is the value of the whole company, and not that of a share."""
_WHAT = {
    "core": "the core of {}",
    "independent": "the sum of the options of {} on their own",
    "adjusted": "the sum of the options of {} with synergy",
    "pmx": "the option value of {}",
    "full_value": "the full value of {}",
    "ceiling": "the ceiling of {}",
    "utilisation": "the utilisation of the ceiling of {}",
}
_SHORT = 40  # characters of a name


class Total(NamedTuple):
    """A total that a note states. key: which, as in the vocabulary's group "total"."""

    key: str
    quantity: Quantity
    place: Place


def total_claims(
    company: Company, values: Sequence[CompanyValue], page: Printed, method: Method, vocabulary: Vocabulary
) -> Iterator[ModelClaim]:
    """Each total that a company's note states. values: the valuations that speak for it, the plainest first."""
    found = stated_totals(company, page, vocabulary)
    terms: dict[str, Total] = {}
    for total in found:
        terms.setdefault(total.key, total)
    unique = {key: total for key, total in terms.items() if _agree(key, found)}
    for total in found:
        whole = kindest([claim for value in values for claim in _against(total, value)])
        printed = _printed(total, unique, company, method)
        if printed and printed.verdict is not Verdict.WRONG:
            whole = because(whole, "the totals printed beside it are off themselves")
        yield ModelClaim(printed, whole, company.id, total.key)


def _agree(key: str, totals: Sequence[Total]) -> bool:
    return len({total.quantity.value for total in totals if total.key == key}) == 1


def stated_totals(company: Company, page: Printed, vocabulary: Vocabulary) -> list[Total]:
    """What a note states under the name of a total: rows with one amount, and lines as in `Full value: $120.7`."""
    found: list[Total] = []
    for table in page.tables:
        for row in table.rows:
            key = _key(plain(row[0].content), vocabulary)
            amounts = [
                _total(
                    key,
                    quantity,
                    cell.place(company.note, cell.content.find(quantity.text), len(quantity.text)),
                )
                for cell in row[1:]
                if key and (quantity := number(plain(cell.content).strip())) and _fits(key, quantity, company)
            ]
            if len(amounts) == 1:
                found += amounts
    for line in page.lines:
        name, colon, rest = line.text.replace("：", ":").partition(":")
        key = _key(name, vocabulary) if colon and len(name) < _SHORT else ""
        match = NUMBER.match(rest.lstrip(" :")) if key else None
        quantity = number(match[0].strip()) if match else None
        if key and match and quantity and _fits(key, quantity, company):
            at = len(line.text) - len(rest.lstrip(" :")) + match[0].find(quantity.text) + 1
            found.append(_total(key, quantity, Place(company.note, line.number, at, len(quantity.text))))
    return found


def _total(key: str, quantity: Quantity, place: Place) -> Total:
    return Total(key, replace(quantity, place=place), place)


_WORDS = re.compile(r"[^\W\d_]")


def _key(name: str, vocabulary: Vocabulary) -> str:
    name = name.strip()
    if not name or len(name) > _SHORT or not _WORDS.search(name):
        return ""
    return vocabulary.meaning("total", plain_title(name)) or ""


def _fits(key: str, quantity: Quantity, company: Company) -> bool:
    """Whether an amount can be the total: money of the company's currency; a share of the ceiling a percentage."""
    if key == "utilisation":
        return quantity.unit is Unit.RATIO
    return quantity.unit is Unit.CURRENCY and not any(foreign(quantity, company.place, company.currency))


def _against(total: Total, value: CompanyValue) -> Iterator[Claim]:
    """A total against what a valuation gives: per share, of the whole company, by price or by market cap."""
    expression = _WHAT[total.key].format(value.company.name)
    for amount in _figures(value)[total.key]:
        whole = total.quantity.unit is Unit.CURRENCY and total.quantity.scale >= WHOLE
        yield claim_of(total.quantity, total.place, expression, amount * value.shares if whole else amount)


def _figures(value: CompanyValue) -> Mapping[str, Sequence[N]]:
    used = [each for each in (value.utilisation, value.utilisation_market_cap) if each is not None]
    return {
        "core": (value.core.base,),
        "independent": (value.pmx.independent,),
        "adjusted": (value.pmx.adjusted,),
        "pmx": (value.pmx.value,),
        "full_value": (value.full_value,),
        "ceiling": (value.ceiling,),
        "utilisation": used or (float("nan"),),
    }


def _printed(total: Total, terms: Mapping[str, Total], company: Company, method: Method) -> Claim | None:
    """A total from the totals printed beside it: the options' stated values; core and options; price and ceiling."""
    if total.quantity.unit is Unit.CURRENCY and total.quantity.scale >= WHOLE:
        return None
    parts: list[Quantity] = []
    if total.key == "independent":
        own = [option.stated_value for option in company.options if not option.emergent]
        parts = [stated for stated in own if stated is not None]
        if not parts or len(parts) < len(own):
            return None
    elif total.key == "full_value" and "core" in terms and "pmx" in terms:
        parts = [terms["core"].quantity, terms["pmx"].quantity]
    elif total.key == "utilisation" and "ceiling" in terms and company.price:
        return _used(total, terms["ceiling"].quantity, company.price)
    elif total.key == "pmx" and {"independent", "adjusted"} <= set(terms):
        return _capped(total, terms, company, method)
    if not parts or any(part.scale >= WHOLE for part in parts):
        return None
    within = exactly(0.0)
    for part in parts:
        within = within + printed_interval(part)
    expression = " + ".join(part.text for part in parts)
    value = sum(part.value for part in parts)
    return claim_of(total.quantity, total.place, expression, value, within=within)


def _used(total: Total, ceiling: Quantity, price: Quantity) -> Claim | None:
    if ceiling.value <= 0 or ceiling.scale >= WHOLE:
        return None
    within = printed_interval(price).over(printed_interval(ceiling))
    expression = f"{price.text} / {ceiling.text}"
    claim = claim_of(total.quantity, total.place, expression, price.value / ceiling.value, within=within)
    return claim if claim.verdict is not Verdict.WRONG else None  # it may be that of the market cap


def _capped(total: Total, terms: Mapping[str, Total], company: Company, method: Method) -> Claim | None:
    """The options with synergy where the cap binds: then what emerges, which is not printed, changes nothing."""
    alone, together = terms["independent"].quantity, terms["adjusted"].quantity
    multiplier = company.platform_multiplier.value if company.platform_multiplier else 1.0
    most = (1 + method.cap) * alone.value
    if together.value * multiplier < most:
        return None
    low = printed_interval(alone)
    within = Interval((1 + method.cap) * low.low, (1 + method.cap) * low.high)
    expression = f"{alone.text} + {method.cap:.0%} of it"
    return claim_of(total.quantity, total.place, expression, most, within=within)
