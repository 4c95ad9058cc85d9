"""The records of what hangs on a company: its segments, synergies and other tables."""

from vaultval.model.bases import Record
from vaultval.place import Place
from vaultval.quantity import Quantity


class Segment(Record):
    """A row of the Segments table. basis: what low, base and high are: "multiples" of `ebitda`, "enterprise" values,
    or values "per share". heading: of the section that the table stands in.
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


class Coefficient(Record):
    """How much the success of `source` helps `target`: 0 to 1. Both are option ids."""

    source: str
    target: str
    value: Quantity
