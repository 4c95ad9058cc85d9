"""What one task says: description, dates, tags, as the Tasks plugin and Dataview read it.

The Tasks plugin reads fields at the end of the line only, either as emoji or in brackets, as the user has set it.
Dataview reads dates anywhere. All three readings are kept; what they say together counts.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from vaultval.note.fields import bracketed_fields
from vaultval.note.parts import Field, Task

_UNITS = "days?|weekdays?|weeks?|months?|years?|hours?|minutes?"
_WEEKDAYS = "mon(?:day)?|tue(?:sday)?|wed(?:nesday)?|thu(?:rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
_MONTHS = "jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec"
_RULE = re.compile(
    rf"every +(?:[0-9]+(?:st|nd|rd|th)? +|other +)?(?:{_UNITS}|(?:{_WEEKDAYS})s?|(?:{_MONTHS})[a-z]*)\b",
    re.IGNORECASE,
)
"""How a rule of recurrence begins, as the library reads it that the Tasks plugin uses."""


class TaskDetails(NamedTuple):
    """A task's line, read. Dates are YYYY-MM-DD.

    description: the line without its fields, tags included. tags: with #, in order. priority: highest, high,
    medium, low, lowest or None. on_completion: keep, delete or None. fields: all fields in brackets, with offsets of
    the note. emoji_dates, bracket_dates: the dates that the Tasks plugin reads, set to the one format or the other;
    dataview_dates: those that Dataview reads. Of these, due and the others are the first that there is. late_dates:
    the names of the dates that the Tasks plugin does not read in either format. bad_dates: names and texts of the
    dates that do not exist in the calendar.
    """

    description: str
    tags: tuple[str, ...]
    priority: str | None
    due: str | None
    scheduled: str | None
    start: str | None
    created: str | None
    done: str | None
    cancelled: str | None
    recurrence: str | None
    on_completion: str | None
    id: str | None
    depends_on: tuple[str, ...]
    fields: tuple[Field, ...]
    block_id: str | None
    emoji_dates: Mapping[str, str]
    bracket_dates: Mapping[str, str]
    dataview_dates: Mapping[str, str]
    late_dates: tuple[str, ...]
    bad_dates: tuple[tuple[str, str], ...]


_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_NAME = "[A-Za-z0-9_-]++"
_NAMES = rf"{_NAME}(?: *+, *+{_NAME})*+"
_PRIORITIES = {"🔺": "highest", "⏫": "high", "🔼": "medium", "🔽": "low", "⏬": "lowest"}

# What is tried at the end of a line, in the plugin's order: the name, the emoji, the key in brackets, the value.
_FIELDS = (
    ("priority", "", "priority", "highest|high|medium|lowest|low"),
    ("done", "✅", "completion", _DAY),
    ("cancelled", "❌", "cancelled", _DAY),
    ("due", "📅📆🗓", "due", _DAY),
    ("scheduled", "⏳⌛", "scheduled", _DAY),
    ("start", "🛫", "start", _DAY),
    ("created", "➕", "created", _DAY),
    ("recurrence", "🔁", "repeat", "[a-zA-Z0-9, !]++"),
    ("on_completion", "🏁", "onCompletion", "[a-zA-Z]++"),
    ("tag", "", "", r"#[^ !@#$%^&*(),.?\":{}|<>]++"),
    ("id", "🆔", "id", _NAME),
    ("depends_on", "⛔", "dependsOn", _NAMES),
)
_ORDER = {name: i for i, (name, *_) in enumerate(_FIELDS)}
_DATES = tuple(name for name, _, _, value in _FIELDS if value == _DAY)
_DATE_KEYS = {key: name for name, _, key, value in _FIELDS if value == _DAY}
_ROUNDS = 21
"""How often the plugin goes through its fields, which takes one of each from the end of the line."""

_TAG = re.compile(r"(?<!\S)#[^ !@#$%^&*(),.?\":{}|<>]+")
_BLOCK_ID = re.compile(r" \^([A-Za-z0-9-]+)\Z")
_DATE_VALUE = re.compile(rf"({_DAY})(?:T\S*)?\Z")
_SHORTHAND = re.compile(rf"(➕|🛫|[⏳⌛]|📅|📆|🗓\ufe0f?|✅)\s*+({_DAY})")
_SHORTHANDS = {"➕": "created", "🛫": "start", "⏳": "scheduled", "⌛": "scheduled", "✅": "done"}


class _Format(NamedTuple):
    """One of the two formats of the Tasks plugin: what may begin a field, and a field that ends where one looks."""

    sign: re.Pattern[str]
    field: re.Pattern[str]


def _format(signs: str, forms: Iterable[str]) -> _Format:
    return _Format(re.compile(f"[{signs}]"), re.compile(f"(?:{'|'.join(forms)})\\Z"))


def _emoji_form(name: str, emoji: str, value: str) -> str:
    if name == "tag":
        return rf"(?<!\S)(?P<tag>{value})"
    if name == "priority":
        return r"(?P<priority>[🔺⏫🔼🔽⏬])\ufe0f?"
    return rf"[{emoji}]\ufe0f? *+(?P<{name}>{value})"


def _bracket_form(name: str, key: str, value: str) -> str:
    if name == "tag":
        return rf"(?<!\S)(?P<tag>{value})"
    square, round_ = (rf" *+{key}:: *+(?P<{group}>{value}) *+" for group in (name, f"{name}_"))
    return rf"(?:\[{square}\]|\({round_}\))(?: *+,)?"


_EMOJI = _format(
    "✅❌📅📆🗓⏳⌛🛫➕🔺⏫🔼🔽⏬🔁🏁🆔⛔#",
    (_emoji_form(name, emoji, value) for name, emoji, _, value in _FIELDS),
)
_BRACKETS = _format(r"#\[(", (_bracket_form(name, key, value) for name, _, key, value in _FIELDS))


def checked(status: str) -> bool:
    """Whether the character in a task's box means that it is done."""
    return status in ("x", "X")


def cancelled(status: str) -> bool:
    """Whether the character in a task's box means that it was given up."""
    return status == "-"


def read(task: Task) -> TaskDetails:
    """What a task says.

    From the end of the line on, the fields are read that the Tasks plugin reads, up to the first thing that it does
    not know. Dates further left count as well, if Dataview reads them.
    """
    text = task.text.rstrip()
    block_id = _BLOCK_ID.search(text)
    line = (text[: block_id.start()] if block_id else text).strip()
    at_end, rest = _at_end(line, _EMOJI)
    in_brackets: dict[str, str] = {}
    in_line: list[Field] = []
    if "::" in text:
        in_brackets, without = _at_end(line, _BRACKETS)
        rest = rest if at_end else without
        in_line = bracketed_fields(text, text, 0, len(text))
    emoji_dates, bracket_dates = _dates(at_end), _dates(in_brackets)
    dataview_dates = _anywhere(text, in_line)
    days = {**dataview_dates, **bracket_dates, **emoji_dates}
    bad = {name: days[name] for name in _DATES if name in days and not _exists(days[name])}
    said = {**in_brackets, **at_end}
    recurrence = said.get("recurrence", "").strip()
    on_completion = said.get("on_completion", "").lower()
    dates = {name: None if name in bad else days.get(name) for name in _DATES}
    return TaskDetails(
        description=_without_fields(rest),
        tags=tuple(_TAG.findall(rest)),
        priority=_PRIORITIES.get(at_end.get("priority", "")) or in_brackets.get("priority"),
        due=dates["due"],
        scheduled=dates["scheduled"],
        start=dates["start"],
        created=dates["created"],
        done=dates["done"],
        cancelled=dates["cancelled"],
        recurrence=recurrence if _RULE.match(recurrence) else None,
        on_completion=on_completion if on_completion in ("keep", "delete") else None,
        id=said.get("id"),
        depends_on=tuple(name.strip() for name in said.get("depends_on", "").split(",") if name.strip()),
        fields=tuple(_shifted(field, task.text_start) for field in in_line),
        block_id=block_id[1] if block_id else None,
        emoji_dates=_existing(emoji_dates),
        bracket_dates=_existing(bracket_dates),
        dataview_dates=_existing(dataview_dates),
        late_dates=tuple(name for name in _DATES if dates[name] and name not in emoji_dates | bracket_dates),
        bad_dates=tuple(bad.items()),
    )


def _at_end(line: str, form: _Format) -> tuple[dict[str, str], str]:
    """The fields at the end of a line in one format, by name, and what is left of it, tags included.

    Of two fields of one name, the one further left counts.
    """
    found: dict[str, str] = {}
    tags: list[str] = []
    end = len(line)
    rounds, last = 1, -1
    # No value holds a sign, so that the last field, if there is one, begins at the last sign.
    for start in reversed([match.start() for match in form.sign.finditer(line)]):
        match = form.field.match(line, start, end)
        if match is None:
            break
        name = str(match.lastgroup).removesuffix("_")
        rounds += _ORDER[name] <= last
        last = _ORDER[name]
        if rounds > _ROUNDS:
            break
        if name == "tag":
            tags.append(match[name])
        else:
            found[name] = match[str(match.lastgroup)]
        end = start
        while end and line[end - 1].isspace():
            end -= 1
    return found, " ".join([line[:end], *reversed(tags)])


def _dates(found: Mapping[str, str]) -> dict[str, str]:
    return {name: found[name] for name in _DATES if name in found}


def _existing(days: Mapping[str, str]) -> Mapping[str, str]:
    return {name: day for name, day in days.items() if _exists(day)}


def _anywhere(line: str, in_line: Sequence[Field]) -> dict[str, str]:
    """The dates that Dataview reads in a line: the first of each kind behind its emoji, and those in brackets. Of two
    that overlap or touch each other, the first counts.
    """
    places = [
        (field.start, field.end, _DATE_KEYS[field.key], match[1])
        for field in in_line
        if field.key in _DATE_KEYS and (match := _DATE_VALUE.match(field.value))
    ]
    kinds: set[str] = set()
    for match in _SHORTHAND.finditer(line):
        name = _SHORTHANDS.get(match[1], "due")
        if name not in kinds:
            kinds.add(name)
            places.append((*match.span(), name, match[2]))
    found: dict[str, str] = {}
    done = -1
    for start, end, name, day in sorted(places):
        if start > done:
            found.setdefault(name, day)
            done = end
    return found


def _without_fields(rest: str) -> str:
    """What is left of a line, without fields in brackets and dates that only Dataview reads."""
    if "::" in rest:
        parts, done = [], 0
        for field in bracketed_fields(rest, rest, 0, len(rest)):
            parts.append(rest[done : field.start])
            done = field.end
        rest = "".join([*parts, rest[done:]])
    return " ".join(_SHORTHAND.sub("", rest).split())


def _exists(day: str) -> bool:
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True


def _shifted(field: Field, offset: int) -> Field:
    return field._replace(
        start=field.start + offset, end=field.end + offset, value_start=field.value_start + offset
    )
