"""The points that a narrative's headings state of what stands under them: `Evidence (5.0 points)`."""

from collections.abc import Iterator, Sequence

from vaultval.audit.arithmetic.terms import number
from vaultval.audit.intervals import exactly
from vaultval.audit.known.points import POINTS
from vaultval.audit.model.claim import ModelClaim, claim_of, kindest
from vaultval.config import Config
from vaultval.model.records import Evidence, Narrative
from vaultval.note.printed import Printed
from vaultval.place import Place
from vaultval.scoring.points import points_of


def narrative_claims(narrative: Narrative, page: Printed, config: Config) -> Iterator[ModelClaim]:
    """Each stated sum of points of one side of a narrative, against the points of the items under it, as written.

    Items that are superseded may be counted or left out by the author; both are right.
    """
    items = [item for item in narrative.evidence if item.place.note == narrative.note]
    if not items:
        return
    heads = [line for line in page.lines if line.level or POINTS.search(line.text)]
    for index, line in enumerate(heads):
        match = POINTS.search(line.text)
        end = heads[index + 1].number if index + 1 < len(heads) else None
        below = [
            item for item in items if item.place.line > line.number and (end is None or item.place.line < end)
        ]
        stated = number(match["points"]) if match else None
        if match and stated and below and len({item.supports for item in below}) == 1:
            place = Place(narrative.note, line.number, match.start("points") + 1, len(match["points"]))
            sums = [below, [item for item in below if not item.superseded]]
            claims = [
                claim_of(
                    stated,
                    place,
                    _expression(part, config),
                    _total(part, config),
                    within=exactly(_total(part, config)),
                )
                for part in sums
                if part
            ]
            yield ModelClaim(kindest(claims), None, narrative.id, f"points: {line.number}")


def _total(items: Sequence[Evidence], config: Config) -> float:
    return sum(points_of(item, config) for item in items)


def _expression(items: Sequence[Evidence], config: Config) -> str:
    return " + ".join(f"{points_of(item, config):g}" for item in items)
