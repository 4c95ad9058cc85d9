"""One task's line: dates, priority, tags and fields, by the rules of the Tasks plugin, and by Dataview's beside them.

The Tasks plugin reads its fields only from the end of the line backwards; Dataview reads a date wherever it stands.
Where the two differ, the date counts, and `late_dates` names it.
"""

import re
from typing import NamedTuple

from vaultval.note.fields import bracketed_fields
from vaultval.note.parts import Field, Task

_DAY = r"(\d{4}-\d{2}-\d{2})"
_DATES = {
    "done": "✅",
    "cancelled": "❌",
    "due": "📅📆🗓",
    "scheduled": "⏳⌛",
    "start": "🛫",
    "created": "➕",
}
_KEYS = {"completion": "done", "done": "done", **{name: name for name in _DATES if name != "done"}}
_PRIORITIES = {"🔺": "highest", "⏫": "high", "🔼": "medium", "🔽": "low", "⏬": "lowest"}

# In the order in which the Tasks plugin tries them, each at the end of what is left of the line.
_AT_END: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("priority", re.compile(r"([🔺⏫🔼🔽⏬])\ufe0f?$")),
    *((name, re.compile(rf"[{signs}]\ufe0f? *{_DAY}$")) for name, signs in _DATES.items()),
    ("recurrence", re.compile(r"🔁\ufe0f? *([a-zA-Z0-9, !]+)$")),
    ("on_completion", re.compile(r"🏁\ufe0f? *([a-zA-Z]+)$")),
    ("tag", re.compile(r"(?:^|\s)(#[^ !@#$%^&*(),.?\":{}|<>]+)$")),
    ("id", re.compile(r"🆔\ufe0f? *([a-zA-Z0-9-_]+)$")),
    ("depends_on", re.compile(r"⛔\ufe0f? *([a-zA-Z0-9-_]+(?: *, *[a-zA-Z0-9-_]+)*)$")),
)
_FIELD_AT_END = re.compile(r"(?:\[|\()\s*([a-zA-Z]+)::\s*([^\[\]()]*?)\s*(?:\]|\)),?$")
_FIELD_NAMES = {
    "created": "created",
    "scheduled": "scheduled",
    "start": "start",
    "due": "due",
    "completion": "done",
    "cancelled": "cancelled",
    "priority": "priority",
    "repeat": "recurrence",
    "onCompletion": "on_completion",
    "id": "id",
    "dependsOn": "depends_on",
}
_ANYWHERE = {name: re.compile(rf"[{signs}]\ufe0f? *{_DAY}") for name, signs in _DATES.items()}
_BLOCK_ID = re.compile(r" \^([a-zA-Z0-9-]+)$")
_TAG = re.compile(r"(?:^|\s)(#[^ !@#$%^&*(),.?\":{}|<>]+)")
_MOST_ROUNDS = 20


class TaskDetails(NamedTuple):
    """What a task says. Dates are YYYY-MM-DD as written, not checked against the calendar.

    description: the text without its fields, tags kept. tags: with their #. fields: the bracketed inline fields
    anywhere in the line. late_dates: the dates that the Tasks plugin does not read, as text follows them.
    """

    description: str
    tags: tuple[str, ...]
    due: str | None
    scheduled: str | None
    start: str | None
    created: str | None
    done: str | None
    cancelled: str | None
    priority: str | None
    recurrence: str | None
    id: str | None
    depends_on: tuple[str, ...]
    fields: tuple[Field, ...]
    block_id: str
    late_dates: tuple[str, ...]


def checked(status: str) -> bool:
    """Whether the box of a task is ticked: x or X."""
    return status in ("x", "X")


def cancelled(status: str) -> bool:
    """Whether the box of a task says that it is dropped: -."""
    return status == "-"


def read(task: Task) -> TaskDetails:
    """The details of a task."""
    text = task.text.rstrip()
    fields = tuple(_moved(field, task.text_start) for field in bracketed_fields(text, text, 0, len(text)))
    found, rest, block_id = _from_the_end(text)
    late = []
    for name, pattern in _ANYWHERE.items():
        match = pattern.search(rest)
        if match and name not in found:
            found[name] = match[1]
            late.append(name)
    for field in fields:
        name = _KEYS.get(field.key.lower(), "")
        if name and name not in found and re.fullmatch(_DAY, field.value):
            found[name] = field.value
    return TaskDetails(
        description=_without_fields(rest, late),
        tags=tuple(_TAG.findall(rest)),
        due=found.get("due"),
        scheduled=found.get("scheduled"),
        start=found.get("start"),
        created=found.get("created"),
        done=found.get("done"),
        cancelled=found.get("cancelled"),
        priority=_PRIORITIES.get(found.get("priority", ""), found.get("priority")),
        recurrence=found.get("recurrence"),
        id=found.get("id"),
        depends_on=tuple(part.strip() for part in found.get("depends_on", "").split(",") if part.strip()),
        fields=fields,
        block_id=block_id,
        late_dates=tuple(late),
    )


def _moved(field: Field, offset: int) -> Field:
    return field._replace(
        start=field.start + offset, end=field.end + offset, value_start=field.value_start + offset
    )


def _from_the_end(text: str) -> tuple[dict[str, str], str, str]:
    """The fields that the Tasks plugin reads, what is left of the line with its tags, and the block id."""
    block = _BLOCK_ID.search(text)
    block_id = block[1] if block else ""
    rest = text[: block.start()].rstrip() if block else text
    found: dict[str, str] = {}
    tags: list[str] = []
    for _ in range(_MOST_ROUNDS):
        cut = _cut(rest, found, tags)
        if cut is None:
            break
        rest = cut
    return found, " ".join([rest, *reversed(tags)]).strip(), block_id


def _cut(rest: str, found: dict[str, str], tags: list[str]) -> str | None:
    """The line without one field at its end, which goes into `found` or `tags`; None if there is none."""
    for name, pattern in _AT_END:
        match = pattern.search(rest)
        if match:
            if name == "tag":
                tags.append(match[1])
            else:
                found[name] = match[1].strip()
            return rest[: match.start()].rstrip()
    match = _FIELD_AT_END.search(rest)
    name = _FIELD_NAMES.get(match[1], "") if match else ""
    if match and name:
        found[name] = match[2]
        return rest[: match.start()].rstrip()
    return None


def _without_fields(rest: str, late: list[str]) -> str:
    """The description: no bracketed fields, and no dates that only Dataview reads."""
    for name in late:
        rest = _ANYWHERE[name].sub("", rest)
    shown, done = [], 0
    for field in bracketed_fields(rest, rest, 0, len(rest)):
        shown.append(rest[done : field.start])
        done = field.end
    return " ".join(("".join(shown) + rest[done:]).split())
