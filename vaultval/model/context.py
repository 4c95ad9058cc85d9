"""Under which heading or bold lead-in a line of a note stands, and what that heading means."""

import re
from bisect import bisect_left

from vaultval.model.nodes import Node, Page, plain_title
from vaultval.note.structure import Section, Table
from vaultval.vocabulary import Vocabulary

_LEAD_IN = re.compile(r"^(?:\*\*|__)(?P<title>[^*\n]+?)(?:\*\*|__)(?P<rest>[^\n]*)$")
_NOTHING_MORE = re.compile(r"\s*(?:[(（][^()（）\n]*[)）])?\s*[:：]?\s*$")


def meaning_at(page: Page, line: int, vocabulary: Vocabulary, node: Node | None = None) -> str | None:
    """What the nearest lead-in or heading above a line, within the node's scope, means: "evidence", "scenarios", …"""
    sections = page.headings(line)
    nearest = sections[0].line if sections else 0
    lead_in = _lead_in(page, nearest, line, vocabulary)
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


def _lead_in(page: Page, after: int, before: int, vocabulary: Vocabulary) -> str | None:
    """The text of the last bold lead-in between two lines.

    Words may follow one that names a section (**Counter-evidence:** two of them); any other stands alone.
    """
    items = page.outline.paragraphs
    stop = bisect_left(items, before, key=lambda item: item.passage.line)
    for item in reversed(items[:stop]):
        if item.passage.line < after:
            return None
        match = _LEAD_IN.match(item.passage.content.split("\n")[-1])
        if match:
            title = plain_title(match["title"])
            if _NOTHING_MORE.match(match["rest"]) or vocabulary.meaning("section", title):
                return title
    return None


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
