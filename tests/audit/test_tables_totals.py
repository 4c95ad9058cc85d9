"""Rows and columns that are named a total: what they sum, what they do not, and when a total is wrong."""

import pytest

from tests.audit.told_by_tables import claims, right, wrong
from vaultval.audit.claims import Kind, Verdict

SEGMENTS = """
| Segment | Kind | Revenue | Value |
|---|---|---|---|
| Cars | Core | $69.53B [10-K] | $30.5 |
| Storage | Core | $12.78B [10-K] | $19.4 |
| Services | Core | $12.53B [10-K] | $8.5 |
| **Core小计** | — | **$94.83B** | **$58.4/股** |
| Net cash | — | $8.14B | +$2.3/股 |
| **Core总计** | — | — | **$60.7/股** |
"""


def test_a_subtotal_sums_the_rows_above_it_and_a_total_the_subtotal_and_the_rows_after_it() -> None:
    assert right(SEGMENTS, Kind.TABLE_TOTAL) == ["$94.83B", "$58.4/股", "$60.7/股"]
    assert wrong(SEGMENTS) == []


def test_a_sum_that_only_the_digits_left_open_can_reach_is_rounding() -> None:
    of_revenue = next(claim for claim in claims(SEGMENTS) if claim.stated == "$94.83B")
    assert of_revenue.verdict is Verdict.ROUNDING
    assert of_revenue.shown == "$94.840B"


def test_a_wrong_subtotal_is_told_with_what_it_should_be_and_where_it_stands() -> None:
    text = SEGMENTS.replace("$58.4/股", "$68.4/股")
    assert ("$68.4/股", "$58.40/股") in wrong(text)
    claim = next(claim for claim in claims(text) if claim.stated == "$68.4/股")
    assert (claim.place.line, claim.place.column, claim.place.length) == (7, 36, 7)


def test_ranges_are_summed_end_by_end() -> None:
    text = """
| Part | Value |
|---|---|
| Cars | $35-70B |
| Storage | $38-64B |
| Software | $13-20B |
| Chargers | $5-10B |
| Trucks | $0-5B |
| **总计(Core SOTP)** | **$91-169B** |
"""
    assert right(text) == ["$91-169B"]
    assert right(text.replace("$91-169B", "$91-199B")) == []


@pytest.mark.parametrize("name", ["Total", "**合计**", "总计", "Sum", "小计", "Grand total", "独立合计"])
def test_a_total_is_known_by_its_name(name: str) -> None:
    rows = "| a | $10.6 |\n| b | $19.7 |\n| c | $7.6 |\n"
    text = f"\n| Option | Value |\n|---|---|\n{rows}| {name} | $40.0 |\n"
    assert wrong(text) == [("$40.0", "$37.90")]
    assert right(text.replace("$40.0", "$37.9")) == ["$37.9"]


def test_a_last_row_in_bold_without_such_a_name_may_be_right_and_is_never_wrong() -> None:
    rows = "| a | $75.4 |\n| b | $34.0 |\n| c | $157.5 |\n| d | $226.2 |\n"
    text = f"\n| Part | Value |\n|---|---|\n{rows}| **Ceiling** | **$493.1** |\n"
    assert right(text) == ["$493.1"]
    assert claims(text.replace("$493.1", "$593.1")) == []


def test_what_is_taken_away_has_a_minus() -> None:
    text = """
| Part | Value |
|---|---|
| Enterprise value | $120.5B |
| Less: debt | $20.4B |
| Total | $100.1B |
"""
    assert right(text) == ["$100.1B"]


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("P/E", ("22x", "25x", "18x", "21x")),
        ("Growth", ("12 %", "30 %", "5 %", "14 %")),
        ("Gross margin", ("18.1 %", "25.3 %", "12.0 %", "19.9 %")),
        ("Price", ("$18", "$22", "$31", "$24")),
        ("独立概率", ("45%", "18%", "8%", "30%")),
        ("评分", ("85", "75", "55", "70")),
    ],
)
def test_a_column_in_which_a_sum_means_nothing_has_no_wrong_total(
    header: str, cells: tuple[str, ...]
) -> None:
    rows = "\n".join(
        f"| {name} | {cell} |" for name, cell in zip(("a", "b", "c", "Total"), cells, strict=True)
    )
    assert wrong(f"\n| Thing | {header} |\n|---|---|\n{rows}\n") == []


def test_the_total_of_shares_is_all_of_it() -> None:
    text = """
| Client | 占比 |
|---|---|
| a | 55.5% |
| b | 30.2% |
| c | 14.3% |
| 合计 | 100% |
"""
    assert right(text) == ["100%"]
    assert wrong(text.replace("100%", "90%")) == [("90%", "100.0%")]


def test_a_total_of_which_a_row_says_nothing_is_not_judged() -> None:
    text = """
| Segment | EBITDA |
|---|---|
| Homes | 16,710 |
| Malls | 4,935 |
| Abroad | Not disclosed |
| Hotels | 1,109 |
| Total | 25,657 |
"""
    assert claims(text) == []


def test_a_total_of_some_of_the_rows_is_not_judged() -> None:
    """The second row is a part of the first."""
    text = """
| Debt | Amount |
|---|---|
| Borrowings | 3,112.2 |
| Of them: current | 649.7 |
| Leases | 5,991.9 |
| In other words | 7,599.8 |
| Total | 9,104.1 |
"""
    assert claims(text) == []


def test_the_parts_of_a_balance_sheet_may_be_more_than_a_table_lists() -> None:
    text = "\n| Item | Amount |\n|---|---|\n| Cash | 2,760 |\n| Stock | 358 |\n| 流动资产合计 | 4,130 |\n"
    assert wrong(text) == []


def test_a_row_left_out_of_a_total_is_the_cause() -> None:
    text = """
| Part | Low | High |
|---|---|---|
| a | $10.6 | $20.1 |
| b | $19.7 | $30.2 |
| c | $7.6 | $11.4 |
| Total | $37.9 | $50.3 |
"""
    (claim,) = [claim for claim in claims(text) if claim.verdict is Verdict.WRONG]
    assert (claim.stated, claim.cause) == ("$50.3", "it is right without $11.4")


def test_a_row_counted_twice_and_a_factor_of_ten_are_causes() -> None:
    text = "\n| Part | Value |\n|---|---|\n| a | $10.6 |\n| b | $19.7 |\n| c | $7.6 |\n| Total | {} |\n"
    causes = {total: [claim.cause for claim in claims(text.format(total))] for total in ("$45.5", "$379")}
    assert causes == {"$45.5": ["it is right with $7.6 counted twice"], "$379": ["it is 10 times too large"]}


def test_whole_counts_are_exact_and_rounded_amounts_are_not() -> None:
    text = "\n| Group | Number |\n|---|---|\n| a | {} |\n| b | {} |\n| c | {} |\n| Total | {} |\n"
    assert wrong(text.format(4, 14, 6, 25)) == [("25", "24.0")]
    assert wrong(text.format(404, 514, 606, 1525)) == []


def test_a_mean_by_the_weights_beside_it() -> None:
    text = """
| Method | Value | 权重 | Note |
|---|---|---|---|
| Parts | $343 | 30% | |
| Options | $52.7 | — | on top |
| DCF | $716 | 20% | |
| Consensus | $397 | 20% | |
| House | $428 | 15% | |
| History | $348 | 15% | |
| **加权公允价值** | **$363** | **100%** | |
"""
    assert wrong(text) == [("$363", "$441.9")]
    assert right(text.replace("$363", "$442"), Kind.WEIGHTED_MEAN) == ["$442"]


def test_the_ratio_of_a_total_row_may_be_that_of_its_totals() -> None:
    text = """
| Year | CapEx | OCF | CapEx/OCF |
|---|---|---|---|
| FY2022 | $7.16 | $14.72 | 48.6% |
| FY2023 | $8.90 | $13.26 | 67.1% |
| FY2024 | $11.34 | $14.92 | 76.0% |
| FY2025 | $8.53 | $14.75 | 57.8% |
| **累计** | **$35.93** | **$57.65** | 62.3% |
"""
    assert "62.3%" in right(text, Kind.TABLE_RATIO)
    assert right(text, Kind.TABLE_TOTAL) == ["$35.93", "$57.65"]
    assert wrong(text) == []


def test_a_column_of_totals_sums_the_columns_before_it() -> None:
    text = """
| Item | Q1 | Q2 | Q3 | Total |
|---|---|---|---|---|
| Revenue | 392.4 | 499.6 | 584.9 | 1,476.9 |
| Cost | 101.5 | 120.1 | 133.7 | 355.3 |
| Staff | 48 | 52 | 57 | 157 |
"""
    assert right(text, Kind.TABLE_TOTAL) == ["1,476.9", "355.3", "157"]
    assert ("1,576.9", "1,476.90") in wrong(text.replace("1,476.9", "1,576.9"))


def test_a_total_that_leaves_something_out_is_not_judged() -> None:
    rows = "| a | 4 |\n| b | 14 |\n| c | 6 |\n"
    text = f"\n| Group | Number |\n|---|---|\n{rows}| Total (excl. d) | 25 |\n"
    assert wrong(text) == []


def test_whole_percentages_without_their_sign_may_miss_a_hundred() -> None:
    text = "\n| Client | Part |\n|---|---|\n| a | 33 |\n| b | 33 |\n| c | 33 |\n| Total | 100 |\n"
    assert wrong(text) == []


@pytest.mark.parametrize(
    "name",
    ["Total EV", "Sum of parts", "Sum-of-the-parts", "Total equity value", "Total enterprise value", "EV合计", "总企业价值", "总估值", "分部估值合计"],
)  # fmt: skip
def test_the_total_of_a_valuation_by_parts_is_known_by_its_longer_names(name: str) -> None:
    text = f"\n| Segment | Value ($B) |\n|---|---|\n| Cars | 12.0 |\n| Energy | 8.5 |\n| Rest | 2.5 |\n| {name} | {{}} |\n"
    assert right(text.format("23.0")) == ["23.0"]
    assert wrong(text.format("24.0")) == [("24.0", "23.00")]
    assert wrong(text.format("9.0")) == []


@pytest.mark.parametrize(
    "rows",
    [
        "| Cars | 12.0 |\n| Energy | not yet known |\n| Rest | 2.5 |",
        "| Cars | 12.0 |\n| Energy | 8.5 |\n| Net cash | 2.5 |",
        "| Cars | 12.0 |\n| Energy | 8.5 |\n| 少数股东权益 | 2.5 |",
        "| Cars | 12.0 |\n| Energy | 8.5 |\n| Shares (B) | 2.5 |",
        "| DCF | 23.0 |\n| Peers' multiples | 25.0 |",
        "| Cars | $12.0 |\n| Energy | €8.5 |\n| Rest | $2.5 |",
    ],
)
def test_such_a_total_is_not_judged_where_something_else_stands_above_it(rows: str) -> None:
    for name in ("Sum of parts", "Total equity value", "总企业价值"):
        assert wrong(f"\n| Segment | Value |\n|---|---|\n{rows}\n| {name} | 24.0 |\n") == []


def test_the_value_of_equity_is_not_the_sum_of_enterprise_values() -> None:
    text = "\n| Segment | EV |\n|---|---|\n| Cars | 12.0 |\n| Energy | 8.5 |\n| Rest | 2.5 |\n| {} | 24.0 |\n"
    assert wrong(text.format("Total equity value")) == []
    assert wrong(text.format("Total EV")) == [("24.0", "23.00")]
