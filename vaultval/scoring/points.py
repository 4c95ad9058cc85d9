"""The points of a piece of evidence, and what is left of them: reliability, decay, independence. Method §1."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from vaultval.config import Config
from vaultval.figure import Figure, N, named, product, total
from vaultval.model.provenance import admiralty
from vaultval.model.records import Evidence, Narrative

YEAR = 365
"""The days of a year by which evidence ages."""

_NONE: N = 1.0


@dataclass(frozen=True, slots=True)
class ScoredItem:
    """One piece of evidence. state: "counts", "expired", "superseded", or "future": dated after the day.

    points: never negative; as stated, or the default of the label. reliability, decay, independence: the factors, each
    0 to 1, and 1 where nothing says otherwise. effective: points × factors, 0 unless it counts. contribution: the same,
    signed.
    """

    evidence: Evidence
    state: str
    points: N
    reliability: N
    decay: N
    independence: N
    effective: N
    contribution: N

    @property
    def plain(self) -> bool:
        """Whether all factors are 1."""
        return all(float(factor) == 1 for factor in (self.reliability, self.decay, self.independence))


class Points(NamedTuple):
    """Effective points for and against a narrative, and what is left: the contributions, summed in the items' order."""

    support: N
    attack: N
    net: N


def effective_points(items: Sequence[ScoredItem], name: str) -> Points:
    """The sums over what counts. name: the narrative's."""
    counting = [item for item in items if item.state == "counts"]
    sides = [
        total([item.effective for item in counting if item.evidence.supports == supports])
        for supports in (True, False)
    ]
    support, attack = named(sides[0], "effective points for"), named(sides[1], "effective points against")
    net = total([item.contribution for item in counting])
    return Points(support, attack, named(net, f"{name}: effective net points"))


def score_items(
    narrative: Narrative, evidence: Sequence[Evidence], config: Config, as_of: date
) -> tuple[ScoredItem, ...]:
    """The evidence with its points and effective points on a day, in its order."""
    items = [_alone(item, config, as_of, half_life_of(narrative, item.label, config)) for item in evidence]
    factors = independence(items, config.scoring.same_source)
    return tuple(_effective(item, factors.get(index, _NONE)) for index, item in enumerate(items))


def half_life_of(narrative: Narrative, label: str, config: Config) -> N | None:
    """The half-life of evidence in years: its narrative's, else its label's, else that of the vault; None: it does not
    age.
    """
    own = narrative.half_life
    if own:
        return Figure(own.value, "input", (), "half-life in years", own.place, own.text)
    stated = config.scoring.half_life_of.get(label, config.scoring.half_life)
    return Figure(stated, "constant", (), "half-life in years") if stated else None


def decay(age: N, half_life: N) -> N:
    """0.5^(age / half-life): 1 at first, ½ after one half-life. age, half_life: years."""
    return 0.5 ** (age / half_life)


def state_of(item: Evidence, as_of: date) -> str:
    """Whether an item counts on a day, or why it does not."""
    if item.date and item.date > as_of:
        return "future"
    if item.superseded and (item.superseded_on is None or item.superseded_on <= as_of):
        return "superseded"
    if item.expires and item.expires < as_of:
        return "expired"
    return "counts"


def points_of(item: Evidence, config: Config) -> float:
    """The points that an item states, without their sign, or those of its label."""
    return config.scoring.points[item.label] if item.points is None else abs(item.points.value)


def _alone(item: Evidence, config: Config, as_of: date, half_life: N | None) -> ScoredItem:
    """An item by itself: its points, and its reliability and age where they matter."""
    written = item.points.text if item.points else item.label
    points = Figure(points_of(item, config), "input", (), item.text, item.place, written)
    reliability, aged = _NONE, _NONE
    if item.reliability:
        code, place = item.reliability
        reliability = Figure(admiralty(code), "input", (), "reliability", place, code)
    state = state_of(item, as_of)
    if half_life is not None and item.date and state == "counts":
        age = (as_of - item.date).days / YEAR
        aged = decay(Figure(age, "input", (), "age in years", item.place, item.date.isoformat()), half_life)
        aged = named(aged, "decay")
    return ScoredItem(item, state, points, reliability, aged, _NONE, points, 0.0)


def _effective(item: ScoredItem, independent: N) -> ScoredItem:
    if item.state != "counts":
        return replace(item, effective=0.0)
    factors = [factor for factor in (item.reliability, item.decay, independent) if float(factor) != 1]
    effective = item.points
    if factors:
        effective = named(product([item.points, *factors]), f"effective: {item.evidence.text}")
    contribution = effective if item.evidence.supports else 0.0 - effective
    return replace(item, independence=independent, effective=effective, contribution=contribution)


def independence(items: Sequence[ScoredItem], same_source: float) -> Mapping[int, N]:
    """The factor of each item that repeats another one, by its index; an item that is not there stands by itself.

    Among what counts, within one side: of one origin only the largest counts; of one source, the first that an item
    names, the k-th largest counts × same_source^(k − 1). Of equals the one that stands first in the vault is larger.
    """
    factors: dict[int, N] = {}
    order = sorted(
        (index for index, item in enumerate(items) if item.state == "counts"),
        key=lambda index: (-_size(items[index]), items[index].evidence.place, index),
    )
    origins: set[tuple[bool, str]] = set()
    ranks: dict[tuple[bool, str], int] = {}
    for index in order:
        item = items[index].evidence
        if item.origin:
            origin = (item.supports, origin_key(item.origin))
            if origin in origins:
                name = "the origin counts already"
                factors[index] = Figure(0.0, "input", (), name, item.place, item.origin)
                continue
            origins.add(origin)
        if item.sources:
            source = (item.supports, item.sources[0])
            rank = ranks[source] = ranks.get(source, 0) + 1
            if rank > 1:
                name = (
                    f"the {rank}th of its source"
                    if rank > 3
                    else f"the {('second', 'third')[rank - 2]} of its source"
                )
                text = item.sources[0]
                factors[index] = Figure(same_source ** (rank - 1), "input", (), name, item.place, text)
    return factors


def origin_key(origin: str) -> str:
    """An origin as it compares: in any case, in brackets or not."""
    inner = origin.strip().removeprefix("[[").removesuffix("]]").partition("|")[0]
    return " ".join(unicodedata.normalize("NFC", inner).split()).casefold()


def _size(item: ScoredItem) -> float:
    return float(item.points) * float(item.reliability) * float(item.decay)
