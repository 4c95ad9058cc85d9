"""How often the leading narrative of a company changed: a market that trades a new story each quarter trades none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from vaultval.config import Config
from vaultval.model.records import Company, Model, Narrative
from vaultval.scoring.points import points_of, state_of
from vaultval.vocabulary import folded

UNSTABLE = 3
"""From so many changes on the story is unstable."""


@dataclass(frozen=True, slots=True)
class Rotation:
    """leaders: day → the id of the narrative with the most net points, for the days on which any evidence was known.

    changes: how often the leader was another one than on the day before it.
    """

    leaders: Mapping[date, str]
    changes: int

    @property
    def unstable(self) -> bool:
        """Whether it changed three times or more."""
        return self.changes >= UNSTABLE


def rotation(narratives: Sequence[Narrative], config: Config, days: Sequence[date]) -> Rotation | None:
    """Who led on each of the days, which are in order, by plain net points; of equals the one before, else by name.

    None where there is nothing to tell: less than two narratives, or no evidence of theirs with a date.
    """
    dated = any(item.date for narrative in narratives for item in narrative.evidence)
    if len(narratives) < 2 or not dated:
        return None
    ordered = sorted(narratives, key=lambda narrative: (narrative.name, narrative.id))
    leaders: dict[date, str] = {}
    before = ""
    for day in days:
        nets = {each.id: net for each in ordered if (net := net_on(each, config, day)) is not None}
        if nets:
            most = max(nets.values())
            best = [name for name, net in nets.items() if net == most]
            before = before if before in best else best[0]
            leaders[day] = before
    led = list(leaders.values())
    return Rotation(leaders, sum(one != other for one, other in pairwise(led)))


def net_on(narrative: Narrative, config: Config, day: date) -> float | None:
    """The net points of a narrative on a day; None where none of its evidence counted."""
    counting = [item for item in narrative.evidence if state_of(item, day) == "counts"]
    if not counting:
        return None
    sides = [
        sum(points_of(item, config) for item in counting if item.supports == side) for side in (True, False)
    ]
    return sides[0] - sides[1]


def narratives_of(company: Company, model: Model) -> list[Narrative]:
    """Those that one of its options is credited to, and those that drive the company, an option or a segment of it."""
    credited = {option.narrative.target for option in company.options if option.narrative}
    own = {company.id, *(option.id for option in company.options)}
    nodes = {option.id for option in model.orphans}
    for other in model.companies:
        nodes |= {other.id, *(option.id for option in other.options)}
    segments = {folded(segment.name) for segment in company.segments}

    def is_own(target: str) -> bool:
        if target in nodes:
            return target in own
        note, _, heading = target.partition("#")  # a segment with a note or section of its own
        name = heading or note.rpartition("/")[2].removesuffix(".md")
        return folded(name) in segments or (note == company.note and not company.heading)

    return [
        narrative
        for narrative in model.narratives
        if narrative.id in credited or any(is_own(reference.target) for reference in narrative.drives)
    ]
