"""The options of one company: each by itself, with the synergy of the others, and those that emerge from others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from vaultval.figure import N, named, product
from vaultval.model.records import Company, Option, Scenario
from vaultval.quantity import Quantity
from vaultval.valuation.calendar import Effect, effective_probability, effects_on
from vaultval.valuation.inputs import rows
from vaultval.valuation.options import (
    ProbabilityCheck,
    discount_factor,
    probability_check,
    scenario_value,
    weighted_value,
)
from vaultval.valuation.steps import Lift, Method
from vaultval.valuation.synergy import Boost, adjusted_probability, chosen_sources


@dataclass(frozen=True, slots=True)
class OptionValue:
    """One option in currency/share. weighted: after milestones and kill switches; adjusted: after synergy, too.

    factor: the discount factor of the option, None where each scenario pins its own.
    written, effective, probability: as written; after milestones and kill switches; after synergy.
    """

    option: Option
    factor: N | None
    scenarios: Mapping[str, N]
    weighted: N
    written: N
    effective: N
    probability: N
    adjusted: N
    bull_full: N
    effects: tuple[Effect, ...]
    boosts: tuple[Boost, ...]
    check: ProbabilityCheck | None


@dataclass(frozen=True, slots=True)
class EmergentValue:
    """An option that exists only if others succeed: its joint probability, and its value in currency/share."""

    option: Option
    factor: N | None
    probability: N
    value: N


def either(row: Quantity | None, fallback: Quantity | None) -> Quantity:
    """A row's own input, or the option's. Raises ValueError if there is neither."""
    quantity = row if row is not None else fallback
    if quantity is None:
        raise ValueError("an option without all its inputs cannot be valued")
    return quantity


def _factor(option: Option, company: Company, lift: Lift) -> N | None:
    """The option's discount factor: the one that its author pins, or the one of its horizon."""
    if option.discount_factor is not None:
        return lift(option.discount_factor, f"{option.name}: discount factor")
    horizon = horizon_of(option, company, lift)
    if horizon is None or company.wacc is None:
        return None
    return named(discount_factor(lift(company.wacc, "wacc"), horizon), f"{option.name}: discount factor")


def horizon_of(option: Option, company: Company, lift: Lift) -> N | None:
    if option.horizon is not None:
        return lift(option.horizon, f"{option.name}: horizon")
    if option.year is not None and company.price_date is not None:
        return lift(option.year, f"{option.name}: year") - company.price_date.value.year
    return None


def _row_value(option: Option, row: Scenario, factor: N | None, probability: N, shares: N, lift: Lift) -> N:
    """A row's value at a probability, in currency/share."""
    name = f"{option.name}: {row.name}"
    discount = lift(row.discount_factor, f"{name} discount factor") if row.discount_factor else factor
    if discount is None:
        raise ValueError(f"{option.name!r} has no discount factor")
    return scenario_value(
        lift(either(row.tam, option.tam), f"{name} TAM"),
        lift(either(row.share, option.share), f"{name} share"),
        lift(either(row.net_margin, option.net_margin), f"{name} net margin"),
        lift(either(row.pe, option.pe), f"{name} PE"),
        probability,
        discount,
        shares,
    )


def value_options(
    options: Sequence[Option],
    company: Company,
    shares: N,
    method: Method,
    lift: Lift,
    assumed: Mapping[str, str],
) -> tuple[OptionValue, ...]:
    """Each option by itself, then each with the synergy of the others, in the company's order.

    assumed: milestone id → a state to suppose it in.
    """
    alone = {option.id: _alone(option, company, shares, method, lift, assumed) for option in options}
    coefficients = {(cell.source, cell.target): cell.value for cell in company.synergies}
    return tuple(
        _with_synergy(alone[option.id], _boosts(option, alone, coefficients, lift), method)
        for option in company.options
        if option.id in alone
    )


def sources_of(option: Option, company: Company) -> tuple[str, ...]:
    """The ids of the options whose success helps an option, in their order."""
    coefficients = {(cell.source, cell.target): cell.value.value for cell in company.synergies}
    stated = None if option.boosted_by is None else [reference.target for reference in option.boosted_by]
    return chosen_sources(option.id, stated, coefficients)


def _boosts(
    option: Option,
    alone: Mapping[str, OptionValue],
    coefficients: Mapping[tuple[str, str], Quantity],
    lift: Lift,
) -> tuple[Boost, ...]:
    bare = {pair: quantity.value for pair, quantity in coefficients.items() if pair[0] in alone}
    stated = None if option.boosted_by is None else [reference.target for reference in option.boosted_by]
    return tuple(
        Boost(
            source,
            lift(coefficients[source, option.id], f"synergy {alone[source].option.name} → {option.name}"),
            alone[source].effective,
        )
        for source in chosen_sources(option.id, stated, bare)
        if (source, option.id) in bare
    )


def _alone(
    option: Option, company: Company, shares: N, method: Method, lift: Lift, assumed: Mapping[str, str]
) -> OptionValue:
    """An option by itself, after its milestones and kill switches."""
    factor = _factor(option, company, lift)
    written = lift(either(option.probability, None), f"{option.name}: probability as written")
    table = rows(option)
    best = max(table, key=lambda row: _bull_order(option, row, factor, shares, lift))
    effects = effects_on(
        option.milestones,
        option.kill_switches,
        method.as_of,
        _probability(option, best, written, lift),
        lift,
        assumed,
    )
    effective = named(effective_probability(written, effects), f"{option.name}: probability after events")
    moved = any(effect.factor is not None or effect.limit is not None for effect in effects)
    scaling = effective / written if moved and float(written) > 0 else None
    scenarios = {
        row.name: _scenario(option, row, factor, written, scaling, shares, method, lift) for row in table
    }
    weighted = _weighted(option, table, list(scenarios.values()), scaling, method, lift)
    weighted = method.settled(weighted, f"{option.name}: value on its own")
    return OptionValue(
        option=option,
        factor=factor,
        scenarios=scenarios,
        weighted=weighted,
        written=written,
        effective=effective,
        probability=effective,
        adjusted=weighted,
        bull_full=_bull_full(option, best, factor, shares, method, lift),
        effects=effects,
        boosts=(),
        check=probability_check([score.value for _, score in option.feasibility], float(written)),
    )


def _scenario(
    option: Option,
    row: Scenario,
    factor: N | None,
    written: N,
    scaling: N | None,
    shares: N,
    method: Method,
    lift: Lift,
) -> N:
    """A scenario's value, at its probability after events; in the mode published, from what the author states."""
    name = f"{option.name}: {row.name}"
    if method.published and row.stated_value is not None:
        value = lift(row.stated_value, f"{name}, as stated")
    else:
        value = _row_value(option, row, factor, _probability(option, row, written, lift), shares, lift)
    return named(value if scaling is None else value * scaling, f"{name} value per share")


def _weighted(
    option: Option,
    table: Sequence[Scenario],
    values: Sequence[N],
    scaling: N | None,
    method: Method,
    lift: Lift,
) -> N:
    if method.published and option.stated_value is not None:
        stated = lift(option.stated_value, f"{option.name}: value, as stated")
        return stated if scaling is None else stated * scaling
    weights = [lift(row.weight, f"{option.name}: {row.name} weight") if row.weight else 1.0 for row in table]
    return weighted_value(weights, values)


def _bull_full(option: Option, best: Scenario, factor: N | None, shares: N, method: Method, lift: Lift) -> N:
    if method.published and option.stated_bull_full is not None:
        value = lift(option.stated_bull_full, f"{option.name}: bull at certainty, as stated")
    else:
        value = _row_value(option, best, factor, 1.0, shares, lift)
    return method.settled(value, f"{option.name}: bull at certainty")


def _bull_order(option: Option, row: Scenario, factor: N | None, shares: N, lift: Lift) -> tuple[bool, float]:
    """The bull is the row of that name; without one, the row of the highest value at certainty."""
    return row.role == "bull", float(_row_value(option, row, factor, 1.0, shares, lift))


def _probability(option: Option, row: Scenario, written: N, lift: Lift) -> N:
    return lift(row.probability, f"{option.name}: {row.name} probability") if row.probability else written


def _with_synergy(value: OptionValue, boosts: tuple[Boost, ...], method: Method) -> OptionValue:
    """Adjusted value = weighted value × P'/P. A probability of zero stays zero: what has failed is not carried."""
    name = value.option.name
    probability = named(
        adjusted_probability(value.effective, boosts, method), f"{name}: probability after synergy"
    )
    adjusted = value.weighted
    if boosts and float(value.effective) > 0:
        adjusted = value.weighted * (probability / value.effective)
    return replace(
        value,
        probability=probability,
        adjusted=method.settled(adjusted, f"{name}: value with synergy"),
        boosts=boosts,
    )


def value_emergent(
    emergent: Sequence[Option],
    options: Sequence[OptionValue],
    company: Company,
    shares: N,
    method: Method,
    lift: Lift,
) -> tuple[EmergentValue, ...]:
    """Probability: the product of those required, after synergy. Value: as of a single base scenario."""
    probabilities = {value.option.id: value.probability for value in options}
    values: dict[str, EmergentValue] = {}
    for option in emergent:
        factor = _factor(option, company, lift)
        joint = product([probabilities[reference.target] for reference in option.requires])
        probability = named(joint, f"{option.name}: joint probability")
        probabilities[option.id] = probability
        if method.published and option.stated_value is not None:
            value = lift(option.stated_value, f"{option.name}: value, as stated")
        else:
            value = _row_value(option, rows(option)[0], factor, probability, shares, lift)
        values[option.id] = EmergentValue(
            option, factor, probability, method.settled(value, f"{option.name}: value")
        )
    return tuple(values[option.id] for option in company.options if option.id in values)
