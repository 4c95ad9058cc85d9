"""What changed between two days, split into news and ageing."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stories import note

from vaultval.config import Config
from vaultval.config.shape import Scoring
from vaultval.model.records import Evidence, Narrative
from vaultval.pipeline import evaluate, read_vault
from vaultval.place import Place
from vaultval.scoring.change import changes
from vaultval.scoring.narratives import score_narratives

AGEING = Config(scoring=Scoring(half_life=1.0))
SINCE, DAY = date(2025, 2, 10), date(2026, 2, 10)


@pytest.fixture
def change(make_vault):
    """The change of the narrative N between two days."""

    def of(text, since=SINCE, day=DAY, **others):
        files = {f"{name}.md": content for name, content in others.items()}
        read = read_vault(make_vault({**files, "N.md": text}))
        then, now = (evaluate(read, each, with_stakes=False) for each in (since, day))
        return changes(then.scores, now.scores, now.config, since, day)["N.md"]

    return of


def texts(items):
    return [item.evidence.text for item in items]


def test_new_evidence_is_news(change):
    found = change(
        note(["old [hard] (2024-01-01)", "new [inferred] (2025-06-01)"], ["bad [hard: 2] (2026-01-01)"])
    )
    assert (float(found.net), float(found.news), float(found.decay)) == (-1.5, -1.5, 0)
    assert texts(found.new) == ["new", "bad"]
    assert (found.expired, found.superseded) == ((), ())


def test_ageing_is_no_news(change):
    found = change(note(["old [hard] (2025-02-10)"], head="half_life: 1"))
    assert (float(found.net), float(found.decay), float(found.news)) == (0, -0.5, 0)
    assert float(found.score) < 0
    assert found.new == ()


def test_to_expire_is_age(change):
    found = change(note(["old [hard] (2024-01-01) [expires:: 2025-12-31]"]))
    assert (float(found.net), float(found.decay), float(found.news)) == (-1, -1, 0)
    assert texts(found.expired) == ["old"]


def test_to_be_superseded_is_news(change):
    found = change(
        note(["old [hard] (2024-01-01) [superseded_by:: [[#^new]]]", "new [inferred] (2025-06-01) ^new"])
    )
    assert (float(found.net), float(found.decay), float(found.news)) == (-0.5, 0, -0.5)
    assert (texts(found.superseded), texts(found.new)) == (["old"], ["new"])


def test_news_that_repeats_a_source_counts_less_and_makes_no_decay(change):
    found = change(
        note(["old [hard] [[S]] (2025-02-10)", "new [hard] [[S]] (2026-02-10)"], head="half_life: 1")
    )
    assert float(found.decay) == -0.5
    assert float(found.news) == pytest.approx(1 + 0.25 - 0.5)


def test_evidence_without_a_date_was_always_known(change):
    found = change(note(["a [hard]"]))
    assert (float(found.effective), found.new) == (0, ())


def test_a_change_from_a_day_to_itself_is_nothing(change):
    found = change(note(["a [hard] (2024-01-01)"], ["b [hard] (2025-01-01)"], "half_life: 2"), DAY, DAY)
    assert [float(x) for x in (found.net, found.score, found.decay, found.news, found.effective)] == [0] * 5


def test_a_later_day_cannot_be_compared_with(change):
    with pytest.raises(ValueError, match="is after"):
        change(note(), date(2027, 1, 1))


def test_a_linked_narrative_moves_the_score_and_no_points(change):
    other = note(["a [hard: 3] (2025-06-01)"], head='supports: "[[N]]"')
    found = change(note(["b [hard]"]), M=other)
    assert float(found.score) > 0
    assert float(found.effective) == 0


days = st.none() | st.dates(date(2023, 1, 1), date(2026, 6, 1))


@st.composite
def items(draw):
    day, number = draw(days), draw(st.integers(0, 999))
    superseded_on = draw(days)
    return Evidence(
        id=f"N.md:{number}", narrative="N.md", supports=draw(st.booleans()), label=draw(st.sampled_from(["hard", "media"])),
        points=None, text=str(number), place=Place("N.md", number + 1), date=day, expires=draw(days),
        sources=draw(st.sampled_from([(), ("S",), ("T",)])), superseded=superseded_on is not None, superseded_on=superseded_on,
    )  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(st.lists(items(), max_size=6))
def test_news_and_decay_sum_to_the_change_of_the_effective_points(evidence):
    narrative = Narrative(id="N.md", name="N", note="N.md", place=Place("N.md"), evidence=tuple(evidence))
    (then,), _ = score_narratives([narrative], AGEING, SINCE)
    (now,), _ = score_narratives([narrative], AGEING, DAY)
    found = changes({"N.md": then}, {"N.md": now}, AGEING, SINCE, DAY)["N.md"]
    assert float(found.decay) + float(found.news) == float(found.effective)
    moved = float(found.now.effective.net) - float(found.then.effective.net)
    assert float(found.effective) == pytest.approx(moved, abs=1e-12)
    assert float(found.net) == float(found.now.net) - float(found.then.net)
    if not found.new and not found.superseded:
        assert float(found.news) == pytest.approx(0, abs=1e-12)
