"""What is computed beside the value of a company, each part where the notes state what it needs.

What needs no core is computed of a company that has a price and shares, and cannot be valued, too.
"""

from dataclasses import dataclass, replace

from vaultval.diagnostics import Finding
from vaultval.figure import N
from vaultval.valuation.accounts.accounts import AccountsValue, value_accounts
from vaultval.valuation.accounts.calculations import (
    Calculated,
    calculated,
    company_numbers,
    computed_numbers,
    yearly_numbers,
)
from vaultval.valuation.company import CompanyValue
from vaultval.valuation.discounting.sum_of_parts import Discounted, discounted_values
from vaultval.valuation.events.coherence import Coherence, Forecast, check_odds, forecasts
from vaultval.valuation.events.monitoring import Look, looks
from vaultval.valuation.implied.expectations import ReverseDcf, reverse_dcf
from vaultval.valuation.implied.margins import MarginGap, margin_path
from vaultval.valuation.market import Market
from vaultval.valuation.methods.comparison import Comparison, compared
from vaultval.valuation.real_options.stated import RealOptionValue, real_options
from vaultval.valuation.risk.fragility import Fragility, fragility
from vaultval.valuation.risk.sensitivity import Sensitivity
from vaultval.valuation.risk.supposed import Changed, what_ifs
from vaultval.valuation.steps import Lift, Method
from vaultval.valuation.synergy import check_multiplier


@dataclass(frozen=True, slots=True)
class Analysis:
    """The parts of a company's analysis. None, or empty: the notes do not state what it is made of."""

    coherence: tuple[Coherence, ...] = ()
    forecasts: tuple[Forecast, ...] = ()
    looks: tuple[Look, ...] = ()
    fragility: Fragility | None = None
    discounted: Discounted | None = None
    calculations: tuple[Calculated, ...] = ()
    accounts: AccountsValue | None = None
    comparison: Comparison | None = None
    reverse_dcf: ReverseDcf | None = None
    real_options: tuple[RealOptionValue, ...] = ()
    sensitivity: Sensitivity | None = None
    what_ifs: tuple[Changed, ...] = ()
    margins: tuple[MarginGap, ...] = ()


def analyse(market: Market, method: Method, lift: Lift) -> tuple[Analysis, list[Finding]]:
    """Everything beside the value of a company; of one that could not be valued, what needs no core."""
    company = market.company
    findings: list[Finding] = []
    discounted, found = discounted_values(market, lift)
    findings += found
    accounts, found = value_accounts(market, method, lift)
    findings += found
    calculations, found = calculated(company.calculations, _known(market, accounts, lift), lift)
    findings += found
    reverse, found = reverse_dcf(market, method, lift)
    findings += found
    analysis = Analysis(
        reverse_dcf=reverse,
        accounts=accounts,
        discounted=discounted,
        forecasts=forecasts(company, method.as_of),
        looks=looks(company, method.as_of),
        calculations=calculations,
        margins=margin_path(
            company, accounts.financials.last.ratios if accounts and accounts.financials else {}, lift
        ),
    )
    if not isinstance(market, CompanyValue):
        return analysis, findings
    coherence, found = check_odds(company, market, method, lift)
    findings += found + check_multiplier(market.platform, company.platform_multiplier)
    real, found = real_options(market, method)
    findings += found
    supposed, found = what_ifs(company, market, method, lift)
    findings += found
    return replace(
        analysis,
        real_options=real,
        coherence=coherence,
        fragility=fragility(company, market, method, lift),
        comparison=compared(company, market, method, lift),
        sensitivity=Sensitivity(company, method, market),
        what_ifs=supposed,
    ), findings


def _known(market: Market, accounts: AccountsValue | None, lift: Lift) -> dict[str, N]:
    """The numbers that a calculation may name: stated by the company, of a year, computed."""
    financials = accounts.financials if accounts else None
    stated = {**company_numbers(market.company, lift), **yearly_numbers(financials)}
    if isinstance(market, CompanyValue):
        return stated | computed_numbers(market)
    return stated | {"price": market.price, "market cap": market.market_cap}
