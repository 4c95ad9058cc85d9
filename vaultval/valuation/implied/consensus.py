"""What analysts expect, year by year, and what a price implies against it. Method §4.

Source: A. Rappaport, M. Mauboussin, "Expectations Investing", 2001, rev. 2021 (consensus against price-implied expectations).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from vaultval.diagnostics import Finding, finding
from vaultval.figure import N, named
from vaultval.model.implied_records import Estimate
from vaultval.model.records import Company
from vaultval.quantity import Quantity, Unit, written
from vaultval.quantity.currency import foreign
from vaultval.valuation.steps import Lift

MOST_OFF = 0.01
"""How far a stated consensus_growth may be from the rate of the Consensus table before it is told."""


@dataclass(frozen=True, slots=True)
class Consensus:
    """What the Consensus table states. base: the year of the company's `revenue`; start: that, in currency.

    revenue: by year, in currency; margins: of net income, by year. rows: by year, all of them.
    """

    base: int
    start: N
    revenue: Mapping[int, N]
    margins: Mapping[int, Quantity] = field(default_factory=dict)
    rows: Mapping[int, Estimate] = field(default_factory=dict)

    def last(self, years: float) -> int | None:
        """The last year within so many of the base for which a revenue is expected; None for none."""
        return max((year for year in self.revenue if self.base < year <= self.base + years), default=None)

    def growth(self, year: int) -> N | None:
        """(expected / start)^(1/years) − 1: the rate a year from the base; None unless both are above zero."""
        expected = self.revenue[year]
        if float(expected) <= 0 or float(self.start) <= 0:
            return None
        rate: N = (expected / self.start) ** (1 / float(year - self.base)) - 1
        return named(rate, f"growth of the consensus a year to {self.rows[year].label}")

    def margin(self, years: float) -> Quantity | None:
        """The net margin that is expected for the last year within so many of the base; None where none is."""
        last = max((year for year in self.margins if self.base < year <= self.base + years), default=None)
        return None if last is None else self.margins[last]


@dataclass(frozen=True, slots=True)
class Against:
    """An implied revenue against the consensus, in the last year that both have. label: of that year, as written.

    implied, expected: in currency. ratio: implied / expected. growth: of the consensus a year until then, if there is one.
    """

    year: int
    label: str
    implied: N
    expected: N
    ratio: N
    growth: N | None


def consensus_of(company: Company, as_of: date, lift: Lift) -> tuple[Consensus | None, list[Finding]]:
    """What the Consensus tables of a company state, each year once; None without one, or without a year to begin with."""
    rows: dict[int, Estimate] = {}
    findings: list[Finding] = []
    home = company.currency
    for row in company.consensus:
        twin = rows.setdefault(row.year, row)
        if twin is not row:
            message = f"the year {row.year} stands here twice; the second row was left out"
            findings.append(finding("fiscal-year", row.place, message, other=twin.place))
        elif row.revenue is not None:
            findings += foreign(row.revenue, row.place, home)
    if not rows or any(found.rule.name == "mixed-currencies" for found in findings):
        return None, findings
    revenue, base = company.revenue, base_year(company, as_of)
    if revenue is None or base is None:
        return None, [*findings, _without_base(company, min(rows.items())[1])]
    return Consensus(
        base=base,
        start=lift(revenue, "revenue"),
        revenue={
            year: lift(row.revenue, f"consensus: revenue of {row.label}")
            for year, row in sorted(rows.items())
            if row.revenue is not None
        },
        margins={year: row.net_margin for year, row in rows.items() if row.net_margin is not None},
        rows=rows,
    ), findings


def base_year(company: Company, as_of: date) -> int | None:
    """The year of a company's `revenue`: the last one of its Financials with that revenue, to the digits that are printed,
    else a row of the Consensus that is not called a forecast; None where neither has it. Nothing is guessed.
    """
    revenue = company.revenue
    if revenue is None:
        return None
    past = [
        row.year
        for row in company.accounts.years
        if row.year <= as_of.year and (amount := row.amount("revenue")) and _alike(amount, revenue)
    ]
    stated = [
        row.year
        for row in company.consensus
        if not row.forecast and row.year <= as_of.year and row.revenue and _alike(row.revenue, revenue)
    ]
    return max(past, default=None) or max(stated, default=None)


def _alike(one: Quantity, other: Quantity) -> bool:
    """Whether the printed digits of one of two amounts leave the other open."""
    half = 0.5 * max(quantity.scale * 10.0**-quantity.digits for quantity in (one, other))
    return abs(one.value - other.value) <= half * (1 + 1e-9)


def _without_base(company: Company, first: Estimate) -> Finding:
    if company.revenue is None:
        message, expected = f"the consensus of {company.name!r} has no `revenue` to start from", "revenue"
    else:
        message = f"of which year the `revenue` of {company.name!r} is, is not said, so that its consensus has no start"
        expected = f"a row of that year with {company.revenue.text}, under Financials or here"
    return finding("reverse-dcf-inputs", first.place, message, expected=expected)


def against(
    consensus: Consensus | None, start: N, growth: N | None, years: float, at_end: N | None, name: str
) -> Against | None:
    """An implied path of revenue held against the consensus. start, at_end: revenue of the base and after `years`, in currency;
    growth: a ratio a year. None where a consensus, a growth or a common year is lacking.
    """
    if consensus is None or growth is None or float(start) != float(consensus.start):
        return None
    year = consensus.last(years)
    if year is None:
        return None
    label, gone = consensus.rows[year].label, float(year - consensus.base)
    implied = at_end if at_end is not None and gone == years else start * (1 + growth) ** gone
    implied = named(implied, f"{name}: implied revenue of {label}")
    expected = consensus.revenue[year]
    if float(expected) <= 0:
        return None
    ratio = named(implied / expected, f"{name}: implied revenue, of the consensus")
    return Against(year, label, implied, expected, ratio, consensus.growth(year))


def check_consensus(company: Company, rate: N | None) -> list[Finding]:
    """A stated consensus_growth that is over a percentage point off the rate of the Consensus table; the stated one counts."""
    stated = company.consensus_growth
    if stated is None or rate is None or abs(float(rate) - stated.value) <= MOST_OFF + 1e-12:
        return []
    gap = written(abs(float(rate) - stated.value) * 100, Unit.OTHER, digits=1)
    message = f"the `consensus_growth` of {company.name!r} is {gap} percentage points off what its Consensus table comes to"
    expected = written(float(rate), Unit.RATIO, digits=1)
    place = stated.place or company.place
    return [finding("consensus-differs", place, message, expected=expected, found=stated.text)]
