"""The tables of a report that go into the company's note nearly as they stand."""

import re

from vaultval.importing.numbers import fitting
from vaultval.importing.reading import Reading, bare, contained, plain
from vaultval.importing.records import Said
from vaultval.model.attributes import Form
from vaultval.model.flywheels import ARROW

_OF = re.compile(r"([0-9]{1,2})\s*/\s*([0-9]{1,2})")
_COUNT = re.compile(r"[0-9]{1,2}(?:\s*[-–~]\s*[0-9]{1,2})?")
_CHANGE = re.compile(
    r"(?P<name>.+?)\s*(?:P|概率|probability)\s*[:：]?\s*(?P<before>[0-9.]+ ?[%％])\s*(?:→|->)\s*(?P<after>[0-9.]+ ?[%％])",
    re.IGNORECASE,
)
_FACTOR = re.compile(r"[×*]\s*([0-9]+(?:\.[0-9]+)?)")


def read_tables(reading: Reading) -> None:
    """Flywheels, analogues, what is watched, and sensitivities."""
    _flywheels(reading)
    _analogues(reading)
    _monitoring(reading)
    _sensitivity(reading)


def _flywheels(reading: Reading) -> None:
    for _, table, columns in reading.tables("flywheels"):
        reading.mark(table.line, table.line + 1)
        for row in table.rows:
            name, loop = (plain(row[columns[key]].content) for key in ("flywheel", "loop"))
            if name and len(ARROW.split(loop)) > 1:
                reading.report.flywheels.append((bare(name), Said(loop, row[0].line)))
                reading.mark(row[0].line)


def _analogues(reading: Reading) -> None:
    for _, table, columns in reading.tables("analogues"):
        reading.mark(table.line, table.line + 1)
        for row in table.rows:
            cells = {key: plain(row[index].content) for key, index in columns.items()}
            name = plain(row[columns.get("analogue", 0)].content)
            ratio, count = _OF.search(cells["realised"]), _COUNT.search(cells["options"])
            options = ratio[2] if ratio else count[0].replace(" ", "") if count else ""
            realised = ratio[1] if ratio else fitting(cells["realised"], Form.COUNT)
            share = fitting(cells.get("implied_share", ""), Form.RATIO)
            if name and options:
                reading.report.analogues.append(
                    (Said(name, row[0].line), options, share, realised, bare(cells.get("outcome", "")))
                )
                reading.mark(row[0].line)


def _monitoring(reading: Reading) -> None:
    for _, table, columns in reading.tables("monitoring"):
        reading.mark(table.line, table.line + 1)
        order = [columns.get("watched", columns.get("metric", 0)), columns["now"], columns["next_look"]]
        order += [columns["acts_when"]] if "acts_when" in columns else []
        for row in table.rows:
            cells = [plain(row[index].content) for index in order]
            if cells[0]:
                reading.report.monitoring.append((row[0].line, cells))
                reading.mark(row[0].line)


def _sensitivity(reading: Reading) -> None:
    """`Robotaxi P: 27%→50%` and `all options ×2`; a row that supposes anything else is not read."""
    for _, table, columns in reading.tables("sensitivity"):
        reading.mark(table.line, table.line + 1)
        for row in table.rows:
            change, stated = (plain(row[columns[key]].content) for key in ("change", "stated"))
            value = fitting(stated, Form.MONEY)
            match, factor = _CHANGE.fullmatch(change), _FACTOR.search(change)
            option = reading.option(match["name"]) if match else None
            text = ""
            if match and option is not None:
                text = f"{{{option}}}.probability_adjusted = {match['before']} → {match['after']}"
            elif factor and contained("row", change) == "all":
                text = f"all.probability × {factor[1]}"
            if text and value:
                reading.report.sensitivity.append(
                    (Said(text, row[0].line), Said(value.split("/")[0].strip(), row[0].line))
                )
                reading.mark(row[0].line)
