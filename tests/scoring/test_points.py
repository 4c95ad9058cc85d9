"""Effective points: reliability, decay, independence, and the day from which evidence is superseded."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stories import DAY, note, scores

from vaultval.model.provenance import admiralty
from vaultval.pipeline import evaluate, read_vault
from vaultval.scoring.points import decay


@pytest.fixture
def of(make_vault):
    """The score of the narrative N on a day, among other notes."""

    def scored(text, day=DAY, **others):
        files = {f"{name}.md": content for name, content in others.items() if name != "settings"}
        return scores(make_vault({**files, "N.md": text, "vaultval.toml": others.get("settings", "")}), day)[
            "N"
        ]

    return scored


def effective(score):
    return [float(item.effective) for item in score.items]


def day_before(days, day=DAY):
    return (day - timedelta(days=days)).isoformat()


# decay


BY_LABEL = f"[scoring.half_life_of]\nhard = 2\ninferred = 1\njudgement = {180 / 365}\n"


@pytest.mark.parametrize(
    ("label", "days", "expected"),
    [("hard", 365, 0.707107), ("hard", 730, 0.5), ("inferred", 365, 0.25), ("judgement", 365, 0.061308)],
)
def test_evidence_counts_half_after_each_half_life(label, days, expected, of):
    """W5."""
    score = of(note([f"a [{label}] ({day_before(days)})"]), settings=BY_LABEL)
    assert effective(score) == pytest.approx([expected], abs=1e-6)


@pytest.mark.parametrize(
    ("t", "net", "score"), [(300, 0.252123, 0.531474), (665, 0.281831, 0.535171), (1030, 0.251062, 0.531342)]
)
def test_an_old_item_for_and_a_later_one_against_age_together(t, net, score, of):
    """W6: with half-lives, the net need not move one way."""
    first = date(2023, 1, 1)
    story = note([f"a [hard] ({first})"], [f"b [inferred] ({first + timedelta(days=300)})"])
    found = of(story, first + timedelta(days=t), settings=BY_LABEL)
    assert float(found.effective.net) == pytest.approx(net, abs=1e-6)
    assert float(found.score) == pytest.approx(score, abs=1e-6)


def test_the_half_life_of_the_narrative_comes_before_that_of_the_label_and_of_the_vault(of):
    settings_text = "[scoring]\nhalf_life = 4\n[scoring.half_life_of]\nhard = 2\n"
    items = [
        f"a [hard] ({day_before(1460)})",
        f"b [hard: 1] ({day_before(1460)})",
        f"c [inferred: 1] ({day_before(1460)})",
    ]
    assert effective(of(note(items), settings=settings_text)) == [0.25, 0.25, 0.5]
    assert effective(of(note(items, head="half_life: 1"), settings=settings_text)) == [0.0625] * 3


def test_evidence_without_a_date_or_without_a_half_life_does_not_age(of):
    assert effective(of(note(["a [hard]"], head="half_life: 1"))) == [1.0]
    assert effective(of(note(["a [hard] (2001-01-01)"]))) == [1.0]


@settings(max_examples=50, deadline=None)
@given(st.floats(0, 50), st.floats(0, 50), st.floats(0.05, 20))
def test_decay_only_falls_and_two_spans_multiply(one, other, half_life):
    """I10."""
    assert decay(0.0, half_life) == 1
    assert decay(half_life, half_life) == 0.5
    assert decay(one + other, half_life) <= decay(one, half_life)
    assert decay(one + other, half_life) == pytest.approx(
        decay(one, half_life) * decay(other, half_life), rel=1e-9
    )


# reliability


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("a [hard] [reliability:: A1]", 1.0),
        ("a [hard] [reliability:: B2]", 0.64),
        ("a [inferred] [reliability:: C3]", 0.18),
        ("a [judgement] [reliability:: F6]", 0.0625),
        ("a [hard] [reliability:: D4]", 0.16),
        ("a [hard] [reliability:: E5]", 0.04),
        ("a [hard] [reliability:: b-2]", 0.64),
        ("a [hard] [可信度:: Ｂ２]", 0.64),
        ("a [hard]", 1.0),
    ],
)
def test_an_admiralty_code_lowers_what_an_item_counts(item, expected, of):
    """W9."""
    assert effective(of(note([item]))) == pytest.approx([expected])


def test_the_code_of_the_source_counts_unless_the_item_has_its_own(of):
    source = "---\ntype: source\nreliability: C3\n---\n"
    story = note(["a [hard] [[S]]", "b [hard] [[S]] [reliability:: A1]", "c [hard] [[T]]"])
    score = of(story, S=source, T="---\ntype: source\n---\n")
    assert [float(item.reliability) for item in score.items] == pytest.approx([0.36, 1.0, 1.0])
    assert (score.items[0].reliability.place.note, score.items[0].reliability.place.line) == ("S.md", 3)


def test_a_section_may_be_a_source_of_its_own(of):
    sources = "## First #source\nreliability: B1\n\n## Second #source\nreliability: E5\n"
    story = note(["a [hard] [[Sources#First]]", "b [hard] [[Sources#Second]]"])
    assert effective(of(story, Sources=sources)) == pytest.approx([0.8, 0.04])


@pytest.mark.parametrize("code", ["G1", "A7", "B", "2B", "very", "B22"])
def test_a_code_that_cannot_be_read_is_a_finding_and_lowers_nothing(code, make_vault):
    root = make_vault({"N.md": note([f"a [hard] [reliability:: {code}]"])})
    found = [each for each in read_vault(root).findings if each.rule.code == "VV435"]
    assert [(each.place.line, each.found) for each in found] == [(7, code)]
    assert effective(scores(root)["N"]) == [1.0]
    with pytest.raises(ValueError, match="Admiralty"):
        admiralty(code)


def test_the_code_of_a_source_that_cannot_be_read_is_one_finding(make_vault):
    files = {
        "S.md": "---\ntype: source\nreliability: good\n---\n",
        "N.md": note(["a [hard] [[S]]", "b [hard] [[S]]"]),
    }
    findings = read_vault(make_vault(files)).findings
    assert [each.place.note for each in findings if each.rule.code == "VV435"] == ["S.md"]


# independence


def test_one_origin_counts_once_and_one_source_less_and_less(of):
    """W7."""
    items = [
        "f1 [hard] [source:: A] [origin:: f1]", "again [hard] [source:: A] [origin:: F1]",
        "f2 [hard] [source:: A] [origin:: f2]", "f3 [inferred] [source:: A] [origin:: f3]",
        "f4 [hard] [source:: 10-K] [origin:: f4]",
    ]  # fmt: skip
    score = of(note(items))
    assert effective(score) == [1, 0, 0.5, 0.125, 1]
    assert float(score.effective.net) == 2.625
    assert float(score.score) == pytest.approx(0.787931, abs=1e-6)
    off = of(note(items[:1] + items[2:]), settings="[scoring]\nsame_source = 1\n")
    assert float(off.effective.net) == 3.5
    assert float(score.net) == 4.5


def test_the_two_sides_do_not_repeat_each_other(of):
    """W8."""
    score = of(note(["a [hard] [[S]]"], ["b [hard] [[S]]"]))
    assert effective(score) == [1, 1]
    assert float(score.score) == 0.5


def test_an_item_without_source_and_origin_is_independent(of):
    assert effective(of(note(["a [hard]", "b [hard]", "c [hard]"]))) == [1, 1, 1]


def test_the_larger_item_of_a_source_counts_in_full_wherever_it_stands(of):
    assert effective(of(note(["a [media] [[S]]", "b [hard] [[S]]"]))) == [0.1, 1]
    score = of(note(["a [hard] [[S]] [reliability:: E5]", "b [inferred] [[S]]"]))
    assert effective(score) == pytest.approx([0.02, 0.5])


def test_what_does_not_count_repeats_nothing(of):
    assert effective(of(note(["a [hard] [[S]] [expires:: 2025-01-01]", "b [inferred] [[S]]"]))) == [0, 0.5]
    assert effective(of(note(["a [hard] [[S]] (2027-01-01)", "b [inferred] [[S]]"]))) == [0, 0.5]


def test_the_first_source_of_an_item_is_the_one_that_counts(of):
    items = ["a [hard] [source:: [[S]]] as in [[T]]", "b [hard] [[T]]", "c [hard] [[S]] [[T]]"]
    assert effective(of(note(items), T="", S="")) == [1, 1, 0.5]


def test_the_same_origin_in_another_narrative_counts_there(make_vault):
    item = "a [hard] [origin:: wire]"
    found = scores(make_vault({"N.md": note([item]), "M.md": note([item])}))
    assert [effective(score) for score in found.values()] == [[1], [1]]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(1, 40), min_size=1, max_size=8), st.sampled_from([0.0, 0.25, 0.5, 0.75]))
def test_a_source_never_counts_more_than_its_largest_item_by_the_sum_of_the_series(
    tmp_path_factory, sizes, ratio
):
    """I9. Points in tenths."""
    root = tmp_path_factory.mktemp("vault")
    (root / "N.md").write_text(note([f"a [hard: {size / 10}] [[S]]" for size in sizes]), "utf-8")
    (root / "vaultval.toml").write_text(f"[scoring]\nsame_source = {ratio}\n", "utf-8")
    whole = float(scores(root)["N"].effective.support)
    assert max(sizes) / 10 <= whole + 1e-12
    assert whole <= max(sizes) / 10 / (1 - ratio) + 1e-12


def test_a_copy_of_a_note_with_the_same_origins_changes_no_strength(make_vault):
    """I8."""
    daily = "- Orders doubled [hard] [origin:: wire 7] [supports:: [[N]]]\n"
    once = scores(make_vault({"N.md": note(["b [hard]"]), "Daily.md": daily}))["N"]
    twice = scores(make_vault({"Daily copy.md": daily}))["N"]
    assert len(twice.items) == len(once.items) + 1
    assert float(twice.score) == float(once.score)


# superseded


SUPERSEDED = "was so [hard] (2025-01-01) [superseded_by:: {}]"


@pytest.mark.parametrize(
    ("link", "others"),
    [
        ("[[2025-06-30]]", {"2025-06-30": "a day"}),
        ("[[Filing]]", {"Filing": "---\ntype: source\ndate: 2025-06-30\n---\n"}),
        ("[[Filing]]", {"Filing": "Date: 2025-06-30\n\nNews [hard] [supports:: [[M]]]\n", "M": "#narrative"}),
        (
            "[[Daily#^q2]]",
            {"Daily": "- is so [hard] (2025-06-30) [supports:: [[M]]] ^q2\n", "M": "#narrative"},
        ),
        (
            "[[E]]",
            {
                "E": '---\ntype: evidence\nlabel: hard\nsupports: "[[M]]"\ndate: 2025-06-30\n---\n',
                "M": "#narrative",
            },
        ),
    ],
)
def test_evidence_counts_until_the_day_of_what_supersedes_it(link, others, of):
    story = note([SUPERSEDED.format(link)])
    files = {name.replace(" ", "_"): text for name, text in others.items()}
    states = [
        of(story, date.fromisoformat(day), **files).items[0].state for day in ("2025-06-29", "2025-06-30")
    ]
    assert states == ["counts", "superseded"]


def test_an_item_of_the_same_note_supersedes_from_its_own_date_on(of):
    story = note([SUPERSEDED.format("[[#^new]]"), "is so [hard] (2025-06-30) ^new"])
    assert [item.state for item in of(story, date(2025, 6, 1)).items] == ["counts", "future"]
    assert [item.state for item in of(story).items] == ["superseded", "counts"]


@pytest.mark.parametrize("link", ["[[Nothing]]", "[[Filing]]", "the new filing", "[[Filing#^none]]"])
def test_what_has_no_date_supersedes_from_ever(link, of):
    assert (
        of(note([SUPERSEDED.format(link)]), date(2025, 2, 1), Filing="#source").items[0].state == "superseded"
    )


def test_superseded_evidence_counts_nothing_and_a_second_run_says_the_same(make_vault):
    """I11."""
    root = make_vault({"N.md": note([SUPERSEDED.format("[[Later]]")])})
    first = scores(root)["N"]
    assert (float(first.net), float(first.effective.net), float(first.score)) == (0, 0, 0.5)
    assert scores(root)["N"] == first or float(scores(root)["N"].score) == float(first.score)


# as figures


def test_every_factor_leads_back_to_its_line(of):
    story = note(
        ["a [hard] [[S]] (2025-02-10)", "b [hard: 0.8] [[S]] (2025-02-10) [reliability:: B2]"],
        head="half_life: 1",
    )
    score = of(story)
    texts = {(figure.place.line, figure.text) for figure in score.effective.net.inputs() if figure.place}
    assert {(3, "1"), (7, "hard"), (8, "0.8"), (8, "B2"), (8, "2025-02-10"), (8, "S")} <= texts
    assert effective(score) == [0.5, pytest.approx(0.8 * 0.64 * 0.5 * 0.5)]


def test_findings_are_told_once(make_vault):
    root = make_vault({"N.md": note(["a [hard] [reliability:: X1]"], ["b [hard] (2027-01-01)"])})
    codes = [each.rule.code for each in evaluate(read_vault(root), DAY, with_stakes=False).findings]
    assert codes.count("VV435") == codes.count("VV421") == 1
