"""The score of a narrative: points for, points against, their difference, and its strength. Method §1."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from vaultval.config import Config
from vaultval.diagnostics import Finding, finding
from vaultval.figure import Figure, N, named, smallest, total
from vaultval.model.bases import Reference
from vaultval.model.records import Narrative
from vaultval.scoring.points import Points, ScoredItem, effective_points, score_items
from vaultval.scoring.semantics import SEMANTICS, Argument, Circle, Solution, log_odds, solve

FRESH = timedelta(days=365)
"""Evidence is fresh for so long."""


class Part(NamedTuple):
    """What one thing adds to the log-odds of a strength. kind: "base", "item" or "link".

    subject: the id of the evidence, or of the narrative that speaks for or against this one; "" for the base.
    """

    kind: str
    subject: str
    value: N


class Link(NamedTuple):
    """A narrative that speaks for or against another one. weight: above 0 for, below 0 against.

    counts: whether it enters the other's strength; not on a circle that does not come to rest.
    """

    source: str
    weight: N
    reference: Reference
    counts: bool = True


@dataclass(frozen=True, slots=True)
class NarrativeScore:
    """A narrative's score on a day. strength: "strong", "moderate" or "weak", by the plain net points.

    effective: the points that are left of them. score: the strength as a number, 0 to 1. parts: of its
    log-odds in the semantics mlp, in the order in which they sum exactly to `log_odds`; else none. fresh: the share of
    effective points, both sides, from evidence dated within the last 365 days; None without effective points.
    """

    narrative: Narrative
    items: tuple[ScoredItem, ...]
    support: N
    attack: N
    net: N
    strength: str
    effective: Points
    score: N
    log_odds: N | None
    parts: tuple[Part, ...]
    links: tuple[Link, ...]
    fresh: float | None
    last_evidence: date | None
    open_questions: int
    oldest_question: date | None


def score_narratives(
    narratives: Sequence[Narrative], config: Config, as_of: date
) -> tuple[tuple[NarrativeScore, ...], list[Finding]]:
    """Every narrative's score from the evidence that is known on a day."""
    scored = [(each, score_items(each, each.evidence, config, as_of)) for each in narratives]
    findings = [
        finding("evidence-of-the-future", item.evidence.place, f"dated {item.evidence.date}, after {as_of}")
        for _narrative, items in scored
        for item in items
        if item.state == "future"
    ]
    links = links_between(narratives)
    solution = solve(_arguments(scored, links, config), SEMANTICS[config.scoring.semantics])
    findings += _unsettled(solution.circles, {each.id: each for each in narratives}, links)
    restless = {
        name: circle.members for circle in solution.circles if not circle.settled for name in circle.members
    }
    links = {
        name: [link._replace(counts=link.source not in restless.get(name, ())) for link in found]
        for name, found in links.items()
    }
    return tuple(
        _summary(each, items, links[each.id], solution, config, as_of) for each, items in scored
    ), findings


def links_between(narratives: Sequence[Narrative]) -> dict[str, list[Link]]:
    """Narrative id → those of the narratives that speak for or against it; ±1 where the link states no weight.

    A link of a narrative to itself is none.
    """
    links: dict[str, list[Link]] = {name: [] for name in sorted(narrative.id for narrative in narratives)}
    for narrative in narratives:
        for sign, references in ((1.0, narrative.supports), (-1.0, narrative.contradicts)):
            for reference in references:
                if reference.target in links and reference.target != narrative.id:
                    links[reference.target].append(Link(narrative.id, _weight(reference, sign), reference))
    return links


def _weight(reference: Reference, sign: float) -> N:
    stated = reference.weight
    if stated is None:
        return sign
    weight = Figure(stated.value, "input", (), "weight of the link", stated.place, stated.text)
    return weight if sign > 0 else -1.0 * weight


def _arguments(
    scored: Sequence[tuple[Narrative, Sequence[ScoredItem]]],
    links: Mapping[str, Sequence[Link]],
    config: Config,
) -> dict[str, Argument]:
    """Each narrative with its evidence as signed inputs, and the narratives that speak for or against it.

    mlp: β × effective points, and γ × weight. Else an item is an argument of strength min(effective points, 1).
    """
    settings, additive = config.scoring, config.scoring.semantics == "mlp"
    base = Figure(settings.base, "constant", (), "base")
    scale = settings.link_weight if additive else 1.0
    return {
        narrative.id: Argument(
            base,
            [_input(item, settings.sensitivity, additive) for item in items if item.state == "counts"],
            [(link.source, scale * link.weight) for link in links[narrative.id] if link.counts],
            narrative.name,
        )
        for narrative, items in scored
    }


def score_with(score: NarrativeScore, strengths: Mapping[str, N], config: Config) -> N:
    """The score that a narrative's evidence makes where those that speak for or against it are of other strengths.

    strengths: 0 to 1, by narrative id, of every narrative that `score.links` names.
    """
    own = _arguments([(score.narrative, score.items)], {score.narrative.id: score.links}, config)
    alone = own[score.narrative.id]
    given = [*alone.given, *(weight * strengths[name] for name, weight in alone.parents)]
    fixed = alone._replace(given=given, parents=())
    return solve({score.narrative.id: fixed}, SEMANTICS[config.scoring.semantics]).strengths[
        score.narrative.id
    ]


def _input(item: ScoredItem, sensitivity: float, additive: bool) -> N:
    sign = 1.0 if item.evidence.supports else -1.0
    if additive:
        return sign * sensitivity * item.effective
    return sign * smallest("an item counts 1 at most", item.effective, 1.0)


def _summary(
    narrative: Narrative,
    items: tuple[ScoredItem, ...],
    links: Sequence[Link],
    solution: Solution,
    config: Config,
    as_of: date,
) -> NarrativeScore:
    name, counting = narrative.name, [item for item in items if item.state == "counts"]
    pro = [item for item in counting if item.evidence.supports]
    con = [item for item in counting if not item.evidence.supports]
    support = named(total([item.points for item in pro]), "points for")
    attack = named(total([item.points for item in con]), "points against")
    net = named(support - attack, f"{name}: net points")
    effective = effective_points(items, name)
    parts = tuple(_parts(counting, links, solution.inputs[narrative.id], config))
    questions = [task for task in narrative.open_questions if task.open_on(as_of)]
    return NarrativeScore(
        narrative=narrative,
        items=items,
        support=support,
        attack=attack,
        net=net,
        strength=strength(float(net), config),
        effective=effective,
        score=named(solution.strengths[narrative.id], f"{name}: score"),
        log_odds=named(total([part.value for part in parts]), f"{name}: log-odds") if parts else None,
        parts=parts,
        links=tuple(links),
        fresh=_fresh(counting, as_of),
        last_evidence=max((item.evidence.date for item in counting if item.evidence.date), default=None),
        open_questions=len(questions),
        oldest_question=min((task.since for task in questions if task.since), default=None),
    )


def _parts(
    counting: Sequence[ScoredItem], links: Sequence[Link], inputs: Sequence[N], config: Config
) -> Iterator[Part]:
    """What adds up to the log-odds, in the order of the adding. Only the semantics mlp adds."""
    if config.scoring.semantics != "mlp":
        return
    yield Part("base", "", log_odds(Figure(config.scoring.base, "constant", (), "base")))
    subjects = [("item", item.evidence.id) for item in counting] + [("link", link.source) for link in links]
    for (kind, subject), value in zip(subjects, inputs, strict=True):
        yield Part(kind, subject, value)


def _fresh(counting: Sequence[ScoredItem], as_of: date) -> float | None:
    """The share of effective points from evidence dated within the last 365 days."""
    whole = sum(float(item.effective) for item in counting)
    recent = [
        float(item.effective)
        for item in counting
        if item.evidence.date and as_of - item.evidence.date <= FRESH
    ]
    return sum(recent) / whole if whole > 0 else None


def strength(net: float, config: Config) -> str:
    """The band that net points fall in."""
    if net >= config.scoring.strong:
        return "strong"
    return "moderate" if net >= config.scoring.moderate else "weak"


def _unsettled(
    circles: Sequence[Circle], narratives: Mapping[str, Narrative], links: Mapping[str, Sequence[Link]]
) -> list[Finding]:
    """A finding for each circle whose strengths are not proven unique, at the first link of it."""
    findings: list[Finding] = []
    for circle in circles:
        if circle.unique and circle.settled:
            continue
        names = ", ".join(repr(narratives[name].name) for name in circle.members[:4])
        names += ", …" if len(circle.members) > 4 else ""
        place = min(
            link.reference.place for m in circle.members for link in links[m] if link.source in circle.members
        )
        what = (
            "need not be the only ones"
            if circle.settled
            else "do not come to rest; the links among them were left out"
        )
        message = f"{names} speak for or against each other so strongly that their strengths {what}"
        findings.append(finding("unsettled-circle", place, message))
    return findings
