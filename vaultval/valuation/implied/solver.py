"""Where a function takes a value, on a bracket; and the two ends where it does not: never a guess.

Source: R. P. Brent, Algorithms for Minimization without Derivatives, 1973, chapter 4.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

STEPS = 200
SMALL = 1e-13
RESIDUAL, NOISE = 1e-6, 1e-12


@dataclass(frozen=True, slots=True)
class Solution:
    """Where a function takes a target. value: None where there is no solution.

    low, high: the bracket that was searched. at_low, at_high: the function there, in the unit of the target.
    """

    value: float | None
    low: float
    high: float
    at_low: float
    at_high: float


def solve(function: Callable[[float], float], target: float, low: float, high: float) -> Solution:
    """The point between `low` and `high` at which a continuous function is `target`, by Brent's method.

    The point is exact to 4 units in its last place plus 1e-13. No solution is: a target that does not lie between
    the function's values at the ends; an end at which it is not a finite number; a leap over the target, so that the
    function is off it where it crosses, by more than a millionth of it and by more than 1e-12 of the larger end. Raises ValueError unless low < high.
    """
    if not low < high:
        raise ValueError(f"a bracket goes from a lower to a higher number, not from {low} to {high}")
    at_low, at_high = function(low), function(high)
    for end, there in ((low, at_low), (high, at_high)):
        if there == target:
            return Solution(end, low, high, at_low, at_high)
    none = Solution(None, low, high, at_low, at_high)
    if not (math.isfinite(at_low) and math.isfinite(at_high)) or (at_low > target) == (at_high > target):
        return none
    value, residual = _brent(lambda x: function(x) - target, (low, at_low - target), (high, at_high - target))
    near = max(RESIDUAL * abs(target), NOISE * max(abs(at_low), abs(at_high)))
    return Solution(value, low, high, at_low, at_high) if abs(residual) <= near else none


def _brent(
    function: Callable[[float], float], first: tuple[float, float], second: tuple[float, float]
) -> tuple[float, float]:
    """Root and residual. The best point is b; a is the one before; c is on the other side of zero."""
    (a, fa), (b, fb) = first, second
    c, fc = a, fa
    step = before = b - a
    for _ in range(STEPS):
        if (fb > 0) == (fc > 0):
            c, fc = a, fa
            step = before = b - a
        if abs(fc) < abs(fb):
            (a, fa), (b, fb), (c, fc) = (b, fb), (c, fc), (b, fb)
        tolerance = 2 * math.ulp(abs(b)) + SMALL / 2
        half = (c - b) / 2
        if abs(half) <= tolerance or fb == 0:
            break
        if abs(before) >= tolerance and abs(fa) > abs(fb):
            step, before = _interpolated((a, fa), (b, fb), (c, fc), half, tolerance, step, before)
        else:
            step = before = half
        a, fa = b, fb
        b += step if abs(step) > tolerance else math.copysign(tolerance, half)
        fb = function(b)
    return b, fb


def _interpolated(
    a: tuple[float, float],
    b: tuple[float, float],
    c: tuple[float, float],
    half: float,
    tolerance: float,
    step: float,
    before: float,
) -> tuple[float, float]:
    """The next step and the one that it is measured by: by secant or inverse parabola, or else by halving."""
    s = b[1] / a[1]
    if a[0] == c[0]:
        p, q = 2 * half * s, 1 - s
    else:
        q, r = a[1] / c[1], b[1] / c[1]
        p = s * (2 * half * q * (q - r) - (b[0] - a[0]) * (r - 1))
        q = (q - 1) * (r - 1) * (s - 1)
    if p > 0:
        q = -q
    p = abs(p)
    if 2 * p < min(3 * half * q - abs(tolerance * q), abs(before * q)):
        return p / q, step
    return half, half
