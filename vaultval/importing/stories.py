"""The narratives of a report: the table of them, and the evidence for and against each, item by item."""

import re

from vaultval.importing.document import Block
from vaultval.importing.numbers import fitting
from vaultval.importing.reading import Reading, bare, contained, plain
from vaultval.importing.records import Narrative, Said
from vaultval.model.attributes import Form
from vaultval.model.nodes import plain_title
from vaultval.vocabulary import folded

_NUMBER = re.compile(r"(?<![A-Za-z0-9])N ?([0-9]{1,2})(?![0-9A-Za-z])")
_HEADING = re.compile(r"\s*N ?([0-9]{1,2})\s*[:：.、]\s*(.+)", re.IGNORECASE)
_QUOTES = " \"“”„'‘’「」《》"


def read_narratives(reading: Reading) -> None:
    """Every narrative that a table names or a section is about."""
    for block, table, columns in reading.tables("narratives"):
        reading.mark(table.line, table.line + 1)
        heading = block.headings[-1].text if block.headings else ""
        for row in table.rows:
            name = bare(row[columns["narrative"]].content).strip(_QUOTES)
            if not name:
                continue
            number = next(
                (int(found[1]) for cell in row if (found := _NUMBER.fullmatch(plain(cell.content)))), None
            )
            drives = plain(row[columns["drives"]].content)
            narrative = Narrative(name, row[0].line, number, heading)
            narrative.all_options = contained("row", drives) == "all"
            narrative.drives = (
                tuple(range(len(reading.report.options)))
                if narrative.all_options
                else reading.options(drives)
            )
            points = [
                fitting(plain(row[columns[key]].content), Form.NUMBER) if key in columns else ""
                for key in ("points_for", "points_against")
            ]
            if all(points):
                narrative.points = (Said(points[0], row[0].line), Said(points[1], row[0].line))
            reading.report.narratives.append(narrative)
            reading.mark(row[0].line)
    for block in reading.document.blocks:
        _evidence(reading, block)
    _credit(reading)


def _evidence(reading: Reading, block: Block) -> None:
    """The items of a list under Evidence or Counter-evidence in the section of a narrative."""
    if block.kind != "list":
        return
    side = _side(reading, block)
    narrative = _narrative(reading, block) if side else None
    if not side or narrative is None:
        return
    items = narrative.evidence if side == "evidence" else narrative.counter_evidence
    for line, text, lines in reading.document.items(block):
        items.append(Said(text, line))
        reading.mark(*lines)
    if block.lead:
        reading.mark(block.lead.line)


def _side(reading: Reading, block: Block) -> str:
    names = [block.lead.written if block.lead else "", *(line.text for line in reversed(block.headings[-1:]))]
    for name in names:
        key = reading.vocabulary.meaning("section", plain_title(plain(name)))
        if key in ("evidence", "counter_evidence"):
            return key
    return ""


def _narrative(reading: Reading, block: Block) -> Narrative | None:
    """The narrative that the sections around a block are about; a new one for a section that no table names."""
    for line in reversed(block.headings):
        match = _HEADING.fullmatch(plain(line.text))
        number = int(match[1]) if match else None
        name = plain_title(bare(match[2] if match else line.text)).strip(_QUOTES)
        for narrative in reading.report.narratives:
            if (number is not None and narrative.number == number) or (
                name and folded(narrative.name) == folded(name)
            ):
                narrative.heading = line.text.strip()
                return narrative
        if match and name:
            narrative = Narrative(name, line.number, number, line.text.strip())
            reading.report.narratives.append(narrative)
            return narrative
    return None


def _credit(reading: Reading) -> None:
    """Each option's value is credited to the first narrative that drives it, those left out that drive all of them."""
    for index, option in enumerate(reading.report.options):
        credited = (
            place
            for place, narrative in enumerate(reading.report.narratives)
            if index in narrative.drives and not narrative.all_options
        )
        option.narrative = next(credited, None)
