"""What of a folder is seen, and what is passed over."""

import os
from pathlib import Path

import pytest

from vaultval.errors import VaultvalError
from vaultval.vault.walk import FileEntry, walk


def make(root: Path, *paths: str) -> Path:
    """A vault of these files, each of which holds its own path."""
    for path in paths:
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(path, encoding="utf-8")
    return root


def seen(root: Path, *exclude: str) -> list[str]:
    files, findings = walk(root, exclude)
    assert findings == []
    return [entry.path for entry in files]


def reported(root: Path) -> list[tuple[str, str]]:
    return [(each.rule.name, each.place.note) for each in walk(root, ())[1]]


def test_every_file_is_seen_once_sorted_by_path_with_forward_slashes(tmp_path):
    make(tmp_path, "b.md", "a/z.md", "a/Note.md", "a/b/chart.png", "公司/特斯拉.md", "vaultval.toml", "a.md")
    assert seen(tmp_path) == [
        "a.md",
        "a/Note.md",
        "a/b/chart.png",
        "a/z.md",
        "b.md",
        "vaultval.toml",
        "公司/特斯拉.md",
    ]


def test_an_entry_has_the_size_and_time_of_the_file(tmp_path):
    make(tmp_path, "a/Note.md")
    os.utime(tmp_path / "a/Note.md", ns=(1, 1_770_681_600_123_456_700))
    (entry,), _ = walk(tmp_path, ())
    assert entry == FileEntry("a/Note.md", 9, (tmp_path / "a/Note.md").stat().st_mtime_ns)


def test_a_path_is_spelt_as_on_disk(tmp_path):
    make(tmp_path, "Cafe\u0301.md")
    on_disk = [entry.name for entry in tmp_path.iterdir()]
    assert seen(tmp_path) == on_disk


def test_an_empty_folder_has_no_files(tmp_path):
    (tmp_path / "a").mkdir()
    assert walk(tmp_path, ()) == ([], [])


def test_what_begins_with_a_dot_and_vaultvals_own_folder_are_passed_over(tmp_path):
    make(tmp_path, ".obsidian/app.json", ".trash/Old.md", ".git/HEAD", "a/.hidden.md", "a/.x/Note.md",
         "vaultval/Map.canvas", "a/vaultval/Note.md", "a.md")  # fmt: skip
    assert seen(tmp_path) == ["a.md", "a/vaultval/Note.md"]


@pytest.mark.parametrize(("exclude", "left"), [
    ((), ["Archive/Old.md", "Notes/Archive/A.md", "Notes/Drafts/D.md", "Notes/N.md", "Templates/T.md"]),
    (("Archive",), ["Notes/Archive/A.md", "Notes/Drafts/D.md", "Notes/N.md", "Templates/T.md"]),
    (("/archive/",), ["Notes/Archive/A.md", "Notes/Drafts/D.md", "Notes/N.md", "Templates/T.md"]),
    (("*/Drafts", "T*s"), ["Archive/Old.md", "Notes/Archive/A.md", "Notes/N.md"]),
    (("**/Archive",), ["Notes/Drafts/D.md", "Notes/N.md", "Templates/T.md"]),
    (("Notes/?.md",), ["Archive/Old.md", "Notes/Archive/A.md", "Notes/Drafts/D.md", "Templates/T.md"]),
    (("Notes/Dra",), ["Archive/Old.md", "Notes/Archive/A.md", "Notes/Drafts/D.md", "Notes/N.md", "Templates/T.md"]),
    (("Note[s]", "(", "."), ["Archive/Old.md", "Notes/Archive/A.md", "Notes/Drafts/D.md", "Notes/N.md", "Templates/T.md"]),
    (("**",), []),
])  # fmt: skip
def test_excluded_folders_are_passed_over(tmp_path, exclude, left):
    make(
        tmp_path, "Archive/Old.md", "Notes/N.md", "Notes/Drafts/D.md", "Notes/Archive/A.md", "Templates/T.md"
    )
    assert seen(tmp_path, *exclude) == left


def test_an_excluded_name_compares_in_any_unicode_form(tmp_path):
    make(tmp_path, "Cafe\u0301/N.md")
    assert seen(tmp_path, "caf\u00e9") == []


CONFLICTS = [
    "Tesla (Conflicted copy device 202602101200).md",
    "Tesla (Conflicted copy My Phone (2) 202602101200).md",
    "Tesla (Owner's conflicted copy 2026-02-10).md",
    "Tesla (Owner’s conflicted copy 2026-02-10 (1)).md",
    "Tesla (conflicted copy 2026-02-10 120000).md",
    "Tesla.sync-conflict-20260210-120000-ABCDEFG.md",
]


@pytest.mark.parametrize("name", CONFLICTS)
def test_a_copy_that_a_sync_service_made_is_no_note(tmp_path, name):
    make(tmp_path, "Tesla.md", f"a/{name}")
    files, findings = walk(tmp_path, ())
    assert [entry.path for entry in files] == ["Tesla.md"]
    assert [(each.rule.name, each.place.note) for each in findings] == [("conflict-copy", f"a/{name}")]
    assert "'Tesla.md'" in findings[0].message


@pytest.mark.parametrize("name", [
    "Tesla 2.md", "Tesla (1).md", "Conflict.md", "My conflicted copy of 2026-02-10.md", "Tesla (conflicted copy).md",
    "sync-conflict.md", "Tesla (conflicted feelings, 2026-02-10).md",
])  # fmt: skip
def test_a_name_that_only_resembles_a_copy_is_a_note(tmp_path, name):
    make(tmp_path, name)
    assert seen(tmp_path) == [name]


def test_a_folder_whose_name_resembles_a_copy_is_a_folder(tmp_path):
    make(tmp_path, "x.sync-conflict-20260210-120000-ABCDEFG/Note.md")
    assert len(seen(tmp_path)) == 1


def link(path: Path, to: Path) -> None:
    try:
        path.symlink_to(to, target_is_directory=to.is_dir())
    except OSError:  # pragma: no cover - Windows without the right to make links
        pytest.skip("no symbolic links here")


def test_symbolic_links_are_reported_and_not_followed(tmp_path):
    vault = make(tmp_path / "vault", "a/Note.md")
    make(tmp_path / "outside", "Secret.md")
    link(vault / "out", tmp_path / "outside")
    link(vault / "a" / "Secret.md", tmp_path / "outside" / "Secret.md")
    link(vault / "a" / "loop", vault)
    link(vault / "broken.md", tmp_path / "nowhere")
    link(vault / ".hidden", tmp_path / "outside")
    assert [entry.path for entry in walk(vault, ())[0]] == ["a/Note.md"]
    assert reported(vault) == [
        ("symbolic-link", "a/Secret.md"), ("symbolic-link", "a/loop"), ("symbolic-link", "broken.md"), ("symbolic-link", "out"),
    ]  # fmt: skip


def test_the_vault_itself_may_be_reached_by_a_link(tmp_path):
    make(tmp_path / "vault", "Note.md")
    link(tmp_path / "way", tmp_path / "vault")
    assert seen(tmp_path / "way") == ["Note.md"]


@pytest.fixture
def locked(monkeypatch):
    """Makes a folder refuse to be listed, whoever runs the tests."""
    folders: set[Path] = set()
    scandir = os.scandir

    def refusing(path):
        if Path(path) in folders:
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    return folders


def test_a_folder_that_cannot_be_listed_is_reported_and_the_rest_is_seen(tmp_path, locked):
    make(tmp_path, "a/Note.md", "b/Note.md")
    locked.add(tmp_path / "a")
    files, findings = walk(tmp_path, ())
    assert [entry.path for entry in files] == ["b/Note.md"]
    assert [(each.rule.name, each.place.note) for each in findings] == [("unreadable", "a")]
    assert "Permission denied" in findings[0].message


def test_a_vault_that_cannot_be_listed_is_an_error(tmp_path, locked):
    locked.add(tmp_path)
    with pytest.raises(VaultvalError, match="Permission denied"):
        walk(tmp_path, ())
    with pytest.raises(VaultvalError):
        walk(tmp_path / "nowhere", ())


def test_a_name_that_is_not_unicode_is_reported_with_a_name_that_can_be_printed(tmp_path):
    make(tmp_path, "Note.md")
    name = os.fsdecode(b"caf\xe9.md")
    try:
        (tmp_path / name).write_bytes(b"")
    except (OSError, UnicodeError):  # pragma: no cover - file systems that refuse such names
        pytest.skip("no such names here")
    files, findings = walk(tmp_path, ())
    assert [entry.path for entry in files] == ["Note.md"]
    assert [(each.rule.name, each.place.note) for each in findings] == [("unreadable", "caf?.md")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_not_a_note(tmp_path):
    os.mkfifo(tmp_path / "pipe.md")
    assert seen(tmp_path) == []


def test_a_deep_vault_is_seen_to_its_end(tmp_path):
    deep = "/".join(["d"] * 40) + "/Note.md"
    make(tmp_path, deep)
    assert seen(tmp_path) == [deep]
