"""What a price takes for granted: the growth, margin, years or return that make a valuation equal to it. Method §4.

Sources: A. Rappaport, M. Mauboussin, "Expectations Investing", 2001, rev. 2021 (price-implied expectations, forecast
period); A. Damodaran, "Investment Valuation", 3rd ed. 2012 (implied growth, implied internal rate of return).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from vaultval.figure import Figure, N, named
from vaultval.valuation.discounting.dcf import LEAST_SPREAD
from vaultval.valuation.implied.solver import Solution, solve

UNKNOWNS = ("growth", "margin", "years", "wacc")
"""What can be solved for, each with the rest as stated."""

LONGEST_GROWTH = 50
LEVELS = ("reasonable", "optimistic", "aggressive", "unrealistic")
"""The words of a verdict, the mildest first."""

ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class ShortForm:
    """What a market cap takes for granted if it earns the wacc until it is a plain multiple of earnings.

    terminal_cap, revenue: in currency, at the end. implied_growth: of revenue per year. gordon_income: what the year
    after would have to earn if the multiple were 1/(wacc − g); gordon_growth: of revenue per year, then. None without g.
    """

    years: N
    terminal_cap: N
    revenue: N
    implied_growth: N
    gordon_income: N | None = None
    gordon_growth: N | None = None


def short_form(
    market_cap: N, wacc: N, years: N, pe: N, margin: N, revenue: N, growth: N | None = None
) -> ShortForm:
    """Terminal cap = cap × (1+w)^n; revenue = terminal cap / PE / margin; growth = (revenue / revenue₀)^(1/n) − 1.

    market_cap, revenue: at present, in currency. wacc, margin (of net income): ratios. growth: for ever, a ratio; with it
    the Gordon form, income of the year after = terminal cap × (w − g). All above zero, and w above g, or ValueError.
    """
    if min(map(float, (market_cap, years, pe, margin, revenue))) <= 0:
        raise ValueError("market cap, years, multiple, margin and revenue are above zero")
    cap = named(market_cap * (1 + wacc) ** years, "terminal market cap")
    sales = named(cap / pe / margin, "implied revenue")
    implied = named((sales / revenue) ** (1 / years) - 1, "implied growth")
    if growth is None:
        return ShortForm(years, cap, sales, implied)
    if float(wacc) <= float(growth):
        raise ValueError("the discount rate is not above terminal growth")
    income = named(cap * (wacc - growth), "income that terminal growth asks for, the year after")
    at_end = income / (1 + growth) / margin
    rate = named((at_end / revenue) ** (1 / years) - 1, "implied growth by terminal growth")
    return ShortForm(years, cap, sales, implied, income, rate)


def bracket(unknown: str, floor: float | None = None) -> tuple[float, float]:
    """Where an unknown is looked for. growth: −50 % to 200 % a year. margin: 0 to 100 %. years: 0 to 50. wacc: to
    100 %, from −50 %, or from one percentage point above `floor`, the growth for ever where there is one; 100 points on
    where that is no less than 100 %. Raises ValueError for another word.
    """
    if unknown == "growth":
        return -0.5, 2.0
    if unknown == "margin":
        return 0.0, 1.0
    if unknown == "years":
        return 0.0, float(LONGEST_GROWTH)
    if unknown == "wacc":
        low = -0.5 if floor is None else floor + LEAST_SPREAD
        return low, 1.0 if low < 1.0 else low + 1.0
    raise ValueError(f"{unknown!r} is none of {', '.join(UNKNOWNS)}")


def implied(
    unknown: str, worth: Callable[[float], float], target: float, floor: float | None = None
) -> Solution:
    """The unknown at which an enterprise value is the target, both in currency; or no solution, with both ends.

    worth: the enterprise value by the unknown, the rest as stated. For years it is asked for whole numbers only, and
    between two of them runs straight.
    """
    low, high = bracket(unknown, floor)
    return solve(between_whole_years(worth) if unknown == "years" else worth, target, low, high)


def between_whole_years(worth: Callable[[float], float]) -> Callable[[float], float]:
    """A function of whole years, with a straight line from each to the next."""
    known: dict[int, float] = {}

    def at(years: int) -> float:
        if years not in known:
            known[years] = worth(float(years))
        return known[years]

    def line(years: float) -> float:
        whole = min(math.floor(years), LONGEST_GROWTH)
        part = years - whole
        return at(whole) if part == 0 else at(whole) + (at(whole + 1) - at(whole)) * part

    return line


def as_solved(value: float, target: N, reached: N, name: str) -> N:
    """A solution as a number: on Figures one that shows what was made equal to what, and from which inputs."""
    if not isinstance(target, Figure) or not isinstance(reached, Figure):
        return value
    return Figure(value, "the value at which the last equals the first", (target, reached), name)


@dataclass(frozen=True, slots=True)
class Test:
    """One test of a verdict. key: "growth", "margin", "tam", "years". value: what is implied; measure: what it is held
    against, None for a fixed limit. level: the word that it gives; "" where it could not be made for want of `missing`.
    """

    key: str
    value: float | None = None
    measure: float | None = None
    level: str = ""
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the tests come to. word: the gravest of their levels. "" where it would be reasonable, or nothing, only for
    want of the tests of growth or margin.
    """

    word: str
    tests: tuple[Test, ...]


def verdict(
    growth: float | None,
    consensus: float | None,
    margin: float | None,
    best_margin: float | None,
    revenue: float | None,
    tam: float | None,
    years: float | None,
) -> Verdict:
    """How far the implied figures are from what others expect and from what has been.

    Growth up to 1.2 × consensus is reasonable, to 1.5 × optimistic, above aggressive; margin up to 1.1 × the best one
    reasonable, to 1.3 × optimistic, above aggressive. Unrealistic: an implied terminal cap over 30 % of the TAM's, which
    is what the whole TAM would be worth at the same margin and multiple, so that it is revenue / TAM; over 15 years of
    growth. growth, margin: ratios. revenue, tam: in currency.
    """
    tests = (
        _graded("growth", growth, consensus, (1.2, 1.5), "consensus_growth"),
        _graded("margin", margin, best_margin, (1.1, 1.3), "best_margin"),
        _limited("tam", revenue / tam if revenue is not None and tam else None, 0.30, "options with a `tam`"),
        _limited("years", years, 15.0, "years"),
    )
    worst = max((LEVELS.index(test.level) for test in tests if test.level), default=0)
    complete = all(test.level for test in tests[:2])
    return Verdict(LEVELS[worst] if worst or complete else "", tests)


def _graded(
    key: str, value: float | None, measure: float | None, steps: tuple[float, float], missing: str
) -> Test:
    if value is None or measure is None:
        return Test(key, value, measure, missing=f"`{missing}`" if value is not None else "a solution")
    if value <= measure:
        return Test(key, value, measure, LEVELS[0])
    if measure <= 0:
        return Test(key, value, measure, missing=f"`{missing}` above zero")
    level = sum(value > step * measure * (1 + ROUNDING) for step in steps)
    return Test(key, value, measure, LEVELS[level])


def _limited(key: str, value: float | None, most: float, missing: str) -> Test:
    if value is None:
        return Test(key, missing=missing)
    return Test(key, value, most, LEVELS[3] if value > most * (1 + ROUNDING) else LEVELS[0])
