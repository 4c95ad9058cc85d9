"""A claim as a value: what a note says that a number is, what it is, and whether the two agree."""

from dataclasses import dataclass
from enum import StrEnum
from math import inf

from vaultval.place import Place


class Kind(StrEnum):
    """How a number is claimed to come about. MODEL: by vaultval's own valuation, or by a formula that everybody knows."""

    CHAIN = "chain"
    CHANGE = "change"
    TABLE_TOTAL = "table_total"
    TABLE_SHARE = "table_share"
    TABLE_RATIO = "table_ratio"
    WEIGHTED_MEAN = "weighted_mean"
    MODEL = "model"


class Verdict(StrEnum):
    """Whether a stated number can be what its inputs, as printed, come to.

    REPRODUCES: what was computed rounds to what is stated. ROUNDING: it does not, but the digits that the inputs and
    the result leave open can. WRONG: no digits that are left open can. NOT_CHECKABLE: something is missing.
    """

    REPRODUCES = "reproduces"
    ROUNDING = "rounding"
    WRONG = "wrong"
    NOT_CHECKABLE = "not checkable"


@dataclass(frozen=True, slots=True)
class Claim:
    """A number that a note states together with what it is made of.

    place: of the stated number. expression: what it is made of, as written, or put together from cells. stated: as
    written. value, recomputed: both in base units, None where they have none; of a range, its ends where they differ
    most. shown: the recomputed value as a note would print it, "" for none. cause: a guess at the cause of a wrong
    number, or what a claim lacks that cannot be checked. unread: whether it is not checked because it is too long, too
    deep or too large to be read.
    """

    place: Place
    kind: Kind
    expression: str
    stated: str
    value: float | None
    recomputed: float | None
    shown: str
    verdict: Verdict
    cause: str = ""
    unread: bool = False

    @property
    def error(self) -> float:
        """How far off the stated number is, as a share of the recomputed one; inf where that is zero; 0 if right."""
        if self.verdict is not Verdict.WRONG or self.value is None or self.recomputed is None:
            return 0.0
        off = abs(self.value - self.recomputed)
        return off / abs(self.recomputed) if self.recomputed else inf
