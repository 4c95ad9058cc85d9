"""The strength of narratives: points, decay, and links between them."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultval.config import Config
from vaultval.scoring.narratives import decay_of, linked_strengths, strength

DAY = date(2026, 2, 10)
nets = st.floats(-20, 20)


@pytest.mark.parametrize(
    ("net", "expected"),
    [(3.0, "strong"), (2.99, "moderate"), (1.0, "moderate"), (0.99, "weak"), (-0.5, "weak")],
)
def test_bands(net, expected):
    assert strength(net, Config()) == expected


@pytest.mark.parametrize(
    ("days", "half_life", "expected"),
    [(365, 2.0, 0.707107), (730, 2.0, 0.5), (365, 1.0, 0.5), (0, 1.0, 1.0), (365, None, 1.0)],
)
def test_decay_halves_with_each_half_life(days, half_life, expected):
    assert decay_of(date.fromordinal(DAY.toordinal() - days), DAY, half_life) == pytest.approx(
        expected, abs=5e-7
    )


def test_evidence_without_a_date_does_not_age():
    assert decay_of(None, DAY, 1.0) == 1.0


@pytest.mark.parametrize(
    ("given_nets", "links", "expected"),
    [
        ({"n1": -0.5}, {}, {"n1": 0.437823}),
        ({"n3": 4.5}, {}, {"n3": 0.904651}),
        ({"n5": -0.5, "n1": -0.5}, {"n1": [("n5", 0.5)]}, {"n1": 0.492229, "n5": 0.437823}),
        (
            {"n1": -0.5, "n2": -0.5, "n5": -0.5},
            {"n1": [("n5", 0.5)], "n2": [("n1", 0.5)], "n5": [("n2", 0.5)]},
            {"n1": 0.5, "n2": 0.5, "n5": 0.5},
        ),
        ({"a": 1.0, "b": -1.0}, {"a": [("b", -0.8)], "b": [("a", 0.8)]}, {"a": 0.528814, "b": 0.480772}),
        (
            {"a": 2.0, "b": 0.0, "c": -1.0},
            {"b": [("a", 1.0)], "c": [("b", 0.5)], "a": [("c", 0.3)]},
            {"a": 0.757322, "b": 0.680772, "c": 0.460181},
        ),
    ],
)
def test_worked_strengths(given_nets, links, expected):
    found = linked_strengths(given_nets, links)
    assert {name: found[name] for name in expected} == pytest.approx(expected, abs=1e-6)


@settings(max_examples=100, deadline=None)
@given(nets, nets)
def test_more_evidence_is_never_weaker(low, high):
    low, high = sorted((low, high))
    found = linked_strengths({"low": low, "high": high}, {})
    assert 0 <= found["low"] <= found["high"] <= 1


@settings(max_examples=100, deadline=None)
@given(nets)
def test_turning_all_evidence_around_turns_the_strength_around(net):
    found = linked_strengths({"a": net, "b": -net}, {})
    assert found["a"] == pytest.approx(1 - found["b"], abs=1e-12)


@settings(max_examples=50, deadline=None)
@given(nets, nets)
def test_a_narrative_without_links_does_not_feel_the_others(own, other):
    alone = linked_strengths({"a": own}, {})["a"]
    assert linked_strengths({"a": own, "b": other}, {"b": [("a", 1.0)]})["a"] == alone
