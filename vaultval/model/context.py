"""Under which heading or bold lead-in a line of a note stands, and what that heading means."""

import re

from vaultval.model.nodes import Node, Page, plain_title
from vaultval.note.structure import Section, Table
from vaultval.vocabulary import Vocabulary

_LEAD_IN = re.compile(
    r"^(?:\*\*|__)(?P<title>[^*\n]+?)(?:\*\*|__)\s*(?:[(（][^()（）\n]*[)）])?\s*[:：]?\s*$"
)


def meaning_at(page: Page, line: int, vocabulary: Vocabulary, node: Node | None = None) -> str | None:
    """What the nearest lead-in or heading above a line, within the node's scope, means: "evidence", "scenarios", …"""
    sections = page.headings(line)
    nearest = sections[0].line if sections else 0
    lead_in = _lead_in(page, nearest, line)
    if lead_in is not None:
        meaning = vocabulary.meaning("section", lead_in)
        if meaning:
            return meaning
    floor = node.first if node and node.section else 0
    for section in sections:
        if section.line <= floor:
            return None
        meaning = vocabulary.meaning("section", plain_title(section.title.content))
        if meaning:
            return meaning
    return None


def _lead_in(page: Page, after: int, before: int) -> str | None:
    """The text of the last bold lead-in between two lines."""
    found = None
    for paragraph in page.outline.paragraphs:
        if after <= paragraph.passage.line < before:
            match = _LEAD_IN.match(paragraph.passage.content.split("\n")[-1])
            if match:
                found = plain_title(match["title"])
    return found


def heading_at(page: Page, line: int) -> Section | None:
    """The innermost section around a line."""
    return next(iter(page.headings(line)), None)


def tables(page: Page, node: Node | None, meaning: str, vocabulary: Vocabulary) -> list[Table]:
    """The tables of a node (or of a note without one) that stand under a heading of this meaning."""
    return [
        table
        for table in page.outline.tables
        if page.owner(table.line) is node and meaning_at(page, table.line, vocabulary, node) == meaning
    ]
