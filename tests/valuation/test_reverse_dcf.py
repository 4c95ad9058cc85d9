"""What a price implies: the golden figures of the short and the full form, the verdict, and its laws."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultval.valuation.discounting.dcf import EXIT_MULTIPLE, GORDON, Drivers, Terminal, dcf, gordon_multiple
from vaultval.valuation.discounting.paths import FROM_BASE_YEAR, constant_path, linear_path
from vaultval.valuation.implied.reverse_dcf import between_whole_years, bracket, implied, short_form, verdict

CAP, WACC, REVENUE = 1405e9, 0.115, 94.83e9
GROWTH_FOR_EVER, SOLD = Terminal(GORDON, growth=0.03), Terminal(EXIT_MULTIPLE, multiple=25.0)


def _worth(growth, margins, revenue, wacc=0.10, terminal=GROWTH_FOR_EVER):
    return dcf(
        Drivers(
            revenue=revenue,
            growth=constant_path(growth, len(margins)),
            wacc=wacc,
            terminal=terminal,
            fcf_margin=margins,
        )
    ).ev


def _base(growth=(0.20, 0.16, 0.12, 0.08, 0.04), last_margin=0.20, wacc=0.10):
    return dcf(
        Drivers(
            revenue=100.0,
            growth=growth,
            wacc=wacc,
            terminal=GROWTH_FOR_EVER,
            operating_margin=linear_path(0.10, last_margin, 5),
            tax_rate=constant_path(0.25, 5),
            depreciation=constant_path(0.04, 5),
            capex=linear_path(0.08, 0.05, 5),
            working_capital=constant_path(0.10, 5),
        )
    ).ev


def test_the_short_form_of_the_worked_company():
    found = short_form(CAP, WACC, 5, 25, 0.15, REVENUE, 0.03)
    assert found.terminal_cap == pytest.approx(2421.3114802091095e9, rel=1e-14)
    assert found.revenue == pytest.approx(645.683e9, abs=0.5e6)
    assert found.implied_growth == pytest.approx(0.467624, abs=5e-7)
    assert found.gordon_income == pytest.approx(205.81147581777432e9, rel=1e-13)


def test_the_multiples_that_growth_for_ever_stands_for():
    assert gordon_multiple(WACC, 0.03) == pytest.approx(12.117647058823529, rel=1e-14)
    found = short_form(CAP, WACC, 5, 25, 0.15, REVENUE, 0.03)
    assert found.terminal_cap / found.gordon_income == pytest.approx(11.76470588235294, rel=1e-14)


def test_revenue_at_the_report_s_rounded_terminal_cap():
    assert short_form(2400e9, 0.0, 5, 25, 0.15, REVENUE).revenue == pytest.approx(640e9, rel=1e-14)
    found = short_form(2400e9, 0.0, 5, 25, 0.15, REVENUE)
    assert found.implied_growth == pytest.approx(0.465031102020232, rel=1e-12)


@pytest.mark.parametrize(
    ("unknown", "worth", "expected"),
    [
        ("growth", lambda g: _base(growth=(g,) * 5), 0.172551),
        ("margin", lambda m: _base(last_margin=m), 0.227402),
        ("wacc", lambda w: _base(wacc=w), 0.091958),
    ],
)
def test_each_unknown_of_the_base_case_at_an_enterprise_value_of_300(unknown, worth, expected):
    found = implied(unknown, worth, 300.0, floor=0.03)
    assert found.value == pytest.approx(expected, abs=5e-7)
    assert worth(found.value) == pytest.approx(300.0, rel=1e-9)


@pytest.mark.parametrize(
    ("terminal", "growth", "revenue"),
    [(GROWTH_FOR_EVER, 0.297481, 1282.20), (SOLD, 0.240200, 816.32)],
)
def test_ten_years_of_a_margin_that_fades(terminal, growth, revenue):
    margins = linear_path(0.0656, 0.15, 10, FROM_BASE_YEAR)
    found = implied("growth", lambda g: _worth(g, margins, 94.83, terminal=terminal), 1414.0)
    assert found.value == pytest.approx(growth, abs=5e-7)
    assert 94.83 * (1 + found.value) ** 10 == pytest.approx(revenue, abs=0.005)


@pytest.mark.parametrize(
    ("terminal", "value", "growth"),
    [
        (GROWTH_FOR_EVER, 695.5811845253855, 0.2903104997229119),
        (SOLD, 1022.7422044127306, 0.23460673589010173),
    ],
)
def test_ten_years_of_a_margin_of_15_per_cent(terminal, value, growth):
    margins = constant_path(0.15, 10)

    def worth(rate):
        return _worth(rate, margins, 95.0, terminal=terminal)

    assert worth(0.19196611194489255) == pytest.approx(value, rel=1e-12)
    assert implied("growth", worth, 1414.0).value == pytest.approx(growth, rel=1e-10)


def test_growth_above_one_and_a_half_times_the_consensus_is_aggressive():
    found = verdict(0.4649977, 0.24705054503557022, 0.15, 0.16, 640e9, 7.25e12, 5)
    assert found.word == "aggressive"
    assert [test.level for test in found.tests] == ["aggressive", "reasonable", "reasonable", "reasonable"]


@pytest.mark.parametrize(
    ("growth", "margin", "revenue", "years", "word"),
    [
        (0.30, 0.176, 1.0, 5, "reasonable"),
        (0.301, 0.16, 1.0, 5, "optimistic"),
        (0.375, 0.16, 1.0, 5, "optimistic"),
        (0.376, 0.16, 1.0, 5, "aggressive"),
        (0.10, 0.177, 1.0, 5, "optimistic"),
        (0.10, 0.208, 1.0, 5, "optimistic"),
        (0.10, 0.209, 1.0, 5, "aggressive"),
        (0.10, 0.10, 3.1, 5, "unrealistic"),
        (0.10, 0.10, 3.0, 15, "reasonable"),
        (0.10, 0.10, 1.0, 15.5, "unrealistic"),
    ],
)
def test_the_limits_of_each_verdict(growth, margin, revenue, years, word):
    assert verdict(growth, 0.25, margin, 0.16, revenue, 10.0, years).word == word


def test_without_a_consensus_nothing_is_called_reasonable():
    found = verdict(0.20, None, 0.10, 0.16, 1.0, 10.0, 5)
    assert found.word == ""
    assert (found.tests[0].level, found.tests[0].missing) == ("", "`consensus_growth`")
    assert verdict(0.20, None, 0.30, 0.16, 1.0, 10.0, 5).word == "aggressive"


def test_a_consensus_of_no_growth_is_no_measure_for_growth():
    assert verdict(0.05, -0.02, 0.10, 0.16, 1.0, 10.0, 5).tests[0].missing == "`consensus_growth` above zero"
    assert verdict(-0.03, -0.02, 0.10, 0.16, 1.0, 10.0, 5).word == "reasonable"


def test_between_whole_years_a_value_runs_straight():
    line = between_whole_years(lambda years: years**2)
    assert [line(2.0), line(2.5), line(3.0), line(50.0)] == [4.0, 6.5, 9.0, 2500.0]


def test_a_word_that_is_no_unknown_is_refused():
    with pytest.raises(ValueError, match="none of"):
        bracket("luck")


def test_what_cannot_be_reversed_is_refused():
    with pytest.raises(ValueError, match="above zero"):
        short_form(CAP, WACC, 5, 25, 0.0, REVENUE)
    with pytest.raises(ValueError, match="not above"):
        short_form(CAP, 0.03, 5, 25, 0.15, REVENUE, 0.03)


@settings(max_examples=50, deadline=None)
@given(
    st.floats(-0.3, 0.8),
    st.floats(0.02, 0.4),
    st.integers(1, 15),
    st.floats(0.06, 0.25),
    st.floats(-0.02, 0.04),
)
def test_solving_then_valuing_gives_the_price_back(growth, margin, years, wacc, forever):
    terminal = Terminal(GORDON, growth=forever)
    margins = constant_path(margin, years)

    def worth(rate):
        return _worth(rate, margins, 100.0, wacc, terminal)

    price = worth(growth)
    found = implied("growth", worth, price)
    assert worth(found.value) == pytest.approx(price, rel=1e-9)
    assert found.value == pytest.approx(growth, abs=1e-8)


@settings(max_examples=50, deadline=None)
@given(st.floats(0.2, 5), st.floats(1.01, 3))
def test_implied_growth_rises_with_the_price(price, more):
    margins = linear_path(0.05, 0.15, 10)

    def growth(target):
        return implied("growth", lambda g: _worth(g, margins, 1.0), target).value

    assert growth(price * more) > growth(price)
    low, high = (short_form(cap, 0.1, 5, 20, 0.1, 1.0).implied_growth for cap in (price, price * more))
    assert high > low
