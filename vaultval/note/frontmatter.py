"""A note's properties: the YAML between its --- lines, as Obsidian reads it, with the place of every value."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, TypeGuard

from vaultval.diagnostics import Finding, finding
from vaultval.note.core_yaml import DEEPEST, YamlFault, compose, scalar_value
from vaultval.note.links import read_links
from vaultval.note.parts import Link, Properties, Property, PropertyItem, PropertyLink, Value
from vaultval.note.tags import tag_name
from vaultval.place import Lines

if TYPE_CHECKING:
    from yaml import MappingNode, Node, ScalarNode

_FENCE = re.compile(r"^---[ \t]*\r?$", re.MULTILINE)
_MOST_VALUES = 20_000
_READ_AS = {
    **dict.fromkeys(("y", "yes", "on", "true"), "true"),
    **dict.fromkeys(("n", "no", "off", "false"), "false"),
    **dict.fromkeys(("~", "null"), "nothing"),
}
_NUMBER_LIKE = re.compile(r"[-+]?[0-9][0-9_.:eE+-]*|0x[0-9A-Fa-f]+")


def read(text: str, note: str) -> tuple[Properties | None, list[Finding]]:
    """The properties of a note, None if it has no frontmatter; and what is wrong with them.

    text: decoded, without its BOM, line ends as they are. note: its path, for the findings.
    """
    opening = _FENCE.match(text)
    if opening is None:
        return None, []
    try:
        block, _ = _fences().split(text)
    except ValueError:
        return None, []
    start = opening.end()
    close = start + len(block)
    end = text.find("\n", close) + 1 or len(text)
    reader = _Reader(text, start, close)
    try:
        entries, sound = reader.entries(block)
    except YamlFault as fault:
        entries, sound = (), False
        hint = f"PyYAML says: {fault.yaml_says}." if fault.yaml_says else ""
        reader.faults.append(("bad-properties", start + fault.offset, 0, str(fault), hint))
    return Properties(0, end, entries, sound), reader.findings(note)


def property_links(properties: Properties) -> tuple[PropertyLink, ...]:
    """The links in the values of properties, in order.

    The offsets of a link are exact if its value stands on one line, without escapes; otherwise they are those of
    the whole value, or of the property.
    """
    found: list[PropertyLink] = []
    for entry in properties.entries:
        for key, text, item in _strings(entry.key, entry.value, entry.items):
            if "[" in text:
                links = read_links(text, text, list)
                found += [
                    PropertyLink(key, _placed(link, item, entry))
                    for link in sorted(links.links + links.embeds)
                ]
    return tuple(found)


def property_tags(properties: Properties) -> tuple[str, ...]:
    """The tags that the property `tags` gives the note, each with its #; a text that is no tag gives none."""
    names: list[str | None] = []
    for entry in properties.entries:
        if entry.key.lower() == "tags":
            value = entry.value if isinstance(entry.value, list) else [entry.value]
            names += [tag_name(text) for text in value if isinstance(text, str)]
    return tuple(name for name in names if name is not None)


def _strings(
    key: str, value: Value, items: tuple[PropertyItem, ...]
) -> Iterator[tuple[str, str, PropertyItem | None]]:
    """The texts in a value, each with its key and, where it is known, its place."""
    if isinstance(value, str):
        yield key, value, items[0] if len(items) == 1 else None
    elif isinstance(value, list):
        flat = items if len(items) == len(value) else ()
        for number, part in enumerate(value):
            yield from _strings(f"{key}.{number}", part, flat[number : number + 1])
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from _strings(f"{key}.{name}", part, ())


def _placed(link: Link, item: PropertyItem | None, entry: Property) -> Link:
    """A link of a value, with offsets of the note."""
    if item is None:
        return link._replace(start=entry.start, end=entry.end)
    quotes = item.end - item.start - len(item.text)
    if quotes not in (0, 2):
        return link._replace(start=item.start, end=item.end)
    shift = item.start + quotes // 2
    return link._replace(start=link.start + shift, end=link.end + shift)


@cache
def _fences() -> Any:
    # Imported when it is first needed: many notes have no properties, and many commands read none.
    from frontmatter.default_handlers import BaseHandler  # noqa: PLC0415

    return BaseHandler(fm_boundary=_FENCE)


class _Reader:
    """Reads the block between two offsets of a note's text into properties."""

    def __init__(self, text: str, start: int, close: int) -> None:
        self.text = text
        self.start = start
        self.close = close
        self.faults: list[tuple[str, int, int, str, str]] = []
        self._restored: Callable[[str], str] = str
        self._values = 0

    def findings(self, note: str) -> list[Finding]:
        """What is wrong, with places."""
        if not self.faults:
            return []
        lines = Lines(self.text)
        return [
            finding(rule, lines.place(note, offset, length), message, hint=hint)
            for rule, offset, length, message, hint in self.faults
        ]

    def entries(self, block: str) -> tuple[tuple[Property, ...], bool]:
        """The properties, and whether lines of them may be written. Raises YamlFault."""
        root, self._restored = compose(block)
        if root is None:
            return (), True
        if not _is_mapping(root):
            at = root.start_mark.index
            raise YamlFault("These lines are no properties: each is written name: value.", at)
        found: list[Property] = []
        stop = self.close
        for key, value in reversed(root.value):
            begin, end = self._offset(key), self._offset(value, end=True)
            if not root.flow_style:
                begin = stop_above = self.text.rfind("\n", 0, begin) + 1
                end, stop = self._end(key, value, stop), stop_above
            found.append(Property(self._key(key), self._value(value, 1), begin, end, self._items(key, value)))
        found.reverse()
        for key, _ in root.value:
            self._look_at_name(key)
        # Properties in JSON have no lines of their own.
        return tuple(found), self._no_duplicates(root) and not root.flow_style

    def _value(self, node: "Node", depth: int) -> Value:
        self._values += 1
        if self._values > _MOST_VALUES or depth > DEEPEST:
            raise YamlFault("There are too many values here, or they are nested too deeply.")
        if _is_scalar(node):
            text = self._restored(node.value)
            return text if node.style or node.tag.endswith(":str") else scalar_value(text)
        if not _is_mapping(node):
            return [self._value(child, depth + 1) for child in node.value]
        self._no_duplicates(node)
        values: dict[str, Value] = {}
        for key, child in node.value:
            values.setdefault(self._key(key), self._value(child, depth + 1))
        return values

    def _key(self, node: "Node") -> str:
        if not _is_scalar(node):
            message = "A name of a property is text; put a value that begins with { or [ in quotes."
            raise YamlFault(message, node.start_mark.index)
        return self._restored(node.value)

    def _items(self, key: "Node", value: "Node") -> tuple[PropertyItem, ...]:
        nodes = [value] if _is_scalar(value) else [] if _is_mapping(value) else value.value
        # What stands before the name is an alias: its text is elsewhere.
        if any(not _is_scalar(n) or n.start_mark.index < key.end_mark.index for n in nodes):
            return ()
        return tuple(
            PropertyItem(self._offset(n), self._offset(n, end=True), self._restored(n.value)) for n in nodes
        )

    def _offset(self, node: "Node", *, end: bool = False) -> int:
        """Where in the note a node begins or ends. A block of lines ends before its last line end."""
        if not end:
            return self.start + int(node.start_mark.index)
        offset = self.start + int(node.end_mark.index)
        if _is_scalar(node) and node.style in ("|", ">"):
            offset -= len(self.text[:offset]) - len(self.text[:offset].rstrip())
        return offset

    def _end(self, key: "Node", value: "Node", stop: int) -> int:
        """Where the lines of a property end; blank lines and comments before the next one are not its own."""
        text = self.text
        last = _last_node(value, key.end_mark.index)
        content = self._offset(key, end=True)
        lines_kept = keeps_blank = False
        if last is not None:
            lines_kept = _is_scalar(last) and last.style in ("|", ">")
            header = text[self._offset(last) :].partition("\n")[0] if lines_kept else ""
            keeps_blank = "+" in header.partition("#")[0]
            content = self._offset(last) if lines_kept else self._offset(last, end=True)
        end = stop
        while True:
            begin = text.rfind("\n", 0, end - 1) + 1
            line = text[begin:end]
            comment = line.startswith("#") if lines_kept else line.lstrip(" \t").startswith("#")
            if begin < content or not (comment or (not keeps_blank and not line.strip())):
                return end
            end = begin

    def _no_duplicates(self, mapping: "MappingNode") -> bool:
        first: dict[str, Node] = {}
        unique = True
        for key, _ in mapping.value:
            name = self._key(key)
            if name in first:
                unique = False
                line = self._line(first[name])
                message = f"The property `{name}` stands in line {line} and again in line {self._line(key)}."
                self._add("duplicate-property", key, message)
            else:
                first[name] = key
        return unique

    def _look_at_name(self, key: "Node") -> None:
        name = self._key(key)
        if name in ("content", "handler"):
            self._add("awkward-property", key, f"python-frontmatter cannot load a property named `{name}`.")
        elif _is_scalar(key) and not key.style:
            read_as = _READ_AS.get(name.lower(), "a number" if _NUMBER_LIKE.fullmatch(name) else "")
            if read_as:
                self._add("awkward-property", key, f"Other tools read the name `{name}` as {read_as}.")

    def _line(self, node: "Node") -> int:
        return self.text.count("\n", 0, self._offset(node)) + 1

    def _add(self, rule: str, key: "Node", message: str) -> None:
        self.faults.append(
            (rule, self._offset(key), self._offset(key, end=True) - self._offset(key), message, "")
        )


def _last_node(node: "Node", after: int) -> "Node | None":
    """The node that ends last in a node's source, or None if that is an alias."""
    while node.start_mark.index >= after:
        if _is_scalar(node) or node.flow_style or not node.value:
            return node
        after = int(node.start_mark.index) + 1
        node = node.value[-1][1] if _is_mapping(node) else node.value[-1]
    return None


def _is_scalar(node: "Node") -> "TypeGuard[ScalarNode]":
    return node.id == "scalar"


def _is_mapping(node: "Node") -> "TypeGuard[MappingNode]":
    return node.id == "mapping"
