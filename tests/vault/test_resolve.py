"""Link resolution, by the layouts in which Obsidian itself was watched."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultval.vault.resolve import Resolution, Resolver

SOURCES = ("src-root.md", "zzzz/src-zzzz.md", "a/b/src-ab.md")
WITHOUT_ROOT = ("zzzz/Note.md", "a/b/Note.md", *SOURCES)
WITH_ROOT = ("Note.md", *WITHOUT_ROOT)
WITH_B = (*WITHOUT_ROOT, "b/Note.md", "aaaaaaaa/Note.md", "zzzz/deep/src-deep.md", "a/b/src-ab-path.md")


@pytest.mark.parametrize("source", SOURCES)
def test_an_exact_path_from_the_root_wins_everywhere(source):
    assert Resolver(WITH_ROOT).resolve("Note", source) == Resolution("Note.md")


@pytest.mark.parametrize(("source", "path", "rivals"), [
    ("src-root.md", "a/b/Note.md", ("zzzz/Note.md",)),
    ("zzzz/src-zzzz.md", "zzzz/Note.md", ()),
    ("a/b/src-ab.md", "a/b/Note.md", ()),
])  # fmt: skip
def test_else_the_own_folder_then_the_shortest_path(source, path, rivals):
    assert Resolver(WITHOUT_ROOT).resolve("Note", source) == Resolution(path, rivals)


def test_the_shortest_path_is_that_of_fewest_characters_and_the_others_are_rivals():
    resolution = Resolver(WITH_B).resolve("Note", "src-root.md")
    assert resolution == Resolution("b/Note.md", ("a/b/Note.md", "zzzz/Note.md", "aaaaaaaa/Note.md"))


@pytest.mark.parametrize(("layout", "source", "target", "path"), [
    (WITH_ROOT, "src-root.md", "Note", "Note.md"),
    (WITH_ROOT, "zzzz/src-zzzz.md", "Note", "Note.md"),
    (WITH_ROOT, "a/b/src-ab.md", "Note", "Note.md"),
    (WITHOUT_ROOT, "src-root.md", "Note", "a/b/Note.md"),
    (WITHOUT_ROOT, "zzzz/src-zzzz.md", "Note", "zzzz/Note.md"),
    (WITHOUT_ROOT, "a/b/src-ab.md", "Note", "a/b/Note.md"),
    (WITH_B, "src-root.md", "Note", "b/Note.md"),
    (WITH_B, "zzzz/deep/src-deep.md", "Note", "b/Note.md"),
    (WITH_B, "zzzz/src-zzzz.md", "Note", "zzzz/Note.md"),
    (WITH_B, "a/b/src-ab-path.md", "b/Note", "b/Note.md"),
    (WITH_B, "a/b/src-ab-path.md", "Note", "a/b/Note.md"),
    (WITHOUT_ROOT, "src-root.md", "b/Note", "a/b/Note.md"),
    (WITHOUT_ROOT, "a/b/src-ab.md", "b/Note", "a/b/Note.md"),
])  # fmt: skip
@pytest.mark.parametrize(
    "spelt", [str, str.lower, str.upper, lambda target: f"{target}.md", lambda target: f"{target}.MD"]
)
def test_the_layouts_that_were_watched(layout, source, target, path, spelt):
    assert Resolver(layout).resolve(spelt(target), source).path == path
    assert Resolver(reversed(layout)).resolve(spelt(target), source).path == path


def test_the_shortest_path_counts_characters_as_obsidian_does_and_not_folders():
    paths = ["a/b/c/N.md", "elsewhere/N.md", "🚕🚕🚕🚕/N.md"]
    assert Resolver(paths).resolve("N", "s.md").path == "a/b/c/N.md"  # 10 UTF-16 units, then 13 and 14


def test_attachments_are_found_like_notes():
    paths = ["a/chart.png", "zz/img/chart.png", "zz/img/s.md", "zz/s.md", "chart.png.md"]
    resolver = Resolver(paths)
    assert resolver.resolve("chart.png", "s.md") == Resolution("a/chart.png", ("zz/img/chart.png",))
    assert resolver.resolve("chart.png", "zz/img/s.md") == Resolution("zz/img/chart.png")
    assert resolver.resolve("img/chart.png", "zz/s.md") == Resolution("zz/img/chart.png")
    assert resolver.resolve("chart.png.md", "s.md") == Resolution("chart.png.md")


def test_a_folder_above_the_source_counts_for_nothing():
    assert Resolver(WITH_B).resolve("Note", "zzzz/deep/src-deep.md").path == "b/Note.md"


def test_an_exact_path_beats_a_match_in_the_own_folder():
    assert Resolver(WITH_B).resolve("b/Note", "a/b/src-ab-path.md") == Resolution("b/Note.md")


def test_of_paths_of_equal_length_the_first_by_the_alphabet_is_taken_whatever_the_order_of_the_files():
    for paths in (("y/N.md", "x/N.md", "z/N.md"), ("z/N.md", "x/N.md", "y/N.md")):
        assert Resolver(paths).resolve("N", "s.md") == Resolution("x/N.md", ("y/N.md", "z/N.md"))


def test_a_link_matches_whole_segments_of_a_path():
    resolver = Resolver(["a/b/Note.md", "xb/Note.md", "a/MyNote.md"])
    assert resolver.resolve("b/Note", "s.md") == Resolution("a/b/Note.md")
    assert resolver.resolve("ote", "s.md") == Resolution(None)


FILES = [
    "Robotaxi.md", "Sub/My Note.md", "dashboard.md", "dashboard.base", "Board.canvas", "img/chart.png", "Note.1.md",
    "Dr. Smith.md", "v2.0 Release.md", "Ext.md", "公司/特斯拉.md", "LICENSE", "file.name.md.md", "Old.MD", "Caf\u00e9.md", "No\u0308rd.md",
]  # fmt: skip


@pytest.mark.parametrize(("target", "path"), [
    ("Robotaxi", "Robotaxi.md"),
    ("robotaxi", "Robotaxi.md"),
    ("Robotaxi.md", "Robotaxi.md"),
    ("Ext.MD", "Ext.md"),
    ("My Note", "Sub/My Note.md"),
    ("sub/my note.md", "Sub/My Note.md"),
    ("dashboard", "dashboard.md"),
    ("dashboard.base", "dashboard.base"),
    ("Board", None),
    ("Board.canvas", "Board.canvas"),
    ("chart.png", "img/chart.png"),
    ("CHART.PNG", "img/chart.png"),
    ("img/chart.png", "img/chart.png"),
    ("chart", None),
    ("Note.1", "Note.1.md"),
    ("Dr. Smith", "Dr. Smith.md"),
    ("v2.0 Release", "v2.0 Release.md"),
    ("file.name.md", "file.name.md.md"),
    ("file.name", None),
    ("特斯拉", "公司/特斯拉.md"),
    ("公司/特斯拉", "公司/特斯拉.md"),
    ("LICENSE", "LICENSE"),
    ("note.1.MD", "Note.1.md"),
    ("Note.2", None),
    ("board.CANVAS", "Board.canvas"),
    ("Old", "Old.MD"),
    ("OLD.md", "Old.MD"),
    ("/Sub/My Note", "Sub/My Note.md"),
    ("../sub/My Note", "Sub/My Note.md"),
    ("/My Note", None),
    ("./My Note", None),
    ("Cafe\u0301", "Caf\u00e9.md"),
    ("N\u00f6rd", "No\u0308rd.md"),
    ("NO\u0308RD", "No\u0308rd.md"),
    ("https://example.com", None),
    ("Sub/", None),
    ("Sub", None),
    (".", None),
    ("..", None),
    ("/", None),
    ("#", None),
    ("Sub%20/My%20Note", None),
])  # fmt: skip
def test_a_link_finds_its_file_and_keeps_the_path_of_the_disk(target, path):
    assert Resolver(FILES).resolve(target, "Diary/2026-02-10.md") == Resolution(path)


def test_an_empty_target_is_the_source_itself():
    assert Resolver(FILES).resolve("", "Sub/My Note.md") == Resolution("Sub/My Note.md")


@pytest.mark.parametrize(("target", "path"), [
    ("./Note", "a/b/Note.md"),
    ("../Note", None),
    ("../../Note", "Note.md"),
    ("../b/Note.md", "a/b/Note.md"),
    ("../c/chart.png", "a/c/chart.png"),
    ("./deep/../Note", "a/b/Note.md"),
    ("/Note", "Note.md"),
    ("/a/b/note", "a/b/Note.md"),
    ("/b/Note", None),
    ("./b/Note", None),
    ("../../../Note", None),
    ("../../etc/passwd", None),
    ("../../../../etc/passwd", None),
    ("/../Note", None),
    ("/etc/passwd", None),
])  # fmt: skip
def test_a_relative_or_absolute_link_is_that_very_path_or_nothing(target, path):
    resolver = Resolver(["Note.md", "a/b/Note.md", "a/c/chart.png", "a/b/src.md", "zzz/Note.md"])
    assert resolver.resolve(target, "a/b/src.md") == Resolution(path)


def test_where_two_files_differ_in_case_only_the_spelling_decides():
    resolver = Resolver(["note.md", "Note.md", "a/NOTE.md", "a/Note.md"])
    assert resolver.resolve("Note", "s.md") == Resolution("Note.md")
    assert resolver.resolve("note", "s.md") == Resolution("note.md")
    assert resolver.resolve("NOTE", "s.md") == Resolution("Note.md", ("note.md",))
    assert resolver.resolve("./NOTE", "a/s.md") == Resolution("a/NOTE.md")


SEGMENTS = st.sampled_from(
    ["a", "b", "B", "Note", "note.md", "Note.1", "x.png", "..", ".", "", "é", "e\u0301"]
)
PATHS = st.lists(st.sampled_from(["a", "b", "B", "Note", "é"]), max_size=3).flatmap(
    lambda folders: st.sampled_from(["Note.md", "note.md", "Note.1.md", "x.png", "é.md", "Note"]).map(
        lambda name: "/".join([*folders, name])
    )
)


@settings(max_examples=200, deadline=None)
@given(st.lists(PATHS, max_size=8, unique=True), st.lists(SEGMENTS, max_size=4).map("/".join), PATHS)
def test_a_link_leads_to_a_file_of_the_vault_or_to_nothing_and_rivals_share_its_name(paths, target, source):
    path, rivals = Resolver(paths).resolve(target, source)
    assert path is None or path in (source if not target else paths)
    assert path not in rivals
    assert set(rivals) <= set(paths)
    names = {unicodedata.normalize("NFC", each.rpartition("/")[2]).lower() for each in (path or "", *rivals)}
    assert len(names) == 1


@settings(max_examples=100, deadline=None)
@given(st.lists(PATHS, min_size=1, max_size=8, unique=True), st.randoms())
def test_the_order_of_the_files_does_not_matter_and_a_whole_path_leads_to_itself(paths, random):
    shuffled = list(paths)
    random.shuffle(shuffled)
    for path in paths:
        assert Resolver(shuffled).resolve(path, "s.md") == Resolver(paths).resolve(path, "s.md")
        if "." in path and not any(other != path and other.lower() == path.lower() for other in paths):
            assert Resolver(paths).resolve(path, "s.md") == Resolution(path)


@pytest.mark.parametrize(("target", "name"), [
    ("Robotxai", "Robotaxi"),
    ("robotaxis", "Robotaxi"),
    ("wrong/folder/Robotaxi.md", "Robotaxi"),
    ("Dr Smith", "Dr. Smith"),
    ("Optimus", None),
    ("chart", None),
    ("", None),
])  # fmt: skip
def test_a_link_to_nothing_may_have_meant_a_note_of_a_similar_name(target, name):
    assert Resolver(FILES).suggest(target) == name


def test_the_length_of_a_path_does_not_depend_on_how_the_disk_encodes_accents():
    for form in ("NFC", "NFD"):
        accented = unicodedata.normalize(form, "é/Note.md")
        assert Resolver([accented, "ab/Note.md"]).resolve("Note", "s.md").path == accented
