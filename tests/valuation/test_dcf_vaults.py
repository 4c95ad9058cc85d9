"""What notes state for a DCF, from their text to the value, the block, the JSON and the findings."""

from datetime import date
from pathlib import Path

import pytest

from vaultval.pipeline import evaluate, read_vault
from vaultval.render.explain import figures
from vaultval.render.text import Style
from vaultval.render.topics import cost_of_capital
from vaultval.render.topics.dcf import company_data, company_section, overlay_data, parts_data, parts_section
from vaultval.valuation.company import value_company
from vaultval.valuation.steps import Method, as_float

DAY = date(2026, 2, 10)
COMPANY = """---
type: company
price: $10
price_date: 2026-02-10
shares: 10
net_cash: $5
wacc: 10 %
---
## Segments

| Segment | EV low | EV base | EV high |
|---|---|---|---|
| [[Pumps]] | | | |
"""
PUMPS = """---
type: segment
revenue: $100
growth: 20 %, 16 %, 12 %, 8 %, 4 %
operating_margin: 10 % -> 20 %
capex: 8 % → 5 %
depreciation: 4 %
working_capital: 10 %
tax_rate: 25 %
years: 5
terminal_growth: 3 %
---
"""
GOLDEN_EV = 261.318623


def style(language="en"):
    return Style(language, "USD", lambda path, _: path.rpartition("/")[2].removesuffix(".md"))


@pytest.fixture
def results_of(make_vault):
    def run(company=COMPANY, pumps=PUMPS, **more):
        files = {"Acme.md": company, **({"Pumps.md": pumps} if pumps else {}), **more}
        return evaluate(read_vault(make_vault(files)), DAY)

    return run


def only(results):
    (value,) = results.values.values()
    return value


def told(results, *names):
    return [f.message for f in results.findings if not names or f.rule.name in names]


def test_a_company_of_which_every_row_is_covered_by_a_dcf_is_valued(results_of):
    value = only(results_of())
    (segment,) = value.core.segments
    assert float(segment.base) == pytest.approx(GOLDEN_EV / 10, abs=1e-7)
    assert float(segment.low) == float(segment.base) == float(segment.high)
    assert float(value.full_value) == pytest.approx(GOLDEN_EV / 10 + 0.5, abs=1e-7)


def test_a_segment_takes_the_companys_wacc_and_its_own_first(results_of):
    value = only(results_of(pumps=PUMPS.replace("years: 5", "years: 5\nwacc: 12 %")))
    assert float(value.core.segments[0].base) < GOLDEN_EV / 10


def test_a_section_of_the_companys_note_may_be_the_segment(results_of):
    stated = "\n".join(PUMPS.split("\n")[2:-2]).replace(": ", ":: ")
    company = COMPANY.replace("[[Pumps]]", "[[#Pumps]]") + f"\n## Pumps #segment\n\n{stated}\n"
    assert float(only(results_of(company, None)).core.segments[0].base) == pytest.approx(26.1318623, abs=1e-6)


def test_chinese_words_and_lists(results_of):
    pumps = """---
类型: 业务
营收: $100
增速:
  - 20 %
  - 16 %
  - 12 %
  - 8 %
  - 4 %
营业利润率: 10 % → 20 %
资本开支率: 8 % → 5 %
折旧率: 4 %
营运资本: 10 %
税率: 25 %
永续增长率: 3 %
---
"""
    assert float(only(results_of(pumps=pumps)).core.segments[0].base) == pytest.approx(26.1318623, abs=1e-6)


def test_a_row_that_states_its_own_counts_and_the_dcf_stands_beside(results_of):
    results = results_of(COMPANY.replace("| | | |", "| $90 | $100 | $110 |"))
    value = only(results)
    segment = value.core.segments[0]
    assert (float(segment.low), float(segment.base), float(segment.high)) == (9.0, 10.0, 11.0)
    assert float(segment.dcf.value) == pytest.approx(GOLDEN_EV, abs=1e-6)
    assert "the DCF of its note gives" in parts_section(value, results, style())


def test_a_row_may_state_the_low_and_high_of_a_dcf(results_of):
    segment = only(results_of(COMPANY.replace("| | | |", "| $200 | | $300 |"))).core.segments[0]
    assert (float(segment.low), float(segment.high)) == (20.0, 30.0)
    assert float(segment.base) == pytest.approx(26.1318623, abs=1e-6)


def test_probability_weighs_a_dcf_from_the_note_and_a_stated_value_from_the_row(results_of):
    pumps = PUMPS.replace("years: 5", "years: 5\nprobability: 50 %")
    assert float(only(results_of(pumps=pumps)).core.segments[0].base) == pytest.approx(13.06593115, abs=1e-6)
    table = "| Segment | EV base | Probability |\n|---|---|---|\n| Robots | $23.33333333333333B | 15 % |\n"
    company = COMPANY[: COMPANY.index("| Segment")] + table
    value = only(results_of(company.replace("shares: 10", "shares: 1B"), None))
    assert float(value.core.segments[0].base) == pytest.approx(3.5)


def test_failure_weighs_a_dcf_with_what_is_then_left(results_of):
    pumps = PUMPS.replace("years: 5", "years: 5\nfailure_probability: 20 %\ndistress_value: $30")
    expected = (GOLDEN_EV * 0.8 + 6) / 10
    assert float(only(results_of(pumps=pumps)).core.segments[0].base) == pytest.approx(expected, abs=1e-7)


@pytest.mark.parametrize(
    ("change", "ev"),
    [
        ("mid_year: true", 274.073284),
        ("exit_multiple: 10x", 304.440377),
        ("exit_multiple: 10x\nmid_year: yes", 306.562949),
        ("roic: 12 %", 223.475072),
    ],
)
def test_the_ways_to_discount_and_to_end(results_of, change, ev):
    value = only(results_of(pumps=PUMPS.replace("years: 5", f"years: 5\n{change}")))
    assert float(value.core.segments[0].dcf.dcf.ev) == pytest.approx(ev, abs=5e-7)


def test_all_that_is_missing_is_named_in_one_finding_and_nothing_is_guessed(results_of):
    pumps = "---\ntype: segment\nrevenue: $100\ngrowth: 6 %\noperating_margin: 10 %\nyears: 5\n---\n"
    results = results_of(pumps=pumps)
    assert not results.values
    (message,) = [m for m in told(results, "missing-attribute") if "DCF" in m]
    for word in ("tax_rate", "capex", "working_capital", "depreciation", "terminal_growth", "exit_multiple"):
        assert f"`{word}`" in message
    for word in ("revenue", "wacc", "years"):
        assert f"`{word}`" not in message


def test_what_is_missing_for_a_dcf_beside_the_rows_own_figure_loses_only_the_dcf(results_of):
    company = COMPANY.replace("| | | |", "| | $100 | |")
    results = results_of(company, PUMPS.replace("tax_rate: 25 %\n", ""))
    assert only(results).core.segments[0].dcf is None
    assert float(only(results).core.segments[0].base) == 10.0
    assert [m for m in told(results, "missing-attribute") if "`tax_rate`" in m]


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("10 % -> 20 %", "10 % -> 20 % over 6", "path-length"),
        ("20 %, 16 %, 12 %, 8 %, 4 %", "20 %, 16 %", "path-length"),
        ("20 %, 16 %, 12 %, 8 %, 4 %", "20 %, 16 %, 12 %, 8 %, 4 %, 2 %", "path-length"),
        ("terminal_growth: 3 %", "terminal_growth: 9.5 %", "terminal-value"),
        ("terminal_growth: 3 %", "terminal_growth: 12 %", "terminal-value"),
        ("terminal_growth: 3 %", "terminal_growth: 3 %\nroic: 2 %", "terminal-value"),
        ("capex: 8 % → 5 %", "capex: 40 %", "terminal-value"),
        ("years: 5", "years: 2.5", "path-length"),
        ("years: 5", "years: 200", "path-length"),
        ("tax_rate: 25 %", "tax_rate: 25", "ratio-out-of-range"),
        ("growth: 20 %", "growth: 2000 %", "ratio-out-of-range"),
        ("10 % -> 20 %", "10 % -> 20 % -> 30 %", "not-a-quantity"),
        ("10 % -> 20 %", "10 % ->", "not-a-quantity"),
        ("revenue: $100", "revenue: €100", "mixed-currencies"),
        ("years: 5", "years: 5\nprobability: 120 %", "probability-out-of-range"),
    ],
)
def test_what_stands_in_the_way_is_a_finding_and_no_number(results_of, old, new, rule):
    assert old in PUMPS
    results = results_of(pumps=PUMPS.replace(old, new))
    assert not results.values
    assert told(results, rule)


def test_a_discount_rate_near_growth_is_told_and_valued_all_the_same(results_of):
    results = results_of(pumps=PUMPS.replace("terminal_growth: 3 %", "terminal_growth: 6.5 %"))
    assert told(results, "terminal-growth")
    assert only(results)
    assert told(results_of(), "terminal-growth") == []


def test_a_segment_that_no_row_links_to_is_told(results_of):
    results = results_of(COMPANY.replace("[[Pumps]] | | | |", "Pumps | | $100 | |"))
    assert len(told(results, "segment-without-row")) == 1
    silent = results_of(
        COMPANY.replace("[[Pumps]] | | | |", "Pumps | | $100 | |"), "---\ntype: segment\n---\n"
    )
    assert told(silent, "segment-without-row") == []


WHOLE = COMPANY.replace("[[Pumps]] | | | |", "Pumps | | $100 | |").replace(
    "wacc: 10 %", "wacc: 10 %\n" + "\n".join(PUMPS.split("\n")[2:-2])
)


def test_a_companys_own_dcf_with_its_bridge_stands_beside_its_value(results_of):
    bridge = "shares: 10.5\ncash: $20\nstakes: $3\ndebt: $35\nminorities: $5"
    results = results_of(WHOLE.replace("shares: 10", bridge), None)
    value = only(results)
    data = company_data(value, results)
    assert data["ev"] == pytest.approx(GOLDEN_EV, abs=1e-6)
    assert data["bridge"]["per_share"] == pytest.approx(23.268440, abs=5e-7)
    assert float(value.full_value) == pytest.approx(105 / 10.5)
    shown = company_section(value, results, style())
    assert "\\$23.27 a share, 132.7% above the price" in shown
    assert "no part of it" in shown
    assert "不计入总价值" in company_section(value, results, style("zh"))


def test_a_companys_options_on_shares_dilute_it(results_of):
    table = (
        "\n## Dilution\n\n| Tranche | Count | Strike |\n|---|---|---|\n| Old | 10 | $5 |\n| New | 8 | $12 |\n"
    )
    stated = WHOLE.replace("shares: 10", "shares: 100\ncash: $738.6813769551261") + table
    data = company_data(only(r := results_of(stated, None)), r)
    assert data["bridge"]["equity"] == pytest.approx(1000)
    assert data["bridge"]["per_share"] == pytest.approx(9.545455, abs=5e-7)
    assert data["bridge"]["diluted_shares"] == pytest.approx(104.761905, abs=5e-7)
    at_price = stated.replace("price: $10", "price: $20").replace("wacc:", "dilution_at: price\nwacc:")
    data = company_data(only(r := results_of(at_price, None)), r)
    assert data["bridge"]["diluted_shares"] == pytest.approx(110.7)


def test_nothing_is_added_up_across_currencies_nor_diluted_by_less_than_nothing(results_of):
    results = results_of(WHOLE.replace("wacc:", "cash: €20\nwacc:"), None)
    assert told(results, "mixed-currencies")
    assert "bridge" not in company_data(only(results), results)
    table = (
        "\n## Dilution\n\n| Tranche | Count | Strike |\n|---|---|---|\n| Odd | -10 | $5 |\n| Half | 10 | |\n"
    )
    results = results_of(WHOLE + table, None)
    assert told(results, "not-a-quantity")
    assert [message for message in told(results, "missing-attribute") if "strike" in message]
    assert "bridge" not in company_data(only(results), results)


def test_a_segment_may_take_its_revenue_from_the_row(results_of):
    table = "| Segment | Revenue | EV base |\n|---|---|---|\n| [[Pumps]] | $100 | |\n"
    company = COMPANY[: COMPANY.index("| Segment")] + table
    value = only(results_of(company, PUMPS.replace("revenue: $100\n", "")))
    assert float(value.core.segments[0].base) == pytest.approx(26.1318623, abs=1e-6)


def test_a_company_without_a_segments_table_is_worth_its_own_dcf(results_of):
    stated = WHOLE[: WHOLE.index("## Segments")]
    assert float(only(results_of(stated, None)).full_value) == pytest.approx(26.1318623 + 0.5, abs=1e-6)


def test_attributes_for_other_computations_ask_for_no_dcf(results_of):
    company = COMPANY.replace("| | | |", "| | $100 | |").replace(
        "wacc:", "revenue: $5\nterminal_growth: 3 %\nyears: 5\nwacc:"
    )
    results = results_of(company, "---\ntype: segment\nrevenue: $5\n---\n")
    assert told(results) == []
    assert company_data(only(results), results) is None
    assert parts_section(only(results), results, style()) == ""


def test_the_overlay_is_a_target_apart_from_the_value(results_of):
    band = "overlay: -12 %\noverlay_band: -18 % to -8 %\nwacc:"
    plain = only(results_of())
    results = results_of(COMPANY.replace("price: $10", "price: $346.40").replace("wacc:", band))
    data = overlay_data(only(results), results)
    assert data["target"] == pytest.approx(304.832)
    assert (data["low"], data["high"]) == pytest.approx((284.048, 318.688))
    assert float(only(results).full_value) == float(plain.full_value)
    assert told(results, "overlay-band") == []
    outside = results_of(COMPANY.replace("wacc:", band.replace("-12", "-20")))
    assert len(told(outside, "overlay-band")) == 1


def test_a_wacc_that_its_components_do_not_give_is_told(results_of):
    parts = "risk_free: 4.3 %\nbeta: 2\nequity_premium: 5.5 %\nwacc:"
    results = results_of(COMPANY.replace("wacc:", parts))
    (message,) = told(results, "wacc-components")
    assert "5.3 percentage points" in message
    data = cost_of_capital.data(only(results), results)
    assert data["wacc"] == data["cost_of_equity"] == pytest.approx(0.153)
    assert data["implied_beta"] == pytest.approx((0.1 - 0.043) / 0.055)
    fits = results_of(COMPANY.replace("wacc:", parts.replace("beta: 2", "beta: 1")))
    assert told(fits, "wacc-components") == []


def test_the_sum_of_the_parts_says_what_each_is(results_of):
    company = COMPANY + "| Services | | $100 | |\n"
    results = results_of(company)
    data = parts_data(only(results), results)
    assert data["ev"] == pytest.approx(GOLDEN_EV + 100, abs=1e-6)
    assert data["parts"]["Services"]["share"] == pytest.approx(100 / (GOLDEN_EV + 100))
    assert data["per_share"] == pytest.approx((GOLDEN_EV + 105) / 10, abs=1e-6)
    assert data["parts"]["Pumps"]["by_dcf"] is True
    assert len(data["parts"]["Pumps"]["dcf"]["years"]) == 5


def test_an_ebitda_margin_stands_beside_a_part_that_has_one(results_of):
    table = "| Segment | Revenue | EBITDA | Base |\n|---|---|---|---|\n| Services | $12.53B | $1.5B | 20x |\n"
    company = COMPANY[: COMPANY.index("| Segment")] + table
    data = parts_data(only(r := results_of(company, None)), r)
    assert data["parts"]["Services"]["ebitda_margin"] == pytest.approx(0.11971268954509179, rel=1e-12)


def test_every_line_of_a_dcf_can_be_explained_down_to_the_note(results_of):
    known = figures(results_of(WHOLE.replace("Pumps | | $100", "[[Pumps]] | | ")))
    for key in (
        "Acme.Pumps.dcf.year3.fcff",
        "Acme.dcf.year5.revenue",
        "Acme.dcf.terminal_value",
        "Acme.Pumps.ev",
    ):
        inputs = list(known[key].inputs())
        assert len(inputs) >= 5, key
        assert all(part.place for part in inputs), key
    assert float(known["Acme.Pumps.dcf.year3.fcff"]) == pytest.approx(11.9712)


def test_floats_and_figures_give_the_same_value_bit_for_bit(make_vault):
    read = read_vault(make_vault({"Acme.md": COMPANY, "Pumps.md": PUMPS}))
    value, _ = value_company(read.model.companies[0], Method.of(read.config, DAY), as_float)
    results = evaluate(read, DAY)
    assert float(only(results).full_value) == value.full_value
    assert isinstance(value.full_value, float)


SAMPLE = Path(__file__).resolve().parents[2] / "sample_vault"


@pytest.fixture(scope="module")
def sample():
    results = evaluate(read_vault(SAMPLE), DAY)
    return results, next(v for v in results.values.values() if v.company.name == "Tesla, September 2025")


def test_the_sample_vaults_report_by_parts(sample):
    results, value = sample
    data = parts_data(value, results)
    evs = {name: part["ev"] / 1e9 for name, part in data["parts"].items()}
    assert evs == pytest.approx(
        {
            "Cars": 61.75294771860413,
            "Energy and storage": 36.0,
            "FSD software": 10.8,
            "Robotaxi network": 3.4995,
            "Dojo and insurance": 1.5,
            "Services and other": 17.9,
        }
    )
    beside = {name: part["dcf"]["ev"] / 1e9 for name, part in data["parts"].items() if part["dcf"]}
    assert beside == pytest.approx(
        {"Cars": 61.75294771860413, "Energy and storage": 37.7249, "Services and other": 20.9806}, abs=5e-4
    )
    assert data["per_share"] == pytest.approx(sum(evs.values()) / 3.225)
    assert overlay_data(value, results)["target"] == pytest.approx(304.832)


def test_the_sample_vaults_second_company_leaves_the_first_alone(sample):
    results, second = sample
    first = next(v for v in results.values.values() if v.company.name == "Tesla")
    assert float(first.full_value) == pytest.approx(132.8250882401891, rel=1e-12)
    assert len(first.options) == 5
    assert second.options == ()
    told = [f.rule.name for f in results.findings if "September" in f.place.note]
    assert told == ["new-capital"]  # one of the three forecasts earns 104 % on what it adds
