"""Two options of which one helps the other, as a noisy-OR network: what synergy says of their joint success. Method §7."""

from dataclasses import dataclass
from math import sqrt


@dataclass(frozen=True, slots=True)
class Pair:
    """joint: P(A ∧ B). marginal: P(B), with A's help. given: P(B | A). correlation: of the two successes, from −1 to 1;
    None where one of them is certain or impossible.
    """

    joint: float
    marginal: float
    given: float
    correlation: float | None


def helped(cause: float, leak: float, link: float) -> Pair:
    """B succeeds by itself (leak) or because A did and carried it (link): B = leak ∨ (A ∧ link), all independent.

    cause: P(A). leak: P(B) without A. link: the coefficient of A towards B. All ratios.
    Source: J. Pearl, "Probabilistic Reasoning in Intelligent Systems", 1988, §4.3.2 (noisy-OR).
    """
    given = 1 - (1 - leak) * (1 - link)
    joint = cause * given
    marginal = 1 - (1 - leak) * (1 - link * cause)
    spread = cause * (1 - cause) * marginal * (1 - marginal)
    correlation = (joint - cause * marginal) / sqrt(spread) if spread > 0 else None
    return Pair(joint, marginal, given, correlation)


def raised(leak: float, causes: list[tuple[float, float]]) -> float:
    """P(B) = 1 − (1 − leak) · Π (1 − link · P(A)) over independent causes, each as (P(A), link)."""
    failure = 1 - leak
    for cause, link in causes:
        failure *= 1 - link * cause
    return 1 - failure
