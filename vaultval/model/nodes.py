"""Which notes and sections are nodes, what lines are theirs, and what they state about themselves."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

from vaultval.diagnostics import Finding, finding
from vaultval.model.links import LinkText, link_text, links_in, property_links
from vaultval.note.managed import AUDIT
from vaultval.note.parts import Field, Link, Property, PropertyItem
from vaultval.note.structure import Item, Outline, Section, outline
from vaultval.place import Place
from vaultval.vault.vault import Note, Vault
from vaultval.vocabulary import Vocabulary, fold_word

_TAG = re.compile(r"(?:^|\s)#(?=\S)([^\s#]+)")
_REMARK = re.compile(r"\s*[(（][^()（）]*[)）]\s*$")
_NUMBER = re.compile(r"^\s*(?:[0-9A-Za-z]{1,2}[.．、)]\s*|[0-9]+(?:\.[0-9]+)*\s+)+")
_HEADER_LINE = re.compile(r"^([^\s:：\[(][^:：\[(]{0,40}?)\s*[:：](?!:)\s*(\S.*)$")
_WIKILINK = re.compile(r"\[\[([^\[\]\n]+?)\]\]")


class Statement(NamedTuple):
    """What a node states about itself under one key. parts: the items of a list, or the one value."""

    key: str
    parts: tuple[tuple[str, Place], ...]
    links: tuple[LinkText, ...]
    place: Place

    @property
    def text(self) -> str:
        """The value as one text."""
        return ", ".join(text for text, _ in self.parts)


@dataclass(frozen=True, slots=True)
class Node:
    """A note or section that is a company, option, narrative, … Lines count from 1; `end` is the line after it."""

    id: str
    name: str
    kind: str
    note: Note
    section: Section | None
    first: int
    end: int
    statements: Mapping[str, Statement]
    tag: Place | None = None

    @property
    def place(self) -> Place:
        """Where the node is declared: its heading, the note's type, or the tag that makes it one."""
        if self.section:
            return self.section.title.place(self.note.path)
        stated = self.statements.get("type")
        return stated.parts[0][1] if stated and stated.parts else self.tag or Place(self.note.path)

    @property
    def aliases(self) -> tuple[str, ...]:
        """Further names of a note."""
        stated = self.statements.get("aliases")
        return tuple(text for text, _ in stated.parts) if stated else ()


@dataclass(frozen=True)
class Page:
    """A note that takes part, with its structure and its nodes, the note's own node first if it is one."""

    note: Note
    outline: Outline
    nodes: tuple[Node, ...]
    loose: Mapping[str, Statement]

    def owner(self, line: int) -> Node | None:
        """The innermost node in whose scope a line stands."""
        return self._owners[line] if line < len(self._owners) else None

    def headings(self, line: int) -> list[Section]:
        """The sections around a line, innermost first."""
        found: list[Section] = []
        for section in reversed(self.outline.sections[: bisect_right(self._section_lines, line)]):
            if line < section.end and (not found or section.level < found[-1].level):
                found.append(section)
                if section.level == 1:
                    break
        return found

    def fields(self, first: int, end: int) -> list[Field]:
        """The author's inline fields on the lines from `first` to before `end`."""
        start = bisect_left(self._fields, first, key=itemgetter(0))
        stop = bisect_left(self._fields, end, key=itemgetter(0))
        return [field for _, field in self._fields[start:stop]]

    def links(self, start: int, end: int, without: Sequence[tuple[int, int]] = ()) -> list[LinkText]:
        """The links and embeds, wikilinks and Markdown's, between two offsets of the text, but for some spans of it."""
        first = bisect_left(self._links, start, key=itemgetter(0))
        last = bisect_left(self._links, end, key=itemgetter(0))
        return [
            link_text(link, self.note.place(link.start, link.end - link.start))
            for link in self._links[first:last]
            if not any(a <= link.start < b for a, b in without)
        ]

    @cached_property
    def _links(self) -> list[Link]:
        return sorted((*self.note.scan.links, *self.note.scan.embeds))

    @cached_property
    def _owners(self) -> list[Node | None]:
        owners: list[Node | None] = [None] * (self.outline.last + 1)
        # The note's own node first, then sections as they come: the inner ones write over the outer ones.
        for node in sorted(self.nodes, key=lambda node: (node.section is not None, node.first)):
            owners[node.first : node.end] = [node] * (node.end - node.first)
        return owners

    @cached_property
    def _section_lines(self) -> list[int]:
        return [section.line for section in self.outline.sections]

    @cached_property
    def _fields(self) -> list[tuple[int, Field]]:
        fields = (field for field in self.note.scan.fields if not self.note.is_own_text(field.start))
        return [(self.note.place(field.start).line, field) for field in fields]


def plain_title(text: str) -> str:
    """A heading or lead-in without its tags, numbering, emphasis, closing colon and remark in parentheses."""
    text = _TAG.sub("", text).replace("*", "").replace("_", " ").strip().rstrip(":：").strip()
    return _NUMBER.sub("", _REMARK.sub("", text)).strip().rstrip(":：").strip()


def takes_part(vocabulary: Vocabulary) -> Callable[[Note], bool]:
    """A test for notes whose text matters to the model: typed, tagged as a node, or with a field that names one."""
    tags = {"#" + form for group in ("kind", "task tag") for form in vocabulary.all_forms(group)}
    fields = {
        form for key in ("supports", "contradicts", "company") for form in vocabulary.forms("attribute", key)
    }
    types = set(vocabulary.forms("attribute", "type"))

    def matters(note: Note) -> bool:
        if any(block.name != AUDIT for block in note.managed):
            return True
        keys = (
            {fold_word(entry.key): entry.value for entry in note.properties.entries}
            if note.properties
            else {}
        )
        stated = [value for word in types if isinstance(value := keys.get(word), str)]
        if any(vocabulary.meaning("kind", value) or near_kind(value, vocabulary) for value in stated):
            return True
        if any(word in keys for word in fields):
            return True
        names = (*(tag.name for tag in note.scan.tags), *note.property_tags)
        if any("#" + fold_word(name[1:]) in tags for name in names):
            return True
        return any(fold_word(field.key) in fields for field in note.scan.fields)

    return matters


def read_pages(vault: Vault, vocabulary: Vocabulary) -> tuple[list[Page], list[Finding]]:
    """The structure and nodes of every note that takes part, in the order of their paths."""
    pages: list[Page] = []
    findings: list[Finding] = []
    for path in sorted(vault.notes):
        note = vault.notes[path]
        if not note.takes_part:
            continue
        page, found = read_page(note, vocabulary)
        pages.append(page)
        findings += found
    return pages, findings


def read_page(note: Note, vocabulary: Vocabulary) -> tuple[Page, list[Finding]]:
    """The structure and nodes of one note, whose text is held."""
    parts = outline(note.text, note.hidden())
    findings = _unknown_kind(note, vocabulary) + _unquoted_links(note, vocabulary)
    sections = [
        (section, kind)
        for section in parts.sections
        if (kind := _kind_of_tags(_TAG.findall(_at_end(section.title.content)), vocabulary))
    ]
    spans = [(section.line, section.end) for section, _ in sections]
    nodes: list[Node] = []
    own, found = _statements(note, parts, 1, parts.last, spans, vocabulary, whole=True)
    findings += found
    kind = _kind_of_note(note, {section.line for section, _ in sections}, vocabulary)
    if kind:
        nodes.append(
            Node(note.path, note.name, kind, note, None, 1, parts.last, own, _tag_of(note, kind, vocabulary))
        )
    for section, section_kind in sections:
        inner = [span for span in spans if section.line < span[0] and span[1] <= section.end]
        stated, found = _statements(note, parts, section.line, section.end, inner, vocabulary, whole=False)
        findings += found
        title = plain_title(section.title.content)
        title = title or "untitled"
        same = sum(node.id.startswith(f"{note.path}#{title}") for node in nodes)
        identity = f"{note.path}#{title}" + (f" ({same + 1})" if same else "")
        nodes.append(Node(identity, title, section_kind, note, section, section.line, section.end, stated))
    return Page(note, parts, tuple(nodes), {} if kind else own), findings


def _tag_of(note: Note, kind: str, vocabulary: Vocabulary) -> Place | None:
    """The tag in a note's text that gives it its kind."""
    tags = (tag for tag in note.scan.tags if vocabulary.meaning("kind", tag.name[1:]) == kind)
    return next((note.place(tag.start, len(tag.name)) for tag in tags), None)


def _at_end(title: str) -> str:
    """The run of tags at the end of a heading."""
    match = re.search(r"(?:(?:^|\s)#[^\s#]+)+\s*$", title)
    return match.group() if match else ""


def _kind_of_tags(names: Iterable[str], vocabulary: Vocabulary) -> str | None:
    kinds = (vocabulary.meaning("kind", name) for name in names)
    return next((kind for kind in kinds if kind), None)


def _kind_of_note(note: Note, tagged_headings: set[int], vocabulary: Vocabulary) -> str | None:
    """By the property `type`, or else by a tag of the note that does not belong to one of its sections' headings."""
    if note.properties:
        for entry in note.properties.entries:
            if vocabulary.meaning("attribute", entry.key) == "type" and isinstance(entry.value, str):
                return vocabulary.meaning("kind", entry.value)
    body = (tag.name[1:] for tag in note.scan.tags if note.place(tag.start).line not in tagged_headings)
    return _kind_of_tags((*(name[1:] for name in note.property_tags), *body), vocabulary)


def near_kind(value: str, vocabulary: Vocabulary) -> str:
    """The kind that a word nearly is: option for optoin. "" if it is a kind, or a word of the user's own."""
    if vocabulary.meaning("kind", value):
        return ""
    return next(iter(get_close_matches(fold_word(value), vocabulary.all_forms("kind"), 1, 0.75)), "")


def _unknown_kind(note: Note, vocabulary: Vocabulary) -> list[Finding]:
    """A finding for `type: naratif`, which is nearly a kind; other words are the user's own."""
    for entry in note.properties.entries if note.properties else ():
        if vocabulary.meaning("attribute", entry.key) != "type" or not isinstance(entry.value, str):
            continue
        near = near_kind(entry.value, vocabulary)
        if near:
            item = entry.items[0]
            place = note.place(item.start, item.end - item.start)
            message = f"the type {entry.value!r} is not known"
            return [finding("unknown-kind", place, message, hint=f"did you mean {near!r}?")]
    return []


def _statements(
    note: Note,
    parts: Outline,
    first: int,
    end: int,
    inner: Sequence[tuple[int, int]],
    vocabulary: Vocabulary,
    *,
    whole: bool,
) -> tuple[dict[str, Statement], list[Finding]]:
    """What a node states in its own scope, the sections that are nodes of their own (`inner`) left out.

    whole: the node is the note, and not a section that may begin on its first line.
    """
    found: dict[str, Statement] = {}
    findings: list[Finding] = []
    sources: list[Iterator[Statement]] = []
    if whole and note.properties:
        sources.append(_from_properties(note, note.properties.entries, vocabulary))
    sources.append(_from_fields(note, parts, first, end, inner, vocabulary))
    sources.append(_from_header(note, parts, first, end, whole, vocabulary))
    for source in sources:
        for statement in source:
            if statement.key not in found:
                found[statement.key] = statement
            elif (
                found[statement.key].place != statement.place and found[statement.key].text != statement.text
            ):
                first_place = found[statement.key].place
                message = f"`{statement.key}` is stated twice"
                expected = found[statement.key].text
                findings.append(
                    finding(
                        "stated-twice", statement.place, message,
                        expected=expected, found=statement.text, other=first_place,
                    )
                )  # fmt: skip
    return found, findings


def _from_properties(note: Note, entries: Sequence[Property], vocabulary: Vocabulary) -> Iterator[Statement]:
    for entry in entries:
        key = vocabulary.meaning("attribute", entry.key)
        if key is None or (entry.value is None and not entry.items):
            continue
        parts = tuple((item.text, _inside_quotes(note, item)) for item in entry.items)
        parts = parts or _unquoted(note, entry)
        links = tuple(link for text, place in parts for link in property_links(text, place))
        if not any(text.strip() for text, _ in parts) and entry.value != []:
            continue
        yield Statement(key, parts, links, note.place(entry.start, len(entry.key)))


def _unquoted(note: Note, entry: Property) -> tuple[tuple[str, Place], ...]:
    """The links of a property that are not in quotes: to YAML, lists in lists."""
    if not isinstance(entry.value, list) or not any(isinstance(part, list) for part in entry.value):
        return ()
    source = note.text[entry.start : entry.end]
    return tuple(
        (match[0], note.place(entry.start + match.start(), len(match[0])))
        for match in _WIKILINK.finditer(source)
    )


def _unquoted_links(note: Note, vocabulary: Vocabulary) -> list[Finding]:
    entries = note.properties.entries if note.properties else ()
    return [
        finding("unquoted-link", place, f"the link {text} is not in quotes")
        for entry in entries
        if vocabulary.meaning("attribute", entry.key)
        for text, place in _unquoted(note, entry)
    ]


def _inside_quotes(note: Note, item: PropertyItem) -> Place:
    """Where the text of a value stands; the whole value if escapes in it make the two differ."""
    around = item.end - item.start - len(item.text)
    lead = 1 if around == 2 else 0
    return note.place(item.start + lead, item.end - item.start - 2 * lead)


def _from_fields(
    note: Note, parts: Outline, first: int, end: int, inner: Sequence[tuple[int, int]], vocabulary: Vocabulary
) -> Iterator[Statement]:
    """Inline fields, but for those on tasks and labelled items, which are about the item."""
    taken = {note.place(task.start).line for task in note.scan.tasks}
    for item in (*parts.items, *parts.paragraphs):
        if _has_label(item, vocabulary):
            taken.update(range(item.passage.line, item.end))
    for field in note.scan.fields:
        place = note.place(field.value_start, len(field.value))
        outside = not first <= place.line < end or any(a <= place.line < b for a, b in inner)
        if outside or place.line in taken or note.is_own_text(field.start):
            continue
        key = vocabulary.meaning("attribute", field.key)
        if key and field.value:
            yield Statement(key, ((field.value, place),), tuple(links_in(field.value, place)), place)


def _has_label(item: Item, vocabulary: Vocabulary) -> bool:
    return any(
        vocabulary.meaning("label", match)
        for match in re.findall(r"[\[［【]\s*([^\[\]］】:：,，]{2,12})", item.passage.content)
    )


def _from_header(
    note: Note, parts: Outline, first: int, end: int, whole: bool, vocabulary: Vocabulary
) -> Iterator[Statement]:
    """`Key: value` lines before the first heading of a note, or in the paragraph under a section's heading."""
    below = [section.line for section in parts.sections if section.line > (0 if whole else first)]
    stop = min([*below, end])
    start = first if whole else first + 1
    for paragraph in parts.paragraphs:
        if not start <= paragraph.passage.line < stop:
            continue
        lines = paragraph.passage.content.split("\n")
        matches = [_HEADER_LINE.match(line) for line in lines]
        if not whole and not all(matches):
            break
        offset = 0
        for line, match in zip(lines, matches, strict=True):
            key = vocabulary.meaning("attribute", match[1]) if match else None
            if match and key and key != "type":
                place = paragraph.passage.place(note.path, offset + match.start(2), len(match[2]))
                yield Statement(key, ((match[2], place),), tuple(links_in(match[2], place)), place)
            offset += len(line) + 1
        if not whole:
            break
