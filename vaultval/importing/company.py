"""The company of a report: its name, what is stated of it as a whole, its segments, ceiling and totals."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from vaultval.importing.cards import card_blocks
from vaultval.importing.document import Block, Entry, entry_of, label_of
from vaultval.importing.numbers import fitting, result, same_number
from vaultval.importing.reading import Reading, bare, contained, plain
from vaultval.importing.records import Said
from vaultval.importing.segments import per_share, read_segments, segment_of
from vaultval.model.attributes import FORMS, Form
from vaultval.model.nodes import plain_title
from vaultval.model.periods import period_end
from vaultval.model.rows import is_total
from vaultval.note.structure import Passage
from vaultval.vocabulary import folded
from vaultval.vocabulary.report_words import FACTS

_NAMED = re.compile(r"([^\s—–|:：()（）][^—–|:：()（）]*?)\s*[(（]\s*([A-Z][A-Z0-9.]{0,7})\s*[)）]")
_DAY = re.compile(r"(?<![0-9])20[0-9]{2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?(?![0-9])")
_ISO_PARTS = re.compile(r"[0-9]+")
_PE = re.compile(r"(?<![0-9.])([0-9.]+ ?(?:x|倍))\s*(?:PE|P/E|市盈率)", re.IGNORECASE)
_BARE_YEARS = re.compile(r"[0-9]+(?:\s*[-–~]\s*[0-9]+)?")
_GLUED = tuple(
    (
        word.key,
        re.compile(
            rf"{'(?<![A-Za-z])' if form.isascii() else ''}{re.escape(form)}\s*(?:[:：=~≈为是]|of|at|is)?\s*(?=[0-9$¥€£])",
            re.IGNORECASE,
        ),
    )
    for word in FACTS
    for form in sorted((*word.en, *word.zh), key=len, reverse=True)
)
_LONGEST_TITLE = 300


class _Row(NamedTuple):
    name: str
    cells: Sequence[Passage]


def read_company(reading: Reading, name: str = "") -> None:
    """Everything that a report states of the company as a whole. name: what to call it, if not as the report does."""
    _title(reading, name)
    apart = card_blocks(reading)
    blocks = [block for block in reading.document.blocks if block.line not in apart]
    read_segments(reading, blocks)
    _facts(reading, blocks)
    _compared(reading, blocks)
    _ceiling(reading)
    _totals(reading, blocks)


def _title(reading: Reading, name: str) -> None:
    report, stated = reading.report, dict(reading.document.properties)
    title = next((line for line in reading.document.headings), None)
    report.heading = title.text.strip() if title else ""
    named = _NAMED.findall(report.heading[-_LONGEST_TITLE:])
    if named and title:
        report.name = plain(named[-1][0])
        report.stated["ticker"] = Said(named[-1][1], title.number)
    for key, value in stated.items():
        fact = reading.word("fact", key)
        if fact == "company" and value.strip(" []\"'"):
            report.name = value.strip(" []\"'")
        elif fact == "ticker" and value.strip():
            report.stated["ticker"] = Said(value.strip(), _line_of(reading, key))
        elif fact == "price_date" and (day := _iso(value)):
            report.stated.setdefault("price_date", Said(day, _line_of(reading, key)))
    report.name = name or report.name


def _line_of(reading: Reading, key: str) -> int:
    return next(
        (number for number, line in enumerate(reading.document.lines, 1) if line.startswith(f"{key}:")), 1
    )


def _iso(text: str) -> str:
    """The first day in a text as YYYY-MM-DD; "" if there is none that exists."""
    match = _DAY.search(text)
    if match is None or period_end(match[0]) is None:
        return ""
    year, month, day = (int(part) for part in _ISO_PARTS.findall(match[0]))
    return f"{year:04}-{month:02}-{day:02}"


def _facts(reading: Reading, blocks: Sequence[Block]) -> None:
    """Attributes by their labels in lines and tables of figures; in the head of a report also within a sentence."""
    for entry in _labelled(reading, blocks):
        key = reading.word("fact", entry.label)
        if key in ("company", "ticker"):
            value = plain(entry.value)
            if key == "company" and not reading.report.name and value:
                reading.report.name = plain_title(value)
            elif key == "ticker" and value:
                reading.report.stated.setdefault("ticker", Said(value, entry.line))
            reading.mark(entry.line)
        elif key:
            _fact(reading, key, entry.value, entry.line)
    for head in _head(reading):
        for key, form in _GLUED:
            if key not in reading.report.stated and (match := form.search(head.value)):
                _fact(reading, key, head.value[match.end() :], head.line)
    if "price_date" not in reading.report.stated and "price" in reading.report.stated:
        days = ((_iso(text), number) for number, text in _near(reading, reading.report.stated["price"].line))
        day = next((each for each in days if each[0]), None)
        if day:
            reading.report.stated["price_date"] = Said(*day)


def _near(reading: Reading, line: int) -> Iterator[tuple[int, str]]:
    """The line of the price, then the head of the report, then all lines."""
    lines = reading.document.lines
    yield line, lines[line - 1]
    yield from ((entry.line, entry.value) for entry in _head(reading))
    yield from enumerate(lines, 1)


def _fact(reading: Reading, key: str, value: str, line: int) -> None:
    if key == "price_date":
        found = _iso(value)
    elif key == "beta":
        found = fitting(value, Form.NUMBER)
    else:
        found = fitting(value, FORMS["company"][key])
    if not found or (key in ("net_cash", "market_cap", "revenue") and "/" in found):
        return
    if key == "price" and not per_share(found):
        return
    if key == "wacc":
        _components(reading, line)
    if same_number(reading.report.stated.setdefault(key, Said(found, line)).text, found):
        reading.mark(line)


def _components(reading: Reading, line: int) -> None:
    """Beta, risk-free rate and premium in the remark behind a discount rate."""
    for key, form in _GLUED:
        if key in ("risk_free", "beta", "equity_premium"):
            source = reading.document.lines[line - 1]
            match = form.search(source)
            found = fitting(source[match.end() :], FORMS["company"].get(key, Form.NUMBER)) if match else ""
            if found:
                reading.report.stated.setdefault(key, Said(found, line))


def _labelled(reading: Reading, blocks: Sequence[Block]) -> Iterator[Entry]:
    """Lines `label: value` and rows of tables of figures, those of segments left out."""
    for block in blocks:
        if block.table is None:
            yield from (entry for line in block.lines if (entry := entry_of(line)))
    for block, table, columns in reading.tables("metrics", blocks):
        if segment_of(reading, block) is None:
            for row in table.rows:
                label, value = (plain(row[columns[key]].content) for key in ("metric", "value"))
                yield Entry(row[0].line, label_of(label), label, value)


def _head(reading: Reading) -> Iterator[Entry]:
    """The lines before the second heading, each as one value."""
    second = reading.document.headings[1].number if len(reading.document.headings) > 1 else 40
    for number, line in enumerate(reading.document.lines[: second - 1], 1):
        yield Entry(number, "", "", line)


def _rows(
    reading: Reading, kind: str, first: str, blocks: Sequence[Block]
) -> Iterator[tuple[_Row, dict[str, int]]]:
    for _, table, columns in reading.tables(kind, blocks):
        reading.mark(table.line, table.line + 1)
        for row in table.rows:
            yield _Row(plain(row[columns.get(first, 0)].content), row), columns


def _compared(reading: Reading, blocks: Sequence[Block]) -> None:
    """What consensus and history say beside what the price implies; the margins that are needed."""
    for row, columns in _rows(reading, "implied", "metric", blocks):
        _implied_row(reading, row, columns)
    for block in blocks:
        if "reverse_dcf" in reading.about(block):
            for text in block.lines:
                if (match := _PE.search(text.text)) and "terminal_pe" not in reading.report.stated:
                    reading.report.stated["terminal_pe"] = Said(match[1].replace(" ", ""), text.number)
                    reading.mark(text.number)
    for row, columns in _rows(reading, "margins", "metric", blocks):
        name = plain_title(bare(row.name))
        now, needed = (
            fitting(plain(row.cells[columns[key]].content), Form.RATIO) for key in ("now", "needed")
        )
        if reading.vocabulary.meaning("margin", name) and now and needed:
            line = row.cells[0].line
            reading.report.margins.append((name, Said(now, line), Said(needed, line)))
            reading.mark(line)


def _implied_row(reading: Reading, row: _Row, columns: dict[str, int]) -> None:
    key, line = contained("row", row.name), row.cells[0].line
    form = {"growth": Form.RATIO, "margin": Form.RATIO, "years": Form.SPAN}.get(key)
    if form is None:
        return
    reading.mark(line)
    for name in ("consensus", "best", "implied"):
        if name not in columns or (name == "implied" and key != "years"):
            continue
        text = _ranged(plain(row.cells[columns[name]].content), form)
        if text:
            attribute = "growth_years" if name == "implied" else f"{name}_{key}"
            reading.report.stated.setdefault(attribute, Said(text, line))


def _ranged(text: str, form: Form) -> str:
    if form is not Form.SPAN:
        return fitting(text, Form.BAND)
    match = _BARE_YEARS.search(text)
    return match[0].replace(" ", "") if match else ""


def _ceiling(reading: Reading) -> None:
    """The bull values at certainty, and the premium that the author puts on the bull core."""
    report = reading.report
    for row, columns in _rows(reading, "ceiling", "part", reading.document.blocks):
        value = fitting(plain(row.cells[columns["bull_full"]].content), Form.MONEY)
        line = row.cells[0].line
        option = reading.option(row.name)
        if is_total(row.name) or contained("total", row.name) == "ceiling":
            if value:
                report.totals["ceiling"] = Said(value, line)
            reading.mark(line)
        elif contained("row", row.name) == "core":
            how = plain(row.cells[columns["how"]].content) if "how" in columns else ""
            premium = _premium(how)
            if premium:
                report.stated["ceiling_premium"] = Said(premium, line)
            reading.mark(line)
        elif option is not None and value:
            report.options[option].stated.setdefault("stated_bull_full", Said(value, line))
            reading.mark(line)


def _premium(how: str) -> str:
    for form in ("估值溢价", "valuation premium", "溢价", "premium"):
        at = folded(how).find(form)
        if at >= 0:
            return fitting(how[at:], Form.MONEY)
    return ""


def _totals(reading: Reading, blocks: Sequence[Block]) -> None:
    """The sums that the report states, wherever it sums up: in lines, then in tables."""
    for entry in (*(entry for _, entry in reading.entries(blocks)), *_summed(reading, blocks)):
        key = reading.word("total", entry.label)
        form = Form.RATIO if key == "utilisation" else Form.MONEY
        value = result(entry.value, form) if key else ""
        if not value or (key != "utilisation" and not per_share(value)):
            continue
        if same_number(reading.report.totals.setdefault(key, Said(value, entry.line)).text, value):
            reading.mark(entry.line)


def _summed(reading: Reading, blocks: Sequence[Block]) -> Iterator[Entry]:
    """The rows of the tables of sums."""
    for _, table, columns in reading.tables("totals", blocks):
        reading.mark(table.line, table.line + 1)
        at = columns["stated_value" if "stated_value" in columns else "value"]
        for row in table.rows:
            label = plain(row[columns["step"]].content)
            yield Entry(row[0].line, label_of(label), label, plain(row[at].content))
