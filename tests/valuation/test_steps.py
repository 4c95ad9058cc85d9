"""The single steps of the method, on the figures of the worked company."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultval.model.records import KillSwitch, Milestone
from vaultval.place import Place
from vaultval.quantity import Unit, read
from vaultval.valuation.ceiling import asymmetry, band, implied_multiple, utilisation
from vaultval.valuation.events.calendar import a_quarter_later, effective_probability, effects_on, state_of
from vaultval.valuation.options import discount_factor, probability_check, scenario_value, weighted_value
from vaultval.valuation.steps import Method, as_float
from vaultval.valuation.synergy import Boost, adjusted_probability, chosen_sources, noisy_or, platform, pmx
from vaultval.valuation.trigger import trigger

DAY = date(2026, 2, 10)
METHOD = Method(as_of=DAY, published=False, step=0.0, cap=0.5, p_max=0.85, second_source=0.5)
PUBLISHED = Method(as_of=DAY, published=True, step=0.1, cap=0.5, p_max=0.85, second_source=0.5)
PLACE = Place("Option.md", 10)
probabilities = st.floats(0, 1)


def _q(text, unit):
    quantity, findings = read(text, PLACE, expect=unit)
    assert quantity is not None, findings
    return quantity


def _milestone(**fields):
    given_fields = {
        "id": "Option.md:10",
        "text": "trial launch",
        "place": PLACE,
        "option": "Option.md",
        "status": " ",
    }
    return Milestone(**{**given_fields, **fields})


def test_discount_factors_of_three_five_and_eight_years():
    factors = [discount_factor(0.115, years) for years in (3, 5, 8)]
    assert factors == pytest.approx([0.7213987705741802, 0.5802640475973216, 0.4186017705451055], rel=1e-14)


def test_the_bull_scenario_of_the_ride_hailing_option():
    value = scenario_value(1.5e12, 0.12, 0.30, 28, 0.28, discount_factor(0.115, 5), 3.539e9)
    assert value == pytest.approx(69.41525492817239, rel=1e-13)


def test_the_weighted_value_of_the_storage_option():
    values = [27.74806658502692, 11.924788945631404, 2.751874372068786]
    assert weighted_value([0.25, 0.5, 0.25], values) == pytest.approx(13.587379712089628, rel=1e-14)


@pytest.mark.parametrize(
    ("own", "boosts", "expected"),
    [
        (0.45, [(0.4, 0.18)], 0.4896),
        (0.18, [(0.6, 0.12), (0.4, 0.45)], 0.2732832),
        (0.08, [(0.7, 0.12), (0.5, 0.18)], 0.1762412),
        (0.35, [(0.7, 0.18)], 0.4319),
        (0.12, [], 0.12),
    ],
)
def test_probabilities_after_synergy(own, boosts, expected):
    sources = [Boost("x", coefficient, probability) for coefficient, probability in boosts]
    assert adjusted_probability(own, sources, METHOD) == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize(
    ("own", "boosts", "expected"),
    [
        (0.18, [(0.6, 0.12), (0.4, 0.45)], 0.376013),
        (0.18, [(0.4, 0.45), (0.5, 0.08), (0.7, 0.35), (0.6, 0.12)], 0.547734),
    ],
)
def test_noisy_or_needs_no_order(own, boosts, expected):
    sources = [Boost("x", coefficient, probability) for coefficient, probability in boosts]
    assert noisy_or(own, sources) == pytest.approx(expected, abs=5e-7)
    assert noisy_or(own, sources[::-1]) == pytest.approx(noisy_or(own, sources), rel=1e-14)


@settings(max_examples=200, deadline=None)
@given(probabilities, st.lists(st.tuples(probabilities, probabilities), max_size=2))
def test_synergy_never_lowers_a_probability_and_never_lifts_it_above_the_maximum(own, boosts):
    result = adjusted_probability(own, [Boost("x", s, p) for s, p in boosts], METHOD)
    assert result >= own - 1e-12 or own == 0
    assert result <= max(0.85, own) + 1e-12


def test_sources_are_the_authors_or_the_largest_coefficients():
    towards_b = {("a", "b"): 0.7, ("c", "b"): 0.6, ("d", "b"): 0.1, ("b", "a"): 0.9}
    assert chosen_sources("b", ["d", "a", "c"], towards_b) == ("d", "a")
    assert chosen_sources("b", [], towards_b) == ()
    assert chosen_sources("b", None, towards_b) == ("a", "c")
    assert chosen_sources("b", None, {("a", "b"): 0.7, ("c", "b"): 0.4}) == ("a",)
    assert chosen_sources("b", None, {}) == ()


@pytest.mark.parametrize(
    ("levels", "stars", "multiplier"),
    [
        ([4, 3, 3, 2, 2], 4, 1.125),
        ([4, 4], 5, 1.20),
        ([2, 2, None], 3, 1.075),
        ([1, None, None], 2, 1.025),
        ([None, None], 1, 1.0),
        ([], 1, 1.0),
    ],
)
def test_platform_stars(levels, stars, multiplier):
    found = platform(levels)
    assert (found.stars, found.multiplier) == (stars, multiplier)


def test_the_premium_is_capped_at_half_of_the_options_on_their_own():
    found = pmx([48.06969714270118], [72.75938584826964], [0.06722855660556983], 1.12, METHOD)
    assert found.uncapped == pytest.approx(81.56580813346025, rel=1e-14)
    assert found.value == pytest.approx(72.10454571405177, rel=1e-14)
    assert found.binds


def test_the_published_figures_are_rounded_at_each_sum():
    found = pmx([10.6, 19.7, 7.6, 0.5, 1.6], [11.5, 29.9, 16.7, 0.6, 1.6], [0.5, 0.1], 1.12, PUBLISHED)
    assert (found.independent, found.adjusted, found.uncapped, found.value) == (40.0, 60.3, 68.2, 60.0)
    assert (found.premium, found.cap) == (28.2, 20.0)


def test_the_ceiling_and_what_is_used_of_it():
    assert utilisation(422.61, 642.9509514416922) == pytest.approx(0.6572974175594257, rel=1e-14)
    assert asymmetry(642.9509514416922, 422.61, 60.72054252613733) == pytest.approx(
        0.608862587431429, rel=1e-13
    )
    assert implied_multiple(422.61, 60.72054252613733, 72.10454571405177) == pytest.approx(
        5.018954823029105, rel=1e-13
    )
    assert asymmetry(100.0, 50.0, 60.0) is None
    assert implied_multiple(100.0, 50.0, 0.0) is None


@pytest.mark.parametrize(
    ("used", "expected"), [(0.1, 0), (0.2, 0), (0.21, 1), (0.6, 2), (0.61, 3), (0.81, 4), (1.01, 5)]
)
def test_bands_of_utilisation(used, expected):
    assert band(used) == expected


def test_the_probability_check_gives_the_geometric_mean_and_the_factor_to_it():
    check = probability_check([0.85, 0.75, 0.55, 0.70], 0.45)
    assert check.mean == pytest.approx((0.85 * 0.75 * 0.55 * 0.70) ** 0.25)
    assert check.implied_factor == pytest.approx(0.45 / check.mean)
    assert probability_check([], 0.45) is None


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"due": date(2026, 6, 30)}, "open"),
        ({"due": date(2026, 2, 10)}, "open"),
        ({"due": date(2026, 2, 9)}, "missed"),
        ({"status": "x"}, "hit"),
        ({"status": "x", "due": date(2025, 12, 31), "done": date(2026, 1, 23)}, "late"),
        ({"status": "X", "due": date(2025, 12, 31), "done": date(2025, 12, 31)}, "hit"),
        ({"status": "x", "done": date(2026, 3, 1)}, "open"),
        ({"status": "-", "due": date(2025, 12, 31)}, "withdrawn"),
        ({"status": "/", "due": date(2025, 12, 31)}, "missed"),
        ({"status": " ", "outcome": "failed"}, "failed"),
    ],
)
def test_the_state_of_a_milestone_on_a_day(fields, expected):
    assert state_of(_milestone(**fields), DAY) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"due": date(2026, 1, 1), "miss": "×0.75"}, 0.135),
        ({"due": date(2026, 1, 1)}, 0.18 * 0.9),
        ({"due": date(2025, 10, 1)}, 0.18 * 0.75),
        ({"status": "x", "hit": "×1.2"}, 0.216),
        ({"status": "x", "hit": "×1.2", "cap": "20%"}, 0.2),
        ({"status": "x"}, 0.18),
        ({"status": "x", "outcome": "late", "hit": "×1.2"}, 0.18),
        ({"outcome": "failed"}, 0.0),
        ({"outcome": "exceeded"}, 0.216),
        ({"due": date(2026, 6, 30), "miss": "×0.75", "hit": "×1.2"}, 0.18),
    ],
)
def test_what_a_milestone_does_to_a_probability(fields, expected):
    units = {"miss": Unit.MULTIPLE, "hit": Unit.MULTIPLE, "cap": Unit.RATIO}
    made = _milestone(**{k: _q(v, units[k]) if k in units else v for k, v in fields.items()})
    effects = effects_on([made], [], DAY, 0.28, as_float, {})
    assert effective_probability(0.18, effects) == pytest.approx(expected, rel=1e-14)


def _switch(effect, sets=False, fired=True, since=None):
    unit = Unit.RATIO if sets else Unit.MULTIPLE
    return KillSwitch(
        id="c:1",
        text="accident",
        place=PLACE,
        options=("Option.md",),
        fired=fired,
        effect=_q(effect, unit),
        sets=sets,
        since=since,
    )


def test_multipliers_come_first_then_caps_and_settings_by_their_minimum():
    missed = _milestone(due=date(2026, 1, 1), miss=_q("×0.75", Unit.MULTIPLE))
    effects = effects_on([missed], [_switch("×0.5"), _switch("3%", sets=True)], DAY, 0.28, as_float, {})
    assert effective_probability(0.08, effects) == pytest.approx(0.03)
    swapped = effects_on([missed], [_switch("3%", sets=True), _switch("×0.5")], DAY, 0.28, as_float, {})
    assert effective_probability(0.08, swapped) == effective_probability(0.08, effects)


def test_a_kill_switch_that_is_open_or_fires_later_does_nothing():
    effects = effects_on(
        [], [_switch("×0.5", fired=False), _switch("×0.5", since=date(2026, 3, 1))], DAY, 0.3, as_float, {}
    )
    assert effects == ()


def test_of_several_misses_in_a_group_only_the_strongest_counts():
    misses = [
        _milestone(id=f"Option.md:{i}", due=date(2026, 1, 1), miss=_q(m, Unit.MULTIPLE), group="california")
        for i, m in enumerate(("×0.9", "×0.75", "×0.8"))
    ]
    effects = effects_on(misses, [], DAY, 0.28, as_float, {})
    assert effective_probability(0.2, effects) == pytest.approx(0.15)
    apart = [m.model_copy(update={"group": ""}) for m in misses]
    assert effective_probability(0.2, effects_on(apart, [], DAY, 0.28, as_float, {})) == pytest.approx(
        0.2 * 0.9 * 0.75 * 0.8
    )


def test_a_state_may_be_supposed():
    made = _milestone(due=date(2026, 6, 30), miss=_q("×0.75", Unit.MULTIPLE))
    effects = effects_on([made], [], DAY, 0.28, as_float, {made.id: "missed"})
    assert effective_probability(0.18, effects) == pytest.approx(0.135)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 1, 31), date(2026, 4, 30)),
        (date(2025, 11, 30), date(2026, 2, 28)),
        (date(2025, 12, 15), date(2026, 3, 15)),
    ],
)
def test_a_quarter_later(day, expected):
    assert a_quarter_later(day) == expected


@pytest.mark.parametrize(
    ("arguments", "verdict"),
    [
        ((422.61, 23.72, 0, 394.0, 15.8), "mandatory"),
        ((422.61, None, 2, None, None), "mandatory"),
        ((100.0, 80.0, 1, 60.0, 3.0), "advised"),
        ((100.0, 80.0, 1, 20.0, 3.0), "not needed"),
        ((100.0, 60.0, 0, 20.0, 3.0), "open"),
    ],
)
def test_whether_option_valuation_is_called_for(arguments, verdict):
    assert trigger(*arguments).verdict == verdict
