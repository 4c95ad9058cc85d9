"""A Figure computes what a float computes, bit for bit, and remembers why."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultval.figure import Figure, named, product, rounded, smallest, total
from vaultval.place import Place

numbers = st.floats(min_value=-1e12, max_value=1e12, allow_nan=False).filter(
    lambda x: x == 0 or abs(x) > 1e-9
)


def _input(value, name="x"):
    return Figure(value, "input", (), name, Place("note.md", 3, 5), str(value))


@settings(max_examples=200, deadline=None)
@given(numbers, numbers, numbers)
def test_the_same_arithmetic_gives_the_same_bits(a, b, c):
    def formula(x, y, z):
        return (x + y * z - 3) * (1 - z) + total([x, y, z]) - product([x, 0.5]) + smallest("cap", x, y)

    assert float(formula(_input(a), _input(b), _input(c))) == formula(a, b, c)


@settings(max_examples=100, deadline=None)
@given(st.floats(0.001, 0.5), st.floats(0, 30))
def test_powers_and_quotients_give_the_same_bits(rate, years):
    assert float(1 / (1 + _input(rate)) ** _input(years)) == 1 / (1 + rate) ** years


@settings(max_examples=100, deadline=None)
@given(st.lists(numbers, max_size=8))
def test_a_sum_of_figures_is_the_sum_of_floats(values):
    assert float(total([_input(v) for v in values])) == total(values)


def test_inputs_are_found_once_each_in_the_order_of_the_arithmetic():
    a, b = _input(2.0, "a"), _input(3.0, "b")
    assert [figure.name for figure in (a * b + a).inputs()] == ["a", "b"]


def test_a_name_does_not_change_the_figure_that_is_named():
    bare = _input(2.0, "") * 3
    assert named(bare, "six").name == "six"
    assert bare.name == ""


def test_a_cap_that_binds_shows_as_a_step():
    capped = smallest("the premium is capped", _input(9.0), _input(5.0))
    assert capped.value == 5.0
    assert capped.operation == "smallest: the premium is capped"
    assert [operand.value for operand in capped.operands] == [9.0, 5.0]


@pytest.mark.parametrize(
    ("value", "step", "expected"),
    [
        (19.67, 0.1, 19.7),
        (1.575, 0.1, 1.6),
        (0.525, 0.1, 0.5),
        (0.25, 0.1, 0.3),
        (-0.25, 0.1, -0.3),
        (7.0, 0, 7.0),
    ],
)
def test_rounding_is_half_up_on_the_decimal_that_is_shown(value, step, expected):
    assert rounded(value, step) == expected
    assert float(rounded(_input(value), step)) == expected


def test_the_mathematics_of_a_figure_never_loses_the_sign_of_an_infinity():
    with pytest.raises(ZeroDivisionError):
        _input(1.0) / 0.0
    assert math.isinf(float(_input(1e308) * 10))
