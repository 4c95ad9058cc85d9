"""Small pieces put into the author's text, and what is refused."""

import pytest

from vaultval.writeback.insertions import Insertion, plan_insertions


def around(text, word, link, after=0):
    """The insertion that makes a link of a word."""
    start = text.index(word, after)
    return Insertion(start, link[: -len(word) - 2], start + len(word), "]]")


def planned(text, *pieces, note="Note.md"):
    change, findings = plan_insertions(note, text if isinstance(text, bytes) else text.encode(), pieces)
    return change.after.decode() if change else None, [(found.rule.name, found.message) for found in findings]


def test_a_word_becomes_a_link_and_nothing_else_changes():
    text = "\ufeff---\na: 1 # mine\n---\r\nOn Tesla.  \r\n\r\n- [ ] Tesla ^id"
    body = text.removeprefix("\ufeff")
    first = around(body, "Tesla", "[[Tesla]]")
    second = around(body, "Tesla", "[[Cars/Tesla|Tesla]]", first.end)
    after, findings = planned(text, first, second)
    assert after == "\ufeff---\na: 1 # mine\n---\r\nOn [[Tesla]].  \r\n\r\n- [ ] [[Cars/Tesla|Tesla]] ^id"
    assert findings == []


def test_the_change_says_where_the_pieces_stand():
    change, _ = plan_insertions("N.md", b"On Tesla.", [Insertion(3, "[[A|", 8, "]]")])
    text = change.after.decode()
    assert [text[span.start : span.end] for span in change.inserted] == ["[[A|", "]]"]


def test_a_field_may_stand_behind_an_item():
    after, findings = planned("- 2026-02-10: launch [media]\n", Insertion(28, " [supports:: [[Robots]]]"))
    assert after == "- 2026-02-10: launch [media] [supports:: [[Robots]]]\n"
    assert findings == []


@pytest.mark.parametrize(
    ("text", "word", "reason"),
    [
        ("`On Tesla`", "Tesla", "it would not be read as a link or field"),
        ("# On Tesla", "Tesla", "the headings of the note would change"),
        ("[On Tesla](x.md)", "Tesla", "the links of the note would change"),
        ("a [key:: Tesla]", "Tesla", "the fields of the note would change"),
        ("#Tesla", "Tesla", "the tags of the note would change"),
        ("- [ ] x 🔁 every day Tesla", "Tesla", "what a task says would change"),
        ("---\na: Tesla\n---\n", "Tesla", "the properties or markers would change"),
        ("!Tesla", "Tesla", "would change"),
        ("\\Tesla", "Tesla", "it would not be read as a link or field"),
        ("[Tesla](x) ", "Tesla", "would change"),
        ("2026-02-10 Tesla", "2026", "the signals of the note would change"),
        ("中文**Tesla**业务", "Tesla", "what is bold or italic would change"),
        ("**Tesla**s", "Tesla", "what is bold or italic would change"),
        ("~~Tesla~~公司", "Tesla", "what is bold or italic would change"),
        ("与**a\nTesla**的", "Tesla", "what is bold or italic would change"),
        ("1. Foo\n\n2. Bar", "1. Foo", "would change"),
        ("| Tesla | b |\n|---|---|\n| 1 | 2 |", "Tesla", "a list or table would change"),
    ],
)
def test_what_would_read_differently_is_left_out_with_a_finding(text, word, reason):
    after, findings = planned(text, around(text, word, f"[[{word}]]"))
    assert after is None
    ((name, message),) = findings
    assert name == "link-not-added"
    assert reason in message


def test_the_harmless_pieces_are_put_in_all_the_same():
    text = "Tesla `Tesla` Tesla"
    pieces = [around(text, "Tesla", "[[Tesla]]", at) for at in (0, 6, 14)]
    after, findings = planned(text, *pieces)
    assert after == "[[Tesla]] `Tesla` [[Tesla]]"
    assert [name for name, _ in findings] == ["link-not-added"]


def test_pieces_that_are_harmless_alone_but_not_together_are_not_both_put_in():
    text = "$a Tesla b$ c Tesla"  # the pair of $ is math only as long as no link stands between them
    first, second = around(text, "Tesla", "[[Tesla]]"), around(text, "Tesla", "[[Tesla]]", 8)
    after, _ = planned(text, first, second)
    assert after == "$a Tesla b$ c [[Tesla]]"


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        ("---\nvaultval: off\n---\nTesla", None),
        (b"\xff Tesla", None),
        ("---\na: 1\na: 2\n---\nTesla", "duplicate-property"),
        ("<!-- vaultval:begin x -->\n\nTesla", "broken-markers"),
    ],
)
def test_a_note_that_may_not_be_written_is_left_alone(data, rule):
    text = data if isinstance(data, str) else ""
    at = text.find("Tesla")
    after, findings = planned(data, Insertion(max(at, 0), "[[", max(at, 0) + 5, "]]"))
    assert after is None
    assert [name for name, _ in findings] == ([rule] if rule else [])


def test_a_piece_never_holds_a_line_end():
    with pytest.raises(ValueError, match="line end"):
        plan_insertions("N.md", b"text", [Insertion(0, "a\nb")])


def test_pieces_outside_of_the_text_are_misuse():
    with pytest.raises(ValueError, match="outside"):
        plan_insertions("N.md", b"text", [Insertion(9, " [a:: b]")])


def test_one_bad_piece_among_many_costs_few_proofs(monkeypatch):
    from vaultval.writeback import insertions

    proofs = []
    original = insertions.difference
    monkeypatch.setattr(insertions, "difference", lambda *a: proofs.append(1) or original(*a))
    text = "Tesla " * 200 + "`Tesla` " + "Tesla " * 200
    pieces, at = [], 0
    while (at := text.find("Tesla", at)) >= 0:
        pieces.append(around(text, "Tesla", "[[Tesla]]", at))
        at += 5
    after, findings = planned(text, *pieces)
    assert after.count("[[Tesla]]") == 400
    assert len(findings) == 1
    assert len(proofs) < 40


@pytest.mark.parametrize(
    ("text", "word", "after"),
    [
        ("**Tesla** and *Tesla* x", "Tesla", "**[[Tesla]]** and *Tesla* x"),
        ("中文 **Tesla** 业务", "Tesla", "中文 **[[Tesla]]** 业务"),
        ("**E*TRADE** rose", "E*TRADE", "**[[E*TRADE]]** rose"),
        ("a_b_c and __Tesla__", "Tesla", "a_b_c and __[[Tesla]]__"),
    ],
)
def test_emphasis_that_stays_is_no_hindrance(text, word, after):
    assert planned(text, around(text, word, f"[[{word}]]")) == (after, [])


def test_a_mark_of_emphasis_that_a_link_would_swallow_is_seen():
    text = "*uses A* search now"
    after, findings = planned(text, around(text, "A* search", "[[A* search]]"))
    assert (after, [name for name, _ in findings]) == (None, ["link-not-added"])


def test_where_all_is_refused_few_proofs_are_made(monkeypatch):
    from vaultval.writeback import insertions

    proofs = []
    original = insertions.difference
    monkeypatch.setattr(insertions, "difference", lambda *a: proofs.append(1) or original(*a))
    text = "`Tesla` x\n\n" * 300
    at, pieces = 0, []
    while (at := text.find("Tesla", at)) >= 0:
        pieces.append(around(text, "Tesla", "[[Tesla]]", at))
        at += 5
    after, findings = planned(text, *pieces)
    assert (after, len(findings)) == (None, 300)
    assert len(proofs) < 100
