"""What a note says otherwise than its author will think is noted once, and nothing else is."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultval.vault.vault import Hold, read_note


def found(text):
    """The findings of a note as (rule, what the place spans)."""
    note, findings = read_note("A.md", text.encode("utf-8", "surrogatepass"), lambda _: False, Hold.TEXT)
    lines = note.text.split("\n")
    spans = []
    for each in findings:
        start = each.place.column - 1
        spans.append((each.rule.name, lines[each.place.line - 1][start : start + each.place.length]))
    return spans


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#宏观，估值", ["#宏观，估值"]),
        ("说 #宏观。", ["#宏观。"]),
        ("#A股（创业板） #估值：高", ["#A股（创业板）", "#估值：高"]),
        ("#宏观，#Macro。 x #macro。 #MACRO。", ["#宏观，", "#Macro。"]),
        ("#宏观、#估值 x", ["#宏观、"]),
    ],
)
def test_a_tag_with_a_full_width_mark_is_noted_once(text, expected):
    assert found(text) == [("tag-with-punctuation", span) for span in expected]


@pytest.mark.parametrize(
    "text",
    [
        "#宏观 估值",
        "#宏观/利率",
        "#々〇",
        "#a—b",
        "`#宏观，`",
        "%% #宏观， %%",
        "```\n#宏观，\n```",
        "#⚙️/🔄",
        "宏观，估值",
    ],
)
def test_other_tags_are_not_noted(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("（#宏观", ["#宏观"]),
        ("看（#宏观），#估值。（#宏观）", ["#宏观", "#估值"]),
        ("(#macro, #rates)", ["#macro"]),
        ("see #macro,#rates;#fx tags:#usd", ["#rates", "#fx", "#usd"]),
        ("a—#macro (#MACRO)", ["#macro"]),
    ],
)
def test_a_tag_that_is_none_because_of_a_mark_before_it_is_noted_once(text, expected):
    assert found(text) == [("tag-not-read", span) for span in expected]


@pytest.mark.parametrize(
    "text",
    [
        "C#sharp F# C#",
        "https://example.org/(#top) https://example.org/a:#b",
        "word#fragment 笔记#标题",
        "# Heading\n#### x",
        "(# a) (#) (#12) (#_)",
        "color:#fff (#A1B2C3)",
        "[a](#heading) [[#heading]] [[a,#b]]",
        "`(#a)`\n\n```\n(#a)\n```\n\n    (#a)",
        "%% (#a) %%\n\n<!-- (#a) -->",
        "$x,#a$",
        'the "#a" tag',
        "(\\#a)",
        "---\ntitle: x,#a\n---\n",
        "<span style='x:#abx'>y</span>",
    ],
)
def test_a_number_sign_that_is_no_tag_of_anybody_is_not_noted(text):
    assert found(text) == []


TABLE = "| a | b |\n|---|:-:|\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{TABLE}| [[A|b]] | c |", "[[A|b]]"),
        (f"{TABLE}| ![[A.png|100]] | c |\n\nx", "![[A.png|100]]"),
        (f"{TABLE}| c | d |\n| [[A|b]] | [[C|d]] |\n| [[E|f]] | g |", "[[A|b]]"),
        ("a | b\n-|-\n[[A|b]] | c", "[[A|b]]"),
        ("| [[A|b]] | c |\n|---|---|\n| d | e |", "[[A|b]]"),
        ("> | a | b |\n> |---|---|\n> | [[A|b]] | c |", "[[A|b]]"),
        (f"{TABLE}| [[A|b]] | c |".replace("\n", "\r\n"), "[[A|b]]"),
    ],
)
def test_a_link_that_a_cell_ends_in_is_noted_once_a_table(text, expected):
    assert found(text) == [("pipe-in-table", expected)]


def test_each_table_has_its_own_finding():
    text = f"{TABLE}| [[A|b]] | c |\n\n{TABLE}| [[D|e]] | f |\n"
    assert found(text) == [("pipe-in-table", "[[A|b]]"), ("pipe-in-table", "[[D|e]]")]


@pytest.mark.parametrize(
    "text",
    [
        f"{TABLE}| [[A\\|b]] | c |",
        f"{TABLE}| c | d |\n\n[[A|b]]",
        "| [[A|b]] | c |",
        "| a | b | c |\n|---|\n| [[A|b]] | c |",
        f"```\n{TABLE}| [[A|b]] | c |\n```",
        f"%%\n{TABLE}| [[A|b]] | c |\n%%",
        f"{TABLE}| `[[A|b]]` | c |",
        f"{TABLE}| [a|b](c.md) | d |",
        "- [[A|b]] | c\n---",
    ],
)
def test_a_pipe_that_cuts_no_link_is_not_noted(text):
    assert [rule for rule, _ in found(text) if rule == "pipe-in-table"] == []


@pytest.mark.parametrize(
    "text",
    [
        "Date: 2026-01-28\nTags: [[macro]]\n---",
        "Tags: [[macro]]\n---\ntext",
        "日期：2026-01-28\n---",
        "Tags:\n---",
        "two lines\nof text\n---",
        "> Date: 2026-01-28\n> ---",
        "The first quarter was weaker than all had thought.\n---",
        "一句话。\n---",
        "Date: 2026-01-28\r\nTags: [[macro]]\r\n---\r\n",
    ],
)
def test_a_heading_that_nobody_meant_is_noted(text):
    assert found(text) == [("accidental-heading", "---")]


@pytest.mark.parametrize(
    "text",
    [
        "A title\n---",
        "Chapter 1: the beginning\n-------",
        "What is a moat?\n---",
        "Acme Inc.\n---",
        "A title\n===",
        "Date: 2026-01-28\n\n---",
        "---\nDate: 2026-01-28\n---",
        "```\nDate: 2026-01-28\n---\n```",
        "%%\nDate: 2026-01-28\n---\n%%",
        "## Date: 2026-01-28",
        "- Date: 2026-01-28\n---",
    ],
)
def test_a_deliberate_title_is_not_noted(text):
    assert found(text) == []


def test_the_headings_of_a_note_that_nobody_meant_are_noted_once():
    _, (noted,) = read_note("A.md", b"Tags:\n-\ntext\n\nDate: 1\n---\n", lambda _: False, Hold.TEXT)
    assert (noted.place.line, noted.place.column, noted.place.length) == (2, 1, 1)
    assert noted.message == "this line makes a heading of 'Tags:'; 1 more of this note do the like"


def test_nothing_is_noted_in_blocks_that_vaultval_wrote():
    block = f"(#a) #宏观，b\n\n{TABLE}| [[A|b]] | c |\n\nDate: 2026-01-28\n---\n"
    text = f"<!-- vaultval:begin x -->\n{block}<!-- vaultval:end x sum=0123456789 -->\n"
    assert found(text) == []
    assert len(found(block)) == 4


PARTS = st.sampled_from(
    ["#a", "，#b", "(#c", "#宏观，", "[[A|b]]", "| a | b |", "|---|---|", "|", "\n", "\n---\n", "Date: 1", "`", "%%", "> ", "\r\n", "- ", " "]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(PARTS, max_size=25).map("".join) | st.text(st.characters(codec=None), max_size=80))
def test_no_text_raises_and_every_place_has_its_own_finding(text):
    places = [(rule, span) for rule, span in found(text) if rule in ("tag-with-punctuation", "tag-not-read")]
    assert len({(rule, span.lower()) for rule, span in places}) == len(places)


@pytest.mark.parametrize(
    "part",
    ["(#a", "，#b ", "://a,#b ", "[[A|b]]|", "|-\n", "|-|-|\n| [[A|b]] |\n", "| a |\n|---|\n| [[A|b]] |\n\n", "-", "|-", "|:-", "a\n---\n", "%%(#a%%", "(#a`b`"],
)  # fmt: skip
def test_the_work_grows_with_the_text_and_not_with_its_square(part):
    def duration(size):
        text = ("x |" + part * (size // len(part))).encode()
        best = 9e9
        for _ in range(3):
            begin = time.perf_counter()
            read_note("A.md", text, lambda _: False, Hold.LINKS)
            best = min(best, time.perf_counter() - begin)
        return best

    # Eight times the text: eight times the work is linear, sixty-four times would be the square.
    assert any(duration(24_000) < 28 * duration(3_000) for _ in range(4))
