"""What the scanner finds in single lines and small notes."""

import pytest

from vaultval.note.parts import Scan
from vaultval.note.scan import scan


def links(text: str) -> list[tuple[str, str, str | None]]:
    return [(link.target, link.subpath, link.display) for link in scan(text).links]


def embeds(text: str) -> list[tuple[str, str, str | None]]:
    return [(link.target, link.subpath, link.display) for link in scan(text).embeds]


def tags(text: str) -> list[str]:
    return [tag.name for tag in scan(text).tags]


def fields(text: str) -> list[tuple[str, str]]:
    return [(field.key, field.value) for field in scan(text).fields]


def opaque(text: str) -> list[str]:
    return [text[span.start : span.end] for span in scan(text).opaque]


def comments(text: str) -> list[str]:
    return [text[span.start : span.end] for span in scan(text).comments]


def statuses(text: str) -> list[str]:
    return [task.status for task in scan(text).tasks]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[Moat]]", ("Moat", "", None)),
        ("[[Moat.md]]", ("Moat.md", "", None)),
        ("[[Deals/Moat#Fees]]", ("Deals/Moat", "#Fees", None)),
        ("[[#Fees#Card fees]]", ("", "#Fees#Card fees", None)),
        ("[[#Fees||twice]]", ("", "#Fees", "|twice")),
        ("[[Moat#^b1]]", ("Moat", "#^b1", None)),
        ("[[pa#th/x]]", ("pa", "#th/x", None)),
        ("[[|]]", ("|", "", None)),
        ("[[|Fees]]", ("|Fees", "", None)),
        ("[[Sq]uare]]", ("Sq]uare", "", None)),
        ("[[https://example.org]]", ("https://example.org", "", None)),
        (r"| [[Moat\|fees]] |", ("Moat", "", "fees")),
        ("[[ Moat ]]", ("Moat", "", None)),
        ("[[Moat |fees]]", ("Moat", "", "fees")),
        ("[[Moat|]]", ("Moat", "", None)),
        ("[[Nested [[Moat]] x]]", ("Moat", "", None)),
        ("[[[Moat]]]", ("Moat", "", None)),
        ("[[v2.0 Release]]", ("v2.0 Release", "", None)),
        ("## On [[Moat]]", ("Moat", "", None)),
        ("🚀🚀 [[Moat]]", ("Moat", "", None)),
        ("text<br>[[Moat]]", ("Moat", "", None)),
        ("[[$ACME]] at 5$", ("$ACME", "", None)),
    ],
)
def test_a_wikilink_has_target_subpath_and_display(text, expected):
    assert links(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "[[]]",
        "[[ ]]",
        "[[Multi\nLine]]",
        "[[unclosed",
        "`[[Moat]]`",
        "``a ` [[Moat]]``",
        "```\n[[Moat]]\n```",
        "~~~\n[[Moat]]\n~~~",
        "    [[Moat]]",
        "\t[[Moat]]",
        "<!-- [[Moat]] -->",
        "a <!-- [[Moat]] --> b",
        "<div>\n[[Moat]]\n</div>",
        "$a [[Moat]] b$",
        "$$\n[[Moat]]\n$$",
        r"\[\[Moat\]\]",
        r"\[[Moat]]",
        "[]()",
        "[Moat]()",
        "[Moat](a b.md)",
        "[Moat]\n(a.md)",
        "(a.md)[Moat]",
        "[([)",
        r"\[Moat](a.md)",
        "[Moat][nowhere]",
        "[^1]\n\n[^1]: a.md",
        "[Moat](https://example.org)",
        "[Moat](obsidian://open)",
        "[Moat](mailto:a@example.org)",
        "<https://example.org/[[Moat]]>",
    ],
)
def test_no_link_into_the_vault(text):
    assert links(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[m](My%20Moat.md)", ("My Moat.md", "", "m")),
        ("[m](<My Moat.md>)", ("My Moat.md", "", "m")),
        ("[m](Moat)", ("Moat", "", "m")),
        ("[m](#Fees)", ("", "#Fees", "m")),
        ("[m](Moat.md#Fees#Card%20fees)", ("Moat.md", "#Fees#Card fees", "m")),
        ("see[m](a/b.md)", ("a/b.md", "", "m")),
        ('[m](a.md "a title")', ("a.md", "", "m")),
        ("[m](a_(b).md)", ("a_(b).md", "", "m")),
        (r"[m](a\_b.md)", ("a_b.md", "", "m")),
        ("[a [b] c](a.md)", ("a.md", "", "a [b] c")),
        ("[m\nn](a.md)", ("a.md", "", "m\nn")),
        ("[](a.md)", ("a.md", "", None)),
        ("[m](100%.md)", ("100%.md", "", "m")),
        ("[m](%ff.md)", ("%ff.md", "", "m")),
        ("[m](%E4%BB%B7%E5%80%BC.md)", ("价值.md", "", "m")),
        ("[m][r]\n\n[r]: a.md", ("a.md", "", "m")),
        ("[m][]\n\n[M]: <a b.md> 'title'", ("a b.md", "", "m")),
        ("[m]\n\n[m]: a.md", ("a.md", "", "m")),
        ("[`code`](a.md)", ("a.md", "", "`code`")),
    ],
)
def test_a_markdown_link_has_a_decoded_target(text, expected):
    assert links(text) == [expected]


def test_a_markdown_link_does_not_reach_over_blocks():
    assert links("- [a\n- b](c.md)") == []
    assert links("[a\n\nb](c.md)") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("![[chart.png|100]]", ("chart.png", "", "100")),
        (r"| ![[chart.png \| 300]] |", ("chart.png", "", "300")),
        ("- [ ] ![[Moat]]", ("Moat", "", None)),
        ("![[report.pdf#page=3]]", ("report.pdf", "#page=3", None)),
        ("![250](chart.png)", ("chart.png", "", "250")),
    ],
)
def test_an_exclamation_mark_makes_an_embed(text, expected):
    assert embeds(text) == [expected]
    assert links(text) == []


def test_an_escaped_exclamation_mark_makes_a_link():
    assert links(r"\![[Moat]]") == [("Moat", "", None)]


def test_an_image_that_is_a_link_counts_as_both():
    assert embeds("[![a](a.png)](b.md)") == [("a.png", "", "a")]
    assert links("[![a](a.png)](b.md)") == [("b.md", "", "![a](a.png)")]


def test_of_code_and_link_the_one_that_begins_first_counts():
    assert links("[[a `b]] c` [[d]]") == [("a `b", "", None), ("d", "", None)]
    assert links("`a [[b` c]]") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#1984", []),
        ("#y1984", ["#y1984"]),
        ("#2025Q3", ["#2025Q3"]),
        ("#宏观/利率", ["#宏观/利率"]),
        ("#宏观，估值", ["#宏观，估值"]),
        ("#估值:高", ["#估值"]),
        ("#macro—x", ["#macro"]),
        ("#foo.bar", ["#foo"]),
        ("#⚙️/later🔄", ["#⚙️/later🔄"]),
        ("#début", ["#début"]),
        ("a\u00a0#b\u3000#c\t#d", ["#b", "#c", "#d"]),
        ("#one#two/#x", ["#one", "#two/", "#x"]),
        ("word#no a/#no", []),
        ('(#no) "#no .#no —#no $#no ,#no', []),
        ("##no a##no", []),
        (r"\#no", []),
        (r"\[#yes", ["#yes"]),
        ("**#bold** _#soft_ ==#light== ~~#gone~~", ["#bold", "#soft", "#light", "#gone"]),
        ("|#cell|x|", ["#cell"]),
        ("[a #b](https://example.org/#c)", ["#b"]),
        ('[a](b.md "see #c")', []),
        ("[[Note#part #x]]", []),
        ("https://example.org/_#part", []),
        ("# Head #yes", ["#yes"]),
        ("# Head", []),
        ("the # of", []),
        ("`#no` and $a #no b$ and <!-- #no -->", []),
        ('<span style="color: #abc">#yes</span>', ["#yes"]),
        ("%% #yes %%", ["#yes"]),
        ("> - #yes", ["#yes"]),
        ("costs $5 to $6 #yes", ["#yes"]),
    ],
)
def test_tags(text, expected):
    assert tags(text) == expected


def test_a_tag_stands_where_its_number_sign_stands():
    text = "a #one#two"
    assert [text[tag.start :][: len(tag.name)] for tag in scan(text).tags] == ["#one", "#two"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# A", [(1, "A")]),
        ("###### A ##", [(6, "A")]),
        ("# A#", [(1, "A#")]),
        ("#", [(1, "")]),
        ("## #", [(2, "")]),
        ("####### A", []),
        ("#A", []),
        ("    # A", []),
        ("   # A", [(1, "A")]),
        ("A\n===", [(1, "A")]),
        ("A\nB\n---", [(2, "A B")]),
        ("> A\n> ---", [(2, "A")]),
        ("> A\n---", []),
        ("A\n\n---", []),
        ("- A\n  ===", [(1, "A")]),
        ("- # A", [(1, "A")]),
        ("> ## On [[Moat]]", [(2, "On [[Moat]]")]),
        ("Tags: x\n---", [(2, "Tags: x")]),
        ("- [ ] A\n  ---", [(2, "[ ] A")]),
    ],
)
def test_headings(text, expected):
    assert [(heading.level, heading.text) for heading in scan(text).headings] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- [ ] a\n* [x] b\n+ [-] c\n1. [/] d\n2) [🔥] e", [" ", "x", "-", "/", "🔥"]),
        ("- a\n    - [ ] b\n        - [x] c", [" ", "x"]),
        ("- a\n\t- [ ] b", [" "]),
        ("> > - [ ] a", [" "]),
        (" >> - [ ] a", [" "]),
        ("- - [ ] a", [" "]),
        ("- [ ]", [" "]),
        ("-  [ ] a", [" "]),
        ("- [ ]a", []),
        ("- []a", []),
        ("- [ab] c", []),
        ("- [x](a.md)", []),
        ("[ ] a", []),
        ("@ [ ] a", []),
        ("a\n2. [ ] b", []),
        ("a\n    - [ ] b", []),
        ("- a\n\u200b\t- [ ] b", []),
        ("%%\n- [ ] a\n%%", []),
        ("<!--\n- [ ] a\n-->", []),
        ("```\n- [ ] a\n```", []),
    ],
)
def test_tasks(text, expected):
    assert statuses(text) == expected


def test_a_task_knows_where_its_mark_and_its_text_stand():
    text = "> 10. [x]  sell it \r\n"
    (task,) = scan(text).tasks
    assert (text[task.start :][:3], task.text) == ("10.", "sell it")
    assert text[task.text_start :].startswith("sell")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a (k:: v) b [l:: w]", [("k", "v"), ("l", "w")]),
        ("[k:: [v]]", [("k", "[v]")]),
        ("[on:: [[A]], [[B]]]", [("on", "[[A]], [[B]]")]),
        (r"[k! :: \[v]", [("k!", r"\[v")]),
        ("[k:v]", []),
        ("[k:: v", [("k", "v")]),
        ("[:: v]", []),
        ("[a [b:: c]", [("b", "c")]),
        ("[a:: (b:: c)]", [("a", "(b:: c)")]),
        ("tam:: $1.5T", [("tam", "$1.5T")]),
        ("- tam:: $1.5T ^tam", [("tam", "$1.5T")]),
        ("1. tam:: 3", [("tam", "3")]),
        ("> tam:: 3", [("tam", "3")]),
        ("**Tam**:: `3`", [("Tam", "`3`")]),
        ("市场空间:: 3", [("市场空间", "3")]),
        ("💰 tam 💰:: 3", [("tam 💰", "3")]),
        ("Related Deals::", [("Related Deals", "")]),
        ("tam:::x", []),
        ("- [ ] tam:: 3", []),
        ("- [ ] a [tam:: 3]", [("tam", "3")]),
        ("a:: b [tam:: 3]", [("tam", "3")]),
        ("`tam:: 3`", []),
        ("%% tam:: 3 %%", []),
        ("%%\n[tam:: 3]\n%%", []),
        ("up:: a\nup:: b", [("up", "a"), ("up", "b")]),
    ],
)
def test_fields(text, expected):
    assert fields(text) == expected


def test_a_field_knows_its_span_and_where_its_value_begins():
    text = "so (tam::  $2T ), yes"
    (field,) = scan(text).fields
    assert text[field.start : field.end] == "(tam::  $2T )"
    assert text[field.value_start :].startswith("$2T")
    assert field.bracketed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("text ^abc-1", ["abc-1"]),
        ("- a ^one\n- b ^two", ["one", "two"]),
        ("| a |\n\n^table", ["table"]),
        ("> quoted ^q", ["q"]),
        ("a ^b c", []),
        ("a ^b\nc", []),
        ("a ^b\n\nc", ["b"]),
        ("a ^b_c", []),
        ("`a ^b`", []),
    ],
)
def test_block_ids(text, expected):
    assert [block.name for block in scan(text).blocks] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-23 a", ["2026-01-23"]),
        ("2026/1/23，a", ["2026-01-23"]),
        ("- 2026.1.23 a", ["2026-01-23"]),
        ("1. 2026年1月23日a", ["2026-01-23"]),
        ("2026 年 1 月 23 日 a", ["2026-01-23"]),
        ("**2026-01-23** a", ["2026-01-23"]),
        ("> - 2026-01-23 a", ["2026-01-23"]),
        ("2026-01-23T09:30 a", ["2026-01-23"]),
        ("2026-02-29 a", []),
        ("2024-02-29 a", ["2024-02-29"]),
        ("2026-13-01 a", []),
        ("2026-1/23 a", []),
        ("2026.1.23.4 a", []),
        ("2026-01-23-draft", []),
        ("2026-01-234", []),
        ("2024年a", []),
        ("a\n2026-01-23 b", []),
        ("a 2026-01-23", []),
        ("# 2026-01-23", []),
        ("2026-01-23\n---", []),
        ("- [ ] 2026-01-23 a", []),
        ("    2026-01-23", []),
        ("%%\n2026-01-23 a\n%%", []),
    ],
)
def test_a_signal_opens_with_a_date_that_exists(text, expected):
    assert [signal.date for signal in scan(text).signals] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a `b` c", ["`b`"]),
        ("a ``b ` c`` d", ["``b ` c``"]),
        (r"\`a` b", []),
        ("a `b\nc` d", ["`b\nc`"]),
        ("a `b\n\nc` d", []),
        ("- a `b\n- c` d", []),
        ("| a `b | c |\n| d` | e |", []),
        ("$x$ and $$y$$", ["$x$", "$$y$$"]),
        (r"\$x$", []),
        ("$5 and $6", []),
        ("$5B–$7B", []),
        ("$ x$", []),
        ("[[$A]] and [[$B]]", []),
        ("$$\nx\n$$\na", ["$$\nx\n$$"]),
        ("$$\nx", ["$$\nx"]),
        ("$$ x", []),
        ("> $$\n> x\n\na $$", ["$$\n> x"]),
        ("a <!-- b --> c", ["<!-- b -->"]),
        ("<!-- b --> [[c]]", ["<!-- b --> [[c]]"]),
        ("a <!-- b\n\nc --> d", []),
        ("<div>\na\n\nb", ["<div>\na"]),
        ("a <b>c</b>", ["<b>", "</b>"]),
        ("a < b > c", []),
        ("a\n    b", []),
        ("a\n\n    b\n\n\n    c\n\nd", ["b\n\n\n    c"]),
        ("- a\n\n      b", ["b"]),
        ("- a\n\n    b", []),
        ("# a\n    b", ["b"]),
        ("-     a", ["a"]),
        (">     a", ["a"]),
        ("```a\nb\n````\nc", ["```a\nb\n````"]),
        ("````\n```\n````", ["````\n```\n````"]),
        ("``` a`b\nc", []),
        ("- ```\n  a\n\nb", ["```\n  a\n"]),
        ("> ```\n> a\n\nb", ["```\n> a"]),
        ("- a\n  ~~~\n  b\n  ~~~\n  c", ["~~~\n  b\n  ~~~"]),
        ("```\na", ["```\na"]),
    ],
)
def test_opaque_spans(text, expected):
    assert opaque(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a %% b %% c", ["%% b %%"]),
        ("%%\na\n\nb\n%% c\nd", ["%%\na\n\nb\n%%"]),
        ("%% a\nb %%", ["%% a\nb %%"]),
        ("a %% b\n\nc %% d", []),
        ("%%\na", ["%%\na"]),
        ("`%%` a `%%`", []),
        ("```\n%%\n```\na", []),
        (r"\%% a %%", []),
        ("- %% a\n  b %%", ["%% a\n  b %%"]),
    ],
)
def test_comments(text, expected):
    assert comments(text) == expected


def test_code_in_a_comment_is_code():
    text = "%% settings\n```\n[[no]]\n```\n[[yes]]\n%%\n"
    assert links(text) == [("yes", "", None)]
    assert opaque(text) == ["```\n[[no]]\n```"]


def test_the_frontmatter_is_opaque_and_nothing_is_read_in_it():
    text = "---\ntags: '#no'\n---\n# Yes #yes"
    body = text.index("# Yes")
    found = scan(text, body)
    assert found.opaque[0] == (0, body)
    assert [tag.name for tag in found.tags] == ["#yes"]
    assert found.headings[0].start == body


def test_an_empty_note_says_nothing():
    assert scan("") == Scan((), (), (), (), (), (), (), (), (), (), ())
