"""JSON Canvas 1.0: the text of a .canvas file → its cards, the arrows between them, and the links in it."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, NoReturn

from vaultval.diagnostics import Finding, finding
from vaultval.note.parts import Link, Span
from vaultval.note.scan import scan
from vaultval.place import Lines, Place

_CONTENT = {"text": "text", "file": "file", "link": "url", "group": "label"}
"""The kinds of nodes, and the key under which each says what it shows."""

_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"|[\[\]{},:]', re.DOTALL)
_CHARACTER = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|[^\\]", re.DOTALL
)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class CanvasNode(NamedTuple):
    """A card or group. kind: text, file, link or group. content: its Markdown, the path of its file from the vault's
    root, its address, or its label. subpath: of a file, with its #, or "". `start`, `end`: where the content stands
    in the file, or the id if there is none.
    """

    id: str
    kind: str
    content: str
    subpath: str
    start: int
    end: int


class CanvasEdge(NamedTuple):
    """A line between two cards, by their ids, in the direction of its arrow: from `source` to `target` unless only
    the other end has one. `start`, `end`: where its label stands in the file, or its id.
    """

    source: str
    target: str
    label: str
    start: int
    end: int


class CanvasLink(NamedTuple):
    """A file that a canvas shows or links. node: the card's id. kind: "file" for a card that shows the file, else
    "link" or "embed", in a card's text. The link's offsets count in the canvas' own text.
    """

    node: str
    kind: str
    link: Link


@dataclass(frozen=True, slots=True)
class Canvas:
    """What a canvas says; nodes and edges in the order of the file."""

    path: str
    lines: Lines
    nodes: tuple[CanvasNode, ...] = ()
    edges: tuple[CanvasEdge, ...] = ()
    links: tuple[CanvasLink, ...] = ()

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return self.path.rpartition("/")[2][: -len(".canvas")]

    def place(self, offset: int, length: int = 0) -> Place:
        """The place of a span of the canvas' text."""
        return self.lines.place(self.path, offset, length)


def read(text: str, path: str) -> tuple[Canvas, list[Finding]]:
    """A canvas from its text, without a BOM. What is no node or edge of JSON Canvas is passed over."""
    lines = Lines(text)
    nothing = Canvas(path, lines)
    try:
        document = _parsed(text)
    except json.JSONDecodeError as error:
        return nothing, [_bad(lines.place(path, error.pos), f"the canvas is not JSON: {error.msg}")]
    except ValueError as error:
        return nothing, [_bad(Place(path), f"the canvas is not JSON: {error}")]
    except RecursionError:
        return nothing, [_bad(Place(path), "the canvas is nested too deeply")]
    if not isinstance(document, dict):
        return nothing, [_bad(Place(path), "the canvas is not a JSON object")]
    spans = _spans(text)
    findings = [
        _bad(Place(path), f"`{key}` of the canvas is not a list")
        for key in ("nodes", "edges")
        if not isinstance(document.get(key, []), list)
    ]
    nodes = tuple(_nodes(_objects(document, "nodes"), spans["nodes"]))
    edges = tuple(_edges(_objects(document, "edges"), spans["edges"]))
    links = tuple(link for node in nodes for link in _links(text, node))
    return Canvas(path, lines, nodes, edges, links), findings


def _bad(place: Place, message: str) -> Finding:
    return finding("bad-canvas", place, message)


def _parsed(text: str) -> object:
    if not text.strip(" \t\r\n"):
        return {}
    # Whole numbers as floats, for no canvas needs more, and Python refuses whole numbers of over 4,300 digits.
    return json.loads(text, parse_int=float, parse_constant=_no_constant)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _objects(document: Mapping[str, object], key: str) -> list[dict[str, Any]]:
    items = document.get(key)
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _spans(text: str) -> dict[str, list[dict[str, Span]]]:
    """Where the values stand that are strings, quotes left out, for each object in the lists `nodes` and `edges`.

    `text` is JSON. Without recursion; of a key that stands twice the last one counts, as in the values.
    """
    found: dict[str, list[dict[str, Span]]] = {"nodes": [], "edges": []}
    inside = ""  # the brackets that are open
    keys = ["", "", "", ""]  # the last key at each depth
    expects_value = False
    for token in _TOKEN.finditer(text):
        mark = token[0][0]
        if mark in "[{":
            if inside == "{[" and mark == "{" and keys[1] in found:
                found[keys[1]].append({})
            inside += mark
        elif mark in "]}":
            inside = inside[:-1]
        elif mark == '"' and inside in ("{", "{[{") and not expects_value:
            keys[len(inside)] = json.loads(token[0])
            if inside == "{" and keys[1] in found:
                found[keys[1]] = []
        elif mark == '"' and inside == "{[{" and keys[1] in found:
            found[keys[1]][-1][keys[3]] = Span(token.start() + 1, token.end() - 1)
        expects_value = mark == ":"
    return found


def _string(item: Mapping[str, object], key: str) -> str:
    """A value that is a string, else "". Halves of a surrogate pair cannot be written anywhere."""
    value = item.get(key)
    return _LONE_SURROGATE.sub("\ufffd", value) if isinstance(value, str) else ""


def _nodes(items: list[dict[str, Any]], spans: list[dict[str, Span]]) -> Iterator[CanvasNode]:
    for item, where in zip(items, spans, strict=True):
        identity, kind = _string(item, "id"), _string(item, "type")
        if not identity or kind not in _CONTENT:
            continue
        content = _string(item, _CONTENT[kind])
        if kind in ("file", "link") and not content:
            continue
        start, end = where[_CONTENT[kind]] if content else where["id"]
        yield CanvasNode(identity, kind, content, _string(item, "subpath"), start, end)


def _edges(items: list[dict[str, Any]], spans: list[dict[str, Span]]) -> Iterator[CanvasEdge]:
    for item, where in zip(items, spans, strict=True):
        source, target = _string(item, "fromNode"), _string(item, "toNode")
        if not source or not target:
            continue
        if item.get("fromEnd", "none") == "arrow" and item.get("toEnd", "arrow") == "none":
            source, target = target, source
        label = _string(item, "label")
        start, end = where["label"] if label else where.get("id") or where["fromNode"]
        yield CanvasEdge(source, target, label, start, end)


def _links(text: str, node: CanvasNode) -> Iterator[CanvasLink]:
    source = text[node.start : node.end]
    if node.kind == "file":
        yield CanvasLink(
            node.id, "file", Link(node.start, node.end, node.content, node.subpath, None, source)
        )
    elif node.kind == "text" and ("[[" in node.content or "](" in node.content or "]:" in node.content):
        said = scan(node.content)
        # A backslash makes one character of several, and the offsets in the file are others than in the text.
        starts = (
            [each.start() for each in _CHARACTER.finditer(source)] if "\\" in source else range(len(source))
        )
        offsets = [*starts, len(source)]
        found = [("link", link) for link in said.links] + [("embed", link) for link in said.embeds]
        for kind, link in sorted(found, key=lambda each: each[1].start):
            start, end = node.start + offsets[link.start], node.start + offsets[link.end]
            yield CanvasLink(node.id, kind, link._replace(start=start, end=end, original=text[start:end]))
