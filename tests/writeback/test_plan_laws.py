"""Laws of writing that hold for every note, however odd."""

from hypothesis import given, settings
from hypothesis import strategies as st

from vaultval.note import frontmatter
from vaultval.writeback.blocks import BlockContent, lay_out
from vaultval.writeback.plan import plan_note
from vaultval.writeback.proof import prove
from vaultval.writeback.properties import PropertyValue
from vaultval.writeback.reading import read
from vaultval.writeback.surgery import NoteChange, without

HEADS = (
    "",
    "---\n---\n",
    "---\n\n---\n",
    "---\ntype: company\n---\n",
    "---\n# a comment\ntype:   'company'   # and another\n\ntags: [a, \"b\"]\naliases:\n  - x\n  -   y\n---\n",
    '---\n"quoted: key": "[[Link|x]]"\nlong: >-\n  folded\n\n  text\nlast: |+\n  kept\n\n---\n',
    "---\nvv_score: 3 # mine\nprice: 411.11\nvv_old: x\n---\n",
    "---\n  indented: 1\n  other: ~\n---   \n",
    "---\nno: 1\non: 2\n2026: 3\ntime: 12:30\n---\n",
    '---\n{"type": "company"}\n---\n',
    "---\nnever closed\n\n",
    "---\na: b: c\n---\n",
    "\n---\nnot: properties\n---\n",
)
ASKED = "<!-- vaultval:begin asked -->\n<!-- vaultval:end asked -->"
HELD = lay_out("held", "| a | [[Own]] |\n|---|---|\n| 1 | 2 |", "\n")
PIECES = (
    "A paragraph with [[Link]] and #tag.",
    "trailing spaces  \nand\ttabs\xa0and no-break",
    "## Heading [[Other#Sub|shown]] #narrative",
    "Setext\n===",
    "- item\n  - [ ] task 📅 2026-06-30 ^id\n  - [x] done",
    "> [!note] callout\n> - [ ] task in it",
    "| a | b |\n|---|---|\n| [[A\\|b]] | 1 |",
    "```md\n<!-- vaultval:begin valuation -->\n[[No]]\n<!-- vaultval:end valuation sum=0123456789 -->\n```",
    "~~~\ncode with ``` in it\n~~~",
    "    indented code [[No]]",
    "<!-- a comment\n\nover lines [[No]] -->",
    "%% hidden [[Yes]] %%",
    "%%\nhidden [[Yes]]\n%%",
    "$$\nx^2 [[No]]\n$$",
    "inline `code` and $math$ and <b>html</b>",
    "key:: value\n[inner:: [[Link]]] more",
    "***",
    "odd\u2028line\x0cends\x85here",
    HELD,
    ASKED,
    "",
    "",
)
OPEN_ENDS = (
    "",
    "",
    "",
    "```\nopen",
    "%%\nopen [[Yes]]",
    "<!-- open",
    "$$\nopen",
    "<pre>\nopen",
    "- item\n\n      deep",
)
BODIES = (
    "one [[Own]]",
    "> [!info] two #own\n> - [ ] x\n\n| a |\n|---|\n| 1 |",
    "```mermaid\npie\n```",
    "# Heading\n\nthree",
)
NAMES = ("valuation", "held", "asked", "narrative: A -- B", "叙事: 储能")


@st.composite
def notes(draw: st.DrawFn) -> bytes:
    pieces = draw(st.lists(st.sampled_from(PIECES), max_size=6))
    separators = draw(
        st.lists(st.sampled_from(("\n", "\n\n", "\n \n")), min_size=len(pieces), max_size=len(pieces))
    )
    body = "".join(piece + separator for piece, separator in zip(pieces, separators, strict=True))
    text = draw(st.sampled_from(HEADS)) + body + draw(st.sampled_from(OPEN_ENDS))
    if draw(st.booleans()):
        text = text.removesuffix("\n")
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    elif draw(st.booleans()):
        text = text.replace("\n", "\r\n", text.count("\n") // 2)
    return (b"\xef\xbb\xbf" if draw(st.booleans()) else b"") + text.encode()


WILD = st.text(st.sampled_from("-`~$%<>!#[]|*:=_ab1 \t\r\n\n\n\u2028é"), max_size=60).map(
    str.encode
) | st.binary(max_size=40)
CONTENTS = st.lists(
    st.builds(BlockContent, st.sampled_from(NAMES), st.sampled_from(BODIES), st.none() | st.integers(0, 200)),
    max_size=3,
    unique_by=lambda content: content.name,
)
PROPERTIES = st.dictionaries(
    st.sampled_from(("vv_score", "vv_strength", "vv_old", "vv_value")),
    st.sampled_from((None, -0.5, 24.14, 3, True, "weak", "a: b", "[[X]]")),
    max_size=3,
)


def text_of(data: bytes) -> str:
    return data.removeprefix(b"\xef\xbb\xbf").decode()


def has_block(data: bytes, name: str) -> bool:
    return any(block.name == name for block in read(text_of(data), "A.md").blocks)


def own_lines(data: bytes) -> list[str]:
    properties, _ = frontmatter.read(text_of(data), "A.md")
    return [entry.key for entry in properties.entries if entry.key.startswith("vv_")] if properties else []


def written(data: bytes, change: NoteChange | None) -> bytes:
    return change.after if change else data


@settings(max_examples=250, deadline=None)
@given(notes() | WILD, CONTENTS, PROPERTIES)
def test_a_change_is_proven_and_the_second_run_plans_nothing(
    data: bytes, contents: list[BlockContent], properties: dict[str, PropertyValue]
) -> None:
    change, _ = plan_note("A.md", data, contents, properties)
    if change is None:
        return
    assert change.before == data
    assert change.after != data
    prove(change)
    there = [content for content in contents if has_block(change.after, content.name)]
    assert plan_note("A.md", change.after, there, properties)[0] is None


@settings(max_examples=250, deadline=None)
@given(notes() | WILD, CONTENTS, PROPERTIES)
def test_without_what_was_put_in_the_note_has_its_own_bytes(
    data: bytes, contents: list[BlockContent], properties: dict[str, PropertyValue]
) -> None:
    held = {"held", *own_lines(data)} if b"vaultval:" in data or b"vv_" in data else set()
    fresh = [content for content in contents if content.name not in held]
    values = {name: value for name, value in properties.items() if name not in held}
    change, _ = plan_note("A.md", data, fresh, values)
    if change is None:
        return
    assert without(text_of(change.after), change.inserted) == text_of(data)
    assert change.after.startswith(b"\xef\xbb\xbf") == data.startswith(b"\xef\xbb\xbf")
    assert len(change.inserted) > 0


@settings(max_examples=150, deadline=None)
@given(notes(), CONTENTS, st.sampled_from(BODIES), PROPERTIES, st.sampled_from((7, "strong", False)))
def test_the_way_to_a_state_does_not_matter(
    data: bytes,
    contents: list[BlockContent],
    body: str,
    properties: dict[str, PropertyValue],
    value: PropertyValue,
) -> None:
    first = {name: held for name, held in properties.items() if held is not None}
    last = dict.fromkeys(first, value)
    later = [content._replace(body=body) for content in contents]
    change, findings = plan_note("A.md", data, contents, first)
    if findings:
        return  # what had no place is not there to be changed
    between = written(data, change)
    straight, _ = plan_note("A.md", data, later, last)
    stepwise, _ = plan_note("A.md", between, later, last)
    assert written(between, stepwise) == written(data, straight)


@settings(max_examples=100, deadline=None)
@given(notes(), st.sampled_from(BODIES), st.integers(0, 20))
def test_a_moved_block_is_changed_where_the_user_put_it(data: bytes, body: str, position: int) -> None:
    change, _ = plan_note("A.md", data, [BlockContent("valuation", "first")], {})
    if change is None or not change.blocks:
        return
    newline = "\r\n" if "\r\n" in lay_block(change) else "\n"
    laid = lay_out("valuation", "first", newline)
    lines = without(text_of(change.after), change.inserted).split("\n")
    at = min(position, len(lines))
    moved = "\n".join((*lines[:at], *laid.split("\n"), *lines[at:]))
    again, _ = plan_note("A.md", moved.encode(), [BlockContent("valuation", body)], {})
    if again is None or again.inserted:
        return  # moved into code, or between the lines of the properties
    assert again.after.decode().replace("\r", "") == moved.replace(
        laid, lay_out("valuation", body, "\n")
    ).replace("\r", "")


def lay_block(change: NoteChange) -> str:
    return "".join(text_of(change.after)[span.start : span.end] for span in change.inserted)


@settings(max_examples=150, deadline=None)
@given(notes(), CONTENTS, PROPERTIES)
def test_the_users_properties_read_as_before(
    data: bytes, contents: list[BlockContent], properties: dict[str, PropertyValue]
) -> None:
    change, _ = plan_note("A.md", data, contents, properties)
    if change is None:
        return
    before, after = (frontmatter.read(text_of(part), "A.md")[0] for part in (change.before, change.after))
    kept = {
        key: value for key, value in (after.values() if after else {}).items() if not key.startswith("vv_")
    }
    assert kept == {
        key: value for key, value in (before.values() if before else {}).items() if not key.startswith("vv_")
    }
    if change.properties:
        assert after is not None
        for name in change.properties:
            assert after.values().get(name) == properties[name]
