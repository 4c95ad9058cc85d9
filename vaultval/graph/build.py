"""From the vault and the model to a networkx graph.

Node attributes: kind, name, note, line. Edge attributes: type, note, line, column; weight for synergies, and for
links that state one; label for the edges that a canvas draws between files.
A note that is a company, option, narrative, … is one node of that kind, under its path.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple, TypeAlias

import networkx as nx

from vaultval.model.bases import NodeRecord, Reference
from vaultval.model.records import Company, Evidence, Model, Narrative, Option
from vaultval.note.canvas import Canvas
from vaultval.note.parts import Link
from vaultval.place import Place
from vaultval.vault.canvases import destination
from vaultval.vault.vault import Note, Vault
from vaultval.vocabulary import Vocabulary

Graph: TypeAlias = "nx.MultiDiGraph[str]"


class Edge(NamedTuple):
    """A typed edge, and where the vault says it."""

    source: str
    target: str
    type: str
    place: Place
    weight: float | None = None
    label: str | None = None


def build_graph(vault: Vault, model: Model, vocabulary: Vocabulary) -> Graph:
    """The graph of everything: nodes of the model, notes, canvases, and links between them."""
    graph: Graph = nx.MultiDiGraph()
    for node in model.nodes():
        _add(graph, node.id, _kind(node), node.name, node.place)
    for path in sorted(vault.notes):
        if path not in graph:
            _add(graph, path, "note", vault.notes[path].name, Place(path))
    for path in sorted(vault.canvases):
        _add(graph, path, "canvas", vault.canvases[path].name, Place(path))
    told = [
        *chain.from_iterable(_company_edges(graph, company) for company in model.companies),
        *chain.from_iterable(_narrative_edges(graph, narrative) for narrative in model.narratives),
    ]
    known = {(edge.type, edge.target, edge.place.note, edge.place.line) for edge in told}
    links = chain.from_iterable(
        _note_edges(vault, vault.notes[path], vocabulary) for path in sorted(vault.notes)
    )
    fresh = (
        edge for edge in links if (edge.type, edge.target, edge.place.note, edge.place.line) not in known
    )
    drawn = chain.from_iterable(_canvas_edges(vault, vault.canvases[path]) for path in sorted(vault.canvases))
    files = {entry.path for entry in vault.files}
    for edge in chain(told, fresh, _signal_edges(graph, vault, model), drawn):
        for end in (edge.source, edge.target):
            if end not in graph:
                _add(graph, end, "file" if end in files else "missing", end, edge.place)
        extra = {
            key: value for key, value in (("weight", edge.weight), ("label", edge.label)) if value is not None
        }
        place = edge.place
        graph.add_edge(
            edge.source,
            edge.target,
            type=edge.type,
            note=place.note,
            line=place.line,
            column=place.column,
            **extra,
        )
    return graph


def _add(graph: Graph, identity: str, kind: str, name: str, place: Place) -> None:
    graph.add_node(identity, kind=kind, name=name, note=place.note, line=place.line)


def _kind(record: NodeRecord) -> str:
    return type(record).__name__.lower()


def _refer(source: str, kind: str, references: Iterable[Reference]) -> Iterator[Edge]:
    for reference in references:
        weight = reference.weight.value if reference.weight else None
        yield Edge(source, reference.target, kind, reference.place, weight)


def _company_edges(graph: Graph, company: Company) -> Iterator[Edge]:
    for segment in company.segments:
        identity = f"{company.id}#segment:{segment.name}"
        _add(graph, identity, "segment", segment.name, segment.place)
        yield Edge(identity, company.id, "segment_of", segment.place)
    for cell in company.synergies:
        yield Edge(cell.source, cell.target, "synergy", cell.value.place or company.place, cell.value.value)
    for option in company.options:
        yield Edge(option.id, company.id, "company", option.company_place or option.place)
        yield from _option_edges(graph, option)


def _option_edges(graph: Graph, option: Option) -> Iterator[Edge]:
    yield from _refer(option.id, "narrative", (option.narrative,) if option.narrative else ())
    yield from _refer(option.id, "boosted_by", option.boosted_by or ())
    yield from _refer(option.id, "requires", option.requires)
    for scenario in option.scenarios:
        identity = f"{option.id}#scenario:{scenario.name}"
        _add(graph, identity, "scenario", scenario.name, scenario.place)
        yield Edge(identity, option.id, "scenario_of", scenario.place)
    for milestone in option.milestones:
        _add(graph, milestone.id, "milestone", milestone.text, milestone.place)
        yield Edge(milestone.id, option.id, "milestone_of", milestone.place)
    for switch in option.kill_switches:
        _add(graph, switch.id, "kill switch", switch.text, switch.place)
        yield Edge(switch.id, option.id, "threatens", switch.place)


def _narrative_edges(graph: Graph, narrative: Narrative) -> Iterator[Edge]:
    yield from _refer(narrative.id, "drives", narrative.drives)
    yield from _refer(narrative.id, "supports", narrative.supports)
    yield from _refer(narrative.id, "contradicts", narrative.contradicts)
    for item in narrative.evidence:
        yield from _evidence_edges(graph, item)


def _evidence_edges(graph: Graph, item: Evidence) -> Iterator[Edge]:
    _add(graph, item.id, "evidence", item.text, item.place)
    yield Edge(item.id, item.narrative, "supports" if item.supports else "contradicts", item.place)
    for source in item.sources:
        if source not in graph:
            _add(graph, source, "source", source, item.place)
        yield Edge(item.id, source, "source", item.place)


def _note_edges(vault: Vault, note: Note, vocabulary: Vocabulary) -> Iterator[Edge]:
    """A note's links as Obsidian counts them, but for those that vaultval itself wrote."""
    fields = [(field.start, field.end, field.key) for field in note.scan.fields]

    def target(link: Link) -> str:
        path = vault.resolver.resolve(link.target, note.path).path if link.target else note.path
        return path or link.target

    for link in note.scan.links:
        if not note.is_own_text(link.start):
            key = next((key for start, end, key in fields if start <= link.start < end), "link")
            kind = vocabulary.meaning("attribute", key) or key
            yield Edge(note.path, target(link), kind, note.place(link.start, link.end - link.start))
    for link in note.scan.embeds:
        if not note.is_own_text(link.start):
            yield Edge(note.path, target(link), "embed", note.place(link.start, link.end - link.start))
    for property_link in note.property_links:
        link = property_link.link
        key = property_link.key.partition(".")[0]
        kind = vocabulary.meaning("attribute", key) or key
        yield Edge(note.path, target(link), kind, note.place(link.start, link.end - link.start))


def _signal_edges(graph: Graph, vault: Vault, model: Model) -> Iterator[Edge]:
    """A signal stands in its note, and mentions what its first line links."""
    for signal in model.signals:
        identity = f"{signal.place.note}:{signal.place.line}"
        if identity in graph and graph.nodes[identity]["kind"] != "evidence":
            continue
        if identity not in graph:
            _add(graph, identity, "signal", str(signal.date), signal.place)
        yield Edge(identity, signal.place.note, "stands_in", signal.place)
        note = vault.notes[signal.place.note]
        for link in note.scan.links:
            if note.place(link.start).line == signal.place.line and link.target:
                path = vault.resolver.resolve(link.target, note.path).path
                yield Edge(identity, path or link.target, "mentions", note.place(link.start))


def _canvas_edges(vault: Vault, canvas: Canvas) -> Iterator[Edge]:
    """What a canvas shows and links, and the edges that it draws between two cards of files."""
    shown: dict[str, str] = {}
    for found in canvas.links:
        link = found.link
        target = destination(vault.resolver, canvas.path, found).path or link.target
        yield Edge(canvas.path, target, "canvas", canvas.place(link.start, link.end - link.start))
        if found.kind == "file":
            shown[found.node] = target
    for edge in canvas.edges:
        if edge.source in shown and edge.target in shown:
            place = canvas.place(edge.start, edge.end - edge.start)
            yield Edge(shown[edge.source], shown[edge.target], "canvas_edge", place, label=edge.label)
