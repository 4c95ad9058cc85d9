"""The fields of milestones and kill switches: what each says of all options that it bears on, or of each of them."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from vaultval.diagnostics import Finding, finding
from vaultval.model.attributes import Form, read_number
from vaultval.model.bases import Reference
from vaultval.model.links import links_in
from vaultval.model.nodes import Page, Statement
from vaultval.model.references import Names
from vaultval.note.parts import Field
from vaultval.note.tasks import TaskDetails
from vaultval.place import Place
from vaultval.quantity import Quantity
from vaultval.vocabulary import Vocabulary

EVENT_FIELDS = ("hit", "miss", "cap", "odds", "effect", "on", "outcome", "group")
BY_OPTION = ("hit", "miss", "cap", "effect")
"""The fields that may say something else of each option."""

MOST_HIT = 10
"""The largest factor that a milestone's `hit` may be."""

_PROBABILITIES = ("cap", "odds")
_WHOLE = 100  # per cent
_BARE = re.compile(r"\s*[0-9０-９.．]+\s*")
_ARROW = re.compile(r"^\s*(?:→|->|=|至)\s*")
_BETWEEN = " \t,，、;；:："


class Said(NamedTuple):
    """The number in a field. sets: whether it is a probability to set (28 %, → 3 %) in place of a factor (×0.75)."""

    value: Quantity
    sets: bool


class Part(NamedTuple):
    """What a field says of one option, or of all, as it is written."""

    text: str
    place: Place


def known_fields(
    page: Page, details: TaskDetails, vocabulary: Vocabulary
) -> tuple[dict[str, Field], list[Finding]]:
    """The fields of a task that have a meaning, the first of each, and a finding for each other one that says more."""
    fields: dict[str, Field] = {}
    findings: list[Finding] = []
    for field in details.fields:
        key = vocabulary.meaning("attribute", field.key)
        if not key:
            continue
        first = fields.setdefault(key, field)
        if first is not field and key in EVENT_FIELDS and first.value.strip() != field.value.strip():
            findings.append(_repeated(page, key, first, field, fields))
    return fields, findings


def _repeated(page: Page, key: str, first: Field, field: Field, fields: Mapping[str, Field]) -> Finding:
    hint = ""
    if key == "on" or (key in BY_OPTION and "on" in fields):
        number = next((k for k in BY_OPTION if k in fields), "effect")
        hint = f"to say something else of each option, write [{number}:: [[One]] ×0.5, [[Other]] ×0.8]"
    return finding(
        "field-twice",
        page.note.place(field.start, field.end - field.start),
        f"`{field.key}` is stated a second time",
        expected=f"{first.value!r} alone",
        found=field.value,
        hint=hint,
    )


def by_option(page: Page, key: str, field: Field, names: Names) -> tuple[dict[str, Part], list[Finding]]:
    """What a field says of each option, by id, where it names some; else under "" what it says of all.

    A number holds for the links before it, up to the number before: `[[A]], [[B]] ×0.5, [[C]] → 3 %`.
    """
    place = page.note.place(field.value_start, len(field.value))
    links = tuple(links_in(field.value, place))
    if not links or key not in BY_OPTION:
        return {"": Part(field.value, place)}, []
    starts = [link.place.column - place.column for link in links]
    findings: list[Finding] = []
    if text := field.value[: starts[0]].strip(_BETWEEN):
        findings.append(_loose(page, key, field, text))
    found: dict[str, Part] = {}
    waiting: list[Reference] = []
    for link, start, end in zip(links, starts, [*starts[1:], len(field.value)], strict=True):
        statement = Statement(key, ((link.text, link.place),), (link,), link.place)
        references, odd = names.references(statement, ("option",))
        findings += odd
        waiting += references
        begin = start + link.place.length
        text = field.value[begin:end].strip(_BETWEEN)
        where = page.note.place(field.value_start + begin + field.value[begin:end].find(text), len(text))
        if text or end == len(field.value):
            findings += [_again(key, each) for each in waiting if each.target in found]
            for each in waiting:
                found.setdefault(each.target, Part(text, where if text else each.place))
            waiting = []
    return found, findings


def _loose(page: Page, key: str, field: Field, text: str) -> Finding:
    place = page.note.place(field.value_start + field.value.find(text), len(text))
    message = f"{text!r} is the {key} of no option"
    return finding("not-a-quantity", place, message, expected="[[One]] ×0.5, [[Other]] ×0.8", found=text)


def _again(key: str, reference: Reference) -> Finding:
    message = f"`{key}` names {reference.text!r} a second time"
    return finding("field-twice", reference.place, message)


def numbers(key: str, parts: Mapping[str, Part]) -> tuple[dict[str, Said], list[Finding]]:
    """The numbers of a field by option, or under "" for all."""
    found: dict[str, Said] = {}
    findings: list[Finding] = []
    told: dict[Part, Said | None] = {}
    for option, part in parts.items():
        if part not in told:
            told[part], odd = _number(key, part)
            findings += odd
        said = told[part]
        if said:
            found[option] = said
    return found, findings


def _number(key: str, part: Part) -> tuple[Said | None, list[Finding]]:
    """A hit or miss is a factor; a cap is a probability, and so are odds; an effect is either."""
    if not part.text:
        message = f"the {key} of this option is not stated"
        return None, [finding("not-a-quantity", part.place, message, expected="[[Option]] ×0.5")]
    text = _ARROW.sub("", part.text)
    sets = text != part.text.strip() or "%" in text or "％" in text
    ratio = sets or key in _PROBABILITIES
    value, findings = read_number(text, part.place, Form.RATIO if ratio else Form.MULTIPLE)
    if value is None:
        return None, findings
    said = Said(value, sets)
    problem = _not_probability(key, part, value) if ratio else _not_factor(key, part, value.value)
    if sets and key in ("hit", "miss"):
        message = f"`{key}` is a probability, not a factor"
        hint = "to limit the probability, write [cap:: …]"
        expected = "a factor such as ×1.2"
        problem = finding("wrong-unit", part.place, message, expected=expected, found=part.text, hint=hint)
    return (None, [*findings, problem]) if problem else (said, findings)


def _not_probability(key: str, part: Part, value: Quantity) -> Finding | None:
    """What is wrong with a number that is to be a probability. A bare 28 is nearly always 28 %."""
    if 0 <= value.value <= 1:
        return None
    message = f"the {key} {part.text!r} is not a probability"
    hint = f"did you mean {value.text} %?" if 1 < value.value <= _WHOLE and _BARE.fullmatch(part.text) else ""
    return finding(
        "probability-out-of-range", part.place, message, expected="0 to 1", found=part.text, hint=hint
    )


def _not_factor(key: str, part: Part, value: float) -> Finding | None:
    """What is wrong with a factor: a hit does not lower a probability, nor does a miss or an effect raise it."""
    if value < 0:
        message = f"{part.text!r} is negative"
        expected = "a factor such as ×0.75"
        return finding("not-a-quantity", part.place, message, expected=expected, found=part.text)
    hint = ""
    if key == "hit" and value < 1:
        message, expected = "a milestone that is met would lower the probability", "a factor of 1 or more"
        hint = f"did you mean [miss:: {part.text}]?"
    elif key == "hit" and value > MOST_HIT:
        message, expected = f"no probability is multiplied by {part.text}", "a factor such as ×1.2"
        hint = f"did you mean ×{value / _WHOLE:g}?" if value > _WHOLE else ""
    elif key == "miss" and value > 1:
        message, expected = "a milestone that is missed would raise the probability", "a factor of 1 at most"
        hint = f"did you mean ×{value / _WHOLE:g}?" if MOST_HIT < value <= _WHOLE else ""
    elif key == "effect" and value > 1:
        message, expected = (
            "the kill switch would raise the probability",
            "a factor below 1, or a probability",
        )
        hint = f"did you mean {part.text} %?"
    else:
        return None
    return finding("wrong-unit", part.place, message, expected=expected, found=part.text, hint=hint)


def of_each(options: Sequence[str], said: Mapping[str, Mapping[str, Said]]) -> dict[str, dict[str, Quantity]]:
    """Option id → field → the number that it states of the option, by itself or of all."""
    return {
        option: {
            key: number.value
            for key, found in said.items()
            if (number := found.get(option) or found.get("")) is not None
        }
        for option in options
    }
