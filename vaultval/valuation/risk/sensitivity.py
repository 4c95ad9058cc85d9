"""What moves full value, and by how much: always by running the model again. Method §11.

One input at a time (tornado), two at a time (grid), and several as one supposes them (what if).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from vaultval.figure import Figure, N
from vaultval.model.records import Company
from vaultval.valuation.company import CompanyValue
from vaultval.valuation.risk.drivers import Driver, Model
from vaultval.valuation.risk.recorded import Recorded, UnrecordedError
from vaultval.valuation.steps import Method

BY = 0.2
"""How far an input is moved that states no range: ±20 % of itself."""

NOTHING = 1e-12
"""A change of full value that is less than this part of it is none; so much comes from the last bits of floats."""

CANDIDATES = 24
"""How many inputs the model is run again for where only the first few are shown."""

GRID = (-1.0, -0.5, 0.0, 0.5, 1.0)
"""Where a two-way grid has its lines, in parts of the way from the value to its low and its high end."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to, in currency/share. binds: whether the cap cuts the synergy premium."""

    full_value: float
    uncapped: float
    binds: bool


@dataclass(frozen=True, slots=True)
class Swing:
    """One input at its low and its high end, all else as it is. low, high: the input; at_low, at_high: what full value is
    then, None where it cannot be computed. why: of no effect: "cap", "cap free", "p_max free", "zero" or "no part".
    """

    driver: Driver
    low: float
    high: float
    at_low: Outcome | None
    at_high: Outcome | None
    swing: float
    swing_uncapped: float
    why: str = ""


@dataclass(frozen=True, slots=True)
class Tornado:
    """Every input by its swing, the largest first. base: the value as it is. by: how far inputs without a range moved."""

    base: Outcome
    by: float
    swings: tuple[Swing, ...]
    runs: int


@dataclass(frozen=True, slots=True)
class Grid:
    """Full value over two inputs. cells: a row for each value of the first; None where it cannot be computed."""

    first: Driver
    second: Driver
    rows: tuple[float, ...]
    columns: tuple[float, ...]
    cells: tuple[tuple[Outcome | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far full value could go, in currency/share, without synergy.

    all_bulls: core + every bull scenario at its own probability. all_certain: core + the weighted scenarios, each with
    probability 1. ceiling: core (bull) + every bull at certainty.
    """

    all_bulls: float
    all_certain: float
    ceiling: float


class Sensitivity:
    """What moves one company's full value most, computed when it is first asked for: it takes some runs of the model.

    value: the company's, with figures that recorded their arithmetic.
    """

    def __init__(self, company: Company, method: Method, value: CompanyValue) -> None:
        self._company, self._method, self._value = company, method, value

    @cached_property
    def most(self) -> Tornado:
        """The inputs and settings that move full value most, each moved ±20 %, or over the range that it states.

        Which they are is looked up in the arithmetic that the value recorded; then the model is run again for those.
        """
        model = Model(self._company, self._method)
        return tornado(model, drivers=likely(model, self._value.full_value))


def likely(model: Model, full_value: N, by: float = BY) -> tuple[Driver, ...]:
    """The inputs that move full value most by the arithmetic recorded in it, and every setting.

    All inputs where the arithmetic cannot be done again.
    """
    if not isinstance(full_value, Figure):
        return model.drivers
    try:
        recorded = Recorded(full_value)
    except UnrecordedError:
        return model.drivers
    ranked: list[tuple[float, Driver]] = []
    for driver in model.drivers:
        if driver.place in recorded.places:
            ends = [_recorded_at(recorded, model, driver, value) for value in driver.around(by)]
            ranked.append((_span([full_value.value, *ends]), driver))
    ranked.sort(key=lambda pair: -pair[0])
    return (
        *(driver for _, driver in ranked[:CANDIDATES]),
        *(driver for driver in model.drivers if driver.place is None),
    )


def _recorded_at(recorded: Recorded, model: Model, driver: Driver, value: float) -> float:
    try:
        return float(recorded.at(model.overrides({driver: value})))
    except (ArithmeticError, ValueError, TypeError):
        return 0.0  # as far from the value as can be: the model itself decides


def outcome(value: CompanyValue) -> Outcome:
    """The outcome of one run."""
    return Outcome(float(value.full_value), float(value.full_value_uncapped), value.pmx.binds)


def tornado(model: Model, by: float = BY, drivers: Sequence[Driver] | None = None) -> Tornado:
    """Each input and each setting moved alone, down and up, through the whole model; sorted by swing.

    by: a share of the input's value, for those that state no range. drivers: all, if it is left out. swing: |full value at high − at low|, or the largest
    distance between the two and the base, where both lie on one side of it.
    """
    before, base = model.runs, outcome(model.base)
    swings = [_swing(model, driver, by, base) for driver in (model.drivers if drivers is None else drivers)]
    swings.sort(key=lambda s: (-s.swing, -s.swing_uncapped))
    return Tornado(base, by, tuple(swings), model.runs - before)


def _swing(model: Model, driver: Driver, by: float, base: Outcome) -> Swing:
    low, high = driver.around(by)
    at_low, at_high = (
        _run(model, {driver: value}) if value != driver.value else base for value in (low, high)
    )
    ends = [end for end in (at_low, at_high) if end is not None]
    capped = _span([base.full_value, *(end.full_value for end in ends)])
    free = _span([base.uncapped, *(end.uncapped for end in ends)])
    why = "" if capped or len(ends) < 2 else _why(driver, base, free)
    return Swing(driver, low, high, at_low, at_high, capped, free, why)


def _span(values: Sequence[float]) -> float:
    span = max(values) - min(values)
    return span if span > NOTHING * max(1.0, abs(values[0])) else 0.0


def _why(driver: Driver, base: Outcome, free: float) -> str:
    """Why an input moves nothing. free: what it would move without the cap."""
    if free and base.binds:
        return "cap"
    if not driver.value:
        return "zero"
    return {"cap": "cap free", "p_max": "p_max free"}.get(driver.key, "no part")


def _run(model: Model, moved: Mapping[Driver, float]) -> Outcome | None:
    try:
        value = model.run(moved)
    except ValueError:  # weights that cannot give way
        return None
    return outcome(value) if value else None


def grid(model: Model, first: Driver, second: Driver, by: float = BY) -> Grid:
    """Full value over five values of each of two inputs: low, half way, as it is, half way, high."""
    if first is second:
        raise ValueError("a grid has two different inputs")
    rows, columns = _lines(first, by), _lines(second, by)
    cells = tuple(tuple(_run(model, {first: row, second: column}) for column in columns) for row in rows)
    return Grid(first, second, rows, columns, cells)


def _lines(driver: Driver, by: float) -> tuple[float, ...]:
    low, high = driver.around(by)
    ends = {-1.0: low, 1.0: high}
    return tuple(
        driver.value + abs(step) * (ends[step / abs(step)] - driver.value) if step else driver.value
        for step in GRID
    )


def bounds(model: Model) -> Bounds:
    """What every bull, and every scenario at certainty, would come to."""
    value = model.base
    bulls = 0.0
    for option in value.options:
        rows = {row.name: row.role for row in option.option.scenarios}
        best = [float(v) for name, v in option.scenarios.items() if rows.get(name) == "bull"]
        bulls += max(best or [float(v) for v in option.scenarios.values()], default=0.0)
    certain = model.run(dict.fromkeys(_every_probability(model), 1.0))
    core = float(value.core.base)
    return Bounds(
        all_bulls=core + bulls,
        all_certain=core + float(certain.pmx.independent) if certain else core,
        ceiling=float(value.ceiling),
    )


def _every_probability(model: Model) -> list[Driver]:
    """The probabilities of options and of their scenarios."""
    options = {value.option.id for value in model.base.options}
    return [d for d in model.drivers if d.field == "probability" and d.node in options]
