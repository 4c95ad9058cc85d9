"""What is to become of one note: pure, from its bytes and from what vaultval has to say in it."""

from collections.abc import Mapping, Sequence

from vaultval.diagnostics import Finding, Severity, finding
from vaultval.note.managed import opted_out
from vaultval.place import Lines, Place
from vaultval.writeback.blocks import (
    BlockContent,
    check_block,
    fits,
    insertion,
    insertion_offset,
    is_edited,
    leaves_the_rest,
    replacement,
)
from vaultval.writeback.proof import prove
from vaultval.writeback.properties import PropertyValue, check_properties, holds, property_edits
from vaultval.writeback.reading import Reading, read
from vaultval.writeback.surgery import Edit, NoteChange, decode, encode, splice


def plan_note(
    note: str,
    data: bytes,
    blocks: Sequence[BlockContent],
    properties: Mapping[str, PropertyValue],
    *,
    force: bool = False,
) -> tuple[NoteChange | None, list[Finding]]:
    """The change that gives a note these blocks and these `vv_` properties, proven harmless; None if there is none.

    note: its path from the vault's root. data: its bytes. properties: a value of None takes the property out.
    force: overwrite blocks that were edited by hand. A note with `vaultval: off`, with bytes that are not UTF-8, with
    unsound properties or with broken markers is left alone; for the last two the findings are those of reading it.
    Raises ValueError for content that could break out of its block, two blocks of one name, and property names
    that are not vaultval's.
    """
    _check(blocks, properties)
    text = decode(data)
    if text is None:
        return None, []
    reading = read(text, note)
    if opted_out(reading.properties):
        return None, []
    if not reading.writable():
        return None, [found for found in reading.findings if found.severity == Severity.ERROR]
    edits, changed, findings = _property_plan(note, reading, properties)
    block_edits, written, blocks_found = _block_plan(note, reading, blocks, force)
    findings += blocks_found
    after, inserted = splice(text, [*edits, *block_edits])
    if after == text:
        return None, findings
    change = NoteChange(note, data, encode(after, data), inserted, written, changed)
    prove(change)
    return change, findings


def _check(blocks: Sequence[BlockContent], properties: Mapping[str, PropertyValue]) -> None:
    if len({content.name for content in blocks}) != len(blocks):
        raise ValueError("two blocks of one name for one note")
    for content in blocks:
        check_block(content)
    check_properties(properties)


def _property_plan(
    note: str, reading: Reading, wanted: Mapping[str, PropertyValue]
) -> tuple[list[Edit], tuple[str, ...], list[Finding]]:
    """The edits of property lines, tried on the text; none, and a finding, if the result would not read as meant."""
    if holds(reading, wanted):
        return [], (), []
    edits = property_edits(reading, wanted)
    if edits is not None:
        after = read(splice(reading.text, edits)[0], note)
        same = after.foreign_properties() == reading.foreign_properties()
        if (
            same
            and after.writable()
            and holds(after, wanted)
            and after.foreign_parts() == reading.foreign_parts()
        ):
            changed = (name for name, value in wanted.items() if not holds(reading, {name: value}))
            return edits, tuple(changed), []
    message = "the properties are not lines of `name: value` between two ---, so no vv_ line can be added"
    return [], (), [finding("no-place-for-block", Place(note), message)]


def _block_plan(
    note: str, reading: Reading, contents: Sequence[BlockContent], force: bool
) -> tuple[list[Edit], tuple[str, ...], list[Finding]]:
    """The edits of blocks, and the names of those that change."""
    held = {block.name: block for block in reading.blocks}
    lines = Lines(reading.text)
    edits: list[Edit] = []
    written: list[str] = []
    findings: list[Finding] = []
    fresh: dict[int, list[BlockContent]] = {}
    for content in contents:
        block = held.get(content.name)
        if block is None:
            fresh.setdefault(insertion_offset(reading, content.after), []).append(content)
        elif is_edited(reading, block, content.body) and not force:
            message = f"the block `{block.name}` was edited by hand, so it was left as it is"
            findings.append(finding("block-edited", lines.place(note, block.start), message))
        elif changes := replacement(reading, block, content.body):
            if leaves_the_rest(reading, read(splice(reading.text, changes)[0], note)):
                edits += changes
                written.append(content.name)
            else:
                findings.append(_no_place(note, lines, block.start, content.name))
    for offset, group in fresh.items():
        edit = insertion(reading, offset, group)
        if fits(note, reading, edit, group):
            edits.append(edit)
            written += (content.name for content in group)
        else:
            findings.append(_no_place(note, lines, offset, ", ".join(content.name for content in group)))
    return edits, tuple(written), findings


def _no_place(note: str, lines: Lines, offset: int, names: str) -> Finding:
    message = f"here the block {names} would stand inside code, math, a comment or HTML, or change what is around it"
    return finding("no-place-for-block", lines.place(note, offset), message)
