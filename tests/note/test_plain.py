"""The fast reading of plain properties says what YAML says, or says nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultval.note import frontmatter
from vaultval.note.plain import plain_properties

words = st.sampled_from(
    [
        "a",
        "b-c",
        "中文",
        "12",
        "-3.5",
        "0700",
        "1e3",
        "true",
        "NULL",
        "on",
        "2026-02-10",
        "12:30",
        "$5",
        "4%",
        "x:y",
        "~",
        "-",
        "--",
        "[",
        "]",
        "[[N]]",
        '"q"',
        "'q'",
        "#",
        "#t",
        "&",
        "*",
        "!",
        "|",
        ">",
        "{a}",
        ",",
        ":",
        "é",
        "1_000",
        ".5",
        "a#b",
    ]
)
values = st.lists(words, max_size=4).map(" ".join)
lines = st.one_of(
    st.tuples(st.sampled_from(["key", "a b", "中", "x-y", "no", "2026", "_u"]), values).map(
        lambda p: f"{p[0]}: {p[1]}"
    ),
    st.tuples(st.sampled_from(["- ", "  - ", "    - "]), values).map("".join),
    st.lists(values, max_size=3).map(lambda v: f"k: [{', '.join(v)}]"),
    st.sampled_from(["key:", "", "# note", 'k: "[[A|b]]"', "k: 'it'", "k : v", "k:v", "  k: v"]),
)


@settings(max_examples=800, deadline=None)
@given(st.lists(lines, max_size=6), st.sampled_from(["\n", "\r\n"]))
def test_it_agrees_with_yaml_wherever_it_answers(parts, newline):
    source = "".join(part + newline for part in parts)
    fast = plain_properties(source, 0, len(source), frontmatter.scalar)
    if fast is None or not source.strip():
        return
    slow, trouble = frontmatter._compose(source, 0)
    assert trouble is None, trouble
    assert fast == slow


@pytest.mark.parametrize(
    "source",
    [
        "type: option\n",
        'company: "[[Acme]]"\n',
        "tags:\n  - a\n  - b\n",
        "tags: [a, b c]\n",
        "price: $422.61\nwacc: 11.5 %\n",
    ],
)
def test_it_answers_what_notes_usually_hold(source):
    assert plain_properties(source, 0, len(source), frontmatter.scalar)


@pytest.mark.parametrize(
    "source", ["a: {b: c}\n", "a: |\n  b\n", "a: b # c\n", "a: *x\n", "a: b: c\n", "{}\n"]
)
def test_it_leaves_the_rest_to_yaml(source):
    assert plain_properties(source, 0, len(source), frontmatter.scalar) is None
