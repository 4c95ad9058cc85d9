"""Milestones, kill switches and open questions: the tasks of options and narratives."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import NamedTuple

from vaultval.diagnostics import Finding, finding
from vaultval.model.attributes import day_in, read_choice, read_day
from vaultval.model.bases import Reference
from vaultval.model.context import meaning_at
from vaultval.model.event_fields import (
    EVENT_FIELDS,
    Part,
    Said,
    by_option,
    known_fields,
    numbers,
    of_each,
)
from vaultval.model.items import plain_text
from vaultval.model.links import links_in
from vaultval.model.nodes import Node, Page, Statement
from vaultval.model.records import KillSwitch, Milestone, OpenTask
from vaultval.model.references import Names
from vaultval.note.parts import Field, Task
from vaultval.note.tasks import TaskDetails, cancelled, checked
from vaultval.note.tasks import read as read_task
from vaultval.place import Place
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
            made_switches, lost, found = _kill_switch(page, task, details, names, vocabulary)
            switches += made_switches
            if checked(task.status):
                unreadable += lost
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


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _bad_dates(page: Page, task: Task, details: TaskDetails) -> list[Finding]:
    """The dates of a task that do not exist in the calendar, and a start that lies after the due date."""
    bad = [
        found
        for _name, text in details.bad_dates
        for found in read_day(text, page.note.place(task.text_start + task.text.find(text), len(text)))[1]
    ]
    if details.start and details.due and details.start > details.due:
        place = page.note.place(task.text_start + task.text.find(details.start), len(details.start))
        message = f"the start {details.start} lies after the due date {details.due}"
        expected = f"a day up to {details.due}"
        bad.append(finding("not-a-date", place, message, expected=expected, found=details.start))
    return bad


def _targets(
    page: Page, task: Task, fields: Mapping[str, Field], parts: Mapping[str, Mapping[str, Part]], names: Names
) -> tuple[list[Reference], list[Finding]]:
    """The options that a task is about: those that `on` names and those that another field names, else the one in
    whose scope it stands.
    """
    found: list[Reference] = []
    findings: list[Finding] = []
    if "on" in fields:
        field = fields["on"]
        place = page.note.place(field.value_start, len(field.value))
        links = tuple(links_in(field.value, place))
        statement = Statement("on", ((field.value, place),), links, place)
        references, findings = names.references(statement, ("option",))
        found += references
    for stated in parts.values():
        known = {reference.target for reference in found}
        found += [
            Reference(each, "", part.place) for each, part in stated.items() if each not in ("", *known)
        ]
    by_name = "on" in fields or any("" not in stated for stated in parts.values())
    node = None if by_name else page.owner(page.note.place(task.start).line)
    if node and node.kind == "option":
        found.append(Reference(node.id, node.name, node.place))
    return found, findings


def _parts(
    page: Page, fields: Mapping[str, Field], keys: Sequence[str], names: Names
) -> tuple[dict[str, dict[str, Part]], list[Finding]]:
    """What the fields with these keys say of each option, or of all."""
    parts: dict[str, dict[str, Part]] = {}
    findings: list[Finding] = []
    for key in keys:
        if key in fields:
            parts[key], found = by_option(page, key, fields[key], names)
            findings += found
    return parts, findings


def _numbers(parts: Mapping[str, Mapping[str, Part]]) -> tuple[dict[str, dict[str, Said]], list[Finding]]:
    said: dict[str, dict[str, Said]] = {}
    findings: list[Finding] = []
    for key, stated in parts.items():
        said[key], found = numbers(key, stated)
        findings += found
    return said, findings


def _milestones(
    page: Page, task: Task, details: TaskDetails, names: Names, vocabulary: Vocabulary
) -> tuple[list[Milestone], list[Finding]]:
    fields, findings = known_fields(page, details, vocabulary)
    place = _place(page, task)
    parts, astray = _parts(page, fields, ("hit", "miss", "cap", "odds"), names)
    targets, found = _targets(page, task, fields, parts, names)
    astray += found
    if not targets and not astray:
        findings.append(finding("milestone-of-nothing", place, "the milestone belongs to no option"))
    findings += astray + _bad_dates(page, task, details)
    said, found = _numbers(parts)
    findings += found
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
            withdrawn=_day(details.cancelled), start=_day(details.start or details.created), **stated,
        )
        for option, stated in of_each([target.target for target in targets], said).items()
    ], findings  # fmt: skip


def _kill_switch(
    page: Page, task: Task, details: TaskDetails, names: Names, vocabulary: Vocabulary
) -> tuple[list[KillSwitch], list[str], list[Finding]]:
    """A record for each effect of the switch, all of one id; and the options (or the company) whose effect is lost."""
    fields, findings = known_fields(page, details, vocabulary)
    place = _place(page, task)
    parts, astray = _parts(page, fields, ("effect",), names)
    targets, found = _targets(page, task, fields, parts, names)
    astray += found
    scope = page.owner(place.line)
    by_name = "on" in fields or "" not in parts.get("effect", {"": None})
    if not targets and not by_name and scope and scope.kind == "company":
        targets = [Reference(scope.id, scope.name, scope.place)]
    if not targets and not astray:
        findings.append(finding("milestone-of-nothing", place, "the kill switch belongs to no option"))
    findings += astray
    if "effect" not in fields:
        findings.append(finding("mandatory-field", place, "the kill switch has no effect"))
    said, found = _numbers(parts)
    findings += found
    effects = said.get("effect", {})
    if by_name and parts:
        findings += [
            finding("mandatory-field", each.place, f"the kill switch has no effect on {each.text!r}")
            for each in targets
            if not parts["effect"].keys() & {each.target, ""}
        ]
    switches = [
        KillSwitch(
            id=f"{page.note.path}:{place.line}", text=_said(details, vocabulary), place=place, options=options,
            fired=checked(task.status), effect=effect.value, sets=effect.sets, since=_day(details.done),
            created=_day(details.created), due=_day(details.due),
        )
        for options, effect in _shared([target.target for target in targets], effects)
    ]  # fmt: skip
    struck = {option for switch in switches for option in switch.options}
    lost = [target.target for target in targets if target.target not in struck]
    if not targets and scope and scope.kind in ("option", "company"):
        lost = [scope.id]
    return switches, lost, findings


def _shared(options: Sequence[str], effects: Mapping[str, Said]) -> list[tuple[tuple[str, ...], Said]]:
    """The effects, each with the options that it is for."""
    if "" in effects:
        return [(tuple(options), effects[""])] if options else []
    return [((option,), effects[option]) for option in options if option in effects]


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
        if vocabulary.meaning("attribute", match[1]) in EVENT_FIELDS:
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
