"""Footnotes: [^id], what it stands for, and ^[text] in the line."""

import re

from vaultval.note.parts import Footnote

_FOOTNOTE = re.compile(
    r"(?<!\\)(?:\[\^([^\s\[\]^]++)\](:?)|\^\[(?:[^\[\]\n]++|\[[^\[\]\n]*+\]|\[\[[^\[\]\n]*+\]\])++\])"
)


def read_footnotes(visible: str) -> list[Footnote]:
    """The marks of footnotes in a text in which what is opaque, and comments, are blanked, in order."""
    found: list[Footnote] = []
    for match in _FOOTNOTE.finditer(visible):
        start = match.start()
        line = visible.rfind("\n", 0, start) + 1
        defines = match[2] == ":" and not visible[line:start].strip(" \t>")
        found.append(Footnote(start, match[1] or "", defines))
    return found
