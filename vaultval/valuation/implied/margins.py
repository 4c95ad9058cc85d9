"""The margins that a price needs, against those of today. Method §4."""

from collections.abc import Mapping
from dataclasses import dataclass

from vaultval.figure import N, named
from vaultval.model.records import Company
from vaultval.valuation.steps import Lift


@dataclass(frozen=True, slots=True)
class MarginGap:
    """A margin. now, needed, gap = needed − now: ratios, None where nobody states them."""

    name: str
    now: N | None
    needed: N | None
    gap: N | None


def margin_path(company: Company, last: Mapping[str, N], lift: Lift) -> tuple[MarginGap, ...]:
    """The rows of the Margins table that state or can take a number.

    Where a row leaves out what is now, the gross, operating or net margin is that of `last`, the ratios of the last year of
    the Financials; a net margin else the company's `net_margin`. A net margin that is needed is else `terminal_margin`.
    """
    found: list[MarginGap] = []
    for row in company.margins:
        now = lift(row.now, f"{row.name}: now") if row.now else last.get(row.key)
        needed = lift(row.needed, f"{row.name}: needed") if row.needed else None
        if row.key == "net_margin":
            if now is None and company.net_margin is not None:
                now = lift(company.net_margin, "net margin")
            if needed is None and company.terminal_margin is not None:
                needed = lift(company.terminal_margin, "terminal margin")
        gap = None
        if now is not None and needed is not None:
            gap = named(needed - now, f"{row.name}: gap")
        if now is not None or needed is not None:
            found.append(MarginGap(row.name, now, needed, gap))
    return tuple(found)
