"""The tables of a company's accounts: frameworks and their parts, cash runway, financials, analogues."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import NamedTuple

from vaultval.diagnostics import Finding, Severity, finding
from vaultval.model.account_records import (
    FLOWS,
    LEVELS,
    Accounts,
    Analogue,
    CashScenario,
    FiscalYear,
    Framework,
)
from vaultval.model.attributes import Form, read_number
from vaultval.model.context import tables
from vaultval.model.nodes import Node, Page
from vaultval.model.rows import BLANK, PLAIN, header, named_rows
from vaultval.note.structure import Passage, Table
from vaultval.place import Place
from vaultval.quantity import Quantity, Unit, read
from vaultval.quantity.currency import foreign
from vaultval.quantity.header import HeaderUnit, under
from vaultval.vocabulary import Vocabulary, fold_word

_LEVEL_FORMS = {
    "low": Form.MONEY,
    "mid": Form.MONEY,
    "base": Form.MONEY,
    "high": Form.MONEY,
    "range": Form.MONEY,
    "multiple": Form.MULTIPLE,
}
_PART_FORMS = _LEVEL_FORMS | {
    "revenue": Form.MONEY,
    "subscribers": Form.COUNT,
    "monthly_price": Form.MONEY,
}
_RUNWAY_FORMS = {"operating_cash_flow": Form.MONEY, "capex": Form.MONEY, "fcf": Form.MONEY}
_YEAR_FORMS = dict.fromkeys(FLOWS, Form.MONEY) | {"ppe": Form.MONEY, "diluted_shares": Form.COUNT}
_ANALOGUE_FORMS = {"options": Form.COUNT, "realised": Form.COUNT, "implied_share": Form.RATIO}
_RANGES = ("range", "multiple", "options", "net_margin")  # columns in which a range is no mistake
_UNITS = {
    Form.MONEY: Unit.CURRENCY,
    Form.MULTIPLE: Unit.MULTIPLE,
    Form.COUNT: Unit.COUNT,
    Form.RATIO: Unit.RATIO,
}

_SURE = (
    0.85  # how alike an unknown header must be to a known one to be taken for a slip; other columns are free
)
_RATIO_NAME = re.compile(r"\s*(?:P/S|EV/Sales|市销率)\s*", re.IGNORECASE)
_YEAR = re.compile(
    r"(?:(?:FY|CY)\s*)?(?P<full>\d{4})\s*(?:年度|财年|年)?\s*(?P<kind>[AEFP])?|FY\s*'?(?P<short>\d{2})(?P<late>[AEFP])?",
    re.IGNORECASE,
)
_OF = re.compile(r"\s*(?P<done>\d+)\s*[/／]\s*(?P<all>\d+)")
_OPEN = ("?", "？", "open", "pending", "tbd", "待定", "未定")


class _Column(NamedTuple):
    """Where a column stands, what its cells are read as, and the unit that its header gives them."""

    at: int
    form: Form
    unit: HeaderUnit


class Row(NamedTuple):
    """One row as it was read. table: the number of its table. broken: a cell could not be read."""

    name: str
    place: Place
    table: int
    cells: Mapping[str, Passage]
    values: dict[str, Quantity]
    broken: bool


def read_accounts(
    scopes: Iterable[tuple[Page, Node | None]], vocabulary: Vocabulary, currency: str
) -> tuple[Accounts, list[Finding]]:
    """All accounts of one company, from wherever its tables may stand. currency: of its price, "" if not stated."""
    reader = TableReader(list(scopes), vocabulary, currency)
    accounts = Accounts(
        frameworks=tuple(_framework(row) for row in reader.rows("frameworks", _LEVEL_FORMS)),
        parts=tuple(_framework(row) for row in reader.rows("parts", _PART_FORMS)),
        runway=tuple(
            CashScenario(name=row.name, place=row.place, **row.values)
            for row in reader.rows("cash_runway", _RUNWAY_FORMS)
            if not row.broken
        ),
        years=_years(reader),
        analogues=_analogues(reader),
    )
    return accounts, reader.findings


class TableReader:
    """Reads the tables of one meaning after the other, and keeps what is wrong with them."""

    def __init__(
        self, scopes: Sequence[tuple[Page, Node | None]], vocabulary: Vocabulary, currency: str
    ) -> None:
        self.scopes, self.vocabulary, self.currency = scopes, vocabulary, currency
        self.findings: list[Finding] = []

    def tables(
        self, meaning: str, forms: Mapping[str, Form]
    ) -> Iterable[tuple[Page, Table, dict[str, _Column]]]:
        """The tables that have at least one of the columns."""
        for page, node in self.scopes:
            for table in tables(page, node, meaning, self.vocabulary):
                columns = self._columns(page, table, meaning, forms)
                if columns:
                    yield page, table, columns

    def rows(self, meaning: str, forms: Mapping[str, Form], needed: str = "") -> list[Row]:
        """The named rows of those tables. needed: a column without which a table is about something else."""
        found: list[Row] = []
        for number, (page, table, columns) in enumerate(self.tables(meaning, forms)):
            if needed and needed not in columns:
                continue
            named, problems = named_rows(page, table, unique=meaning != "financials")
            self.findings += problems
            for name, cells in named:
                place = cells[0].place(page.note.path, 0, len(cells[0].content))
                values: dict[str, Quantity] = {}
                before = len(self.findings)
                for key, column in columns.items():
                    quantity = self._cell(page, cells[column.at], key, column)
                    if quantity:
                        values[key] = quantity
                broken = any(f.severity is Severity.ERROR for f in self.findings[before:])
                named_cells = {key: cells[column.at] for key, column in columns.items()}
                found.append(Row(name, place, number, named_cells, values, broken))
        return found

    def _columns(
        self, page: Page, table: Table, meaning: str, forms: Mapping[str, Form]
    ) -> dict[str, _Column]:
        columns: dict[str, _Column] = {}
        for index, cell in enumerate(table.header[1:], 1):
            word, unit, found = header(page, cell)
            self.findings += found
            key = self.vocabulary.meaning("column", word)
            if key is not None and key in forms and key not in columns:
                columns[key] = _Column(index, forms[key], unit)
            elif word and key is None:
                own = [form for name in forms for form in self.vocabulary.forms("column", name)]
                near = get_close_matches(fold_word(word), own, 1, _SURE)
                if near:
                    place = cell.place(page.note.path, 0, len(cell.content))
                    message = f"the column {word!r} under {meaning.replace('_', ' ')!r} is not known"
                    self.findings.append(
                        finding("unknown-column", place, message, hint=f"did you mean {near[0]!r}?")
                    )
        return columns

    def _cell(self, page: Page, cell: Passage, key: str, column: _Column) -> Quantity | None:
        text = cell.content.translate(PLAIN).strip()
        if text in BLANK or (key == "realised" and fold_word(text) in _OPEN):
            return None
        start, end = 0, len(cell.content)
        ratio = _RATIO_NAME.match(cell.content) if key == "multiple" else None
        if ratio:
            start = ratio.end()
        done = _OF.match(cell.content) if key == "realised" else None
        if done:
            end = done.end("done")
        place = cell.place(page.note.path, start, end - start)
        quantity, problems = _number(cell.content[start:end], place, key, column)
        self.findings += problems
        return self._accepted(quantity, key, place) if quantity else None

    def _accepted(self, quantity: Quantity, key: str, place: Place) -> Quantity | None:
        """The quantity, unless it is in another currency than the price, or a spending below zero."""
        where = quantity.place or place
        strange = list(foreign(quantity, where, self.currency))
        if strange:
            self.findings += strange
            return None
        if key in ("capex", "rd", "sbc", "diluted_shares", "multiple", "subscribers") and quantity.low < 0:
            message = f"`{key}` is below zero; what is spent or counted has no minus"
            self.findings.append(finding("not-a-quantity", where, message, found=quantity.text))
            return None
        return quantity


def _number(text: str, place: Place, key: str, column: _Column) -> tuple[Quantity | None, list[Finding]]:
    """One number, in what its header says it is counted in, where the cell does not say so itself."""
    if key in _RANGES:
        quantity, problems = read(text, place, expect=_UNITS[column.form])
    else:
        quantity, problems = read_number(text, place, column.form)
    return (under(quantity, column.unit) if quantity else None), problems


def _framework(row: Row) -> Framework:
    values = dict(row.values)
    whole = values.pop("range", None)
    base = values.pop("base", None)
    if base and "mid" not in values:
        values["mid"] = base
    if whole and not any(level in values for level in LEVELS):
        low, mid, high = whole.low, whole.value, whole.high
        values |= {
            "low": replace(whole, value=low, high=low),
            "mid": replace(whole, value=mid, low=mid, high=mid),
            "high": replace(whole, value=high, low=high),
        }
    return Framework(name=row.name, place=row.place, broken=row.broken, **values)


def _years(reader: TableReader) -> tuple[FiscalYear, ...]:
    """The years in their order; what several tables say of one year is put together."""
    first: dict[int, Row] = {}
    amounts: dict[int, dict[str, Quantity]] = {}
    seen: dict[tuple[int, int], Row] = {}
    for row, year in _dated(reader):
        twin = seen.setdefault((row.table, year), row)
        if twin is not row:
            message = f"the year {year} stands here twice; the second row was left out"
            reader.findings.append(finding("fiscal-year", row.place, message, other=twin.place))
            continue
        first.setdefault(year, row)
        known = amounts.setdefault(year, {})
        for key, quantity in row.values.items():
            kept = known.setdefault(key, quantity)
            if kept.value != quantity.value:
                message = f"`{key}` of {year} is {kept.text!r} in one table and {quantity.text!r} in another"
                place = quantity.place or row.place
                reader.findings.append(
                    finding("fiscal-year", place, message + "; the first counts", other=kept.place)
                )
    return tuple(
        FiscalYear(year=year, label=row.name, place=row.place, amounts=tuple(amounts[year].items()))
        for year, row in sorted(first.items())
    )


def _dated(reader: TableReader) -> list[tuple[Row, int]]:
    """The rows that are of a year. A table of which no row is, is about something else."""
    read_rows = [(row, *_past_year(row.name)) for row in reader.rows("financials", _YEAR_FORMS)]
    of_years = {row.table for row, year, _ in read_rows if year is not None}
    dated = []
    for row, year, problem in read_rows:
        if year is not None:
            dated.append((row, year))
        elif row.table in of_years:
            hint = "what analysts expect belongs in a table under Consensus" if year_of(row.name) else ""
            reader.findings.append(finding("fiscal-year", row.place, problem, found=row.name, hint=hint))
    return dated


def year_of(name: str) -> tuple[int, bool] | None:
    """The year that a row names, and whether it calls it a forecast, as FY2026E does; None for no year."""
    match = _YEAR.fullmatch(name.strip())
    if not match:
        return None
    forecast = (match["kind"] or match["late"] or "").upper() in ("E", "F", "P")
    return int(match["full"] or f"20{match['short']}"), forecast


def _past_year(name: str) -> tuple[int | None, str]:
    """The past year that a row is of, or why it is of none."""
    named = year_of(name)
    if named is None:
        return None, f"{name!r} is not a year"
    year, forecast = named
    return (None, f"{name!r} is a forecast, and accounts are of what was") if forecast else (year, "")


def _analogues(reader: TableReader) -> tuple[Analogue, ...]:
    found: list[Analogue] = []
    for row in reader.rows("analogues", _ANALOGUE_FORMS):
        if row.broken:
            continue
        options, realised = row.values.get("options"), row.values.get("realised")
        ratio = _OF.match(row.cells["realised"].content) if realised else None
        if ratio and realised:  # 2/4: two of four
            whole = float(ratio["all"])
            options = replace(options or realised, value=whole, low=whole, high=whole)
        problem = _counts_problem(row.name, options, realised)
        if problem or options is None:
            reader.findings.append(finding("analogue-counts", row.place, problem))
            continue
        options = replace(options, value=options.high)
        share = row.values.get("implied_share")
        one = Analogue(
            name=row.name, place=row.place, options=options, realised=realised, implied_share=share
        )
        found.append(one)
    return tuple(found)


def _counts_problem(name: str, options: Quantity | None, realised: Quantity | None) -> str:
    if options is None:
        return f"{name!r} has no number of options"
    if options.high < 1 or options.high % 1:
        return f"the options of {name!r} are no whole number above zero"
    if realised and (realised.value < 0 or realised.value % 1):
        return f"what came true of {name!r} is no whole number"
    if realised and realised.value > options.high:
        return f"{name!r} had {options.high:g} options, and {realised.value:g} of them came true"
    return ""
