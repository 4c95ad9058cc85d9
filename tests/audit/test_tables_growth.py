"""Growth beside amounts: rows of years or quarters, columns of years, whatever their order."""

import pytest

from tests.audit.told_by_tables import claims, right, wrong
from vaultval.audit.claims import Kind

YEARS = """
| 年度 | R&D($B) | 营收($B) | R&D YoY |
|---|---|---|---|
| FY2022 | $3.08 | $81.46 | — |
| FY2023 | $3.97 | $96.77 | +28.9% |
| FY2024 | $4.54 | $97.69 | +14.4% |
| FY2025 | $6.41 | $94.83 | +41.2% |
"""


def test_each_year_against_the_year_before() -> None:
    assert right(YEARS, Kind.CHANGE) == ["+28.9%", "+14.4%", "+41.2%"]
    assert wrong(YEARS.replace("+14.4%", "+41.4%")) == [("+41.4%", "14.36%")]


def test_the_order_of_the_years_does_not_matter() -> None:
    lines = YEARS.strip().split("\n")
    assert right("\n".join(lines[:2] + lines[:1:-1]), Kind.CHANGE) == ["+41.2%", "+14.4%", "+28.9%"]


def test_growth_whose_amounts_are_in_another_place_is_not_judged() -> None:
    assert (
        claims(
            "\n| Year | Revenue | Growth |\n|---|---|---|\n| 2023 | $4.1B | +9% |\n| 2024 | $4.4B | +31% |\n"
        )
        == []
    )


def test_quarters_against_the_quarter_before_and_the_year_before() -> None:
    text = """
| 季度 | 营收($M) | QoQ增速 | YoY增速 |
|---|---|---|---|
| Q1'24 | 242.96 | — | — |
| Q2'24 | 281.18 | +15.7% | — |
| Q3'24 | 348.35 | +23.9% | — |
| Q4'24 | 427.71 | +22.8% | — |
| Q1'25 | 392.36 | -8.3% | +61.5% |
| Q2'25 | 499.63 | +27.3% | +77.7% |
| Q3'25 | 584.91 | +17.1% | +67.9% |
| Q4'25 | 725.61 | +24.1% | +69.6% |
"""
    assert len(right(text, Kind.CHANGE)) == 11
    assert wrong(text) == []
    assert wrong(text.replace("+67.9%", "+76.9%")) == [("+76.9%", "67.91%")]


def test_columns_of_years_with_rows_of_growth() -> None:
    text = """
| Item | FY2025 | FY2026E | FY2027E | FY2028E |
|---|---|---|---|---|
| Revenue | 3,849 | 4,945 | 6,107 | 7,316 |
| YoY增速 | +33.0% | +28.5% | +23.5% | {} |
"""
    assert right(text.format("+19.8%"), Kind.CHANGE) == ["+28.5%", "+23.5%", "+19.8%"]
    assert wrong(text.format("+91.8%")) == [("+91.8%", "19.80%")]


def test_a_column_of_growth_between_two_columns_of_years() -> None:
    text = """
| Item | FY2024 | FY2025 | YoY |
|---|---|---|---|
| Revenue | $97.69B | $94.83B | -2.9% |
| R&D | $4.54B | $6.41B | +41.2% |
| CapEx | $11.34B | $8.53B | {} |
"""
    assert right(text.format("-24.8%"), Kind.CHANGE) == ["-2.9%", "+41.2%", "-24.8%"]
    assert wrong(text.format("-42.8%")) == [("-42.8%", "-24.78%")]


def test_compound_growth_over_the_years_of_the_headers() -> None:
    text = """
| Segment | FY2021 | FY2023 | FY2026E | CAGR |
|---|---|---|---|---|
| a | $12.0B | $15.1B | $24.1B | 15.0% |
| b | $3.1B | $3.9B | $6.2B | 14.9% |
| c | $8.0B | $9.0B | $9.7B | {} |
"""
    assert right(text.format("3.9%"), Kind.CHANGE) == ["15.0%", "14.9%", "3.9%"]
    assert wrong(text.format("9.3%")) == [("9.3%", "3.93%")]


@pytest.mark.parametrize("first", ["Cars", "2024-2025", "Q1 and Q2"])
def test_rows_that_are_no_periods_have_no_growth(first: str) -> None:
    text = f"\n| Thing | Sales | YoY |\n|---|---|---|\n| {first} | $10B | 5% |\n| Trucks | $20B | 7% |\n| Vans | $5B | 8% |\n"
    assert claims(text) == []
