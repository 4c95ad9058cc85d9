"""The changes that a note supposes: read from its Sensitivity table, run, and held against what is stated."""

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.small_vault import FILES, with_changes
from vaultval.cli import command
from vaultval.figure import Figure
from vaultval.model.what_ifs import parts_of
from vaultval.pipeline import evaluate, read_vault
from vaultval.render.explain import figures
from vaultval.valuation.risk.what_if import statement

DAY = date(2026, 2, 10)
SAMPLE = Path(__file__).resolve().parents[2] / "sample_vault"

# the rows of report 001: full value, its difference, the same uncapped, what the report states, on this run's figures
REPORT = {
    "Robotaxi.probability_adjusted = 27 % → 50 %": (132.8250882401891, 0.0, 34.113076847773556, 21.8),
    "Robotaxi.probability_adjusted = 27 % → 80 %": (132.8250882401891, 0.0, 79.25275354721566, 51.0),
    "Optimus.probability_adjusted = 18 % → 35 %": (132.8250882401891, 0.0, 22.012394927792087, 16.2),
    "Energy storage.probability_adjusted = 49 % → 70 %": (132.8250882401891, 0.0, 7.142619489891217, 4.9),
    "all.probability × 2": (201.93, 69.10, 67.15, 60.0),
    "all.probability × 3": (253.19, 120.37, 111.82, 120.0),
}


def run(*arguments):
    result = CliRunner().invoke(command, [str(a) for a in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def rows_of(vault, name="Acme"):
    return json.loads(run("value", vault, "--json").stdout)["companies"][name]["what_if"]


def with_table(*rows, head="| Change | Stated |\n|---|---|"):
    files = with_changes()
    files["Acme.md"] += "\n## Sensitivity\n\n" + "\n".join([head, *rows]) + "\n"
    return files


def codes(vault):
    read = read_vault(vault)
    return [
        found.rule.code
        for found in evaluate(read, DAY).findings
        if found.rule.code in ("VV469", "VV470", "VV304")
    ]


@pytest.fixture(scope="module")
def report():
    return {row["change"]: row for row in rows_of(SAMPLE, "Tesla")}


@pytest.mark.parametrize("change", list(REPORT))
def test_the_sensitivity_table_of_the_report_run_by_the_model(report, change):
    full, difference, uncapped, stated = REPORT[change]
    row = report[change]
    assert (row["full_value"], row["difference"]) == (
        pytest.approx(full, abs=5e-3),
        pytest.approx(difference, abs=5e-3),
    )
    assert row["difference_uncapped"] == pytest.approx(uncapped, abs=5e-3)
    assert (row["stated"], row["stated_is"]) == (stated, "difference")


def test_none_of_the_figures_of_the_report_agree_for_it_reckons_in_proportion(report):
    assert len(report) == 7
    assert [row["agrees"] for row in report.values()] == [False] * 7
    (bulls,) = (row for change, row in report.items() if change not in REPORT)
    assert bulls["set"] == {
        "Energy storage.probability": 0.55, "Robotaxi.probability": 0.28, "Optimus.probability": 0.15,
        "保险.probability": 0.45, "AI compute.probability": 0.2,
    }  # fmt: skip


def test_in_proportion_the_rows_give_the_figures_of_the_report_on_corrected_inputs(report):
    found = [row["linear_change"] for change, row in report.items() if change in REPORT]
    assert found == pytest.approx(
        [30.842602706435688, 71.07208449743877, 19.21887340933834, 6.340777198975158, 72.10454571405177, 144.20909142810353],
        rel=1e-12,
    )  # fmt: skip


def test_a_row_is_what_the_verb_shows_for_the_same_change(make_vault):
    vault = make_vault(with_table("| Robots.probability = 60 %; wacc × 1.1 | +$1 |"))
    (row,) = rows_of(vault)
    supposed = json.loads(
        run("sensitivity", vault, "--set", "Robots.probability = 60 %; wacc × 1.1", "--json").stdout
    )
    found = supposed["companies"]["Acme"]["what_if"]
    assert row["full_value"] == found["outcome"]["full_value"]
    assert row["difference"] == pytest.approx(found["change"], rel=1e-12)
    assert row["set"] == {each["key"]: each["to"] for each in found["set"]}


def test_a_stated_figure_with_a_sign_is_the_difference_and_one_without_is_full_value(make_vault):
    bare = rows_of(make_vault(with_table("| Robots.probability = 60 % | |")))[0]
    assert (bare["stated"], bare["agrees"]) == (None, None)
    full, difference = bare["full_value"], bare["difference"]
    rows = rows_of(
        make_vault(
            with_table(
                f"| Robots.probability = 60 % | ${full:.1f} |",
                f"| Robots.probability = 60 % | +${difference:.2f}/share |",
                f"| Robots.probability = 60 % | ~+${difference * 1.04:.2f} |",
                f"| Robots.probability = 60 % | +${full:.1f} |",
                f"| Robots.probability = 60 % | ${difference:.2f} |",
                f"| Robots.probability = 60 % | ${full + 0.2:.1f} |",
            )
        )
    )
    assert [row["agrees"] for row in rows] == [True, True, True, False, False, False]
    assert [row["stated_is"] for row in rows] == [
        "full_value", "difference", "difference", "difference", "full_value", "full_value",
    ]  # fmt: skip


def test_further_columns_are_free_and_links_name_what_they_lead_to(make_vault):
    table = with_table(
        "| why not | [[Robots\\|the machines]].probability = 60 % | 1 | `+$1` |",
        "| | `Robots.probability = 60 %` | | |",
        "| | | nothing | |",
        head="| Why | Change | Anything | Stated |\n|---|---|---|---|",
    )
    vault = make_vault(table)
    assert [row["change"] for row in rows_of(vault)] == ["Robots.probability = 60 %"] * 2
    assert codes(vault) == []


def test_chinese_words_name_the_section_and_its_columns(make_vault):
    files = with_changes()
    files["Acme.md"] += (
        "\n## 敏感性\n\n| 变动 | 报告值 |\n|---|---|\n| Robots.probability = 60 %；wacc = 9 % | +$1 |\n"
    )
    assert rows_of(make_vault(files))[0]["set"] == {"Robots.probability": 0.6, "Acme.wacc": 0.09}


def test_a_table_of_ones_own_under_that_heading_is_left_alone(make_vault):
    files = with_table("| Robots up | much |", head="| Case | Effect |\n|---|---|")
    vault = make_vault(files)
    assert rows_of(vault) == []
    assert codes(vault) == []


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("| Robots.probabilty = 60 % | |", "VV469"),
        ("| Robots P: 40 % to 60 % | |", "VV470"),
        ("| Robots.probability = lots | |", "VV470"),
        ("| Rockets.Bull.weight = 90 %; Rockets.Bear.weight = 90 % | |", "VV470"),
        ("| Robots.probability = 60 % | +€5 |", "VV304"),
    ],
)
def test_what_cannot_be_run_is_told_and_costs_no_other_row(make_vault, row, code):
    vault = make_vault(with_table(row, "| Robots.probability = 60 % | |"))
    assert codes(vault) == [code]
    assert len(rows_of(vault)) == (2 if code == "VV304" else 1)


def test_the_caret_stands_under_the_key_or_the_value(make_vault):
    vault = make_vault(
        with_table("| wacc = 9 %; Robotz.probability = 60 % | |", "| [[Robots]].probability = lots | |")
    )
    found = evaluate(read_vault(vault), DAY).findings
    key, value = (next(f for f in found if f.rule.code == code).place for code in ("VV469", "VV470"))
    assert (key.column, key.length) == (15, len("Robotz.probability"))
    assert (value.column, value.length) == (3, len("[[Robots]].probability = lots")), (
        "the whole, where a link stands in it"
    )


def test_every_figure_of_a_row_can_be_explained_down_to_what_is_supposed(make_vault):
    results = evaluate(read_vault(make_vault(with_table("| Robots.probability = 60 % | +$1 |"))), DAY)
    known = figures(results)
    (row,) = next(iter(results.analyses.values())).what_ifs
    name = "Acme.Robots.probability = 60 %"
    for key, number in (
        ("full_value", row.full_value),
        ("difference", row.difference),
        ("against_price", row.against_price),
    ):
        assert isinstance(known[f"{name}.{key}"], Figure)
        assert known[f"{name}.{key}"].value == float(number)
    texts = [each.text for each in known[name].inputs()]
    assert "40 %, supposed otherwise" in texts


def test_the_block_says_it_folded_and_a_second_run_is_quiet(make_vault):
    vault = make_vault(with_table("| Robots.probability = 60 % | +$1 |", "| all.probability × 2 | |"))
    assert run("refresh", vault).exit_code == 0
    text = (vault / "Acme.md").read_text("utf-8")
    section = text[text.index("> [!info]- What if: full value under 2 changes") :].partition("\n\n")[0]
    assert "| Robots.probability = 60 % | " in section
    assert "+$1, differs" in section.replace("\\", "")
    assert "1 of 1 stated figures differ" in section
    assert run("refresh", vault, "--check").exit_code == 0


def test_a_note_that_supposes_nothing_says_nothing(make_vault):
    vault = make_vault(FILES)
    run("refresh", vault)
    assert "What if" not in (vault / "Acme.md").read_text("utf-8")
    assert rows_of(vault) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Robotaxi.probability = 50 %", ("Robotaxi.probability", "50 %")),
        ("Robotaxi.probability＝50 %", ("Robotaxi.probability", "50 %")),
        ("all.probability × 2", ("all.probability", "× 2")),
        ("all.probability=×2", ("all.probability", "×2")),
        ("all.probability x2", ("all.probability", "x2")),
        ("all.probability * 2", ("all.probability", "* 2")),
        ("synergy A × B → C = 0.5", ("synergy A × B → C", "0.5")),
        ("Robotaxi P: 27% → 50%", None),
        ("wacc =", None),
        ("= 50 %", None),
        ("wacc ×", None),
    ],
)
def test_a_change_is_a_key_with_a_value_or_a_factor(text, expected):
    assert statement(text) == expected


def test_changes_are_joined_by_semicolons():
    text = " a = 1 ;b × 2； c = 3; "
    assert [text[start:end] for start, end in parts_of(text)] == ["a = 1", "b × 2", "c = 3"]
