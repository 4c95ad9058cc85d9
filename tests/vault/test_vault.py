"""A folder read as a vault: what comes and goes meanwhile, canvases, and what takes no part."""

import os
from pathlib import Path

import pytest

from vaultval.config import Config
from vaultval.diagnostics import in_order
from vaultval.errors import VaultvalError
from vaultval.graph.build import build_graph
from vaultval.model.build import build_model
from vaultval.model.nodes import takes_part
from vaultval.pipeline import read_vault
from vaultval.place import Place
from vaultval.render.notes import notes_document
from vaultval.vault import reading
from vaultval.vault.canvases import check_canvases
from vaultval.vault.vault import Hold, open_vault


def opened(root, config=None):
    config = config or Config()
    return open_vault(root, config, takes_part(config.vocabulary), hold=Hold.PARTS)


def told(findings):
    return [(each.rule.name, each.place.note) for each in in_order(findings)]


@pytest.fixture
def before_reading(monkeypatch):
    """Has something done when a file of a name is about to be opened."""
    acts = {}
    open_file = os.open

    def opening(path, *arguments, **options):
        acts.pop(Path(path).name, lambda: None)()
        return open_file(path, *arguments, **options)

    monkeypatch.setattr(os, "open", opening)
    return acts


def test_a_note_that_vanishes_before_it_is_read_is_told_of_and_no_link_leads_to_it(
    make_vault, before_reading
):
    root = make_vault({"A.md": "[[B]] [[C]]", "B.md": "b", "C.md": "c", "D.canvas": "{}"})
    before_reading["B.md"] = (root / "B.md").unlink
    before_reading["D.canvas"] = (root / "D.canvas").unlink
    vault, findings = opened(root)
    assert told(findings) == [("changed-while-reading", "B.md"), ("changed-while-reading", "D.canvas")]
    assert sorted(vault.notes) == ["A.md", "C.md"]
    assert dict(vault.canvases) == {}
    assert [entry.path for entry in vault.files] == ["A.md", "C.md"]
    assert vault.resolver.resolve("B", "A.md").path is None


def test_a_note_that_cannot_be_read_is_told_of_and_links_still_lead_to_it(make_vault, before_reading):
    def refuse():
        raise PermissionError(13, "Permission denied")

    root = make_vault({"A.md": "[[B]]", "B.md": "b"})
    before_reading["B.md"] = refuse
    vault, findings = opened(root)
    assert told(findings) == [("unreadable", "B.md")]
    assert vault.resolver.resolve("B", "A.md").path == "B.md"


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_a_note_that_becomes_a_link_out_of_the_vault_is_not_read(make_vault, before_reading, tmp_path):
    root = make_vault({"A.md": "a", "B.md": "b"})
    (tmp_path / "Secret.md").write_text("secret")

    def swap():
        (root / "B.md").unlink()
        (root / "B.md").symlink_to(tmp_path / "Secret.md")

    before_reading["B.md"] = swap
    vault, findings = opened(root)
    assert told(findings) == [("unreadable", "B.md")]
    assert sorted(vault.notes) == ["A.md"]


def test_a_note_that_goes_on_changing_is_told_of_and_read_as_it_stood_last(make_vault, monkeypatch):
    root = make_vault({"A.md": "#one\n", "B.md": "#two\n"})
    read = os.read

    def growing(file, size):
        data = read(file, size)
        if b"#two" in data:
            (root / "B.md").write_bytes(data + b"#more\n")
        return data

    monkeypatch.setattr(os, "read", growing)
    monkeypatch.setattr(reading, "_PAUSE", 0)
    vault, findings = opened(root)
    assert told(findings) == [("changed-while-reading", "B.md")]
    assert [tag.name for tag in vault.notes["B.md"].scan.tags] == ["#two", "#more", "#more"]


@pytest.mark.parametrize(
    "data", [b"", b"\xef\xbb\xbf", b"\x00", b"a\rb\r[[x]]\r", b"\r", b"\xff\xfe[\x00[\x00", b"---\x00\n---\n"]
)
def test_a_note_of_any_bytes_is_a_note(make_vault, data):
    vault, findings = opened(make_vault({"A.md": data, "B.md": "[[A]]"}))
    assert sorted(vault.notes) == ["A.md", "B.md"]
    assert {name for name, _ in told(findings)} <= {"not-utf8"}
    assert notes_document(vault)["notes"]["B.md"]["links"][0]["resolved"] == "A.md"


def test_a_vault_without_notes_is_a_vault(make_vault):
    vault, findings = opened(make_vault({".obsidian/app.json": "{}"}))
    assert (dict(vault.notes), dict(vault.canvases), vault.files, findings) == ({}, {}, (), [])


def test_a_vault_in_a_vault_is_a_folder_like_others(make_vault):
    vault, _ = opened(make_vault({"A.md": "", "inner/.obsidian/app.json": "{}", "inner/B.md": "[[A]]"}))
    assert sorted(vault.notes) == ["A.md", "inner/B.md"]


def test_what_is_no_folder_is_refused_with_a_sentence(make_vault, tmp_path):
    root = make_vault({"A.md": ""})
    ways = [root / "A.md", tmp_path / "nowhere", root / "A.md" / "x"]
    if os.name != "nt":
        (tmp_path / "ring").symlink_to(tmp_path / "ring")
        ways.append(tmp_path / "ring")
    for way in ways:
        with pytest.raises(VaultvalError, match="is not a folder"):
            opened(way)


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_the_vault_may_be_a_link_to_a_folder(make_vault, tmp_path):
    (tmp_path / "way").symlink_to(make_vault({"A.md": ""}), target_is_directory=True)
    assert sorted(opened(tmp_path / "way")[0].notes) == ["A.md"]


def test_all_files_are_known_before_the_first_link_is_resolved(make_vault):
    vault, _ = opened(make_vault({"A.md": "[[z]] [[Z.png]]", "folder/Z.md": "[[A]]", "z/z.png": b""}))
    links = notes_document(vault)["notes"]["A.md"]["links"]
    assert [link["resolved"] for link in links] == ["folder/Z.md", "z/z.png"]


def test_links_of_a_note_to_itself_count_each_time(make_vault):
    text = '---\nup: "[[self]]"\n---\n[[self]] [[#Head]] [[self#^b]] ![[self]] [x](self.md)\n\n# Head\n'
    vault, _ = opened(make_vault({"Self.md": text}))
    said = notes_document(vault)["notes"]["Self.md"]
    resolved = [link["resolved"] for link in (*said["links"], *said["embeds"], *said["property_links"])]
    assert resolved == ["Self.md"] * 6


BOARD = """{"nodes":[
{"id":"a","type":"file","file":"Bets/Robotaxi.md"},
{"id":"b","type":"file","file":"Bets/robots.md"},
{"id":"c","type":"file","file":"Bets/Gone.md"},
{"id":"d","type":"file","file":"Robotaxi.md"},
{"id":"t","type":"text","text":"[[Robots]] ![[chart.png]] [[Nope]] [[#here]] [w](Bets/Robots.md)"}],
"edges":[
{"id":"1","fromNode":"a","toNode":"b","label":"pays for"},
{"id":"2","fromNode":"a","toNode":"t"},
{"id":"3","fromNode":"b","toNode":"c"}]}
"""
FILES = {
    "Bets/Robotaxi.md": "[[Board.canvas]]",
    "Bets/Robots.md": "",
    "img/chart.png": b"",
    "Maps/Board.canvas": BOARD,
}


def test_a_canvas_shows_files_by_their_path_from_the_root_and_links_as_a_note_of_its_folder(make_vault):
    vault, findings = opened(make_vault(FILES))
    assert findings == []
    links = notes_document(vault)["canvases"]["Maps/Board.canvas"]["links"]
    assert [(link["node"], link["kind"], link["target"], link["resolved"]) for link in links] == [
        ("a", "file", "Bets/Robotaxi.md", "Bets/Robotaxi.md"),
        ("b", "file", "Bets/robots.md", "Bets/Robots.md"),
        ("c", "file", "Bets/Gone.md", None),
        ("d", "file", "Robotaxi.md", None),
        ("t", "link", "Robots", "Bets/Robots.md"),
        ("t", "embed", "chart.png", "img/chart.png"),
        ("t", "link", "Nope", None),
        ("t", "link", "", "Maps/Board.canvas"),
        ("t", "link", "Bets/Robots.md", "Bets/Robots.md"),
    ]


def _where(line, text):
    return Place("Maps/Board.canvas", line, BOARD.split("\n")[line - 1].index(text) + 1, len(text))


def test_a_card_of_no_file_and_a_link_on_a_canvas_to_nothing_are_found(make_vault):
    findings = check_canvases(opened(make_vault(FILES))[0])
    assert [(each.rule.name, each.place, each.message) for each in findings] == [
        ("link-to-nothing", _where(4, "Bets/Gone.md"), "'Bets/Gone.md' does not exist"),
        ("link-to-nothing", _where(5, "Robotaxi.md"), "'Robotaxi.md' does not exist"),
        ("link-to-nothing", _where(6, "[[Nope]]"), "'Nope' does not exist"),
    ]


def test_the_graph_has_the_canvas_what_it_shows_and_its_edges_between_files(make_vault):
    vault, _ = opened(make_vault(FILES))
    vocabulary = Config().vocabulary
    graph = build_graph(vault, build_model(vault, vocabulary)[0], vocabulary)
    kinds = {name: data["kind"] for name, data in graph.nodes(data=True)}
    assert kinds == {
        "Bets/Robotaxi.md": "note", "Bets/Robots.md": "note", "Maps/Board.canvas": "canvas", "img/chart.png": "file",
        "Bets/Gone.md": "missing", "Robotaxi.md": "missing", "Nope": "missing",
    }  # fmt: skip
    edges = [(a, b, data["type"]) for a, b, data in graph.edges(data=True)]
    assert edges.count(("Maps/Board.canvas", "Bets/Robots.md", "canvas")) == 3
    assert ("Bets/Robotaxi.md", "Maps/Board.canvas", "link") in edges
    drawn = [(a, b, data) for a, b, data in graph.edges(data=True) if data["type"] == "canvas_edge"]
    place = {"note": "Maps/Board.canvas", "type": "canvas_edge"}
    assert drawn == [
        (
            "Bets/Robotaxi.md",
            "Bets/Robots.md",
            {**place, "line": 8, "column": _where(8, "pays for").column, "label": "pays for"},
        ),
        (
            "Bets/Robots.md",
            "Bets/Gone.md",
            {**place, "line": 10, "column": _where(10, "3").column, "label": ""},
        ),
    ]


@pytest.mark.parametrize("path", [
    ".trash/Old.canvas", "vaultval/Map.canvas", "Archive/Old.canvas", "Board (Conflicted copy phone 202602101200).canvas",
])  # fmt: skip
def test_a_canvas_is_left_out_where_a_note_would_be(make_vault, path):
    root = make_vault({path: '{"nodes":[{"id":"a","type":"file","file":"x.md"}]}', "vaultval.toml": '[folders]\nexclude = ["Archive"]\n'})  # fmt: skip
    read = read_vault(root)
    assert dict(read.vault.canvases) == {}
    assert "link-to-nothing" not in [each.rule.name for each in read.findings]


@pytest.mark.parametrize("data", [b"{", b"\xff\xfe{\x00}\x00", b'{"x":"\xe9"}', b"[" * 99_999])
def test_a_canvas_that_is_none_is_one_finding_and_the_rest_is_read(make_vault, data):
    vault, findings = opened(make_vault({**FILES, "A.canvas": data}))
    assert told(findings) == [("bad-canvas", "A.canvas")]
    assert list(vault.canvases) == ["A.canvas", "Maps/Board.canvas"]
    assert len(vault.notes) == 2


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf{}", b"\r\n", b"{}"])
def test_an_empty_canvas_is_no_finding(make_vault, data):
    assert opened(make_vault({"A.canvas": data}))[1] == []


def test_canvases_are_only_read(make_vault):
    root = make_vault(FILES)
    before = {path: ((root / path).read_bytes(), (root / path).stat().st_mtime_ns) for path in FILES}
    read_vault(root, hold=Hold.TEXT)
    assert {path: ((root / path).read_bytes(), (root / path).stat().st_mtime_ns) for path in FILES} == before


@pytest.mark.parametrize(("target", "message"), [
    ("Old", "'Old' takes no part: 'Archive/deep/Old.md' is excluded"),
    ("archive/deep/old", "'archive/deep/old' takes no part: 'Archive/deep/Old.md' is excluded"),
    ("T", "'T' takes no part: 'Notes/T.md' is excluded"),
    ("Gone", "'Gone' takes no part: '.trash/Gone.md' is in .trash"),
    ("Far", "'Far' takes no part: 'Far.md' is in iCloud"),
    ("Map.canvas", "'Map.canvas' takes no part: 'vaultval/Map.canvas' is vaultval's own"),
    ("N (SFConflict 2026-02-10-12-00-00)", "'N (SFConflict 2026-02-10-12-00-00)' takes no part: 'N (SFConflict 2026-02-10-12-00-00).md' is a conflict copy"),
    ("Notes", "'Notes' is a folder, not a note"),
    ("Notes/inner/", "'Notes/inner/' is a folder, not a note"),
    ("inner", "'inner' is a folder, not a note"),
    ("./inner", "'./inner' is a folder, not a note"),
    ("Archive", "'Archive' is a folder, not a note"),
    ("HEAD", "'HEAD' does not exist"),
    ("Nope", "'Nope' does not exist"),
    ("/", "'/' does not exist"),
    ("../..", "'../..' does not exist"),
])  # fmt: skip
def test_a_link_to_what_takes_no_part_says_why(make_vault, target, message):
    root = make_vault({
        "Archive/deep/Old.md": "", "Archive/.hidden/HEAD": "", ".git/HEAD": "", ".trash/Gone.md": "", ".Far.md.icloud": "",
        "vaultval/Map.canvas": "{}", "N (SFConflict 2026-02-10-12-00-00).md": "", "N.md": "", "Notes/T.md": "",
        "Notes/inner/S.md": "",
        "vaultval.toml": '[folders]\nexclude = ["Archive", "Notes/T.md"]\n',
    })  # fmt: skip
    vault = read_vault(root).vault
    assert vault.resolver.resolve(target, "Notes/S.md").path is None
    assert vault.omissions.why(target, "Notes/S.md") == message


def test_a_note_that_takes_part_goes_before_one_of_the_same_name_that_does_not(make_vault):
    root = make_vault(
        {"Archive/N.md": "", "x/y/N.md": "", "vaultval.toml": '[folders]\nexclude = ["Archive"]\n'}
    )
    assert read_vault(root).vault.resolver.resolve("N", "S.md").path == "x/y/N.md"
