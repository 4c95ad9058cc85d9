"""The fast reader, for every note: what it says, with offsets, as plain tuples.

What is opaque is found and blanked first; then one pass for each construct, each left out if its mark does not occur.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable

from vaultval.note.blocks import block_starts, read_blocks
from vaultval.note.callouts import read_callouts
from vaultval.note.fields import read_fields
from vaultval.note.footnotes import read_footnotes
from vaultval.note.inline import read_inline
from vaultval.note.links import read_links
from vaultval.note.parts import BlockId, Scan, Span
from vaultval.note.tags import read_tags

_BLOCK_ID = re.compile(r"\^([A-Za-z0-9-]++)[ \t]*+\r?(?=\n|\Z)")
_NEW_BLOCK = re.compile(r"[ \t>]*+(?:[-+*][ \t]|#{1,6}[ \t]|```|~~~|\r?\n|\Z)")


class _Starts:
    """The offsets at which blocks begin, found when they are first asked for."""

    __slots__ = ("body_start", "found", "text")

    def __init__(self, text: str, body_start: int) -> None:
        self.text = text
        self.body_start = body_start
        self.found: list[int] | None = None

    def __call__(self) -> list[int]:
        if self.found is None:
            self.found = block_starts(self.text, self.body_start)
        return self.found


def scan(text: str, body_start: int = 0) -> Scan:
    """What a note says.

    text: decoded, without its BOM, line ends as they are. body_start: where the frontmatter ends.
    """
    starts = _Starts(text, body_start)
    blocks = read_blocks(text, body_start)
    inline_opaque, inline_comments = read_inline(text, body_start, blocks.opaque, blocks.comments, starts)
    opaque = blocks.opaque
    if inline_opaque:
        opaque = sorted([*opaque, *inline_opaque])
    if body_start:
        opaque.insert(0, Span(0, body_start))
    comments = sorted([*blocks.comments, *inline_comments])
    clean = _blanked(text, opaque) if opaque else text
    links = read_links(text, clean, starts)
    tags = read_tags(clean, links) if "#" in clean else []
    visible = _blanked(clean, comments) if comments else clean
    has_caret = "^" in visible
    return Scan(
        links=tuple(links.links),
        embeds=tuple(links.embeds),
        external=tuple(links.external),
        tags=tuple(tags),
        headings=tuple(blocks.headings),
        tasks=tuple(blocks.tasks),
        fields=tuple(read_fields(text, visible)) if "::" in visible else (),
        blocks=tuple(_block_ids(visible, starts)) if has_caret else (),
        signals=tuple(blocks.signals),
        opaque=tuple(opaque),
        comments=tuple(comments),
        callouts=tuple(read_callouts(text, visible, starts)) if "!" in visible and "[!" in visible else (),
        footnotes=tuple(read_footnotes(visible, [*links.links, *links.embeds]))
        if has_caret and ("[^" in visible or "^[" in visible)
        else (),
    )


def _blanked(text: str, spans: Iterable[Span]) -> str:
    """A text with spaces in place of spans, which are in order and do not overlap."""
    parts: list[str] = []
    pos = 0
    for start, end in spans:
        parts += (text[pos:start], " " * (end - start))
        pos = end
    parts.append(text[pos:])
    return "".join(parts)


def _block_ids(visible: str, starts: _Starts) -> list[BlockId]:
    found: list[BlockId] = []
    for match in _BLOCK_ID.finditer(visible):
        start, end = match.start(), match.end()
        line = visible.rfind("\n", 0, start) + 1
        if visible[start - 1 : start] not in (" ", "\t") and visible[line:start].strip(" \t>"):
            continue
        if not _NEW_BLOCK.match(visible, end + 1):
            following = visible.find("\n", end + 1)
            known = starts()
            index = bisect_right(known, end)
            if index == len(known) or known[index] > max(following, end + 1):
                continue
        found.append(BlockId(start, match[1]))
    return found
