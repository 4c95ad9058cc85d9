"""Unlinked mentions: names that stand in a note as plain text."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from vaultval.linking.closed import Closed, may_hold_links
from vaultval.linking.names import Name, Target, key
from vaultval.linking.whole_words import is_whole
from vaultval.model.evidence import SUBJECTS
from vaultval.note.subpath import heading_in_link, heading_key
from vaultval.vault.vault import Note, Vault
from vaultval.vocabulary import Vocabulary

_GLUED = "[!\\^#@$"  # behind one of these a link would be something else
_ADDRESS_BEHIND = re.compile(r"\]|\([^\s()]*+\)")  # before this, a link would be the text of another one
_STRETCH = 1 << 14
_NESTED = 16  # of names that end at one place, so many of the longest are looked at: it bounds the work on odd names
_AROUND = 40  # characters of the excerpt on each side


class Found(NamedTuple):
    """Names in a text, at one place. text[start:end] is the mention."""

    start: int
    end: int
    targets: tuple[Target, ...]


class Mention(NamedTuple):
    """A mention in a note that is no link yet. targets: what it may mean; more than one: nobody can tell.

    line, column: from 1. link: the source of the link that it would become, "" where nobody can tell to what.
    before, after: the text around it on its line.
    """

    note: str
    start: int
    end: int
    line: int
    column: int
    text: str
    targets: tuple[Target, ...]
    link: str
    before: str
    after: str


class Finder:
    """Finds names in texts. Built once; a text is read in one pass, however many names there are."""

    def __init__(self, names: Mapping[str, tuple[Name, ...]]) -> None:
        self._keys = list(names)
        self._names = names
        self._automaton = AhoCorasick(self._keys) if self._keys else None
        self._longest = max(map(len, self._keys), default=0)

    def find(
        self, text: str, is_closed: Callable[[int, int], bool] = lambda _start, _end: False
    ) -> list[Found]:
        """The names in a text, in order: whole words, the longest first, none over another and none that is closed."""
        lowered = key(text)
        found: list[Found] = []
        for index, start, end in self._matches(lowered):
            if is_whole(lowered, start, end):
                targets = self._targets(self._keys[index], text[start:end])
                if targets and not is_closed(start, end):
                    found.append(Found(start, end, targets))
        return _longest(found)

    def _matches(self, lowered: str) -> Iterator[tuple[int, int, int]]:
        """Every name at every place, from stretch to stretch, so that they are never all held at once."""
        if self._automaton is None:
            return
        for base in range(0, len(lowered), _STRETCH):
            stretch = lowered[base : base + _STRETCH + self._longest]
            if not stretch.isascii():  # bytes that are not UTF-8 stand in it as surrogates, which are no text
                stretch = stretch.encode("utf-8", "replace").decode()
            last = count = 0
            for index, start, end in self._automaton.find_matches_as_indexes(stretch, overlapping=True):
                count = count + 1 if end == last else 1
                last = end
                if start < _STRETCH and count <= _NESTED:
                    yield index, base + start, base + end

    def _targets(self, name: str, text: str) -> tuple[Target, ...]:
        """What a mention may mean, as it is spelt."""
        names = self._names[name]
        if any(each.as_spelt for each in names):
            spelt = unicodedata.normalize("NFC", text)
            names = tuple(each for each in names if not each.as_spelt or each.text == spelt)
        return tuple(each.target for each in names)


def _longest(found: Sequence[Found]) -> list[Found]:
    """Those of several that overlap which are longest, and of the same length the first."""
    if len(found) < 2:
        return list(found)
    taken: list[Found] = []
    covered: set[int] = set()
    for each in sorted(found, key=lambda each: (each.start - each.end, each.start)):
        # What was taken before is no shorter, so that it covers an end of this one if it covers any of it.
        if each.start not in covered and each.end - 1 not in covered:
            covered.update(range(each.start, each.end))
            taken.append(each)
    return sorted(taken)


def unlinked_mentions(
    vault: Vault,
    note: Note,
    finder: Finder,
    vocabulary: Vocabulary,
    *,
    first: bool = False,
    evidence: Collection[int] = (),
) -> list[Mention]:
    """The mentions in a note of other notes and their sections that are not linked, in order.

    Not in code, links, addresses, headings, properties, tags, math, comments, fields, brackets, heads of tables and
    vaultval's own blocks, and not of the note itself. first: of each target the first one only, and none that the note
    links anywhere. evidence: the lines, from 1, on which a link is a source, unless it leads to what evidence is about.
    The note's text must be held.
    """
    if not note.text or not may_hold_links(note):
        return []
    closed = Closed(note, vocabulary)
    seen = _linked(vault, note) if first else set()
    mentions: list[Mention] = []
    for found in finder.find(note.text, closed.meets):
        if any(target.path == note.path for target in found.targets) or _is_glued(note.text, found):
            continue
        if evidence and _would_be_source(note, found, evidence):
            continue
        if first and seen.issuperset(_keys(found.targets)):
            continue
        in_table = len(found.targets) == 1 and closed.in_table(found.start)
        link = _link(vault, note, found, in_table=in_table) if len(found.targets) == 1 else ""
        if link or len(found.targets) > 1:
            seen.update(_keys(found.targets))
            mentions.append(_mention(note, found, link))
    return mentions


def _would_be_source(note: Note, found: Found, evidence: Collection[int]) -> bool:
    """Whether a link would say where a piece of evidence comes from, which only the author can know."""
    about = all(target.kind in SUBJECTS for target in found.targets)
    return not about and note.lines.line_column(found.start)[0] in evidence


def _is_glued(text: str, found: Found) -> bool:
    """Whether a mark stands so close that it would become a part of the link."""
    before = text[found.start - 1] if found.start else " "
    return before in _GLUED or _ADDRESS_BEHIND.match(text, found.end) is not None


def _keys(targets: Sequence[Target]) -> Iterator[tuple[str, str]]:
    return ((target.path, heading_key(heading_in_link(target.heading))) for target in targets)


def _linked(vault: Vault, note: Note) -> set[tuple[str, str]]:
    """What a note links already: files, and headings of them."""
    linked: set[tuple[str, str]] = set()
    links = (*note.scan.links, *note.scan.embeds, *(found.link for found in note.property_links))
    for link in links:
        path = vault.resolver.resolve(link.target, note.path).path
        if path and not note.is_own_text(link.start):
            linked |= {(path, ""), (path, heading_key(link.subpath.rpartition("#")[2]))}
    return linked


def link_to(vault: Vault, target: Target, source: str) -> str | None:
    """How a link in a note is to name a target, so that it leads there and nowhere else; None if none can.

    The name if that does, or else the path, as Obsidian itself writes it.
    """
    path = target.path.removesuffix(".md")
    for written in dict.fromkeys((path.rpartition("/")[2], path, target.path)):
        found = vault.resolver.resolve(written, source)
        if "\n" in written:
            return None
        sure = written in (path, target.path) or not vault.omissions.may_be_meant(written, source)
        if found.path == target.path and not found.rivals and sure:
            return f"{written}#{heading_in_link(target.heading)}" if target.heading else written
    return None


def _link(vault: Vault, note: Note, found: Found, *, in_table: bool) -> str:
    """The source of the link that a mention becomes."""
    text = note.text[found.start : found.end]
    written = link_to(vault, found.targets[0], note.path)
    if written is None:
        return ""
    if written == text:
        return f"[[{text}]]"
    bar = "\\|" if in_table else "|"
    return f"[[{written}{bar}{text}]]"


def _mention(note: Note, found: Found, link: str) -> Mention:
    text, lines = note.text, note.lines
    line, column = lines.line_column(found.start)
    first = lines.start(line)
    last = lines.start(line + 1) - 1 if line < len(lines) else len(text)
    before = text[max(first, found.start - _AROUND) : found.start]
    after = text[found.end : min(last, found.end + _AROUND)].removesuffix("\r")
    return Mention(
        note.path, found.start, found.end, line, column, text[found.start : found.end], found.targets, link,
        ("…" if found.start - _AROUND > first else "") + before.replace("\t", " "),
        after.replace("\t", " ") + ("…" if found.end + _AROUND < last else ""),
    )  # fmt: skip
