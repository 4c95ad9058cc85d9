"""The records of the model. Every value keeps its place; nothing here is computed."""

import datetime as dt
from collections.abc import Iterator

from vaultval.model.bases import Day, NodeRecord, Record, Reference, Text
from vaultval.model.company_records import Coefficient, Segment
from vaultval.place import Place
from vaultval.quantity import Quantity


class Milestone(Record):
    """A milestone of one option. status: the checkbox, "" for a plain list item.

    hit, miss: factors on the probability; cap: the most that it may become by a hit.
    outcome: "hit", "late", "missed", "failed", "exceeded", or "" where the dates decide.
    """

    id: str
    text: str
    place: Place
    option: str
    status: str
    due: dt.date | None = None
    done: dt.date | None = None
    hit: Quantity | None = None
    miss: Quantity | None = None
    cap: Quantity | None = None
    outcome: str = ""
    group: str = ""


class KillSwitch(Record):
    """An event that changes the probability of several options. effect: a factor, or the probability itself."""

    id: str
    text: str
    place: Place
    options: tuple[str, ...]
    fired: bool
    effect: Quantity
    sets: bool
    since: dt.date | None = None


class OpenTask(Record):
    """An open question: an unticked task on a narrative or option."""

    text: str
    place: Place
    since: dt.date | None = None


class Scenario(Record):
    """A row of an option's Scenarios table; what is None falls back on the option. role: bull, base, bear or ""."""

    name: str
    role: str
    place: Place
    tam: Quantity | None = None
    share: Quantity | None = None
    net_margin: Quantity | None = None
    pe: Quantity | None = None
    probability: Quantity | None = None
    discount_factor: Quantity | None = None
    weight: Quantity | None = None
    stated_value: Quantity | None = None


class Option(NodeRecord):
    """A business that does not earn yet. company: its id, "" if it leads nowhere. company_place: where it is named,
    None if it was assumed.

    boosted_by: None if it is not stated, () if it is stated as none. broken: the attributes that name something that
    does not exist, or that cannot be read.
    """

    company: str
    company_place: Place | None = None
    tam: Quantity | None = None
    share: Quantity | None = None
    net_margin: Quantity | None = None
    pe: Quantity | None = None
    probability: Quantity | None = None
    year: Quantity | None = None
    horizon: Quantity | None = None
    discount_factor: Quantity | None = None
    stated_value: Quantity | None = None
    stated_bull_full: Quantity | None = None
    narrative: Reference | None = None
    boosted_by: tuple[Reference, ...] | None = None
    requires: tuple[Reference, ...] = ()
    platform_leverage: Text | None = None
    stage: Text | None = None
    scenarios: tuple[Scenario, ...] = ()
    feasibility: tuple[tuple[str, Quantity], ...] = ()
    milestones: tuple[Milestone, ...] = ()
    kill_switches: tuple[KillSwitch, ...] = ()
    open_questions: tuple[OpenTask, ...] = ()
    broken: tuple[str, ...] = ()

    @property
    def emergent(self) -> bool:
        """Whether the option exists only if others succeed."""
        return bool(self.requires) or "requires" in self.broken


class Company(NodeRecord):
    """What is valued. options: in the author's order, as in the synergy matrix, then by name. broken: the attributes
    that cannot be read.
    """

    ticker: Text | None = None
    price: Quantity | None = None
    price_date: Day | None = None
    shares: Quantity | None = None
    market_cap: Quantity | None = None
    net_cash: Quantity | None = None
    revenue: Quantity | None = None
    net_margin: Quantity | None = None
    wacc: Quantity | None = None
    terminal_growth: Quantity | None = None
    terminal_margin: Quantity | None = None
    terminal_pe: Quantity | None = None
    growth_years: Quantity | None = None
    consensus_growth: Quantity | None = None
    best_growth: Quantity | None = None
    best_margin: Quantity | None = None
    fair_value: Quantity | None = None
    platform: Text | None = None
    platform_multiplier: Quantity | None = None
    ceiling_premium: Quantity | None = None
    broken: tuple[str, ...] = ()
    segments: tuple[Segment, ...] = ()
    synergies: tuple[Coefficient, ...] = ()
    options: tuple[Option, ...] = ()


class Evidence(Record):
    """One piece of evidence on one side of one narrative.

    label: hard, inferred, judgement or media. points: as stated, None for the default of the label.
    supports: for or against. heading: of the section it stands in. lines: how many its text takes. sources: ids or URLs.
    """

    id: str
    narrative: str
    supports: bool
    label: str
    points: Quantity | None
    text: str
    place: Place
    heading: str = ""
    lines: int = 1
    block: str = ""
    date: dt.date | None = None
    sources: tuple[str, ...] = ()
    origin: str = ""
    expires: dt.date | None = None
    superseded: bool = False


class Narrative(NodeRecord):
    """A story that the market trades."""

    drives: tuple[Reference, ...] = ()
    supports: tuple[Reference, ...] = ()
    contradicts: tuple[Reference, ...] = ()
    half_life: Quantity | None = None
    evidence: tuple[Evidence, ...] = ()
    open_questions: tuple[OpenTask, ...] = ()


class Source(NodeRecord):
    """Where evidence comes from."""

    date: Day | None = None


class Signal(Record):
    """A dated item or paragraph of any note. claimed: whether it is evidence of a narrative."""

    place: Place
    date: dt.date
    claimed: bool


class Model(Record):
    """All that the vault says, in a fixed order. orphans: options without a company."""

    companies: tuple[Company, ...] = ()
    orphans: tuple[Option, ...] = ()
    narratives: tuple[Narrative, ...] = ()
    sources: tuple[Source, ...] = ()
    signals: tuple[Signal, ...] = ()

    def nodes(self) -> Iterator[NodeRecord]:
        """Every company with its options, the options without one, the narratives and the sources."""
        for company in self.companies:
            yield company
            yield from company.options
        yield from (*self.orphans, *self.narratives, *self.sources)
