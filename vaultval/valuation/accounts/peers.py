"""The ratios and multiples of other companies beside the company's own.

Source: the method of comparable companies, as in A. Damodaran, "Investment Valuation", 3rd ed. 2012, part on relative
valuation. All are plain ratios of one year's accounts and of the market capitalisation.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vaultval.diagnostics import Finding, finding
from vaultval.figure import N, named
from vaultval.model.account_records import Peer
from vaultval.quantity import Unit, written
from vaultval.valuation.accounts.calculations import fits
from vaultval.valuation.accounts.financials import ratio
from vaultval.valuation.steps import Lift

PEER_RATIOS: Mapping[str, tuple[str, str]] = {
    "rd_to_revenue": ("rd", "revenue"),
    "sbc_to_revenue": ("sbc", "revenue"),
    "sbc_to_net_income": ("sbc", "net_income"),
    "net_margin": ("net_income", "revenue"),
    "ps": ("market_cap", "revenue"),
    "pe": ("market_cap", "net_income"),
}
"""Each ratio and what is divided by what. `ps` and `pe` are multiples."""


@dataclass(frozen=True, slots=True)
class PeerValue:
    """One company. ratios: by PEER_RATIOS, of its amounts where both are stated, else as stated. bounds: ≤, <, ≥ or > of
    those that are stated with one.
    """

    name: str
    ratios: Mapping[str, N]
    bounds: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Peers:
    """The peers in the order of the note. own: the company's, by the same keys, those that are known."""

    rows: tuple[PeerValue, ...]
    own: Mapping[str, N]


def value_peers(
    stated: Sequence[Peer], own: Mapping[str, N | None], lift: Lift
) -> tuple[Peers | None, list[Finding]]:
    """The ratios of each peer; None without any. A stated ratio that its amounts contradict is told, and does not count."""
    findings: list[Finding] = []
    rows = []
    for peer in stated:
        row, found = _row(peer, lift)
        rows.append(row)
        findings += found
    if not any(row.ratios for row in rows):
        return None, findings
    known = {key: number for key in PEER_RATIOS if (number := own.get(key)) is not None}
    return Peers(tuple(rows), known), findings


def _row(peer: Peer, lift: Lift) -> tuple[PeerValue, list[Finding]]:
    values = dict(peer.values)
    numbers = {key: lift(quantity, f"{peer.name}: {key}") for key, quantity in values.items()}
    findings: list[Finding] = []
    ratios: dict[str, N] = {}
    bounds: dict[str, str] = {}
    for key, (part, whole) in PEER_RATIOS.items():
        computed = ratio(numbers[part], numbers[whole]) if part in numbers and whole in numbers else None
        stated = values.get(key)
        if computed is not None:
            ratios[key] = named(computed, f"{peer.name}: {key}")
            if stated is not None and not fits(stated, float(computed)):
                message = f"{stated.text!r} of {peer.name!r} is not what its amounts give"
                unit = Unit.MULTIPLE if key in ("ps", "pe") else Unit.RATIO
                expected = written(round(float(computed), 4), unit)
                place = stated.place or peer.place
                findings.append(
                    finding("calculation-differs", place, message, expected=expected, found=stated.text)
                )
        elif stated is not None:
            ratios[key] = numbers[key]
            if stated.bound:
                bounds[key] = stated.bound
    return PeerValue(peer.name, ratios, bounds), findings
