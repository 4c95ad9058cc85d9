"""What capital costs by its components, what new capital earns, and what lies between a business and a share."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultval.pipeline import evaluate, read_vault
from vaultval.render.explain import figures
from vaultval.render.text import Style
from vaultval.render.topics import cost_of_capital
from vaultval.render.topics.dcf import company_data, company_section, parts_data, parts_section
from vaultval.valuation.discounting.dcf import Drivers, Terminal, dcf

DAY = date(2026, 2, 10)
DRIVERS = """revenue: $100
growth: 20 %, 16 %, 12 %, 8 %, 4 %
operating_margin: 10 % -> 20 %
capex: 8 % → 5 %
depreciation: 4 %
working_capital: 10 %
tax_rate: 25 %
years: 5
terminal_growth: 3 %
"""
COMPANY = """---
type: company
price: $10
price_date: 2026-02-10
shares: 10
net_cash: $5
wacc: 10 %
---
## Segments

| Segment | EV base |
|---|---|
| [[Pumps]] | |
"""
PUMPS = f"---\ntype: segment\n{DRIVERS}---\n"
WHOLE = COMPANY.replace("wacc: 10 %", f"wacc: 10 %\n{DRIVERS}").replace("| [[Pumps]] | |", "| Pumps | $100 |")
GOLDEN_EV = 261.318623
CAPM = "beta: 2.0\nrisk_free: 4.3 %\nequity_premium: 5.5 %\n"


@pytest.fixture
def results_of(make_vault):
    def run(company=COMPANY, pumps=PUMPS):
        return evaluate(
            read_vault(make_vault({"Acme.md": company, **({"Pumps.md": pumps} if pumps else {})})), DAY
        )

    return run


def _stated(extra, company=COMPANY):
    return company.replace("wacc: 10 %", f"wacc: 11.5 %\n{extra}")


def _style(language="en"):
    return Style(language, "USD", lambda path, _: path.rpartition("/")[2].removesuffix(".md"))


def _told(results, rule):
    return [found for found in results.findings if found.rule.name == rule]


def _only(results):
    (value,) = results.values.values()
    return value


@pytest.mark.parametrize(
    ("extra", "missing"),
    [
        ("beta: 1.2\nrisk_free: 4.3 %\n", "equity_premium"),
        ("beta: 1.2\n", "risk_free, equity_premium"),
        (f"{CAPM.replace('2.0', '1.3')}debt: $10\n", "cost_of_debt, tax_rate"),
        ("cost_of_debt: 5 %\ncost_of_equity: 12 %\n", "debt"),
        ("cost_of_equity: 12 %\ndebt: $10\ncost_of_debt: 5 %\n", "tax_rate"),
    ],
)
def test_one_finding_names_all_that_a_wacc_lacks(extra, missing, results_of):
    (found,) = _told(results_of(_stated(extra)), "wacc-components")
    assert found.expected == missing


def test_a_risk_free_rate_or_a_debt_alone_asks_for_no_wacc(results_of):
    results = results_of(_stated("risk_free: 4.3 %\ndebt: $10\n"))
    assert _told(results, "wacc-components") == []


def test_the_header_of_report_001_is_off_whatever_its_debt_costs(results_of):
    results = results_of(_stated(f"{CAPM}debt: $5\nmarket_cap: $1000\n"))
    (found,) = _told(results, "wacc-components")
    assert "at least 3.7 percentage points off" in found.message
    assert found.hint == "not stated: cost_of_debt, tax_rate"
    data = cost_of_capital.data(_only(results), results)
    assert data["cost_of_equity"] == data["high"] == pytest.approx(0.153)
    assert data["low"] == pytest.approx(0.153 * 1000 / 1005)
    assert (data["wacc"], data["missing"]) == (None, ["cost_of_debt", "tax_rate"])
    line = cost_of_capital.section(_only(results), results, _style())
    assert "15.30% for equity (CAPM); a wacc between 15.22% and 15.30%" in line
    assert "11.50% (a beta of 1.31)" in line
    assert "贝塔 1.31" in cost_of_capital.section(_only(results), results, _style("zh"))


def test_with_all_components_the_wacc_stands_beside_the_stated_one(results_of):
    extra = f"{CAPM}debt: $100\nmarket_cap: $300\ncost_of_debt: 6 %\ntax_rate: 25 %\n"
    results = results_of(_stated(extra))
    expected = 0.75 * 0.153 + 0.25 * 0.06 * 0.75
    assert cost_of_capital.data(_only(results), results)["wacc"] == pytest.approx(expected)
    assert "12.60% from its components" in cost_of_capital.section(_only(results), results, _style())
    assert float(figures(results)["Acme.cost_of_capital.wacc"]) == pytest.approx(expected)


@settings(max_examples=30)
@given(st.floats(0.01, 2.0), st.floats(0.0, 1.0), st.floats(0.0, 0.6))
def test_law_the_wacc_lies_between_its_ends_while_debt_is_no_dearer_than_equity(ratio, part, tax):
    from vaultval.valuation.discounting.cost_of_capital import wacc

    share = 1 / (1 + ratio)
    found = wacc(1.0, ratio, 0.12, 0.12 * part, tax)
    assert share * 0.12 - 1e-12 <= found <= 0.12 + 1e-12


def _drivers(**changes):
    inputs = {
        "growth": (0.2, 0.1, 0.05), "operating_margin": (0.1,) * 3, "tax_rate": (0.25,) * 3, "capex": (0.08,) * 3,
        "depreciation": (0.04,) * 3, "working_capital": (0.1,) * 3,
    }  # fmt: skip
    return Drivers(100.0, wacc=0.1, terminal=Terminal("gordon", 0.02), **(inputs | changes))


def test_what_new_capital_earns_is_more_nopat_over_net_investment_of_all_years_but_the_last():
    found = dcf(_drivers())
    revenue = (120.0, 132.0, 138.6)
    spent = 120 * 0.04 + 20 * 0.1 + 132 * 0.04 + 12 * 0.1
    assert found.net_investment == pytest.approx(spent)
    assert found.new_capital_return == pytest.approx((revenue[2] - revenue[0]) * 0.075 / spent)


def test_without_net_investment_or_without_the_lines_there_is_no_return():
    assert dcf(_drivers(depreciation=(0.2,) * 3)).new_capital_return is None
    only_cash = dcf(_drivers(capex=(), depreciation=(), working_capital=(), fcf_margin=(0.05,) * 3))
    assert (only_cash.net_investment, only_cash.new_capital_return) == (None, None)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("capex: 8 % → 5 %", "capex: 8 % → 5 %", []),
        ("10 % -> 20 %", "10 % -> 30 %", ["a year"]),
        ("capex: 8 % → 5 %", "capex: 25 %", []),
        ("capex: 8 % → 5 %", "capex: 1 %", ["nothing is invested"]),
        ("10 % -> 20 %", "20 % -> 5 %", ["earns -50% a year"]),
        ("20 %, 16 %, 12 %, 8 %, 4 %", "-5 %", []),
    ],
)
def test_growth_that_costs_nothing_or_earns_too_much_is_told(old, new, words, results_of):
    found = _told(results_of(pumps=PUMPS.replace(old, new)), "new-capital")
    assert len(found) == len(words)
    for each, said in zip(found, words, strict=True):
        assert said in each.message


def test_the_return_on_new_capital_is_shown_and_explained(results_of):
    results = results_of()
    value = _only(results)
    dcf_data = parts_data(value, results)["parts"]["Pumps"]["dcf"]
    assert "| Return on new capital |" in parts_section(value, results, _style())
    assert float(figures(results)["Acme.Pumps.dcf.new_capital_return"]) == dcf_data["new_capital_return"]


def test_other_net_assets_come_in_with_their_sign(results_of):
    for text, sign in (("$7", 7.0), ("-$7", -7.0)):
        results = results_of(WHOLE.replace("wacc: 10 %", f"wacc: 10 %\nother_net_assets: {text}"), None)
        bridge = company_data(_only(results), results)["bridge"]
        assert bridge["parts"] == {"net_cash": 5.0, "other_net_assets": sign}
        assert bridge["equity"] == pytest.approx(GOLDEN_EV + 5 + sign, abs=1e-6)
        assert "other net assets" in company_section(_only(results), results, _style())


@pytest.mark.parametrize(
    ("path", "chance"),
    [
        ("5 %", 0.05),
        ("2 %, 2 %, 1 %, 0 %, 0 %", 1 - 0.98 * 0.98 * 0.99),
        ("2 % for 5", 1 - 0.98**5),
        ("4 % -> 0 %", 1 - 0.96 * 0.97 * 0.98 * 0.99),
    ],
)
def test_failure_by_year_is_what_does_not_survive_every_year(path, chance, results_of):
    failing = PUMPS.replace("years: 5", f"years: 5\nfailure_probability: {path}\ndistress_value: $30")
    results = results_of(pumps=failing)
    value = _only(results)
    found = parts_data(value, results)["parts"]["Pumps"]["dcf"]
    assert found["failure_probability"] == pytest.approx(chance)
    assert found["ev"] == pytest.approx(GOLDEN_EV * (1 - chance) + 30 * chance, abs=1e-5)


@pytest.mark.parametrize(
    ("path", "rule"),
    [("2 %, 2 %", "path-length"), ("2 % for 9", "path-length"), ("150 %", "probability-out-of-range")],
)
def test_a_path_of_failure_that_does_not_fit_is_told_and_no_number(path, rule, results_of):
    failing = PUMPS.replace("years: 5", f"years: 5\nfailure_probability: {path}\ndistress_value: $30")
    results = results_of(pumps=failing)
    assert _told(results, rule)
    assert not results.values


def test_years_of_growth_are_solved_for_with_a_path_of_failure(results_of):
    stated = DRIVERS.replace("20 %, 16 %, 12 %, 8 %, 4 %", "10 %")
    stated += "failure_probability: 2 %, 2 %, 1 %, 1 %, 1 %\ndistress_value: $30\n"
    company = COMPANY.replace("price: $10", "price: $40").replace("| [[Pumps]] | |", "| Pumps | $100 |")
    results = results_of(company.replace("wacc: 10 %", f"wacc: 10 %\n{stated}"), None)
    (analysis,) = results.analyses.values()
    solved = analysis.reverse_dcf.cases[0].solved["years"]
    assert solved.value is not None
    assert solved.value > 5


def test_inputs_of_a_path_have_plain_names(results_of):
    from vaultval.render.topics import sensitivity

    results = results_of()
    shown = sensitivity.section(_only(results), results, _style())
    assert "| Pumps: operating margin, at the end |" in shown
    assert "operating\\_margin: end" not in shown
    chinese = sensitivity.section(_only(results), results, _style("zh"))
    assert "营业利润率，末尾" in chinese
