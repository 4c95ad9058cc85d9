"""The accounts of a company as a whole: frameworks, runway, financials, analogues, multiples, decoupling."""

from dataclasses import dataclass

from vaultval.diagnostics import Finding
from vaultval.figure import N, named
from vaultval.model.prices import prices_of
from vaultval.model.records import Company
from vaultval.quantity import Quantity, Unit
from vaultval.valuation.accounts.analogues import Analogues, needed_rate, value_analogues
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
from vaultval.valuation.accounts.peers import PEER_RATIOS, Peers, value_peers
from vaultval.valuation.accounts.runway import Runway, value_runway
from vaultval.valuation.company import CompanyValue
from vaultval.valuation.market import Market
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
    peers: Peers | None = None


def value_accounts(market: Market, method: Method, lift: Lift) -> tuple[AccountsValue, list[Finding]]:
    """All of them. Frameworks are held against the company's own market capitalisation."""
    company = market.company
    financials, findings = value_financials(company.accounts.years, method, lift)
    sales = _sales(company, financials, lift)
    frameworks, found = value_frameworks(
        company.accounts.frameworks, company.accounts.parts, (market.market_cap, market.price), sales, lift
    )
    findings += found
    runway, found = value_runway(company, lift)
    findings += found
    multiples = _multiples(market, financials, lift)
    peers, found = value_peers(company.peers, _ratios(company, financials, multiples, lift), lift)
    findings += found
    return AccountsValue(
        frameworks=frameworks,
        runway=runway,
        financials=financials,
        analogues=value_analogues(company.accounts.analogues, _options(company), lift, _needed(market)),
        multiples=multiples,
        decoupling=decoupling(financials, prices_of(company), method.as_of, lift),
        peers=peers,
    ), findings


def _options(company: Company) -> int:
    """How many options the company has that do not hang on others."""
    return sum(not option.emergent for option in company.options)


def _needed(market: Market) -> N | None:
    """The rate at which its options would have to come true at its price; None without a value of all of them."""
    if not isinstance(market, CompanyValue) or market.left_out:
        return None
    rate = needed_rate(market.price, market.core.base, [option.bull_full for option in market.options])
    return None if rate is None else named(rate, "rate that the price asks for")


def _usable(quantity: Quantity | None, company: Company) -> Quantity | None:
    """An amount, unless it is in another currency than the price."""
    home = company.currency
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


def _ratios(
    company: Company, financials: Financials | None, multiples: Multiples | None, lift: Lift
) -> dict[str, N | None]:
    """The company's own, as its peers have them: of the last year of its accounts, and at its market capitalisation."""
    found: dict[str, N | None] = {
        key: financials.last.ratios.get(key) for key in PEER_RATIOS if financials is not None
    }
    if company.net_margin:
        found["net_margin"] = lift(company.net_margin, "net margin")
    if multiples:
        found |= {"ps": multiples.price_to_sales, "pe": multiples.price_to_earnings}
    return found


def _multiples(market: Market, financials: Financials | None, lift: Lift) -> Multiples | None:
    company, cap = market.company, market.market_cap
    sales, earnings = _sales(company, financials, lift), _earnings(company, financials, lift)
    to_sales = price_to_sales(cap, sales) if sales is not None else None
    to_earnings = price_to_earnings(cap, earnings) if earnings is not None else None
    fair = _usable(company.fair_value, company)
    apart = deviation(lift(fair, "fair value"), market.price) if fair else None
    shares = implied_shares(cap, market.price) if company.market_cap else None
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
