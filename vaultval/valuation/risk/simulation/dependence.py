"""How the options' successes hang together: a Gaussian copula. Option i succeeds where Φ(Zᵢ) < pᵢ, Z ~ N(0, R).

Sources: D. X. Li, "On Default Correlation: A Copula Function Approach", Journal of Fixed Income, 2000 (the copula);
N. J. Higham, "Computing the nearest correlation matrix", IMA Journal of Numerical Analysis 22, 2002 (the repair);
D. B. Owen, "Tables for computing bivariate normal probabilities", Annals of Mathematical Statistics 27, 1956 (pairs);
A. Genz, "Numerical computation of multivariate normal probabilities", Journal of Computational and Graphical
Statistics 1, 1992 (three and more).
"""

from collections.abc import Mapping, Sequence
from math import asin, copysign, inf, pi, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri, owens_t

Array = NDArray[np.float64]

TOLERANCE = 1e-10
"""An eigenvalue above minus this is none below zero."""

SMALLEST = 1e-9
"""The least eigenvalue that a repaired matrix has, so that it can be factored."""


def synergy_correlations(
    names: Sequence[str], coefficients: Mapping[tuple[str, str], float], factor: float
) -> Array:
    """R from the synergies: factor × the mean of the two coefficients of a pair, 1 on the diagonal, within ±1.

    coefficients: (source, target) → 0 to 1; a pair without one has 0. The matrix need not be positive semidefinite.
    """
    matrix = np.eye(len(names))
    for i, one in enumerate(names):
        for j, other in enumerate(names):
            if i != j:
                both = coefficients.get((one, other), 0.0) + coefficients.get((other, one), 0.0)
                matrix[i, j] = min(max(factor * both / 2, -1.0), 1.0)
    return matrix


def equal_correlations(count: int, rho: float) -> Array:
    """R with the same correlation of each pair."""
    matrix = np.full((count, count), rho)
    np.fill_diagonal(matrix, 1.0)
    return matrix


def least_eigenvalue(matrix: Array) -> float:
    """The least eigenvalue; below zero, no variables can be correlated like this. 1 for a matrix of nothing."""
    return float(np.linalg.eigvalsh(matrix)[0]) if len(matrix) else 1.0


def nearest_correlations(matrix: Array, rounds: int = 2000) -> Array:
    """The correlation matrix nearest to a symmetric one in the Frobenius norm, by Higham's alternating projections.

    A matrix that is one already is given back as it is, but that an eigenvalue of 0 becomes 1e-9. The two projections
    (eigenvalues cut at 0, diagonal set to 1) alternate with Dykstra's correction until nothing moves by more than 1e-13.
    """
    if least_eigenvalue(matrix) >= SMALLEST:
        return matrix
    current, correction = matrix.copy(), np.zeros_like(matrix)
    if least_eigenvalue(matrix) < -TOLERANCE:
        for _ in range(rounds):
            before = current
            pulled = before - correction
            cut = _cut(pulled, 0.0)
            correction = cut - pulled
            current = cut.copy()
            np.fill_diagonal(current, 1.0)
            if float(np.abs(current - before).max()) < 1e-13:
                break
    cut = _cut(current, SMALLEST)
    scale = np.sqrt(np.diag(cut))
    fixed: Array = cut / np.outer(scale, scale)
    np.fill_diagonal(fixed, 1.0)
    return fixed


def _cut(matrix: Array, least: float) -> Array:
    """The matrix with its eigenvalues raised to at least `least`."""
    values, vectors = np.linalg.eigh(matrix)
    found: Array = (vectors * np.maximum(values, least)) @ vectors.T
    return (found + found.T) / 2


def both_succeed(p: float, q: float, rho: float) -> float:
    """P(i ∧ j) = Φ₂(Φ⁻¹(p), Φ⁻¹(q); ρ), exact, by Owen's T."""
    if min(p, q) <= 0:
        return 0.0
    if max(p, q) >= 1:
        return min(p, q)
    if abs(rho) >= 1:
        return min(p, q) if rho > 0 else max(p + q - 1, 0.0)
    h, k = float(ndtri(p)), float(ndtri(q))
    if h == k == 0:
        return 0.25 + asin(rho) / (2 * pi)
    root = sqrt(1 - rho * rho)
    apart = h * k < 0 or (h * k == 0 and h + k < 0)
    whole = (p + q) / 2 - _owen(h, k - rho * h, root) - _owen(k, h - rho * k, root)
    return min(max(whole - 0.5 * apart, 0.0), p, q)


def _owen(h: float, rise: float, root: float) -> float:
    """T(h, rise/(h·root)); for h = 0 the slope is infinite."""
    slope = rise / (h * root) if h else copysign(inf, rise)
    return float(owens_t(h, slope))


def all_succeed(probabilities: Sequence[float], matrix: Array, points: Array) -> float:
    """P(all succeed), by Genz's separation of variables over `points`: uniform, a column fewer than probabilities.

    matrix: a correlation matrix that can be factored. Exact for two; for more, as exact as the points are many.
    """
    if not probabilities:
        return 1.0
    if min(probabilities) <= 0:
        return 0.0
    factor = np.linalg.cholesky(matrix)
    bounds = ndtri(np.array(probabilities))
    count = len(points)
    chance = np.full(count, float(ndtr(bounds[0])))
    whole = chance.copy()
    drawn = np.empty((len(probabilities), count))
    for i in range(1, len(probabilities)):
        drawn[i - 1] = ndtri(points[:, i - 1] * chance)
        shift = factor[i, :i] @ drawn[:i]
        chance = ndtr((bounds[i] - shift) / factor[i, i])
        whole = whole * chance
    return float(whole.mean())
