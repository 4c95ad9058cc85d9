"""The two methods side by side on a terminal, and in plain words what drives the difference."""

from collections.abc import Sequence
from math import isinf

from vaultval.figure import N
from vaultval.render.terminal.tables import money, percent, print_table, signed
from vaultval.render.terminal.values import print_incomplete
from vaultval.render.text import fixed
from vaultval.valuation.company import CompanyValue
from vaultval.valuation.methods.comparison import Comparison, StepEffect
from vaultval.valuation.steps import IMPROVED_METHOD, SOURCE_METHOD
from vaultval.vocabulary import written

TOLD = 3
"""How many of the largest steps are told of in words."""


def print_comparison(value: CompanyValue, found: Comparison) -> None:
    """The options, the sums and the steps of both methods."""
    unit = value.company.currency
    name, heads = value.company.name, [SOURCE_METHOD, IMPROVED_METHOD]
    head = ["Option", *(f"P {each}" for each in heads), *(f"Value {each}" for each in heads)]
    print_table(f"{name}: the same inputs by both methods, per share", head, _option_rows(found, unit))
    print_incomplete([value])
    print_table(f"{name}: what adds up", ["", *heads], _sum_rows(found, unit))
    print_table(f"{name}: full value by the cap of the premium", ["Cap", *heads], _cap_rows(found, unit))
    head = ["Step", "Moves full value by", "Without the cap", "Taken alone", "Full value after it"]
    print_table(f"{name}: from {SOURCE_METHOD} to {IMPROVED_METHOD}", head, _step_rows(found, unit))


def _probability(value: N) -> str:
    return fixed(value, 2, 2) + "%"


def _option_rows(found: Comparison, unit: str) -> list[list[str]]:
    one, other = found.source.value, found.improved.value
    rows = [
        [a.option.name, _probability(a.probability), _probability(b.probability), money(a.adjusted, unit), money(b.adjusted, unit)]
        for a, b in zip(one.options, other.options, strict=True)
    ]  # fmt: skip
    rows += [
        [a.option.name, _probability(a.probability), _probability(b.probability), money(a.value, unit), money(b.value, unit)]
        for a, b in zip(one.emergent, other.emergent, strict=True)
    ]  # fmt: skip
    return rows


def _sum_rows(found: Comparison, unit: str) -> list[list[str]]:
    sides = (found.source, found.improved)

    def amounts(name: str, numbers: Sequence[N | None]) -> list[str]:
        return [name, *("—" if number is None else money(number, unit) for number in numbers)]

    def ratios(name: str, numbers: Sequence[N | None]) -> list[str]:
        return [name, *(percent(number) for number in numbers)]

    values = [side.value for side in sides]
    multiples = [value.implied_multiple for value in values]
    return [
        amounts("Core", [value.core.base for value in values]),
        amounts("Options on their own", [value.pmx.independent for value in values]),
        amounts("Options with synergy, uncapped", [value.pmx.uncapped for value in values]),
        amounts("Cap of the premium", [value.pmx.cap for value in values]),
        amounts("Cut off by the cap", [side.cap_cut for side in sides]),
        amounts("Gained per percentage point of cap", [side.shadow_value / 100 for side in sides]),
        amounts("Options with synergy, capped", [value.pmx.value for value in values]),
        amounts("Full value", [value.full_value for value in values]),
        amounts("Full value, uncapped", [value.full_value_uncapped for value in values]),
        amounts("Ceiling", [value.ceiling for value in values]),
        amounts("All scenarios at their best", [side.scenario_maximum for side in sides]),
        ratios("Utilisation per share", [value.utilisation for value in values]),
        ratios("Utilisation by market cap", [value.utilisation_market_cap for value in values]),
        ratios("Utilisation of the options alone", [side.utilisation_options for side in sides]),
        ["Implied multiple", *("—" if m is None else fixed(float(m), 2) + "×" for m in multiples)],
    ]


def _cap_rows(found: Comparison, unit: str) -> list[list[str]]:
    return [
        ["none" if isinf(cap) else f"{cap:.0%}", money(full_value, unit), money(other, unit)]
        for (cap, full_value), (_, other) in zip(found.source.caps, found.improved.caps, strict=True)
    ]


def _step_rows(found: Comparison, unit: str) -> list[list[str]]:
    rows = [[SOURCE_METHOD, "", "", "", money(found.source.value.full_value, unit)]]
    rows += [
        [
            step_name(step), signed(step.delta, unit), signed(step.uncapped, unit), signed(step.alone, unit),
            money(step.full_value, unit),
        ]
        for step in found.steps
    ]  # fmt: skip
    uncapped = sum(step.uncapped for step in found.steps)
    after = money(found.improved.value.full_value, unit)
    return [*rows, [IMPROVED_METHOD, signed(found.difference, unit), signed(uncapped, unit), "", after]]


def step_name(step: StepEffect) -> str:
    """What a step is called."""
    return written("phrase", f"step_{step.key}", "en")


def in_words(found: Comparison, unit: str) -> list[str]:
    """What drives the difference, a sentence a line."""
    gap = found.difference
    full, before = money(found.improved.value.full_value, unit), money(found.source.value.full_value, unit)
    if abs(gap) < 0.005:
        return [f"Both methods give {before} a share."]
    lines = [f"{IMPROVED_METHOD} gives {full} a share, {money(abs(gap), unit)} {'less' if gap < 0 else 'more'} than {SOURCE_METHOD} with {before}."]  # fmt: skip
    told = sorted((step for step in found.steps if abs(step.delta) >= 0.005), key=lambda s: -abs(s.delta))
    for step in told[:TOLD]:
        why = written("phrase", f"why_{step.key}", "en")
        lines.append(f"- {step_name(step)}, {signed(step.delta, unit)}: {why}")
    cut = float(found.source.cap_cut)
    if found.source.value.pmx.binds:
        lines.append(
            f"- In {SOURCE_METHOD} the cap cuts off {money(cut, unit)}, so that steps which lower the premium move full value by less than they would without it."
        )
    lines.append(
        "The steps are taken in this order, and add up; what a step moves depends on those before it, so each is shown alone, too."
    )
    return lines
