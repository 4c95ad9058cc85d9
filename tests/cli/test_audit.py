"""`vaultval audit`: any folder or note, what it prints, and what it ends with."""

import json
import os

import pytest
from click.testing import CliRunner

from tests.small_vault import FILES
from vaultval.audit import notes as audit_notes
from vaultval.audit.claims import Claim, Kind, Verdict
from vaultval.audit.notes import audit_note
from vaultval.cli import command
from vaultval.pipeline import audit_vault, read_vault
from vaultval.place import Place
from vaultval.vault.vault import Hold

WRONG = "- Pumps: 8.0 × 12 = 97.5\n"
RIGHT = "- Pumps: 8.0 × 12 = 96.0\n"
OPEN = "- Pumps: 8.0 × 12 - overheads = 97.5\n"


def run(*arguments):
    result = CliRunner().invoke(command, ["audit", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def document(*arguments):
    return json.loads(run(*arguments, "--json").stdout)


# What it ends with


@pytest.mark.parametrize(("text", "code"), [(WRONG, 1), (RIGHT, 0), (OPEN, 0), ("Words.\n", 0), ("", 0)])
def test_a_wrong_figure_and_nothing_else_ends_with_1(make_vault, text, code):
    assert run(make_vault({"A.md": text})).exit_code == code


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_the_form_does_not_change_what_it_ends_with(make_vault, form):
    vault = make_vault({"A.md": WRONG, "B.md": RIGHT})
    assert run(vault, "--format", form).exit_code == 1
    assert run(vault / "B.md", "--format", form).exit_code == 0


def test_contradictions_alone_end_with_1_only_where_the_user_is_strict(make_vault):
    sides = {
        name: f"# Acme, Inc. (ACME)\n\n**WACC**: {rate}\n"
        for name, rate in (("A.md", "10.0 %"), ("B.md", "12.5 %"))
    }
    vault = make_vault({f"Acme/{name}": text for name, text in sides.items()})
    assert document(vault)["summary"]["contradictions"] == 1
    assert run(vault).exit_code == 0
    assert run(vault, "--strict").exit_code == 1


def test_a_note_that_cannot_be_read_is_told_and_is_no_clean_audit(make_vault, monkeypatch):
    from vaultval.vault import vault as reading

    vault = make_vault({"A.md": RIGHT, "Locked.md": RIGHT})
    read_bytes = reading.read_bytes

    def refuse(path):
        if path.endswith("Locked.md"):
            raise PermissionError(13, "Permission denied")
        return read_bytes(path)

    monkeypatch.setattr(reading, "read_bytes", refuse)
    result = run(vault)
    assert "unreadable" in result.stdout
    assert result.exit_code == 1
    assert run(vault / "A.md").exit_code == 0


def test_wrong_usage_ends_with_2(make_vault):
    vault = make_vault({"A.md": RIGHT, "data.csv": "1,2\n", ".hidden/B.md": RIGHT, "vaultval.toml": ""})
    assert run(vault / "none.md").exit_code == 2
    assert run(vault, "--format", "xml").exit_code == 2
    for name in ("data.csv", ".hidden/B.md"):
        result = CliRunner().invoke(command, ["audit", str(vault / name)])
        assert "not among the notes" in str(result.exception)
        assert result.exception.exit_code == 2


# What it reads


def test_any_note_is_read_typed_or_not_and_one_that_is_never_written_to(make_vault):
    vault = make_vault(
        {
            "Plain.md": WRONG,
            "Off.md": f"---\nvaultval: off\n---\n{WRONG}",
            "Typed.md": f"---\ntype: narrative\n---\n{WRONG}",
        }
    )
    assert [claim["note"] for claim in document(vault)["claims"]] == ["Off.md", "Plain.md", "Typed.md"]


def test_what_vaultval_wrote_is_never_read(make_vault):
    from vaultval.note.managed import begin_marker, end_marker

    inner = f"\n{WRONG}\n"
    vault = make_vault({"A.md": f"{RIGHT}\n{begin_marker('x')}\n{inner}{end_marker('x', inner)}\n"})
    assert document(vault)["summary"]["wrong"] == 0
    assert document(vault)["summary"]["right"] == 1


@pytest.mark.parametrize("mark", [".obsidian/app.json", "vaultval.toml"])
def test_a_note_is_audited_alone_in_the_vault_around_it(make_vault, mark, monkeypatch):
    vault = make_vault({mark: "", "Sub/Deep/A.md": WRONG, "Sub/B.md": WRONG})
    found = document(vault / "Sub" / "Deep" / "A.md")
    assert [claim["note"] for claim in found["claims"]] == ["Sub/Deep/A.md"]
    assert found["summary"]["notes"] == 1
    monkeypatch.chdir(vault / "Sub")
    assert [claim["note"] for claim in document("B.md")["claims"]] == ["Sub/B.md"]
    assert [claim["note"] for claim in document("../Sub/Deep/A.md")["claims"]] == ["Sub/Deep/A.md"]


def test_a_note_that_no_vault_is_around_is_audited_in_its_folder(make_vault):
    folder = make_vault({"Sub/A.md": WRONG, "B.md": WRONG})
    assert [claim["note"] for claim in document(folder / "Sub" / "A.md")["claims"]] == ["A.md"]


def test_of_contradictions_a_note_is_told_those_that_it_is_part_of(make_vault):
    def note(rate):
        return f"# Acme, Inc. (ACME)\n\n**WACC**: {rate}\n"

    vault = make_vault(
        {
            "vaultval.toml": "",
            "Acme/A.md": note("10.0 %"),
            "Acme/B.md": note("12.5 %"),
            "Other/C.md": RIGHT,
        }
    )
    assert document(vault / "Acme" / "B.md")["summary"]["contradictions"] == 1
    assert document(vault / "Other" / "C.md")["contradictions"] == []


def test_without_an_argument_the_current_folder_is_audited(make_vault, monkeypatch):
    monkeypatch.chdir(make_vault({"A.md": WRONG}))
    assert "1 wrong" in run().stdout


def test_two_processes_find_what_one_finds_in_the_same_order(make_vault, monkeypatch):
    vault = make_vault({f"{number}.md": WRONG * number + RIGHT for number in range(1, 9)})
    alone = document(vault)
    monkeypatch.setattr(audit_notes, "WORTH_A_PROCESS", 1)
    assert document(vault) == alone
    assert alone["summary"]["wrong"] == sum(range(1, 9))


@pytest.mark.parametrize("hold", list(Hold))
def test_the_audit_does_not_depend_on_how_much_of_the_notes_is_held(make_vault, hold):
    vault = make_vault({"A.md": WRONG, "B.md": RIGHT})
    assert audit_vault(read_vault(vault, hold=hold)).count(Verdict.WRONG) == 1


def test_a_note_that_is_gone_meanwhile_has_no_claims(make_vault):
    vault = make_vault({"A.md": WRONG, "B.md": RIGHT})
    read = read_vault(vault)
    (vault / "A.md").unlink()
    assert [claim.place.note for claim in audit_vault(read).claims] == ["B.md"]


# What it prints


def test_json_has_this_shape(make_vault):
    found = document(make_vault({"A.md": WRONG + RIGHT + OPEN}))
    assert found["schema"] == 1
    assert found["summary"] == {
        "notes": 1, "checked": 2, "right": 1, "rounding": 0, "wrong": 1, "not_checkable": 1, "contradictions": 0,
    }  # fmt: skip
    assert [claim["verdict"] for claim in found["claims"]] == ["wrong", "reproduces", "not checkable"]
    wrong, _, unchecked = found["claims"]
    assert (wrong["note"], wrong["line"], wrong["column"], wrong["kind"]) == ("A.md", 1, 21, "chain")
    assert (wrong["stated"], wrong["recomputed"]) == ("97.5", 96.0)
    assert set(wrong) >= {"expression", "cause", "shown", "error"}
    assert unchecked["recomputed"] is None
    assert unchecked["cause"]
    assert [(each["code"], each["found"]) for each in found["diagnostics"]] == [("VV601", "97.5")]


def test_json_of_a_contradiction_has_its_quantity_and_its_occurrences(make_vault):
    note = "# Acme, Inc. (ACME)\n\n**WACC**: {}\n"
    vault = make_vault({"Acme/A.md": note.format("10.0 %"), "Acme/B.md": note.format("12.5 %")})
    (found,) = document(vault)["contradictions"]
    assert found["quantity"]
    places = [(each["note"], each["line"], each["value"], each["as_of"]) for each in found["occurrences"]]
    assert places == [("Acme/A.md", 3, 0.1, None), ("Acme/B.md", 3, 0.125, None)]


def test_json_and_the_format_json_are_the_same(make_vault):
    vault = make_vault({"A.md": WRONG})
    assert run(vault, "--json").stdout == run(vault, "--format", "json").stdout


def test_a_claim_that_cannot_be_checked_is_no_finding_but_stands_in_the_list_of_all(make_vault):
    vault = make_vault({"A.md": OPEN})
    assert "VV601" not in run(vault).stdout
    assert "1 figure cannot be checked" in run(vault).stdout
    assert "A.md:1:32" not in run(vault).stdout
    assert "not checkable" in run(vault, "--all").stdout


def test_the_summary_says_in_words_what_was_found(make_vault):
    printed = run(make_vault({"A.md": WRONG + RIGHT, "B.md": "Words.\n"})).stdout
    assert "2 notes read. 2 figures checked: 1 wrong, 1 right." in printed
    assert (
        "1 note read. No figure in it says how it comes about."
        in run(make_vault({"A.md": "", "B.md": ""}) / "A.md").stdout
    )


def test_the_figure_that_is_furthest_off_comes_first(make_vault):
    vault = make_vault({"A.md": "- 2.0 × 3.0 = 6.5\n- 2.0 × 3.0 = 66.0\n", "B.md": "- 2.0 × 3.0 = 7.5\n"})
    assert [found["found"] for found in document(vault)["diagnostics"]] == ["66.0", "7.5", "6.5"]


def test_a_figure_that_moves_full_value_comes_before_one_that_is_further_off(make_vault):
    files = dict(FILES)
    files["Robots.md"] = files["Robots.md"].replace(
        "probability: 40 %", "probability: 40 %\nstated_value: $1.75"
    )
    files["Notes.md"] = "- 2.0 × 3.0 = 66.0\n"
    found = document(make_vault(files))["diagnostics"]
    assert [each["note"] for each in found][:2] == ["Robots.md", "Notes.md"]


def test_beyond_the_first_few_findings_are_rows_of_a_table(make_vault):
    printed = run(make_vault({"A.md": WRONG * 12})).stdout
    assert printed.count("error VV601") == 10
    assert printed.count("mend:") == printed.count("rule:") == 1
    assert "2 more" in printed
    assert "12 wrong" in printed


def _first_and_last(printed):
    lines = printed.rstrip("\n").split("\n")
    return lines[0], lines[-1]


def test_the_summary_stands_first_and_in_a_line_at_the_end(make_vault):
    first, last = _first_and_last(run(make_vault({"A.md": WRONG * 12 + RIGHT})).stdout)
    assert first == "1 note read. 13 figures checked: 12 wrong, 1 right."
    assert last.startswith("12 of 13 figures are wrong. Findings: 12 errors. `vaultval audit ")
    _, last = _first_and_last(run(make_vault({"A.md": WRONG})).stdout)
    assert last.startswith("The one figure checked is wrong. Findings: 1 error. ")


def test_the_three_worst_have_a_line_each_before_all_others_where_there_are_more(make_vault):
    few = "- 2.0 × 3.0 = 7.5\n- 2.0 × 3.0 = 66.0\n- 2.0 × 3.0 = 8.5\n"
    assert "The worst" not in run(make_vault({"A.md": few})).stdout
    lines = run(make_vault({"A.md": few + "- 2.0 × 3.0 = 6.5\n"})).stdout.split("\n")
    at = lines.index("The worst:")
    assert at == 1
    worst = [line.partition("A.md:")[2] for line in lines[at + 1 : at + 4]]
    assert [line[:2] for line in worst] == ["2:", "3:", "1:"]
    assert worst[0].endswith("66.0 is 11 times 2.0 × 3.0 = 6.0") or "= 6.0" in worst[0]
    assert lines[at + 4] == ""


def test_what_only_the_whole_chain_speaks_against_is_counted_apart_and_decides_all_the_same(make_vault):
    files = dict(FILES)
    files["Acme.md"] += "\n**Full value**: $999\n"
    result = run(make_vault(files))
    assert result.exit_code == 1
    chain = "1 only by the whole chain of the valuation (1 warning)."
    assert f"Wrong: {chain}" in result.stdout
    files["Notes.md"] = WRONG
    assert f"Of the 2 wrong: 1 by what they print (1 error), {chain}" in run(make_vault(files)).stdout


def test_the_tables_fit_the_line_and_name_the_cause_of_each(make_vault, monkeypatch):
    long = f"- Pumps: 8.0 × 12{' × 1' * 30} = 105.6\n"
    vault = make_vault({"A.md": WRONG * 10, "Notes/Long.md": long + "- 3.0 × 2.0 = 60.0\n" * 11})
    monkeypatch.chdir(vault)
    for options in ([], ["--all"]):
        table = run(*options).stdout.partition("more\n")[2].split("\n")
        rows = [line for line in table if "VV601" in line or "chain" in line]
        assert len(rows) >= 11
        assert max(map(len, rows)) <= 100
        assert any("…" in row and "105.6 is 10% above" in row for row in rows)
        assert "Notes/Long.md" in table
        assert any("Likely cause" in line for line in table)
        assert any("10 times too large" in row for row in rows)


def test_figures_of_one_digit_and_counts_of_the_note_itself_come_after_others(make_vault):
    text = "- 0.1 × 0.1 = 0.9\n- 2.0 × 3.0 = 6.5\n\nMermaid charts: 19\n\n```mermaid\nflowchart LR\n  a --> b\n```\n"
    found = document(make_vault({"A.md": text}))["diagnostics"]
    assert [each["found"] for each in found] == ["6.5", "0.9", "19"]


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ("12.0", "12.0 is twice what"),
        ("60.0", "60.0 is 10 times what"),
        ("15.0", "15.0 is 2.5 times what"),
        ("0.60", "0.60 is a tenth of what"),
        ("1.55", "1.55 is about a quarter of what"),
        ("3.00", "3.00 is half of what"),
        ("2.60", "2.60 is 43% of what"),
        ("0.20", "0.20 is 3.3% of what"),
        ("7.50", "7.50 is 25% above what"),
    ],
)
def test_how_far_off_is_said_in_good_english(make_vault, stated, said):
    (found,) = document(make_vault({"A.md": f"- 2.000 × 3.000 = {stated}\n"}))["diagnostics"]
    assert found["message"].startswith(said)


def test_one_point_is_one_point(make_vault):
    (found,) = document(make_vault({"A.md": "- $5.0B / $100.0B = 6.0%\n"}))["diagnostics"]
    assert found["message"].startswith("6.0% is 1 point above what")


def test_of_a_note_it_says_which_vault_is_taken_and_why(make_vault, monkeypatch):
    vault = make_vault({".obsidian/app.json": "{}", "Sub/A.md": RIGHT})
    told = f"The vault around it: {vault}, the nearest folder above with .obsidian.\n"
    for options in ([], ["--json"]):
        assert run(vault / "Sub" / "A.md", *options).stderr == told
    monkeypatch.chdir(vault / "Sub")
    assert run("A.md").stderr == told
    assert run(vault).stderr == ""


def test_of_a_note_without_a_vault_it_says_that_its_folder_is_taken(make_vault):
    folder = make_vault({"A.md": RIGHT})
    assert f"{folder}, its own folder, for none above has" in run(folder / "A.md").stderr


def test_paths_are_those_from_the_current_folder(make_vault, monkeypatch):
    vault = make_vault({"vaultval.toml": "", "Sub/A.md": WRONG})
    assert f"{vault}/Sub/A.md:1:21: error" in run(vault).stdout
    for folder, argument, path in (
        (vault.parent, "vault", "vault/Sub/A.md"),
        (vault.parent, "vault/Sub/A.md", "vault/Sub/A.md"),
        (vault, ".", "Sub/A.md"),
        (vault, vault, "Sub/A.md"),
        (vault / "Sub", "A.md", "A.md"),
        (vault / "Sub", "..", "A.md"),
        (vault / "Sub", "../Sub/A.md", "A.md"),
    ):
        monkeypatch.chdir(folder)
        assert f"\n{path}:1:21: error" in run(argument).stdout
    (vault / "Other").mkdir()
    monkeypatch.chdir(vault / "Other")
    assert "\n../Sub/A.md:1:21: error" in run("..").stdout


def test_what_a_report_and_a_note_made_of_it_both_say_is_counted(make_vault):
    vault = make_vault({"A.md": WRONG, "B.md": WRONG, "C.md": "- 7.0 × 12 = 97.5\n"})
    assert "1 of the wrong ones is stated alike in another note, too." in run(vault).stdout
    assert "alike" not in run(make_vault({"B.md": RIGHT})).stdout


def test_of_all_claims_where_there_are_none_nothing_is_said(make_vault):
    printed = run(make_vault({"A.md": "Words.\n"}), "--all").stdout
    assert printed == "1 note read. No figure in it says how it comes about.\n"


def test_a_hostile_name_and_text_cannot_steer_the_terminal(make_vault):
    vault = make_vault({"a\x1b[31m\nb.md": "- \x1b]0;x\x07 8.0 × 12 = 97.5 \x9b2J\n"})
    for options in ([], ["--all"], ["--format", "github"]):
        printed = run(vault, *options).stdout
        assert not any(mark in printed for mark in "\x1b\x07\x9b")
        assert "97.5" in printed


def test_a_name_that_is_not_utf_8_does_not_stop_any_form(make_vault):
    vault = make_vault({"B.md": WRONG})
    try:
        (vault / os.fsdecode(b"caf\xe9.md")).write_text(WRONG)
    except OSError:
        pytest.skip("this file system takes no such name")
    for form in ("text", "json", "sarif", "github"):
        assert run(vault, "--format", form).exit_code == 1


def test_of_two_finders_that_claim_the_same_of_one_number_the_first_is_heard(make_vault, monkeypatch):
    def finder(cause):
        def find(_printed, note):
            return [Claim(Place(note, 1, 1, 1), Kind.CHAIN, "x", "1", 1.0, 2.0, "2", Verdict.WRONG, cause)]

        return find

    monkeypatch.setattr(audit_notes, "FINDERS", (finder("first"), finder("second")))
    read = read_vault(make_vault({"A.md": "Text\n"}), hold=Hold.TEXT)
    assert [claim.cause for claim in audit_note(read.vault.notes["A.md"])] == ["first"]
