"""Real options: the golden figures, and what holds for every right to wait or to stop."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultval.valuation.real_options.pricing import (
    Deferral,
    Stage,
    black_scholes_merton,
    committed,
    lattice,
    staged,
)

rights = st.builds(
    Deferral,
    value=st.floats(10, 200),
    strike=st.floats(10, 200),
    expiry=st.floats(0.5, 8),
    risk_free=st.floats(0, 0.08),
    volatility=st.floats(0.15, 0.8),
    carry=st.floats(0, 0.08),
)
stages = st.lists(
    st.builds(Stage, st.floats(0, 50), st.floats(0, 1), st.integers(0, 8), st.floats(0, 200)),
    min_size=1,
    max_size=5,
).map(lambda found: sorted(found, key=lambda stage: stage.year))


def test_a_call_at_the_money_by_formula_and_by_lattice():
    right = Deferral(100, 100, 1, 0.05, 0.20)
    assert black_scholes_merton(right) == pytest.approx(10.450584, abs=5e-7)
    assert lattice(right, american=False, steps=500) == pytest.approx(10.446585, abs=5e-7)


def test_a_project_whose_delay_costs_is_worth_more_if_it_may_be_begun_early():
    right = Deferral(80, 100, 5, 0.043, 0.45, 0.05)
    assert black_scholes_merton(right) == pytest.approx(19.174519, abs=5e-7)
    assert lattice(right, american=True, steps=500) == pytest.approx(20.773526, abs=5e-7)


def test_a_project_in_stages_against_one_that_is_paid_for_whatever_happens():
    project = [Stage(2, 0.6, 0), Stage(10, 0.5, 1), Stage(0, 0, 3, 60)]
    assert staged(project, 0.115) == pytest.approx(5.604012, abs=5e-7)
    assert committed(project, 0.115) == pytest.approx(2.016568, abs=5e-7)


def test_a_stage_that_does_not_pay_is_never_begun():
    assert staged([Stage(2, 0.1, 0), Stage(100, 0.1, 1), Stage(0, 0, 3, 60)], 0.1) == 0


def test_stages_come_in_the_order_of_time():
    with pytest.raises(ValueError, match="order"):
        staged([Stage(1, 0.5, 3), Stage(0, 0, 1, 60)], 0.1)


def test_a_right_needs_a_value_a_strike_years_and_a_volatility():
    with pytest.raises(ValueError, match="above zero"):
        Deferral(100, 100, 1, 0.05, 0.0)


def test_too_few_steps_for_a_small_volatility_are_refused():
    with pytest.raises(ValueError, match="steps"):
        lattice(Deferral(100, 100, 5, 0.08, 0.01), american=False, steps=10)


@settings(max_examples=30, deadline=None)
@given(rights)
def test_to_be_free_to_begin_early_costs_nothing(right):
    early = lattice(right, american=True, steps=60)
    assert early >= lattice(right, american=False, steps=60) - 1e-9
    assert early >= right.value - right.strike - 1e-9


@settings(max_examples=30, deadline=None)
@given(rights)
def test_a_right_is_worth_no_more_than_the_project_and_more_with_more_risk(right):
    worth = black_scholes_merton(right)
    assert -1e-9 <= worth <= right.value
    riskier = Deferral(
        right.value, right.strike, right.expiry, right.risk_free, right.volatility + 0.1, right.carry
    )
    assert black_scholes_merton(riskier) >= worth - 1e-9


@settings(max_examples=50, deadline=None)
@given(stages, st.floats(0.01, 0.3))
def test_to_be_free_to_stop_costs_nothing(project, wacc):
    assert staged(project, wacc) >= max(0.0, committed(project, wacc)) - 1e-9
