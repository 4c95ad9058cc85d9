"""`vaultval graph`: formats, files, kinds, report."""

import json
import os
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest
from click.testing import CliRunner

from tests.small_vault import FILES
from vaultval.cli import command
from vaultval.errors import VaultvalError
from vaultval.graph.export import EDGES

SAMPLE = Path(__file__).resolve().parent.parent.parent / "sample_vault"
NOTES = {**FILES, "Alone.md": "[[Robotz]]\n", "Two.md": "[[Robots]] [[Robotz]]"}


def run(*arguments):
    result = CliRunner().invoke(command, ["graph", *(str(a) for a in arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def refused(*arguments):
    """The exit code and the sentence, as the command itself ends."""
    code = "import sys; from vaultval.cli import main; main(sys.argv[1:])"
    result = subprocess.run(
        [sys.executable, "-c", code, "graph", *(str(a) for a in arguments)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in result.stderr
    assert result.stdout == ""
    return result.returncode, result.stderr


@pytest.fixture
def vault(make_vault):
    return make_vault(NOTES)


def test_json_is_the_same_by_either_name(vault):
    assert run(vault, "--json").stdout == run(vault, "--format", "json").stdout
    document = json.loads(run(vault, "--json").stdout)
    assert (document["schema"], document["directed"], document["multigraph"]) == (1, True, True)
    assert nx.node_link_graph(document, edges="edges").number_of_edges() == len(document["edges"])


def test_graphml_and_dot_go_to_standard_output(vault):
    nodes = len(json.loads(run(vault, "--json").stdout)["nodes"])
    assert len(nx.parse_graphml(run(vault, "--format", "graphml").stdout)) == nodes
    assert run(vault, "--format", "dot").stdout.startswith("digraph vault {\n")


@pytest.mark.parametrize(("name", "begins"), [("g.json", '{\n "schema"'), ("g.graphml", "<?xml"), ("g.xml", "<?xml"),
                                              ("g.dot", "digraph"), ("g.gv", "digraph")])  # fmt: skip
def test_the_ending_of_the_file_says_the_format(name, begins, vault, tmp_path):
    result = run(vault, "-o", tmp_path / name)
    assert (result.exit_code, result.stdout) == (0, f"{tmp_path / name} written.\n")
    text = (tmp_path / name).read_text("utf-8")
    assert text.startswith(begins)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


def test_a_format_that_is_named_counts_whatever_the_file_is_called(vault, tmp_path):
    run(vault, "--format", "dot", "-o", tmp_path / "graph.txt")
    assert (tmp_path / "graph.txt").read_text("utf-8").startswith("digraph")


def test_a_file_that_is_there_is_replaced_only_by_force(vault, tmp_path):
    file = tmp_path / "graph.dot"
    file.write_text("mine", "utf-8")
    code, told = refused(vault, "-o", file)
    assert (code, file.read_text("utf-8")) == (2, "mine")
    assert "--force" in told
    assert run(vault, "-o", file, "--force").exit_code == 0
    assert file.read_text("utf-8").startswith("digraph")
    assert [p.name for p in tmp_path.iterdir() if "graph" in p.name] == ["graph.dot"]


@pytest.mark.parametrize("name", ["Acme.md", "New.md", "new.MD", "sub/New.md"])
def test_a_note_is_never_written_not_even_by_force(name, vault):
    (vault / "sub").mkdir()
    before = {p: p.read_bytes() for p in vault.rglob("*") if p.is_file()}
    assert refused(vault, "--format", "dot", "-o", vault / name, "--force")[0] == 2
    assert {p: p.read_bytes() for p in vault.rglob("*") if p.is_file()} == before


@pytest.mark.parametrize(
    "name", ["vaultval.toml", "Board.canvas", ".obsidian/graph.json", "paper.pdf", ".graph.json"]
)
def test_in_the_vault_nothing_is_written_that_is_no_export(name, vault):
    (vault / ".obsidian").mkdir()
    (vault / "vaultval.toml").touch()
    assert refused(vault, "--format", "json", "-o", vault / name, "--force")[0] == 2
    assert name == "vaultval.toml" or not (vault / name).exists()


def test_an_export_may_stand_in_the_vault(vault):
    assert run(vault, "-o", vault / "graph.json").exit_code == 0
    assert json.loads((vault / "graph.json").read_text("utf-8"))["schema"] == 1


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need rights there")
def test_a_link_to_a_note_is_the_note(vault, tmp_path):
    (tmp_path / "graph.dot").symlink_to(vault / "Acme.md")
    assert refused(vault, "-o", tmp_path / "graph.dot", "--force")[0] == 2
    assert (vault / "Acme.md").read_text("utf-8") == FILES["Acme.md"]


def test_a_folder_that_is_not_there_and_one_in_place_of_a_file_are_refused(vault, tmp_path):
    (tmp_path / "folder.dot").mkdir()
    assert refused(vault, "-o", tmp_path / "nowhere" / "graph.dot")[0] == 2
    assert refused(vault, "-o", tmp_path / "folder.dot", "--force")[0] == 2


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a folder that refuses")
def test_a_folder_that_cannot_be_written_is_exit_code_3(vault, tmp_path):
    (tmp_path / "closed").mkdir(mode=0o500)
    assert refused(vault, "-o", tmp_path / "closed" / "graph.dot")[0] == 3


def test_a_file_that_cannot_be_written_is_exit_code_3_and_a_sentence(vault, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("vaultval.writeback.create._put", full)
    result = CliRunner().invoke(command, ["graph", str(vault), "-o", str(tmp_path / "graph.dot")])
    assert isinstance(result.exception, VaultvalError)
    assert result.exception.exit_code == 3
    assert str(result.exception).endswith("cannot be written: the system says: No space left on device.")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--json", "--format", "dot"],
        ["-o", "graph.txt"],
        ["--report", "--format", "dot"],
        ["--report", "-o", "graph.dot"],
        ["--report", "--kind", "note"],
        ["--all"],
        ["--as-of", "2026-01-01"],
        ["--kind", "nonsense"],
        ["--format", "gexf"],
    ],
)
def test_what_does_not_go_together_is_wrong_usage(arguments, vault, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run(vault, *arguments).exit_code == 2
    assert not (tmp_path / "graph.txt").exists()


def test_plain_counts_say_what_an_edge_is_and_what_else_there_is(make_vault):
    daily = "- 2026-02-10 news of [[Robots]] [rating:: [[Two]]]\n"
    lines = (
        run(make_vault({**NOTES, "Daily.md": daily}), "--without", "evidence").stdout.rstrip("\n").split("\n")
    )
    rows = [" ".join(line.split()) for line in lines]
    assert "stands_in dated line → the note that it stands in 1" in rows
    assert "mentions dated line → what it links 2" in rows
    assert "rating note → what this field or property links 1" in rows
    assert "company option → its company 2" in rows
    assert lines[-1].startswith("--report: ")
    assert "--format json, graphml or dot" in lines[-1]


def test_every_type_of_edge_has_a_legend(vault):
    edges = (
        json.loads(run(vault, "--json").stdout)["edges"] + json.loads(run(SAMPLE, "--json").stdout)["edges"]
    )
    assert {edge["type"] for edge in edges} - set(EDGES) == {"on", "effect"}, "fields of kill switches"


def test_kinds_are_chosen_in_any_spelling(vault):
    nodes = json.loads(run(vault, "--json", "--kind", "Option", "--kind", "kill-switch").stdout)["nodes"]
    assert {node["kind"] for node in nodes} == {"option"}
    without = json.loads(run(vault, "--json", "--without", "note", "--without", "missing").stdout)["nodes"]
    assert "option" in {node["kind"] for node in without}
    assert not {"note", "missing"} & {node["kind"] for node in without}


def test_the_report_has_a_paragraph_a_question_and_note_and_line_in_each_row(vault):
    result = run(vault, "--report")
    assert result.exit_code == 0
    paragraphs = result.stdout.rstrip("\n").split("\n\n")
    assert [paragraph.split(":")[0] for paragraph in paragraphs] == [
        "Notes that nobody links", "Links to nothing", "What narratives rest on", "Hubs", "Bridges",
    ]  # fmt: skip
    assert paragraphs[0].split("\n") == [
        "Notes that nobody links: 2 of 6 (1 without any link to another note)",
        "  Alone.md:1",
        "  Two.md:1  links 1 note",
    ]
    assert paragraphs[1].split("\n") == [
        "Links to nothing: 1 target",
        "  Alone.md:1  [[Robotz]], 2 times; did you mean [[Robots]]?",
    ]


def test_the_report_lists_twenty_of_each_unless_all_are_asked_for(make_vault):
    vault = make_vault({f"{n}.md": f"[[gone {n}]]" for n in range(30)})
    short = run(vault, "--report").stdout
    assert short.count("… and 10 more; --all lists them") == 2
    assert short.count("[[gone") == 20
    whole = run(vault, "--report", "--all").stdout
    assert "more;" not in whole
    assert whole.count("[[gone") == 30


def test_the_report_as_json_is_one_document(make_vault):
    vault = make_vault({**NOTES, "Three.md": "[[Robots]] [[Two]]"})
    document = json.loads(run(vault, "--report", "--json").stdout)
    assert (document["schema"], document["as_of"], document["notes"]) == (1, "2026-02-10", 7)
    assert document["unlinked"] == {
        "total": 2,
        "items": [{"note": "Alone.md", "links": 0}, {"note": "Three.md", "links": 2}],
        "alone": 1,
    }
    assert document["missing"]["items"] == [
        {
            "target": "Robotz",
            "times": 2,
            "hint": "did you mean [[Robots]]?",
            "places": [
                {"note": "Alone.md", "line": 1, "column": 1},
                {"note": "Two.md", "line": 1, "column": 12},
            ],
        }
    ]
    assert document["hubs"] == {"total": 1, "items": [{"note": "Robots.md", "notes": 3}]}
    assert set(document) == {"schema", "as_of", "notes", "unlinked", "missing", "support", "hubs", "bridges"}


def test_the_day_of_the_report_decides_what_evidence_counts(make_vault):
    story = "---\ntype: narrative\n---\n## Evidence\n- a [hard] [[S]]\n- b [hard] [[T]] (2026-03-01)\n"
    vault = make_vault({"N.md": story})
    assert "VV433" in run(vault, "--report", "--as-of", "2026-02-10").stdout
    assert "VV433" not in run(vault, "--report", "--as-of", "2026-04-01").stdout


def test_the_report_can_be_written_to_a_file(vault, tmp_path):
    run(vault, "--report", "-o", tmp_path / "report.txt")
    assert (tmp_path / "report.txt").read_text("utf-8") == run(vault, "--report").stdout
    run(vault, "--report", "-o", tmp_path / "report.json")
    assert json.loads((tmp_path / "report.json").read_text("utf-8"))["schema"] == 1


def test_what_notes_say_cannot_steer_a_terminal(make_vault):
    vault = make_vault({"A.md": b"[[\x1b[31mred]] [[b\xff]]"})
    text = run(vault, "--report").stdout
    assert "\x1b" not in text
    assert "[31mred" in text
    for form in ("json", "graphml", "dot"):
        assert "\x1b" not in run(vault, "--format", form).stdout


def test_findings_never_change_the_exit_code(make_vault):
    vault = make_vault({"N.md": "---\ntype: option\n---\n[[Gone]]"})
    assert [run(vault, *a).exit_code for a in ([], ["--json"], ["--report"])] == [0, 0, 0]


def test_check_does_not_load_networkx(vault):
    code = "import sys; from vaultval.cli import main\ntry:\n main(['check', sys.argv[1]])\nfinally: print('networkx' in sys.modules)"
    out = subprocess.run(
        [sys.executable, "-c", code, str(vault)], capture_output=True, text=True, check=False
    ).stdout
    assert out.endswith("False\n")


def test_a_file_that_cannot_be_looked_at_and_one_of_obsidians_are_refused_with_a_sentence(
    make_vault, tmp_path, capsys
):
    from vaultval.cli import main

    root = make_vault({"a.md": "", ".obsidian/app.json": "{}", "sub/b.md": ""})
    for file, code in ((tmp_path / ("x" * 300 + ".json"), 3), (root / ".obsidian/app.json", 2)):
        with pytest.raises(SystemExit) as stopped:
            main(["graph", str(root / "sub"), "-o", str(file), "--force"])
        assert stopped.value.code == code
        assert capsys.readouterr().err.startswith("vaultval: ")
    assert (root / ".obsidian/app.json").read_bytes() == b"{}"
