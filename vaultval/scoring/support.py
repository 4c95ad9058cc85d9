"""What a narrative rests on: evidence at all, evidence that its rival claims too, one source alone, one item twice. Method §1."""

from collections.abc import Iterator, Sequence

from vaultval.diagnostics import Finding, finding
from vaultval.model.records import Evidence, Model
from vaultval.place import Place
from vaultval.scoring.narratives import NarrativeScore
from vaultval.scoring.points import ScoredItem


def check_support(scores: Sequence[NarrativeScore], model: Model) -> list[Finding]:
    """The findings on what narratives rest on. Only evidence that counts on the day is looked at."""
    return [
        *_without_evidence(scores, model),
        *_for_rivals(scores),
        *_from_one_source(scores),
        *_twice(scores),
        *_both_ways(model),
    ]


def _without_evidence(scores: Sequence[NarrativeScore], model: Model) -> Iterator[Finding]:
    options = [*model.orphans, *(option for company in model.companies for option in company.options)]
    credited: dict[str, list[str]] = {}
    for option in options:
        if option.narrative:
            credited.setdefault(option.narrative.target, []).append(option.name)
    for score in scores:
        narrative = score.narrative
        if not narrative.evidence:
            names = credited.get(narrative.id, ())
            message = f"nothing speaks for or against {narrative.name!r}"
            if names:
                message += f", to which the value of {_listed(names)} is credited"
            yield finding("narrative-without-evidence", narrative.place, message)


def _for_rivals(scores: Sequence[NarrativeScore]) -> Iterator[Finding]:
    """A finding for each item that supports two narratives of which one contradicts the other."""
    held = {score.narrative.id: {item.evidence.id: item.evidence for item in _for(score)} for score in scores}
    names = {score.narrative.id: score.narrative.name for score in scores}
    for (one, other), place in _rivals(scores).items():
        for identity in sorted(held[one].keys() & held[other].keys()):
            item: Evidence = held[one][identity]
            message = f"the item supports {names[one]!r} and its rival {names[other]!r}"
            yield finding("evidence-for-rivals", item.place, message, other=place)


def _rivals(scores: Sequence[NarrativeScore]) -> dict[tuple[str, str], Place]:
    """Each two narratives of which one contradicts the other, and where it says so first."""
    rivals: dict[tuple[str, str], Place] = {}
    for score in scores:
        for reference in score.narrative.contradicts:
            one, other = sorted((score.narrative.id, reference.target))
            if one != other:
                rivals.setdefault((one, other), reference.place)
    return rivals


def _from_one_source(scores: Sequence[NarrativeScore]) -> Iterator[Finding]:
    """A finding for each narrative whose evidence names a single source, which carries over half of its points."""
    for score in scores:
        supporting = _for(score)
        sourced = [item for item in supporting if _sources(item.evidence)]
        sources = {source for item in sourced for source in _sources(item.evidence)}
        total = sum(float(item.points) for item in supporting)
        carried = sum(float(item.points) for item in sourced)
        if len(sources) == 1 and carried > total / 2:
            share = (
                "all points" if len(sourced) == len(supporting) else f"{carried:.4g} of {total:.4g} points"
            )
            message = f"{share} for {score.narrative.name!r} rest on one source, {sources.pop()!r}"
            yield finding("single-source", score.narrative.place, message, other=sourced[0].evidence.place)


def _twice(scores: Sequence[NarrativeScore]) -> Iterator[Finding]:
    """A finding for each item of a narrative that says what another one says, of the same day or without one, or that
    stands on both sides of it.
    """
    for score in scores:
        told: dict[str, list[Evidence]] = {}
        for item in score.items:
            words = " ".join(item.evidence.text.split()).casefold()
            if item.state != "counts" or not words:
                continue
            own, before = item.evidence, told.setdefault(words, [])
            first = next((each for each in before if _same_day(own, each)), None)
            before.append(own)
            if first is None:
                continue
            name = score.narrative.name
            if own.supports != first.supports:
                message = f"the item counts for and against {name!r}"
            else:
                message = f"the item counts {'for' if own.supports else 'against'} {name!r} a second time"
            other = first.place if first.place != own.place else None
            yield finding("evidence-twice", own.place, message, other=other)


def _same_day(one: Evidence, other: Evidence) -> bool:
    return one.date == other.date or one.date is None or other.date is None


def _both_ways(model: Model) -> Iterator[Finding]:
    """A finding for each link of a narrative to itself, and for each that it speaks for and against."""
    for narrative in model.narratives:
        for reference in (*narrative.supports, *narrative.contradicts):
            if reference.target == narrative.id:
                message = f"{narrative.name!r} speaks for or against itself"
                yield finding("narrative-both-ways", reference.place, message)
        supported = {reference.target: reference.place for reference in narrative.supports}
        for reference in narrative.contradicts:
            if reference.target in supported and reference.target != narrative.id:
                message = f"{narrative.name!r} supports {reference.text!r} and contradicts it"
                yield finding(
                    "narrative-both-ways", reference.place, message, other=supported[reference.target]
                )


def _sources(item: Evidence) -> tuple[str, ...]:
    """Where an item comes from in the end: what its sources have it from, if it says so."""
    return (item.origin,) if item.origin else item.sources


def _for(score: NarrativeScore) -> list[ScoredItem]:
    return [
        item
        for item in score.items
        if item.state == "counts" and item.evidence.supports and float(item.points) > 0
    ]


def _listed(names: Sequence[str]) -> str:
    shown = [repr(name) for name in sorted(names)[:3]]
    more = len(names) - len(shown)
    return ", ".join([*shown, f"{more} more"] if more else shown)
