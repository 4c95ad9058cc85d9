"""Laws of narratives over random small vaults: plain points, log-odds, copies, what is superseded, writing and reading."""

import math
import re
from dataclasses import fields, is_dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel
from stories import note, scores

from tests.small_vault import FILES
from vaultval.pipeline import evaluate, plan_refresh, read_vault
from vaultval.place import Place

DAY = date(2026, 2, 10)
WORTH = {"hard": 1.0, "inferred": 0.5, "judgement": 0.25, "media": 0.25}

_days = st.integers(0, 1500).map(lambda days: (DAY - timedelta(days)).isoformat())
_decorations = st.lists(
    st.one_of(
        st.sampled_from(["[[S]]", "[[T]]", "[reliability:: B2]", "[reliability:: F6]", "[origin:: wire 7]"]),
        _days.map(lambda day: f"({day})"),
    ),
    max_size=3,
    unique_by=lambda text: text[:5],
)


@st.composite
def _items(draw, decorated=True, most=5):
    """Items with a label, some with points of their own: their text, and the points that they state."""
    made = []
    for number in range(draw(st.integers(0, most))):
        label = draw(st.sampled_from(sorted(WORTH)))
        points = draw(st.one_of(st.none(), st.integers(0, 400).map(lambda n: n / 100)))
        stated = label if points is None else f"{label}: {points}"
        more = " ".join(draw(_decorations)) if decorated else ""
        made.append((f"said {number} [{stated}] {more}".strip(), points))
    return made


def texts(items):
    return [text for text, _ in items]


@pytest.fixture(scope="module")
def write(tmp_path_factory):
    """A vault in a folder of its own."""

    def made(files):
        root = tmp_path_factory.mktemp("vault")
        for name, text in files.items():
            (root / name).write_text(text, "utf-8")
        return root

    return made


@settings(max_examples=30, deadline=None)
@given(_items(), _items(), st.booleans())
def test_points_are_what_the_items_state_whatever_lowers_their_effect(write, pro, con, linked):
    """I1: with reliability, age, sources and links, E, C and net are those of the plain items."""
    head = 'half_life: 1\ncontradicts: "[[M]] 2"' if linked else "half_life: 1"
    plain = [
        [re.split(r" (?=[\[(](?:\[|rel|ori|2))", text)[0] for text in texts(side)] for side in (pro, con)
    ]
    files = {"M.md": note(["so [hard]"]), "S.md": "#source\n", "T.md": "#source\n"}
    found = scores(write({**files, "N.md": note(texts(pro), texts(con), head)}))["N"]
    bare = scores(write({**files, "N.md": note(*plain)}))["N"]
    assert [float(x) for x in (found.support, found.attack, found.net)] == [
        float(x) for x in (bare.support, bare.attack, bare.net)
    ]
    assert found.strength == bare.strength


@settings(max_examples=30, deadline=None)
@given(_items(decorated=False), _items(decorated=False))
def test_without_features_the_effective_points_are_the_plain_ones(write, pro, con):
    """I1, the other way around: nothing lowers an item of which the note says nothing more."""
    found = scores(write({"N.md": note(texts(pro), texts(con))}))["N"]
    assert all(item.plain for item in found.items)
    assert float(found.effective.support) == float(found.support)
    assert float(found.effective.attack) == float(found.attack)


@settings(max_examples=30, deadline=None)
@given(_items(), _items(), st.sampled_from([0.1, 0.5, 1.0, 2.0]))
def test_without_links_the_log_odds_are_the_net_times_the_sensitivity(write, pro, con, beta):
    """I2: logit(s) / β = net."""
    root = write(
        {"N.md": note(texts(pro), texts(con)), "vaultval.toml": f"[scoring]\nsensitivity = {beta}\n"}
    )
    found = scores(root)["N"]
    net = float(found.effective.net)
    assert float(found.log_odds) / beta == pytest.approx(net, abs=1e-12)
    if abs(beta * net) < 15:  # farther out the strength itself has too few digits left of 1
        strength = float(found.score)
        assert math.log(strength / (1 - strength)) / beta == pytest.approx(net, abs=1e-8)


@settings(max_examples=30, deadline=None)
@given(st.lists(_items(decorated=False, most=3), min_size=1, max_size=3), st.data())
def test_a_copy_of_notes_whose_items_state_their_origin_changes_nothing(write, days, data):
    """I8."""
    daily = {
        f"Day {day}.md": "".join(
            f"- {text} [origin:: wire {day}-{number}] [{side}:: [[N]]]\n"
            for number, text in enumerate(texts(items))
            for side in [data.draw(st.sampled_from(["supports", "contradicts"]))]
        )
        for day, items in enumerate(days)
    }
    copied = data.draw(st.lists(st.sampled_from(sorted(daily)), unique=True))
    once = {"N.md": note(["b [hard]"]), **daily}
    twice = once | {f"Copy of {name}": daily[name] for name in copied}
    before, after = scores(write(once))["N"], scores(write(twice))["N"]
    assert len(after.items) == len(before.items) + sum(daily[name].count("\n") for name in copied)
    assert float(after.score) == pytest.approx(float(before.score), abs=1e-15)
    for one, other in zip(after.effective, before.effective, strict=True):
        assert float(one) == pytest.approx(float(other), abs=1e-12)


@settings(max_examples=30, deadline=None)
@given(_items(), st.lists(st.booleans(), min_size=5, max_size=5), _items())
def test_what_is_superseded_counts_nothing_and_a_second_run_says_the_same(write, pro, gone, con):
    """I11."""
    marked = [
        f"{text} [superseded_by:: a later filing]" if dead else text
        for text, dead in zip(texts(pro), gone, strict=False)
    ]
    kept = [text for text, dead in zip(texts(pro), gone, strict=False) if not dead]
    root = write({"N.md": note(marked, texts(con))})
    first, again = scores(root)["N"], scores(root)["N"]
    without = scores(write({"N.md": note(kept, texts(con))}))["N"]
    dead = [item for item in first.items if item.state == "superseded"]
    assert len(dead) == sum(gone[: len(pro)])
    assert all(float(item.contribution) == float(item.effective) == 0 for item in dead)
    for name in ("support", "attack", "net", "score"):
        assert float(getattr(first, name)) == float(getattr(without, name)) == float(getattr(again, name))


@settings(max_examples=30, deadline=None)
@given(_items(), _items())
def test_the_contributions_sum_exactly_from_left_to_right(write, pro, con):
    found = scores(write({"N.md": note(texts(pro), texts(con), "half_life: 2")}))["N"]
    left_to_right = 0.0
    for item in found.items:
        left_to_right += float(item.contribution)
    assert left_to_right == float(found.effective.net)


def said(value):
    """What records hold, without the lines and columns at which it stands."""
    if isinstance(value, Place):
        return value.note
    if isinstance(value, str):
        return re.sub(r"(\.md):\d+", r"\1", value)
    if isinstance(value, BaseModel):
        return {name: said(getattr(value, name)) for name in type(value).model_fields if name != "end"}
    if is_dataclass(value):
        return {field.name: said(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, (tuple, list)):
        return [said(each) for each in value]
    return value


@settings(max_examples=15, deadline=None)
@given(_items(), _items(), _items(), st.sampled_from(["en", "zh"]))
def test_what_is_written_reads_as_before_and_is_written_once(write, pro, con, other, language):
    """I20: reading what a refresh has written gives the same model, and the next refresh writes nothing."""
    root = write(
        {
            **FILES,
            "Machines take over.md": note(texts(pro), texts(con), 'supports: "[[Rival]] 0.5"'),
            "Rival.md": note(texts(other), (), 'drives: "[[Rockets]]"'),
            "vaultval.toml": f'as_of = "2026-02-10"\nlanguage = "{language}"\n',
        }
    )
    before = read_vault(root)
    results = evaluate(before, DAY)
    changes, refused = plan_refresh(before, results)
    assert changes
    assert refused == []
    for change in changes:
        (root / change.note).write_bytes(change.after)
    after = read_vault(root)
    second = evaluate(after, DAY)
    assert said(after.model) == said(before.model)
    assert plan_refresh(after, second) == ([], [])
    for name, score in results.scores.items():
        assert float(second.scores[name].score) == float(score.score)
    for name, value in results.values.items():
        assert float(second.values[name].full_value) == float(value.full_value)
