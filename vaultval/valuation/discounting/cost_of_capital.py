"""The cost of capital from its components. Method §5.

Sources: Sharpe, "Capital Asset Prices", 1964 (CAPM); Modigliani and Miller, "Corporate Income Taxes and the Cost of
Capital", 1963 (tax on debt); Koller, Goedhart, Wessels, "Valuation", 7th ed. 2020 (WACC).
"""

from dataclasses import dataclass

from vaultval.diagnostics import Finding, finding
from vaultval.figure import N, named
from vaultval.model.records import Company
from vaultval.quantity import Unit, written
from vaultval.valuation.steps import Lift

MOST_OFF = 0.01
"""How far a stated wacc may be from that of its components before it is told."""


@dataclass(frozen=True, slots=True)
class CostOfCapital:
    """All ratios but the betas. stated: the wacc as the author states it.

    implied_beta: the beta at which the cost of equity would be the stated wacc. Parts that cannot be worked out are None.
    """

    stated: N | None
    cost_of_equity: N | None
    equity_share: N | None
    wacc: N | None
    implied_beta: N | None


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
    return CostOfCapital(rate, equity_cost, share, whole, implied)


def _weighted(
    company: Company, equity_cost: N | None, market_cap: N, lift: Lift
) -> tuple[N | None, N | None]:
    if equity_cost is None:
        return None, None
    if company.debt is None or company.debt.value <= 0:
        return 1.0, equity_cost
    tax = company.dcf.tax_rate if company.dcf else None
    if company.capital is None or company.capital.cost_of_debt is None or tax is None:
        return None, None
    debt = lift(company.debt, "debt")
    share = named(market_cap / (debt + market_cap), "share of equity")
    cost, rate = lift(company.capital.cost_of_debt, "cost of debt"), lift(tax.parts[0].start, "tax rate")
    return share, named(wacc(market_cap, debt, equity_cost, cost, rate), "wacc of its components")


def check_cost_of_capital(company: Company, found: CostOfCapital | None) -> list[Finding]:
    """A stated wacc that is over a percentage point off that of its stated components."""
    if found is None or found.wacc is None or company.wacc is None:
        return []
    computed = float(found.wacc)
    if abs(computed - company.wacc.value) <= MOST_OFF + 1e-12:
        return []
    gap = written(abs(computed - company.wacc.value) * 100, Unit.OTHER, digits=1)
    message = f"the wacc of {company.name!r} is {gap} percentage points off what its components come to"
    expected = written(computed, Unit.RATIO, digits=2)
    return [
        finding("wacc-components", company.wacc.place or company.place, message,
                expected=expected, found=company.wacc.text)
    ]  # fmt: skip
