"""The records of what a price is asked for: cases of a reverse DCF, what analysts expect, margins; and of the stages of an option."""

from vaultval.model.bases import Record
from vaultval.model.company_records import DcfInputs
from vaultval.place import Place
from vaultval.quantity import Quantity


class ReverseCase(Record):
    """A row of the Reverse DCF table. ev: the enterprise value that is to be explained, in currency; None for the
    company's own. inputs: what the row states; what it does not is the company's.
    """

    name: str
    place: Place
    ev: Quantity | None = None
    inputs: DcfInputs


class StageRow(Record):
    """A row of an option's Stages table. cost, payoff: in currency. year: from now, or a calendar year. broken: the columns
    that cannot be read.
    """

    name: str
    place: Place
    cost: Quantity | None = None
    probability: Quantity | None = None
    year: Quantity | None = None
    payoff: Quantity | None = None
    broken: tuple[str, ...] = ()


class Estimate(Record):
    """A row of the Consensus table: what analysts expect of one year. forecast: whether the row calls itself one, as
    FY2026E does. revenue: in currency. net_margin: a ratio, or a range of one.
    """

    year: int
    label: str
    place: Place
    forecast: bool
    revenue: Quantity | None = None
    net_margin: Quantity | None = None


class MarginRow(Record):
    """A row of the Margins table. key: "gross_margin", "operating_margin", "net_margin", or "" for any other. now, needed:
    ratios, as stated.
    """

    key: str
    name: str
    place: Place
    now: Quantity | None = None
    needed: Quantity | None = None
