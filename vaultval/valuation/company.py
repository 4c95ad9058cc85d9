"""The whole valuation of one company: core, options, synergy, ceiling. The steps of the method in their order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from vaultval.diagnostics import Finding, Severity, finding
from vaultval.figure import N, named, total
from vaultval.model.records import Company, Option
from vaultval.note.tasks import checked
from vaultval.quantity.currency import foreign
from vaultval.valuation import ceiling as top
from vaultval.valuation.concentration import (
    effective_number,
    herfindahl,
    herfindahl_of_options,
    option_shares,
)
from vaultval.valuation.core import Core, core_bull_value, core_low_value, core_value, segment_value
from vaultval.valuation.inputs import check_company, setting_of
from vaultval.valuation.market import Market, market_of
from vaultval.valuation.methods.improvements import multiplier_used
from vaultval.valuation.methods.remarks import method_remarks
from vaultval.valuation.option_inputs import advise_option, check_option, in_order_of_need
from vaultval.valuation.options import discount_factor
from vaultval.valuation.portfolio import (
    EmergentValue,
    OptionValue,
    Terms,
    either,
    horizon_of,
    value_emergent,
    value_options,
)
from vaultval.valuation.steps import Lift, Method, constant
from vaultval.valuation.synergy import LEVERAGE, Platform, Pmx, platform, pmx
from vaultval.valuation.trigger import Trigger, trigger


@dataclass(frozen=True, slots=True)
class CompanyValue(Market):
    """A company's valuation: what the market says of it, and the rest. Per-share figures in currency/share, market caps
    in currency, the rest ratios.

    utilisation: None where the ceiling is not above zero. left_out: options that could not be valued, so that full
    value lacks them. hhi, effective_narratives: the Herfindahl index of the narratives' shares, and 1 / it; None where
    no narrative claims any value. option_shares: of the options' value on their own, by option id; hhi_options,
    effective_options: the same index over them. beyond_core: the share of the price that the core does not explain.
    to_core, to_ceiling: core / price − 1, ceiling / price − 1.
    """

    core: Core
    options: tuple[OptionValue, ...]
    emergent: tuple[EmergentValue, ...]
    platform: Platform
    multiplier: N
    pmx: Pmx
    full_value: N
    full_value_uncapped: N
    upside: N
    ceiling: N
    ceiling_market_cap: N
    utilisation: N | None
    utilisation_market_cap: N | None
    asymmetry: N | None
    implied_multiple: N | None
    concentration: Mapping[str, float]
    trigger: Trigger
    left_out: tuple[Option, ...]
    hhi: N | None = None
    effective_narratives: N | None = None
    option_shares: Mapping[str, N] = field(default_factory=dict)
    hhi_options: N | None = None
    effective_options: N | None = None
    beyond_core: N | None = None
    to_core: N | None = None
    to_ceiling: N | None = None


def value_company(
    company: Company, method: Method, lift: Lift, assumed: Mapping[str, str] | None = None
) -> tuple[CompanyValue | None, list[Finding]]:
    """The valuation of a company, or None if an input of the company itself is missing.

    lift: `as_float` or `as_figure`. assumed: milestone id → a state to suppose it in, to see what is at stake.
    """
    market, findings = market_of(company, method, lift)
    findings += check_company(company)
    if market is None or any(found.severity is Severity.ERROR for found in findings):
        return None, findings + [
            found for option in company.options for found in check_option(option, company)
        ]
    ordered, found = in_order_of_need(company.options)
    findings += found
    usable, found = _usable(ordered, company)
    findings += found
    terms = Terms(company, market.shares, method, lift, assumed or {})
    options = value_options([option for option in usable if not option.emergent], terms)
    emergent = value_emergent([option for option in usable if option.emergent], options, terms)
    valued = {option.id for option in usable}
    left_out = tuple(option for option in company.options if option.id not in valued)
    value = _assemble(market, options, emergent, left_out, terms)
    findings += method_remarks(company, options, usable, method)
    return value, findings + _remarks(value, method) + _done_later(company, method)


def _usable(options: Sequence[Option], company: Company) -> tuple[list[Option], list[Finding]]:
    """The options that have all that they need, in the order given."""
    usable: list[Option] = []
    findings: list[Finding] = []
    for option in options:
        found = check_option(option, company)
        lost = [r for r in option.requires if r.target not in {o.id for o in usable}]
        for reference in lost:
            message = f"{option.name!r} requires {reference.text!r}, which has no value of its own here"
            found.append(
                finding(
                    "missing-attribute", reference.place, message, expected="an option that can be valued"
                )
            )
        if not any(f.severity is Severity.ERROR for f in found):
            usable.append(option)
            found += advise_option(option)
        findings += found
    return usable, findings


def _assemble(
    market: Market,
    options: tuple[OptionValue, ...],
    emergent: tuple[EmergentValue, ...],
    left_out: tuple[Option, ...],
    terms: Terms,
) -> CompanyValue:
    """Core, options and ceiling put together. market: what they are held against."""
    company, shares, method, lift = terms.company, terms.shares, terms.method, terms.lift
    price, market_cap = market.price, market.market_cap
    core = _core(terms)
    stage = platform([_leverage(v.option, lift) for v in options])
    multiplier: N = stage.multiplier
    if company.platform_multiplier:
        multiplier = lift(company.platform_multiplier, "platform multiplier")
    multiplier = multiplier_used(multiplier, method)
    together = pmx(
        [v.weighted for v in options],
        [v.adjusted for v in options],
        [v.value for v in emergent],
        multiplier,
        method,
    )
    full = method.settled(core.base + together.value, "full value")
    ceiling = method.settled(core.bull + total([v.bull_full for v in options]), "ceiling")
    ceiling_cap = named(ceiling * shares, "ceiling as market cap")
    hhi, shares_held = herfindahl(options), option_shares(options)
    hhi_options = herfindahl_of_options(shares_held)
    return CompanyValue(
        company=company,
        price=price,
        shares=shares,
        market_cap=market_cap,
        core=core,
        options=options,
        emergent=emergent,
        platform=stage,
        multiplier=multiplier,
        pmx=together,
        full_value=full,
        full_value_uncapped=method.settled(core.base + together.uncapped, "full value, uncapped"),
        upside=named(full / price - 1, "upside"),
        ceiling=ceiling,
        ceiling_market_cap=ceiling_cap,
        utilisation=top.utilisation(price, ceiling, "utilisation per share"),
        utilisation_market_cap=top.utilisation(market_cap, ceiling_cap, "utilisation by market cap"),
        asymmetry=top.asymmetry(ceiling, price, core.base),
        implied_multiple=top.implied_multiple(price, core.base, together.value),
        concentration=_concentration(options),
        trigger=_trigger(company, price, market_cap, len(options)),
        left_out=left_out,
        hhi=hhi,
        effective_narratives=effective_number(hhi),
        option_shares=shares_held,
        hhi_options=hhi_options,
        effective_options=effective_number(hhi_options, "options"),
        beyond_core=named((price - core.base) / price, "share of the price beyond the core"),
        to_core=named(core.base / price - 1, "core against the price"),
        to_ceiling=named(ceiling / price - 1, "ceiling against the price"),
    )


def _leverage(option: Option, lift: Lift) -> N | None:
    """What an option's level of platform leverage counts; None where it states none."""
    stated = option.platform_leverage
    if not stated:
        return None
    level = constant(LEVERAGE[stated.value], stated.value, stated.place)
    return lift(level, f"{option.name}: platform leverage")


def _net_cash(company: Company, lift: Lift) -> N:
    """As stated, else cash less debt. Raises ValueError if neither is there."""
    cash = company.bridge.cash if company.bridge else None
    if company.net_cash is None and cash is not None and company.debt is not None:
        return named(lift(cash, "cash") - lift(company.debt, "debt"), "net cash")
    return lift(either(company.net_cash, None), "net cash")


def _core(terms: Terms) -> Core:
    """The segments and the net cash; the author's premium on the bull counts in the mode published."""
    company, method, lift = terms.company, terms.method, terms.lift
    net_cash = _net_cash(company, lift)
    per_share = method.settled(net_cash / terms.shares, "net cash per share")
    setting = setting_of(company)
    segments = tuple(
        segment_value(segment, terms.shares, lift, method, setting) for segment in company.segments
    )
    stated = company.ceiling_premium if method.published else None
    premium = lift(stated, "the author's premium on the core (bull)") if stated else None
    return Core(
        segments=segments,
        net_cash=net_cash,
        net_cash_per_share=per_share,
        low=core_low_value(segments, per_share, method),
        base=core_value(segments, per_share, method),
        bull=core_bull_value(segments, per_share, premium, method),
    )


def _trigger(company: Company, price: N, market_cap: N, options: int) -> Trigger:
    sales = company.revenue.value if company.revenue and not _foreign_revenue(company) else 0.0
    earnings = sales * company.net_margin.value if company.net_margin else 0.0
    return trigger(
        float(price),
        company.fair_value.value if company.fair_value else None,
        options,
        float(market_cap) / earnings if earnings > 0 else None,
        float(market_cap) / sales if sales > 0 else None,
    )


def _foreign_revenue(company: Company) -> list[Finding]:
    """A revenue in another currency than the price's, of which no multiple of the price is made."""
    return list(foreign(company.revenue, company.place, company.currency)) if company.revenue else []


def _concentration(options: Sequence[OptionValue]) -> dict[str, float]:
    """Share of the independent option value by narrative id; "" is what no narrative claims."""
    whole = sum(float(value.weighted) for value in options)
    shares: dict[str, float] = {}
    for value in options:
        name = value.option.narrative.target if value.option.narrative else ""
        shares[name] = shares.get(name, 0.0) + (float(value.weighted) / whole if whole else 0.0)
    return shares


def _remarks(value: CompanyValue, method: Method) -> list[Finding]:
    """What is odd about the result."""
    company = value.company
    findings = _foreign_revenue(company)
    used, used_cap = value.utilisation, value.utilisation_market_cap
    if (
        value.options
        and used is not None
        and used_cap is not None
        and abs(float(used) - float(used_cap)) > 0.02
    ):
        message = f"utilisation is {float(used):.1%} per share and {float(used_cap):.1%} by market cap"
        place = company.market_cap.place if company.market_cap else None
        findings.append(finding("utilisation-bases", place or company.place, message))
    findings += _concentration_remarks(value)
    for option in value.options:
        findings += _factor_remarks(option, company) + _lost_boosts(option, company, method)
    worth = [(v.option, v.effects, v.adjusted) for v in value.options]
    worth += [(v.option, v.effects, v.value) for v in value.emergent]
    for carrier, effects, amount in worth:
        missed = [effect for effect in effects if effect.state in ("missed", "failed")]
        if missed and float(amount) > 0.3 * float(value.full_value) > 0:
            share = float(amount) / float(value.full_value)
            message = (
                f"{carrier.name!r} is {share:.0%} of full value, and {missed[0].text!r} is {missed[0].state}"
            )
            findings.append(finding("missed-milestone", missed[0].place, message))
    return findings


def _concentration_remarks(value: CompanyValue) -> list[Finding]:
    """A narrative that carries over 60 % of the option value, at the first option that is credited to it."""
    for option in value.options:
        reference = option.option.narrative
        share = value.concentration.get(reference.target, 0.0) if reference else 0.0
        if reference and share > 0.6 and len(value.options) > 1:
            message = f"{reference.text!r} carries {share:.0%} of the option value of {value.company.name!r}"
            return [finding("narrative-concentration", reference.place, message)]
    return []


def _factor_remarks(value: OptionValue, company: Company) -> list[Finding]:
    """Pinned discount factors that are not 1/(1+wacc)^horizon within the digits that are printed."""
    option = value.option
    horizon = horizon_of(option, company, lambda quantity, _name: quantity.value)
    if horizon is None or company.wacc is None:
        return []
    exact = float(discount_factor(company.wacc.value, float(horizon)))
    pinned = [option.discount_factor, *(row.discount_factor for row in option.scenarios)]
    return [
        finding("discount-factor", stated.place or option.place, f"{stated.text} is not the factor of {float(horizon):g} years",
                expected=f"{exact:.4f}", found=stated.text)
        for stated in pinned
        if stated is not None and abs(stated.value - exact) > 0.5 * stated.scale * 10**-stated.digits
    ]  # fmt: skip


def _lost_boosts(value: OptionValue, company: Company, method: Method) -> list[Finding]:
    """Sources that the author names, and for which the matrix has no coefficient."""
    if not value.option.boosted_by:
        return []
    used = {boost.source for boost in value.sources}
    most = len(value.option.boosted_by or ()) if "noisy_or" in method.improved else 2
    known = {cell.source for cell in company.synergies if cell.target == value.option.id}
    return [
        finding(
            "source-without-effect",
            reference.place,
            f"{reference.text!r} does not lift {value.option.name!r}: "
            + ("two sources count" if index >= most else "the matrix has no coefficient for it"),
        )
        for index, reference in enumerate(value.option.boosted_by)
        if index >= most or reference.target not in used | known
    ]


def _done_later(company: Company, method: Method) -> list[Finding]:
    """Tasks that were ticked after the day of the valuation, and so are still open on it."""
    ticked = {
        milestone.place: milestone.done
        for option in company.options
        for milestone in option.milestones
        if checked(milestone.status) or milestone.outcome
    }
    ticked |= {
        switch.place: switch.since
        for option in company.options
        for switch in option.kill_switches
        if switch.fired
    }
    return [
        finding("done-in-the-future", place, f"ticked on {day}, after {method.as_of}")
        for place, day in ticked.items()
        if day is not None and day > method.as_of
    ]
