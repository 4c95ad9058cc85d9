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
    so is the result. A `before` of 0 or 1 cannot be moved, and moves nothing.
    """
    if not 0 < float(probability) < 1 or not 0 < float(before) < 1:
        return after if float(after) <= 0 else probability
    if not 0 < float(after) < 1:
        return after
    return at_odds(probability, odds(after) / odds(before))


def shifted(probability: N, log_odds_added: N) -> N:
    """The probability with log-odds added to its own: logit(p') = logit(p) + x."""
    return at_odds(probability, exponential(log_odds_added))
