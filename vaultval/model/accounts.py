"""The tables of a company's accounts: frameworks and their parts, cash runway, financials, analogues."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
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
from vaultval.model.nodes import Node, Page, plain_title
from vaultval.model.rows import BLANK, PLAIN, named_rows
from vaultval.note.structure import Passage, Table
from vaultval.place import Place
from vaultval.quantity import Quantity, Unit, read
from vaultval.quantity.words import CURRENCIES, SCALES
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
_ANALOGUE_FORMS = {"options": Form.COUNT, "realised": Form.COUNT}
_RANGES = ("range", "multiple", "options")  # columns in which a range is no mistake
_UNITS = {Form.MONEY: Unit.CURRENCY, Form.MULTIPLE: Unit.MULTIPLE, Form.COUNT: Unit.COUNT}

_SURE = (
    0.85  # how alike an unknown header must be to a known one to be taken for a slip; other columns are free
)
_HEADER_UNIT = re.compile(r"[(（]([^()（）]*)[)）]\s*$")
_RATIO_NAME = re.compile(r"\s*(?:P/S|EV/Sales|市销率)\s*", re.IGNORECASE)
_YEAR = re.compile(
    r"(?:(?:FY|CY)\s*)?(?P<full>\d{4})\s*(?:年度|财年|年)?\s*(?P<kind>[AEFP])?|FY\s*'?(?P<short>\d{2})(?P<late>[AEFP])?",
    re.IGNORECASE,
)
_OF = re.compile(r"\s*(?P<done>\d+)\s*[/／]\s*(?P<all>\d+)")
_OPEN = ("?", "？", "open", "pending", "tbd", "待定", "未定")


class _Column(NamedTuple):
    """Where a column stands and what its header says of its cells: a scale, 1 for none, and a currency."""

    at: int
    form: Form
    scale: Decimal
    currency: str


class _Row(NamedTuple):
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
    reader = _Reader(list(scopes), vocabulary, currency)
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


class _Reader:
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

    def rows(self, meaning: str, forms: Mapping[str, Form]) -> list[_Row]:
        """The named rows of those tables."""
        found: list[_Row] = []
        for number, (page, table, columns) in enumerate(self.tables(meaning, forms)):
            named, problems = named_rows(page, table)
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
                found.append(_Row(name, place, number, named_cells, values, broken))
        return found

    def _columns(
        self, page: Page, table: Table, meaning: str, forms: Mapping[str, Form]
    ) -> dict[str, _Column]:
        columns: dict[str, _Column] = {}
        for index, cell in enumerate(table.header[1:], 1):
            text = cell.content.translate(PLAIN)
            word = plain_title(text)
            key = self.vocabulary.meaning("column", word)
            if key is not None and key in forms and key not in columns:
                columns[key] = _Column(index, forms[key], *_header_unit(text))
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
        home, where = self.currency, quantity.place or place
        if home and quantity.unit is Unit.CURRENCY and quantity.currency not in ("", home):
            message = f"{quantity.text!r} is not in {home}"
            self.findings.append(
                finding("mixed-currencies", where, message, expected=home, found=quantity.currency)
            )
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
    if quantity is None or quantity.unit not in (Unit.CURRENCY, Unit.COUNT):
        return quantity, problems
    if quantity.scale == 1.0 and column.scale != 1:
        low, mid, high = (
            float(Decimal(repr(n)) * column.scale) for n in (quantity.low, quantity.value, quantity.high)
        )
        quantity = replace(quantity, low=low, value=mid, high=high, scale=float(column.scale))
    if quantity.unit is Unit.CURRENCY and not quantity.currency:
        quantity = replace(quantity, currency=column.currency)
    return quantity, problems


def _header_unit(text: str) -> tuple[Decimal, str]:
    """The scale and the currency that a header gives in parentheses, as in R&D ($B) or 营收（亿元）; 1 and "" for none."""
    remark = _HEADER_UNIT.search(text.replace("\\", ""))
    if not remark:
        return Decimal(1), ""
    inside = remark[1].strip()
    sign = CURRENCIES.pattern.search(inside)
    rest = (inside[: sign.start()] + inside[sign.end() :]).strip() if sign else inside
    scale = SCALES.pattern.fullmatch(rest) if rest else None
    if rest and not scale:
        return Decimal(1), ""
    worth = SCALES.meaning(scale[0]).worth if scale else Decimal(1)
    return worth, CURRENCIES.meaning(sign[0])[0] if sign else ""


def _framework(row: _Row) -> Framework:
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


def _years(reader: _Reader) -> tuple[FiscalYear, ...]:
    """The years in their order; what several tables say of one year is put together."""
    first: dict[int, _Row] = {}
    amounts: dict[int, dict[str, Quantity]] = {}
    seen: dict[tuple[int, int], _Row] = {}
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


def _dated(reader: _Reader) -> list[tuple[_Row, int]]:
    """The rows that are of a year. A table of which no row is, is about something else."""
    read_rows = [(row, *_year_of(row.name)) for row in reader.rows("financials", _YEAR_FORMS)]
    of_years = {row.table for row, year, _ in read_rows if year is not None}
    dated = []
    for row, year, problem in read_rows:
        if year is not None:
            dated.append((row, year))
        elif row.table in of_years:
            reader.findings.append(finding("fiscal-year", row.place, problem, found=row.name))
    return dated


def _year_of(name: str) -> tuple[int | None, str]:
    """The year that a row is of, or why it is of none."""
    match = _YEAR.fullmatch(name.strip())
    if not match:
        return None, f"{name!r} is not a year"
    if (match["kind"] or match["late"] or "").upper() in ("E", "F", "P"):
        return None, f"{name!r} is a forecast, and accounts are of what was"
    return int(match["full"] or f"20{match['short']}"), ""


def _analogues(reader: _Reader) -> tuple[Analogue, ...]:
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
        found.append(Analogue(name=row.name, place=row.place, options=options, realised=realised))
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
