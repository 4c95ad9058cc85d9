"""What the notes of an import have in common: words of their language, links, tasks, and where each number is from."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from vaultval.importing.filing import Filing
from vaultval.importing.markdown import properties, unlinked
from vaultval.importing.records import Milestone, Report, Said
from vaultval.vocabulary import written

_PER_SHARE = re.compile(r"\s*/\s*(?:股|share)$")
_ABBREVIATIONS = ("tam", "pe", "ebitda")
_DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)?")


class Trace(NamedTuple):
    """Where something in a note is from. name: of the attribute, or the row. text: as written. line: of the report."""

    name: str
    text: str
    line: int


class Draft(NamedTuple):
    """A note that an import makes. path: from the vault's root. traces: in the order of the note."""

    path: str
    kind: str
    text: str
    traces: tuple[Trace, ...]


@dataclass(slots=True)
class Writer:
    """One note on its way: its properties and its parts."""

    report: Report
    filing: Filing
    values: dict[str, str | Sequence[str]] = field(default_factory=dict)
    parts: list[str] = field(default_factory=list)
    traces: list[Trace] = field(default_factory=list)

    @property
    def language(self) -> str:
        """The language of the report, and so of its notes."""
        return self.report.language

    def __call__(self, phrase: str, **filled: str) -> str:
        return written("phrase", phrase, self.language).format(**filled)

    def word(self, group: str, key: str) -> str:
        """A word of the vocabulary in the note's language."""
        return written(group, key, self.language)

    def state(self, key: str, said: Said | None, text: str = "") -> None:
        """A property out of the report. text: as it is to stand, if not as the report has it."""
        if said is None:
            return
        name = self.word("attribute", key)
        self.values[name] = text or said.text
        self.trace(name, said, text)

    def trace(self, name: str, said: Said, text: str = "") -> None:
        """Where something is from."""
        self.traces.append(Trace(name, text or said.text, said.line))

    def set(self, key: str, value: str | Sequence[str]) -> None:
        """A property that says how the notes hang together."""
        self.values[self.word("attribute", key)] = value

    def add(self, *parts: str) -> None:
        """Paragraphs, headings, tables; empty ones are left out."""
        self.parts += [part for part in parts if part]

    def heading(self, text: str) -> str:
        """A heading of the second level."""
        return f"## {text}"

    def section(self, key: str) -> str:
        """A heading that says what a section of a note is to vaultval."""
        text = self.word("section", key)
        return self.heading(text[:1].upper() + text[1:])

    def column(self, key: str) -> str:
        """The header of a column."""
        text = self.word("column", key)
        return text.upper() if key in _ABBREVIATIONS else text[:1].upper() + text[1:]

    def tag(self, key: str) -> str:
        """The tag of a task."""
        return "#" + self.word("task tag", key)

    def task(self, milestone: Milestone) -> str:
        """A milestone as a task."""
        fields = [
            f"[{key}:: {value}]"
            for key, value in (
                ("miss", milestone.miss),
                ("hit", milestone.hit),
                ("cap", milestone.cap),
                ("odds", milestone.odds),
            )
            if value
        ]
        due = f"📅 {milestone.due.isoformat()}" if milestone.due else ""
        self.trace(self.word("task tag", "milestone"), Said(milestone.text, milestone.line))
        return " ".join(
            part for part in ("- [ ]", unlinked(milestone.text), self.tag("milestone"), *fields, due) if part
        )

    def where(self, heading: str) -> None:
        """The section that says from where each number of the note is."""
        link = self.filing.to_report(heading)
        lines = " · ".join(f"{unlinked(name)} {lines}" for name, lines in _by_name(self.traces))
        self.add(self.heading(self("import_where")), self("import_all_from", link=link) if link else "")
        if lines:
            self.add(f"> [!quote]- {self('import_lines')}\n> {lines}")

    def draft(self, path: str, kind: str) -> Draft:
        """The note."""
        text = properties(self.values) + "\n" + "\n\n".join(self.parts) + "\n"
        return Draft(path, kind, text, tuple(self.traces))


def _by_name(traces: Iterable[Trace]) -> list[tuple[str, str]]:
    """Each name with its lines, those that follow one another as a range: 657–662, 665."""
    found: dict[str, set[int]] = {}
    for trace in traces:
        found.setdefault(trace.name, set()).add(trace.line)
    return [(name, ", ".join(_ranges(sorted(lines)))) for name, lines in found.items()]


def _ranges(lines: Sequence[int]) -> Iterator[str]:
    for _, group in groupby(enumerate(lines), key=lambda each: each[1] - each[0]):
        run = [line for _, line in group]
        yield str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}"


def per_share(text: str) -> str:
    """An amount a share without saying so, which the attribute does."""
    return _PER_SHARE.sub("", text)


def as_multiple(text: str) -> str:
    """A bare number as a multiple: 20 as 20x."""
    return f"{text}x" if _DIGITS.fullmatch(text) else text
