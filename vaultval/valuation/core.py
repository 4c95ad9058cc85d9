"""The core: what already earns, by multiples, and the net cash. Method §3."""

from collections.abc import Sequence
from dataclasses import dataclass

from vaultval.figure import N, total
from vaultval.model.company_records import Segment
from vaultval.quantity import Quantity
from vaultval.valuation.discounting.forecast import DcfValue, Setting, value_dcf
from vaultval.valuation.steps import Lift, Method


@dataclass(frozen=True, slots=True)
class SegmentValue:
    """A segment's value in currency/share at its low, base and high multiple.

    dcf: of the segment's note, where it states one; it is the base only where the row states none (`by_dcf`).
    """

    name: str
    low: N
    base: N
    high: N
    dcf: DcfValue | None = None
    by_dcf: bool = False


@dataclass(frozen=True, slots=True)
class Core:
    """What already earns. net_cash: currency; the rest: currency/share. low, bull: with every segment at its low or high."""

    segments: tuple[SegmentValue, ...]
    net_cash: N
    net_cash_per_share: N
    low: N
    base: N
    bull: N


def segment_value(
    segment: Segment, shares: N, lift: Lift, method: Method, setting: Setting | None = None
) -> SegmentValue:
    """EBITDA × multiple / shares, or enterprise value / shares, or the stated value per share; without a base, the DCF
    of the segment's note / shares. Each × the row's probability, if it states one; a DCF × the note's.

    A level that is not stated takes the base. setting: of the company, for a DCF. Raises ValueError for a segment
    without a base and without a DCF.
    """
    valued = value_dcf(segment.dcf, setting, lift, segment.name) if segment.dcf and setting else None
    if segment.base is None and valued is None:
        raise ValueError(f"the segment {segment.name!r} has no base value")
    chance = segment.probability or (segment.dcf_probability if segment.base is None else None)

    def level(stated: Quantity | None, word: str) -> N:
        stated = stated or segment.base
        if stated is None and valued is not None:
            number = valued.value / shares
        elif stated is None:
            raise ValueError(f"the segment {segment.name!r} has no base value")
        else:
            number = lift(stated, f"{segment.name}: {word}")
            if segment.basis == "multiples" and segment.ebitda is not None:
                number = lift(segment.ebitda, f"{segment.name}: EBITDA") * number / shares
            elif segment.basis == "enterprise":
                number = number / shares
        if chance is not None:
            number = number * lift(chance, f"{segment.name}: probability")
        return method.settled(number, f"{segment.name}: {word} value per share")

    levels = level(segment.low, "low"), level(segment.base, "base"), level(segment.high, "high")
    return SegmentValue(segment.name, *levels, dcf=valued, by_dcf=segment.base is None)


def core_value(segments: Sequence[SegmentValue], net_cash_per_share: N, method: Method) -> N:
    """Σ base + net cash, in currency/share."""
    return method.settled(total([*(segment.base for segment in segments), net_cash_per_share]), "core")


def core_low_value(segments: Sequence[SegmentValue], net_cash_per_share: N, method: Method) -> N:
    """Σ low + net cash, in currency/share."""
    return method.settled(total([*(segment.low for segment in segments), net_cash_per_share]), "core (low)")


def core_bull_value(
    segments: Sequence[SegmentValue], net_cash_per_share: N, premium: N | None, method: Method
) -> N:
    """Σ high + net cash + the author's premium, if there is one, in currency/share."""
    parts = [*(segment.high for segment in segments), net_cash_per_share]
    return method.settled(total([*parts, premium] if premium is not None else parts), "core (bull)")
