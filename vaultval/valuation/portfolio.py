"""The options of one company: each by itself, with the synergy of the others, and those that emerge from others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from vaultval.figure import N, named
from vaultval.model.records import Company, Option, Scenario
from vaultval.quantity import Quantity
from vaultval.valuation.events.calendar import Effect, effective_probability, effects_on
from vaultval.valuation.methods import improvements
from vaultval.valuation.methods.narrative_link import linked_probability
from vaultval.valuation.methods.odds import moved_with
from vaultval.valuation.option_inputs import rows
from vaultval.valuation.options import (
    ProbabilityCheck,
    discount_factor,
    probability_check,
    scenario_value,
    weighted_value,
)
from vaultval.valuation.steps import Lift, Method, constant
from vaultval.valuation.synergy import Boost, chosen_sources, noisy_or


@dataclass(frozen=True, slots=True)
class Terms:
    """What all options of a company are valued with. shares: a count. assumed: milestone id → a state to suppose."""

    company: Company
    shares: N
    method: Method
    lift: Lift
    assumed: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FromInputs:
    """What the inputs give at the probabilities as written, to set beside what the author states. Currency/share."""

    scenarios: Mapping[str, N]
    weighted: N
    bull_full: N


@dataclass(frozen=True, slots=True)
class OptionValue:
    """One option in currency/share. weighted: after milestones and kill switches; adjusted: after synergy, too.

    factor: the discount factor of the option, None where each scenario pins its own.
    written, linked, effective, probability: as written (step `mixture`: over its scenarios); after what its narratives
    moved it by; after milestones and kill switches; after synergy.
    noisy_or: beside the last, the probability with every option of the synergy matrix as a source.
    sources: the author's, or the matrix's, that can be valued; boosts: those of them that lift the probability.
    chances: the probability of each of its rows after narratives and events, in their order, before synergy.
    """

    option: Option
    factor: N | None
    scenarios: Mapping[str, N]
    weighted: N
    written: N
    linked: N
    effective: N
    probability: N
    adjusted: N
    bull_full: N
    from_inputs: FromInputs
    noisy_or: N
    effects: tuple[Effect, ...]
    sources: tuple[Boost, ...]
    boosts: tuple[Boost, ...]
    check: ProbabilityCheck | None
    chances: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class EmergentValue:
    """An option that exists only if others succeed: its joint probability, and its value in currency/share.

    required: the chance that all that it requires succeeds; probability: after its own milestones and kill switches, too.
    """

    option: Option
    factor: N | None
    probability: N
    value: N
    effects: tuple[Effect, ...]
    required: N


def either(row: Quantity | None, fallback: Quantity | None) -> Quantity:
    """A row's own input, or the option's. Raises ValueError if there is neither."""
    quantity = row if row is not None else fallback
    if quantity is None:
        raise ValueError("an option without all its inputs cannot be valued")
    return quantity


def _factor(option: Option, terms: Terms) -> N | None:
    """The option's discount factor: the one that its author pins, or the one of its horizon."""
    name = f"{option.name}: discount factor"
    if option.discount_factor is not None:
        return terms.lift(option.discount_factor, name)
    horizon = horizon_of(option, terms.company, terms.lift)
    if horizon is None or terms.company.wacc is None:
        return None
    return named(discount_factor(terms.lift(terms.company.wacc, "wacc"), horizon), name)


def horizon_of(option: Option, company: Company, lift: Lift) -> N | None:
    """The years from the price to the option's success: as stated, or from its year; None if neither is stated."""
    if option.horizon is not None:
        return lift(option.horizon, f"{option.name}: horizon")
    if option.year is not None and company.price_date is not None:
        stated = company.price_date
        since = constant(float(stated.value.year), stated.value.isoformat(), stated.place)
        return lift(option.year, f"{option.name}: year") - lift(since, "year of the price")
    return None


def row_value(option: Option, row: Scenario, probability: N, terms: Terms) -> N:
    """A row's value at a probability, in currency/share."""
    name, lift = f"{option.name}: {row.name}", terms.lift
    factor = (
        lift(row.discount_factor, f"{name} discount factor")
        if row.discount_factor
        else _factor(option, terms)
    )
    if factor is None:
        raise ValueError(f"{option.name!r} has no discount factor")
    tam = lift(either(row.tam, option.tam), f"{name} TAM")
    share = lift(either(row.share, option.share), f"{name} share")
    if "tam_year" in terms.method.improved:
        tam = improvements.market_at_success(tam, option, terms.company, lift)
    if "incremental" in terms.method.improved:
        horizon = horizon_of(option, terms.company, lift)
        share = improvements.incremental_share(share, tam, option, horizon, lift)
    return scenario_value(
        tam,
        share,
        lift(either(row.net_margin, option.net_margin), f"{name} net margin"),
        lift(either(row.pe, option.pe), f"{name} PE"),
        probability,
        factor,
        terms.shares,
    )


def value_options(options: Sequence[Option], terms: Terms) -> tuple[OptionValue, ...]:
    """Each option by itself, then each with the synergy of the others, in the company's order."""
    alone = {option.id: value_alone(option, terms) for option in options}
    towards = coefficients_towards(terms.company)
    return tuple(
        _with_synergy(
            alone[option.id],
            _boosts(
                option, alone, sources_of(option, towards.get(option.id, {}), terms.method), towards, terms
            ),
            _boosts(option, alone, list(alone), towards, terms),
            terms,
        )
        for option in terms.company.options
        if option.id in alone
    )


def coefficients_towards(company: Company) -> dict[str, dict[str, Quantity]]:
    """The synergies of a company by the option that is helped, and by its source."""
    towards: dict[str, dict[str, Quantity]] = {}
    for cell in company.synergies:
        towards.setdefault(cell.target, {})[cell.source] = cell.value
    return towards


def sources_of(option: Option, towards: Mapping[str, Quantity], method: Method) -> tuple[str, ...]:
    """The ids of the options whose success helps an option, in their order. Step `noisy_or`: with no limit to two.

    towards: the coefficients towards the option, by source.
    """
    stated = None if option.boosted_by is None else [reference.target for reference in option.boosted_by]
    if "noisy_or" not in method.improved:
        coefficients = {(source, option.id): cell.value for source, cell in towards.items()}
        return chosen_sources(option.id, stated, coefficients)
    return tuple(stated) if stated is not None else tuple(towards)


def _boosts(
    option: Option,
    alone: Mapping[str, OptionValue],
    sources: Sequence[str],
    towards: Mapping[str, Mapping[str, Quantity]],
    terms: Terms,
) -> tuple[Boost, ...]:
    """The sources that can be valued and have a coefficient towards the option."""
    known = towards.get(option.id, {})
    return tuple(
        Boost(
            source,
            terms.lift(known[source], f"synergy {alone[source].option.name} → {option.name}"),
            alone[source].effective,
        )
        for source in sources
        if source in alone and source in known
    )


def value_alone(option: Option, terms: Terms) -> OptionValue:
    """An option by itself, after its milestones and kill switches, without synergy."""
    stated = terms.lift(either(option.probability, None), f"{option.name}: probability as written")
    table = rows(option)
    own = [_probability(option, row, stated, terms) for row in table]
    weights = _weights(option, table, terms)
    written = stated
    if "mixture" in terms.method.improved:
        chance = improvements.mixture(weights, own)
        written = named(chance, f"{option.name}: probability over its scenarios")
    linked = linked_probability(option.name, written, terms.method.shifts.get(option.id, ()), terms.lift)
    best = max(table, key=lambda row: (row.role == "bull", float(row_value(option, row, 1.0, terms))))
    bull = _probability(option, best, stated, terms)
    most = bull if float(bull) > float(written) else None
    effects = effects_on(
        option.milestones, option.kill_switches, terms.method.as_of, most, terms.lift, terms.assumed
    )
    effective = named(effective_probability(linked, effects), f"{option.name}: probability after events")
    moved = linked is not written or any(e.factor is not None or e.limit is not None for e in effects)
    move = _Move(own, written, effective) if moved and float(written) > 0 else None
    from_inputs = _from_inputs(option, table, best, stated, terms)
    unmoved = [_unmoved(option, row, from_inputs, terms) for row in table]
    scenarios = unmoved if move is None else [
        named(value * _scaling(p, move, terms.method), f"{option.name}: {row.name} value per share after events")
        for row, p, value in zip(table, own, unmoved, strict=True)
    ]  # fmt: skip
    shares = [weight * value for weight, value in zip(weights, unmoved, strict=True)]
    weighted = terms.method.settled(
        _weighted(option, weights, scenarios, shares, move, terms), f"{option.name}: value on its own"
    )
    return OptionValue(
        option=option,
        factor=_factor(option, terms),
        scenarios={row.name: value for row, value in zip(table, scenarios, strict=True)},
        weighted=weighted,
        written=written,
        linked=linked,
        effective=effective,
        probability=effective,
        adjusted=weighted,
        bull_full=_bull_full(option, from_inputs, terms),
        from_inputs=from_inputs,
        noisy_or=effective,
        effects=effects,
        sources=(),
        boosts=(),
        check=probability_check([score.value for _, score in option.feasibility], float(stated)),
        chances=tuple(_chance(p, move, terms.method) for p in own),
    )


def _from_inputs(
    option: Option, table: Sequence[Scenario], best: Scenario, written: N, terms: Terms
) -> FromInputs:
    values = {
        row.name: named(
            row_value(option, row, _probability(option, row, written, terms), terms),
            f"{option.name}: {row.name} value per share",
        )
        for row in table
    }
    weighted = weighted_value(_weights(option, table, terms), list(values.values()))
    return FromInputs(values, weighted, row_value(option, best, 1.0, terms))


def _weights(option: Option, table: Sequence[Scenario], terms: Terms) -> list[N]:
    return [
        terms.lift(row.weight, f"{option.name}: {row.name} weight") if row.weight else 1.0 for row in table
    ]


@dataclass(frozen=True, slots=True)
class _Move:
    """What narratives and events made of an option's probability. own: the probability of each scenario."""

    own: Sequence[N]
    before: N
    after: N


def _unmoved(option: Option, row: Scenario, from_inputs: FromInputs, terms: Terms) -> N:
    """A scenario's value at its probability as written; in the mode published, from what the author states."""
    stated = row.stated_value if terms.method.published else None
    name = f"{option.name}: {row.name}, as stated"
    return terms.lift(stated, name) if stated else from_inputs.scenarios[row.name]


def _scaling(own: N, move: _Move, method: Method) -> N:
    """The factor on a scenario's value; its probability does not pass 1."""
    if "odds" in method.improved:
        return moved_with(own, move.before, move.after) / own if float(own) > 0 else 1.0
    scaling = move.after / move.before
    return 1 / own if float(own) * float(scaling) > 1 else scaling


def _chance(own: N, move: _Move | None, method: Method) -> float:
    """A scenario's probability once narratives and events have moved it, as its value has."""
    p = float(own)
    if move is None:
        return p
    if "odds" in method.improved:
        return float(moved_with(p, float(move.before), float(move.after)))
    return min(p * (float(move.after) / float(move.before)), 1.0)


def _weighted(
    option: Option,
    weights: Sequence[N],
    values: Sequence[N],
    unmoved: Sequence[N],
    move: _Move | None,
    terms: Terms,
) -> N:
    if terms.method.published and option.stated_value is not None:
        stated = terms.lift(option.stated_value, f"{option.name}: value, as stated")
        if move is None:
            return stated
        return stated * improvements.carried(unmoved, move.own, move.before, move.after, terms.method)
    return weighted_value(weights, values)


def _bull_full(option: Option, from_inputs: FromInputs, terms: Terms) -> N:
    value = from_inputs.bull_full
    if terms.method.published and option.stated_bull_full is not None:
        value = terms.lift(option.stated_bull_full, f"{option.name}: bull at certainty, as stated")
    return terms.method.settled(value, f"{option.name}: bull at certainty")


def _probability(option: Option, row: Scenario, written: N, terms: Terms) -> N:
    return (
        terms.lift(row.probability, f"{option.name}: {row.name} probability") if row.probability else written
    )


def _with_synergy(
    value: OptionValue, sources: tuple[Boost, ...], everything: tuple[Boost, ...], terms: Terms
) -> OptionValue:
    """Adjusted value = weighted value × P'/P. A probability of zero stays zero: what has failed is not carried."""
    name, method = value.option.name, terms.method
    boosts = improvements.boosts_used(value.option, sources, method)
    probability = named(
        improvements.after_synergy(value.effective, boosts, method), f"{name}: probability after synergy"
    )
    adjusted = value.weighted
    if boosts and float(value.effective) > 0:
        adjusted = value.weighted * _gain(value, probability, terms)
    return replace(
        value,
        probability=probability,
        adjusted=method.settled(adjusted, f"{name}: value with synergy"),
        noisy_or=named(noisy_or(value.effective, everything), f"{name}: probability by noisy-OR"),
        sources=sources,
        boosts=boosts,
    )


def _gain(value: OptionValue, probability: N, terms: Terms) -> N:
    """The factor on an option's value where synergy lifts its probability."""
    option, table = value.option, rows(value.option)
    weights = _weights(option, table, terms)
    values = [weight * value.scenarios[row.name] for weight, row in zip(weights, table, strict=True)]
    stated = terms.lift(either(option.probability, None), f"{option.name}: probability as written")
    own = [_probability(option, row, stated, terms) for row in table]
    if "odds" in terms.method.improved:
        own = [moved_with(p, value.written, value.effective) for p in own]
    return improvements.carried(values, own, value.effective, probability, terms.method)


def value_emergent(
    emergent: Sequence[Option], options: Sequence[OptionValue], terms: Terms
) -> tuple[EmergentValue, ...]:
    """Probability: the product of those required, after synergy, then its own milestones and kill switches.

    Value: as of a single base scenario.
    """
    together = improvements.Together({v.option.id: v.probability for v in options}, terms.method)
    values: dict[str, EmergentValue] = {}
    for option in emergent:
        joint = together.joint(option)
        effects = effects_on(
            option.milestones, option.kill_switches, terms.method.as_of, None, terms.lift, terms.assumed
        )
        probability = named(effective_probability(joint, effects), f"{option.name}: joint probability")
        together.add(option, joint, probability)
        if terms.method.published and option.stated_value is not None and float(probability) > 0:
            value = terms.lift(option.stated_value, f"{option.name}: value, as stated")
        else:
            value = row_value(option, rows(option)[0], probability, terms)
        settled = terms.method.settled(value, f"{option.name}: value")
        values[option.id] = EmergentValue(
            option, _factor(option, terms), probability, settled, effects, joint
        )
    return tuple(values[option.id] for option in terms.company.options if option.id in values)
