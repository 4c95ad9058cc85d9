"""What the options' success does for each other: conditional probabilities, platform multiplier, PMX. Method §7."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vaultval.diagnostics import Finding, finding
from vaultval.figure import N, looked_up, named, smallest, total
from vaultval.quantity import Quantity
from vaultval.valuation.steps import Method

LEVERAGE = {"very high": 4.0, "high": 3.0, "medium": 2.0, "low": 1.0}
"""What a level of platform leverage counts in the average."""

STARS = ((5, 1.0, 3.5, 1.15, 1.25, 1.20), (4, 0.8, 2.5, 1.10, 1.15, 1.125), (3, 0.6, 1.5, 1.05, 1.10, 1.075))
"""Stars, the least coverage, the least average leverage, and the band of multipliers: its ends and its middle."""


@dataclass(frozen=True, slots=True)
class Boost:
    """A source of synergy: an option, its coefficient towards the other, and its own probability."""

    source: str
    coefficient: N
    probability: N


def uplifted(probability: N, boost: Boost, weight: float = 1.0) -> N:
    """P + w · S · P(A) · (1 − P): the chance that the option succeeds by itself or is carried."""
    gain = boost.coefficient * boost.probability * (1 - probability)
    return probability + (gain if weight == 1.0 else weight * gain)


def adjusted_probability(probability: N, boosts: Sequence[Boost], method: Method) -> N:
    """The probability after synergy from at most two sources; never above p_max, unless it was before.

    One source: P1. Two: the mean of P1 and P2, where P2 adds the second source at its discounted weight.
    """
    if not boosts or float(probability) <= 0:
        return probability
    first = named(uplifted(probability, boosts[0]), "probability with the first source")
    result = first
    if len(boosts) > 1:
        second = named(uplifted(first, boosts[1], method.second_source), "probability with the second source")
        result = (first + second) / 2
    ceiling = max(method.p_max, float(probability))
    return smallest("no probability after synergy above the maximum", result, ceiling)


def noisy_or(probability: N, boosts: Sequence[Boost]) -> N:
    """1 − (1 − P) · Π (1 − S·P(A)) over all sources: the same idea without an order, shown beside the method's own."""
    failure = 1 - probability
    for boost in boosts:
        failure = failure * (1 - boost.coefficient * boost.probability)
    return 1 - failure


def chosen_sources(
    target: str, stated: Sequence[str] | None, coefficients: Mapping[tuple[str, str], float]
) -> tuple[str, ...]:
    """The sources of an option's synergy: the author's, or those with the largest coefficients towards it.

    Without a statement: the largest, and the next one if both are at least 0.5. At most two.
    """
    if stated is not None:
        return tuple(stated[:2])
    towards = [
        (value, source) for (source, other), value in coefficients.items() if other == target and value > 0
    ]
    towards.sort(key=lambda pair: (-pair[0], pair[1]))
    if len(towards) > 1 and towards[1][0] >= 0.5:
        return towards[0][1], towards[1][1]
    return tuple(source for _, source in towards[:1])


@dataclass(frozen=True, slots=True)
class Platform:
    """How far the options stand on one platform. coverage: a ratio. average: 1 to 4. stars: 1 to 5.

    multiplier: the middle of the band of the stars, low to high.
    """

    coverage: N
    average: N
    stars: N
    multiplier: N
    low: N = 1.0
    high: N = 1.0

    def holds(self, multiplier: float) -> bool:
        """Whether a multiplier lies within the band of the stars."""
        return float(self.low) - 1e-9 <= multiplier <= float(self.high) + 1e-9


def platform(levels: Sequence[N | None]) -> Platform:
    """The platform's stars from the leverage of each option, 1 to 4 (None: no leverage)."""
    held = [level for level in levels if level is not None]
    if not held:
        return Platform(0.0, 0.0, 1, 1.0)
    share = looked_up(f"counting {len(held)} of {len(levels)} options", len(held) / len(levels), *held)
    coverage = named(share, "share of options with a leverage")
    average = named(total(held) / len(held), "average leverage")
    stars, low, high, middle = 2, 1.0, 1.05, 1.025
    for row in STARS:
        if float(coverage) >= row[1] and float(average) >= row[2]:
            stars, low, high, middle = row[0], *row[3:]
            break
    number = named(looked_up("table of stars", float(stars), coverage, average), "stars of the platform")

    def band(value: float, name: str) -> N:
        return named(looked_up("table of stars", value, number), name)

    return Platform(
        coverage, average, number, band(middle, "multiplier from the stars"),
        band(low, "lowest multiplier of the stars"), band(high, "highest multiplier of the stars"),
    )  # fmt: skip


def check_multiplier(stage: Platform, stated: Quantity | None) -> list[Finding]:
    """A stated platform multiplier outside of the band of the stars. Nothing where no option states a leverage."""
    if stated is None or not float(stage.coverage) or stage.holds(stated.value) or stated.place is None:
        return []
    stars = f"{float(stage.stars):.0f} star{'s' if float(stage.stars) > 1 else ''}"
    message = f"the platform multiplier {stated.text} lies outside of the band of {stars}"
    expected = f"{float(stage.low):.2f} to {float(stage.high):.2f}"
    return [finding("multiplier-band", stated.place, message, expected=expected, found=stated.text)]


@dataclass(frozen=True, slots=True)
class Pmx:
    """The options with synergy. All in currency/share; `binds`: whether the cap cuts the premium."""

    independent: N
    adjusted: N
    emergent: N
    uncapped: N
    premium: N
    cap: N
    value: N
    binds: bool


def pmx(
    independent: Sequence[N], adjusted: Sequence[N], emergent: Sequence[N], multiplier: N, method: Method
) -> Pmx:
    """(Σ adjusted + Σ emergent) × multiplier, its premium over Σ independent capped at a share of Σ independent."""
    settled = method.settled
    alone = settled(total(independent), "independent option value")
    together = settled(total(adjusted), "adjusted option value")
    new = settled(total(emergent), "emergent option value")
    uncapped = settled((together + new) * multiplier, "option value with synergy, uncapped")
    premium = settled(uncapped - alone, "synergy premium, uncapped")
    cap = settled(method.cap * alone, "cap of the synergy premium")
    value = settled(alone + smallest("the premium is capped", premium, cap), "option value with synergy")
    return Pmx(alone, together, new, uncapped, premium, cap, value, float(premium) > float(cap))
