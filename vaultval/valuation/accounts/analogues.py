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


def needed_rate(price: N, core: N, bulls: Sequence[N]) -> N | None:
    """(price − core) / Σ bull: the share of what the options are worth with every bull case at certainty that would have to
    come true for core and options to be worth the price. Each counts by that value; synergy is left out. All in
    currency/share; None unless the price is above the core and the bulls are worth something.
    """
    whole = total(bulls)
    return (price - core) / whole if float(price) > float(core) and float(whole) > 0 else None


@dataclass(frozen=True, slots=True)
class AnalogueValue:
    """One analogue. realised, rate: None while it is open. implied_share: of options in its market cap then, if stated."""

    name: str
    options: N
    realised: N | None
    rate: N | None
    implied_share: N | None = None


@dataclass(frozen=True, slots=True)
class Analogues:
    """mean: of the rates of those that are decided, each company alike; pooled: their realised / their options.

    own: how many options the company has that are not emergent; expected: how many would come true at the mean rate.
    needed: the rate that the price asks for; needed_options: that share of their number, as if all weighed alike.
    """

    rows: tuple[AnalogueValue, ...]
    mean: N | None
    pooled: N | None
    own: int
    expected: N | None
    needed: N | None = None
    needed_options: N | None = None

    @property
    def decided(self) -> tuple[AnalogueValue, ...]:
        """Those of which it is known."""
        return tuple(row for row in self.rows if row.rate is not None)


def value_analogues(
    stated: Sequence[Analogue], own: int, lift: Lift, needed: N | None = None
) -> Analogues | None:
    """The rates of a company's analogues; None without any. own: how many options the company itself has. needed: the rate
    that its price asks for.
    """
    if not stated:
        return None
    rows = tuple(_row(analogue, lift) for analogue in stated)
    wanted = None if needed is None else named(needed * float(own), "options that would have to come true")
    rates = [row.rate for row in rows if row.rate is not None]
    if not rates:
        return Analogues(rows, None, None, own, None, needed, wanted)
    average = named(mean(rates), "mean rate of the analogues")
    realised = total([row.realised for row in rows if row.realised is not None])
    options = total([row.options for row in rows if row.realised is not None])
    expected = named(average * float(own), "options that would come true") if own else None
    pooled = named(realised / options, "pooled rate of the analogues")
    return Analogues(rows, average, pooled, own, expected, needed, wanted)


def _row(analogue: Analogue, lift: Lift) -> AnalogueValue:
    options = lift(analogue.options, f"{analogue.name}: options")
    share = (
        lift(analogue.implied_share, f"{analogue.name}: implied share") if analogue.implied_share else None
    )
    if analogue.realised is None:
        return AnalogueValue(analogue.name, options, None, None, share)
    realised = lift(analogue.realised, f"{analogue.name}: realised")
    rate = named(realisation_rate(realised, options), f"{analogue.name}: rate")
    return AnalogueValue(analogue.name, options, realised, rate, share)
