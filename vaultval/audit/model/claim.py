"""A stated figure of the model's own kind, with its two verdicts."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from vaultval.audit.claims import Claim, Kind, Verdict
from vaultval.audit.intervals import Interval
from vaultval.audit.model.bounds import bounds
from vaultval.audit.verdicts import as_printed, judged
from vaultval.figure import N
from vaultval.place import Place
from vaultval.quantity import Quantity

Cause = Callable[[float], str]
"""From the recomputed value, the one substitution that would give the stated one; "" where none does."""


@dataclass(frozen=True, slots=True)
class ModelClaim:
    """A stated figure that vaultval computes, too. One of the two is there at least.

    printed: against the numbers that the author prints beside it, such as the stated values of the scenarios for the
    value of an option; None where the notes print no such terms. chain: against what all inputs of the notes come to,
    with nothing taken as stated on the way; None where that is the same reckoning, or cannot be done.
    node: the id of the node that states it. role: which of its figures it is, as in "stated_value", "Bull".
    """

    printed: Claim | None
    chain: Claim | None
    node: str
    role: str

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Both, the printed one first: as they stand among all claims."""
        return tuple(claim for claim in (self.printed, self.chain) if claim is not None)

    @property
    def place(self) -> Place:
        """Where the figure is stated."""
        return self.claims[0].place

    @property
    def differs(self) -> bool:
        """Whether the whole chain alone speaks against it: the terms printed beside it do not, or there are none."""
        wrong_terms = self.printed is not None and self.printed.verdict is Verdict.WRONG
        return not wrong_terms and self.chain is not None and self.chain.verdict is Verdict.WRONG

    @property
    def recomputed(self) -> float | None:
        """What the whole chain comes to, else the printed terms."""
        return self.claims[-1].recomputed


def claim_of(
    stated: Quantity,
    place: Place,
    expression: str,
    number: N,
    *,
    within: Interval | None = None,
    cause: Cause | str = "",
) -> Claim:
    """A stated figure held against a number.

    place: where the quantity knows none. within: what the printed inputs of the number leave open, where the number
    has no history that says so. cause: a guess, or what makes one of the recomputed value.
    """
    value = float(number)
    verdict = judged(stated, value, within or bounds(number))
    why = "" if verdict is not Verdict.WRONG else cause if isinstance(cause, str) else cause(value)
    return Claim(
        place=stated.place if stated.place and stated.place.note else place,
        kind=Kind.MODEL,
        expression=expression,
        stated=stated.text,
        value=max((stated.low, stated.high, stated.value), key=lambda end: abs(end - value)),
        recomputed=value,
        shown=as_printed(value, stated),
        verdict=verdict,
        cause=why,
    )


_ORDER = (Verdict.REPRODUCES, Verdict.ROUNDING, Verdict.NOT_CHECKABLE, Verdict.WRONG)


def kindest(claims: "list[Claim]") -> Claim:
    """Of several ways to reckon one figure, the one that speaks for its author most; the first of equals."""
    return min(claims, key=lambda claim: _ORDER.index(claim.verdict))


def because(claim: Claim, cause: str) -> Claim:
    """A claim with another cause, where it is wrong."""
    return replace(claim, cause=cause) if claim.verdict is Verdict.WRONG and cause else claim
