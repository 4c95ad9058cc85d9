"""Milestones, kill switches and open questions: the tasks of options and narratives."""

import re
from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches
from typing import NamedTuple

from vaultval.diagnostics import Finding, finding
from vaultval.model.attributes import Form, day_in, read_choice, read_day, read_number
from vaultval.model.context import meaning_at
from vaultval.model.items import plain_text
from vaultval.model.nodes import Node, Page, Statement, links_in
from vaultval.model.records import KillSwitch, Milestone, OpenTask
from vaultval.model.references import Names
from vaultval.note.parts import Field, Task
from vaultval.note.tasks import TaskDetails, cancelled, checked
from vaultval.note.tasks import read as read_task
from vaultval.place import Place
from vaultval.quantity import Quantity, Unit
from vaultval.vocabulary import Vocabulary, fold_word

_DONE_BY = re.compile(r"【\s*done(?:\s+by)?\s*([^】]*)】", re.IGNORECASE)
_ONE_COLON = re.compile(r"[\[(（]\s*([^\[\]()（）:：]{2,20}?)\s*[:：](?!:)[^\[\]()（）]*[\])）]")
_DUE = re.compile(r"(?:[📅📆🗓]\ufe0f?|\[due::|\(due::)\s*([^\s\])]+)")
_DATE_FIELDS = (
    "due",
    "scheduled",
    "start",
    "created",
    "completion",
    "cancelled",
    "priority",
    "repeat",
    "id",
    "oncompletion",
    "dependson",
)
_EVENT_FIELDS = ("hit", "miss", "cap", "odds", "effect", "on", "outcome", "group")
_PROBABILITIES = ("cap", "odds")
_ARROW = re.compile(r"^\s*(?:→|->|=|至)\s*")
_TAGS = re.compile(r"(?:^|\s)#[^\s#]+")


class TasksRead(NamedTuple):
    """What the tasks of one note say. questions: each with the id of the narrative or option that it is about.

    unreadable: the options (or the company) on which a kill switch fired whose effect cannot be read.
    """

    milestones: tuple[Milestone, ...]
    kill_switches: tuple[KillSwitch, ...]
    questions: tuple[tuple[str, OpenTask], ...]
    unreadable: tuple[str, ...]


def read_tasks(page: Page, names: Names, vocabulary: Vocabulary) -> tuple[TasksRead, list[Finding]]:
    """The milestones, kill switches and open questions of one note."""
    milestones: list[Milestone] = []
    switches: list[KillSwitch] = []
    questions: list[tuple[str, OpenTask]] = []
    unreadable: list[str] = []
    findings: list[Finding] = []
    for task in page.note.scan.tasks:
        if page.note.is_own_text(task.start):
            continue
        details = read_task(task)
        kinds = [vocabulary.meaning("task tag", tag.lstrip("#")) for tag in details.tags]
        if "milestone" in kinds:
            made, found = _milestones(page, task, details, names, vocabulary)
            milestones += made
            found += _odd_fields(page, task, details, vocabulary)
        elif "kill-switch" in kinds:
            switch, found = _kill_switch(page, task, details, names, vocabulary)
            switches += switch
            if not switch and checked(task.status):
                unreadable += _bearers(page, task, details, names, vocabulary)
            found += _odd_fields(page, task, details, vocabulary)
        else:
            question, found = _question(page, task, details)
            questions += question
        findings += found
    milestones += _plain_milestones(page, vocabulary)
    return TasksRead(tuple(milestones), tuple(switches), tuple(questions), tuple(unreadable)), findings


def _place(page: Page, task: Task) -> Place:
    return page.note.place(task.start, task.text_start + len(task.text) - task.start)


def _said(details: TaskDetails, vocabulary: Vocabulary) -> str:
    return plain_text(_TAGS.sub("", details.description), vocabulary)


def _fields(details: TaskDetails, vocabulary: Vocabulary) -> dict[str, Field]:
    fields: dict[str, Field] = {}
    for field in details.fields:
        key = vocabulary.meaning("attribute", field.key)
        if key:
            fields.setdefault(key, field)
    return fields


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _bad_dates(page: Page, task: Task, details: TaskDetails) -> list[Finding]:
    """The dates of a task that do not exist in the calendar."""
    return [
        found
        for _name, text in details.bad_dates
        for found in read_day(text, page.note.place(task.text_start + task.text.find(text), len(text)))[1]
    ]


def _targets(
    page: Page, task: Task, fields: dict[str, Field], names: Names
) -> tuple[list[str], list[Finding]]:
    """The options that a task is about: those it names, or the one in whose scope it stands."""
    if "on" in fields:
        field = fields["on"]
        place = page.note.place(field.value_start, len(field.value))
        links = tuple(links_in(field.value, place))
        references, findings = names.references(
            Statement("on", ((field.value, place),), links, place), ("option",)
        )
        return [reference.target for reference in references], findings
    node = page.owner(page.note.place(task.start).line)
    return ([node.id] if node and node.kind == "option" else []), []


def _milestones(
    page: Page, task: Task, details: TaskDetails, names: Names, vocabulary: Vocabulary
) -> tuple[list[Milestone], list[Finding]]:
    fields = _fields(details, vocabulary)
    place = _place(page, task)
    targets, findings = _targets(page, task, fields, names)
    if not targets and not findings:
        findings.append(finding("milestone-of-nothing", place, "the milestone belongs to no option"))
    findings += _bad_dates(page, task, details)
    numbers: dict[str, Quantity] = {}
    for key in ("hit", "miss", "cap", "odds"):
        if key in fields:
            value, found = _milestone_number(page, fields[key], key)
            findings += found
            if value:
                numbers[key] = value
    outcome = None
    if "outcome" in fields:
        field = fields["outcome"]
        where = page.note.place(field.value_start, len(field.value))
        outcome, found = read_choice(field.value, where, "outcome", vocabulary)
        findings += found
    if details.late_dates:
        message = f"text follows the {', '.join(details.late_dates)} date"
        findings.append(finding("date-not-at-end", place, message))
    return [
        Milestone(
            id=f"{page.note.path}:{place.line}", text=_said(details, vocabulary), place=place, option=option,
            status=task.status, due=_day(details.due), done=_day(details.done), outcome=outcome.value if outcome else "",
            group=fold_word(fields["group"].value) if "group" in fields else "", created=_day(details.created),
            withdrawn=_day(details.cancelled), start=_day(details.start or details.created), **numbers,
        )
        for option in targets
    ], findings  # fmt: skip


def _factor(page: Page, field: Field) -> tuple[Quantity | None, bool, list[Finding]]:
    """A factor (×0.75) or, as the flag says, a probability to set (28 %, → 3 %)."""
    place = page.note.place(field.value_start, len(field.value))
    text = _ARROW.sub("", field.value)
    sets = text != field.value.strip() or "%" in text or "％" in text
    value, findings = read_number(text, place, Form.RATIO if sets else Form.MULTIPLE)
    if value and value.unit is Unit.RATIO and not 0 <= value.value <= 1:
        message = f"{value.text!r} is not a probability"
        return (
            None,
            sets,
            [finding("probability-out-of-range", place, message, expected="0 to 1", found=value.text)],
        )
    if value and value.value < 0:
        message = f"{value.text!r} is negative"
        return (
            None,
            sets,
            [finding("not-a-quantity", place, message, expected="a factor such as ×0.75", found=value.text)],
        )
    return value, sets, findings


def _milestone_number(page: Page, field: Field, key: str) -> tuple[Quantity | None, list[Finding]]:
    """A hit or miss is a factor; a cap is a probability, and so are odds."""
    value, sets, findings = _factor(page, field)
    place = page.note.place(field.value_start, len(field.value))
    if value and key in _PROBABILITIES and not 0 <= value.value <= 1:
        message = f"the {key} {field.value!r} is not a probability"
        return None, [
            finding("probability-out-of-range", place, message, expected="0 to 1", found=field.value)
        ]
    if value and sets and key not in _PROBABILITIES:
        message = f"`{key}` is a probability, not a factor"
        hint = "to limit the probability, write [cap:: …]"
        expected = "a factor such as ×1.2"
        return None, [finding("wrong-unit", place, message, expected=expected, found=field.value, hint=hint)]
    return value, findings


def _kill_switch(
    page: Page, task: Task, details: TaskDetails, names: Names, vocabulary: Vocabulary
) -> tuple[list[KillSwitch], list[Finding]]:
    fields = _fields(details, vocabulary)
    place = _place(page, task)
    targets, findings = _targets(page, task, fields, names)
    node = page.owner(place.line)
    whole_company = not targets and "on" not in fields and node is not None and node.kind == "company"
    if not targets and not whole_company and not findings:
        findings.append(finding("milestone-of-nothing", place, "the kill switch belongs to no option"))
    if "effect" not in fields:
        return [], [*findings, finding("mandatory-field", place, "the kill switch has no effect")]
    effect, sets, found = _factor(page, fields["effect"])
    findings += found
    if effect is None or (not targets and not whole_company):
        return [], findings
    if not sets and effect.value > 1:
        where = page.note.place(fields["effect"].value_start, len(fields["effect"].value))
        message = "the kill switch would raise the probability"
        hint = f"did you mean {fields['effect'].value} %?"
        expected = "a factor below 1, or a probability"
        return [], [*findings, finding("wrong-unit", where, message, expected=expected, hint=hint)]
    options = (node.id,) if whole_company and node else tuple(targets)
    switch = KillSwitch(
        id=f"{page.note.path}:{place.line}", text=_said(details, vocabulary), place=place, options=options,
        fired=checked(task.status), effect=effect, sets=sets, since=_day(details.done),
        created=_day(details.created), due=_day(details.due),
    )  # fmt: skip
    return [switch], findings


def _bearers(page: Page, task: Task, details: TaskDetails, names: Names, vocabulary: Vocabulary) -> list[str]:
    """The options that a kill switch names, or the option or company in whose scope it stands."""
    targets, _ = _targets(page, task, _fields(details, vocabulary), names)
    node = page.owner(page.note.place(task.start).line)
    return targets or ([node.id] if node and node.kind in ("option", "company") else [])


def _odd_fields(page: Page, task: Task, details: TaskDetails, vocabulary: Vocabulary) -> list[Finding]:
    """Fields that are nearly known, fields with one colon, and dates that the sign before them does not explain."""
    findings = []
    forms = vocabulary.all_forms("attribute")
    for field in details.fields:
        word = fold_word(field.key)
        near = get_close_matches(word, forms, 1, 0.7) if word not in (*forms, *_DATE_FIELDS) else []
        if near:
            place = page.note.place(field.start, len(field.key) + 1)
            hint = f"did you mean {near[0]!r}?"
            findings.append(
                finding("unknown-field", place, f"the field {field.key!r} is not known", hint=hint)
            )
    for match in _ONE_COLON.finditer(task.text):
        if vocabulary.meaning("attribute", match[1]) in _EVENT_FIELDS:
            place = page.note.place(task.text_start + match.start(), len(match[0]))
            findings.append(
                finding("unknown-field", place, f"{match[0]!r} has one colon", expected=f"[{match[1]}:: …]")
            )
    if details.due is None and not details.bad_dates:
        for match in _DUE.finditer(task.text):
            place = page.note.place(task.text_start + match.start(1), len(match[1]))
            message = f"{match[1]!r} is no due date"
            findings.append(finding("not-a-date", place, message, expected="📅 YYYY-MM-DD", found=match[1]))
    return findings


def _question(
    page: Page, task: Task, details: TaskDetails
) -> tuple[list[tuple[str, OpenTask]], list[Finding]]:
    """A task in the scope of a narrative or option that is open, or was up to a day that it states."""
    place = _place(page, task)
    node = page.owner(place.line)
    if node is None or node.kind not in ("narrative", "option"):
        return [], []
    until = None
    closed = checked(task.status) or cancelled(task.status)
    if closed:
        until = _day(details.done if checked(task.status) else details.cancelled)
        if until is None:
            return [], []
    question = OpenTask(text=details.description, place=place, since=_day(details.created), until=until)
    return [(node.id, question)], [] if closed else _bad_dates(page, task, details)


def _plain_milestones(page: Page, vocabulary: Vocabulary) -> list[Milestone]:
    """Plain items under a Milestones heading in an option's scope; 【done by …】 says when they were met."""
    tasks = {page.note.place(task.start).line for task in page.note.scan.tasks}
    found = []
    for item in page.outline.items:
        node = page.owner(item.passage.line)
        if node is None or node.kind != "option" or item.passage.line in tasks:
            continue
        if meaning_at(page, item.passage.line, vocabulary, node) != "milestones":
            continue
        mark = _DONE_BY.search(item.passage.content)
        found.append(
            _plain_milestone(
                page, node, item.passage.place(page.note.path), item.passage.content, mark, vocabulary
            )
        )
    return found


def _plain_milestone(
    page: Page, node: Node, place: Place, content: str, mark: re.Match[str] | None, vocabulary: Vocabulary
) -> Milestone:
    done = None
    if mark:
        try:
            done = day_in(mark[1])
        except ValueError:
            done = None
    return Milestone(
        id=f"{page.note.path}:{place.line}", text=plain_text(_DONE_BY.sub("", content), vocabulary), place=place,
        option=node.id, status="x" if mark else "", done=done,
    )  # fmt: skip


def of_option(switches: Sequence[KillSwitch], option: str, company: str) -> tuple[KillSwitch, ...]:
    """The kill switches that bear on an option: those that name it, and those of its whole company.

    company: "" for an option that emerges from others, which those of the company reach through the others.
    """
    return tuple(
        switch for switch in switches if option in switch.options or (company and company in switch.options)
    )
