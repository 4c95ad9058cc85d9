"""Calculations as they are shown: each formula with its result, beside what the author states."""

from collections.abc import Mapping
from typing import Any

from vaultval.figure import N
from vaultval.quantity import Unit
from vaultval.render.text import Style, callout, escaped, shortened
from vaultval.results import Results
from vaultval.valuation.accounts.calculations import Calculated
from vaultval.valuation.market import Market

SHOWN = 12


def section(market: Market, results: Results, style: Style) -> str:
    """A folded table of the calculations; nothing without any."""
    found = results.analyses[market.company.id].calculations
    if not found:
        return ""
    wrong = sum(each.agrees is False for each in found)
    title = style("calculations_differ", count=str(wrong)) if wrong else style("calculations")
    rows = [_row(each, style) for each in found[:SHOWN]]
    if len(found) > SHOWN:
        rows.append([style("calculations_more", count=str(len(found) - SHOWN)), "", "", ""])
    head = [style("calculation"), style("formula"), style("result"), style("stated")]
    return callout("info", title, ["", *style.table(head, "llrr", rows).split("\n")], folded=True)


def _row(each: Calculated, style: Style) -> list[str]:
    row = each.calculation
    stated = escaped(row.stated.text) if row.stated else "—"
    if each.agrees is False:
        stated = f"**{stated}**"
    return [
        escaped(shortened(row.name, 60)),
        escaped(shortened(row.formula.value, 80)),
        _result(each, style),
        stated,
    ]


def _result(each: Calculated, style: Style) -> str:
    """In the unit of what is stated; as a bare number where nothing is."""
    stated = each.calculation.stated
    return escaped(
        style.quantity(each.value, stated.unit if stated else Unit.OTHER, stated.currency if stated else "")
    )


def data(market: Market, results: Results) -> list[dict[str, Any]]:
    """Every calculation with its place, its value in base units, and whether the stated result agrees."""
    return [
        {
            "name": each.calculation.name,
            "formula": each.calculation.formula.value,
            "value": float(each.value),
            "stated": each.calculation.stated.value if each.calculation.stated else None,
            "agrees": each.agrees,
            "note": each.calculation.place.note,
            "line": each.calculation.place.line,
        }
        for each in results.analyses[market.company.id].calculations
    ]


def figures(market: Market, results: Results) -> Mapping[str, N]:
    """Each calculation by its name."""
    return {each.calculation.name: each.value for each in results.analyses[market.company.id].calculations}
