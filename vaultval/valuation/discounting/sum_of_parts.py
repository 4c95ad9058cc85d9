"""The sum of the parts with each part's share; a company's own DCF; a target from a judgement on the price. Method §5."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from vaultval.diagnostics import Finding, finding
from vaultval.figure import N, named, total
from vaultval.model.records import Company
from vaultval.quantity import Unit, written
from vaultval.valuation.company import CompanyValue
from vaultval.valuation.discounting.bridge import Bridge, bridge, can_bridge, check_bridge
from vaultval.valuation.discounting.cost_of_capital import (
    CostOfCapital,
    check_components,
    check_cost_of_capital,
    cost_of_capital,
)
from vaultval.valuation.discounting.forecast import (
    DcfValue,
    check_dcf,
    check_new_capital,
    value_dcf,
)
from vaultval.valuation.inputs import has_plain_wacc, setting_of
from vaultval.valuation.market import Market
from vaultval.valuation.ratios import check_ratio
from vaultval.valuation.steps import Lift, as_float


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the company. ev: currency. share: of the sum, None if that is not above zero. ebitda_margin: a ratio."""

    name: str
    ev: N
    share: N | None
    ebitda_margin: N | None = None


@dataclass(frozen=True, slots=True)
class SumOfParts:
    """ev: Σ of the parts, currency. per_share: with the net cash, currency/share; the core."""

    parts: tuple[Part, ...]
    ev: N
    per_share: N


@dataclass(frozen=True, slots=True)
class Target:
    """A price with a judgement on it, and its band; currency/share. change: a ratio. It is no intrinsic value."""

    change: N
    price: N
    low: N | None = None
    high: N | None = None


@dataclass(frozen=True, slots=True)
class Discounted:
    """What a company's notes give by discounting, beside its value. dcf, bridge: of the company as a whole.

    parts: None for a company without a core.
    """

    parts: SumOfParts | None
    dcf: DcfValue | None = None
    bridge: Bridge | None = None
    capital: CostOfCapital | None = None
    target: Target | None = None


def shares_of(amounts: Sequence[N]) -> tuple[N, tuple[N | None, ...]]:
    """The sum, and each amount's share of it: EV_k / Σ EV. Shares of a sum that is not above zero are None."""
    whole = total(amounts)
    if float(whole) <= 0:
        return whole, (None,) * len(amounts)
    return whole, tuple(amount / whole for amount in amounts)


def target_price(price: N, change: N) -> N:
    """The price × (1 + overlay), in currency/share: report 003's target, which no cash flow stands behind."""
    return price * (1 + change)


def discounted_values(market: Market, lift: Lift) -> tuple[Discounted, list[Finding]]:
    """Everything by discounting, and what stands in its way. A part that cannot be worked out is None, with a finding."""
    company = market.company
    findings: list[Finding] = []
    setting = setting_of(company)
    for segment in company.segments:
        if segment.dcf is not None and segment.dcf.asked_for and not segment.by_dcf:
            findings += check_dcf(segment.dcf, setting)
        if segment.dcf is not None and (worth := value_dcf(segment.dcf, setting, as_float)) is not None:
            findings += check_new_capital(segment.dcf, worth.dcf)
    whole: DcfValue | None = None
    across: Bridge | None = None
    plain = has_plain_wacc(company)  # if not, the valuation has told it
    if plain and company.dcf is not None and company.dcf.asked_for:
        findings += check_dcf(company.dcf, setting)
        whole = value_dcf(company.dcf, setting, lift)
        if whole is not None and not any(segment.dcf is company.dcf for segment in company.segments):
            findings += check_new_capital(company.dcf, whole.dcf)
    if company.dcf is not None or company.dilution or any(row.ev is None for row in company.reverse_cases):
        findings += check_bridge(company)
    if whole is not None and can_bridge(company):
        across = bridge(whole.value, company, market.shares, market.price, lift)
    found = check_components(company)
    findings += found
    capital = cost_of_capital(company, market.market_cap, lift) if plain and not found else None
    findings += check_cost_of_capital(company, capital)
    target, found = _target(company, market.price, lift)
    parts = _sum(company, market, lift) if isinstance(market, CompanyValue) else None
    if parts and company.dilution:
        message = (
            f"core and full value of {company.name!r} count `shares` as stated, without its Dilution table"
        )
        findings.append(finding("dilution-apart", company.dilution[0].place, message))
    return Discounted(parts, whole, across, capital, target), findings + found


def _sum(company: Company, value: CompanyValue, lift: Lift) -> SumOfParts:
    evs = [
        named(segment.base * value.shares, f"{segment.name}: enterprise value")
        for segment in value.core.segments
    ]
    whole, shares = shares_of(evs)
    parts = []
    for segment, stated, ev, share in zip(value.core.segments, company.segments, evs, shares, strict=True):
        margin = None
        if stated.ebitda and stated.revenue and stated.revenue.value > 0:
            name = f"{segment.name}: EBITDA"
            margin = named(
                lift(stated.ebitda, name) / lift(stated.revenue, f"{segment.name}: revenue"), f"{name} margin"
            )
        parts.append(
            Part(segment.name, ev, None if share is None else named(share, f"{segment.name}: share"), margin)
        )
    return SumOfParts(tuple(parts), named(whole, "sum of the parts"), value.core.base)


def _target(company: Company, price: N, lift: Lift) -> tuple[Target | None, list[Finding]]:
    if company.overlay is None:
        return None, []
    stated, band = company.overlay.overlay, company.overlay.overlay_band
    place = stated.place or company.place
    wrong = list(check_ratio(stated, "`overlay`", place, -1.0, 10.0))
    if wrong:
        return None, wrong
    change = lift(stated, "overlay")
    target = named(target_price(price, change), "target price by overlay")
    if band is None:
        return Target(change, target), []
    findings: list[Finding] = []
    if not band.low <= stated.value <= band.high:
        low, high = written(band.low, Unit.RATIO), written(band.high, Unit.RATIO)
        message = f"the overlay of {company.name!r} lies outside its own band"
        findings.append(
            finding("overlay-band", place, message, expected=f"{low} to {high}", found=stated.text)
        )
    ends = []
    for end in (band.low, band.high):
        one = lift(replace(band, value=end, low=end, high=end), "overlay, end of its band")
        ends.append(named(target_price(price, one), "target price, end of its band"))
    return Target(change, target, ends[0], ends[1]), findings
