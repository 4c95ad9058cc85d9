"""Rows of the core that are sums, and the sums that a report states beside those of its import."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultval.cli import command
from vaultval.errors import VaultvalError
from vaultval.importing.report import read_report
from vaultval.vocabulary import Vocabulary

WORDS = Vocabulary()
REPORTS = [path.read_text("utf-8") for path in sorted(Path(__file__).resolve().parent.glob("report_*.md"))]
HEAD = """# Acme (ACM)

> Share price: $50.00
> Date: 2026-02-10
> Diluted shares: 100M
> WACC: 10%
> Net cash: $0M

## Core business

| Business | Current revenue | Base value/share |
|---|---|---|
"""
CARD = """
### Option card #1: Heat

- TAM (2030E): $10B
- Market share: 5%
- Margin: 10%
- PE: 20x
- Probability: 40%
- Time to realise: 2030 (T=4)
- Weighted value: $2.0

| Scenario | Value per share |
|---|---|
| Base | $2.0 |
"""


def core(*rows, head=HEAD):
    return head + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def segments(text):
    return [segment.name for segment in read_report(text, "R.md", WORDS).report.segments]


def imported(make_vault, tmp_path, text, *options):
    """What the import tells as data, and the valuation by the report's own figures."""
    vault = make_vault({"vaultval.toml": 'mode = "published"\nas_of = "2026-02-10"\n'})
    report = tmp_path / "report.md"
    report.write_text(text, "utf-8")
    result = CliRunner().invoke(command, ["import", str(report), "--into", str(vault), "--json", *options])
    assert result.exit_code == 0, result.exception
    valued = json.loads(CliRunner().invoke(command, ["value", str(vault), "--json"]).stdout)
    return json.loads(result.stdout), valued["companies"].get("Acme")


def codes(told):
    return [found["code"] for found in told["diagnostics"]]


PUMPS, VALVES = ("Pumps", "$900M", "$12.0"), ("Valves", "$150M", "$4.4")


@pytest.mark.parametrize(
    "name",
    ["Core subtotal", "Subtotal", "Total core", "Core total", "Core小计", "**Operating businesses**", "All that earns"],
)  # fmt: skip
def test_a_row_that_is_the_sum_of_the_rows_above_it_is_no_segment(name):
    assert segments(core(PUMPS, VALVES, (name, "$1,050M", "$16.4"))) == ["Pumps", "Valves"]
    assert segments(core(PUMPS, VALVES, (name, "", "$16.4"))) == ["Pumps", "Valves"]


def test_by_its_revenue_too_where_it_states_no_value():
    assert segments(core(PUMPS, VALVES, ("Industry", "$1.05B", ""))) == ["Pumps", "Valves"]


def test_sums_of_groups_and_of_all_with_net_cash():
    cash = ("Net cash", "$200M", "$2.0")
    trains = ("Trains", "$500M", "$7.0"), ("Trams", "$50M", "$1.0")
    rows = (PUMPS, VALVES, ("Industry", "", "$16.4"), *trains, ("Transport", "", "$8.0"), cash)
    text = core(*rows, ("The business of today", "", "$26.4"))
    imported = read_report(text, "R.md", WORDS)
    assert [each.name for each in imported.report.segments] == ["Pumps", "Valves", "Trains", "Trams"]
    assert imported.report.totals["core"].text == "$26.4"
    assert [found.rule.name for found in imported.findings] == ["import-sum-row"] * 3


def test_net_cash_that_is_no_amount_a_share_counts_by_the_shares():
    text = core(PUMPS, VALVES, ("Net cash", "$200M", ""), ("The business of today", "", "$18.4"))
    assert segments(text) == ["Pumps", "Valves"]


@pytest.mark.parametrize(
    "row",
    [
        ("Trains", "$800M", "$16.4"),  # the values add up by chance, and the revenues do not
        ("Trains", "$1,050M", "$9.0"),
        ("Trains", "$800M", "$16.7"),
        ("Total Gas", "$800M", "$3.0"),
    ],
)
def test_a_business_is_no_sum(row):
    assert segments(core(PUMPS, VALVES, row)) == ["Pumps", "Valves", row[0]]


def test_two_businesses_of_one_value_are_two():
    assert segments(core(("Pumps", "", "$5.0"), ("Valves", "", "$5.0"))) == ["Pumps", "Valves"]


def test_a_business_worth_as_much_as_two_others_is_one_where_the_total_says_so():
    rows = ("Pumps", "", "$5.0"), ("Valves", "", "$4.0"), ("Trains", "", "$9.0")
    assert segments(core(*rows, ("Core total", "", "$18.0"))) == ["Pumps", "Valves", "Trains"]


def test_a_sum_before_net_cash_is_not_the_core():
    text = core(PUMPS, VALVES, ("Subtotal", "", "$16.4"), ("Net cash", "$200M", "$2.0"))
    assert "core" not in read_report(text, "R.md", WORDS).report.totals


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(1, 999), min_size=2, max_size=6), st.data())
def test_whatever_its_name_the_sum_of_all_is_none_of_the_segments(values, data):
    name = data.draw(st.sampled_from(["Z", "Whole", "Business", "全部"]))
    rows = [(f"P{i}", f"${7**i}M", f"${value / 10:.1f}") for i, value in enumerate(values)]
    whole = (name, f"${sum(7**i for i in range(len(values)))}M", f"${sum(values) / 10:.1f}")
    assert segments(core(*rows, whole)) == [row[0] for row in rows]


# the safety net


def test_core_is_not_doubled(make_vault, tmp_path):
    rows = PUMPS, VALVES, ("Net cash", "$200M", "$2.0"), ("Core subtotal", "", "$18.4")
    told, company = imported(make_vault, tmp_path, core(*rows) + CARD)
    assert (company["core"], company["full_value"]) == (18.4, 20.4)
    assert codes(told) == []


def test_a_core_that_is_not_the_reports_is_told_with_both(make_vault, tmp_path):
    told, company = imported(make_vault, tmp_path, core(PUMPS, VALVES, ("Core total", "", "$30.0")))
    found = next(each for each in told["diagnostics"] if each["code"] == "VV623")
    assert company["core"] == 16.4
    assert (found["expected"], found["found"], found["line"]) == ("$30.0", "$16.40", 15)
    assert "$16.40" in found["message"]
    assert "$30.0" in found["message"]


def test_a_core_in_part_by_multiples_is_compared_without_net_cash_too(make_vault, tmp_path):
    head = (
        HEAD.replace("> Net cash: $0M\n", "")
        .replace("Current revenue | Base value/share |", "EBITDA | Base | Base value/share |")
        .replace("|---|---|---|", "|---|---|---|---|")
    )
    rows = ("Pumps", "$120M", "10x", "$12.0"), ("Valves", "", "", "$4.4")
    for total, wanted in (("$16.4", []), ("$18.4", ["VV623"])):
        told, _ = imported(
            make_vault, tmp_path, core(*rows, ("Core total", "", "", total), head=head), "--dry-run"
        )
        assert codes(told) == wanted
        assert "`net_cash`" in told["not_valued"][0]["why"][0]


@pytest.mark.parametrize("total", ["$16.4", "$16.5", "$16", "~$17"])
def test_rounding_is_no_difference(make_vault, tmp_path, total):
    text = core(PUMPS, VALVES) + f"\n```\nCore value: {total}\n```\n"
    assert codes(imported(make_vault, tmp_path, text)[0]) == []


@pytest.mark.parametrize(("total", "told"), [("$2.0", []), ("$2.1", []), ("$4.0", ["VV623"])])
def test_so_is_the_sum_of_the_options(make_vault, tmp_path, total, told):
    text = (
        core(PUMPS, VALVES)
        + CARD
        + f"\n## Summary\n\n| Step | Per share |\n|---|---|\n| Options on their own | {total} |\n"
    )
    assert codes(imported(make_vault, tmp_path, text)[0]) == told


# what cannot be valued


def test_the_import_says_which_inputs_are_missing(make_vault, tmp_path):
    text = core(PUMPS, VALVES) + CARD.replace("- Margin: 10%\n", "").replace(
        "- Time to realise: 2030 (T=4)\n", ""
    )
    told, _ = imported(make_vault, tmp_path, text)
    (option,) = told["not_valued"]
    assert (option["note"], option["kind"]) == ("Options/Heat.md", "option")
    assert sorted(word for why in option["why"] for word in why.split("`")[1::2]) == [
        "horizon",
        "net_margin",
        "year",
    ]
    report = tmp_path / "report.md"
    shown = CliRunner().invoke(command, ["import", str(report), "--into", str(tmp_path), "--dry-run"]).stdout
    assert "\n1 of 1 options cannot be valued yet:\n" in shown
    assert "Options/Heat.md: the option 'Heat' has no `year` and no `horizon`\n" in shown


def test_and_where_the_company_lacks_them(make_vault, tmp_path):
    text = core(PUMPS, VALVES).replace("> Diluted shares: 100M\n", "")
    text += CARD.replace("- PE: 20x\n", "")
    company, option = imported(make_vault, tmp_path, text)[0]["not_valued"]
    assert (company["kind"], option["kind"]) == ("company", "option")
    assert "`pe`" in option["why"][0]
    assert any("`shares`" in why for why in company["why"])


def test_a_complete_import_says_nothing_of_it(make_vault, tmp_path):
    assert imported(make_vault, tmp_path, core(PUMPS, VALVES) + CARD)[0]["not_valued"] == []


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(REPORTS), st.data())
def test_a_report_that_breaks_off_or_says_strange_numbers_is_tried_all_the_same(
    tmp_path_factory, report, data
):
    text = report[: data.draw(st.integers(200, len(report)))]
    was = data.draw(st.sampled_from(["100M", "$5.0", "$20B", "2026-02-10", "$29.0"]))
    text = text.replace(
        was, data.draw(st.sampled_from(["0", "$0", "$1e400", "9" * 400, "-$3", "0.0001%", "—"]))
    )
    vault = tmp_path_factory.mktemp("vault")
    (vault / "Report.md").write_text(text, "utf-8")
    result = CliRunner().invoke(
        command, ["import", str(vault / "Report.md"), "--into", str(vault), "--dry-run"]
    )
    assert result.exception is None or isinstance(result.exception, SystemExit | VaultvalError), (
        result.exception
    )
