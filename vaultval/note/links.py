"""Links and embeds: wikilinks, Markdown links, and Markdown links by reference."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple

from vaultval.note.inline import WIKILINK as _WIKILINKS
from vaultval.note.parts import Link

_BEHIND_BRACKET = re.compile(r"\][(:]")
_LABEL = r"\[(?!\[)((?:[^\[\]\\]++|\\.|\[(?:[^\[\]\\]++|\\.)*+\])*+)\]"
_TITLE = r"(?:[ \t]+(?:\"(?:[^\"\\\n]++|\\.)*+\"|'(?:[^'\\\n]++|\\.)*+'|\((?:[^()\\\n]++|\\.)*+\)))?+"
_TARGET = r"(?:<([^<>\n]*+)>|(?!<)((?:[^\s()\\]++|\\.|\((?:[^\s()\\]++|\\.)*+\))++))"
_MARKDOWN = re.compile(rf"{_LABEL}\([ \t]*+{_TARGET}{_TITLE}[ \t]*+\)")
_DEFINITION = re.compile(rf"^[ >]*+\[(?!\^)([^\[\]\n]++)\]:[ \t]*+{_TARGET}{_TITLE}[ \t]*\r?$", re.MULTILINE)
_REFERENCE = re.compile(r"\[([^\[\]\n]++)\](?:\[([^\[\]\n]*+)\])?+(?![\[(:])")
_EXTERNAL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_ENCODED = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


class Links(NamedTuple):
    """The links of a text, each list in order. `external`: those that lead out of the vault."""

    links: list[Link]
    embeds: list[Link]
    external: list[Link]


def read_links(text: str, clean: str, starts: Callable[[], list[int]]) -> Links:
    """The links and embeds of a text. `clean` is the text with what is opaque blanked; `starts` gives the
    offsets at which blocks begin, and is asked only if a link may reach over the end of a line.
    """
    found = Links([], [], [])
    if "[" not in clean:
        return found
    _wikilinks(text, clean, found)
    behind = set(_BEHIND_BRACKET.findall(clean))
    if "](" in behind:
        _markdown_links(text, clean, starts, found)
    if "]:" in behind:
        _reference_links(text, clean, found)
    return found


def display_text(link: Link) -> str:
    """The text that a reader sees for a link: what stands behind its | or in its label, or else its path and the
    headings it leads to, `folder/note > heading > sub-heading`.
    """
    if link.display is not None:
        return link.display
    parts = [part for part in (link.target, *link.subpath.split("#")) if part]
    return " > ".join(parts) or link.subpath


def _wikilinks(text: str, clean: str, found: Links) -> None:
    add_link, add_embed, new = found.links.append, found.embeds.append, tuple.__new__
    parts = _WIKILINKS.split(clean)
    end = 0
    for gap, inner in zip(parts[::2], parts[1::2], strict=False):
        start = end + len(gap)
        end = start + len(inner) + 4
        target, display, subpath = inner, None, ""
        if "|" in inner:
            target, _, display = inner.partition("|")
            # In a table the | of a link has a backslash before it, which belongs to the | .
            target, display = target.removesuffix("\\"), display.strip() or None
            if not target:
                target, display = inner, None
        if "#" in target:
            hash_at = target.index("#")
            target, subpath = target[:hash_at], target[hash_at:].rstrip()
        target = target.strip()
        if not target and not subpath:
            continue
        before = gap[-1:]
        if before == "!" and not _escaped(clean, start - 1):
            add_embed(new(Link, (start - 1, end, target, subpath, display, text[start - 1 : end])))
        elif before != "\\" or not _escaped(clean, start):
            add_link(new(Link, (start, end, target, subpath, display, text[start:end])))


def _markdown_links(text: str, clean: str, starts: Callable[[], list[int]], found: Links) -> None:
    pending = [(0, len(clean))]
    while pending:
        first, last = pending.pop()
        for match in _MARKDOWN.finditer(clean, first, last):
            start, end = match.span()
            if _escaped(clean, start) or (
                text.find("\n", start, end) >= 0 and _crossed(starts(), start, end)
            ):
                continue
            label_start, label_end = match.span(1)
            if clean.find("](", label_start, label_end) >= 0:
                pending.append((label_start, label_end))
            _add(text, clean, found, start, end, text[label_start:label_end], match[2] or match[3] or "")
    for links in found:
        links.sort()


def _reference_links(text: str, clean: str, found: Links) -> None:
    definitions: dict[str, str] = {}
    for match in _DEFINITION.finditer(clean):
        definitions.setdefault(_folded(match[1]), match[2] or match[3] or "")
    if not definitions:
        return
    for match in _REFERENCE.finditer(clean):
        target = definitions.get(_folded(match[2] or match[1]))
        in_wikilink = (
            clean[match.start() - 1 : match.start()] == "[" and clean[match.end() : match.end() + 1] == "]"
        )
        if target is not None and not in_wikilink and not _escaped(clean, match.start()):
            _add(text, clean, found, match.start(), match.end(), text[match.start(1) : match.end(1)], target)
    for links in found:
        links.sort()


def _add(text: str, clean: str, found: Links, start: int, end: int, display: str, target: str) -> None:
    """Add a Markdown link whose brackets stand between two offsets."""
    kind = found.links
    if clean[start - 1 : start] == "!" and not _escaped(clean, start - 1):
        start -= 1
        kind = found.embeds
    if _EXTERNAL.match(target):
        kind = found.external
    else:
        target = _decoded(target)
    path, hash_mark, subpath = target.partition("#")
    if path or subpath:
        kind.append(Link(start, end, path, hash_mark + subpath, display.strip() or None, text[start:end]))


def _decoded(target: str) -> str:
    """A link's destination without backslashes and per cent signs; as it is if they stand for no UTF-8."""
    if "\\" in target:
        target = _ESCAPED.sub(r"\1", target)
    if "%" in target:
        with suppress(UnicodeDecodeError):
            target = _ENCODED.sub(lambda m: bytes.fromhex(m[0].replace("%", "")).decode(), target)
    return target.strip()


def _folded(label: str) -> str:
    return " ".join(label.split()).casefold()


def _crossed(starts: list[int], start: int, end: int) -> bool:
    """Whether a block begins between two offsets."""
    return bisect_right(starts, start) < bisect_left(starts, end)


def _escaped(text: str, at: int) -> bool:
    """Whether an odd number of backslashes stands before an offset."""
    before = at
    while before and text[before - 1] == "\\":
        before -= 1
    return (at - before) % 2 == 1
