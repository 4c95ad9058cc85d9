"""The fields of milestones and kill switches: repeated ones, and numbers that differ by option."""

from datetime import date

import pytest

from tests.small_vault import FILES
from vaultval.pipeline import evaluate, read_vault

DAY = date(2026, 2, 10)


@pytest.fixture
def read(make_vault):
    """What a vault with one more task says: under the company, or in an option's note."""

    def with_task(task, note="Acme.md"):
        files = dict(FILES)
        files[note] += f"\n## Events\n\n{task}\n"
        return read_vault(make_vault(files))

    return with_task


def switches(read_result):
    company = read_result.model.companies[0]
    return {
        option.name: [(switch.effect.value, switch.sets) for switch in option.kill_switches]
        for option in company.options
    }


def codes(read_result):
    return [found.rule.code for found in read_result.findings]


def test_each_option_has_its_own_effect_and_needs_no_on(read):
    found = read("- [ ] Stalls #kill-switch [effect:: [[Robots]] ×0, [[Rockets]] → 3 %]")
    assert switches(found) == {"Robots": [(0.0, False)], "Rockets": [(0.03, True)]}
    assert codes(found) == []


@pytest.mark.parametrize(
    "written",
    [
        "[[Robots]] ×0.5, [[Rockets]] ×0.3",
        "[[Robots]] ×0.5; [[Rockets]] 0.3",
        "[[Robots]]：×0.5、[[Rockets]]：×0.3",
        "[[Robots]] ×0.5 [[Rockets]] ×0.3",
        "[[Robots|the robots]] ×0.5, [[Rockets.md]] ×0.3",
    ],
)
def test_signs_between_the_options_do_not_matter(written, read):
    assert switches(read(f"- [ ] Stalls #熔断 [影响:: {written}]")) == {
        "Robots": [(0.5, False)],
        "Rockets": [(0.3, False)],
    }


def test_a_number_holds_for_all_links_before_it(read):
    found = read("- [ ] Stalls #kill-switch [effect:: [[Robots]], [[Rockets]] ×0.5]")
    assert switches(found) == {"Robots": [(0.5, False)], "Rockets": [(0.5, False)]}


def test_one_switch_of_several_effects_is_one_event_that_strikes_all(read):
    found = read("- [x] Stalls #kill-switch [effect:: [[Robots]] ×0.5, [[Rockets]] ×0.25] ✅ 2026-01-01")
    value = next(iter(evaluate(found, DAY).values.values()))
    assert {v.option.name: float(v.effective) for v in value.options} == {"Robots": 0.2, "Rockets": 0.05}
    open_one = read("- [ ] Stalls #kill-switch [effect:: [[Robots]] ×0.5, [[Rockets]] ×0.25]")
    (threat,) = next(iter(evaluate(open_one, DAY).stakes.values())).threats
    assert {key: float(move.after) for key, move in threat.moves.items()} == {
        "Robots.md": 0.2,
        "Rockets.md": 0.05,
    }


def test_an_option_that_is_named_without_a_number_is_told(read):
    found = read("- [ ] Stalls #kill-switch [effect:: [[Robots]] ×0, [[Rockets]]]")
    assert switches(found) == {"Robots": [(0.0, False)], "Rockets": []}
    assert codes(found) == ["VV301"]


def test_an_option_of_on_without_an_effect_is_told(read):
    found = read("- [ ] Stalls #kill-switch [effect:: [[Robots]] ×0] [on:: [[Robots]], [[Rockets]]]")
    assert switches(found) == {"Robots": [(0.0, False)], "Rockets": []}
    assert codes(found) == ["VV422"]


def test_a_number_before_the_first_option_is_told(read):
    found = read("- [ ] Stalls #kill-switch [effect:: ×0.7, [[Robots]] ×0]")
    assert switches(found) == {"Robots": [(0.0, False)], "Rockets": []}
    assert codes(found) == ["VV301"]


def test_a_fired_effect_that_cannot_be_read_leaves_out_its_option_alone(read):
    found = read("- [x] Stalls #kill-switch [effect:: [[Robots]] ×0.5, [[Rockets]] half] ✅ 2026-01-01")
    value = next(iter(evaluate(found, DAY).values.values()))
    assert [v.option.name for v in value.options] == ["Robots"]
    assert [option.name for option in value.left_out] == ["Rockets"]


def test_a_milestone_may_have_factors_of_each_option(read):
    task = "- [ ] Ships #milestone [hit:: ×1.1] [miss:: [[Robots]] ×0.5, [[Rockets]] ×0.8] [odds:: 40 %]"
    options = read(task).model.companies[0].options
    stated = {
        option.name: (each.hit.value, each.miss.value, each.odds.value)
        for option in options
        for each in option.milestones
        if each.text == "Ships"
    }
    assert stated == {"Robots": (1.1, 0.5, 0.4), "Rockets": (1.1, 0.8, 0.4)}


def test_in_an_option_s_note_the_named_options_count_and_not_the_note_s_own(read):
    found = read("- [ ] Ships #milestone [miss:: [[Rockets]] ×0.8]", "Robots.md")
    assert [
        option.name
        for option in found.model.companies[0].options
        for each in option.milestones
        if each.text == "Ships"
    ] == ["Rockets"]


@pytest.mark.parametrize(
    ("fields", "used"),
    [
        ("[miss:: ×0.75] [miss:: ×0.1]", 0.75),
        ("[miss:: ×0.75] [错过:: ×0.1]", 0.75),
        ("[miss:: ×0.75] (miss:: ×0.75)", 0.75),
    ],
)
def test_of_a_field_that_is_stated_twice_the_first_counts_and_the_other_is_told(fields, used, read):
    found = read(f"- [ ] Ships #milestone {fields} 📅 2026-06-30", "Robots.md")
    (made,) = (
        each for o in found.model.companies[0].options for each in o.milestones if each.text == "Ships"
    )
    assert made.miss.value == used
    assert codes(found) == ([] if fields.count("0.75") == 2 else ["VV468"])


def test_pairs_of_effect_and_on_are_told_with_the_way_to_write_them(read):
    found = read(
        "- [ ] Stalls #kill-switch [effect:: ×0] [on:: [[Robots]]] [effect:: ×0.4] [on:: [[Rockets]]]"
    )
    assert switches(found) == {"Robots": [(0.0, False)], "Rockets": []}
    assert codes(found) == ["VV468", "VV468"]
    assert all("[effect:: [[One]] ×0.5, [[Other]] ×0.8]" in each.hint for each in found.findings)
