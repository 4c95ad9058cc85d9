"""Sensitivity as it is shown: a short table in the company's block, all of it as JSON. In a terminal: sensitivity_terminal.py."""

from collections.abc import Mapping
from math import isclose
from typing import Any

from vaultval.figure import N
from vaultval.quantity import Unit, written
from vaultval.render.text import Style, callout, escaped, shortened
from vaultval.results import Results
from vaultval.valuation.company import CompanyValue
from vaultval.valuation.risk.drivers import FIRST_CALENDAR_YEAR, MULTIPLIER, Driver, Model
from vaultval.valuation.risk.sensitivity import Bounds, Grid, Outcome, Swing, Tornado
from vaultval.valuation.risk.what_if import Supposed

SHOWN = 6
_SHORT = frozenset({"tam", "pe", "wacc", "ebitda", "roic"})


def section(value: CompanyValue, results: Results, style: Style) -> str:
    """A folded table of the inputs that move full value most."""
    found = results.analyses[value.company.id].sensitivity
    if found is None:
        return ""
    most = found.most
    rows = [_row(alike, most, value, style) for alike in _groups(most)]
    if not rows:
        return ""
    head = ["sensitivity_input", "sensitivity_from", "sensitivity_then", "sensitivity_to", "sensitivity_then"]
    lines = ["", *style.table([style(word) for word in head], "lrrrr", rows).split("\n"), ""]
    lines.append(style("sensitivity_how", by=style.percent(most.by, 0)))
    if most.base.binds:
        lines.append(style("sensitivity_capped", uncapped=style.money(most.base.uncapped)))
    return callout("info", style("sensitivity"), lines, folded=True)


def _groups(most: Tornado) -> list[list[Swing]]:
    """The first inputs by their swing. Those of one owner that move full value alike, as the factors of one product do,
    stand together.
    """
    groups: dict[tuple[object, ...], list[Swing]] = {}
    for swing in most.swings:
        if swing.swing:
            driver, ends = swing.driver, (swing.at_low, swing.at_high)
            same = (
                driver.node,
                driver.owner,
                driver.scenario,
                *(f"{e.full_value:.9g}" if e else "" for e in ends),
                "" if _by_share(swing, most.by) else driver.key,
            )
            groups.setdefault(same, []).append(swing)
    return list(groups.values())[:SHOWN]


def _by_share(swing: Swing, by: float) -> bool:
    """Whether both ends lie the share `by` of the value from it: not over a stated range, nor cut at 100 %."""
    value = swing.driver.value
    ends = sorted((value * (1 - by), value * (1 + by)))
    return all(isclose(end, at, rel_tol=1e-9) for end, at in zip(ends, (swing.low, swing.high), strict=True))


def _row(alike: list[Swing], most: Tornado, value: CompanyValue, style: Style) -> list[str]:
    swing = alike[0]
    low, high = (escaped(shown(swing.driver, end, style.language)) for end in (swing.low, swing.high))
    if len(alike) > 1:
        low, high = "−" + style.percent(most.by, 0), "+" + style.percent(most.by, 0)
    ends = [style.money(end.full_value) if end else "—" for end in (swing.at_low, swing.at_high)]
    return [_label([each.driver for each in alike], value, style), low, ends[0], high, ends[1]]


def _label(drivers: list[Driver], value: CompanyValue, style: Style) -> str:
    """Inputs in words: whose they are, of which scenario, and what."""
    driver = drivers[0]
    if driver.place is None:
        return style(f"setting_{driver.field}")
    option = next((o for o in value.company.options if o.id == driver.node), None)
    if option is not None:
        owner = style.node(option, value.company.note)
    else:
        owner = "" if driver.owner == value.company.name else escaped(driver.owner)
    fields = style("and").join(sorted(_named(each, style) for each in drivers))
    what = " · ".join(filter(None, (escaped(driver.scenario), fields)))
    return f"{owner}{style('colon')}{what}" if owner else what


def _named(driver: Driver, style: Style) -> str:
    """The name of an input, and which value of a path over the years it is."""
    which = [
        style("path_value", number=step) if step.isdecimal() else style(f"path_{step}")
        for step in driver.stretch
    ]
    return style("path_of").join([_field(driver.field, style), *which])


def _field(field: str, style: Style) -> str:
    """The name of an attribute or column in the language of the notes."""
    if field == MULTIPLIER:
        return style("setting_platform_multiplier")
    for group in ("attribute", "column"):
        try:
            word = style.word(group, field)
        except ValueError:
            continue
        plain = word.replace("_", " ")
        return escaped(plain.upper() if field in _SHORT and plain.isascii() else plain)
    return escaped(shortened(field, 60))


def shown(driver: Driver, value: float, language: str = "en") -> str:
    """A value of an input as text, in its unit."""
    if driver.unit is Unit.YEARS and abs(driver.value) >= FIRST_CALENDAR_YEAR:
        return f"{value:.1f}".removesuffix(".0")
    text = written(value, driver.unit, driver.currency, language=language)
    return text.replace(" %", "%")


def data(value: CompanyValue, results: Results) -> dict[str, Any] | None:
    """The inputs that move full value most; all of them are in `vaultval sensitivity --json`."""
    found = results.analyses[value.company.id].sensitivity
    if found is None:
        return None
    most = found.most
    return {"by": most.by, "most": [swing_data(swing) for alike in _groups(most) for swing in alike]}


def figures(value: CompanyValue, results: Results) -> Mapping[str, N]:
    """None: what is shown are runs of the model, and full value is explained by itself."""
    del value, results
    return {}


def swing_data(swing: Swing) -> dict[str, Any]:
    """One input at both ends. Values in base units, full values in currency/share."""
    driver = swing.driver
    return {
        "key": driver.key,
        "note": driver.place.note if driver.place else None,
        "line": driver.place.line if driver.place else None,
        "unit": str(driver.unit),
        "value": driver.value,
        "low": swing.low,
        "high": swing.high,
        "stated_range": driver.stated_range,
        "at_low": outcome_data(swing.at_low),
        "at_high": outcome_data(swing.at_high),
        "swing": swing.swing,
        "swing_uncapped": swing.swing_uncapped,
        "no_effect": swing.why or None,
    }


def outcome_data(found: Outcome | None) -> dict[str, Any] | None:
    """What a run came to; None where it has no result."""
    if found is None:
        return None
    return {
        "full_value": found.full_value,
        "full_value_uncapped": found.uncapped,
        "cap_binds": found.binds,
    }


def tornado_data(found: Tornado, bounds: Bounds) -> dict[str, Any]:
    """All inputs by their swing, and how far full value could go."""
    return {
        "by": found.by,
        "runs": found.runs,
        "inputs": [swing_data(swing) for swing in found.swings],
        "bounds": {
            "all_bulls": bounds.all_bulls,
            "all_certain": bounds.all_certain,
            "with_premium": bounds.with_premium,
            "ceiling": bounds.ceiling,
        },
    }


def grid_data(found: Grid) -> dict[str, Any]:
    """A grid: cells by row, a row for each value of the first input."""
    return {
        "rows": {"key": found.first.key, "values": list(found.rows)},
        "columns": {"key": found.second.key, "values": list(found.columns)},
        "cells": [[outcome_data(cell) for cell in row] for row in found.cells],
    }


def supposed_data(model: Model, supposed: Supposed, found: Outcome | None, base: Outcome) -> dict[str, Any]:
    """What was supposed, and what full value is then."""
    names = {option.option.id: option.option.name for option in model.base.options}
    return {
        "set": [
            {"key": driver.key, "from": driver.value, "to": value} for driver, value in supposed.moved.items()
        ]
        + [
            {"key": f"{names[name]}.probability_adjusted", "from": None, "to": value}
            for name, value in supposed.adjusted.items()
        ],
        "outcome": outcome_data(found),
        "change": found.full_value - base.full_value if found else None,
        "change_uncapped": found.uncapped - base.uncapped if found else None,
        "linear_change": supposed.linear,
    }
