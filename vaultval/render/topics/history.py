"""A vault on many days: tables and small charts for a terminal, a part of the company's block, plain data."""

from collections.abc import Sequence
from typing import Any

from vaultval.figure import N
from vaultval.render.charts.xychart import lines
from vaultval.render.text import Style, callout, escaped, fixed
from vaultval.results import CompanyMoment, Moment, NarrativeMoment, Results
from vaultval.valuation.company import CompanyValue

_SHOWN = 4  # narratives in a block: as many as there are colours of lines
_DIGITS = 3  # of a score
_COLOURS = ("violet", "grey", "orange", "green")


def history_rows(moments: Sequence[Moment]) -> list[dict[str, Any]]:
    """The rows of `vaultval history --json`: one a day, the last one last, at full precision."""
    return [
        {
            "day": moment.day.isoformat(),
            "commit": moment.commit or None,
            "remark": moment.remark or None,
            "companies": {name: _company(company) for name, company in moment.companies.items()},
            "narratives": {name: _narrative(score) for name, score in moment.narratives.items()},
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


def _narrative(moment: NarrativeMoment) -> dict[str, Any]:
    return {"net": moment.net, "strength": moment.strength, "score": moment.score}


def net_points(moment: Moment, name: str) -> float | None:
    """The net points of a narrative at a moment; None where it had no score."""
    score = moment.narratives.get(name)
    return score.net if score else None


def score_of(moment: Moment, name: str) -> float | None:
    """The strength of a narrative as a number at a moment, 0 to 1; None where it had none."""
    found = moment.narratives.get(name)
    return found.score if found else None


def section(value: CompanyValue, results: Results, style: Style) -> str:
    """The last months in the company's block; nothing where none of them differs from the others."""
    name, months = value.company.name, results.months
    found = [(moment, moment.companies.get(name)) for moment in months]
    own = months[-1].companies[name].narratives if months else ()
    moved = [each for each in own if len({_score_cell(moment, each, style) for moment in months}) > 1][
        :_SHOWN
    ]
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
    body = [style("months_basis"), *chart, *_score_chart(months, moved, style), table]
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
        *(_score_cell(moment, each, style) for each in narratives),
    ]


def _score_cell(moment: Moment, name: str, style: Style) -> str:
    """Net points, and the score in brackets."""
    found = moment.narratives.get(name)
    if found is None:
        return "—"
    score = style.aside(fixed(found.score, _DIGITS)) if found.score is not None else ""
    return style.points(found.net, signed=True) + score


def _score_chart(months: Sequence[Moment], names: Sequence[str], style: Style) -> list[str]:
    """The scores of the narratives that moved, a line each; nothing where no score moved, or a day has none."""
    series = {name: [score_of(moment, name) for moment in months] for name in names}
    drawn = {
        name: [score for score in scores if score is not None]
        for name, scores in series.items()
        if None not in scores and len({fixed(score or 0.0, _DIGITS) for score in scores}) > 1
    }
    if not drawn:
        return []
    ends = [f"{moment.day.year}-{moment.day.month:02}" for moment in months]
    named = zip(_COLOURS, drawn, strict=False)
    key = style.listed(escaped(name) + style.aside(style(colour)) for colour, name in named)
    return [lines(ends, list(drawn.values()), _DIGITS), style("scores_key", names=key)]


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
        {
            "day": moment.day.isoformat(),
            **_company(moment.companies[name]),
            "narratives": {
                each: _narrative(moment.narratives[each]) for each in moment.companies[name].narratives
            },
        }
        for moment in results.months
        if name in moment.companies
    ]


def figures(_value: CompanyValue, _results: Results) -> dict[str, N]:
    """None: a past day's figures are explained by `explain --as-of`."""
    return {}
