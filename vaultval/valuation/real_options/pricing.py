"""What a project is worth that may be begun later, or stopped: real options. Pure functions on floats.

Volatility and a probability of success are two measures of one risk. The first two functions take the value of the
project as if it succeeded, and leave the risk to the volatility; the last one takes probabilities, and no volatility.
Sources: F. Black, M. Scholes, 1973; R. C. Merton, 1973; J. Cox, S. Ross, M. Rubinstein, "Option Pricing: A Simplified
Approach", 1979; A. Dixit, R. Pindyck, Investment under Uncertainty, 1994.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import NormalDist

LATTICE_STEPS = 500


@dataclass(frozen=True, slots=True)
class Deferral:
    """The right to begin a project. value: of the project, at present. strike: the investment; both in currency.

    expiry: years for which the right lasts. risk_free, carry, volatility: per year, 0.05 = 5 %. carry: what waiting
    costs, as a share of the value: income forgone, competitors. All above zero but the rates. Raises ValueError.
    """

    value: float
    strike: float
    expiry: float
    risk_free: float
    volatility: float
    carry: float = 0.0

    def __post_init__(self) -> None:
        """Refuse what has no value as an option."""
        if not min(self.value, self.strike, self.expiry, self.volatility) > 0:
            raise ValueError("value, strike, expiry and volatility are above zero")


def black_scholes_merton(right: Deferral) -> float:
    """The value of a right that can be used on its last day only, in currency.

    C = S·e^(−qT)·N(d₁) − K·e^(−rT)·N(d₂), d₁ = (ln(S/K) + (r − q + σ²/2)·T)/(σ√T), d₂ = d₁ − σ√T
    """
    spread = right.volatility * math.sqrt(right.expiry)
    drift = (right.risk_free - right.carry + right.volatility**2 / 2) * right.expiry
    d1 = (math.log(right.value / right.strike) + drift) / spread
    normal = NormalDist()
    gained = right.value * math.exp(-right.carry * right.expiry) * normal.cdf(d1)
    return gained - right.strike * math.exp(-right.risk_free * right.expiry) * normal.cdf(d1 - spread)


def lattice(right: Deferral, *, american: bool, steps: int = LATTICE_STEPS) -> float:
    """The same on a binomial lattice, in currency. american: the right can be used on any day.

    u = e^(σ√Δ), d = 1/u, p = (e^((r − q)Δ) − d)/(u − d). Raises ValueError where p is no probability: too few steps
    for a small volatility.
    """
    step = right.expiry / steps
    up = math.exp(right.volatility * math.sqrt(step))
    down = 1 / up
    chance = (math.exp((right.risk_free - right.carry) * step) - down) / (up - down)
    if not 0 <= chance <= 1:
        raise ValueError(f"{steps} steps are too few for a volatility of {right.volatility}")
    discount = math.exp(-right.risk_free * step)
    rises, falls = discount * chance, discount * (1 - chance)
    ratio = up * up
    lowest = right.value * down**steps
    held = [max(0.0, lowest * ratio**ups - right.strike) for ups in range(steps + 1)]
    for level in range(steps - 1, -1, -1):
        held = [rises * high + falls * low for low, high in pairwise(held)]
        if american:
            lowest = right.value * down**level
            held = [max(kept, lowest * ratio**ups - right.strike) for ups, kept in enumerate(held)]
    return held[0]


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of a project. cost: paid at its beginning, in currency. probability: that it succeeds, 0 to 1.

    year: in which it begins, in years from now. payoff: what comes in that year, in currency.
    """

    cost: float
    probability: float
    year: float
    payoff: float = 0.0


def staged(stages: Sequence[Stage], wacc: float) -> float:
    """The value of a project of which each stage is begun only after the last one succeeded, and if it is worth it.

    From the last stage to the first: max(0, payoff − cost + probability × value of the next / (1 + wacc)^years);
    at present, in currency. stages: in the order of time. wacc: per year. Raises ValueError if they are in no order.
    """
    value, later = 0.0, stages[-1].year if stages else 0.0
    for stage in reversed(stages):
        if stage.year > later:
            raise ValueError("stages come in the order of time")
        following = stage.probability * value / (1 + wacc) ** (later - stage.year)
        value, later = max(0.0, stage.payoff - stage.cost + following), stage.year
    return value / float((1 + wacc) ** later)


def committed(stages: Sequence[Stage], wacc: float) -> float:
    """The same if all costs are paid whatever happens: what the freedom to stop is measured against, in currency.

    Σ (payoff × Π probabilities of the stages before − cost) / (1 + wacc)^year
    """
    value, reached = 0.0, 1.0
    for stage in stages:
        value += (stage.payoff * reached - stage.cost) / (1 + wacc) ** stage.year
        reached *= stage.probability
    return value
