"""What once went wrong where inputs are moved one at a time and supposed otherwise, each as what holds instead."""

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from tests.small_vault import FILES, with_changes
from tests.three_scenarios import DAY, PLAIN, ROVERS, SETTINGS, improved
from vaultval.cli import command
from vaultval.pipeline import evaluate, read_vault
from vaultval.valuation.risk.drivers import Model
from vaultval.valuation.risk.sensitivity import bounds, grid, tornado
from vaultval.valuation.risk.what_if import statement
from vaultval.valuation.steps import IMPROVEMENTS, Method


def event(effect):
    return f"\n## Kill switches\n\n- [x] it broke #kill-switch [effect:: {effect}] ✅ 2026-01-15\n"


# which inputs are shown as the strongest


def tornado_of(read):
    results = evaluate(read, DAY)
    return results.analyses["Acme.md"].sensitivity.most


@pytest.mark.parametrize("toml", SETTINGS)
def test_the_headline_probability_is_among_the_strongest_though_only_its_scenarios_are_computed_with(
    read_of, toml
):
    most = tornado_of(read_of(toml, Robots=PLAIN))
    assert "Robots.probability" in [swing.driver.key for swing in most.swings if swing.swing]


@pytest.mark.parametrize("toml", SETTINGS)
@pytest.mark.parametrize("leverage", ["", "\nplatform_leverage: high"])
def test_the_strongest_by_the_recorded_arithmetic_are_the_strongest_of_all_with_few_runs(
    read_of, toml, leverage, monkeypatch
):
    """Also where full value is rounded, drawn together by the copula, or multiplied by what a table of stars gives."""
    from vaultval.valuation.risk import sensitivity

    monkeypatch.setattr(sensitivity, "CANDIDATES", 8)
    read = read_of(toml, Robots=("horizon: 2", f"horizon: 2{leverage}"), Rovers=ROVERS)
    results = evaluate(read, DAY)
    assert len(results.values["Acme.md"].emergent) == 1
    company = results.values["Acme.md"].company
    every = sensitivity.tornado(Model(company, results.method)).swings
    few = tornado_of(read)
    assert few.runs < len(every)
    strongest = [swing.swing for swing in every[:4]]
    assert [swing.swing for swing in few.swings[:4]] == pytest.approx(strongest, rel=1e-12)


# how far full value could go


@pytest.mark.parametrize("what", ["", event("×0.5"), event("3 %"), event("0 %")])
@pytest.mark.parametrize("steps", [(), IMPROVEMENTS])
def test_every_scenario_at_certainty_is_at_certainty_whatever_has_happened(read_of, steps, what):
    read = read_of(Robots=PLAIN + what, Rockets=None)
    model = Model(read.model.companies[0], improved(read, steps))
    certain = (0.25 * 0.2 + 0.5 * 0.1 + 0.25 * 0.05) * 100 * 0.2 * 20 / 1.1**4
    assert bounds(model).all_certain == pytest.approx(float(model.base.core.base) + certain, rel=1e-9)


def test_a_stated_value_at_certainty_is_divided_by_its_own_probability(read_of):
    table = PLAIN.replace("| Weight |", "| Weight | Value per share |").replace("|---|\n", "|---|---|\n", 1)
    for weight, worth in (
        ("| 50 % | 25 % |", "$10"),
        ("| 30 % | 50 % |", "$3"),
        ("| 10 % | 25 % |", "$0.40"),
    ):
        table = table.replace(weight, f"{weight} {worth} |")
    read = read_of('mode = "published"\n', Robots=table + event("×0.5"), Rockets=None)
    company = read.model.companies[0]
    assert [row.stated_value.value for row in company.options[0].scenarios] == [10, 3, 0.4]
    model = Model(company, replace(Method.of(read.config, DAY), step=0.0))
    certain = 0.25 * 10 / 0.5 + 0.5 * 3 / 0.3 + 0.25 * 0.4 / 0.1
    assert bounds(model).all_certain == pytest.approx(float(model.base.core.base) + certain, rel=1e-12)


# what is supposed


def sensitivity(vault, *arguments):
    result = CliRunner().invoke(command, ["sensitivity", str(vault), "--json", *arguments])
    assert result.exit_code in (0, 1), result.output
    return json.loads(result.stdout)["companies"]["Acme"]


GRID = ("--grid", "Robots.probability", "Robots.share")


def test_a_grid_takes_what_is_supposed_of_the_other_inputs(make_vault):
    vault = make_vault(FILES)
    plain, moved = sensitivity(vault, *GRID), sensitivity(vault, *GRID, "--set", "Rockets.probability=×2")
    middle = moved["grid"]["cells"][2][2]
    assert middle == moved["what_if"]["outcome"]
    assert middle["full_value"] > plain["grid"]["cells"][2][2]["full_value"]
    assert moved["grid"]["rows"] == plain["grid"]["rows"]


def test_a_grid_takes_its_own_two_inputs_where_they_are_supposed_otherwise(make_vault):
    vault = make_vault(FILES)
    plain, moved = sensitivity(vault, *GRID), sensitivity(vault, *GRID, "--set", "Robots.share=1%")
    assert moved["grid"] == plain["grid"]


@pytest.mark.parametrize(
    "keys",
    [("Rockets.probability", "Rockets.Bull.probability"), ("Rockets.Bull.weight", "Rockets.Bear.weight")],
)
def test_the_lines_of_a_grid_where_one_input_is_as_it_is_are_those_of_the_tornado(read_of, keys):
    read = read_of()
    model = Model(read.model.companies[0], Method.of(read.config, DAY))
    first, second = (model.find(key) for key in keys)
    found = grid(model, first, second)
    one, other = ({s.driver: s for s in tornado(model).swings}[driver] for driver in (first, second))
    assert [found.cells[0][2], found.cells[4][2]] == [one.at_low, one.at_high]
    assert [found.cells[2][0], found.cells[2][4]] == [other.at_low, other.at_high]


@pytest.mark.parametrize(
    "statements",
    [
        ["Robots.probability=50%", "robots.probability=60%"],
        ["Robots.probability=50%", "Robots.probability=50%"],
        ["all.probability=×2", "all.probability=×3"],
        ["Robots.probability_adjusted=50%", "Robots.probability_adjusted=60%"],
        ["Robots.probability=50%; Robots.probability=60%"],
    ],
)
def test_two_statements_of_one_input_are_refused(make_vault, statements):
    arguments = [part for statement in statements for part in ("--set", statement)]
    result = CliRunner().invoke(command, ["sensitivity", str(make_vault(FILES)), *arguments])
    assert result.exit_code == 2
    assert "stated twice" in result.stderr


def test_what_is_said_of_one_input_goes_before_what_is_said_of_all(make_vault):
    vault, said = make_vault(FILES), ["--set", "Robots.probability=50%"]
    every = ["--set", "all.probability=×2"]
    first, last = sensitivity(vault, *said, *every), sensitivity(vault, *every, *said)
    assert first["what_if"]["outcome"] == last["what_if"]["outcome"]
    assert first["what_if"]["outcome"] != sensitivity(vault, *every)["what_if"]["outcome"]


def test_two_parts_of_a_row_of_one_input_are_a_finding(make_vault):
    table = "\n## Sensitivity\n\n| Change | Full value |\n|---|---|\n| Robots.probability = 50 %; Robots.probability = 60 % | |\n"
    results = evaluate(read_vault(make_vault(FILES | {"Acme.md": FILES["Acme.md"] + table})), DAY)
    found = next(found for found in results.findings if found.rule.name == "sensitivity-change")
    assert "stated twice" in found.message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("E=mc.probability × 2", ("E=mc.probability", "× 2")),
        ("E=mc.probability x 2", ("E=mc.probability", "x 2")),
        ("E=mc.probability=50%", ("E=mc.probability", "50%")),
        ("E=mc.probability = × 2", ("E=mc.probability", "× 2")),
        ("A = 27 % → ×1.5", ("A", "27 % → ×1.5")),
        ("A=×2", ("A", "×2")),
        ("A × 2", ("A", "× 2")),
        ("A ＝ 50 %", ("A", "50 %")),
    ],
)
def test_the_name_of_an_option_may_hold_an_equals_sign(text, expected):
    assert statement(text) == expected


@pytest.mark.parametrize("said", ["cap=-1", "cap=-1%", "Rockets.year=2020", "Rockets.year=2026"])
def test_an_input_takes_no_value_that_a_note_could_not_state(make_vault, said):
    result = CliRunner().invoke(command, ["sensitivity", str(make_vault(FILES)), "--set", said])
    assert result.exit_code == 2
    assert "--set" in result.stderr


@pytest.mark.parametrize("said", ["cap=0", "cap=200%", "Rockets.year=2027"])
def test_an_input_takes_the_ends_of_what_it_may_be(make_vault, said):
    assert sensitivity(make_vault(FILES), "--set", said)["what_if"]["outcome"]


# what is printed


def test_a_negative_amount_bears_its_sign_before_the_currency():
    from vaultval.render.text import money

    assert money(-8.734, "USD") == "−$8.73"
    assert money(-0.001, "USD") == "$0.00"


def rows_of_the_block(make_vault, **changes):
    vault = make_vault(with_changes(**changes))
    result = CliRunner().invoke(command, ["refresh", str(vault)])
    assert result.exit_code in (0, 1), result.output
    return [line for line in (vault / "Acme.md").read_text("utf-8").splitlines() if "net margin" in line]


def test_inputs_that_move_over_their_own_range_are_not_labelled_by_a_share_of_themselves(make_vault):
    ranges = ("share: 10 %\nnet_margin: 20 %\npe: 20x", "share: 10-30 %\nnet_margin: 10-30 %\npe: 20x")
    (row,) = rows_of_the_block(make_vault, Robots=ranges, Rockets=None)
    assert "| 10% |" in row
    assert "| 30% |" in row


def test_inputs_that_are_cut_at_all_of_it_are_not_labelled_by_a_share_of_themselves(make_vault):
    nearly = ("share: 10 %\nnet_margin: 20 %", "share: 90 %\nnet_margin: 90 %")
    (row,) = rows_of_the_block(make_vault, Robots=nearly, Rockets=None)
    assert "| 72% |" in row
    assert "| 100% |" in row


def test_factors_of_one_product_stand_together_with_the_share_that_they_move_by(make_vault):
    (row,) = rows_of_the_block(make_vault, Rockets=None)
    assert "−20%" in row
    assert "+20%" in row
