"""Links as attributes and cells state them."""

from collections.abc import Iterator
from typing import NamedTuple

from vaultval.note.links import read_links
from vaultval.note.parts import Link
from vaultval.place import Place


class LinkText(NamedTuple):
    """A link as it is written in an attribute."""

    target: str
    subpath: str
    text: str
    place: Place


def links_in(text: str, place: Place) -> Iterator[LinkText]:
    """The links and embeds, wikilinks and Markdown's, in a text that begins at a place."""
    found = read_links(text, text, lambda: [0])
    for link in sorted((*found.links, *found.embeds)):
        start = link.start + link.original.startswith("!")
        yield link_text(link, Place(place.note, place.line, place.column + start, link.end - start))


def link_text(link: Link, place: Place) -> LinkText:
    """A link of a scan as the text of an attribute has it."""
    return LinkText(link.target, link.subpath, link.display or link.target + link.subpath, place)


def property_links(text: str, place: Place) -> Iterator[LinkText]:
    """Those of a property's value: to Obsidian, a Markdown link is one only where it is the whole of the value."""
    for link in links_in(text, place):
        start = link.place.column - place.column
        if text.startswith("[[", start) or link.place.length == len(text.strip()):
            yield link
