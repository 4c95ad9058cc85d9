"""`vaultval link` as a user calls it."""

import json

import pytest
from click.testing import CliRunner

from vaultval.cli import command
from vaultval.render.findings import visible

FILES = {
    "Tesla.md": "---\naliases: [TSLA]\n---\n",
    "a/Dojo.md": "",
    "b/Dojo.md": "",
    "Daily/one.md": "Tesla and TSLA.\r\nDojo runs.\r\n",
    "Daily/two.md": "[[Tesla]] or Tesla",
}
SHOWN = """Daily/one.md
  1  Tesla → Tesla  [[Tesla]] and TSLA.
  1  TSLA → Tesla   Tesla and [[Tesla|TSLA]].

Daily/two.md
  1  Tesla → Tesla  [[Tesla]] or [[Tesla]]

Ambiguous, so that only you can link them:
  Daily/one.md:2:1  Dojo may be a/Dojo.md, b/Dojo.md

3 unlinked mentions of 1 target in 2 notes, and 1 ambiguous.
Tesla 3.
A name that is a common word goes on the list link.stop of vaultval.toml.
To see them as links: vaultval link … --diff
To link them:         vaultval link … --apply
"""


def run(*arguments):
    return CliRunner().invoke(command, ["link", *map(str, arguments)])


def bytes_of(root):
    return {path: path.read_bytes() for path in root.rglob("*.md")}


def test_it_shows_the_mentions_by_note_and_writes_nothing(make_vault):
    root = make_vault(FILES)
    before = bytes_of(root)
    result = run(root)
    assert result.exit_code == 0
    assert result.stdout.replace(str(root), "…") == SHOWN
    assert bytes_of(root) == before


def test_apply_writes_and_undo_takes_it_back(make_vault):
    root = make_vault(FILES)
    before = bytes_of(root)
    result = run(root, "--apply")
    assert result.stdout.replace(str(root), "…") == (
        "linked 2 in Daily/one.md\nlinked 1 in Daily/two.md\n3 links in 2 notes. `vaultval undo …` takes them back.\n"
    )
    assert (root / "Daily/one.md").read_bytes() == b"[[Tesla]] and [[Tesla|TSLA]].\r\nDojo runs.\r\n"
    assert run(root, "--apply").stdout == "0 links in 0 notes. Nothing to link.\n"
    CliRunner().invoke(command, ["undo", str(root)])
    assert bytes_of(root) == before


def test_diff_shows_what_apply_would_do_and_writes_nothing(make_vault):
    root = make_vault(FILES)
    before = bytes_of(root)
    result = run(root, "--diff", "--apply", "--note", "two")
    assert "+[[Tesla]] or [[Tesla]]" in result.stdout
    assert "one.md" not in result.stdout
    assert bytes_of(root) == before


@pytest.mark.parametrize(
    ("options", "texts"),
    [
        ((), ["Tesla", "TSLA", "Tesla"]),
        (("--first",), ["Tesla"]),
        (("--note", "Daily/two.md"), ["Tesla"]),
        (("--note", "one", "--note", "two", "--case", "exact"), ["Tesla", "TSLA", "Tesla"]),
        (("--to", "Tesla"), ["Tesla", "TSLA", "Tesla"]),
        (("--to", "a/Dojo"), []),
    ],
)
def test_options_choose_among_the_mentions(make_vault, options, texts):
    document = json.loads(run(make_vault(FILES), "--json", *options).stdout)
    assert [mention["text"] for mention in document["mentions"]] == texts


def test_json_has_places_targets_and_links(make_vault):
    document = json.loads(run(make_vault(FILES), "--json").stdout)
    assert document["mentions"][1] == {
        "note": "Daily/one.md",
        "line": 1,
        "column": 11,
        "text": "TSLA",
        "excerpt": "Tesla and TSLA.",
        "link": "[[Tesla|TSLA]]",
        "targets": [{"id": "Tesla.md", "note": "Tesla.md", "heading": "", "name": "Tesla", "kind": "note"}],
    }
    (ambiguous,) = document["ambiguous"]
    assert (ambiguous["link"], len(ambiguous["targets"])) == (None, 2)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--note", "Tesle"), "vaultval: There is no note 'Tesle' in this vault. Did you mean 'Tesla'?"),
        (("--note", "Dojo"), "vaultval: 'Dojo' may be 'a/Dojo.md' or 'b/Dojo.md'. Give the path."),
        (
            ("--to", "Dojoo"),
            "vaultval: Nothing that can be mentioned in this vault is called 'Dojoo'. Did you mean 'Dojo'?",
        ),
    ],
)
def test_a_name_that_is_none_is_wrong_usage(make_vault, options, sentence, capsys):
    from vaultval.cli import main

    with pytest.raises(SystemExit) as stopped:
        main(["link", str(make_vault(FILES)), *options])
    assert stopped.value.code == 2
    assert capsys.readouterr().err.strip() == sentence


def test_names_from_notes_cannot_steer_the_terminal(make_vault):
    root = make_vault({"Te\x1bsla.md": "", "n.md": "Te\x1bsla"})
    assert "\x1b" not in run(root).stdout
    assert visible("\x1b") in run(root).stdout


def test_a_long_note_does_not_bury_the_others(make_vault):
    root = make_vault({"Tesla.md": "", "long.md": "Tesla\n" * 9, "short.md": "Tesla"})
    shown = run(root).stdout
    assert shown.count("Tesla → Tesla") == 5 + 1
    assert "     … 4 more in this note\n" in shown
    assert "All of them: --all; those of one note: --note NOTE; of one name: --to NAME.\n" in shown
    assert run(root, "--all").stdout.count("Tesla → Tesla") == 10
    assert run(root, "--note", "long").stdout.count("Tesla → Tesla") == 9


def test_the_command_that_is_offered_has_the_options_of_this_one(make_vault):
    root = make_vault(FILES)
    shown = run(root, "--to", "Tesla", "--case", "exact", "--note", "Daily/one.md", "--first").stdout
    options = "--note Daily/one.md --to Tesla --case exact --first --apply"
    assert f"vaultval link {root} {options}\n" in shown


@pytest.mark.parametrize("name", ["[[two]]", "Daily/two", "./Daily/two.md", "Daily\\two.md", None])
def test_a_note_may_be_named_in_many_ways(make_vault, name):
    root = make_vault(FILES)
    document = json.loads(run(root, "--json", "--note", name or (root / "Daily/two.md").resolve()).stdout)
    assert [mention["note"] for mention in document["mentions"]] == ["Daily/two.md"]
    assert run(root, "--to", "[[Tesla]]", "--json").stdout == run(root, "--to", "Tesla", "--json").stdout


def test_a_diff_cannot_steer_the_terminal_and_is_a_patch_when_piped(make_vault, monkeypatch):
    from vaultval.cli import shared

    root = make_vault({"Tesla.md": "", "n.md": "\x1b]0;x\x07 Tesla"})
    assert "\x1b]0;x\x07 [[Tesla]]" in run(root, "--diff").stdout
    monkeypatch.setattr(shared, "on_terminal", lambda: True)
    assert "\x1b" not in run(root, "--diff").stdout
