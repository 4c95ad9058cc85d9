"""What analysts expect, and the margins that a price needs: from the tables of a note to what is shown."""

import json

import pytest
from click.testing import CliRunner

from tests.small_vault import COMPANY, FILES
from tests.test_sample_vault import SAMPLE
from vaultval.cli import command
from vaultval.pipeline import evaluate, read_vault
from vaultval.render.explain import figures

SHORT = "revenue: $94.83B\nterminal_pe: 25x\nterminal_margin: 15 %\ngrowth_years: 5\nbest_margin: 16 %\n"
AS_PRINTED = (94.8, 112, 121, 168, 220, 286)
"""Report 001's consensus revenue from FY2025 to FY2030, in billions of dollars."""


def _table(rows, head="Year | Revenue", title="Consensus"):
    lines = [f"| {head} |", "|" + "---|" * (head.count("|") + 1), *(f"| {row} |" for row in rows)]
    return f"\n## {title}\n\n" + "\n".join(lines) + "\n"


CONSENSUS = _table([f"FY{year} | ${amount}B" for year, amount in enumerate(AS_PRINTED, 2025)])


def _vault(extra=SHORT, *tables):
    head, mark, rest = COMPANY.partition("---\n# Acme")
    return {**FILES, "Acme.md": head + extra + mark + rest + "".join(tables)}


@pytest.fixture
def of(make_vault):
    """Acme as JSON, and the findings that bear on its note by code."""

    def value(files):
        result = CliRunner().invoke(command, ["value", str(make_vault(files)), "--json"])
        document = json.loads(result.stdout)
        told = [(found["code"], found) for found in document["diagnostics"] if found["note"] == "Acme.md"]
        return document["companies"]["Acme"], told

    return value


def _codes(told):
    return [code for code, _ in told]


def test_the_consensus_of_report_001_year_by_year(of):
    company, told = of(_vault(SHORT, CONSENSUS))
    found = company["reverse_dcf"]
    assert found["base_year"] == 2025
    assert found["paths"]["consensus"] == [amount * 1e9 for amount in AS_PRINTED]
    held = found["short"]["against_consensus"]
    assert (held["year"], held["label"], held["expected"]) == (2030, "FY2030", 286e9)
    assert held["implied"] == found["short"]["revenue"]
    assert held["ratio"] == pytest.approx(found["short"]["revenue"] / 286e9)
    assert held["growth"] == pytest.approx((286 / 94.83) ** 0.2 - 1)
    assert _codes(told) == []


@pytest.mark.parametrize(("implied", "ratio"), [(470, 1.6), (640, 2.2)])
def test_the_ratios_of_report_001(implied, ratio):
    assert round(implied / 286, 1) == ratio


def test_the_table_s_rate_is_the_measure_where_no_consensus_growth_is_stated(of):
    company, _ = of(_vault(SHORT, CONSENSUS))
    growth = company["reverse_dcf"]["short"]["verdict"]["tests"][0]
    assert growth["against"] == pytest.approx((286 / 94.83) ** 0.2 - 1)
    stated, told = of(_vault(SHORT + "consensus_growth: 25 %\n", CONSENSUS))
    assert stated["reverse_dcf"]["short"]["verdict"]["tests"][0]["against"] == 0.25
    assert _codes(told) == []


@pytest.mark.parametrize(("stated", "codes"), [("25.7 %", []), ("25.8 %", ["VV471"]), ("23.6 %", ["VV471"])])
def test_a_stated_rate_counts_and_is_told_where_it_is_over_a_point_off(stated, codes, of):
    company, told = of(_vault(f"{SHORT}consensus_growth: {stated}\n", CONSENSUS))
    assert _codes(told) == codes
    measure = company["reverse_dcf"]["short"]["verdict"]["tests"][0]["against"]
    assert measure == pytest.approx(float(stated[:-2]) / 100)


def test_without_the_table_a_constant_rate_is_the_consensus_s_path_as_before(of):
    company, _ = of(_vault(SHORT + "consensus_growth: 25 %\n"))
    found = company["reverse_dcf"]
    assert found["paths"]["consensus"] == pytest.approx([94.83e9 * 1.25**year for year in range(6)])
    assert (found["base_year"], found["short"]["against_consensus"]) == (None, None)


def test_a_year_that_is_left_out_is_left_open_and_the_last_common_year_counts(of):
    table = _table(["FY2025 | $94.8B", "FY2026E | $112B", "2028E | $168B"])
    company, told = of(_vault(SHORT, table))
    found = company["reverse_dcf"]
    assert found["paths"]["consensus"] == [94.8e9, 112e9, None, 168e9]
    held = found["short"]["against_consensus"]
    growth = found["short"]["implied_growth"]
    assert (held["year"], held["implied"]) == (2028, pytest.approx(94.83e9 * (1 + growth) ** 3))
    assert _codes(told) == []


def test_the_accounts_say_of_which_year_the_revenue_is(of):
    accounts = _table(["FY2024 | $97.69B", "FY2025 | $94.83B"], title="Financials")
    estimates = _table(["2026E | $112B", "2030E | $286B"])
    company, _ = of(_vault(SHORT, accounts, estimates))
    assert company["reverse_dcf"]["base_year"] == 2025
    older, _ = of(_vault(SHORT.replace("94.83", "97.69"), accounts, estimates))
    assert older["reverse_dcf"]["base_year"] == 2024


def test_a_consensus_that_begins_nowhere_is_told_and_nothing_is_guessed(of):
    company, told = of(_vault(SHORT + "consensus_growth: 25 %\n", _table(["2030E | $286B"])))
    ((code, found),) = told
    assert code == "VV443"
    assert "is not said" in found["message"]
    assert company["reverse_dcf"]["short"]["against_consensus"] is None
    assert company["reverse_dcf"]["paths"]["consensus"][1] == pytest.approx(94.83e9 * 1.25)


def test_a_year_that_stands_twice_and_another_currency_are_told(of):
    twice = CONSENSUS + "| 2026E | $113B |\n"
    company, told = of(_vault(SHORT, twice))
    assert _codes(told) == ["VV451"]
    assert company["reverse_dcf"]["paths"]["consensus"][1] == 112e9
    company, told = of(_vault(SHORT, CONSENSUS.replace("$286B", "€286B")))
    assert "VV304" in _codes(told)
    assert company["reverse_dcf"]["base_year"] is None


def test_a_forecast_among_the_accounts_is_sent_to_the_consensus(of):
    _, told = of(_vault(SHORT, _table(["FY2025 | $94.83B", "FY2026E | $112B"], title="Financials")))
    ((code, found),) = told
    assert code == "VV451"
    assert "Consensus" in found["hint"]


def test_a_table_without_a_year_under_that_heading_is_about_something_else(of):
    company, told = of(_vault(SHORT, _table(["Bank One | $286B"])))
    assert (company["reverse_dcf"]["base_year"], told) == (None, [])


def test_what_stands_beside_the_tests(of):
    extra = SHORT + "consensus_years: 3-4\nbest_years: 4\nbest_growth: 71 %\nconsensus_margin: 10-12 %\n"
    company, told = of(_vault(extra, CONSENSUS))
    beside = company["reverse_dcf"]["beside"]
    assert beside["growth"]["best"] == [0.71, 0.71]
    assert beside["margin"] == {"consensus": [0.10, 0.12], "best": [0.16, 0.16]}
    assert beside["years"] == {"consensus": [3, 4], "best": [4, 4]}
    assert told == []
    rows = [
        *(f"FY{year} | ${amount}B | " for year, amount in enumerate(AS_PRINTED[:-1], 2025)),
        "FY2030 | $286B | 9 %",
    ]
    of_table, _ = of(_vault(SHORT, _table(rows, "Year | Revenue | Net margin")))
    assert of_table["reverse_dcf"]["beside"]["margin"]["consensus"] == [0.09, 0.09]


def test_chinese_words_and_a_unit_in_the_header(of):
    rows = [f"{year}年 | {amount}" for year, amount in enumerate(AS_PRINTED, 2025)]
    company, _ = of(_vault(SHORT, _table(rows, "年份 | 营收 ($B)", "分析师共识")))
    assert company["reverse_dcf"]["paths"]["consensus"][-1] == 286e9


def test_the_margins_of_report_001_and_their_gaps(of):
    rows = ["Gross margin | 18.03 % | ≥30 %", "Operating margin | 4.59 % | ≥18 %", "Net margin |  | "]
    company, told = of(_vault(SHORT + "net_margin: 4 %\n", _table(rows, "Margin | Now | Needed", "Margins")))
    gaps = [row["gap"] for row in company["margins"]]
    assert gaps == pytest.approx([0.30 - 0.1803, 0.18 - 0.0459, 0.15 - 0.04])
    assert told == []


def test_a_margin_of_today_comes_from_the_last_year_of_the_accounts(of):
    accounts = _table(
        ["FY2025 | $94.83B | $17.09B | $3.79B"], "Year | Revenue | Gross profit | Net income", "Financials"
    )
    margins = _table(
        ["毛利率 |  | 30 %", "净利率 |  | 15 %", "软件 | 5 % | 30 %"], "利润率 | 当前 | 需要达到", "利润率"
    )
    company, _ = of(_vault("", accounts, margins))
    now = [row["now"] for row in company["margins"]]
    assert now == pytest.approx([17.09 / 94.83, 3.79 / 94.83, 0.05])
    assert company["reverse_dcf"] is None


def test_margins_without_a_reverse_dcf_have_a_part_of_their_own(make_vault):
    margins = _table(["Gross margin | 18 % | 30 %"], "Margin | Now | Needed", "Margins")
    root = make_vault(_vault("", margins))
    CliRunner().invoke(command, ["refresh", str(root)])
    text = (root / "Acme.md").read_text("utf-8")
    assert "> [!info]- Margins that are needed" in text
    assert "> | Gross margin | 18.0% | 30.0% | +12.0 pp |" in text


def test_a_table_under_margins_that_needs_nothing_is_about_something_else(of):
    company, told = of(_vault("", _table(["Gross | about 18 | up"], "Margin | Now | Trend", "Margins")))
    assert (company["margins"], told) == (None, [])


@pytest.fixture(scope="module")
def sample():
    read = read_vault(SAMPLE)
    return evaluate(read, read.config.as_of)


def test_the_sample_vault_holds_the_price_against_the_consensus(sample):
    analysis = next(a for key, a in sample.analyses.items() if key.endswith("/Tesla.md"))
    held = analysis.reverse_dcf.short_against
    assert (held.label, float(held.expected)) == ("FY2030", 286e9)
    assert float(held.ratio) == pytest.approx(2.2576, abs=5e-5)
    assert [float(each.ratio) for each in analysis.reverse_dcf.against] == pytest.approx(
        [1.2192, 0.9728], abs=5e-5
    )
    assert [float(margin.gap) for margin in analysis.margins] == pytest.approx(
        [0.1197, 0.1341, 0.11], abs=5e-4
    )
    assert "consensus-differs" not in [found.rule.name for found in sample.findings]


def test_what_is_shown_can_be_explained(sample):
    known = figures(sample)
    of_tesla = {key.removeprefix("Tesla.reverse_dcf."): float(figure) for key, figure in known.items()}
    assert of_tesla["consensus.ratio"] == pytest.approx(2.2576, abs=5e-5)
    assert of_tesla["consensus.FY2028"] == 168e9
    assert of_tesla["odds.Robotaxi.at_0"] == pytest.approx(96.62, abs=0.005)
    assert of_tesla["odds.Robotaxi.at_1"] == pytest.approx(238.46, abs=0.005)
    assert of_tesla["odds.all.at_high"] == pytest.approx(317.49, abs=0.005)
    assert of_tesla["odds.at_p_max"] == pytest.approx(336.40, abs=0.005)
    assert of_tesla["odds.at_p_max_stated"] == pytest.approx(295.20, abs=0.005)
    assert of_tesla["best_growth"] == 0.71
    ratio = known["Tesla.reverse_dcf.consensus.ratio"]
    assert {figure.place.note for figure in ratio.inputs()} == {"Companies/Tesla.md"}
