"""The columns, rows and cells of a table, whatever it is about."""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from vaultval.diagnostics import Finding, finding
from vaultval.model.attributes import Form, read_number
from vaultval.model.links import links_in
from vaultval.model.nodes import Page, plain_title
from vaultval.note.structure import Passage, Table
from vaultval.place import Place
from vaultval.quantity import Quantity
from vaultval.quantity.header import NO_UNIT, HeaderUnit, header_unit, under
from vaultval.vocabulary import Vocabulary, fold_word, folded

BLANK = ("", "-", "--", "---", "—", "–", "——")
_TOTALS = re.compile(
    r"(?:grand |sub ?)?totals?|sum|cumulative|(?:grand |sub ?)totals?\b.*|total (?:ev|enterprise value|value|core|sotp)"
    r"|(?:core|ev|sotp|overall) (?:totals?|sum)|sum of (?:the )?parts|enterprise value"
)
_TOTALS_ZH = ("合计", "总计", "小计", "总和", "累计", "总企业价值")
_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")
_BEHIND_COMMA = re.compile(r"[,，][^,，()（）\[\]]*$")
_IN_SQUARES = re.compile(r"\[[^\[\]]*\]\s*$")
PLAIN = str.maketrans("", "", "*`")


class Column(NamedTuple):
    """Where a column stands, and what its header says of the numbers in it."""

    at: int
    unit: HeaderUnit = NO_UNIT


def header(page: Page, cell: Passage) -> tuple[str, HeaderUnit, list[Finding]]:
    """The word of a header and the unit behind it, with a finding for a unit that cannot be read."""
    text = cell.content.translate(PLAIN)
    unit = header_unit(text)
    bare = text[: text.rindex(",")] if _BEHIND_COMMA.search(text) and unit != NO_UNIT else text
    word = plain_title(_IN_SQUARES.sub("", bare))
    if not unit.doubt:
        return word, unit, []
    place = cell.place(page.note.path, 0, len(cell.content))
    message = f"the unit {unit.doubt!r} of the column {word!r} cannot be read"
    return word, unit, [finding("ambiguous-quantity", place, message, expected="($B), ($M), (亿元), (%)")]


def columns_of(
    page: Page, table: Table, first: str, known: Mapping[str, Form], vocabulary: Vocabulary
) -> tuple[dict[str, Column], list[Finding]]:
    """Which column holds what; the first one names the row."""
    columns: dict[str, Column] = {}
    findings: list[Finding] = []
    for index, cell in enumerate(table.header[1:], 1):
        word, unit, found = header(page, cell)
        findings += found
        key = vocabulary.meaning("column", word)
        if key is not None and key in known:
            columns[key] = Column(index, unit)
        elif word and key is None:
            near = get_close_matches(fold_word(word), vocabulary.all_forms("column"), 1, 0.7)
            hint = f"did you mean {near[0]!r}?" if near else ""
            place = cell.place(page.note.path, 0, len(cell.content))
            message = f"the column {word!r} of the {first}s is not known"
            findings.append(finding("unknown-column", place, message, hint=hint))
    return columns, findings


def read_row(
    page: Page, row: Sequence[Passage], columns: Mapping[str, Column], forms: Mapping[str, Form]
) -> tuple[dict[str, Quantity], list[Finding]]:
    """The numbers of one row by column; a blank cell has none."""
    values: dict[str, Quantity] = {}
    findings: list[Finding] = []
    for key, column in columns.items():
        cell = row[column.at]
        if cell.content.translate(PLAIN).strip() in BLANK:
            continue
        quantity, found = read_number(
            cell.content, cell.place(page.note.path, 0, len(cell.content)), forms[key]
        )
        findings += found
        if quantity:
            values[key] = under(quantity, column.unit)
    return values, findings


def unread_cells(
    page: Page,
    row: Sequence[Passage],
    columns: Mapping[str, Column],
    values: Mapping[str, Quantity],
    forms: Mapping[str, Form],
) -> tuple[str, ...]:
    """The columns of which the row's cell says something that cannot be read, as against one that is left blank."""
    return tuple(
        key
        for key, column in columns.items()
        if key not in values
        and row[column.at].content.translate(PLAIN).strip() not in BLANK
        and read_number(row[column.at].content, row[column.at].place(page.note.path), forms[key])[1]
    )


def row_name(cell: Passage) -> str:
    """What the first cell calls its row: its words, each link as it is shown."""
    text = cell.content.translate(PLAIN).strip()
    link = next(links_in(text, cell.place("")), None)
    if link and _LINK.fullmatch(text):
        return link.text
    return " ".join(_LINK.sub(r"\1", text).replace("\\", "").split()).rstrip(":：").strip()


def is_total(name: str) -> bool:
    """Whether a row adds up others, by its name."""
    word = fold_word(name)
    return _TOTALS.fullmatch(word) is not None or any(total in word for total in _TOTALS_ZH)


def named_rows(
    page: Page, table: Table, *, unique: bool = True
) -> tuple[list[tuple[str, Sequence[Passage]]], list[Finding]]:
    """The rows that have a name, without rows of totals. unique: a name that stands twice gets a number."""
    rows: list[tuple[str, Sequence[Passage]]] = []
    findings: list[Finding] = []
    first: dict[str, Place] = {}
    for row in table.rows:
        name = row_name(row[0])
        place = row[0].place(page.note.path, 0, len(row[0].content))
        if is_total(name):
            findings.append(finding("row-of-totals", place, f"the row {row[0].content!r} was left out"))
        elif name:
            own, count = name, 1
            while unique and folded(own) in first:
                count += 1
                own = f"{name} ({count})"
            if own != name:
                message = f"two rows are called {name!r}; this one is taken as {own!r}"
                findings.append(finding("row-named-twice", place, message, other=first[folded(name)]))
            first.setdefault(folded(own), place)
            rows.append((own, row))
    return rows, findings
