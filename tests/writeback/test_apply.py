"""Writing files: in one step, only what was read, journal first, and back again."""

import json
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vaultval.diagnostics import Finding
from vaultval.writeback import apply as apply_module
from vaultval.writeback import files
from vaultval.writeback.apply import apply, undo
from vaultval.writeback.journal import RUNS_KEPT, Journal, JournalError, home_folder
from vaultval.writeback.surgery import NoteChange

needs_modes = pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
needs_links = pytest.mark.skipif(os.name == "nt", reason="symbolic links need a privilege there")
not_as_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere"
)


def put(vault: Path, note: str, data: bytes) -> Path:
    path = vault / note
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def change(note: str, before: bytes, after: bytes) -> NoteChange:
    return NoteChange(note, before, after, (), (), ())


def rules(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(finding.place.note, finding.rule.name) for finding in findings]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_a_change_is_written_with_its_bytes(vault: Path, journal: Journal) -> None:
    path = put(vault, "Sub/A.md", b"\xef\xbb\xbfold\r\n")
    assert apply(vault, [change("Sub/A.md", b"\xef\xbb\xbfold\r\n", b"\xef\xbb\xbfnew\r\n")], journal) == (
        ["Sub/A.md"],
        [],
    )
    assert path.read_bytes() == b"\xef\xbb\xbfnew\r\n"
    assert names(vault) == ["A.md"]


def test_nothing_to_write_leaves_no_journal(vault: Path, journal: Journal) -> None:
    assert apply(vault, [], journal) == ([], [])
    assert not journal.folder.exists()


def test_a_note_that_changed_since_it_was_read_is_skipped_and_the_others_are_written(
    vault: Path, journal: Journal
) -> None:
    put(vault, "A.md", b"edited")
    put(vault, "B.md", b"old")
    written, findings = apply(
        vault,
        [change("A.md", b"old", b"new"), change("Gone.md", b"old", b"new"), change("B.md", b"old", b"new")],
        journal,
    )
    assert written == ["B.md"]
    assert rules(findings) == [("A.md", "note-changed"), ("Gone.md", "note-changed")]
    assert (vault / "A.md").read_bytes() == b"edited"
    assert not (vault / "Gone.md").exists()


def test_a_note_that_changes_at_the_last_moment_is_skipped(
    vault: Path, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(vault, "A.md", b"old")
    record = journal.record
    monkeypatch.setattr(
        journal, "record", lambda changes: (path.write_bytes(b"typed just now"), record(changes))[1]
    )
    written, findings = apply(vault, [change("A.md", b"old", b"new")], journal)
    assert (written, rules(findings)) == ([], [("A.md", "note-changed")])
    assert path.read_bytes() == b"typed just now"
    assert names(vault) == ["A.md"]
    assert undo(vault, journal) == ([], [])


@pytest.mark.parametrize(
    "note",
    [
        "../out.md",
        "/etc/hostname",
        "a/../../out.md",
        ".obsidian/app.md",
        ".trash/A.md",
        ".hidden.md",
        "",
        "Folder",
        "Plain.md/B.md",
        "n" * 300 + ".md",
        "A\0.md",
    ],
)
def test_a_path_that_leads_elsewhere_is_refused(
    vault: Path, journal: Journal, note: str, tmp_path: Path
) -> None:
    out = put(tmp_path, "out.md", b"old")
    for inside in (".obsidian/app.md", ".trash/A.md", ".hidden.md"):
        put(vault, inside, b"old")
    (vault / "Folder").mkdir()
    put(vault, "Plain.md", b"old")
    written, findings = apply(vault, [change(note, b"old", b"new")], journal)
    assert (written, rules(findings)) == ([], [(note, "cannot-write")])
    assert out.read_bytes() == (vault / ".obsidian/app.md").read_bytes() == b"old"


@needs_links
def test_symbolic_links_are_not_followed(vault: Path, journal: Journal, tmp_path: Path) -> None:
    out = put(tmp_path, "elsewhere/out.md", b"old")
    (vault / "Link.md").symlink_to(out)
    (vault / "Folder").symlink_to(out.parent)
    written, findings = apply(
        vault, [change("Link.md", b"old", b"new"), change("Folder/out.md", b"old", b"new")], journal
    )
    assert (written, rules(findings)) == (
        [],
        [("Link.md", "cannot-write"), ("Folder/out.md", "cannot-write")],
    )
    assert out.read_bytes() == b"old"


@needs_links
def test_a_vault_that_is_itself_reached_over_a_link_is_written(
    vault: Path, journal: Journal, tmp_path: Path
) -> None:
    put(vault, "A.md", b"old")
    (tmp_path / "way").symlink_to(vault)
    assert apply(
        tmp_path / "way", [change("A.md", b"old", b"new")], Journal(tmp_path / "way", tmp_path / "home")
    ) == (
        ["A.md"],
        [],
    )
    assert Journal(tmp_path / "way", tmp_path / "home").folder == journal.folder


def test_a_read_only_note_is_a_finding(vault: Path, journal: Journal) -> None:
    path = put(vault, "A.md", b"old")
    path.chmod(0o444)
    written, findings = apply(vault, [change("A.md", b"old", b"new")], journal)
    assert (written, rules(findings)) == ([], [("A.md", "cannot-write")])
    assert path.read_bytes() == b"old"


@not_as_root
def test_a_folder_without_write_permission_is_a_finding(vault: Path, journal: Journal) -> None:
    put(vault, "Sub/A.md", b"old")
    put(vault, "B.md", b"old")
    (vault / "Sub").chmod(0o555)
    try:
        written, findings = apply(
            vault, [change("Sub/A.md", b"old", b"new"), change("B.md", b"old", b"new")], journal
        )
    finally:
        (vault / "Sub").chmod(0o755)
    assert (written, rules(findings)) == (["B.md"], [("Sub/A.md", "cannot-write")])


@needs_modes
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o755])
def test_the_mode_of_a_file_stays(vault: Path, journal: Journal, mode: int) -> None:
    path = put(vault, "A.md", b"old")
    path.chmod(mode)
    apply(vault, [change("A.md", b"old", b"new")], journal)
    assert stat.S_IMODE(path.stat().st_mode) == mode


@pytest.mark.skipif(sys.platform != "linux", reason="extended attributes are Linux calls in Python")
def test_extended_attributes_stay(vault: Path, journal: Journal) -> None:
    path = put(vault, "A.md", b"old")
    try:
        os.setxattr(path, "user.colour", b"red")
    except OSError:
        pytest.skip("this file system has none")
    apply(vault, [change("A.md", b"old", b"new")], journal)
    assert os.getxattr(path, "user.colour") == b"red"


def test_a_write_that_fails_leaves_the_note_and_no_temporary_file(
    vault: Path, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(vault, "A.md", b"old")
    put(vault, "B.md", b"old")
    replace = Path.replace

    def full(source: Path, target: Path) -> Path:
        if target.name == "A.md":
            raise OSError(28, "No space left on device")
        return replace(source, target)

    monkeypatch.setattr(Path, "replace", full)
    written, findings = apply(
        vault, [change("A.md", b"old", b"new"), change("B.md", b"old", b"new")], journal
    )
    assert (written, rules(findings)) == (["B.md"], [("A.md", "cannot-write")])
    assert "No space left on device" in findings[0].message
    assert (vault / "A.md").read_bytes() == b"old"
    assert names(vault) == ["A.md", "B.md"]


@pytest.mark.parametrize("code", [5, 32, 33])
def test_a_file_that_is_busy_on_windows_is_tried_again(
    vault: Path, journal: Journal, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    path = put(vault, "A.md", b"old")
    busy = PermissionError(13, "in use")
    busy.winerror = code
    replace, tries = Path.replace, []

    def hesitant(source: Path, target: Path) -> Path:
        tries.append(source)
        if len(tries) < 4:
            raise busy
        return replace(source, target)

    monkeypatch.setattr(Path, "replace", hesitant)
    monkeypatch.setattr(files.time, "sleep", lambda _seconds: None)
    assert apply(vault, [change("A.md", b"old", b"new")], journal) == (["A.md"], [])
    assert path.read_bytes() == b"new"


# The journal


def test_the_journal_is_written_before_the_note_is(
    vault: Path, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(vault, "A.md", b"old")
    seen = []

    def look(*_args: object) -> None:
        run = journal.last_run()
        assert run is not None
        seen.append((run.entries[0].note, run.entries[0].saved.read_bytes(), path.read_bytes()))
        raise KeyboardInterrupt

    monkeypatch.setattr(apply_module, "replace_bytes", look)
    with pytest.raises(KeyboardInterrupt):
        apply(vault, [change("A.md", b"old", b"new")], journal)
    assert seen == [("A.md", b"old", b"old")]
    monkeypatch.undo()
    assert undo(vault, journal) == ([], [])
    assert path.read_bytes() == b"old"


def test_a_run_that_broke_off_half_way_is_undone_where_it_wrote(
    vault: Path, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(vault, "A.md", b"old")
    put(vault, "B.md", b"old")
    replace_bytes = files.replace_bytes

    def once(path: Path, expected: bytes, data: bytes) -> None:
        if path.name == "B.md":
            raise KeyboardInterrupt
        replace_bytes(path, expected, data)

    monkeypatch.setattr(apply_module, "replace_bytes", once)
    with pytest.raises(KeyboardInterrupt):
        apply(vault, [change("A.md", b"old", b"new"), change("B.md", b"old", b"new")], journal)
    monkeypatch.undo()
    assert undo(vault, journal) == (["A.md"], [])
    assert [path.read_bytes() for path in (vault / "A.md", vault / "B.md")] == [b"old", b"old"]


def test_a_journal_that_broke_off_before_its_index_is_passed_over(vault: Path, journal: Journal) -> None:
    put(vault, "A.md", b"old")
    apply(vault, [change("A.md", b"old", b"new")], journal)
    (journal.folder / "000002").mkdir()
    (journal.folder / "000002" / "0001.md").write_bytes(b"new")
    assert undo(vault, journal) == (["A.md"], [])


def test_without_a_journal_nothing_is_written(vault: Path, journal: Journal) -> None:
    put(vault, "A.md", b"old")
    journal.folder.parent.mkdir(parents=True)
    journal.folder.write_text("a file stands where the folder should be")
    with pytest.raises(JournalError, match="no note was written"):
        apply(vault, [change("A.md", b"old", b"new")], journal)
    assert (vault / "A.md").read_bytes() == b"old"


def test_the_index_names_the_vault_and_the_sums(vault: Path, journal: Journal) -> None:
    put(vault, "目录/甲.md", b"old")
    apply(vault, [change("目录/甲.md", b"old", b"new")], journal)
    index = json.loads((journal.folder / "000001" / "index.json").read_text("utf-8"))
    assert index["schema"] == 1
    assert Path(index["root"]) == vault.resolve()
    assert [row["note"] for row in index["notes"]] == ["目录/甲.md"]
    assert index["notes"][0]["before"] == "cba06b5736faf67e54b07b561eae94395e774c517a7d910a54369e1263ccfbd4"
    assert index["notes"][0]["after"] == "11507a0e2f5e69d5dfa40a62a1bd7b6ee57e6bcd85c67c9b8431b36fff21c437"


def test_the_last_twenty_runs_are_kept(vault: Path, journal: Journal) -> None:
    put(vault, "A.md", b"0")
    for number in range(RUNS_KEPT + 3):
        apply(vault, [change("A.md", b"%d" % number, b"%d" % (number + 1))], journal)
    kept = sorted(path.name for path in journal.folder.iterdir())
    assert kept == [f"{number:06d}" for number in range(4, RUNS_KEPT + 4)]


@needs_modes
def test_only_the_user_can_read_the_journal(vault: Path, journal: Journal) -> None:
    put(vault, "A.md", b"old")
    apply(vault, [change("A.md", b"old", b"new")], journal)
    assert stat.S_IMODE((journal.folder / "000001").stat().st_mode) == 0o700


def test_each_vault_has_a_journal_of_its_own(tmp_path: Path) -> None:
    assert (
        Journal(tmp_path / "a", tmp_path / "home").folder != Journal(tmp_path / "b", tmp_path / "home").folder
    )


def test_the_journal_cannot_be_in_the_vault(vault: Path) -> None:
    with pytest.raises(JournalError, match="VAULTVAL_HOME"):
        Journal(vault, vault / "journal")


def test_the_home_folder_can_be_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("VAULTVAL_HOME", str(tmp_path))
    assert home_folder() == tmp_path
    monkeypatch.delenv("VAULTVAL_HOME")
    assert home_folder().name == "vaultval"


# Undo


def test_undo_goes_one_run_further_back_each_time(vault: Path, journal: Journal) -> None:
    path = put(vault, "A.md", b"one")
    apply(vault, [change("A.md", b"one", b"two")], journal)
    apply(vault, [change("A.md", b"two", b"three")], journal)
    seen = [(undo(vault, journal), path.read_bytes()) for _ in range(3)]
    assert seen == [((["A.md"], []), b"two"), ((["A.md"], []), b"one"), (([], []), b"one")]


def test_a_run_after_an_undo_is_undone_first(vault: Path, journal: Journal) -> None:
    path = put(vault, "A.md", b"one")
    apply(vault, [change("A.md", b"one", b"two")], journal)
    apply(vault, [change("A.md", b"two", b"three")], journal)
    undo(vault, journal)
    apply(vault, [change("A.md", b"two", b"four")], journal)
    assert (undo(vault, journal), path.read_bytes()) == ((["A.md"], []), b"two")
    assert (undo(vault, journal), path.read_bytes()) == ((["A.md"], []), b"one")


def test_a_note_that_changed_since_is_not_undone_and_the_saved_bytes_are_named(
    vault: Path, journal: Journal
) -> None:
    put(vault, "A.md", b"old")
    put(vault, "B.md", b"old")
    put(vault, "C.md", b"old")
    apply(vault, [change(note, b"old", b"new") for note in ("A.md", "B.md", "C.md")], journal)
    put(vault, "A.md", b"edited")
    (vault / "C.md").unlink()
    restored, findings = undo(vault, journal)
    assert (restored, rules(findings)) == (["B.md"], [("A.md", "undo-refused"), ("C.md", "undo-refused")])
    for finding in findings:
        assert Path(finding.message.rpartition(" is in ")[2]).read_bytes() == b"old"
    assert (vault / "A.md").read_bytes() == b"edited"
    assert undo(vault, journal) == ([], [])


def test_an_undo_that_cannot_write_can_be_tried_again(vault: Path, journal: Journal) -> None:
    path = put(vault, "A.md", b"old")
    put(vault, "B.md", b"old")
    apply(vault, [change("A.md", b"old", b"new"), change("B.md", b"old", b"new")], journal)
    path.chmod(0o444)
    restored, findings = undo(vault, journal)
    assert (restored, rules(findings)) == (["B.md"], [("A.md", "cannot-write")])
    path.chmod(0o644)
    assert undo(vault, journal) == (["A.md"], [])


@pytest.mark.parametrize("damage", [lambda saved: saved.write_bytes(b"x"), lambda saved: saved.unlink()])
def test_damaged_saved_bytes_are_not_put_back(
    vault: Path, journal: Journal, damage: Callable[[Path], object]
) -> None:
    path = put(vault, "A.md", b"old")
    apply(vault, [change("A.md", b"old", b"new")], journal)
    damage(journal.folder / "000001" / "0001.md")
    restored, findings = undo(vault, journal)
    assert (restored, rules(findings)) == ([], [("A.md", "undo-refused")])
    assert path.read_bytes() == b"new"


@pytest.mark.parametrize(
    "index", ["", "[]", "{}", '{"schema": 1, "notes": [{}], "root": "", "undone": false}', '{"schema": 2}']
)
def test_an_index_that_cannot_be_read_is_an_error_that_names_it(
    vault: Path, journal: Journal, index: str
) -> None:
    put(vault, "A.md", b"old")
    apply(vault, [change("A.md", b"old", b"new")], journal)
    (journal.folder / "000001" / "index.json").write_text(index)
    with pytest.raises(JournalError, match="000001"):
        undo(vault, journal)


def test_an_index_that_names_a_path_outside_of_the_vault_writes_nothing_there(
    vault: Path, journal: Journal, tmp_path: Path
) -> None:
    out = put(tmp_path, "out.md", b"new")
    put(vault, "A.md", b"old")
    apply(vault, [change("A.md", b"old", b"new")], journal)
    index = journal.folder / "000001" / "index.json"
    index.write_text(index.read_text().replace("A.md", "../out.md"))
    assert rules(undo(vault, journal)[1]) == [("../out.md", "cannot-write")]
    assert out.read_bytes() == b"new"


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from("abc"), st.tuples(st.binary(max_size=9), st.binary(max_size=9))))
def test_undo_gives_every_note_its_bytes_back(
    vault: Path, journal: Journal, contents: dict[str, tuple[bytes, bytes]]
) -> None:
    changes = [change(f"{name}.md", *pair) for name, pair in contents.items() if pair[0] != pair[1]]
    for planned in changes:
        put(vault, planned.note, planned.before)
    written, findings = apply(vault, changes, journal)
    assert (written, findings) == ([planned.note for planned in changes], [])
    assert all((vault / planned.note).read_bytes() == planned.after for planned in changes)
    if changes:
        assert undo(vault, journal) == (written, [])
    assert all((vault / planned.note).read_bytes() == planned.before for planned in changes)
