"""What follows the # of a link: a way down the headings of a note."""

import re
from collections.abc import Sequence

from vaultval.note.parts import Heading
from vaultval.vocabulary import folded

_UNLIKE = re.compile(r"[!\"#$%&()*+,.:;<=>?@^`{|}~/\[\]\\\r\n]")
_BREAKS_A_LINK = re.compile(r"[:#|^\\\r\n]|%%|\[\[|\]\]")


def heading_in_link(text: str) -> str:
    """A heading as Obsidian writes it behind the # of a link: without what would end or split the link."""
    return " ".join(_BREAKS_A_LINK.sub(" ", text).split())


def heading_key(text: str) -> str:
    """A heading as it compares with what a link says: without marks, in any case, white space alike."""
    return " ".join(_UNLIKE.sub(" ", folded(text)).split())


def find_heading(headings: Sequence[Heading], subpath: str) -> Heading | None:
    """The heading that the subpath of a link leads to: of #A#B the first B below the first A. None if there is none."""
    found: Heading | None = None
    after = 0
    for wanted in filter(None, map(heading_key, subpath.split("#"))):
        below = found.level if found else 0
        for position in range(after, len(headings)):
            heading = headings[position]
            if found and heading.level <= below:
                return None
            if heading_key(heading.text) == wanted:
                found, after = heading, position + 1
                break
        else:
            return None
    return found
