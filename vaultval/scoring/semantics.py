"""Gradual semantics of quantitative bipolar argumentation: how strong an argument is, given what speaks for and against it.

An argument has a base score from 0 to 1, and signed inputs: weight × strength of each argument that supports (weight
above 0) or attacks it (below 0). An aggregation makes one number of the inputs, an influence moves the base score by it.
Sources: Potyka, "Interpreting Neural Networks as Quantitative Argumentation Frameworks", AAAI 2021 (mlp), and
"Continuous Dynamical Systems for Weighted Bipolar Argumentation", KR 2018 (quadratic energy, and the continuous form of
circles); Rago, Toni, Aurisicchio, Baroni, "Discontinuity-Free Decision Support with Quantitative Argumentation
Debates", KR 2016 (DF-QuAD); Amgoud, Ben-Naim, "Evaluation of arguments in weighted bipolar graphs", IJAR 2018 (Euler);
Mossakowski, Neuhaus, "Modular Semantics and Characteristics for Bipolar Weighted Argumentation Graphs", 2018 (top).
"""

from collections.abc import Callable, Mapping, Sequence
from math import sqrt
from operator import mul
from typing import NamedTuple

from vaultval.figure import Figure, N, exponential, logarithm, named, product, smallest, total
from vaultval.scoring.circles import MOST_CALLS, Step, components, follow, iterate

_LEAST_CALLS, _MOST_LINKS = 300, 10_000_000
"""How often the strengths of a circle are reckoned, the less the more links it has: at least, and over all of its links."""

Combine = Callable[[N, Sequence[N]], N]
"""From a base score, 0 to 1, and the signed inputs to the strength, 0 to 1."""


class Semantics(NamedTuple):
    """One semantics. combine: base score and inputs → strength.

    slope: by a base score, the most that the strength moves per unit of one input. Where slope × Σ|weight| is below 1
    for every argument of a circle, the map from strengths to strengths is a contraction: they are unique. additive:
    whether the inputs count by their sum alone.
    """

    combine: Combine
    slope: Callable[[float], float]
    additive: bool = False


class Argument(NamedTuple):
    """A node of the graph. base: 0 to 1. given: signed inputs from outside of the graph, such as evidence.

    parents: the arguments that support (weight above 0) or attack it (below 0). name: what people call it.
    """

    base: N
    given: Sequence[N] = ()
    parents: Sequence[tuple[str, N]] = ()
    name: str = ""


class Circle(NamedTuple):
    """Arguments that lean on each other. unique: whether their strengths are proven to be. settled: whether they came
    to rest at all.
    """

    members: tuple[str, ...]
    unique: bool
    settled: bool


def logistic(x: N) -> N:
    """1 / (1 + e^−x), without overflow."""
    if float(x) >= 0:
        return 1 / (1 + exponential(0.0 - x))
    power = exponential(x)
    return power / (1 + power)


def log_odds(p: N) -> N:
    """ln(p / (1 − p)). p: above 0 and below 1, else ValueError or ZeroDivisionError."""
    return logarithm(p / (1 - p))


def _mlp(base: N, inputs: Sequence[N]) -> N:
    """Sum, and logistic function: the parts add up from left to right, the base's log-odds first."""
    if float(base) in (0.0, 1.0):
        return base
    return logistic(named(total([named(log_odds(base), "log-odds of the base"), *inputs]), "log-odds"))


def _sides(inputs: Sequence[N]) -> tuple[list[N], list[N]]:
    """The inputs that support, and those that attack, both as amounts of at most 1."""
    if all(isinstance(x, float) for x in inputs):
        plain = [float(x) for x in inputs]
        return [min(x, 1.0) for x in plain if x > 0], [min(-x, 1.0) for x in plain if x < 0]
    supports = [smallest("an argument counts 1 at most", x, 1.0) for x in inputs if float(x) > 0]
    attacks = [smallest("an argument counts 1 at most", 0.0 - x, 1.0) for x in inputs if float(x) < 0]
    return supports, attacks


def _product(inputs: Sequence[N]) -> N:
    supports, attacks = _sides(inputs)
    return product([1 - x for x in attacks]) - product([1 - x for x in supports])


def _top(inputs: Sequence[N]) -> N:
    supports, attacks = _sides(inputs)
    return max(supports, key=float, default=0.0) - max(attacks, key=float, default=0.0)


def _toward_ends(base: N, aggregate: N, share: Callable[[N], N]) -> N:
    """The base score, moved by a share of the way to 1, or to 0, by the size of the aggregate."""
    if float(aggregate) >= 0:
        return base + (1 - base) * share(aggregate)
    return base - base * share(0.0 - aggregate)


def _dfquad(base: N, inputs: Sequence[N]) -> N:
    return _toward_ends(base, _product(inputs), lambda x: x)


def _quadratic_energy(base: N, inputs: Sequence[N]) -> N:
    return _toward_ends(base, total(inputs), lambda x: x * x / (1 + x * x))


def _squared_dfquad(base: N, inputs: Sequence[N]) -> N:
    return _toward_ends(base, _product(inputs), lambda x: x / (1 + x))


def _euler_influence(base: N, aggregate: N) -> N:
    """1 − (1 − w²) / (1 + w·e^a), without overflow."""
    if float(base) in (0.0, 1.0):
        return base
    if float(aggregate) <= 0:
        return 1 - (1 - base * base) / (1 + base * exponential(aggregate))
    power = exponential(0.0 - aggregate)
    return 1 - (1 - base * base) * power / (power + base)


def _euler(base: N, inputs: Sequence[N]) -> N:
    return _euler_influence(base, total(inputs))


def _euler_top(base: N, inputs: Sequence[N]) -> N:
    return _euler_influence(base, _top(inputs))


def _further(base: float) -> float:
    """The longer way from a base score to an end."""
    return max(base, 1 - base)


SEMANTICS: Mapping[str, Semantics] = {
    "mlp": Semantics(_mlp, lambda _base: 0.25, additive=True),
    "dfquad": Semantics(_dfquad, _further),
    "quadratic-energy": Semantics(
        _quadratic_energy, lambda base: 3 * sqrt(3) / 8 * _further(base), additive=True
    ),
    "squared-dfquad": Semantics(_squared_dfquad, _further),
    "euler": Semantics(_euler, lambda base: (1 - base * base) / 4, additive=True),
    "euler-top": Semantics(_euler_top, lambda base: (1 - base * base) / 4),
}
"""By the name that the setting scoring.semantics gives them."""


class Solution(NamedTuple):
    """strengths: 0 to 1, by argument. inputs: what each strength was combined of, besides its base score.

    circles: of arguments that lean on each other.
    """

    strengths: Mapping[str, N]
    inputs: Mapping[str, tuple[N, ...]]
    circles: tuple[Circle, ...]


def solve(arguments: Mapping[str, Argument], semantics: Semantics) -> Solution:
    """The strength of every argument of a graph. The parents of each are keys, too.

    Each part of the graph comes after those that it leans on. A circle is settled on floats first; its strengths enter
    the last step as they came to rest, so that each strength is `combine` of exactly its inputs. Where a circle does
    not come to rest, the links among its members are left out.
    """
    found: dict[str, N] = {}
    inputs: dict[str, tuple[N, ...]] = {}
    circles: list[Circle] = []
    for members in components({name: [m for m, _ in each.parents] for name, each in arguments.items()}):
        inside = {name: arguments[name] for name in members}
        known = dict[str, N](found)
        if any(parent in inside for each in inside.values() for parent, _ in each.parents):
            rest, circle = _settle(inside, found, semantics)
            circles.append(circle)
            known |= {name: _at_rest(name, value, inside) for name, value in rest.items()}
        for name, each in inside.items():
            inputs[name] = _inputs(each, known)
            found[name] = _combined(each.base, inputs[name], semantics)
    return Solution(found, inputs, tuple(circles))


def _inputs(argument: Argument, known: Mapping[str, N]) -> tuple[N, ...]:
    return (*argument.given, *(weight * known.get(name, 0.0) for name, weight in argument.parents))


def _combined(base: N, inputs: Sequence[N], semantics: Semantics) -> N:
    """An argument without inputs keeps its base score."""
    return semantics.combine(base, inputs) if inputs else base


def _at_rest(name: str, value: float, inside: Mapping[str, Argument]) -> N:
    """A strength in a circle; a figure where the circle is reckoned in figures."""
    figures = (x for each in inside.values() for x in (each.base, *each.given))
    if not any(isinstance(x, Figure) for x in figures):
        return value
    return Figure(value, "constant", (), f"{inside[name].name or name}: strength at which the circle rests")


def _settle(
    inside: Mapping[str, Argument], known: Mapping[str, N], semantics: Semantics
) -> tuple[dict[str, float], Circle]:
    """The strengths of a circle: by iteration where that is proven to have one end, else by following their motion."""
    plain = {name: _floats(each, inside, known) for name, each in inside.items()}
    inner = {n: sum(abs(float(w)) for m, w in each.parents if m in inside) for n, each in inside.items()}
    slopes = [semantics.slope(float(each.base)) * inner[name] for name, each in inside.items()]

    step = _step(plain, semantics)
    links = sum(len(each.parents) for each in plain.values())
    most = max(_LEAST_CALLS, min(MOST_CALLS, _MOST_LINKS // max(links, 1)))
    start = {name: float(each.base) for name, each in inside.items()}
    unique = max(slopes) < 1
    state, settled = iterate(step, start, most) if unique else (start, False)
    if not settled:
        state, settled = follow(step, start, max(slopes), most)
    return state if settled else {}, Circle(tuple(inside), unique, settled)


def _step(plain: Mapping[str, Argument], semantics: Semantics) -> Step:
    """From the strengths of a circle to those that they bring about, in floats; where only the sum of the inputs
    counts, what is given is added up once.
    """
    rows = [
        (
            name, float(each.base), [float(x) for x in each.given], float(total(each.given)),
            [float(weight) for _, weight in each.parents], [parent for parent, _ in each.parents],
        )
        for name, each in plain.items()
    ]  # fmt: skip

    def step(state: Mapping[str, float]) -> dict[str, float]:
        found = {}
        for name, base, given, whole, weights, parents in rows:
            leaning = map(mul, weights, map(state.__getitem__, parents))
            inputs = [whole + sum(leaning)] if semantics.additive else [*given, *leaning]
            found[name] = float(semantics.combine(base, inputs)) if given or parents else base
        return found

    return step


def _floats(argument: Argument, inside: Mapping[str, Argument], known: Mapping[str, N]) -> Argument:
    """The same in floats, with what comes from outside of the circle among what is given."""
    outer = [float(weight * known[name]) for name, weight in argument.parents if name not in inside]
    inner = [(name, float(weight)) for name, weight in argument.parents if name in inside]
    return Argument(float(argument.base), [*map(float, argument.given), *outer], inner)
