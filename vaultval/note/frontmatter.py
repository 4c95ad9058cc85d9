"""A note's properties, each with its lines; strings first, as Obsidian holds them."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from math import isfinite
from typing import TYPE_CHECKING, Any, NamedTuple

from vaultval.diagnostics import Finding, finding
from vaultval.note.parts import Link, Properties, Property, PropertyItem, PropertyLink, Value
from vaultval.place import Lines, Place

if TYPE_CHECKING:
    import yaml

_OPENING = re.compile(r"---[ \t]*\r?\n")
_CLOSING = re.compile(r"^---[ \t]*\r?(?:\n|\Z)", re.MULTILINE)
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_LEADING_ZERO = re.compile(r"[-+]?0[0-9]")
_WIKILINK = re.compile(r"\[\[([^\[\]\n]+(?:\][^\[\]\n]+)*)\]\]")
_MARKDOWN_LINK = re.compile(r"(?<!!)\[([^\[\]]*)\]\(<?([^()<>\s]+)>?\)")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")

# YAML 1.1 reads the first as booleans; python-frontmatter cannot hold the last as names of properties.
_AWKWARD = frozenset(("no", "on", "yes", "off", "y", "n", "content", "handler"))

_MOST_NODES = 20_000
_DEEPEST = 40


class _Trouble(NamedTuple):
    """What is wrong with the YAML, and at which offset of the note."""

    message: str
    offset: int


class _BrokenError(ValueError):
    """YAML that composes, but says nothing that a note can hold."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


def fences(text: str) -> tuple[int, int, int] | None:
    """Where the YAML begins, where the closing fence begins, and where the body begins; None without properties."""
    opening = _OPENING.match(text)
    closing = _CLOSING.search(text, opening.end()) if opening else None
    return (opening.end(), closing.start(), closing.end()) if opening and closing else None


def read(text: str, note: str) -> tuple[Properties | None, list[Finding]]:
    """The properties of a note, or None if it has none. text: without its BOM. note: its path, for the findings."""
    bounds = fences(text)
    if bounds is None:
        return None, []
    first, last, end = bounds
    source = text[first:last]
    if not source.strip():
        return Properties(0, end, (), sound=True), []
    entries, trouble = _compose(source, first)
    if trouble:
        place = Lines(text[:end]).place(note, trouble.offset)
        return Properties(0, end, (), sound=False), [finding("bad-properties", place, trouble.message)]
    findings = _findings(text[:end], note, entries)
    kept: dict[str, Property] = {}
    for entry in entries:
        kept.setdefault(entry.key, entry)
    return Properties(0, end, tuple(entries), sound=len(kept) == len(entries)), findings


def _findings(head: str, note: str, entries: Sequence[Property]) -> list[Finding]:
    lines = Lines(head)
    seen: dict[str, Place] = {}
    findings = []
    for entry in entries:
        place = lines.place(note, entry.start, len(entry.key))
        if entry.key in seen:
            message = f"the property {entry.key!r} stands at line {seen[entry.key].line} already"
            findings.append(finding("duplicate-property", place, message))
        elif entry.key.lower() in _AWKWARD or _INTEGER.fullmatch(entry.key):
            findings.append(finding("awkward-property", place, f"the property is called {entry.key!r}"))
        seen.setdefault(entry.key, place)
    return findings


@cache
def _handler() -> Any:
    """python-frontmatter's handling of the fences, with our reading of what stands between them."""
    from frontmatter.default_handlers import BaseHandler  # noqa: PLC0415 - a note without properties needs no YAML

    class Handler(BaseHandler):
        FM_BOUNDARY = re.compile(r"^---[ \t]*\r?$", re.MULTILINE)

        def load(self, fm: str, **_options: object) -> dict[str, Any]:
            return {"node": _node(fm)}

    return Handler()


def _node(source: str) -> "yaml.Node | None":
    import yaml  # noqa: PLC0415 - the same

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    node: yaml.Node | None = yaml.compose(source, Loader=loader)
    return node


class _Source:
    """The text between the fences, and where in the note the marks of its YAML nodes lie."""

    def __init__(self, text: str, offset: int) -> None:
        self.text = text
        self.offset = offset
        # python-frontmatter turns CRLF into LF; these are the line feeds, in its counting, that were two characters.
        self._pairs = [match.start() - i for i, match in enumerate(re.finditer("\r\n", text))]

    def at(self, index: int) -> int:
        """The offset in the note of a mark. The first character of what the library hands on is a line feed."""
        inside = max(index - 1, 0)
        return self.offset + min(inside + bisect_left(self._pairs, inside), len(self.text))

    def start_of_line(self, offset: int) -> int:
        """Where the line of an offset begins."""
        return self.offset + self.text.rfind("\n", 0, offset - self.offset) + 1

    def end_of_line(self, offset: int) -> int:
        """Where the line after that of an offset begins."""
        newline = self.text.find("\n", offset - self.offset)
        return self.offset + (newline + 1 if newline >= 0 else len(self.text))

    def last_character(self, start: int, end: int) -> int:
        """The offset of the last character between two that is not white space."""
        return max(start, start + len(self.text[start - self.offset : end - self.offset].rstrip()) - 1)


def _compose(text: str, offset: int) -> tuple[list[Property], _Trouble | None]:
    """The properties in a YAML text that begins at an offset of the note."""
    import frontmatter  # noqa: PLC0415 - the same
    import yaml  # noqa: PLC0415 - the same

    source = _Source(text, offset)
    try:
        metadata, _ = frontmatter.parse(f"---\n{text}---\n", handler=_handler())
        node = metadata["node"]
        if node is None:
            return [], None
        if not isinstance(node, yaml.MappingNode):
            return [], _Trouble("what stands between the --- lines is not `name: value` lines", offset)
        return list(_entries(node, source)), None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return [], _Trouble(
            f"YAML: {error.problem or error.context}", source.at(mark.index) if mark else offset
        )
    except _BrokenError as error:
        return [], _Trouble(str(error), error.offset)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        refused = isinstance(error, UnicodeError) or "not allowed" in str(error)
        reason = "a character that YAML does not allow" if refused else str(error).split("\n", 1)[0]
        return [], _Trouble(f"YAML: {reason}", offset)


def _entries(node: "yaml.MappingNode", source: _Source) -> Iterator[Property]:
    budget = [_MOST_NODES]
    for key, value in node.value:
        where = source.at(key.start_mark.index)
        name = _name(key, where)
        start, end = source.start_of_line(where), source.end_of_line(max(_last(value, source, 0), where))
        yield Property(name, _value(value, budget, 0, where), start, end, tuple(_items(value, source)))


def _name(key: "yaml.Node", where: int) -> str:
    import yaml  # noqa: PLC0415 - the same

    if not isinstance(key, yaml.ScalarNode):
        raise _BrokenError(
            "the name of a property is plain text; a value that begins with {{ is quoted", where
        )
    return str(key.value)


def _last(node: "yaml.Node", source: _Source, depth: int) -> int:
    """The offset of the last character of a value, comments and blank lines after it aside."""
    import yaml  # noqa: PLC0415 - the same

    begin, end = source.at(node.start_mark.index), source.at(node.end_mark.index)
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value and depth < _DEEPEST:
        inner = node.value[-1]
        return _last(inner[1] if isinstance(inner, tuple) else inner, source, depth + 1)
    return source.last_character(begin, end)


def _items(node: "yaml.Node", source: _Source) -> Iterator[PropertyItem]:
    """The scalar, or the scalars of a flat list."""
    import yaml  # noqa: PLC0415 - the same

    nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
    if all(isinstance(part, yaml.ScalarNode) for part in nodes):
        for part in nodes:
            if isinstance(part, yaml.ScalarNode) and (part.value or part.style):
                yield PropertyItem(
                    source.at(part.start_mark.index), source.at(part.end_mark.index), part.value
                )


def _value(node: "yaml.Node", budget: list[int], depth: int, where: int) -> Value:
    """What a node holds. Aliases that multiply, or that hold themselves, end in an error."""
    import yaml  # noqa: PLC0415 - the same

    budget[0] -= 1
    if budget[0] < 0 or depth > _DEEPEST:
        raise _BrokenError("the value is nested too deep, or repeats itself", where)
    if isinstance(node, yaml.SequenceNode):
        return [_value(part, budget, depth + 1, where) for part in node.value]
    if isinstance(node, yaml.MappingNode):
        return {_name(key, where): _value(value, budget, depth + 1, where) for key, value in node.value}
    if not isinstance(node, yaml.ScalarNode) or node.style:
        return str(node.value)
    return scalar(node.value)


def scalar(text: str) -> str | float | bool | None:
    """A plain scalar by the core schema of YAML 1.2; dates, `on`, `0700` and `12:30` stay text."""
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if text.lower() in ("true", "false") and text in ("true", "True", "TRUE", "false", "False", "FALSE"):
        return text.lower() == "true"
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text) and not _LEADING_ZERO.match(text):
        number = float(text)
        return number if isfinite(number) else text
    return text


def property_links(properties: Properties) -> tuple[PropertyLink, ...]:
    """The links in the values: `name`, `name.0` for the first item of a list, and so on into nested ones."""
    found: list[PropertyLink] = []
    for entry in properties.entries:
        if _holds_link(entry.value):
            found += _links(entry.key, entry.value, entry)
    return tuple(found)


def _holds_link(value: Value) -> bool:
    if isinstance(value, str):
        return "[[" in value or "](" in value
    if isinstance(value, list):
        return any(_holds_link(part) for part in value)
    return isinstance(value, dict) and any(_holds_link(part) for part in value.values())


def _links(key: str, value: Value, entry: Property) -> Iterator[PropertyLink]:
    if isinstance(value, str):
        for match in (*_WIKILINK.finditer(value), *_MARKDOWN_LINK.finditer(value)):
            link = _link(match, entry, key)
            if link:
                yield PropertyLink(key, link)
    elif isinstance(value, list | dict):
        parts = enumerate(value) if isinstance(value, list) else value.items()
        for name, part in parts:
            yield from _links(f"{key}.{name}", part, entry)


def _link(match: re.Match[str], entry: Property, key: str) -> Link | None:
    original = match[0]
    if original.startswith("[["):
        path, bar, display = match[1].partition("|")
        shown = display if bar else None
    else:
        from urllib.parse import unquote  # noqa: PLC0415 - rare in properties

        path, shown = unquote(match[2]), match[1]
        if _ADDRESS.match(path):
            return None
    target, mark, rest = path.partition("#")
    index = key.removeprefix(entry.key + ".")
    item = entry.items[int(index)] if index.isdecimal() and int(index) < len(entry.items) else None
    item = item or (entry.items[0] if len(entry.items) == 1 else None)
    start = (
        item.start + match.start() + (1 if item.end - item.start > len(item.text) else 0)
        if item
        else entry.start
    )
    return Link(start, start + len(original), target.strip(), mark + rest.strip(), shown, original)


def property_tags(properties: Properties) -> tuple[str, ...]:
    """The note's tags from `tags`, each with its #. A string is one tag, and none if it holds a comma or a space."""
    found = []
    for entry in properties.entries:
        if entry.key.lower() == "tags":
            values = entry.value if isinstance(entry.value, list) else [entry.value]
            names = (
                str(value).strip().removeprefix("#")
                for value in values
                if isinstance(value, str | int | float)
            )
            found += ["#" + name for name in names if name and not re.search(r"[\s,]", name)]
    return tuple(dict.fromkeys(found))
