"""Blocks in a note's text: how one is laid out, where a new one goes, and whether it is safe there."""

from collections.abc import Collection, Sequence
from functools import cache
from typing import NamedTuple

from markdown_it import MarkdownIt

from vaultval.note.managed import (
    ManagedBlock,
    begin_marker,
    block_sum,
    end_marker,
    has_marker,
    managed_blocks,
)
from vaultval.note.scan import scan
from vaultval.writeback.reading import Reading, read
from vaultval.writeback.surgery import Edit, splice


class BlockContent(NamedTuple):
    """What a block is to hold.

    body: LF lines, without a line feed at either end. after: the offset, in the note's text without its BOM, at
    which a new block is to be put, the end of a section; None or past the end: the end of the note.
    """

    name: str
    body: str
    after: int | None = None


def check_block(content: BlockContent) -> None:
    """Raise ValueError for content that could not be told from the note around it."""
    body = content.body
    if not body.strip() or body != body.strip("\n") or "\r" in body:
        raise ValueError(f"block {content.name!r}: a body is LF lines without a line feed at either end")
    if has_marker(body):
        raise ValueError(f"block {content.name!r}: the body holds a marker")
    if content.after is not None and content.after < 0:
        raise ValueError(f"block {content.name!r}: the offset is negative")
    text = lay_out(content.name, body, "\n")
    text.encode()
    alone = scan(text + "\n\nEnd.\n")
    blocks, findings = managed_blocks(text, alone, "")
    whole = len(blocks) == 1 and blocks[0].end == len(text) and not findings
    if not whole or any(span.end > len(text) for span in (*alone.opaque, *alone.comments)):
        raise ValueError(f"block {content.name!r}: the body leaves code, math or a comment open")


def lay_out(name: str, body: str, newline: str) -> str:
    """A whole block, without a line end behind it. Blank lines inside keep tables and callouts off the markers."""
    inner = _inner(body)
    return f"{begin_marker(name)}\n{inner}{end_marker(name, inner)}".replace("\n", newline)


def replacement(reading: Reading, block: ManagedBlock, body: str) -> list[Edit]:
    """The edits that give a block this body: between its markers, and the sum. None needed: an empty list."""
    inner = _inner(body)
    held = reading.text[block.inner_start : block.inner_end].replace("\r\n", "\n")
    edits = []
    if held != inner:
        edits.append(Edit(block.inner_start, block.inner_end, inner.replace("\n", reading.line_end())))
    if block.sum != block_sum(inner):
        edits.append(Edit(block.sum_start, block.sum_start + len(block.sum), block.sum_of(inner)))
    return edits


def is_edited(reading: Reading, block: ManagedBlock, body: str) -> bool:
    """Whether a block holds text that is neither what vaultval wrote nor what it would write."""
    held = reading.text[block.inner_start : block.inner_end].replace("\r\n", "\n")
    return not block.intact and held != _inner(body)


def insertion(reading: Reading, offset: int, contents: Sequence[BlockContent]) -> Edit:
    """The edit that puts new blocks at the start of a line, or at the end of the text, set off by blank lines."""
    text, newline = reading.text, reading.line_end()
    above, below = text[:offset], text[offset:]
    last_line = above.removesuffix("\n").rpartition("\n")[2]
    if not above or (above.endswith("\n") and _blank(last_line)):
        lead = ""
    else:
        lead = newline if above.endswith("\n") or _blank(last_line) else newline * 2
    if below:
        tail = newline if _blank(below.partition("\n")[0]) else newline * 2
    else:
        tail = newline if not above or above.endswith("\n") else ""
    blocks = (newline * 2).join(lay_out(content.name, content.body, newline) for content in contents)
    return Edit(offset, offset, lead + blocks + tail)


def insertion_offset(reading: Reading, after: int | None) -> int:
    """The start of a line, or the end of the text, that an offset stands for: not inside properties or a block."""
    text = reading.text
    offset = len(text) if after is None else min(after, len(text))
    if reading.properties:
        offset = max(offset, reading.properties.end)
    for block in reading.blocks:
        if block.start < offset < block.end:
            offset = block.end
    # In front of a line of three dashes would be between it and what it may yet open.
    if text.startswith("---") and not reading.properties:
        offset = max(offset, text.find("\n") + 1 or len(text))
    if offset == 0 or text[offset - 1] == "\n":
        return offset
    following = text.find("\n", offset)
    return following + 1 if following >= 0 else len(text)


def fits(note: str, reading: Reading, edits: Sequence[Edit], names: Collection[str]) -> bool:
    """Whether a note reads as it did after some edits, and its new blocks, of these names, are at the top level."""
    text, _ = splice(reading.text, edits)
    after = read(text, note)
    if not after.same_outside(reading):
        return False
    fresh = [block for block in after.blocks if block.name in names]
    if len(fresh) != len(names) or any(
        span.start <= block.start < span.end for block in fresh for span in after.scan.comments
    ):
        return False
    if not fresh:
        return True
    lines = _top_level_html(text, after.properties.end if after.properties else 0)
    return all(text.count("\n", 0, block.start) in lines for block in fresh)


def _inner(body: str) -> str:
    return f"\n{body}\n\n"


def _blank(line: str) -> bool:
    return not line.strip(" \t\r")


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table").disable("inline")


def _top_level_html(text: str, body_start: int) -> set[int]:
    """The lines, from 0, on which HTML begins that is in no list, quote, code or other HTML."""
    head = text.count("\n", 0, body_start)
    # A line ends at a line feed only, in offsets and here.
    body = text[body_start:].replace("\r", " ")
    tokens = _parser().parse(body)
    return {
        head + token.map[0]
        for token in tokens
        if token.type == "html_block" and token.map and not token.level
    }
