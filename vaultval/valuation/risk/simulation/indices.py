"""How much of the variance of full value comes from each input, alone and with the others: Sobol' indices. Method §11.

Sources: I. M. Sobol', "Global sensitivity indices for nonlinear mathematical models", 2001; A. Saltelli et al., "Variance
based sensitivity analysis of model output", Computer Physics Communications 181, 2010 (the design, n·(d + 2) runs);
B. Efron, "Bootstrap methods: another look at the jackknife", Annals of Statistics 7, 1979 (the bands).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import sobol_indices, uniform

from vaultval.figure import Figure
from vaultval.valuation.company import value_company
from vaultval.valuation.risk.drivers import Driver, Model
from vaultval.valuation.risk.recorded import Recorded, UnrecordedError
from vaultval.valuation.risk.simulation.dependence import Array
from vaultval.valuation.risk.what_if import probabilities
from vaultval.valuation.steps import as_figure

SPREAD = 0.5
"""How far each probability is moved to both sides: ±50 % of itself, uniformly."""

CONFIDENCE = 0.95
RESAMPLES = 999
"""How the bands of the indices are found: so many times the same points are drawn again, with some of them twice."""

ALONG = 65
"""At how many points a single input is looked at, to see whether anything varies with it."""

SAMPLES = 8192
RERUN_SAMPLES = 256
"""The samples where the model has to be run again for each point, in place of its recorded arithmetic."""


@dataclass(frozen=True, slots=True)
class Index:
    """One input. first: the part of the variance that it explains alone. total: with all its interactions.

    first_band, total_band: the ends between which each lies with 95 % confidence, by the bootstrap. low, high: its range.
    at_low, at_high: full value at its ends, all else as it is, in currency/share.
    """

    name: str
    low: float
    high: float
    at_low: float
    at_high: float
    first: float
    total: float
    first_band: tuple[float, float]
    total_band: tuple[float, float]

    @property
    def noise(self) -> bool:
        """Whether the first-order index cannot be told from 0 by these points."""
        return self.first_band[0] <= 0 <= self.first_band[1]


@dataclass(frozen=True, slots=True)
class Shares:
    """First-order and total indices, one an input, and the bands of each: two rows, low and high."""

    first: Array
    total: Array
    first_band: Array
    total_band: Array


@dataclass(frozen=True, slots=True)
class Indices:
    """sum_first: near 1 where the inputs only add up. samples: n; the model is evaluated n·(d + 2) times."""

    inputs: tuple[Index, ...]
    sum_first: float
    samples: int


def variance_shares(
    model: Callable[[Array], Array], ends: Sequence[tuple[float, float]], samples: int, seed: int
) -> Shares:
    """First-order and total indices of independent inputs, each uniform between its ends: sample and analysis in one.

    The bands are those of the percentile bootstrap (Efron 1979) over the points: SciPy's own would take its random numbers
    from a state that everybody shares, and not from the seed.

    model: an array of inputs by points (d × n) → the values (n). samples: a power of two. An input without a range, or a
    model that does not vary, has indices of 0. Raises ValueError for samples that are no power of two.
    """
    if samples < 2 or samples & (samples - 1):
        raise ValueError(f"{samples} is not a power of two")
    loose = [index for index, (low, high) in enumerate(ends) if low < high]
    first, whole = np.zeros(len(ends)), np.zeros(len(ends))
    bands = np.zeros((2, 2, len(ends)))
    if not loose:
        return Shares(first, whole, *bands)
    fixed = np.array([low for low, _ in ends])

    def run(points: Array) -> Array:
        full = np.repeat(fixed[:, None], points.shape[1], axis=1)
        full[loose] = points
        return model(full)

    if len(loose) == 1:  # whatever varies comes from it; SciPy asks for two
        varies = float(np.ptp(run(np.linspace(*ends[loose[0]], ALONG)[None, :])) > 0)
        first[loose], whole[loose], bands[:, :, loose] = varies, varies, varies
        return Shares(first, whole, *bands)
    dists: Any = [uniform(ends[i][0], ends[i][1] - ends[i][0]) for i in loose]
    runs: list[tuple[Array, Array, Array]] = []

    def kept(f_A: Array, f_B: Array, f_AB: Array) -> tuple[Array, Array]:  # noqa: N803 - the names that SciPy asks for
        runs.append((f_A[0], f_B[0], f_AB[:, 0]))
        return _saltelli(*runs[0])

    draws = np.random.default_rng(seed)
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Any = sobol_indices(func=run, n=samples, dists=dists, method=kept, random_state=draws)
        again = [_saltelli(*runs[0], draws.integers(samples, size=samples)) for _ in range(RESAMPLES)]
    first[loose] = np.nan_to_num(np.ravel(found.first_order))
    whole[loose] = np.nan_to_num(np.ravel(found.total_order))
    levels = ((1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2)
    bands[:, :, loose] = np.nan_to_num(np.quantile(np.array(again), levels, axis=0).swapaxes(0, 1))
    return Shares(first, whole, *bands)


def _saltelli(a: Array, b: Array, ab: Array, picked: Any = None) -> tuple[Array, Array]:
    """First-order and total indices by Saltelli 2010, table 2 (b) and (f), of the model's values at A, B and AB.

    picked: the points to take, with some of them twice; all, if it is left out.
    """
    if picked is not None:
        a, b, ab = a[picked], b[picked], ab[:, picked]
    variance = np.var([a, b])
    return np.mean(b * (ab - a), axis=-1) / variance, 0.5 * np.mean((a - ab) ** 2, axis=-1) / variance


def probability_indices(model: Model, seed: int = 0, spread: float = SPREAD) -> Indices | None:
    """The indices of the options' probabilities, each ±50 %. None without options that have one."""
    drivers = list(probabilities(model).values())
    if not drivers:
        return None
    ends = [driver.around(spread) for driver in drivers]
    edges = [_edges(model, driver, pair) for driver, pair in zip(drivers, ends, strict=True)]
    recorded = _by_record(model, drivers, ends)
    samples = SAMPLES if recorded else RERUN_SAMPLES
    found = variance_shares(recorded or _by_runs(model, drivers), ends, samples, seed)
    inputs = tuple(
        Index(
            driver.owner, *pair, *edge, float(found.first[i]), float(found.total[i]),
            _pair(found.first_band[:, i]), _pair(found.total_band[:, i]),
        )
        for i, (driver, pair, edge) in enumerate(zip(drivers, ends, edges, strict=True))
    )  # fmt: skip
    return Indices(inputs, float(found.first.sum()), samples)


def _pair(band: Array) -> tuple[float, float]:
    return float(band[0]), float(band[1])


def _edges(model: Model, driver: Driver, ends: tuple[float, float]) -> tuple[float, float]:
    low, high = (_full(model, {driver: value}) for value in ends)
    return low, high


def _full(model: Model, moved: Mapping[Driver, float]) -> float:
    value = model.run(moved)
    if value is None:
        raise ValueError("the model has no value there")
    return float(value.full_value)


def _by_runs(model: Model, drivers: Sequence[Driver]) -> Callable[[Array], Array]:
    """The model run again for each point."""

    def by_runs(points: Array) -> Array:
        return np.array(
            [_full(model, dict(zip(drivers, map(float, point), strict=True))) for point in points.T]
        )

    return by_runs


def _by_record(
    model: Model, drivers: Sequence[Driver], ends: Sequence[tuple[float, float]]
) -> Callable[[Array], Array] | None:
    """The arithmetic that the value recorded, on arrays; None where it is not that of the model at some of the corners."""
    value, _ = value_company(model.company, model.method, as_figure)
    full = value.full_value if value else None
    if not isinstance(full, Figure):
        return None
    try:
        recorded = Recorded(full)
    except UnrecordedError:
        return None

    def by_record(points: Array) -> Array:
        places = model.overrides(dict(zip(drivers, points, strict=True)), least=np.minimum)
        values = np.asarray(recorded.at(places, np.minimum), dtype=float)
        return np.broadcast_to(values, points.shape[1]).copy()

    corners = [[pair[0] for pair in ends], [pair[1] for pair in ends]]
    corners += [
        [pair[side] if i == j else driver.value for j, (driver, pair) in enumerate(zip(drivers, ends, strict=True))]
        for i in range(len(drivers))
        for side in (0, 1)
    ]  # fmt: skip
    expected = _by_runs(model, drivers)(np.array(corners).T)
    agrees = np.allclose(by_record(np.array(corners).T), expected, rtol=1e-9, atol=0)
    return by_record if agrees else None
