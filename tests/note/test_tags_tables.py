"""Tags as Obsidian's cache holds them, row by row; where tools disagree, what Obsidian itself was seen to do counts.

Single constructs stand in test_scan.py. docs/reading-notes.md says what is open.
"""

import pytest

from vaultval.note.scan import scan
from vaultval.note.tags import tag_name


def tags(text):
    return [tag.name for tag in scan(text).tags]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#中文标签 #中文/子标签", ["#中文标签", "#中文/子标签"]),
        ("#テストtag #한글/서브태그", ["#テストtag", "#한글/서브태그"]),
        ("#⚙️/pending🔄 #📷 #🌱/🌿", ["#⚙️/pending🔄", "#📷", "#🌱/🌿"]),
        ("#-a #_a #a/ #/a #2a", ["#-a", "#_a", "#a/", "#/a", "#2a"]),
        ("#Macro #macro", ["#Macro", "#macro"]),
        ("#a\u200bb #c\u2014d", ["#a", "#c"]),
        ("#1984 #20/25", ["#20/25"]),
    ],
)
def test_what_a_tag_is_made_of(text, expected):
    assert tags(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#宏观。", ["#宏观。"]),
        ("#宏观，估值", ["#宏观，估值"]),
        ("#估值：高", ["#估值：高"]),
        ("#A股（创业板）", ["#A股（创业板）"]),
    ],
)
def test_full_width_marks_are_part_of_a_tag(text, expected):
    assert tags(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\u00a0#a \u3000#b x\t#c", ["#a", "#b", "#c"]),
        ("[x #a] [#b]", ["#a", "#b"]),
        ("#a#b #c/#d", ["#a", "#b", "#c/", "#d"]),
        ("x _#a_ y snake_case_#b", ["#a", "#b"]),
        ("|a|b|\n|-|-|\n|#c|x|", ["#c"]),
        (r"\[\[#Escaped Links\]\]", ["#Escaped"]),
        (r"\\#a \*#b", ["#a", "#b"]),
        ("[Discord #a](https://example.org)", ["#a"]),
        ("[b #a][ref]\n\n[ref]: b.md", ["#a"]),
        ("[b #a]\n\n[b #a]: b.md", ["#a", "#a"]),
    ],
)
def test_where_a_tag_begins(text, expected):
    assert tags(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('(#a) $#b$ "#c" .#d x—#e', []),
        ("（#a，#b", []),
        ("a#f#oo", []),
        ("##foo foo##bar aa#foo", []),
        ("#tag,#b", ["#tag"]),
        ("#one;;;#two; #three", ["#one", "#three"]),
        ("[#one]]#two;;#four()() #three", ["#one", "#three"]),
        ("word#notag http://example.org/y#frag", []),
        ("[[link#not a tag]] [?](#tag) [a](b.md#tag)", []),
        ("[a][r]\n\n[r]: b.md#tag", []),
    ],
)
def test_where_no_tag_begins(text, expected):
    assert tags(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("%% #a %%\n\n%%\n#b\n%%", ["#a", "#b"]),
        ("> [!note] #a\n> #b\n\n- #c\n\n| h |\n|---|\n| #d |", ["#a", "#b", "#c", "#d"]),
        ("# Heading #a\n\nSetext #b\n===", ["#a", "#b"]),
        ("`#a`\n\n```\n#b\n```\n\n$x #c$ and $$ #d $$", []),
        ("<!-- #a --> x\n\n<div>\n#b\n</div>\n\n<p>x #c</p>", []),
        ("- [ ] #a 📅 2026-01-01", ["#a"]),
    ],
)
def test_where_tags_are_read_and_where_not(text, expected):
    assert tags(text) == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a", "#a"),
        ("#a", "#a"),
        (" a ", "#a"),
        ("宏观/利率", "#宏观/利率"),
        ("a b", None),
        ("a, b", None),
        ("2026", None),
        ("##a", None),
        ("#", None),
        ("", None),
    ],
)
def test_a_text_may_be_a_tag(text, name):
    assert tag_name(text) == name


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        (">#a", ["#a"]),
        ("> [!note]\n>#a", ["#a"]),
        ("- >#a", ["#a"]),
        ("> - >#a", ["#a"]),
        ("a>#b", []),
        ("> a>#b", []),
        ("#a\ufeffb", ["#a"]),  # white space to JavaScript
        ("#a\x85b", ["#a\x85b"]),  # none to JavaScript
    ],
)
def test_a_tag_may_stand_directly_behind_the_mark_of_a_quote(text, tags):
    assert [tag.name for tag in scan(text).tags] == tags
