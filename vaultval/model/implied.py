"""The tables of a reverse DCF and of the stages of an option."""

from typing import Any

from vaultval.diagnostics import Finding
from vaultval.model.attributes import Form
from vaultval.model.company_records import DcfInputs
from vaultval.model.context import tables
from vaultval.model.implied_records import ReverseCase, StageRow
from vaultval.model.nodes import Node, Page, Statement
from vaultval.model.paths import read_path
from vaultval.model.rows import BLANK, PLAIN, columns_of, named_rows, read_row, unread_cells
from vaultval.note.structure import Passage
from vaultval.vocabulary import Vocabulary

_CASE_FORMS = {
    "ev": Form.MONEY,
    "revenue": Form.MONEY,
    "growth": Form.PATH,
    "fcf_margin": Form.PATH,
    "years": Form.YEARS,
    "wacc": Form.RATIO,
    "terminal_growth": Form.RATIO,
    "exit_multiple": Form.MULTIPLE,
}
_STAGE_FORMS = {
    "cost": Form.MONEY,
    "probability": Form.RATIO,
    "year": Form.YEARS,
    "payoff": Form.MONEY,
}


def read_reverse_cases(
    page: Page, node: Node | None, vocabulary: Vocabulary
) -> tuple[tuple[ReverseCase, ...], list[Finding]]:
    """The rows of a company's Reverse DCF table: `Case | EV | Revenue | Growth | FCF margin | Years | WACC | …`."""
    cases: list[ReverseCase] = []
    findings: list[Finding] = []
    for table in tables(page, node, "reverse_dcf", vocabulary):
        columns, found = columns_of(page, table, "case", _CASE_FORMS, vocabulary)
        findings += found
        named, found = named_rows(page, table)
        findings += found
        paths = {key: index for key, index in columns.items() if _CASE_FORMS[key] is Form.PATH}
        numbers = {key: index for key, index in columns.items() if key not in paths}
        for name, row in named:
            values, found = read_row(page, row, numbers, _CASE_FORMS)
            findings += found
            stated: dict[str, Any] = dict(values)
            for key, column in paths.items():
                path, found = _path(page, key, row[column.at], vocabulary)
                findings += found
                if path is not None:
                    stated[key] = path
            place = row[0].place(page.note.path, 0, len(row[0].content))
            broken = unread_cells(page, row, numbers, values, _CASE_FORMS)
            broken += tuple(key for key, col in paths.items() if key not in stated and _filled(row[col.at]))
            ev = stated.pop("ev", None)
            inputs = DcfInputs(name=name, place=place, broken=broken, **stated)
            cases.append(ReverseCase(name=name, place=place, ev=ev, inputs=inputs))
    return tuple(cases), findings


def _filled(cell: Passage) -> bool:
    return cell.content.translate(PLAIN).strip() not in BLANK


def _path(page: Page, key: str, cell: Passage, vocabulary: Vocabulary) -> tuple[Any, list[Finding]]:
    """A path over the years in a cell; None for a blank one."""
    if not _filled(cell):
        return None, []
    place = cell.place(page.note.path, 0, len(cell.content))
    return read_path(Statement(key, ((cell.content, place),), (), place), vocabulary)


def read_stages(page: Page, node: Node, vocabulary: Vocabulary) -> tuple[tuple[StageRow, ...], list[Finding]]:
    """The rows of an option's Stages table: `Stage | Cost | Probability | Year | Payoff`."""
    stages: list[StageRow] = []
    findings: list[Finding] = []
    for table in tables(page, node, "stages", vocabulary):
        columns, found = columns_of(page, table, "stage", _STAGE_FORMS, vocabulary)
        findings += found
        named, found = named_rows(page, table)
        findings += found
        for name, row in named:
            values, found = read_row(page, row, columns, _STAGE_FORMS)
            findings += found
            place = row[0].place(page.note.path, 0, len(row[0].content))
            broken = unread_cells(page, row, columns, values, _STAGE_FORMS)
            stages.append(StageRow(name=name, place=place, broken=broken, **values))
    return tuple(stages), findings
