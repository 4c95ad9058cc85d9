"""The cost of capital from its components. Method §5.

Sources: Sharpe, "Capital Asset Prices", 1964 (CAPM); Modigliani and Miller, "Corporate Income Taxes and the Cost of
Capital", 1963 (tax on debt); Koller, Goedhart, Wessels, "Valuation", 7th ed. 2020 (WACC).
"""

from dataclasses import dataclass

from vaultval.diagnostics import Finding, finding
from vaultval.figure import N, named
from vaultval.model.company_records import CapitalInputs
from vaultval.model.records import Company
from vaultval.quantity import Unit, written
from vaultval.quantity.currency import foreign
from vaultval.valuation.ratios import check_ratio
from vaultval.valuation.steps import Lift

MOST_OFF = 0.01
"""How far a stated wacc may be from that of its components before it is told."""


@dataclass(frozen=True, slots=True)
class CostOfCapital:
    """All ratios but the betas. stated: the wacc as the author states it.

    implied_beta: the beta at which the cost of equity would be the stated wacc. Parts that cannot be worked out are None.
    low, high: between what the wacc lies whatever the debt costs, where that is not stated: nothing, or as much as equity.
    missing: the components that are lacking, as people would write them.
    """

    stated: N | None
    cost_of_equity: N | None
    equity_share: N | None
    wacc: N | None
    implied_beta: N | None
    low: N | None = None
    high: N | None = None
    missing: tuple[str, ...] = ()


def capm(risk_free: N, beta: N, premium: N) -> N:
    """Cost of equity: rf + β·(equity risk premium)."""
    return risk_free + beta * premium


def wacc(equity: N, debt: N, cost_of_equity: N, cost_of_debt: N, tax_rate: N) -> N:
    """E/(D+E)·k_e + D/(D+E)·k_d·(1−τ). equity, debt: currency, at market value."""
    whole = debt + equity
    return equity / whole * cost_of_equity + debt / whole * cost_of_debt * (1 - tax_rate)


def implied_beta(rate: N, risk_free: N, premium: N) -> N:
    """(w − rf)/premium: the beta that a rate stands for if there is no debt."""
    return (rate - risk_free) / premium


def cost_of_capital(company: Company, market_cap: N, lift: Lift) -> CostOfCapital | None:
    """What the components that a company states come to; None where it states none.

    Without debt, or with a debt of zero, the WACC is the cost of equity. With debt it needs `cost_of_debt` and
    `tax_rate` (of its first year).
    """
    stated = company.capital
    if stated is None:
        return None
    rf = lift(stated.risk_free, "risk-free rate") if stated.risk_free else None
    premium = lift(stated.equity_premium, "equity risk premium") if stated.equity_premium else None
    rate = lift(company.wacc, "wacc") if company.wacc else None
    equity_cost: N | None = None
    if stated.cost_of_equity:
        equity_cost = lift(stated.cost_of_equity, "cost of equity")
    elif rf is not None and premium is not None and stated.beta:
        equity_cost = named(capm(rf, lift(stated.beta, "beta"), premium), "cost of equity")
    implied = None
    if rate is not None and rf is not None and premium is not None and float(premium) > 0:
        implied = named(implied_beta(rate, rf, premium), "implied beta")
    share, whole = _weighted(company, equity_cost, market_cap, lift)
    low = None
    if equity_cost is not None and whole is None and share is not None:
        low = named(share * equity_cost, "wacc of its components, if debt cost nothing")
    high = equity_cost if low is not None else None
    return CostOfCapital(rate, equity_cost, share, whole, implied, low, high, lacking_components(company))


def lacking_components(company: Company) -> tuple[str, ...]:
    """What is missing for a wacc of components; () where nothing is, or where only a `risk_free` or a debt is stated, which
    serve other ends, too.
    """
    stated = company.capital
    if stated is None or not (
        stated.beta or stated.equity_premium or stated.cost_of_equity or stated.cost_of_debt
    ):
        return ()
    missing: list[str] = []
    if stated.cost_of_equity is None:
        missing += [key for key in ("risk_free", "beta", "equity_premium") if getattr(stated, key) is None]
    if stated.cost_of_debt is not None and company.debt is None:
        missing.append("debt")
    if company.debt is not None and company.debt.value > 0:
        if stated.cost_of_debt is None:
            missing.append("cost_of_debt")
        if company.dcf is None or company.dcf.tax_rate is None:
            missing.append("tax_rate")
    return tuple(missing)


def _weighted(
    company: Company, equity_cost: N | None, market_cap: N, lift: Lift
) -> tuple[N | None, N | None]:
    if equity_cost is None:
        return None, None
    if company.debt is None and company.capital is not None and company.capital.cost_of_debt is not None:
        return None, None
    if company.debt is None or company.debt.value <= 0:
        return 1.0, equity_cost
    debt = lift(company.debt, "debt")
    share = named(market_cap / (debt + market_cap), "share of equity")
    tax = company.dcf.tax_rate if company.dcf else None
    if company.capital is None or company.capital.cost_of_debt is None or tax is None:
        return share, None
    cost, rate = lift(company.capital.cost_of_debt, "cost of debt"), lift(tax.parts[0].start, "tax rate")
    return share, named(wacc(market_cap, debt, equity_cost, cost, rate), "wacc of its components")


def check_components(company: Company) -> list[Finding]:
    """Components that cannot be read, rates that are none, and a debt in another currency: with any of these, no wacc is
    worked out.
    """
    stated = company.capital
    if stated is None:
        return []
    findings: list[Finding] = []
    for key in (*CapitalInputs.model_fields, "debt"):
        if key in company.broken:
            message = f"the cost of capital of {company.name!r} lacks `{key}`: what is stated cannot be read"
            findings.append(finding("missing-attribute", company.place, message, expected=f"{key}: …"))
    for key in ("risk_free", "equity_premium", "cost_of_equity", "cost_of_debt"):
        what = f"`{key}` of {company.name!r}"
        findings += check_ratio(getattr(stated, key), what, company.place, -1.0, 1.0)
    if company.debt is not None:
        findings += foreign(company.debt, company.place, company.currency)
    return findings


def check_cost_of_capital(company: Company, found: CostOfCapital | None) -> list[Finding]:
    """A stated wacc that is over a percentage point off that of its stated components, whatever the missing ones are; else
    the missing ones by name, all of them in one finding.
    """
    if found is None or company.capital is None:
        return []
    listed = ", ".join(found.missing)
    hint = f"not stated: {listed}" if listed else ""
    low, high = (found.wacc, found.wacc) if found.wacc is not None else (found.low, found.high)
    if low is not None and high is not None and company.wacc is not None:
        rate = company.wacc.value
        off = max(float(low) - rate, rate - float(high))
        if off > MOST_OFF + 1e-12:
            gap = written(off * 100, Unit.OTHER, digits=1)
            least = "at least " if low is not high else ""
            message = f"the wacc of {company.name!r} is {least}{gap} percentage points off what its components come to"
            ends = [written(float(end), Unit.RATIO, digits=2) for end in (low, high)]
            expected = (
                ends[0]
                if ends[0] == ends[1]
                else f"{ends[0]} to {ends[1]}, as the debt costs nothing or as much as equity"
            )
            place = company.wacc.place or company.place
            return [
                finding(
                    "wacc-components", place, message, expected=expected, found=company.wacc.text, hint=hint
                )
            ]
    if not found.missing:
        return []
    stated = next(
        value
        for key in ("beta", "equity_premium", "cost_of_equity", "cost_of_debt")
        if (value := getattr(company.capital, key)) is not None
    )
    message = f"the wacc of {company.name!r} cannot be worked out from its components"
    return [finding("wacc-components", stated.place or company.place, message, expected=listed)]
