"""The options by probability and value: a chart that Mermaid takes, and the table that says the same."""

import json
import re

import pytest
from click.testing import CliRunner

from tests.small_vault import FILES, with_changes
from vaultval.cli import command
from vaultval.render.charts.quadrant import quadrants

ENDS = (("Unlikely", "Likely"), ("Small", "Large"), ("1", "2", "3", "4"))


def run(*arguments):
    result = CliRunner().invoke(command, [str(a) for a in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def section(vault, title="> [!info]- Options by probability and value"):
    assert run("refresh", vault).exit_code == 0
    text = (vault / "Acme.md").read_text("utf-8")
    return text[text.index(title) :].partition("\n\n")[0] if title in text else ""


@pytest.mark.parametrize(
    ("x", "y", "shown"),
    [
        (0.27, 1.0, "[0.27, 1]"),
        (0.999, 0.0, "[1, 0.00]"),
        (1.3, -2.0, "[1, 0.00]"),
        (0.5, 0.054, "[0.50, 0.05]"),
    ],
)
def test_a_coordinate_is_one_or_begins_with_zero_as_the_grammar_wants(x, y, shown):
    assert f'"A": {shown}' in quadrants([("A", x, y)], *ENDS)


def test_a_name_stays_between_its_quotes_and_no_points_are_no_chart():
    chart = quadrants([('a "b" %%{init}%% <i>', 0.1, 0.2)], *ENDS)
    assert '    "a #quot;b#quot; %{init}% ‹i›": [0.10, 0.20]' in chart.split("\n")
    assert quadrants([], *ENDS) == ""


def test_the_chart_and_the_table_say_the_same(make_vault):
    vault = make_vault(FILES)
    text = section(vault)
    data = json.loads(run("value", vault, "--json").stdout)["companies"]["Acme"]
    points = re.findall(r'"(\w+)": \[([\d.]+), ([\d.]+)\]', text)
    assert [(name, float(x), float(y)) for name, x, y in points] == [
        (
            spot["option"],
            pytest.approx(spot["probability"], abs=5e-3),
            pytest.approx(spot["of_largest"], abs=5e-3),
        )
        for spot in data["matrix"]
    ]
    assert [spot["value"] for spot in data["matrix"]] == sorted(
        (s["value"] for s in data["matrix"]), reverse=True
    )
    rows = re.findall(
        r"^> \| \[\[(\w+)\]\] \| ([\d.]+)% \| .+? \| ([\d.]+)% \| (.+?) \|$", text, re.MULTILINE
    )
    names = {1: "Large and likely", 2: "Large and unlikely", 3: "Small and unlikely", 4: "Small and likely"}
    assert [(name, field) for name, _, _, field in rows] == [
        (s["option"], names[s["quadrant"]]) for s in data["matrix"]
    ]
    assert [float(share) for _, _, share, _ in rows] == pytest.approx(
        [100 * spot["of_largest"] for spot in data["matrix"]], abs=0.05
    )


def test_one_option_alone_is_no_matrix(make_vault):
    files = with_changes(Rockets=None)
    files["Acme.md"] = files["Acme.md"].partition("## Synergies")[0]
    assert section(make_vault(files)) == ""


def test_the_chart_in_chinese(make_vault):
    files = with_changes()
    files["vaultval.toml"] += 'language = "zh"\n'
    assert '"价值大、概率高"' in section(make_vault(files), "> [!info]- 期权：概率与价值")
