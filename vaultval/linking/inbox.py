"""What waits: signals, and labelled evidence, that no narrative claims."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from vaultval.model.items import item_fields, plain_text, read_date
from vaultval.model.labels import Label, find_label, may_hold_labels
from vaultval.model.nodes import Page, read_page
from vaultval.model.records import Model, Option, Signal
from vaultval.note.blocks import block_starts
from vaultval.note.parts import Span
from vaultval.note.structure import Item, Outline, Passage
from vaultval.place import Place
from vaultval.vault.vault import Note, Vault
from vaultval.vocabulary import Vocabulary

_BLANK_LINE = re.compile(r"\n[ \t>]*\r?(?=\n|\Z)")
_LINE_LEAD = re.compile(r"[ \t>]*")
_MARKED = re.compile(r"(?:[-+*]|[0-9]{1,9}[.)])[ \t]+\Z")
_CALLOUT = re.compile(r"\[![^\[\]\n]*\][+-]?[ \t]*")
_BOX = re.compile(r"\[[^\[\]\n]\][ \t]+")
_TO_BE_FILLED_IN = re.compile(r"\{\{[^{}\n]*\}\}|<%[^\n]*?%>")
_SIDES = ("supports", "contradicts")


class Waiting(NamedTuple):
    """An item or paragraph that no narrative claims.

    start, end: the offsets of its own text in its note. text: what it says, in plain words. label: hard, inferred,
    judgement, media or "". points: those that the label states, as evidence does and mere provenance does not. date: its
    own, or else its note's. signal: it opens with a date. listed: it is a list item.
    """

    place: Place
    start: int
    end: int
    text: str
    label: str
    points: float | None
    date: date | None
    signal: bool
    listed: bool


def read_inbox(vault: Vault, model: Model, vocabulary: Vocabulary, templates: str = "") -> list[Waiting]:
    """Everything that waits, newest first, what has no date last. The vault must be held with its texts.

    templates: the folder whose notes are none. Left out, too: what names a narrative already, be it without a label or
    in vain; milestones and kill switches; what is yet to be filled in, and what says nothing beside its label.
    """
    taken = _taken(model)
    signals: dict[str, list[Signal]] = defaultdict(list)
    for signal in model.signals:
        if not signal.claimed:
            signals[signal.place.note].append(signal)
    found: list[Waiting] = []
    for path in sorted(vault.notes):
        note = vault.notes[path]
        if note.text and not (templates and path.startswith(templates + "/")):
            found += _of_note(note, signals.get(path, ()), taken, vocabulary)
    return sorted(found, key=lambda each: (-each.date.toordinal() if each.date else 0, each.place))


def _taken(model: Model) -> set[str]:
    """Where evidence, milestones and kill switches stand, as path:line."""
    options: list[Option] = [*model.orphans]
    for company in model.companies:
        options += company.options
    places = [item.place for narrative in model.narratives for item in narrative.evidence]
    for option in options:
        places += [milestone.place for milestone in option.milestones]
        places += [switch.place for switch in option.kill_switches]
    return {f"{place.note}:{place.line}" for place in places}


def _of_note(
    note: Note, signals: Sequence[Signal], taken: set[str], vocabulary: Vocabulary
) -> Iterator[Waiting]:
    dated = {signal.place.line for signal in signals}
    seen: set[int] = set()
    if may_hold_labels(note.text, vocabulary):
        page, _ = read_page(note, vocabulary)
        parts = page.outline
        items = [(item, True) for item in parts.items] + [(item, False) for item in parts.paragraphs]
        for item, listed in sorted(items, key=lambda pair: pair[0].passage.line):
            label = find_label(page, item, vocabulary)[0]
            line = item.passage.line
            if label and line not in seen:
                seen.add(line)
                yield from _waiting(page, item, taken, label, line in dated, listed, vocabulary)
    else:
        # A signal has a date of its own, so that nothing has to be known of its note.
        page = Page(note, Outline((), (), (), (), len(note.lines) + 1), (), {})
    for item, listed in _dated_items(note, [signal for signal in signals if signal.place.line not in seen]):
        yield from _waiting(page, item, taken, None, True, listed, vocabulary)


def _waiting(
    page: Page,
    item: Item,
    taken: set[str],
    label: Label | None,
    signal: bool,
    listed: bool,
    vocabulary: Vocabulary,
) -> Iterator[Waiting]:
    """The item, if it waits."""
    note, passage = page.note, item.passage
    fields = item_fields(page, item, vocabulary)
    names_narrative = any(key in fields and fields[key].value for key in _SIDES)
    start, end = item_span(note, item)
    if names_narrative or f"{note.path}:{passage.line}" in taken or _lies_in(start, note.scan.comments):
        return
    text = _own_text(note, start, end)
    plain = plain_text(_BOX.sub("", text, 1) if _BOX.match(text) else text, vocabulary)
    if plain and not _TO_BE_FILLED_IN.search(text):
        when, _ = read_date(page, item, fields)
        place = note.place(start, end - start)
        points = label.points.value if label and label.points else None
        yield Waiting(place, start, end, plain, label.word if label else "", points, when, signal, listed)


def item_span(note: Note, item: Item) -> tuple[int, int]:
    """The offsets of an item's own text: from its first character to the end of its last line, blanks left out."""
    last = item.passage.line + item.passage.content.count("\n")
    start = note.lines.start(item.passage.line) + item.passage.columns[0] - 1
    line_end = note.text.find("\n", note.lines.start(last))
    end = line_end if line_end >= 0 else len(note.text)
    return start, start + len(note.text[start:end].rstrip(" \t\r"))


def _own_text(note: Note, start: int, end: int) -> str:
    """What stands between two offsets, without comments and the marks of quotes and callouts."""
    comments = [
        span
        for span in (*note.scan.comments, *note.scan.opaque)
        if start <= span.start < end and note.text.startswith(("%%", "<!--"), span.start)
    ]
    pieces, done = [], start
    for span in sorted(comments):
        pieces.append(note.text[done : span.start])
        done = max(done, min(span.end, end))
    text = "".join([*pieces, note.text[done:end]])
    rows = (row[_lead(row) :].rstrip(" \t\r") for row in text.split("\n"))
    return _CALLOUT.sub("", "\n".join(rows), 1) if text.startswith("[!") else "\n".join(rows)


def _lies_in(offset: int, spans: Sequence[Span]) -> bool:
    return any(span.start <= offset < span.end for span in spans)


def _dated_items(note: Note, signals: Sequence[Signal]) -> Iterator[tuple[Item, bool]]:
    """The text of each signal, and whether it is a list item. From where blocks begin alone, since most daily notes
    hold signals.
    """
    if not signals:
        return
    starts = block_starts(note.text, note.properties.end if note.properties else 0)
    for signal in signals:
        offset = note.lines.start(signal.place.line) + signal.place.column - 1
        index = bisect_right(starts, offset)
        start = starts[index - 1] if index else offset
        line = note.lines.start(signal.place.line)
        blank = _BLANK_LINE.search(note.text, offset)
        end = blank.start() if blank else len(note.text)
        if index < len(starts):
            end = min(end, max(note.text.rfind("\n", 0, starts[index]), offset))
        rows = note.text[line:end].split("\n")
        columns = [start - line, *(_lead(row) for row in rows[1:])]
        content = [row[column:].strip(" \t\r") for row, column in zip(rows, columns, strict=True)]
        passage = Passage("\n".join(content), signal.place.line, tuple(column + 1 for column in columns))
        listed = _MARKED.search(note.text[line:start]) is not None
        yield Item(passage, signal.place.line + len(rows)), listed


def _lead(row: str) -> int:
    """How much of a line is marks of quotes and blanks."""
    return _LINE_LEAD.match(row).end()  # type: ignore[union-attr]  # it matches the empty string
