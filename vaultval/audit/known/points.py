"""Sums of points that stand above the labelled items that they are made of: `**Evidence** (5.0 points):`."""

import re
from collections.abc import Iterator, Sequence

from vaultval.audit.arithmetic.terms import number
from vaultval.audit.claims import Claim
from vaultval.audit.intervals import exactly
from vaultval.audit.model.claim import claim_of
from vaultval.note.printed import Line, Printed
from vaultval.place import Place

POINTS = re.compile(
    r"\( ?(?P<points>[+-]?[0-9]{1,4}(?:\.[0-9]{1,2})?) ?(?:分|points?|pts?) ?\)[ :：]*$", re.IGNORECASE
)
"""The points at the end of a heading or lead-in. In a line as it is printed, whose brackets are ASCII."""
_LABEL = re.compile(
    r"\[[^\[\]:：+]{2,16}[:：] ?(?P<points>[+-] ?[0-9]{1,2}(?:\.[0-9]{1,2})?)(?![0-9.%])[^\[\]]*\]"
)


def stated_points(printed: Printed, note: str) -> list[Claim]:
    """Each such sum, where every line right below it bears the points of one label, of one sign. Superseded items and
    defaults of labels are those of typed notes, which `narrative_claims` reads.
    """
    lines = printed.lines
    found: list[Claim] = []
    for at, line in enumerate(lines):
        match = POINTS.search(line.text) if ")" in line.text and line.fence is None else None
        stated = number(match["points"]) if match else None
        if match is None or stated is None:
            continue
        points = list(_below(lines, at))
        if points and (min(points) >= 0 or max(points) <= 0):
            value = abs(sum(points))
            place = Place(note, line.number, match.start("points") + 1, len(match["points"]))
            expression = " + ".join(f"{abs(each):g}" for each in points)
            found.append(claim_of(stated, place, expression, value, within=exactly(value)))
    return found


def _below(lines: Sequence[Line], at: int) -> Iterator[float]:
    """The points of the lines below one, up to a gap, a heading or the next such sum; none if one of them has no label or several."""
    points: list[float] = []
    last = lines[at].number
    for index in range(at + 1, len(lines)):
        line = lines[index]
        gap = line.number - last - 1
        if line.level or gap > (0 if points else 1) or POINTS.search(line.text):
            break
        labels = _LABEL.findall(line.text)
        if len(labels) != 1:
            return
        points.append(float(labels[0].replace(" ", "")))
        last = line.number
    yield from points
