"""The joint success of options that depend on one common factor."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultval.figure import Figure
from vaultval.valuation.methods.copula import joint_probability

probabilities = st.lists(st.floats(0.001, 0.999), min_size=2, max_size=4)
correlations = st.floats(0.01, 0.95)


@pytest.mark.parametrize(("correlation", "expected"), [(0.0, 0.0144), (0.3, 0.028376), (0.6, 0.047417)])
def test_ride_hailing_and_robots_succeed_together(correlation, expected):
    assert joint_probability([0.18, 0.08], correlation) == pytest.approx(expected, abs=5e-7)


def test_three_options_succeed_together_three_times_as_often_as_if_they_were_independent():
    # The printed .029895 is itself an estimate by random points; the integral is .0298961.
    assert joint_probability([0.45, 0.18, 0.12], 0.3) == pytest.approx(0.029895, abs=2e-6)
    assert joint_probability([0.45, 0.18, 0.12], 0.0) == pytest.approx(0.00972, rel=1e-14)


@settings(max_examples=50, deadline=None)
@given(probabilities, correlations)
def test_the_joint_lies_between_the_product_and_the_least_of_them(values, correlation):
    product = 1.0
    for value in values:
        product *= value
    joint = joint_probability(values, correlation)
    assert product * (1 - 1e-9) <= joint <= min(values)
    assert joint_probability(values[::-1], correlation) == pytest.approx(joint, rel=1e-12)
    assert joint <= joint_probability(values, correlation + 0.04) * (1 + 1e-9)


@settings(max_examples=20, deadline=None)
@given(probabilities, correlations)
def test_figures_give_the_same_bits(values, correlation):
    figure = joint_probability([Figure(value) for value in values], correlation)
    assert isinstance(figure, Figure)
    assert figure.value == joint_probability(values, correlation)


def test_what_is_certain_changes_nothing_and_what_is_impossible_leaves_nothing():
    assert joint_probability([0.3, 1.0], 0.3) == pytest.approx(0.3, rel=1e-14)
    assert joint_probability([0.3, 0.0], 0.3) == 0.0
    assert joint_probability([0.3], 0.3) == 0.3
    assert joint_probability([], 0.3) == 1.0
