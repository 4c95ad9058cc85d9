"""What a person asks a graph of notes: who is linked by nobody, what leads to nothing, what holds all together."""

import re
from collections.abc import Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

import networkx as nx

from vaultval.diagnostics import Finding
from vaultval.graph.bridges import parts_without
from vaultval.note.parts import Link
from vaultval.place import Place
from vaultval.vault.canvases import destination
from vaultval.vault.resolve import NOTE_ENDING, name_key
from vaultval.vault.vault import Note, Vault

SHOWN = 20
"""How many of each kind are listed unless all are asked for."""

_HUBS_SHOWN = 10
_HUB = 3  # notes that link it: what fewer link is no hub

_HINTED = 1000  # targets that a suggestion is sought for: a thousandth of a second or more each

_ABOUT_SUPPORT = ("narrative-without-evidence", "evidence-for-rivals", "single-source")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

T = TypeVar("T")


class Listing(NamedTuple, Generic[T]):
    """The first of many. total: how many there are."""

    total: int
    items: tuple[T, ...]


class Unlinked(NamedTuple):
    """A note that no other note links or embeds, and no canvas shows. links: how many other notes it links itself."""

    note: str
    links: int


class Missing(NamedTuple):
    """What links lead to in vain. target: as written first. places: of all its links. hint: what it may have meant."""

    target: str
    places: tuple[Place, ...]
    hint: str


class Hub(NamedTuple):
    """A note that many link: three others at least. notes: how many others link or embed it."""

    note: str
    notes: int


class Bridge(NamedTuple):
    """A note that holds others together. cut_off: how many other notes would no longer hang together with the largest
    part of what is left without it. parts: how many parts that would be.
    """

    note: str
    cut_off: int
    parts: int


class Report(NamedTuple):
    """The answers. alone: how many of the unlinked notes link no other note either."""

    notes: int
    unlinked: Listing[Unlinked]
    alone: int
    missing: Listing[Missing]
    support: Listing[Finding]
    hubs: Listing[Hub]
    bridges: Listing[Bridge]


class _Found(NamedTuple):
    """A link of a person. target: the path that it leads to, None for nothing."""

    source: str
    target: str | None
    link: Link


def report(vault: Vault, findings: Sequence[Finding], most: int | None = SHOWN) -> Report:
    """What a vault's links say about it. Links that vaultval wrote do not count, nor do links of a note to itself.

    findings: of the run, of which those on the support of narratives are told again. most: how many of each kind are
    listed, of hubs ten; all for None.
    """
    found = [*_links(vault), *_cards(vault)]
    linked_from: dict[str, set[str]] = {path: set() for path in vault.notes}
    links: nx.Graph[str] = nx.Graph()
    for source, target, _ in found:
        if target in linked_from and target != source:
            linked_from[target].add(source)
            if source in vault.notes:
                links.add_edge(source, target)
    linking = {source for sources in linked_from.values() for source in sources}
    unlinked = sorted((path for path, sources in linked_from.items() if not sources), key=_daily_last)
    support = [each for each in findings if each.rule.name in _ABOUT_SUPPORT]
    return Report(
        notes=len(vault.notes),
        unlinked=Listing(
            len(unlinked),
            tuple(Unlinked(path, links.degree[path] if path in linking else 0) for path in unlinked[:most]),
        ),
        alone=sum(path not in linking for path in unlinked),
        missing=_missing(vault, found, most),
        support=Listing(len(support), tuple(support[:most])),
        hubs=_hubs(vault, linked_from, None if most is None else min(most, _HUBS_SHOWN)),
        bridges=_bridges(links, most),
    )


def _daily_last(path: str) -> tuple[bool, str]:
    name = path.rpartition("/")[2].removesuffix(NOTE_ENDING)
    return _DAY.fullmatch(name) is not None, path


def _links(vault: Vault) -> Iterator[_Found]:
    for path in sorted(vault.notes):
        note = vault.notes[path]
        for link in (*note.scan.links, *note.scan.embeds, *(each.link for each in note.property_links)):
            if link.target and not note.is_own_text(link.start):
                yield _Found(path, vault.resolver.resolve(link.target, path).path, link)


def _cards(vault: Vault) -> Iterator[_Found]:
    for path in sorted(vault.canvases):
        for each in vault.canvases[path].links:
            if each.link.target:
                yield _Found(path, destination(vault.resolver, path, each).path, each.link)


def _missing(vault: Vault, found: Sequence[_Found], most: int | None) -> Listing[Missing]:
    by_target: dict[str, list[_Found]] = {}
    for each in found:
        if each.target is None:
            by_target.setdefault(name_key(each.link.target).removesuffix(NOTE_ENDING), []).append(each)
    ordered = sorted(by_target.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    hints = _Hints(vault)
    return Listing(
        len(ordered),
        tuple(
            Missing(
                links[0].link.target,
                tuple(_place(vault, each) for each in links),
                hints.of(links[0]) if number < _HINTED else "",
            )
            for number, (_, links) in enumerate(ordered[:most])
        ),
    )


def _place(vault: Vault, found: _Found) -> Place:
    stands_in = vault.notes.get(found.source) or vault.canvases[found.source]
    return stands_in.place(found.link.start, found.link.end - found.link.start)


class _Hints:
    """What a link to nothing may have meant."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._aliases: dict[str, Note] = {}
        for path in sorted(vault.notes):
            for alias in vault.notes[path].aliases:
                self._aliases.setdefault(name_key(alias), vault.notes[path])

    def of(self, found: _Found) -> str:
        target = found.link.target
        known = self._aliases.get(name_key(target))
        if known:
            return f"an alias; write [[{known.name}|{target}]]"
        why = self._vault.omissions.why(target, found.source)
        if not why.endswith("does not exist"):
            return why
        near = self._vault.resolver.suggest(target)
        return f"did you mean [[{near}]]?" if near else ""


def _hubs(vault: Vault, linked_from: dict[str, set[str]], most: int | None) -> Listing[Hub]:
    counts = ((path, len(sources & vault.notes.keys())) for path, sources in linked_from.items())
    hubs = sorted((Hub(path, n) for path, n in counts if n >= _HUB), key=lambda hub: (-hub.notes, hub.note))
    return Listing(len(hubs), tuple(hubs[:most]))


def _bridges(links: "nx.Graph[str]", most: int | None) -> Listing[Bridge]:
    each = (Bridge(note, sum(parts[1:]), len(parts)) for note, parts in parts_without(links).items())
    bridges = sorted((b for b in each if b.cut_off > 1), key=lambda b: (-b.cut_off, b.note))
    return Listing(len(bridges), tuple(bridges[:most]))
