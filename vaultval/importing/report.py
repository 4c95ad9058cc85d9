"""A report's text → what it says, and what of it could not be read."""

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from vaultval.diagnostics import Finding, finding, in_order
from vaultval.importing.cards import read_cards
from vaultval.importing.company import read_company
from vaultval.importing.document import Block, Document, read_document
from vaultval.importing.happenings import read_kill_switches, read_milestones
from vaultval.importing.reading import Reading, plain
from vaultval.importing.records import Report, Unread
from vaultval.importing.stories import read_narratives
from vaultval.importing.synergy import name_options, read_alone, read_emergent, read_platform, read_synergy
from vaultval.importing.tables import read_tables
from vaultval.place import Place
from vaultval.vocabulary import Vocabulary

_SHOWN = 60  # characters of a part that is not read
_HAN = ("\u4e00", "\u9fff")


class Imported(NamedTuple):
    """What a report says. read: the lines that it was read from. unread: in the order of its lines. findings: one for each
    piece of them that needs a look.
    """

    report: Report
    read: frozenset[int]
    unread: tuple[Unread, ...]
    findings: tuple[Finding, ...]


def read_report(text: str, path: str, vocabulary: Vocabulary, company: str = "") -> Imported:
    """What a report says of a company, and each table, list and box of which something was not read.

    path: what findings call the report. company: its name, if the report does not say it. Reads any text.
    """
    reading = Reading(path, read_document(text), vocabulary)
    read_cards(reading)
    name_options(reading)
    read_company(reading, company)
    read_synergy(reading)
    read_emergent(reading)
    read_platform(reading)
    read_alone(reading)
    read_narratives(reading)
    read_milestones(reading)
    read_kill_switches(reading)
    read_tables(reading)
    reading.report.language = "zh" if _is_chinese(reading.document) else "en"
    unread = tuple(sorted(_unread(reading), key=lambda part: part.line))
    odd = {found.place.line for found in reading.findings}
    parts = [
        finding("import-unread", _place(path, part), _told(part))
        for part in unread
        if part.known and part.kind != "code" and not odd & set(range(part.line, part.end))
    ]
    return Imported(
        reading.report, frozenset(reading.seen), unread, tuple(in_order([*reading.findings, *parts]))
    )


def _place(path: str, part: Unread) -> Place:
    return Place(path, part.line)


def _told(part: Unread) -> str:
    lines = part.end - part.line
    many = "s" if lines > 1 else ""
    if part.kind == "column":
        many = "s" if ", " in part.text else ""
        return f"of this table the column{many} {part.text!r} {'were' if many else 'was'} not read"
    return f"a {part.kind} of {lines} line{many} was not read: {part.text!r}"


def _is_chinese(document: Document) -> bool:
    """Whether headings and tables are mostly in Chinese."""
    titles = "".join(line.text for line in document.headings)
    cells = "".join(cell.content for block in document.blocks if block.table for cell in block.table.header)
    words = titles + cells
    han = sum(_HAN[0] <= c <= _HAN[1] for c in words)
    return 4 * han > sum(c.isalpha() for c in words)


def _unread(reading: Reading) -> Iterator[Unread]:
    """The lines of tables, lists and boxes that nothing was read from, those next to each other together."""
    for number in reading.document.long:
        yield Unread(number, number + 1, "line", known=False, heading="", text="")
    for block in reading.document.blocks:
        heading = block.headings[-1].text if block.headings else ""
        known = bool(reading.about(block))
        if block.kind == "code":
            yield Unread(
                block.line,
                block.end,
                "code",
                known,
                heading,
                reading.document.lines[block.line - 1].strip("`~ "),
            )
            continue
        if block.kind == "text":
            continue
        if (
            block.table
            and block.table.line in reading.seen
            and (columns := reading.unread_columns(block.table))
        ):
            line = block.table.line
            yield Unread(line, line + 1, "column", known, heading, ", ".join(columns))
        for lines in _runs(reading, block):
            yield Unread(
                lines[0], lines[-1] + 1, block.kind, known, heading, _begins(reading, block, lines[0])
            )


def _runs(reading: Reading, block: Block) -> list[list[int]]:
    """The lines of a block that were not read and say something, those together between which nothing was read.

    A table of which no row was read is one run.
    """
    if block.table:
        every = [block.table.line, *(row[0].line for row in block.table.rows)]
        if not reading.seen.intersection(every):
            return [list(range(block.table.line, block.table.end))]
    else:
        every = [line.number for line in block.lines if any(c.isalnum() for c in line.text)]
    runs = [list(run) for seen, run in groupby(every, key=reading.seen.__contains__) if not seen]
    return [run for run in runs if run != [block.table.line if block.table else 0]]


def _begins(reading: Reading, block: Block, line: int) -> str:
    if block.table and line == block.table.line:
        text = " | ".join(plain(cell.content) for cell in block.table.header)
    else:
        text = plain(reading.document.lines[line - 1]).strip(" |")
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1].rstrip() + "…"
