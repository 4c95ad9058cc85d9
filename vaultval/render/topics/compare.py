"""The two methods side by side as they are shown: in the company's block, in --json, under explain."""

from collections.abc import Mapping
from math import isinf
from typing import Any

from vaultval.figure import Figure, N, plain
from vaultval.render.text import Style, callout
from vaultval.results import Results
from vaultval.valuation.company import CompanyValue
from vaultval.valuation.methods.comparison import Comparison, Side, probability_by_value, step_figures
from vaultval.valuation.portfolio import OptionValue
from vaultval.valuation.steps import IMPROVED_METHOD, SOURCE_METHOD

LEAST = 0.01
"""The part of full value that a step has to move to be told of in the block."""


def section(value: CompanyValue, results: Results, style: Style) -> str:
    """A folded callout with the two full values and the steps that move it; nothing where none moves it by over 1 %."""
    found = results.analyses[value.company.id].comparison
    if found is None:
        return ""
    whole = abs(float(found.source.value.full_value))
    told = [step for step in found.steps if abs(step.delta) > LEAST * whole]
    if not told:
        return ""
    rows = [[style(f"step_{step.key}"), style.change(step.delta), style.change(step.alone)] for step in told]
    rest = found.difference - sum(step.delta for step in told)
    if abs(rest) >= 0.005:
        rows.append([style("compare_others"), style.change(rest), ""])
    title = style(
        "compare_title",
        improved=style.money(found.improved.value.full_value),
        source=style.money(found.source.value.full_value),
    )
    head = [style("compare_step"), style("compare_moves"), style("compare_alone")]
    why = [f"- {style(f'step_{step.key}')}{style('colon')}{style(f'why_{step.key}')}" for step in told]
    table = style.table(head, "lrr", rows).split("\n")
    return callout("info", title, ["", *table, "", *why, "", style("compare_order")], folded=True)


def data(value: CompanyValue, results: Results) -> dict[str, Any] | None:
    """Both sides, and every step between them. Per-share figures in currency/share, the rest ratios."""
    found = results.analyses[value.company.id].comparison
    if found is None:
        return None
    return {
        "in_force": results.method.name,
        SOURCE_METHOD: _side(found.source),
        IMPROVED_METHOD: _side(found.improved) | {"networks": _networks(found)},
        "difference": found.difference,
        "credits": _credited(found, results),
        "steps": [
            {
                "step": step.key,
                "full_value": step.full_value,
                "delta": step.delta,
                "alone": step.alone,
                "delta_uncapped": step.uncapped,
            }
            for step in found.steps
        ],
    }


def _side(side: Side) -> dict[str, Any]:
    value = side.value
    return {
        "options": {each.option.name: _option(each) for each in value.options},
        "emergent": {
            each.option.name: {"probability": plain(each.probability), "value": plain(each.value)}
            for each in value.emergent
        },
        "independent_sum": plain(value.pmx.independent),
        "adjusted_sum": plain(value.pmx.adjusted),
        "emergent_sum": plain(value.pmx.emergent),
        "multiplier": plain(value.multiplier),
        "pmx": plain(value.pmx.value),
        "pmx_uncapped": plain(value.pmx.uncapped),
        "pmx_cap": plain(value.pmx.cap),
        "cap_binds": value.pmx.binds,
        "cap_cut": plain(side.cap_cut),
        "shadow_value": plain(side.shadow_value),
        "caps": [
            {"cap": None if isinf(cap) else cap, "full_value": plain(full_value)}
            for cap, full_value in side.caps
        ],
        "full_value": plain(value.full_value),
        "full_value_uncapped": plain(value.full_value_uncapped),
        "upside": plain(value.upside),
        "ceiling": plain(value.ceiling),
        "scenario_maximum": plain(side.scenario_maximum),
        "utilisation": plain(value.utilisation),
        "utilisation_market_cap": plain(value.utilisation_market_cap),
        "utilisation_options": plain(side.utilisation_options),
        "implied_multiple": plain(value.implied_multiple),
    }


def _option(value: OptionValue) -> dict[str, Any]:
    return {
        "probability": plain(value.written),
        "probability_by_value": probability_by_value(value),
        "probability_linked": plain(value.linked),
        "probability_effective": plain(value.effective),
        "probability_adjusted": plain(value.probability),
        "weighted": plain(value.weighted),
        "adjusted": plain(value.adjusted),
    }


def _networks(found: Comparison) -> dict[str, Any]:
    names = {each.option.id: each.option.name for each in found.improved.value.options}
    return {
        names[identity]: {
            "leak": plain(network.leak),
            "given": {names[source]: plain(chance) for source, chance in network.given},
        }
        for identity, network in found.networks
    }


def _credited(found: Comparison, results: Results) -> dict[str, float]:
    """Shares of the option value by narrative; what none claims is `unclaimed`."""
    names = {score.narrative.id: score.narrative.name for score in results.scores.values()}
    return {names.get(identity, "") or "unclaimed": share for identity, share in found.credits}


def figures(value: CompanyValue, results: Results) -> Mapping[str, N]:
    """Each method's full value under its name, and behind it its sums, what stands beside it, each option's value, and
    what each step between the two moves: `vv-1.marginal.moves`.
    """
    comparison = results.analyses[value.company.id].comparison
    if comparison is None:
        return {}
    found: dict[str, N] = {}
    for name, side in ((SOURCE_METHOD, comparison.source), (IMPROVED_METHOD, comparison.improved)):
        found[name] = side.value.full_value
        found |= {f"{name}.{key}": number for key, number in _sums(side).items()}
        for option in side.value.options:
            found[f"{name}.{option.option.name}"] = option.adjusted
            found[f"{name}.probability of {option.option.name}"] = option.probability
        for emergent in side.value.emergent:
            found[f"{name}.{emergent.option.name}"] = emergent.value
    names = {each.option.id: each.option.name for each in comparison.improved.value.options}
    for identity, network in comparison.networks:
        found[f"{IMPROVED_METHOD}.leak of {names[identity]}"] = network.leak
        for source, chance in network.given:
            found[f"{IMPROVED_METHOD}.{names[identity]} given {names[source]}"] = chance
    for key, number in step_figures(value.company, results.method).items():
        found[f"{IMPROVED_METHOD}.{key}"] = number
    return found


def _sums(side: Side) -> dict[str, N]:
    """What one method's options add up to, and what stands beside its full value."""
    value, together = side.value, side.value.pmx
    numbers = {
        "core": value.core.base,
        "independent_sum": together.independent,
        "adjusted_sum": together.adjusted,
        "emergent_sum": together.emergent,
        "multiplier": value.multiplier,
        "pmx": together.value,
        "pmx_uncapped": together.uncapped,
        "pmx_cap": together.cap,
        "cap_cut": side.cap_cut,
        "shadow_value": side.shadow_value,
        "full_value": value.full_value,
        "full_value_uncapped": value.full_value_uncapped,
        "upside": value.upside,
        "ceiling": value.ceiling,
        "scenario_maximum": side.scenario_maximum,
        "utilisation": value.utilisation,
        "utilisation_market_cap": value.utilisation_market_cap,
        "utilisation_options": side.utilisation_options,
        "implied_multiple": value.implied_multiple,
    }
    numbers |= {f"full_value_at_cap_{cap:.0%}": full for cap, full in side.caps if not isinf(cap)}
    return {key: number for key, number in numbers.items() if number is not None and not _fixed(number)}


def _fixed(number: N) -> bool:
    """Whether a number follows from no input, as the multiplier of vv-1 does: there is nothing to explain."""
    return isinstance(number, Figure) and number.operation == "constant"
