"""What a scan finds in a note: plain tuples. Offsets count characters of the note's text without its BOM."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

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


class FieldLink(NamedTuple):
    """A link as a field's value; the parts are those of `Link`. embed: it has a ! before it."""

    target: str
    subpath: str
    display: str | None
    embed: bool


class TypedValue(NamedTuple):
    """What a field's value is to Dataview, by `type`:

    null: None. number, boolean. text: without the quotes around it. date: ISO 8601, as far as it is written (2026-04,
    2026-04-17T18:00:00+08:00); the name of a zone stays between brackets. duration: pairs of a unit (years, months,
    weeks, days, hours, minutes, seconds) and how many. link: a FieldLink. list: a tuple of TypedValues.
    """

    type: Literal["null", "number", "boolean", "text", "date", "duration", "link", "list"]
    value: "int | float | bool | str | FieldLink | tuple[tuple[str, int | float], ...] | tuple[TypedValue, ...] | None"


class BlockId(NamedTuple):
    """A block id; `start` is where its ^ stands, `name` is without it."""

    start: int
    name: str


class Signal(NamedTuple):
    """A paragraph or list item that opens with a date; `start` is where the date stands, `date` is YYYY-MM-DD."""

    start: int
    date: str


class Callout(NamedTuple):
    """A quote that opens with [!type]; `start` is where that bracket stands. type: in lower case, without what follows
    a | in it. fold: "+" for one that can be folded and is open, "-" for one that is closed, or "". title: as written.
    """

    start: int
    type: str
    fold: str
    title: str


class Footnote(NamedTuple):
    """A footnote's mark: [^id], [^id]: where it is defined, or, with "" for an id, the whole of an inline one, ^[text].
    `start` is where its first character stands; `id` is as written.
    """

    start: int
    id: str
    definition: bool


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
    callouts: tuple[Callout, ...] = ()
    footnotes: tuple[Footnote, ...] = ()


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
    """A link in a property's value; `key` is the property's name, `name.0` for the first item of a list.

    alone: nothing else stands in the value or item. Only such a link is one to Obsidian.
    """

    key: str
    link: Link
    alone: bool
