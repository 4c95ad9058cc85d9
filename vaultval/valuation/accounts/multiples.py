"""The price in terms of sales and earnings, of another fair value, and beside the growth of the business."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from vaultval.figure import N, named
from vaultval.model.company_records import PricePoint
from vaultval.valuation.accounts.financials import Financials, growth
from vaultval.valuation.steps import Lift

_FIRST_YEAR = 3  # there is no date a year and a month before an earlier one
_NEAR = timedelta(days=31)  # how old the last price before a day may be to stand for that day


def price_to_sales(market_cap: N, revenue: N) -> N | None:
    """Market cap / revenue; None unless revenue is above zero."""
    return market_cap / revenue if float(revenue) > 0 else None


def price_to_earnings(market_cap: N, net_income: N) -> N | None:
    """Market cap / net income, net income being revenue × net margin; None unless it is above zero."""
    return market_cap / net_income if float(net_income) > 0 else None


def implied_shares(market_cap: N, price: N) -> N:
    """Market cap / price: the number of shares that the stated market capitalisation counts."""
    return market_cap / price


def deviation(fair_value: N, price: N) -> N:
    """1 − fair value / price: the share of the price that a fair value from elsewhere does not explain."""
    return 1 - fair_value / price


@dataclass(frozen=True, slots=True)
class Multiples:
    """Each None where the notes do not state what it needs."""

    price_to_sales: N | None
    price_to_earnings: N | None
    deviation: N | None
    implied_shares: N | None


@dataclass(frozen=True, slots=True)
class Decoupling:
    """Revenue growth of the last year of the accounts, and the change of the price from `since` to `until`."""

    label: str
    revenue_growth: N
    price_change: N
    since: date
    until: date


def decoupling(
    financials: Financials | None, prices: Sequence[PricePoint], as_of: date, lift: Lift
) -> Decoupling | None:
    """Both side by side; None unless the last year has a growth of revenue and two prices fall into the year before the day.

    prices: by day. The price of a year ago is the last one up to that day, no more than a month old; else the first one
    after it, so that the span is shorter than a year.
    """
    if financials is None or "revenue" not in financials.last.growth or as_of.year < _FIRST_YEAR:
        return None
    target = _year_before(as_of)
    known = [point for point in prices if target - _NEAR <= point.day <= as_of]
    before = [point for point in known if point.day <= target]
    after = [point for point in known if point.day > target]
    if not after or len(after) + bool(before) < 2:
        return None
    start, end = before[-1] if before else after[0], after[-1]
    change = growth(lift(end.price, f"price of {end.day}"), lift(start.price, f"price of {start.day}"))
    if change is None:
        return None
    return Decoupling(
        label=financials.last.label,
        revenue_growth=financials.last.growth["revenue"],
        price_change=named(change, f"change of the price, {start.day} to {end.day}"),
        since=start.day,
        until=end.day,
    )


def _year_before(day: date) -> date:
    last = day.month == 2 and day.day == 29
    return day.replace(year=day.year - 1, day=28 if last else day.day)
