"""What each verb prints, writes and exits with."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from tests.small_vault import FILES, with_changes
from vaultval.cli import VERBS, command


def run(*arguments):
    result = CliRunner().invoke(command, [str(a) for a in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def bytes_of(vault):
    return {p.relative_to(vault).as_posix(): p.read_bytes() for p in sorted(vault.rglob("*")) if p.is_file()}


def test_the_version_is_told_without_loading_what_is_slow():
    code = (
        "import sys; from vaultval.cli import main\n"
        "try:\n main(['--version'])\nexcept SystemExit: pass\n"
        "print(sorted(m for m in ('networkx', 'pydantic', 'rich', 'yaml', 'frontmatter', 'markdown_it') if m in sys.modules))"
    )
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split("\n")
    assert out[0].startswith("vaultval, version ")
    assert out[1] == "[]"


def test_help_lists_every_verb():
    text = run("--help").stdout
    assert all(verb in text for verb in VERBS)


def test_a_misspelt_verb_gets_a_did_you_mean():
    result = run("refesh")
    assert result.exit_code == 2
    assert "'refresh'" in result.stderr


@pytest.mark.parametrize(
    "arguments", [("check", "nowhere"), ("value", ".", "--as-of", "tomorrow"), ("explain",)]
)
def test_wrong_usage_exits_with_2(arguments):
    assert run(*arguments).exit_code == 2


@pytest.mark.parametrize("verb", ["check", "score", "value", "notes", "graph"])
def test_json_is_one_document_with_its_schema(verb, make_vault):
    result = run(verb, make_vault(FILES), "--json")
    assert json.loads(result.stdout)["schema"] == 1


def test_findings_of_severity_error_make_the_exit_code_1(make_vault):
    sound = make_vault(FILES)
    assert [run(verb, sound).exit_code for verb in ("check", "score", "value")] == [0, 0, 0]
    (sound / "Robots.md").write_text(FILES["Robots.md"].replace("40 %", "140 %"), "utf-8")
    results = [run(verb, sound) for verb in ("check", "score", "value")]
    assert [result.exit_code for result in results] == [1, 1, 1]
    assert "VV402" in results[0].stdout
    assert "VV402" in results[2].stderr
    assert "VV402" not in results[2].stdout


def test_refresh_writes_then_has_nothing_to_write(make_vault):
    vault = make_vault(FILES)
    assert run("refresh", vault).exit_code == 0
    written = bytes_of(vault)
    assert sorted(path for path in written if written[path] != FILES[path].encode()) == [
        "Acme.md", "Machines take over.md", "Robots.md", "Rockets.md",
    ]  # fmt: skip
    again = run("refresh", vault)
    assert "Nothing to change" in again.stdout
    assert bytes_of(vault) == written


@pytest.mark.parametrize("flag", ["--check", "--diff"])
def test_looking_writes_nothing(flag, make_vault):
    vault = make_vault(FILES)
    result = run("refresh", vault, flag)
    assert result.exit_code == (1 if flag == "--check" else 0)
    assert "would change Acme.md" in result.stdout
    assert bytes_of(vault) == {path: text.encode() for path, text in FILES.items()}


def test_the_difference_is_shown_line_by_line(make_vault):
    text = run("refresh", make_vault(FILES), "--diff").stdout
    assert "+vv_score: -0.8" in text
    assert "+<!-- vaultval:begin narrative -->" in text


@pytest.mark.parametrize("options", [(), ("--check",), ("--json",)])
@pytest.mark.parametrize(("properties", "code"), [("", 3), ("---\nvaultval: off\n---\n", 1)])
def test_markers_that_do_not_pair_are_a_note_that_cannot_be_written_typed_or_not(
    make_vault, properties, code, options
):
    text = f"{properties}# Plain\n\n<!-- vaultval:begin audit -->\n"
    vault = make_vault({"Plain.md": text})
    result = run("refresh", vault, *options)
    assert result.exit_code == code
    assert result.stderr.count("VV502") == 1
    assert (vault / "Plain.md").read_text("utf-8") == text


def test_what_was_refused_counts_among_the_findings_and_no_note_is_called_up_to_date_by_it(make_vault):
    vault = make_vault(FILES)
    run("refresh", vault)
    assert "Nothing to change: every note is up to date." in run("refresh", vault).stdout
    path = vault / "Robots.md"
    block = path.read_text("utf-8").replace("<!-- vaultval:end option", "My words.\n<!-- vaultval:end option")
    path.write_text(block.replace("horizon: 2", "horizon: 3"), "utf-8", newline="\n")
    (vault / "Bad.md").write_text("---\ntype: narrative\ntype: option\n---\n", "utf-8")
    result = run("refresh", vault)
    result = run("refresh", vault)
    assert result.exit_code == 3
    assert "every note is up to date" not in result.stdout
    assert "Nothing to change; " in result.stdout
    assert "VV501" in result.stderr
    told = result.stderr.count(": error VV")
    assert told == 2
    assert f"Findings: {told} errors" in result.stderr


def test_a_block_edited_by_hand_is_refused_and_forced(make_vault):
    vault = make_vault(FILES)
    run("refresh", vault)
    note = vault / "Robots.md"
    edited = note.read_text("utf-8").replace("a share", "a share, I think")
    note.write_text(edited, "utf-8")
    refused = run("refresh", vault)
    assert refused.exit_code == 3
    assert "VV501" in refused.stderr
    assert "--force" in refused.stderr
    assert note.read_text("utf-8") == edited
    assert run("refresh", vault, "--force").exit_code == 0
    assert "I think" not in note.read_text("utf-8")


def test_undo_gives_back_every_byte_run_by_run(make_vault):
    vault = make_vault(FILES)
    first = bytes_of(vault)
    run("refresh", vault)
    second = bytes_of(vault)
    robots = vault / "Robots.md"
    robots.write_bytes(robots.read_bytes().replace(b"- [ ] First", b"- [x] First"))
    ticked = bytes_of(vault)
    run("refresh", vault)
    assert run("undo", vault).exit_code == 0
    assert bytes_of(vault) == ticked
    robots.write_bytes(second["Robots.md"])
    run("undo", vault)
    assert bytes_of(vault) == first
    assert "Nothing to undo" in run("undo", vault).stdout


def test_a_vault_with_crlf_and_bom_keeps_them(make_vault):
    files = {
        path: (b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
        for path, text in FILES.items()
        if path.endswith(".md")
    }
    vault = make_vault({**files, "vaultval.toml": FILES["vaultval.toml"]})
    assert run("refresh", vault).exit_code == 0
    for path in files:
        data = (vault / path).read_bytes()
        assert data.startswith(b"\xef\xbb\xbf")
        assert data.count(b"\n") == data.count(b"\r\n")
    assert run("refresh", vault, "--check").exit_code == 0


def test_a_note_that_opts_out_gets_nothing(make_vault):
    vault = make_vault(with_changes(Robots=("pe: 20x", "pe: 20x\nvaultval: off")))
    before = (vault / "Robots.md").read_bytes()
    run("refresh", vault)
    assert (vault / "Robots.md").read_bytes() == before


def test_sections_are_nodes_and_their_blocks_stand_at_their_ends(make_vault):
    stories = """# Stories

## Machines take over #narrative

### Evidence
- Orders doubled [hard]

## Rust never sleeps #叙事

**反证**：
- Nothing rusts [合理推断：-0.5]

## Other

Words.
"""
    vault = make_vault({**with_changes(Machines_take_over=None), "Stories.md": stories})
    assert run("refresh", vault).exit_code == 0
    document = json.loads(run("value", vault, "--json").stdout)
    assert {n: d["net"] for n, d in document["narratives"].items()} == {
        "Machines take over": 1.0,
        "Rust never sleeps": -0.5,
    }
    text = (vault / "Stories.md").read_text("utf-8")
    positions = [text.index(mark) for mark in (
        "## Machines", "begin narrative: Machines take over", "## Rust", "begin narrative: Rust never sleeps", "## Other",
    )]  # fmt: skip
    assert positions == sorted(positions)
    assert not text.startswith("---")
    assert run("refresh", vault, "--check").exit_code == 0
    assert document["companies"]["Acme"]["options"]["Robots"]["narrative"] == "Machines take over"


def test_evidence_counts_where_it_is_written(make_vault):
    daily = "- Two more orders [supports:: [[Machines take over]]] [hard: +0.5]\n- 2026/02/01，停产 [反驳:: [[Machines take over]]] [媒体叙述]\n"
    vault = make_vault({**FILES, "Daily/2026-02-09.md": daily})
    items = json.loads(run("score", vault, "--json").stdout)["narratives"]["Machines take over"]["items"]
    there = [
        (i["side"], i["points"], i["date"], i["line"]) for i in items if i["note"] == "Daily/2026-02-09.md"
    ]
    assert there == [("for", 0.5, "2026-02-09", 1), ("against", 0.2, "2026-02-01", 2)]


def test_evidence_of_the_future_expired_and_superseded_does_not_count(make_vault):
    vault = make_vault(
        with_changes(
            Machines_take_over="---\ntype: narrative\n---\n## Evidence\n- a [hard] (2026-03-01)\n"
            "- b [hard] [expires:: 2026-01-01]\n- c [hard] [superseded_by:: [[Acme]]]\n- d [hard] (2026-02-10)\n"
        )
    )
    narrative = json.loads(run("score", vault, "--json").stdout)["narratives"]["Machines take over"]
    assert [item["state"] for item in narrative["items"]] == ["future", "expired", "superseded", "counts"]
    assert narrative["net"] == 1.0


def test_explain_follows_a_number_down_to_note_and_line(make_vault):
    text = run("explain", "Robots.probability_adjusted", make_vault(FILES)).stdout
    assert "Robots.probability_adjusted = 0.448" in text
    assert "Robots.md:8:14  “40 %”" in text
    assert "Acme.md:22:" in text


def test_explain_says_what_a_finding_means():
    for key in ("VV402", "vv402", "probability-out-of-range"):
        assert "between 0 and 1" in run("explain", key).stdout


def test_explain_of_an_unknown_key_names_the_nearest(make_vault):
    result = run("explain", "Robot", make_vault(FILES))
    assert result.exit_code == 2
    assert "Robots" in result.stderr


def test_the_graph_has_typed_nodes_and_edges_with_places(make_vault):
    document = json.loads(run("graph", make_vault(FILES), "--json").stdout)
    kinds = {node["id"]: node["kind"] for node in document["nodes"]}
    assert kinds["Acme.md"] == "company"
    assert kinds["Robots.md"] == "option"
    assert kinds["Machines take over.md"] == "narrative"
    assert {"segment", "scenario", "evidence", "milestone"} <= set(kinds.values())
    synergy = next(e for e in document["edges"] if e["type"] == "synergy" and e["source"] == "Robots.md")
    assert (synergy["target"], synergy["weight"], synergy["note"], synergy["line"]) == (
        "Rockets.md",
        0.5,
        "Acme.md",
        21,
    )
    assert all(edge["note"] and edge["line"] for edge in document["edges"])


def _without_lines(data):
    if isinstance(data, dict):
        return {key: _without_lines(value) for key, value in data.items() if key != "line"}
    return [_without_lines(value) for value in data] if isinstance(data, list) else data


def test_what_vaultval_wrote_is_not_read_back(make_vault):
    vault = make_vault(FILES)
    before = json.loads(run("value", vault, "--json").stdout)
    edges = len(json.loads(run("graph", vault, "--json").stdout)["edges"])
    run("refresh", vault)
    after = json.loads(run("value", vault, "--json").stdout)
    assert _without_lines(after) == _without_lines(before)  # blocks move the lines below them
    assert len(json.loads(run("graph", vault, "--json").stdout)["edges"]) == edges


def test_nothing_is_read_as_input_under_the_vaults_own_folder(make_vault):
    vault = make_vault({**FILES, "vaultval/dashboard.md": FILES["Robots.md"]})
    assert json.loads(run("check", vault, "--json").stdout)["diagnostics"] == []


def test_demo_refreshes_a_copy_and_refuses_a_folder_that_is_taken(tmp_path):
    result = run("demo", tmp_path / "demo")
    assert result.exit_code == 0
    assert "refreshed Companies/Tesla.md" in result.stdout
    taken = subprocess.run(
        [sys.executable, "-m", "vaultval", "demo", str(tmp_path / "demo")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert taken.returncode == 2
    assert "exists already" in taken.stderr
    assert run("refresh", tmp_path / "demo", "--check").exit_code == 0


def test_a_verb_tells_the_first_errors_of_several_kinds_and_where_the_others_are(make_vault):
    files = {
        f"N{i}.md": "---\ntype: option\ncompany: '[[Acme]]'\nyear: soon\ntam: much\n---\n" for i in range(4)
    }
    root = make_vault({"Acme.md": "---\ntype: company\nprice: much\n---\n", **files})
    told = CliRunner().invoke(command, ["value", str(root)]).stderr
    kinds = [line.split()[2] for line in told.split("\n") if ": error VV" in line]
    assert len(kinds) == 5
    assert max(kinds.count(kind) for kind in kinds) <= 3
    assert len(set(kinds)) > 1
    assert f"`vaultval check {root}` shows them all." in told
