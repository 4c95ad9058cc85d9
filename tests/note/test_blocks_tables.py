"""Blocks as Obsidian's help and its own cache show them: ids, callouts, comments, footnotes, math, HTML, nested code."""

import pytest

from vaultval.note.scan import scan


def ids(text):
    return [block.name for block in scan(text).blocks]


def callouts(text):
    return [(found.type, found.fold, found.title) for found in scan(text).callouts]


def footnotes(text):
    return [(found.id, found.definition) for found in scan(text).footnotes]


def said(text):
    """Links, tags and tasks: what a reader of the note would miss first."""
    found = scan(text)
    return (
        [link.target for link in found.links],
        [tag.name for tag in found.tags],
        [task.status for task in found.tasks],
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A paragraph. ^id", ["id"]),
        ("two\nlines ^id", ["id"]),
        ("- item ^one\n    - inner ^two\n1. third ^three", ["one", "two", "three"]),
        ("- [ ] task 📅 2026-01-02 ^my-precious  ", ["my-precious"]),
        ("> quoted\n\n^quote-1", ["quote-1"]),
        ("| a |\n|---|\n| b |\n\n^table", ["table"]),
        ("```\ncode\n```\n\n^code", ["code"]),
        ("text ^Upper-CASE-9", ["Upper-CASE-9"]),
        ("## Heading ^h", ["h"]),
        ("x ^x^", []),
        ("a^b", []),
        ("a ^with_underscore", []),
        ("a ^中文", []),
        ("a ^id and more", []),
        ("`a ^id`", []),
        ("%% a ^id %%", []),
    ],
)
def test_a_block_id_ends_a_block_or_stands_alone_below_it(text, expected):
    assert ids(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("> [!info]", [("info", "", "")]),
        (">[!tip] A title\n> text", [("tip", "", "A title")]),
        ("> [!faq]- Are they foldable?", [("faq", "-", "Are they foldable?")]),
        ("> [!todo]+ Open", [("todo", "+", "Open")]),
        ("> [!WARNING] Loud", [("warning", "", "Loud")]),
        ("> [!my-own] Unknown to Obsidian", [("my-own", "", "Unknown to Obsidian")]),
        ("> [!note|wide] With a switch", [("note", "", "With a switch")]),
        (
            "> [!question] One\n> > [!todo] Two\n> > > [!example] Three",
            [("question", "", "One"), ("todo", "", "Two"), ("example", "", "Three")],
        ),
        (" >> [!a] deep", [("a", "", "deep")]),
        ("- > [!note] in an item", [("note", "", "in an item")]),
        ("## Head\n> [!note] right below a heading", [("note", "", "right below a heading")]),
        ("text\n> [!note] right below a paragraph", [("note", "", "right below a paragraph")]),
        ("> [!note] `a` and [[b]]", [("note", "", "`a` and [[b]]")]),
        ("> text\n> [!note] not the first line", []),
        ("> text\nlazy\n> [!note] still not the first line", []),
        ("> [!note]x", []),
        ("> [!] none", []),
        ("[!note] no quote", []),
        ("```\n> [!note]\n```", []),
        ("    > [!note]", []),
        ("%%\n> [!note]\n%%", []),
    ],
)
def test_a_callout_is_a_quote_that_opens_with_its_type(text, expected):
    assert callouts(text) == expected


@pytest.mark.parametrize(
    "kind",
    [
        "note", "abstract", "summary", "tldr", "info", "todo", "tip", "hint", "important", "success", "check", "done", "question",
        "help", "faq", "warning", "caution", "attention", "failure", "fail", "missing", "danger", "error", "bug", "example",
        "quote", "cite",
    ],
)  # fmt: skip
def test_every_type_of_obsidian_is_read_as_written(kind):
    assert callouts(f"> [!{kind.upper()}] T") == [(kind, "", "T")]


def test_what_stands_in_callouts_counts():
    text = "> [!note] On [[A]]\n> - [ ] do #b\n> > [!tip]\n> > - [x] done [[C]]\n>>> - [/] deeper\n"
    assert said(text) == (["A", "C"], ["#b"], [" ", "x", "/"])


def test_a_callout_knows_where_its_bracket_stands():
    text = "😀\n\n> > [!note] T"
    (found,) = scan(text).callouts
    assert text[found.start :].startswith("[!note]")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a %% [[L]] #t %% b", (["L"], ["#t"], [])),
        ("%%\n[[L]] #t\n- [ ] no task\n%%\n- [ ] task", (["L"], ["#t"], [" "])),
        ("%%\n- [ ] a comment without an end", ([], [], [])),
        ("<!-- [[L]] #t -->", ([], [], [])),
        ("<!--\n[[L]] #t\n- [ ] no\n-->\n[[M]]", (["M"], [], [])),
        ("<div>\n[[L]] #t\n- [ ] no\n</div>\n\n[[M]]", (["M"], [], [])),
        ("<b>[[L]]</b> #t", (["L"], ["#t"], [])),
        ("%% kanban:settings\n```\n{}\n```\n%%", ([], [], [])),
    ],
)
def test_links_and_tags_count_in_comments_between_per_cent_signs_and_nothing_does_in_html(text, expected):
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$x [[L]] #t$", ([], [], [])),
        ("$$\n[[L]] #t\n- [ ] no\n$$", ([], [], [])),
        (r"\$x [[L]] #t\$", (["L"], ["#t"], [])),
        ("> $$\n> [[L]]\n> $$\n> [[M]]", (["M"], [], [])),
        ("costs $5 for [[L]] and $6", (["L"], [], [])),
    ],
)
def test_nothing_counts_in_math(text, expected):
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("==#t [[L]]==", (["L"], ["#t"], [])),
        ("~~[[L]] #t~~", (["L"], ["#t"], [])),
        ("=== [[L]]", (["L"], [], [])),
    ],
)
def test_what_is_highlighted_or_struck_out_counts(text, expected):
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a[^1] b[^note-2].", [("1", False), ("note-2", False)]),
        ("[^1]: text", [("1", True)]),
        ("> [^q]: text", [("q", True)]),
        ("[^1]: first line\n  goes on", [("1", True)]),
        ("[^A] [^a]", [("A", False), ("a", False)]),
        ("a [^1]: b", [("1", False)]),
        ("inline ^[note with [[L]] and [m](n)] here", [("", False)]),
        (r"\[^1] and `[^2]` and $[^3]$ and [^ 4] and [^]", []),
        ("%% [^1] %%", []),
    ],
)
def test_footnotes(text, expected):
    assert footnotes(text) == expected


def test_a_footnote_is_no_link_and_no_heading():
    text = "a[^1]\n\n[^1]: b.md\n---\n[^2]: two words\n===\n"
    found = scan(text)
    assert (found.links, found.headings) == ((), ())


def test_links_count_in_footnotes():
    assert said("^[see [[A]] #t]\n\n[^1]: [[B]]\n  and [[C]]") == (["A", "B", "C"], ["#t"], [])


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("````md\n```js\n[[no]]\n```\n````\n[[yes]]", 1),
        ("~~~~\n~~~\n```\n[[no]]\n~~~~\n[[yes]]", 1),
        ("```\n[[no]]\n````\n[[yes]]", 1),
        ("`````\n````\n```\n[[no]]\n`````\n[[yes]]", 1),
        ("- ```\n  [[no]]\n  ```\n- [[yes]]", 1),
        ("> ```\n> [[no]]\n\n[[yes]]", 1),
        ("    [[no]]\n\n[[yes]]", 1),
        ("```\n[[no]]\n~~~\n[[no]]", 1),
    ],
)
def test_code_ends_at_a_fence_of_its_own_kind_and_at_least_its_length(text, blocks):
    found = scan(text)
    assert [link.target for link in found.links] == (["yes"] if "yes" in text else [])
    assert len(found.opaque) == blocks


def test_a_blank_of_no_width_makes_a_list_item_text():
    assert said("- a\n\u200b\t- [ ] b")[2] == []
    assert said("- a\n\t- [ ] b")[2] == [" "]


def test_headings_keep_their_source():
    (heading,) = scan("## A link in a [[x]] #t ==h==").headings
    assert heading.text == "A link in a [[x]] #t ==h=="


def test_no_footnote_stands_in_a_wikilink_and_one_may_be_defined_in_a_list():
    assert scan("[[^x]] [[a|[^1]]]").footnotes == ()
    assert [(note.id, note.definition) for note in scan("x [^1]\n- [^1]: a").footnotes] == [
        ("1", False),
        ("1", True),
    ]
