"""Columns of shares, weights that sum to one, and probabilities that need not."""

import pytest

from tests.audit.told_by_tables import claims, right, wrong
from vaultval.audit.claims import Kind, Verdict

OPTIONS = """
| 期权 | 价值/股 | 占比 | 独立概率 |
|---|---|---|---|
| Storage | $10.6 | 26.5% | 45% |
| Taxis | $19.7 | 49.3% | 18% |
| Robots | $7.6 | 19.0% | 8% |
| Insurance | $0.5 | 1.3% | 35% |
| Chips | $1.6 | 4.0% | 12% |
| **独立合计** | **$40.0** | **100%** | — |
"""


def test_a_share_is_its_row_over_the_total() -> None:
    assert right(OPTIONS, Kind.TABLE_SHARE) == ["26.5%", "49.3%", "19.0%", "1.3%", "4.0%"]
    assert wrong(OPTIONS) == []


def test_a_wrong_share_is_told_and_the_total_of_the_shares_with_it() -> None:
    assert ("29.0%", "19.00%") in wrong(OPTIONS.replace("19.0%", "29.0%"))


def test_without_a_total_row_the_sum_of_the_rows_is_the_whole() -> None:
    text = """
| Region | Sales | Share |
|---|---|---|
| North | $41.2M | 42.5% |
| South | $33.0M | 34.1% |
| West | $12.7M | 13.1% |
| East | $10.0M | {} |
"""
    assert right(text.format("10.3%"), Kind.TABLE_SHARE) == ["42.5%", "34.1%", "13.1%", "10.3%"]
    assert wrong(text.format("16.3%")) == [("16.3%", "10.32%")]


def test_shares_of_the_row_that_is_all_of_it_though_it_has_no_such_name() -> None:
    text = """
| Cost | Amount | 占比 |
|---|---|---|
| Memory | $2,900 | 45% |
| Packaging | $1,100 | 17% |
| Die | $1,800 | 28% |
| Tests | $600 | 9% |
| **B200** | **$6,400** | 100% |
"""
    assert right(text, Kind.TABLE_SHARE) == ["45%", "17%", "28%", "9%"]


def test_a_share_that_is_rounded_so_that_all_sum_to_one_is_rounding() -> None:
    text = """
| Cost | Amount | 占比 |
|---|---|---|
| Memory | $2,900 | 45% |
| Packaging | $1,100 | 17% |
| Die | $1,800 | 28% |
| Tests | $600 | 10% |
| 合计 | $6,400 | 100% |
"""
    claim = next(claim for claim in claims(text) if claim.stated == "10%")
    assert claim.verdict is Verdict.ROUNDING


def test_percentages_of_something_else_are_no_shares() -> None:
    text = """
| Company | Revenue | Gross margin | Growth |
|---|---|---|---|
| a | $12.1B | 45% | 17% |
| b | $33.0B | 22% | 8% |
| c | $9.7B | 61% | 30% |
| Total | $54.8B | 34% | 14% |
"""
    assert right(text, Kind.TABLE_SHARE) == []
    assert wrong(text) == []


@pytest.mark.parametrize("header", ["权重", "Weight", "weighting"])
def test_weights_sum_to_one(header: str) -> None:
    text = f"\n| Layer | {header} |\n|---|---|\n| a | 30% |\n| b | 45% |\n| c | {{}} |\n"
    assert right(text.format("25%")) == ["25%"]
    assert wrong(text.format("30%")) == [("30%", "25.0%")]


def test_weights_far_from_one_are_parts_of_something() -> None:
    assert claims("\n| Layer | Weight |\n|---|---|\n| a | 10% |\n| b | 15% |\n") == []


def test_probabilities_of_independent_events_do_not_sum_to_one() -> None:
    text = """
| 情景 | 概率 | 每股价值 |
|---|---|---|
| Bull | 55% | $18.7 |
| Base | 45% | $10.5 |
| Bear | 30% | $2.7 |
"""
    assert claims(text) == []


def test_scores_times_weights_and_their_total() -> None:
    text = """
| Layer | Weight | Score | Weighted |
|---|---|---|---|
| Economy | 30% | -0.80 | -0.24 |
| Company | 50% | +2.00 | +1.00 |
| Mood | 20% | +0.175 | +0.035 |
| **Total** | 100% | — | **+0.795** |
"""
    assert right(text, Kind.TABLE_TOTAL) == ["100%", "+0.795"]
    assert right(text, Kind.TABLE_RATIO) == ["-0.24", "+1.00", "+0.035"]
    assert wrong(text) == []
