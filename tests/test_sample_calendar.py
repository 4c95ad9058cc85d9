"""The sample vault: the worked company's calendar, monitoring list, flywheels and platform."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from vaultval.cli import command

SAMPLE = Path(__file__).resolve().parent.parent / "sample_vault"


def _run(*arguments):
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def tesla():
    return json.loads(_run("value", SAMPLE, "--json").stdout)["companies"]["Tesla"]


def test_the_launch_in_california_is_held_against_its_odds(tesla):
    (odds,) = tesla["calendar"]["odds"]
    found = [
        odds[key]
        for key in ("probability", "odds", "if_hit", "if_missed", "expected", "drift", "needed_odds")
    ]
    assert found == pytest.approx([0.18, 0.28, 0.216, 0.135, 0.15768, -0.02232, 5 / 9], abs=1e-12)
    bayes = [odds[key] for key in ("bayes_if_hit", "likelihood_if_success", "likelihood_if_failure")]
    assert bayes == pytest.approx([0.295714, 0.46, 0.240488], abs=5e-7)
    launch = next(m for m in tesla["milestones"] if m["text"] == "California trial launch")
    expected = 0.28 * launch["if_hit"] + 0.72 * launch["if_missed"]
    assert odds["expected_change"] == pytest.approx(expected, rel=1e-12)


def test_self_driving_is_the_single_point_of_failure(tesla):
    found = tesla["fragility"]
    assert [cycle["name"] for cycle in found["cycles"]] == ["Core business", "AI technology", "Driving data"]
    assert found["single_points"] == ["FSD"]
    nodes = {node["name"]: node for node in found["nodes"]}
    assert nodes["FSD"]["full_value"] == pytest.approx(60.72054252613733, rel=1e-12)
    assert nodes["FSD"]["change"] == pytest.approx(-72.10454571405177, rel=1e-12)
    assert nodes["FSD"]["breaks"] == ["Energy storage", "Robotaxi", "Optimus", "保险", "AI compute"]
    assert nodes["AI compute"]["breaks"] == ["Optimus", "AI compute"]


def test_hub_degrees(tesla):
    expected = {"Robotaxi": 2.2, "AI compute": 1.8, "Optimus": 1.5, "保险": 1.1, "Energy storage": 1.0}
    assert tesla["fragility"]["hub_degrees"] == pytest.approx(expected)


def test_the_platform_has_four_stars_and_the_stated_multiplier_fits(tesla):
    found = tesla["platform"]
    assert (found["coverage"], found["average_leverage"], found["stars"]) == (1.0, pytest.approx(2.8), 4)
    assert (found["band"], found["stated_within_band"]) == ([1.1, 1.15], True)


def test_what_is_watched_leads_to_what_it_is_about(tesla):
    about = {row["what"]: [event["text"] for event in row["about"]] for row in tesla["monitoring"]}
    assert about["California Robotaxi launch"] == [
        "California trial launch",
        "California launch fails and slips by more than two quarters",
    ]
    assert about["Shanghai Megafactory"] == ["Shanghai Megafactory ships"]
    assert about["Musk as CEO"] == ["Musk is no longer CEO"]
    assert about["BYD"] == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("Tesla.without.FSD", "60.72054253"),
        ("Tesla.hub_degree.Robotaxi", "2.2"),
        ("Tesla.calendar.Robotaxi.drift", "-0.02232"),
        ("Tesla.calendar.Robotaxi.bayes_if_hit", "0.2957142857"),
    ],
)
def test_each_figure_is_explained_down_to_its_lines(key, value):
    text = _run("explain", key, SAMPLE).stdout
    assert text.startswith(f"{key} = {value}")
    assert ".md:" in text


def test_the_terminal_says_what_the_rule_means():
    text = _run("value", SAMPLE).stdout
    assert "Option valuation is called for: the fair value is below half the price" in text
    assert "Platform: 4 of 5 stars." in text
