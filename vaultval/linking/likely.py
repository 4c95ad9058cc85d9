"""To which narratives something most likely belongs: points for what it names, links, and says as they do."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import fsum, inf
from operator import attrgetter
from typing import NamedTuple, TypeVar

from vaultval.config import Linking
from vaultval.linking.content_words import ADDRESS, content_words, in_a_row, is_pair
from vaultval.linking.inbox import Waiting
from vaultval.linking.mentions import Finder
from vaultval.linking.names import Name, Target, collect_names
from vaultval.model.bases import NodeRecord
from vaultval.model.records import Model, Narrative, Option
from vaultval.note.parts import Link, Span
from vaultval.note.subpath import heading_in_link, heading_key
from vaultval.vault.vault import Note, Vault
from vaultval.vocabulary import Vocabulary, folded

# Points. Only how they compare matters. What several narratives have in common is shared out among them, so that a
# link or word that all of them have says next to nothing.
NAMES_IT = 3.0  # it names the narrative, or stands in it: as plain as it gets without a field
NAMES_CREDITED = 2.0  # the same with an option whose value is credited to this narrative, and to no other
NAMES_DRIVEN = 1.0  # the same with what the narrative drives, perhaps among others
UNDER_HEADING = (
    0.5  # how much of these counts if a heading above has the name, which is about other items, too
)
SHARED_LINK = 1.0  # it links what the narrative or its evidence links: the same thing, chosen by hand
ELSEWHERE = 0.25  # how much of a name or link counts if another item of its note links there
ELSEWHERE_MOST = 1.0  # for a long note links everything
SHARED_WORD = 0.5  # a word was not chosen to connect, as a link was; of Chinese, two characters side by side
WORDS_MOST = 3.0  # however many words they share, a name says as much

MOST = 3  # narratives to choose from

_KINDS = ("names", "stands in", "under", "links", "elsewhere", "words")
_MOST_OF = {"elsewhere": ELSEWHERE_MOST, "words": WORDS_MOST}

Subject = tuple[str, str]
"""A note's path, and the key of a heading in it or ""."""

K = TypeVar("K")
T = TypeVar("T")


class Point(NamedTuple):
    """What one name, link or word is worth. evidence: how much of the narrative's evidence rests on that link."""

    what: str
    points: float
    evidence: int = 0


class Part(NamedTuple):
    """One part of a score. kind: "names", "stands in", "under", "links", "elsewhere" or "words".

    found: what of that kind, the weightiest first. points: their sum, or the most that the kind may count.
    """

    kind: str
    found: tuple[Point, ...]
    points: float


class Candidate(NamedTuple):
    """A narrative that something may belong to. score: the sum of the parts, above zero."""

    narrative: Narrative
    score: float
    parts: tuple[Part, ...]


class Likely:
    """The narratives of a vault, ready to be compared with what waits. The vault must be held with its texts."""

    def __init__(self, vault: Vault, model: Model, settings: Linking, vocabulary: Vocabulary) -> None:
        self._vault = vault
        self._vocabulary = vocabulary
        self._files = {entry.path for entry in vault.files}
        self._narratives = model.narratives
        nodes = {node.id: node for node in _nodes(model)}
        subjects = _subjects(model.narratives, nodes)
        self._of_notes: dict[str, frozenset[str]] = {}
        self._names = _subject_names(vault, subjects, nodes.values())
        self._scopes = _scopes(vault, nodes.values())
        links = [
            {link: count for link, count in self._linked(narrative).items() if (link, "") not in about}
            for narrative, about in zip(model.narratives, subjects, strict=True)
        ]
        self._subjects, self._links = _by_key(subjects), _by_key(links)
        self._words = _by_key(dict.fromkeys(_said(vault, narrative), 0) for narrative in model.narratives)
        self._finder = self._names_finder(vault, model, settings, vocabulary)

    def of(self, waiting: Waiting, most: int = MOST) -> list[Candidate]:
        """The narratives that something may belong to, the likeliest first; no more than so many."""
        found: dict[int, dict[str, list[Point]]] = defaultdict(lambda: defaultdict(list))
        for index, kind, point in self._points(waiting):
            found[index][kind].append(point)
        scores = {index: fsum(_sum(kind, kinds[kind]) for kind in kinds) for index, kinds in found.items()}
        narratives = self._narratives
        order = sorted(scores, key=lambda i: (-scores[i], narratives[i].name, narratives[i].id))[:most]
        return [
            Candidate(
                narratives[index],
                scores[index],
                tuple(_part(kind, found[index][kind]) for kind in _KINDS if kind in found[index]),
            )
            for index in order
        ]

    def _points(self, waiting: Waiting) -> Iterator[tuple[int, str, Point]]:
        """What speaks for which narrative, by its index, and of which kind it is."""
        note = self._vault.notes[waiting.place.note]
        named = self._named(note, waiting)
        for subject, kind in named.items():
            share = UNDER_HEADING if kind == "under" else 1.0
            for index, points in self._subjects.get(subject, {}).items():
                yield index, kind, Point(self._names[subject], points * share)
        links = self._link_keys(note, Span(waiting.start, waiting.end))
        for link in links:
            for index, evidence in self._links.get(link, {}).items():
                yield index, "links", Point(link, SHARED_LINK / len(self._links[link]), evidence)
        for link in self._links_of_note(note) - links:
            if (link, "") not in named:
                for index, points in self._subjects.get((link, ""), {}).items():
                    yield index, "elsewhere", Point(link, points * ELSEWHERE)
            for index, evidence in self._links.get(link, {}).items():
                points = SHARED_LINK / len(self._links[link])
                yield index, "elsewhere", Point(link, points * ELSEWHERE, evidence)
        yield from self._word_points(waiting.text)

    def _word_points(self, text: str) -> Iterator[tuple[int, str, Point]]:
        """The words that narratives have, too; characters side by side as one word."""
        pairs: dict[int, dict[str, float]] = defaultdict(dict)
        for word, spelt in content_words(text).items():
            having = self._words.get(word)
            if not having:
                continue
            point = Point(spelt, SHARED_WORD / len(having))
            for index in having:
                if is_pair(word):
                    pairs[index][word] = point.points
                else:
                    yield index, "words", point
        for index, worth in pairs.items():
            for stretch, inside in in_a_row(text, worth).items():
                points = fsum(worth.pop(pair, 0.0) for pair in inside)
                if points:
                    yield index, "words", Point(stretch, points)

    def _named(self, note: Note, waiting: Waiting) -> dict[Subject, str]:
        """What an item names, stands in, or stands under the name of; each once, as the first of these."""
        named = dict.fromkeys(self._in_text(note.text[waiting.start : waiting.end]), "names")
        for link in _within(note.scan.links, Span(waiting.start, waiting.end)):
            path = self._vault.resolver.resolve(link.target, note.path).path or ""
            subject = (path, heading_key(link.subpath.rpartition("#")[2]))
            named.setdefault(subject if subject in self._names else (path, ""), "names")
        around = [
            (span, about)
            for span, about in self._scopes.get(note.path, ())
            if span.start <= waiting.start < span.end
        ]
        if around:
            named.setdefault(max(around)[1], "stands in")
        for heading in _headings_above(note, waiting.start):
            for subject in self._in_text(heading):
                named.setdefault(subject, "under")
        return named

    def _in_text(self, text: str) -> Iterator[Subject]:
        """The subjects that a text names."""
        for found in self._finder.find(ADDRESS.sub(lambda match: " " * len(match[0]), text)):
            yield from map(_target_subject, found.targets)

    def _names_finder(self, vault: Vault, model: Model, settings: Linking, vocabulary: Vocabulary) -> Finder:
        """A finder of the names of what narratives are about."""
        kept: dict[str, tuple[Name, ...]] = {}
        for name, same in collect_names(vault, model, settings, vocabulary).items():
            ours = tuple(each for each in same if _target_subject(each.target) in self._names)
            if ours:
                kept[name] = ours
        return Finder(kept)

    def _linked(self, narrative: Narrative) -> dict[str, int]:
        """What a narrative links, and what its evidence rests on, with how many pieces of it do."""
        note = self._vault.notes[narrative.note]
        counts = dict.fromkeys(self._link_keys(note, _span(self._vault, narrative)), 0)
        for item in narrative.evidence:
            for source in set(item.sources):
                address = ADDRESS.match(source)
                link = address[0] if address else source if source in self._files else folded(source)
                counts[link] = counts.get(link, 0) + 1
        counts.pop(note.path, None)
        return counts

    def _links_of_note(self, note: Note) -> frozenset[str]:
        if note.path not in self._of_notes:
            self._of_notes[note.path] = self._link_keys(note, Span(0, len(note.text) + 1))
        return self._of_notes[note.path]

    def _link_keys(self, note: Note, span: Span) -> frozenset[str]:
        """What the author links between two places of a note: paths, addresses, and names of what does not exist.

        Of a whole note, its properties count, too. Not where a link says for which narrative an item counts.
        """
        links = [*_within(note.scan.links, span), *_within(note.scan.embeds, span)]
        if span.end > len(note.text):
            links += [found.link for found in note.property_links]
        sides = [
            field
            for field in note.scan.fields
            if field.bracketed
            and self._vocabulary.meaning("attribute", field.key) in ("supports", "contradicts")
        ]
        keys = {
            self._vault.resolver.resolve(link.target, note.path).path or folded(link.target)
            for link in links
            if link.target
            and not note.is_own_text(link.start)
            and not any(field.start < link.start < field.end for field in sides)
        }
        addresses = ADDRESS.finditer(note.text, *span)
        keys.update(match[0] for match in addresses if not note.is_own_text(match.start()))
        return frozenset(keys - {note.path})


def _nodes(model: Model) -> Iterator[NodeRecord]:
    for company in model.companies:
        yield company
        yield from company.options
    yield from (*model.orphans, *model.narratives)


def _subject(node: NodeRecord) -> Subject:
    return node.note, heading_key(heading_in_link(node.heading))


def _target_subject(target: Target) -> Subject:
    return target.path, heading_key(heading_in_link(target.heading))


def _subjects(narratives: Sequence[Narrative], nodes: Mapping[str, NodeRecord]) -> list[dict[Subject, float]]:
    """For each narrative, what its name and those of what it lifts are worth."""
    drives = [
        {
            _subject(nodes[each.target]) if each.target in nodes else (each.target, "")
            for each in narrative.drives
        }
        for narrative in narratives
    ]
    driven = Counter(subject for subjects in drives for subject in subjects)
    credited: dict[str, list[Subject]] = defaultdict(list)
    for node in nodes.values():
        if isinstance(node, Option) and node.narrative:
            credited[node.narrative.target].append(_subject(node))
    return [
        {
            **{subject: NAMES_DRIVEN / driven[subject] for subject in subjects},
            **dict.fromkeys(credited[narrative.id], NAMES_CREDITED),
            _subject(narrative): NAMES_IT,
        }
        for narrative, subjects in zip(narratives, drives, strict=True)
    ]


def _subject_names(
    vault: Vault, subjects: Iterable[Mapping[Subject, float]], nodes: Iterable[NodeRecord]
) -> dict[Subject, str]:
    """What to call each subject: the name of its node, or that of its note."""
    names = {
        subject: vault.notes[subject[0]].name
        for about in subjects
        for subject in about
        if subject[0] in vault.notes
    }
    return {**names, **{_subject(node): node.name for node in nodes}}


def _scopes(vault: Vault, nodes: Iterable[NodeRecord]) -> dict[str, list[tuple[Span, Subject]]]:
    """Where in each note its nodes begin and end."""
    scopes: dict[str, list[tuple[Span, Subject]]] = defaultdict(list)
    for node in nodes:
        scopes[node.note].append((_span(vault, node), _subject(node)))
    return scopes


def _span(vault: Vault, node: NodeRecord) -> Span:
    note = vault.notes[node.note]
    if node.end is None:
        return Span(0, len(note.text) + 1)
    return Span(note.lines.start(node.place.line), node.end)


def _headings_above(note: Note, offset: int) -> Iterator[str]:
    """The headings that a place stands under, the innermost first."""
    level = 7
    above = bisect_left(note.scan.headings, offset, key=attrgetter("start"))
    for heading in reversed(note.scan.headings[:above]):
        if heading.level < level:
            level = heading.level
            yield heading.text
            if level == 1:
                return


def _within(links: Sequence[Link], span: Span) -> Sequence[Link]:
    """The links, which are in order, that begin between two places."""
    start, end = (bisect_left(links, place, key=attrgetter("start")) for place in span)
    return links[start:end]


def _said(vault: Vault, narrative: Narrative) -> Iterable[str]:
    """The words of a narrative's names and evidence."""
    names = (narrative.name, *(() if narrative.heading else vault.notes[narrative.note].aliases))
    return content_words("\n".join([*names, *(item.text for item in narrative.evidence)]))


def _by_key(each: Iterable[Mapping[K, T]]) -> dict[K, dict[int, T]]:
    """The same the other way round: for each key its value for each narrative, by the narrative's index."""
    turned: dict[K, dict[int, T]] = {}
    for index, values in enumerate(each):
        for key, value in values.items():
            turned.setdefault(key, {})[index] = value
    return turned


def _sum(kind: str, points: Iterable[Point]) -> float:
    return min(fsum(point.points for point in points), _MOST_OF.get(kind, inf))


def _part(kind: str, points: Sequence[Point]) -> Part:
    found = tuple(sorted(points, key=lambda point: (-point.points, point.what)))
    return Part(kind, found, _sum(kind, points))
