"""How a report's options hang together: the matrix, the sources that it chose, emergent markets, the platform."""

import re
from collections.abc import Sequence

from vaultval.importing.document import Block, entry_of
from vaultval.importing.numbers import factors, fitting, result
from vaultval.importing.reading import Reading, bare, kind_of, plain
from vaultval.importing.records import Option, Said
from vaultval.model.attributes import Form
from vaultval.model.nodes import plain_title
from vaultval.model.rows import is_total
from vaultval.note.structure import Passage, Table
from vaultval.vocabulary import folded

_NUMBER = re.compile(r"[(（]\s*O ?([0-9]{1,2})\s*[)）]")
_DASH = re.compile(r"[-—–]*")
_LEVEL = re.compile(
    r"[\[［【(（]?\s*(?:杠杆度|leverage)\s*[:：]?\s*(极高|高|中|低|very high|high|medium|low)", re.IGNORECASE
)


def name_options(reading: Reading) -> None:
    """Call the options as the matrix does, which has their short names; the names of the cards become aliases."""
    for table in _matrices(reading):
        for place, row in enumerate(table.rows):
            short, number = bare(row[0].content), _NUMBER.search(row[0].content)
            index = reading.option(f"O{number[1]}") if number else reading.option(short)
            index = place if index is None and len(table.rows) == len(reading.report.options) else index
            if index is not None and short:
                option = reading.report.options[index]
                names = [option.name, *option.aliases]
                option.aliases = [name for name in dict.fromkeys(names) if folded(name) != folded(short)]
                option.name = short


def _matrices(reading: Reading) -> list[Table]:
    """Tables whose first row and first column hold the same names."""
    found = []
    for block in reading.document.blocks:
        table = block.table
        if table and len(table.header) > 2 and not kind_of(reading.columns(table)):
            across = [folded(bare(cell.content)) for cell in table.header[1:]]
            down = [folded(bare(row[0].content)) for row in table.rows]
            if len(set(across) & set(down)) > 1:
                found.append(table)
    return found


def read_synergy(reading: Reading) -> None:
    """The matrix, and the sources of each option."""
    for table in _matrices(reading):
        across = [reading.option(plain(cell.content)) for cell in table.header[1:]]
        reading.mark(table.line, table.line + 1)
        for row in table.rows:
            source = reading.option(plain(row[0].content))
            if source is None:
                continue
            read = [
                _coefficient(reading, source, target, cell)
                for target, cell in zip(across, row[1:], strict=False)
            ]
            if all(read):
                reading.mark(row[0].line)
    _sources_by_line(reading)
    for _, table, columns in reading.tables("boosts"):
        reading.mark(table.line, table.line + 1)
        for row in table.rows:
            target = reading.option(plain(row[columns["option"]].content))
            if target is None:
                continue
            text = bare(row[columns["boost"]].content)
            sources = tuple(each for each in reading.options(text) if each != target)
            if reading.report.options[target].boosted_by is None and (sources or not _DASH.sub("", text)):
                reading.report.options[target].boosted_by = sources
            reading.mark(row[0].line)


def _coefficient(reading: Reading, source: int, target: int | None, cell: Passage) -> bool:
    """Whether a cell of the matrix is read, or has nothing to read."""
    text = plain(cell.content)
    if target is None or target == source or not _DASH.sub("", text).strip():
        return True
    number = fitting(text, Form.NUMBER)
    if number:
        reading.report.matrix.setdefault((source, target), Said(number, cell.line))
    else:
        reading.odd(cell, f"{text!r} is not read as a coefficient", "a number from 0 to 1")
    return bool(number)


def _sources_by_line(reading: Reading) -> None:
    """`Largest synergy source: …` below the name of an option."""
    target: int | None = None
    for block in reading.document.blocks:
        if block.kind not in ("text", "list", "box"):
            continue
        if block.lead is not None:
            target = reading.option(block.lead.written)
        for line in block.lines:
            entry = entry_of(line)
            key = reading.word("label", entry.label) if entry else ""
            if entry and not entry.value:
                target = reading.option(entry.written)
            if entry is None or target is None or key not in ("first_source", "second_source"):
                continue
            source = next(iter(reading.options(entry.value.split(",")[0].split("，")[0])), None)
            option = reading.report.options[target]
            if source is not None:
                option.boosted_by = (*(option.boosted_by or ()), source)
                reading.mark(line.number)


def read_emergent(reading: Reading) -> None:
    """Markets that open only where several options succeed."""
    for block, table, columns in reading.tables("emergent"):
        reading.mark(table.line, table.line + 1)
        heading = block.headings[-1].text if block.headings else ""
        for row in table.rows:
            cells = {key: plain(row[index].content) for key, index in columns.items()}
            name = plain_title(cells["emergent"])
            if name and not is_total(name):
                option = _emergent(reading, name, cells, row, heading)
                reading.report.emergent.append(option)
                if option.requires and "tam" in option.stated:
                    reading.mark(row[0].line)
                else:
                    place = row[columns["emergent"]]
                    reading.odd(
                        place, f"what {name!r} requires, or its market, is not read", "options, and an amount"
                    )


def _emergent(
    reading: Reading, name: str, cells: dict[str, str], row: Sequence[Passage], heading: str
) -> Option:
    line = row[0].line
    option = Option(line, heading, name, about=cells.get("description", ""))
    tam, horizon = fitting(cells["tam"], Form.MONEY), fitting(cells.get("horizon", ""), Form.YEARS)
    for key, text in {"tam": tam, **factors(cells.get("stated_value", ""))}.items():
        if text and key in ("tam", "share", "net_margin", "pe"):
            option.stated.setdefault(key, Said(text, line))
    if horizon:
        option.stated["horizon"] = Said(horizon, line)
    if value := result(cells.get("stated_value", ""), Form.MONEY):
        option.stated["stated_value"] = Said(value, line)
    numbered = reading.options(cells.get("joint", "")) if "O" in cells.get("joint", "") else ()
    option.requires = numbered or reading.options(cells.get("combination", "")) or None
    return option


def read_platform(reading: Reading) -> None:
    """What the options have in common, how far each uses it, and the multiplier."""
    report = reading.report
    for block in reading.document.blocks:
        if "platform" not in reading.about(block):
            continue
        for line in block.lines:
            entry = entry_of(line)
            key = reading.word("label", entry.label) if entry else ""
            if entry and key == "platform" and entry.value and "platform" not in report.stated:
                report.stated["platform"] = Said(bare(entry.value), line.number)
                reading.mark(line.number)
            elif entry and key == "platform_multiplier" and (text := fitting(entry.value, Form.MULTIPLE)):
                report.stated.setdefault("platform_multiplier", Said(text, line.number))
                reading.mark(line.number)
            else:
                _leverage(reading, block, line.text, line.number)


def _leverage(reading: Reading, block: Block, text: str, line: int) -> None:
    level = _LEVEL.search(text)
    del block
    option = reading.option(text.partition(":")[0].partition("：")[0].strip(" →-•*")) if level else None
    if level and option is not None:
        reading.report.options[option].stated.setdefault("platform_leverage", Said(level[1], line))
        reading.mark(line)


def read_alone(reading: Reading) -> None:
    """The table of all options on their own, for what their cards do not state, and the sum."""
    for _, table, columns in reading.tables("alone"):
        reading.mark(table.line, table.line + 1)
        for row in table.rows:
            name, line = plain(row[columns["option"]].content), row[0].line
            value = fitting(plain(row[columns["stated_value"]].content), Form.MONEY)
            index = reading.option(name)
            if is_total(name) and value:
                reading.report.totals.setdefault("alone", Said(value, line))
                reading.mark(line)
            elif index is not None and value:
                reading.report.options[index].stated.setdefault("stated_value", Said(value, line))
                reading.mark(line)
