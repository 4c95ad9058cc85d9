"""Calculations: a table of formulas, each in terms of numbers and of the rows above it."""

from vaultval.diagnostics import Finding
from vaultval.model.attributes import Form
from vaultval.model.bases import Text
from vaultval.model.company_records import Calculation
from vaultval.model.context import tables
from vaultval.model.nodes import Node, Page
from vaultval.model.rows import BLANK, PLAIN, columns_of, named_rows
from vaultval.note.structure import Passage
from vaultval.quantity import Quantity, read
from vaultval.vocabulary import Vocabulary

_FORMS = {"formula": Form.TEXT, "stated": Form.NUMBER}
_CODE = str.maketrans("", "", "`\\")


def read_calculations(
    page: Page, node: Node | None, vocabulary: Vocabulary
) -> tuple[tuple[Calculation, ...], list[Finding]]:
    """The rows of the Calculations tables of a company that have a formula, in their order."""
    found: list[Calculation] = []
    findings: list[Finding] = []
    for table in tables(page, node, "calculations", vocabulary):
        columns, problems = columns_of(page, table, "calculation", _FORMS, vocabulary)
        findings += problems
        rows, problems = named_rows(page, table)
        findings += problems
        for name, row in rows:
            formula = _formula(page, row[columns["formula"].at]) if "formula" in columns else None
            stated, problems = _stated(page, row[columns["stated"].at]) if "stated" in columns else (None, [])
            findings += problems
            if formula:
                place = row[0].place(page.note.path, 0, len(row[0].content))
                found.append(Calculation(name=name, place=place, formula=formula, stated=stated))
    return tuple(found), findings


def _formula(page: Page, cell: Passage) -> Text | None:
    """The text of a formula, in code marks or not; a star in it is a multiplication."""
    text = cell.content
    if text.translate(PLAIN).strip() in BLANK:
        return None
    marked = text.translate(_CODE)
    start = text.index(marked.strip()[0]) if marked.strip() else 0
    return Text(marked.strip(), cell.place(page.note.path, start, len(marked.strip())))


def _stated(page: Page, cell: Passage) -> tuple[Quantity | None, list[Finding]]:
    if cell.content.translate(PLAIN).strip() in BLANK:
        return None, []
    return read(cell.content, cell.place(page.note.path, 0, len(cell.content)), expect=None)
