"""To which narratives something most likely belongs: points for what it names, links and says as they do."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from math import fsum
from typing import NamedTuple

from vaultval.config import Linking
from vaultval.linking.content_words import content_words, is_pair
from vaultval.linking.inbox import Waiting
from vaultval.linking.mentions import Finder
from vaultval.linking.names import collect_names
from vaultval.model.records import Model, Narrative, NodeRecord
from vaultval.note.parts import Link, Span
from vaultval.note.subpath import heading_in_link, heading_key
from vaultval.place import Place
from vaultval.vault.vault import Note, Vault
from vaultval.vocabulary import Vocabulary, folded

# What each thing in common is worth. Only the order of the sums matters; the unit is one link in common.
NAMES_IT = 3.0  # it names the narrative itself: as plain as it gets without a field
NAMES_CREDITED = 2.0  # an option's value is credited to one narrative, so that its name nearly names that
NAMES_DRIVEN = 1.0  # what a narrative lifts is often lifted by others, too
UNDER_HEADING = 0.5  # of these, if the name stands in a heading above: it is about more than this item
SHARED_LINK = 1.0  # the same source or subject, put there by hand
NOTE_LINK = 0.25  # the same, elsewhere in its note: that may be about something else
NOTE_LINKS_MOST = 1.0  # a long note links everything
SHARED_WORD = 0.5  # chosen by chance as often as not
SHARED_PAIR = 0.25  # two Chinese characters: a word of three is two pairs
WORDS_MOST = 3.0  # however much is said in the same words, a name says as much
MOST_SHOWN = 3

_URL = re.compile(r"https?://[^\s<>\[\]()（）\"'，。；]+")

_Subject = tuple[str, str]
"""A note's path, and the key of a heading in it or ""."""


class Part(NamedTuple):
    """One part of a score. kind: "names", "stands in", "under", "links", "note links" or "words".

    what: the names, paths, addresses or words, those that count most first. evidence: of links, how many pieces of the
    narrative's evidence rest on each.
    """

    kind: str
    what: tuple[str, ...]
    points: float
    evidence: tuple[int, ...] = ()


class Candidate(NamedTuple):
    """A narrative to which something may belong. score: the sum of the parts, above zero."""

    narrative: Narrative
    score: float
    parts: tuple[Part, ...]


class _About(NamedTuple):
    """What one narrative is about. subjects: what its name, or that of what it lifts, is worth. links: what its note
    or evidence links, with how many pieces of evidence rest on it.
    """

    subjects: Mapping[_Subject, float]
    links: Mapping[str, int]
    words: frozenset[str]


class Likely:
    """The narratives of a vault, ready to be compared with what waits."""

    def __init__(self, vault: Vault, model: Model, settings: Linking, vocabulary: Vocabulary) -> None:
        self._vault = vault
        self._narratives = sorted(model.narratives, key=lambda narrative: (narrative.name, narrative.id))
        nodes = _nodes(model)
        self._about = [_about(vault, narrative, nodes) for narrative in self._narratives]
        self._scopes = _scopes(vault, nodes.values())
        self._subject_names = {_subject(node): node.name for node in nodes.values()}
        names = collect_names(vault, model, settings, vocabulary)
        kept = {
            name: tuple(each for each in same if (each.target.path, _key(each.target.heading)) in self._subject_names)
            for name, same in names.items()
        }  # fmt: skip
        self._finder = Finder({name: same for name, same in kept.items() if same})
        self._driven = Counter(
            subject
            for about in self._about
            for subject, points in about.subjects.items()
            if points == NAMES_DRIVEN
        )
        self._linked = Counter(link for about in self._about for link in _known(about))
        self._said = Counter(word for about in self._about for word in about.words)

    def of(self, waiting: Waiting) -> list[Candidate]:
        """The narratives that something most likely belongs to: all with points, the likeliest first."""
        note = self._vault.notes[waiting.place.note]
        named, links = self._named(note, waiting), self._links(note, waiting.start, waiting.end)
        elsewhere = (self._note_links(note) - links) if note.text else frozenset[str]()
        words = content_words(waiting.text)
        found: list[Candidate] = []
        for narrative, about in zip(self._narratives, self._about, strict=True):
            parts = (
                *self._names_part(about, named),
                *self._links_part(about, links),
                *self._note_links_part(about, elsewhere),
                *self._words_part(about, words),
            )
            score = fsum(part.points for part in parts)
            if score > 0:
                found.append(Candidate(narrative, score, parts))
        return sorted(found, key=lambda each: (-each.score, each.narrative.name, each.narrative.id))
