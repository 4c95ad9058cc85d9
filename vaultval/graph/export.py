"""A graph in forms that other programs read: node-link JSON, GraphML, DOT. Each in a fixed order."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import networkx as nx

from vaultval.graph.build import Graph

KINDS: Mapping[str, tuple[str, str]] = {
    "company": ("box", "#9ecae1"),
    "segment": ("box", "#deebf7"),
    "option": ("ellipse", "#a1d99b"),
    "scenario": ("ellipse", "#e5f5e0"),
    "milestone": ("diamond", "#c7e9c0"),
    "kill switch": ("diamond", "#fcbba1"),
    "narrative": ("hexagon", "#fdd0a2"),
    "evidence": ("note", "#fff2cc"),
    "source": ("cylinder", "#dadaeb"),
    "signal": ("note", "#ffffff"),
    "note": ("box", "#f7f7f7"),
    "canvas": ("tab", "#f7f7f7"),
    "file": ("folder", "#f0f0f0"),
    "missing": ("plaintext", "#ffffff"),
}
"""Each kind of node, and the shape and colour that DOT draws it in."""

EDGES: Mapping[str, str] = {
    "company": "option → its company",
    "segment_of": "segment → its company",
    "scenario_of": "scenario → its option",
    "milestone_of": "milestone → its option",
    "threatens": "kill switch → an option that it bears on",
    "synergy": "option → an option that it helps",
    "boosted_by": "option → an option that helps it",
    "requires": "option → an option that must succeed first",
    "narrative": "option → the narrative that its value is credited to",
    "drives": "narrative → what it lifts",
    "supports": "evidence or narrative → a narrative",
    "contradicts": "evidence or narrative → a narrative",
    "source": "evidence → its source",
    "stands_in": "dated line → the note that it stands in",
    "mentions": "dated line → what it links",
    "link": "note → what it links",
    "embed": "note → what it embeds",
    "canvas": "canvas → what it shows or links",
    "canvas_edge": "file → file, as a canvas draws it",
}
"""Each type of edge, from what to what."""

FIELD_EDGE = "note → what this field or property links"
"""What an edge of any other type is."""

_COLOURS = {"supports": "#31a354", "contradicts": "#de2d26", "threatens": "#de2d26", "synergy": "#3182bd"}
_PLAIN = ("link", "mentions", "stands_in", "canvas")  # edges that say no more than that there is one
_LABEL = 60  # characters of a name that a drawing shows; the whole of it is in the tooltip
_NO_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_ENTITY = re.compile(r"&(?=#?\w+;)")


def of_kinds(graph: Graph, kept: Collection[str] = (), left_out: Collection[str] = ()) -> Graph:
    """The nodes of some kinds, or all if none is named, but for those of others, and the edges between them."""
    nodes = [
        name
        for name, data in graph.nodes(data=True)
        if (not kept or data["kind"] in kept) and data["kind"] not in left_out
    ]
    return graph.subgraph(nodes).copy()


def node_link(graph: Graph) -> dict[str, Any]:
    """The graph as plain data: nodes and edges with their attributes. networkx.node_link_graph reads it."""
    edges = ({"source": a, "target": b, **data} for a, b, data in graph.edges(data=True))
    return {
        "directed": True,
        "multigraph": True,
        "nodes": [{"id": name, **graph.nodes[name]} for name in sorted(graph.nodes)],
        "edges": sorted(
            edges, key=lambda e: (e["note"], e["line"], e["column"], e["type"], e["source"], e["target"])
        ),
    }


def graphml(graph: Graph) -> str:
    """The graph as GraphML, in ASCII: attributes typed, each edge with an id of its own.

    Characters that XML cannot hold become U+FFFD; ids that this would make one are numbered.
    """
    data = node_link(graph)
    names = _distinct(node["id"] for node in data["nodes"])
    clean: Graph = nx.MultiDiGraph()
    for node in data["nodes"]:
        clean.add_node(names[node["id"]], **_attributes(node, "id"))
    for number, edge in enumerate(data["edges"], 1):
        ends = names[edge["source"]], names[edge["target"]]
        clean.add_edge(*ends, key=f"e{number}", **_attributes(edge, "source", "target"))
    return "\n".join(['<?xml version="1.0" encoding="utf-8"?>', *nx.generate_graphml(clean)])


def _xml(text: str) -> str:
    """A text with U+FFFD for each character that XML cannot hold."""
    return text if text.isprintable() else _NO_XML.sub("\ufffd", text)


def _distinct(names: Iterable[str]) -> dict[str, str]:
    """Each name as XML can hold it, no two alike."""
    found: dict[str, str] = {}
    names = list(names)
    taken = {name for name in names if name == _xml(name)}
    for name in names:
        clean, number = _xml(name), 1
        plain = clean
        while clean in taken and clean != name:
            number += 1
            clean = f"{plain} ({number})"
        taken.add(clean)
        found[name] = clean
    return found


def _attributes(data: Mapping[str, Any], *without: str) -> dict[str, Any]:
    """The attributes that have a value, as XML can hold them."""
    return {
        key: _xml(value) if isinstance(value, str) else value
        for key, value in data.items()
        if key not in without and value is not None
    }


def dot(graph: Graph) -> str:
    """The graph in Graphviz's language: nodes by kind in shape and colour, edges with their type."""
    data = node_link(graph)
    ids = {node["id"]: f"n{number}" for number, node in enumerate(data["nodes"], 1)}
    lines = [
        "digraph vault {",
        '  graph [rankdir="LR", charset="UTF-8"];',
        '  node [style="filled", fontname="sans-serif"];',
        '  edge [fontname="sans-serif", fontsize="9"];',
        *(f"  {ids[node['id']]} {_listed(_node(node))};" for node in data["nodes"]),
        *(
            f"  {ids[edge['source']]} -> {ids[edge['target']]} {_listed(_edge(edge))};"
            for edge in data["edges"]
        ),
        "}",
    ]
    return "\n".join(lines)


def _node(node: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    shape, colour = KINDS.get(node["kind"], ("box", "#ffffff"))
    name = node["name"]
    yield "label", name if len(name) <= _LABEL else name[: _LABEL - 1] + "…"
    yield "tooltip", f"{name} ({node['note']}:{node['line']})"
    yield "kind", node["kind"]
    yield "shape", shape
    yield "fillcolor", colour


def _edge(edge: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    kind, weight = edge["type"], edge.get("weight")
    if kind not in _PLAIN:
        yield "label", edge.get("label") or (kind if weight is None else f"{kind} {weight:g}")
    yield "tooltip", f"{kind} ({edge['note']}:{edge['line']})"
    yield "type", kind
    yield "color", _COLOURS.get(kind, "#969696")


def _listed(attributes: Iterable[tuple[str, str]]) -> str:
    return "[" + ", ".join(f"{name}={_quoted(value)}" for name, value in attributes) + "]"


def _quoted(text: str) -> str:
    r"""A string of DOT. It can neither end early nor begin an escape such as \N or an entity such as &lt;."""
    text = _STEERING.sub("\ufffd", text).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + _ENTITY.sub("&amp;", text) + '"'
