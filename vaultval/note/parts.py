"""What a scan finds in a note: plain tuples. Offsets count characters of the note's text without its BOM."""

from collections.abc import Mapping
from typing import NamedTuple

Value = str | int | float | bool | None | list["Value"] | dict[str, "Value"]
"""A property's value as Obsidian holds it: dates stay strings."""


class Span(NamedTuple):
    """A half-open range of offsets."""

    start: int
    end: int


class Link(NamedTuple):
    """A link or embed in the text.

    target: the path part, trimmed and, for Markdown links, URL-decoded; "" for a link into the same note.
    subpath: from the first # on, with it; "" if there is none. display: what the reader sees, or None if the
    source does not say. original: the source, so that text[start:end] == original.
    """

    start: int
    end: int
    target: str
    subpath: str
    display: str | None
    original: str


class Tag(NamedTuple):
    """A tag in the text; `name` begins with #, in the author's casing."""

    start: int
    name: str


class Heading(NamedTuple):
    """A heading; `start` is where its first line begins, `end` where its last one ends, the line end left out; with an
    underline, that is the underline's. `text` is raw (links and tags as written), trimmed.
    """

    start: int
    level: int
    text: str
    end: int


class Task(NamedTuple):
    """A list item with a checkbox. `start` is where its list marker stands, `status` is the one character
    between the brackets, `text` is the rest of that line, which begins at `text_start`.
    """

    start: int
    status: str
    text: str
    text_start: int


class Field(NamedTuple):
    """A Dataview inline field. text[start:end] is the whole of it; `key` is as written, `value` is trimmed and
    begins at `value_start`. bracketed: [key:: value] or (key:: value), not a line of its own.
    """

    start: int
    end: int
    key: str
    value: str
    value_start: int
    bracketed: bool


class BlockId(NamedTuple):
    """A block id; `start` is where its ^ stands, `name` is without it."""

    start: int
    name: str


class Signal(NamedTuple):
    """A paragraph or list item that opens with a date; `start` is where the date stands, `date` is YYYY-MM-DD."""

    start: int
    date: str


class Scan(NamedTuple):
    """All of it. `opaque` are the spans in which nothing is read: properties, code of every form, math, HTML
    comments; sorted, without overlaps. `comments` are %% comments, in which links and tags still count.
    `external`: Markdown links that lead out of the vault.
    """

    links: tuple[Link, ...]
    embeds: tuple[Link, ...]
    external: tuple[Link, ...]
    tags: tuple[Tag, ...]
    headings: tuple[Heading, ...]
    tasks: tuple[Task, ...]
    fields: tuple[Field, ...]
    blocks: tuple[BlockId, ...]
    signals: tuple[Signal, ...]
    opaque: tuple[Span, ...]
    comments: tuple[Span, ...]


class PropertyItem(NamedTuple):
    """One scalar of a property: the value itself, or one item of a list. `start`, `end`: the offsets of its
    source, quotes included; `text`: the string that it stands for, before it is taken for a number or boolean.
    """

    start: int
    end: int
    text: str


class Property(NamedTuple):
    """One property. `start`: where its key's line begins; `end`: where the next property's line, a comment or
    blank line after it, or the closing fence begins, so that text[start:end] is whole lines of this property only.
    `items`: its scalars with their places: one for a scalar, one per item for a flat list, none for anything else.
    """

    key: str
    value: Value
    start: int
    end: int
    items: tuple[PropertyItem, ...]


class Properties(NamedTuple):
    """The frontmatter. `start`, `end`: the offsets of the block, both fence lines and their line ends included.
    `sound`: False if the YAML cannot be read or a key stands twice; then nothing may be written here.
    """

    start: int
    end: int
    entries: tuple[Property, ...]
    sound: bool

    def values(self) -> Mapping[str, Value]:
        """The properties by name, the first of each name."""
        found: dict[str, Value] = {}
        for entry in self.entries:
            found.setdefault(entry.key, entry.value)
        return found


class PropertyLink(NamedTuple):
    """A link in a property's value; `key` is the property's name, `name.0` for the first item of a list."""

    key: str
    link: Link
