"""What of a folder is seen, and what is passed over."""

import os
import socket
from pathlib import Path

import pytest

from vaultval.errors import VaultvalError
from vaultval.place import Place
from vaultval.vault.walk import FileEntry, Omission, Walk, walk


def make(root: Path, *paths: str) -> Path:
    """A vault of these files, each of which holds its own path."""
    for path in paths:
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(path, encoding="utf-8")
    return root


def seen(root: Path, *exclude: str) -> list[str]:
    found = walk(root, exclude)
    assert found.findings == []
    return [entry.path for entry in found.files]


def reported(root: Path) -> list[tuple[str, str]]:
    return [(each.rule.name, each.place.note) for each in walk(root, ()).findings]


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
    (entry,) = walk(tmp_path, ()).files
    assert entry == FileEntry("a/Note.md", 9, (tmp_path / "a/Note.md").stat().st_mtime_ns)


def test_a_path_is_spelt_as_on_disk(tmp_path):
    make(tmp_path, "Cafe\u0301.md")
    on_disk = [entry.name for entry in tmp_path.iterdir()]
    assert seen(tmp_path) == on_disk


def test_an_empty_folder_has_no_files(tmp_path):
    (tmp_path / "a").mkdir()
    assert walk(tmp_path, ()) == Walk([], ["a"], [], [])


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
    "Tesla (Owners in Konflikt stehende Kopie 2026-02-10).md",
    "Tesla (In Konflikt stehende Kopie von Owner 2026-02-10).md",
    "Tesla (conflicted copy 2026-02-10 120000).md",
    "Tesla (conflicted copy Owner _Work_ 2026-02-10 120000).md",
    "Tesla (conflicted copy 2026-02-10 120000) (conflicted copy 2026-02-11 120000).md",
    "Tesla_conflict-20260210-120000.md",
    "Tesla_conflict_owner-20260210-120000.md",
    "Tesla.sync-conflict-20260210-120000-ABCDEFG.md",
    "Tesla.sync-conflict-20260210-120000.md",
    "Tesla.sync-conflict-20260210-120000-ABCDEFG.sync-conflict-20260211-120000-ABCDEFG.md",
    "Tesla (SFConflict owner@example.com 2026-02-10-12-00-00).md",
    "Tesla (SFConflict 2026-02-10-12-00-00).md",
    "Tesla (# Edit conflict 2026-02-10 a1B2c3D #).md",
    "Tesla(Work-Windows的冲突副本1_2026-02-10 12-00-00).md",
    "Tesla (Owner 的冲突副本 2026-02-10).md",
]


@pytest.mark.parametrize("name", CONFLICTS)
def test_a_copy_that_a_sync_service_made_is_no_note(tmp_path, name):
    make(tmp_path, "Tesla.md", f"a/{name}")
    files, _, _, findings = walk(tmp_path, ())
    assert [entry.path for entry in files] == ["Tesla.md"]
    assert [(each.rule.name, each.place.note) for each in findings] == [("conflict-copy", f"a/{name}")]
    assert findings[0].message == "this is a copy of 'Tesla.md' that a sync service made"


def test_a_copy_whose_original_is_gone_says_so(tmp_path):
    make(tmp_path, "a/Tesla (Conflicted copy phone 202602101200).md", "b/Tesla (Conflicted copy phone 202602101200).md",
         "b/Tesla.md")  # fmt: skip
    alone, merged = walk(tmp_path, ()).findings
    assert alone.hint == "there is no 'Tesla.md' any more; give the copy that name if it is the note"
    assert merged.hint == ""


@pytest.mark.parametrize("name", [
    "Tesla 2.md", "Tesla (1).md", "Conflict.md", "My conflicted copy of 2026-02-10.md", "Tesla (conflicted copy).md",
    "sync-conflict.md", "Tesla (conflicted feelings, 2026-02-10).md", "Tesla (conflicted copy, see 2026-02-10).md",
    "Tesla (the conflicted copy of the will 2026-02-10, notes).md", "Tesla-LAPTOP.md", "Tesla.Conflict.md",
    "Tesla (Case Conflict).md", "Tesla_conflict.md", "Middle East conflict-20260210.md", "冲突副本.md",
    "Tesla (case clash from owner 2026-02-10).md", "Tesla (conflict 2026-02-10).md",
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
    assert [entry.path for entry in walk(vault, ()).files] == ["a/Note.md"]
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
    files, _, _, findings = walk(tmp_path, ())
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
    files, _, _, findings = walk(tmp_path, ())
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


@pytest.mark.parametrize(("name", "other", "how"), [
    ("note.md", "Note.md", "in case"),
    ("NOTE.MD", "note.md", "in case"),
    ("chart.PNG", "chart.png", "in case"),
    ("Cafe\u0301.md", "Caf\u00e9.md", "in how its accents are encoded (Unicode normal form)"),
    ("CAFE\u0301.md", "caf\u00e9.md", "in case"),
])  # fmt: skip
def test_names_that_only_case_or_normal_form_tells_apart_are_one_finding(tmp_path, name, other, how):
    make(tmp_path, f"a/{name}", f"a/{other}", f"b/{name}", "a/Other.md")
    if len(list((tmp_path / "a").iterdir())) < 3:  # pragma: no cover - Windows, macOS
        pytest.skip("one name hides the other here")
    files, _, _, findings = walk(tmp_path, ())
    assert len(files) == 4
    first, later = sorted((name, other))
    assert [(each.rule.name, each.place, each.other) for each in findings] == [
        ("names-alike", Place(f"a/{later}"), Place(f"a/{first}"))
    ]
    assert findings[0].message == f"{later!r} differs from {first!r} only {how}"


def test_of_folders_with_names_alike_one_finding_is_made_and_none_for_what_is_in_them(tmp_path):
    make(tmp_path, "Notes/A.md", "notes/a.md", "notes/B.md")
    if len(list(tmp_path.iterdir())) < 2:  # pragma: no cover - Windows, macOS
        pytest.skip("one name hides the other here")
    assert reported(tmp_path) == [("names-alike", "notes")]


def test_of_three_names_alike_each_later_one_is_told_of(tmp_path):
    make(tmp_path, "note.md", "Note.md", "NOTE.md")
    if len(list(tmp_path.iterdir())) < 3:  # pragma: no cover - Windows, macOS
        pytest.skip("one name hides the other here")
    told = [(each.place.note, each.other.note) for each in walk(tmp_path, ()).findings]
    assert told == [("Note.md", "NOTE.md"), ("note.md", "NOTE.md")]


def test_a_name_is_not_alike_to_one_that_takes_no_part(tmp_path):
    make(tmp_path, "Old.md", "x/OLD.MD", "Vaultval/A.md", "vaultval/Map.canvas")
    assert walk(tmp_path, ("old.md",)).findings == []


def test_links_in_a_ring_to_folders_above_and_to_themselves_are_not_followed(tmp_path):
    vault = make(tmp_path / "vault", "a/Note.md")
    link(vault / "a" / "up", tmp_path)
    link(vault / "a" / "root", Path("/"))
    link(vault / "one", vault / "two")
    link(vault / "two", vault / "one")
    link(vault / "self.md", vault / "self.md")
    assert [entry.path for entry in walk(vault, ()).files] == ["a/Note.md"]
    assert {name for name, _ in reported(vault)} == {"symbolic-link"}
    assert [note for _, note in reported(vault)] == ["a/root", "a/up", "one", "self.md", "two"]


def test_what_takes_no_part_is_remembered(tmp_path):
    vault = make(tmp_path / "vault", "Archive/Old.md", ".trash/Gone.md", ".git/HEAD", "vaultval/Map.canvas", "T.md",
                 "N (Conflicted copy phone 202602101200).md", ".Far.md.icloud", "a/.trash/x.md")  # fmt: skip
    link(vault / "out.md", tmp_path / "nowhere")
    assert sorted(walk(vault, ("Archive", "T.md")).omissions) == [
        Omission(".trash", "in .trash", is_folder=True),
        Omission("Archive", "excluded", is_folder=True),
        Omission("Far.md", "in iCloud", is_folder=False),
        Omission("N (Conflicted copy phone 202602101200).md", "a conflict copy", is_folder=False),
        Omission("T.md", "excluded", is_folder=False),
        Omission("out.md", "a symbolic link", is_folder=False),
        Omission("vaultval", "vaultval's own", is_folder=True),
    ]


def test_a_note_that_is_in_icloud_only_is_missed_under_its_own_name(tmp_path):
    make(tmp_path, "a/.Tesla.md.icloud", "a/.Board.canvas.icloud", "a/.chart.png.icloud", "a/.Here.md.icloud", "a/Here.md",
         "b/.Old.md.icloud", ".icloud", ".icloud.md")  # fmt: skip
    findings = walk(tmp_path, ("b",)).findings
    assert [(each.rule.name, each.place.note) for each in findings] == [
        ("unreadable", "a/Board.canvas"), ("unreadable", "a/Tesla.md"),
    ]  # fmt: skip
    assert findings[1].message == "'Tesla.md' is in iCloud and not on this computer"


@pytest.mark.skipif(os.name == "nt", reason="no such names there")
@pytest.mark.parametrize(
    "name", ["a\nb.md", "a\tb.md", "\x1b[31mred.md", "back\\slash.md", "a\u2028b.md", " .md", "a\u202eb.md"]
)
def test_a_name_may_hold_any_character(tmp_path, name):
    make(tmp_path, f"{name}x/{name}")
    assert seen(tmp_path) == [f"{name}x/{name}"]


@pytest.mark.skipif(not hasattr(os, "mkfifo") or not hasattr(os, "fchdir"), reason="no such paths here")
def test_a_path_that_is_too_long_is_reported_and_the_rest_is_seen(tmp_path):
    make(tmp_path, "Note.md")
    folder = os.open(tmp_path, os.O_RDONLY)
    for _ in range(20):
        os.mkdir("d" * 250, dir_fd=folder)
        inner = os.open("d" * 250, os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder = inner
    os.close(folder)
    files, _, _, findings = walk(tmp_path, ())
    assert [entry.path for entry in files] == ["Note.md"]
    assert [each.rule.name for each in findings] == ["unreadable"]
    assert "too long" in findings[0].message


def test_what_is_deleted_while_its_folder_is_listed_was_never_there(tmp_path, monkeypatch):
    make(tmp_path, "Note.md", "Gone.md", "gone/Note.md")
    scandir = os.scandir

    class Listed(list):
        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

    def deleting(path):
        with scandir(path) as entries:
            listed = Listed(entries)
        if Path(path) == tmp_path:
            (tmp_path / "Gone.md").unlink()
        return listed

    monkeypatch.setattr(os, "scandir", deleting)
    assert seen(tmp_path) == ["Note.md", "gone/Note.md"]


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no sockets here")
def test_a_socket_is_not_a_note(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # the path of a socket must be short
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("socket.md")
        assert seen(tmp_path) == []


@pytest.mark.parametrize("way", [".", "./", "vault/..", "./vault/../"])
def test_the_way_to_the_vault_does_not_matter(tmp_path, monkeypatch, way):
    make(tmp_path, "vault/Note.md", "vault/.obsidian/app.json", "Note.md")
    monkeypatch.chdir(tmp_path)
    assert seen(Path(way)) == ["Note.md", "vault/Note.md"]
