"""What a note becomes: blocks and property lines put in, and nothing else touched."""

import pytest

from vaultval.diagnostics import Finding
from vaultval.writeback.blocks import BlockContent, lay_out
from vaultval.writeback.plan import plan_note
from vaultval.writeback.surgery import NoteChange, diff

BODY = "> [!info] Full value $132.83\n> Core $60.72\n\n| Option | Value |\n|---|---:|\n| A | 1.0 |"
BLOCK = BlockContent("valuation", BODY)
LAID = lay_out("valuation", BODY, "\n")


def planned(
    text: str | bytes, *blocks: BlockContent, **properties: object
) -> tuple[NoteChange | None, list[Finding]]:
    data = text.encode() if isinstance(text, str) else text
    return plan_note("A.md", data, blocks, properties)


def after(text: str, *blocks: BlockContent, **properties: object) -> str:
    change, findings = planned(text, *blocks, **properties)
    assert findings == []
    assert change is not None
    return change.after.decode()


def refused(text: str, *blocks: BlockContent, **properties: object) -> list[str]:
    change, findings = planned(text, *blocks, **properties)
    assert change is None
    return [finding.rule.name for finding in findings]


# Where a new block goes


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        pytest.param("text\n", "text\n\n{}\n", id="at the end"),
        pytest.param("text", "text\n\n{}", id="no final line feed"),
        pytest.param("text\n\n\n", "text\n\n\n{}\n", id="blank lines at the end"),
        pytest.param("text\n   ", "text\n   \n{}", id="white space at the end"),
        pytest.param("text\xa0", "text\xa0\n\n{}", id="no-break space at the end"),
        pytest.param("", "{}\n", id="empty note"),
        pytest.param("---\na: 1\n---\n", "---\na: 1\n---\n\n{}\n", id="only properties"),
        pytest.param("---\na: 1\n---", "---\na: 1\n---\n\n{}", id="only properties, no final line feed"),
        pytest.param("- item\n  - inner", "- item\n  - inner\n\n{}", id="after a list"),
        pytest.param("> quote", "> quote\n\n{}", id="after a quote"),
        pytest.param("| a |\n|---|\n| 1 |\n", "| a |\n|---|\n| 1 |\n\n{}\n", id="after a table"),
        pytest.param("```\ncode\n```", "```\ncode\n```\n\n{}", id="after a closed fence"),
    ],
)
def test_a_new_block_stands_at_the_end_with_a_blank_line_before_it(before: str, expected: str) -> None:
    assert after(before, BLOCK) == expected.format(LAID)
    assert after(before.replace("\n", "\r\n") + "\r\n", BLOCK).count("\r\n") == after(
        before + "\n", BLOCK
    ).count("\n")


def test_a_block_is_its_body_between_markers_and_blank_lines() -> None:
    assert LAID.split("\n")[0] == "<!-- vaultval:begin valuation -->"
    assert LAID.split("\n")[-1].startswith("<!-- vaultval:end valuation sum=")
    assert LAID.split("\n", 1)[1].rpartition("\n")[0] == f"\n{BODY}\n"


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("## N\npara\n\n## M\n", "## N\npara\n\n{}\n\n## M\n"),
        ("## N\npara\n## M\n", "## N\npara\n\n{}\n\n## M\n"),
        ("## N\n## M\n", "## N\n\n{}\n\n## M\n"),
    ],
)
def test_the_block_of_a_section_goes_to_its_end_with_blank_lines_on_both_sides(
    before: str, expected: str
) -> None:
    content = BlockContent("narrative: N", BODY, before.index("## M"))
    assert after(before, content) == expected.format(lay_out("narrative: N", BODY, "\n"))


def test_blocks_of_one_place_keep_their_order() -> None:
    first, second = BlockContent("b", "one"), BlockContent("a", "two")
    assert (
        after("text\n", first, second)
        == f"text\n\n{lay_out('b', 'one', chr(10))}\n\n{lay_out('a', 'two', chr(10))}\n"
    )


@pytest.mark.parametrize("offset", [0, 3, 7, 10, 12, 17])
def test_an_offset_in_properties_or_inside_a_line_moves_on_to_the_next_place(offset: int) -> None:
    text = "---\na: 1\n---\ntext\n\nmore\n"
    expected = (
        "---\na: 1\n---\n\n{}\n\ntext\n\nmore\n" if offset <= 13 else "---\na: 1\n---\ntext\n\n{}\n\nmore\n"
    )
    assert after(text, BlockContent("valuation", BODY, offset)) == expected.format(LAID)


def test_an_offset_inside_another_block_moves_behind_it() -> None:
    held = after("text\n\nlast\n", BlockContent("a", "one", 6))
    again = after(held, BlockContent("a", "one"), BlockContent("b", "two", held.index("one")))
    assert again == held.replace("\n\nlast", f"\n\n{lay_out('b', 'two', chr(10))}\n\nlast")


@pytest.mark.parametrize(
    "open_end",
    [
        "```\ncode",
        "~~~\ncode\n",
        "%%\nhidden\n",
        "$$\nx = 1\n",
        "<!-- note to self\n",
        "<pre>\nx\n",
        "<script>\nx\n",
    ],
)
def test_a_block_is_not_put_into_something_that_is_not_closed(open_end: str) -> None:
    assert refused("# T\n\n" + open_end, BLOCK) == ["no-place-for-block"]


def test_a_block_without_a_place_does_not_hold_up_the_others() -> None:
    text = "## N\n\n## M\n\n```\ncode"
    change, findings = planned(text, BlockContent("n", "one", 6), BlockContent("m", "two"), vv_score=1)
    assert change is not None
    assert (change.blocks, change.properties) == (("n",), ("vv_score",))
    assert [finding.rule.name for finding in findings] == ["no-place-for-block"]


def test_a_block_is_tried_together_with_those_placed_before_it() -> None:
    # Alone, each would do; but the first one's blank lines end the <div>, and <!X would swallow the second one.
    text = "<div>\ntext\n<!X"
    change, findings = planned(text, BlockContent("a", "one", 6), BlockContent("b", "two"))
    assert change is not None
    assert change.blocks == ("a",)
    assert [finding.rule.name for finding in findings] == ["no-place-for-block"]


def test_a_note_with_json_properties_gets_its_block_but_no_lines() -> None:
    text = '---\n{"type": "company"}\n---\ntext\n'
    change, findings = planned(text, BLOCK, vv_score=1)
    assert change is not None
    assert change.after.decode() == f"{text}\n{LAID}\n"
    assert [finding.rule.name for finding in findings] == ["no-place-for-properties"]


# Blocks that are there


def test_a_second_run_with_nothing_changed_plans_nothing() -> None:
    held = after("# T\n\ntext", BLOCK, vv_value=24.14, vv_strength="weak")
    assert planned(held, BLOCK, vv_value=24.14, vv_strength="weak") == (None, [])


def test_a_new_body_changes_only_what_is_between_the_markers() -> None:
    held = after("# T\n\ntext\n", BLOCK).replace(" -->\n", " -->  \n") + "\nbelow\n"
    new = after(held, BLOCK._replace(body="other"))
    assert new.startswith("# T\n\ntext\n\n<!-- vaultval:begin valuation -->  \n\nother\n\n<!-- vaultval:end")
    assert new.endswith(" -->  \n\nbelow\n")


def test_a_block_that_the_user_moved_stays_where_it_is() -> None:
    moved = f"# T\n{LAID}\ntext right below\n\n## End\n"
    new = after(moved, BLOCK._replace(body="other"))
    assert new == moved.replace(LAID, lay_out("valuation", "other", "\n"))


def test_a_block_that_was_edited_is_left_and_force_overwrites_it() -> None:
    edited = f"text\n\n{LAID}\n".replace("132.83", "999")
    change, (finding,) = planned(edited, BLOCK)
    assert change is None
    assert (finding.rule.name, finding.place.line) == ("block-edited", 3)
    forced, findings = plan_note("A.md", edited.encode(), [BLOCK], {}, force=True)
    assert forced is not None
    assert (forced.after.decode(), findings) == (f"text\n\n{LAID}\n", [])


def test_a_note_with_an_edited_block_is_left_alone_so_that_nothing_contradicts_the_block() -> None:
    change, findings = planned(f"---\na: 1\n---\n{LAID}\n".replace("132.83", "999"), BLOCK, vv_score=2)
    assert change is None
    assert [finding.rule.name for finding in findings] == ["block-edited"]


def test_an_edit_that_makes_the_block_what_it_would_be_is_accepted() -> None:
    new = after(
        f"text\n\n{LAID}\n".replace("132.83", "140.00"), BLOCK._replace(body=BODY.replace("132.83", "140.00"))
    )
    assert new == f"text\n\n{lay_out('valuation', BODY.replace('132.83', '140.00'), chr(10))}\n"


def test_a_note_whose_line_ends_were_converted_is_not_written_again() -> None:
    held = after("# T\n\ntext\n", BLOCK, vv_score=1)
    assert planned(held.replace("\n", "\r\n"), BLOCK, vv_score=1) == (None, [])


def test_a_block_that_is_not_asked_for_stays() -> None:
    held = after("text\n", BlockContent("narrative: Old", "one"))
    assert after(held, BLOCK) == f"{held}\n{LAID}\n"


@pytest.mark.parametrize("broken", ["{}\n\n{}\n", "{}<!-- vaultval:begin other -->\n", "> {}"])
def test_a_note_with_broken_markers_is_left_alone_even_by_force(broken: str) -> None:
    text = broken.format(LAID, LAID)
    change, findings = plan_note("A.md", text.encode(), [BLOCK], {"vv_score": 1}, force=True)
    assert change is None
    assert [finding.rule.name for finding in findings] == ["broken-markers"]


def test_markers_in_code_are_text_and_the_block_is_put_at_the_end() -> None:
    text = f"````\n{LAID}\n````\n"
    assert after(text, BLOCK) == f"{text}\n{LAID}\n"


# Notes that get nothing


@pytest.mark.parametrize("value", ["off", "false", '"off"', "'off'"])
def test_a_note_that_opted_out_gets_nothing_and_loses_nothing(value: str) -> None:
    text = f"---\nvaultval: {value}\nvv_score: 1\n---\n{LAID}\n"
    assert planned(text, BLOCK._replace(body="other"), vv_score=None) == (None, [])


def test_a_note_that_is_not_utf8_is_left_alone() -> None:
    assert planned(b"# T\n\n\xff\xfe\n", BLOCK, vv_score=1) == (None, [])


@pytest.mark.parametrize(
    ("properties", "rule"), [("a: {{date}}: b: c", "bad-properties"), ("a: 1\na: 2", "duplicate-property")]
)
def test_a_note_with_unsound_properties_is_left_alone(properties: str, rule: str) -> None:
    assert refused(f"---\n{properties}\n---\ntext\n", BLOCK, vv_score=1) == [rule]


# Bytes


def test_the_byte_order_mark_stays_in_front() -> None:
    change, _ = planned(b"\xef\xbb\xbf# T\n", BLOCK, vv_score=1)
    assert change is not None
    assert change.after == b"\xef\xbb\xbf---\nvv_score: 1\n---\n# T\n\n" + LAID.encode() + b"\n"


def test_of_mixed_line_ends_the_block_takes_the_more_frequent_and_the_others_stay() -> None:
    new = after("a\r\nb\nc\r\n", BLOCK)
    assert new == "a\r\nb\nc\r\n\r\n" + LAID.replace("\n", "\r\n") + "\r\n"


def test_odd_characters_end_no_line() -> None:
    text = "a\u2028b\x0cc\x85d\x1ee\rf"
    assert after(text, BLOCK) == f"{text}\n\n{LAID}"


# Misuse


@pytest.mark.parametrize(
    "body",
    [
        "",
        " \n ",
        "\ntext",
        "text\n",
        "a\r\nb",
        "<!-- vaultval:end valuation sum=0123456789 -->",
        "x <!-- vaultval:begin other -->",
        "```\ncode",
        "<!-- open",
        "%%\nopen",
        "$$\nopen",
        "\ud800",
    ],
)
def test_a_body_that_could_break_out_is_misuse(body: str) -> None:
    with pytest.raises(ValueError, match=r"block 'valuation'|surrogates"):
        planned("text\n", BLOCK._replace(body=body))


def test_two_blocks_of_one_name_are_misuse() -> None:
    with pytest.raises(ValueError, match="one name"):
        planned("text\n", BLOCK, BLOCK)


def test_a_negative_offset_is_misuse() -> None:
    with pytest.raises(ValueError, match="negative"):
        planned("text\n", BLOCK._replace(after=-1))


def test_a_body_may_hold_code_comments_and_math_that_are_closed() -> None:
    body = "```mermaid\npie\n```\n\n<!-- x --> $$a$$ `b` %%c%%"
    assert body in after("text\n", BLOCK._replace(body=body))


# The diff


def test_the_diff_shows_lines_without_their_line_ends() -> None:
    change, _ = planned("a\r\nb\u2028c\r\nlast", BlockContent("v", "x"))
    assert change is not None
    assert diff(change) == (
        "--- a/A.md\n+++ b/A.md\n@@ -1,3 +1,9 @@\n a\n b\u2028c\n-last\n\\ No newline at end of file\n+last\n+\n"
        "+<!-- vaultval:begin v -->\n+\n+x\n+\n"
        f"+{lay_out('v', 'x', chr(10)).rpartition(chr(10))[2]}\n\\ No newline at end of file\n"
    )
