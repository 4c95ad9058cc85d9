"""The columns, rows and cells of a table, whatever it is about."""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from vaultval.diagnostics import Finding, finding
from vaultval.model.attributes import Form, read_number
from vaultval.model.nodes import Page, links_in, plain_title
from vaultval.note.structure import Passage, Table
from vaultval.quantity import Quantity
from vaultval.vocabulary import Vocabulary, fold_word

BLANK = ("", "-", "--", "---", "—", "–", "——")
_TOTALS = ("total", "totals", "sum", "subtotal", "cumulative", "合计", "总计", "小计", "总和", "累计")
_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")
PLAIN = str.maketrans("", "", "*`")


def columns_of(
    page: Page, table: Table, first: str, known: Mapping[str, Form], vocabulary: Vocabulary
) -> tuple[dict[str, int], list[Finding]]:
    """Which column holds what; the first one names the row."""
    columns: dict[str, int] = {}
    findings: list[Finding] = []
    for index, cell in enumerate(table.header[1:], 1):
        word = plain_title(cell.content.translate(PLAIN))
        key = vocabulary.meaning("column", word)
        if key is not None and key in known:
            columns[key] = index
        elif word and key is None:
            near = get_close_matches(fold_word(word), vocabulary.all_forms("column"), 1, 0.7)
            hint = f"did you mean {near[0]!r}?" if near else ""
            place = cell.place(page.note.path, 0, len(cell.content))
            message = f"the column {word!r} of the {first}s is not known"
            findings.append(finding("unknown-column", place, message, hint=hint))
    return columns, findings


def read_row(
    page: Page, row: Sequence[Passage], columns: Mapping[str, int], forms: Mapping[str, Form]
) -> tuple[dict[str, Quantity], list[Finding]]:
    """The numbers of one row by column; a blank cell has none."""
    values: dict[str, Quantity] = {}
    findings: list[Finding] = []
    for key, index in columns.items():
        cell = row[index]
        if cell.content.translate(PLAIN).strip() in BLANK:
            continue
        quantity, found = read_number(
            cell.content, cell.place(page.note.path, 0, len(cell.content)), forms[key]
        )
        findings += found
        if quantity:
            values[key] = quantity
    return values, findings


def row_name(cell: Passage) -> str:
    """What the first cell calls its row: its words, each link as it is shown."""
    text = cell.content.translate(PLAIN).strip()
    link = next(links_in(text, cell.place("")), None)
    return link.text if link and _LINK.fullmatch(text) else plain_title(_LINK.sub(r"\1", text))


def named_rows(page: Page, table: Table) -> tuple[list[tuple[str, Sequence[Passage]]], list[Finding]]:
    """The rows that have a name, without rows of totals."""
    rows: list[tuple[str, Sequence[Passage]]] = []
    findings: list[Finding] = []
    for row in table.rows:
        name = row_name(row[0])
        if fold_word(name) in _TOTALS:
            place = row[0].place(page.note.path, 0, len(row[0].content))
            findings.append(finding("row-of-totals", place, f"the row {row[0].content!r} was left out"))
        elif name:
            rows.append((name, row))
    return rows, findings
