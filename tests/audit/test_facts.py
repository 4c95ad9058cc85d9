"""What notes tell of which thing: labels, tables, fields, periods, days, subjects."""

import sys

import pytest

from tests.audit.facts_of_notes import VOCABULARY, facts, note_of
from vaultval.audit.facts.periods import day_in, is_past, periods_in
from vaultval.audit.facts.stated import facts_of
from vaultval.note.managed import begin_marker, end_marker

HEAD = "# Acme (ACM)\n\n"


def _told(text, path="Note.md"):
    return [
        (one.metric, one.period.name if one.period else "", one.quantity.text) for one in facts(text, path)
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Price: $100", ("price", "", "$100")),
        ("- **Share price**: $100", ("price", "", "$100")),
        ("- **当前股价**：$100 [hard: quote]", ("price", "", "$100")),
        ("> **稀释后股数**: 3.539B股 [硬数据: 10-K FY2025]", ("diluted_shares", "2025", "3.539B股")),
        ("**Shares (diluted)**: 3.539B", ("diluted_shares", "", "3.539B")),
        ("**Shares outstanding**: 3.2B", ("shares", "", "3.2B")),
        ("**WACC假设**: 11.5%", ("wacc", "", "11.5%")),
        ("- 折现率 (WACC): 9.0%", ("wacc", "", "9.0%")),
        ("- Net cash (cash - debt): $5B", ("net_cash", "", "$5B")),
        ("- FY2025 revenue: $94.83B", ("revenue", "2025", "$94.83B")),
        ("- Q4'25 revenue: $25B", ("revenue", "2025Q4", "$25B")),
        ("wacc:: 10 %", ("wacc", "", "10 %")),
        ("[net cash:: $5B]", ("net_cash", "", "$5B")),
        ("- 市价: $1,414B", ("market_cap", "", "$1,414B")),
    ],
)
def test_a_label_and_its_number_are_a_fact(line, expected):
    assert _told(HEAD + line + "\n") == [expected]


@pytest.mark.parametrize(
    "line",
    [
        "- Value: $8.0B × 12x = $96B",
        "- Price: $100 [v1] → $120",
        "- Price: see the table of 2025",
        "- Target price of the analysts: high",
        "- Shares: 50",
        "- Price: $99/month",
        "- WACC: 115",
        "Time: 12:30",
        "https://example.org:80/price:100",
        "- bought [price:: 100]",
        "Price = $100",
        "The price of a share, as we said at length in the report of last spring, is this: $100",
    ],
)
def test_what_is_no_fact_of_the_thing(line):
    assert [one for one in facts(HEAD + line + "\n") if one.metric] == []


def test_a_box_without_a_language_tells_facts_and_other_code_does_not():
    assert _told(HEAD + "```\nMarket cap = $10B [hard]\n```\n") == [("market_cap", "", "$10B")]
    assert _told(HEAD + "```mermaid\nMarket cap: $10B\n```\n") == []


def test_what_vaultval_wrote_is_not_read():
    block = f"{begin_marker('note')}\nMarket cap: $10B\n{end_marker('note', 'Market cap: $10B')}\n"
    assert _told(HEAD + block) == []


def test_a_table_of_metrics_and_values():
    table = "| Metric | Value | Source |\n|---|---|---|\n| WACC | 10 % | x |\n| 净现金 | $5B | y |\n| Colour | red | z |\n"
    assert _told(HEAD + table) == [("wacc", "", "10 %"), ("net_cash", "", "$5B")]


def test_a_table_of_metrics_and_periods():
    table = (
        "| Item | FY2025 | FY2024 | Change |\n|---|---|---|---|\n| Total debt | $5.35B | $7.53B | -29 % |\n"
    )
    assert _told(HEAD + table) == [("debt", "2025", "$5.35B"), ("debt", "2024", "$7.53B")]


def test_a_table_of_periods_and_metrics_takes_the_units_of_its_headers():
    table = "| Year | Revenue ($B) | 稀释股数(B) |\n|---|---|---|\n| FY2024 | 97.69 | 3.498 |\n| FY2025 | 94.83 | 3.511 |\n"
    assert [one.quantity.value for one in facts(HEAD + table)] == [97.69e9, 3.498e9, 94.83e9, 3.511e9]


def test_a_table_of_companies_tells_of_each_row_but_for_means():
    table = (
        "| Company | Market cap |\n|---|---|\n| Bolt (BLT) | $20B |\n| Crane | $5B |\n| Average | $12B |\n"
    )
    assert [one.subject.names for one in facts(HEAD + table)] == [("Bolt", "BLT"), ("Crane",)]


def test_the_place_is_that_of_the_number():
    (one,) = facts(HEAD + "| Metric | Value |\n|---|---|\n| **WACC** | **10 %** |\n")
    assert (one.place.line, one.place.column, one.place.length) == (5, 16, 4)
    (other,) = facts(HEAD + "> **Cap**: 3 | **Market cap**: $10B [quote]\n")
    assert (other.place.line, other.place.column, other.place.length) == (3, 32, 4)


@pytest.mark.parametrize(
    ("heading", "line"),
    [
        ("## Bear case", "- WACC: 14 %"),
        ("## 情景一", "- WACC: 14 %"),
        ("## Peers", "- Market cap: $20B"),
        ("## Inputs\n\n**Bull**:", "- WACC: 8 %"),
    ],
)
def test_a_case_and_a_peer_are_no_facts(heading, line):
    assert facts(f"{HEAD}{heading}\n\n{line}\n") == []


def test_a_heading_with_a_name_and_a_ticker_says_whom_its_section_is_about():
    (one,) = facts(HEAD + "## Bolt (BLT)\n\nPrice: $20\n")
    assert one.subject.names == ("Bolt", "BLT")
    (method,) = facts(HEAD + "## Gordon Growth Model (GGM)\n\nWACC: 9.5 %\n")
    assert method.subject.names == ("Acme", "ACM")


@pytest.mark.parametrize(
    ("path", "text", "names"),
    [
        ("Note.md", "# On Acme, Inc. (NYSE: ACM): a title\n", ("Acme", "ACM")),
        ("Acme (ACM).md", "", ("Acme", "ACM")),
        ("Note.md", "---\nticker: ACM\n---\n", ("ACM",)),
        (
            "Acme.md",
            "---\ntype: company\nticker: ACM\naliases: [Acme Corp]\n---\n",
            ("Acme", "Acme Corp", "ACM"),
        ),
        ("Note.md", '---\ncompany: "[[Companies/Acme|the firm]]"\n---\n# Notes\n', ("Acme",)),
        ("Note.md", "# Acme (ACM) against Bolt (BLT)\n", ()),
        ("Note.md", "# The cost of capital (WACC)\n", ()),
    ],
)
def test_whom_a_note_is_about(path, text, names):
    (one,) = [one for one in facts(text + "\nMarket cap: $10B\n", path) if one.metric == "market_cap"]
    assert one.subject.names == names


@pytest.mark.parametrize(
    ("path", "text", "day"),
    [
        ("Note.md", "---\nprice_date: 2026-02-10\n---\n# Acme (ACM)\n\nPrice: $100\n", "2026-02-10"),
        ("Note.md", "# Acme (ACM)\n\n> **Data as of**: 2026-02-10 | **Price**: $100\n", "2026-02-10"),
        ("Note.md", "# Acme (ACM)\n日期: 2026年2月10日\nPrice: $100\n", "2026-02-10"),
        ("2026-02-10.md", "# Acme (ACM)\nPrice: $100\n", "2026-02-10"),
        ("Note.md", "# Acme (ACM)\nDate: 2026-01-01\nPrice: $100 [hard: quote, 2026-02-10]\n", "2026-02-10"),
        ("Note.md", "# Acme (ACM)\nPrice: $100 (Feb 10, 2026)\n", "2026-02-10"),
        ("Note.md", "# Acme (ACM)\nPrice: $100\n", ""),
    ],
)
def test_the_day_is_the_facts_own_or_else_the_notes(path, text, day):
    assert [one.as_of for one in facts(text, path) if one.metric == "price"] == [day]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("FY2025", ["2025"]), ("Q4'25", ["2025Q4"]), ("4Q25", ["2025Q4"]), ("2025年Q3", ["2025Q3"]), ("H1 2025", ["2025H1"]),
        ("TTM P/E", ["LTM"]), ("FY26E", ["2026"]), ("2024年", ["2024"]), ("FY2022-FY2025", ["2022"]), ("$2025", []),
        ("v2025", []), ("2026-02-10", []), ("2,025", []), ("2026年2月10日", []),
    ],
)  # fmt: skip
def test_periods(text, names):
    assert [period.name for period in periods_in(text)] == names


def test_an_estimate_is_marked_and_days_are_real():
    assert [period.estimate for period in periods_in("2030E, FY2025, FY26F")] == [True, False, True]
    assert day_in("2026/1/5") == "2026-01-05"
    assert day_in("as of 2026-13-40") == ""
    assert is_past("2025", "2026-02-10")
    assert not is_past("2025Q4", "2025-12-31")
    assert not is_past("2026", "2026-02-10")


def _calls(text):
    note, shown = note_of("Note.md", text)
    count = 0

    def count_calls(_frame, event, _argument):
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(count_calls)
    try:
        facts_of(note, shown, VOCABULARY)
    finally:
        sys.setprofile(None)
    return count


def test_prose_costs_a_few_steps_a_line_and_facts_a_few_dozen():
    prose = HEAD + "Nothing to see here, and in 2025 there was nothing either.\n" * 500
    assert _calls(prose) < 20 * 500
    labelled = HEAD + "".join(f"- Item {index}: {index} %\n" for index in range(500))
    assert _calls(labelled) < 250 * 500


@pytest.mark.parametrize(
    "make",
    [
        lambda n: "a: 1 | " * n,
        lambda n: "\n".join(" " * (i % 500) + f"- wacc: {i} %" for i in range(n)),
        lambda n: "\n".join("#" * (i % 6 + 1) + f" A (BC)\nprice: {i}" for i in range(n)),
        lambda n: "| Metric | Value |\n|---|---|\n" + "| price | 5 |\n" * n,
        lambda n: "price: 5 " + "FY2025 " * n,
    ],
)
def test_the_work_grows_with_the_text_and_no_faster(make):
    _calls(make(400)), _calls(make(1600))  # what is read once is kept
    assert _calls(make(1600)) < 6 * _calls(make(400)) + 1000
