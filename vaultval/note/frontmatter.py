"""A note's properties: the YAML between its --- lines, as Obsidian reads it, with the place of every value."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from vaultval.diagnostics import Finding, finding
from vaultval.note.core_yaml import DEEPEST, BadYamlError, Node, compose, scalar
from vaultval.note.links import read_links
from vaultval.note.parts import Link, Properties, Property, PropertyItem, PropertyLink, Value
from vaultval.note.plain import plain_properties
from vaultval.note.tags import tag_name
from vaultval.place import Lines

_FENCE = re.compile(r"^---[ \t]*\r?$", re.MULTILINE)
_BLANK_OR_COMMENT = re.compile(r"[ \t\r\n]*(?:#[^\n]*)?\n?\Z")
_MOST_VALUES = 20_000
_READ_AS = {
    **dict.fromkeys(("y", "yes", "on", "true"), "true"),
    **dict.fromkeys(("n", "no", "off", "false"), "false"),
    **dict.fromkeys(("~", "null"), "nothing"),
}
_NUMBER_LIKE = re.compile(r"[-+]?[0-9][0-9_.:eE+-]*|0x[0-9A-Fa-f]+")
_FOR_PYTHON = frozenset(["content", "handler"])
_RETIRED = {
    "tag": ("tags", "gives the note no tag"),
    "alias": ("aliases", "gives the note no further name"),
    "cssclass": ("cssclasses", "gives the note no style"),
}
_QUOTE = re.compile(r" *['\"]")
_BETWEEN_NAMES = re.compile(r"[,，、;；]")
_BETWEEN_TAGS = re.compile(r"[,，、;；\s]")
_LINKS = re.compile(r"\s*\[\[[^\[\]]+\]\](?:[\s,，、;；&+]*\[\[[^\[\]]+\]\])+\s*")


def read(text: str, note: str) -> tuple[Properties | None, list[Finding]]:
    """The properties of a note, None if it has no frontmatter; and what is wrong with them.

    text: decoded, without its BOM, line ends as they are. note: its path, for the findings.
    """
    opening = _FENCE.match(text)
    closing = _FENCE.search(text, opening.end()) if opening else None
    if opening is None or closing is None:
        return None, []
    start, last = opening.end(), closing.start()
    end = text.find("\n", last) + 1 or len(text)
    entries = plain_properties(text, start + 1, last, scalar)
    sound = True
    if entries is None:
        block, _ = _handler().split(text[:end])
        entries, fault = _compose(block, start)
        if fault is not None:
            where = Lines(text).place(note, min(max(start + fault.offset, start + 1), last))
            hint = f"PyYAML says: {fault.yaml_says}" if fault.yaml_says else ""
            return Properties(0, end, (), False), [finding("bad-properties", where, str(fault), hint=hint)]
        # In JSON, properties have no lines of their own that could be written.
        sound = not block.lstrip().startswith("{")
    lines = cache(lambda: Lines(text))
    findings = [*_odd_names(text, note, entries, lines), *_odd_lists(text, note, entries, lines)]
    sound = sound and len({entry.key for entry in entries}) == len(entries)
    return Properties(0, end, tuple(entries), sound), findings


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
                whole = "" if text.lstrip().startswith("!") else text.strip()
                found += [
                    PropertyLink(key, _placed(link, item, entry), link.original == whole)
                    for link in sorted(links.links + links.embeds)
                ]
    return tuple(found)


def property_tags(properties: Properties) -> tuple[str, ...]:
    """The tags that the property `tags` gives a note, each with its #; a text that is no tag gives none."""
    names = [tag_name(text) for text in _texts(properties, "tags")]
    return tuple(name for name in names if name is not None)


def property_aliases(properties: Properties) -> tuple[str, ...]:
    """The further names that the property `aliases` gives a note, trimmed; a text is one name, commas and all."""
    return tuple(name for text in _texts(properties, "aliases") if (name := text.strip()))


def _texts(properties: Properties, wanted: str) -> list[str]:
    """The texts of a property that is a list or one text, whatever the case of its name."""
    texts: list[str] = []
    for key, value in properties.values().items():
        if key.lower() == wanted:
            texts += [
                part for part in (value if isinstance(value, list) else [value]) if isinstance(part, str)
            ]
    return texts


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


def _odd_names(text: str, note: str, entries: list[Property], lines: Callable[[], Lines]) -> list[Finding]:
    """Names that stand twice, and names that other tools read as something else."""
    found: list[Finding] = []
    first: dict[str, Property] = {}
    for entry in entries:
        key = entry.key
        earlier = first.setdefault(key, entry)
        read_as = _READ_AS.get(key.lower(), "")
        if read_as and _QUOTE.match(text, entry.start):
            read_as = ""
        if key[:1] in "0123456789+-" and _NUMBER_LIKE.fullmatch(key):
            read_as = "a number"
        if earlier is entry and not read_as and key not in _FOR_PYTHON:
            continue
        where = lines().place(note, entry.start, len(key))
        if earlier is not entry:
            other = lines().place(note, earlier.start, len(key))
            message = f"the property `{key}` stands here a second time"
            found.append(finding("duplicate-property", where, message, other=other))
        elif read_as:
            found.append(
                finding("awkward-property", where, f"other tools read the name `{key}` as {read_as}")
            )
        else:
            message = f"python-frontmatter cannot hold a property named `{key}`"
            found.append(finding("awkward-property", where, message))
    return found


def _odd_lists(text: str, note: str, entries: list[Property], lines: Callable[[], Lines]) -> list[Finding]:
    """Texts that were meant as lists, and properties that Obsidian no longer reads; one finding a property."""
    found: list[Finding] = []
    for entry in entries:
        name = entry.key.lower()
        if name in _RETIRED:
            where = lines().place(note, entry.start, len(entry.key))
            plural, gives = _RETIRED[name]
            hint = f"rename it to `{plural}`"
            found.append(finding("retired-property", where, f"`{entry.key}` {gives}", hint=hint))
            continue
        values = entry.value if isinstance(entry.value, list) else [entry.value]
        for number, value in enumerate(values):
            if isinstance(value, str) and (message := _meant_as_list(name, entry, value)):
                item = entry.items[number] if len(entry.items) == len(values) else None
                start, end = (item.start, item.end) if item else (entry.start, entry.start + len(entry.key))
                length = len(text[start:end].partition("\n")[0].rstrip("\r"))
                found.append(finding("property-not-list", lines().place(note, start, length), message))
                break
    return found


def _meant_as_list(name: str, entry: Property, value: str) -> str:
    """What is the matter if a text was meant as a list of tags, names or links; "" if it was not."""
    shown = f"`{entry.key}` holds {value.strip()!r}"
    if name == "tags":
        if not _BETWEEN_TAGS.search(value.strip()):
            return ""
        return f"{shown}, which is {'no tag' if tag_name(value) is None else 'one tag'}"
    if name == "aliases":
        one_text = isinstance(entry.value, str) and _BETWEEN_NAMES.search(value.strip())
        return f"{shown}, which is one name" if one_text else ""
    if value.count("[[") > 1 and _LINKS.fullmatch(value):
        return f"{shown}, in which Obsidian sees no link"
    return ""


@cache
def _handler() -> Any:
    # Imported when it is first needed: most notes have plain properties, and many commands read none.
    from frontmatter.default_handlers import BaseHandler  # noqa: PLC0415

    return BaseHandler(fm_boundary=_FENCE)


def _compose(block: str, offset: int) -> tuple[list[Property], BadYamlError | None]:
    """The properties in YAML that begins at an offset of the note, or why there are none."""
    try:
        root, restored = compose(block)
        return (_Reader(block, offset, restored).entries(root) if root is not None else []), None
    except BadYamlError as fault:
        return [], fault


class _Reader:
    """Turns the nodes of a block of YAML, which begins at an offset of the note, into properties."""

    def __init__(self, block: str, offset: int, restored: Callable[[str], str]) -> None:
        self.block = block
        self.offset = offset
        self._restored = restored
        self._values = 0

    def entries(self, root: Node) -> list[Property]:
        """The properties, in order. Raises BadYamlError."""
        if root.id != "mapping":
            raise BadYamlError("what stands between the --- lines is not name: value lines", _begin(root))
        found: list[Property] = []
        stop = len(self.block)
        for key, value in reversed(root.value):
            begin, end = _begin(key), _end(value)
            if not root.flow_style:
                begin = self.block.rfind("\n", 0, begin) + 1
                end = self._lines_end(key, value, stop)
                stop = begin
            name, items = self._key(key), self._items(key, value)
            found.append(Property(name, self._value(value, 1), begin + self.offset, end + self.offset, items))
        found.reverse()
        return found

    def _key(self, node: Node) -> str:
        if node.id != "scalar":
            raise BadYamlError(
                "a name is plain text; a value that begins with { or [ is quoted", _begin(node)
            )
        return self._restored(node.value)

    def _value(self, node: Node, depth: int) -> Value:
        self._values += 1
        if self._values > _MOST_VALUES or depth > DEEPEST:
            raise BadYamlError("the values are too many, or nested too deeply", _begin(node))
        if node.id == "scalar":
            text = self._restored(node.value)
            return text if node.style or node.tag.endswith(":str") else scalar(text)
        if node.id == "sequence":
            return [self._value(child, depth + 1) for child in node.value]
        values: dict[str, Value] = {}
        for key, child in node.value:
            name = self._key(key)
            if name in values:
                raise BadYamlError(f"the name `{name}` stands twice in one value", _begin(key))
            values[name] = self._value(child, depth + 1)
        return values

    def _items(self, key: Node, value: Node) -> tuple[PropertyItem, ...]:
        nodes = value.value if value.id == "sequence" else [value]
        # What stands before its name is an alias: its text is elsewhere.
        if any(node.id != "scalar" or _begin(node) < _end(key) for node in nodes):
            return ()
        places = ((_begin(node), self._scalar_end(node), node) for node in nodes)
        return tuple(
            PropertyItem(begin + self.offset, end + self.offset, self._restored(node.value))
            for begin, end, node in places
            if end > begin
        )

    def _scalar_end(self, node: Node) -> int:
        """Where a scalar ends; one of several lines ends before its last line end."""
        end = _end(node)
        return len(self.block[:end].rstrip()) if node.style in ("|", ">") else end

    def _lines_end(self, key: Node, value: Node, stop: int) -> int:
        """Where the lines of a property end; blank lines and comments before the next one are not its own."""
        last = _last_node(value, _end(key))
        content, indented, kept = _end(key), False, False
        if last is not None:
            indented = last.id == "scalar" and last.style in ("|", ">")
            content = _begin(last) if indented else _end(last)
            kept = indented and "+" in self.block[content:].partition("\n")[0].partition("#")[0]
        while True:
            begin = self.block.rfind("\n", 0, stop - 1) + 1
            line = self.block[begin:stop]
            # Behind a text of several lines, only what is not indented is a comment.
            foreign = line.startswith("#") if indented and line.strip() else _BLANK_OR_COMMENT.match(line)
            if begin < content or not foreign or (kept and not line.strip()):
                return stop
            stop = begin


def _last_node(node: Node, after: int) -> Node | None:
    """The node that ends last in the source of a node, or None if it is an alias."""
    while _begin(node) >= after:
        if node.id == "scalar" or node.flow_style or not node.value:
            return node
        after = _begin(node) + 1
        node = node.value[-1][1] if node.id == "mapping" else node.value[-1]
    return None


def _begin(node: Node) -> int:
    return int(node.start_mark.index)


def _end(node: Node) -> int:
    return int(node.end_mark.index)
