"""A company's valuation as outcomes that can be drawn, and what its simulation comes to. Method §11.

The options are drawn on their own, after milestones and kill switches. Synergy enters as the correlation of their
successes, and not as uplift of their probabilities, too: that would count it twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod

import numpy as np

from vaultval.diagnostics import Finding, finding
from vaultval.valuation.company import CompanyValue
from vaultval.valuation.option_inputs import in_order_of_need, rows
from vaultval.valuation.portfolio import EmergentValue, OptionValue
from vaultval.valuation.risk.network import Pair, helped
from vaultval.valuation.risk.simulation.dependence import (
    TOLERANCE,
    Array,
    all_succeed,
    both_succeed,
    equal_correlations,
    least_eigenvalue,
    nearest_correlations,
    synergy_correlations,
)
from vaultval.valuation.risk.simulation.draws import Branch, Drawn, Plan, Sprout, chunks, draw

JOINT_POINTS = 2**14
"""How many points the joint probability of three or more options is integrated over."""


@dataclass(frozen=True, slots=True)
class Together:
    """Two options. independent: the product of their chances. joint: with their correlation. network: what each
    coefficient says by itself, as a noisy-OR: (source, target) by name → the pair.
    """

    names: tuple[str, str]
    correlation: float
    independent: float
    joint: float
    network: Mapping[tuple[str, str], Pair]


@dataclass(frozen=True, slots=True)
class Grown:
    """An emergent option: the chance that all that it requires succeeds and it, too. product: as if they were
    independent. method: the joint probability that the valuation itself uses, after synergy.
    """

    name: str
    joint: float
    product: float
    method: float


@dataclass(frozen=True, slots=True)
class Simulated:
    """A company's simulation. expected: core + options on their own, the mean of what is drawn without emergent options."""

    plan: Plan
    drawn: Drawn
    expected: float
    pairs: tuple[Together, ...]
    emergent: tuple[Grown, ...]


def correlations(
    value: CompanyValue, factor: float = 1.0, rho: float | None = None
) -> tuple[Array, list[Finding]]:
    """The correlations of the options' successes: from the synergies, times `factor`; or `rho` for each pair.

    If no variables can be correlated like this, the nearest matrix that is possible, and the finding that says so.
    """
    names = [option.option.id for option in value.options]
    cells = {(cell.source, cell.target): cell.value.value for cell in value.company.synergies}
    matrix = (
        synergy_correlations(names, cells, factor) if rho is None else equal_correlations(len(names), rho)
    )
    least = least_eigenvalue(matrix)
    fixed = nearest_correlations(matrix)
    if least >= -TOLERANCE:
        return fixed, []
    moved = float(np.abs(fixed - matrix).max())
    message = (
        f"the options of {value.company.name!r} cannot be correlated "
        + (f"by {rho:g} each" if rho is not None else "as the synergies say")
        + (f", times {factor:g}" if rho is None and factor != 1 else "")
        + f"; the nearest that can be moves a correlation by {moved:.2g}"
    )
    places = [cell.value.place for cell in value.company.synergies if cell.value.place]
    place = places[0] if places and rho is None else value.company.place
    expected, found = "no eigenvalue below 0", f"{least:.3g}"
    return fixed, [finding("correlation-matrix", place, message, expected=expected, found=found)]


def plan_of(value: CompanyValue, matrix: Array, *, with_core: bool = False) -> Plan:
    """What is drawn of a company. with_core: the core, too, triangular between its low, base and high."""
    base = float(value.core.base)
    cash = float(value.core.net_cash_per_share)
    core = (base, base, base)
    if with_core:
        low = cash + sum(float(segment.low) for segment in value.core.segments)
        high = cash + sum(float(segment.high) for segment in value.core.segments)
        core = (min(low, base), base, max(high, base))
    return Plan(core, tuple(map(branch_of, value.options)), _sprouts(value), matrix)


def branch_of(option: OptionValue) -> Branch:
    """Success = Σ weight × probability; given it, a scenario has the odds weight × probability / success.

    A scenario at certainty is worth its value / its probability. What is drawn has the option's own value as its mean, also
    where that is not Σ weight × scenario, as in the mode published.
    """
    parts: list[tuple[float, float]] = []  # weight × probability, value at certainty
    for row, chance in zip(rows(option.option), option.chances, strict=True):
        weight = row.weight.value if row.weight else 1.0
        if weight * chance > 0:
            parts.append((weight * chance, float(option.scenarios[row.name]) / chance))
    whole = sum(mass for mass, _ in parts)
    mean = sum(mass * worth for mass, worth in parts)
    success = min(whole, 1.0)
    fit = float(option.weighted) / mean * (whole / success) if mean > 0 else 0.0
    return Branch(
        option.option.name,
        success,
        tuple(mass / whole for mass, _ in parts),
        tuple(worth * fit for _, worth in parts),
    )


def _sprouts(value: CompanyValue) -> tuple[Sprout, ...]:
    """The emergent options, each by the options at the root of what it requires."""
    indexes = {option.option.id: index for index, option in enumerate(value.options)}
    known: dict[str, EmergentValue] = {emergent.option.id: emergent for emergent in value.emergent}
    chances = {name: float(emergent.probability) for name, emergent in known.items()}
    made: dict[str, Sprout] = {}
    ordered, _ = in_order_of_need(value.company.options)
    for option in ordered:
        if option.id not in known:
            continue
        required = [reference.target for reference in option.requires]
        needs: list[int] = []
        for name in required:
            needs += made[name].needs if name in made else [indexes[name]]
        together = float(known[option.id].required)
        own = min(chances[option.id] / together, 1.0) if together > 0 else 0.0
        chance = own * prod(made[name].chance for name in required if name in made)
        worth = float(known[option.id].value) / chances[option.id] if chances[option.id] > 0 else 0.0
        if own > 1 - 1e-12:
            chance = prod(made[name].chance for name in required if name in made)
        made[option.id] = Sprout(option.name, tuple(dict.fromkeys(needs)), chance, worth)
    return tuple(made[option.id] for option in value.company.options if option.id in made)


def simulate(value: CompanyValue, plan: Plan, draws: int, seed: int) -> Simulated:
    """The distribution of a company's value, and the chances of joint success. draws: a power of two."""
    drawn = draw(plan, draws, seed, float(value.price))
    return Simulated(plan, drawn, plan.expected, _pairs(value, plan), _grown(value, plan, seed))


def _pairs(value: CompanyValue, plan: Plan) -> tuple[Together, ...]:
    names = [option.option.id for option in value.options]
    cells = {(cell.source, cell.target): cell.value.value for cell in value.company.synergies}
    found = []
    for i, one in enumerate(plan.branches):
        for j, other in enumerate(plan.branches[i + 1 :], i + 1):
            rho = float(plan.matrix[i, j])
            network = {
                (a.name, b.name): helped(a.success, b.success, cells[names[s], names[t]])
                for a, b, s, t in ((one, other, i, j), (other, one, j, i))
                if (names[s], names[t]) in cells
            }
            joint = both_succeed(one.success, other.success, rho)
            found.append(Together((one.name, other.name), rho, one.success * other.success, joint, network))
    return tuple(found)


def _grown(value: CompanyValue, plan: Plan, seed: int) -> tuple[Grown, ...]:
    method = {emergent.option.name: float(emergent.probability) for emergent in value.emergent}
    widest = max((len(sprout.needs) for sprout in plan.sprouts), default=1)
    points = np.concatenate(list(chunks(max(widest - 1, 1), JOINT_POINTS, seed)))
    grown = []
    for sprout in plan.sprouts:
        needs = list(sprout.needs)
        chances = [plan.branches[index].success for index in needs]
        joint = all_succeed(chances, plan.matrix[np.ix_(needs, needs)], points)
        grown.append(
            Grown(sprout.name, joint * sprout.chance, prod(chances) * sprout.chance, method[sprout.name])
        )
    return tuple(grown)
