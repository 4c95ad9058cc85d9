"""The probabilities that a price takes for granted: the model run again, until full value is the price. Method §4.

A probability is moved as a milestone moves it: the scenarios' probabilities in proportion with the option's, each to 1 at
most; in mode published the values that the author states for them, too. Nothing is rounded on the way.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from vaultval.figure import N
from vaultval.model.records import Company, Option
from vaultval.place import Place
from vaultval.valuation.company import CompanyValue, value_company
from vaultval.valuation.implied.reverse_dcf import as_solved
from vaultval.valuation.implied.solver import Solution, solve
from vaultval.valuation.risk.drivers import lift_with
from vaultval.valuation.steps import Lift, Method, as_figure, as_float

MOST = 40
"""For how many options a probability is solved for."""

LEAST_ODDS, MOST_ODDS = 1e-3, 1e3

Move = Callable[[float], float]
"""From a probability as written to the one that is supposed."""


@dataclass(frozen=True, slots=True)
class ImpliedProbability:
    """The probability of one option, the others unchanged. written: as it is. solution: full value in currency/share by
    the probability, from 0 to 1.
    """

    option: Option
    written: float
    solution: Solution


@dataclass(frozen=True, slots=True)
class ImpliedOdds:
    """What the price says about the options' probabilities. Full values in currency/share.

    multiplier: of every probability's odds P/(1 − P). at_most: full value with every probability at p_max, the options'
    values in proportion, and no cap on the premium; at_most_stated: the same on the scenario values that authors state, None where they state none. p_max: a ratio.
    """

    probabilities: tuple[ImpliedProbability, ...]
    multiplier: Solution
    p_max: float
    at_most: float
    at_most_stated: float | None


def implied_odds(value: CompanyValue, method: Method) -> ImpliedOdds | None:
    """Everything that the price says about the probabilities; None without an option that has one."""
    exact = replace(method, step=0.0)
    options = [each.option for each in value.options]
    if not options:
        return None
    company, price = value.company, float(value.price)

    def full(moves: Mapping[str, Move]) -> float:
        return float(moved(company, exact, moves).full_value)

    single = tuple(
        ImpliedProbability(option, written, _one(option, written, full, price))
        for option in options[:MOST]
        if option.probability is not None and (written := option.probability.value) > 0
    )

    def all_odds(exponent: float) -> float:
        return full(_times_odds(options, float(10.0**exponent)))

    found = solve(all_odds, price, -3.0, 3.0)
    multiplier = replace(
        found,
        value=None if found.value is None else float(10.0**found.value),
        low=LEAST_ODDS,
        high=MOST_ODDS,
    )
    highest, stated = _highest(value, exact, as_float)
    known = None if stated is None else float(stated)
    return ImpliedOdds(single, multiplier, exact.p_max, float(highest), known)


def _highest(value: CompanyValue, exact: Method, lift: Lift) -> tuple[N, N | None]:
    """Full value with every probability at p_max and no cap: computed, and on the scenario values that authors state."""
    company, options = value.company, [each.option for each in value.options]
    moves = {option.id: _raised(option, exact.p_max) for option in options}
    stated = None
    if any(row.stated_value for option in options for row in option.scenarios):
        by_rows = _on_stated_scenarios(company)
        stated = moved(by_rows, replace(exact, published=True), moves, lift).full_value_uncapped
    return moved(company, replace(exact, published=False), moves, lift).full_value_uncapped, stated


def explained_odds(value: CompanyValue, method: Method, odds: ImpliedOdds) -> dict[str, N]:
    """What `implied_odds` found as numbers that can be explained, by "OPTION", "all", "at_p_max", "at_p_max_stated"; where
    there is no solution, full value at both ends: "OPTION.at_0", "OPTION.at_1", "all.at_low", "all.at_high".
    """
    exact = replace(method, step=0.0)
    company, options = value.company, [each.option for each in value.options]

    def full(moves: Mapping[str, Move]) -> N:
        return moved(company, exact, moves, as_figure).full_value

    found: dict[str, N] = {}
    for each in odds.probabilities:
        name, at = each.option.name, _to(each.option, each.written)
        if each.solution.value is not None:
            reached, solved = full(at(each.solution.value)), each.solution.value
            found[name] = as_solved(solved, value.price, reached, f"{name}: implied probability")
        else:
            found |= {f"{name}.at_{end}": full(at(float(end))) for end in (0, 1)}
    if odds.multiplier.value is not None:
        reached = full(_times_odds(options, odds.multiplier.value))
        found["all"] = as_solved(odds.multiplier.value, value.price, reached, "implied factor on all odds")
    else:
        ends = {"low": LEAST_ODDS, "high": MOST_ODDS}
        found |= {f"all.at_{key}": full(_times_odds(options, factor)) for key, factor in ends.items()}
    found["at_p_max"], stated = _highest(value, exact, as_figure)
    return found if stated is None else found | {"at_p_max_stated": stated}


def _one(
    option: Option, written: float, full: Callable[[Mapping[str, Move]], float], price: float
) -> Solution:
    at = _to(option, written)
    return solve(lambda probability: full(at(probability)), price, 0.0, 1.0)


def _to(option: Option, written: float) -> Callable[[float], Mapping[str, Move]]:
    """How an option's probability is moved to another."""

    def at(probability: float) -> Mapping[str, Move]:
        return {option.id: lambda p: min(1.0, p * probability / written)}

    return at


def _times_odds(options: Sequence[Option], factor: float) -> Mapping[str, Move]:
    """The odds of all options times a factor."""
    return {option.id: lambda p: factor * p / (1 - p + factor * p) for option in options}


def _on_stated_scenarios(company: Company) -> Company:
    """The company with its options' values as their scenarios state them, and emergent options computed."""
    options = tuple(
        option.model_copy(update={"stated_value": None})
        if option.emergent or any(row.stated_value for row in option.scenarios)
        else option
        for option in company.options
    )
    return company.model_copy(update={"options": options})


def _raised(option: Option, least: float) -> Move:
    """To `least`, with the scenarios' values in proportion even where a probability would pass 1: an upper bound."""
    written = option.probability.value if option.probability else 0.0
    factor = max(1.0, least / written) if written > 0 else 1.0
    return lambda p: p * factor


def moved(company: Company, method: Method, moves: Mapping[str, Move], lift: Lift = as_float) -> CompanyValue:
    """The company's value, on floats unless `lift` says otherwise, with the probabilities of some options, by id, at others.

    Raises ValueError for a company that cannot be valued.
    """
    places: dict[Place, float] = {}
    for option in company.options:
        if option.id in moves and not option.emergent:
            places |= _places(option, moves[option.id], method)

    value, _ = value_company(company, method, lift_with(places, lift))
    if value is None:
        raise ValueError(f"{company.name!r} cannot be valued")
    return value


def _places(option: Option, move: Move, method: Method) -> dict[Place, float]:
    """What the places of an option's probabilities hold, and in mode published those of its stated values."""
    written = option.probability
    found = [written, *(row.probability for row in option.scenarios)]
    places = {each.place: move(each.value) for each in found if each is not None and each.place is not None}
    if not method.published:
        return places
    stated = [(option.stated_value, written)]
    stated += [(row.stated_value, row.probability or written) for row in option.scenarios]
    for amount, chance in stated:
        if amount is not None and amount.place is not None and chance is not None and chance.value > 0:
            places[amount.place] = amount.value * move(chance.value) / chance.value
    return places
