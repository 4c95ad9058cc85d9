"""A table as numbers: its columns and, turned around, its rows, each cell with the quantity that it prints."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from math import inf
from typing import NamedTuple

from vaultval.audit.arithmetic.terms import number
from vaultval.audit.intervals import Interval, printed_interval
from vaultval.note.structure import Passage, Table
from vaultval.quantity import Quantity, Unit
from vaultval.quantity.header import NO_UNIT, HeaderUnit, header_unit, under

MOST_ROWS, MOST_COLUMNS, MOST_TURNED = 120, 16, 32
"""How many rows and columns of a table are looked at; and how many rows as columns, where it is turned around."""

_DIGIT = re.compile(r"[0-9]")
_MARKS = str.maketrans({"*": " ", "_": " ", "`": " ", "\\": " ", "−": "-", "–": "-", "—": "-", "\u200b": " "})
_OPENING = ("(", "[")
_REMARK = re.compile(r"(?<=\S) *(?:\([^()]*\)|\[[^\[\]]*\]|【[^】]*】|<br ?/?>)|[;；].*", re.DOTALL)
_NOTHING = re.compile(r"[\s*_`~.|-]*|n/?a|n\.a\.?|none|nil|无|不适用", re.IGNORECASE)
_TRAILING = re.compile(r"(?:[^\w%+)]|_)+$")
_ESTIMATE = re.compile(r"(?<=[0-9%BMKTx])[EeFA]$")
_POINTS = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)/(?:5|10|100)")
_WORDS_BEHIND = re.compile(r"(.*[0-9%][A-Za-z%]{0,2}\+?) +[^\W\d][^\d]{0,15}", re.DOTALL)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_PERCENT_NAME = re.compile(r"^%|%$|\(%|占比|百分比|percent", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]")
_LONGEST, _LONGEST_CELL = 40, 300


class Cell(NamedTuple):
    """A cell that prints one number. text: as printed. offset: where it stands in the passage. within: what the number
    can stand for. loose: how far it can be off by its printing, as a share of it; inf for zero. noted: whether a remark
    behind it has a number, too, such as another base.
    """

    quantity: Quantity
    text: str
    passage: Passage
    offset: int
    within: Interval
    loose: float
    noted: bool

    @property
    def value(self) -> float:
        return self.quantity.value

    @property
    def remarked(self) -> bool:
        """Whether the cell says more than its number: a remark in brackets, words behind it, another number."""
        rest = self.passage.content[self.offset + len(self.text) :]
        return self.noted or bool(_LETTERS.search(rest) or _WORDS_BEHIND.fullmatch(self.text))

    @property
    def ranged(self) -> bool:
        return self.quantity.low != self.quantity.high


class Column(NamedTuple):
    """A column, or a row of a table that is turned around. name: its header without marks. at: its place among the others.
    cells: None where no number stands. unread: where a cell says something that is no number. unit: that of all its
    numbers; None where they differ. filled: how many numbers it has.
    """

    name: str
    at: int
    cells: tuple[Cell | None, ...]
    unread: frozenset[int]
    unit: Unit | None
    filled: int
    singles: tuple[tuple[float, float, float] | None, ...] = ()
    """Of each number that is no range: its value, how far it may be off, and that as a share of it."""

    @property
    def finest(self) -> float:
        """How far the number that is printed with most digits may be off, as a share of it."""
        return min((single[2] for single in self.singles if single), default=inf)


class Grid(NamedTuple):
    """names: of the rows. columns: those with two numbers or more. turned: whether the table's rows are its columns."""

    names: tuple[str, ...]
    columns: tuple[Column, ...]
    turned: bool


def grids(table: Table) -> tuple[Grid, Grid] | None:
    """A table as it stands and turned around; None for one with too few numbers to claim anything."""
    rows = table.rows[:MOST_ROWS]
    if not rows or len(table.header) < 2:
        return None
    found = [[_quantity(cell.content) for cell in row[:MOST_COLUMNS]] for row in rows]
    if sum(_numbers(row[1:]) for row in found) < 2:
        return None
    heads = [name_of(cell.content) for cell in table.header[:MOST_COLUMNS]]
    names = tuple(
        _row_name([cell.content for cell in row[:3]], read) for row, read in zip(rows, found, strict=True)
    )
    upright = [
        _column(heads[at], at, [(row[at], read[at]) for row, read in zip(rows, found, strict=True)])
        for at in range(len(heads))
        if _numbers(read[at] for read in found) > 1
    ]
    lying = [
        _column(names[at], at, list(zip(row[1:MOST_COLUMNS], read[1:], strict=True)), heads[1:])
        for at, (row, read) in enumerate(zip(rows[:MOST_TURNED], found, strict=False))
        if _numbers(read[1:]) > 1
    ]
    return (
        Grid(names, tuple(column for column in upright if column.filled), turned=False),
        Grid(tuple(heads[1:]), tuple(column for column in lying if column.filled), turned=True),
    )


def _numbers(cells: "Iterable[_Number | str | None]") -> int:
    return sum(1 for cell in cells if isinstance(cell, _Number))


def name_of(text: str) -> str:
    """A header or a row's first cell without emphasis."""
    return " ".join(text.translate(_MARKS).split())


class _Number(NamedTuple):
    """A number of a cell, before its header is known."""

    quantity: Quantity
    offset: int
    text: str
    within: Interval
    loose: float
    noted: bool


_UNREAD = "unread"


@lru_cache(maxsize=1 << 15)
def _quantity(content: str) -> "_Number | str | None":
    """The one number of a cell; None for a cell that says nothing; _UNREAD for one that says something else."""
    bare = content.translate(_MARKS)
    if not _DIGIT.search(bare):
        return None if _NOTHING.fullmatch(bare) else _UNREAD
    if "~~" in content or len(bare) > _LONGEST_CELL:
        return _UNREAD
    core = _REMARK.sub("", _REMARK.sub("", bare))
    core = _TRAILING.sub("", core.rstrip())
    start = len(core) - len(core.lstrip())
    core = core.lstrip()
    if not core or len(core) > _LONGEST or not bare.startswith(core, start):
        return _UNREAD
    found = _read(core)
    if found is None:
        return _UNREAD
    return _Number(found, start, core, *_reach(found), bool(_DIGIT.search(bare, start + len(core))))


def _reach(quantity: Quantity) -> tuple[Interval, float]:
    """What a number can stand for, and how far it may be off, as a share of it."""
    within = printed_interval(quantity)
    return within, (within.high - within.low) / 2 / abs(quantity.value) if quantity.value else inf


def _read(core: str) -> Quantity | None:
    points = _POINTS.fullmatch(core)
    if points:
        return number(points[1])
    estimate = _ESTIMATE.search(core)
    found = number(core[: estimate.start()] if estimate else core)
    if found is None:
        words = _WORDS_BEHIND.fullmatch(core)
        found = number(words[1]) if words else None
    return found


def _row_name(contents: list[str], read: list["_Number | str | None"]) -> str:
    """The first cell of a row that says something; a number in front of it, such as the row's own, is passed over."""
    names = [name_of(content) for content in contents]
    for name, number_ in zip(names, read, strict=False):
        if name and not isinstance(number_, _Number) and name not in ("-", "#"):
            return name
    return names[0] if names else ""


def _column(
    name: str,
    at: int,
    cells: "list[tuple[Passage, _Number | str | None]]",
    heads: list[str] | None = None,
) -> Column:
    """heads: of the columns in which the cells of a row stand: a bare cell takes the unit of its row, else of its column."""
    unit = _header(name)
    found: list[Cell | None] = []
    unread: set[int] = set()
    percent = bool(_PERCENT_NAME.search(name)) and not any(
        isinstance(read, _Number) and (read.quantity.suffix or read.quantity.currency) for _, read in cells
    )
    for index, (passage, read) in enumerate(cells):
        if isinstance(read, _Number):
            own = _header(heads[index]) if heads and unit == NO_UNIT else unit
            found.append(_cell(passage, read, own, percent=percent))
        else:
            found.append(None)
            if read is not None:
                unread.add(index)
    numbers = [cell for cell in found if cell]
    if numbers and all(_YEAR.fullmatch(cell.text) for cell in numbers):
        return Column(name, at, (None,) * len(found), frozenset(unread), None, 0)
    units = {cell.quantity.unit for cell in numbers}
    kind = Unit.CURRENCY if units == {Unit.CURRENCY, Unit.OTHER} else units.pop() if len(units) == 1 else None
    singles = tuple(
        (cell.quantity.value, (cell.within.high - cell.within.low) / 2, cell.loose)
        if cell and not cell.ranged
        else None
        for cell in found
    )
    return Column(name, at, tuple(found), frozenset(unread), kind, len(numbers), singles)


_header = lru_cache(maxsize=1 << 13)(header_unit)


def _cell(passage: Passage, read: _Number, unit: HeaderUnit, *, percent: bool) -> Cell:
    quantity, within, loose = read.quantity, read.within, read.loose
    if unit is not NO_UNIT:
        quantity = under(_amount(quantity, unit), unit)
        percent = percent or unit.percent
    if percent and quantity.unit in (Unit.OTHER, Unit.COUNT) and not quantity.suffix:
        quantity = _as_percent(quantity)
    if quantity is not read.quantity:
        within, loose = _reach(quantity)
    text = passage.content[read.offset : read.offset + len(read.text)]
    return Cell(quantity, text, passage, read.offset, within, loose, read.noted)


def _amount(quantity: Quantity, unit: HeaderUnit) -> Quantity:
    """A bare number as an amount of money or a count, where its header says so."""
    if quantity.unit is not Unit.OTHER or quantity.suffix or unit.percent:
        return quantity
    if unit.currency:
        return replace(quantity, unit=Unit.CURRENCY)
    return quantity if unit.scale == 1 else replace(quantity, unit=Unit.COUNT)


def _as_percent(quantity: Quantity) -> Quantity:
    return replace(
        quantity, low=quantity.low / 100, value=quantity.value / 100, high=quantity.high / 100,
        scale=quantity.scale / 100, unit=Unit.RATIO, suffix="%",
    )  # fmt: skip
