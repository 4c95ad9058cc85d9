"""Financials, cash runway, multiples and decoupling as they are shown."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from vaultval.figure import N, plain
from vaultval.model.account_records import FLOWS, STOCKS
from vaultval.render.text import Style, callout, escaped, fixed
from vaultval.render.topics.frameworks import accounts_of, amount, count, unique
from vaultval.results import Results
from vaultval.valuation.accounts.accounts import AccountsValue
from vaultval.valuation.accounts.financials import RATIOS, Financials, YearValue
from vaultval.valuation.accounts.multiples import Multiples
from vaultval.valuation.accounts.runway import Runway
from vaultval.valuation.market import Market

YEARS_SHOWN = 6
_TOTALS_SHOWN = ("operating_cash_flow", "capex", "fcf", "rd")
_MULTIPLES = ("price_to_sales", "price_to_earnings", "deviation", "implied_shares")


def section(market: Market, results: Results, style: Style) -> str:
    """One folded callout of the last year, the cash scenarios and the multiples; nothing without any of them."""
    accounts = accounts_of(market, results)
    if accounts is None:
        return ""
    parts = []
    if accounts.financials:
        parts.append(_years(accounts.financials, style))
    if accounts.runway:
        parts.append(_runway(accounts.runway, style))
    if accounts.multiples and (parts or _beyond_shares(accounts.multiples)):
        parts.append([_multiples(accounts.multiples, market, style)])
    if not parts:
        return ""
    lines: list[str] = []
    for part in parts:
        lines += ["", *part]
    return callout("info", style(_title(accounts)), lines, folded=True)


def _title(accounts: AccountsValue) -> str:
    scenarios = accounts.runway is not None and bool(accounts.runway.scenarios)
    if accounts.financials and scenarios:
        return "accounts_both"
    if accounts.financials:
        return "accounts_financials"
    return "accounts_runway" if accounts.runway else "accounts_multiples"


def _beyond_shares(multiples: Multiples) -> bool:
    """Whether there is more to say than the shares that the market cap implies, which alone is worth no callout."""
    return any(getattr(multiples, key) is not None for key in _MULTIPLES if key != "implied_shares")


def _years(found: Financials, style: Style) -> list[str]:
    """The last year: each amount, its growth, and its rate a year over all years; then the ratios of each year, and sums."""
    last, first = found.last, found.years[0]
    rows = []
    for key in (*FLOWS, *STOCKS):
        if key in last.amounts:
            shown = (count if key == "diluted_shares" else amount)(last.amounts[key], style)
            grown = style.signed_percent(float(last.growth[key])) if key in last.growth else "—"
            rows.append([style(f"item_{key}"), shown, grown, _rate(found, key, style)])
    head = [style("accounts_item"), escaped(last.label), style("accounts_yoy")]
    since = style("accounts_rate", since=escaped(first.label))
    lines = style.table(
        [*head, since if len(found.years) > 1 else style("accounts_rate_plain")], "lrrr", rows
    ).split("\n")
    names, by_year = ratios_by_year(found, style)
    if by_year:
        lines += ["", *style.table(names, "l" + "r" * (len(names) - 1), by_year).split("\n")]
    said = list(_said(found, style))
    return [*lines, "", *said] if said else lines


def _said(found: Financials, style: Style) -> Iterator[str]:
    """The sums, what became of a unit of research and of plant, and what has no rate."""
    labels = {year.year: escaped(year.label) for year in found.years}
    ends = {"first": escaped(found.years[0].label), "last": escaped(found.last.label)}
    sums = [
        style("total_of", name=style(f"item_{key}"), value=amount(found.totals[key], style))
        for key in _TOTALS_SHOWN
        if key in found.totals
    ]
    if sums:
        yield style("totals_line", totals=style.listed(sums), **ends)
    if found.revenue_per_rd_change is not None:
        having = [year for year in found.years if "revenue_per_rd" in year.ratios]
        change = style.signed_percent(float(found.revenue_per_rd_change))
        span = {"first": escaped(having[0].label), "last": escaped(having[-1].label)}
        yield style("rd_changed", change=change, **span)
    if found.return_on_capex is not None and found.capex_span is not None:
        rate = style.signed_percent(float(found.return_on_capex))
        span = {"first": labels[found.capex_span[0]], "last": labels[found.capex_span[1]]}
        yield style("capex_return", rate=rate, **span)
    if found.without_rate:
        names = style("and").join(style(f"item_{key}") for key in found.without_rate)
        yield style("accounts_no_rate", names=names)


def ratios_by_year(found: Financials, style: Style) -> tuple[list[str], list[list[str]]]:
    """Head and rows: growth, free cash flow and every ratio by year, the last YEARS_SHOWN; and of all years together."""
    years = found.years[-YEARS_SHOWN:]
    together = len(found.years) > 1 and bool(found.total_ratios)

    def row(name: str, cells: Sequence[str], whole: str) -> list[list[str]]:
        shown = any(cell != "—" for cell in cells)
        return [[name, *cells, *([whole] if together else [])]] if shown else []

    def grown(year: YearValue, key: str) -> str:
        return style.signed_percent(float(year.growth[key])) if key in year.growth else "—"

    rows: list[list[str]] = []
    for key in ("revenue", "rd"):
        rows += row(style("growth_of", name=style(f"item_{key}")), [grown(year, key) for year in years], "")
    flows = [amount(year.amounts["fcf"], style) if "fcf" in year.amounts else "—" for year in years]
    rows += row(style("item_fcf"), flows, amount(found.totals["fcf"], style) if "fcf" in found.totals else "")
    for key, (part, whole) in RATIOS.items():
        name = f"{style(f'item_{part}')} / {style(f'item_{whole}')}"
        cells = [_ratio(key, year.ratios.get(key), style) for year in years]
        rows += row(name, cells, _ratio(key, found.total_ratios.get(key), style))
    head = [style("accounts_item"), *(escaped(year.label) for year in years)]
    return [*head, *([style("accounts_together")] if together else [])], rows


def _ratio(key: str, number: N | None, style: Style) -> str:
    if number is None:
        return "—"
    if key == "revenue_per_rd":
        return fixed(float(number), 2)
    return style.percent(number, 2 if abs(float(number)) < 0.1 else 1)


def _rate(found: Financials, key: str, style: Style) -> str:
    """The rate a year; with its own first year where that is not the first of all, or its last is not the last."""
    if key not in found.cagr:
        return "—"
    rate, (since, until) = style.signed_percent(float(found.cagr[key])), found.spans[key]
    if until != found.last.year:
        return style("from_to", low=str(since), high=str(until)) + style("colon") + rate
    return rate if since == found.years[0].year else style("accounts_since", rate=rate, since=str(since))


def _runway(found: Runway, style: Style) -> list[str]:
    lines = []
    if found.scenarios:
        rows = [
            [escaped(row.name), amount(row.free_cash_flow, style), _lasts(row.years, row.never, style)]
            for row in found.scenarios
        ]
        head = [style("cash_scenario"), style("item_fcf"), style("cash_left")]
        lines = [*style.table(head, "lrr", rows).split("\n"), ""]
    if found.net_cash is not None and found.liquidity is not None and found.debt is not None:
        shown = {"liquidity": amount(found.liquidity, style), "debt": amount(found.debt, style)}
        lines.append(style("cash_net", net=amount(found.net_cash, style), **shown))
    elif found.liquidity is not None:
        lines.append(style("cash_basis", liquidity=amount(found.liquidity, style)))
    return lines


def _lasts(years: N | None, never: bool, style: Style) -> str:
    if never:
        return style("cash_never")
    return "—" if years is None else style("cash_years", years=fixed(float(years), 1))


def _multiples(found: Multiples, market: Market, style: Style) -> str:
    parts = []
    if found.price_to_sales is not None:
        parts.append(style("multiple_ps", value=fixed(float(found.price_to_sales), 1)))
    if found.price_to_earnings is not None:
        parts.append(style("multiple_pe", value=fixed(float(found.price_to_earnings), 1)))
    if found.implied_shares is not None:
        parts.append(style("multiple_shares", value=count(found.implied_shares, style)))
    if found.deviation is not None:
        parts.append(style("multiple_deviation", value=style.percent(found.deviation)))
    return style("multiples_line", cap=amount(market.market_cap, style), parts=style.listed(parts))


def decoupling_line(market: Market, results: Results, style: Style) -> str:
    """Growth of revenue beside the change of the price; nothing where one of them is not known."""
    accounts = accounts_of(market, results)
    found = accounts.decoupling if accounts else None
    if found is None:
        return ""
    return style(
        "decoupling_line",
        growth=style.signed_percent(float(found.revenue_growth)),
        label=escaped(found.label),
        change=style.signed_percent(float(found.price_change)),
        since=style.day(found.since),
        until=style.day(found.until),
    )


def _plain(numbers: Mapping[str, N]) -> dict[str, float]:
    return {key: float(number) for key, number in numbers.items()}


def _year_data(year: YearValue) -> dict[str, Any]:
    return {
        "year": year.year,
        "label": year.label,
        "amounts": _plain(year.amounts),
        "growth": _plain(year.growth),
        "ratios": _plain(year.ratios),
    }


def data(market: Market, results: Results) -> dict[str, Any] | None:
    """Every year, the rates a year with the years that they run over, and the sums."""
    accounts = accounts_of(market, results)
    found = accounts.financials if accounts else None
    if found is None:
        return None
    return {
        "years": [_year_data(year) for year in found.years],
        "cagr": _plain(found.cagr),
        "cagr_years": {key: list(span) for key, span in found.spans.items()},
        "without_rate": list(found.without_rate),
        "totals": _plain(found.totals),
        "total_ratios": _plain(found.total_ratios),
        "revenue_per_rd_change": plain(found.revenue_per_rd_change),
        "return_on_capex": plain(found.return_on_capex),
        "return_on_capex_years": list(found.capex_span) if found.capex_span else None,
    }


def figures(market: Market, results: Results) -> Mapping[str, N]:
    """The last year's growth and ratios, the rates a year and the sums; other years by their label."""
    accounts = accounts_of(market, results)
    found = accounts.financials if accounts else None
    if found is None:
        return {}
    known: dict[str, N] = {f"{key}_cagr": number for key, number in found.cagr.items()}
    known |= {f"{key}_total": number for key, number in found.totals.items()}
    known |= {f"{key}_total": number for key, number in found.total_ratios.items()}
    known |= {f"{key}_growth": number for key, number in found.last.growth.items()}
    known |= dict(found.last.ratios)
    if found.revenue_per_rd_change is not None:
        known["revenue_per_rd_change"] = found.revenue_per_rd_change
    if found.return_on_capex is not None:
        known["return_on_capex"] = found.return_on_capex
    for year in found.years:
        known |= {f"{year.label}.{key}": number for key, number in year.amounts.items()}
        known |= {f"{year.label}.{key}_growth": number for key, number in year.growth.items()}
        known |= {f"{year.label}.{key}": number for key, number in year.ratios.items()}
    return {f"financials.{key}": number for key, number in known.items()}


def runway_data(market: Market, results: Results) -> dict[str, Any] | None:
    """Each scenario with its free cash flow and its years; `never` where the cash does not run out."""
    accounts = accounts_of(market, results)
    found = accounts.runway if accounts else None
    if found is None:
        return None
    return {
        "liquidity": plain(found.liquidity),
        "debt": plain(found.debt),
        "net_cash": plain(found.net_cash),
        "scenarios": [
            {
                "name": row.name,
                "free_cash_flow": float(row.free_cash_flow),
                "years": plain(row.years),
                "never": row.never,
            }
            for row in found.scenarios
        ],
    }


def runway_figures(market: Market, results: Results) -> Mapping[str, N]:
    """Free cash flow and years of each scenario."""
    accounts = accounts_of(market, results)
    found = accounts.runway if accounts else None
    if found is None:
        return {}
    known: dict[str, N] = {}
    for name, row in zip(unique(row.name for row in found.scenarios), found.scenarios, strict=True):
        known[f"runway.{name}.free_cash_flow"] = row.free_cash_flow
        if row.years is not None:
            known[f"runway.{name}.years"] = row.years
    if found.net_cash is not None:
        known["runway.net_cash"] = found.net_cash
    return known


def multiples_data(market: Market, results: Results) -> dict[str, Any] | None:
    """P/S, P/E, the deviation from a fair value, and the shares that the market cap implies."""
    accounts = accounts_of(market, results)
    found = accounts.multiples if accounts else None
    return None if found is None else {key: plain(getattr(found, key)) for key in _MULTIPLES}


def multiples_figures(market: Market, results: Results) -> Mapping[str, N]:
    """The same, where there is one."""
    accounts = accounts_of(market, results)
    found = accounts.multiples if accounts else None
    numbers = {key: getattr(found, key) for key in _MULTIPLES} if found else {}
    return {f"multiples.{key}": number for key, number in numbers.items() if number is not None}


def decoupling_data(market: Market, results: Results) -> dict[str, Any] | None:
    """Growth of revenue and change of the price, with what each is over."""
    accounts = accounts_of(market, results)
    found = accounts.decoupling if accounts else None
    if found is None:
        return None
    return {
        "year": found.label,
        "revenue_growth": float(found.revenue_growth),
        "price_change": float(found.price_change),
        "since": found.since.isoformat(),
        "until": found.until.isoformat(),
    }


def decoupling_figures(market: Market, results: Results) -> Mapping[str, N]:
    """Both numbers."""
    accounts = accounts_of(market, results)
    found = accounts.decoupling if accounts else None
    if found is None:
        return {}
    return {
        "decoupling.revenue_growth": found.revenue_growth,
        "decoupling.price_change": found.price_change,
    }
