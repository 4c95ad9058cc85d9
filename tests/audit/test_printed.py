"""What a note prints, read line by line, held against the reader of structure, which uses markdown-it."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.audit.reading import read_note
from vaultval.note.printed import Printed, printed
from vaultval.note.scan import scan
from vaultval.note.structure import Table, outline
from vaultval.pipeline import read_vault
from vaultval.vault.vault import Hold, held_whole

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDERS = [
    ROOT / "sample_vault",
    *sorted(path for path in (ROOT / "tests/findings").glob("*/vault") if path.is_dir()),
]


def level(text: str) -> str:
    """Full-width forms as ASCII, which the fast reader does and the other does not."""
    return unicodedata.normalize("NFKC", text).translate(str.maketrans("【】", "[]"))


def seen(table: Table) -> tuple[object, ...]:
    rows = [[level(cell.content) for cell in row] for row in (table.header, *table.rows)]
    places = [[(cell.line, cell.columns) for cell in row] for row in (table.header, *table.rows)]
    return table.line, table.end, rows, places


def stand_where_the_source_has_them(shown: Printed, text: str) -> bool:
    """Whether each character that a line prints stands at its column in the source; a line break in HTML is printed ;."""
    rows = text.split("\n")
    return all(
        character == " " or level(character) == level(source) or (character, source) == (";", "<")
        for line in shown.lines
        for character, source in zip(line.text, rows[line.number - 1], strict=False)
    )


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: f"{folder.parent.name}/{folder.name}")
def test_both_readers_see_the_same_tables_and_headings(folder):
    vault = read_vault(folder, hold=Hold.TEXT).vault
    for path in vault.notes:
        note = held_whole(vault, path)
        if note is None:
            continue
        fast, careful = printed(note.text, note.scan, note.hidden()), outline(note.text, note.hidden())
        assert list(map(seen, fast.tables)) == list(map(seen, careful.tables)), path
        headings = {line.number: line.level for line in fast.lines if line.level}
        rows = note.text.split("\n")
        # A heading that a line of === or --- below it makes is a line like others to the fast reader.
        marked = [section for section in careful.sections if rows[section.line - 1].lstrip().startswith("#")]
        assert headings == {section.line: section.level for section in marked}, path
        numbers = {line.number for line in fast.lines}
        assert {
            item.passage.line for item in (*careful.items, *careful.paragraphs) if item.passage.content
        } <= numbers, path
        assert stand_where_the_source_has_them(fast, note.text), path


CELLS = st.sampled_from(["1", "12 %", "**x**", "", "a b", "［１］", "\\|", "`c`", "-", "$3"])
ROWS = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=2, max_size=5)
)


def as_table(rows: list[list[str]]) -> str:
    head, *body = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([head, "|" + "---|" * len(rows[0]), *body])


BLOCKS = st.one_of(
    ROWS.map(as_table),
    ROWS.map(lambda rows: "> " + as_table(rows).replace("\n", "\n> ")),
    st.sampled_from([
        "# 1.2 Heading", "### Heading ###", "text **bold** 1 + 1 = 2", "- item\n- [x] task [[Note|name]]\n  more of it",
        "1. first\n2. second", "```\n| a | b |\n|---|---|\n| 1 | 2 |\n```", "```python\nx = 1\n```", "> [!note] title\n> text",
        "a | b\n--|--\n1 | 2", "| a |\n|---|---|\n| 1 |", "one | line", "全角（１）＝２", "see [x](https://a.org/b=c) here",
    ]),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(BLOCKS, min_size=1, max_size=6))
def test_they_agree_on_notes_of_any_such_blocks(blocks):
    text = "\n\n".join(blocks) + "\n"
    fast, careful = read_note(text), outline(text)
    assert list(map(seen, fast.tables)) == list(map(seen, careful.tables))
    assert {line.number for line in fast.lines if line.level} == {
        section.line for section in careful.sections
    }
    assert {item.passage.line for item in (*careful.items, *careful.paragraphs)} <= {
        line.number for line in fast.lines
    }
    assert stand_where_the_source_has_them(fast, text)


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("|-: \n>#*`~=[]()<!%$x1（＝　\t"), max_size=60))
def test_any_text_is_read_and_each_character_keeps_its_place(text):
    shown = read_note(text)
    assert stand_where_the_source_has_them(shown, text)
    numbers = [line.number for line in shown.lines]
    assert numbers == sorted(set(numbers))
    in_tables = {number for table in shown.tables for number in range(table.line, table.end)}
    assert in_tables.isdisjoint(numbers)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("**a** and `b`\n", ["  a   and  b"]),
        ("- [x] done\n", ["      done"]),
        ("12. twelve\n", ["    twelve"]),
        ("２＋３\n", ["2+3"]),
        ("[[Note|name]] and [[Note]]\n", ["       name   and   Note"]),
        ("[text](https://a.org/1=2)\n", ["[text"]),
        ("see https://a.org/1=2 there\n", ["see                   there"]),
        ("a<br>b\n", ["a;   b"]),
        ("a==b==c\n", ["a  b  c"]),
        ("<!-- 1 + 1 = 3 -->\n", []),
        ("%% 1 + 1 = 3 %%\n", []),
        ("text %%1 + 1 = 3%% more\n", ["text               more"]),
        ("```\n1 + 1\n```\n", ["1 + 1"]),
        ("```mermaid\n1 + 1\n```\n", []),
        ("~~~js\n1 + 1\n~~~\nafter\n", ["after"]),
        ("$$\n1 + 1 = 3\n$$\n", []),
    ],
)
def test_a_note_prints_what_a_reader_sees(text, lines):
    assert [line.text for line in read_note(text).lines] == lines


def test_code_says_its_language_and_a_heading_its_level():
    lines = read_note("## Two\n\n```\nin a box\n```\n\nout\n").lines
    assert [(line.number, line.fence, line.level) for line in lines] == [
        (1, None, 2),
        (4, "", 0),
        (7, None, 0),
    ]


def test_languages_that_are_asked_for_are_read_too():
    text = "```mermaid\nA --> B\n```\n"
    assert [line.text for line in printed(text, scan(text), (), ("mermaid",)).lines] == ["A --> B"]
