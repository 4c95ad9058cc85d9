"""Frameworks, runway, financials, analogues and multiples, on the figures of the worked company's reports.

The reports priced it at $1,414B and $403 (capital and frameworks) and at $1,405B and $422.61 (option valuation).
Amounts are in billions where nothing else is said.
"""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultval.figure import Figure
from vaultval.model.account_records import Analogue, FiscalYear, Framework
from vaultval.model.company_records import PricePoint
from vaultval.place import Place
from vaultval.quantity import Unit, read
from vaultval.valuation.accounts.analogues import mean, needed_rate, realisation_rate, value_analogues
from vaultval.valuation.accounts.financials import cagr, growth, ratio, return_on_capex, value_financials
from vaultval.valuation.accounts.frameworks import (
    by_multiple,
    convergence,
    gap,
    middle,
    per_share,
    recurring_revenue,
    value_frameworks,
)
from vaultval.valuation.accounts.multiples import (
    decoupling,
    deviation,
    implied_shares,
    price_to_earnings,
    price_to_sales,
)
from vaultval.valuation.accounts.runway import cash_runway, free_cash_flow, net_cash
from vaultval.valuation.steps import Method, as_figure, as_float

PLACE = Place("Company.md", 10)
DAY = date(2026, 2, 10)
METHOD = Method(as_of=DAY, published=False, step=0.0, cap=0.5, p_max=0.85, second_source=0.5)
amounts = st.floats(1e-3, 1e6)


def _money(text):
    quantity, findings = read(text, PLACE, expect=Unit.CURRENCY)
    assert quantity is not None, findings
    return quantity


def _count(text):
    quantity, findings = read(text, PLACE, expect=Unit.COUNT)
    assert quantity is not None, findings
    return quantity


def _year(year, **columns):
    read_as = {
        key: _count(text) if key == "diluted_shares" else _money(text) for key, text in columns.items()
    }
    return FiscalYear(year=year, label=f"FY{year}", place=PLACE, amounts=tuple(read_as.items()))


YEARS = (
    _year(2022, revenue="$81.46B", rd="$3.08B", operating_cash_flow="$14.72B", capex="$7.16B", sbc="$1.56B",
          net_income="$12.58B", diluted_shares="3.475B"),
    _year(2023, revenue="$96.77B", rd="$3.97B", operating_cash_flow="$13.26B", capex="$8.90B", sbc="$1.81B",
          net_income="$15.00B", diluted_shares="3.485B"),
    _year(2024, revenue="$97.69B", rd="$4.54B", operating_cash_flow="$14.92B", capex="$11.34B", sbc="$2.00B",
          net_income="$7.13B", diluted_shares="3.498B"),
    _year(2025, revenue="$94.83B", rd="$6.41B", operating_cash_flow="$14.75B", capex="$8.53B", sbc="$2.83B",
          net_income="$3.79B", diluted_shares="3.511B"),
)  # fmt: skip


# The single formulas


@pytest.mark.parametrize(
    ("computed", "expected"),
    [
        pytest.param(deviation(23.72, 422.61), 0.9438726012162514, id="F01 deviation from fair value"),
        pytest.param(422.61 * 3.539, 1495.61679, id="F03 market cap"),
        pytest.param(implied_shares(1405.0, 422.61), 3.3245782163223776, id="F03b implied shares"),
        pytest.param(price_to_earnings(422.61 * 3.539, 94.83 * 0.04), 394.2889354634609, id="F04 P/E"),
        pytest.param(by_multiple(69.5, 0.5), 34.75, id="F05b EV/sales, low"),
        pytest.param(by_multiple(69.5, 1.0), 69.5, id="F05b EV/sales, high"),
        pytest.param(cagr(640.0, 94.83, 5), 0.465031102020232, id="F09 CAGR"),
        pytest.param(cagr(6.41, 3.08, 3), 0.27673991980499535, id="F09b CAGR over intervals"),
        pytest.param(ratio(19.7, 40.0), 0.4925, id="F15 share of the options"),
        pytest.param(ratio(19.7 + 0.5, 40.0), 0.505, id="F20 share of a narrative"),
        pytest.param(realisation_rate(2, 5), 0.4, id="F32 rate of an analogue"),
        pytest.param(ratio(6.41, 94.83), 0.06759464304544975, id="F33 R&D of revenue"),
        pytest.param(growth(6.41, 4.54), 0.4118942731277533, id="F33b growth"),
        pytest.param(ratio(94.83, 6.41), 14.794071762870514, id="F33c revenue per R&D"),
        pytest.param(free_cash_flow(14.75, 8.53), 6.220000000000001, id="F34 free cash flow"),
        pytest.param(ratio(8.53, 14.75), 0.5783050847457627, id="F34b capex of OCF"),
        pytest.param(ratio(2.83, 3.79), 0.7467018469656992, id="F35 SBC of net income"),
        pytest.param(cagr(3.511, 3.475, 3), 0.0034413807232493987, id="F35b dilution a year"),
        pytest.param(net_cash(44.06, 5.35), 38.71, id="F36 net cash"),
        pytest.param(cash_runway(44.0, -10.0), 4.4, id="F37 runway"),
        pytest.param(recurring_revenue(1.1e6, 99.0), 1306800000.0, id="F38 recurring revenue"),
        pytest.param(ratio(1414.0, middle(91.0, 169.0)), 10.876923076923077, id="F39c cap / middle"),
        pytest.param(gap(by_multiple(94.83, 15.0), 1414.0), 0.005975954738330902, id="F40 gap, low"),
        pytest.param(gap(by_multiple(94.83, 25.0), 1414.0), 0.6766265912305516, id="F40 gap, high"),
        pytest.param(per_share(1422.0, 1414.0, 403.0), 405.28005657708627, id="F41 per share"),
        pytest.param(ratio(1.5, 12.53), 0.11971268954509179, id="F50 EBITDA margin"),
    ],
)  # fmt: skip
def test_the_formulas_give_the_worked_figures(computed, expected):
    assert computed == pytest.approx(expected, rel=1e-15)


def test_what_has_no_value_is_none_and_never_a_strange_number():
    assert cash_runway(44.0, 0.0) is None
    assert cash_runway(44.0, 5.0) is None
    assert cagr(-1.0, 3.0, 3) is None
    assert cagr(3.0, 0.0, 3) is None
    assert growth(1.0, 0.0) is None
    assert ratio(1.0, -2.0) is None
    assert price_to_sales(10.0, 0.0) is None
    assert price_to_earnings(10.0, -1.0) is None
    assert convergence([5.0]) is None
    assert convergence([0.0, 5.0]) is None
    with pytest.raises(ValueError, match="interval"):
        cagr(2.0, 1.0, 0)


@settings(max_examples=50, deadline=None)
@given(amounts, amounts, st.integers(1, 30))
def test_a_compound_rate_leads_from_start_to_end(start, end, years):
    assert start * (1 + cagr(end, start, years)) ** years == pytest.approx(end, rel=1e-9, abs=1e-8 * start)


@settings(max_examples=50, deadline=None)
@given(st.lists(amounts, min_size=2, max_size=6), st.floats(1e-3, 1e3))
def test_convergence_depends_on_no_scale_and_is_at_least_one(values, scale):
    spread = convergence(values)
    assert spread >= 1
    assert convergence([value * scale for value in values]) == pytest.approx(spread, rel=1e-12)


@settings(max_examples=50, deadline=None)
@given(amounts, amounts, amounts)
def test_the_gap_is_the_same_per_share_and_in_all(value, cap, price):
    assert per_share(value, cap, price) / price - 1 == pytest.approx(gap(value, cap), rel=1e-9, abs=1e-9)


# Frameworks


def _framework(name, low=None, high=None, **fields):
    ends = {key: _money(text) for key, text in (("low", low), ("high", high)) if text}
    return Framework(name=name, place=PLACE, **ends, **fields)


FRAMEWORKS = (
    _framework("Car maker", "$85B", "$104B"),
    _framework("Car maker and technology", "$200B", "$350B"),
    _framework("Platforms", "$300B", "$500B"),
    _framework("AI platform", multiple=read("15-25x", PLACE, expect=Unit.MULTIPLE)[0]),
)
PARTS = (
    _framework("Cars", "$35B", "$70B"),
    _framework("Energy", "$38B", "$64B"),
    _framework("FSD", "$13B", "$20B"),
    _framework("Charging", "$5B", "$10B"),
    _framework("Semi", "$0B", "$5B"),
)
MARKET = (1414e9, 403.0)


def test_the_parts_add_up_and_leave_most_of_the_market_cap_unexplained():
    found, findings = value_frameworks((), PARTS, MARKET, None, as_float)
    assert findings == []
    assert dict(found.parts.levels) == {"low": 91e9, "mid": 130e9, "high": 169e9}
    assert (found.parts.implied["high"], found.parts.implied["low"]) == (1245e9, 1323e9)
    assert found.parts.shares["high"] == pytest.approx(0.8804809052333805, rel=1e-14)
    assert found.parts.shares["low"] == pytest.approx(0.9356435643564357, rel=1e-14)
    assert found.parts.multiple == pytest.approx(10.876923076923077, rel=1e-14)
    assert found.parts.shares["mid"] == pytest.approx(1 - 130 / 1414, rel=1e-14)
    assert found.convergence is None


def test_a_bare_multiple_is_of_the_company_s_sales():
    found, _ = value_frameworks(FRAMEWORKS, (), MARKET, 94.83e9, as_float)
    platform = found.rows[-1]
    assert (platform.levels["low"], platform.levels["high"]) == pytest.approx(
        (1422.45e9, 2370.75e9), rel=1e-14
    )
    assert platform.gaps["low"] == pytest.approx(0.005975954738330902, rel=1e-10)
    assert platform.gaps["high"] == pytest.approx(0.6766265912305516, rel=1e-14)
    assert platform.per_share["low"] == pytest.approx(405.40831, rel=1e-7)


def test_frameworks_diverge_by_their_middles_and_the_ends_stand_beside():
    found, _ = value_frameworks(FRAMEWORKS, PARTS, MARKET, 94.83e9, as_float)
    assert found.convergence == pytest.approx(1896.6 / 94.5, rel=1e-14)
    assert found.convergence_ends == pytest.approx(2370.75 / 85, rel=1e-14)
    assert found.diverging
    near, _ = value_frameworks(FRAMEWORKS[:2], (), MARKET, None, as_float)
    assert near.convergence == pytest.approx(275 / 94.5)
    assert not near.diverging


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (_framework("A", "$9B", "$8B"), "the low end of 'A' is above its high end"),
        (_framework("A", "$7B", "$8B", mid=_money("$9B")), "the middle of 'A' is not between its ends"),
        (_framework("A", "$9B"), "'A' has a low end and no high one"),
        (_framework("A", None, "$9B"), "'A' has a high end and no low one"),
        (_framework("A"), "'A' states no amount and no multiple"),
        (FRAMEWORKS[3], "'AI platform' has a multiple, and no sales to take it of"),
    ],
)
def test_a_framework_that_cannot_be_read_is_told_of_and_the_others_count(row, said):
    found, findings = value_frameworks((FRAMEWORKS[0], row), (), MARKET, None, as_float)
    assert [each.message for each in findings] == [said]
    assert [each.name for each in found.rows] == ["Car maker"]


def test_parts_with_one_that_has_no_value_are_not_added_up():
    found, findings = value_frameworks((), (*PARTS, _framework("Solar")), MARKET, None, as_float)
    assert found is None
    assert [each.message for each in findings] == ["'Solar' states no amount and no multiple"]


def test_a_part_is_valued_by_its_subscribers():
    part = _framework("FSD", multiple=read("10-15x", PLACE, expect=Unit.MULTIPLE)[0],
                      subscribers=_count("1.1M"), monthly_price=_money("$99"))  # fmt: skip
    found, _ = value_frameworks((), (part,), MARKET, 94.83e9, as_float)
    assert (found.parts.levels["low"], found.parts.levels["high"]) == (13.068e9, 19.602e9)


# Financials


def test_the_worked_years():
    found, findings = value_financials(YEARS, METHOD, as_float)
    assert findings == []
    last = found.last
    assert last.amounts["fcf"] == pytest.approx(6.22e9, rel=1e-12)
    assert found.cagr["rd"] == pytest.approx(0.27673991980499535, rel=1e-12)
    assert found.cagr["revenue"] == pytest.approx((94.83 / 81.46) ** (1 / 3) - 1, rel=1e-12)
    assert found.cagr["diluted_shares"] == pytest.approx(0.0034413807232493987, rel=1e-9)
    assert [round(year.ratios["rd_to_revenue"], 4) for year in found.years] == [0.0378, 0.041, 0.0465, 0.0676]
    assert [round(year.growth["rd"], 3) for year in found.years[1:]] == [0.289, 0.144, 0.412]
    assert [round(year.ratios["capex_to_ocf"], 3) for year in found.years] == [0.486, 0.671, 0.760, 0.578]
    assert [round(year.ratios["sbc_to_net_income"], 3) for year in found.years] == [
        0.124,
        0.121,
        0.281,
        0.747,
    ]
    assert [round(year.ratios["sbc_to_revenue"], 4) for year in found.years] == [
        0.0192,
        0.0187,
        0.0205,
        0.0298,
    ]
    assert last.ratios["fcf_margin"] == pytest.approx(0.0656, abs=5e-5)
    assert last.ratios["revenue_per_rd"] == pytest.approx(14.794071762870514, rel=1e-12)
    assert found.revenue_per_rd_change == pytest.approx(-0.44, abs=0.001)
    assert found.cagr["net_income"] == pytest.approx(-0.33, abs=0.005)
    assert found.totals["capex"] == pytest.approx(35.93e9, rel=1e-12)
    assert found.totals["operating_cash_flow"] == pytest.approx(57.65e9, rel=1e-12)
    assert found.totals["fcf"] == pytest.approx(21.72e9, rel=1e-12)
    assert found.total_ratios["capex_to_ocf"] == pytest.approx(0.623, abs=0.0005)


def test_over_a_gap_there_is_no_growth_and_the_rate_counts_the_years_that_went_by():
    found, findings = value_financials((YEARS[0], YEARS[3]), METHOD, as_float)
    assert [each.rule.name for each in findings] == ["year-missing"]
    assert found.last.growth == {}
    assert found.cagr["rd"] == pytest.approx(0.27673991980499535, rel=1e-12)


def test_a_loss_has_no_rate_and_is_told_why():
    lost = _year(2025, net_income="-$1B", revenue="$5B")
    found, findings = value_financials((_year(2024, net_income="$1B", revenue="$4B"), lost), METHOD, as_float)
    assert [each.message for each in findings] == [
        "`net_income` of FY2025 is not above zero, so it has no rate of growth"
    ]
    assert "net_income" not in found.cagr
    assert found.last.growth["net_income"] == -2.0
    assert found.last.ratios["net_margin"] == -0.2
    assert found.cagr["revenue"] == 0.25


def test_a_year_that_has_not_begun_is_no_account():
    found, findings = value_financials((*YEARS, _year(2027, revenue="$120B")), METHOD, as_float)
    assert found.last.year == 2025
    assert [each.message for each in findings] == ["'FY2027' has not begun on 2026-02-10"]


def test_a_sum_that_lacks_a_year_is_not_given():
    found, _ = value_financials((YEARS[0], _year(2023, revenue="$96.77B")), METHOD, as_float)
    assert set(found.totals) == {"revenue"}


# Analogues


def _analogue(name, options, realised=None):
    return Analogue(name=name, place=PLACE, options=_count(options),
                    realised=_count(realised) if realised else None)  # fmt: skip


def test_the_mean_of_the_decided_analogues_and_what_it_would_make_of_five_options():
    rows = (_analogue("Amazon", "4", "2"), _analogue("Google", "5", "2"), _analogue("Apple", "3", "1"),
            _analogue("Meta", "3"))  # fmt: skip
    found = value_analogues(rows, 5, as_float)
    assert [row.rate for row in found.decided] == pytest.approx([0.5, 0.4, 1 / 3])
    assert found.mean == pytest.approx(0.41111111, abs=1e-8)
    assert found.mean == mean([0.5, 0.4, 1 / 3])
    assert found.pooled == pytest.approx(5 / 12)
    assert found.expected == pytest.approx(2.0555556, abs=1e-7)


def test_analogues_that_are_all_open_have_no_rate():
    found = value_analogues((_analogue("Meta", "3"),), 5, as_float)
    assert (found.mean, found.pooled, found.expected) == (None, None, None)
    assert value_analogues((), 5, as_float) is None


# Decoupling


def _prices(**days):
    return tuple(
        PricePoint(day=date.fromisoformat(day[1:].replace("_", "-")), price=_money(text), place=PLACE)
        for day, text in days.items()
    )


def test_growth_and_price_stand_side_by_side_over_a_year():
    found, _ = value_financials(YEARS, METHOD, as_float)
    prices = _prices(d2024_06_30="$200", d2025_01_31="$400", d2025_06_30="$320", d2026_02_10="$422.61")
    beside = decoupling(found, prices, DAY, as_float)
    assert beside.revenue_growth == pytest.approx(94.83 / 97.69 - 1, rel=1e-12)
    assert beside.price_change == pytest.approx(422.61 / 400 - 1, rel=1e-12)
    assert (beside.since, beside.until) == (date(2025, 1, 31), DAY)


@pytest.mark.parametrize(
    ("prices", "since"),
    [
        (_prices(d2024_06_30="$200", d2025_06_30="$320", d2026_02_10="$422.61"), date(2025, 6, 30)),
        (_prices(d2024_06_30="$200", d2026_02_10="$422.61"), None),
        (_prices(d2024_06_30="$200", d2025_02_10="$422.61"), None),
        (_prices(d2026_02_10="$422.61", d2026_03_10="$500"), None),
        ((), None),
    ],
)
def test_the_span_is_shorter_where_no_price_is_a_year_old_and_without_two_there_is_none(prices, since):
    found, _ = value_financials(YEARS, METHOD, as_float)
    beside = decoupling(found, prices, DAY, as_float)
    assert (beside.since if beside else None) == since


# One arithmetic


def test_figures_and_floats_give_the_same_bits_and_figures_know_their_inputs():
    for lift_frameworks in (FRAMEWORKS, ()):
        plain, _ = value_frameworks(lift_frameworks, PARTS, MARKET, 94.83e9, as_float)
        traced, _ = value_frameworks(
            lift_frameworks, PARTS, (Figure(1414e9), Figure(403.0)), Figure(94.83e9), as_figure
        )
        for one, other in zip(plain.rows, traced.rows, strict=True):
            for part in ("levels", "per_share", "gaps"):
                for key, number in getattr(one, part).items():
                    assert float(getattr(other, part)[key]) == number
        assert {figure.name for figure in traced.parts.levels["low"].inputs()} >= {"Cars: low", "Semi: low"}
    plain, _ = value_financials(YEARS, METHOD, as_float)
    traced, _ = value_financials(YEARS, METHOD, as_figure)
    assert {key: float(number) for key, number in traced.cagr.items()} == dict(plain.cagr)
    assert {key: float(number) for key, number in traced.last.ratios.items()} == dict(plain.last.ratios)
    assert [figure.text for figure in traced.cagr["rd"].inputs()] == ["$6.41B", "$3.08B"]


# What was spent on plant, and the rate that a price asks for


def test_operating_income_fell_by_a_quarter_of_what_was_spent_on_plant():
    stated = [
        row.model_copy(update={"amounts": (*row.amounts, ("operating_income", _money(text)))})
        if text
        else row
        for row, text in zip(YEARS, ("$13.7B", "", "", "$4.4B"), strict=True)
    ]
    found, _ = value_financials(stated, METHOD, as_float)
    assert found.return_on_capex == pytest.approx((4.4 - 13.7) / 35.93, rel=1e-12)
    assert found.capex_span == (2022, 2025)
    assert found.total_ratios["capex_to_ocf"] == pytest.approx(0.623, abs=5e-4)


@pytest.mark.parametrize("missing", ["operating_income", "capex"])
def test_a_return_on_plant_needs_two_incomes_and_every_year_s_spending(missing):
    columns = {"operating_income": "$1B", "capex": "$2B"}
    rows = [_year(2023, **columns), _year(2024, **columns), _year(2025, **columns)]
    last = _year(2025, **{key: text for key, text in columns.items() if key != missing})
    assert value_financials(rows, METHOD, as_float)[0].return_on_capex == 0
    whole = [_year(2023, **columns), _year(2024, **columns), last]
    found = value_financials(whole, METHOD, as_float)[0]
    assert found.capex_span == ((2023, 2024) if missing == "operating_income" else None)
    gap = value_financials([rows[0], rows[2]], METHOD, as_float)[0]
    assert gap.return_on_capex is None


def test_nothing_spent_yields_nothing():
    assert return_on_capex(1.0, 2.0, 0.0) is None


def test_at_the_report_s_figures_most_of_the_options_would_have_to_come_true():
    bulls = [493.1 - 75.38]
    assert needed_rate(422.61, 60.7, bulls) == pytest.approx(0.866, abs=5e-4)
    assert needed_rate(60.0, 60.7, bulls) is None
    assert needed_rate(422.61, 60.7, []) is None


@given(st.lists(amounts, min_size=1, max_size=6), amounts)
@settings(max_examples=30, deadline=None)
def test_where_every_bull_has_to_come_true_the_price_is_the_core_and_all_of_them(bulls, core):
    price = core + sum(bulls)
    if price > core:
        assert needed_rate(price, core, bulls) == pytest.approx(1, rel=1e-6)
