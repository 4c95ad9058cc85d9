"""Where in a note the field goes that gives an item to a narrative, and what it says."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import NamedTuple

from vaultval.linking.inbox import Waiting
from vaultval.linking.mentions import link_to
from vaultval.linking.names import Target
from vaultval.model.evidence import Side, read_sides
from vaultval.model.labels import find_label
from vaultval.model.nodes import Page, read_page, read_pages
from vaultval.model.records import Model, Narrative
from vaultval.model.references import Names, unique_names
from vaultval.note import tasks
from vaultval.note.parts import Task
from vaultval.note.structure import Item
from vaultval.vault.vault import Note, Vault
from vaultval.vocabulary import Vocabulary, folded, written

_ANY_FIELD = " [a:: b]"


class Adoption(NamedTuple):
    """What the user decides of an item. supports: it speaks for the narrative, not against it. label: to be added, or ""."""

    narrative: Narrative
    supports: bool
    label: str = ""


def find_narrative(vault: Vault, model: Model, name: str) -> tuple[Narrative | None, str]:
    """The narrative of a name, alias, path or id; else None, and the name of the one that was perhaps meant, or ""."""
    wanted = folded(name.strip().removeprefix("[[").removesuffix("]]"))
    called: dict[str, Narrative] = {}
    for narrative in model.narratives:
        short = narrative.id.replace(".md#", "#").removesuffix(".md")
        for text in (narrative.name, narrative.id, short):
            called.setdefault(folded(text), narrative)
    by_alias: dict[str, list[Narrative]] = {}
    for narrative in model.narratives:
        for alias in () if narrative.heading else vault.notes[narrative.note].aliases:
            by_alias.setdefault(folded(alias), []).append(narrative)
    # A name goes before an alias, and an alias of two narratives means neither.
    called = {**{alias: of[0] for alias, of in by_alias.items() if len(of) == 1}, **called}
    near = get_close_matches(wanted, list(called), 1, 0.5)
    return called.get(wanted), called[near[0]].name if near else ""


def field_text(vault: Vault, adoption: Adoption, note: str, language: str) -> str | None:
    """The label, if it is to be added, and the field, each with a blank before it; None if no link leads to the narrative."""
    narrative = adoption.narrative
    target = Target(narrative.note, narrative.heading, narrative.name, "narrative")
    link = link_to(vault, target, note)
    if link is None:
        return None
    label = f" [{written('label', adoption.label, language)}]" if adoption.label else ""
    key = written("attribute", "supports" if adoption.supports else "contradicts", language)
    return f"{label} [{key}:: [[{link}]]]"


def item_at(note: Note, line: int, vocabulary: Vocabulary) -> Item | None:
    """The list item or free paragraph on a line, as evidence is read."""
    page, _ = read_page(note, vocabulary)
    return _item_at(page, line)


def _item_at(page: Page, line: int) -> Item | None:
    items = (*page.outline.items, *page.outline.paragraphs)
    return next((item for item in items if item.passage.line == line), None)


def field_offset(note: Note, item: Item) -> int:
    """Where in a note's text a field of an item goes: to the end of its own text, before a block id, before what the
    Tasks plugin reads at the end of a task, and before blanks.
    """
    first = item.passage.line
    last = min(first + item.passage.content.count("\n"), *_lines_before_blocks(note, first))
    for line in range(last, first - 1, -1):
        start = note.lines.start(line)
        end = _without_block_id(note, start, _line_end(note, start))
        if note.text[start:end].strip(" \t>") or line == first:
            break
    task = next((task for task in note.scan.tasks if start <= task.text_start <= end), None)
    return _before_dates(task, end) if task else end


def _lines_before_blocks(note: Note, first: int) -> Iterator[int]:
    """The lines below a line that stand before math or a comment on lines of its own: to Obsidian, the text ends there."""
    yield len(note.lines)
    for span in (*note.scan.opaque, *note.scan.comments):
        line, column = note.lines.line_column(span.start)
        lead = note.text[span.start - column + 1 : span.start]
        if line > first and note.text.startswith(("$$", "%%"), span.start) and not lead.strip(" \t>"):
            yield line - 1


def _line_end(note: Note, start: int) -> int:
    """Where the text of a line ends, without blanks and its line end."""
    end = note.text.find("\n", start)
    end = end if end >= 0 else len(note.text)
    return start + len(note.text[start:end].rstrip(" \t\r"))


def _without_block_id(note: Note, start: int, end: int) -> int:
    for block in note.scan.blocks:
        if start <= block.start < end:
            return start + len(note.text[start : block.start].rstrip(" \t"))
    return end


def _before_dates(task: Task, end: int) -> int:
    """The last place in a task's line, up to an offset, at which a field changes nothing that the plugins read."""
    said = _said(task)
    stop = end - task.text_start
    for at in range(stop, 0, -1):
        if at < stop and not (task.text[at].isspace() and not task.text[at - 1].isspace()):
            continue
        changed = task._replace(text=task.text[:at] + _ANY_FIELD + task.text[at:])
        if _said(changed) == said:
            return task.text_start + at
    return end


def _said(task: Task) -> tasks.TaskDetails:
    return tasks.read(task)._replace(description="", fields=())


class Claim(NamedTuple):
    """What an item says of itself: the narratives that it speaks for or against, and the class of its label, or ""."""

    sides: tuple[Side, ...]
    label: str


def claim_at(vault: Vault, note: str, line: int, vocabulary: Vocabulary) -> Claim:
    """What the item on a line says of itself; nothing if there is none, or its note takes no part."""
    pages, _ = read_pages(vault, vocabulary)
    pages, _ = unique_names(pages)
    page = next((page for page in pages if page.note.path == note), None)
    item = _item_at(page, line) if page else None
    if page is None or item is None:
        return Claim((), "")
    sides, _ = read_sides(page, item, Names(vault, pages), vocabulary)
    label, _ = find_label(page, item, vocabulary)
    return Claim(tuple(sides), label.word if label else "")


def without_item(model: Model, note: str, line: int) -> Model:
    """A model as if the item on a line were not there."""
    return model.model_copy(
        update={
            "narratives": tuple(
                narrative.model_copy(
                    update={
                        "evidence": tuple(
                            item
                            for item in narrative.evidence
                            if (item.place.note, item.place.line) != (note, line)
                        )
                    }
                )
                for narrative in model.narratives
            ),
            "signals": tuple(
                signal for signal in model.signals if (signal.place.note, signal.place.line) != (note, line)
            ),
        }
    )


def nearest(waiting: Iterable[Waiting], note: str, line: int, most: int = 3) -> list[Waiting]:
    """What waits in a note, the nearest to a line first."""
    there = (each for each in waiting if each.place.note == note)
    return sorted(there, key=lambda each: (abs(each.place.line - line), each.place))[:most]
