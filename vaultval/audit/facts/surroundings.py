"""What surrounds the statements of a note: whom they are about, the section, the day as of which the note speaks."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from vaultval.audit.facts.labelled import Told
from vaultval.audit.facts.periods import day_in
from vaultval.audit.facts.subjects import Subject, alone_in, is_acronym, named_in, names_of, subject_of
from vaultval.note.printed import Line, Printed
from vaultval.vault.vault import Note
from vaultval.vocabulary import Vocabulary

SUPPOSED = re.compile(
    r"(?<![A-Za-z])(?:bull|bear|scenarios?|base case|best case|worst case|upside|downside|stress(?: test)?|sensitivity|what[ -]if|if)"
    r"(?![A-Za-z])|乐观|悲观|保守|基准情景|情景|压力测试|极端|敏感|假如|如果|若|牛市|熊市|冲击|修正",
    re.IGNORECASE,
)
"""Words of a heading or lead that make what stands below a case, and no fact."""
_OF_OTHERS = re.compile(
    r"(?<![A-Za-z])(?:peers?|comparables?|comps|guidance|historical|segments?|options?)(?![A-Za-z])"
    r"|可比|同业|竞争|指引|历史|分部|期权卡",
    re.IGNORECASE,
)
"""Words of a heading right above that make it about something else than the note."""
_OF_WHOLE = re.compile(
    r"(?<![A-Za-z])(?:financials?|income|balance|cash ?flows?|valuation|overview|summary|snapshot|key|data|figures|metrics|assumptions?|"
    r"inputs?|parameters?|results?|earnings|statements?|profitability|margins?|revenue|returns?|DCF|WACC|ROIC|ROE|FCF|CapEx|R&D|SBC|"
    r"discount|terminal|growth|capital|company|fundamentals|quarter\w*|annual|wall)(?![A-Za-z])"
    r"|财务|财报|营收|收入|利润|毛利|现金|估值|概览|全景|基础|参数|摘要|快照|资产|资本|终值|折现|指标|数据|输入|季度|年度|业绩|盈利|公司|反推|核心",
    re.IGNORECASE,
)
"""Words of a heading under which the figures of the whole stand, and not those of a part of it."""
_ENDS = 15  # lines at either end of a note in which its day may stand


class Around(NamedTuple):
    """What surrounds a line. section: the line of its heading. supposed: what stands here is a case, or about others.

    whole: what stands here is about the whole, and not a part such as a segment.
    """

    subject: Subject
    section: str
    supposed: bool
    whole: bool


class Surroundings:
    """What surrounds the lines of one note. day: as of which it speaks, "" if it does not say."""

    def __init__(
        self, note: Note, printed: Printed, statements: Iterable[Told], vocabulary: Vocabulary
    ) -> None:
        self.path, self._vocabulary = note.path, vocabulary
        self._subject = subject_of(note, printed, vocabulary)
        self._headings = [line for line in printed.lines if line.level]
        self._lines = [line.number for line in self._headings]
        self._known: dict[int, Around] = {}
        self.day = _day_of(note, statements, printed, vocabulary)

    def at(self, number: int) -> Around:
        """What surrounds a line."""
        index = bisect_right(self._lines, number) - 1
        if index not in self._known:
            self._known[index] = self._read(index)
        return self._known[index]

    def _read(self, index: int) -> Around:
        chain = self._chain(index)
        titles = [heading.text.strip(" #") for heading in chain]
        section = str(chain[0].number) if chain else "0"
        inner = len(titles) > 1
        supposed = any(SUPPOSED.search(title) for title in (titles[:-1] if inner else titles))
        supposed |= inner and _OF_OTHERS.search(titles[0]) is not None
        whole = not inner or _OF_WHOLE.search(titles[0]) is not None
        for title in titles:
            named = list(named_in(title))
            if len(named) == 1 and not is_acronym(*named[0]):
                return Around(Subject(self.path, names_of(*named[0])), section, supposed, whole)
            name = alone_in(title, self._vocabulary) if title is not titles[-1] else ""
            if name:
                return Around(Subject(self.path, (), name, "part"), section, supposed, whole)
        return Around(self._subject, section, supposed, whole)

    def _chain(self, index: int) -> list[Line]:
        """The headings around what stands below a heading, the innermost first."""
        chain: list[Line] = []
        for heading in reversed(self._headings[: index + 1]):
            if not chain or heading.level < chain[-1].level:
                chain.append(heading)
                if heading.level == 1:
                    break
        return chain


def _day_of(note: Note, statements: Iterable[Told], printed: Printed, vocabulary: Vocabulary) -> str:
    """The day as of which a note speaks, "" if it does not say."""
    if not printed.lines:
        return ""
    first = printed.lines[:_ENDS][-1].number
    last = printed.lines[-_ENDS:][0].number
    days = [
        day
        for statement in statements
        if (statement.line <= first or statement.line >= last) and not statement.table
        if vocabulary.meaning("as of", statement.label) and (day := day_in(statement.value))
    ]
    return days[0] if days else day_in(note.name)
