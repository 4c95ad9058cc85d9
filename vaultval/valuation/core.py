"""The core: what already earns, by multiples, and the net cash. Method §3."""

from collections.abc import Sequence
from dataclasses import dataclass

from vaultval.figure import N, total
from vaultval.model.company_records import Segment
from vaultval.quantity import Quantity
from vaultval.valuation.steps import Lift, Method


@dataclass(frozen=True, slots=True)
class SegmentValue:
    """A segment's value in currency/share at its low, base and high multiple."""

    name: str
    low: N
    base: N
    high: N


@dataclass(frozen=True, slots=True)
class Core:
    """What already earns. net_cash: currency; the rest: currency/share."""

    segments: tuple[SegmentValue, ...]
    net_cash: N
    net_cash_per_share: N
    base: N
    bull: N


def segment_value(segment: Segment, shares: N, lift: Lift, method: Method) -> SegmentValue:
    """EBITDA × multiple / shares, or enterprise value / shares, or the stated value per share.

    A level that is not stated takes the base. Raises ValueError for a segment without a base.
    """
    if segment.base is None:
        raise ValueError(f"the segment {segment.name!r} has no base value")
    base = segment.base

    def level(stated: Quantity | None, word: str) -> N:
        number = lift(stated or base, f"{segment.name}: {word}")
        if segment.basis == "multiples" and segment.ebitda is not None:
            number = lift(segment.ebitda, f"{segment.name}: EBITDA") * number / shares
        elif segment.basis == "enterprise":
            number = number / shares
        return method.settled(number, f"{segment.name}: {word} value per share")

    return SegmentValue(
        segment.name, level(segment.low, "low"), level(base, "base"), level(segment.high, "high")
    )


def core_value(segments: Sequence[SegmentValue], net_cash_per_share: N, method: Method) -> N:
    """Σ base + net cash, in currency/share."""
    return method.settled(total([*(segment.base for segment in segments), net_cash_per_share]), "core")


def core_bull_value(
    segments: Sequence[SegmentValue], net_cash_per_share: N, premium: N | None, method: Method
) -> N:
    """Σ high + net cash + the author's premium, if there is one, in currency/share."""
    parts = [*(segment.high for segment in segments), net_cash_per_share]
    return method.settled(total([*parts, premium] if premium is not None else parts), "core (bull)")
