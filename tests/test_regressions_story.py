"""What a vault with slips of the pen gets told, and what its numbers are all the same: evidence, time, circles, odds."""

from datetime import date

import pytest

from tests.small_vault import FILES, with_changes
from vaultval.pipeline import evaluate, read_vault
from vaultval.render.charts.gantt import Bar, gantt
from vaultval.render.text import Style
from vaultval.render.topics import calendar, strength
from vaultval.scoring import semantics
from vaultval.scoring.semantics import SEMANTICS, Argument, solve

DAY = date(2026, 2, 10)
HEAD = "---\ntype: narrative\n---\n"
STYLE = Style("en", "USD", lambda path, _source: path)


@pytest.fixture
def results(make_vault):
    return lambda files, day=DAY: evaluate(read_vault(make_vault(files)), day, with_stakes=False)


def story(*items, against=()):
    sides = [f"- {item}" for item in items], [f"- {item}" for item in against]
    return HEAD + "\n".join(["## Evidence", "", *sides[0], "", "## Counter-evidence", "", *sides[1], ""])


def named(results, *names):
    return [each for each in results.findings if each.rule.name in names]


def evidence(results, note="N.md"):
    return [item.evidence for item in results.scores[note].items]


# where evidence comes from


@pytest.mark.parametrize(
    "field",
    ["[date:: [[2026-01-05]]]", "[expires:: [[2026-12-31]]]", "[origin:: [[Wire]]]", "on [[2026-01-05]]"],
)
def test_a_day_or_an_origin_is_no_source(field, results):
    files = {"N.md": story(f"one {field} [hard]", f"two {field} [hard]"), "2026-01-05.md": "a day\n"}
    found = results(files)
    assert [item.sources for item in evidence(found)] == [(), ()]
    if "origin" not in field:  # of one origin only one counts
        assert [float(item.independence) for item in found.scores["N.md"].items] == [1.0, 1.0]


def test_a_day_that_is_stated_as_the_source_is_one(results):
    (only,) = evidence(results({"N.md": story("one [source:: [[2026-01-05]]] [hard]"), "2026-01-05.md": ""}))
    assert only.sources == ("2026-01-05.md",)


@pytest.mark.parametrize("item", ["[md](Src%20A.md)", "[source:: [md](Src%20A.md)]", "[source:: [[Src A]]]"])
def test_a_markdown_link_is_a_source_as_a_wikilink_is(item, results):
    (only,) = evidence(results({"N.md": story(f"said {item} [hard]"), "Src A.md": ""}))
    assert only.sources == ("Src A.md",)
    assert "[" not in only.text


def test_a_property_may_be_a_markdown_link_as_a_whole(results):
    link = "[M](Machines%20take%20over.md)"
    robots = FILES["Robots.md"].replace("[[Machines take over]]", link)
    found = results(with_changes(Robots=robots))
    (option,) = [each for each in found.model.companies[0].options if each.name == "Robots"]
    assert option.narrative.target == "Machines take over.md"
    among = FILES["Robots.md"].replace('"[[Machines take over]]"', f'"see {link}"')
    assert named(results(with_changes(Robots=among)), "reference-to-nothing")


def test_an_item_may_name_its_narrative_by_a_markdown_link(results):
    found = results({"N.md": HEAD, "Daily.md": "- said [hard] [supports:: [the story](N.md)]\n"})
    assert len(evidence(found)) == 1


# the date of evidence


@pytest.mark.parametrize(
    "said",
    [
        "(2020-01-26)", "(2020-01-26, Reuters)", "(2020-01-26T10:00)", "(as of 2020-01-26)", "(2020-01-26 Reuters)",
        "（2020-01-26，路透）", "(截至2020年1月26日)",
    ],
)  # fmt: skip
def test_a_date_in_parentheses_may_stand_among_words(said, results):
    found = results({"N.md": story(f"said {said} [hard]")})
    assert [item.date for item in evidence(found)] == [date(2020, 1, 26)]
    assert not named(found, "date-not-read")


@pytest.mark.parametrize(
    "said",
    [
        "(2020-01)", "(Jan 2020)", "(26/01/2020)", "(2020年1月)", "(2020-Q1)", "📅 2020-01-26", "[date: 2020-01-26]",
        "(2020-01-26 to 2020-03-01)", "(expires 2027-01-01)",
    ],
)  # fmt: skip
def test_what_looks_like_a_date_and_is_not_read_is_told(said, results):
    found = results({"N.md": story(f"said {said} [hard]")})
    (told,) = named(found, "date-not-read")
    assert (told.rule.code, told.place.line) == ("VV477", 6)
    assert [item.date for item in evidence(found)] == [None]


@pytest.mark.parametrize(
    "said",
    ["(2020)", "(10-K 2020)", "[[Report (2020-01)]]", "(see [a](2020-01.md))", "(2020-2024)", "(3 of 4)"],
)
def test_what_does_not_look_like_a_day_is_no_matter(said, results):
    assert not named(results({"N.md": story(f"said {said} [hard]")}), "date-not-read")


def test_where_the_note_has_a_date_a_period_in_the_words_is_no_matter(results):
    found = results({"N.md": HEAD, "2026-01-05.md": "- up (Q1 2020) [hard] [supports:: [[N]]]\n"})
    assert not named(found, "date-not-read")
    assert evidence(found)[0].date == date(2026, 1, 5)


def test_a_day_that_does_not_exist_says_that_the_evidence_has_no_date(results):
    (told,) = named(results({"N.md": story("said (2026-02-30) [hard]")}), "not-a-date")
    assert "counts on every day" in told.hint


# one item counts once


@pytest.mark.parametrize(
    ("one", "other", "message"),
    [
        ("said", "said", "the item counts for 'N' a second time"),
        ("Said  so (2026-01-05)", "said so (2026-01-05)", "the item counts for 'N' a second time"),
        ("said (2026-01-05)", "said", "the item counts for 'N' a second time"),
    ],
)
def test_the_same_item_in_two_places_is_told(one, other, message, results):
    files = {"N.md": story(f"{one} [hard]"), "Z.md": f"- {other} [hard] [supports:: [[N]]]\n"}
    (told,) = named(results(files), "evidence-twice")
    assert (told.rule.code, told.message) == ("VV478", message)
    assert {told.place.note, told.other.note} == {"N.md", "Z.md"}


def test_an_item_on_both_sides_is_told(results):
    files = {"N.md": HEAD, "Z.md": "- said [hard] [supports:: [[N]]] [contradicts:: [[N]]]\n"}
    (told,) = named(results(files), "evidence-twice")
    assert told.message == "the item counts for and against 'N'"


@pytest.mark.parametrize(
    "items",
    [
        ["up (2026-01-05) [hard]", "up (2026-02-05) [hard]"],
        ["up [hard]", "down [hard]"],
        ["up [hard]", "up [hard] [expires:: 2025-01-01]"],
    ],
)
def test_items_of_other_days_or_words_are_no_matter(items, results):
    assert not named(results({"N.md": story(*items)}), "evidence-twice")


def test_a_narrative_that_supports_and_contradicts_another_is_told(results):
    head = '---\ntype: narrative\nsupports: "[[B]]"\ncontradicts: "[[B]]"\n---\n'
    (told,) = named(results({"A.md": head, "B.md": HEAD}), "narrative-both-ways")
    assert (told.place.line, told.other.line) == (4, 3)


# circles


def test_links_that_do_not_come_to_rest_are_not_said_to_count(results, monkeypatch):
    monkeypatch.setattr(semantics, "follow", lambda _step, start, *_: (dict(start), False))
    both = {
        name: f'---\ntype: narrative\ncontradicts: "[[{other}]] 10"\n---\n## Evidence\n\n- said [hard]\n'
        for name, other in (("A", "B"), ("B", "A"))
    }
    found = results({f"{name}.md": text for name, text in both.items()})
    score = found.scores["A.md"]
    assert "B" not in "".join(strength.strength_lines(score, found, STYLE))
    assert strength.narrative_data(score, found)["links"] == [
        {"narrative": "B", "weight": -10.0, "counts": False, "log_odds": None}
    ]
    assert float(score.score) == pytest.approx(0.622459331)  # logistic(0.5 × 1): its evidence alone


def test_a_dense_circle_is_reckoned_in_few_passes(monkeypatch):
    names = [str(number) for number in range(40)]
    dense = {n: Argument(0.5, [0.1], [(other, 3.0) for other in names if other != n]) for n in names}
    passes = []
    real = semantics._step

    def counted(*arguments):
        step = real(*arguments)
        return lambda state: passes.append(1) or step(state)

    monkeypatch.setattr(semantics, "_step", counted)
    (circle,) = solve(dense, SEMANTICS["mlp"]).circles
    assert circle.settled
    assert len(passes) < 600


# milestones and odds

MILESTONE = "- [ ] First customer #milestone [miss:: ×0.5] [hit:: ×1.5] 📅 2026-06-30"


def with_milestone(fields):
    line = f"- [ ] First customer #milestone {fields} 📅 2026-01-05"
    return with_changes(Robots=FILES["Robots.md"].replace(MILESTONE, line))


@pytest.mark.parametrize(
    ("fields", "hint"),
    [
        ("[miss:: 75]", "did you mean ×0.75?"),
        ("[miss:: ×75]", "did you mean ×0.75?"),
        ("[miss:: ×7.5]", ""),
        ("[miss:: ×1.3]", ""),
        ("[hit:: 120]", "did you mean ×1.2?"),
        ("[hit:: ×0.8]", "did you mean [miss:: ×0.8]?"),
    ],
)
def test_a_miss_that_raises_and_a_hit_that_lowers_are_refused(fields, hint, results):
    found = results(with_milestone(fields))
    (told,) = named(found, "wrong-unit")
    assert (told.rule.code, told.hint) == ("VV303", hint)
    (robots,) = [each for each in found.values["Acme.md"].options if each.option.name == "Robots"]
    assert float(robots.effective) == pytest.approx(0.4 * 0.9)  # missed, without a miss of its own


@pytest.mark.parametrize("fields", ["[miss:: ×1] [hit:: ×1]", "[miss:: 0] [hit:: ×10]", "[miss:: 0.75]"])
def test_factors_up_to_the_ends_are_taken(fields, results):
    assert not named(results(with_milestone(fields)), "wrong-unit", "not-a-quantity")


@pytest.mark.parametrize(
    ("field", "rule", "hint"),
    [
        ("[odds:: 28]", "probability-out-of-range", "did you mean 28 %?"),
        ("[cap:: 28]", "probability-out-of-range", "did you mean 28 %?"),
        ("[cap:: 280]", "probability-out-of-range", ""),
        ("[odds:: $5]", "wrong-unit", ""),
        ("[odds:: ×0.3]", "wrong-unit", ""),
        ("[odds:: 280 %]", "probability-out-of-range", ""),
    ],
)
def test_odds_and_caps_are_probabilities(field, rule, hint, results):
    (told,) = named(results(with_milestone(field)), "probability-out-of-range", "wrong-unit")
    assert (told.rule.name, told.hint) == (rule, hint)
    assert "multiple" not in told.expected


@pytest.mark.parametrize("field", ["[odds:: 28 %]", "[odds:: 0.28]", "[cap:: → 28 %]"])
def test_a_probability_may_be_a_ratio(field, results):
    found = results(with_milestone(field))
    assert not named(found, "probability-out-of-range", "wrong-unit")
    (milestone,) = next(o for o in found.model.companies[0].options if o.name == "Robots").milestones
    assert (milestone.odds or milestone.cap).value == pytest.approx(0.28)


def test_a_cap_below_the_probability_lowers_it_and_is_told(results):
    line = "- [ ] First customer #milestone [hit:: ×1.2] [cap:: 10%] 📅 2026-06-30"
    files = with_changes(Robots=FILES["Robots.md"].replace(MILESTONE, line))
    (told,) = named(results(files), "odds-incoherent")
    assert "falls from 40.00% to 10.00%" in told.message
    for other in ("[hit:: ×1.2] [cap:: 40%]", "[hit:: ×1.2] [cap:: 45%]", "[cap:: 10%]"):
        kept = with_changes(
            Robots=FILES["Robots.md"].replace(MILESTONE, line.replace("[hit:: ×1.2] [cap:: 10%]", other))
        )
        assert not named(results(kept), "odds-incoherent")


def test_a_start_after_the_due_date_is_told(results):
    line = MILESTONE.replace("📅", "🛫 2026-07-01 📅")
    (told,) = named(results(with_changes(Robots=FILES["Robots.md"].replace(MILESTONE, line))), "not-a-date")
    assert told.message == "the start 2026-07-01 lies after the due date 2026-06-30"
    assert told.place.length == 10


def test_one_early_start_does_not_flatten_the_chart():
    bars = [
        Bar("A", "long", date(1, 1, 1), date(2026, 6, 30), ""),
        Bar("A", "short", date(2026, 3, 1), date(2026, 4, 1), ""),
    ]
    chart = gantt(bars, ("day", DAY))
    assert "0001" not in chart
    assert ":2025-02-09, 2026-06-30" in chart
    assert ":2026-03-01, 2026-04-01" in chart


def test_a_window_that_is_nearly_over_is_not_said_to_be_over(results):
    line = MILESTONE.replace("📅 2026-06-30", "[odds:: 40 %] 🛫 2001-01-01 📅 2026-02-11")
    found = results(with_changes(Robots=FILES["Robots.md"].replace(MILESTONE, line)))
    shown = calendar.section(found.values["Acme.md"], found, STYLE)
    assert "99.9%" in shown
    assert "100.0%" not in shown


# labels


def test_a_half_life_on_an_item_is_told(results):
    found = results({"N.md": story("said (2020-01-01) [hard] [half_life:: 2y]")})
    (told,) = named(found, "unknown-field")
    assert (told.place.line, told.message) == (
        6,
        "`half_life` is of a whole narrative, and says nothing on an item",
    )


@pytest.mark.parametrize(
    ("label", "message"),
    [
        ("[hard: 1e3]", "'1e3' in the label is read as no points"),
        ("[hard: +1,5]", "'+1,5' in the label is read as no points: a decimal comma is refused"),
        ("[hard: 1,5; 10-K]", "'1,5' in the label is read as no points: a decimal comma is refused"),
    ],
)
def test_points_that_are_refused_count_as_the_label_does(label, message, results):
    found = results({"N.md": story(f"said {label}")})
    (told,) = named(found, "not-a-quantity")
    assert told.message == message
    (item,) = found.scores["N.md"].items
    assert float(item.points) == 1.0
    assert item.evidence.sources == (("10-K",) if "10-K" in label else ())


@pytest.mark.parametrize("label", ["[hard: 10-K, 2025]", "[hard: +1, 10-K]", "[hard: 1.5, 10-K FY2025]"])
def test_commas_between_parts_are_no_decimal_commas(label, results):
    assert not named(results({"N.md": story(f"said {label}")}), "not-a-quantity")
