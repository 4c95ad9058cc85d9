"""What one task says: description, dates, tags, as the Tasks plugin and Dataview read it.

The Tasks plugin reads fields at the end of the line only, Dataview reads dates anywhere. Both count here; where they
differ, `TaskDetails.late_dates` says so.
"""

import re
from datetime import date
from typing import NamedTuple

from vaultval.note.fields import bracketed_fields
from vaultval.note.parts import Field, Task


class TaskDetails(NamedTuple):
    """A task's line, read. Dates are YYYY-MM-DD.

    description: the line without its fields, tags included. tags: with #, in order. priority: highest, high,
    medium, low, lowest or None. fields: all fields in brackets, with offsets of the note. late_dates: the names
    of the dates that the Tasks plugin does not read, since text follows them. bad_dates: names and texts of the
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
    late_dates: tuple[str, ...]
    bad_dates: tuple[tuple[str, str], ...]


_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_NAME = "[A-Za-z0-9_-]+"
_PRIORITIES = {"🔺": "highest", "⏫": "high", "🔼": "medium", "🔽": "low", "⏬": "lowest"}
_DATES = {
    "done": ("✅", "completion"),
    "cancelled": ("❌", "cancelled"),
    "due": ("📅📆🗓", "due"),
    "scheduled": ("⏳⌛", "scheduled"),
    "start": ("🛫", "start"),
    "created": ("➕", "created"),
}


def _field(name: str, emoji: str, key: str, value: str) -> str:
    in_brackets = rf"{key}:: *{value} *"
    return rf"(?P<{name}>[{emoji}]\ufe0f? *{value}|\[ *{in_brackets}\] *,?|\( *{in_brackets}\) *,?)"


_SIGNS = "✅❌📅📆🗓⏳⌛🛫➕🔺⏫🔼🔽⏬🔁🏁🆔⛔#\\[("
_SIGN = re.compile(rf"[{_SIGNS}]")

_AT_END = re.compile(
    "(?:"
    + "|".join(
        [
            *(_field(name, emoji, key, _DAY) for name, (emoji, key) in _DATES.items()),
            r"(?P<priority>[🔺⏫🔼🔽⏬])\ufe0f?",
            r"(?P<priority_field>[\[(] *priority:: *(?:highest|high|medium|lowest|low) *[\])] *,?)",
            _field("recurrence", "🔁", "repeat", "[a-zA-Z0-9, !]+"),
            _field("on_completion", "🏁", "onCompletion", "[a-zA-Z]+"),
            _field("id", "🆔", "id", _NAME),
            _field("depends_on", "⛔", "dependsOn", f"{_NAME}(?: *, *{_NAME})*"),
            r"(?<!\S)(?P<tag>#[^ !@#$%^&*(),.?\":{}|<>]+)",
        ]
    )
    + r")\Z"
)
_TAG = re.compile(r"(?<!\S)#[^ !@#$%^&*(),.?\":{}|<>]+")
_BLOCK_ID = re.compile(r" \^([A-Za-z0-9-]+)\Z")
_FIRST_DAY = re.compile(_DAY)
_ANYWHERE = re.compile(rf"([✅📅📆🗓⏳⌛🛫➕])\ufe0f?\s*({_DAY})")
_NAMES = {sign: name for name, (emoji, _) in _DATES.items() for sign in emoji}


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
    at_end, rest = _fields_at_end(line)
    in_line = bracketed_fields(text, text, 0, len(text)) if "::" in text else []
    days = {name: at_end[name] for name in _DATES if name in at_end}
    late = {name: day for name, day in _days_anywhere(line, in_line).items() if name not in days}
    days.update(late)
    bad = {name: day for name, day in days.items() if not _exists(day)}
    good = {name: day for name, day in days.items() if name not in bad}
    recurrence = at_end.get("recurrence", "").strip()
    return TaskDetails(
        description=_without_fields(rest),
        tags=tuple(_TAG.findall(rest)),
        priority=_PRIORITIES.get(at_end.get("priority", "")) or at_end.get("priority_field"),
        due=good.get("due"),
        scheduled=good.get("scheduled"),
        start=good.get("start"),
        created=good.get("created"),
        done=good.get("done"),
        cancelled=good.get("cancelled"),
        recurrence=recurrence if recurrence.lower().startswith("every ") else None,
        on_completion=at_end.get("on_completion"),
        id=at_end.get("id"),
        depends_on=tuple(name.strip() for name in at_end.get("depends_on", "").split(",") if name.strip()),
        fields=tuple(_shifted(field, task.text_start) for field in in_line),
        block_id=block_id[1] if block_id else None,
        late_dates=tuple(name for name in late if name in good),
        bad_dates=tuple(bad.items()),
    )


def _fields_at_end(line: str) -> tuple[dict[str, str], str]:
    """The fields at the end of a line, by name, and what is left of it, tags included.

    Of two fields of one name, the one further left counts.
    """
    found: dict[str, str] = {}
    tags: list[str] = []
    end = len(line)
    # No value holds a sign, so that the last field, if there is one, begins at the last sign.
    for start in reversed([match.start() for match in _SIGN.finditer(line)]):
        match = _AT_END.match(line, start, end)
        if match is None:
            break
        name = str(match.lastgroup)
        token = match[name]
        if name == "tag":
            tags.append(token)
        elif name in _DATES:
            found[name] = _FIRST_DAY.findall(token)[0]
        else:
            found[name] = _value(token)
        end = start
        while end and line[end - 1].isspace():
            end -= 1
    return found, " ".join([line[:end], *reversed(tags)])


def _without_fields(rest: str) -> str:
    """What is left of a line, without fields in brackets and dates that only Dataview reads."""
    if "::" in rest:
        parts, done = [], 0
        for field in bracketed_fields(rest, rest, 0, len(rest)):
            parts.append(rest[done : field.start])
            done = field.end
        rest = "".join([*parts, rest[done:]])
    return " ".join(_ANYWHERE.sub("", rest).split())


def _value(token: str) -> str:
    """The value in 🆔 abc or [id:: abc]."""
    if token[0] in "[(":
        return token.partition("::")[2].strip(" ,])")
    return token[1:].lstrip("\ufe0f ") or token


def _days_anywhere(line: str, in_line: list[Field]) -> dict[str, str]:
    """The first date of each kind that Dataview reads in a line."""
    found: dict[str, str] = {}
    for sign, day in _ANYWHERE.findall(line):
        found.setdefault(_NAMES[sign], day)
    for name, (_, key) in _DATES.items():
        for field in in_line:
            match = _FIRST_DAY.match(field.value) if field.key == key else None
            if match is not None:
                found.setdefault(name, match[0])
    return found


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
