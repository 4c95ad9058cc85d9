"""Compound annual growth that is stated with two amounts and their years."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.audit.reading import claims_of
from vaultval.audit.changes.rates import find_rates

RIGHT = (
    ("The market grows from $95.0B (FY2025) to $290B (2030), a CAGR of ~25 %.", "~25 %"),
    ("At a CAGR of 25% from $95.0B in 2025 to $290B in 2030.", "25%"),
    ("Sales: $95B (2025) → $290B (2030), CAGR 25%", "25%"),
    ("FY2025的$2.4B营收到FY2030E的$8.2B意味着5年CAGR约27.9%", "27.9%"),
    ("营收从2020年的10亿元增长至2025年的25亿元，年均复合增长率20.1%", "20.1%"),
    ("12K(2023)→120K(2026) = 10倍增长 in 3 years, CAGR 115%", "115%"),
    ("2021-2025年营收从1,500亿增至3,000亿,累计增幅100%,CAGR达18.9%", "18.9%"),
    # four years are named, of which the first is where it starts: both counts are used
    ("从$3.00B增至$6.24B, 4年CAGR 20.1%", "20.1%"),
    ("从$3.00B增至$6.24B, 4年CAGR 27.6%", "27.6%"),
    ("市场从$20B(2025)->$50B+(2026),CAGR >100%", ">100%"),
    ("$10B (FY2020) → $20B (FY2025), 14.9% a year", "14.9%"),
    ("Sales rose from $10B in 2020 to $20B in 2025, or 14.9% a year.", "14.9%"),
    ("营收从2020年的10亿元增至2025年的20亿元，年化增速14.9%", "14.9%"),
    ("- Market today: ~$60B (2025)\n- 2030 forecast: $350-650B [median of three, CAGR 42-61%]", "42-61%"),
)

WRONG = (
    ("$10B (FY2020) → $20B (FY2025), 18.9% a year", "18.9%", "14.87%", "4 years are counted, 5 lie between"),
    ("$10B (FY2020) → $20B (FY2025), 每年18.9%", "18.9%", "14.87%", "4 years are counted, 5 lie between"),
    ("$10B (FY2020) → $20B (FY2025), 年化18.9%", "18.9%", "14.87%", "4 years are counted, 5 lie between"),
    ("Sales: $95.0B (2025) → $290B (2030), CAGR 20%", "20%", "25.0%", "6 years are counted, 5 lie between"),
    ("Sales: $95.0B (2025) → $290B (2030), CAGR 32%", "32%", "25.0%", "4 years are counted, 5 lie between"),
    ("从FY2023的TWD 900B增长至FY2025的TWD 2,200B,两年复合增长60.0%", "60.0%", "56.35%", ""),
    (
        "营收从2020年的10.0亿元增长至2025年的25.0亿元，五年复合增长率30%",
        "30%",
        "20.1%",
        "the growth is divided by the years, and not compounded",
    ),
    (
        "2021-2025年,营收从1,500.0B增至3,641.0B,CAGR达24.8%",
        "24.8%",
        "24.82%",
        None,
    ),
    (
        "- 当前全球市场: ~$60B (2025)\n- 2030预测: $350-650B [中位数，CAGR 30-40%]",
        "30-40%",
        "61.0%",
        "",
    ),
)

NONE = (
    "Sales CAGR 25% from 2020 to 2025.",
    "从$95B增至$290B, CAGR 99%",
    "The market grows from $95B (2025) to $290B (2030), while costs have a CAGR of 3%.",
    "CAGR 25% vs 40%; $95B and $290B",
    "$95B (2025) → $290B (2030), margin 25%, EPS CAGR 60%",
    # the whole growth divided by the years is another way to say so much a year
    "$10B (FY2020) → $20B (FY2025), 20% a year",
    "$10B (FY2020) → $20B (FY2025), with inflation of 3% a year",
    "$10B (FY2020) → $20B (FY2025), 年化波动率45%",
    "利润$10B (FY2020) → $20B (FY2025)，股本每年稀释3%",
    "$10B → $20B, 18.9% a year for 3 years",
    "- Sales: $95B (2025)\n- 2030 market: $900B (CAGR 12%)",
    "- Users: 60M (2025)\n- 2030 forecast: $350B (CAGR 12%)",
    "| $95B (2025) | $290B (2030), CAGR 3% |\n|---|---|\n| a | b |",
)


def found(text):
    return claims_of(text, (find_rates,))


@pytest.mark.parametrize(("text", "stated"), RIGHT)
def test_a_right_rate_is_found(text, stated):
    (claim,) = found(text)
    assert claim.stated == stated
    assert claim.verdict.value in ("reproduces", "rounding")


@pytest.mark.parametrize(("text", "stated", "shown", "cause"), WRONG)
def test_a_wrong_rate_is_found_with_what_it_should_be_and_why(text, stated, shown, cause):
    (claim,) = found(text)
    assert (claim.stated, claim.shown) == (stated, shown)
    if cause is None:
        assert claim.verdict.value == "reproduces"
    else:
        assert (claim.verdict.value, claim.cause) == ("wrong", cause)


@pytest.mark.parametrize("text", NONE)
def test_a_rate_without_both_amounts_and_their_years_or_of_another_thing_is_no_claim(text):
    assert found(text) == []


def test_a_rate_whose_unit_says_a_year_is_found():
    (claim,) = found("$10B (FY2020) → $20B (FY2025), +18.9% per year")
    assert (claim.stated, claim.verdict.value) == ("+18.9% per year", "wrong")


def test_a_claim_in_the_second_item_stands_at_its_rate():
    (claim,) = found("- Market: $60B (2025)\n- 2030: $350B, CAGR 90%\n")
    assert (claim.place.line, claim.place.column, claim.place.length) == (2, 21, 3)


@given(st.floats(1, 9000), st.floats(1.05, 20), st.integers(2, 12), st.integers(0, 2), st.integers(0, 2))
def test_a_rate_that_is_computed_from_two_amounts_is_never_wrong(was, times, years, digits, more):
    now = was * times
    rate = (times ** (1 / years) - 1) * 100
    assume(round(was, more) > 0)
    text = f"Sales: ${was:,.{more}f}B (2020) → ${now:,.{more}f}B ({2020 + years}), CAGR {rate:.{digits}f}%"
    (claim,) = found(text)
    assert claim.verdict.value in ("reproduces", "rounding")


@given(st.integers(100, 9000), st.floats(2, 20), st.integers(3, 9), st.sampled_from((-1, 1)))
def test_one_year_too_many_or_too_few_is_told(was, times, years, off):
    now = round(was * times)
    rate = ((now / was) ** (1 / (years + off)) - 1) * 100
    (claim,) = found(f"Sales: ${was}.0B (2020) → ${now}.0B ({2020 + years}), CAGR {rate:.1f}%")
    assert claim.verdict.value == "wrong"
    assert claim.cause == f"{years + off} years are counted, {years} lie between"
