"""How good stated probabilities and sources have turned out to be."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from vaultval.figure import N
from vaultval.scoring.semantics import log_odds, logistic

PRIOR_GOOD, PRIOR_BAD = 4.0, 1.0
"""A source of which nothing is known yet: as if four of five statements had held."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """How forecasts compare with what happened; all but `log_score` from 0 to 1, and smaller is better for Brier score,
    reliability and log score.

    brier = reliability − resolution + uncertainty. count: of forecasts. log_score: in nats; None where something
    happened that was given no chance, or did not that was given for certain.
    """

    count: int
    brier: float
    reliability: float
    resolution: float
    uncertainty: float
    log_score: float | None


def calibration(forecasts: Sequence[float], outcomes: Sequence[float]) -> Calibration | None:
    """Brier score with its parts, and log score; None without forecasts.

    forecasts: probabilities. outcomes: 1 for each that came true, else 0. Forecasts of one value make one group, so that the parts
    sum exactly. Raises ValueError for probabilities outside of 0 to 1, and for lists that differ in length.
    Sources: Brier, "Verification of forecasts expressed in terms of probability", 1950; Murphy, "A new vector partition
    of the probability score", 1973; Good, "Rational decisions", 1952.
    """
    if len(forecasts) != len(outcomes) or not all(0 <= forecast <= 1 for forecast in forecasts):
        raise ValueError("each outcome has one forecast, and each forecast is a probability")
    if not forecasts:
        return None
    groups: dict[float, list[float]] = {}
    for forecast, outcome in zip(forecasts, outcomes, strict=True):
        groups.setdefault(forecast, []).append(outcome)
    count, rate = len(outcomes), sum(outcomes) / len(outcomes)
    shares = {forecast: sum(group) / len(group) for forecast, group in groups.items()}
    return Calibration(
        count=count,
        brier=brier_score(forecasts, outcomes),
        reliability=sum(len(groups[f]) * (f - share) ** 2 for f, share in shares.items()) / count,
        resolution=sum(len(groups[f]) * (share - rate) ** 2 for f, share in shares.items()) / count,
        uncertainty=rate * (1 - rate),
        log_score=_log_score(forecasts, outcomes),
    )


def brier_score(forecasts: Sequence[float], outcomes: Sequence[float]) -> float:
    """The mean of (forecast − outcome)²: 0 is perfect, 0.25 is what ½ always gets. Raises ValueError without forecasts."""
    if not forecasts:
        raise ValueError("there are no forecasts")
    return sum((f - o) ** 2 for f, o in zip(forecasts, outcomes, strict=True)) / len(forecasts)


def _log_score(forecasts: Sequence[float], outcomes: Sequence[float]) -> float | None:
    """The mean of −ln of the probability that was given to what happened."""
    given = [f if o > 0.5 else 1 - f for f, o in zip(forecasts, outcomes, strict=True)]
    return -sum(map(log, given)) / len(given) if min(given) > 0 else None


def track_record(good: float, count: float, prior: tuple[float, float] = (PRIOR_GOOD, PRIOR_BAD)) -> float:
    """The reliability of a source of whose `count` statements `good` held: the mean of a Beta distribution, 0 to 1.

    (prior good + good) / (prior good + prior bad + count). Raises ValueError unless 0 ≤ good ≤ count and the prior is
    above 0. Source: Gelman and others, "Bayesian Data Analysis", 2013, section 2.1.
    """
    if not 0 <= good <= count or min(prior) <= 0:
        raise ValueError("no more statements can hold than were made, and the prior is above 0")
    return (prior[0] + good) / (sum(prior) + count)


def platt(probability: N, intercept: float, slope: float) -> N:
    """A probability corrected for a forecaster's bias: σ(intercept + slope · logit(p)); 0 and 1 stay as they are.

    Source: Platt, "Probabilistic outputs for support vector machines", 1999, with the log-odds as the score.
    """
    if not 0 < float(probability) < 1:
        return probability
    return logistic(intercept + slope * log_odds(probability))
