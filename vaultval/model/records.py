"""The records of the model. Every value keeps its place; nothing here is computed."""

import datetime as dt
from collections.abc import Iterator

from vaultval.model.account_records import Accounts, Peer
from vaultval.model.bases import Day, NodeRecord, Record, Reference, Text
from vaultval.model.company_records import (
    BridgeInputs,
    Calculation,
    CapitalInputs,
    Coefficient,
    DcfInputs,
    Flywheel,
    Overlay,
    PricePoint,
    Segment,
    Tranche,
    Watch,
    WhatIf,
)
from vaultval.model.implied_records import Estimate, MarginRow, ReverseCase, StageRow
from vaultval.place import Place
from vaultval.quantity import Quantity


class Milestone(Record):
    """A milestone of one option. status: the checkbox, "" for a plain list item.

    hit, miss: factors on the probability; cap: the most that it may become by a hit.
    outcome: "hit", "late", "missed", "failed", "exceeded", or "" where the dates decide. created, withdrawn: the days on
    which it was written down, and given up. odds: how probable others, such as a market, hold it to be met in time.
    start: the day from which it may happen, else that on which it was written down.
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
    created: dt.date | None = None
    withdrawn: dt.date | None = None
    odds: Quantity | None = None
    start: dt.date | None = None

    def known_on(self, day: dt.date) -> bool:
        """Whether it was written down by a day, or had happened; without dates, always."""
        return self.created is None or min(self.created, self.done or self.created) <= day


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
    created: dt.date | None = None
    due: dt.date | None = None

    def known_on(self, day: dt.date) -> bool:
        """Whether it was written down by a day, or had fired; without dates, always."""
        return self.created is None or min(self.created, self.since or self.created) <= day


class OpenTask(Record):
    """A question: a task on a narrative or option. since: when it was created. until: the day on which it was
    ticked or given up, None while it is neither; one that is, without a day, is no record.
    """

    text: str
    place: Place
    since: dt.date | None = None
    until: dt.date | None = None

    def open_on(self, day: dt.date) -> bool:
        """Whether it was asked by a day, and not yet answered."""
        return (self.since is None or self.since <= day) and (self.until is None or self.until > day)


class Scenario(Record):
    """A row of an option's Scenarios table; what is None falls back on the option. role: bull, base, bear or "".

    broken: the columns of which its cell says something that cannot be read.
    """

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
    broken: tuple[str, ...] = ()


class Option(NodeRecord):
    """A business that does not earn yet. company: its id, "" if it leads nowhere. company_place: where it is named,
    None if it was assumed.

    narrative: the first of `credits`, all narratives that it names. boosted_by: None if it is not stated, () if it is stated as none. broken: the attributes that name something that
    does not exist, or that cannot be read.
    """

    company: str
    company_place: Place | None = None
    tam: Quantity | None = None
    tam_year: Quantity | None = None
    tam_growth: Quantity | None = None
    core_revenue: Quantity | None = None
    core_growth: Quantity | None = None
    share: Quantity | None = None
    net_margin: Quantity | None = None
    pe: Quantity | None = None
    probability: Quantity | None = None
    probability_basis: Text | None = None
    probability_date: Day | None = None
    year: Quantity | None = None
    horizon: Quantity | None = None
    discount_factor: Quantity | None = None
    stated_value: Quantity | None = None
    stated_bull_full: Quantity | None = None
    narrative: Reference | None = None
    credits: tuple[Reference, ...] = ()
    boosted_by: tuple[Reference, ...] | None = None
    requires: tuple[Reference, ...] = ()
    platform_leverage: Text | None = None
    stage: Text | None = None
    scenarios: tuple[Scenario, ...] = ()
    feasibility: tuple[tuple[str, Quantity], ...] = ()
    strike: Quantity | None = None
    expiry: Quantity | None = None
    volatility: Quantity | None = None
    carry: Quantity | None = None
    risk_free: Quantity | None = None
    stages: tuple[StageRow, ...] = ()
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
    consensus_margin: Quantity | None = None
    consensus_years: Quantity | None = None
    best_growth: Quantity | None = None
    best_margin: Quantity | None = None
    best_years: Quantity | None = None
    fair_value: Quantity | None = None
    platform: Text | None = None
    platform_multiplier: Quantity | None = None
    ceiling_premium: Quantity | None = None
    liquidity: Quantity | None = None
    debt: Quantity | None = None
    broken: tuple[str, ...] = ()
    segments: tuple[Segment, ...] = ()
    synergies: tuple[Coefficient, ...] = ()
    prices: tuple[PricePoint, ...] = ()
    accounts: Accounts = Accounts()
    peers: tuple[Peer, ...] = ()
    calculations: tuple[Calculation, ...] = ()
    what_ifs: tuple[WhatIf, ...] = ()
    flywheels: tuple[Flywheel, ...] = ()
    monitoring: tuple[Watch, ...] = ()
    reverse_cases: tuple[ReverseCase, ...] = ()
    consensus: tuple[Estimate, ...] = ()
    margins: tuple[MarginRow, ...] = ()
    dcf: DcfInputs | None = None
    bridge: BridgeInputs | None = None
    capital: CapitalInputs | None = None
    overlay: Overlay | None = None
    dilution: tuple[Tranche, ...] = ()
    options: tuple[Option, ...] = ()

    @property
    def currency(self) -> str:
        """The ISO code of the price's currency; where the price names none, of the first amount that names one; or ""."""
        return next((amount.currency for amount in self._amounts() if amount and amount.currency), "")

    def _amounts(self) -> Iterator[Quantity | None]:
        yield from (self.price, self.net_cash, self.market_cap, self.revenue)
        for segment in self.segments:
            yield from (segment.ebitda, segment.low, segment.base, segment.high)
        for option in self.options:
            yield option.tam
            yield from (row.tam for row in option.scenarios)


class Evidence(Record):
    """One piece of evidence on one side of one narrative.

    label: hard, inferred, judgement or media. points: as stated, None for the default of the label.
    supports: for or against. heading: of the section it stands in. lines: how many its text takes. sources: ids or URLs.
    reliability: an Admiralty code such as "B2", its own or that of its first source that has one.
    superseded_by: what it leads to, a path with # and a heading or block id, or a text. superseded_on: the date of
    that, None if it has none: then it is superseded from ever.
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
    superseded_by: str = ""
    superseded_on: dt.date | None = None
    reliability: Text | None = None


class Narrative(NodeRecord):
    """A story that the market trades."""

    drives: tuple[Reference, ...] = ()
    supports: tuple[Reference, ...] = ()
    contradicts: tuple[Reference, ...] = ()
    half_life: Quantity | None = None
    evidence: tuple[Evidence, ...] = ()
    open_questions: tuple[OpenTask, ...] = ()


class Source(NodeRecord):
    """Where evidence comes from. reliability: an Admiralty code, as written."""

    date: Day | None = None
    reliability: Text | None = None


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
