"""The records of what a price is asked for: cases of a reverse DCF; and of the stages of an option."""

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
    """A row of an option's Stages table. cost, payoff: in currency. year: from now, or a calendar year."""

    name: str
    place: Place
    cost: Quantity | None = None
    probability: Quantity | None = None
    year: Quantity | None = None
    payoff: Quantity | None = None
