"""The DCF's arithmetic, against worked cases to the printed precision, and its laws."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultval.config import Config
from vaultval.figure import Figure
from vaultval.valuation.core import SegmentValue, core_value
from vaultval.valuation.discounting.bridge import diluted_at, diluted_value, equity_value
from vaultval.valuation.discounting.cost_of_capital import capm, implied_beta, wacc
from vaultval.valuation.discounting.dcf import (
    EXIT_MULTIPLE,
    GORDON,
    VALUE_DRIVER,
    Drivers,
    Terminal,
    dcf,
    gordon_multiple,
    with_failure,
)
from vaultval.valuation.discounting.paths import FROM_BASE_YEAR, constant_path, exponential_path, linear_path
from vaultval.valuation.discounting.sum_of_parts import shares_of, target_price
from vaultval.valuation.implied.reverse_dcf import short_form
from vaultval.valuation.steps import Method

GROWTH = (0.20, 0.16, 0.12, 0.08, 0.04)
GORDON_3 = Terminal(GORDON, growth=0.03)


def drivers(**changes):
    """The worked company: five years, margin 10 to 20 %, capex 8 to 5 %, depreciation 4 %, tax 25 %, wacc 10 %."""
    stated = {
        "revenue": 100.0,
        "growth": GROWTH,
        "operating_margin": linear_path(0.10, 0.20, 5),
        "capex": linear_path(0.08, 0.05, 5),
        "depreciation": constant_path(0.04, 5),
        "working_capital": constant_path(0.10, 5),
        "tax_rate": constant_path(0.25, 5),
        "wacc": 0.10,
        "terminal": GORDON_3,
    }
    return Drivers(**(stated | changes))


def near(value):
    return pytest.approx(value, abs=5e-7)


def test_free_cash_flow_of_each_year():
    flows = [year.fcff for year in dcf(drivers()).years]
    assert flows == [near(2.2), near(6.606), near(11.9712), near(17.905574), near(23.842087)]


def test_v1_gordon_at_the_ends_of_years():
    result = dcf(drivers())
    assert result.pv_flows == near(43.487452)
    assert result.terminal_value == near(350.819279)
    assert result.terminal_pv == near(217.831171)
    assert result.ev == near(261.318623)
    assert result.implied_multiple == pytest.approx(8.3475, abs=5e-5)
    assert result.multiple_of == "EBITDA"
    assert result.terminal_share == pytest.approx(217.831171 / 261.318623)


def test_v2_gordon_in_the_middle_of_years_is_the_root_of_a_year_more():
    result = dcf(drivers(mid_year=True))
    assert result.pv_flows == near(45.610025)
    assert result.terminal_pv == near(228.463259)
    assert result.ev == near(274.073284)
    assert result.ev / dcf(drivers()).ev == pytest.approx(1.1**0.5, rel=1e-14)


def test_v3_an_exit_multiple_and_the_growth_that_it_implies():
    result = dcf(drivers(terminal=Terminal(EXIT_MULTIPLE, multiple=10.0)))
    assert result.terminal_value == near(420.267295)
    assert result.ev == near(304.440377)
    assert result.implied_growth == pytest.approx(0.040946, abs=5e-7)


def test_v3b_an_exit_multiple_is_paid_at_the_end_of_a_year_under_mid_year_discounting_too():
    result = dcf(drivers(terminal=Terminal(EXIT_MULTIPLE, multiple=10.0), mid_year=True))
    assert result.ev == near(306.562949)


def test_v4_a_value_driver():
    result = dcf(drivers(terminal=Terminal(VALUE_DRIVER, growth=0.03, roic=0.12)))
    assert result.terminal_value == near(289.871862)
    assert result.ev == near(223.475072)


def test_v5_the_bridge_to_a_share():
    equity = equity_value(dcf(drivers()).ev, [20.0, 3.0], [35.0, 5.0])
    assert equity / 10.5 == near(23.268440)


def test_v6_dilution_at_the_value_that_follows_from_it():
    price, count = diluted_value(1000.0, 100.0, [(10.0, 5.0), (8.0, 12.0)])
    assert (price, count) == (near(9.545455), near(104.761905))
    assert diluted_at(price, 100.0, [(10.0, 5.0), (8.0, 12.0)]) == pytest.approx(count)
    assert diluted_at(20.0, 100.0, [(10.0, 5.0), (8.0, 12.0)]) == pytest.approx(100 + 7.5 + 3.2)


def test_v15_a_probability_of_failure():
    assert with_failure(100.0, 0.2, 30.0) == 86.0


def test_f47_a_segment_whose_margin_has_moved_in_the_first_year_and_whose_capex_has_not():
    result = dcf(
        Drivers(
            revenue=689.0,
            growth=constant_path(0.06, 5),
            wacc=0.09,
            terminal=Terminal(GORDON, growth=0.025),
            operating_margin=linear_path(0.041, 0.08, 5, FROM_BASE_YEAR),
            tax_rate=constant_path(0.15, 5),
            depreciation_to_capex=constant_path(0.5, 5),
            capex=linear_path(0.04, 0.03, 5),
            working_capital=constant_path(0.0, 5),
        )
    )
    assert result.ev == pytest.approx(617.5294771860413, rel=1e-12)


def test_f02_the_cost_of_capital():
    assert capm(0.043, 2.0, 0.055) == pytest.approx(0.153)
    assert wacc(1405.0, 5.35, 0.153, 0.05, 0.21) == pytest.approx(0.1525694508455348, rel=1e-12)
    assert implied_beta(0.115, 0.043, 0.055) == pytest.approx(1.3090909090909093, rel=1e-12)


def test_f08_what_a_market_cap_asks_for():
    assert short_form(1405.0, 0.115, 5.0, 25.0, 0.15, 94.83, 0.03).gordon_income == pytest.approx(
        205.81147581777432, rel=1e-12
    )
    assert gordon_multiple(0.115, 0.03) == pytest.approx(12.117647058823529, rel=1e-12)
    assert gordon_multiple(0.115, 0.03) / 1.03 == pytest.approx(11.76470588235294, rel=1e-12)


def test_f43_to_f46_the_sum_of_the_parts_and_the_target_from_an_overlay():
    whole, shares = shares_of([612.0, 360.0, 158.0, 179.0])
    assert whole == 1309.0
    assert shares == pytest.approx(
        (0.4675324675324675, 0.2750190985485103, 0.12070282658517953, 0.13674560733384264), rel=1e-12
    )
    each = 130.9 / 3.225
    computed = Method.of(Config(), date(2026, 2, 10))
    assert core_value([SegmentValue("A", each, each, each)], 0.0, computed) == pytest.approx(
        40.58914728682171, rel=1e-12
    )
    assert target_price(346.4, -0.12) == pytest.approx(304.832)
    assert shares_of([1.0, -1.0]) == (0.0, (None, None))


def test_a_cash_flow_margin_is_enough_and_an_exit_multiple_is_then_of_the_cash_flow():
    growth = constant_path(0.1, 3)
    terminal = Terminal(EXIT_MULTIPLE, multiple=20.0)
    result = dcf(Drivers(100.0, growth, 0.1, terminal, fcf_margin=constant_path(0.2, 3)))
    assert [year.present_value for year in result.years] == pytest.approx([20.0] * 3)
    assert result.ev == pytest.approx(60 + 20 * 20)
    assert result.multiple_of == "FCF"


def test_growth_compounds_year_by_year():
    revenues = [year.revenue for year in dcf(drivers()).years]
    assert revenues == pytest.approx([120.0, 139.2, 155.904, 168.37632, 175.1113728])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"wacc": 0.03}, "not above terminal growth"),
        ({"growth": ()}, "a year at least"),
        ({"capex": (0.04,)}, "a value for each year"),
        ({"tax_rate": ()}, "needs margin, tax"),
        ({"terminal": Terminal(EXIT_MULTIPLE)}, "exit multiple"),
        ({"terminal": Terminal(GORDON)}, "growth for ever"),
        ({"terminal": Terminal(VALUE_DRIVER, growth=0.03)}, "return on capital"),
    ],
)
def test_misuse_is_a_value_error(changes, words):
    with pytest.raises(ValueError, match=words):
        dcf(drivers(**changes))


def _as_figures(stated):
    def lifted(value):
        return Figure(value, "input", (), "x") if isinstance(value, float) else value

    terminal = stated.terminal
    paths = {
        key: tuple(map(lifted, getattr(stated, key)))
        for key in ("growth", "operating_margin", "tax_rate", "depreciation", "capex", "working_capital")
    }
    after = Terminal(
        terminal.method, lifted(terminal.growth), lifted(terminal.multiple), lifted(terminal.roic)
    )
    return Drivers(
        lifted(stated.revenue), wacc=lifted(stated.wacc), terminal=after, mid_year=stated.mid_year, **paths
    )


@pytest.mark.parametrize("mid_year", [False, True])
@pytest.mark.parametrize(
    "terminal",
    [GORDON_3, Terminal(EXIT_MULTIPLE, multiple=10.0), Terminal(VALUE_DRIVER, growth=0.03, roic=0.12)],
    ids=lambda terminal: terminal.method,
)
def test_floats_and_figures_give_the_same_bits(terminal, mid_year):
    stated = drivers(terminal=terminal, mid_year=mid_year)
    bare, known = dcf(stated), dcf(_as_figures(stated))
    for field in ("pv_flows", "terminal_value", "terminal_pv", "ev", "terminal_share"):
        assert float(getattr(known, field)) == getattr(bare, field), field
    assert [float(year.fcff) for year in known.years] == [year.fcff for year in bare.years]
    assert len(list(known.ev.inputs())) > 20


rates = st.floats(0.05, 0.30)


@settings(max_examples=50)
@given(low=rates, step=st.floats(0.001, 0.2), mid_year=st.booleans(), margin=st.floats(0.01, 0.5))
def test_law_ev_falls_as_the_discount_rate_rises_for_positive_flows(low, step, mid_year, margin):
    def ev(rate):
        flows = constant_path(margin, 5)
        return dcf(Drivers(100.0, GROWTH, rate, GORDON_3, fcf_margin=flows, mid_year=mid_year)).ev

    assert ev(low) > ev(low + step) > 0


@settings(max_examples=50)
@given(rate=rates, growth=st.floats(-0.05, 0.03))
def test_law_mid_year_is_the_root_of_a_year_more_than_year_end_under_gordon(rate, growth):
    terminal = Terminal(GORDON, growth=growth)
    ends, middles = (dcf(drivers(wacc=rate, terminal=terminal, mid_year=m)).ev for m in (False, True))
    assert middles / ends == pytest.approx((1 + rate) ** 0.5, rel=1e-12)


@settings(max_examples=50)
@given(rate=rates, multiple=st.floats(1, 40), mid_year=st.booleans())
def test_law_the_implied_growth_of_an_exit_multiple_gives_the_same_value_under_gordon(
    rate, multiple, mid_year
):
    sold = dcf(drivers(wacc=rate, terminal=Terminal(EXIT_MULTIPLE, multiple=multiple), mid_year=mid_year))
    after = Terminal(GORDON, growth=sold.implied_growth)
    kept = dcf(drivers(wacc=rate, terminal=after, mid_year=mid_year))
    assert kept.ev == pytest.approx(sold.ev, rel=1e-9)
    assert kept.implied_multiple == pytest.approx(multiple, rel=1e-9)


@settings(max_examples=50)
@given(
    equity=st.floats(1, 1e6),
    shares=st.floats(1, 1e4),
    tranches=st.lists(st.tuples(st.floats(0.1, 1e3), st.floats(0.1, 1e3)), max_size=5),
)
def test_law_the_diluted_value_solves_its_own_equation(equity, shares, tranches):
    price, count = diluted_value(equity, shares, tranches)
    assert price * diluted_at(price, shares, tranches) == pytest.approx(equity, rel=1e-9)
    assert count == pytest.approx(diluted_at(price, shares, tranches), rel=1e-9)
    assert price <= equity / shares * (1 + 1e-12)


def test_without_equity_nothing_is_diluted():
    assert diluted_value(-50.0, 10.0, [(5.0, 1.0)]) == (-5.0, 10.0)


@settings(max_examples=50)
@given(start=st.floats(-1, 1), end=st.floats(-1, 1), years=st.integers(2, 30))
def test_law_both_fades_end_where_they_say_and_differ_in_where_they_begin(start, end, years):
    first, base = linear_path(start, end, years), linear_path(start, end, years, FROM_BASE_YEAR)
    assert (first[0], first[-1], base[-1]) == (start, end, end)
    assert base[0] == pytest.approx(start + (end - start) / years)
    assert len(first) == len(base) == years


def test_an_exponential_fade_leaves_half_of_the_way_after_each_half_life():
    assert exponential_path(0.2, 0.04, 2.0, 5) == pytest.approx(
        (0.2, 0.04 + 0.16 * 2**-0.5, 0.12, 0.04 + 0.08 * 2**-0.5, 0.08)
    )
    assert exponential_path(0.2, 0.04, 1.0, 2, FROM_BASE_YEAR) == pytest.approx((0.12, 0.08))
