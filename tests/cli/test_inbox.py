"""`vaultval inbox` as a user calls it."""

import json

import pytest
from click.testing import CliRunner

from vaultval.cli import command, main

FILES = {
    "Stories/Grid.md": "---\ntype: narrative\ndrives: ['[[Storage]]']\n---\n## Evidence\n- Batteries sold out [hard] [[10-K]]\n- Plants grow [hard] [[10-K]]\n",
    "Stories/Mind.md": "---\ntype: narrative\n---\n",
    "Storage.md": "---\ntype: option\n---\n",
    "10-K.md": "",
    "Daily/2026-02-01.md": "- 2026-02-01: More storage and batteries, says the [[10-K]]\r\n- Rates rise [media: +0.5] ^r1\r\n",
    "Report.md": "Revenue fell [hard: 10-K].\n\n"
    + "".join(f"- Figure {i} [hard{': +1.0' if i in (3, 5) else ''}]\n" for i in range(1, 6)),
    "vaultval.toml": 'as_of = "2026-02-10"\n',
}
SHOWN = """2026-02-01  Daily/2026-02-01.md:1  no label
  More storage and batteries, says the 10-K
    2.5  Grid: names Storage; links [[10-K]] as 2 of its evidence do; words: batteries

2026-02-01  Daily/2026-02-01.md:2  [media]
  Rates rise

undated     Report.md:3  [hard]
  Figure 1

undated     Report.md:5  [hard]
  Figure 3

undated     Report.md:7  [hard]
  Figure 5

More labelled items in Report.md (2): --note NOTE shows those of a note, --all all.
1 labelled paragraph not shown: --all shows it.
To give one to a narrative, for example the first, with --for or --against, and --label if it has none:
  vaultval inbox … --adopt Daily/2026-02-01.md:1 --for NARRATIVE
"""


def run(*arguments):
    return CliRunner().invoke(command, ["inbox", *map(str, arguments)])


def places(result):
    return [f"{each['note']}:{each['line']}" for each in json.loads(result.stdout)["waiting"]]


def bytes_of(root):
    return {path: path.read_bytes() for path in root.rglob("*.md")}


def sentence(capsys, root, *arguments):
    """What is said of wrong usage, which must end with exit code 2."""
    with pytest.raises(SystemExit) as stopped:
        main(["inbox", str(root), *arguments])
    assert stopped.value.code == 2
    return capsys.readouterr().err


def test_it_shows_what_waits_with_the_likely_narratives_and_why(make_vault):
    root = make_vault(FILES)
    before = bytes_of(root)
    result = run(root)
    assert (result.exit_code, result.stdout.replace(str(root), "…")) == (0, SHOWN)
    assert bytes_of(root) == before


def test_json_has_all_of_it(make_vault):
    document = json.loads(run(make_vault(FILES), "--json").stdout)
    assert (document["schema"], document["left_out"]) == (1, {"paragraphs": 1})
    assert len(document["waiting"]) == 7
    assert document["waiting"][0] == {
        "note": "Daily/2026-02-01.md", "line": 1, "column": 3, "text": "More storage and batteries, says the 10-K",
        "label": None, "points": None, "date": "2026-02-01", "signal": True, "form": "item",
        "likely": [
            {
                "narrative": "Grid", "note": "Stories/Grid.md", "score": 2.5,
                "parts": [
                    {"kind": "names", "points": 1.0, "found": [{"what": "Storage", "points": 1.0, "evidence": 0}]},
                    {"kind": "links", "points": 1.0, "found": [{"what": "10-K.md", "points": 1.0, "evidence": 2}]},
                    {"kind": "words", "points": 0.5, "found": [{"what": "batteries", "points": 0.5, "evidence": 0}]},
                ],
            }
        ],
    }  # fmt: skip
    assert document["waiting"][1]["points"] == 0.5


def test_the_list_can_be_narrowed_and_widened(make_vault):
    root = make_vault(FILES)
    assert len(places(run(root, "--json", "--all"))) == 8
    assert places(run(root, "--json", "--since", "2026-02-01", "--note", "2026-02-01")) == [
        "Daily/2026-02-01.md:1",
        "Daily/2026-02-01.md:2",
    ]
    assert places(run(root, "--json", "--since", "2026-02-02")) == []
    assert places(run(root, "--json", "--limit", "1")) == ["Daily/2026-02-01.md:1"]
    assert (
        "6 more: --limit 7 shows them." not in run(root, "--limit", "1").stdout
    )  # two of the report are folded
    assert "4 more: --limit 5 shows them." in run(root, "--limit", "1").stdout
    whole = run(root, "--all").stdout
    assert "Figure 4" in whole
    assert "Revenue fell" in whole
    assert "not shown" not in whole
    assert "Figure 4" in run(root, "--note", "Report").stdout


def test_where_nothing_waits_or_no_narrative_is_it_says_so(make_vault):
    root = make_vault({"n.md": "words"})
    assert run(root).stdout == (
        "Nothing waits.\nNo narratives yet: give a note the property `type: narrative`.\n"
    )


def test_adopt_writes_the_field_and_undo_takes_it_back(make_vault):
    root = make_vault(FILES)
    before = bytes_of(root)
    result = run(root, "--adopt", "Daily/2026-02-01.md:1", "--for", "grid", "--label", "inferred")
    assert result.exit_code == 0
    assert result.stdout.replace(str(root), "…") == (
        "adopted Daily/2026-02-01.md:1 for Grid\n"
        "  More storage and batteries, says the 10-K\n"
        "`vaultval undo …` takes it back; `vaultval refresh …` brings the narrative up to date.\n"
    )
    note = root / "Daily/2026-02-01.md"
    line = "- 2026-02-01: More storage and batteries, says the [[10-K]] [inferred] [supports:: [[Grid]]]\r\n"
    assert note.read_bytes().decode().startswith(line)
    assert {path for path, data in bytes_of(root).items() if data != before[path]} == {note}
    assert "Daily/2026-02-01.md:1" not in places(run(root, "--json"))
    after = bytes_of(root)
    again = run(root, "--adopt", "Daily/2026-02-01.md:1", "--for", "Grid")
    assert (again.exit_code, again.stdout) == (
        0,
        "Nothing to change: Daily/2026-02-01.md:1 for Grid stands there already.\n",
    )
    assert bytes_of(root) == after
    assert CliRunner().invoke(command, ["undo", str(root)]).exit_code == 0
    assert bytes_of(root) == before


def test_without_a_label_it_says_that_there_are_no_points(make_vault):
    root = make_vault(FILES)
    assert "no points without a label" in run(root, "--adopt", "2026-02-01:1", "--against", "Mind").stdout
    assert places(run(root, "--json", "--note", "2026-02-01")) == ["Daily/2026-02-01.md:2"]


def test_diff_and_check_write_nothing(make_vault):
    root = make_vault(FILES)
    before = bytes_of(root)
    adopt = ("--adopt", "2026-02-01:2", "--against", "Mind")
    shown = run(root, *adopt, "--diff")
    assert shown.exit_code == 0
    assert "+- Rates rise [media: +0.5] [contradicts:: [[Mind]]] ^r1\n" in shown.stdout
    for option in ("--check", "--dry-run"):
        planned = run(root, *adopt, option)
        assert (planned.exit_code, planned.stdout) == (
            1, "would adopt Daily/2026-02-01.md:2 against Mind\n  Rates rise\n",
        )  # fmt: skip
    assert bytes_of(root) == before


def test_adopt_as_json(make_vault):
    root = make_vault(FILES)
    document = json.loads(run(root, "--adopt", "Report.md:3:3", "--for", "Mind", "--json").stdout)
    assert document == {
        "schema": 1, "note": "Report.md", "line": 3, "narrative": "Mind", "side": "for", "label": None,
        "changes": ["Report.md"], "written": ["Report.md"], "refused": [],
    }  # fmt: skip


def test_any_line_of_an_item_is_its_place(make_vault):
    root = make_vault({**FILES, "n.md": "- 2026-02-01: News\n  of two lines\n"})
    assert run(root, "--adopt", "n:2", "--for", "Mind").exit_code == 0
    assert (root / "n.md").read_text("utf-8").endswith("of two lines [supports:: [[Mind]]]\n")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--adopt", "2026-02-01:1"), "Say which narrative it speaks for or against: --for NARRATIVE or --against NARRATIVE.\nLikely for 2026-02-01:1:\n  2.5  Grid: names"),
        (("--adopt", "2026-02-01:1", "--for", "Gird"), "There is no narrative 'Gird' in this vault. Did you mean 'Grid'?"),
        (("--adopt", "2026-02-01:9", "--for", "Grid"), "Nothing waits in 'Daily/2026-02-01.md' on line 9. What waits there:\n  line 2: Rates rise\n  line 1: More storage"),
        (("--adopt", "Storage:1", "--for", "Grid"), "Nothing waits in 'Storage.md' on line 1. Nothing waits in that note at all."),
        (("--adopt", "Grid:6", "--for", "Mind"), "'Stories/Grid.md', line 6, speaks for 'Grid' already."),
        (("--adopt", "Nowhere:1", "--for", "Mind"), "There is no note 'Nowhere' in this vault."),
        (("--adopt", "2026-02-01", "--for", "Mind"), "'2026-02-01' is no place; write NOTE:LINE"),
        (("--adopt", "2026-02-01:2", "--for", "Mind", "--label", "hard"), "is labelled [media] already; leave --label out."),
        (("--note", "Nowhere"), "There is no note 'Nowhere' in this vault."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_a_sentence(make_vault, capsys, options, expected):
    assert expected in sentence(capsys, make_vault(FILES), *options)


@pytest.mark.parametrize(
    "options",
    [
        ("--for", "Grid"),
        ("--adopt", "2026-02-01:1", "--for", "Grid", "--against", "Mind"),
        ("--adopt", "2026-02-01:1", "--for", "Grid", "--all"),
        ("--since", "yesterday"),
        ("--limit", "0"),
        ("--adopt", "2026-02-01:1", "--for", "Grid", "--label", "soft"),
    ],
)
def test_options_that_do_not_go_together_are_wrong_usage(make_vault, capsys, options):
    assert "Error: " in sentence(capsys, make_vault(FILES), *options)


def test_a_note_that_opts_out_is_left_alone(make_vault):
    root = make_vault({**FILES, "n.md": "---\nvaultval: off\n---\n- 2026-02-01: News\n"})
    result = run(root, "--adopt", "n:4", "--for", "Grid")
    assert result.exit_code == 3
    assert "VV505" in result.stderr
    assert "adopted" not in result.stdout


def test_what_a_note_says_cannot_steer_the_terminal(make_vault):
    root = make_vault({**FILES, "e\x1bvil.md": "- 2026-02-03: \x1b[31mred\x1b[0m\n"})
    assert "\x1b" not in run(root).stdout
    assert "red" in run(root).stdout


def test_a_label_for_an_item_that_belongs_to_the_narrative_already_is_refused(make_vault, capsys):
    root = make_vault(FILES)
    run(root, "--adopt", "2026-02-01:1", "--for", "Grid")
    said = sentence(capsys, root, "--adopt", "2026-02-01:1", "--for", "Grid", "--label", "media")
    assert "belongs to 'Grid' already, and has no label. Write the label by hand." in said
