"""The markers around what vaultval wrote: found where they are markers, and nowhere else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultval.diagnostics import Finding
from vaultval.note import frontmatter
from vaultval.note.managed import (
    ManagedBlock,
    begin_marker,
    block_sum,
    end_marker,
    escape_name,
    has_marker,
    ignored_spans,
    managed_blocks,
    opted_out,
    unescape_name,
)
from vaultval.note.scan import scan


def block(name: str, inner: str = "\ntext\n\n") -> str:
    return f"{begin_marker(name)}\n{inner}{end_marker(name, inner)}"


def read(text: str) -> tuple[tuple[ManagedBlock, ...], list[Finding]]:
    properties, _ = frontmatter.read(text, "A.md")
    return managed_blocks(text, scan(text, properties.end if properties else 0), "A.md")


def names(findings: list[Finding]) -> list[str]:
    return [finding.rule.name for finding in findings]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_block_knows_its_parts(newline: str) -> None:
    text = f"# T\n\n{block('valuation')}  \n\nend\n".replace("\n", newline)
    (found,), findings = read(text)
    assert findings == []
    assert found.name == "valuation"
    assert text[found.start : found.end] == block("valuation").replace("\n", newline) + "  "
    assert text[found.inner_start : found.inner_end] == "\ntext\n\n".replace("\n", newline)
    assert text[found.sum_start :].startswith(found.sum)
    assert found.intact


def test_the_sum_is_of_the_text_between_with_either_line_end() -> None:
    assert block_sum("\na\n\n") == block_sum("\r\na\r\n\r\n") == "cf08e27bcb"
    assert block_sum("\na\n\n") != block_sum("\na\n")


@pytest.mark.parametrize("change", [("text", "Text"), ("\ntext", "\n\ntext"), ("text", "text ")])
def test_a_block_that_was_edited_is_not_intact(change: tuple[str, str]) -> None:
    (found,), findings = read(block("valuation").replace(*change, 1))
    assert not found.intact
    assert findings == []


def test_an_empty_block_is_a_block() -> None:
    (found,), findings = read(block("valuation", ""))
    assert (found.inner_start, found.intact, findings) == (found.inner_end, True, [])


def test_blocks_of_several_names_come_in_their_order_in_the_note() -> None:
    text = "\n\n".join((block("narrative: B"), "x", block("narrative: A"), block("valuation")))
    found, findings = read(text)
    assert [part.name for part in found] == ["narrative: B", "narrative: A", "valuation"]
    assert findings == []
    assert [text[span.start : span.end] for span in ignored_spans(reversed(found))] == [
        block("narrative: B"),
        block("narrative: A"),
        block("valuation"),
    ]


@pytest.mark.parametrize("between", ["", "\n", "  \n\n", "\r\n"])
def test_a_user_asks_for_a_block_with_markers_of_no_sum_and_nothing_between(between: str) -> None:
    text = f"{begin_marker('a')}\n{between}<!-- vaultval:end a -->  \nafter\n"
    (found,), findings = read(text)
    assert findings == []
    assert (found.sum, found.intact) == ("", True)
    assert text[found.inner_start : found.inner_end] == between
    whole = text[: found.sum_start] + found.sum_of(between) + text[found.sum_start :]
    assert read(whole)[0][0].sum == block_sum(between)


@pytest.mark.parametrize("name", ["a", "a sum=0123456789x", "叙事: 储能", "x" * 50])
def test_every_name_can_be_asked_for(name: str) -> None:
    (found,), findings = read(f"{begin_marker(name)}\n<!-- vaultval:end {escape_name(name)} -->\n")
    assert (found.name, findings) == (name, [])


BEGIN, END = begin_marker("a"), end_marker("a", "x\n")
OTHER_BEGIN, OTHER_END = begin_marker("b"), end_marker("b", "x\n")


@pytest.mark.parametrize(
    ("lines", "named"),
    [
        pytest.param(["t", BEGIN, "x"], [2], id="no end"),
        pytest.param(["t", "x", END], [3], id="no begin"),
        pytest.param([END, "x", BEGIN], [1, 3], id="reversed"),
        pytest.param([BEGIN, "x", OTHER_END], [1, 3], id="another name at the end"),
        pytest.param([BEGIN, OTHER_BEGIN, "x", OTHER_END, END], [1, 5], id="nested"),
        pytest.param([BEGIN, "x", END, "", BEGIN, "x", END], [1, 5], id="one name twice"),
        pytest.param([BEGIN, "x", "<!-- vaultval:end a sum=xyz -->"], [1, 3], id="not a sum"),
        pytest.param([BEGIN, "x", "<!-- vaultval:end a sum=0123ABCDEF -->"], [1, 3], id="sum in capitals"),
        pytest.param([BEGIN, "x", "<!-- vaultval:end a -->"], [1, 3], id="no sum"),
        pytest.param([" " + BEGIN, "x", END], [1, 3], id="indented"),
        pytest.param(["> " + BEGIN, "> x", "> " + END], [1, 3], id="in a quote"),
        pytest.param(["- " + BEGIN, "  x", "  " + END], [1, 3], id="in a list"),
        pytest.param([BEGIN + " more", "x", END], [1, 3], id="not alone"),
        pytest.param([BEGIN + END, "x"], [1], id="both in one line"),
        pytest.param(["<!--vaultval:begin a-->", "x", END], [1, 3], id="spaces lost"),
        pytest.param(["<!-- vaultval:start a -->", "x", END], [1, 3], id="unknown word"),
    ],
)
def test_markers_that_do_not_pair_up_are_one_finding_that_names_their_lines(
    lines: list[str], named: list[int]
) -> None:
    _, findings = read("\n".join(lines) + "\n")
    assert names(findings) == ["broken-markers"]
    assert findings[0].message.endswith("see line " + ", ".join(map(str, named)))
    assert findings[0].place.line == named[0]


def test_readers_pass_over_both_blocks_of_a_doubled_name_and_over_good_blocks_beside_a_broken_one() -> None:
    doubled, _ = read(f"{block('a')}\n\n{block('a')}\n")
    assert len(ignored_spans(doubled)) == 2
    beside, findings = read(f"{block('a')}\n\n{OTHER_BEGIN}\nx\n")
    assert [part.name for part in beside] == ["a"]
    assert names(findings) == ["broken-markers"]


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("```", "```"),
        ("~~~~ html", "~~~~"),
        ("$$", "$$"),
        ("<!-- a longer comment", "-->"),
        ("    indented\n\n", ""),
    ],
)
def test_a_marker_in_code_math_or_another_comment_is_text(opening: str, closing: str) -> None:
    inner = f"{BEGIN}\nx" if "<" in opening else f"{BEGIN}\nx\n{END}"
    if opening.startswith("    "):
        inner = "\n".join("    " + line for line in inner.split("\n"))
    found, findings = read(f"para\n\n{opening}\n{inner}\n{closing}\n\n{block('b')}\n")
    assert [part.name for part in found] == ["b"]
    assert names(findings) == ["marker-in-code"]


def test_a_marker_quoted_in_running_text_is_no_finding() -> None:
    found, findings = read(f"The line `{BEGIN}` opens a block.\n")
    assert (found, findings) == ((), [])


def test_a_begin_marker_whose_end_was_commented_out_is_broken() -> None:
    _, findings = read(f"{BEGIN}\nx\n<!--\n{END}\n")
    assert "broken-markers" in names(findings)


def test_a_block_that_the_user_hides_in_a_comment_is_still_a_block() -> None:
    found, findings = read(f"%%\n{block('a')}\n%%\n")
    assert [part.intact for part in found] == [True]
    assert findings == []


def test_a_note_without_markers_has_none() -> None:
    assert read("vaultval: nothing\n\n<!-- begin vaultval -->\n") == ((), [])


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("valuation", "valuation"),
        ("narrative: Robotaxi reshapes mobility", "narrative: Robotaxi reshapes mobility"),
        ("option: A -- B --> C", "option: A -%2D B -%2D%3E C"),
        ("100 %", "100 %25"),
        ("a\nb\u2028c", "a%0Ab%E2%80%A8c"),
        ("叙事: 储能", "叙事: 储能"),
        (" x ", "%20x%20"),
    ],
)
def test_names_are_escaped_so_that_they_stay_readable(name: str, written: str) -> None:
    assert escape_name(name) == written
    assert unescape_name(written) == name


def test_a_block_needs_a_name() -> None:
    with pytest.raises(ValueError, match="name"):
        begin_marker("")


NAMES = st.text(st.sampled_from("a-><!%` $\n\r\t\u2028\x85\x00é期 s=0:[]#^")) | st.text(
    st.characters(exclude_categories=["Cs"])
)


@settings(max_examples=200, deadline=None)
@given(NAMES.filter(bool), NAMES)
def test_every_name_survives_its_marker_and_breaks_nothing(name: str, other: str) -> None:
    line = begin_marker(name)
    assert "--" not in line[4:-3]
    assert ">" not in line[:-1]
    assert len(line.splitlines()) == 1
    text = (
        f"before\n\n{block(name)}\n\n"
        + (block(other) if other not in ("", name) else "")
        + "\n\nafter [[Link]]\n"
    )
    found, findings = read(text)
    assert findings == []
    assert [part.name for part in found] == ([name, other] if other not in ("", name) else [name])
    assert all(part.intact for part in found)
    assert [link.target for link in scan(text).links] == ["Link"]


def test_anything_that_could_be_taken_for_a_marker_counts_as_one() -> None:
    assert has_marker(f"x {BEGIN}")
    assert has_marker("<!--vaultval:end")
    assert not has_marker("<!-- vaultval -->")


@pytest.mark.parametrize(
    ("value", "off"),
    [
        ("off", True),
        ("false", True),
        ('"off"', True),
        ("Off", True),
        ("on", False),
        ("true", False),
        ("", False),
    ],
)
def test_a_note_opts_out_with_a_property(value: str, off: bool) -> None:
    properties, _ = frontmatter.read(f"---\ntype: company\nvaultval: {value}\n---\n", "A.md")
    assert opted_out(properties) is off


def test_a_note_without_properties_has_not_opted_out() -> None:
    assert not opted_out(None)
