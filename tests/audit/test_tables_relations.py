"""Columns that follow from others: by their header, or because their rows agree on too many digits for chance."""

import pytest

from tests.audit.told_by_tables import claims, right, wrong
from vaultval.audit.claims import Kind, Verdict

PEERS = """
| Company | R&D/Revenue | R&D ($B) | Revenue ($B) | Note |
|---|---|---|---|---|
| **Tesla** | **6.76%** | $6.41 | $94.8 | several |
| BYD | ~4.5% | ~$6.8 | ~$107+ | cars |
| Toyota | ~3.8% | ~$10.6 | ~$280 | cars |
| NVIDIA | ~18.5% | ~$24.2 | ~$130.5 | chips |
| Meta | ~29% | ~$48.3 | ~$164.5 | glasses |
"""

CASH = """
| Year | CapEx ($B) | PP&E ($B) | OCF ($B) | FCF ($B) | CapEx/OCF |
|---|---|---|---|---|---|
| FY2022 | $7.16 | $36.63 | $14.72 | $7.55 | 48.6% |
| FY2023 | $8.90 | $29.73 | $13.26 | $4.36 | 67.1% |
| FY2024 | $11.34 | $51.51 | $14.92 | $3.58 | 76.0% |
| FY2025 | $8.53 | $40.64 | $14.75 | $6.22 | 57.8% |
"""


def test_a_column_named_by_two_others_is_their_quotient() -> None:
    assert right(PEERS, Kind.TABLE_RATIO) == ["6.76%", "~3.8%", "~18.5%", "~29%"]
    assert wrong(PEERS) == [("~4.5%", "6.36%")]


def test_a_claim_stands_at_the_stated_number_and_says_what_it_is_made_of() -> None:
    claim = next(claim for claim in claims(PEERS) if claim.verdict is Verdict.WRONG)
    assert (claim.place.line, claim.place.column, claim.place.length) == (5, 9, 5)
    assert claim.expression == "~$6.8 / ~$107+"


def test_differences_and_quotients_of_one_table() -> None:
    assert right(CASH) == ["$7.55", "48.6%", "$4.36", "67.1%", "$3.58", "76.0%", "$6.22", "57.8%"]
    rounding = [claim.stated for claim in claims(CASH) if claim.verdict is Verdict.ROUNDING]
    assert rounding == ["$7.55"]


@pytest.mark.parametrize(
    ("stated", "altered", "shown"),
    [("67.1%", "76.1%", "67.12%"), ("$3.58", "$5.38", "$3.580"), ("57.8%", "5.78%", "57.831%")],
)
def test_one_altered_number_is_found(stated: str, altered: str, shown: str) -> None:
    assert wrong(CASH.replace(stated, altered)) == [(altered, shown)]


def test_a_factor_of_ten_and_the_number_of_the_row_beside_are_causes() -> None:
    ten = next(claim for claim in claims(CASH.replace("57.8%", "5.78%")) if claim.verdict is Verdict.WRONG)
    assert ten.cause == "it is 10 times too small"
    swapped = next(
        claim for claim in claims(CASH.replace("67.1%", "59.7%")) if claim.verdict is Verdict.WRONG
    )
    assert swapped.cause == "$14.92 in place of $13.26 gives 59.7%"


def test_a_small_column_of_differences_is_right_and_hardly_ever_wrong() -> None:
    text = """
| # | 证据得分 | 反证得分 | 净得分 |
|---|---|---|---|
| N1 | 5.0 | 5.5 | -0.5 |
| N2 | 3.5 | 4.0 | -0.5 |
| N3 | 6.5 | 2.0 | +4.5 |
| N4 | 4.5 | 5.0 | -0.5 |
"""
    assert right(text) == ["-0.5", "+4.5"]


def test_the_change_from_one_column_to_another_with_remarks_beside_the_numbers() -> None:
    text = """
| 期权 | 独立值/股 | 调整后概率 | 调整后值/股 | 变化 |
|---|---|---|---|---|
| Storage | $10.6 | 49.0% (原45%) | **$11.5** | +$0.9 |
| Taxis | $19.7 | 27.3% (原18%) | **$29.9** | +$10.2 |
| Robots | $7.6 | 17.6% (原8%) | **$16.7** | +$9.1 |
| Insurance | $0.5 | 43.2% (原35%) | **$0.6** | +$0.1 |
| Chips | $1.6 | 12.0% (原12%) | **$1.6** | $0 |
"""
    assert right(text, Kind.CHANGE) == ["+$0.9", "+$10.2", "+$9.1", "+$0.1", "$0"]
    assert wrong(text.replace("+$10.2", "+$12.0")) == [("+$12.0", "$10.20")]


def test_a_change_is_relative_or_in_points_or_in_its_unit_as_each_row_states_it() -> None:
    text = """
| Item | Before | After | 变化 |
|---|---|---|---|
| Revenue | NT$7,316B | NT$5,200B | -29% |
| Share | 68% | 40% | -28pp |
| Multiple | 22.5x | 30.0x | +7.5x |
| Value | $99.6B | $25.0B | -75% |
"""
    assert right(text, Kind.CHANGE) == ["-29%", "-28pp", "+7.5x", "-75%"]


def test_a_product_of_two_columns() -> None:
    text = """
| Event | Probability | Impact | 加权影响 |
|---|---|---|---|
| a | 13% | -65% | -8.5% |
| b | 9% | -45% | -4.1% |
| c | 26% | -25% | -6.5% |
| d | 33% | -12% | -4.0% |
| e | 31% | -10% | {} |
"""
    assert right(text.format("-3.1%"), Kind.TABLE_RATIO) == ["-8.5%", "-4.1%", "-6.5%", "-4.0%", "-3.1%"]
    assert wrong(text.format("-5.1%")) == [("-5.1%", "-3.10%")]


def test_a_product_of_three_columns() -> None:
    text = """
| Part | Revenue | Margin | P/E | Value |
|---|---|---|---|---|
| a | $45.2B | 65.1% | 25x | $736B |
| b | $35.7B | 58.3% | 18x | $375B |
| c | $12.4B | 55.2% | 15x | $103B |
| d | $26.9B | 50.4% | 12x | {} |
"""
    assert right(text.format("$163B"), Kind.TABLE_RATIO) == ["$736B", "$375B", "$103B", "$163B"]
    assert wrong(text.format("$363B")) == [("$363B", "$162.7B")]


def test_a_column_against_a_price_in_its_header() -> None:
    text = """
| Change | Effect | New value | vs $422.61 |
|---|---|---|---|
| a | +$21.8/股 | $142.5 | -66.3% |
| b | +$51.0/股 | $171.7 | -59.4% |
| c | +$16.2/股 | $136.9 | {} |
| d | +$193.1/股 | $313.8 | -25.7% |
"""
    assert right(text.format("-67.6%")) == [
        "$142.5", "-66.3%", "$171.7", "-59.4%", "$136.9", "-67.6%", "$313.8", "-25.7%",
    ]  # fmt: skip
    assert wrong(text.format("-76.6%")) == [("-76.6%", "-67.61%")]


def test_a_price_over_each_years_earnings() -> None:
    text = """
| Year | EPS | P/E@$139.65 |
|---|---|---|
| FY26E | $4.04 | 34.6x |
| FY27E | $5.73 | 24.4x |
| FY28E | $7.72 | {} |
| FY29E | $11.91 | 11.7x |
"""
    assert right(text.format("18.1x")) == ["34.6x", "24.4x", "18.1x", "11.7x"]
    assert wrong(text.format("81.1x")) == [("81.1x", "18.09x")]


def test_rows_against_the_one_that_stands_at_nothing() -> None:
    text = """
| Framework | Value | 与市价差 |
|---|---|---|
| Cars | $85-104B | -93% |
| Cars and technology | $200-350B | -75~-85% |
| Platform | $300-500B | -65~-79% |
| AI | $1,422-2,371B | 0%~+68% |
| Market | $1,414B | 0% |
"""
    assert wrong(text) == [("-75~-85%", "-85.9%")]
    assert right(text) == ["-93%", "-65~-79%", "0%~+68%"]


def test_rows_of_a_statement_follow_from_its_other_rows() -> None:
    text = """
| Item | FY2022 | FY2023 | FY2024 | FY2025 |
|---|---|---|---|---|
| Net income | 993 | 852 | 1,158 | 1,736 |
| Revenue | 2,264 | 2,162 | 2,894 | 3,849 |
| Net margin | 43.9% | 39.4% | 40.0% | {} |
"""
    assert right(text.format("45.1%"), Kind.TABLE_RATIO) == ["43.9%", "39.4%", "40.0%", "45.1%"]
    assert wrong(text.format("54.1%")) == [("54.1%", "45.10%")]


def test_amounts_in_the_units_of_their_rows() -> None:
    text = """
| Item | a | b | c | d |
|---|---|---|---|---|
| SBC ($M) | $343 | $1,057 | $930 | $18,800 |
| Revenue ($B) | $2.20 | $5.93 | $4.22 | $201.0 |
| SBC/Revenue | 15.6% | 17.8% | 22.0% | 9.4% |
"""
    assert right(text) == ["15.6%", "17.8%", "22.0%", "9.4%"]


def test_marks_from_one_to_five_agree_with_anything_and_claim_nothing() -> None:
    text = """
| Module | a | b | c | d |
|---|---|---|---|---|
| 1 | 2 | 1 | 1 | 2 |
| 2 | 2 | 2 | 0 | 2 |
| 3 | 3 | 1 | 2 | 3 |
| 4 | 1 | 0 | 1 | 1 |
| 5 | 2 | 1 | 1 | 3 |
"""
    assert claims(text) == []


def test_unrelated_columns_claim_nothing() -> None:
    text = """
| Company | Revenue growth | Gross margin | Net margin | ROE |
|---|---|---|---|---|
| a | 33% | 59.9% | 45.1% | 32.1% |
| b | 28% | 62.0% | 38.2% | 35.4% |
| c | 52% | 68.3% | 42.6% | 28.9% |
| d | 126% | 75.1% | 55.7% | 123.0% |
"""
    assert claims(text) == []


@pytest.mark.parametrize(
    "cell", ["~~76.0%~~", "76.0% or 67.0%", "76.0% → 67.0%", "see above", "—", "70.1-82.3%"]
)
def test_a_cell_that_is_not_one_number_is_not_judged(cell: str) -> None:
    assert wrong(CASH.replace("76.0%", cell)) == []


def test_a_number_whose_remark_has_another_number_is_never_wrong() -> None:
    assert wrong(CASH.replace("76.0%", "71.5% (vs 15.91 base)")) == []
    assert wrong(CASH.replace("76.0%", "71.5% [10-K]")) == []
    assert wrong(CASH.replace("76.0%", "71.5% (filing)")) == [("71.5%", "76.01%")]
