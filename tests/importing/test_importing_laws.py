"""Whatever a report is: no exception, and no table or list of it is passed over in silence."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultval.importing.document import read_document
from vaultval.importing.filing import Source, file_name, file_notes, folder_name
from vaultval.importing.notes import write_notes
from vaultval.importing.report import read_report
from vaultval.note import frontmatter
from vaultval.vocabulary import Vocabulary
from vaultval.writeback.files import below

REPORTS = [path.read_text("utf-8") for path in sorted(Path(__file__).resolve().parent.glob("report_*.md"))]
WORDS = Vocabulary()
SECTIONS = [part for text in REPORTS for part in re.split(r"(?m)^(?=#)", text)]
LINES = [line for text in REPORTS for line in text.split("\n")]
PLANTED = ["| Zebra | Yak |\n|---|---|\n| a | b |\n| c | d |\n", "- zebra one\n- zebra two\n"]
STRANGE = [
    "| | |",
    "|---|",
    "```",
    "~~~",
    "- [ ] ",
    "$",
    "=",
    "×",
    "%",
    "：",
    "O1",
    "N1:",
    "﻿",
    "\u2028",
    "[[",
    "]]",
    "<!--",
    "---",
    "0",
    "9" * 50,
]


def consequences(text):
    """What is read of a text, and the notes of it."""
    imported = read_report(text, "R.md", WORDS)
    imported.report.name = imported.report.name or "Acme"
    drafts = write_notes(imported.report, file_notes(imported.report, Source("R.md", "R.md"), "", {}, []))
    return imported, drafts


def nothing_is_passed_over(text):
    imported, drafts = consequences(text)
    told = {line for part in imported.unread for line in range(part.line, part.end)}
    for block in read_document(text).blocks:
        rows = (
            [row[0].line for row in block.table.rows]
            if block.table
            else [line.number for line in block.lines]
        )
        for line in rows if block.kind in ("table", "list") else ():
            if any(c.isalnum() for c in read_document(text).lines[line - 1]):
                assert line in imported.read or line in told, line
    assert all(trace.line in imported.read or trace.line >= 1 for draft in drafts for trace in draft.traces)
    for draft in drafts:
        properties, findings = frontmatter.read(draft.text, draft.path)
        assert properties is not None
        assert properties.sound, (draft.text, findings)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(SECTIONS), max_size=12))
def test_sections_in_any_order_and_of_any_report(sections):
    nothing_is_passed_over("\n".join(sections))


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(REPORTS), st.data())
def test_a_report_that_breaks_off_anywhere(report, data):
    nothing_is_passed_over(report[: data.draw(st.integers(0, len(report)))])


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(LINES) | st.sampled_from(STRANGE) | st.text(max_size=12), max_size=40))
def test_lines_of_any_kind(lines):
    nothing_is_passed_over("\n".join(lines))


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(REPORTS), st.data())
def test_a_table_or_list_that_nobody_knows_is_listed_with_its_lines(report, data):
    sections = re.split(r"(?m)^(?=#)", report)
    at = data.draw(st.integers(1, len(sections)))
    planted = data.draw(st.sampled_from(PLANTED))
    before = "".join(sections[:at]).rstrip("\n") + "\n\nWords between.\n\n"
    text = before + planted + "\n" + "".join(sections[at:])
    first = before.count("\n") + 1
    imported, _ = consequences(text)
    told = {line for part in imported.unread for line in range(part.line, part.end)}
    assert set(range(first, first + planted.count("\n"))) <= told


@settings(max_examples=50, deadline=None)
@given(
    st.text(max_size=300)
    | st.sampled_from(["CON", "..", "a/../b", ".hidden", "x" * 400, "能" * 200, "a|b#c^d", "nul.md"])
)
def test_every_name_is_a_file_name_that_stays_in_its_folder(name):
    made = file_name(name)
    assert made
    assert len(made.encode()) <= 150
    assert not set(made) & set('\\/:*?"<>|#^[]')
    root = Path("/vault")
    assert below(root, f"Options/{made}.md").parent == root / "Options"


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("x.md", "x"),
        ("plan.MD.md", "plan"),
        ("COM¹", "COM¹ note"),
        ("CONIN$", "CONIN$ note"),
        ("a\u202eb\u200bc", "abc"),
    ],
)
def test_names_that_some_system_or_link_would_read_otherwise(name, made):
    assert file_name(name) == made


@pytest.mark.parametrize(
    ("folder", "made"),
    [("a//b", "a/b"), ("CON/x:y", "CON note/x y"), ("foo./ /b\nc", "foo/b c"), ("../x", "../x")],
)
def test_the_folder_that_is_asked_for_is_cleaned_as_names_are(folder, made):
    assert folder_name(folder) == made
