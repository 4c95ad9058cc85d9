"""What the market says of a company: all that is needed to hold its accounts against the price, without a core."""

from dataclasses import dataclass

from vaultval.diagnostics import Finding, Severity
from vaultval.figure import N, named
from vaultval.model.prices import price_on
from vaultval.model.records import Company
from vaultval.valuation.inputs import check_market, check_market_cap
from vaultval.valuation.steps import Lift, Method


@dataclass(frozen=True, slots=True)
class Market:
    """A company at its price. price: currency/share. shares: a count. market_cap: currency, as stated for the stated
    price, else price × shares. A CompanyValue is one, with the whole valuation beside it.
    """

    company: Company
    price: N
    shares: N
    market_cap: N


def market_of(company: Company, method: Method, lift: Lift) -> tuple[Market | None, list[Finding]]:
    """The company at the price of the day; None without a usable price or number of shares. With what is odd about them."""
    findings = check_market(company)
    stated, found = price_on(company, method.as_of)
    if any(found.severity is Severity.ERROR for found in findings) or not (stated and company.shares):
        return None, findings
    findings += found + check_market_cap(company)
    price, shares = lift(stated, "price"), lift(company.shares, "shares")
    # The stated market capitalisation is that of the stated price, and of no other day's.
    cap = company.market_cap if stated is company.price else None
    market_cap = lift(cap, "market cap") if cap else named(price * shares, "market cap")
    return Market(company, price, shares, market_cap), findings
