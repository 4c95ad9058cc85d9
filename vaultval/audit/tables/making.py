"""What a table's number is made of, held against what is printed: the claim that comes of it."""

from collections.abc import Sequence
from dataclasses import replace
from math import isfinite
from typing import NamedTuple

from vaultval.audit.claims import Claim, Kind, Verdict
from vaultval.audit.intervals import Interval
from vaultval.audit.tables.grid import Cell
from vaultval.audit.verdicts import as_printed, judged

_ORDER = (Verdict.REPRODUCES, Verdict.ROUNDING, Verdict.WRONG, Verdict.NOT_CHECKABLE)
RIGHT = (Verdict.REPRODUCES, Verdict.ROUNDING)


class Computed(NamedTuple):
    """value: from the numbers as printed. within: from all that they can stand for. inputs: as printed, with signs.
    ends: of ranges, what the low and the high end come to.
    """

    value: float
    within: Interval
    inputs: str
    ends: "tuple[Computed, Computed] | None" = None


def verdict_on(cell: Cell, computed: Computed) -> Verdict:
    """Whether a cell can be what was computed; ranges end by end."""
    quantity = cell.quantity
    if computed.ends and cell.ranged:
        low, high = computed.ends
        ends = (
            judged(replace(quantity, value=quantity.low, high=quantity.low), low.value, low.within),
            judged(replace(quantity, value=quantity.high, low=quantity.high), high.value, high.within),
        )
        return max(ends, key=_ORDER.index)
    return judged(quantity, computed.value, computed.within)


def claim_on(
    cell: Cell, computed: Computed, kind: Kind, note: str, cause: str = "", verdict: Verdict | None = None
) -> Claim:
    """The claim that a cell is what was computed. verdict: where it is not the plain one."""
    verdict = verdict or verdict_on(cell, computed)
    stated = cell.value
    if computed.ends and cell.ranged:
        ends = ((cell.quantity.low, computed.ends[0]), (cell.quantity.high, computed.ends[1]))
        stated, computed = max(ends, key=lambda end: abs(end[0] - end[1].value))
    return Claim(
        place=cell.passage.place(note, cell.offset, len(cell.text)),
        kind=kind,
        expression=computed.inputs,
        stated=cell.text,
        value=stated,
        recomputed=computed.value if isfinite(computed.value) else None,
        shown=as_printed(computed.value, cell.quantity),
        verdict=verdict,
        cause=cause if verdict is Verdict.WRONG else "",
    )


def general_cause(cell: Cell, computed: Computed) -> str:
    """A power of ten or a sign by which a wrong number is off; "" for neither."""
    if not computed.value or not cell.value:
        return ""
    if cell.within.holds(-computed.value):
        return "the sign is the other one"
    for power in (1, 2, 3, 6, 9):
        for factor, way in ((10.0**power, "large"), (10.0**-power, "small")):
            if cell.within.holds(computed.value * factor):
                return f"it is {10**power:,} times too {way}"
    return ""


def kept(claims: Sequence[Claim]) -> list[Claim]:
    """One claim for each number and kind, a right one before a wrong one: a number may come about in several ways.

    A wrong number is told once.
    """
    right = {(claim.place.line, claim.place.column) for claim in claims if claim.verdict in RIGHT}
    found: dict[tuple[int, int, Kind], Claim] = {}
    for claim in claims:
        spot = (claim.place.line, claim.place.column)
        if claim.verdict in RIGHT or spot not in right:
            known = found.setdefault((*spot, claim.kind), claim)
            if known.verdict not in RIGHT and claim.verdict in RIGHT:
                found[(*spot, claim.kind)] = claim
    seen: set[tuple[int, int]] = set()
    unique: list[Claim] = []
    for claim in found.values():
        spot = (claim.place.line, claim.place.column)
        if claim.verdict in RIGHT or spot not in seen:
            unique.append(claim)
        seen.add(spot)
    return unique
