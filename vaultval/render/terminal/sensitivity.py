"""Sensitivity in a terminal: the tornado, a grid, and what would be if."""

from collections.abc import Sequence

from vaultval.render.terminal.tables import money, percent, print_line, print_table, signed
from vaultval.render.terminal.values import print_incomplete
from vaultval.render.topics.sensitivity import shown
from vaultval.valuation.risk.drivers import Model
from vaultval.valuation.risk.sensitivity import Bounds, Grid, Outcome, Swing, Tornado
from vaultval.valuation.risk.what_if import Supposed

SHOWN = 20

_WHY = {
    "cap": "No effect while the cap binds; uncapped they would move full value",
    "cap free": "No effect while the cap does not bind",
    "p_max free": "No effect while no probability reaches the maximum",
    "zero": "Not moved, because a share of 0 is 0 (--set gives them another value)",
    "no part": "No effect, because they are no part of full value",
}


def print_tornado(model: Model, found: Tornado, bounds: Bounds, *, whole: bool) -> None:
    """The inputs by swing, those without effect by reason, and how far full value could go. whole: all of them."""
    unit, base = model.company.currency, found.base
    moving = [swing for swing in found.swings if swing.swing or not swing.why]
    listed = moving if whole else moving[:SHOWN]
    rows = [
        [
            s.driver.key, shown(s.driver, s.driver.value), shown(s.driver, s.low), _full(s.at_low, unit),
            shown(s.driver, s.high), _full(s.at_high, unit), money(s.swing, unit), money(s.swing_uncapped, unit),
        ]
        for s in listed
    ]  # fmt: skip
    head = ["Input", "Is", "Low", "Full value", "High", "Full value", "Swing", "Uncapped"]
    print_table(
        f"{model.company.name}: each input alone, ±{percent(found.by)} or its stated range", head, rows
    )
    if len(moving) > len(listed):
        print_line(f"and {len(moving) - len(listed)} more; --all shows them.")
    print_line(_base_line(base, unit))
    print_incomplete([model.base])
    for reason, words in _WHY.items():
        still = [swing for swing in found.swings if swing.why == reason]
        if still:
            print_line(f"{words}: {_named(still, unit, reason == 'cap', whole=whole)}.")
    print_line(
        f"Bounds: every bull scenario at its own probability {money(bounds.all_bulls, unit)}; every scenario at "
        f"certainty {money(bounds.all_certain, unit)}, with the largest premium {money(bounds.with_premium, unit)}; ceiling {money(bounds.ceiling, unit)}."
    )


def _full(found: Outcome | None, unit: str) -> str:
    return money(found.full_value, unit) if found else "—"


def _base_line(base: Outcome, unit: str) -> str:
    text = f"Full value as it is: {money(base.full_value, unit)}"
    if not base.binds:
        return f"{text}; the cap does not bind."
    gap = money(base.uncapped - base.full_value, unit)
    return f"{text}. The cap binds and takes {gap}: uncapped {money(base.uncapped, unit)}."


def _named(still: Sequence[Swing], unit: str, with_swing: bool, *, whole: bool) -> str:
    listed = still if whole else still[:8]
    names = [s.driver.key + (f" ({money(s.swing_uncapped, unit)})" if with_swing else "") for s in listed]
    rest = len(still) - len(listed)
    return "; ".join([*names, *([f"and {rest} more"] if rest else [])])


def print_grid(model: Model, found: Grid) -> None:
    """Full value over two inputs."""
    unit = model.company.currency
    rows = [
        [shown(found.first, value), *(_full(cell, unit) for cell in cells)]
        for value, cells in zip(found.rows, found.cells, strict=True)
    ]
    head = [f"{found.first.key} ↓  {found.second.key} →", *(shown(found.second, v) for v in found.columns)]
    print_table(f"{model.company.name}: full value per share", head, rows)


def print_supposed(model: Model, supposed: Supposed, found: Outcome | None, base: Outcome) -> None:
    """What was supposed, and what full value is then."""
    unit = model.company.currency
    names = {option.option.id: option.option for option in model.base.options}
    rows = [[d.key, shown(d, d.value), shown(d, value)] for d, value in supposed.moved.items()]
    for option in model.base.options:
        if option.option.id in supposed.adjusted:
            was, now = percent(option.probability), percent(supposed.adjusted[option.option.id])
            rows.append([f"{names[option.option.id].name}.probability_adjusted", was, now])
    print_table(f"{model.company.name}: what if", ["Input", "Is", "Supposed"], rows)
    if found is None:
        print_line("With these inputs the model has no result.")
        return
    cap = "the cap binds" if found.binds else "the cap does not bind"
    print_line(
        f"Full value {money(base.full_value, unit)} → {money(found.full_value, unit)} "
        f"({signed(found.full_value - base.full_value, unit)}); {cap}; uncapped {money(base.uncapped, unit)} → "
        f"{money(found.uncapped, unit)} ({signed(found.uncapped - base.uncapped, unit)})."
    )
    if supposed.linear:
        print_line(f"In proportion alone, ΔP × V / P: {signed(supposed.linear, unit)}.")
