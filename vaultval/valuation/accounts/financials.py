"""The accounts of past years: growth, margins, what is spent, what it yields. Method §12.

Amounts are in currency (diluted shares: a count); growth, margins and rates are ratios a year.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from vaultval.diagnostics import Finding, finding
from vaultval.figure import N, named, total
from vaultval.model.account_records import FLOWS, STOCKS, FiscalYear
from vaultval.valuation.accounts.runway import free_cash_flow
from vaultval.valuation.steps import Lift, Method

RATIOS: Mapping[str, tuple[str, str]] = {
    "rd_to_revenue": ("rd", "revenue"),
    "revenue_per_rd": ("revenue", "rd"),
    "capex_to_ocf": ("capex", "operating_cash_flow"),
    "fcf_margin": ("fcf", "revenue"),
    "sbc_to_revenue": ("sbc", "revenue"),
    "sbc_to_net_income": ("sbc", "net_income"),
    "gross_margin": ("gross_profit", "revenue"),
    "ebitda_margin": ("ebitda", "revenue"),
    "operating_margin": ("operating_income", "revenue"),
    "net_margin": ("net_income", "revenue"),
}
"""Each ratio and what is divided by what."""


def growth(now: N, before: N) -> N | None:
    """The change from one year to the next: now / before − 1; None unless `before` is above zero."""
    return now / before - 1 if float(before) > 0 else None


def cagr(end: N, start: N, years: float) -> N | None:
    """(end / start)^(1/years) − 1, the compound rate a year over so many intervals; None unless both are above zero.

    Of diluted shares it is the dilution a year. Raises ValueError for no years.
    """
    if years <= 0:
        raise ValueError("a rate needs at least one interval")
    if float(end) <= 0 or float(start) <= 0:
        return None
    rate: N = (end / start) ** (1 / years) - 1
    return rate


def ratio(part: N, whole: N) -> N | None:
    """One amount as a share of another, part / whole; None unless the whole is above zero."""
    return part / whole if float(whole) > 0 else None


def return_on_capex(first: N, last: N, capex: N) -> N | None:
    """(EBIT of the last year − EBIT of the first) / Σ capex of all years from the first to the last, both among them: what
    a unit spent on plant has added to operating income a year by now. A ratio before tax and depreciation of what was there;
    None unless something was spent.

    Source: the incremental return on capital of Koller, Goedhart, Wessels, "Valuation", 7th ed. 2020, with gross capital
    expenditure in place of net investment.
    """
    return (last - first) / capex if float(capex) > 0 else None


@dataclass(frozen=True, slots=True)
class YearValue:
    """A year. amounts: as stated, and free cash flow; growth: of each over the year before; ratios: by RATIOS."""

    year: int
    label: str
    amounts: Mapping[str, N]
    growth: Mapping[str, N]
    ratios: Mapping[str, N]


@dataclass(frozen=True, slots=True)
class Financials:
    """The years in their order. cagr: each amount's rate between the first and the last year that state it; spans: those
    two years; without_rate: what has none for want of amounts above zero. totals: of what every year states.
    revenue_per_rd_change: from the first to the last year that have it. return_on_capex: the change of operating income
    for the capital expenditure of `capex_span`, its first and last year.
    """

    years: tuple[YearValue, ...]
    cagr: Mapping[str, N]
    spans: Mapping[str, tuple[int, int]]
    without_rate: tuple[str, ...]
    totals: Mapping[str, N]
    total_ratios: Mapping[str, N]
    revenue_per_rd_change: N | None
    return_on_capex: N | None = None
    capex_span: tuple[int, int] | None = None

    @property
    def last(self) -> YearValue:
        """The latest year."""
        return self.years[-1]


def value_financials(
    stated: Sequence[FiscalYear], method: Method, lift: Lift
) -> tuple[Financials | None, list[Finding]]:
    """What follows from the years up to the day of the valuation; None without any."""
    findings: list[Finding] = []
    rows: list[FiscalYear] = []
    for row in stated:
        if row.year > method.as_of.year:
            message = f"{row.label!r} has not begun on {method.as_of}"
            findings.append(finding("fiscal-year", row.place, message))
        elif row.amounts:
            rows.append(row)
    if not rows:
        return None, findings
    findings += _missing_years(rows)
    years: list[YearValue] = []
    for row in rows:
        years.append(_year(row, years[-1] if years else None, lift))
    rates, spans, without = _rates(years)
    findings += [_no_rate(key, spans[key], rows) for key in without]
    totals = _totals(years)
    yielded, span = _return_on_capex(years)
    return Financials(
        years=tuple(years),
        cagr=rates,
        spans=spans,
        without_rate=without,
        totals=totals,
        total_ratios=_ratios(totals, "in all"),
        revenue_per_rd_change=_change(years, "revenue_per_rd"),
        return_on_capex=yielded,
        capex_span=span,
    ), findings


def _missing_years(rows: Sequence[FiscalYear]) -> list[Finding]:
    return [
        finding("year-missing", later.place, f"no year stands between {earlier.label!r} and {later.label!r}",
                other=earlier.place)
        for earlier, later in pairwise(rows)
        if later.year != earlier.year + 1
    ]  # fmt: skip


def _year(row: FiscalYear, before: YearValue | None, lift: Lift) -> YearValue:
    amounts: dict[str, N] = {}
    for key in (*FLOWS, *STOCKS):
        quantity = row.amount(key)
        if quantity:
            amounts[key] = lift(quantity, f"{row.label}: {key}")
    if "operating_cash_flow" in amounts and "capex" in amounts:
        flow = free_cash_flow(amounts["operating_cash_flow"], amounts["capex"])
        amounts["fcf"] = named(flow, f"{row.label}: fcf")
    grown: dict[str, N] = {}
    if before is not None and before.year == row.year - 1:
        for key, amount in amounts.items():
            rate = growth(amount, before.amounts[key]) if key in before.amounts else None
            if rate is not None:
                grown[key] = named(rate, f"{row.label}: growth of {key}")
    return YearValue(row.year, row.label, amounts, grown, _ratios(amounts, row.label))


def _ratios(amounts: Mapping[str, N], label: str) -> dict[str, N]:
    found: dict[str, N] = {}
    for name, (part, whole) in RATIOS.items():
        if part in amounts and whole in amounts:
            value = ratio(amounts[part], amounts[whole])
            if value is not None:
                found[name] = named(value, f"{label}: {name}")
    return found


def _rates(
    years: Sequence[YearValue],
) -> tuple[dict[str, N], dict[str, tuple[int, int]], tuple[str, ...]]:
    """The compound rates, the years that each runs from and to, and what has none for want of amounts above zero."""
    rates: dict[str, N] = {}
    spans: dict[str, tuple[int, int]] = {}
    without: list[str] = []
    for key in (*FLOWS, *STOCKS):
        having = [year for year in years if key in year.amounts]
        if len(having) < 2:
            continue
        first, last = having[0], having[-1]
        spans[key] = first.year, last.year
        rate = cagr(last.amounts[key], first.amounts[key], last.year - first.year)
        if rate is None:
            without.append(key)
        else:
            rates[key] = named(rate, f"growth of {key} a year, {first.year} to {last.year}")
    return rates, spans, tuple(without)


def _no_rate(key: str, span: tuple[int, int], rows: Sequence[FiscalYear]) -> Finding:
    """At the amount that is not above zero."""
    for row in rows:
        quantity = row.amount(key)
        if row.year in span and quantity and quantity.value <= 0:
            message = f"`{key}` of {row.label} is not above zero, so it has no rate of growth"
            return finding("no-growth-rate", quantity.place or row.place, message, found=quantity.text)
    place = next(row.place for row in rows if row.year == span[1])
    message = f"`{key}` is not above zero in {span[0]} and {span[1]}, so it has no rate of growth"
    return finding("no-growth-rate", place, message)


def _totals(years: Sequence[YearValue]) -> dict[str, N]:
    """The sums of what flows in a year, of two years or more, where each of them states it."""
    return {
        key: named(total([year.amounts[key] for year in years]), f"{key} of all years")
        for key in FLOWS
        if len(years) > 1 and all(key in year.amounts for year in years)
    }


def _change(years: Sequence[YearValue], name: str) -> N | None:
    having = [year for year in years if name in year.ratios]
    if len(having) < 2:
        return None
    change = growth(having[-1].ratios[name], having[0].ratios[name])
    return None if change is None else named(change, f"change of {name}")


def _return_on_capex(years: Sequence[YearValue]) -> tuple[N | None, tuple[int, int] | None]:
    """From the first to the last year that state operating income; none unless every year between states its capex."""
    having = [year for year in years if "operating_income" in year.amounts]
    if len(having) < 2:
        return None, None
    first, last = having[0], having[-1]
    between = [year for year in years if first.year <= year.year <= last.year]
    spent = [year.amounts["capex"] for year in between if "capex" in year.amounts]
    if len(spent) != last.year - first.year + 1:
        return None, None
    whole = named(total(spent), f"capital expenditure, {first.label} to {last.label}")
    rate = return_on_capex(first.amounts["operating_income"], last.amounts["operating_income"], whole)
    if rate is None:
        return None, None
    return named(rate, "change of operating income / capital expenditure"), (first.year, last.year)
