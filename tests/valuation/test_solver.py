"""The root finder: exact where there is a solution, and nothing where there is none."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq

from vaultval.valuation.implied.solver import solve


@pytest.mark.parametrize(
    ("function", "target", "low", "high"),
    [
        (lambda x: x**3, 2.0, 0.0, 5.0),
        (math.cos, 0.0, 0.0, 3.0),
        (math.exp, 1e9, 0.0, 100.0),
        (lambda x: 1 / x, 0.3, 0.1, 50.0),
        (lambda x: -(x**5) - x, -7.0, -2.0, 3.0),
    ],
)
def test_it_finds_what_scipy_finds(function, target, low, high):
    found = solve(function, target, low, high)
    expected = brentq(lambda x: function(x) - target, low, high, xtol=1e-13)
    assert found.value == pytest.approx(expected, rel=1e-12)
    assert (found.at_low, found.at_high) == (function(low), function(high))


def test_without_a_bracket_there_is_no_solution_but_both_ends():
    found = solve(lambda x: x * x + 1, 0.5, -1.0, 2.0)
    assert found.value is None
    assert (found.low, found.high, found.at_low, found.at_high) == (-1.0, 2.0, 2.0, 5.0)


def test_an_end_that_is_the_target_is_the_solution():
    assert solve(lambda x: x, 0.25, 0.25, 1.0).value == 0.25
    assert solve(lambda x: x, 1.0, 0.25, 1.0).value == 1.0


def test_a_leap_over_the_target_is_no_solution():
    assert solve(lambda x: -1.0 if x < 1 else 1.0, 0.0, 0.0, 3.0).value is None


def test_an_end_that_is_no_number_is_no_solution():
    assert solve(lambda x: math.inf if x > 1 else -1.0, 0.0, 0.0, 3.0).value is None
    assert solve(lambda x: math.nan if x > 1 else -1.0, 0.0, 0.0, 3.0).value is None


def test_a_bracket_goes_upwards():
    with pytest.raises(ValueError, match="bracket"):
        solve(lambda x: x, 0.0, 1.0, 1.0)


@settings(max_examples=50, deadline=None)
@given(st.floats(0.1, 20), st.floats(-5, 5), st.floats(-100, 100))
def test_a_rising_function_at_its_solution_is_the_target(slope, shift, target):
    def rising(x):
        return slope * x + math.atan(x - shift)

    found = solve(rising, target, -2000.0, 2000.0)
    assert found.value is not None
    assert rising(found.value) == pytest.approx(target, abs=1e-9)
