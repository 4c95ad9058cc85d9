"""Formulas in cells: an expression without an equals sign, and the cell of its row that states what it comes to."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from vaultval.audit.arithmetic.causes import cause_of
from vaultval.audit.arithmetic.comparing import Outcome, compared
from vaultval.audit.arithmetic.sides import Side, numbers_of, read_side, value
from vaultval.audit.arithmetic.terms import is_bare, tokens
from vaultval.audit.claims import Claim, Kind, Verdict
from vaultval.audit.intervals import half_unit
from vaultval.audit.tables.grid import MOST_COLUMNS, MOST_ROWS, Cell, Column, Grid
from vaultval.audit.tables.making import RIGHT
from vaultval.audit.verdicts import as_printed
from vaultval.note.printed import plain
from vaultval.note.structure import Table

_SIGN = re.compile(
    r"[0-9%)BMKT亿万股x元] *[×*/÷^+] *[-(+$¥€£A-Za-z\u4e00-\u9fff0-9~]|[0-9%)BMKT亿万] [-−–x] [($¥€£0-9]"
)
_OPERATORS = frozenset("×*/÷^+-−–x")
_EQUALS = ("=", "≈", "→", "≒", "≅", "->", "⇒")
_SAYS_SO = re.compile(r"计算|公式|算式|推导|calculation|formula|computation|arithmetic|how", re.IGNORECASE)
_PLUS = re.compile(r"\+(?=[^\W\d])")
"""In a sum of labelled numbers, such as `cars $30+energy $21`, which is no `30 or more`."""
_SHORTEST, _LONGEST = 3, 200
_MOST_COLUMNS, _TRIED = 4, 8
"""How many columns of formulas a table has at most; how many are tried against a column before it is given up."""
_AMOUNT = 100
"""From here on a whole number is an amount that may be rounded, and no count."""


class Formula(NamedTuple):
    """A row's expression, and its outcome against one cell. at: the row."""

    at: int
    side: Side
    stated: Cell
    outcome: Outcome


def find_formulas(table: Table, grid: Grid, note: str) -> list[Claim]:
    """The claims of a table's columns of formulas."""
    found: list[Claim] = []
    columns = 0
    for at, header in enumerate(table.header[:MOST_COLUMNS]):
        if columns == _MOST_COLUMNS:
            break
        numbers = next((column.cells for column in grid.columns if column.at == at), ())
        sides = list(_sides(table, at, numbers))
        if sides:
            columns += 1
            found += _claims(sides, bool(_SAYS_SO.search(header.content)), at, grid, note)
    return found


def _sides(table: Table, column: int, numbers: Sequence[Cell | None]) -> Iterator[tuple[int, Side]]:
    for row_at, row in enumerate(table.rows[:MOST_ROWS]):
        content = row[column].content
        if len(content) < _SHORTEST or _OPERATORS.isdisjoint(content) or (numbers and numbers[row_at]):
            continue
        if len(content) > _LONGEST or not _SIGN.search(content) or any(mark in content for mark in _EQUALS):
            continue
        words = tokens(_PLUS.sub(" + ", plain(content)), row[column].line)
        if not words or any(token.kind in ("end", "=", "≈", "→") for token in words):
            continue
        side = read_side(words, leftward=True)
        if side and _is_formula(side):
            yield row_at, side


def _is_formula(side: Side) -> bool:
    """Whether a cell is arithmetic over numbers and nothing else."""
    whole = not (side.cut or side.names or side.refused)
    return whole and side.operators > 0 and len(side.terms) > 1 and not _is_fraction(side)


def _is_fraction(side: Side) -> bool:
    """Whether it is a bare fraction such as 8/8 or 7.5/10: a count of how many, or points, and no formula."""
    bare = all(is_bare(term.quantity) for term in side.terms)
    return (
        bare
        and side.operators == 1
        and side.tree.sign == "/"
        and all(term.quantity.value <= _AMOUNT for term in side.terms)
    )


def _claims(
    sides: Sequence[tuple[int, Side]], named: bool, formula_at: int, grid: Grid, note: str
) -> list[Claim]:
    """Against the column whose cells most rows agree with; the others of that column are then wrong."""
    best: list[Formula] = []
    most = 0
    for column in grid.columns:
        if column.at == formula_at:
            continue
        first = list(_held(sides[:_TRIED], column))
        if not any(row.outcome.verdict in RIGHT for row in first):
            continue
        rows = first + list(_held(sides[_TRIED:], column))
        agree = sum(1 for row in rows if row.outcome.verdict in RIGHT)
        if agree > most or (agree == most and agree and len(rows) < len(best)):
            most, best = agree, rows
    wrong = sum(1 for row in best if row.outcome.verdict is Verdict.WRONG)
    few = most * 2 < wrong if named else most < max(2, 3 * wrong)
    if wrong and few:
        return []
    return [_claim(row, note) for row in best if row.outcome.verdict in RIGHT or not row.stated.noted]


def _held(sides: Sequence[tuple[int, Side]], column: Column) -> Iterator[Formula]:
    for at, side in sides:
        stated = column.cells[at]
        if stated:
            outcome = _outcome(side, stated)
            if outcome.verdict is not Verdict.NOT_CHECKABLE:
                yield Formula(at, side, stated, outcome)


def _outcome(side: Side, stated: Cell) -> Outcome:
    """How a formula compares with a cell. Amounts in a table may be rounded though they print as whole numbers."""
    outcome = compared(side, stated.quantity)
    if outcome.verdict is not Verdict.WRONG or outcome.recomputed is None:
        return outcome
    numbers = numbers_of(side)
    slack = half_unit(stated.quantity)
    for at, term in enumerate(side.terms):
        if is_bare(term.quantity) and not term.quantity.digits and abs(term.quantity.value) >= _AMOUNT:
            try:
                slack += abs(
                    value(side.tree, numbers_of(side, {at: numbers[at] + 0.5})) - value(side.tree, numbers)
                )
            except ArithmeticError:
                return outcome
    if abs(outcome.recomputed - outcome.stated) <= slack:
        return outcome._replace(verdict=Verdict.ROUNDING)
    return outcome


def _claim(row: Formula, note: str) -> Claim:
    recomputed, verdict = row.outcome.recomputed, row.outcome.verdict
    return Claim(
        place=row.stated.passage.place(note, row.stated.offset, len(row.stated.text)),
        kind=Kind.CHAIN,
        expression=row.side.written,
        stated=row.stated.text,
        value=row.outcome.stated,
        recomputed=recomputed,
        shown=as_printed(recomputed, row.stated.quantity) if recomputed is not None else "",
        verdict=verdict,
        cause=cause_of(row.side, row.stated.quantity) if verdict is Verdict.WRONG else "",
    )
