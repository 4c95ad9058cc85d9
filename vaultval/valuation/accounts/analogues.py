"""Companies that had options before: how many of those came true, and what that rate would make of this company's."""

from collections.abc import Sequence
from dataclasses import dataclass

from vaultval.figure import N, named, total
from vaultval.model.account_records import Analogue
from vaultval.valuation.steps import Lift


def realisation_rate(realised: N, options: N) -> N:
    """Realised / options. Raises ZeroDivisionError for no options."""
    return realised / options


def mean(rates: Sequence[N]) -> N:
    """The arithmetic mean. Raises ZeroDivisionError for none."""
    return total(rates) / float(len(rates))


@dataclass(frozen=True, slots=True)
class AnalogueValue:
    """One analogue. realised, rate: None while it is open."""

    name: str
    options: N
    realised: N | None
    rate: N | None


@dataclass(frozen=True, slots=True)
class Analogues:
    """mean: of the rates of those that are decided, each company alike; pooled: their realised / their options.

    own: how many options the company has that are not emergent; expected: how many would come true at the mean rate.
    """

    rows: tuple[AnalogueValue, ...]
    mean: N | None
    pooled: N | None
    own: int
    expected: N | None

    @property
    def decided(self) -> tuple[AnalogueValue, ...]:
        """Those of which it is known."""
        return tuple(row for row in self.rows if row.rate is not None)


def value_analogues(stated: Sequence[Analogue], own: int, lift: Lift) -> Analogues | None:
    """The rates of a company's analogues; None without any. own: how many options the company itself has."""
    if not stated:
        return None
    rows = tuple(_row(analogue, lift) for analogue in stated)
    rates = [row.rate for row in rows if row.rate is not None]
    if not rates:
        return Analogues(rows, None, None, own, None)
    average = named(mean(rates), "mean rate of the analogues")
    realised = total([row.realised for row in rows if row.realised is not None])
    options = total([row.options for row in rows if row.realised is not None])
    expected = named(average * float(own), "options that would come true") if own else None
    return Analogues(rows, average, named(realised / options, "pooled rate of the analogues"), own, expected)


def _row(analogue: Analogue, lift: Lift) -> AnalogueValue:
    options = lift(analogue.options, f"{analogue.name}: options")
    if analogue.realised is None:
        return AnalogueValue(analogue.name, options, None, None)
    realised = lift(analogue.realised, f"{analogue.name}: realised")
    rate = named(realisation_rate(realised, options), f"{analogue.name}: rate")
    return AnalogueValue(analogue.name, options, realised, rate)
