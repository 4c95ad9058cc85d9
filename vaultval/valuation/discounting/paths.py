"""How a driver runs over the years: constant, listed, or fading from one value to another. Method §5.

Linear fades x₀ + (x_T − x₀)·k, in two kinds that people mix up, so each has a name: `from_first_year` (k = (t−1)/(N−1),
the first year is the start, as numpy.linspace) and `from_base_year` (k = t/N, the first year has moved already).
"""

from collections.abc import Sequence

from vaultval.figure import N, named
from vaultval.model.company_records import Path, PathPart
from vaultval.valuation.steps import Lift

FROM_FIRST_YEAR, FROM_BASE_YEAR = "from_first_year", "from_base_year"
"""The kinds of fade: the first year has the start's value, or the year before it had."""


def constant_path(value: N, years: int) -> tuple[N, ...]:
    """The same value in each year."""
    return (value,) * years


def linear_path(start: N, end: N, years: int, fade: str = FROM_FIRST_YEAR) -> tuple[N, ...]:
    """A straight line over so many years. Raises ValueError for no years or another kind of fade."""
    _check(years, fade)
    if fade == FROM_BASE_YEAR:
        return tuple(_between(start, end, t, years) for t in range(1, years + 1))
    return tuple(_between(start, end, t, years - 1) for t in range(years))


def exponential_path(
    start: N, end: N, half_life: N, years: int, fade: str = FROM_FIRST_YEAR
) -> tuple[N, ...]:
    """x_T + (x₀ − x_T)·2^(−t/h): after each half-life (in years) half of the way is left.

    t is counted from the first year, or from the year before it. Raises ValueError as `linear_path` does.
    """
    _check(years, fade)
    first = 1 if fade == FROM_BASE_YEAR else 0
    return tuple(end + (start - end) * 2.0 ** (0.0 - t / half_life) for t in range(first, first + years))


def _check(years: int, fade: str) -> None:
    if years < 1 or fade not in (FROM_FIRST_YEAR, FROM_BASE_YEAR):
        raise ValueError(f"no fade {fade!r} over {years} years")


def _between(start: N, end: N, step: int, steps: int) -> N:
    """The ends are themselves, not nearly so."""
    if step == 0:
        return start
    return end if step == steps else start + (end - start) * (step / steps)


def length_of(path: Path) -> int | None:
    """How many years a path takes of itself; None where it fills whatever there is."""
    if len(path.parts) == 1 and _fills(path.parts[0]):
        return None
    if any(part.end is not None and part.years is None for part in path.parts):
        return None
    return sum(part.years or 1 for part in path.parts)


def is_constant(path: Path) -> bool:
    """Whether a path is one value, whatever the years."""
    return len(path.parts) == 1 and path.parts[0].end is None and path.parts[0].years is None


def _fills(part: PathPart) -> bool:
    return part.years is None


def misfit(path: Path, years: int) -> str:
    """Why a path does not fit a horizon of so many years, as a sentence; "" if it does.

    A last fade that ends before the horizon holds its end; anything else has to fit exactly.
    """
    if len(path.parts) == 1 and _fills(path.parts[0]):
        return ""
    fixed = sum(part.years or 1 for part in path.parts if part.end is None or part.years is not None)
    open_fades = sum(part.end is not None and part.years is None for part in path.parts)
    if open_fades > 1:
        return "two of its fades do not say over how many years"
    if fixed + open_fades > years:
        one = path.parts[0]
        what = "the fade takes" if len(path.parts) == 1 and one.end is not None else "its values take"
        return f"{what} {fixed + open_fades} years, and the forecast has {years}"
    if fixed < years and not open_fades and path.parts[-1].end is None:
        return f"its values end after {fixed} of {years} years"
    return ""


def path_values(path: Path, years: int, fade: str, lift: Lift, name: str) -> tuple[N, ...]:
    """The value in each of the years. fade: the kind for parts that do not say. name: what people call the driver.

    Raises ValueError for a path that does not fit.
    """
    if misfit(path, years):
        raise ValueError(f"{name}: {misfit(path, years)}")
    if is_constant(path):
        return constant_path(lift(path.parts[0].start, name), years)
    taken = sum(part.years or 1 for part in path.parts if part.end is None or part.years is not None)
    values: list[N] = []
    for part in path.parts:
        values += _part_values(
            part, part.years or (1 if part.end is None else years - taken), fade, lift, name
        )
    values += [values[-1]] * (years - len(values))
    return _in_years(values, name)


def _part_values(part: PathPart, years: int, fade: str, lift: Lift, name: str) -> tuple[N, ...]:
    start = lift(part.start, name)
    if part.end is None:
        return constant_path(start, years)
    end = lift(part.end, name)
    kind = part.fade or fade
    if part.half_life is not None:
        return exponential_path(start, end, lift(part.half_life, f"{name}: half-life"), years, kind)
    return linear_path(start, end, years, kind)


def _in_years(values: Sequence[N], name: str) -> tuple[N, ...]:
    return tuple(named(value, f"{name}, year {year}") for year, value in enumerate(values, 1))
