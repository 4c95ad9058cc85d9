"""The strength of narratives as a number: bands, links, contributions."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stories import note, scores, with_net

from vaultval.cli.demo import sample_vault
from vaultval.config import Config
from vaultval.figure import total
from vaultval.pipeline import evaluate, read_vault
from vaultval.scoring.narratives import score_narratives, strength
from vaultval.scoring.semantics import log_odds


@pytest.fixture
def of(make_vault):
    """The scores of a vault of narratives: name → its note."""

    def scored(settings_text="", **notes):
        files = {f"{name}.md": text for name, text in notes.items()}
        return scores(make_vault({**files, "vaultval.toml": settings_text}))

    return scored


@pytest.mark.parametrize(
    ("net", "expected"),
    [(3.0, "strong"), (2.99, "moderate"), (1.0, "moderate"), (0.99, "weak"), (-0.5, "weak")],
)
def test_bands(net, expected):
    assert strength(net, Config()) == expected


@pytest.mark.parametrize(
    ("support", "against", "net", "score", "band"),
    [
        (5.0, 5.5, -0.5, 0.437823, "weak"),
        (6.5, 2.0, 4.5, 0.904651, "strong"),
        (7.0, 3.5, 3.5, 0.851953, "strong"),
    ],
    ids=["W1", "W2", "W4"],
)
def test_points_for_and_against_make_a_strength(support, against, net, score, band, of):
    found = of(N=note([f"a [hard: {support}]"], [f"b [hard: {against}]"]))["N"]
    assert (float(found.net), found.strength) == (net, band)
    assert float(found.score) == pytest.approx(score, abs=1e-6)


WORKED = [
    ("W10", {"N1": with_net(-0.5), "N5": with_net(-0.5, 'supports: "[[N1]] 0.5"')}, {"N1": 0.492229, "N5": 0.437823}),
    ("W11", {
        "N1": with_net(-0.5, 'supports: "[[N2]] 0.5"'), "N2": with_net(-0.5, 'supports: "[[N5]] 0.5"'),
        "N5": with_net(-0.5, 'supports: "[[N1]] 0.5"'),
    }, {"N1": 0.5, "N2": 0.5, "N5": 0.5}),
    ("W12", {
        "N1": with_net(-0.5), "N4": with_net(-0.5, 'contradicts: "[[N1]] 0.5"'),
        "N5": with_net(-0.5, 'supports: "[[N1]] 0.5"'),
    }, {"N1": 0.437823}),
    ("W13, whose second link supports", {
        "A": with_net(1.0, 'supports: "[[B]] 0.8"'), "B": with_net(-1.0, 'contradicts: "[[A]] ×0.8"'),
    }, {"A": 0.528814, "B": 0.480772}),
    ("W14", {
        "A": with_net(2.0, 'supports: "[[B]]"'), "B": with_net(0, 'supports: "[[C]] 0.5"'),
        "C": with_net(-1.0, 'supports: "[[A]] 30%"'),
    }, {"A": 0.757322, "B": 0.680772, "C": 0.460181}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("notes", "expected"), [case[1:] for case in WORKED], ids=[case[0] for case in WORKED]
)
def test_links_between_narratives(notes, expected, of):
    found = of(**notes)
    assert {name: float(found[name].score) for name in expected} == pytest.approx(expected, abs=1e-6)


def test_a_mutual_attack_weakens_both(of):
    found = of(A=with_net(1.0, 'contradicts: "[[B]] 0.8"'), B=with_net(-1.0, 'contradicts: "[[A]] 0.8"'))
    alone = of(A=with_net(1.0), B=with_net(-1.0))
    assert all(float(found[name].score) < float(alone[name].score) for name in "AB")


def test_links_and_factors_move_neither_points_nor_bands(of):
    """I1."""
    plain = of(A=note(["a [hard] [[S]]", "b [hard] [[S]]"]), B=note(["c [hard: 4]"]))
    changed = of(
        A=note(["a [hard] [[S]] [reliability:: D4]", "b [hard] [[S]] (2020-01-01)"], head="half_life: 1"),
        B=note(["c [hard: 4]"], head='contradicts: "[[A]] 2"'),
    )
    for name in "AB":
        assert (float(changed[name].net), changed[name].strength) == (
            float(plain[name].net),
            plain[name].strength,
        )
    assert float(changed["A"].score) < float(plain["A"].score)


MIXED = {
    "A": note(
        ["a [hard] [[S]] (2025-02-10)", "b [hard] [[S]] [reliability:: B2]", "c [inferred]"],
        ["d [media] (2024-01-01)"],
        'half_life: 2\nsupports: "[[B]] 0.3"',
    ),
    "B": note(["e [judgement]"], ["f [hard: 1.3]"], 'contradicts: "[[A]] ×0.7"'),
    "C": note(["g [hard: 0.1]", "h [hard: 0.2]"], (), 'supports:\n  - "[[A]]"\n  - "[[B]]"'),
}


def test_the_parts_sum_exactly_to_the_log_odds(of):
    """I13."""
    for score in of(**MIXED).values():
        assert score.parts[0].kind == "base"
        assert float(total([part.value for part in score.parts])) == float(score.log_odds)
        assert log_odds(float(score.score)) == pytest.approx(float(score.log_odds), abs=1e-12)


def test_each_item_and_each_link_has_its_part(of):
    score = of(**MIXED)["A"]
    assert [(part.kind, part.subject) for part in score.parts] == [
        ("base", ""),
        *(("item", item.evidence.id) for item in score.items),
        ("link", "B.md"),
        ("link", "C.md"),
    ]
    for part, item in zip(score.parts[1:], score.items, strict=False):
        assert float(part.value) == 0.5 * float(item.contribution)


def test_the_contributions_sum_exactly_to_the_effective_net(of):
    for score in of(**MIXED).values():
        assert sum(float(item.contribution) for item in score.items) == float(score.effective.net)
        assert float(score.effective.net) == pytest.approx(
            float(score.effective.support) - float(score.effective.attack), abs=1e-12
        )


@pytest.mark.parametrize("semantics", ["dfquad", "quadratic-energy", "squared-dfquad", "euler", "euler-top"])
def test_other_semantics_take_each_item_as_an_argument_of_one_point_at_most(semantics, of):
    settings_text = f'[scoring]\nsemantics = "{semantics}"\n'
    two = of(settings_text, N=note(["a [hard: 2]"]))["N"]
    assert float(two.score) == float(of(settings_text, N=note(["a [hard: 1]"]))["N"].score)
    assert (two.parts, two.log_odds) == ((), None)


def test_golden_strengths_of_the_other_semantics(of):
    """C10, as a narrative."""
    story = note(
        [f"a [hard: {worth}]" for worth in (1, 1, 1, 0.5, 1, 0.5)],
        [f"b [hard: {w}]" for w in (1, 1, 1, 1, 0.5, 0.5, 0.5)],
    )
    expected = {"quadratic-energy": 0.4, "dfquad": 0.5, "euler": 0.424522, "euler-top": 0.5}
    for semantics, score in expected.items():
        found = of(f'[scoring]\nsemantics = "{semantics}"\n', N=story)["N"]
        assert float(found.score) == pytest.approx(score, abs=1e-6)


def test_a_linked_narrative_argues_with_its_weight_times_its_strength(of):
    found = of('[scoring]\nsemantics = "dfquad"\n', A=with_net(0, 'contradicts: "[[B]] 0.4"'), B=with_net(0))
    assert float(found["B"].score) == pytest.approx(0.5 - 0.5 * 0.4 * 0.5)


def test_base_sensitivity_and_link_weight_are_settings(of):
    text = "[scoring]\nbase = 0.2\nsensitivity = 2\nlink_weight = 3\n"
    found = of(text, A=with_net(1.0, 'supports: "[[B]]"'), B=with_net(0.5))
    first = log_odds(0.2) + 2 * 1.0
    assert float(found["A"].log_odds) == pytest.approx(first)
    assert float(found["B"].log_odds) == pytest.approx(log_odds(0.2) + 2 * 0.5 + 3 * float(found["A"].score))


def test_a_circle_that_is_too_steep_is_a_finding_at_its_first_link(make_vault):
    files = {
        "A.md": with_net(1, 'supports: "[[B]] 5"'),
        "B.md": with_net(1, 'supports: "[[A]] 5"'),
        "C.md": with_net(0),
    }
    results = evaluate(read_vault(make_vault(files)), date(2026, 2, 10), with_stakes=False)
    (found,) = [each for each in results.findings if each.rule.name == "unsettled-circle"]
    assert (found.place.note, found.place.line) == ("A.md", 3)
    assert (
        found.message
        == "'A', 'B' speak for or against each other so strongly that their strengths need not be the only ones"
    )


@pytest.mark.parametrize("key", ["supports", "contradicts"])
def test_a_narrative_does_not_lean_on_itself(key, make_vault):
    files = {"A.md": with_net(0, f'{key}: "[[A]] 0.5"')}
    results = evaluate(read_vault(make_vault(files)), date(2026, 2, 10), with_stakes=False)
    score = results.scores["A.md"]
    assert (float(score.score), score.links) == (0.5, ())
    (found,) = [each for each in results.findings if each.rule.name == "narrative-both-ways"]
    assert (found.place.line, found.message) == (3, "'A' speaks for or against itself")


def test_fresh_is_the_share_of_the_effective_points_of_the_last_year(of):
    found = of(N=note(["a [hard] (2025-02-10)", "b [hard]"], ["c [hard: 2] (2025-02-09)"]), M=note())
    assert found["N"].fresh == pytest.approx(1 / 4)
    assert found["M"].fresh is None


def test_the_sample_vault_keeps_the_points_of_its_report():
    """W1 to W3: effective points and links may move the score, never these."""
    found = scores(sample_vault())
    published = {
        "Robotaxi reshapes mobility": (5.0, 5.5), "AI and robotics platform": (3.5, 4.0), "能源超级巨头": (6.5, 2.0),
        "FSD data flywheel": (4.0, 4.5), "Founder premium": (4.5, 5.0),
    }  # fmt: skip
    assert {name: (float(s.support), float(s.attack)) for name, s in found.items()} == published


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(6)))
def test_the_order_of_the_items_does_not_matter(order):
    """I7."""
    narrative = _sample("AI and robotics platform")
    items = narrative.evidence
    mixed = narrative.model_copy(update={"evidence": tuple(items[i] for i in order) + items[6:]})
    (one,), _ = score_narratives([narrative], Config(), date(2026, 2, 10))
    (other,), _ = score_narratives([mixed], Config(), date(2026, 2, 10))
    assert float(other.score) == pytest.approx(float(one.score), abs=1e-12)


_MODEL = read_vault(sample_vault()).model


def _sample(name):
    return next(narrative for narrative in _MODEL.narratives if narrative.name == name)
