"""Option cards: sections with tables, or boxes of code with lines such as `Bull: 15%`."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from vaultval.importing.document import Block, Entry, entry_of
from vaultval.importing.numbers import NUMBER, factors, fitting, result
from vaultval.importing.reading import COLUMN_FORMS, Reading, contained, kind_of, plain
from vaultval.importing.records import Option, Said
from vaultval.model.attributes import FORMS, Form
from vaultval.model.nodes import plain_title
from vaultval.note.structure import Passage, Table

_TITLE = re.compile(
    r"\s*(?:期权卡|期权|option card|option)\s*(?:#|No\.?|第)?\s*(?P<number>[0-9]{1,2})?\s*(?:[:：.、—–-]|$)\s*(?P<name>.*)",
    re.IGNORECASE,
)
_PATH = re.compile(r"\s*(?P<name>.+?)\s*(?:\s[—–-]+\s+(?P<about>.+))?$")
_REMARK = re.compile(r"[(（]([^()（）]*)[)）]\s*$")
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])")
_PERIOD = re.compile(r"T\s*=\s*([0-9]+(?:\.[0-9]+)?)", re.IGNORECASE)
_YEARS = re.compile(r"(?<![0-9.])([0-9]{1,2}(?:\.[0-9]+)?)\s*(?:年|years?|y\b)", re.IGNORECASE)
_WEIGHTED = re.compile(r"(?:([^\s+×*]{1,40})\s*)?[×*x]\s*([0-9.]+ ?[%％])")
_PERCENT = re.compile(r"([^\d\s,，/、;；%％:：]{0,20})\s*[:：]?\s*(?<![0-9])([0-9]+(?:\.[0-9]+)? ?[%％])")
_FIGURE = re.compile(r"[\s~≈约]*[+\-−]?(?:(?:US|HK|NT)?\$|[¥￥€£])?\s*[0-9]")
_SIMPLE = ("tam", "share", "net_margin", "pe", "probability")


class _Card(NamedTuple):
    title: str
    number: int | None
    line: int
    heading: str
    blocks: Sequence[Block]


def read_cards(reading: Reading) -> None:
    """Every option card, in the order of the report."""
    for card in _cards(reading):
        option = Option(card.line, card.heading, card.title, number=card.number)
        _name(option, card.title)
        _CardReader(reading, option).read(card.blocks)
        reading.report.options.append(option)
    taken = {option.number for option in reading.report.options}
    for place, option in enumerate(reading.report.options, 1):
        if option.number is None and place not in taken:
            option.number = place


def card_blocks(reading: Reading) -> set[int]:
    """The first lines of the blocks that belong to cards."""
    return {block.line for card in _cards(reading) for block in card.blocks}


def _cards(reading: Reading) -> Iterator[_Card]:
    """The cards that a heading opens, and boxes that open with the path of an option."""
    taken: set[int] = set()
    for line in reading.document.headings:
        match = _TITLE.fullmatch(plain(line.text))
        if match is None or not match["name"].strip() or not _is_card(match, line.text):
            continue
        blocks = reading.document.below(line)
        taken.update(block.line for block in blocks)
        number = int(match["number"]) if match["number"] else None
        yield _Card(match["name"].strip(), number, line.number, line.text, blocks)
    for block in reading.document.blocks:
        if block.kind != "box" or block.line in taken:
            continue
        opening = _opening(reading, block)
        if opening:
            heading = block.headings[-1].text if block.headings else ""
            yield _Card(*opening, block.line, heading, [block])


def _is_card(match: re.Match[str], heading: str) -> bool:
    return bool(match["number"]) or contained("heading", heading) == "card"


def _opening(reading: Reading, block: Block) -> tuple[str, int | None] | None:
    """The name and number of the option that a box is the card of."""
    for line in block.lines[:3]:
        title = _TITLE.fullmatch(plain(line.text))
        if title and title["name"].strip() and _is_card(title, line.text):
            return title["name"].strip(), int(title["number"]) if title["number"] else None
        entry = entry_of(line)
        if entry and entry.value and reading.word("label", entry.label) == "path":
            return entry.value, None
    return None


def _name(option: Option, title: str) -> None:
    """The name of an option out of its title: `Robotaxi/FSD (a platform)` is Robotaxi, also FSD."""
    match = _PATH.fullmatch(plain(title))
    words, option.about = (match["name"], match["about"] or "") if match else (title, "")
    remark = _REMARK.search(words)
    if remark and not option.about:
        option.about = remark[1]
    names = [part.strip() for part in plain_title(words).split("/") if part.strip()] or [words]
    option.name, option.aliases = names[0], names[1:]


class _CardReader:
    """One card on its way: `group` is the label that lines such as `Bull: 15%` belong to."""

    def __init__(self, reading: Reading, option: Option) -> None:
        self.reading, self.option, self.group = reading, option, ""
        self.late: list[Entry] = []  # weights, which need the names of all scenarios

    def read(self, blocks: Sequence[Block]) -> None:
        """Read all blocks of the card."""
        for block in blocks:
            if block.table:
                self._table(block.table)
                continue
            if block.kind == "list":
                self._list(block)
                continue
            for line in block.lines:
                entry = entry_of(line)
                if entry and (self._label(entry) or self._sub(entry)):
                    continue
                if self._plain_text(block, line.number, line.text):
                    self.reading.mark(line.number)
                elif block.kind == "text" and line.text.strip():
                    self.group = ""
        for entry in self.late:
            if self._weights(entry):
                self.reading.mark(entry.line)
            elif entry.line not in self.reading.seen:
                self._odd(entry.line, "weight")

    def _list(self, block: Block) -> None:
        """Labels, scenarios or scores, line by line; below an attribute's label else what the author knows of it."""
        about = self.reading.word("label", block.lead.label) if block.lead else ""
        known = about == self.group and about in (*_SIMPLE, "year")
        read = [
            self._sub(entry) or (not known and _is_figure(entry) and self._label(entry))
            for line in block.lines
            if (entry := entry_of(line))
        ]
        if known and not any(read):
            for line, text, lines in self.reading.document.items(block):
                self.option.background.append(Said(text, line))
                self.reading.mark(*lines)

    def _plain_text(self, block: Block, line: int, text: str) -> bool:
        """Whether a line of no label is read: the title of a box, a rule, or a remark in squares."""
        words = text.strip()
        if block.kind == "box":
            return not any(c.isalnum() for c in words) or _TITLE.fullmatch(words) is not None
        if words.startswith("[") and words.endswith("]") and ":" in words.replace("：", ":"):
            self.option.background.append(Said(self.reading.document.lines[line - 1].strip(), line))
            return True
        return False

    def _label(self, entry: Entry) -> bool:
        """A line whose label says which attribute it states."""
        key = self.reading.word("label", entry.label)
        if key not in (*_SIMPLE, "path", "year", "discount_factor", "stage", "values", "weighted", "weight"):
            return False
        self.group = key
        if key in ("weighted", "weight") and entry.value:
            self.late.append(entry)
            value = result(entry.value, Form.MONEY) if key == "weighted" else ""
            if value:
                self.option.stated.setdefault("stated_value", Said(value, entry.line))
                self.reading.mark(entry.line)
        elif not entry.value or self._value(key, entry):
            self.reading.mark(entry.line)
        else:
            self._odd(entry.line, key)
        return True

    def _odd(self, line: int, key: str) -> None:
        what = key.replace("_", " ")
        self.reading.odd_line(line, f"this is not read as the {what} of {self.option.name!r}")

    def _value(self, key: str, entry: Entry) -> bool:
        """Whether the value behind a label is read."""
        if key in _SIMPLE:
            read = self._stated(key, fitting(entry.value, FORMS["option"][key]), entry.line)
            if key == "tam" and (year := _YEAR.search(entry.written)):
                self._stated("tam_year", year[1], entry.line)
            return read
        if key == "year":
            return self._time(entry.value, entry.line)
        if key == "discount_factor":
            number = result(entry.value, Form.NUMBER)
            self.option.factor = Said(number, entry.line) if number else None
            return bool(number)
        if key == "stage":
            word = plain_title(entry.value)
            return self._stated(
                "stage", word if self.reading.vocabulary.meaning("stage", word) else "", entry.line
            )
        if key == "values":
            return self._stated("stated_value", result(entry.value, Form.MONEY), entry.line)
        match = _PATH.fullmatch(plain(entry.value))
        self.option.about = self.option.about or (match["about"] if match else "") or ""
        return True

    def _stated(self, key: str, text: str, line: int) -> bool:
        if text:
            self.option.stated.setdefault(key, Said(text, line))
        return bool(text)

    def _time(self, value: str, line: int) -> bool:
        year, period = _YEAR.search(value), _PERIOD.search(value) or _YEARS.search(_YEAR.sub("", value))
        if year:
            self.option.stated.setdefault("year", Said(year[1], line))
        if period:
            self.option.stated.setdefault("horizon", Said(period[1], line))
        return bool(year or period)

    def _weights(self, entry: Entry) -> bool:
        """`$18×25% + $10×50% + $3×25% = $10`, or 25% / 50% / 25%: weights in the order of the scenarios, or by name."""
        sum_of = entry.value.split("=")[0]
        pairs = _WEIGHTED.findall(sum_of) or _PERCENT.findall(sum_of)
        named = [self.reading.scenario(name) for name, _ in pairs]
        scenarios = list(self.option.scenarios)
        if pairs and all(named):
            known = {self.reading.scenario(name): name for name in scenarios}
            order = [known.get(key, key.capitalize()) for key in named]
        elif len(pairs) == len(scenarios):
            order = scenarios
        else:
            return False
        for name, (_, weight) in zip(order, pairs, strict=True):
            self.option.scenarios.setdefault(name, {}).setdefault("weight", Said(weight.strip(), entry.line))
        return True

    def _sub(self, entry: Entry) -> bool:
        """A line below a label: a scenario's value, or a score."""
        dimension = self.reading.vocabulary.meaning("dimension", plain_title(entry.label))
        if self.group == "probability" and dimension:
            score = fitting(entry.value, Form.RATIO)
            if score:
                self.option.feasibility.append(
                    (plain_title(entry.written), Said(score, entry.line), _after(entry.value))
                )
                self.reading.mark(entry.line)
            return bool(score)
        if not self.reading.scenario(entry.label) or self.group not in (
            *_SIMPLE,
            "values",
            "weight",
            "weighted",
        ):
            return False
        cells = self._cells(plain_title(entry.written))
        if self.group in ("values", "weighted"):
            read = self._calculated(cells, entry.value, entry.line)
        else:
            found = fitting(entry.value, COLUMN_FORMS[self.group])
            read = bool(found)
            if found:
                cells.setdefault(self.group, Said(found, entry.line))
        if read:
            self.reading.mark(entry.line)
        else:
            self._odd(entry.line, self.group)
        return True

    def _calculated(self, cells: dict[str, Said], value: str, line: int) -> bool:
        for key, text in factors(value).items():
            if key in COLUMN_FORMS:
                cells.setdefault(key, Said(text, line))
        money = result(value, Form.MONEY)
        if money:
            cells.setdefault("stated_value", Said(money, line))
        return bool(money)

    def _cells(self, name: str) -> dict[str, Said]:
        """The cells of a scenario; Bull and 乐观 are one."""
        meant = self.reading.scenario(name)
        known = (
            each
            for each in self.option.scenarios
            if each == name or (meant and self.reading.scenario(each) == meant)
        )
        return self.option.scenarios.setdefault(next(known, name), {})

    def _table(self, table: Table) -> None:
        columns = self.reading.columns(table)
        kind = kind_of(columns)
        if kind in ("scenarios", "shares"):
            for row in table.rows:
                self._scenario_row(row, columns)
        elif kind == "feasibility":
            for row in table.rows:
                self._score_row(row, columns)
        else:
            return
        self.reading.mark(table.line, table.line + 1)

    def _scenario_row(self, row: Sequence[Passage], columns: dict[str, int]) -> None:
        name = plain_title(plain(row[columns["scenario"]].content))
        if not name:
            return
        cells = self._cells(name)
        read = True
        for key, form in COLUMN_FORMS.items():
            if key not in columns or not (text := plain(row[columns[key]].content)).strip("-—– "):
                continue
            found = result(text, form) if key == "stated_value" else fitting(text, form)
            if found:
                cells.setdefault(key, Said(found, row[0].line))
            else:
                read = False
                self.reading.odd(
                    row[columns[key]], f"{text!r} is not read as the {key.replace('_', ' ')} of a scenario"
                )
        if "reason" in columns and (reason := plain(row[columns["reason"]].content)):
            self.option.reasons.setdefault(
                next(n for n, c in self.option.scenarios.items() if c is cells), Said(reason, row[0].line)
            )
        if read:
            self.reading.mark(row[0].line)

    def _score_row(self, row: Sequence[Passage], columns: dict[str, int]) -> None:
        name = plain_title(plain(row[columns["dimension"]].content))
        score = fitting(plain(row[columns["score"]].content), Form.RATIO)
        if self.reading.vocabulary.meaning("dimension", name) and score:
            reason = plain(row[columns["reason"]].content) if "reason" in columns else ""
            self.option.feasibility.append((name, Said(score, row[0].line), reason))
            self.reading.mark(row[0].line)


def _is_figure(entry: Entry) -> bool:
    """Whether an item of a list is an attribute, and no remark that begins with the same word: its value is a number."""
    return _FIGURE.match(entry.value) is not None


def _after(value: str) -> str:
    """What stands behind the number of a line."""
    match = NUMBER.search(value)
    return value[match.end() :].lstrip(")）").strip(" -—–,，:：") if match else ""
