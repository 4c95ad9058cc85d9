"""What a report says, as values, each with the line that it stands on. Filled by the readers, then left alone."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple


class Said(NamedTuple):
    """A piece of a report, as it prints it. line: from 1."""

    text: str
    line: int


@dataclass(slots=True)
class Milestone:
    """A milestone. due: the last day of its period. miss, hit: factors; cap, odds: ratios; "" where not stated."""

    text: str
    line: int
    due: date | None
    miss: str = ""
    hit: str = ""
    cap: str = ""
    odds: str = ""


@dataclass(slots=True)
class KillSwitch:
    """A kill switch. effect: `×0.5` or `3%`; "" where the report gives none. on: indices of options; () for all."""

    text: str
    line: int
    effect: str
    on: tuple[int, ...]
    impact: str


@dataclass(slots=True)
class Option:
    """An option card, or the row of an emergent market.

    heading: of its section, or "". stated: attributes by key. scenarios: by name, cells by column. reasons: of scenarios.
    boosted_by, requires: indices of options; None where the report does not say.
    """

    line: int
    heading: str
    name: str
    aliases: list[str] = field(default_factory=list)
    number: int | None = None
    about: str = ""
    stated: dict[str, Said] = field(default_factory=dict)
    scenarios: dict[str, dict[str, Said]] = field(default_factory=dict)
    reasons: dict[str, Said] = field(default_factory=dict)
    feasibility: list[tuple[str, Said, str]] = field(default_factory=list)
    background: list[Said] = field(default_factory=list)
    milestones: list[Milestone] = field(default_factory=list)
    factor: Said | None = None
    boosted_by: tuple[int, ...] | None = None
    requires: tuple[int, ...] | None = None
    narrative: int | None = None


@dataclass(slots=True)
class Narrative:
    """A narrative. drives: indices of options. sides: evidence and counter-evidence, as written. net: points as stated."""

    name: str
    line: int
    number: int | None = None
    heading: str = ""
    drives: tuple[int, ...] = ()
    all_options: bool = False
    evidence: list[Said] = field(default_factory=list)
    counter_evidence: list[Said] = field(default_factory=list)
    points: tuple[Said, Said] | None = None


@dataclass(slots=True)
class Segment:
    """A business that earns. cells: revenue, ebitda, low, base, high (multiples); per share: value_low, …"""

    name: str
    line: int
    cells: dict[str, Said] = field(default_factory=dict)


@dataclass(slots=True)
class Report:
    """A whole report. Tables that are kept as they are: rows of cells, the header first, with their line."""

    name: str = ""
    heading: str = ""
    stated: dict[str, Said] = field(default_factory=dict)
    segments: list[Segment] = field(default_factory=list)
    options: list[Option] = field(default_factory=list)
    emergent: list[Option] = field(default_factory=list)
    narratives: list[Narrative] = field(default_factory=list)
    matrix: dict[tuple[int, int], Said] = field(default_factory=dict)
    flywheels: list[tuple[str, Said]] = field(default_factory=list)
    margins: list[tuple[str, Said, Said]] = field(default_factory=list)
    analogues: list[tuple[Said, str, str, str, str]] = field(default_factory=list)
    monitoring: list[tuple[int, Sequence[str]]] = field(default_factory=list)
    sensitivity: list[tuple[Said, Said]] = field(default_factory=list)
    kill_switches: list[KillSwitch] = field(default_factory=list)
    loose_milestones: list[Milestone] = field(default_factory=list)
    totals: dict[str, Said] = field(default_factory=dict)
    language: str = "en"


class Unread(NamedTuple):
    """Lines of a report that were not read. line, end: the first one, and the line after them. known: whether their
    section is one that is imported. kind: table, list, box, code, column for those of a table that is read otherwise (line: of its
    header; text: their headers), or line for one that is too long to be read. text: how they begin.
    """

    line: int
    end: int
    kind: str
    known: bool
    heading: str
    text: str
