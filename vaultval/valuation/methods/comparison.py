"""The method of the sources and the better founded one side by side, and what each step between them moves."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf

from vaultval.figure import N, named, total
from vaultval.model.records import Company
from vaultval.valuation.company import CompanyValue, value_company
from vaultval.valuation.methods.improvements import MARGINAL, basis_of, given, leak
from vaultval.valuation.option_inputs import rows
from vaultval.valuation.portfolio import OptionValue, Terms, row_value
from vaultval.valuation.steps import IMPROVEMENTS, Lift, Method, as_figure, as_float
from vaultval.valuation.synergy import pmx

CAPS = (0.25, 0.5, 1.0, inf)
"""The caps of the synergy premium that full value is shown at; the last is none."""


@dataclass(frozen=True, slots=True)
class StepEffect:
    """One step from ovm-1.1 to vv-1. All in currency/share.

    full_value: with it and all before it. delta: what it moves full value by, after those before it; uncapped: the same
    of full value without the cap. alone: what it moves ovm-1.1 by if no other step is taken.
    """

    key: str
    full_value: float
    delta: float
    alone: float
    uncapped: float


@dataclass(frozen=True, slots=True)
class Side:
    """One method's value, and what stands beside it.

    caps: the cap of the premium, infinite for none → full value in currency/share. cap_cut: what the cap takes off full
    value. shadow_value: what full value gains per whole of the cap, 0 where it does not bind. utilisation_options:
    (price − core)/(ceiling − core (bull)), None unless the ceiling is above the core. scenario_maximum: currency/share.
    """

    value: CompanyValue
    caps: tuple[tuple[float, N], ...]
    cap_cut: N
    shadow_value: N
    utilisation_options: N | None
    scenario_maximum: N


@dataclass(frozen=True, slots=True)
class Network:
    """What a probability that holds the others' help says about an option without it.

    leak: the probability if all sources fail. given: source id → the probability if that one succeeds.
    """

    leak: N
    given: tuple[tuple[str, N], ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both methods on the same inputs. networks: by option id, where the coefficients allow one.

    credits: narrative id → its share of vv-1's option value on its own, where an option that names several is shared out
    by their weights; "" is what no narrative claims. Empty where no option names several.
    """

    source: Side
    improved: Side
    steps: tuple[StepEffect, ...]
    networks: tuple[tuple[str, Network], ...]
    credits: tuple[tuple[str, float], ...]

    @property
    def difference(self) -> float:
        """Full value of vv-1 less that of ovm-1.1, in currency/share."""
        return float(self.improved.value.full_value) - float(self.source.value.full_value)


def compared(company: Company, value: CompanyValue, method: Method, lift: Lift) -> Comparison | None:
    """Both methods side by side; None without options. value: the company's value by `method`."""
    if not value.options:
        return None
    plain, full = replace(method, improved=frozenset()), replace(method, improved=frozenset(IMPROVEMENTS))
    sides = [
        _side(
            company, value if each.improved == method.improved else _valued(company, each, lift), each, lift
        )
        for each in (plain, full)
    ]
    networks = tuple(
        (option.option.id, network) for option in sides[1].value.options for network in _network(option)
    )
    return Comparison(sides[0], sides[1], _steps(company, plain), networks, _credits(sides[1].value.options))


def probability_by_value(value: OptionValue) -> float | None:
    """Σ w·V·p / Σ w·V, V the value at certainty: the probability that the value of the scenarios rests on.

    None where nothing has a value. As written, before narratives, events and synergy.
    """
    parts = []
    for row in rows(value.option):
        stated = row.probability or value.option.probability
        if stated and stated.value > 0:
            weight = row.weight.value if row.weight else 1.0
            parts.append((weight * float(value.from_inputs.scenarios[row.name]), stated.value))
    whole = sum(worth / chance for worth, chance in parts)
    return sum(worth for worth, _ in parts) / whole if whole > 0 else None


def _valued(company: Company, method: Method, lift: Lift) -> CompanyValue:
    value, _ = value_company(company, method, lift)
    if value is None:
        raise ValueError(f"{company.name!r} has a value by one method and none by the other")
    return value


def _steps(company: Company, plain: Method) -> tuple[StepEffect, ...]:
    """Each step taken after those before it, and alone. The deltas sum to the whole difference."""
    return tuple(
        StepEffect(key, float(full), float(delta), float(alone), float(uncapped))
        for key, (full, delta, alone, uncapped) in _run_steps(company, plain, as_float)
    )


def step_figures(company: Company, method: Method) -> dict[str, N]:
    """What each step comes to and moves, with its arithmetic: `STEP.full_value`, `.moves`, `.alone`, `.uncapped`.

    All in currency/share; the same bits as in `Comparison.steps`.
    """
    found: dict[str, N] = {}
    for key, (full, delta, alone, uncapped) in _run_steps(
        company, replace(method, improved=frozenset()), as_figure
    ):
        found[f"{key}.full_value"] = named(full, f"full value after {key}")
        found[f"{key}.moves"] = named(delta, f"what {key} moves full value by")
        found[f"{key}.alone"] = named(alone, f"what {key} moves it by alone")
        found[f"{key}.uncapped"] = named(uncapped, f"what {key} moves full value by, uncapped")
    return found


def _run_steps(company: Company, plain: Method, lift: Lift) -> Iterator[tuple[str, tuple[N, N, N, N]]]:
    """Of each step full value after it, what it moves, what it moves alone, and what it moves without the cap."""

    def run(taken: Sequence[str]) -> tuple[N, N]:
        value = _valued(company, replace(plain, improved=frozenset(taken)), lift)
        return value.full_value, value.full_value_uncapped

    before = start = run(())
    for index, key in enumerate(IMPROVEMENTS):
        after = run(IMPROVEMENTS[: index + 1])
        alone = (run((key,)) if index else after)[0] - start[0]
        yield key, (after[0], after[0] - before[0], alone, after[1] - before[1])
        before = after


def _side(company: Company, value: CompanyValue, method: Method, lift: Lift) -> Side:
    beyond = float(value.ceiling) - float(value.core.bull)
    used = (value.price - value.core.base) / (value.ceiling - value.core.bull) if beyond > 0 else None
    return Side(
        value=value,
        caps=tuple((cap, _at_cap(value, replace(method, cap=cap))) for cap in CAPS),
        cap_cut=named(value.full_value_uncapped - value.full_value, "cut off by the cap"),
        shadow_value=named(value.pmx.independent, "gained per whole of the cap") if value.pmx.binds else 0.0,
        utilisation_options=None if used is None else named(used, "utilisation of the options alone"),
        scenario_maximum=_scenario_maximum(company, value, method, lift),
    )


def _at_cap(value: CompanyValue, method: Method) -> N:
    """Full value with the cap of a method, in currency/share."""
    if method.cap == inf:
        return value.full_value_uncapped
    together = pmx(
        [option.weighted for option in value.options],
        [option.adjusted for option in value.options],
        [option.value for option in value.emergent],
        value.multiplier,
        method,
    )
    return method.settled(value.core.base + together.value, f"full value at a cap of {method.cap:.0%}")


def _scenario_maximum(company: Company, value: CompanyValue, method: Method, lift: Lift) -> N:
    """Core at its high multiples + the best scenario of each option, the emergent ones too, all at certainty.

    No premium of an author's, and no probability: what the scenarios reach if everything comes true. Currency/share.
    """
    terms = Terms(company, value.shares, method, lift, {})
    best = [
        max((row_value(option, row, 1.0, terms) for row in rows(option)), key=float)
        for option in [o.option for o in value.options] + [e.option for e in value.emergent]
    ]
    core = [*(segment.high for segment in value.core.segments), value.core.net_cash_per_share]
    return named(total([*core, *best]), "all scenarios at their best")


def _credits(options: Sequence[OptionValue]) -> tuple[tuple[str, float], ...]:
    """k/Σk of each option's value to each narrative that it names, as shares of the whole."""
    if all(len(value.option.credits) < 2 for value in options):
        return ()
    whole = sum(float(value.weighted) for value in options)
    shares: dict[str, float] = {}
    for value in options:
        weights = {each.target: each.weight.value if each.weight else 1.0 for each in value.option.credits}
        for name, weight in (weights or {"": 1.0}).items():
            part = float(value.weighted) * weight / (sum(weights.values()) or 1.0)
            shares[name] = shares.get(name, 0.0) + (part / whole if whole else 0.0)
    return tuple(shares.items())


def _network(value: OptionValue) -> list[Network]:
    """The network that gives the option's probability again; none without sources, or where they alone give more.

    A probability that the note calls a leak is without the others already.
    """
    if not value.sources or float(value.effective) <= 0:
        return []
    held = basis_of(value.option) == MARGINAL
    own = leak(value.effective, value.sources) if held else value.effective
    if own is None:
        return []
    chances = tuple((boost.source, given(own, value.sources, boost.source)) for boost in value.sources)
    return [Network(own, chances)]
