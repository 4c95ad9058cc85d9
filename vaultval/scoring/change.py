"""What changed in a narrative between two days, and how much of it is news, and how much mere ageing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from vaultval.config import Config
from vaultval.figure import N, named
from vaultval.model.records import Evidence
from vaultval.scoring.narratives import NarrativeScore, score_with
from vaultval.scoring.points import ScoredItem, effective_points, score_items


@dataclass(frozen=True, slots=True)
class Change:
    """A narrative on a day, against an earlier one. Points, but for the scores.

    decay: by what the effective net points that were known on the earlier day have aged and expired. news: by what came
    to be known since: evidence, and what supersedes it. effective: decay + news. by_links: what the narratives that speak
    for or against it moved of the score: the score, less what it would be were they as strong as on the earlier day. new: evidence that counts now and was
    not known. expired, superseded: evidence that counted then and does not now.
    """

    then: NarrativeScore
    now: NarrativeScore
    net: N
    score: N
    by_links: N
    decay: N
    news: N
    effective: N
    new: tuple[ScoredItem, ...]
    expired: tuple[ScoredItem, ...]
    superseded: tuple[ScoredItem, ...]


def changes(
    then: Mapping[str, NarrativeScore],
    now: Mapping[str, NarrativeScore],
    config: Config,
    since: date,
    as_of: date,
) -> dict[str, Change]:
    """What changed in each narrative, by its id. then, now: the scores of the same notes on `since` and on `as_of`.

    Raises ValueError if `since` is after `as_of`.
    """
    if since > as_of:
        raise ValueError(f"{since} is after {as_of}")
    before = {name: score.score for name, score in then.items()}
    return {name: _change(then[name], score, before, config, since, as_of) for name, score in now.items()}


def _change(
    then: NarrativeScore,
    now: NarrativeScore,
    before: Mapping[str, N],
    config: Config,
    since: date,
    as_of: date,
) -> Change:
    name = now.narrative.name
    unmoved = score_with(now, before, config) if now.links else now.score
    known = [_as_known(item, since) for item in now.narrative.evidence if not _later(item.date, since)]
    aged = effective_points(score_items(now.narrative, known, config, as_of), name).net
    decay = named(aged - then.effective.net, f"{name}: change by age and expiry")
    news = named(now.effective.net - aged, f"{name}: change by news")
    counted = {index for index, item in enumerate(then.items) if item.state == "counts"}
    lost = [item for index, item in enumerate(now.items) if index in counted]
    return Change(
        then=then,
        now=now,
        net=named(now.net - then.net, f"{name}: change of net points"),
        score=named(now.score - then.score, f"{name}: change of score"),
        by_links=named(now.score - unmoved, f"{name}: change of score by links"),
        decay=decay,
        news=news,
        effective=named(decay + news, f"{name}: change of effective net points"),
        new=tuple(i for i in now.items if i.state == "counts" and _later(i.evidence.date, since)),
        expired=tuple(item for item in lost if item.state == "expired"),
        superseded=tuple(item for item in lost if item.state == "superseded"),
    )


def _as_known(item: Evidence, since: date) -> Evidence:
    """An item as it was known: nothing had superseded it that came later."""
    if item.superseded and _later(item.superseded_on, since):
        return item.model_copy(update={"superseded": False, "superseded_on": None})
    return item


def _later(day: date | None, since: date) -> bool:
    return day is not None and day > since
