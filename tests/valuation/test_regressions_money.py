"""What must hold of money where a note is half-read, contradicts itself, or goes to extremes: named for what holds."""

import json
from datetime import date

import pytest
from click.testing import CliRunner

from vaultval.cli import command
from vaultval.pipeline import evaluate, read_vault
from vaultval.render.text import Style
from vaultval.render.topics.dcf import company_section

DAY = date(2026, 2, 1)
OWN = {
    "type": "company", "price": "$10", "price_date": "2026-01-30", "shares": "10", "net_cash": "-$15", "revenue": "$100",
    "growth": "20 %, 16 %, 12 %, 8 %, 4 %", "operating_margin": "10 % -> 20 %", "capex": "8 % -> 5 %",
    "depreciation": "4 %", "working_capital": "10 %", "tax_rate": "25 %", "wacc": "10 %", "terminal_growth": "3 %",
}  # fmt: skip
PARTS = {
    "type": "company", "price": "$10", "price_date": "2026-01-30", "shares": "10", "net_cash": "$0", "wacc": "10 %",
}  # fmt: skip
SEGMENT = {
    "type": "segment", "revenue": "$100", "growth": "5 %", "years": "5", "fcf_margin": "10 %", "terminal_growth": "3 %",
}  # fmt: skip
OPTION = {
    "type": "option", "company": '"[[Co]]"', "tam": "$1000", "share": "10 %", "net_margin": "10 %", "pe": "20x",
    "probability": "30 %", "year": "2031",
}  # fmt: skip
SHORT = {"revenue": "$5", "terminal_pe": "20x", "terminal_margin": "10 %", "growth_years": "5"}
EV_OF_OWN = 261.318623
PER_SHARE = (EV_OF_OWN - 15) / 10


def note(stated, body=""):
    lines = "".join(f"{key}: {value}\n" for key, value in stated.items() if value is not None)
    return f"---\n{lines}---\n{body}"


def table(title, header, *rows):
    line = "|" + "---|" * (header.count("|") - 1)
    return "\n".join(["", f"## {title}", "", header, line, *rows, ""])


VALUED = table("Segments", "| Segment | EV base |", "| A | $50 |")
LINKED = table("Segments", "| Segment | EV base |", "| [[Seg]] | |")


class Found:
    """The one company of a vault: its value and analysis, None where there is none, and what was told."""

    def __init__(self, results):
        self.results = results
        self.value = next(iter(results.values.values()), None)
        self.analysis = next(iter(results.analyses.values()), None)

    def told(self, rule):
        return [f for f in self.results.findings if f.rule.name == rule]

    @property
    def dcf(self):
        return self.analysis.discounted.dcf if self.analysis else None

    @property
    def bridge(self):
        return self.analysis.discounted.bridge if self.analysis else None

    @property
    def reverse(self):
        return self.analysis.reverse_dcf if self.analysis else None


@pytest.fixture
def of(make_vault):
    def run(stated, body="", **others):
        files = {"Co.md": note(stated, body), **{f"{name}.md": text for name, text in others.items()}}
        return Found(evaluate(read_vault(make_vault(files)), DAY))

    return run


@pytest.fixture
def whole(of):
    return lambda changes, body="": of({**OWN, **changes}, body)


@pytest.fixture
def segment(of):
    return lambda **changes: of(PARTS, LINKED, Seg=note({**SEGMENT, **changes}))


@pytest.fixture
def option(of):
    def run(changes, *stages, **company):
        head = "| Stage | Cost | Probability | Year | Payoff |"
        body = table("Stages", head, *stages) if stages else ""
        return of({**PARTS, **company}, VALUED, Opt=note({**OPTION, **changes}, body))

    return run


# what cannot be read


@pytest.mark.parametrize(
    "stated",
    [
        {"wacc": "14 percents"}, {"failure_probability": "high", "distress_value": "$1"},
        {"roic": "high", "operating_margin": "12 %", "tax_rate": "20 %"}, {"exit_multiple": "8 goes"},
        {"probability": "half"}, {"mid_year": "maybe"}, {"fade": "linear"}, {"years": "few"}, {"fcf_margin": "some"},
    ],
    ids=lambda stated: next(iter(stated)),
)  # fmt: skip
def test_no_dcf_rests_on_a_default_in_place_of_what_cannot_be_read(segment, stated):
    found = segment(**stated)
    assert found.value is None
    (missing,) = [f for f in found.told("missing-attribute") if "cannot be read" in f.message]
    assert f"`{next(iter(stated))}`" in missing.message
    assert missing.place.line > 2  # not at `type:`


def test_what_is_left_blank_is_not_stated_and_takes_its_default(segment):
    assert float(segment(roic="n/a", exit_multiple="—").value.core.base) == pytest.approx(
        16.0187573, abs=1e-6
    )


@pytest.mark.parametrize("column", ["Probability", "EV low", "EV high"])
def test_no_row_is_valued_with_a_cell_that_cannot_be_read(of, column):
    found = of(PARTS, table("Segments", f"| Segment | EV base | {column} |", "| A | $50 | halb |"))
    assert found.value is None
    assert [f for f in found.told("missing-attribute") if "'A' cannot be read" in f.message]


@pytest.mark.parametrize("key", ["debt", "cash", "stakes", "leases", "dilution_at"])
def test_no_bridge_leaves_out_what_cannot_be_read(whole, key):
    found = whole({"cash": "$20", "debt": "$35", key: "35 dollarz"})
    assert found.dcf is not None
    assert found.bridge is None
    assert not found.reverse or not found.reverse.cases
    assert [f for f in found.told("missing-attribute") if f"`{key}`" in f.message and f.place.line > 2]


def test_no_bridge_leaves_out_a_tranche_that_cannot_be_read(whole):
    found = whole(
        {}, table("Dilution", "| Tranche | Count | Strike |", "| a | 5 | $2 |", "| b | lots | $2 |")
    )
    assert found.bridge is None
    assert [f for f in found.told("missing-attribute") if "'b'" in f.message]


def test_a_case_of_the_reverse_dcf_takes_no_default_for_what_cannot_be_read(of):
    head = "| Case | EV | Revenue | FCF margin | Years | WACC | Terminal growth |"
    rows = ["| a | $500 | $100 | 10 % | 5 | ten | 3 % |", "| b | dear | $100 | 10 % | 5 | 10 % | 3 % |"]
    found = of(PARTS, VALUED + table("Reverse DCF", head, *rows))
    assert found.reverse is None
    assert ["`wacc`" in f.message or "`ev`" in f.message for f in found.told("reverse-dcf-inputs")] == [
        True,
        True,
    ]


def test_no_wacc_is_made_of_components_that_cannot_be_read(whole):
    found = whole({"risk_free": "4 %", "beta": "1.2", "equity_premium": "5 %", "debt": "35 dollarz"})
    assert found.analysis.discounted.capital is None


@pytest.mark.parametrize(("key", "text"), [("carry", "much"), ("risk_free", "low")])
def test_no_real_option_rests_on_what_cannot_be_read(option, key, text):
    stated = {"strike": "$50", "expiry": "5", "volatility": "40 %", "risk_free": "4 %", key: text}
    assert option(stated, risk_free="3 %").analysis.real_options == ()


def test_no_stage_counts_a_payoff_that_cannot_be_read_as_none(option):
    found = option({}, "| Pilot | $2 | 60 % | 0 | |", "| Sales | $1 | | 3 | lots |")
    assert found.analysis.real_options == ()
    assert [f for f in found.told("reverse-dcf-inputs") if "`payoff`" in f.message]


# a forgotten % sign


@pytest.mark.parametrize(
    ("key", "text", "told"),
    [
        ("growth", "6, 5, 4, 3, 2 %", 4), ("growth", "6 -> 8 %", 1), ("growth", "0.06, 5 %, 4 %, 3 %, 2 %", 1),
        ("depreciation", "4", 1), ("capex", "4 -> 3 %", 1), ("roic", "8", 1), ("working_capital", "10", 1),
        ("depreciation_to_capex", "80", 1), ("operating_margin", "-5", 1),
    ],
)  # fmt: skip
def test_no_dcf_takes_a_plain_number_for_hundreds_of_per_cent(whole, key, text, told):
    found = whole({key: text, "years": "5"})
    assert found.dcf is None
    assert len(found.told("ratio-out-of-range")) == told


def test_ratios_without_a_sign_are_read_where_they_are_parts_of_a_whole(whole):
    plain = {
        "growth": "0.2, 0.16, 0.12, 0.08, 0.04",
        "operating_margin": "0.1 -> 0.2",
        "capex": "0.08 -> 0.05",
    }
    assert float(whole(plain).dcf.value) == pytest.approx(EV_OF_OWN, abs=1e-6)
    assert float(whole({"growth": "0 -> 8 %", "years": "5"}).dcf.value) > 0


def test_more_than_a_hundred_per_cent_is_read_with_its_sign(whole):
    found = whole(
        {"growth": "150 %, 16 %, 12 %, 8 %, 4 %", "depreciation": None, "depreciation_to_capex": "120 %"}
    )
    assert float(found.dcf.value) > EV_OF_OWN


def test_a_comma_that_may_begin_decimals_is_refused(whole):
    found = whole({"growth": "1,5 %", "years": "2", "operating_margin": "15 %", "capex": "5 %"})
    assert found.dcf is None
    (twofold,) = found.told("ambiguous-quantity")
    assert (twofold.found, twofold.place.length) == ("1,5 %", 3)


def test_no_verdict_rests_on_a_measure_of_thousands_of_per_cent(of):
    right = of(
        {**PARTS, **SHORT, "consensus_growth": "25 %", "best_margin": "20 %"}, VALUED
    ).reverse.short_verdict
    wrong = of({**PARTS, **SHORT, "consensus_growth": "25", "best_margin": "20"}, VALUED)
    assert right.word == "aggressive"
    assert wrong.reverse.short_verdict.word == ""
    assert len(wrong.told("ratio-out-of-range")) == 2


def test_a_component_of_thousands_of_per_cent_is_told_and_the_stated_wacc_is_not_blamed(whole):
    stated = {"risk_free": "4", "beta": "1.2", "equity_premium": "5 %", "cost_of_debt": "5 %"}
    found = whole({**stated, "cash": "$20", "debt": "$35"})
    assert found.analysis.discounted.capital is None
    assert [f.found for f in found.told("ratio-out-of-range")] == ["4"]
    assert found.told("wacc-components") == []


@pytest.mark.parametrize(
    ("key", "text"),
    [("risk_free", "4"), ("carry", "5"), ("volatility", "4"), ("risk_free", "-8"), ("carry", "-1000 %")],
)
def test_no_real_option_is_priced_at_rates_that_are_none(option, key, text):
    stated = {"strike": "$50", "expiry": "100", "volatility": "40 %", "risk_free": "4 %", key: text}
    found = option(stated)
    assert found.analysis.real_options == ()
    assert [f.found for f in found.told("ratio-out-of-range")] == [text]


def test_no_overlay_takes_a_plain_number_for_hundreds_of_per_cent(whole):
    found = whole({"overlay": "8"})
    assert found.analysis.discounted.target is None
    assert found.told("ratio-out-of-range")


# amounts


def test_an_amount_in_another_currency_is_used_nowhere(whole):
    found = whole({"cash": "$20", "debt": "$35", "stakes": "€300"})
    assert found.bridge is None
    assert not found.reverse or not found.reverse.cases
    assert [f.found for f in found.told("mixed-currencies")] == ["EUR"]


def test_no_wacc_weighs_a_debt_in_another_currency(whole):
    components = {"risk_free": "4 %", "beta": "1.2", "equity_premium": "5 %", "cost_of_debt": "5 %"}
    assert whole({**components, "debt": "¥3500"}).analysis.discounted.capital is None


def test_no_growth_leads_from_one_currency_to_another(of):
    found = of({**PARTS, **SHORT, "revenue": "€100", "net_margin": "10 %"}, VALUED)
    assert found.reverse is None
    assert found.told("mixed-currencies")
    assert found.value.trigger == of(PARTS, VALUED).value.trigger


@pytest.mark.parametrize("key", ["debt", "minorities", "leases", "preferred", "pensions", "stakes"])
def test_what_is_taken_off_an_enterprise_value_never_adds_to_equity(whole, key):
    found = whole({"cash": "$20", "debt": "$35", key: "-$35"})
    assert found.bridge is None
    assert [f.found for f in found.told("not-a-quantity")] == ["-$35"]


def test_a_stage_never_costs_less_than_nothing(option):
    found = option({}, "| Pilot | -$2 | 60 % | 0 | |", "| Sales | | | 3 | $60 |")
    assert found.analysis.real_options == ()
    assert [f.found for f in found.told("not-a-quantity")] == ["-$2"]


# shares


DILUTION = table("Dilution", "| Tranche | Count | Strike |", "| o | 5 | $2 |")
STEADY = {"growth": "5 %", "years": "5", "operating_margin": "15 %", "cash": "$20", "debt": "$35"}


@pytest.mark.parametrize("at", ["value", "price"])
def test_at_the_value_of_a_diluted_share_the_price_implies_the_forecast_itself(whole, at):
    stated = {**STEADY, "dilution_at": at}
    per_share = 9.648218402090018
    found = whole({**stated, "price": f"${per_share!r}"}, DILUTION)
    (case,) = found.reverse.cases
    assert float(found.bridge.per_share) == pytest.approx(per_share, rel=1e-12)
    assert float(case.target) == pytest.approx(float(found.dcf.value), rel=1e-12)
    assert float(case.growth) == pytest.approx(0.05, abs=1e-9)


def test_it_is_told_that_core_and_full_value_count_the_shares_as_stated(whole):
    found = whole({}, DILUTION)
    assert float(found.value.full_value) == pytest.approx(PER_SHARE, abs=1e-6)
    assert float(found.bridge.per_share) < PER_SHARE
    assert len(found.told("dilution-apart")) == 1
    assert whole({}).told("dilution-apart") == []


# paths and stages


@pytest.mark.parametrize("gap", ["—", "-", "", "?"])
def test_years_never_close_up_over_a_gap(whole, gap):
    found = whole({"growth": f"20 %, {gap}, 12 %, 8 %", "operating_margin": "15 %", "capex": "5 %"})
    assert found.dcf is None
    assert found.told("not-a-quantity")


def test_a_comma_at_the_end_is_no_gap(whole):
    assert float(whole({"growth": f"{OWN['growth']},"}).dcf.value) == pytest.approx(EV_OF_OWN, abs=1e-6)


def test_stages_are_in_the_order_of_time_whatever_that_of_the_rows(option):
    rows = ["| Pilot | $2 | 60 % | 0 | |", "| Sales | | | 3 | $60 |"]
    (forth,), (back,) = (option({}, *order).analysis.real_options for order in (rows, rows[::-1]))
    assert forth.staged == back.staged == pytest.approx((60 / 1.1**3 * 0.6 - 2) / 10)
    lost = option({}, "| Sales | | 100 % | 3 | $60 |", "| Pilot | $2 | | 0 | |")
    assert lost.analysis.real_options == ()


def test_a_stage_that_is_no_probability_is_shown_where_it_stands(option):
    found = option({}, "| Pilot | $2 | 60 | 0 | |", "| Sales | | | 3 | $60 |")
    (wrong,) = found.told("probability-out-of-range")
    assert (wrong.place.column, wrong.place.length) == (16, 2)


# a price's case is the company's own


def test_a_row_of_the_reverse_dcf_is_discounted_and_may_fail_as_the_company_does(whole):
    stated = {**STEADY, "mid_year": "yes", "failure_probability": "20 %", "distress_value": "$30"}
    head = "| Case | EV | FCF margin |"
    margin = "| same | $200 | 10 % |"
    (_, late) = whole(STEADY, table("Reverse DCF", head, margin)).reverse.cases
    (_, soon) = whole({**STEADY, "mid_year": "yes"}, table("Reverse DCF", head, margin)).reverse.cases
    (_, risky) = whole(stated, table("Reverse DCF", head, margin)).reverse.cases
    assert float(soon.growth) < float(late.growth)
    assert float(risky.growth) > float(soon.growth)


# extremes


def test_any_discount_rate_and_growth_that_are_allowed_can_be_solved_for(whole):
    found = whole({"wacc": "100 %", "terminal_growth": "99 %"})
    assert found.dcf is not None
    assert len(found.reverse.cases) == 1


EXTREMES = [
    {"terminal_growth": "-99.99 %", "growth": "1000 %", "years": "100", "operating_margin": "20 %", "capex": "5 %",
     "revenue": "$1T"},
    {"price": "$1000", "terminal_pe": "20x", "terminal_margin": "10 %", "growth_years": "0.0001"},
]  # fmt: skip


@pytest.mark.parametrize("stated", EXTREMES, ids=["a rate to the power of years", "a root of years"])
def test_a_result_that_is_not_finite_is_a_finding_and_takes_no_run_down(make_vault, stated):
    vault = make_vault({"Co.md": note({**OWN, **stated})})
    run = CliRunner().invoke(command, ["value", str(vault), "--as-of", str(DAY), "--json"])
    assert run.exception is None or isinstance(run.exception, SystemExit), run.exception
    document = json.loads(run.stdout)
    assert "VV473" in [each["code"] for each in document["diagnostics"]]
    assert document["companies"]["Co"]["dcf"] is not None


def test_a_stage_a_thousand_years_on_takes_no_run_down(option):
    found = option({}, "| Pilot | $2 | 60 % | 0 | |", "| Sales | | | 9999 | $60 |")
    assert found.analysis.real_options == ()
    assert found.told("reverse-dcf-inputs")


# contradictions


def test_net_cash_that_is_not_cash_less_debt_is_told(whole):
    (apart,) = whole({"cash": "$20", "debt": "$10"}).told("statements-disagree")
    assert (apart.found, apart.expected) == ("-$15", "$10")
    assert whole({"cash": "$20", "debt": "$35"}).told("statements-disagree") == []
    assert whole({"cash": "$20", "debt": "$35.1"}).told("statements-disagree") == []


def test_the_dcf_of_a_segment_counts_in_one_row(of):
    rows = ("| [[Seg]] | |", "| [[Seg\\|Again]] | |")
    found = of(PARTS, table("Segments", "| Segment | EV base |", *rows), Seg=note(SEGMENT))
    assert found.value is None
    assert len(found.told("segment-twice")) == 1
    beside = ("| [[Seg]] | |", "| [[Seg\\|Again]] | $7 |")
    found = of(PARTS, table("Segments", "| Segment | EV base |", *beside), Seg=note(SEGMENT))
    assert float(found.value.core.base) == pytest.approx(16.0187573 + 0.7, abs=1e-6)
    assert found.told("segment-twice") == []


def test_levels_that_do_not_rise_are_told(of):
    head = "| Segment | EBITDA | Low | Base | High |"
    assert of(PARTS, table("Segments", head, "| A | $50 | 15x | 12x | 10x |")).told("statements-disagree")
    assert not of(PARTS, table("Segments", head, "| A | $50 | 10x | 12x | 15x |")).told("statements-disagree")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("$10B | $20B | -$5B", ["-$5B"]), ("$10B | $20B | -$10B", []), ("$14.75B | $20.5B | -$5.8B", []),
        ("10 | 20 | ", [""]), ("$10B | $10.5B | ", []),
    ],
)  # fmt: skip
def test_a_runway_whose_amounts_disagree_is_told(of, row, told):
    body = VALUED + table("Cash runway", "| Scenario | Operating cash flow | Capex | FCF |", f"| H | {row} |")
    found = of({**PARTS, "liquidity": "$44B", "debt": "$4B"}, body)
    assert [f.found for f in found.told("statements-disagree")] == told


# words


@pytest.mark.parametrize("growth", ["5 % for 1000", ", ".join(["5 %"] * 500)])
def test_a_path_that_is_too_long_is_called_that(whole, growth):
    found = whole({"growth": growth, "operating_margin": "10 %", "capex": "5 %"})
    (long,) = found.told("path-length")
    assert "a forecast has 100 at most" in long.message
    assert found.told("missing-attribute") == []


def test_years_that_no_forecast_has_are_told_without_talk_of_money(whole):
    (long,) = whole({"years": "200", "growth": "5 %"}).told("path-length")
    assert long.found == "200"


def test_a_dcf_that_fails_is_told_where_it_is_stated(whole):
    (failing,) = whole({"operating_margin": "-10 %"}).told("terminal-value")
    (lacking,) = whole({"tax_rate": None}).told("missing-attribute")
    assert failing.place.line == lacking.place.line == 8  # growth


def test_a_word_is_compared_with_what_it_is_like(segment):
    (wrong,) = segment(exit_multiple="8 turns").told("not-a-quantity")
    assert wrong.hint == ""


def test_a_value_below_zero_is_no_share_of_the_price_below_it(whole):
    found = whole({"net_cash": "-$1000"})
    style = Style("en", "USD", lambda path, _: path)
    title = company_section(found.value, found.results, style).split("\n")[0]
    assert "less than nothing" in title
    assert "% below" not in title
