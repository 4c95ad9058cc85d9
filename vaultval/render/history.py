"""A vault on many days: tables and small charts for a terminal, a part of the company's block, plain data."""

from collections.abc import Iterable, Sequence
from typing import Any

from vaultval.figure import N
from vaultval.render.chart import lines
from vaultval.render.terminal import print_line, print_table, terminal_width
from vaultval.render.text import SYMBOLS, Style, callout, escaped, fixed
from vaultval.results import CompanyMoment, Moment, NarrativeMoment, Results
from vaultval.valuation.company import CompanyValue

_LEVELS = "▁▂▃▄▅▆▇█"
_COLUMN = 20  # characters that a narrative's column takes
_SHOWN = 4  # narratives in a block


def history_rows(moments: Sequence[Moment]) -> list[dict[str, Any]]:
    """The rows of `vaultval history --json`: one a day, the last one last, at full precision."""
    return [
        {
            "day": moment.day.isoformat(),
            "commit": moment.commit or None,
            "companies": {name: _company(company) for name, company in moment.companies.items()},
            "narratives": {
                name: {"net": score.net, "strength": score.strength, "score": score.score}
                for name, score in moment.narratives.items()
            },
        }
        for moment in moments
    ]


def _company(moment: CompanyMoment) -> dict[str, Any]:
    return {
        "currency": moment.currency,
        "price": moment.price,
        "price_known": moment.price_known,
        "core": moment.core,
        "full_value": moment.full_value,
        "upside": moment.upside,
    }


def spark(values: Sequence[float | None]) -> str:
    """A line of eight heights from the smallest to the largest of the values; half height where all are the same."""
    known = [value for value in values if value is not None]
    low, high = min(known, default=0.0), max(known, default=0.0)
    if high - low <= 1e-9 * max(abs(low), abs(high)):
        return "".join(" " if value is None else "▄" for value in values)
    top = len(_LEVELS) - 1
    return "".join(" " if v is None else _LEVELS[round((v - low) / (high - low) * top)] for v in values)


def print_history(moments: Sequence[Moment]) -> None:
    """The chart, then a table for each company and one for the narratives, a row a day."""
    if not moments:
        print_line("There is no day to show.")
        return
    companies = _names(moment.companies for moment in moments)
    narratives = _names(moment.narratives for moment in moments)
    rows = [row for name in companies for row in _company_lines(name, moments)]
    rows += [_chart_row(f"{name}: net points", [_net(m, name) for m in moments]) for name in narratives]
    span = f"{moments[0].day} to {moments[-1].day}"
    if rows:
        print_table(f"{span}, each line from its own lowest to its highest", _CHART_HEAD, rows)
    for name in companies:
        print_table(f"{name}, per share", _company_head(moments), [_company_row(m, name) for m in moments])
    if any(not company.price_known for moment in moments for company in moment.companies.values()):
        print_line("* the notes state no price as old as that; this is their oldest.")
    room = max(1, (terminal_width() - _COLUMN) // _COLUMN)
    for start in range(0, len(narratives), room):
        some = narratives[start : start + room]
        table = [
            [moment.day.isoformat(), *(_score(moment.narratives.get(n)) for n in some)] for moment in moments
        ]
        print_table("Narratives: net points, strength, score", ["Day", *some], table)


_CHART_HEAD = ["", "Chart", "First", "Last", "Lowest", "Highest"]


def _names(groups: Iterable[Iterable[str]]) -> list[str]:
    return list(dict.fromkeys(name for group in groups for name in group))


def _net(moment: Moment, name: str) -> float | None:
    score = moment.narratives.get(name)
    return score.net if score else None


def _company_lines(name: str, moments: Sequence[Moment]) -> list[list[str]]:
    found = [moment.companies.get(name) for moment in moments]
    return [
        _chart_row(f"{name}: full value", [company.full_value if company else None for company in found]),
        _chart_row(
            f"{name}: price",
            [company.price if company and company.price_known else None for company in found],
        ),
    ]


def _chart_row(name: str, values: Sequence[float | None]) -> list[str]:
    known = [value for value in values if value is not None]
    if not known:
        return [name, spark(values), *["—"] * 4]
    numbers = (known[0], known[-1], min(known), max(known))
    return [name, spark(values), *(fixed(number, 2) for number in numbers)]


def _company_head(moments: Sequence[Moment]) -> list[str]:
    head = ["Day", "Price", "Core", "Full value", "Against price"]
    return [*head, "Commit"] if any(moment.commit for moment in moments) else head


def _company_row(moment: Moment, name: str) -> list[str]:
    company = moment.companies.get(name)
    commit = [moment.commit[:10]] if moment.commit else []
    if company is None:
        return [moment.day.isoformat(), *["—"] * 4, *commit]
    symbol = SYMBOLS.get(company.currency, company.currency)
    price = f"{symbol}{fixed(company.price, 2)}{'' if company.price_known else '*'}"
    figures = [f"{symbol}{fixed(number, 2)}" for number in (company.core, company.full_value)]
    against = f"{fixed(company.upside * 100, 1)}%" if company.price_known else "—"
    return [moment.day.isoformat(), price, *figures, against, *commit]


def _score(score: NarrativeMoment | None) -> str:
    if score is None:
        return "—"
    sign = "+" if score.net > 0 else ""
    number = "—" if score.score is None else fixed(score.score, 3)
    return f"{sign}{fixed(score.net, 2)} {score.strength} {number}"


def section(value: CompanyValue, results: Results, style: Style) -> str:
    """The last months in the company's block; nothing where none of them differs from the others."""
    name, months = value.company.name, results.months
    found = [(moment, moment.companies.get(name)) for moment in months]
    own = months[-1].companies[name].narratives if months else ()
    moved = [each for each in own if len({_net(moment, each) for moment in months}) > 1][:_SHOWN]
    worth = {company.full_value for _, company in found if company}
    prices = [company.price for _, company in found if company and company.price_known]
    if len(worth) < 2 and len(set(prices)) < 2 and not moved:
        return ""
    rows = [_block_row(moment, company, moved, style, priced=len(prices) > 1) for moment, company in found]
    shown = [row for i, row in enumerate(rows) if i in (0, len(rows) - 1) or row[1:] != rows[i - 1][1:]]
    head = [style("day"), style("full_value"), *([style("price")] if len(prices) > 1 else [])]
    head += [escaped(each) for each in moved]
    table = style.table(head, "l" + "r" * (len(head) - 1), shown)
    chart = _chart(found, style) if len(worth) > 1 or len(set(prices)) > 1 else []
    body = [style("months_basis"), *chart, table]
    return callout("info", style("months_title"), ["", *"\n\n".join(body).split("\n")], folded=True)


def _block_row(
    moment: Moment, company: CompanyMoment | None, narratives: Sequence[str], style: Style, *, priced: bool
) -> list[str]:
    known = company is not None and company.price_known
    price = style.money(company.price) if company and known else "—"
    return [
        moment.day.isoformat(),
        style.money(company.full_value) if company else "—",
        *([price] if priced else []),
        *(style.points(moment.narratives[each].net, signed=True) for each in narratives),
    ]


def _chart(found: Sequence[tuple[Moment, CompanyMoment | None]], style: Style) -> list[str]:
    """Full value and price, over the days of which both are known; nothing where that is one day."""
    both = [(moment.day, company) for moment, company in found if company and company.price_known]
    if len(both) < 2:
        return []
    names = [f"{day.year}-{day.month:02}" for day, _ in both]
    chart = lines(
        names, [[company.full_value for _, company in both], [company.price for _, company in both]]
    )
    return [chart, style("months_key")]


def data(value: CompanyValue, results: Results) -> list[dict[str, Any]]:
    """The months as JSON."""
    name = value.company.name
    return [
        {"day": moment.day.isoformat(), **_company(moment.companies[name])}
        for moment in results.months
        if name in moment.companies
    ]


def figures(_value: CompanyValue, _results: Results) -> dict[str, N]:
    """None: a past day's figures are explained by `explain --as-of`."""
    return {}
