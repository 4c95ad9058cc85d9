"""Parts of one: weights, allocations, shares of a whole, and the probabilities of cases that exclude each other."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.audit.told_by_tables import claims, right, table, wrong

BULL_BASE_BEAR = ("Bull", "Base", "Bear")


def parts(first: str, header: str, names: tuple[str, ...], *numbers: str) -> str:
    """A table of named parts."""
    return table([first, header], zip(names, numbers, strict=True))


@pytest.mark.parametrize(
    ("first", "header", "names"),
    [
        ("Case", "Probability", BULL_BASE_BEAR),
        ("", "Probability", ("Bull case", "Base case", "Bear case")),
        ("Scenario", "Probability", ("Monopoly", "Duopoly", "Price war")),
        ("Outcome", "Prob.", ("Upside", "Base", "Downside")),
        ("情景", "概率", ("乐观", "基准", "悲观")),
        ("场景", "概率", ("**牛市情景**", "中性", "熊市")),
        ("情形", "概率", ("需求回升", "持平", "需求下滑")),
    ],
)
def test_the_probabilities_of_exclusive_cases_sum_to_one(
    first: str, header: str, names: tuple[str, ...]
) -> None:
    assert right(parts(first, header, names, "35%", "45%", "20%")) == ["20%"]
    assert wrong(parts(first, header, names, "35%", "45%", "25%")) == [("25%", "20.0%")]
    assert wrong(parts(first, header, names, "35%", "45%", "15%")) == [("15%", "20.0%")]


def test_cases_side_by_side_sum_to_one_too() -> None:
    text = "\n| | Bull | Base | Bear |\n|---|---|---|---|\n| Value | $120 | $90 | $60 |\n| Probability | 30% | 50% | {} |\n"
    assert right(text.format("20%")) == ["20%"]
    assert wrong(text.format("25%")) == [("25%", "20.0%")]


@pytest.mark.parametrize("number", ["100%", ""])
def test_the_row_of_the_expected_value_is_no_case(number: str) -> None:
    text = f"\n| Case | Probability | Value |\n|---|---|---|\n| Bull | 35% | $99 |\n| Base | 45% | $80 |\n| Bear | 25% | $50 |\n| Expected | {number} | |\n"
    assert wrong(text) == [("25%", "20.0%")]


@pytest.mark.parametrize(
    ("first", "header", "names"),
    [
        ("Event", "Probability", ("Launch", "Strike", "Approval")),
        ("Option", "概率", ("储能", "出行", "机器人")),
        ("Risk", "Likelihood", ("Strike", "Recall", "Fine")),
        ("Scenario", "Cumulative probability", ("a", "b", "c")),
        ("情景", "独立概率", ("a", "b", "c")),
        ("情景", "概率变化", ("a", "b", "c")),
        ("Scenario", "Probability", ("Delay", "Recall", "Delay")),
    ],
)
def test_the_probabilities_of_what_may_happen_together_claim_nothing(
    first: str, header: str, names: tuple[str, ...]
) -> None:
    assert claims(parts(first, header, names, "35%", "45%", "25%")) == []


@pytest.mark.parametrize("last", ["25% (was 20%)", "20-30%"])
def test_a_probability_with_another_number_beside_it_is_not_judged(last: str) -> None:
    assert claims(parts("Case", "Probability", BULL_BASE_BEAR, "35%", "45%", last)) == []


@pytest.mark.parametrize(
    "header",
    ["Weight", "Allocation", "Portfolio allocation", "Mix", "Revenue mix", "配置比例", "目标配置", "仓位"],
)
def test_weights_and_allocations_sum_to_one(header: str) -> None:
    assert right(parts("Thing", header, ("a", "b", "c"), "30%", "45%", "25%")) == ["25%"]
    assert wrong(parts("Thing", header, ("a", "b", "c"), "30%", "45%", "30%")) == [("30%", "25.0%")]
    assert wrong(parts("Thing", header, ("a", "b", "c"), "30%", "45%", "20%")) == [("20%", "25.0%")]


@pytest.mark.parametrize("header", ["% of revenue", "% of total", "占营收", "占比", "Share of sales"])
def test_shares_of_a_whole_are_no_more_than_it_and_all_of_it_with_the_others(header: str) -> None:
    assert right(parts("Segment", header, ("a", "b", "c"), "30%", "45%", "25%")) == ["25%"]
    assert wrong(parts("Segment", header, ("a", "b", "c"), "30%", "45%", "30%")) == [("30%", "25.0%")]
    assert claims(parts("Segment", header, ("a", "b", "c"), "30%", "45%", "20%")) == []
    assert wrong(parts("Segment", header, ("a", "b", "Other"), "30%", "45%", "20%")) == [("20%", "25.0%")]


@pytest.mark.parametrize(
    ("first", "names"),
    [
        ("Cost", ("Goods", "Research", "Staff")),
        ("Segment", ("a", "of which b", "c")),
        ("Company", ("a", "b", "c")),
        ("分部", ("销售成本", "研发费用", "其他")),
    ],
)
def test_shares_that_are_not_parts_of_one_another_claim_nothing(first: str, names: tuple[str, ...]) -> None:
    assert wrong(parts(first, "% of revenue", names, "45%", "35%", "25%")) == []


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(1, 9999), min_size=2, max_size=8), st.integers(0, 2))
def test_probabilities_that_are_rounded_correctly_are_never_wrong(weights: list[int], digits: int) -> None:
    rows = [[f"case {at}", f"{100 * weight / sum(weights):.{digits}f}%"] for at, weight in enumerate(weights)]
    assert wrong(table(["Scenario", "Probability"], rows)) == []
