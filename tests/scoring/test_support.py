"""What narratives rest on: which vaults get a finding, and which get none."""

from datetime import date

import pytest

from vaultval.pipeline import evaluate, read_vault

SUPPORT = ("narrative-without-evidence", "evidence-for-rivals", "single-source")
HEAD = "---\ntype: narrative\n---\n"


@pytest.fixture
def found(make_vault):
    def of(files, day="2026-02-10"):
        results = evaluate(read_vault(make_vault(files)), date.fromisoformat(day), with_stakes=False)
        return [each for each in results.findings if each.rule.name in SUPPORT]

    return of


def names(findings):
    return [each.rule.name for each in findings]


def story(*items, against=()):
    lines = [
        HEAD + "## Evidence\n",
        *(f"- {item}" for item in items),
        "\n## Counter-evidence\n",
        *(f"- {item}" for item in against),
    ]
    return "\n".join(lines) + "\n"


def test_a_narrative_without_evidence_gets_one_warning_at_its_type(found):
    (only,) = found({"N.md": HEAD + "## Evidence\n\n-\n\n## Counter-evidence\n\n-\n"})
    assert (only.rule.code, only.place.note, only.place.line) == ("VV431", "N.md", 2)


def test_a_narrative_without_evidence_says_what_is_credited_to_it(found):
    option = '---\ntype: option\nnarrative: "[[N]]"\n---\n'
    (only,) = found({"N.md": HEAD, "Robots.md": option, "Rockets.md": option})
    assert only.message.endswith("to which the value of 'Robots', 'Rockets' is credited")


@pytest.mark.parametrize(
    "files",
    [
        {"N.md": story("for [hard]")},
        {"N.md": story(against=["against [hard]"])},
        {"N.md": HEAD, "Daily.md": "- said [hard] [supports:: [[N]]]"},
        {"N.md": HEAD, "E.md": '---\ntype: evidence\nlabel: hard\nsupports: "[[N]]"\n---\n'},
        {"N.md": story("was so [hard] [expires:: 2025-01-01]")},
    ],
)
def test_any_evidence_will_do(files, found):
    assert found(files) == []


BOTH = "both [hard] [supports:: [[A]], [[B]]]"


@pytest.mark.parametrize("says", ["A", "B", "AB"])
def test_evidence_for_two_rivals_is_one_finding_whichever_contradicts_the_other(says, found):
    files = {
        f"{name}.md": f'---\ntype: narrative\ncontradicts: "[[{"B" if name == "A" else "A"}]]"\n---\n'
        if name in says
        else HEAD
        for name in "AB"
    }
    (only,) = found({**files, "Daily.md": f"first\n\n- {BOTH}\n"})
    assert (only.rule.name, only.place.note, only.place.line) == ("evidence-for-rivals", "Daily.md", 3)
    assert "'A' and its rival 'B'" in only.message
    assert (only.other.note, only.other.line) == (f"{says[0]}.md", 3)


@pytest.mark.parametrize(
    "item",
    [
        "one [hard] [supports:: [[A]]] [contradicts:: [[B]]]",
        "neither [hard] [contradicts:: [[A]], [[B]]]",
        BOTH + " [superseded_by:: [[Later]]]",
        BOTH + " [expires:: 2026-01-01]",
        BOTH + " [date:: 2026-03-01]",
    ],
)
def test_evidence_that_does_not_count_for_both_is_no_matter(item, found):
    rival = '---\ntype: narrative\ncontradicts: "[[A]]"\n---\n'
    assert "evidence-for-rivals" not in names(found({"A.md": HEAD, "B.md": rival, "Daily.md": f"- {item}"}))


def test_evidence_for_two_narratives_that_are_no_rivals_is_no_matter(found):
    friend = '---\ntype: narrative\nsupports: "[[A]]"\n---\n'
    assert found({"A.md": HEAD, "B.md": friend, "Daily.md": f"- {BOTH}"}) == []


def test_a_narrative_may_contradict_itself_without_being_its_rival(found):
    files = {"A.md": '---\ntype: narrative\ncontradicts: "[[A]]"\n---\n## Evidence\n- said [hard]\n'}
    assert found(files) == []


@pytest.mark.parametrize(
    ("items", "share"),
    [
        (["a [hard] [[S]]", "b [media] [source:: [[S]]]"], "all points"),
        (["a [hard] [[S]]"], "all points"),
        (["a [hard] [[S]]", "b [inferred]"], "1 of 1.5 points"),
        (["a [hard: 10-K]", "b [hard: 10-K]"], "all points"),
        (["a [hard] https://example.com/x", "b [hard] (https://example.com/x)"], "all points"),
        (["a [hard] [[S]] about [[Acme]] and [[Robots]]", "b [hard] [[S]]"], "all points"),
        (["a [hard] [[S]] [origin:: wire]", "b [hard] [[T]] [origin:: wire]"], "all points"),
        (["a [hard] [[S]]", "b [hard] [[T]] [superseded_by:: [[S]]]"], "all points"),
        (["a [hard] [[S]]", "b [hard] [[T]] (2026-03-01)"], "all points"),
    ],
)
def test_one_source_carries_the_narrative_alone(items, share, found):
    (only,) = found(
        {"N.md": story(*items, against=["no [hard] [[U]]"]), "Acme.md": "#company", "Robots.md": "#option"}
    )
    assert (only.rule.code, only.place.note, only.place.line) == ("VV433", "N.md", 2)
    assert only.message.startswith(f"{share} for 'N' rest on one source")
    assert only.other.line == 6


@pytest.mark.parametrize(
    "items",
    [
        ["a [hard]", "b [hard]"],
        ["a [hard] [[S]]", "b [hard] [[T]]"],
        ["a [hard] [[S]]", "b [hard] [[S]] [[T]]"],
        ["a [hard] [[S]]", "b [hard]"],
        ["a [hard] [[S]]", "b [hard: 10-K]"],
        ["about [[Acme]] [hard]", "about [[Acme]] [hard]"],
        ["a [hard: 0] [[S]]"],
    ],
)
def test_a_narrative_that_does_not_rest_on_one_source_is_left_in_peace(items, found):
    assert found({"N.md": story(*items), "Acme.md": "#company"}) == []


def test_what_speaks_against_carries_nothing(found):
    assert found({"N.md": story(against=["a [hard] [[S]]", "b [hard] [[S]]"])}) == []


def test_the_sample_vault_has_none_of_these():
    from vaultval.cli.demo import sample_vault

    results = evaluate(read_vault(sample_vault()), date(2026, 2, 10), with_stakes=False)
    assert [each for each in results.findings if each.rule.name in SUPPORT] == []
