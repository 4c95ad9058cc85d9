"""The accounts of a company as a whole: frameworks, runway, financials, analogues, multiples, decoupling."""

from dataclasses import dataclass

from vaultval.diagnostics import Finding
from vaultval.figure import N, named
from vaultval.model.prices import prices_of
from vaultval.model.records import Company
from vaultval.quantity import Quantity, Unit
from vaultval.valuation.accounts.analogues import Analogues, value_analogues
from vaultval.valuation.accounts.financials import Financials, value_financials
from vaultval.valuation.accounts.frameworks import Frameworks, value_frameworks
from vaultval.valuation.accounts.multiples import (
    Decoupling,
    Multiples,
    decoupling,
    deviation,
    implied_shares,
    price_to_earnings,
    price_to_sales,
)
from vaultval.valuation.accounts.runway import Runway, value_runway
from vaultval.valuation.company import CompanyValue
from vaultval.valuation.steps import Lift, Method


@dataclass(frozen=True, slots=True)
class AccountsValue:
    """Each part None where the notes do not state what it is made of."""

    frameworks: Frameworks | None
    runway: Runway | None
    financials: Financials | None
    analogues: Analogues | None
    multiples: Multiples | None
    decoupling: Decoupling | None


def value_accounts(
    company: Company, value: CompanyValue, method: Method, lift: Lift
) -> tuple[AccountsValue, list[Finding]]:
    """All of them. Frameworks are held against the company's own market capitalisation."""
    financials, findings = value_financials(company.accounts.years, method, lift)
    sales = _sales(company, financials, lift)
    frameworks, found = value_frameworks(
        company.accounts.frameworks, company.accounts.parts, (value.market_cap, value.price), sales, lift
    )
    findings += found
    runway, found = value_runway(company, lift)
    findings += found
    return AccountsValue(
        frameworks=frameworks,
        runway=runway,
        financials=financials,
        analogues=value_analogues(company.accounts.analogues, _options(company), lift),
        multiples=_multiples(company, value, financials, lift),
        decoupling=decoupling(financials, prices_of(company), method.as_of, lift),
    ), findings


def _options(company: Company) -> int:
    """How many options the company has that do not hang on others."""
    return sum(not option.emergent for option in company.options)


def _usable(quantity: Quantity | None, company: Company) -> Quantity | None:
    """An amount, unless it is in another currency than the price."""
    home = company.price.currency if company.price else ""
    if quantity and home and quantity.unit is Unit.CURRENCY and quantity.currency not in ("", home):
        return None
    return quantity


def _sales(company: Company, financials: Financials | None, lift: Lift) -> N | None:
    """The company's `revenue`, else that of the last year of its accounts."""
    stated = _usable(company.revenue, company)
    if stated:
        return lift(stated, "revenue")
    return financials.last.amounts.get("revenue") if financials else None


def _earnings(company: Company, financials: Financials | None, lift: Lift) -> N | None:
    """Revenue × net margin where the company states both, else the net income of the last year."""
    stated = _usable(company.revenue, company)
    if stated and company.net_margin:
        return named(lift(stated, "revenue") * lift(company.net_margin, "net margin"), "net income")
    return financials.last.amounts.get("net_income") if financials else None


def _multiples(
    company: Company, value: CompanyValue, financials: Financials | None, lift: Lift
) -> Multiples | None:
    sales, earnings = _sales(company, financials, lift), _earnings(company, financials, lift)
    to_sales = price_to_sales(value.market_cap, sales) if sales is not None else None
    to_earnings = price_to_earnings(value.market_cap, earnings) if earnings is not None else None
    fair = _usable(company.fair_value, company)
    apart = deviation(lift(fair, "fair value"), value.price) if fair else None
    shares = implied_shares(value.market_cap, value.price) if company.market_cap else None
    found = {
        "price_to_sales": to_sales,
        "price_to_earnings": to_earnings,
        "deviation": apart,
        "implied_shares": shares,
    }
    if all(number is None for number in found.values()):
        return None
    titles = {
        "price_to_sales": "P/S",
        "price_to_earnings": "P/E",
        "deviation": "deviation from fair value",
        "implied_shares": "shares that the market cap implies",
    }
    return Multiples(
        **{key: None if number is None else named(number, titles[key]) for key, number in found.items()}
    )
