"""The guard in front of every write: each kind of damage is seen."""

import pytest

from vaultval.note.parts import Span
from vaultval.writeback.blocks import BlockContent, lay_out
from vaultval.writeback.plan import plan_note
from vaultval.writeback.proof import UnprovenChangeError, prove
from vaultval.writeback.surgery import Edit, NoteChange, splice, without

TEXT = "---\ntype: company # c\nvv_score: 1\n---\n# T\n\n[[Link]] #tag\n- [ ] task\n"
LAID = lay_out("valuation", "body", "\n")


def change(
    before: str | bytes, after: str | bytes, *inserted: Span, blocks: tuple[str, ...] = ()
) -> NoteChange:
    old, new = (part.encode() if isinstance(part, str) else part for part in (before, after))
    return NoteChange("A.md", old, new, inserted, blocks, ())


def test_what_plan_makes_is_proven() -> None:
    planned, _ = plan_note(
        "A.md", TEXT.encode(), [BlockContent("valuation", "body")], {"vv_score": 2, "vv_b": 3}
    )
    assert planned is not None
    prove(planned)


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (TEXT, TEXT.replace("# T", "# U"), "text that is not vaultval's"),
        (TEXT, TEXT.replace("\n- [ ]", "\n\n- [ ]"), "text that is not vaultval's"),
        (TEXT, TEXT[:-1], "text that is not vaultval's"),
        (TEXT, TEXT.replace("\n", "\r\n"), "text that is not vaultval's"),
        (TEXT, TEXT.replace(" # c", ""), "text that is not vaultval's"),
        (TEXT, TEXT.replace("vv_score: 1", "vv_score: 1\nvv_score: 2"), "would be broken"),
        (TEXT, TEXT.replace("vv_score: 1", "vv_score: [1"), "would be broken"),
        (TEXT, f"{TEXT}\n{LAID}\n\n{LAID}\n", "would be broken"),
        (f"{TEXT}\n{LAID}\n\n{LAID}\n", TEXT, "were broken"),
        (TEXT, b"\xef\xbb\xbf" + TEXT.encode(), "byte order mark"),
        (TEXT, b"\xff", "not UTF-8"),
    ],
)
def test_damage_is_refused(before: str, after: str | bytes, reason: str) -> None:
    with pytest.raises(UnprovenChangeError, match=reason) as refused:
        prove(change(before, after))
    assert str(refused.value).startswith("A.md was not written")


@pytest.mark.parametrize(
    ("offset", "new"),
    [(len(TEXT), "more\n"), (len(TEXT), f"\n{LAID}\nmore\n"), (4, "x: 1\n"), (0, "---\nvv_a: 1\n---\n")],
)
def test_only_own_text_can_be_declared_as_put_in(offset: int, new: str) -> None:
    after, inserted = splice(TEXT, [Edit(offset, offset, new)])
    with pytest.raises(UnprovenChangeError):
        prove(change(TEXT, after, *inserted))


def test_a_block_that_hides_text_below_it_is_refused() -> None:
    broken = lay_out("valuation", "<!-- x", "\n")
    after, inserted = splice(TEXT, [Edit(47, 47, broken + "\n\n")])
    with pytest.raises(UnprovenChangeError):
        prove(change(TEXT, after, *inserted, blocks=("valuation",)))


def test_a_block_that_is_missing_or_not_whole_is_refused() -> None:
    with pytest.raises(UnprovenChangeError, match="missing"):
        prove(change(TEXT, TEXT, blocks=("valuation",)))
    edited = LAID.replace("body", "other")
    with pytest.raises(UnprovenChangeError, match="not be whole"):
        prove(change(f"{TEXT}\n{LAID}", f"{TEXT}\n{edited}", blocks=("valuation",)))


def test_a_block_that_is_moved_over_foreign_text_is_refused() -> None:
    before = f"one\n\n{LAID}\n\ntwo\n"
    prove(change(before, before.replace("body", "body", 1), blocks=("valuation",)))
    with pytest.raises(UnprovenChangeError):
        prove(change(before, f"{LAID}\n\none\n\ntwo\n", blocks=("valuation",)))


def test_splice_makes_all_edits_and_says_where_the_insertions_are() -> None:
    text, inserted = splice(
        "abcdef", [Edit(4, 5, "E"), Edit(0, 0, "<"), Edit(0, 0, ">"), Edit(6, 6, "!"), Edit(1, 3, "")]
    )
    assert text == "<>adEf!"
    assert [text[span.start : span.end] for span in inserted] == ["<", ">", "!"]
    assert without(text, inserted) == "adEf"


@pytest.mark.parametrize("edits", [[Edit(0, 3, ""), Edit(2, 4, "")], [Edit(3, 2, "")], [Edit(0, 7, "")]])
def test_edits_that_overlap_are_misuse(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="overlap"):
        splice("abcdef", edits)


def test_what_is_left_of_a_text_outside_of_spans_that_overlap() -> None:
    assert without("abcdef", [Span(3, 5), Span(0, 4), Span(1, 2)]) == "f"
