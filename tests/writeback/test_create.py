"""Adding files: whole or not at all, never in place of anything, never outside the vault."""

import errno
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vaultval.writeback import create as create_module
from vaultval.writeback.create import NewFile, add, create, missing
from vaultval.writeback.files import FileRefusedError

needs_modes = pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
needs_links = pytest.mark.skipif(os.name == "nt", reason="symbolic links need a privilege there")
not_as_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere"
)
NEW = NewFile("Sub/Deep/A.md", b"new\r\n")


def all_of(folder: Path) -> dict[str, object]:
    """Everything below a folder with what it holds and when it was changed."""
    return {
        path.relative_to(folder).as_posix(): (
            path.lstat().st_mtime_ns,
            path.readlink() if path.is_symlink() else path.read_bytes() if path.is_file() else None,
        )
        for path in folder.rglob("*")
    }


def refuse(*_arguments: object, **_named: object) -> None:
    raise OSError(errno.EPERM, "Operation not permitted")


def test_a_file_is_added_with_its_bytes_and_the_folders_that_it_needs(vault: Path) -> None:
    assert add(vault, [NEW]) == (["Sub/Deep/A.md"], [], [])
    assert sorted(all_of(vault)) == ["Sub", "Sub/Deep", "Sub/Deep/A.md"]
    assert (vault / NEW.path).read_bytes() == b"new\r\n"


@needs_modes
def test_a_file_has_the_mode_that_any_new_file_has(vault: Path) -> None:
    add(vault, [NEW])
    (vault / "other").write_bytes(b"")
    assert (vault / NEW.path).stat().st_mode == (vault / "other").stat().st_mode
    assert (vault / NEW.path).stat().st_nlink == 1


def test_what_is_there_keeps_its_bytes_and_times(vault: Path) -> None:
    (vault / "A.md").write_bytes(b"mine")
    (vault / "B.md").mkdir()
    before = all_of(vault)
    assert add(vault, [NewFile("A.md", b"new"), NewFile("B.md", b"new")]) == ([], ["A.md", "B.md"], [])
    assert all_of(vault) == before


@needs_links
def test_a_link_that_has_the_name_is_not_followed_even_if_it_leads_nowhere(
    vault: Path, tmp_path: Path
) -> None:
    (vault / "A.md").symlink_to(tmp_path / "nowhere.md")
    assert add(vault, [NewFile("A.md", b"new")]) == ([], ["A.md"], [])
    assert not (tmp_path / "nowhere.md").exists()


def test_adding_twice_adds_nothing_the_second_time(vault: Path) -> None:
    files = [NEW, NewFile("B.md", b"b")]
    add(vault, files)
    before = all_of(vault)
    assert add(vault, files) == ([], ["Sub/Deep/A.md", "B.md"], [])
    assert all_of(vault) == before


def test_looking_adds_nothing(vault: Path) -> None:
    (vault / "B.md").write_bytes(b"mine")
    before = all_of(vault)
    assert missing(vault, [NEW, NewFile("B.md", b"b")]) == ([NEW], ["B.md"], [])
    assert all_of(vault) == before


@pytest.mark.parametrize(
    "path",
    ["../out.md", "a/../../out.md", "/out.md", ".obsidian/A.md", ".A.md", "A/.b/C.md", "n" * 300, "A\0.md"],
)
def test_a_path_that_leads_elsewhere_is_refused_and_the_others_are_added(vault: Path, path: str) -> None:
    before = {path for path in vault.parent.rglob("*") if path.name != "B.md"}
    with pytest.raises(FileRefusedError):
        create(vault, NewFile(path, b"new"))
    added, _kept, findings = add(vault, [NewFile(path, b"new"), NewFile("B.md", b"b")])
    assert added == ["B.md"]
    assert [found.rule.name for found in findings] == ["cannot-write"]
    assert {path for path in vault.parent.rglob("*") if path.name != "B.md"} == before


@needs_links
def test_a_folder_that_is_a_link_is_refused(vault: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (vault / "Sub").symlink_to(outside)
    added, kept, findings = add(vault, [NEW])
    assert (added, kept) == ([], [])
    assert "a symbolic link is on its path" in findings[0].message
    assert list(outside.iterdir()) == []


@needs_links
def test_a_folder_that_becomes_a_link_at_the_last_moment_is_refused(
    vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    monkeypatch.setattr(create_module, "_make_folders", lambda *_: (vault / "Sub").symlink_to(outside))
    with pytest.raises(FileRefusedError, match="symbolic link"):
        create(vault, NewFile("Sub/A.md", b"new"))
    assert list(outside.iterdir()) == []


def test_a_file_where_a_folder_would_be_is_a_finding(vault: Path) -> None:
    (vault / "Sub").write_bytes(b"mine")
    added, kept, findings = add(vault, [NEW, NewFile("B.md", b"b")])
    assert (added, kept, [found.place.note for found in findings]) == (["B.md"], [], ["Sub/Deep/A.md"])
    assert (vault / "Sub").read_bytes() == b"mine"


@not_as_root
def test_a_folder_without_permission_is_a_finding(vault: Path) -> None:
    vault.chmod(0o555)
    try:
        assert [found.rule.name for found in add(vault, [NewFile("A.md", b"")])[2]] == ["cannot-write"]
    finally:
        vault.chmod(0o755)


def test_where_there_are_no_hard_links_the_file_is_written_all_the_same(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", refuse)
    assert create(vault, NewFile("A.md", b"new"))
    assert not create(vault, NewFile("A.md", b"newer"))
    assert {path: held[1] for path, held in all_of(vault).items()} == {"A.md": b"new"}


@pytest.mark.parametrize("hard_links", [True, False])
def test_a_name_that_is_taken_at_the_last_moment_stays_with_who_took_it(
    vault: Path, monkeypatch: pytest.MonkeyPatch, hard_links: bool
) -> None:
    link = os.link if hard_links else refuse

    def late(source: Path, target: Path) -> None:
        target.write_bytes(b"mine")
        link(source, target)

    monkeypatch.setattr(os, "link", late)
    assert not create(vault, NewFile("A.md", b"new"))
    assert {path: held[1] for path, held in all_of(vault).items()} == {"A.md": b"mine"}


@pytest.mark.parametrize("fails_at", [1, 2])
def test_a_disk_that_is_full_leaves_no_part_of_a_file(
    vault: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int
) -> None:
    """The first file that is brought down to the disk is the temporary one; the second, without hard links, the file."""
    calls = []
    synced = os.fsync

    def fsync(handle: int) -> None:
        calls.append(handle)
        if len(calls) == fails_at:
            raise OSError(errno.ENOSPC, "No space left on device")
        synced(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "link", refuse)
    with pytest.raises(FileRefusedError, match="No space left"):
        create(vault, NewFile("A.md", b"new"))
    assert all_of(vault) == {}


PATHS = st.lists(st.sampled_from(["A", "B", "C", "..", ".x"]), min_size=1, max_size=3).map("/".join)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(there=st.lists(PATHS, max_size=3), wanted=st.lists(PATHS, max_size=4, unique=True))
def test_nothing_that_was_there_changes_and_each_file_is_accounted_for(
    tmp_path_factory: pytest.TempPathFactory, there: list[str], wanted: list[str]
) -> None:
    around = tmp_path_factory.mktemp("around")
    vault = around / "x" / "vault"
    vault.mkdir(parents=True)
    for path in there:
        target = vault / path
        if (
            ".." not in path
            and not any(parent.is_file() for parent in target.parents)
            and not target.exists()
        ):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(b"mine")
    held = {path: path.read_bytes() for path in around.rglob("*") if path.is_file()}
    added, kept, findings = add(vault, [NewFile(path, b"new") for path in wanted])
    assert sorted([*added, *kept, *(found.place.note for found in findings)]) == sorted(wanted)
    now = {path: path.read_bytes() for path in around.rglob("*") if path.is_file()}
    assert {path: now[path] for path in held} == held
    assert set(now) - set(held) == {vault / path for path in added}
