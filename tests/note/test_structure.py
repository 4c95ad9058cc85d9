"""Sections, items, paragraphs and tables, each with its place."""

import pytest

from vaultval.note.parts import Span
from vaultval.note.structure import outline

NOTE = """---
type: narrative
---
Intro line.

# Story #narrative

## 证据 (5.0)

- first item
  goes on
    - inner item
1. numbered

**Counter-evidence** (5.5):
- against

> quoted words

| A | B |
|---|--:|
| [[x\\|y]] | 2 |
| only one |

## Next
"""


def read(text=NOTE):
    head = text.index("---\n", 4) + 4 if text.startswith("---") else 0
    return outline(text, (Span(0, head),))


def test_sections_end_at_the_next_heading_of_the_same_or_a_higher_level():
    sections = [(s.title.content, s.level, s.line, s.end) for s in read().sections]
    assert sections == [("Story #narrative", 1, 6, 27), ("证据 (5.0)", 2, 8, 25), ("Next", 2, 25, 27)]


def test_items_hold_their_own_text_and_know_every_line_of_it():
    items = read().items
    assert [i.passage.content for i in items] == ["first item\ngoes on", "inner item", "numbered", "against"]
    place = items[0].passage.place("n.md", items[0].passage.content.index("goes"), 4)
    assert (place.line, place.column) == (11, 3)


def test_paragraphs_in_quotes_count_and_those_in_lists_do_not():
    contents = [p.passage.content for p in read().paragraphs]
    assert contents == ["Intro line.", "**Counter-evidence** (5.5):", "quoted words"]


def test_cells_keep_their_columns_and_short_rows_are_filled_up():
    table = read().tables[0]
    source = NOTE.split("\n")
    assert [c.content for c in table.header] == ["A", "B"]
    assert [[c.content for c in row] for row in table.rows] == [["[[x|y]]", "2"], ["only one", ""]]
    cell = table.rows[0][1]
    assert source[cell.line - 1][cell.columns[0] - 1] == "2"


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_line_ends_do_not_move_lines(newline):
    text = NOTE.replace("\n", newline)
    head = text.index("---", 4) + 3 + len(newline)
    found = outline(text, (Span(0, head),))
    assert [s.line for s in found.sections] == [s.line for s in read().sections]
    assert [c.content for c in found.tables[0].rows[0]] == ["[[x|y]]", "2"]


def test_hidden_spans_are_blank_lines():
    text = "one\n\n- hidden\n\n- seen\n"
    start = text.index("- hidden")
    assert [i.passage.content for i in outline(text, (Span(start, start + 8),)).items] == ["seen"]
