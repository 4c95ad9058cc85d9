"""What notes tell under a label: `Price: $100` in lines and list items, label = value in code, cells of tables."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from vaultval.audit.facts.periods import Period, day_in, periods_in
from vaultval.note.printed import Line, Printed
from vaultval.note.structure import Passage, Table
from vaultval.quantity.header import NO_UNIT, HeaderUnit, header_unit
from vaultval.vocabulary import Vocabulary, fold_word

_LABEL = re.compile(
    r"[ >|]*(?P<label>[^\s:：=|][^:：=|]{0,40}?) *(?P<sign>[:：=])(?![:/=]) *(?P<value>[^\s:：=].*)"
)
_LEAD = re.compile(r"([ \t>]*)([-+*•] |[0-9]{1,3}[.)、])?")
_MARGIN = frozenset(" \t>-+*•0123456789")
_NUMERIC = 24  # characters of a value among which its first digit stands
_BARS = re.compile(r" [|｜] ")
_SEVERAL = 2
_DEEPEST = 6  # lines that lead to a line, at most
_WORDS = 7  # words of a label, at most; what is longer is a sentence
_DIGIT = re.compile(r"[0-9]")
_OF_PERIOD = re.compile(
    r"(?P<estimate>预测|预期|预计|estimates?|est\.?|forecast|projected)|实际|报告|actual|reported|年度|全年|full.year|[\s()（）.]",
    re.IGNORECASE,
)
_MOST_COLUMNS = 40


@dataclass(frozen=True, slots=True)
class Told:
    """A label and what stands behind it. value: from its first character on, with what follows. remark: what else the row
    or line says of it. line, column: of the value, from 1. unit, period: of the header above it. company: that its row is
    about, "" for none. above: the lines that lead to it, the nearest first. table: whether it is a cell. day: that the line
    states, "" for none.
    """

    label: str
    value: str
    line: int
    column: int
    remark: str = ""
    unit: HeaderUnit = NO_UNIT
    period: Period | None = None
    company: str = ""
    above: tuple[str, ...] = ()
    table: bool = False
    day: str = ""


def told(text: str, printed: Printed, vocabulary: Vocabulary) -> list[Told]:
    """All numbers and days that a note tells under a label, its lines before its tables. text: of the note."""
    found = list(_of_lines(printed.lines, text.split("\n"), vocabulary))
    starts = [line.number for line in printed.lines]
    for table in printed.tables:
        if len(table.header) <= _MOST_COLUMNS:
            found += _of_table(table, _line_above(printed.lines, starts, table.line), vocabulary)
    return found


def _of_lines(lines: Sequence[Line], source: Sequence[str], vocabulary: Vocabulary) -> Iterator[Told]:
    above: list[tuple[int, str]] = []
    for line in lines:
        text = line.text
        if line.level:
            above = []
            continue
        row = source[line.number - 1]
        indent = _indent(row) if row[0] in _MARGIN else 0
        while above and above[-1][0] >= indent:
            above.pop()
        labelled = ":" in text or "：" in text or (line.fence is not None and "=" in text)
        if labelled and _DIGIT.search(text):
            found = list(_of_line(line, tuple(lead for _, lead in reversed(above))))
            yield from found if len(found) < _SEVERAL else _of_one_day(found, vocabulary)
        above.append((indent, text))


def _indent(row: str) -> int:
    """How deep a line stands: twice its blanks, and one more for a list mark."""
    lead = _LEAD.match(row)
    return 2 * len(lead[1].expandtabs(4)) + bool(lead[2]) if lead else 0


def _of_line(line: Line, above: tuple[str, ...]) -> Iterator[Told]:
    """The labels of a line; several stand with | between them."""
    at = 0
    for part in _BARS.split(line.text) if "|" in line.text or "｜" in line.text else (line.text,):
        match = _LABEL.match(part)
        if (
            match
            and (match["sign"] != "=" or line.fence is not None)
            and match["label"].count(" ") < _WORDS
            and _DIGIT.search(match["value"], 0, _NUMERIC)
        ):
            yield Told(
                match["label"].strip(),
                match["value"],
                line.number,
                at + match.start("value") + 1,
                above=above,
            )
        at += len(part) + 3


def _of_one_day(found: list[Told], vocabulary: Vocabulary) -> list[Told]:
    """The labels of one line, with the day that one of them states."""
    days = [day_in(one.value) for one in found if vocabulary.meaning("as of", one.label)]
    return [replace(one, day=days[0]) for one in found] if days else found


def _line_above(lines: Sequence[Line], starts: Sequence[int], number: int) -> tuple[str, ...]:
    """The line that leads to a table, if one stands at most two lines above it."""
    index = bisect_left(starts, number) - 1
    if index < 0 or lines[index].level or number - starts[index] > 2:
        return ()
    return (lines[index].text.strip(),)


def _of_table(table: Table, above: tuple[str, ...], vocabulary: Vocabulary) -> Iterator[Told]:
    """The facts of a table of metrics and values, of metrics and periods, or of companies and metrics."""
    headers = [cell.content for cell in table.header]
    columns = {at: found for at, text in enumerate(headers) if at and (found := period_alone(text))}
    remarks = [
        at for at, text in enumerate(headers) if vocabulary.meaning("attribute", text) in ("source", "date")
    ]
    if columns:
        yield from _by_period(table, columns, above)
        return
    values = [at for at, text in enumerate(headers) if at and _meaning(vocabulary, text) == "value"]
    if len(values) == 1:
        yield from _by_row(table, values[0], remarks, above)
        return
    rows = [period_alone(row[0].content) for row in table.rows]
    if len(rows) > 1 and 2 * sum(row is not None for row in rows) >= len(rows):
        for row, period in zip(table.rows, rows, strict=True):
            if period:
                yield from _across(table, row, above, period, "")
    elif _meaning(vocabulary, headers[0]) == "company":
        for row in table.rows:
            yield from _across(table, row, above, None, _plain(row[0]))


def _meaning(vocabulary: Vocabulary, header: str) -> str | None:
    text = _plain_text(header)
    return vocabulary.meaning("fact column", text) or vocabulary.meaning("fact column", _without_remark(text))


def _by_period(table: Table, columns: dict[int, Period], above: tuple[str, ...]) -> Iterator[Told]:
    for row in table.rows:
        label = _plain(row[0])
        for at, period in columns.items():
            yield from _cell(row[at], label, unit_in(label), period=period, above=above)


def _by_row(table: Table, value: int, remarks: list[int], above: tuple[str, ...]) -> Iterator[Told]:
    unit = unit_in(table.header[value].content)
    for row in table.rows:
        label = _plain(row[0])
        own = unit_in(label)
        remark = " ".join(row[at].content for at in remarks)
        yield from _cell(row[value], label, unit if own == NO_UNIT else own, remark=remark, above=above)


def _across(
    table: Table, row: tuple[Passage, ...], above: tuple[str, ...], period: Period | None, company: str
) -> Iterator[Told]:
    """The cells of a row, each told under its column's header."""
    for header, cell in zip(table.header[1:], row[1:], strict=True):
        text = _plain(header)
        yield from _cell(cell, text, unit_in(text), period=period, company=company, above=above)


def _cell(
    cell: Passage,
    label: str,
    unit: HeaderUnit,
    *,
    period: Period | None = None,
    remark: str = "",
    company: str = "",
    above: tuple[str, ...] = (),
) -> Iterator[Told]:
    """What a cell tells, if it opens with a number or nearly so."""
    if not _DIGIT.search(cell.content, 0, _NUMERIC):
        return
    text = _plain_text(cell.content)
    lead = len(text) - len(text.lstrip())
    value = text.strip()
    yield Told(
        label,
        value,
        cell.line,
        cell.columns[0] + lead,
        f"{value} {remark}",
        unit,
        period,
        company,
        above,
        table=True,
    )


@lru_cache(maxsize=1 << 12)
def unit_in(text: str) -> HeaderUnit:
    """The unit that a header or label gives."""
    return header_unit(text)


@lru_cache(maxsize=1 << 12)
def period_alone(text: str) -> Period | None:
    """The period that a header or first cell consists of; None where it says more."""
    text = _plain_text(text)
    found = periods_in(text)
    if len(found) != 1:
        return None
    rest = text[: found[0].start] + text[found[0].end :]
    if unit_in(text) != NO_UNIT:
        rest = _without_remark(rest)
    estimate = any(match["estimate"] for match in _OF_PERIOD.finditer(rest))
    if _OF_PERIOD.sub("", rest):
        return None
    return found[0]._replace(estimate=found[0].estimate or estimate)


_REMARK = re.compile(r"[(（\[][^()（）\[\]]*[)）\]]\s*$")


def _without_remark(text: str) -> str:
    return _REMARK.sub("", text).strip()


def _plain(cell: Passage) -> str:
    return _plain_text(cell.content).strip()


_EMPHASIS = re.compile(r"\*\*|__|`|==|\\")


def _plain_text(text: str) -> str:
    """A cell without emphasis and code marks, which become blanks so that columns stay."""
    if "*" in text or "_" in text or "`" in text or "=" in text or "\\" in text:
        return _EMPHASIS.sub(lambda match: " " * len(match[0]), text)
    return text


def same_word(text: str) -> str:
    """A label as it compares."""
    return fold_word(text).strip(" *:：")
