"""`vaultval import`: what it adds, what it leaves alone, what it tells, and how it is taken back."""

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from vaultval.cli import command

REPORT = Path(__file__).resolve().parent.parent / "importing" / "report_en.md"
NOTES = [
    "Companies/Acme.md", "Narratives/Pumps that think.md", "Narratives/The founder always delivers.md",
    "Narratives/Towns need heat.md", "Options/Grid software.md", "Options/Heat storage.md", "Options/Heat trading.md",
]  # fmt: skip
COPY = "Sources/report_en.md"


def run(*arguments):
    result = CliRunner().invoke(command, [str(a) for a in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def document(*arguments):
    return json.loads(run(*arguments, "--json").stdout)


def files(vault):
    return sorted(path.relative_to(vault).as_posix() for path in vault.rglob("*") if path.is_file())


def everything(vault):
    return {
        path.relative_to(vault).as_posix(): path.read_bytes() if path.is_file() else None
        for path in vault.rglob("*")
    }


# what it adds


def test_it_adds_notes_and_the_report_unchanged(make_vault):
    vault = make_vault({})
    result = run("import", REPORT, "--into", vault)
    assert result.exit_code == 0
    assert files(vault) == sorted([*NOTES, COPY])
    assert (vault / COPY).read_bytes() == REPORT.read_bytes()
    assert "[[report_en#Option card 1 Heat storage (rock and sand)]]" in (
        vault / "Options/Heat storage.md"
    ).read_text("utf-8")


def test_a_report_that_lies_in_the_vault_is_linked_where_it_is(make_vault):
    vault = make_vault({"Inbox/Acme report.md": REPORT.read_bytes()})
    run("import", vault / "Inbox" / "Acme report.md", "--into", vault)
    assert files(vault) == sorted([*NOTES, "Inbox/Acme report.md"])
    assert "From [[Acme report]]." in (vault / "Companies/Acme.md").read_text("utf-8")


def test_without_a_copy_the_notes_name_the_report(make_vault):
    vault = make_vault({})
    run("import", REPORT, "--into", vault, "--no-copy")
    assert files(vault) == NOTES
    assert "From report_en.md." in (vault / "Companies/Acme.md").read_text("utf-8")


def test_a_folder_holds_all_of_them(make_vault):
    vault = make_vault({})
    run("import", REPORT, "--into", vault, "--folder", "Research/Acme")
    assert files(vault) == sorted(f"Research/Acme/{path}" for path in [*NOTES, COPY])


@pytest.mark.parametrize("folder", ["..", "../elsewhere", "a/../../b", ".hidden"])
def test_a_folder_that_leads_out_of_the_vault_or_is_hidden_is_refused(make_vault, folder, tmp_path):
    vault = make_vault({"A.md": "mine"})
    before = everything(tmp_path)
    result = run("import", REPORT, "--into", vault, "--folder", folder)
    assert result.exit_code == 3
    assert "VV505" in result.stderr
    assert everything(tmp_path) == before


def test_names_of_a_report_never_lead_out_of_the_vault(make_vault, tmp_path):
    vault = make_vault({})
    text = (
        REPORT.read_text("utf-8")
        .replace("Towns need heat", "../../Towns")
        .replace("Heat trading", "..\\..\\trade")
    )
    report = tmp_path / "hostile.md"
    report.write_text(text, "utf-8")
    assert run("import", report, "--into", vault, "--company", "/etc/Acme").exit_code == 0
    assert [path for path in files(vault) if path.count("/") != 1] == []


# what it leaves alone


def test_a_note_that_is_there_is_left_alone_and_told_of(make_vault):
    mine = '---\ntype: option\ncompany: "[[Acme]]"\n---\nmine\n'
    vault = make_vault({"Options/Heat storage.md": mine})
    result = run("import", REPORT, "--into", vault)
    assert (vault / "Options/Heat storage.md").read_text("utf-8") == mine
    assert "there already, left as it is: Options/Heat storage.md" in result.stdout
    assert "VV622" in result.stderr
    assert files(vault) == sorted([*NOTES, COPY])


def test_an_option_that_stands_elsewhere_in_the_vault_is_the_same_option(make_vault):
    vault = make_vault(
        {
            "Ideas/Stores.md": "---\ntype: option\naliases: [Heat storage]\n---\n",
            "Ideas/Grid software.md": "---\ntype: option\n---\n",
        }
    )
    run("import", REPORT, "--into", vault)
    assert "Options/Grid software.md" not in files(vault)
    assert '"[[Grid software]]"' in (vault / "Narratives/Pumps that think.md").read_text("utf-8")


def test_an_option_of_that_name_of_another_company_is_another_option(make_vault):
    other = {"Companies/Zenith.md": "---\ntype: company\n---\n"}
    other["Options/Heat storage.md"] = '---\ntype: option\ncompany: "[[Zenith]]"\n---\n'
    vault = make_vault(other)
    run("import", REPORT, "--into", vault)
    assert '"[[Heat storage (2)]]"' in (vault / "Narratives/Towns need heat.md").read_text("utf-8")
    assert document("import", REPORT, "--into", vault)["added"] == []


def test_once_more_adds_nothing_and_says_what_is_there(make_vault):
    vault = make_vault({})
    run("import", REPORT, "--into", vault)
    run("refresh", vault)
    before = everything(vault)
    told = document("import", REPORT, "--into", vault)
    assert told["added"] == []
    assert sorted(each["note"] for each in told["kept"]) == NOTES
    assert all(each["same"] for each in told["kept"]), "blocks and vv_ properties are vaultval's own"
    assert everything(vault) == before


def test_another_report_of_the_same_name_gets_a_note_of_its_own(make_vault):
    vault = make_vault({COPY: "an older edition\n"})
    run("import", REPORT, "--into", vault)
    assert (vault / COPY).read_text("utf-8") == "an older edition\n"
    assert (vault / "Sources/report_en (2).md").read_bytes() == REPORT.read_bytes()
    assert "From [[report_en (2)]]." in (vault / "Companies/Acme.md").read_text("utf-8")


@pytest.mark.parametrize("option", ["--dry-run", "--diff"])
def test_nothing_is_written_where_it_only_shows(make_vault, option):
    vault = make_vault({"A.md": "mine"})
    before = everything(vault)
    result = run("import", REPORT, "--into", vault, option)
    assert result.exit_code == 0
    assert everything(vault) == before
    assert "Options/Heat storage.md" in result.stdout


def test_a_diff_shows_how_a_note_that_is_there_differs(make_vault):
    vault = make_vault({})
    run("import", REPORT, "--into", vault)
    note = vault / "Options/Grid software.md"
    note.write_text(note.read_text("utf-8").replace("probability: 20%", "probability: 25%"), "utf-8")
    shown = run("import", REPORT, "--into", vault, "--diff").stdout
    assert "-probability: 25%\n+probability: 20%\n" in shown
    assert "Heat storage.md" not in shown


# what it tells


def test_what_is_not_read_is_listed_with_its_lines(make_vault):
    told = document("import", REPORT, "--into", make_vault({}), "--dry-run")
    lines = REPORT.read_text("utf-8").split("\n")
    unread = {(part["line"], part["end"]): part for part in told["unread"]}
    rival = next(part for part in told["unread"] if part["text"].startswith("Rival"))
    assert lines[rival["line"] - 1].startswith("| Rival")
    assert lines[rival["end"] - 1].startswith("| Basalt")
    assert {part["kind"] for part in unread.values()} == {"table", "list", "code", "column"}
    cells = [each for each in told["diagnostics"] if each["code"] == "VV621"]
    assert {lines[each["line"] - 1].split("|")[2].strip() for each in cells} == {
        "A flag is planted",
        "Sand becomes dear",
    }


def test_a_line_that_is_too_long_to_be_read_is_listed(make_vault, tmp_path):
    report = tmp_path / "report.md"
    report.write_text(REPORT.read_text("utf-8") + "\n- " + "×" * 100_000 + "\n", "utf-8")
    unread = document("import", report, "--into", make_vault({}), "--dry-run")["unread"]
    last = REPORT.read_text("utf-8").count("\n") + 2
    assert [part["kind"] for part in unread if part["line"] == last] == ["line"]


def test_each_attribute_is_told_with_its_line(make_vault):
    told = document("import", REPORT, "--into", make_vault({}), "--dry-run")
    heat = next(note for note in told["notes"] if note["note"] == "Options/Heat storage.md")
    lines = REPORT.read_text("utf-8").split("\n")
    stated = {each["name"]: each for each in heat["from"]}
    assert lines[stated["tam"]["line"] - 1] == "**TAM (2031E): $20B**"
    assert stated["stated_bull_full"]["text"] == "$22.0"


def test_it_says_how_to_see_the_figures_of_the_report(make_vault):
    told = run("import", REPORT, "--into", make_vault({})).stdout
    assert 'mode = "published"; as_of = "2026-02-10"' in told
    assert "vaultval undo" in told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("# Notes\n\nNothing here.\n", "Nothing that can be imported"),
        ("# Untitled\n\n### Option card #1: Sand\n\n**TAM**: $1B\n", "--company"),
        (b"\xff\xfe\x00", "is not UTF-8 text"),
    ],
)
def test_a_file_that_is_no_report_is_refused_in_a_sentence(make_vault, tmp_path, text, told):
    report = tmp_path / "report.md"
    report.write_bytes(text if isinstance(text, bytes) else text.encode())
    vault = make_vault({})
    result = CliRunner().invoke(command, ["import", str(report), "--into", str(vault)])
    assert told in str(result.exception)
    assert files(vault) == []


def test_the_company_can_be_named(make_vault, tmp_path):
    report = tmp_path / "report.md"
    report.write_text("# Untitled\n\n### Option card #1: Sand\n\n**TAM**: $1B\n", "utf-8")
    vault = make_vault({})
    assert run("import", report, "--into", vault, "--company", "Dune").exit_code == 0
    assert "Companies/Dune.md" in files(vault)


# how it is taken back


def test_undo_deletes_the_notes_and_the_folders_made_for_them(make_vault):
    vault = make_vault({"Options/Mine.md": "mine", "A.md": "mine"})
    before = everything(vault)
    run("import", REPORT, "--into", vault)
    result = run("undo", vault)
    assert result.exit_code == 0
    assert "removed Options/Heat storage.md" in result.stdout
    assert everything(vault) == before


def test_undo_leaves_what_was_changed_since(make_vault):
    vault = make_vault({})
    run("import", REPORT, "--into", vault)
    note = vault / "Options/Heat storage.md"
    note.write_text(note.read_text("utf-8") + "mine\n", "utf-8")
    result = run("undo", vault)
    assert files(vault) == ["Options/Heat storage.md"]
    assert "VV507" in result.stderr


def test_undo_goes_back_over_a_refresh_and_then_the_import(make_vault):
    vault = make_vault({})
    run("import", REPORT, "--into", vault)
    imported = everything(vault)
    run("refresh", vault)
    run("undo", vault)
    assert everything(vault) == imported
    assert document("undo", vault)["removed"] != []
    assert everything(vault) == {}


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need a privilege there")
def test_a_folder_that_is_a_link_out_of_the_vault_is_refused(make_vault, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    vault = make_vault({"A.md": "mine"})
    (vault / "Options").symlink_to(outside)
    result = run("import", REPORT, "--into", vault)
    assert result.exit_code == 3
    assert list(outside.iterdir()) == []
