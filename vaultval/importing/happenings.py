"""What may happen to a report's options: milestones with what they do, and kill switches."""

import re

from vaultval.importing.document import Block, entry_of
from vaultval.importing.reading import Reading, bare, contained, plain
from vaultval.importing.records import KillSwitch, Milestone
from vaultval.model.nodes import plain_title
from vaultval.model.periods import period_end

_FACTOR = re.compile(r"[×*]\s*([0-9]+(?:\.[0-9]+)?)|(?<![A-Za-z])x\s?([0-9]+(?:\.[0-9]+)?)")
_SET_TO = re.compile(
    r"(?:降至|降到|下调至|→|->|down to|falls? to|to)\s*([0-9]+(?:\.[0-9]+)?\s?[%％])", re.IGNORECASE
)
_CAP = re.compile(r"(?:上限|at most|capped? at|cap)\s*([0-9]+(?:\.[0-9]+)?\s?[%％])", re.IGNORECASE)
_ODDS = re.compile(
    r"(?<![0-9.])([0-9]+(?:\.[0-9]+)?\s?[%％])\s*(?:概率|probability|odds|yes)|(?:市场概率|odds(?: of)?)\s*[:：~约]?\s*([0-9]+(?:\.[0-9]+)?\s?[%％])",
    re.IGNORECASE,
)
_DOWN = re.compile(
    r"(?:下调|降低|下降|down|lowered by|falls? by)\s*([0-9]+(?:\.[0-9]+)?)\s?[%％]", re.IGNORECASE
)
_TARGET = re.compile(
    r"(?:(?<![0-9.])([0-9]+(?:\.[0-9]+)?)\s?[%％]\s*)?(?:→|->)\s*([0-9]+(?:\.[0-9]+)?)\s?[%％]"
)
_TO_NOTHING = re.compile(r"(?:概率|probability|P)\s*[:：]?\s*(?:→|->)\s*0(?![0-9.])", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_HALF_POINT = 0.5000001  # percentage points: what rounds to the whole per cent that is printed
_LABEL = re.compile(r"[\[［【][^\[\]［］【】]*[\]］】]")
_SWITCH = re.compile(r"(?:概率|probability|odds).*", re.IGNORECASE | re.DOTALL)
_OPTION_WORD = re.compile(r"(?:期权|options?)$", re.IGNORECASE)


def read_milestones(reading: Reading) -> None:
    """The rows of the tables of milestones, and what a list says of one that is met."""
    for _, table, columns in reading.tables("milestones"):
        reading.mark(table.line, table.line + 1)
        for row in table.rows:
            cells = {key: plain(row[index].content) for key, index in columns.items()}
            milestone = _milestone(cells, row[0].line)
            if not milestone.text:
                continue
            owners = (
                *_owner(reading, cells.get("option", "")),
                *reading.mentioned(cells.get("if_missed", "")),
            )
            if owners:
                option = reading.report.options[owners[0]]
                odds = option.stated.get("probability")
                milestone.miss = milestone.miss or _lowered(
                    cells.get("if_missed", ""), odds.text if odds else ""
                )
                option.milestones.append(milestone)
            else:
                reading.report.loose_milestones.append(milestone)
                reading.odd(
                    row[columns["milestone"]],
                    f"no option is found for the milestone {milestone.text!r}",
                    "the name of an option",
                )
            if owners and milestone.due is None:
                reading.odd(
                    row[columns["due"]],
                    f"{cells['due']!r} is not read as a day or a period",
                    "2026-06-30, 2026-06, 2026-Q2",
                )
            elif owners and cells.get("if_missed", "").strip("-—– ") and not milestone.miss:
                reading.odd(
                    row[columns["if_missed"]],
                    f"{cells['if_missed']!r} is not read as a factor",
                    "a factor such as ×0.75",
                )
            elif owners:
                reading.mark(row[0].line)
    for block in reading.document.blocks:
        _if_met(reading, block)


def _owner(reading: Reading, text: str) -> tuple[int, ...]:
    index = reading.option(text)
    return () if index is None else (index,)


def _milestone(cells: dict[str, str], line: int) -> Milestone:
    text, standard = (
        " ".join(_LABEL.sub("", cells.get(key, "")).split()) for key in ("milestone", "standard")
    )
    odds = _ODDS.search(standard)
    return Milestone(
        text if odds or not standard or standard in text else f"{text}: {standard}",
        line,
        period_end(cells.get("due", "")),
        miss=_factor(cells.get("if_missed", "")),
        hit=_factor(cells.get("if_met", "")),
        cap=_first(_CAP, cells.get("if_met", "")),
        odds=(odds[1] or odds[2] or "").replace(" ", "") if odds else "",
    )


def _factor(text: str) -> str:
    match = _FACTOR.search(text)
    return f"×{match[1] or match[2]}" if match else ""


def _lowered(text: str, probability: str) -> str:
    """The factor of `down 10 % (70 % → 63 %)`, where the figures agree that it is one and no number of points; → 0 is ×0."""
    if _TO_NOTHING.search(text):
        return "×0"
    down, target = _DOWN.search(text), _TARGET.search(text)
    before = (target[1] if target else None) or probability.rstrip("%％ ")
    if down is None or target is None or not _NUMBER.fullmatch(before):
        return ""
    factor = round(1 - float(down[1]) / 100, 4)
    near = abs(float(before) * factor - float(target[2])) <= _HALF_POINT
    return f"×{factor:g}" if near and factor >= 0 else ""


def _first(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match[1].replace(" ", "") if match else ""


def _if_met(reading: Reading, block: Block) -> None:
    """`If met: … (×1.2, at most 28 %)` below a bold line that names a milestone by its option and day."""
    if block.kind != "list" or block.lead is None or contained("heading", block.lead.written) != "milestones":
        return
    due = period_end(block.lead.value)
    meant = reading.mentioned(block.lead.value)
    for line in block.lines:
        entry = entry_of(line)
        if entry is None or reading.word("label", entry.label) != "if_met":
            continue
        options = reading.mentioned(entry.value) or meant
        same = [
            each
            for index in options
            for each in reading.report.options[index].milestones
            if due and each.due == due
        ]
        if len(same) == 1 and _factor(entry.value):
            same[0].hit, same[0].cap = _factor(entry.value), _first(_CAP, entry.value)
            reading.mark(line.number)


def read_kill_switches(reading: Reading) -> None:
    """The rows of the tables of kill switches."""
    for _, table, columns in reading.tables("kill_switches"):
        reading.mark(table.line, table.line + 1)
        for row in table.rows:
            trigger, effect = (plain(row[columns[key]].content) for key in ("acts_when", "effect"))
            if not trigger:
                continue
            text = " ".join(_LABEL.sub("", trigger).split())
            done = _factor(effect) or _first(_SET_TO, effect)
            every = contained("row", effect) == "all"
            before = _OPTION_WORD.sub("", _SWITCH.sub("", effect).strip()).strip()
            index = reading.option(before) if before else None
            on = (
                ()
                if every
                else reading.options(effect)
                or (() if index is None else (index,))
                or reading.mentioned(effect)
            )
            read = bool(done and (every or on))
            switch = KillSwitch(text, row[0].line, done if read else "", on, bare(effect))
            reading.report.kill_switches.append(switch)
            if read:
                reading.mark(row[0].line)
            else:
                expected = "×0.5 or 3 %, with the options that it bears on"
                reading.odd(
                    row[columns["effect"]],
                    f"what the kill switch {plain_title(text)!r} does is not read",
                    expected,
                )
