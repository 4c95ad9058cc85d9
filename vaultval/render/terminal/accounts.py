"""Frameworks, accounts and analogues as tables for a terminal."""

from collections.abc import Iterator

from vaultval.figure import N
from vaultval.model.account_records import FLOWS, LEVELS, STOCKS
from vaultval.quantity import Unit, written
from vaultval.render.text import Style, fixed
from vaultval.render.topics.financials import ratios_by_year
from vaultval.render.topics.frameworks import PARTS, accounts_of, rough
from vaultval.render.topics.peers import peer_rows
from vaultval.results import Results
from vaultval.valuation.accounts.analogues import Analogues
from vaultval.valuation.accounts.financials import Financials
from vaultval.valuation.accounts.frameworks import Frameworks
from vaultval.valuation.accounts.multiples import Decoupling, Multiples
from vaultval.valuation.accounts.runway import Runway
from vaultval.valuation.market import Market
from vaultval.vocabulary import written as phrase

TerminalTable = tuple[str, list[str], list[list[str]]]


def terminal_tables(market: Market, results: Results) -> Iterator[TerminalTable]:
    """A title, a head and rows for each part that the notes state."""
    accounts = accounts_of(market, results)
    if accounts is None:
        return
    name, unit = market.company.name, market.company.currency
    if accounts.frameworks:
        yield _frameworks(name, accounts.frameworks, unit)
    if accounts.financials:
        yield _financials(name, accounts.financials, unit)
        yield from _by_year(name, accounts.financials, unit)
    if accounts.peers:
        head, rows = peer_rows(accounts.peers, name, Style("en", unit, lambda path, _source: path))
        yield f"{name}: beside other companies", head, rows
    if accounts.runway and accounts.runway.scenarios:
        yield _runway(name, accounts.runway, unit)
    rows = [
        *(_multiples(accounts.multiples) if accounts.multiples else ()),
        *(_net_cash(accounts.runway, unit) if accounts.runway else ()),
        *(_analogues(accounts.analogues) if accounts.analogues else ()),
        *(_decoupling(accounts.decoupling) if accounts.decoupling else ()),
    ]
    if rows:
        yield f"{name}: accounts beside the price", ["Figure", "Value"], rows


def _amount(number: N, unit: str) -> str:
    return written(rough(number), Unit.CURRENCY, unit).replace("-", "−")


def _item(key: str) -> str:
    return phrase("phrase", f"item_{key}", "en")


def _percent(number: N, digits: int = 1) -> str:
    return fixed(number, digits, 2) + "%"


def _signed(number: N) -> str:
    return ("+" if float(number) > 0 else "") + _percent(number)


def _frameworks(name: str, found: Frameworks, unit: str) -> TerminalTable:
    rows = []
    for row in found.rows:
        ends = [f"{_signed(row.gaps[key])}" if row.gaps else "—" for key in ("low", "high")]
        rows.append([row.name or PARTS, *(_amount(row.levels[key], unit) for key in LEVELS), *ends])
    title = f"{name}: reference frameworks"
    if found.convergence is not None:
        word = "diverging, " if found.diverging else ""
        title += f", {word}{fixed(float(found.convergence), 1)} × from the lowest to the highest"
    return title, ["Framework", "Low", "Middle", "High", "Low against cap", "High against cap"], rows


def _financials(name: str, found: Financials, unit: str) -> TerminalTable:
    rows = []
    for key in (*FLOWS, *STOCKS):
        if key not in found.last.amounts and key not in found.cagr:
            continue
        number = found.last.amounts.get(key)
        shown = "—"
        if number is not None:
            plain = written(rough(number), Unit.COUNT).replace("-", "−")
            shown = plain if key == "diluted_shares" else _amount(number, unit)
        grown = _signed(found.last.growth[key]) if key in found.last.growth else "—"
        since = found.spans[key][0] if key in found.cagr else ""
        rate = f"{_signed(found.cagr[key])} from {since}" if key in found.cagr else "—"
        rows.append([_item(key), shown, grown, rate])
    return f"{name}: financials", ["Item", found.last.label, "Growth", "A year"], rows


def _by_year(name: str, found: Financials, unit: str) -> Iterator[TerminalTable]:
    head, rows = ratios_by_year(found, Style("en", unit, lambda path, _source: path))
    if rows:
        yield f"{name}: ratios by year", head, [[cell.replace("\\$", "$") for cell in row] for row in rows]


def _runway(name: str, found: Runway, unit: str) -> TerminalTable:
    rows = []
    for row in found.scenarios:
        lasts = "for good" if row.never else "—" if row.years is None else f"{fixed(row.years, 1)} years"
        rows.append([row.name, _amount(row.free_cash_flow, unit), lasts])
    return f"{name}: cash runway", ["Scenario", "Free cash flow", "Cash lasts"], rows


def _net_cash(found: Runway, unit: str) -> Iterator[list[str]]:
    if found.net_cash is not None:
        yield ["Liquidity less debt", _amount(found.net_cash, unit)]


def _multiples(found: Multiples) -> Iterator[list[str]]:
    for title, number in (("P/S", found.price_to_sales), ("P/E", found.price_to_earnings)):
        if number is not None:
            yield [title, fixed(float(number), 1)]
    if found.implied_shares is not None:
        yield ["Shares that the market cap implies", written(rough(found.implied_shares), Unit.COUNT)]
    if found.deviation is not None:
        yield ["Price beyond the fair value from elsewhere", _percent(found.deviation)]


def _analogues(found: Analogues) -> Iterator[list[str]]:
    if found.mean is not None:
        count = len(found.decided)
        yield [
            f"Mean rate of {count} analogues" if count > 1 else "Rate of the one analogue",
            _percent(found.mean),
        ]
    if found.needed is not None:
        yield ["Rate that the price asks for", _percent(found.needed)]
    if found.expected is not None:
        yield [f"Of {found.own} options at that rate", fixed(float(found.expected), 1)]


def _decoupling(found: Decoupling) -> Iterator[list[str]]:
    yield [f"Growth of revenue, {found.label}", _signed(found.revenue_growth)]
    yield [f"Change of the price, {found.since} to {found.until}", _signed(found.price_change)]
