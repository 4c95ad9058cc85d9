"""What moves full value, and by how much: always by running the model again. Method §11.

One input at a time (tornado), two at a time (grid), and several as one supposes them (what if).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from vaultval.figure import Figure, N, total
from vaultval.model.records import Company
from vaultval.place import Place
from vaultval.valuation.company import CompanyValue
from vaultval.valuation.option_inputs import rows
from vaultval.valuation.options import weighted_value
from vaultval.valuation.portfolio import Terms, row_value
from vaultval.valuation.risk.drivers import Driver, Model
from vaultval.valuation.risk.recorded import Recorded
from vaultval.valuation.steps import Method, as_float

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
    """How far full value could go, in currency/share; all but `with_premium` without synergy.

    all_bulls: core + every bull scenario at its own probability. all_certain: core + the weighted scenarios, each with
    probability 1; with_premium: the same with the largest synergy premium that the cap allows. ceiling: core (bull) +
    every bull at certainty.
    """

    all_bulls: float
    all_certain: float
    with_premium: float
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
    """The inputs that move full value most by the arithmetic recorded in it, and every setting; and the inputs on which a
    step of it rests that cannot be done again. All inputs where nothing is recorded.
    """
    if not isinstance(full_value, Figure):
        return model.drivers
    recorded = Recorded(full_value, floats_only=True)
    ranked: list[tuple[float, Driver]] = []
    for driver in model.drivers:
        moved = [_places_moved(model, driver, value) for value in driver.around(by)]
        if any(places is None or places.keys() & recorded.places for places in moved):
            ends = [_recorded_at(recorded, places) for places in moved]
            ranked.append((_span([full_value.value, *ends]), driver))
    ranked.sort(key=lambda pair: -pair[0])
    return (
        *(driver for _, driver in ranked[:CANDIDATES]),
        *(driver for _, driver in ranked[CANDIDATES:] if driver.place in recorded.hidden),
        *(driver for driver in model.drivers if driver.place is None),
    )


def _places_moved(model: Model, driver: Driver, value: float) -> dict[Place, Any] | None:
    """What an input at another value takes with it: a headline probability those of its scenarios. None: it cannot be."""
    try:
        return model.overrides({driver: value})
    except ValueError:  # weights that cannot give way
        return None


def _recorded_at(recorded: Recorded, places: Mapping[Place, Any] | None) -> float:
    """The figure with these places at other values; 0, as far from it as can be, where the model itself has to decide."""
    try:
        return float(recorded.at(places)) if places is not None else 0.0
    except (ArithmeticError, ValueError, TypeError):
        return 0.0


def outcome(value: CompanyValue) -> Outcome:
    """The outcome of one run."""
    return Outcome(float(value.full_value), float(value.full_value_uncapped), value.pmx.binds)


def tornado(model: Model, by: float = BY, drivers: Sequence[Driver] | None = None) -> Tornado:
    """Each input and each setting moved alone, down and up, through the whole model; sorted by swing.

    by: a share of the input's value, for those that state no range. drivers: all, if it is left out; a multiplier of 1
    that no note gives is no input. swing: |full value at high − at low|, or the largest
    distance between the two and the base, where both lie on one side of it.
    """
    before, base = model.runs, outcome(model.base)
    chosen = model.drivers if drivers is None else drivers
    swings = [_swing(model, driver, by, base) for driver in chosen if not driver.unwritten]
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


def grid(
    model: Model,
    first: Driver,
    second: Driver,
    by: float = BY,
    run: Callable[[Mapping[Driver, float]], Outcome | None] | None = None,
) -> Grid:
    """Full value over five values of each of two inputs: low, half way, as it is, half way, high.

    An input where it is as it is is not moved, so that it follows the other where it is tied to it, as in the tornado.
    run: the model with some inputs at other values; it is run as it is for the rest, if this is left out.
    """
    if first is second:
        raise ValueError("a grid has two different inputs")
    lines, columns = _lines(first, by), _lines(second, by)

    def cell(row: float, column: float) -> Outcome | None:
        moved = {driver: at for driver, at in ((first, row), (second, column)) if at != driver.value}
        try:
            return run(moved) if run else _run(model, moved)
        except ValueError:  # weights that cannot give way
            return None

    cells = tuple(tuple(cell(row, column) for column in columns) for row in lines)
    return Grid(first, second, lines, columns, cells)


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
        roles = {row.name: row.role for row in option.option.scenarios}
        best = [float(v) for name, v in option.scenarios.items() if roles.get(name) == "bull"]
        bulls += max(best or [float(v) for v in option.scenarios.values()], default=0.0)
    core, options = float(value.core.base), _all_certain(model)
    return Bounds(
        all_bulls=core + bulls,
        all_certain=core + options,
        with_premium=core + options * (1 + model.method.cap),
        ceiling=float(value.ceiling),
    )


def _all_certain(model: Model) -> float:
    """Σ weight × value of every scenario at certainty, whatever has happened to the options. Currency/share.

    In the mode published a scenario whose value is stated is worth that, divided by its own probability.
    """
    method = model.method
    terms = Terms(model.company, float(model.base.shares), method, as_float, {})
    worth: list[float] = []
    for option in (value.option for value in model.base.options):
        table = rows(option)
        parts = []
        for row in table:
            chance = row.probability or option.probability
            stated = row.stated_value if method.published else None
            if stated is not None and chance is not None and chance.value > 0:
                parts.append(stated.value / chance.value)
            else:
                parts.append(float(row_value(option, row, 1.0, terms)))
        weights = [row.weight.value if row.weight else 1.0 for row in table]
        worth.append(float(method.settled(weighted_value(weights, parts), "")))
    return float(method.settled(total(worth), ""))
