"""The records of what hangs on a company: its segments, synergies and other tables."""

from datetime import date

from vaultval.model.bases import Record, Text
from vaultval.model.links import LinkText
from vaultval.place import Place
from vaultval.quantity import Quantity


class PathPart(Record):
    """A stretch of a path. end: None for one value. years: how long, None where the stretch fills what there is.

    half_life: of an exponential fade, in years. fade: "from_first_year", "from_base_year", or "" for the node's own.
    """

    start: Quantity
    end: Quantity | None = None
    years: int | None = None
    half_life: Quantity | None = None
    fade: str = ""


class Path(Record):
    """How a ratio runs over the years of a forecast: `6 %`, `20 %, 16 %, 12 %`, `6 % -> 8 %`, or stages of these."""

    parts: tuple[PathPart, ...]
    text: str
    place: Place


class DcfInputs(Record):
    """What a segment or company states for a DCF. revenue: of the year before the first. years: of the forecast.

    depreciation: of revenue; depreciation_to_capex: of capex, in place of it. working_capital: its change, of the change
    of revenue. wacc: None where a segment takes the company's. failure_probability: one value is over the whole
    forecast, a path of each year;
    distress_value: what is then left, in currency. broken: the attributes that cannot be read. place: of the node.
    """

    name: str
    place: Place
    revenue: Quantity | None = None
    growth: Path | None = None
    operating_margin: Path | None = None
    tax_rate: Path | None = None
    depreciation: Path | None = None
    depreciation_to_capex: Path | None = None
    capex: Path | None = None
    working_capital: Path | None = None
    fcf_margin: Path | None = None
    years: Quantity | None = None
    fade: Text | None = None
    mid_year: Text | None = None
    wacc: Quantity | None = None
    terminal_growth: Quantity | None = None
    exit_multiple: Quantity | None = None
    roic: Quantity | None = None
    failure_probability: Path | None = None
    distress_value: Quantity | None = None
    broken: tuple[str, ...] = ()

    @property
    def asked_for(self) -> bool:
        """Whether the node wants a DCF: it says how revenue grows, and what of it is earned."""
        stated = {
            key for key in ("growth", "operating_margin", "fcf_margin") if getattr(self, key) is not None
        }
        stated |= set(self.broken)
        return "growth" in stated and bool(stated & {"operating_margin", "fcf_margin"})


class Tranche(Record):
    """A row of a company's Dilution table: options on shares. strike: currency/share. One of the two is None in a row that
    cannot be used.
    """

    name: str
    place: Place
    count: Quantity | None = None
    strike: Quantity | None = None


class BridgeInputs(Record):
    """What lies between enterprise value and equity, in currency. other_net_assets: signed. dilution_at: "value" or "price"."""

    cash: Quantity | None = None
    stakes: Quantity | None = None
    debt: Quantity | None = None
    leases: Quantity | None = None
    preferred: Quantity | None = None
    minorities: Quantity | None = None
    pensions: Quantity | None = None
    other_net_assets: Quantity | None = None
    dilution_at: Text | None = None


class CapitalInputs(Record):
    """What a cost of capital is made of; all ratios but beta."""

    risk_free: Quantity | None = None
    beta: Quantity | None = None
    equity_premium: Quantity | None = None
    cost_of_equity: Quantity | None = None
    cost_of_debt: Quantity | None = None


class Overlay(Record):
    """A judgement that is put on the price, apart from any value: a ratio, and the band that its author gives."""

    overlay: Quantity
    overlay_band: Quantity | None = None


class Segment(Record):
    """A row of the Segments table. basis: what low, base and high are: "multiples" of `ebitda`, "enterprise" values,
    or values "per share". heading: of the section that the table stands in.

    probability: of success, in the row; it weights every level. link: while the row is read. node: the id of the segment
    note or section that the row links to, "" for none; dcf, dcf_probability: what it states. broken: the columns that
    cannot be read.
    """

    name: str
    place: Place
    heading: str = ""
    basis: str
    revenue: Quantity | None = None
    ebitda: Quantity | None = None
    low: Quantity | None = None
    base: Quantity | None = None
    high: Quantity | None = None
    link: LinkText | None = None
    node: str = ""
    dcf: DcfInputs | None = None
    dcf_probability: Quantity | None = None
    probability: Quantity | None = None
    broken: tuple[str, ...] = ()

    @property
    def by_dcf(self) -> bool:
        """Whether a DCF gives its base value: where the row states none."""
        return self.base is None and self.dcf is not None and self.dcf.asked_for


class PricePoint(Record):
    """What a share cost on a day, as a row of the Prices table states it. price: currency/share."""

    day: date
    price: Quantity
    place: Place


class Calculation(Record):
    """A row of a Calculations table. formula: as written. stated: the result that the author gives, if any."""

    name: str
    place: Place
    formula: Text
    stated: Quantity | None = None


class WhatIf(Record):
    """A row of the Sensitivity table. name: the whole change as text. parts: each `KEY = VALUE` or `KEY × FACTOR` in it.

    stated: what it comes to by the author, in currency/share: with a sign the difference of full value, else full value.
    """

    name: str
    place: Place
    parts: tuple[Text, ...]
    stated: Quantity | None = None
    signed: bool = False


class Coefficient(Record):
    """How much the success of `source` helps `target`: 0 to 1. Both are option ids."""

    source: str
    target: str
    value: Quantity


class Step(Record):
    """A step of a flywheel. key: an option's id, or the step's words as they compare. option: whether it is an option."""

    key: str
    name: str
    place: Place
    option: bool = False


class Flywheel(Record):
    """A chain of what drives what. steps: from the first to the last, which is the first again where it closes."""

    name: str
    place: Place
    steps: tuple[Step, ...]

    @property
    def closed(self) -> bool:
        """Whether the chain comes back to where it began."""
        return len(self.steps) > 1 and self.steps[0].key == self.steps[-1].key


class Watch(Record):
    """A row of the Monitoring table. what, now, next_look, acts_when: texts of the columns that are known, else "".

    cells: every cell as it is written, by the header of its column. due: the last day of the period of the next look.
    """

    place: Place
    what: str
    now: str = ""
    next_look: str = ""
    acts_when: str = ""
    due: date | None = None
    cells: tuple[tuple[str, Text], ...] = ()
