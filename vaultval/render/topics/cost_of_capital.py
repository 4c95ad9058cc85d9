"""The cost of capital from its components, as it is shown: one line beside the stated wacc."""

from collections.abc import Mapping
from typing import Any

from vaultval.figure import N
from vaultval.render.text import Style, fixed
from vaultval.results import Results
from vaultval.valuation.discounting.cost_of_capital import CostOfCapital
from vaultval.valuation.market import Market

_NUMBERS = ("stated", "cost_of_equity", "equity_share", "wacc", "low", "high", "implied_beta")


def found_in(value: Market, results: Results) -> CostOfCapital | None:
    """What the components come to, if the notes state some."""
    discounted = results.analyses[value.company.id].discounted
    return discounted.capital if discounted else None


def section(value: Market, results: Results, style: Style) -> str:
    """Cost of equity, wacc, and the stated wacc with the beta that it stands for; nothing without a cost of equity."""
    found = found_in(value, results)
    if found is None or found.cost_of_equity is None:
        return ""
    stated = value.company.capital
    key = "capital_stated" if stated and stated.cost_of_equity else "capital_capm"
    parts = [style(key, rate=style.percent(found.cost_of_equity, 2))]
    if found.wacc is not None:
        parts.append(style("capital_wacc", rate=style.percent(found.wacc, 2)))
    elif found.low is not None and found.high is not None:
        ends = {"low": style.percent(found.low, 2), "high": style.percent(found.high, 2)}
        parts.append(style("capital_between", **ends, missing=", ".join(f"`{key}`" for key in found.missing)))
    if found.stated is not None:
        beta = ""
        if found.implied_beta is not None:
            beta = style.aside(style("capital_beta", beta=fixed(found.implied_beta, 2)))
        parts.append(style("capital_used", rate=style.percent(found.stated, 2), beta=beta))
    return style("capital_line", parts=style("capital_and").join(parts))


def data(value: Market, results: Results) -> dict[str, Any] | None:
    """All ratios, and the betas; null where the notes state no component."""
    found = found_in(value, results)
    if found is None:
        return None
    numbers = {key: getattr(found, key) for key in _NUMBERS}
    shown: dict[str, Any] = {
        key: None if number is None else float(number) for key, number in numbers.items()
    }
    return shown | {"missing": list(found.missing)}


def figures(value: Market, results: Results) -> Mapping[str, N]:
    """`cost_of_capital.…`: each number that there is."""
    found = found_in(value, results)
    if found is None:
        return {}
    numbers = {f"cost_of_capital.{key}": getattr(found, key) for key in _NUMBERS}
    return {key: number for key, number in numbers.items() if number is not None}
