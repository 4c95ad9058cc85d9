"""What blocks, --json and explain say of the strength of narratives."""

import json
from datetime import date

import pytest
from click.testing import CliRunner

from vaultval.cli import command
from vaultval.pipeline import evaluate, plan_refresh, read_vault
from vaultval.render.explain import figures, tree

HEAD = "---\ntype: narrative\n"
GRIDS = (
    HEAD
    + """half_life: 2 years
---
supports:: [[Cities]] ×0.5

## Evidence
- Two cities have ordered a plant [hard] (2025-02-10) [[Trade paper]]
- A third one follows [inferred] (2026-02-10) [[Trade paper]]
- A fourth one did [hard] [superseded_by:: [[Trade paper]]]

## Counter-evidence
- Losses are high [hard] [origin:: *one* | study]
- Losses are high, says another [hard] [origin:: *one* | study]
"""
)
FILES = {
    "Grids.md": GRIDS,
    "Cities.md": HEAD + 'contradicts: "[[Grids]]"\n---\n## Evidence\n- Permits rose [hard: 2]\n',
    "Alone.md": HEAD + "---\n## Evidence\n- So it is [hard]\n",
    "Trade paper.md": "---\ntype: source\nreliability: B1\n---\n",
    "vaultval.toml": 'as_of = "2026-02-10"\n',
}
DAY = date(2026, 2, 10)


@pytest.fixture
def refreshed(make_vault):
    """The vault after a refresh, written out, by path."""

    def of(language="en"):
        root = make_vault({**FILES, "vaultval.toml": f'as_of = "2026-02-10"\nlanguage = "{language}"\n'})
        result = CliRunner().invoke(command, ["refresh", str(root)])
        assert result.exit_code == 0, result.output
        return {name: (root / name).read_text("utf-8") for name in FILES}, root

    return of


def test_the_block_shows_the_score_the_effective_points_and_the_links(refreshed):
    text = refreshed()[0]["Grids.md"]
    assert "> Strength as a number: 0.294, from 0 to 1." in text
    assert (
        "> Effective points, after reliability, age and repeated sources: 0.77 for, 1.0 against (net −0.23)."
        in text
    )
    assert "> It is contradicted by [[Cities]] (0.759)." in text
    assert "> Of the effective points, 43.4% are from evidence of the last 365 days." in text
    assert "It is supported by [[Grids]] (0.294 × 0.5)." in refreshed()[0]["Cities.md"]


def test_the_table_shows_the_factors_that_are_not_one(refreshed):
    rows = refreshed()[0]["Grids.md"].split("\n")
    assert "| For | Class | Points | Reliability | Age | Independence | Effective | Date | Where |" in rows
    (two,) = [row for row in rows if row.startswith("| Two cities")]
    assert two.startswith(
        "| Two cities have ordered a plant | hard | 1.0 | ×0.80 | ×0.71 |  | 0.57 | 2025-02-10 |"
    )
    (fourth,) = [row for row in rows if row.startswith("| A fourth")]
    assert "| ~~1.0~~ superseded | — | — | — | — |" in fourth
    (again,) = [row for row in rows if row.startswith("| Losses are high, says")]
    assert "| 1.0 |  |  | ×0.00 | 0.0 |" in again
    assert "| **Total** |  | **1.5** |  |  |  | **0.77** |  |  |" in rows


def test_where_all_factors_are_one_the_table_is_as_it_was(refreshed):
    text = refreshed()[0]["Alone.md"]
    assert "| For | Class | Points | Date | Where |" in text
    assert "Effective points" not in text
    assert "last 365 days" not in text


def test_the_block_is_written_in_chinese_too(refreshed):
    text = refreshed("zh")[0]["Grids.md"]
    assert "> 强度数值：0.294（0 到 1）。" in text
    assert "可信度 | 时效 | 独立性 | 有效分" in text


def test_a_second_refresh_writes_nothing_and_what_was_written_is_not_read(refreshed, make_vault):
    """I20."""
    first = evaluate(read_vault(make_vault(FILES)), DAY, with_stakes=False)
    _, root = refreshed()
    read = read_vault(root)
    second = evaluate(read, DAY, with_stakes=False)
    assert plan_refresh(read, second) == ([], [])
    for name, score in first.scores.items():
        after = second.scores[name]
        assert [float(part.value) for part in after.parts] == [float(part.value) for part in score.parts]
        assert float(after.score) == float(score.score)


def test_an_item_that_names_its_narrative_twice_counts_once(make_vault):
    """I18."""
    item = "- said [hard] [supports:: [[N]], [[N]]] [supports:: [[N]]]\n"
    results = evaluate(
        read_vault(make_vault({"N.md": HEAD + "---\n", "Daily.md": item})), DAY, with_stakes=False
    )
    assert float(results.scores["N.md"].net) == 1


def test_explain_walks_from_the_score_to_the_lines(make_vault):
    known = figures(evaluate(read_vault(make_vault(FILES)), DAY, with_stakes=False))
    score = tree("Grids.score", known["Grids.score"])
    assert "log-odds = " in score
    assert "reliability = 0.8  ← Trade paper.md:3:14  “B1”" in score
    assert "half-life in years = 2  ← Grids.md:3:12  “2 years”" in score
    assert "age in years = 1  ← Grids.md:8:3  “2025-02-10”" in score
    assert "Cities: strength at which the circle rests" in score
    effective = tree("Grids.for_effective", known["Grids.for_effective"])
    assert "effective: Two cities have ordered a plant = 0.5656854249  = 1 × 0.8 × 0.7071067812" in effective
    assert {"Grids.against_effective", "Grids.net_effective", "Grids.log_odds"} <= known.keys()


def test_json_has_each_factor_and_parts_that_sum(make_vault):
    result = CliRunner().invoke(command, ["score", str(make_vault(FILES)), "--json"])
    grids = json.loads(result.stdout)["narratives"]["Grids"]
    keys = ("reliability", "decay", "independence", "effective")
    assert [grids["items"][0][key] for key in keys] == pytest.approx([0.8, 0.707107, 1, 0.565685], abs=1e-6)
    parts = [item["log_odds"] for item in grids["items"] if item["state"] == "counts"]
    assert (
        sum([*parts, *(link["log_odds"] for link in grids["links"])], grids["base_log_odds"])
        == grids["log_odds"]
    )
    assert grids["items"][2]["log_odds"] is None
    assert grids["links"] == [
        {"narrative": "Cities", "weight": -1, "counts": True, "log_odds": grids["links"][0]["log_odds"]}
    ]


def test_json_of_another_semantics_has_no_log_odds(make_vault):
    files = {**FILES, "vaultval.toml": 'as_of = "2026-02-10"\n[scoring]\nsemantics = "dfquad"\n'}
    grids = json.loads(CliRunner().invoke(command, ["score", str(make_vault(files)), "--json"]).stdout)[
        "narratives"
    ]["Grids"]
    assert (grids["log_odds"], grids["base_log_odds"], grids["links"][0]["log_odds"]) == (None, None, None)
    assert 0 < grids["score"] < 1


def test_score_since_splits_the_change(make_vault):
    root = str(make_vault(FILES))
    shown = CliRunner().invoke(command, ["score", root, "--since", "2025-06-30"])
    assert shown.exit_code == 0
    assert "Changed since 2025-06-30" in shown.stdout
    document = json.loads(
        CliRunner().invoke(command, ["score", root, "--since", "2025-06-30", "--json"]).stdout
    )
    assert document["since"]["as_of"] == "2025-06-30"
    change = document["since"]["narratives"]["Grids"]
    assert change["decay"] + change["news"] == change["net_effective"]
    assert change["decay"] < 0 < change["news"]
    assert change["new"] == [{"text": "A third one follows", "note": "Grids.md", "line": 9}]


def test_since_lies_before_the_day(make_vault):
    result = CliRunner().invoke(command, ["score", str(make_vault(FILES)), "--since", "2027-01-01"])
    assert result.exit_code == 2
    assert "2027-01-01 lies after 2026-02-10" in result.output
