"""What a company's note supposes: a table of changes of inputs, each beside what the author states that it comes to."""

import re
from collections.abc import Iterator

from vaultval.diagnostics import Finding
from vaultval.model.bases import Text
from vaultval.model.company_records import WhatIf
from vaultval.model.context import tables
from vaultval.model.nodes import Node, Page, plain_title
from vaultval.model.rows import BLANK, PLAIN
from vaultval.note.structure import Passage, Table
from vaultval.quantity import Quantity, Unit, read
from vaultval.vocabulary import Vocabulary

_JOINED = re.compile(r"[;；]")
_LINK = re.compile(r"\[\[([^\[\]|\\]*)(?:\\?\|[^\[\]]*)?\]\]")
_MARKS = str.maketrans("", "", "`\\")
_SIGN = re.compile(r"[^\d]*[+＋\-−–]")


def parts_of(text: str) -> Iterator[tuple[int, int]]:
    """Where each of several changes joined by ; stands in a text, without the blanks around it."""
    start = 0
    for end in [*(match.start() for match in _JOINED.finditer(text)), len(text)]:
        part = text[start:end]
        if part.strip():
            lead = len(part) - len(part.lstrip())
            yield start + lead, start + lead + len(part.strip())
        start = end + 1


def read_what_ifs(
    page: Page, node: Node | None, vocabulary: Vocabulary
) -> tuple[tuple[WhatIf, ...], list[Finding]]:
    """The rows of a company's Sensitivity table: `Change | Stated`. A table with neither column is somebody's own."""
    rows: list[WhatIf] = []
    findings: list[Finding] = []
    for table in tables(page, node, "sensitivity", vocabulary):
        columns = _columns(table, vocabulary)
        if "change" not in columns:
            continue
        for row in table.rows:
            cell = row[columns["change"]]
            parts = _parts(page, cell)
            if not parts:
                continue
            stated, found = _stated(page, row[columns["stated"]]) if "stated" in columns else (None, [])
            findings += found
            rows.append(
                WhatIf(
                    name="; ".join(part.value for part in parts),
                    place=cell.place(page.note.path, 0, len(cell.content)),
                    parts=parts,
                    stated=stated,
                    signed=stated is not None and _SIGN.match(stated.text) is not None,
                )
            )
    return tuple(rows), findings


def _columns(table: Table, vocabulary: Vocabulary) -> dict[str, int]:
    """The columns that say what changes and what comes of it; with Stated alone, the first one says what changes."""
    found: dict[str, int] = {}
    for index, cell in enumerate(table.header):
        key = vocabulary.meaning("column", plain_title(cell.content.translate(PLAIN)))
        if key in ("change", "stated"):
            found.setdefault(key, index)
    if found.get("stated"):
        found.setdefault("change", 0)
    return found


def _parts(page: Page, cell: Passage) -> tuple[Text, ...]:
    text = cell.content
    if text.translate(PLAIN).strip() in BLANK:
        return ()
    return tuple(
        Text(_plain(text[start:end]), cell.place(page.note.path, start, end - start))
        for start, end in parts_of(text)
    )


def _plain(text: str) -> str:
    """A change without marks; a link is the name of what it leads to."""
    words = _LINK.sub(lambda match: _name(match[1]), text).translate(_MARKS).replace("**", "")
    return " ".join(words.split())


def _name(target: str) -> str:
    return target.rpartition("#")[2].rpartition("/")[2].removesuffix(".md").strip()


def _stated(page: Page, cell: Passage) -> tuple[Quantity | None, list[Finding]]:
    if cell.content.translate(PLAIN).strip() in BLANK:
        return None, []
    place = cell.place(page.note.path, 0, len(cell.content))
    return read(cell.content, place, expect=Unit.CURRENCY)
