"""Milestones, their odds, and Bayes' rule: the figures of the worked company, and laws that hold for any."""

from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.small_vault import FILES
from vaultval.figure import Figure
from vaultval.model.records import KillSwitch, Milestone
from vaultval.pipeline import evaluate, read_vault
from vaultval.place import Place
from vaultval.quantity import Unit, read
from vaultval.valuation.events.calendar import effective_probability, effects_on
from vaultval.valuation.events.coherence import (
    Likelihoods,
    after_silence,
    coherent_hit,
    coherent_odds,
    elapsed_share,
    expectation,
    likelihoods,
    linear_change,
    record_of,
)
from vaultval.valuation.steps import as_float, constant

DAY = date(2026, 2, 10)
PLACE = Place("Option.md", 10)
inner = st.floats(0.01, 0.99)
factors = st.floats(0, 3)


def _results(make_vault, day=DAY, **notes):
    files = {**FILES, **{name.replace("_", " ") + ".md": text for name, text in notes.items()}}
    return evaluate(read_vault(make_vault(files)), day)


def _robots(line):
    head, mark, _ = FILES["Robots.md"].partition("- [ ]")
    assert mark
    return head + line + "\n"


def _coherence(results):
    return results.analyses["Acme.md"].coherence


# the launch of the worked company: P 18 %, odds 28 %, a miss × 0.75, a hit × 1.2


def test_the_probability_after_a_miss_and_after_a_hit():
    milestone = _missed(0.75, 1)
    assert _effective(0.18, [milestone]) == pytest.approx(0.135)
    met = milestone.model_copy(
        update={"outcome": "hit", "hit": constant(1.2, "×1.2", PLACE), "cap": constant(0.28, "28 %", PLACE)}
    )
    assert _effective(0.18, [met]) == pytest.approx(0.216)


def test_the_factors_expect_less_than_the_probability():
    assert expectation(0.28, 0.216, 0.135) == pytest.approx(0.15768, abs=1e-12)
    assert expectation(0.28, 0.216, 0.135) - 0.18 == pytest.approx(-0.02232, abs=1e-12)


def test_odds_of_five_in_nine_would_make_them_agree():
    assert coherent_odds(0.18, 0.216, 0.135) == pytest.approx(5 / 9, rel=1e-12)


def test_bayes_gives_the_probability_after_a_hit_and_the_likelihoods():
    after = coherent_hit(0.18, 0.28, 0.135)
    assert after == pytest.approx(0.295714, abs=5e-7)
    known = likelihoods(0.18, 0.28, after)
    assert (known.if_success, known.if_failure) == pytest.approx((0.46, 0.240488), abs=5e-7)


@pytest.mark.parametrize(
    ("elapsed", "expected"), [(0, 0.18), (0.25, 0.17129), (0.5, 0.161163), (0.75, 0.149241), (1, 0.135)]
)
def test_silence_lowers_the_probability_as_the_window_runs_out(elapsed, expected):
    known = likelihoods(0.18, 0.28, coherent_hit(0.18, 0.28, 0.135))
    assert after_silence(0.18, known, elapsed) == pytest.approx(expected, abs=5e-7)


def test_the_expected_change_of_value_of_a_milestone():
    assert expectation(0.28, 3.94, -4.925) == pytest.approx(-2.4427999999999996, rel=1e-14)


def test_the_source_s_short_cut_for_a_miss():
    assert linear_change(19.7, 0.9) == pytest.approx(-1.9699999999999995, rel=1e-14)
    assert linear_change(9.044175722041572, (0.08 + 0.17) / 0.08) == pytest.approx(
        19.218873409338343, rel=1e-14
    )


def test_the_window_runs_from_its_start_to_the_due_date():
    start, due = date(2026, 1, 1), date(2026, 4, 11)
    assert elapsed_share(start, due, date(2026, 1, 26)) == pytest.approx(0.25)
    assert elapsed_share(start, due, date(2025, 12, 1)) == 0.0
    assert elapsed_share(start, due, date(2026, 6, 1)) == 1.0
    assert elapsed_share(due, start, DAY) is None


# where nothing agrees


def test_a_miss_that_costs_too_much_for_its_odds_has_no_coherent_hit():
    assert coherent_hit(0.6, 0.1, 0.3) is None
    assert coherent_hit(0.6, 0.0, 0.3) is None


def test_a_milestone_that_moves_nothing_has_no_coherent_odds():
    assert coherent_odds(0.18, 0.18, 0.18) is None
    assert coherent_odds(0.18, 0.2, 0.19) is None


@pytest.mark.parametrize("certain", [0.0, 1.0])
def test_from_what_is_certain_nothing_is_learnt(certain):
    assert likelihoods(certain, 0.3, certain) is None


def test_silence_that_was_impossible_gives_no_probability():
    assert after_silence(0.5, Likelihoods(1.0, 1.0), 1.0) is None


# laws


@settings(max_examples=50, deadline=None)
@given(inner, inner, st.floats(0, 1))
def test_by_bayes_the_two_outcomes_average_to_the_probability(probability, odds, factor):
    missed = probability * factor
    after = coherent_hit(probability, odds, missed)
    assume(after is not None)
    assert expectation(odds, after, missed) == pytest.approx(probability, abs=1e-12)


@settings(max_examples=50, deadline=None)
@given(inner, inner, st.floats(0, 1), st.floats(0, 1))
def test_silence_begins_at_the_probability_ends_at_the_miss_and_never_rises(
    probability, odds, factor, elapsed
):
    missed = probability * factor
    after = coherent_hit(probability, odds, missed)
    assume(after is not None)
    known = likelihoods(probability, odds, after)
    assert after_silence(probability, known, 0.0) == pytest.approx(probability, abs=1e-12)
    assert after_silence(probability, known, 1.0) == pytest.approx(missed, abs=1e-9)
    between = after_silence(probability, known, elapsed)
    assert missed - 1e-9 <= between <= probability + 1e-9


@settings(max_examples=50, deadline=None)
@given(inner, inner, inner)
def test_coherent_odds_leave_no_drift(probability, if_hit, if_missed):
    odds = coherent_odds(probability, if_hit, if_missed)
    assume(odds is not None)
    assert expectation(odds, if_hit, if_missed) == pytest.approx(probability, abs=1e-9)


@settings(max_examples=50, deadline=None)
@given(inner, inner, st.floats(0, 1), st.floats(0, 1))
def test_floats_and_figures_give_the_same_bits(probability, odds, factor, elapsed):
    missed = probability * factor
    after = coherent_hit(probability, odds, missed)
    assume(after is not None)
    told = coherent_hit(Figure(probability), Figure(odds), Figure(missed))
    assert float(told) == after
    known, told_known = (
        likelihoods(probability, odds, after),
        likelihoods(Figure(probability), Figure(odds), told),
    )
    assert float(told_known.if_failure) == known.if_failure
    silent = after_silence(Figure(probability), told_known, elapsed)
    assert float(silent) == after_silence(probability, known, elapsed)


def _missed(factor, number):
    return Milestone(
        id=f"Option.md:{number}", text="x", place=PLACE, option="Option.md", status=" ", due=date(2026, 1, 1),
        miss=constant(factor, str(factor), PLACE),
    )  # fmt: skip


def _switch(text, number=1, sets=False):
    effect, _ = read(text, PLACE, expect=Unit.RATIO if sets else Unit.MULTIPLE)
    return KillSwitch(
        id=f"c:{number}", text="x", place=PLACE, options=("Option.md",), fired=True, effect=effect, sets=sets
    )


def _effective(probability, milestones, switches=()):
    return float(
        effective_probability(probability, effects_on(milestones, switches, DAY, None, as_float, {}))
    )


@settings(max_examples=50, deadline=None)
@given(st.floats(0, 1), st.lists(factors, max_size=4), st.randoms(use_true_random=False))
def test_events_commute_and_leave_a_probability(probability, effects, random):
    milestones = [_missed(factor, number) for number, factor in enumerate(effects)]
    found = _effective(probability, milestones)
    assert 0 <= found <= 1
    random.shuffle(milestones)
    assert _effective(probability, milestones) == pytest.approx(found, rel=1e-12)


@settings(max_examples=50, deadline=None)
@given(st.floats(0, 1), factors, factors, factors)
def test_a_gentler_miss_never_leaves_less(probability, one, other, common):
    low, high = sorted((one, other))
    common = _missed(common, 1)
    assert _effective(probability, [_missed(low, 2), common]) <= _effective(
        probability, [_missed(high, 2), common]
    )


@pytest.mark.parametrize(("probability", "expected"), [(0.18, 0.09), (0.35, 0.175), (0.12, 0.06)])
def test_an_accident_halves_the_options_that_it_names(probability, expected):
    assert _effective(probability, [], [_switch("×0.5")]) == pytest.approx(expected)


def test_two_kill_switches_multiply_in_any_order():
    one, other = _switch("×0.7", 1), _switch("×0.5", 2)
    assert _effective(0.18, [], [one, other]) == pytest.approx(0.063)
    assert _effective(0.18, [], [other, one]) == pytest.approx(0.063)


def test_a_setting_and_a_factor_meet_at_their_minimum():
    assert _effective(0.08, [_missed(0.75, 1)], [_switch("3 %", sets=True)]) == pytest.approx(0.03)


def test_an_event_that_names_an_option_twice_counts_once(make_vault):
    line = "- [x] Recall #kill-switch [effect:: ×0.5] [on:: [[Robots]], [[Robots]]]"
    assert float(_results(make_vault, Robots=_robots(line)).values["Acme.md"].options[0].effective) == 0.2


# whole vaults

LAUNCH = "- [ ] Launch #milestone [miss:: ×0.5] [hit:: ×1.5] [odds:: {odds}] {start}📅 2026-06-30"


def test_odds_move_no_value(make_vault):
    without = float(_results(make_vault).values["Acme.md"].full_value)
    with_odds = _results(make_vault, Robots=_robots(LAUNCH.format(odds="28 %", start="")))
    assert float(with_odds.values["Acme.md"].full_value) == without


@pytest.mark.parametrize(("odds", "told"), [("50 %", False), ("51 %", False), ("52 %", True), ("48 %", True)])
def test_a_drift_of_over_half_a_point_is_told(odds, told, make_vault):
    results = _results(make_vault, Robots=_robots(LAUNCH.format(odds=odds, start="")))
    names = [found.rule.name for found in results.findings]
    assert ("odds-incoherent" in names) == told


def test_the_drift_counts_what_else_bears_on_the_option(make_vault):
    lines = LAUNCH.format(odds="50 %", start="") + "\n- [x] Recall #kill-switch [effect:: 30 %]"
    (held,) = _coherence(_results(make_vault, Robots=_robots(lines)))
    assert [float(x) for x in (held.probability, held.if_hit, held.if_missed)] == pytest.approx(
        [0.3, 0.3, 0.2]
    )


def test_a_milestone_without_factors_is_held_against_those_that_would_count(make_vault):
    (held,) = _coherence(
        _results(make_vault, Robots=_robots("- [ ] Launch #milestone [odds:: 50 %] 📅 2026-06-30"))
    )
    assert [float(x) for x in (held.if_hit, held.if_missed)] == pytest.approx([0.4, 0.36])


def test_the_window_begins_on_the_start_date(make_vault):
    line = LAUNCH.format(odds="50 %", start="🛫 2026-01-01 ")
    (held,) = _coherence(_results(make_vault, Robots=_robots(line)))
    assert held.elapsed == pytest.approx(40 / 180)
    assert 0.2 < float(held.by_now) < 0.4


def test_a_milestone_on_two_options_is_held_against_both(make_vault):
    line = "- [ ] Launch #milestone [odds:: 50 %] [on:: [[Robots]], [[Rockets]]] 📅 2026-06-30"
    held = _coherence(_results(make_vault, Robots=_robots(line)))
    assert [each.option.name for each in held] == ["Robots", "Rockets"]


def test_odds_are_held_against_an_emergent_option_s_joint_probability(make_vault):
    other = (
        '---\ntype: option\ncompany: "[[Acme]]"\nrequires:\n  - "[[Robots]]"\n  - "[[Rockets]]"\ntam: $1B\n'
        "share: 10 %\nnet_margin: 10 %\npe: 10x\nhorizon: 5\n---\n- [ ] Both meet #milestone [miss:: ×0.5] "
        "[odds:: 50 %] 📅 2026-06-30\n"
    )
    results = _results(make_vault, Swarm=other)
    (held,) = _coherence(results)
    joint = float(results.values["Acme.md"].emergent[0].probability)
    assert (float(held.probability), float(held.if_missed)) == pytest.approx((joint, joint / 2))


@pytest.mark.parametrize("odds", ["280 %", "28", "-5 %"])
def test_odds_that_are_no_probability_are_an_error(odds, make_vault):
    results = _results(make_vault, Robots=_robots(LAUNCH.format(odds=odds, start="")))
    assert not _coherence(results)
    assert {"probability-out-of-range", "not-a-quantity"} & {found.rule.name for found in results.findings}


def test_decided_milestones_with_odds_are_forecasts(make_vault):
    lines = """- [x] A #milestone [odds:: 80 %] 📅 2026-01-31 ✅ 2026-01-10
- [x] B #milestone [odds:: 70 %] 📅 2025-12-31 ✅ 2026-01-10
- [ ] C #milestone [odds:: 30 %] 📅 2026-01-05
- [-] D #milestone [odds:: 30 %] 📅 2026-01-05
- [ ] E #milestone [odds:: 40 %] 📅 2026-06-30
- [x] F #milestone 📅 2026-01-31 ✅ 2026-01-10"""
    found = _results(make_vault, Robots=_robots(lines)).analyses["Acme.md"].forecasts
    assert [(each.milestone.text, each.odds, each.outcome) for each in found] == [
        ("B", pytest.approx(0.7), 0),
        ("C", pytest.approx(0.3), 0),
        ("A", pytest.approx(0.8), 1),
    ]
    assert record_of(found).brier == pytest.approx((0.49 + 0.09 + 0.04) / 3)
    assert record_of(found[:2]) is None


def test_a_group_is_the_same_in_any_case(make_vault):
    line = "- [ ] M #milestone [miss:: {miss}] [group:: {group}] 📅 2026-01-05\n"
    lines = line.format(miss="×0.5", group="Launch") + line.format(miss="×0.8", group="launch")
    assert float(_results(make_vault, Robots=_robots(lines)).values["Acme.md"].options[0].effective) == 0.2
