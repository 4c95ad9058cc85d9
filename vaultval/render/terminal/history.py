"""A vault on many days: tables and small charts for a terminal."""

from collections.abc import Iterable, Sequence

from vaultval.render.terminal.tables import print_line, print_table, terminal_width
from vaultval.render.text import SYMBOLS, fixed
from vaultval.render.topics.history import net_points, score_of
from vaultval.results import Moment, NarrativeMoment

_LEVELS = "▁▂▃▄▅▆▇█"
_COLUMN = 20  # characters that a narrative's column takes


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
    for name in narratives:
        rows.append(_chart_row(f"{name}: net points", [net_points(m, name) for m in moments]))
        rows.append(_chart_row(f"{name}: score", [score_of(m, name) for m in moments], 3))
    span = f"{moments[0].day} to {moments[-1].day}"
    if rows:
        print_table(f"{span}, each line from its own lowest to its highest", _CHART_HEAD, rows)
    for name in companies:
        print_table(f"{name}, per share", _company_head(moments), [_company_row(m, name) for m in moments])
    if any(not company.price_known for moment in moments for company in moment.companies.values()):
        print_line("* the notes state no price as old as that; this is their oldest.")
    for remark in dict.fromkeys(moment.remark for moment in moments if moment.remark):
        print_line(f"† {remark}.")
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


def _company_lines(name: str, moments: Sequence[Moment]) -> list[list[str]]:
    found = [moment.companies.get(name) for moment in moments]
    return [
        _chart_row(f"{name}: full value", [company.full_value if company else None for company in found]),
        _chart_row(
            f"{name}: price",
            [company.price if company and company.price_known else None for company in found],
        ),
    ]


def _chart_row(name: str, values: Sequence[float | None], digits: int = 2) -> list[str]:
    known = [value for value in values if value is not None]
    if not known:
        return [name, spark(values), *["—"] * 4]
    numbers = (known[0], known[-1], min(known), max(known))
    return [name, spark(values), *(fixed(number, digits) for number in numbers)]


def _company_head(moments: Sequence[Moment]) -> list[str]:
    head = ["Day", "Price", "Core", "Full value", "Against price"]
    return [*head, "Commit"] if any(moment.commit for moment in moments) else head


def _company_row(moment: Moment, name: str) -> list[str]:
    company = moment.companies.get(name)
    commit = [moment.commit[:10] + ("†" if moment.remark else "")] if moment.commit else []
    if company is None:
        return [moment.day.isoformat(), *["—"] * 4, *commit]
    symbol = SYMBOLS.get(company.currency, company.currency)
    price = f"{symbol}{fixed(company.price, 2)}{'' if company.price_known else '*'}"
    figures = [f"{symbol}{fixed(number, 2)}" for number in (company.core, company.full_value)]
    against = f"{fixed(company.upside, 1, 2)}%" if company.price_known else "—"
    return [moment.day.isoformat(), price, *figures, against, *commit]


def _score(score: NarrativeMoment | None) -> str:
    if score is None:
        return "—"
    sign = "+" if score.net > 0 else ""
    number = "—" if score.score is None else fixed(score.score, 3)
    return f"{sign}{fixed(score.net, 2)} {score.strength} {number}"
