"""What a typed company states of its own figures: market cap, wacc, calculations, supposed changes, options that emerge."""

from collections.abc import Iterator
from dataclasses import replace

from vaultval.audit.claims import Verdict
from vaultval.audit.intervals import Interval, printed_interval
from vaultval.audit.model.bounds import bounds
from vaultval.audit.model.causes import by_tens
from vaultval.audit.model.claim import ModelClaim, claim_of
from vaultval.audit.verdicts import as_printed
from vaultval.figure import N
from vaultval.model.records import Company
from vaultval.quantity.currency import foreign
from vaultval.results import Results
from vaultval.valuation.company import CompanyValue
from vaultval.valuation.discounting.cost_of_capital import CostOfCapital, cost_of_capital
from vaultval.valuation.portfolio import Terms
from vaultval.valuation.ratios import not_ratios

_NOTHING_MOVES = "full value does not move: the cap on the synergy premium binds, or the input counts nowhere"


def company_claims(company: Company, terms: Terms, results: Results) -> Iterator[ModelClaim]:
    """The claims of a company's attributes and of its tables Calculations and Sensitivity."""
    yield from _market_cap(company)
    yield from _cost_of_capital(company, terms)
    analysis = results.analyses.get(company.id)
    for done in analysis.calculations if analysis else ():
        row = done.calculation
        if row.stated is not None:
            claim = claim_of(row.stated, row.place, row.formula.value, done.value)
            yield ModelClaim(claim, None, company.id, f"calculation: {row.name}")
    for change in analysis.what_ifs if analysis else ():
        stated = change.what_if.stated
        if stated is not None:
            held = change.difference if change.what_if.signed else change.full_value
            what = "the change of full value" if change.what_if.signed else "full value"
            expression = f"{what} at {change.what_if.name}"
            cause = "" if float(held) else _NOTHING_MOVES
            within = _open(held, change.full_value)
            claim = claim_of(stated, change.what_if.place, expression, held, within=within, cause=cause)
            yield ModelClaim(None, claim, company.id, f"change: {change.what_if.name}")


def _open(held: N, full: N) -> Interval:
    """What a change of full value leaves open: as much of itself as full value does. The two values that it is the
    difference of rest on the same inputs, whose digits mostly cancel.
    """
    value, whole = float(held), bounds(full)
    half = abs(value) * max(whole.high - float(full), float(full) - whole.low) / abs(float(full) or 1.0)
    return Interval(value - half, value + half)


def emergent_claims(value: CompanyValue) -> Iterator[ModelClaim]:
    """The stated values of options that exist only if others succeed: their probability follows from the others'."""
    for each in value.emergent:
        stated = each.option.stated_value
        if stated is not None:
            names = " × ".join(f"P({reference.text})" for reference in each.option.requires)
            expression = f"its inputs at the probability {names or 'of what it requires'}"
            claim = claim_of(stated, each.option.place, expression, each.value, cause=by_tens(stated))
            yield ModelClaim(None, claim, each.option.id, "stated_value")


def _market_cap(company: Company) -> Iterator[ModelClaim]:
    cap, price, shares = company.market_cap, company.price, company.shares
    if not (cap and price and shares) or any(foreign(cap, company.place, company.currency)):
        return
    if price.value <= 0 or shares.value <= 0:
        return
    within = printed_interval(price).times(
        printed_interval(shares)
    )  # both are facts, and no choices of the author
    expression = f"{price.text} × {shares.text}"
    claim = claim_of(cap, company.place, expression, price.value * shares.value, within=within)
    if claim.verdict is Verdict.WRONG:
        implied = as_printed(cap.value / price.value, shares)
        claim = replace(claim, cause=f"it is that of {implied} in place of {shares.text} shares")
    yield ModelClaim(claim, None, company.id, "market_cap")


def _cost_of_capital(company: Company, terms: Terms) -> Iterator[ModelClaim]:
    """The cost of equity by CAPM, and the wacc of its components; where the cost of debt is not stated, anything from
    debt for nothing to debt as dear as equity.
    """
    if not (company.capital and company.price and company.shares) or any(
        not_ratios(company.place, {"wacc": company.wacc})
    ):
        return
    cap: N = terms.lift(company.price, "price") * terms.lift(company.shares, "shares")
    found = cost_of_capital(company, cap, terms.lift)
    if found is None or company.wacc is None:
        return
    expression = _components(company)
    if found.wacc is not None:
        claim = claim_of(company.wacc, company.place, expression, found.wacc)
    elif found.low is not None and found.high is not None:
        within = Interval(bounds(found.low).low, bounds(found.high).high)
        claim = claim_of(
            company.wacc, company.place, expression, _nearest(found, company.wacc.value), within=within
        )
    else:
        return
    if claim.verdict is Verdict.WRONG and found.implied_beta is not None and float(found.implied_beta) > 0:
        claim = replace(claim, cause=f"a beta of {float(found.implied_beta):.2f} gives {company.wacc.text}")
    yield ModelClaim(claim, None, company.id, "wacc")


def _nearest(found: CostOfCapital, stated: float) -> float:
    low, high = float(found.low or 0.0), float(found.high or 0.0)
    return min(max(stated, low), high)


def _components(company: Company) -> str:
    stated = company.capital
    if stated is None:
        return ""
    equity = stated.cost_of_equity.text if stated.cost_of_equity else ""
    if not equity and stated.risk_free and stated.beta and stated.equity_premium:
        equity = f"{stated.risk_free.text} + {stated.beta.text} × {stated.equity_premium.text}"
    return f"{equity}, weighted with debt of {company.debt.text}" if company.debt else equity
