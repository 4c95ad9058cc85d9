"""Whether an amount is in the currency that it is to be added up in."""

from collections.abc import Iterator

from vaultval.diagnostics import Finding, finding
from vaultval.place import Place
from vaultval.quantity.reading import Quantity
from vaultval.quantity.words import Unit


def foreign(amount: Quantity, place: Place, home: str) -> Iterator[Finding]:
    """A finding for an amount in another currency than `home`, an ISO code; none where one of them is not named.

    place: where no nearer one is known.
    """
    if home and amount.unit is Unit.CURRENCY and amount.currency not in ("", home):
        message = f"{amount.text!r} is not in {home}"
        yield finding(
            "mixed-currencies", amount.place or place, message, expected=home, found=amount.currency
        )
