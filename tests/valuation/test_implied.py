"""What a price implies, from whole vaults: cases, probabilities, what is missing, and what is shown."""

import json
import re

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.small_vault import COMPANY, FILES
from tests.test_sample_vault import SAMPLE
from vaultval.cli import command
from vaultval.figure import Figure
from vaultval.pipeline import evaluate, read_vault
from vaultval.valuation.implied.expectations import reverse_dcf
from vaultval.valuation.implied.probabilities import moved
from vaultval.valuation.steps import as_figure, as_float

SHORT = "revenue: $20B\nterminal_pe: 20x\nterminal_margin: 15 %\ngrowth_years: 5\nconsensus_growth: 10 %\nbest_margin: 16 %\n"
BASE = """revenue: $100
growth: [20 %, 16 %, 12 %, 8 %, 4 %]
operating_margin: 10 % -> 20 %
capex: 8 % -> 5 %
depreciation: 4 %
working_capital: 10 %
tax_rate: 25 %
terminal_growth: 3 %
"""


def _run(*arguments):
    result = CliRunner().invoke(command, [str(a) for a in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def _vault(extra, table=""):
    head, mark, rest = COMPANY.partition("---\n# Acme")
    return {**FILES, "Acme.md": head + extra + mark + rest + table}


def _table(*rows, head="Case | EV | FCF margin | Growth | Years | Terminal growth | Exit multiple"):
    cells = head.count("|") + 1
    lines = [f"| {head} |", "|" + "---|" * cells, *(f"| {row} |" for row in rows)]
    return "\n## Reverse DCF\n\n" + "\n".join(lines) + "\n"


@pytest.fixture
def of(make_vault):
    """The reverse DCF of Acme as JSON, and the codes of the findings that bear on its note."""

    def value(files):
        document = json.loads(_run("value", make_vault(files), "--json").stdout)
        codes = [found["code"] for found in document["diagnostics"] if found["note"] == "Acme.md"]
        return document["companies"]["Acme"]["reverse_dcf"], codes

    return value


def _evaluated(root):
    read = read_vault(root)
    results = evaluate(read, read.config.as_of)
    return next(iter(results.values.values())), results


def test_a_vault_that_states_nothing_of_it_has_none(of):
    assert of(FILES) == (None, [])


def test_the_forecast_of_the_company_solved_for_each_unknown(of):
    found, codes = of(_vault(BASE, _table("At 300 | $300 | | | | | ")))
    solved = found["cases"][1]["solved"]
    assert solved["growth"]["value"] == pytest.approx(0.172551, abs=5e-7)
    assert solved["margin"]["value"] == pytest.approx(0.227402, abs=5e-7)
    assert solved["wacc"]["value"] == pytest.approx(0.091958, abs=5e-7)
    assert solved["years"]["missing"] == "one `growth` for all years"
    assert found["cases"][0]["name"] == "Acme"
    assert found["cases"][0]["ev"] == 100e9 - 10e9
    assert codes == ["VV444"]


def test_years_of_growth_give_the_price_back(of):
    row = "Grown | {} | 10 % | 20 % | 5 | 3 % | "
    head = "Case | EV | FCF margin | Growth | Years | Terminal growth | Exit multiple"
    five = 20e9 * 0.10 * sum((1.2 / 1.1) ** t for t in range(1, 6))
    five += 20e9 * 0.10 * 1.2**5 * 1.03 / 0.07 / 1.1**5
    found, _ = of(_vault("revenue: $20B\n", _table(row.format(f"${five / 1e9:.6f}B"), head=head)))
    solved = found["cases"][0]["solved"]
    assert solved["years"]["value"] == pytest.approx(5.0, abs=1e-5)
    assert solved["growth"]["value"] == pytest.approx(0.20, abs=1e-7)


def test_more_years_than_the_forecast_has_lengthen_it_at_its_last_margin(of):
    margin = [0.05 + 0.05 * t / 4 for t in range(5)] + [0.10] * 3
    revenue = [20e9 * 1.2**t for t in range(1, 9)]
    worth = sum(r * m / 1.1**t for t, (r, m) in enumerate(zip(revenue, margin, strict=True), 1))
    worth += revenue[-1] * 0.10 * 1.03 / 0.07 / 1.1**8
    row = f"Grown | ${worth / 1e9:.6f}B | 5 % -> 10 % | 20 % | 5 | 3 % | "
    found, _ = of(_vault("revenue: $20B\n", _table(row)))
    assert found["cases"][0]["solved"]["years"]["value"] == pytest.approx(8.0, abs=1e-5)


def test_a_row_takes_from_the_company_what_it_leaves_out(of):
    extra = SHORT + "terminal_growth: 3 %\n"
    whole, _ = of(_vault(extra, _table("A | $90B | 12 % | 10 % | 5 | 3 % | ")))
    short, _ = of(_vault(extra, _table("A |  | 12 % |  |  |  | ")))
    assert [case["solved"] for case in short["cases"]] == [case["solved"] for case in whole["cases"]]


def test_without_a_consensus_growth_only_growth_is_solved_for(of):
    found, _ = of(_vault("revenue: $20B\n", _table("A | $90B | 12 % |  | 5 | 3 % | ")))
    solved = found["cases"][0]["solved"]
    assert solved["growth"]["value"] is not None
    assert {solved[key]["missing"] for key in ("margin", "years", "wacc")} == {
        "`growth` or `consensus_growth`"
    }
    assert found["verdict"] is None


@pytest.mark.parametrize(
    ("extra", "missing"),
    [
        ("terminal_pe: 20x\n", "terminal_margin, growth_years, revenue"),
        ("revenue: $20B\nterminal_margin: 15 %\ngrowth_years: 5\n", "terminal_pe"),
    ],
)
def test_half_of_the_short_form_is_a_finding_that_names_the_rest(extra, missing, make_vault):
    document = json.loads(_run("value", make_vault(_vault(extra)), "--json").stdout)
    (found,) = [found for found in document["diagnostics"] if found["code"] == "VV443"]
    assert found["expected"] == missing
    assert document["companies"]["Acme"]["reverse_dcf"] is None


def test_a_case_that_lacks_something_takes_nothing_else_away(of):
    found, codes = of(
        _vault(
            "revenue: $20B\n",
            _table("A | $90B |  | 10 % | 5 | 3 % | ", "B | $90B | 12 % | 10 % | 5 | 3 % | "),
        )
    )
    assert [case["name"] for case in found["cases"]] == ["B"]
    assert codes == ["VV443"]


@pytest.mark.parametrize("growth", ["10 %", "12 %"])
def test_growth_for_ever_at_the_discount_rate_is_refused_and_no_number_comes_out(growth, of):
    found, codes = of(
        _vault(f"{SHORT}terminal_growth: {growth}\n", _table(f"A | $90B | 12 % | | 5 | {growth} | "))
    )
    assert codes.count("VV438") == 2
    assert found["cases"] == []
    assert found["short"]["gordon_growth"] is None
    assert found["short"]["implied_growth"] is not None


def test_a_price_that_no_growth_explains_has_both_ends(of):
    found, codes = of(_vault("revenue: $20B\n", _table("A | $90T | 0.1 % | | 2 | | 20x")))
    growth = found["cases"][0]["solved"]["growth"]
    assert growth["value"] is None
    assert 0 < growth["at_low"] < growth["at_high"] < 90e12
    assert codes == ["VV444"]


def test_amounts_in_another_currency_are_refused(of):
    found, codes = of(_vault(SHORT, _table("A | €90B | 12 % | | 5 | 3 % | ")))
    assert found["cases"] == []
    assert codes == ["VV304"]


def test_floats_and_figures_give_the_same_bits(make_vault):
    files = _vault(
        SHORT + "terminal_growth: 3 %\n",
        _table("A | | 6 % -> 12 % | | 5 | 3 % | ", "B | | 12 % | | 4 | | 20x"),
    )
    value, results = _evaluated(make_vault(files))
    plain, _ = reverse_dcf(value, results.method, as_float)
    explained, _ = reverse_dcf(value, results.method, as_figure)
    assert float(plain.short.implied_growth) == float(explained.short.implied_growth)
    for one, other in zip(plain.cases, explained.cases, strict=True):
        assert set(other.figures) == {"growth", "margin", "years", "wacc"}
        for key, number in other.figures.items():
            assert float(one.figures[key]) == float(number)
            assert isinstance(number, Figure)
            assert number.operands[1].value == pytest.approx(number.operands[0].value, rel=1e-9)


def test_at_its_implied_probability_an_option_makes_full_value_the_price(make_vault):
    files = {
        **FILES,
        "Acme.md": COMPANY.replace("price: $100", "price: $90").replace(
            "wacc: 10 %", "wacc: 10 %\n" + SHORT.strip()
        ),
    }
    value, results = _evaluated(make_vault(files))
    found, _ = reverse_dcf(value, results.method, as_float)
    solved = [each for each in found.odds.probabilities if each.solution.value is not None]
    assert solved
    for each in solved:
        factor = each.solution.value / each.written
        again = moved(value.company, results.method, {each.option.id: lambda p, f=factor: min(1.0, p * f)})
        assert float(again.full_value) == pytest.approx(90, rel=1e-9)
    odds = found.odds.multiplier.value
    same = {o.option.id: lambda p: odds * p / (1 - p + odds * p) for o in value.options}
    assert float(moved(value.company, results.method, same).full_value) == pytest.approx(90, rel=1e-9)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.floats(0.05, 1), st.floats(0.05, 1))
def test_full_value_rises_with_a_probability(tmp_path_factory, one, other):
    root = tmp_path_factory.mktemp("rising")
    for name, text in FILES.items():
        (root / name).write_text(text, "utf-8")
    value, results = _evaluated(root)
    low, high = (
        float(moved(value.company, results.method, {"Robots.md": lambda _p, x=x: x}).full_value)
        for x in sorted((one, other))
    )
    assert low <= high + 1e-9


@pytest.fixture(scope="module")
def tesla():
    return json.loads(_run("value", SAMPLE, "--json").stdout)["companies"]["Tesla"]["reverse_dcf"]


def test_the_worked_company_at_its_price(tesla):
    assert tesla["verdict"] == "aggressive"
    assert tesla["short"]["terminal_cap"] == pytest.approx(2421.311e9, abs=0.5e6)
    assert tesla["short"]["revenue"] == pytest.approx(645.683e9, abs=0.5e6)
    assert tesla["implied_growth"] == pytest.approx(0.467624, abs=5e-7)
    for case, growth, revenue in zip(
        tesla["cases"], (0.297481, 0.240200), (1282.20e9, 816.32e9), strict=True
    ):
        assert case["solved"]["growth"]["value"] == pytest.approx(growth, abs=5e-7)
        assert case["revenue"] == pytest.approx(revenue, abs=5e6)


def test_no_probability_explains_the_price_of_the_worked_company(tesla):
    found = tesla["probabilities"]
    assert all(each["value"] is None and each["at_high"] < 422.61 for each in found["options"].values())
    assert found["odds_multiplier"]["value"] is None
    assert found["full_value_at_p_max_uncapped"] < 422.61


def test_on_the_stated_figures_all_at_85_per_cent_without_the_cap_is_less_than_the_price(make_vault):
    files = {
        path.relative_to(SAMPLE).as_posix(): path.read_bytes() for path in SAMPLE.rglob("*") if path.is_file()
    }
    pinned = 0
    for name, content in files.items():  # the report discounts what emerges by 0.404
        if any(f"stated_value: {amount}\n".encode() in content for amount in ("$0.1", "$0.5")) and (
            b"requires" in content or "前提".encode() in content
        ):
            files[name] = content.replace(b"stated_value:", b"discount_factor: 0.404\nstated_value:", 1)
            pinned += 1
    assert pinned == 2
    document = json.loads(_run("value", make_vault(files), "--json").stdout)
    found = document["companies"]["Tesla"]["reverse_dcf"]["probabilities"]
    assert found["full_value_at_p_max_uncapped_stated"] == pytest.approx(295.07, abs=0.005)


def test_the_block_says_it_in_a_line_and_a_second_run_writes_nothing(make_vault):
    vault = make_vault(
        _vault(
            SHORT + "terminal_growth: 3 %\n",
            _table("A|B | | 6 % -> 12 % | | 5 | 3 % | ".replace("A|B", "50 % [[x]]")),
        )
    )
    _run("refresh", vault)
    text = (vault / "Acme.md").read_text("utf-8")
    assert re.search(
        r"> \[!info\]- What the price implies: revenue growth of [\d.]+% a year for 5 years \(\w+(: [\w', ]+)?\)",
        text,
    )
    assert "nan" not in text.lower().replace("finance", "")
    _run("refresh", vault)
    assert (vault / "Acme.md").read_text("utf-8") == text


def test_the_block_in_chinese(make_vault):
    files = _vault(SHORT, _table("一 | $90B | 6 % -> 12 % | | 5 | 3 % | "))
    files["vaultval.toml"] += 'language = "zh"\n'
    vault = make_vault(files)
    _run("refresh", vault)
    assert "股价隐含：营收连续 5 年每年增长" in (vault / "Acme.md").read_text("utf-8")


def test_explain_leads_back_to_the_notes(make_vault):
    vault = make_vault(_vault(SHORT, _table("A | | 12 % | | 5 | 3 % | ")))
    short = _run("explain", "Acme.reverse_dcf.implied_growth", vault).stdout
    assert "terminal pe = 20  ← Acme.md" in short
    case = _run("explain", "Acme.reverse_dcf.A.growth", vault).stdout
    assert "“solved for”" in case
    assert "fcf margin = 0.12  ← Acme.md" in case


def test_the_terminal_has_a_row_for_it(make_vault):
    assert "The price implies" in _run("value", make_vault(_vault(SHORT))).stdout
    assert "The price implies" not in _run("value", make_vault(FILES)).stdout


REAL = "strike: $30B\nexpiry: 5\nvolatility: 45 %\nrisk_free: 4.3 %\ncarry: 5 %\n"
STAGES = """
## Stages

| Stage | Cost | Probability | Year | Payoff |
|---|---|---|---|---|
| Pilot | $2B | 60 % | 0 | |
| Factory | $10B | 50 % | 2027 | |
| Sales | | | 3 | $60B |
"""


@pytest.fixture
def robots(make_vault):
    """The real options of Robots, full value, and the findings of its note."""

    def value(extra, body=""):
        files = {
            **FILES,
            "Robots.md": FILES["Robots.md"].replace("horizon: 2\n", f"horizon: 2\n{extra}") + body,
        }
        document = json.loads(_run("value", make_vault(files), "--json").stdout)
        company = document["companies"]["Acme"]
        codes = [found["code"] for found in document["diagnostics"] if found["note"] == "Robots.md"]
        return company["real_options"].get("Robots"), company["full_value"], codes

    return value


def test_a_right_to_wait_stands_beside_the_value_and_is_not_added(robots):
    nothing, full, codes = robots("")
    assert (nothing, codes) == (None, [])
    found, beside, codes = robots(REAL)
    project = 100e9 * 0.10 * 0.20 * 20 / 1.1**2 / 1e9
    assert beside == full
    assert found["at_once"] == pytest.approx(project - 30, rel=1e-12)
    assert found["any_day"] > found["last_day"] > max(0.0, found["at_once"])
    assert codes == ["VV445"]


def test_a_column_that_all_stages_lack_is_one_finding(robots):
    found, _, codes = robots("", STAGES.replace("| Year |", "| Jahr |"))
    assert found is None
    assert codes == ["VV409", "VV443"]


@pytest.mark.parametrize("year", ["年", "年份"])
def test_stages_can_be_written_in_chinese(year, robots):
    chinese = STAGES.replace("## Stages", "## 阶段表").replace(
        "Stage | Cost | Probability | Year | Payoff", f"阶段 | 成本 | 概率 | {year} | 回报"
    )
    assert chinese != STAGES
    assert robots("", chinese) == robots("", STAGES)


def test_stages_are_valued_at_the_company_s_wacc(robots):
    found, _, codes = robots("", STAGES)
    later = max(0.0, -10 + 0.5 * 60 / 1.1**2)
    assert found["staged"] == pytest.approx(-2 + 0.6 * later / 1.1, rel=1e-12)
    assert found["committed"] == pytest.approx(-2 - 10 / 1.1 + 0.3 * 60 / 1.1**3, rel=1e-12)
    assert codes == []


@pytest.mark.parametrize(
    ("extra", "body", "code"),
    [
        ("volatility: 45 %\n", "", "VV443"),
        (REAL.replace("risk_free: 4.3 %\n", ""), "", "VV443"),
        (REAL.replace("expiry: 5", "expiry: 0"), "", "VV301"),
        (REAL.replace("$30B", "€30B"), "", "VV304"),
        ("", STAGES.replace("60 % | 0", "  | 0"), "VV443"),
        ("", STAGES.replace("60 % | 0", "60 % | 2020"), "VV443"),
        ("", STAGES.replace("50 %", "150 %"), "VV402"),
    ],
)
def test_a_real_option_that_is_half_there_is_a_finding_and_no_value(extra, body, code, robots):
    found, full, codes = robots(extra, body)
    assert found is None
    assert full == robots("")[1]
    assert codes == [code]
