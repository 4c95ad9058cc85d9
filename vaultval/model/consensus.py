"""What analysts expect of the years to come, and the margins that a price needs: the tables Consensus and Margins."""

from vaultval.diagnostics import Finding, finding
from vaultval.model.accounts import TableReader, year_of
from vaultval.model.attributes import Form
from vaultval.model.implied_records import Estimate, MarginRow
from vaultval.model.nodes import Node, Page
from vaultval.vocabulary import Vocabulary

_ESTIMATES = {"revenue": Form.MONEY, "net_margin": Form.RATIO}
_MARGINS = {"now": Form.RATIO, "needed": Form.RATIO}


def read_consensus(
    page: Page, node: Node | None, vocabulary: Vocabulary
) -> tuple[tuple[Estimate, ...], list[Finding]]:
    """The rows of a company's Consensus table: `Year | Revenue | Net margin`. A table without a year is about something else."""
    reader = TableReader([(page, node)], vocabulary, "")
    rows = [(row, year_of(row.name)) for row in reader.rows("consensus", _ESTIMATES)]
    dated = {row.table for row, named in rows if named}
    found = []
    for row, named in rows:
        if named:
            year, forecast = named
            estimate = Estimate(year=year, label=row.name, place=row.place, forecast=forecast, **row.values)
            found.append(estimate)
        elif row.table in dated:
            message = f"{row.name!r} is not a year"
            reader.findings.append(finding("fiscal-year", row.place, message, found=row.name))
    return tuple(found), reader.findings


def read_margins(
    page: Page, node: Node | None, vocabulary: Vocabulary
) -> tuple[tuple[MarginRow, ...], list[Finding]]:
    """The rows of a company's Margins table: `Margin | Now | Needed`. A table without what is needed is about something else."""
    reader = TableReader([(page, node)], vocabulary, "")
    rows = tuple(
        MarginRow(
            key=vocabulary.meaning("margin", row.name) or "", name=row.name, place=row.place, **row.values
        )
        for row in reader.rows("margins", _MARGINS, needed="needed")
    )
    return rows, reader.findings
