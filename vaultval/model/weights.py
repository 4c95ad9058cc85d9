"""The weight behind a link: `[[Energy]] 0.5`, `[[Energy]] ×0.5`."""

import re
from typing import NamedTuple

from vaultval.diagnostics import Finding, finding
from vaultval.place import Place
from vaultval.quantity import Quantity, Unit, read

LARGEST = 10.0
"""The largest weight that a link may have."""

_BEGINS = re.compile(r"[\s:：(（]*(?=[×✕]|[x*]?\s*[+\-−－–]?[.．]?\d|[$¥€£])")
_ENDS = re.compile(r"[,，、;；](?!\d)")
_BEHIND_NAME = re.compile(r"(?P<name>.*\S)\s*(?P<weight>[×✕]\s*\S.*)", re.DOTALL)
_UNITS = (Unit.OTHER, Unit.MULTIPLE, Unit.RATIO)


class WeightText(NamedTuple):
    """What stands behind a link or name in the place of a weight."""

    text: str
    place: Place


def weight_behind(text: str, first: int, last: int, place: Place) -> WeightText | None:
    """The weight between two offsets of a text that begins at a place: what begins like a number, up to a separator."""
    begins = _BEGINS.match(text, first, last)
    if begins is None or "\n" in text[: begins.end()]:
        return None
    ends = _ENDS.search(text, begins.end(), last)
    written = text[begins.end() : ends.start() if ends else last].rstrip()
    if begins[0].rstrip().endswith(("(", "（")):
        written = written.rstrip(")）").rstrip()
    return WeightText(
        written, Place(place.note, place.line, place.column + begins.end(), max(len(written), 1))
    )


def weight_of_name(name: str, place: Place) -> tuple[str, WeightText | None]:
    """A name without brackets, and the weight behind it; it needs its ×, for a name may end in a number."""
    match = _BEHIND_NAME.fullmatch(name)
    return (match["name"], WeightText(match["weight"], place)) if match else (name, None)


def read_weight(behind: WeightText) -> tuple[Quantity | None, list[Finding]]:
    """The weight as a number above 0 and at most 10; else None and a finding."""
    weight, _ = read(behind.text, behind.place)
    if weight and weight.unit in _UNITS and 0 < weight.value <= LARGEST and weight.low == weight.high:
        return weight, []
    message = f"the weight {behind.text!r} of the link cannot be used"
    expected = f"a number above 0 and at most {LARGEST:g}"
    hint = "a link that weakens is a `contradicts`" if weight and weight.value < 0 else ""
    return None, [
        finding("link-weight", behind.place, message, expected=expected, found=behind.text, hint=hint)
    ]
