"""The businesses of a report's core: the rows of its table, those left out that sum up others, and the section of each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from vaultval.diagnostics import finding
from vaultval.importing.document import Block, entry_of, label_of
from vaultval.importing.numbers import fitting, result
from vaultval.importing.reading import Reading, bare, plain
from vaultval.importing.records import Said, Segment
from vaultval.model.attributes import FORMS, Form
from vaultval.model.nodes import plain_title
from vaultval.model.rows import is_total
from vaultval.note.structure import Passage
from vaultval.place import Place
from vaultval.quantity import Quantity, read
from vaultval.vocabulary import fold_word, folded

_LEVELS = {"bear": "low", "base": "base", "bull": "high"}
_TIMES = re.compile(r"[×*]\s*(~?[0-9.]+ ?[x倍]?)")
_BUSINESS = re.compile(r"(?:业务|business|segment)$", re.IGNORECASE)
_SUM_NAME = re.compile(r".*(?<![a-z])(?:sub-?)?totals?")
_CELLS = (
    ("revenue", "revenue"),
    ("ebitda", "ebitda"),
    ("value_base", "stated_value"),
    ("low", "low"),
    ("base", "base"),
    ("high", "high"),
)
_FORM = {"revenue": Form.MONEY, "ebitda": Form.MONEY, "value_base": Form.MONEY} | dict.fromkeys(
    ("low", "base", "high"), Form.MULTIPLE
)
_MEASURES = ("value_base", "revenue", "ebitda")


@dataclass(slots=True, eq=False)
class _Row:
    """A row of the core's table. numbers: what it states, by cell; of net cash its amount a share alone. cash: its
    amount, as printed, "" for none or another row. printed: the last amount a share in it.
    """

    name: str
    cells: Sequence[Passage]
    texts: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, Quantity] = field(default_factory=dict)
    is_cash: bool = False
    cash: str = ""
    printed: str = ""

    @property
    def line(self) -> int:
        return self.cells[0].line


def read_segments(reading: Reading, blocks: Sequence[Block]) -> None:
    """The rows of the core's table, with EBITDA and multiples from the section of each."""
    shares = _shares(reading, blocks)
    for _, table, columns in reading.tables("segments", blocks):
        reading.mark(table.line, table.line + 1)
        rows = [row for cells in table.rows if (row := _row(reading, cells, columns, shares)).name]
        _sort(reading, rows)
    for block in blocks:
        segment = segment_of(reading, block)
        if segment is not None:
            _segment_block(reading, block, segment)


def _row(reading: Reading, cells: Sequence[Passage], columns: dict[str, int], shares: float) -> _Row:
    row = _Row(plain(cells[columns.get("segment", 0)].content), cells)
    money = [found for cell in cells[1:] if (found := fitting(plain(cell.content), Form.MONEY))]
    row.printed = next((text for text in reversed(money) if per_share(text)), "")
    row.is_cash = reading.word("fact", row.name) == "net_cash"
    if row.is_cash:
        row.cash = next((text for text in money if "/" not in text and not per_share(text)), "")
        total, each = _number(row.cash), _number(row.printed)
        if each is None and total is not None and shares:
            each = replace(total, value=total.value / shares, scale=total.scale / shares)
        row.numbers = {"value_base": each} if each is not None else {}
        return row
    for key, column in _CELLS:
        if column in columns and (text := fitting(plain(cells[columns[column]].content), _FORM[key])):
            row.texts[key] = text
            if key in _MEASURES and (number := _number(text)) is not None:
                row.numbers[key] = number
    return row


def _number(text: str) -> Quantity | None:
    return read(text, Place(""))[0] if text else None


def _shares(reading: Reading, blocks: Sequence[Block]) -> float:
    """The number of shares that the report states; 0 for none."""
    for _, entry in reading.entries(blocks):
        if reading.word("fact", entry.label) == "shares":
            number = _number(fitting(entry.value, FORMS["company"]["shares"]))
            if number is not None and number.value > 0:
                return number.value
    return 0.0


def per_share(text: str) -> bool:
    """Whether an amount is of a size that a share has."""
    return not re.search(r"[TBMK万亿千]", text.split("/", maxsplit=1)[0])


def _sort(reading: Reading, rows: Sequence[_Row]) -> None:
    """The rows of a table as net cash, sums and segments."""
    report = reading.report
    sums = _sums(rows)
    parts = [row for row in rows if row not in sums]
    for at, row in enumerate(rows):
        if row.is_cash:
            if row.cash:
                report.stated.setdefault("net_cash", Said(row.cash, row.line))
                reading.mark(row.line)
        elif row in sums:
            if not _named_sum(row):
                place = row.cells[0].place(reading.path, 0, len(row.cells[0].content))
                message = f"the row {row.name!r} is the sum of the rows above it, and so no segment"
                reading.findings.append(finding("import-sum-row", place, message))
            last = not any(part in parts for part in rows[at:])
            if row.printed and last and not _leaves_out_cash(row, parts):
                report.totals["core"] = Said(row.printed, row.line)
            reading.mark(row.line)
        else:
            segment = Segment(bare(row.name), row.line)
            segment.cells.update({key: Said(text, row.line) for key, text in row.texts.items()})
            report.segments.append(segment)
            reading.mark(row.line)


def _named_sum(row: _Row) -> bool:
    return is_total(row.name) or _SUM_NAME.fullmatch(fold_word(plain_title(bare(row.name)))) is not None


def _sums(rows: Sequence[_Row]) -> list[_Row]:
    """The rows that add up others: by their names, or where they come to the rows above, up to the last such row or all.

    Where a sum by its name comes to all rows with those that nothing but their figures makes sums, they are none.
    """
    sums: list[_Row] = []
    since: list[_Row] = []
    above: list[_Row] = []
    for row in rows:
        if not row.is_cash and (_named_sum(row) or _adds_up(row, since) or _adds_up(row, above)):
            sums.append(row)
            since = []
        else:
            since.append(row)
            above.append(row)
    named = [row for row in sums if _named_sum(row)]
    every = [row for row in rows if row not in named]
    if len(named) < len(sums) and named and not _adds_up(named[-1], above) and _adds_up(named[-1], every):
        return named
    return sums


def _adds_up(row: _Row, parts: Sequence[_Row]) -> bool:
    """Whether a figure of a row is the sum of those of two parts or more, and none that all of them state is not."""
    agrees = False
    for key in _MEASURES:
        stating = [part for part in parts if key in part.numbers]
        wanted = [part for part in parts if not part.is_cash or key == "value_base"]
        if key not in row.numbers or len(stating) < 2:
            continue
        businesses = [part for part in stating if not part.is_cash]
        same = _is_sum(row.numbers[key], [part.numbers[key] for part in stating]) or (
            len(businesses) > 1 and _is_sum(row.numbers[key], [part.numbers[key] for part in businesses])
        )
        if not same and len(stating) == len(wanted):
            return False
        agrees = agrees or same
    return agrees


def _is_sum(whole: Quantity, parts: Sequence[Quantity]) -> bool:
    """Up to half a unit of the last digit of the sum, and of its least exact part."""
    number = sum(part.value for part in parts)
    slack = _half_unit(whole) + max(map(_half_unit, parts))
    return number != 0 and abs(whole.value - number) <= slack * (1 + 1e-9)


def _half_unit(quantity: Quantity) -> float:
    return 0.5 * quantity.scale * 10.0**-quantity.digits


def _leaves_out_cash(row: _Row, parts: Sequence[_Row]) -> bool:
    """Whether a sum is one of the businesses alone, though there is a row of net cash."""
    businesses = [part for part in parts if not part.is_cash]
    return len(businesses) < len(parts) and _adds_up(row, businesses) and not _comes_to(row, parts)


def _comes_to(row: _Row, parts: Sequence[_Row]) -> bool:
    numbers = [part.numbers["value_base"] for part in parts if "value_base" in part.numbers]
    return bool(numbers) and "value_base" in row.numbers and _is_sum(row.numbers["value_base"], numbers)


def segment_of(reading: Reading, block: Block) -> Segment | None:
    """The segment whose section a block stands in."""
    for line in reversed(block.headings):
        words = _BUSINESS.sub("", folded(plain_title(plain(line.text)))).strip()
        for segment in reading.report.segments:
            name = _BUSINESS.sub("", folded(segment.name)).strip()
            if words and (words == name or _alike(words, name)):
                return segment
    return None


def _alike(one: str, other: str) -> bool:
    """Whether two names of a business begin alike: 服务及其他 and 服务/其他, Cars and Cars and trucks."""
    head, tail = (re.match(r"[a-z]+|[^\W\d_a-z]{2}", each) for each in (one, other))
    return head is not None and tail is not None and head[0] == tail[0]


def _segment_block(reading: Reading, block: Block, segment: Segment) -> None:
    for _, table, columns in reading.tables("metrics", [block]):
        reading.mark(table.line, table.line + 1)
        for row in table.rows:
            label = label_of(plain(row[columns["metric"]].content))
            key = (
                "ebitda"
                if label.endswith("ebitda") and "/" not in label
                else "revenue"
                if _is_revenue(label)
                else ""
            )
            text = fitting(plain(row[columns["value"]].content), Form.MONEY) if key else ""
            if text:
                segment.cells.setdefault(key, Said(text, row[0].line))
                reading.mark(row[0].line)
    for line in block.lines:
        entry = entry_of(line)
        level = _LEVELS.get(reading.scenario(entry.label)) if entry else None
        if entry is None or level is None:
            continue
        multiple, value = _TIMES.search(entry.value), result(entry.value, Form.MONEY)
        if multiple and fitting(multiple[1].strip(), Form.MULTIPLE):
            segment.cells.setdefault(level, Said(multiple[1].strip(), line.number))
        if value and per_share(value):
            segment.cells.setdefault(f"value_{level}", Said(value, line.number))
        if multiple or value:
            reading.mark(line.number)


def _is_revenue(label: str) -> bool:
    return any(label.endswith(fold_word(form)) for form in ("revenue", "营收"))
