"""An option's value from its scenarios. Method §6."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

from vaultval.figure import N, total

STAGE_BANDS = {"scaled": (0.40, 0.60), "prototype": (0.15, 0.30), "concept": (0.05, 0.15)}
"""The probabilities of success that are usual at each stage."""


def discount_factor(wacc: N, horizon: N) -> N:
    """1/(1+wacc)^horizon. wacc: per year, 0.115 = 11.5 %. horizon: years."""
    return 1 / (1 + wacc) ** horizon


def scenario_value(tam: N, share: N, net_margin: N, pe: N, probability: N, factor: N, shares: N) -> N:
    """TAM × share × net margin × PE × probability × DF / shares.

    tam: currency. share, net_margin, probability: ratios. pe: a multiple. factor: the discount factor.
    shares: a count. Returns currency/share.
    """
    return tam * share * net_margin * pe * probability * factor / shares


def weighted_value(weights: Sequence[N], values: Sequence[N]) -> N:
    """Σ weight × value, in the unit of the values."""
    return total([weight * value for weight, value in zip(weights, values, strict=True)])


@dataclass(frozen=True, slots=True)
class ProbabilityCheck:
    """The geometric mean of the feasibility scores, and the factor by which the probability differs from it."""

    mean: float
    implied_factor: float


def probability_check(scores: Sequence[float], probability: float) -> ProbabilityCheck | None:
    """How a probability relates to its feasibility scores (ratios); None without positive scores."""
    if not scores or min(scores) <= 0:
        return None
    mean = prod(scores) ** (1 / len(scores))
    return ProbabilityCheck(mean, probability / mean)
