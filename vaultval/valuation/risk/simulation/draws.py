"""The value of a company drawn many times: which options succeed, in which scenario, and what that comes to. Method §11.

Points: scrambled Sobol' sequences, of which 2^k are the balanced numbers. Sources: I. M. Sobol', "On the distribution of
points in a cube and the approximate evaluation of integrals", 1967; A. B. Owen, "Scrambling Sobol' and Niederreiter–Xing
points", Journal of Complexity 14, 1998.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri
from scipy.stats import qmc

from vaultval.valuation.risk.simulation.dependence import Array

CHUNK = 2**14
"""How many draws are held at once."""

HALF_STEP = 2.0**-31
"""Sobol' points of 30 bits lie on multiples of 2^-30; moved by half a step, none of them is 0."""

LEVELS = (0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95, 0.99)
BARS = 24


@dataclass(frozen=True, slots=True)
class Branch:
    """What may become of one option. success: Σ weight × probability. odds: of each scenario, given success; they sum to 1.

    values: of each scenario at certainty, in currency/share.
    """

    name: str
    success: float
    odds: tuple[float, ...]
    values: tuple[float, ...]

    @property
    def expected(self) -> float:
        """The mean: success × Σ odds × value."""
        return self.success * sum(odd * value for odd, value in zip(self.odds, self.values, strict=True))


@dataclass(frozen=True, slots=True)
class Sprout:
    """An emergent option. needs: the indexes of the branches that all have to succeed. chance: of its own success then.

    value: at certainty, in currency/share.
    """

    name: str
    needs: tuple[int, ...]
    chance: float
    value: float


@dataclass(frozen=True, slots=True)
class Plan:
    """What is drawn. core: low, most likely, high, in currency/share; the three alike for a core that is not drawn.

    matrix: the correlations of the branches.
    """

    core: tuple[float, float, float]
    branches: tuple[Branch, ...]
    sprouts: tuple[Sprout, ...]
    matrix: Array

    @property
    def expected(self) -> float:
        """What core and options come to on average, without emergent options: the same at any correlation."""
        return sum(self.core) / 3 + sum(branch.expected for branch in self.branches)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the draws came to, in currency/share. percentiles: level → value. above: the share of draws above a price.

    emergent: the part of the mean that is emergent options. bars: (from, to, share of draws); the last one is open.
    """

    draws: int
    mean: float
    sd: float
    percentiles: dict[float, float]
    above: float
    emergent: float
    bars: tuple[tuple[float, float, float], ...]


def draw(plan: Plan, draws: int, seed: int, price: float) -> Drawn:
    """The distribution of the value. draws: a power of two. Raises ValueError for other numbers.

    The same seed gives the same figures.
    """
    if draws < 2 or draws & (draws - 1):
        raise ValueError(f"{draws} is not a power of two")
    values = np.empty(draws)
    grown, done = [0] * len(plan.sprouts), 0
    factor = _factor(plan)
    for points in chunks(_dimensions(plan), draws, seed):
        chunk = values[done : done + len(points)]
        found = _fill(chunk, plan, factor, np.ascontiguousarray(points.T))
        grown = [before + more for before, more in zip(grown, found, strict=True)]
        done += len(points)
    return Drawn(
        draws=draws,
        mean=float(values.mean()),
        sd=float(values.std()),
        percentiles=dict(zip(LEVELS, (float(v) for v in np.quantile(values, LEVELS)), strict=True)),
        above=float(np.count_nonzero(values > price) / draws),
        emergent=sum(sprout.value * count for sprout, count in zip(plan.sprouts, grown, strict=True)) / draws,
        bars=_bars(values),
    )


def chunks(dimensions: int, draws: int, seed: int) -> Iterator[Array]:
    """Scrambled Sobol' points in (0, 1), some at a time; a dimension at least."""
    engine = qmc.Sobol(max(dimensions, 1), scramble=True, seed=np.random.default_rng(seed))
    for start in range(0, draws, CHUNK):
        points = engine.random(min(CHUNK, draws - start))
        points += HALF_STEP
        yield points


def _factor(plan: Plan) -> Array:
    """The lower factor L of R = L·Lᵀ: L times independent normals have the correlations R."""
    return np.array(np.linalg.cholesky(plan.matrix), dtype=np.float64) if plan.branches else np.eye(0)


def _dimensions(plan: Plan) -> int:
    """One for each success, one for each scenario, one for each emergent option that may fail by itself, one for the core."""
    return (
        2 * len(plan.branches) + sum(sprout.chance < 1 for sprout in plan.sprouts) + (len(set(plan.core)) > 1)
    )


def _fill(values: Array, plan: Plan, factor: Array, points: Array) -> list[int]:
    """The values of some draws; in how many each emergent option succeeds. points: a row for each dimension."""
    count = len(plan.branches)
    values[:] = _core(plan.core, points[-1])
    normals = ndtri(points[:count])
    succeeds = []
    for index, branch in enumerate(plan.branches):
        success = _mixed(factor[index], normals, index) < ndtri(branch.success)
        succeeds.append(success)
        values += np.where(success, _worth(branch, points[count + index]), 0.0)
    counts, row = [], 2 * count
    for sprout in plan.sprouts:
        grown = np.logical_and.reduce([succeeds[index] for index in sprout.needs])
        if sprout.chance < 1:
            grown &= points[row] < sprout.chance
            row += 1
        values += np.where(grown, sprout.value, 0.0)
        counts.append(int(np.count_nonzero(grown)))
    return counts


def _mixed(weights: Array, normals: Array, last: int) -> Array:
    """Σ weight × normal up to a row, added up in one order: a matrix product may take another on another machine."""
    mixed: Array = weights[0] * normals[0]
    for index in range(1, last + 1):
        mixed += weights[index] * normals[index]
    return mixed


def _worth(branch: Branch, points: Array) -> Array:
    """The value at certainty of the scenario that is drawn by its odds."""
    if not branch.values:
        return np.zeros_like(points)
    ends = np.cumsum(branch.odds)[:-1]
    worth: Array = np.asarray(branch.values)[np.searchsorted(ends, points, side="right")]
    return worth


def _core(core: tuple[float, float, float], points: Array) -> Array | float:
    """Triangular between low and high, by the inverse of its distribution function."""
    low, mode, high = core
    if not low < high:
        return mode
    turn = (mode - low) / (high - low)
    rising = low + np.sqrt(points * (high - low) * (mode - low))
    falling = high - np.sqrt((1 - points) * (high - low) * (high - mode))
    return np.where(points < turn, rising, falling)


def _bars(values: Array) -> tuple[tuple[float, float, float], ...]:
    """The share of draws in each of equally wide bars, from the least value to the 99th percentile, and all above."""
    low, high = float(values.min()), float(np.quantile(values, 0.99))
    if not low < high:
        return ((low, float(values.max()), 1.0),)
    edges = np.linspace(low, high, BARS + 1)
    counts = np.histogram(values, edges)[0].astype(float)
    top = float(np.count_nonzero(values > high))
    shares = [*(counts / len(values)), top / len(values)]
    ends: Sequence[float] = [float(edge) for edge in edges]
    return tuple(
        (start, end, float(share))
        for start, end, share in zip(ends, [*ends[1:], float(values.max())], shares, strict=True)
    )
