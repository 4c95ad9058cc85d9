"""A path over the years as a note writes it: `6 %`; `20 %, 16 %, 12 %`; `6 % -> 8 % over 5`; `20 % for 5, 20 % -> 3 %`.

One grammar: stretches with commas between them. A stretch is a value (one year; alone, all years), a value `for` so many
years, or a fade between two values, `over` so many years or over all that are left; behind a fade may stand a half-life,
and from which year it is counted.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from vaultval.diagnostics import Finding, finding
from vaultval.model.company_records import Path, PathPart
from vaultval.model.nodes import Statement
from vaultval.place import Place
from vaultval.quantity import Quantity, Unit, read
from vaultval.vocabulary import Vocabulary

_COMMA = re.compile(r"\s*(?:[、;；，]|,(?!\d{3}(?!\d)))\s*")
_DECIMALS = re.compile(r"\d+,(?!\d{3}(?!\d))\d+")
_ARROW = re.compile(r"->|=>|→|⇒")
_EXPECTED = "6 %, 20 %, 16 %, 12 %, or 6 % -> 8 % over 5"
_REMARK = re.compile(r"\s*(?:\[[^\[\]]*\]|[(（][^()（）]*[)）])\s*$")


def read_path(statement: Statement, vocabulary: Vocabulary) -> tuple[Path | None, list[Finding]]:
    """The path that an attribute states, over ratios; None with a finding for what is none."""
    parts: list[PathPart] = []
    for text, place in statement.parts:
        stretches = _stretches(text)
        if len(statement.parts) == len(stretches) == 1 and _is_blank(stretches[0][1]):
            return None, []
        twofold = _DECIMALS.search(text)
        if twofold:
            where = Place(place.note, place.line, place.column + twofold.start(), len(twofold[0]))
            message = "the comma may begin the decimals, or stand between two values"
            return None, [
                finding("ambiguous-quantity", where, message, expected="1.5 %, or 1 %, 5 %", found=text)
            ]
        for start, stretch in stretches:
            where = Place(place.note, place.line, place.column + start, len(stretch))
            part, findings = _part(stretch, where, vocabulary)
            if part is None:
                return None, findings
            parts.append(part)
    if not parts:
        return None, []
    first, last = statement.parts[0][1], statement.parts[-1][1]
    width = last.column + last.length - first.column if last.line == first.line else first.length
    place = Place(first.note, first.line, first.column, width)
    return Path(parts=tuple(parts), text=statement.text, place=place), []


def _is_blank(stretch: str) -> bool:
    return not stretch.strip(" -—–")


def _stretches(text: str) -> list[tuple[int, str]]:
    """The parts between commas, each with where it begins; a remark at the end is passed over."""
    body = _REMARK.sub("", text)
    found: list[tuple[int, str]] = []
    at = 0
    for match in [*_COMMA.finditer(body), None]:
        stretch = body[at : match.start() if match else len(body)]
        lead = len(stretch) - len(stretch.lstrip())
        if stretch.strip() or match is not None or not found:  # a comma may stand at the end
            found.append((at + lead, stretch.strip()))
        if match:
            at = match.end()
    return found


@lru_cache(maxsize=64)
def _tail(forms: tuple[tuple[str, tuple[str, ...]], ...]) -> re.Pattern[str]:
    """What may stand behind the values of a stretch, in any order."""
    words = {key: _alternatives(known) for key, known in forms}
    number = r"\s*(\d+(?:\.\d+)?)\s*(?:years?|y|yrs?|年)?"
    return re.compile(
        rf"(?:\s|(?<=[%％\d]))(?:(?P<over>{words['over']}){number}|(?P<for>{words['for']}){number}"
        rf"|(?P<half>{words['half life']}){number}|(?P<first>{words['from_first_year']})"
        rf"|(?P<base>{words['from_base_year']}))\s*$",
        re.IGNORECASE,
    )


def _alternatives(forms: Sequence[str]) -> str:
    longest = sorted(forms, key=len, reverse=True)
    return "|".join(re.escape(form).replace(r"\ ", r"[\s_\-]+") for form in longest)


def _pattern(vocabulary: Vocabulary) -> re.Pattern[str]:
    path_words = tuple((key, vocabulary.forms("path", key)) for key in ("over", "for", "half life"))
    fades = tuple((key, vocabulary.forms("fade", key)) for key in ("from_first_year", "from_base_year"))
    return _tail((*path_words, *fades))


class _Tail(NamedTuple):
    """What stands behind the values of a stretch. wrong: why it cannot be, as a sentence."""

    rest: str
    years: int | None = None
    half_life: Quantity | None = None
    fade: str = ""
    wrong: str = ""


def _tail_of(text: str, place: Place, vocabulary: Vocabulary) -> _Tail:
    """The words behind the values, taken off from the end."""
    found = _Tail(text)
    while match := _pattern(vocabulary).search(found.rest):
        rest = found.rest[: match.start()].rstrip()
        number = match[2] or match[4] or match[6] or ""
        if match["half"]:
            where = Place(place.note, place.line, place.column + match.start(6), len(number))
            half_life, _ = read(number, where, expect=Unit.YEARS)
            found = found._replace(rest=rest, half_life=half_life)
            if half_life is None or half_life.value <= 0:
                return found._replace(wrong="the half-life is not above zero")
        elif number:
            if "." in number or int(number) < 1 or found.years is not None:
                return found._replace(wrong="the number of years is not one whole number above zero")
            found = found._replace(rest=rest, years=int(number))
        else:
            found = found._replace(rest=rest, fade="from_first_year" if match["first"] else "from_base_year")
    return found


def _part(text: str, place: Place, vocabulary: Vocabulary) -> tuple[PathPart | None, list[Finding]]:
    if _is_blank(text):
        message = "a value is missing here"
        return None, [finding("not-a-quantity", place, message, expected=_EXPECTED, found=text)]
    tail = _tail_of(text, place, vocabulary)
    ends = _ARROW.split(tail.rest)
    wrong = tail.wrong
    if len(ends) > 2:
        wrong = "a fade leads from one value to one other"
    elif len(ends) == 1 and (tail.fade or tail.half_life):
        wrong = "only a fade has a first year or a half-life"
    elif not all(end.strip() for end in ends):
        wrong = "a value is missing here"
    if wrong:
        return None, [finding("not-a-quantity", place, wrong, expected=_EXPECTED, found=text)]
    start, findings = _ratio(ends[0], 0, place)
    end: Quantity | None = None
    if len(ends) == 2 and start:
        end, findings = _ratio(ends[1], len(tail.rest) - len(ends[1]), place)
    if findings or start is None or (len(ends) == 2 and end is None):
        message = "a value is missing here"
        return None, findings or [finding("not-a-quantity", place, message, expected=_EXPECTED, found=text)]
    return PathPart(start=start, end=end, years=tail.years, half_life=tail.half_life, fade=tail.fade), []


def _ratio(text: str, offset: int, place: Place) -> tuple[Quantity | None, list[Finding]]:
    lead = len(text) - len(text.lstrip())
    where = Place(place.note, place.line, place.column + offset + lead, len(text.strip()))
    quantity, findings = read(text.strip(), where, expect=Unit.RATIO)
    if quantity and quantity.low != quantity.high:
        message = f"{quantity.text!r} is a range"
        return None, [finding("not-a-quantity", where, message, expected=_EXPECTED, found=quantity.text)]
    return quantity, findings
