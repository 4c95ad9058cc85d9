"""Each step from the source's method to vv-1, on the figures of the worked company."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultval.figure import Figure
from vaultval.valuation.methods import improvements
from vaultval.valuation.methods.odds import at_odds, log_odds, moved_with, shifted
from vaultval.valuation.steps import IMPROVEMENTS, Method
from vaultval.valuation.synergy import Boost, noisy_or

PLAIN = Method(date(2026, 2, 10), published=False, step=0.0, cap=0.5, p_max=0.85, second_source=0.5)
inside = st.floats(0.001, 0.999)


def _taking(*steps):
    return Method(PLAIN.as_of, False, 0.0, 0.5, 0.85, 0.5, frozenset(steps))


@pytest.mark.parametrize(
    ("weights", "chances", "expected"),
    [
        ([0.25, 0.5, 0.25], [0.55, 0.45, 0.30], 0.4375),
        ([0.20, 0.55, 0.25], [0.28, 0.18, 0.08], 0.175),
        ([0.15, 0.55, 0.30], [0.15, 0.08, 0.03], 0.0755),
        ([0.20, 0.55, 0.25], [0.45, 0.35, 0.20], 0.3325),
        ([0.15, 0.55, 0.30], [0.20, 0.12, 0.05], 0.111),
    ],
)
def test_the_chance_of_success_is_that_of_all_scenarios(weights, chances, expected):
    assert improvements.mixture(weights, chances) == pytest.approx(expected, rel=1e-12)


def test_the_ratio_lifts_the_best_case_too_far_and_the_odds_do_not():
    plain = improvements.carried([1.0], [0.15], 0.08, 0.1762412, PLAIN) * 0.15
    assert plain == pytest.approx(0.33, abs=5e-3)
    assert improvements.carried([1.0], [0.15], 0.08, 0.1762412, _taking("odds")) * 0.15 == pytest.approx(
        moved_with(0.15, 0.08, 0.1762412), rel=1e-12
    )
    assert improvements.carried([1.0], [0.28], 0.18, 0.2732832, PLAIN) * 0.28 == pytest.approx(
        0.425, abs=5e-4
    )
    assert moved_with(0.28, 0.18, 0.2732832) < 0.425


def test_a_scenario_at_the_options_own_probability_moves_with_it():
    assert moved_with(0.18, 0.18, 0.2732832) == pytest.approx(0.2732832, rel=1e-14)


@settings(max_examples=50, deadline=None)
@given(inside, inside, inside)
def test_moving_odds_stays_between_0_and_1_and_adds_log_odds(own, before, after):
    moved = moved_with(own, before, after)
    assert 0 < moved < 1
    assert log_odds(moved) == pytest.approx(log_odds(own) + log_odds(after) - log_odds(before), abs=1e-9)
    assert float(moved_with(Figure(own), Figure(before), Figure(after))) == moved
    assert moved_with(own, before, before) == pytest.approx(own, rel=1e-12)


def test_what_has_failed_stays_failed_and_what_is_certain_stays_certain():
    assert moved_with(0.0, 0.2, 0.4) == 0.0
    assert moved_with(1.0, 0.2, 0.4) == 1.0
    assert moved_with(0.3, 0.2, 0.0) == 0.0
    assert moved_with(1.0, 0.2, 0.0) == 0.0
    assert moved_with(0.3, 0.2, 1.0) == 1.0
    assert at_odds(0.3, 1.0) == pytest.approx(0.3)
    assert shifted(0.3, 0.0) == pytest.approx(0.3)


def test_the_leak_gives_the_probability_back_and_ties_the_two_options():
    boosts = [Boost("O5", 0.6, 0.12)]
    leak = improvements.leak(0.18, boosts)
    assert leak == pytest.approx(0.116379, abs=5e-7)
    assert improvements.given(leak, boosts, "O5") == pytest.approx(0.646552, abs=5e-7)
    assert noisy_or(leak, boosts) == pytest.approx(0.18, rel=1e-14)


@settings(max_examples=50, deadline=None)
@given(inside, st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), max_size=4))
def test_the_marginal_stays_wherever_there_is_a_leak(probability, pairs):
    boosts = [Boost(str(i), s, p) for i, (s, p) in enumerate(pairs)]
    leak = improvements.leak(probability, boosts)
    if leak is None:
        assert noisy_or(0.0, boosts) > probability
    else:
        assert -1e-12 <= leak <= probability + 1e-12
        assert noisy_or(leak, boosts) == pytest.approx(probability, abs=1e-9)


def test_help_that_exceeds_the_probability_leaves_no_leak():
    assert improvements.leak(0.08, [Boost("O5", 0.7, 0.12)]) is None
    assert improvements.leak(0.18, [Boost("A", 1.0, 1.0)]) is None


@pytest.mark.parametrize(
    ("own", "pairs", "expected"),
    [
        (0.18, [(0.6, 0.12), (0.4, 0.45)], 0.376013),
        (0.08, [(0.7, 0.12), (0.5, 0.18)], 0.233125),
        (0.18, [(0.4, 0.45), (0.5, 0.08), (0.7, 0.35), (0.6, 0.12)], 0.547734),
    ],
)
def test_all_sources_at_once_and_in_no_order(own, pairs, expected):
    boosts = [Boost("x", s, p) for s, p in pairs]
    method = _taking("noisy_or")
    assert improvements.after_synergy(own, boosts, method) == pytest.approx(expected, abs=5e-7)
    assert improvements.after_synergy(own, boosts[::-1], method) == pytest.approx(expected, abs=5e-7)


def test_what_has_failed_is_carried_by_nobody():
    for method in (PLAIN, _taking("noisy_or")):
        assert improvements.after_synergy(0.0, [Boost("x", 0.6, 0.5)], method) == 0.0


def test_without_any_step_the_method_is_the_sources():
    assert PLAIN.name == "ovm-1.1"
    assert _taking(*IMPROVEMENTS).name == "vv-1"
