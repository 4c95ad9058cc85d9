"""Offsets to lines and columns, and back."""

from hypothesis import given, settings
from hypothesis import strategies as st

from vaultval.place import Lines, Place


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab\n\r\u2028中😀", max_size=60), st.data())
def test_a_line_and_column_lead_back_to_the_offset(text, data):
    lines = Lines(text)
    offset = data.draw(st.integers(0, len(text)))
    line, column = lines.line_column(offset)
    assert lines.start(line) + column - 1 == offset
    assert line == text.count("\n", 0, offset) + 1
    assert len(lines) == text.count("\n") + 1


def test_a_place_reads_as_editors_expect_it():
    assert str(Lines("a\nbc").place("n.md", 3, 1)) == "n.md:2:2"
    assert Place("n.md").line == 1
