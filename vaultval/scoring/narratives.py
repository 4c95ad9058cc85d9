"""The score of a narrative: points for, points against, their difference, and its strength. Method §1."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import exp, log

from vaultval.config import Config
from vaultval.diagnostics import Finding, finding
from vaultval.figure import Figure, N, named, total
from vaultval.model.records import Evidence, Narrative

BASE_SCORE, SENSITIVITY, LINK_WEIGHT = 0.5, 0.5, 1.0
"""b, β and γ of the method: the strength without evidence, per point of net evidence, and per linked narrative."""


@dataclass(frozen=True, slots=True)
class ScoredItem:
    """One piece of evidence. state: "counts", "expired", "superseded", or "future": dated after the day.

    points: never negative; as stated, or the default of the label. decay: 1, or less by its age where a half-life is
    set. contribution: points × decay, signed; 0 unless it counts.
    """

    evidence: Evidence
    state: str
    points: N
    decay: float
    contribution: float


@dataclass(frozen=True, slots=True)
class NarrativeScore:
    """A narrative's score on a day. strength: "strong", "moderate" or "weak". score: the strength as a number, 0 to 1."""

    narrative: Narrative
    items: tuple[ScoredItem, ...]
    support: N
    attack: N
    net: N
    strength: str
    score: float
    last_evidence: date | None
    open_questions: int
    oldest_question: date | None


def score_narratives(
    narratives: Sequence[Narrative], config: Config, as_of: date
) -> tuple[tuple[NarrativeScore, ...], list[Finding]]:
    """Every narrative's score from the evidence that is known on a day."""
    findings: list[Finding] = []
    scored: list[tuple[Narrative, tuple[ScoredItem, ...]]] = []
    for narrative in narratives:
        half_life = narrative.half_life.value if narrative.half_life else config.scoring.half_life
        items = tuple(_scored(item, config, as_of, half_life) for item in narrative.evidence)
        scored.append((narrative, items))
        findings += [
            finding(
                "evidence-of-the-future", item.evidence.place, f"dated {item.evidence.date}, after {as_of}"
            )
            for item in items
            if item.state == "future"
        ]
    nets = {narrative.id: sum(item.contribution for item in items) for narrative, items in scored}
    strengths = linked_strengths(nets, _links(narratives))
    return tuple(
        _summary(narrative, items, strengths[narrative.id], config) for narrative, items in scored
    ), findings


def decay_of(day: date | None, as_of: date, half_life: float | None) -> float:
    """2^(−age/half_life); 1 without a half-life or a date. half_life: years of 365 days."""
    if not half_life or day is None:
        return 1.0
    return float(2 ** (-(as_of - day).days / 365 / half_life))


def _scored(item: Evidence, config: Config, as_of: date, half_life: float | None) -> ScoredItem:
    state = "counts"
    if item.date and item.date > as_of:
        state = "future"
    elif item.superseded:
        state = "superseded"
    elif item.expires and item.expires < as_of:
        state = "expired"
    if item.points is not None:
        points = Figure(abs(item.points.value), "input", (), item.text, item.place, item.points.text)
    else:
        points = Figure(config.scoring.points[item.label], "input", (), item.text, item.place, item.label)
    sign = 1 if item.supports else -1
    decay = decay_of(item.date, as_of, half_life) if state == "counts" else 1.0
    return ScoredItem(item, state, points, decay, sign * points.value * decay if state == "counts" else 0.0)


def _summary(
    narrative: Narrative, items: tuple[ScoredItem, ...], score: float, config: Config
) -> NarrativeScore:
    counting = [item for item in items if item.state == "counts"]
    support = named(total([item.points for item in counting if item.evidence.supports]), "points for")
    attack = named(total([item.points for item in counting if not item.evidence.supports]), "points against")
    net = named(support - attack, f"{narrative.name}: net points")
    since = [task.since for task in narrative.open_questions if task.since]
    return NarrativeScore(
        narrative=narrative,
        items=items,
        support=support,
        attack=attack,
        net=net,
        strength=strength(float(net), config),
        score=score,
        last_evidence=max((item.evidence.date for item in counting if item.evidence.date), default=None),
        open_questions=len(narrative.open_questions),
        oldest_question=min(since, default=None),
    )


def strength(net: float, config: Config) -> str:
    """The band that net points fall in."""
    if net >= config.scoring.strong:
        return "strong"
    return "moderate" if net >= config.scoring.moderate else "weak"


def _links(narratives: Sequence[Narrative]) -> dict[str, list[tuple[str, float]]]:
    """Narrative id → the narratives that speak for (+1) or against (−1) it."""
    known = {narrative.id for narrative in narratives}
    links: dict[str, list[tuple[str, float]]] = {name: [] for name in sorted(known)}
    for narrative in narratives:
        for weight, references in ((1.0, narrative.supports), (-1.0, narrative.contradicts)):
            for reference in references:
                links[reference.target].append((narrative.id, weight))
    return links


def logistic(x: float) -> float:
    """1/(1+e^−x), without overflow."""
    return 1 / (1 + exp(-x)) if x >= 0 else exp(x) / (1 + exp(x))


def linked_strengths(
    nets: Mapping[str, float], links: Mapping[str, Sequence[tuple[str, float]]]
) -> dict[str, float]:
    """S = σ(logit(b) + β·net + γ·Σ ω·s_m) for every narrative, by iteration from b.

    nets: net points. links: the narratives m that speak for or against each, with ω. The MLP-based gradual
    semantics of quantitative bipolar argumentation (Potyka, AAAI 2021); with no links logit(s)/β is the net.
    Iterated until nothing moves by more than 1e-15; without cycles that is exact after as many rounds as the
    longest chain, and with cycles of fewer than four links a narrative it is the only fixed point.
    """
    offset = log(BASE_SCORE / (1 - BASE_SCORE))
    current = dict.fromkeys(nets, BASE_SCORE)
    for _round in range(max(2000, len(nets) + 1)):
        following = {
            name: logistic(
                offset + SENSITIVITY * net + LINK_WEIGHT * sum(w * current[m] for m, w in links.get(name, ()))
            )
            for name, net in nets.items()
        }
        if all(abs(following[name] - current[name]) <= 1e-15 for name in nets):
            return following
        current = following
    return current
