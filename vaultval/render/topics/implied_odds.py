"""What a price says about the options' probabilities, as it is shown: a part of the reverse DCF."""

from typing import Any

from vaultval.figure import N
from vaultval.render.text import Style
from vaultval.results import Results
from vaultval.valuation.company import CompanyValue
from vaultval.valuation.implied.probabilities import ImpliedOdds, explained_odds
from vaultval.valuation.implied.solver import Solution
from vaultval.valuation.market import Market


def lines(value: Market, odds: ImpliedOdds | None, style: Style) -> list[str]:
    """A row an option; where there is no solution, full value at both ends."""
    if odds is None or not odds.probabilities:
        return []
    home, price = value.company.note, float(value.price)
    rows = [
        [
            style.node(each.option, home),
            style.probability(each.written),
            _probability(each.solution, style),
        ]
        for each in odds.probabilities
    ]
    head = [style(key) for key in ("option", "implied_as_written", "implied_probability")]
    return [style("implied_odds"), style.table(head, "lrr", rows), "\n".join(_all_odds(odds, price, style))]


def _probability(solution: Solution, style: Style) -> str:
    if solution.value is not None:
        return style.probability(solution.value)
    return style("implied_none", low=style.money(solution.at_low), high=style.money(solution.at_high))


def _all_odds(odds: ImpliedOdds, price: float, style: Style) -> list[str]:
    found = odds.multiplier
    if found.value is not None:
        return [style("implied_all_odds", factor=f"{found.value:.4g}")]
    ends = {"low": style.money(found.at_low), "high": style.money(found.at_high)}
    stated = ""
    if odds.at_most_stated is not None:
        side = _side(odds.at_most_stated, price, style)
        stated = style("implied_stated", value=style.money(odds.at_most_stated), side=side)
    return [
        style("implied_no_odds", **ends),
        style(
            "implied_bound", p=style.percent(odds.p_max), value=style.money(odds.at_most), stated=stated,
            side=_side(odds.at_most, price, style), price=style.money(price),
        ),
    ]  # fmt: skip


def _side(bound: float, price: float, style: Style) -> str:
    return style("implied_below" if bound < price else "implied_above")


def data(odds: ImpliedOdds | None) -> dict[str, Any] | None:
    """Everything of it, in base units; null for a company without options."""
    if odds is None:
        return None
    return {
        "options": {
            each.option.name: {"written": each.written, **solution_data(each.solution)}
            for each in odds.probabilities
        },
        "odds_multiplier": solution_data(odds.multiplier),
        "p_max": odds.p_max,
        "full_value_at_p_max_uncapped": odds.at_most,
        "full_value_at_p_max_uncapped_stated": odds.at_most_stated,
    }


def solution_data(solution: Solution | None) -> dict[str, Any]:
    """A solution, or the range that was searched with what is at its ends."""
    keys = ("value", "low", "high", "at_low", "at_high")
    return {key: None if solution is None else getattr(solution, key) for key in keys}


def figures(value: Market, results: Results, odds: ImpliedOdds | None) -> dict[str, N]:
    """`reverse_dcf.odds.OPTION`, `reverse_dcf.odds.all`, their ends where there is no solution, and the two maxima."""
    if odds is None or not isinstance(value, CompanyValue):
        return {}
    found = explained_odds(value, results.method, odds)
    return {f"reverse_dcf.odds.{key}": number for key, number in found.items()}
