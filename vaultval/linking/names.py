"""Every name that a note may mention: of notes and nodes, and their aliases, with what it leads to."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from vaultval.config import Linking
from vaultval.linking.whole_words import is_unspaced
from vaultval.model.bases import NodeRecord
from vaultval.model.nodes import plain_title
from vaultval.model.records import Model
from vaultval.note.subpath import find_heading, heading_in_link
from vaultval.vault.vault import Vault
from vaultval.vocabulary import WORDS, Vocabulary, fold_word

_CALENDAR = re.compile(
    r"[\d\s\-_./:年月日号周季度第]+|(?:\d{4}[\s-]*)?[QHW]\d{1,2}(?:[\s-]*\d{4})?", re.IGNORECASE
)
_NOT_IN_A_LINK = re.compile(r"[#|^\[\]\r\n]|%%")
_LONGEST_NAME = 200  # a longer alias is a sentence
_WORDS_OF_NOTES = tuple(group for group in WORDS if group != "phrase")


class Target(NamedTuple):
    """What a mention may be linked to. heading: as the note has it, for a section that is a node; else "".

    name: what people call it. kind: "note", or the kind of node.
    """

    path: str
    heading: str
    name: str
    kind: str

    @property
    def id(self) -> str:
        """The same as in the graph: the path, and the name of a section."""
        return f"{self.path}#{self.name}" if self.heading else self.path


class Name(NamedTuple):
    """One way to write a target. as_spelt: only this spelling counts, capitals and all."""

    text: str
    target: Target
    as_spelt: bool


_SAME = str.maketrans({"ς": "σ", "’": "'", "\u00a0": " ", "\u202f": " "})


def key(text: str) -> str:
    """A text as mentions compare: in lower case, apostrophes and blanks alike, character by character, so that offsets
    stay.
    """
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return lowered if lowered.isascii() else lowered.translate(_SAME)


def collect_names(
    vault: Vault, model: Model, settings: Linking, vocabulary: Vocabulary
) -> Mapping[str, tuple[Name, ...]]:
    """Every name that counts as one, by its key. A key with names of several targets is ambiguous.

    Left out: dates and numbers, what is shorter than the settings ask, the words on the user's stop list, the words of
    the note format itself, and what cannot stand in a link.
    """
    found: dict[str, dict[Target, Name]] = {}
    for spelling, target in _named(vault, model):
        text = _plain(spelling)
        if reason_against(text, settings, vocabulary) or _NOT_IN_A_LINK.search(target.path):
            continue
        name = Name(text, target, _as_spelt(text, settings.case))
        for form in {text, unicodedata.normalize("NFD", text)}:
            same = found.setdefault(key(form), {})
            known = same.get(target)
            if known is None or known.as_spelt:
                same[target] = name
    return {form: tuple(_distinct(names.values())) for form, names in found.items()}


def _named(vault: Vault, model: Model) -> Iterator[tuple[str, Target]]:
    """Every target by every name, the nodes first, so that a note that is one has its kind."""
    kinds: dict[str, str] = {}
    for record in model.nodes():
        kind = type(record).__name__.lower()
        if not record.heading:
            kinds[record.note] = kind
        elif _leads_to(vault, record):
            name = plain_title(record.heading)
            yield name, Target(record.note, record.heading, name, kind)
    for path in sorted(vault.notes):
        note = vault.notes[path]
        target = Target(path, "", note.name, kinds.get(path, "note"))
        for text in (note.name, *note.aliases):
            yield text, target


def _leads_to(vault: Vault, record: NodeRecord) -> bool:
    """Whether a link to the heading of a section leads there, and not to one of the same words above it."""
    note = vault.notes[record.note]
    heading = find_heading(note.scan.headings, heading_in_link(record.heading))
    return heading is not None and note.place(heading.start).line == record.place.line


def reason_against(text: str, settings: Linking, vocabulary: Vocabulary) -> str:
    """Why a text does not count as a name, as a clause that begins with "it"; "" if it counts."""
    unspaced = any(map(is_unspaced, text))
    shortest = settings.min_length_cjk if unspaced else settings.min_length
    dated = _CALENDAR.fullmatch(text) is not None or not any(char.isalpha() for char in text)
    reasons = (
        (dated, "it is a date or a number"),
        (len(text) < shortest, f"it is shorter than link.{'min_length_cjk' if unspaced else 'min_length'}"),
        (len(text) > _LONGEST_NAME, f"it is longer than {_LONGEST_NAME} characters"),
        (_NOT_IN_A_LINK.search(text) is not None, "it cannot stand in a link"),
        (fold_word(text) in _stops(settings.stop), "it is on the list link.stop"),
        (any(vocabulary.meaning(g, text) for g in _WORDS_OF_NOTES), "it is a word of the note format"),
    )
    return next((reason for holds, reason in reasons if holds), "")


@cache
def _stops(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(fold_word, words))


def _plain(text: str) -> str:
    """A name as it is compared: NFC, with single blanks."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _as_spelt(text: str, case: str) -> bool:
    """Whether only the very spelling counts. smart: for names in capitals alone, such as tickers."""
    return case == "exact" or (case == "smart" and text.isupper())


def _distinct(names: Iterable[Name]) -> Iterator[Name]:
    """The names, without sections of a note that has the name itself."""
    names = list(names)
    whole = {name.target.path for name in names if not name.target.heading}
    return (name for name in names if not name.target.heading or name.target.path not in whole)
