"""Links as Obsidian's cache holds them, row by row: what the source says, where it leads, what the reader sees.

Single constructs stand in test_scan.py; here is what a table of tricky cases adds.
"""

import pytest

from vaultval.note.links import display_text
from vaultval.note.scan import scan
from vaultval.vault.resolve import Resolver

FILES = [
    "note.md",
    "link_in_yaml.md",
    "Test Data/x.md",
    "Sub/My Note.md",
    "Sub/source.md",
    "Dr. Smith.md",
    "file.name.md",
    "v2.0 Release.md",
]


def every(text):
    found = scan(text)
    return sorted(found.links + found.embeds)


def only(text):
    (link,) = every(text)
    return link


def leads_to(text, source="note.md"):
    return Resolver(FILES).resolve(only(text).target, source).path


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[[note]]", "note"),
        ("[[note.md]]", "note.md"),
        ("[[Test Data/x]]", "Test Data/x"),
        ("[[Test Data/x#heading_link]]", "Test Data/x > heading_link"),
        ("[[#heading]]", "heading"),
        ("[[#heading#sub-heading]]", "heading > sub-heading"),
        ("[[note#heading#sub-heading]]", "note > heading > sub-heading"),
        ("[[#heading#sub-heading||alias text]]", "|alias text"),
        ("[[wikilink#^block]]", "wikilink > ^block"),
        ("[[note#heading|alias]]", "alias"),
        ("[[ note |alias]]", "alias"),
        (r"| [[note\|alias]] |", "alias"),
        ("[[|alias]]", "|alias"),
        ("[[liNk_in_YaMl]]", "liNk_in_YaMl"),
        ("![[chart.png]]", "chart.png"),
        ("![[chart.png|100x145]]", "100x145"),
        ("[heading_link](Test%20Data/x.md#heading)", "heading_link"),
        ("[](Sub/My%20Note.md)", "Sub/My Note.md"),
        ("[[#]]", "#"),
    ],
)
def test_what_a_reader_sees_for_a_link(text, shown):
    assert display_text(only(text)) == shown


@pytest.mark.parametrize(
    ("text", "target", "subpath"),
    [
        ("[[#heading#sub-heading]]", "", "#heading#sub-heading"),
        ("[[|#alias]]", "|", "#alias"),
        ("[[foo#^abc |x]]", "foo", "#^abc"),
        (r"[[Hello \| There]]", "Hello", ""),
        ("[[Dr. Smith]]", "Dr. Smith", ""),
        ("[[file.name.md]]", "file.name.md", ""),
        ("![[doc.pdf#height=400]]", "doc.pdf", "#height=400"),
        ("![[plan.canvas]]", "plan.canvas", ""),
        ("![[deals.base#View name]]", "deals.base", "#View name"),
        ("[m](note.md#^block)", "note.md", "#^block"),
        (
            "text[label](Manual%20Testing/X#How%20the%20tests%20work)",
            "Manual Testing/X",
            "#How the tests work",
        ),
        ("[t](a%23b.md)", "a", "#b.md"),
        ('[foo][ref]\n\n[ref]: note.md "T"', "note.md", ""),
    ],
)
def test_a_link_is_split_at_its_first_number_sign(text, target, subpath):
    link = only(text)
    assert (link.target, link.subpath) == (target, subpath)


@pytest.mark.parametrize(
    ("text", "source", "path"),
    [
        ("[[note]]", "Sub/source.md", "note.md"),
        ("[[note.md]]", "Sub/source.md", "note.md"),
        ("[[NOTE.MD]]", "Sub/source.md", "note.md"),
        ("[[#heading#sub-heading]]", "Sub/source.md", "Sub/source.md"),
        ("[h](#heading)", "Sub/source.md", "Sub/source.md"),
        ("[[liNk_in_YaMl]]", "note.md", "link_in_yaml.md"),
        ("[[pa#th/path/x]]", "note.md", None),
        ("[[|alias]]", "note.md", None),
        ("[[https://example.org]]", "note.md", None),
        ("[[Dr. Smith]]", "note.md", "Dr. Smith.md"),
        ("[[file.name]]", "note.md", "file.name.md"),
        ("[[file.name.md]]", "note.md", "file.name.md"),
        ("[[v2.0 Release]]", "note.md", "v2.0 Release.md"),
        ("[y](My%20Note.md)", "note.md", "Sub/My Note.md"),
        ("[z](Sub/My%20Note.md)", "Sub/source.md", "Sub/My Note.md"),
        ("[w](<Sub/My Note.md>)", "note.md", "Sub/My Note.md"),
        ("[x](note)", "Sub/source.md", "note.md"),
    ],
)
def test_a_markdown_link_leads_where_a_wikilink_would(text, source, path):
    assert leads_to(text, source) == path


@pytest.mark.parametrize(
    "text",
    [
        "[[##text",
        "[[^^text",
        r"\[\[#Escaped Links\]\]",
        "[w](Sub/My Note.md)",
        "[](<>)",
        "> ```\n> [[note]]\n> ```",
        "- a\n\n      [[note]]",
        "[[note\n]]",
        "word [note] and [^1]",
        "[[note] ]",
    ],
)
def test_no_link_at_all(text):
    assert every(text) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[t](https://example.org)", "t"),
        ("[t](obsidian://open?vault=v)", "t"),
        ("[t](mailto:a@example.org)", "t"),
        ("![Engelbart|100](https://example.org/e.jpg)", "Engelbart|100"),
        ("![250](https://example.org/e.jpg)", "250"),
    ],
)
def test_a_link_that_leads_out_of_the_vault_is_kept_apart(text, shown):
    assert every(text) == []
    assert [display_text(link) for link in scan(text).external] == [shown]


@pytest.mark.parametrize("before", ["", "🚀🚀 ", "é😀\n", "e\u0301 ", "👩\u200d👩\u200d👧 ", "\ufe0f𝔸\r\n"])
def test_a_range_is_the_source_whatever_stands_before_it(before):
    text = f"{before}[[note#^b|🚀]] and ![a 😀](c.png)"
    assert [text[link.start : link.end] for link in every(text)] == ["[[note#^b|🚀]]", "![a 😀](c.png)"]


def test_the_pipe_of_a_link_in_a_table_may_lack_its_backslash_and_the_link_is_still_one():
    assert display_text(only("| a | b |\n|---|---|\n| [[note|c]] | d |")) == "c"


def test_a_wikilink_is_no_link_by_reference_besides():
    found = scan("On [[Tesla]], [Tesla] and [x][Tesla]\n\n[Tesla]: https://example.com\n")
    assert [link.original for link in found.links] == ["[[Tesla]]"]
    assert [link.original for link in found.external] == ["[Tesla]", "[x][Tesla]"]
