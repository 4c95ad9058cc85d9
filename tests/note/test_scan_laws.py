"""What holds of the scanner whatever a note contains."""

import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.note.commonmark import by_scan
from tests.note.texts import ANY_TEXT, NOTES
from vaultval.note import frontmatter, tasks
from vaultval.note.blocks import block_starts, read_blocks
from vaultval.note.lines import Walk
from vaultval.note.managed import managed_blocks
from vaultval.note.parts import Scan, Task
from vaultval.note.scan import scan
from vaultval.note.structure import outline
from vaultval.note.values import typed_value
from vaultval.place import Lines


def facts(text: str) -> list[object]:
    """Everything that a scan says, with lines and columns in place of offsets."""
    found, lines = scan(text), Lines(text)
    at = lines.line_column
    return [
        [(at(link.start), at(link.end), link.target, link.subpath, link.display) for link in found.links],
        [(at(link.start), at(link.end), link.target, link.subpath, link.display) for link in found.embeds],
        [(at(tag.start), tag.name) for tag in found.tags],
        [(at(heading.start), heading.level, heading.text) for heading in found.headings],
        [(at(task.start), task.status, task.text, at(task.text_start)) for task in found.tasks],
        [
            (at(field.start), at(field.end), field.key, field.value, at(field.value_start))
            for field in found.fields
        ],
        [(at(block.start), block.name) for block in found.blocks],
        [(at(signal.start), signal.date) for signal in found.signals],
        [(at(span.start), at(span.end)) for span in found.opaque],
        [(at(span.start), at(span.end)) for span in found.comments],
        [(at(callout.start), callout.type, callout.fold, callout.title) for callout in found.callouts],
        [(at(footnote.start), footnote.id, footnote.definition) for footnote in found.footnotes],
    ]


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT | NOTES)
def test_nothing_that_a_note_may_hold_raises(text):
    found = scan(text)
    outline(text)
    managed_blocks(text, found, "A.md")
    for head in (text, f"---\n{text}\n---\n"):
        frontmatter.read(head, "A.md")
    for task in (*found.tasks, Task(0, " ", text, 6)):
        tasks.read(task)
    for field in found.fields:
        typed_value(field.value)


@settings(max_examples=400, deadline=None)
@given(NOTES | ANY_TEXT)
def test_what_is_found_lies_in_the_text_and_in_order(text):
    found = scan(text)
    for group in found:
        starts = [part[0] for part in group]
        assert starts == sorted(starts)
        assert all(0 <= start < len(text) for start in starts)
    for before, after in zip(found.opaque, found.opaque[1:], strict=False):
        assert before.end <= after.start
    assert all(span.start < span.end <= len(text) for span in (*found.opaque, *found.comments))


@settings(max_examples=400, deadline=None)
@given(NOTES | ANY_TEXT)
def test_offsets_lead_back_to_the_source(text):
    found = scan(text)
    for link in (*found.links, *found.embeds):
        assert text[link.start : link.end] == link.original
    for tag in found.tags:
        assert text.startswith(tag.name, tag.start)
    for task in found.tasks:
        assert text.startswith(task.text, task.text_start)
        assert text[task.start] in "-+*0123456789"
    for field in found.fields:
        assert text.startswith(field.value, field.value_start)
        assert field.start <= field.value_start <= field.value_start + len(field.value) <= field.end
        assert field.key in text[field.start : field.value_start]
        details = text[field.start : field.end]
        assert not field.bracketed or details[0] + details[-1] in ("[]", "()")
    for block in found.blocks:
        assert text.startswith("^" + block.name, block.start)
    for callout in found.callouts:
        assert text.startswith("[!", callout.start)
        assert callout.title in text[callout.start :]
    for footnote in found.footnotes:
        assert text.startswith(f"[^{footnote.id}]" if footnote.id else "^[", footnote.start)


@settings(max_examples=300, deadline=None)
@given(st.text("😀é中🚀ab ", max_size=12), NOTES)
def test_what_stands_before_moves_every_place_by_as_many_characters(before, text):
    head = f"x{before}\n\n"
    moved, alone = scan(head + text), scan(text)
    for name in Scan._fields:
        places = [part[0] - len(head) for part in getattr(moved, name)]
        assert places == [part[0] for part in getattr(alone, name)], name


@settings(max_examples=300, deadline=None)
@given(NOTES | ANY_TEXT)
def test_nothing_but_headings_overlaps_what_is_opaque(text):
    found = scan(text)
    inside = {offset for span in found.opaque for offset in range(span.start, span.end)}
    for group in (
        found.links,
        found.embeds,
        found.tags,
        found.tasks,
        found.fields,
        found.blocks,
        found.signals,
    ):
        assert not [part for part in group if part[0] in inside]


@settings(max_examples=400, deadline=None)
@given(NOTES)
def test_line_ends_of_two_characters_change_nothing(text):
    assert facts(text.replace("\n", "\r\n")) == [
        [
            tuple(part.replace("\n", "\r\n") if isinstance(part, str) else part for part in row)
            for row in group
        ]
        for group in facts(text)
    ]


@settings(max_examples=400, deadline=None)
@given(NOTES)
def test_a_tab_is_as_good_as_the_blanks_up_to_the_next_column_of_four(text):
    found, blanks = by_scan(text), by_scan("\n".join(line.expandtabs(4) for line in text.split("\n")))
    assert (found.blocks, found.items, found.tasks) == (blanks.blocks, blanks.items, blanks.tasks)
    assert [heading[:2] for heading in found.headings] == [heading[:2] for heading in blanks.headings]


@settings(max_examples=600, deadline=None)
@given(NOTES | ANY_TEXT)
def test_reading_only_the_lines_that_matter_finds_what_reading_all_finds(text):
    walk = Walk(text)
    while walk.pos < len(text):
        walk.line()
    assert read_blocks(text)._replace(starts=[]) == walk.found._replace(starts=[])
    assert block_starts(text) == sorted(walk.found.starts)


@settings(max_examples=200, deadline=None)
@given(NOTES, NOTES)
def test_frontmatter_moves_what_stands_below_it_and_no_more(head, body):
    text = f"{head}\n{body}"
    start = len(head) + 1
    below, alone = scan(text, start), scan(body)
    assert below.opaque[0] == (0, start)
    assert len(below.opaque) == len(alone.opaque) + 1
    for name in Scan._fields:
        if name != "opaque":
            moved = [part[0] + start for part in getattr(alone, name)]
            assert [part[0] for part in getattr(below, name)] == moved


HOSTILE = [
    "`", "[[", "%%", "$$", ">", "#", "[", "(", "![", "<!--", "$", "$a ", "`a ``b ", "[[a", "[a](", "](", "]:", "[x]: y\n",
    "\\", "- ", "> - ", "  - \n", "[a::", "(a:: [b:: ", "::", "^a ", "x ^a\nb", "<a ", '<a b="', "<a b", "<div>\n", "$$a\n",
    "- $$a\n", "> $$a\n> \n", "%%\n", "- %%\n", "a %% b\n\n", "a ` b\n\n", "\n\n    ", "a\n===\n", "```\n", "- ```\n", "> ```\n\n",
    "# \n    a\n", "#a#", "_#", "://a_#b ", "[[a#b]]", "[![a](b)](c) ", "2026-01-01\n", "\r", "- [ ] a\n", "[a\nb](c) ", "[a]: <",
    "- a\n\n      b\n", "> a\nb\n    c\n\n", "- " * 50 + "a\n x\n",
    "\\$$", "$$\\", "|", "^", "-", "> ", "- [ ] ", ":: ", "<", "\t", "](`", "[a](`", "[a]: `x\n", "[a]: x '\n", "[a]: x\n=\n", "[^a]", "^[",
    "> [!a]\n", "> [!a]\n\n", "a\n> [!a]\n", "[!a] ", "<?", "<![CDATA[", "<!a", "<a@", "- > ", "|-|\n", "~~~\n", "x\n-\n", "\\[a:: ",
    "\ud83d\ude00", "`\r\n", ">\t", "-\t", "1. ", "[[]]", "]](", "%% `", "$`", "> %%\n", "a:: b\n", "[a:: 1]", "📅 2026-01-01 ",
]  # fmt: skip
PAIRS = [first + second for first in HOSTILE[::4] for second in HOSTILE[1::11]]
ENDS = ("", "]])`$$%%-->")


def calls(read, text):
    """How many functions, those in C too, are called to read a text."""
    count = 0

    def counted(_frame, event, _arg):
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        read(text)
    finally:
        sys.setprofile(before)
    return count


def read_task(text):
    tasks.read(Task(0, " ", text.replace("\n", " "), 6))


@pytest.mark.parametrize("read", [scan, read_task, typed_value])
@pytest.mark.parametrize("end", ENDS)
def test_twice_the_text_takes_about_twice_the_calls(read, end):
    for part in HOSTILE + PAIRS:
        once, twice = (calls(read, "x " + part * (size // len(part)) + end) for size in (1_500, 3_000))
        assert twice <= 2.5 * once + 200, part


@pytest.mark.parametrize("part", HOSTILE)
def test_the_work_grows_with_the_text_and_not_with_its_square(part):
    # What happens inside one call cannot be counted, so that it is timed.
    def duration(size: int) -> float:
        text = "x " + part * (size // len(part))
        best = 9e9
        for _ in range(3):
            begin = time.perf_counter()
            scan(text)
            read_task(text)
            typed_value(text)
            best = min(best, time.perf_counter() - begin)
        return best

    # Eight times the text: eight times the work is linear, sixty-four times would be the square.
    assert any(duration(24_000) < 28 * duration(3_000) for _ in range(4))
