"""How good forecasts and sources turned out to be."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultval.figure import Figure
from vaultval.scoring.calibration import brier_score, calibration, platt, track_record

FORECASTS = (0.28, 0.5, 0.9, 0.1, 0.7, 0.28, 0.5, 0.9)
OUTCOMES = (0, 1, 1, 0, 1, 0, 0, 1)


def test_golden_scores():
    """W21."""
    found = calibration(FORECASTS, OUTCOMES)
    assert found.count == 8
    assert found.brier == pytest.approx(0.0971)
    assert found.log_score == pytest.approx(0.339507, abs=1e-6)
    assert (found.reliability, found.resolution, found.uncertainty) == pytest.approx((0.0346, 0.1875, 0.25))


def test_golden_track_record_and_correction():
    """W22."""
    assert track_record(3, 8) == pytest.approx(0.538462, abs=1e-6)
    assert platt(0.45, -0.3, 0.8) == pytest.approx(0.386859, abs=1e-6)
    assert platt(0.18, -0.3, 0.8) == pytest.approx(0.180483, abs=1e-6)
    assert float(platt(Figure(0.45), -0.3, 0.8)) == platt(0.45, -0.3, 0.8)


forecasts = st.lists(
    st.tuples(st.sampled_from([0.0, 0.1, 0.28, 0.5, 0.9, 1.0]), st.booleans()), min_size=1, max_size=20
)


@settings(max_examples=50, deadline=None)
@given(forecasts)
def test_the_brier_score_is_reliability_less_resolution_plus_uncertainty(pairs):
    """I19."""
    found = calibration(*zip(*pairs, strict=True))
    assert found.brier == pytest.approx(found.reliability - found.resolution + found.uncertainty, abs=1e-12)
    assert 0 <= found.brier <= 1


def test_what_was_given_no_chance_and_came_has_no_log_score():
    assert calibration([0.0, 0.5], [1, 1]).log_score is None
    assert calibration([0.0, 1.0], [0, 1]).log_score == 0


def test_without_forecasts_there_is_nothing_to_score():
    assert calibration([], []) is None
    with pytest.raises(ValueError, match="no forecasts"):
        brier_score([], [])


@pytest.mark.parametrize(("given_forecasts", "outcomes"), [([0.5], []), ([1.2], [1])])
def test_forecasts_are_probabilities_with_an_outcome_each(given_forecasts, outcomes):
    with pytest.raises(ValueError, match="forecast"):
        calibration(given_forecasts, outcomes)


def test_a_source_of_which_nothing_is_known_has_the_prior_and_cannot_be_better_than_its_statements():
    assert track_record(0, 0) == 0.8
    with pytest.raises(ValueError, match="statements"):
        track_record(3, 2)


@settings(max_examples=50, deadline=None)
@given(st.floats(0.01, 0.99))
def test_the_correction_that_changes_nothing(probability):
    assert platt(probability, 0, 1) == pytest.approx(probability)
    assert (platt(0.0, -3, 2), platt(1.0, -3, 2)) == (0.0, 1.0)
