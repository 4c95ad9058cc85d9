"""What is computed beside the value of a company, each part where the notes state what it needs."""

from dataclasses import dataclass

from vaultval.diagnostics import Finding
from vaultval.model.records import Company
from vaultval.valuation.accounts.accounts import AccountsValue, value_accounts
from vaultval.valuation.accounts.calculations import Calculated, calculated, company_numbers
from vaultval.valuation.company import CompanyValue
from vaultval.valuation.discounting.sum_of_parts import Discounted, discounted_values
from vaultval.valuation.events.coherence import Coherence, Forecast, check_odds, forecasts
from vaultval.valuation.events.monitoring import Look, looks
from vaultval.valuation.implied.expectations import ReverseDcf, reverse_dcf
from vaultval.valuation.methods.comparison import Comparison, compared
from vaultval.valuation.real_options.stated import RealOptionValue, real_options
from vaultval.valuation.risk.fragility import Fragility, fragility
from vaultval.valuation.risk.sensitivity import Sensitivity
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


def analyse(
    company: Company, value: CompanyValue, method: Method, lift: Lift
) -> tuple[Analysis, list[Finding]]:
    """Everything beside the value of a company that could be valued."""
    findings: list[Finding] = []
    calculations, found = calculated(company.calculations, company_numbers(company), lift)
    findings += found
    coherence, found = check_odds(company, value, method, lift)
    findings += found + check_multiplier(value.platform, company.platform_multiplier)
    discounted, found = discounted_values(company, value, lift)
    findings += found
    accounts, found = value_accounts(company, value, method, lift)
    findings += found
    reverse, found = reverse_dcf(value, method, lift)
    findings += found
    real, found = real_options(value, method)
    findings += found
    return Analysis(
        reverse_dcf=reverse,
        real_options=real,
        accounts=accounts,
        discounted=discounted,
        coherence=coherence,
        forecasts=forecasts(company, method.as_of),
        looks=looks(company, method.as_of),
        fragility=fragility(company, value, method, lift),
        calculations=calculations,
        comparison=compared(company, value, method, lift),
        sensitivity=Sensitivity(company, method, value),
    ), findings
