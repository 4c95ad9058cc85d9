"""The shapes that people write tables and cards in: other words for a column, items in place of lines."""

import pytest

from vaultval.importing.report import read_report
from vaultval.vocabulary import Vocabulary

WORDS = Vocabulary()


def read(text):
    return read_report("# Acme (ACM)\n\n" + text, "R.md", WORDS)


def card(header, *rows):
    table = "\n".join(f"| {' | '.join(row)} |" for row in (header, ["---"] * len(header), *rows))
    return f"### Option card #1: Heat\n\n{table}\n"


@pytest.mark.parametrize(
    "word", ["Margin", "Net margin", "Steady-state margin", "Mature margin", "Net profit margin", "利润率", "净利润率", "稳态利润率"]
)  # fmt: skip
def test_words_for_the_margin_of_a_scenario(word):
    imported = read(card(["Scenario", "TAM", "Share", word], ["Base", "$10B", "5%", "12%"]))
    assert imported.report.options[0].scenarios["Base"]["net_margin"].text == "12%"
    assert imported.unread == ()


@pytest.mark.parametrize(
    "word", ["PE", "P/E", "Price/earnings", "P/E multiple", "PE multiple", "P/E ratio", "Mature PE", "市盈率", "PE倍数"]
)  # fmt: skip
def test_words_for_the_multiple_of_a_scenario(word):
    imported = read(card(["Scenario", "TAM", "Share", word], ["Base", "$10B", "5%", "20x"]))
    assert imported.report.options[0].scenarios["Base"]["pe"].text == "20x"
    assert imported.unread == ()


def test_a_column_that_is_not_read_is_listed_at_its_header():
    text = card(
        ["Scenario", "TAM", "Share", "Colour", "Empty", "#", "Smell"],
        ["Base", "$10B", "5%", "red", "", "1", "none"],
    )
    imported = read(text)
    (part,) = imported.unread
    assert (part.line, part.end, part.kind, part.text) == (5, 6, "column", "Colour, Smell")
    assert [found.rule.name for found in imported.findings] == ["import-unread"]
    assert "'Colour, Smell' were not read" in imported.findings[0].message


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("| Business | Method | Base value/share |\n|---|---|---|\n| Pumps | DCF | $5.0 |\n", "Method"),
        ("| Trigger | Effect | Likely |\n|---|---|---|\n| Rain | all options ×0.5 | no |\n", "Likely"),
        ("| Narrative | Drives | Strength |\n|---|---|---|\n| Heat | all options | weak |\n", "Strength"),
    ],
)
def test_so_it_is_in_every_table_of_which_something_is_read(table, columns):
    assert [(part.kind, part.text) for part in read(table).unread] == [("column", columns)]


ENGLISH = ("TAM (2030E): $100B", "Market share: 3%", "Probability: 40%", "Time to realise: 2030 (T=4)")
CHINESE = ("TAM (2030E)：$100B", "市占率：3%", "成功概率：40%", "实现时间：2030年 (T=4年)")


@pytest.mark.parametrize("lines", [ENGLISH, CHINESE])
@pytest.mark.parametrize("mark", ["", "- ", "* ", "1. ", "- **"])
def test_lines_of_a_card_may_be_items_of_a_list(lines, mark):
    if mark == "- **":
        lines = [line.replace(":", "**:", 1).replace("：", "**：", 1) for line in lines]
    imported = read("### Option card #1: Heat\n\n" + "\n".join(mark + line for line in lines) + "\n")
    stated = {key: said.text for key, said in imported.report.options[0].stated.items()}
    assert stated == {"tam": "$100B", "tam_year": "2030", "share": "3%", "probability": "40%", "year": "2030", "horizon": "4"}  # fmt: skip
    assert imported.unread == ()


def test_a_remark_that_begins_with_such_a_word_is_none():
    imported = read(
        "### Option card #1: Heat\n\n**Risks**:\n- Market: towns that spend $300M\n- Time: as ever, 9 years\n"
    )
    assert imported.report.options[0].stated == {}
    assert [part.kind for part in imported.unread] == ["list"]


def test_what_stands_below_an_attribute_is_what_the_author_knows_of_it():
    imported = read("### Option card #1: Heat\n\n**TAM (2030E)**: $20B\n- Share: 30% is a rival's\n")
    option = imported.report.options[0]
    assert "share" not in option.stated
    assert [said.text for said in option.background] == ["Share: 30% is a rival's"]


@pytest.mark.parametrize(
    "header",
    [
        "Option | Milestone | Due | Standard | If missed",
        "期权 | 里程碑 | 时间 | 标准 | 未达成影响",
        "期权 | 里程碑 | 日期 | 验证标准 | 未达标影响",
    ],
)
def test_tables_of_milestones(header):
    card = "### Option card #1: Heat\n\n**TAM**: $20B\n\n## Dates\n\n"
    imported = read(
        card + f"| {header} |\n|---|---|---|---|---|\n| Heat | It runs | 2026-Q4 | seen | ×0.75 |\n"
    )
    (milestone,) = imported.report.options[0].milestones
    assert (milestone.text, milestone.due.isoformat(), milestone.miss) == (
        "It runs: seen",
        "2026-12-31",
        "×0.75",
    )
    assert imported.unread == ()


@pytest.mark.parametrize("header", ["Step | Per share", "Step | Value", "步骤 | 每股", "步骤 | 每股价值"])
def test_tables_of_the_reports_sums(header):
    rows = "| Core value | $18.4 |\n| 独立合计 | $2.0 |\n| **Full value** | **$20.4** |\n| Hope | $1.0 |\n"
    imported = read(f"## Summary\n\n| {header} |\n|---|---|\n{rows}")
    totals = {key: said.text for key, said in imported.report.totals.items()}
    assert totals == {"core": "$18.4", "alone": "$2.0", "full_value": "$20.4"}
    assert [part.text for part in imported.unread] == ["Hope | $1.0"]


@pytest.mark.parametrize(
    "header",
    ["叙事 | 驱动 | 证据 | 反证", "叙事 | 驱动的期权 | 证据得分 | 反证得分", "Narrative | Drives | Evidence | Counter-evidence"],
)  # fmt: skip
def test_points_of_narratives(header):
    imported = read(f"| {header} |\n|---|---|---|---|\n| 热 | O1 | 3.0 | 1.0分 |\n")
    points = imported.report.narratives[0].points
    assert points is not None
    assert [said.text for said in points] == ["3.0", "1.0"]
    assert imported.unread == ()
