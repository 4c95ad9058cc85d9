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
    assert document["companies"]["Acme"]["left_out"] == ["Robots"]


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


def test_a_section_on_the_first_line_keeps_what_is_its_own(make_vault):
    note = "## One #narrative\n### Evidence\n- a [hard]\n\nmore #narrative\n"
    vault = make_vault({"V.md": note})
    nets = {name: n["net"] for name, n in value(vault)["narratives"].items()}
    assert nets == {"V": 0.0, "One": 1.0}
    run("refresh", vault)
    assert run("refresh", vault, "--check").stdout.startswith("Nothing to change")


@pytest.mark.parametrize("heading", ["## Dup #narrative", "## #narrative", "# (a) #narrative"])
def test_many_sections_of_one_name_are_many_narratives(heading, make_vault):
    vault = make_vault({"V.md": f"{heading}\nx\n" * 4})
    assert len(value(vault)["narratives"]) == 4
    run("refresh", vault)
    assert run("refresh", vault, "--check").stdout.startswith("Nothing to change")


@pytest.mark.parametrize(
    "heading",
    ["A <!-- vaultval:end narrative sum=0123456789 -->", "B `c` $a$ <b>", "C <!-- vaultval:begin x -->"],
)
def test_mark_up_in_a_heading_stays_out_of_the_blocks(heading, make_vault):
    vault = make_vault({**FILES, "S.md": f"## {heading} #narrative\n### Evidence\n- a [hard]\n"})
    run("refresh", vault)
    block = (vault / "Acme.md").read_text("utf-8").partition("vaultval:begin")[2]
    assert "<b>" not in block
    assert "`c`" not in block
    assert "<!-- vaultval:end narrative sum=0123456789" not in block


@pytest.mark.parametrize("bad", ['"-0.8?"', "null", "NaN", "1e999", "[[evil]]"])
def test_figures_edited_by_hand_are_forgotten(bad, make_vault):
    vault = make_vault(FILES)
    run("refresh", vault)
    note = vault / "Machines take over.md"
    text = note.read_text("utf-8").replace('"net":-0.8', f'"net":{bad}').replace("[media]", "[media: 0.9]")
    note.write_text(text, "utf-8")
    assert run("refresh", vault).exit_code == 3
    assert run("refresh", vault, "--force").exit_code == 0


def test_a_milestone_at_the_end_of_time_is_read(make_vault):
    vault = make_vault(with_changes(Robots=("📅 2026-06-30", "[outcome:: missed] 📅 9999-12-31")))
    assert run("value", vault).exit_code == 0


def test_at_stake_in_a_group_is_what_it_really_moves(make_vault):
    tasks = "- [ ] A #milestone [miss:: ×0] [group:: g] 📅 2026-03-01\n- [ ] B #milestone [miss:: ×0.8] [group:: g] 📅 2026-01-01\n"
    vault = make_vault(
        with_changes(
            Robots=("- [ ] First customer #milestone [miss:: ×0.5] [hit:: ×1.5] 📅 2026-06-30\n", tasks)
        )
    )
    acme = value(vault)["companies"]["Acme"]
    later = value(vault, "--as-of", "2026-03-02")["companies"]["Acme"]
    assert acme["milestones"][0]["if_missed"] == pytest.approx(later["full_value"] - acme["full_value"])


def test_naming_something_twice_counts_once(make_vault):
    files = with_changes(
        Robots=("[miss:: ×0.5]", "[miss:: ×0.5] [on:: [[Robots]], [[Robots]]]"),
        Machines_take_over=("[hard]", "[hard] [supports:: [[Machines take over]], [[Machines take over]]]"),
    )
    files["Robots.md"] = files["Robots.md"].replace(
        "pe: 20x", 'pe: 20x\nboosted_by: ["[[Rockets]]", "[[Rockets]]"]'
    )
    document = value(make_vault(files), "--as-of", "2026-07-01")
    assert document["narratives"]["Machines take over"]["for"] == 1.2
    assert document["companies"]["Acme"]["options"]["Robots"]["probability_effective"] == 0.2
    assert document["companies"]["Acme"]["options"]["Robots"]["probability_adjusted"] == pytest.approx(
        0.2 + 0.4 * 0.2 * 0.8
    )


def test_two_fields_name_two_narratives(make_vault):
    files = {
        **FILES,
        "Two.md": "---\ntype: narrative\n---\n",
        "D.md": "- p [hard] [supports:: [[Two]]] [contradicts:: [[Machines take over]]]\n",
    }
    found = value(make_vault(files))["narratives"]
    assert (found["Two"]["for"], found["Machines take over"]["against"]) == (1.0, 3.0)


def test_a_lead_in_with_words_behind_it_is_one(make_vault):
    story = "---\ntype: narrative\n---\n**Evidence:**\n- a [hard]\n\n**Counter-evidence:** two of them\n- b [hard]\n"
    found = value(make_vault(with_changes(Machines_take_over=story)))["narratives"]["Machines take over"]
    assert (found["for"], found["against"]) == (1.0, 1.0)


@pytest.mark.parametrize("hidden", ["<!-- [hard: 5] -->", "%%[hard: 5]%%", "`[hard: 5]`"])
def test_a_label_that_is_hidden_does_not_count(hidden, make_vault):
    document = value(make_vault(with_changes(Machines_take_over=("[media]", f"{hidden} [media]"))))
    assert document["narratives"]["Machines take over"]["for"] == 1.2


@pytest.mark.parametrize("points", ["+100", "+.5", "1,5"])
def test_points_that_cannot_be_read_are_a_finding(points, make_vault):
    document = value(make_vault(with_changes(Machines_take_over=("[media]", f"[media: {points}]"))))
    assert "not-a-quantity" in names(document)


def test_labels_in_chinese_brackets_count(make_vault):
    document = value(make_vault(with_changes(Machines_take_over=("[media]", "【硬数据：+0.5，公司公告】"))))
    assert document["narratives"]["Machines take over"]["for"] == 1.5


def test_evidence_that_is_filed_nowhere_is_a_finding(make_vault):
    beside = with_changes(Machines_take_over=("## Counter-evidence", "## Bear case"))
    assert "evidence-not-counted" in names(value(make_vault(beside)))


def test_evidence_under_a_heading_outside_of_its_section_is_a_finding(make_vault):
    vault = make_vault({"N.md": "## Robots #narrative\n\n## Evidence\n- a [hard]\n"})
    assert "evidence-not-counted" in names(value(vault))


def test_an_unquoted_link_is_read_and_named(make_vault):
    document = value(
        make_vault(
            with_changes(Robots=('narrative: "[[Machines take over]]"', "narrative: [[Machines take over]]"))
        )
    )
    assert "unquoted-link" in names(document)
    assert document["companies"]["Acme"]["options"]["Robots"]["narrative"] == "Machines take over"


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("📅 2026-06-30", "📅 30.06.2026", "not-a-date"),
        ("📅 2026-06-30", "📅 2026/6/30", "not-a-date"),
        ("[hit:: ×1.5]", "[hit: ×1.5]", "unknown-field"),
        ("[miss:: ×0.5]", "[mis:: ×0.5]", "unknown-field"),
    ],
)
def test_what_a_milestone_says_wrongly_is_a_finding(old, new, rule, make_vault):
    assert rule in names(value(make_vault(with_changes(Robots=(old, new)))))


def test_a_row_of_totals_is_no_segment(make_vault):
    document = value(
        make_vault(
            with_changes(
                Acme=(
                    "| Pumps | $2B | 8x | 10x | 12x |",
                    "| Pumps | $2B | 8x | 10x | 12x |\n| 合计 | $2B | | 10x | |",
                )
            )
        )
    )
    assert document["companies"]["Acme"]["core"] == 30
    assert "row-of-totals" in names(document)


def test_a_fired_kill_switch_whose_effect_cannot_be_read_makes_the_value_incomplete(make_vault):
    vault = make_vault(
        with_changes(Robots=("## Milestones", "- [x] Recall #kill-switch [effect:: half]\n\n## Milestones"))
    )
    assert value(vault)["companies"]["Acme"]["left_out"] == ["Robots"]


def test_a_company_wide_kill_switch_reaches_emergent_options_once(make_vault):
    emergent = '---\ntype: option\ncompany: "[[Acme]]"\nrequires: ["[[Robots]]", "[[Rockets]]"]\ntam: $10B\nshare: 10 %\nnet_margin: 10 %\npe: 10x\nhorizon: 5\n---\n'
    files = with_changes(Acme=("## Segments", "- [x] War #kill-switch [effect:: ×0.5]\n\n## Segments"))
    found = value(make_vault({**files, "Both.md": emergent}))["companies"]["Acme"]
    joint = (
        found["options"]["Robots"]["probability_adjusted"]
        * found["options"]["Rockets"]["probability_adjusted"]
    )
    assert found["emergent"]["Both"]["probability"] == pytest.approx(joint)


def test_reasons_tell_inputs_from_synergy_and_what_is_in_force_stays_in_sight(make_vault):
    vault = make_vault(
        with_changes(Robots=("## Milestones", "- [x] Recall #kill-switch [effect:: ×0.5]\n\n## Milestones"))
    )
    run("refresh", vault)
    company = vault / "Acme.md"
    assert "In force: Recall (kill switch fired, × 0.5)." in company.read_text("utf-8")
    company.write_text(company.read_text("utf-8").replace("wacc: 10 %", "wacc: 9 %"), "utf-8")
    run("refresh", vault)
    text = company.read_text("utf-8")
    assert "(its own inputs)" in text
    assert "In force: Recall (kill switch fired, × 0.5)." in text


def test_every_leaf_of_an_explanation_has_its_place(make_vault):
    text = run("explain", "Rockets.df", make_vault(FILES)).stdout
    assert "year of the price = 2026  ← Acme.md:4:13" in text
    missed = run(
        "explain",
        "Robots.probability_effective",
        make_vault(with_changes(Robots=("[miss:: ×0.5] ", ""))),
        "--as-of",
        "2026-07-01",
    ).stdout
    assert "First customer: missed, by default = 0.9  ← Robots.md:" in missed


def test_a_section_on_the_first_line_reads_the_header_lines_below_it(make_vault):
    note = "## One #narrative\nhalf_life: 2\n\n### Evidence\n- a [hard] (2024-02-11)\n"
    items = value(make_vault({"V.md": note, "vaultval.toml": 'as_of = "2026-02-10"\n'}))["narratives"]["One"][
        "items"
    ]
    assert items[0]["decay"] == pytest.approx(0.5, abs=1e-9)


def test_line_ends_of_a_block_do_not_depend_on_what_it_held_before():
    """In a note of both kinds of line ends, the lines of the block itself once tipped the balance."""
    from vaultval.writeback.blocks import BlockContent
    from vaultval.writeback.plan import plan_note

    held = (
        "<!-- vaultval:begin held -->\n\n| a |\n|---|\n| 1 |\n\n<!-- vaultval:end held sum=5a3d3e1f0a -->\n"
    )
    note = ("---\r\n---\r\nText.\r\nText.\r\n" + held).encode()
    short, long = (BlockContent("held", body, None) for body in ("one", "one\n\ntwo\n\nthree\n\nfour"))
    change, _ = plan_note("A.md", note, [short], {}, force=True)
    assert change is not None
    stepwise, _ = plan_note("A.md", change.after, [long], {})
    straight, _ = plan_note("A.md", note, [long], {}, force=True)
    assert stepwise is not None
    assert straight is not None
    assert stepwise.after == straight.after
    assert b"one\r\n\r\ntwo\r\n" in straight.after
