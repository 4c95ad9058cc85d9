"""What an option lacks is told once: at the option what no scenario has, at its row what one scenario lacks."""

import json
from datetime import date
from importlib.resources import files

import pytest
from click.testing import CliRunner

from tests.small_vault import FILES, ROCKETS, with_changes
from vaultval.cli import command
from vaultval.pipeline import evaluate, read_vault

HEAD = "| Scenario | TAM | Share | Net margin | PE | Probability | Weight |\n|---|---|---|---|---|---|---|\n"
BULL = "| Bull | $200B | 20 % | 20 % | 25x | 30 % | 50 % |"


@pytest.fixture
def missing(make_vault):
    """Line and message of each missing attribute of a vault."""

    def of(files_of_vault, note="Rockets.md"):
        result = CliRunner().invoke(command, ["check", str(make_vault(files_of_vault)), "--json"])
        return [
            (found["line"], found["message"])
            for found in json.loads(result.stdout)["diagnostics"]
            if found["name"] == "missing-attribute" and found["note"] == note
        ]

    return of


def emptied(*rows, attributes=""):
    """The option with these rows of its table."""
    before, _, _ = ROCKETS.partition("| Scenario")
    before = before.replace("year: 2029\n", f"year: 2029\n{attributes}")
    return with_changes(Rockets=before + HEAD + "\n".join(rows) + "\n")


def test_an_attribute_that_no_scenario_has_is_one_finding_at_the_option(missing):
    rows = ("| Bull | | 20 % | 20 % | 25x | 30 % | 50 % |", "| Bear | | 5 % | 10 % | 20x | 10 % | 50 % |")
    assert missing(emptied(*rows)) == [
        (2, "the option 'Rockets' has no `tam`, nor have its scenarios 'Bull', 'Bear'")
    ]


def test_a_table_that_nobody_filled_in_is_told_in_two_findings(missing):
    assert missing(emptied("| Bull | | | | | | |", "| Base | | | | | | |", "| Bear | | | | | | |")) == [
        (
            2,
            "the option 'Rockets' has no `tam`, `share`, `net_margin`, `pe`, nor have its scenarios 'Bull', 'Base', 'Bear'",
        ),
        (11, "the scenarios 'Bull', 'Base', 'Bear' of the option 'Rockets' have no `weight`"),
    ]


def test_one_incomplete_scenario_is_told_at_its_row(missing):
    assert missing(emptied(BULL, "| Bear | | 5 % | 10 % | | 10 % | |")) == [
        (12, "the option 'Rockets' in the scenario 'Bear' has no `tam`"),
        (12, "the option 'Rockets' in the scenario 'Bear' has no `pe`"),
        (12, "the option 'Rockets' in the scenario 'Bear' has no `weight`"),
    ]


def test_the_only_scenario_is_told_at_its_row(missing):
    assert missing(emptied("| Base | | 20 % | 20 % | 25x | 30 % | |")) == [
        (11, "the option 'Rockets' in the scenario 'Base' has no `tam`")
    ]


def test_what_the_option_states_no_scenario_lacks(missing):
    rows = ("| Bull | | 20 % | 20 % | 25x | | 50 % |", "| Bear | | 5 % | 10 % | 20x | | 50 % |")
    assert missing(emptied(*rows, attributes="tam: $200B\n")) == []


def test_what_the_option_says_unreadably_is_the_one_cause(missing):
    rows = ("| Bull | | 20 % | 20 % | 25x | | 50 % |", "| Bear | | 5 % | 10 % | 20x | | 50 % |")
    assert missing(emptied(*rows, attributes="tam: $200 bilion\n")) == [
        (2, "the `tam` of the option 'Rockets' cannot be read")
    ]


@pytest.mark.parametrize(
    ("bull", "bear", "told"),
    [
        ("", "", [(2, "the option 'Rockets' has no `probability`, nor have its scenarios 'Bull', 'Bear'")]),
        ("30 %", "10 %", [(2, "the option 'Rockets' has no `probability`")]),
        (
            "30 %",
            "",
            [
                (2, "the option 'Rockets' has no `probability`"),
                (11, "the option 'Rockets' in the scenario 'Bear' has no `probability`"),
            ],
        ),
    ],
)
def test_without_a_probability_the_option_is_told_once_and_a_row_that_alone_lacks_it(
    bull, bear, told, missing
):
    vault = emptied(f"| Bull | $200B | 20 % | 20 % | 25x | {bull} | 50 % |",
                    f"| Bear | $200B | 5 % | 10 % | 20x | {bear} | 50 % |")  # fmt: skip
    vault["Rockets.md"] = vault["Rockets.md"].replace("probability: 20 %\n", "")
    assert missing(vault) == told


def test_an_option_without_a_table_is_told_in_one_finding(missing):
    bare = with_changes(
        Rockets='---\ntype: option\ncompany: "[[Acme]]"\nyear: 2029\nprobability: 20 %\npe: 20x\n---\n'
    )
    assert missing(bare) == [(2, "the option 'Rockets' has no `tam`, `share`, `net_margin`")]


def test_an_emergent_option_needs_neither_probability_nor_weights(missing):
    emergent = (
        '---\ntype: option\ncompany: "[[Acme]]"\nyear: 2029\nrequires: "[[Robots]]"\n---\n## Scenarios\n\n'
    )
    rows = "| Bull | | | | | | |\n| Bear | | | | | | |\n"
    assert missing({**FILES, "Both.md": emergent + HEAD + rows}, "Both.md") == [
        (2, "the option 'Both' has no `tam`, `share`, `net_margin`, `pe`")
    ]


def test_a_missing_horizon_names_year_and_horizon(missing, make_vault):
    vault = with_changes(Robots=("horizon: 2\n", ""))
    assert missing(vault, "Robots.md") == [(2, "the option 'Robots' has no `year` and no `horizon`")]
    assert (
        "expected: year: … or horizon: …"
        in CliRunner().invoke(command, ["check", str(make_vault(vault))]).stdout
    )


@pytest.mark.parametrize("key", ["year", "horizon"])
def test_a_year_or_horizon_that_cannot_be_read_is_not_called_missing(key, missing):
    assert missing(with_changes(Robots=("horizon: 2\n", f"{key}: soon\n")), "Robots.md") == [
        (2, f"the `{key}` of the option 'Robots' cannot be read")
    ]


@pytest.mark.parametrize("path", ["en/Option.md", "zh/期权.md"])
def test_a_template_just_inserted_gives_a_handful_of_missing_attributes(path, missing):
    template = (files("vaultval") / "templates" / path).read_text("utf-8")
    found = missing({**FILES, "New.md": template}, "New.md")
    assert [line for line, _ in found] == [2, 2, 2, 17]
    for word in ("tam", "share", "net_margin", "pe", "probability", "year", "horizon", "weight"):
        assert sum(f"`{word}`" in message for _, message in found) == 1, word


@pytest.mark.parametrize(
    ("head", "row", "rule"),
    [
        ("| Segment | Revenue | Base |", "| Pumps | $10B | 3x |", "wrong-unit"),
        ("| Segment | Revenue | EBITDA | Base |", "| Pumps | $10B | | 3x |", "missing-attribute"),
    ],
)
def test_a_multiple_of_revenue_is_told_where_it_belongs(head, row, rule, make_vault):
    before, _, after = FILES["Acme.md"].partition("| Segment")
    rest = after.partition("\n\n")[2]
    rule_line = "|" + "---|" * (head.count("|") - 1)
    note = f"{before}{head}\n{rule_line}\n{row}\n\n{rest}"
    result = CliRunner().invoke(command, ["check", str(make_vault({**FILES, "Acme.md": note})), "--json"])
    hints = [d["hint"] for d in json.loads(result.stdout)["diagnostics"] if d["name"] == rule]
    assert any("Parts" in hint and "EV base" in hint for hint in hints)


def test_a_share_in_place_of_a_value_is_no_multiple_of_revenue(make_vault):
    note = FILES["Acme.md"].replace("| Segment | EBITDA |", "| Segment | Revenue |").replace("10x", "12 %")
    result = CliRunner().invoke(command, ["check", str(make_vault({**FILES, "Acme.md": note})), "--json"])
    found = [d for d in json.loads(result.stdout)["diagnostics"] if d["found"] == "12 %"]
    assert found
    assert all("Parts" not in d["hint"] for d in found)


def test_a_cell_of_a_scenario_that_cannot_be_read_leaves_the_option_out(make_vault):
    table = "\n## Scenarios\n\n| Scenario | TAM | Weight |\n|---|---|---|\n| Bull | {} | 50 % |\n| Base | | 50 % |\n"
    for cell, left_out in (("$200B", False), ("", False), ("—", False), ("200 bananas", True)):
        results = evaluate(
            read_vault(make_vault(with_changes(Robots=FILES["Robots.md"] + table.format(cell)))),
            date(2026, 2, 10),
        )
        (value,) = results.values.values()
        assert ("Robots" in [option.name for option in value.left_out]) is left_out, cell
        told = [f.message for f in results.findings if f.rule.name == "missing-attribute"]
        assert (
            any("the `tam` of 'Robots' in the scenario 'Bull' cannot be read" in each for each in told)
            is left_out
        )
