"""Probabilities moved by their odds, so that none can pass 0 or 1."""

from math import log

from vaultval.figure import N, exponential


def odds(probability: N) -> N:
    """P/(1 − P), for a probability between 0 and 1, both left out."""
    return probability / (1 - probability)


def log_odds(probability: float) -> float:
    """ln(P/(1 − P)), for a probability between 0 and 1, both left out."""
    return log(probability / (1 - probability))


def at_odds(probability: N, ratio: N) -> N:
    """The probability whose odds are those of another, times a ratio: P·r / (1 − P + P·r). 0 and 1 stay as they are."""
    carried = probability * ratio
    return carried / (1 - probability + carried)


def moved_with(probability: N, before: N, after: N) -> N:
    """A probability moved by as many log-odds as another that went from `before` to `after`.

    logit(p') = logit(p) + logit(after) − logit(before). What is certain to fail stays so, and where `after` is 0 or 1,
    so is the result. What is certain to succeed has no odds to move: it falls in proportion, p' = p · after/before, and
    so does what belongs to an option that was certain. A `before` of 0 moves nothing.
    """
    p, start, end = float(probability), float(before), float(after)
    if end <= 0 or (end >= 1 and 0 < p < 1 and 0 < start < 1):
        return after
    if p <= 0 or start <= 0:
        return probability
    if p >= 1 or start >= 1:
        return probability * (after / before) if end < start else probability
    return at_odds(probability, odds(after) / odds(before))


def shifted(probability: N, log_odds_added: N) -> N:
    """The probability with log-odds added to its own: logit(p') = logit(p) + x."""
    return at_odds(probability, exponential(log_odds_added))
