"""Charts of the calendar and of flywheels hold under any name."""

from datetime import date

import pytest

from vaultval.render.charts.flowchart import flowchart
from vaultval.render.charts.gantt import Bar, gantt, plain_name

DAY = date(2026, 2, 10)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Launch: part #2; then", "Launch： part ＃2； then"),
        ("100 %% of %%{init: {}}%% it", "100 % of %{init： {}}% it"),
        ('<b>"x"</b>', "‹b›”x”‹/b›"),
        ("two\nlines", "two lines"),
        ("", "—"),
    ],
)
def test_a_name_ends_no_line_and_begins_no_comment(text, shown):
    assert plain_name(text) == shown


def test_long_names_are_cut_wide_ones_sooner():
    assert len(plain_name("word " * 40)) <= 48
    assert len(plain_name("长" * 60)) <= 24


@pytest.mark.parametrize(
    "word", ["section two", "title", "click me", "2026-04-30 call", "dateFormat X", "gantt"]
)
def test_no_name_is_taken_for_a_keyword(word):
    line = gantt([Bar("A", word, None, DAY, "")], ("As of", DAY)).split("\n")[-2]
    assert line == f"    ○ {word} :milestone, 2026-02-10, 0d"


def test_a_bar_runs_from_its_start_to_its_end_and_an_event_is_a_milestone():
    bars = [
        Bar("Robots", "Build", date(2026, 1, 1), date(2026, 6, 30), ""),
        Bar("Robots", "Sell", None, date(2026, 1, 5), "done"),
        Bar("Rockets", "Fly", date(2026, 3, 1), date(2026, 3, 1), "crit"),
    ]
    assert gantt(bars, ("As of", DAY)).split("\n")[3:] == [
        "    dateFormat YYYY-MM-DD",
        "    axisFormat %Y-%m-%d",
        "    todayMarker off",
        "    section As of",
        "    · 2026-02-10 :active, milestone, 2026-02-10, 0d",
        "    section Robots",
        "    ○ Build :2026-01-01, 2026-06-30",
        "    ✓ Sell :done, milestone, 2026-01-05, 0d",
        "    section Rockets",
        "    ✗ Fly :crit, milestone, 2026-03-01, 0d",
        "```",
    ]


def test_no_bars_give_no_chart():
    assert gantt([], ("As of", DAY)) == ""


def test_a_graph_has_numbered_nodes_with_quoted_names():
    chart = flowchart({"a": 'end "x"', "b": "1. list $$y$$"}, {"a": ["b"], "b": ["a"]}, ["b"], ["a"])
    assert chart.split("\n")[1:-1] == [
        "flowchart LR",
        '    n1["end #quot;x#quot;"]',
        '    n2("1) list $y$")',
        "    n1 --> n2",
        "    n2 --> n1",
        "    style n1 stroke-width:4px",
    ]


def test_a_large_graph_and_one_without_edges_are_left_to_the_table():
    names = {str(number): str(number) for number in range(25)}
    assert flowchart(names, {"1": ["2"]}) == ""
    assert flowchart({"1": "a"}, {"1": []}) == ""
