"""Frameworks, accounts and analogues as tables for a terminal."""

from collections.abc import Iterator

from vaultval.figure import N
from vaultval.model.account_records import FLOWS, LEVELS, STOCKS
from vaultval.quantity import Unit, written
from vaultval.render.text import fixed
from vaultval.render.topics.frameworks import PARTS, accounts_of, rough
from vaultval.results import Results
from vaultval.valuation.accounts.analogues import Analogues
from vaultval.valuation.accounts.financials import RATIOS, Financials
from vaultval.valuation.accounts.frameworks import Frameworks
from vaultval.valuation.accounts.multiples import Decoupling, Multiples
from vaultval.valuation.accounts.runway import Runway
from vaultval.valuation.company import CompanyValue
from vaultval.vocabulary import written as phrase

TerminalTable = tuple[str, list[str], list[list[str]]]


def terminal_tables(value: CompanyValue, results: Results) -> Iterator[TerminalTable]:
    """A title, a head and rows for each part that the notes state."""
    accounts = accounts_of(value, results)
    if accounts is None:
        return
    name, unit = value.company.name, value.company.price.currency if value.company.price else ""
    if accounts.frameworks:
        yield _frameworks(name, accounts.frameworks, unit)
    if accounts.financials:
        yield _financials(name, accounts.financials, unit)
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
    return fixed(float(number) * 100, digits) + "%"


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
    for key, number in found.last.ratios.items():
        text = fixed(float(number), 2) if key == "revenue_per_rd" else _percent(number, 2)
        rows.append([" / ".join(map(_item, RATIOS[key])), text, "", ""])
    return f"{name}: financials", ["Item", found.last.label, "Growth", "A year"], rows


def _runway(name: str, found: Runway, unit: str) -> TerminalTable:
    rows = []
    for row in found.scenarios:
        lasts = "for good" if row.never else "—" if row.years is None else f"{float(row.years):.1f} years"
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
        yield [f"Mean rate of {len(found.decided)} analogues", _percent(found.mean)]
    if found.expected is not None:
        yield [f"Of {found.own} options at that rate", fixed(float(found.expected), 1)]


def _decoupling(found: Decoupling) -> Iterator[list[str]]:
    yield [f"Growth of revenue, {found.label}", _signed(found.revenue_growth)]
    yield [f"Change of the price, {found.since} to {found.until}", _signed(found.price_change)]
