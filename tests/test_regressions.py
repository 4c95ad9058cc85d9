"""What once was wrong stays right. Each test names what a user saw."""

import json

import pytest
from click.testing import CliRunner

from tests.small_vault import FILES, with_changes
from vaultval.cli import command


def run(*arguments):
    result = CliRunner().invoke(command, [str(a) for a in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def value(vault, *more):
    return json.loads(run("value", vault, "--json", *more).stdout)


def names(document):
    return [found["name"] for found in document["diagnostics"]]


def test_two_scenarios_of_one_name_are_two_scenarios(make_vault):
    row = "| Bear | $200B | 5 % | 10 % | 20x | 10 % | 50 % |"
    document = value(
        make_vault(
            with_changes(Rockets=(row, row.replace("50 %", "20 %") + "\n" + row.replace("50 %", "30 %")))
        )
    )
    assert list(document["companies"]["Acme"]["options"]["Rockets"]["scenarios"]) == [
        "Bull",
        "Bear",
        "Bear (2)",
    ]
    assert "weights-not-one" not in names(document)


def test_an_emergent_option_needs_a_horizon_of_its_own(make_vault):
    emergent = (
        '---\ntype: option\ncompany: "[[Acme]]"\nrequires: "[[Robots]]"\ntam: $1B\nshare: 1 %\nnet_margin: 10 %\npe: 10x\n---\n'
        "## Scenarios\n\n| Scenario | DF | Weight |\n|---|---|---|\n| Base | 0.5 | 100 % |\n"
    )
    document = value(make_vault({**FILES, "Both.md": emergent}))
    assert "missing-attribute" in names(document)
    assert document["companies"]["Acme"]["left_out"] == ["Both"]


@pytest.mark.parametrize("wacc", ["-100 %", "0 %", "11.5"])
def test_a_discount_rate_that_is_none_is_a_finding(wacc, make_vault):
    document = value(make_vault(with_changes(Acme=("wacc: 10 %", f"wacc: {wacc}"))))
    assert "ratio-out-of-range" in names(document)
    assert document["companies"] == {}


def test_a_company_whose_ceiling_is_not_above_zero_has_no_utilisation(make_vault):
    files = with_changes(Robots=None, Rockets=None, Acme=("net_cash: $10B", "net_cash: -$500B"))
    files["Acme.md"] = files["Acme.md"].partition("## Synergies")[0]
    vault = make_vault(files)
    assert value(vault)["companies"]["Acme"]["utilisation"] is None
    assert run("refresh", vault).exit_code == 0
    assert "the ceiling" not in (vault / "Acme.md").read_text("utf-8").partition("vaultval:begin")[2]


def test_a_segment_with_multiples_and_no_ebitda_is_not_a_value_per_share(make_vault):
    document = value(make_vault(with_changes(Acme=("| Pumps | $2B |", "| Pumps |  |"))))
    assert "missing-attribute" in names(document)
    assert document["companies"] == {}


@pytest.mark.parametrize("field", ["[hit:: 30 %]", "[miss:: 30 %]"])
def test_a_probability_in_place_of_a_factor_is_refused(field, make_vault):
    document = value(
        make_vault(
            with_changes(Robots=("[hit:: ×1.5]", field) if "hit" in field else ("[miss:: ×0.5]", field))
        )
    )
    assert "wrong-unit" in names(document)


def test_an_option_that_requires_something_that_is_not_there_is_left_out(make_vault):
    emergent = '---\ntype: option\ncompany: "[[Acme]]"\nrequires: ["[[Robots]]", "[[Nope]]"]\ntam: $1B\nshare: 1 %\nnet_margin: 10 %\npe: 10x\nhorizon: 5\n---\n'
    document = value(make_vault({**FILES, "Both.md": emergent}))
    assert "reference-to-nothing" in names(document)
    assert document["companies"]["Acme"]["left_out"] == ["Both"]


def test_evidence_for_a_narrative_that_is_not_there_is_a_finding(make_vault):
    vault = make_vault({**FILES, "Daily.md": "- More orders [hard] [supports:: [[Nope]]]\n"})
    assert "reference-to-nothing" in names(value(vault))


@pytest.mark.parametrize("horizon", ["horizon: -3", "horizon: 0", "horizon: 2031", "year: 2026"])
def test_an_option_lies_after_the_price(horizon, make_vault):
    document = value(make_vault(with_changes(Robots=("horizon: 2", horizon))))
    assert "horizon" in names(document)
    assert document["companies"]["Acme"]["left_out"] == ["Robots"]


def test_a_share_without_its_per_cent_sign_is_a_finding(make_vault):
    document = value(make_vault(with_changes(Robots=("share: 10 %", "share: 10"))))
    assert "ratio-out-of-range" in names(document)


@pytest.mark.parametrize("text", ["2026-02-30", "soon"])
def test_an_expiry_that_is_no_date_is_a_finding(text, make_vault):
    document = value(make_vault(with_changes(Machines_take_over=("[media]", f"[media] [expires:: {text}]"))))
    assert "not-a-date" in names(document)


def test_a_year_in_a_label_is_no_points(make_vault):
    document = value(make_vault(with_changes(Machines_take_over=("[hard]", "[hard: 2025]"))))
    assert document["narratives"]["Machines take over"]["for"] == 1.2


def test_the_second_refresh_is_quiet_where_a_finding_is_about_two_places(make_vault):
    vault = make_vault(with_changes(Robots=("## Milestones", "tam:: $90B\n\n## Milestones")))
    assert "stated-twice" in names(value(vault))
    run("refresh", vault)
    assert run("refresh", vault, "--check").stdout.startswith("Nothing to change")


def test_an_option_that_lost_its_company_loses_its_value(make_vault):
    vault = make_vault(FILES)
    run("refresh", vault)
    note = vault / "Robots.md"
    note.write_text(note.read_text("utf-8").replace("[[Acme]]", "[[Acne]]", 1), "utf-8")
    run("refresh", vault)
    text = note.read_text("utf-8")
    assert "vv_value" not in text
    assert "Not valued" in text


def test_in_the_mode_published_the_block_still_shows_what_the_inputs_give(make_vault):
    files = with_changes(
        Rockets=(
            "| Weight |\n|---|---|---|---|---|---|---|",
            "| Weight | Value per share |\n|---|---|---|---|---|---|---|---|",
        )
    )
    files["Rockets.md"] = files["Rockets.md"].replace("| 30 % | 50 % |", "| 30 % | 50 % | $99 |")
    files["vaultval.toml"] += 'mode = "published"\n'
    vault = make_vault(files)
    run("refresh", vault)
    text = (vault / "Rockets.md").read_text("utf-8")
    assert f"| Bull | 50% | \\$99 | \\${200 * 0.2 * 0.2 * 25 * 0.3 / 1.1**3:.2f} |" in text


def test_a_scenario_never_becomes_more_than_certain(make_vault):
    changed = with_changes(Robots=("- [ ] First customer", "- [x] First customer"))
    changed["Robots.md"] = changed["Robots.md"].replace("probability: 40 %", "probability: 90 %")
    option = value(make_vault(changed))["companies"]["Acme"]["options"]["Robots"]
    assert option["probability_effective"] == 1.0


def test_milestones_of_an_emergent_option_move_it(make_vault):
    emergent = (
        '---\ntype: option\ncompany: "[[Acme]]"\nrequires: ["[[Robots]]", "[[Rockets]]"]\ntam: $10B\nshare: 10 %\nnet_margin: 10 %\npe: 10x\nhorizon: 5\n---\n'
        "- [x] Works together #milestone [hit:: ×2]\n"
    )
    found = value(make_vault({**FILES, "Both.md": emergent}))["companies"]["Acme"]
    joint = (
        found["options"]["Robots"]["probability_adjusted"]
        * found["options"]["Rockets"]["probability_adjusted"]
    )
    assert found["emergent"]["Both"]["probability"] == pytest.approx(2 * joint)


def test_one_option_alone_is_no_concentration(make_vault):
    files = with_changes(Rockets=None)
    files["Acme.md"] = files["Acme.md"].partition("## Synergies")[0]
    assert "narrative-concentration" not in names(value(make_vault(files)))


def test_the_graph_says_each_thing_once(make_vault):
    edges = json.loads(run("graph", make_vault(FILES), "--json").stdout)["edges"]
    keys = [(e["source"], e["target"], e["type"], e["note"], e["line"]) for e in edges]
    assert len(keys) == len(set(keys))


def test_a_quoted_link_is_pointed_at_inside_its_quotes(make_vault):
    text = run("check", make_vault(with_changes(Robots=("[[Machines take over]]", "[[Nope]]")))).stdout
    lines = text.split("\n")
    at = next(i for i, line in enumerate(lines) if "narrative:" in line)
    assert lines[at].index("[[Nope]]") == lines[at + 1].index("^")


def test_demo_into_a_file_is_refused_in_one_sentence(tmp_path):
    import subprocess
    import sys

    (tmp_path / "taken").write_text("x", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "vaultval", "demo", str(tmp_path / "taken")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_block_that_nobody_asks_for_any_more_is_named(make_vault):
    vault = make_vault({**FILES, "Stories.md": "## Old name #narrative\n\nWords.\n"})
    run("refresh", vault)
    note = vault / "Stories.md"
    note.write_text(note.read_text("utf-8").replace("## Old name", "## New name"), "utf-8")
    assert "orphaned-block" in names(value(vault))


def test_a_kill_switch_that_would_raise_a_probability_is_refused(make_vault):
    vault = make_vault(
        with_changes(Robots=("## Milestones", "- [x] Recall #kill-switch [effect:: 3]\n\n## Milestones"))
    )
    document = value(vault)
    assert "wrong-unit" in names(document)
    assert document["companies"]["Acme"]["options"]["Robots"]["probability_effective"] == 0.4


def test_a_value_that_cannot_be_read_is_not_called_missing(make_vault):
    text = run("check", make_vault(with_changes(Robots=("tam: $100B", "tam: $100 bilion")))).stdout
    assert "the `tam` of the option 'Robots' cannot be read" in text
    assert "has no `tam`" not in text


def test_check_tells_what_a_refresh_would_refuse(make_vault):
    vault = make_vault(FILES)
    run("refresh", vault)
    note = vault / "Robots.md"
    note.write_text(note.read_text("utf-8").replace("a share", "my share"), "utf-8")
    assert "VV501" in run("check", vault).stdout
