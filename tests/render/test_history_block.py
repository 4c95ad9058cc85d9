"""The last twelve months in a company's block: net points and score of what moved, with a chart of the scores."""

from datetime import date

import pytest

from tests.small_vault import FILES
from vaultval.pipeline import evaluate, read_vault
from vaultval.render.text import Style
from vaultval.render.topics import history

DAY = date(2026, 2, 10)
STORY = """---
type: narrative
---
## Evidence

- Orders doubled [hard] (2025-06-20)
- Orders doubled again [hard] (2026-01-05)
"""


@pytest.fixture
def shown(make_vault):
    """The part of the block, and its data."""

    def of(story=STORY, language="en", toml=""):
        files = FILES | {"Machines take over.md": story, "vaultval.toml": toml}
        results = evaluate(read_vault(make_vault(files)), DAY)
        value = results.values["Acme.md"]
        style = Style(language, "USD", lambda path, _source: path)
        return history.section(value, results, style), history.data(value, results)

    return of


def test_the_table_and_the_chart_say_the_same_of_the_score(shown):
    text, rows = shown()
    assert "> | 2025-02-28 | \\$84.77 | 0.0 (0.500) |" in text
    assert "> | 2025-06-30 | \\$84.77 | +1.0 (0.622) |" in text
    assert "> | 2026-01-31 | \\$84.77 | +2.0 (0.731) |" in text
    assert ">     line [" + ", ".join(["0.500"] * 4 + ["0.622"] * 7 + ["0.731"] * 2) + "]" in text
    assert "> The score of each narrative, from 0 to 1: Machines take over (violet)." in text
    scores = [row["narratives"]["Machines take over"]["score"] for row in rows]
    assert [round(score, 3) for score in scores] == [0.5] * 4 + [0.622] * 7 + [0.731] * 2


def test_a_score_that_ages_is_told_though_the_points_stay(shown):
    text, _ = shown(STORY.replace("type: narrative", "type: narrative\nhalf_life: 1"))
    assert "> | 2025-07-31 | \\$84.77 | +1.0 (0.614) |" in text


def test_where_nothing_moves_nothing_is_said(shown):
    still = STORY.replace(" (2025-06-20)", "").replace(" (2026-01-05)", "")
    assert shown(still)[0] == ""


def test_in_chinese(shown):
    assert "> 各叙事的强度（0 到 1）：Machines take over（紫线）。" in shown(language="zh")[0]
