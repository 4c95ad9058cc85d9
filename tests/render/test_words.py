"""What is written is true, is said once, and can be understood where it stands."""

import json
import re

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.small_vault import FILES, with_changes
from vaultval.cli import command
from vaultval.quantity import Unit, written
from vaultval.render.explain import shown
from vaultval.render.text import Style, fixed, rounded
from vaultval.render.topics.implied_odds import _all_odds
from vaultval.valuation.implied.probabilities import ImpliedOdds
from vaultval.valuation.implied.solver import Solution
from vaultval.vocabulary import WORDS

STYLE = Style("en", "USD", lambda path, _source: path)


def run(*arguments):
    result = CliRunner().invoke(command, [str(a) for a in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def document(verb, *arguments):
    return json.loads(run(verb, *arguments, "--json").stdout)


# one way of rounding


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [(23.275, 2, "23.28"), (2.675, 2, "2.68"), (0.125, 2, "0.12"), (-0.001, 2, "0.00"), (1234.5, 0, "1,234"), (1e15, 0, "1,000,000,000,000,000")],
)  # fmt: skip
def test_halves_of_the_digits_that_are_written_go_to_even(value, digits, expected):
    assert fixed(value, digits) == expected


def test_a_share_of_half_a_tenth_is_rounded_as_its_digits_say():
    assert 0.575 * 100 < 57.5, "which is what a float makes of it"
    assert STYLE.percent(0.575, 0) == "58%"


@settings(max_examples=50)
@given(st.integers(-(10**7), 10**7).map(lambda thousandths: thousandths / 1000))
def test_an_amount_is_the_same_in_every_place(value):
    plain = fixed(value, 2).replace("−", "-")
    assert plain == written(value, Unit.COUNT, digits=2) or abs(value) >= 1e6
    assert float(plain.replace(",", "")) == rounded(value, 2)


def test_a_whole_is_100_percent_whatever_a_float_makes_of_it():
    assert STYLE.percent(0.1 + 0.2 + 0.7) == STYLE.percent(0.7 + 0.2 + 0.1) == "100%"
    assert 0.7 + 0.2 + 0.1 != 1
    assert STYLE.percent(0.9996) == "100.0%"


# a value that lacks an option

UNPRICED = ("probability: 20 %\n", "")


def test_an_incomplete_value_is_marked_wherever_it_is_shown(make_vault):
    vault = make_vault(with_changes(Rockets=("TAM | Share", "Nothing | Share")))
    assert document("value", vault)["companies"]["Acme"]["left_out"] == ["Rockets"]
    assert "valued without Rockets" in run("refresh", vault).stdout
    block = (vault / "Acme.md").read_text("utf-8")
    assert "Incomplete:" in block
    assert block.count("**Full value, incomplete**") == 2
    assert "**Full value**" not in block
    assert "vv_value:" in block
    assert "vv_upside:" not in block
    assert "vv_utilisation:" not in block
    assert "Up to the ceiling" not in block
    for verb in ("value", "simulate", "sensitivity", "compare"):
        assert "valued without Rockets" in run(verb, vault).stdout, verb
    assert "Utilisation" not in run("value", vault).stdout


def test_a_complete_value_has_no_mark(make_vault):
    vault = make_vault(FILES)
    assert "valued without" not in run("refresh", vault).stdout
    assert "vv_upside:" in (vault / "Acme.md").read_text("utf-8")


# what is said where there is nothing to say


def test_an_option_without_scenarios_has_neither_base_nor_bull(make_vault):
    vault = make_vault(FILES)
    run("refresh", vault)
    robots, rockets = ((vault / f"{name}.md").read_text("utf-8") for name in ("Robots", "Rockets"))
    assert "| Base |" not in robots
    assert "Weighted" not in robots
    assert "; at certainty \\$" in robots
    assert "its bull at certainty" in rockets
    assert "**Weighted**" in rockets
    assert "Stated" not in robots + rockets


def test_what_is_stated_has_its_columns(make_vault):
    vault = make_vault(with_changes(Robots=("horizon: 2\n", "horizon: 2\nstated_value: $13\n")))
    run("refresh", vault)
    assert "| \\$13 |" in (vault / "Robots.md").read_text("utf-8").replace("**", "")


def test_one_narrative_is_not_told_to_be_as_concentrated_as_one(make_vault):
    vault = make_vault(with_changes(Rockets=("---\ntype", '---\nnarrative: "[[Machines take over]]"\ntype')))
    run("refresh", vault)
    assert "1.0 narratives" not in (vault / "Acme.md").read_text("utf-8")


def test_equal_utilisations_are_told_once(make_vault):
    vault = make_vault(FILES)
    run("refresh", vault)
    assert "by market cap" not in (vault / "Acme.md").read_text("utf-8")


def test_a_multiplier_that_nobody_wrote_is_no_input(make_vault):
    vault = make_vault(FILES)
    run("refresh", vault)
    assert "Platform multiplier" not in (vault / "Acme.md").read_text("utf-8")
    assert "platform_multiplier" not in run("sensitivity", vault, "--all").stdout
    assert " %" not in run("sensitivity", vault, "--all").stdout


def test_emergent_options_are_told_only_where_there_are_any(make_vault):
    assert "Emergent" not in run("value", make_vault(FILES)).stdout


# explain


def test_large_amounts_are_written_out():
    assert shown(61_752_947_718.094) == "61,752,947,718.09"
    assert shown(12_345.678_9) == "12,345.6789"
    assert shown(2e17) == "200,000,000,000,000,000"
    assert shown(0.1875) == "0.1875"


# reverse DCF

REVERSE = """wacc: 10 %
revenue: $10B
terminal_pe: 20
terminal_margin: 30 %
growth_years: 10
consensus_growth: 40 %
best_margin: 10 %
"""


def test_the_verdict_names_the_test_that_gives_it(make_vault):
    vault = make_vault(with_changes(Acme=("wacc: 10 %\n", REVERSE)))
    run("refresh", vault)
    block = (vault / "Acme.md").read_text("utf-8")
    title = next(part for part in block.split("\n") if "What the price implies" in part)
    assert title.endswith("(aggressive: margin at the end)")
    assert "aggressive: margin at the end" in run("value", vault).stdout


def test_each_bound_has_its_own_side_of_the_price():
    odds = ImpliedOdds(
        (), Solution(None, 0.001, 1000.0, 5.95, 18.2), 0.85, at_most=20.51, at_most_stated=26.0
    )
    said = _all_odds(odds, 24.50, STYLE)[1]
    assert "it would be \\$20.51, below the price of \\$24.50" in said
    assert said.endswith("; on the scenario values as stated \\$26.00, not below it.")


# in Chinese

CALCULATED = """
## Calculations

| What | Formula | Stated |
|---|---|---|
| Stations | 3000 × 800000 | 24亿 |
"""


@pytest.fixture
def in_chinese(make_vault):
    """The block of a company whose notes have all that was once written in English, or in keys."""
    reverse = REVERSE + "growth: 20 % -> 5 %\nfcf_margin: 10 %\nyears: 5\nterminal_growth: 2 %\n"
    acme = ("wacc: 10 %\n", reverse)
    files = with_changes(Acme=acme, Robots=("- [ ] First", "- [x] First"))
    files["Acme.md"] += CALCULATED
    vault = make_vault({**files, "vaultval.toml": 'as_of = "2026-02-10"\nlanguage = "zh"\n'})
    run("refresh", vault)
    return (vault / "Acme.md").read_text("utf-8").partition("<!-- vaultval:begin")[2]


def test_what_a_forecast_lacks_is_in_chinese(in_chinese):
    assert "缺 各年同一的 `增速`" in in_chinese
    assert "for all years" not in in_chinese


def test_a_calculation_is_in_the_scale_of_what_is_stated(in_chinese):
    assert "| 24亿 | 24亿 |" in in_chinese


def test_a_chart_is_in_the_scale_of_its_table(in_chinese):
    assert "十亿" not in in_chinese
    assert "line [100.00," in in_chinese


def test_no_space_follows_a_full_stop(in_chinese):
    assert "。 " not in in_chinese


def test_what_is_in_force_is_in_chinese(in_chinese):
    assert "已生效：First customer（达成、× 1.5）。" in in_chinese


@pytest.mark.parametrize("wrong", ["胜率", "净分值", "十亿"])
def test_one_thing_has_one_word(wrong):
    assert not [word.key for word in WORDS["phrase"] if any(wrong in form for form in word.zh)]


# words that explain themselves


def test_effective_points_are_named_only_where_they_are_told(make_vault):
    story = "---\ntype: narrative\n{}---\n## Evidence\n\n- Orders [hard] (2026-01-10)\n- More [hard] (2024-01-10)\n"
    vault = make_vault(
        {
            "Plain.md": story.format(""),
            "Aged.md": story.format("half_life: 1\n"),
            "vaultval.toml": FILES["vaultval.toml"],
        }
    )
    run("refresh", vault)
    plain, aged = ((vault / f"{name}.md").read_text("utf-8") for name in ("Plain", "Aged"))
    assert "Of the points for and against, 50.0% are from evidence of the last 365 days." in plain
    assert "ffective points" not in plain
    assert "Of the effective points, " in aged
    assert "Effective points, after" in aged


def test_odds_of_a_milestone_that_says_nothing_of_a_hit_ask_for_one(make_vault):
    milestone = ("[miss:: ×0.5] [hit:: ×1.5]", "[miss:: ×0.5] [odds:: 60 %]")
    found = document("value", make_vault(with_changes(Robots=milestone)))["diagnostics"]
    hint = next(each["hint"] for each in found if each["code"] == "VV446")
    assert hint == "it would agree with a `hit` of ×1.33, to 53.33% if it is met"


def test_a_single_analogue_is_one(make_vault):
    analogues = "\n## Analogues\n\n| Company | Options | Realised |\n|---|---|---|\n| Beta | 3 | 1 |\n"
    files = dict(FILES)
    files["Acme.md"] += analogues
    vault = make_vault(files)
    run("refresh", vault)
    assert "Of the options of one analogue, 33.3% came true" in (vault / "Acme.md").read_text("utf-8")
    assert "Rate of the one analogue" in run("value", vault).stdout


def test_flywheels_have_a_currency_in_a_terminal(make_vault):
    wheels = "\n## Flywheels\n\n- **Loop**: [[Robots]] → data → [[Robots]]\n"
    files = dict(FILES)
    files["Acme.md"] += wheels
    shown_there = run("value", make_vault(files)).stdout
    row = next(
        part for part in shown_there.split("\n") if part.lstrip().startswith(("Robots, data", "data, Robots"))
    )
    assert re.search(r"\$[\d.]+ +−\$[\d.]+", row)
