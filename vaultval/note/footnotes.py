"""Footnotes: [^id], what it stands for, and ^[text] in the line."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from vaultval.note.parts import Footnote, Link, Span

_FOOTNOTE = re.compile(
    r"(?<!\\)(?:\[\^([^\s\[\]^]++)\](:?)|\^\[(?:[^\[\]\n]++|\[[^\[\]\n]*+\]|\[\[[^\[\]\n]*+\]\])++\])"
)


def read_footnotes(visible: str, links: Sequence[Link]) -> list[Footnote]:
    """The marks of footnotes in a text in which what is opaque, and comments, are blanked, in order. links: of the text."""
    wikilinks = sorted(
        Span(link.start, link.end) for link in links if link.original.lstrip("!").startswith("[[")
    )
    found: list[Footnote] = []
    for match in _FOOTNOTE.finditer(visible):
        start = match.start()
        around = wikilinks[max(bisect_right(wikilinks, (start, len(visible) + 1)) - 1, 0) :][:1]
        if around and around[0].start < start < around[0].end:
            continue
        line = visible.rfind("\n", 0, start) + 1
        defines = match[2] == ":" and not visible[line:start].strip(" \t>-+*")
        found.append(Footnote(start, match[1] or "", defines))
    return found
