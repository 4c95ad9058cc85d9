"""Evidence: labelled list items and paragraphs that speak for or against a narrative, and notes of type evidence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from vaultval.diagnostics import Finding, finding
from vaultval.model.attributes import Form, read_choice, read_day, read_number
from vaultval.model.bases import Text
from vaultval.model.context import heading_at, meaning_at
from vaultval.model.items import (
    ITEM_KEYS,
    daily_date,
    day_value,
    field_day,
    is_day,
    item_fields,
    plain_text,
    read_date,
)
from vaultval.model.labels import Label, find_label
from vaultval.model.links import LinkText, links_in
from vaultval.model.nodes import Node, Page, Statement, plain_title
from vaultval.model.records import Evidence
from vaultval.model.references import Names
from vaultval.note.parts import Field
from vaultval.note.structure import Item
from vaultval.vocabulary import Vocabulary

_LIST_SEEN = 500  # characters of the list above an item
_URL = re.compile(r"https?://[^\s<>\[\]()（）\"'，。；]+")
SUBJECTS = ("company", "segment", "option", "narrative")
"""The kinds of nodes that evidence is about. A link to one does not say where the evidence comes from."""


class Side(NamedTuple):
    """One narrative that an item speaks for or against."""

    narrative: str
    supports: bool


def read_evidence(page: Page, names: Names, vocabulary: Vocabulary) -> tuple[list[Evidence], list[Finding]]:
    """All evidence that stands in one note."""
    found: list[Evidence] = []
    findings: list[Finding] = []
    claimed: set[int] = set()
    for item in _items(page):
        if item.passage.line in claimed:
            continue
        claimed.add(item.passage.line)
        evidence, problems = _read_item(page, item, names, vocabulary)
        found += evidence
        findings += problems
    for node in page.nodes:
        if node.kind == "evidence":
            evidence, problems = _read_node(page, node, names, vocabulary)
            found += evidence
            findings += problems
    return found, findings


def _items(page: Page) -> Iterator[Item]:
    yield from sorted((*page.outline.items, *page.outline.paragraphs), key=lambda item: item.passage.line)


def _read_item(
    page: Page, item: Item, names: Names, vocabulary: Vocabulary
) -> tuple[list[Evidence], list[Finding]]:
    fields = item_fields(page, item, vocabulary)
    label, findings = find_label(page, item, vocabulary)
    sides, problems = read_sides(page, item, names, vocabulary)
    if not sides:
        return [], problems + (_not_counted(page, item, label, vocabulary) if label and not problems else [])
    findings += problems
    if label is None:
        return [], findings + _without_label(page, item, fields)
    findings += _of_narratives(page, item, vocabulary)
    when, problems = read_date(page, item, fields)
    findings += [*map(_without_day, problems), *_disagreement(label, sides[0])]
    expires, problems = field_day(page, fields.get("expires"))
    findings += problems
    heading = heading_at(page, item.passage.line)
    return [
        Evidence(
            id=f"{page.note.path}:{item.passage.line}",
            narrative=side.narrative,
            supports=side.supports,
            label=label.word,
            points=label.points,
            text=plain_text(item.passage.content, vocabulary),
            place=item.passage.place(page.note.path, 0, len(item.passage.content)),
            heading=heading.title.content if heading else "",
            lines=item.passage.content.count("\n") + 1,
            block=_block(page, item),
            date=when,
            sources=_sources(page, item, fields, names, label.remark, vocabulary),
            origin=fields["origin"].value if "origin" in fields else "",
            expires=expires,
            superseded="superseded_by" in fields,
            superseded_by=_successor(page, fields.get("superseded_by"), names),
            reliability=_code(page, fields.get("reliability")),
        )
        for side in sides
    ], findings


def _without_day(found: Finding) -> Finding:
    """The same finding on a date, which says what evidence without a date does."""
    if found.rule.name != "not-a-date":
        return found
    return replace(
        found, hint="until then the evidence has no date: it counts on every day, and does not age"
    )


def _of_narratives(page: Page, item: Item, vocabulary: Vocabulary) -> list[Finding]:
    """The fields on an item that only a narrative can state."""
    return [
        finding(
            "unknown-field",
            page.note.place(field.start, field.end - field.start),
            f"`{field.key}` is of a whole narrative, and says nothing on an item",
            hint="state it among the properties of the narrative, or in vaultval.toml by label",
        )
        for field in page.fields(item.passage.line, item.end)
        if vocabulary.meaning("attribute", field.key) == "half_life"
    ]


def _not_counted(page: Page, item: Item, label: Label, vocabulary: Vocabulary) -> list[Finding]:
    """A labelled list item that looks like evidence, but is filed on no side, or in no narrative."""
    if item not in page.outline.items:
        return []
    node = page.owner(item.passage.line)
    meaning = meaning_at(page, item.passage.line, vocabulary, node)
    if node and node.kind == "narrative":
        return [
            finding(
                "evidence-not-counted", label.place, f"the item counts neither for nor against {node.name!r}"
            )
        ]
    if meaning in ("evidence", "counter_evidence"):
        return [
            finding(
                "evidence-not-counted", label.place, "the item stands under evidence, but in no narrative"
            )
        ]
    return []


def _without_label(page: Page, item: Item, fields: dict[str, Field]) -> list[Finding]:
    """What to say of an item that is filed as evidence, but has no label and so no points."""
    place = item.passage.place(page.note.path, 0, len(item.passage.content))
    if _is_about_narrative(page, item):
        return []
    if "supports" in fields or "contradicts" in fields:
        return [
            finding(
                "evidence-without-label", place, "the item names a narrative, but has no provenance label"
            )
        ]
    if item in page.outline.items and _is_outermost(page, item):
        return [finding("evidence-without-label", place, "the item under evidence has no provenance label")]
    return []


def _is_about_narrative(page: Page, item: Item) -> bool:
    """Whether a paragraph of a narrative holds nothing but fields, and so says what the narrative itself supports."""
    owner = page.owner(item.passage.line)
    if item in page.outline.items or owner is None or owner.kind != "narrative":
        return False
    rest = item.passage.content
    for field in page.fields(item.passage.line, item.end):
        rest = rest.replace(page.note.text[field.start : field.end], "")
    return not rest.strip()


def _is_outermost(page: Page, item: Item) -> bool:
    """Whether an item is not a remark below another one: its line is indented no more than those of its list."""
    start = page.note.lines.start(item.passage.line)
    above = page.note.text[max(start - _LIST_SEEN, 0) : start].rpartition("\n\n")[2]
    marked = [line for line in above.split("\n") if line.lstrip(" \t")[:1] in ("-", "*", "+")]
    own = page.note.text[start : start + item.passage.columns[0]]
    return _indent(own) <= min((_indent(line) for line in marked), default=_indent(own))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))


def read_sides(
    page: Page, item: Item, names: Names, vocabulary: Vocabulary
) -> tuple[list[Side], list[Finding]]:
    """The narratives that an item speaks for or against: those that its fields name, or else the one it stands in."""
    sides: list[Side] = []
    findings: list[Finding] = []
    for field in page.fields(item.passage.line, item.end):
        key = vocabulary.meaning("attribute", field.key)
        if key in ("supports", "contradicts"):
            place = page.note.place(field.value_start, len(field.value))
            links = tuple(links_in(field.value, place))
            references, found = names.references(
                Statement(key, ((field.value, place),), links, place), ("narrative",)
            )
            findings += found
            sides += [Side(reference.target, key == "supports") for reference in references]
    if sides or findings:
        return list(dict.fromkeys(sides)), findings
    node = page.owner(item.passage.line)
    if node is None or node.kind != "narrative":
        return [], []
    meaning = meaning_at(page, item.passage.line, vocabulary, node)
    if meaning in ("evidence", "counter_evidence"):
        return [Side(node.id, meaning == "evidence")], []
    return [], []


def _disagreement(label: Label, side: Side) -> list[Finding]:
    sign = label.signed[:1]
    negative, positive = sign in ("-", "−", "－", "–"), sign in ("+", "＋")
    if (side.supports and negative) or (not side.supports and positive):
        filed = "for" if side.supports else "against"
        message = (
            f"the points {label.signed} stand on an item that is filed as evidence {filed} the narrative"
        )
        return [
            finding(
                "sign-disagrees",
                label.place,
                message,
                expected="+" if side.supports else "-",
                found=label.signed,
            )
        ]
    return []


def _sources(
    page: Page, item: Item, fields: dict[str, Field], names: Names, remark: str, vocabulary: Vocabulary
) -> tuple[str, ...]:
    """The notes and addresses that the item rests on, each once, the stated source first.

    Not what it is about, no day (a link to a daily note), and nothing that another field of the item says.
    """
    others = [
        field
        for field in page.fields(item.passage.line, item.end)
        if (key := vocabulary.meaning("attribute", field.key)) in ITEM_KEYS and key != "source"
    ]
    content = item.passage.content
    for field in others:
        content = content.replace(page.note.text[field.start : field.end], "")
    stated = fields.get("source")
    said = stated.value if stated else ""
    first = page.links(stated.value_start, stated.value_start + len(said)) if stated else []
    found = [names.source_of(link) for link in first] + _URL.findall(said)
    start = page.note.lines.start(item.passage.line)
    links = page.links(start, page.note.lines.start(item.end), [(field.start, field.end) for field in others])
    found += [
        names.source_of(link) for link in links if link not in first and not _is_subject_or_day(link, names)
    ]
    found += _URL.findall(content)
    if said and not found:
        found.append(said)
    if remark and not found:
        found.append(remark)
    return tuple(dict.fromkeys(found))


def _successor(page: Page, field: Field | None, names: Names) -> str:
    """What the first link of `superseded_by` leads to."""
    if field is None:
        return ""
    place = page.note.place(field.value_start, len(field.value))
    return next((names.path_with_part(link) for link in links_in(field.value, place)), "")


def _code(page: Page, field: Field | None) -> Text | None:
    """The reliability that an item states for itself, as written."""
    if field is None or not field.value:
        return None
    return Text(field.value, page.note.place(field.value_start, len(field.value)))


def _is_subject_or_day(link: LinkText, names: Names) -> bool:
    """Whether a link leads to what evidence is about, or to a day, and not to where it comes from."""
    path = names.path_of(link)
    if path is None:
        return is_day(link.target) or any(names.by_name(kind, link.target) for kind in SUBJECTS)
    section = names.nodes.get(f"{path}#{plain_title(link.subpath.rpartition('#')[2])}")
    node = section or names.nodes.get(path)
    return node.kind in SUBJECTS if node else is_day(path)


def _block(page: Page, item: Item) -> str:
    """The block id on the item, so that a link can lead to the very line."""
    for block in page.note.scan.blocks:
        if item.passage.line <= page.note.place(block.start).line < item.end:
            return block.name
    return ""


def _read_node(
    page: Page, node: Node, names: Names, vocabulary: Vocabulary
) -> tuple[list[Evidence], list[Finding]]:
    """A note or section of type evidence: label, points, supports or contradicts as attributes."""
    findings: list[Finding] = []
    sides: list[Side] = []
    for key in ("supports", "contradicts"):
        statement = node.statements.get(key)
        if statement:
            references, found = names.references(statement, ("narrative",))
            findings += found
            sides += [Side(reference.target, key == "supports") for reference in references]
    if not sides and not findings:
        message = f"the evidence {node.name!r} names no narrative"
        findings.append(finding("missing-attribute", node.place, message, expected="supports or contradicts"))
    label, word = node.statements.get("label"), None
    if label and label.parts:
        word, found = read_choice(*label.parts[0], "label", vocabulary)
        findings += found
    else:
        message = f"the evidence {node.name!r} has no provenance label"
        findings.append(
            finding(
                "missing-attribute", node.place, message, expected="label: hard, inferred, judgement or media"
            )
        )
    if word is None:
        return [], findings
    stated, points = node.statements.get("points"), None
    if stated:
        points, found = read_number(*stated.parts[0], Form.NUMBER)
        findings += found
    when, found = _stated_day(node, "date")
    if when is None and not found:
        when, found = daily_date(page)
    expires, wrong = _stated_day(node, "expires")
    findings += [*found, *wrong]
    successor, reliability = node.statements.get("superseded_by"), node.statements.get("reliability")
    return [
        Evidence(
            id=node.id, narrative=side.narrative, supports=side.supports, label=word.value, points=points, text=node.name,
            place=node.place, heading=node.section.title.content if node.section else "",
            date=when, sources=_stated_sources(node, names),
            origin=node.statements["origin"].text if "origin" in node.statements else "",
            expires=expires, superseded="superseded_by" in node.statements,
            superseded_by=next((names.path_with_part(link) for link in successor.links), "") if successor else "",
            reliability=Text(*reliability.parts[0]) if reliability and reliability.parts else None,
        )
        for side in sides
    ], findings  # fmt: skip


def _stated_day(node: Node, key: str) -> tuple[date | None, list[Finding]]:
    statement = node.statements.get(key)
    return day_value(*read_day(*statement.parts[0])) if statement and statement.parts else (None, [])


def _stated_sources(node: Node, names: Names) -> tuple[str, ...]:
    statement = node.statements.get("source")
    if statement is None:
        return ()
    linked: Sequence[str] = [names.source_of(link) for link in statement.links]
    return tuple(linked) or tuple(text for text, _ in statement.parts)
