"""Callouts: quotes that open with [!type]."""

import re
from bisect import bisect_left
from collections.abc import Callable

from vaultval.note.parts import Callout

_CALLOUT = re.compile(r">[ \t]*+(\[!([^\]\n]++)\]([+-]?)(?=\s|\Z)([^\n]*+))")

_LONGEST_LOOK = 2000
"""So far above a callout a blank line is looked for. It bounds the work on a hostile note."""


def read_callouts(text: str, visible: str, starts: Callable[[], list[int]]) -> list[Callout]:
    """The callouts of a text, in order. `visible` is the text with what is opaque, and comments, blanked; `starts`
    gives the offsets at which blocks begin, quotes among them.
    """
    found: list[Callout] = []
    for match in _CALLOUT.finditer(visible):
        # Only the first line of a quote makes it a callout.
        if _opens_quote(visible, match.start()) or _is_in(starts(), match.start()):
            kind = match[2].partition("|")[0].strip().lower()
            title = text[match.start(4) : match.end(4)].strip()
            found.append(Callout(match.start(1), kind, match[3], title))
    return found


def _opens_quote(visible: str, at: int) -> bool:
    """Whether no > stands between the > at an offset and the nearest blank line above: then it goes on with no quote."""
    first = max(at - _LONGEST_LOOK, 0)
    blank = max(visible.rfind("\n\n", first, at), visible.rfind("\n\r\n", first, at))
    return (blank >= 0 or first == 0) and visible.find(">", max(blank, first), at) < 0


def _is_in(numbers: list[int], number: int) -> bool:
    index = bisect_left(numbers, number)
    return numbers[index : index + 1] == [number]
