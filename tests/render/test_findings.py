"""How a finding looks: the caret stands under the word, under Chinese, too."""

import pytest

from vaultval.diagnostics import finding
from vaultval.place import Place
from vaultval.render.findings import cells, finding_text, summary
from vaultval.render.memory import advance, line, recall
from vaultval.render.text import Style, escaped, fixed, shortened


def shown(source, column, length):
    text = finding_text(finding("not-a-date", Place("n.md", 7, column, length), "no date"), lambda _: source)
    return text.split("\n")[1:3]


@pytest.mark.parametrize(
    ("source", "word"),
    [
        ("due: 2026-13-01", "2026-13-01"),
        ("概率：四成五 左右", "四成五"),
        ("\tindent x", "x"),
        ("é combining", "combining"),
    ],
)
def test_the_caret_stands_under_the_word(source, word):
    column = source.index(word) + 1
    above, below = shown(source, column, len(word))
    lead = above.index(source[0]) if source[0] != "\t" else above.index("\t")
    before = above[lead : above.index(word)].replace("\t", "        ")
    carets = below[lead:].replace("\t", "        ")
    assert carets == " " * cells(before) + "^" * cells(word)


def test_a_long_line_is_cut_around_the_place():
    above, below = shown("a" * 500 + "WRONG" + "b" * 500, 501, 5)
    assert len(above) < 200
    assert above[below.index("^") : below.rindex("^") + 1] == "WRONG"


def test_a_note_cannot_steer_the_terminal():
    text = finding_text(
        finding("not-a-date", Place("n\x1b[31m.md", 1), "no \x1b]0;x\x07"), lambda _: "\x1b[2J boo"
    )
    assert "\x1b" not in text
    assert "\x07" not in text


def test_the_summary_counts_by_severity():
    found = [finding("not-a-date", Place("n.md", i), "x") for i in range(2)] + [
        finding("market-cap", Place("n.md"), "x")
    ]
    assert summary(found) == "Findings: 2 errors, 1 warning."
    assert summary([]) == "No findings."


@pytest.mark.parametrize(
    ("value", "digits", "text"), [(-0.001, 2, "0.00"), (-1.5, 1, "−1.5"), (1234.5, 2, "1,234.50")]
)
def test_numbers_have_a_true_minus_and_no_minus_zero(value, digits, text):
    assert fixed(value, digits) == text


def test_foreign_text_is_only_words():
    assert (
        escaped("a|b [[c]] #t `x` %%y%% <b>\nz")
        == "a\\|b \\[\\[c\\]\\] \\#t \\`x\\` \\%\\%y\\%\\% &lt;b&gt; z"
    )
    assert shortened("one two three", 9) == "one two…"


def test_links_are_short_escaped_in_tables_and_plain_where_they_cannot_be():
    style = Style("en", "USD", lambda path, _source: path.rpartition("/")[2].removesuffix(".md"))
    assert style.link("a/Robots.md", "b.md") == "[[Robots]]"
    assert style.link("a/Robots.md", "b.md", "Evidence: [[x]]") == "[[Robots#Evidence x\\|Robots]]"
    assert style.link("b.md", "b.md", "Evidence") == "[[#Evidence\\|Evidence]]"
    assert style.link("a/C#.md", "b.md") == "C\\#"


def test_memory_keeps_the_last_comparison_until_something_moves():
    first = line({"": 1.0}, {})
    assert recall(first) == ({"": 1.0}, {})
    assert advance({"": 1.0}, first) == ({"": 1.0}, {})
    moved = line(*advance({"": 2.0}, first))
    assert recall(moved) == ({"": 2.0}, {"": 1.0})
    assert advance({"": 2.0}, moved) == ({"": 2.0}, {"": 1.0})
    assert advance({"": 2.0, "as_of": "2026-03-01"}, moved) == ({"": 2.0}, {"": 1.0})
    assert recall("<!-- vaultval-figures {broken -->") == ({}, {})


def test_nothing_in_the_memory_can_end_its_comment():
    kept = line({"x --> <!-- y": 1.0}, {})
    assert kept.count("-->") == 1
    assert kept.count("<!--") == 1
    assert recall(kept)[0] == {"x --> <!-- y": 1.0}
