"""Tags in a note's text, and what may be one."""

import re

from vaultval.note.links import Links
from vaultval.note.parts import Link, Tag

# White space is JavaScript's, for so Obsidian reads it: with U+FEFF, and without U+0085.
_BLANK = r"\t\n\v\f\r \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
TAG_CHARACTER = rf"[^\u2000-\u206F\u2E00-\u2E7F'!\"#$%&()*+,.:;<=>?@^`{{|}}~\[\]\\{_BLANK}]"

# A tag begins behind white space, the mark of a quote, a mark of emphasis, a highlight, a cell's edge, a bracket, or a
# character with a backslash before it. No other mark lets one begin, except another tag. docs/reading-notes.md says why.
_TAGS = re.compile(
    rf"#(?:(?<![^{_BLANK}*_|\[>]#)|(?<=[=~]{{2}}#)|(?<=\\[!-/:-@\[-`{{-~]#))"
    rf"({TAG_CHARACTER}++(?:#{TAG_CHARACTER}++)*+)"
)
_NAME = re.compile(rf"#?({TAG_CHARACTER}+)")
_JOINTS = frozenset("_*|[=~>")
_QUOTE = re.compile(r"[ \t>]*+(?:(?:[-+*]|[0-9]{1,9}[.)])[ \t]++[ \t>]*+)*+\Z")
_LONGEST_ADDRESS = 2000
_DIGITS = "0123456789"


def tag_name(text: str) -> str | None:
    """The tag that a text is, with its #, which may be missing there; None if it is none."""
    match = _NAME.fullmatch(text.strip())
    return "#" + match[1] if match and match[1].strip(_DIGITS) else None


def read_tags(clean: str, links: Links) -> list[Tag]:
    """The tags of a text in which what is opaque is blanked, in order. `links`: those of the text."""
    found: list[Tag] = []
    add, new = found.append, tuple.__new__
    parts = _TAGS.split(clean)
    end = 0
    for gap, names in zip(parts[::2], parts[1::2], strict=False):
        start = end + len(gap)
        end = start + len(names) + 1
        joint = gap[-1:] in _JOINTS
        if joint and (in_address(clean, start) or not _may_begin(clean, start)):
            continue
        if not joint and "#" not in names:
            if names.strip(_DIGITS):
                add(new(Tag, (start, "#" + names)))
            continue
        for name in (names.rstrip("_") if gap[-1:] == "_" else names).split("#"):
            if name.strip(_DIGITS):
                add(Tag(start, "#" + name))
            start += len(name) + 1
    marked = [link for group in links for link in group if "#" in link.original]
    return _outside(found, sorted(marked)) if found and marked else found


def _may_begin(clean: str, start: int) -> bool:
    """Whether the > directly before a #, if there is one, is the mark of a quote."""
    if clean[start - 1] != ">" or clean[start - 2 : start - 1] == "\\":
        return True
    return _QUOTE.match(clean[clean.rfind("\n", 0, start) + 1 : start]) is not None


def in_address(clean: str, start: int) -> bool:
    """Whether the word in which a # stands is a URL."""
    words = clean[max(start - _LONGEST_ADDRESS, 0) : start].split()
    return bool(words) and "://" in words[-1] and not clean[start - 1].isspace()


def _label_end(link: str) -> int:
    """Where in a link's source the text ends in which tags are read: none in a wikilink, the label in others."""
    if link.startswith(("[[", "![[")):
        return 0
    if link.endswith(")"):
        return max(link.rfind("]("), 0)
    behind = link.rfind("][")
    return behind if behind >= 0 else len(link)


def _outside(tags: list[Tag], links: list[Link]) -> list[Tag]:
    """The tags that stand neither in a wikilink nor in the destination of a Markdown link."""
    found: list[Tag] = []
    index = 0
    for tag in tags:
        while index < len(links) and links[index].end <= tag.start:
            index += 1
        if index < len(links) and links[index].start < tag.start:
            link = links[index]
            if tag.start > link.start + _label_end(link.original):
                continue
        found.append(tag)
    return found
