"""The margins that a price needs, as they are shown: within the reverse DCF, or by themselves where there is none."""

from collections.abc import Mapping
from typing import Any

from vaultval.figure import N
from vaultval.render.text import Style, callout, escaped, fixed, shortened
from vaultval.results import Results
from vaultval.valuation.implied.margins import MarginGap
from vaultval.valuation.market import Market


def found_in(value: Market, results: Results) -> tuple[MarginGap, ...]:
    """The margins of a company, if its notes state a table of them."""
    return results.analyses[value.company.id].margins


def section(value: Market, results: Results, style: Style) -> str:
    """A folded table; nothing where the reverse DCF holds it."""
    found = found_in(value, results)
    if not found or results.analyses[value.company.id].reverse_dcf is not None:
        return ""
    return callout("info", style("margins_title"), ["", *table(found, style).split("\n")], folded=True)


def table(found: tuple[MarginGap, ...], style: Style) -> str:
    """What each margin is, what is needed, and the gap in percentage points."""

    def shown(number: N | None) -> str:
        return "—" if number is None else style.percent(number)

    rows = [[escaped(shortened(m.name, 40)), shown(m.now), shown(m.needed), _gap(m, style)] for m in found]
    head = [style(f"margins_{key}") for key in ("margin", "now", "needed", "gap")]
    return style.table(head, "lrrr", rows)


def _gap(margin: MarginGap, style: Style) -> str:
    if margin.gap is None:
        return "—"
    number = fixed(margin.gap, 1, 2)
    return style("pp", number="+" + number if float(margin.gap) > 0 else number)


def data(value: Market, results: Results) -> list[dict[str, Any]] | None:
    """Every margin with its ratios; null where the notes state none."""
    found = found_in(value, results)
    if not found:
        return None
    return [
        {"name": m.name}
        | {key: None if number is None else float(number) for key, number in _numbers(m).items()}
        for m in found
    ]


def _numbers(margin: MarginGap) -> dict[str, N | None]:
    return {"now": margin.now, "needed": margin.needed, "gap": margin.gap}


def figures(value: Market, results: Results) -> Mapping[str, N]:
    """`margins.NAME.now`, `.needed` and `.gap`."""
    return {
        f"margins.{m.name}.{key}": number
        for m in found_in(value, results)
        for key, number in _numbers(m).items()
        if number is not None
    }
