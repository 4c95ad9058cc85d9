"""What the calendar, the flywheels, the platform and the rule for option valuation say in a note and in JSON."""

import json

import pytest
from click.testing import CliRunner

from tests.small_vault import FILES
from vaultval.cli import command

LAUNCH = "- [ ] Launch #milestone [miss:: ×0.5] [hit:: ×1.2] [odds:: 28 %] 🛫 2026-01-01 📅 2026-06-30\n"


@pytest.fixture
def run(make_vault):
    """The company's block after a refresh, and its JSON."""

    def of(acme="", robots="", toml="", **notes):
        files = {**FILES, **{f"{name}.md": text for name, text in notes.items()}}
        files["Acme.md"] += acme
        files["Robots.md"] += robots
        files["vaultval.toml"] += toml
        vault = make_vault(files)
        document = CliRunner().invoke(command, ["value", str(vault), "--json"]).stdout
        CliRunner().invoke(command, ["refresh", str(vault)])
        text = (vault / "Acme.md").read_text("utf-8")
        again = CliRunner().invoke(command, ["refresh", str(vault)])
        assert (vault / "Acme.md").read_text("utf-8") == text, again.output
        return text, json.loads(document)["companies"]["Acme"]

    return of


def test_the_chart_and_the_table_say_the_same(run):
    text, data = run(robots=LAUNCH + "- [x] Done: deal; part #milestone 📅 2026-01-31 ✅ 2026-01-20\n")
    assert "> [!info]- Calendar: 2 open, 1 met, 0 missed" in text
    assert ">     ○ Launch :2026-01-01, 2026-06-30\n" in text
    assert ">     ✓ Done： deal； part :done, milestone, 2026-01-20, 0d\n" in text
    assert "> | 2026-01-20 | [[Robots]] | Done: deal; part | met |" in text
    assert [event["state"] for event in data["calendar"]["events"]] == ["hit", "open", "open"]


def test_a_drift_is_told_with_two_ways_out(run):
    text, data = run(robots=LAUNCH)
    assert "> | Launch | 28.0% | 40.0% | 48.0% | 20.0% | 27.8% |" in text
    assert (
        "averages 27.8%, −12.2 pp off the present 40.0%. Coherent would be odds of 71.4% or 91.4% once"
        in text
    )
    (odds,) = data["calendar"]["odds"]
    assert odds["coherent"] is False
    assert odds["bayes_if_hit"] == pytest.approx(0.256 / 0.28)
    assert odds["expected_change"] < 0


def test_a_kill_switch_with_a_date_is_on_the_chart(run):
    text, _ = run(robots="- [ ] Ban #kill-switch [effect:: 3 %] 📅 2026-12-31\n")
    assert ">     section Kill switch\n>     ○ Ban :milestone, 2026-12-31, 0d\n" in text


def test_a_brier_score_needs_three_decided_milestones(run):
    line = "- [x] M{n} #milestone [odds:: 80 %] 📅 2026-01-31 ✅ 2026-01-10\n"
    text, data = run(robots="".join(line.format(n=n) for n in range(3)))
    assert "Of 3 milestones with odds that are decided, the odds have a Brier score of 0.040" in text
    assert data["calendar"]["calibration"]["brier"] == pytest.approx(0.04)


def test_two_decided_milestones_have_none(run):
    line = "- [x] M{n} #milestone [odds:: 80 %] 📅 2026-01-31 ✅ 2026-01-10\n"
    text, data = run(robots="".join(line.format(n=n) for n in range(2)))
    assert "Brier" not in text
    assert data["calendar"]["calibration"] is None


MONITORING = """
## Monitoring

| What | Next look |
|---|---|
| Orders | 2026-Q1 |
| Cash | 2026-Q1 |
| Law | 2026-Q3 |
| Taxes | 2025-12 |
"""


def test_of_what_is_watched_a_line_tells_what_is_due_next_and_what_is_past(run):
    text, data = run(acme=MONITORING)
    assert "Past their date: Taxes (2025-12). Next to look at: Orders (2026-Q1); Cash (2026-Q1).\n" in text
    assert [row["past"] for row in data["monitoring"]] == [True, False, False, False]


WHEELS = (
    "\n## Flywheels\n\n- **A**: [[Robots]] → Pumps → [[Robots]]\n- **B**: [[Rockets]] → Pumps → [[Rockets]]\n"
)


def test_nodes_with_which_the_same_falls_share_a_row(run):
    text, data = run(acme=WHEELS)
    assert "> [!info]- Flywheels: 2, all through Pumps" in text
    assert "> | Pumps | all 2 | [[Robots]], [[Rockets]] | \\$30.00 |" in text
    assert data["fragility"]["single_points"] == ["Pumps"]
    assert data["fragility"]["hub_degrees"] == {"Robots": 0.5, "Rockets": 0.4}


def test_a_vault_without_flywheels_and_monitoring_has_no_word_of_them(run):
    text, data = run()
    assert "Flywheels" not in text
    assert "to look at" not in text
    assert data["monitoring"] == []


def test_the_rule_for_option_valuation_is_told_in_words(run):
    text, data = run()
    assert "> [!info] Option valuation is called for: two or more options do not earn yet\n" in text
    assert data["trigger"]["verdict"] == "mandatory"
    assert data["platform"]["stated_within_band"] is None


LEVERAGE = {
    "Robots": FILES["Robots.md"].replace("pe: 20x", "pe: 20x\nplatform_leverage: high"),
    "Rockets": FILES["Rockets.md"].replace("year: 2029", "year: 2029\nplatform_leverage: medium"),
}


@pytest.mark.parametrize(
    ("stated", "said", "within"),
    [
        ("", "The band of multipliers is 1.10 to 1.15; its middle, 1.125, is used.", None),
        ("platform_multiplier: 1.12x\n", "1.10 to 1.15; the stated 1.12 lies within it.", True),
        ("platform_multiplier: 1.3x\n", "1.10 to 1.15; the stated 1.3 lies outside of it.", False),
    ],
)
def test_the_stars_are_told_with_their_band(stated, said, within, run):
    acme = FILES["Acme.md"].replace("wacc: 10 %\n", f"wacc: 10 %\n{stated}")
    text, data = run(Acme=acme, **LEVERAGE)
    assert "Platform: 4 of 5 stars. 100% of the options use it, with an average leverage of 2.5" in text
    assert said in text
    assert data["platform"]["stated_within_band"] is within


def test_a_multiplier_without_any_leverage_is_not_held_against_stars(run):
    acme = FILES["Acme.md"].replace("wacc: 10 %\n", "wacc: 10 %\nplatform_multiplier: 1.3x\n")
    text, data = run(Acme=acme)
    assert "Platform" not in text
    assert data["platform"]["stated_within_band"] is None


def test_all_of_it_in_chinese(run):
    text, _ = run(acme=WHEELS + MONITORING, robots=LAUNCH, toml='language = "zh"\n')
    for said in (
        "日历：待定 2",
        "飞轮：2 个，全部经过Pumps",
        "下次查看：Orders",
        "需要期权估值：",
        "相容的是市场概率 71.4%",
    ):
        assert said in text


def test_a_line_without_currency_or_dates_breaks_nothing(run):
    _, data = run(robots="- [ ] Someday #milestone [odds:: 40 %]\n")
    assert data["calendar"]["odds"][0]["elapsed"] is None
