"""What is to become of one note: pure, from its bytes and from what vaultval has to say in it."""

from collections.abc import Mapping, Sequence

from vaultval.diagnostics import Finding, Severity, finding
from vaultval.note.managed import begin_marker, opted_out
from vaultval.place import Lines, Place
from vaultval.writeback.blocks import (
    BlockContent,
    check_block,
    fits,
    insertion,
    insertion_offset,
    is_edited,
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
    force: overwrite blocks that were edited by hand; else a note with one is left alone, so that nothing in it
    contradicts the block. A note with `vaultval: off`, with bytes that are not UTF-8, with unsound properties or with
    broken markers is left alone; for the last two the findings are those of reading it.
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
    replaced, kept = _replace_blocks(note, reading, blocks, edits, force)
    placed, misplaced = _insert_blocks(note, reading, blocks, edits)
    findings += kept + misplaced
    if kept:
        return None, findings
    after, inserted = splice(text, edits)
    if after == text:
        return None, findings
    change = NoteChange(note, data, encode(after, data), inserted, (*replaced, *placed), changed)
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
        if after.same_outside(reading) and holds(after, wanted):
            changed = (name for name, value in wanted.items() if not holds(reading, {name: value}))
            return edits, tuple(changed), []
    message = "the properties are not lines of `name: value` between two ---, so no vv_ line can be added"
    return [], (), [finding("no-place-for-properties", Place(note), message)]


def _replace_blocks(
    note: str, reading: Reading, contents: Sequence[BlockContent], edits: list[Edit], force: bool
) -> tuple[list[str], list[Finding]]:
    """Add to the edits those of the blocks that are there already. The names of those that change."""
    held = {block.name: block for block in reading.blocks}
    lines = Lines(reading.text)
    names: list[str] = []
    findings: list[Finding] = []
    for content in contents:
        block = held.get(content.name)
        changes = replacement(reading, block, content.body) if block else []
        if block is None or not changes:
            continue
        if is_edited(reading, block, content.body) and not force:
            message = f"the block `{block.name}` was edited by hand, so it was left as it is"
            place = lines.place(note, block.start, len(begin_marker(block.name)))
            findings.append(finding("block-edited", place, message))
        elif fits(note, reading, [*edits, *changes], ()):
            edits += changes
            names.append(content.name)
        else:
            findings.append(_no_place(note, reading, block.start, content.name))
    return names, findings


def _insert_blocks(
    note: str, reading: Reading, contents: Sequence[BlockContent], edits: list[Edit]
) -> tuple[list[str], list[Finding]]:
    """Add to the edits those of new blocks, each tried together with all before it. The names of those that fit."""
    held = {block.name for block in reading.blocks}
    names: list[str] = []
    findings: list[Finding] = []
    groups: dict[int, list[BlockContent]] = {}
    for content in contents:
        if content.name not in held:
            groups.setdefault(insertion_offset(reading, content.after), []).append(content)
    for offset, group in groups.items():
        edit = insertion(reading, offset, group)
        fresh = [content.name for content in group]
        if fits(note, reading, [*edits, edit], [*names, *fresh]):
            edits.append(edit)
            names += fresh
        else:
            findings.append(_no_place(note, reading, offset, ", ".join(fresh)))
    return names, findings


def _no_place(note: str, reading: Reading, offset: int, names: str) -> Finding:
    """At what is open where the block would stand, if that is known."""
    lines, head = Lines(reading.text), reading.properties.end if reading.properties else 0
    for span in (*reading.scan.opaque, *reading.scan.comments):
        if head <= span.start < offset <= span.end:
            length = len(reading.text[span.start : span.end].partition("\n")[0].rstrip("\r"))
            message = f"this runs on to where the block `{names}` would stand"
            return finding("no-place-for-block", lines.place(note, span.start, length), message)
    message = f"here the block `{names}` would stand inside of something else, or change what is around it"
    return finding("no-place-for-block", lines.place(note, offset), message)
