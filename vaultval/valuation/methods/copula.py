"""The chance that several options succeed together, where one common factor makes them succeed or fail alike.

One-factor Gaussian copula: option i succeeds where √ρ·F + √(1−ρ)·εᵢ < Φ⁻¹(Pᵢ), with F and all εᵢ standard normal and
independent of each other, so that each pair correlates by ρ. Source: D. X. Li, "On Default Correlation: A Copula Function
Approach", Journal of Fixed Income, 2000; O. Vasicek, "Probability of Loss on Loan Portfolio", 1987.
"""

from collections.abc import Sequence
from functools import cache
from math import erfc, exp, pi, sqrt
from statistics import NormalDist

from vaultval.figure import Figure, N, product

REACH, STEPS = 9, 576
"""The common factor is integrated from −9 to 9, in so many equal steps; beyond lies less than 1e-18 of it."""

_NORMAL = NormalDist()


def joint_probability(probabilities: Sequence[N], correlation: float) -> N:
    """The chance that all succeed. correlation: ρ of each pair, 0 to below 1; 0 gives the product, nothing gives 1."""
    if correlation <= 0 or len(probabilities) < 2:
        return product(probabilities)
    value = _integrated(tuple(map(float, probabilities)), correlation)
    if not any(isinstance(number, Figure) for number in probabilities):
        return value
    operands = tuple(number if isinstance(number, Figure) else Figure(number) for number in probabilities)
    return Figure(value, f"joint by Gaussian copula, ρ {correlation:g},", operands)


def _integrated(probabilities: tuple[float, ...], correlation: float) -> float:
    """∫ φ(f) · Π Φ((Φ⁻¹(Pᵢ) − √ρ·f)/√(1−ρ)) df by the trapezoidal rule, which for such a smooth and short-tailed
    integrand errs by less than rounding does.
    """
    if min(probabilities) <= 0:
        return 0.0
    bounds = [_NORMAL.inv_cdf(value) for value in probabilities if value < 1]
    pull, own = sqrt(correlation), sqrt(1 - correlation) * sqrt(2)
    whole = 0.0
    for factor, weight in _nodes():
        chance = weight
        for bound in bounds:
            chance *= 0.5 * erfc((pull * factor - bound) / own)
        whole += chance
    return min(whole, *probabilities)


@cache
def _nodes() -> tuple[tuple[float, float], ...]:
    """The values of the common factor, each with its weight."""
    step = 2 * REACH / STEPS
    values = [-REACH + step * index for index in range(STEPS + 1)]
    return tuple((value, step * exp(-value * value / 2) / sqrt(2 * pi)) for value in values)
