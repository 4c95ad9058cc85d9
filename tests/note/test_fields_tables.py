"""Inline fields and the types of their values, as Dataview's own tests and its documentation show them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultval.note.fields import sanitised
from vaultval.note.parts import FieldLink, TypedValue
from vaultval.note.scan import scan
from vaultval.note.values import typed_value


def fields(text):
    return [(field.key, field.value) for field in scan(text).fields]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[key::value]", [("key", "value")]),
        ("(key::value)", [("key", "value")]),
        ("[[[[hello:: 16]]", [("hello", "16")]),
        ("This is some text. [key:: [value]]", [("key", "[value]")]),
        ("Hello? [key! :: \\[value]", [("key!", "\\[value")]),
        ('[link:: <a href="Page">Value</a>]', [("link", '<a href="Page">Value</a>')]),
        ("[key:: value] and so thus, [key2:: value2]", [("key", "value"), ("key2", "value2")]),
        ("[a:: (b:: c)] (d:: [e:: f])", [("a", "(b:: c)"), ("d", "[e:: f]")]),
        ("[a:: \\]b]", [("a", "\\]b")]),
        ("[😉::🚀]", [("😉", "🚀")]),
        ("[with [brackets]:: x]", []),
        ("[key:value]", []),
        ("[key:: no end", [("key", "no end")]),
        ("[]", []),
        ("- [ ] Huh! [p:: 1]", [("p", "1")]),
        ("| [a:: 1] | (b:: 2) |", [("a", "1"), ("b", "2")]),
    ],
)
def test_a_field_in_brackets_may_stand_anywhere(text, expected):
    assert fields(text) == expected


def test_a_field_knows_all_of_its_places():
    (field,) = scan("[key::value]").fields
    assert (field.start, field.end, field.value_start, field.bracketed) == (0, 12, 6, True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Key:: value", [("Key", "value")]),
        ("Basic Field:: Some random Value", [("Basic Field", "Some random Value")]),
        ("**Bold Field**:: Nice!", [("Bold Field", "Nice!")]),
        ("*italic*:: x", [("italic", "x")]),
        ("~~struck~~:: x", [("struck", "x")]),
        ("**URL**::`https://x`", [("URL", "`https://x`")]),
        ("クリスマス:: 家庭用", [("クリスマス", "家庭用")]),
        ("Noël:: Un jeu", [("Noël", "Un jeu")]),
        ("Статус:: да", [("Статус", "да")]),
        ("with_mark/and-more 2:: x", [("with_mark/and-more 2", "x")]),
        ("tam 💰:: 3", [("tam 💰", "3")]),
        ("💰 tam:: 3", [("tam", "3")]),
        ("- key:: value", [("key", "value")]),
        ("1. key:: value", [("key", "value")]),
        ("> key:: value", [("key", "value")]),
        ("> - key:: value", [("key", "value")]),
        ("## key:: value", [("key", "value")]),
        ("Related Projects::", [("Related Projects", "")]),
        ("Related Projects::\n", [("Related Projects", "")]),
        ("up:: [[A]]\nup:: [[B]]", [("up", "[[A]]"), ("up", "[[B]]")]),
        ("a:: b:: c", [("a", "b:: c")]),
        ("a:: x [b:: y]", [("b", "y")]),
        ("- [ ] key:: value", []),
        ("- [x] key:: value", []),
        ("foo:::bar baz", []),
        ("a, b:: c", []),
        ("what? no:: c", []),
        ("key: value", []),
        ("```\nkey:: value\n```", []),
        ("`key:: value`", []),
        ("%% key:: value %%", []),
        ("<!-- key:: value -->", []),
    ],
)
def test_a_field_that_is_a_line(text, expected):
    assert fields(text) == expected


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("This is a Test.", "this-is-a-test"),
        ("Статус", "статус"),
        ("key! ", "key"),
        ("Basic Field", "basic-field"),
        ("a_b-C/d", "a_b-cd"),
        ("价值", "价值"),
        ("tam 💰", "tam-💰"),
        ("...", ""),
    ],
)
def test_the_name_by_which_queries_know_a_key(key, expected):
    assert sanitised(key) == expected


def link(target, subpath="", display=None, embed=False):
    return TypedValue("link", FieldLink(target, subpath, display, embed))


def number(value):
    return TypedValue("number", value)


def text(value):
    return TypedValue("text", value)


def duration(**units):
    return TypedValue("duration", tuple(units.items()))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", TypedValue("null", None)),
        ("   ", TypedValue("null", None)),
        ("null", TypedValue("null", None)),
        ("14", number(14)),
        ("-3.5", number(-3.5)),
        ("2021", number(2021)),
        ("007", number(7)),
        ("3.", text("3.")),
        ("1,000", TypedValue("list", (number(1), number(0)))),
        ("$5B", text("$5B")),
        ("12%", text("12%")),
        ("9" * 400, text("9" * 400)),
        ("true", TypedValue("boolean", True)),
        ("False", TypedValue("boolean", False)),
        ("TRUE", TypedValue("boolean", True)),
        ("truest", text("truest")),
        ("some words", text("some words")),
        ('"quoted, too"', text("quoted, too")),
        (r'"a \" b \\ c"', text(r'a " b \ c')),
        ('"open', text('"open')),
        ("#tag/sub", text("#tag/sub")),
        ('<a href="Page">Value</a>', text('<a href="Page">Value</a>')),
    ],
)
def test_null_numbers_booleans_and_text(source, expected):
    assert typed_value(source) == expected


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ("2021-04", "2021-04"),
        ("2021-04-18", "2021-04-18"),
        ("2021-04-18T04", "2021-04-18T04:00:00"),
        ("2021-04-18T04:19", "2021-04-18T04:19:00"),
        ("2021-04-18T04:19:35", "2021-04-18T04:19:35"),
        ("2021-04-18T04:19:35.000", "2021-04-18T04:19:35.000"),
        ("2021-04-18T04:19:35.000+06:30", "2021-04-18T04:19:35.000+06:30"),
        ("2021-04-18T04:19:35+9", "2021-04-18T04:19:35+9"),
        ("2021-04-18T04:19:35Z", "2021-04-18T04:19:35Z"),
        ("2021-04-18T04:19:35[Europe/Paris]", "2021-04-18T04:19:35[Europe/Paris]"),
        ("2021-02-31", "2021-03-03"),
        ("2020-02-29", "2020-02-29"),
    ],
)
def test_dates(source, written):
    assert typed_value(source) == TypedValue("date", written)


@pytest.mark.parametrize(
    "source",
    ["2021-04-17 18:00", "2021-13", "2021-13-01", "0000-01", "2021-4-1", "2021/04/17", "2021-04-17T18:00+08:00", "2021-04-17, or so",
     "9999-12-99", "2021-04-17T", "17.04.2021"],
)  # fmt: skip
def test_what_is_nearly_a_date_is_text(source):
    assert typed_value(source) == text(source)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("6hr7min", duration(hours=6, minutes=7)),
        ("6 hours, 7 minutes", duration(hours=6, minutes=7)),
        ("9 years, 8 months, 4 days, 16 hours, 2 minutes", duration(years=9, months=8, days=4, hours=16, minutes=2)),
        ("9 years, 8 months", duration(years=9, months=8)),
        ("9 yrs 8 mos", duration(years=9, months=8)),
        ("1.5 h", duration(hours=1.5)),
        ("7 s", duration(seconds=7)),
        ("2w", duration(weeks=2)),
        ("1d, 2d", duration(days=3)),
        ("-5d", duration(days=-5)),
        ("5 meters", text("5 meters")),
        ("6 hours or so", text("6 hours or so")),
    ],
)  # fmt: skip
def test_durations(source, expected):
    assert typed_value(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[[Page]]", link("Page")),
        ("![[Page]]", link("Page", embed=True)),
        ("[[Page|shown]]", link("Page", display="shown")),
        ("[[Deals/Page#Head#Sub|shown]]", link("Deals/Page", "#Head#Sub", "shown")),
        ("[[#^id]]", link("", "#^id")),
        ("[[yes, no, and maybe]]", link("yes, no, and maybe")),
        (r"[[Hello \| There]]", link("Hello | There")),
        ("[[Page]] and more", text("[[Page]] and more")),
        ("[text](page.md)", text("[text](page.md)")),
    ],
)
def test_links(source, expected):
    assert typed_value(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1, 2", (number(1), number(2))),
        ('"yes","no"', (text("yes"), text("no"))),
        ("[[a]], [[b]]", (link("a"), link("b"))),
        ("[[a]],", (link("a"),)),
        ('1, 2, 3, "hello"', (number(1), number(2), number(3), text("hello"))),
        ("2026-01, 3d, true, null", (TypedValue("date", "2026-01"), duration(days=3), TypedValue("boolean", True), TypedValue("null", None))),
        ("#a, #b", (text("#a"), text("#b"))),
    ],
)  # fmt: skip
def test_a_list_of_parts_that_can_all_be_read(source, expected):
    assert typed_value(source) == TypedValue("list", expected)


@pytest.mark.parametrize(
    "source", ["yes, or, no", "1, two", "[[a]], b", "1,, 2", "1, 2,", ", 1", '"a" "b"', "$1, $2"]
)
def test_one_part_that_cannot_be_read_makes_all_of_it_text(source):
    assert typed_value(source) == text(source)


def test_the_same_key_twice_is_kept_twice_in_order():
    assert [
        (field.key, typed_value(field.value).value) for field in scan("up:: 1\n\n[up:: 2]\n- up:: 3").fields
    ] == [
        ("up", 1),
        ("up", 2),
        ("up", 3),
    ]


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60) | st.text('0123456789-:T+Z[]{}|#,."\\ dhmin', max_size=40))
def test_every_text_has_a_value(source):
    found = typed_value(source)
    if found.type == "text" and not source.strip().startswith('"'):
        assert found.value == source.strip()
    if found.type == "list":
        assert all(part.type != "list" for part in found.value)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(-(10**6), 10**6) | st.booleans(), min_size=2, max_size=6))
def test_a_list_that_is_written_is_the_list_that_is_read(parts):
    found = typed_value(", ".join(str(part) for part in parts))
    assert [part.value for part in found.value] == parts
