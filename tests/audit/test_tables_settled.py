"""Columns that their headers settle: known ratios, a quantity times a price, growth from one year to the next."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.audit.told_by_tables import claims, right, table, wrong

ORDERS = """
| Item | {} | {} | {} |
|---|---|---|---|
| a | 1 | $300 | $300 |
| b | 2 | $450 | {} |
| c | 3 | $120 | $360 |
| d | 4 | $50 | $200 |
"""
PEERS = """
| Company | Market cap | Revenue | P/S |
|---|---|---|---|
| a | $100B | $20B | 5.0x |
| b | $80B | $10B | 8.0x |
| c | $60B | $20B | {} |
"""
YOY = """
| Item | 2023 | 2024 | {} |
|---|---|---|---|
| Revenue | $100M | $112M | +12% |
| EBIT | $200K | $250K | {} |
| Net income | $15.0M | $12.0M | −20% |
"""


@pytest.mark.parametrize(
    "headers",
    [
        ("Qty", "Price", "Amount"),
        ("Units", "Unit price", "Revenue"),
        ("Volume", "ASP", "Sales"),
        ("Shares", "Share price", "Market value"),
        ("数量", "单价", "金额"),
        ("销量", "均价", "营收"),
    ],
)
def test_a_quantity_times_a_price_is_an_amount(headers: tuple[str, ...]) -> None:
    assert right(ORDERS.format(*headers, "$900")) == ["$300", "$900", "$360", "$200"]
    assert wrong(ORDERS.format(*headers, "$950")) == [("$950", "$900.0")]


def test_amounts_of_a_rounded_quantity_are_not_wrong() -> None:
    text = ORDERS.format("Units (K)", "Price", "Revenue ($K)", "$910")
    assert wrong(text) == []


@pytest.mark.parametrize(
    ("result", "first", "second", "unit"),
    [
        ("P/S", "Market cap", "Revenue", "x"),
        ("EV/EBITDA", "EV", "EBITDA", "x"),
        ("EV/Sales", "Enterprise value", "Sales", "x"),
        ("P/E", "Share price", "EPS", "x"),
        ("P/E", "Market cap", "Net income", "x"),
        ("市盈率", "总市值（亿元）", "净利润（亿元）", "倍"),
        ("市销率", "市值", "营收", "倍"),
        ("Debt/equity", "Total debt", "Equity", "x"),
    ],
)
def test_a_known_multiple_is_settled_by_its_header(result: str, first: str, second: str, unit: str) -> None:
    text = f"\n| Company | {second} | {first} | {result} |\n|---|---|---|---|\n| a | 20.0 | 100.0 | 5.0{unit} |\n| b | 10.0 | 80.0 | 8.0{unit} |\n| c | 20.0 | 60.0 | {{}} |\n"
    assert right(text.format(f"3.0{unit}")) == [f"5.0{unit}", f"8.0{unit}", f"3.0{unit}"]
    assert wrong(text.format(f"4.0{unit}")) == [(f"4.0{unit}", f"3.00{unit}")]


@pytest.mark.parametrize(
    ("result", "first", "second"),
    [
        ("Net margin", "Net income", "Revenue"),
        ("Gross margin", "Gross profit", "Revenue"),
        ("Operating margin", "EBIT", "Sales"),
        ("FCF margin", "Free cash flow", "Revenue"),
        ("ROE", "Net income", "Equity"),
        ("Payout ratio", "DPS", "EPS"),
        ("毛利率", "毛利", "营业收入"),
        ("净利率", "归母净利润", "营收"),
    ],
)
def test_a_known_ratio_is_settled_by_its_header_in_columns_and_in_rows(
    result: str, first: str, second: str
) -> None:
    upright = f"\n| Year | {second} | {first} | {result} |\n|---|---|---|---|\n| 2023 | 100.0 | 20.0 | 20.0% |\n| 2024 | 120.0 | 30.0 | {{}} |\n"
    lying = f"\n| Item | 2023 | 2024 |\n|---|---|---|\n| {second} | 100.0 | 120.0 |\n| {first} | 20.0 | 30.0 |\n| {result} | 20.0% | {{}} |\n"
    for text in (upright, lying):
        assert right(text.format("25.0%"))[-2:] == ["20.0%", "25.0%"]
        assert wrong(text.format("35.0%")) == [("35.0%", "25.00%")]


@pytest.mark.parametrize("stated", ["4.0x (adj.)", "4.0x fwd", "~4.0x", ">4.0x", "30.0x", "3.05x"])
def test_what_may_be_on_another_basis_or_in_another_unit_is_not_wrong(stated: str) -> None:
    assert wrong(PEERS.format(stated).replace("$60B", "$60.9B")) == []


@pytest.mark.parametrize(
    ("column", "name"),
    [
        ("P/S", "P/S 2025E"),
        ("P/S", "Adjusted P/S"),
        ("P/S", "Forward P/S"),
        ("Revenue", "Core revenue"),
        ("Market cap", "Price"),
    ],
)
def test_one_row_settles_nothing_where_the_headers_do_not_fit(column: str, name: str) -> None:
    text = PEERS.format("4.0x").replace("| b | $80B | $10B | 8.0x |\n", "")
    assert wrong(text) == [("4.0x", "3.00x")]
    assert wrong(text.replace(column, name, 1)) == []


def test_amounts_in_several_currencies_are_not_compared() -> None:
    assert wrong(PEERS.format("4.0x").replace("$60B | $20B", "$60B | €20B")) == []


def test_a_mean_is_not_the_ratio_of_means() -> None:
    assert wrong(PEERS.format("4.0x").replace("| c |", "| Median |")) == []


@pytest.mark.parametrize(
    ("revenue", "value"),
    [
        ("Revenue ($M)", "20,000"),
        ("Revenue (USD bn)", "20.0"),
        ("Revenue, $B", "20.0"),
        ("Revenue ($B)", "$20.0B"),
    ],
)
def test_the_units_of_headers_apply_to_the_numbers_below_them(revenue: str, value: str) -> None:
    text = f"\n| Company | Market cap ($B) | {revenue} | P/S |\n|---|---|---|---|\n| a | 100.0 | {value} | 5.0x |\n| b | 80.0 | {value} | 4.0x |\n| c | 60.0 | {value} | {{}} |\n"
    assert right(text.format("3.0x")) == ["5.0x", "4.0x", "3.0x"]
    assert wrong(text.format("2.0x")) == [("2.0x", "3.00x")]


def test_chinese_units_of_headers_apply_too() -> None:
    text = "\n| 年度 | 营收（亿元） | 净利润（万元） | 净利率 |\n|---|---|---|---|\n| 2022 | 100 | 200,000 | 20% |\n| 2023 | 110 | 220,000 | 20% |\n| 2024 | 120 | 240,000 | {} |\n"
    assert right(text.format("20%")) == ["20%"]
    assert wrong(text.format("25%")) == [("25%", "20.0%")]


@pytest.mark.parametrize(
    "header", ["YoY", "同比", "Growth", "YoY growth", "Change YoY", "2024 YoY", "增速", "YoY %"]
)
def test_growth_beside_two_years_is_settled_by_its_header(header: str) -> None:
    assert right(YOY.format(header, "25%")) == ["+12%", "25%", "−20%"]
    assert wrong(YOY.format(header, "31%")) == [("31%", "25.0%")]


@pytest.mark.parametrize(
    "header", ["Organic growth", "YoY (cc)", "QoQ", "YoY adj.", "固定汇率同比", "2023 YoY"]
)
def test_growth_of_something_else_is_not_settled_by_its_header(header: str) -> None:
    assert wrong(YOY.format(header, "31%")) == []


def test_growth_over_several_years_is_not_that_of_the_last_one() -> None:
    text = "\n| Item | 2022 | 2023 | 2024 | {} |\n|---|---|---|---|---|\n| a | 100 | 121 | 150 | 22.5% |\n| b | 100 | 110 | 121 | 10% |\n"
    assert wrong(text.format("Growth")) == []


YEARS = "\n| Year | Revenue ($B) | {} |\n|---|---|---|\n| FY2022 | 100.5 | — |\n| FY2023 | 120.3 | 19.7% |\n| FY2024 | 150.0 | {} |\n"


@pytest.mark.parametrize("header", ["Growth", "YoY", "Revenue growth", "同比"])
def test_one_year_that_comes_out_right_holds_the_other_to_it(header: str) -> None:
    assert right(YEARS.format(header, "24.7%")) == ["19.7%", "24.7%"]
    assert wrong(YEARS.format(header, "35.0%")) == [("35.0%", "24.69%")]


@pytest.mark.parametrize("header", ["Organic growth", "EPS growth", "YoY (cc)", "Volume growth"])
def test_one_year_does_not_hold_another_to_the_growth_of_something_else(header: str) -> None:
    assert wrong(YEARS.format(header, "35.0%")) == []


@settings(max_examples=50, deadline=None)
@given(
    rows=st.lists(st.tuples(st.integers(100, 99_999), st.integers(100, 99_999)), min_size=2, max_size=6),
    digits=st.integers(0, 2),
    header=st.sampled_from(("Gross margin|Gross profit|Revenue", "ROE|Net income|Equity", "YoY|2024|2023")),
)
def test_what_is_rounded_correctly_is_never_wrong(
    rows: list[tuple[int, int]], digits: int, header: str
) -> None:
    result, first, second = header.split("|")
    less = 1 if result == "YoY" else 0
    cells = [
        [f"c{at}", f"{b / 10:.1f}", f"{a / 10:.1f}", f"{100 * (a / b - less):.{digits}f}%"]
        for at, (a, b) in enumerate(rows)
    ]
    assert wrong(table(["Item", second, first, result], cells)) == []


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 2000), st.integers(1, 99_999)), min_size=2, max_size=6),
    st.integers(0, 2),
)
def test_amounts_that_are_rounded_correctly_are_never_wrong(rows: list[tuple[int, int]], digits: int) -> None:
    cells = [
        [f"c{at}", units, f"${price / 100:.2f}", f"${units * price / 100:.{digits}f}"]
        for at, (units, price) in enumerate(rows)
    ]
    assert claims(table(["Item", "Qty", "Price", "Amount"], cells)) is not None
    assert wrong(table(["Item", "Qty", "Price", "Amount"], cells)) == []
