"""What the readers of a report's parts share: its blocks, its words, what was read so far, and which lines that was."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from vaultval.diagnostics import Finding, finding
from vaultval.importing.document import Block, Document, Entry, entry_of, label_of
from vaultval.importing.records import Option, Report
from vaultval.model.attributes import Form
from vaultval.note.structure import Passage, Table
from vaultval.place import Place
from vaultval.vocabulary import Vocabulary, fold_word, folded
from vaultval.vocabulary.report_words import REPORT_WORDS

_MARKS = re.compile(r"\*\*|__|`")
_NUMBERED = re.compile(
    r"(?:(?<![A-Za-z0-9])O ?|(?<![A-Za-z])option ?#?|期权 ?#?)([0-9]{1,2})(?![0-9A-Za-z%.])", re.IGNORECASE
)
_ONE_MORE = re.compile(r"[,，、/&+]\s*([0-9]{1,2})\s*(?=[(（])")
_REMARK = re.compile(r"[(（\[［【][^()（）\[\]［］【】]*[)）\]］】]")
_JOINED = re.compile(r"\s*(?:[+＋/、,，;；&]|\band\b|和|与)\s*")
_CONTAINED: Mapping[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    group: tuple(
        (
            re.compile(rf"(?<![a-z]){re.escape(form)}(?![a-z])" if form.isascii() else re.escape(form)),
            word.key,
        )
        for word in words
        for form in map(fold_word, (*word.en, *word.zh))
    )
    for group, words in REPORT_WORDS.items()
}
_WHOLE: Mapping[str, Mapping[str, str]] = {
    group: {fold_word(form): word.key for word in reversed(words) for form in (*word.en, *word.zh)}
    for group, words in REPORT_WORDS.items()
}
KINDS: tuple[tuple[str, frozenset[str]], ...] = tuple(
    (kind, frozenset(columns.split()))
    for kind, columns in (
        ("emergent", "emergent tam"),
        ("narratives", "narrative drives"),
        ("milestones", "milestone due"),
        ("kill_switches", "acts_when effect"),
        ("flywheels", "flywheel loop"),
        ("boosts", "option boost"),
        ("ceiling", "part bull_full"),
        ("scenarios", "scenario stated_value"),
        ("scenarios", "scenario tam share"),
        ("scenarios", "scenario share probability"),
        ("shares", "scenario share"),
        ("feasibility", "dimension score"),
        ("segments", "segment stated_value"),
        ("segments", "segment ebitda"),
        ("implied", "implied consensus"),
        ("margins", "now needed"),
        ("analogues", "options realised"),
        ("monitoring", "now next_look"),
        ("sensitivity", "change stated"),
        ("metrics", "metric value"),
        ("alone", "option stated_value"),
        ("totals", "step value"),
        ("totals", "step stated_value"),
    )
)
"""What a table is, by the columns that it has; the first that fits."""

_SCENARIO_COLUMNS = "scenario tam share net_margin pe probability weight stated_value discount_factor reason"
_TAKEN: Mapping[str, frozenset[str]] = {
    kind: frozenset(columns.split())
    for kind, columns in (
        ("emergent", "emergent combination description tam joint horizon stated_value"),
        ("narratives", "narrative drives points_for points_against"),
        ("milestones", "option milestone due standard if_missed if_met"),
        ("kill_switches", "acts_when effect"),
        ("flywheels", "flywheel loop"),
        ("boosts", "option boost"),
        ("ceiling", "part bull_full how"),
        ("scenarios", _SCENARIO_COLUMNS),
        ("shares", _SCENARIO_COLUMNS),
        ("feasibility", "dimension score reason"),
        ("segments", "segment revenue ebitda stated_value low base high"),
        ("implied", "metric implied consensus best"),
        ("margins", "metric now needed"),
        ("analogues", "analogue options implied_share realised outcome"),
        ("monitoring", "watched metric now next_look acts_when"),
        ("sensitivity", "change stated"),
        ("metrics", "metric value"),
        ("alone", "option stated_value"),
        ("totals", "step value stated_value"),
    )
}
"""The columns that something is taken from; the discount factor is none of them, but follows from rate and year."""
_OF_SCENARIOS = ("tam", "share", "net_margin", "pe", "probability", "weight", "discount_factor")


def plain(text: str) -> str:
    """A cell's words without emphasis and code marks."""
    return " ".join(_MARKS.sub("", text).split())


def bare(text: str) -> str:
    """The same without remarks in brackets and labels."""
    return " ".join(_REMARK.sub("", plain(text)).split())


@dataclass(slots=True)
class Reading:
    """One report on its way. seen: the lines of which everything that is imported was read."""

    path: str
    document: Document
    vocabulary: Vocabulary
    report: Report = field(default_factory=Report)
    seen: set[int] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)

    def word(self, group: str, text: str) -> str:
        """What a word means in a report, or else in a note; "" for none."""
        label = label_of(text)
        own = _WHOLE[group].get(label) if group in _WHOLE else None
        return own or (self.vocabulary.meaning(group, label) if group in _IN_NOTES else None) or ""

    def scenario(self, text: str) -> str:
        """The scenario that a row or line is named for: bull, base, bear, or "" for none."""
        name = fold_word(bare(text))
        return self.vocabulary.meaning("scenario", name) or _WHOLE["scenario"].get(name, "")

    def heading(self, text: str) -> str:
        """What a section is about, by a word in its heading; "" if it is none that is imported."""
        return contained("heading", text)

    def about(self, block: Block) -> tuple[str, ...]:
        """What the sections around a block are about, outermost first."""
        return tuple(about for line in block.headings if (about := self.heading(line.text)))

    def columns(self, table: Table) -> dict[str, int]:
        """Which column of a table holds what."""
        words = [plain(cell.content) for cell in table.header]
        found: dict[str, int] = {}
        for index, word in enumerate(words):
            if key := self.word("column", word):
                found.setdefault(key, index)
        if "scenario" in found:  # whose columns are also called as the labels of a card
            for index, word in enumerate(words):
                key = self.word("label", word)
                if key in _OF_SCENARIOS and index not in found.values():
                    found.setdefault(key, index)
        return found

    def unread_columns(self, table: Table) -> list[str]:
        """The headers of a table of a known kind whose columns nothing is taken from, those without a word left out."""
        columns = self.columns(table)
        taken = _TAKEN.get(kind_of(columns))
        if taken is None:
            return []
        used = {index for key, index in columns.items() if key in taken}
        words = [plain(cell.content) for cell in table.header]
        return [
            word
            for index, word in enumerate(words)
            if any(c.isalpha() for c in word)
            and index not in used
            and any(c.isalnum() for row in table.rows for c in row[index].content)
        ]

    def tables(
        self, kind: str, blocks: Iterable[Block] | None = None
    ) -> Iterator[tuple[Block, Table, dict[str, int]]]:
        """The tables of a kind, with their columns."""
        for block in self.document.blocks if blocks is None else blocks:
            if block.table is None:
                continue
            columns = self.columns(block.table)
            if kind_of(columns) == kind:
                yield block, block.table, columns

    def entries(self, blocks: Iterable[Block]) -> Iterator[tuple[Block, Entry]]:
        """The lines `label: value` outside of tables."""
        for block in blocks:
            for line in block.lines:
                if entry := entry_of(line):
                    yield block, entry

    def odd(self, cell: Passage, message: str, expected: str = "") -> None:
        """A finding for a cell that should be read and cannot."""
        place = cell.place(self.path, 0, len(cell.content))
        self.findings.append(
            finding("import-cell", place, message, expected=expected, found=plain(cell.content))
        )

    def odd_line(self, line: int, message: str, expected: str = "") -> None:
        """A finding for a line that should be read and cannot."""
        source = self.document.lines[line - 1] if line <= len(self.document.lines) else ""
        lead = len(source) - len(source.lstrip())
        place = Place(self.path, line, lead + 1, max(len(source.strip()), 1))
        self.findings.append(finding("import-cell", place, message, expected=expected))

    def mark(self, *lines: int) -> None:
        """These lines were read."""
        self.seen.update(lines)

    def options(self, text: str) -> tuple[int, ...]:
        """The options that a text names, in its order: by number (O2, Option 2), or else by name, one by one."""
        numbers = _NUMBERED.findall(text)
        numbers += _ONE_MORE.findall(text) if numbers else []
        by_number = [index for number in numbers if (index := self._numbered(int(number))) is not None]
        if by_number:
            return tuple(dict.fromkeys(by_number))
        found = (self.option(part) for part in _JOINED.split(bare(text)))
        return tuple(dict.fromkeys(index for index in found if index is not None))

    def mentioned(self, text: str) -> tuple[int, ...]:
        """The options that a sentence speaks of: by number, or by a name or the beginning of one that stands in it."""
        by_number = self.options(text) if _NUMBERED.search(text) else ()
        words = folded(text)
        return by_number or tuple(
            index
            for index, option in enumerate(self.report.options)
            if any(len(name) > 1 and name in words for name in _names(option)) or self._opens(words, option)
        )

    def option(self, text: str) -> int | None:
        """The option that a name means: by number, by name or alias, or the only one whose name begins so."""
        if match := _NUMBERED.search(text):
            return self._numbered(int(match[1]))
        name = folded(bare(text)).strip(" \"“”'")
        if not name:
            return None
        every = list(enumerate(self.report.options))
        exact = [index for index, option in every if name in _names(option)]
        if exact:
            return exact[0]
        near = [index for index, option in every if any(_begins(name, known) for known in _names(option))]
        return near[0] if len(near) == 1 else None

    def _numbered(self, number: int) -> int | None:
        numbers = [option.number for option in self.report.options]
        return numbers.index(number) if number in numbers else None

    def _opens(self, words: str, option: Option) -> bool:
        """Whether a sentence opens with the beginning of an option's name, and of no other's."""
        opening = re.match(r"[a-z]+|[^\Wa-z]{2}", words)
        if opening is None or not any(name.startswith(opening[0]) for name in _names(option)):
            return False
        rivals = [
            other for other in self.report.options if any(n.startswith(opening[0]) for n in _names(other))
        ]
        return len(rivals) == 1


_IN_NOTES = ("column",)


def _names(option: Option) -> tuple[str, ...]:
    return tuple(folded(name) for name in (option.name, *option.aliases))


def _begins(name: str, known: str) -> bool:
    short, long = sorted((name, known), key=len)
    if len(short) < 2 or not long.startswith(short):
        return False
    return not (
        short[-1].isascii()
        and short[-1].isalnum()
        and long[len(short)].isascii()
        and long[len(short)].isalnum()
    )


def contained(group: str, text: str) -> str:
    """The word of a group that stands in a text, the longest one; "" for none."""
    words = fold_word(plain(text))
    found = [(len(match[0]), key) for form, key in _CONTAINED[group] if (match := form.search(words))]
    return max(found, key=lambda each: each[0])[1] if found else ""


def kind_of(columns: Mapping[str, int]) -> str:
    """What a table is, by its columns; "" if it is none that is imported."""
    return next((kind for kind, wanted in KINDS if wanted <= columns.keys()), "")


COLUMN_FORMS: Mapping[str, Form] = {
    "tam": Form.MONEY,
    "share": Form.RATIO,
    "net_margin": Form.RATIO,
    "pe": Form.MULTIPLE,
    "probability": Form.RATIO,
    "weight": Form.RATIO,
    "stated_value": Form.MONEY,
}
"""The columns of scenarios that go into a note. The discount factor does not: it follows from rate and year."""
