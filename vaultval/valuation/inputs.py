"""What a valuation needs, and what of it the notes do not state: found before anything is computed."""

from collections.abc import Iterator
from itertools import pairwise

from vaultval.diagnostics import Finding, finding
from vaultval.model.company_records import Segment
from vaultval.model.records import Company
from vaultval.model.tables import SALES_HINT
from vaultval.quantity import Quantity, Unit, written
from vaultval.quantity.currency import foreign
from vaultval.valuation.discounting.forecast import Setting, check_dcf
from vaultval.valuation.option_inputs import needs_factor
from vaultval.valuation.ratios import not_positive, not_ratios

NEEDED = ("price", "shares")


def check_market(company: Company) -> list[Finding]:
    """What the company lacks to be held against a price at all; with any error among them nothing of it is shown."""
    findings = [_needed(company, key) for key in NEEDED if getattr(company, key) is None]
    findings += not_positive(company.place, {"price": company.price, "shares": company.shares})
    return findings + list(
        foreign(company.market_cap, company.place, company.currency) if company.market_cap else ()
    )


def check_company(company: Company) -> list[Finding]:
    """What the company lacks beside its price and shares; with any error among them it cannot be valued."""
    both = company.bridge and company.bridge.cash is not None and company.debt is not None
    findings = [] if company.net_cash is not None or both else [_needed(company, "net_cash")]
    if not company.segments:
        message = f"the company {company.name!r} has no Segments table with a readable row"
        findings.append(
            finding(
                "missing-attribute", company.place, message, expected="a table under the heading Segments"
            )
        )
    setting = setting_of(company)
    findings += [found for segment in company.segments for found in _check_segment(segment, setting)]
    if company.options and company.wacc is None and any(needs_factor(option) for option in company.options):
        message = f"the company {company.name!r} has no `wacc`, by which its options are discounted"
        findings.append(finding("missing-attribute", company.place, message, expected="wacc: …"))
    findings += not_positive(company.place, {"platform_multiplier": company.platform_multiplier})
    findings += not_ratios(company.place, {"wacc": company.wacc})
    others = (stated for stated in company_quantities(company) if stated is not company.market_cap)
    return findings + [
        found for amount in others for found in foreign(amount, company.place, company.currency)
    ]


def has_plain_wacc(company: Company) -> bool:
    """Whether nothing speaks against discounting by the company's `wacc`: it states none, or one that is a part of a whole."""
    return not not_ratios(company.place, {"wacc": company.wacc})


def _needed(company: Company, key: str) -> Finding:
    message = f"the company {company.name!r} has no `{key}`"
    if key in company.broken:
        message = f"the `{key}` of the company {company.name!r} cannot be read"
    return finding("missing-attribute", company.place, message, expected=f"{key}: …")


def setting_of(company: Company) -> Setting:
    """What the DCF of a company, or of a segment of it, takes from the company."""
    currency = company.currency
    return Setting(company.wacc, currency, company.capital.risk_free if company.capital else None)


def _not_a_share(segment: Segment) -> Iterator[Finding]:
    """Values per share that are written in millions: whole enterprise values in the wrong columns."""
    for level in (segment.low, segment.base, segment.high):
        if segment.basis == "per share" and level is not None and level.scale >= 1e6:
            message = f"{level.text!r} would be the value of {segment.name!r} per share"
            yield finding("wrong-unit", level.place or segment.place, message, expected="a value per share", found=level.text,
                          hint="values of the whole business stand in columns EV low, EV base, EV high")  # fmt: skip


def _check_segment(segment: Segment, setting: Setting) -> Iterator[Finding]:
    """A base value, from the row or by DCF. The DCF of a row that states its own is checked with the analysis."""
    for key in segment.broken:
        if key != "revenue":  # what lacks that tells it
            message = f"the `{key}` of the segment {segment.name!r} cannot be read"
            yield finding("missing-attribute", segment.place, message)
    if segment.by_dcf and segment.dcf is not None:
        yield from check_dcf(segment.dcf, setting)
    elif segment.base is None and not {"base", "ev_base"} & set(segment.broken):
        message = f"the segment {segment.name!r} has no base value"
        hint = "or a link to a segment note that states `growth` and `operating_margin`"
        yield finding("missing-attribute", segment.place, message, expected="Base", hint=hint)
    yield from _not_a_share(segment)
    levels = [level for level in (segment.low, segment.base, segment.high) if level is not None]
    if any(low.value > high.value for low, high in pairwise(levels)):
        message = f"low, base and high of the segment {segment.name!r} do not rise"
        found = ", ".join(level.text for level in levels)
        yield finding("statements-disagree", levels[0].place or segment.place, message, found=found)
    stated = segment.low or segment.base or segment.high
    if segment.basis == "multiples" and segment.ebitda is None and (stated or not segment.by_dcf):
        message = f"the segment {segment.name!r} has multiples, but no EBITDA"
        hint = SALES_HINT if segment.revenue is not None else ""
        yield finding("missing-attribute", segment.place, message, expected="EBITDA", hint=hint)
    for chance in (segment.probability, segment.dcf_probability):
        if chance is not None and not 0 <= chance.value <= 1:
            message = f"the probability {chance.text!r} of {segment.name!r} is not between 0 and 1"
            place = chance.place or segment.place
            yield finding("probability-out-of-range", place, message, expected="0 to 1", found=chance.text)


def company_quantities(company: Company) -> Iterator[Quantity]:
    """Every amount that enters the company's own part of the value."""
    for value in (
        company.price,
        company.net_cash,
        company.market_cap,
        company.ceiling_premium,
        company.fair_value,
    ):
        if value is not None:
            yield value
    for segment in company.segments:
        for part in (segment.ebitda, segment.low, segment.base, segment.high):
            if part is not None:
                yield part


def check_market_cap(company: Company) -> list[Finding]:
    """A stated market capitalisation that is over 1 % off price × shares."""
    if not (company.market_cap and company.price and company.shares):
        return []
    product = company.price.value * company.shares.value
    if abs(company.market_cap.value / product - 1) <= 0.01:
        return []
    gap = company.market_cap.value / product - 1
    message = f"{company.market_cap.text} is {abs(gap):.1%} {'above' if gap > 0 else 'below'} price × shares"
    place = company.market_cap.place or company.place
    return [
        finding(
            "market-cap",
            place,
            message,
            expected=written(product, Unit.CURRENCY, company.currency),
            found=company.market_cap.text,
        )
    ]
