"""The tables of frameworks, accounts and analogues, from notes to the JSON, the block and the explanation."""

import json
import math
import re
from datetime import date

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import ROOT
from tests.small_vault import COMPANY, FILES, with_changes
from vaultval.cli import command
from vaultval.pipeline import evaluate, plan_refresh, read_vault
from vaultval.render.data import value_document
from vaultval.render.explain import figures


def _vault(*tables, properties=""):
    text = COMPANY.replace("net_cash: $10B\n", f"net_cash: $10B\n{properties}")
    return with_changes(Acme=text + "\n" + "\n\n".join(tables) + "\n")


def _table(title, head, *rows):
    columns = head.count("|") + 1
    lines = [f"| {head} |", "|---" * columns + "|", *(f"| {row} |" for row in rows)]
    return f"## {title}\n\n" + "\n".join(lines)


@pytest.fixture
def value(make_vault):
    """The company as JSON, and the findings of its note as (name, line's text, message)."""

    def of(files):
        vault = make_vault(files)
        result = CliRunner().invoke(command, ["value", str(vault), "--json"])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        document = json.loads(result.stdout)
        told = [
            (each["name"], each["message"])
            for each in document["diagnostics"]
            if each["note"] == "Acme.md" and each["name"] != "range-as-number"
        ]
        return document["companies"]["Acme"], told

    return of


@pytest.fixture
def block(make_vault):
    """The text of the company's note after a refresh; a second one changes nothing."""

    def of(files):
        vault = make_vault(files)
        CliRunner().invoke(command, ["refresh", str(vault)])
        once = (vault / "Acme.md").read_bytes()
        CliRunner().invoke(command, ["refresh", str(vault)])
        assert (vault / "Acme.md").read_bytes() == once
        return once.decode()

    return of


SAMPLE = ROOT / "sample_vault"
NEW = ("frameworks", "runway", "financials", "multiples", "analogues", "decoupling")


def test_a_vault_that_states_nothing_of_it_is_left_as_it_was(value, block):
    company, told = value(FILES)
    assert [company[key] for key in NEW] == [None] * 6
    assert told == []
    assert not re.search("framework|runway|Financials|analogue", block(FILES))


# Frameworks


def test_frameworks_by_ends_by_a_range_by_a_point_and_by_a_multiple(value):
    company, told = value(_vault(
        _table("Frameworks", "Framework | Low | Mid | High | Range | Multiple",
               "Ends | $50B | | $70B | |", "Range | | | | $85-104B |", "Point | | $120B | | |",
               "Skewed | $10B | $30B | $40B | |", "Sales | | | | | P/S 2-4x"),
        properties="revenue: $20B\n",
    ))  # fmt: skip
    assert told == []
    levels = {row["name"]: (row["low"], row["mid"], row["high"]) for row in company["frameworks"]["rows"]}
    assert levels == {
        "Ends": (50e9, 60e9, 70e9),
        "Range": (85e9, 94.5e9, 104e9),
        "Point": (120e9, 120e9, 120e9),
        "Skewed": (10e9, 30e9, 40e9),
        "Sales": (40e9, 60e9, 80e9),
    }
    first = company["frameworks"]["rows"][0]
    assert first["per_share"] == {"low": 50.0, "mid": 60.0, "high": 70.0}
    assert first["gap"] == pytest.approx({"low": -0.5, "mid": -0.4, "high": -0.3})
    assert company["frameworks"]["convergence"] == 4.0
    assert company["frameworks"]["convergence_ends"] == 12.0
    assert company["frameworks"]["diverging"] is True


def test_a_chinese_table_reads_the_same(value):
    company, told = value(_vault(_table("参考框架", "框架 | 低 | 高 | 估值区间", "**纯汽车** | $500亿 | $700亿 |",
                                        "平台 | | | $850-1,040亿")))  # fmt: skip
    assert told == []
    assert [(row["name"], row["mid"]) for row in company["frameworks"]["rows"]] == [
        ("纯汽车", 60e9),
        ("平台", 94.5e9),
    ]


def test_parts_are_a_framework_of_their_own(value):
    company, told = value(_vault(
        _table("Frameworks", "Framework | Low | High", "Maker | $30B | $40B"),
        _table("Parts", "Part | Revenue | Subscribers | Monthly price | Multiple | Low | High",
               "Cars | $10B | | | 0.5-1.0x | |", "Apps | | 1.1M | $99 | 10-15x | |",
               "Rest | | | | | $0B | $5B", "**Total** | | | | | $1B | $99B"),
    ))  # fmt: skip
    assert [name for name, _ in told] == ["row-of-totals"]
    parts = company["frameworks"]["parts"]
    assert (parts["low"], parts["high"]) == (5e9 + 13.068e9, 10e9 + 19.602e9 + 5e9)
    assert parts["implied"]["low"] == 100e9 - parts["low"]
    assert parts["share_beyond"]["mid"] == pytest.approx(1 - parts["mid"] / 100e9)
    assert [row["name"] for row in company["frameworks"]["rows"]] == ["Maker"]
    assert company["frameworks"]["convergence"] == pytest.approx(35e9 / parts["mid"])


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ("Bad | $70B | $50B", "framework-range"),
        ("Bad | $70B | —", "framework-range"),
        ("Bad | — | -", "framework-range"),
        ("Bad | lots | $50B", "not-a-quantity"),
        ("Bad | €50B | €70B", "mixed-currencies"),
        ("Bad | 12,5 | $70B", "ambiguous-quantity"),
    ],
)
def test_one_bad_framework_is_told_of_and_no_other_is_lost(row, name, value):
    company, told = value(_vault(_table("Frameworks", "Framework | Low | High", row, "Good | $50B | $70B")))
    assert {found for found, _ in told} == {name}
    assert [row["name"] for row in company["frameworks"]["rows"]] == ["Good"]
    assert company["full_value"] is not None


def test_a_part_that_cannot_be_read_keeps_the_sum_from_being_too_small(value):
    company, told = value(
        _vault(_table("Parts", "Part | Low | High", "Cars | $5B | $6B", "Rest | some | $5B"))
    )
    assert [name for name, _ in told] == ["not-a-quantity"]
    assert company["frameworks"] is None


# Cash runway


RUNWAY = _table("Cash runway", "Scenario | Operating cash flow | Capex | FCF", "Good | $25B | $20B |",
                "Bad | $15B | $20B |", "Stated | | | -$10B")  # fmt: skip


def test_the_runway_is_in_years_and_never_ends_where_nothing_is_burnt(value):
    company, told = value(_vault(RUNWAY, properties="liquidity: $44B\ndebt: $5.35B\n"))
    assert told == []
    assert company["runway"]["scenarios"] == [
        {"name": "Good", "free_cash_flow": 5e9, "years": None, "never": True},
        {"name": "Bad", "free_cash_flow": -5e9, "years": 8.8, "never": False},
        {"name": "Stated", "free_cash_flow": -10e9, "years": 4.4, "never": False},
    ]
    assert company["runway"]["net_cash"] == pytest.approx(38.65e9)


def test_without_liquidity_the_finding_names_it_and_the_flows_are_shown(value):
    company, told = value(_vault(RUNWAY))
    assert told == [("missing-attribute", "the company 'Acme' has a cash runway and no `liquidity`")]
    assert [row["years"] for row in company["runway"]["scenarios"]] == [None, None, None]
    assert [row["never"] for row in company["runway"]["scenarios"]] == [True, False, False]


def test_spending_with_a_minus_and_half_a_scenario_are_refused(value):
    company, told = value(_vault(
        _table("现金", "情景 | 经营现金流 | 资本开支", "基线 | $15B | -$20B", "压力 | $10B | ", "极端 | $5B | $20B"),
        properties="liquidity: $44B\n",
    ))  # fmt: skip
    assert sorted(told) == [
        ("missing-attribute", "the cash scenario '压力' has no `capex`"),
        ("not-a-quantity", "`capex` is below zero; what is spent or counted has no minus"),
    ]
    assert [row["name"] for row in company["runway"]["scenarios"]] == ["极端"]


def test_liquidity_in_another_currency_is_refused(value):
    company, told = value(_vault(RUNWAY, properties="liquidity: €44B\n"))
    assert [name for name, _ in told] == ["mixed-currencies"]
    assert [row["years"] for row in company["runway"]["scenarios"]] == [None, None, None]


# Financials


def test_years_in_any_order_and_notation_are_one_series(value):
    company, told = value(_vault(_table("Financials", "Year | Revenue | R&D", "2025A | $121B | $12B",
                                        "2024年 | $110B | $11B", "FY2023 | $100B | $10B")))  # fmt: skip
    assert told == []
    found = company["financials"]
    assert [year["year"] for year in found["years"]] == [2023, 2024, 2025]
    assert found["cagr"]["revenue"] == pytest.approx(0.1)
    assert found["cagr_years"]["revenue"] == [2023, 2025]
    assert found["years"][2]["growth"]["revenue"] == pytest.approx(0.1)
    assert found["totals"]["rd"] == 33e9


def test_units_in_a_header_count_for_cells_without_one(value):
    company, told = value(_vault(_table("财务", "年度 | R&D($B) | 营收（亿美元） | 稀释股数(B) | 净利润",
                                        "FY2024 | $3.97 | 967.7 | 3.485 | $15.00B",
                                        "FY2025 | $4.54B | $97.69B | 3.498 | $7.13B")))  # fmt: skip
    assert told == []
    first, second = (year["amounts"] for year in company["financials"]["years"])
    assert first == pytest.approx(
        {"revenue": 96.77e9, "net_income": 15e9, "rd": 3.97e9, "diluted_shares": 3.485e9}
    )
    assert (second["rd"], second["revenue"]) == pytest.approx((4.54e9, 97.69e9))


def test_several_tables_of_one_company_are_put_together_by_year(value):
    company, told = value(_vault(
        _table("Financials", "Year | Revenue | R&D / Revenue", "FY2024 | $100B | 10 %", "FY2025 | $110B | 11 %"),
        _table("Financials", "Year | R&D | Revenue", "FY2024 | $10B | $100B", "FY2025 | $12B | $111B"),
    ))  # fmt: skip
    assert told == [
        ("fiscal-year", "`revenue` of 2025 is '$110B' in one table and '$111B' in another; the first counts")
    ]
    last = company["financials"]["years"][-1]
    assert last["ratios"]["rd_to_revenue"] == pytest.approx(12 / 110)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("FY2025 | $9B", "the year 2025 stands here twice; the second row was left out"),
        ("2026E | $130B", "'2026E' is a forecast, and accounts are of what was"),
        ("Q1 2025 | $30B", "'Q1 2025' is not a year"),
        ("FY2028 | $130B", "'FY2028' has not begun on 2026-02-10"),
    ],
)
def test_a_row_that_is_no_year_of_its_own_is_left_out(row, said, value):
    company, told = value(
        _vault(_table("Financials", "Year | Revenue", "FY2024 | $100B", "FY2025 | $110B", row))
    )
    assert told == [("fiscal-year", said)]
    assert [year["amounts"]["revenue"] for year in company["financials"]["years"]] == [100e9, 110e9]


def test_a_row_of_totals_is_no_year(value):
    company, told = value(_vault(_table("Financials", "Year | Capex", "FY2024 | $10B", "**累计** | $10B")))
    assert [name for name, _ in told] == ["row-of-totals"]
    assert len(company["financials"]["years"]) == 1


def test_a_table_of_other_companies_and_columns_of_one_s_own_are_passed_over(value):
    company, told = value(
        _vault(_table("Financials", "Company | R&D | Note", "BYD | ~$6.8B | cars", "Meta | $48B | ads"))
    )
    assert told == []
    assert company["financials"] is None


def test_a_header_that_is_nearly_one_is_told_of(value):
    _, told = value(
        _vault(_table("Financials", "Year | Revenues so far | Employees", "FY2024 | $100B | 9,000"))
    )
    assert told == []
    _, told = value(_vault(_table("Financials", "Year | Revenu | R&D", "FY2024 | $100B | $3B")))
    assert told == [("unknown-column", "the column 'Revenu' under 'financials' is not known")]


def test_an_unreadable_cell_loses_nothing_else(value):
    company, told = value(_vault(_table("Financials", "Year | Revenue | R&D", "FY2024 | $100B | ?",
                                        "FY2025 | $110B | $3B")))  # fmt: skip
    assert [name for name, _ in told] == ["not-a-quantity"]
    assert company["financials"]["years"][1]["growth"] == pytest.approx({"revenue": 0.1})
    assert company["financials"]["totals"] == {"revenue": 210e9}


# Analogues


def test_ranges_take_the_larger_number_and_open_ones_are_counted_apart(value):
    company, told = value(_vault(_table(
        "历史类比", "公司 | 期权数量 | 占比 | 最终兑现率 | 结果",
        "Amazon | 3-4条 | ~90% | 2/4 (电商+AWS) | 先跌", "Google | 4-5条 | | 2/5 | ", "Meta | 2–3条 | | 待定 | ", "Acme | 5 | | ? | ",
    )))  # fmt: skip
    assert told == []
    found = company["analogues"]
    assert [(row["options"], row["realised"]) for row in found["rows"]] == [
        (4, 2),
        (5, 2),
        (3, None),
        (5, None),
    ]
    assert (found["decided"], found["open"]) == (2, 2)
    assert found["mean_rate"] == pytest.approx(0.45)
    assert found["pooled_rate"] == pytest.approx(4 / 9)
    assert (found["own_options"], found["expected"]) == (2, pytest.approx(0.9))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Bad | 3 | 4", "'Bad' had 3 options, and 4 of them came true"),
        ("Bad | 0 | 0", "the options of 'Bad' are no whole number above zero"),
        ("Bad | 2.5 | 1", "the options of 'Bad' are no whole number above zero"),
        ("Bad | 3 | -1", "what came true of 'Bad' is no whole number"),
        ("Bad | | 1", "'Bad' has no number of options"),
    ],
)
def test_counts_that_cannot_be_are_left_out(row, said, value):
    company, told = value(_vault(_table("Analogues", "Company | Options | Realised", row, "Good | 4 | 1")))
    assert told == [("analogue-counts", said)]
    assert company["analogues"]["mean_rate"] == 0.25


# What is shown


FULL = _vault(
    _table("Frameworks", "Framework | Low | High", "Maker <b>of</b> `cars` | $10B | $20B", "Platform | $90B | $130B"),
    _table("Parts", "Part | Low | High", "Cars | $10B | $20B"),
    RUNWAY,
    _table("Financials", "Year | Revenue | Net income | R&D", "FY2024 | $20B | $1B | $2B", "FY2025 | $22B | -$1B | $3B"),
    _table("Analogues", "Company | Options | Realised", "Amazon | 4 | 2", "Meta \\| 2022 | 3 | —"),
    properties="liquidity: $44B\nrevenue: $22B\nfair_value: $30\nmarket_cap: $100B\n",
)  # fmt: skip


def test_the_block_is_quiet_on_the_second_run_and_escapes_foreign_text(block):
    text = block(FULL)
    assert "> [!info]- Reference frameworks: they diverge, 7.3 × from the lowest to the highest" in text
    assert "Maker &lt;b&gt;of" in text
    assert "−80.0%" in text
    assert "8.8 years" in text
    assert "for good" in text
    assert "No rate a year for Net income" in text
    assert (
        "Of the options of one analogue, 50.0% came true; of the 2 here that would be 1.0; still open: Meta \\| 2022"
        in text
    )


def test_the_block_speaks_chinese(block):
    text = block({**FULL, "vaultval.toml": 'as_of = "2026-02-10"\nlanguage = "zh"\n'})
    assert "参考框架：互相背离，最高为最低的 7.3 倍" in text
    assert "$1,000亿" in text.replace("\\", "")


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("Acme.frameworks.Platform.mid", "Acme.md:"),
        ("Acme.frameworks.convergence", "$90B"),
        ("Acme.financials.revenue_cagr", "“$22B”"),
        ("Acme.runway.Bad.years", "“$44B”"),
        ("Acme.analogues.mean_rate", "“4”"),
        ("Acme.multiples.price_to_sales", "“$22B”"),
        ("Acme.frameworks.parts.mid_share_beyond", "“$100B”"),
    ],
)
def test_every_figure_is_explained_down_to_its_line(key, shown, make_vault):
    result = CliRunner().invoke(command, ["explain", key, str(make_vault(FULL))])
    assert result.exit_code in (0, 1), result.output
    assert shown in result.stdout


def test_the_terminal_shows_the_same(make_vault):
    result = CliRunner().invoke(command, ["value", str(make_vault(FULL))])
    for words in (
        "reference frameworks, diverging, 7.3 ×",
        "cash runway",
        "FY2025",
        "Rate of the one analogue",
    ):
        assert words in result.stdout


CELLS = st.sampled_from(
    ["", "—", "?", "$5B", "-$5B", "€5B", "$9-7B", "12,5", "0", "-3", "2/4", "9/0", "1e5", "FY2024", "5x", "30 %", "[[Acme]]",
     "`x`", "兆", "$1" + "0" * 30 + "T", "0.5", "$0"]
)  # fmt: skip
HEADS = {
    "Frameworks": "Framework | Low | Mid | High | Range | Multiple",
    "Parts": "Part | Revenue | Subscribers | Monthly price | Multiple | Low | High",
    "Cash runway": "Scenario | Operating cash flow | Capex | FCF",
    "Financials": "Year | Revenue | R&D | Capex | Operating cash flow | SBC | Net income | Diluted shares | EBITDA",
    "Analogues": "Company | Options | Realised",
}


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_stands_in_the_cells_the_company_keeps_its_value_and_no_number_is_strange(
    tmp_path_factory, data
):
    tables = []
    for title, head in HEADS.items():
        names = ["FY2023", "FY2024", "2025"] if title == "Financials" else ["One", "Two", "Two"]
        rows = [" | ".join([name, *(data.draw(CELLS) for _ in range(head.count("|")))]) for name in names]
        tables.append(_table(title, head, *rows))
    plain = _results_of(tmp_path_factory, _vault())[1].values["Acme.md"].full_value
    read, results = _results_of(
        tmp_path_factory, _vault(*tables, properties="liquidity: $44B\nrevenue: $22B\n")
    )
    document = json.loads(json.dumps(value_document(results), allow_nan=False))
    assert document["companies"]["Acme"]["full_value"] == float(plain)
    assert plan_refresh(read, results)[0]
    assert all(math.isfinite(figure.value) for figure in figures(results).values())


def _results_of(tmp_path_factory, files):
    root = tmp_path_factory.mktemp("vault")
    for name, text in files.items():
        (root / name).write_text(text, "utf-8")
    read = read_vault(root)
    return read, evaluate(read, date(2026, 2, 10))


def test_the_worked_company_of_the_sample_vault():
    company = value_document(evaluate(read_vault(SAMPLE), date(2026, 2, 10)))["companies"]["Tesla"]
    frameworks = company["frameworks"]
    assert (frameworks["parts"]["low"], frameworks["parts"]["high"]) == (91e9, 169e9)
    assert frameworks["parts"]["share_beyond"]["mid"] == pytest.approx(1 - 130 / 1405, rel=1e-14)
    assert frameworks["convergence"] == pytest.approx(1896.6 / 94.5, rel=1e-14)
    assert frameworks["convergence_ends"] == pytest.approx(2370.75 / 85, rel=1e-14)
    platform = frameworks["rows"][-1]
    assert (platform["low"], platform["high"]) == pytest.approx((1422.45e9, 2370.75e9), rel=1e-14)
    assert platform["per_share"]["low"] == pytest.approx(1422.45 / (1405 / 422.61), rel=1e-14)
    assert [row["years"] for row in company["runway"]["scenarios"]] == pytest.approx(
        [None, 8.812, 4.406, 44.06 / 15], nan_ok=True
    )
    assert company["runway"]["net_cash"] == pytest.approx(38.71e9, rel=1e-14)
    assert company["financials"]["cagr"]["rd"] == pytest.approx(0.27673991980499535, rel=1e-12)
    assert company["multiples"]["deviation"] == pytest.approx(0.9438726012162514, rel=1e-14)
    assert company["multiples"]["implied_shares"] == pytest.approx(3.3245782163223776e9, rel=1e-14)
    assert company["multiples"]["price_to_earnings"] == pytest.approx(1405 / (94.83 * 0.04), rel=1e-14)
    analogues = company["analogues"]
    assert (analogues["decided"], analogues["open"], analogues["own_options"]) == (3, 2, 5)
    assert analogues["mean_rate"] == pytest.approx(37 / 90, rel=1e-14)
    assert analogues["expected"] == pytest.approx(37 / 18, rel=1e-14)
