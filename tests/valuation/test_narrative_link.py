"""From narratives to the probabilities of the options that they drive."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_vault import FILES, NARRATIVE, ROBOTS, with_changes

from vaultval.pipeline import evaluate, read_vault
from vaultval.place import Place
from vaultval.render.blocks import contents
from vaultval.render.explain import figures, tree
from vaultval.valuation.events.stakes import stakes
from vaultval.valuation.methods.narrative_link import linked_probability
from vaultval.valuation.steps import Shift, as_figure, as_float, constant

PLACE = Place("Story.md", 1)
DAY = date(2026, 2, 10)
A_POINT = 0.5  # what one hard point adds to a narrative's log-odds


def _shift(weight, change, then=-0.25):
    return Shift(
        "Story", PLACE, constant(weight, "k", PLACE), then + change, then, DAY,
    )  # fmt: skip


def _moved(written, *shifts):
    return linked_probability("option", written, shifts, as_float)


@pytest.mark.parametrize(
    ("shifts", "expected"),
    [
        ([(0.5, A_POINT)], 0.219883),
        ([(0.5, -A_POINT)], 0.145997),
        ([(1.0, A_POINT)], 0.265739),
        ([(0.5, A_POINT), (0.25, A_POINT)], 0.242073),
    ],
)
def test_a_hard_point_for_or_against_a_narrative_moves_the_option(shifts, expected):
    assert _moved(0.18, *(_shift(*each) for each in shifts)) == pytest.approx(expected, abs=5e-7)


@pytest.mark.parametrize(
    ("written", "expected"),
    [(0.45, 0.487335), (0.18, 0.203211), (0.08, 0.091759), (0.35, 0.384844), (0.12, 0.136764)],
)
def test_three_points_for_a_narrative_that_drives_all_options(written, expected):
    assert _moved(written, _shift(0.1, 3 * A_POINT)) == pytest.approx(expected, abs=5e-7)


@settings(max_examples=50, deadline=None)
@given(st.floats(0, 1), st.lists(st.tuples(st.floats(0, 2), st.floats(-5, 5)), max_size=3))
def test_narratives_that_have_not_changed_leave_a_probability_exactly_as_it_is(written, pairs):
    assert _moved(written, *(_shift(weight, 0.0, then) for weight, then in pairs)) == written


@settings(max_examples=50, deadline=None)
@given(st.floats(0.005, 0.95), st.floats(0.01, 3), st.floats(-9, 9), st.floats(0, 3))
def test_it_rises_with_the_narrative_and_stays_within_its_bounds(written, weight, change, more):
    low, high = _moved(written, _shift(weight, change)), _moved(written, _shift(weight, change + more))
    assert 0.005 <= low <= high <= 0.95


def test_a_probability_beyond_the_bounds_is_not_pulled_back_by_good_news():
    assert _moved(0.97, _shift(1.0, 0.1)) == 0.97
    assert _moved(0.97, _shift(1.0, -0.1)) < 0.97
    assert _moved(0.001, _shift(1.0, -0.1)) == 0.001
    assert _moved(0.0, _shift(1.0, 2.0)) == 0.0
    assert _moved(1.0, _shift(1.0, -2.0)) == 1.0


@settings(max_examples=30, deadline=None)
@given(st.floats(0.01, 0.99), st.floats(0.01, 3), st.floats(-3, 3))
def test_figures_give_the_same_bits(written, weight, change):
    shift = _shift(weight, change)
    figure = linked_probability("option", as_figure(constant(written, "P", PLACE), "P"), (shift,), as_figure)
    assert float(figure) == _moved(written, shift)


# A whole vault: Robots at 40 %, driven by one narrative, with one more hard item since the day of the price.

NEWS = "- A second plant is running [hard] (2026-03-01)\n\n## Counter-evidence"
DRIVEN = NARRATIVE.replace("type: narrative\n", 'type: narrative\ndrives: "[[Robots]]"\n')
STORY = DRIVEN.replace("## Counter-evidence", NEWS)
LATER = date(2026, 3, 31)


def _robots(make_vault, settings_text, as_of=LATER, **changes):
    files = with_changes(**{"Machines_take_over": STORY, **changes})
    files["vaultval.toml"] += settings_text
    results = evaluate(read_vault(make_vault(files)), as_of)
    value = next(iter(results.values.values()))
    return results, next(option for option in value.options if option.option.name == "Robots")


ON = "[valuation]\nnarrative_link = 0.5\n"


def test_the_link_is_off_unless_asked_for(make_vault):
    _, robots = _robots(make_vault, "")
    assert robots.linked is robots.written


def test_news_since_the_price_moves_the_probability_before_milestones_do(make_vault):
    results, robots = _robots(make_vault, ON)
    assert float(robots.written) == 0.4
    odds = 0.4 / 0.6 * 2.718281828459045 ** (0.5 * A_POINT)
    assert float(robots.linked) == pytest.approx(odds / (1 + odds), rel=1e-9)
    assert float(robots.effective) == float(robots.linked)
    _, missed = _robots(make_vault, ON, date(2026, 7, 1))
    assert float(missed.effective) == pytest.approx(float(missed.linked) * 0.5, rel=1e-12)
    assert results.method.shifts.keys() == {"Robots.md"}


def test_on_the_day_of_the_anchor_nothing_moves(make_vault):
    _, robots = _robots(make_vault, ON, date(2026, 2, 10))
    assert robots.linked is robots.written
    dated = ROBOTS.replace("probability: 40 %", "probability: 40 %\nprobability_date: 2026-03-15")
    _, robots = _robots(make_vault, ON, Robots=dated)
    assert robots.linked is robots.written


def test_a_weight_on_the_link_scales_the_setting(make_vault):
    weighted = STORY.replace('"[[Robots]]"', '"[[Robots]] 0.5"')
    _, half = _robots(make_vault, "[valuation]\nnarrative_link = 1\n", Machines_take_over=weighted)
    _, same = _robots(make_vault, ON)
    assert float(half.linked) == pytest.approx(float(same.linked), rel=1e-12)
    _, off = _robots(make_vault, "", Machines_take_over=weighted)
    assert off.linked is off.written


def test_the_block_and_explain_say_what_moved_it(make_vault):
    files = with_changes(Machines_take_over=STORY)
    files["vaultval.toml"] += ON
    read = read_vault(make_vault(files))
    results = evaluate(read, LATER)
    body = contents(read.vault, results)["Robots.md"].blocks[0].body
    assert "| After its narratives | 46.1% | Machines take over +0.5 × 0.5 since 2026-02-10 |" in body
    known = figures(results)
    assert "log-odds on 2026-02-10" in tree("Robots.probability_linked", known["Robots.probability_linked"])


def test_without_a_date_to_start_from_it_is_told(make_vault):
    company = FILES["Acme.md"].replace("price_date: 2026-02-10\n", "")
    rockets = FILES["Rockets.md"].replace("year: 2029", "horizon: 3")
    results, robots = _robots(make_vault, ON, Acme=company, Rockets=rockets)
    assert robots.linked is robots.written
    assert any("has no date from which its narratives" in found.message for found in results.findings)


def test_one_event_in_both_channels_is_told(make_vault):
    ticked = ROBOTS.replace("- [ ] First", "- [x] First").replace("2026-06-30", "2026-06-30 ✅ 2026-03-01")
    results, _ = _robots(make_vault, ON, Robots=ticked)
    assert [f.rule.code for f in results.findings].count("VV462") == 1
    results, _ = _robots(make_vault, "", Robots=ticked)
    assert "VV462" not in [f.rule.code for f in results.findings]


def test_what_is_at_stake_is_reckoned_from_the_moved_probability(make_vault):
    results, _ = _robots(make_vault, ON)
    company = results.model.companies[0]
    [moved] = results.stakes[company.id].milestones
    [plain] = stakes(company, replace(results.method, shifts={})).milestones
    assert moved.if_missed < plain.if_missed < 0
