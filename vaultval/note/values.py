"""What the value of an inline field is to Dataview: a number, a date, a link, a list, or text."""

import re
from datetime import datetime, timedelta
from typing import NamedTuple

from vaultval.note.parts import FieldLink, TypedValue

_COMMA = re.compile(r"\s*+,\s*+")
_DATE = re.compile(
    r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2})(?:T([0-9]{2})(?::([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{3}))?"
    r"(Z|[+-][0-9]{1,2}(?::[0-9]{2})?|\[[0-9A-Za-z+,./-]+\])?)?)?)?)?"
)
_NUMBER = re.compile(r"-?[0-9]++(?:\.[0-9]++)?+")
_STRING = re.compile(r'"((?:[^"\\]++|\\.)*+)"', re.DOTALL)
_ESCAPED = re.compile(r'\\(["\\])')
_TAG = re.compile(r"#[^\u2000-\u206F\u2E00-\u2E7F'\"!#$%&()*+,.:;<=>?@^`{|}~\[\]\\\s]*+")
_LINK = re.compile(r"(!?)\[\[([^\[\]]*+)\]\]")
_BARE_PIPE = re.compile(r"(?<!\\)\|")
_BOOLEAN = re.compile(r"true|false", re.IGNORECASE | re.ASCII)

_UNITS = {
    "years": ("year", "years", "yr", "yrs"),
    "months": ("month", "months", "mo", "mos"),
    "weeks": ("week", "weeks", "wk", "wks", "w"),
    "days": ("day", "days", "d"),
    "hours": ("hour", "hours", "hr", "hrs", "h"),
    "minutes": ("minute", "minutes", "min", "mins", "m"),
    "seconds": ("second", "seconds", "sec", "secs", "s"),
}
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words}
_PERIOD = re.compile(rf"({_NUMBER.pattern})\s*+({'|'.join(sorted(_UNIT_OF, key=len, reverse=True))})")
_BETWEEN_PERIODS = re.compile(r"\s*+,?\s*+")
_MOST_DIGITS = 300


class _Read(NamedTuple):
    value: TypedValue
    end: int


def typed_value(text: str) -> TypedValue:
    """What the text of a field's value is to Dataview. A list is one only if each of its parts is more than text."""
    text = text.strip()
    if not text:
        return TypedValue("null", None)
    first = _atom(text, 0)
    if first is None:
        return TypedValue("text", text)
    if first.end == len(text):
        return first.value
    return _list(text, first) or TypedValue("text", text)


def _list(text: str, first: _Read) -> TypedValue | None:
    """The list that begins with an atom; a comma may end a list of one."""
    found = [first.value]
    end = first.end
    while (comma := _COMMA.match(text, end)) and (atom := _atom(text, comma.end())):
        found.append(atom.value)
        end = atom.end
    if len(found) == 1 and comma is not None:
        end = comma.end()
    return TypedValue("list", tuple(found)) if end == len(text) else None


def _atom(text: str, at: int) -> _Read | None:
    """The first of the kinds that can be read at an index, in Dataview's order."""
    for read in (_date, _duration, _string, _tag, _link, _boolean, _number, _null):
        found = read(text, at)
        if found is not None:
            return found
    return None


def _date(text: str, at: int) -> _Read | None:
    match = _DATE.match(text, at)
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    try:
        moment = datetime(int(year), int(month), 1)  # noqa: DTZ001  # the zone stands beside it, as written
        # A day or an hour that does not exist runs over into the next.
        moment += timedelta(
            days=int(day or 1) - 1,
            hours=int(hour or 0),
            minutes=int(minute or 0),
            seconds=int(second or 0),
            milliseconds=int(fraction or 0),
        )
    except (ValueError, OverflowError):
        return None
    if hour is None:
        written = moment.date().isoformat()[: None if day else 7]
    else:
        written = moment.isoformat(timespec="milliseconds" if fraction else "seconds") + (zone or "")
    return _Read(TypedValue("date", written), match.end())


def _duration(text: str, at: int) -> _Read | None:
    total: dict[str, int | float] = {}
    end = start = at
    while match := _PERIOD.match(text, start):
        count = _counted(match[1])
        if count is None:
            return None
        unit = _UNIT_OF[match[2]]
        total[unit] = total.get(unit, 0) + count
        end = match.end()
        start = _BETWEEN_PERIODS.match(text, end).end()  # type: ignore[union-attr]  # matches the empty string, too
    if not total:
        return None
    return _Read(TypedValue("duration", tuple((unit, total[unit]) for unit in _UNITS if unit in total)), end)


def _string(text: str, at: int) -> _Read | None:
    match = _STRING.match(text, at)
    return _Read(TypedValue("text", _ESCAPED.sub(r"\1", match[1])), match.end()) if match else None


def _tag(text: str, at: int) -> _Read | None:
    match = _TAG.match(text, at)
    return _Read(TypedValue("text", match[0]), match.end()) if match else None


def _link(text: str, at: int) -> _Read | None:
    match = _LINK.match(text, at)
    if match is None:
        return None
    whole, *display = _BARE_PIPE.split(match[2], maxsplit=1)
    target, mark, subpath = whole.replace("\\|", "|").partition("#")
    link = FieldLink(
        target.strip(), mark + subpath.rstrip(), display[0].strip() if display else None, bool(match[1])
    )
    return _Read(TypedValue("link", link), match.end())


def _boolean(text: str, at: int) -> _Read | None:
    match = _BOOLEAN.match(text, at)
    return _Read(TypedValue("boolean", match[0].lower() == "true"), match.end()) if match else None


def _number(text: str, at: int) -> _Read | None:
    match = _NUMBER.match(text, at)
    count = _counted(match[0]) if match else None
    return _Read(TypedValue("number", count), match.end()) if match and count is not None else None


def _null(text: str, at: int) -> _Read | None:
    return _Read(TypedValue("null", None), at + 4) if text.startswith("null", at) else None


def _counted(digits: str) -> int | float | None:
    """A number; None if it has more digits than any number that can be computed with."""
    if len(digits) > _MOST_DIGITS:
        return None
    return float(digits) if "." in digits else int(digits)
