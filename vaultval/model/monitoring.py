"""The Monitoring table of a company: what is watched, as the author wrote it."""

import re

from vaultval.diagnostics import Finding, finding
from vaultval.model.bases import Text
from vaultval.model.company_records import Watch
from vaultval.model.context import tables
from vaultval.model.items import COMMENT
from vaultval.model.nodes import Node, Page, plain_title
from vaultval.model.periods import looks_like_one, period_end
from vaultval.model.rows import BLANK, PLAIN
from vaultval.note.structure import Table
from vaultval.vocabulary import Vocabulary

_LINK = re.compile(r"!?\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]|!?\[([^\[\]]*)\]\([^()\s]*\)")
_COLUMNS = {"watched": "what", "now": "now", "next_look": "next_look", "acts_when": "acts_when"}


def read_monitoring(
    page: Page, node: Node | None, vocabulary: Vocabulary
) -> tuple[tuple[Watch, ...], list[Finding]]:
    """The rows of the Monitoring tables of a note. The table is free: no column is asked for, none is unknown.

    Without a header for it, the first column says what is watched.
    """
    found = [
        watch
        for table in tables(page, node, "monitoring", vocabulary)
        for watch in _rows(page, table, vocabulary)
    ]
    odd = [each for each in found if each.due is None and looks_like_one(each.next_look)]
    return tuple(found), [_not_read(each) for each in odd]


def _not_read(watch: Watch) -> Finding:
    message = f"{watch.next_look!r} is not read as a day or a period"
    expected = "a day or a period such as 2026-06-30, 2026-06, Q2 2026"
    place = next((cell.place for _, cell in watch.cells if _said(cell.value) == watch.next_look), watch.place)
    return finding("date-not-read", place, message, expected=expected, found=watch.next_look)


def _rows(page: Page, table: Table, vocabulary: Vocabulary) -> list[Watch]:
    headers = [plain_title(_said(cell.content)) for cell in table.header]
    columns: dict[str, int] = {}
    for index, header in enumerate(headers):
        key = _COLUMNS.get(vocabulary.meaning("column", header) or "")
        if key:
            columns.setdefault(key, index)
    columns.setdefault("what", 0)
    rows = []
    for row in table.rows:
        texts = {key: _said(row[index].content) for key, index in columns.items()}
        if texts["what"]:
            cells = tuple(
                (header, Text(cell.content, cell.place(page.note.path, 0, len(cell.content))))
                for header, cell in zip(headers, row, strict=True)
            )
            place = row[columns["what"]].place(page.note.path, 0, len(row[columns["what"]].content))
            due = period_end(texts.get("next_look", ""))
            rows.append(Watch(place=place, due=due, cells=cells, **texts))
    return rows


def _said(content: str) -> str:
    """A cell's words without mark-up and comments; a dash is no word."""
    content = COMMENT.sub("", content)
    text = _LINK.sub(lambda match: match[1] or match[2] or "", content.translate(PLAIN)).strip()
    return "" if text in BLANK else text
