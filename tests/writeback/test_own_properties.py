"""The `vv_` lines of a note's properties: put in, changed and taken out without touching the user's."""

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultval.note import frontmatter
from vaultval.writeback.plan import plan_note
from vaultval.writeback.properties import PropertyValue, scalar


def after(text: str, **properties: PropertyValue) -> str:
    change, findings = plan_note("A.md", text.encode(), [], properties)
    assert findings == []
    assert change is not None
    return change.after.decode()


def unchanged(text: str, **properties: PropertyValue) -> list[str]:
    change, findings = plan_note("A.md", text.encode(), [], properties)
    assert change is None
    return [finding.rule.name for finding in findings]


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        pytest.param("text\n", "---\nvv_a: 1\nvv_b: weak\n---\ntext\n", id="no properties"),
        pytest.param("", "---\nvv_a: 1\nvv_b: weak\n---\n", id="empty note"),
        pytest.param(
            "\n---\nx: 1\n---\n", "---\nvv_a: 1\nvv_b: weak\n---\n\n---\nx: 1\n---\n", id="line first"
        ),
        pytest.param("---\n---\ntext", "---\nvv_a: 1\nvv_b: weak\n---\ntext", id="empty properties"),
        pytest.param("---\n\n---\ntext", "---\n\nvv_a: 1\nvv_b: weak\n---\ntext", id="blank line in them"),
        pytest.param("---\nx: 1\n---", "---\nx: 1\nvv_a: 1\nvv_b: weak\n---", id="no text"),
        pytest.param(
            "---\nx: 1 # c\n# d\n---\n", "---\nx: 1 # c\n# d\nvv_a: 1\nvv_b: weak\n---\n", id="comments"
        ),
        pytest.param(
            "---\nx: |\n  a\n---\n", "---\nx: |\n  a\nvv_a: 1\nvv_b: weak\n---\n", id="block scalar last"
        ),
        pytest.param(
            "---\nx: |+\n  a\n\n\n---\n",
            "---\nx: |+\n  a\n\n\nvv_a: 1\nvv_b: weak\n---\n",
            id="block scalar with blanks",
        ),
        pytest.param(
            "---\nx: >-\n  a\n  b\n---\n", "---\nx: >-\n  a\n  b\nvv_a: 1\nvv_b: weak\n---\n", id="folded"
        ),
        pytest.param(
            '---\nx: "a\n  b"\n---\n', '---\nx: "a\n  b"\nvv_a: 1\nvv_b: weak\n---\n', id="quoted over lines"
        ),
        pytest.param(
            "---\nx:\n- a\n- b\n---\n", "---\nx:\n- a\n- b\nvv_a: 1\nvv_b: weak\n---\n", id="list last"
        ),
        pytest.param("---\nx:\n---\n", "---\nx:\nvv_a: 1\nvv_b: weak\n---\n", id="nothing last"),
        pytest.param(
            "---\n  x: 1\n---\n", "---\n  x: 1\n  vv_a: 1\n  vv_b: weak\n---\n", id="indented mapping"
        ),
        pytest.param(
            "---\nvv_z: 3\nx: 1\n---\n",
            "---\nvv_z: 3\nvv_a: 1\nvv_b: weak\nx: 1\n---\n",
            id="after the last own line",
        ),
        pytest.param("---\r\nx: 1\r\n---\r\n", "---\r\nx: 1\r\nvv_a: 1\r\nvv_b: weak\r\n---\r\n", id="CRLF"),
    ],
)
def test_new_lines_go_behind_the_last_own_line_or_before_the_closing_fence(
    before: str, expected: str
) -> None:
    assert after(before, vv_a=1, vv_b="weak") == expected


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("vv_a: 1", "vv_a: 2"),
        ("vv_a:    1   # mine", "vv_a:    2   # mine"),
        ('"vv_a": 1', '"vv_a": 2'),
        ('vv_a: "1"', "vv_a: 2"),
        ("vv_a:", "vv_a: 2"),
        ("vv_a: true", "vv_a: 2"),
        ("vv_a: [1, 2]", "vv_a: 2"),
        ("vv_a:\n  - 1\n  - 3", "vv_a: 2"),
        ("vv_a: |\n  text\n  more", "vv_a: 2"),
        ("vv_a: {b: 1}", "vv_a: 2"),
    ],
)
def test_of_an_own_line_the_value_changes(before: str, expected: str) -> None:
    assert (
        after(f"---\nx: 1\n{before}\ny: 'q' # c\n---\n", vv_a=2)
        == f"---\nx: 1\n{expected}\ny: 'q' # c\n---\n"
    )


@pytest.mark.parametrize("held", ["vv_a: 24", "vv_a: 24.0", "vv_a:   24 # mine"])
def test_a_value_that_only_looks_different_is_not_written_again(held: str) -> None:
    assert unchanged(f"---\n{held}\nvv_b: 'weak'\n---\n", vv_a=24.0, vv_b="weak") == []


@pytest.mark.parametrize(
    ("held", "value"), [("vv_a: true", 1), ("vv_a: 1", True), ('vv_a: "1"', 1), ("vv_a: 1", "1")]
)
def test_a_value_of_another_type_is_written(held: str, value: PropertyValue) -> None:
    assert after(f"---\n{held}\n---\n", vv_a=value) == f"---\nvv_a: {scalar(value)}\n---\n"


def test_none_takes_the_line_out_and_leaves_the_fences() -> None:
    assert (
        after("---\nx: 1\nvv_a: 1\nvv_b: 2\n---\nt\n", vv_a=None, vv_c=None) == "---\nx: 1\nvv_b: 2\n---\nt\n"
    )
    assert after("---\nvv_a: 1\n---\nt\n", vv_a=None) == "---\n---\nt\n"


def test_a_property_that_is_not_there_need_not_be_taken_out() -> None:
    assert unchanged("text\n", vv_a=None) == []


def test_own_properties_that_are_not_asked_for_stay() -> None:
    assert after("---\nvv_old: 1\n---\n", vv_a=2) == "---\nvv_old: 1\nvv_a: 2\n---\n"


@pytest.mark.parametrize(
    "text",
    [
        '---\n{"type": "company"}\n---\ntext\n',
        '---\n{\n  "vv_a": 1\n}\n---\ntext\n',
        "---\n{a: 1, vv_a: 1}\n---\ntext\n",
        "---\n{}\n---\ntext\n",
        "---\nx: 1\n\ntext that never closes the fence\n",
        "---",
    ],
)
def test_properties_that_are_not_lines_are_refused_with_a_finding(text: str) -> None:
    assert unchanged(text, vv_a=2) == ["no-place-for-properties"]


def test_an_anchor_that_the_user_refers_to_keeps_its_value() -> None:
    assert unchanged("---\nvv_a: &v 1\nx: *v\n---\n", vv_a=2) == ["no-place-for-properties"]


@pytest.mark.parametrize("name", ["score", "VV_score", "vv_", "vv_a b", "vv_a:", "Vv_a", "vv_é"])
def test_names_that_are_not_vaultvals_are_misuse(name: str) -> None:
    with pytest.raises(ValueError, match="not a name"):
        plan_note("A.md", b"", [], {name: 1})


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf"), "\ud800"])
def test_values_that_no_line_can_hold_are_misuse(value: PropertyValue) -> None:
    with pytest.raises(ValueError, match=r"not a number|surrogates"):
        plan_note("A.md", b"", [], {"vv_a": value})


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (-0.5, "-0.5"),
        (24.14, "24.14"),
        (24.0, "24"),
        (-0.0, "0"),
        (1e-7, "0.0000001"),
        (1.405e12, "1405000000000"),
        (0.1 + 0.2, "0.30000000000000004"),
        (7, "7"),
        (True, "true"),
        ("weak", "weak"),
        ("very high", "very high"),
        ("偏弱", "偏弱"),
        ("2026-02-10", "2026-02-10"),
        ("", '""'),
        ("12", '"12"'),
        ("1e5", '"1e5"'),
        ("off", '"off"'),
        ("Null", '"Null"'),
        ("~", '"~"'),
        ("a: b", '"a: b"'),
        ("a #b", '"a #b"'),
        ("[[TSLA]]", '"[[TSLA]]"'),
        ('say "x" \\ y', '"say \\"x\\" \\\\ y"'),
        ("two\nlines", '"two\\u000Alines"'),
        ("-", '"-"'),
        ("end ", '"end "'),
    ],
)
def test_values_are_written_so_that_every_reader_takes_them_alike(value: str | float, written: str) -> None:
    assert scalar(value) == written


VALUES = (
    st.text(st.characters(exclude_categories=["Cs"]))
    | st.text(st.sampled_from("yesnoff~:#-'\"[]{}|>&*!%@`0123.eE+_ \t\n期é"))
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.integers(-(10**15), 10**15)
    | st.booleans()
)


@settings(max_examples=200, deadline=None)
@given(VALUES)
def test_every_value_is_read_back_as_it_was_given(value: str | float) -> None:
    text = after("---\nx: 1\n---\n", vv_a=value)
    properties, findings = frontmatter.read(text, "A.md")
    assert findings == []
    assert properties is not None
    read = properties.values()["vv_a"]
    assert type(value)(read) == value
    assert isinstance(read, str) == isinstance(value, str)
    assert isinstance(read, bool) == isinstance(value, bool)
    if isinstance(value, str):
        held = yaml.compose(f"x: {scalar(value)}").value[0][1]
        assert held.value == value
    assert unchanged(text, vv_a=value) == []
