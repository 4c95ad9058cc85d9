"""The calendar of a company as it is shown: what is due when, whether odds and factors agree, what to look at next."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from vaultval.figure import N, plain
from vaultval.model.records import Company, KillSwitch, Milestone, Option
from vaultval.render.charts.gantt import Bar, gantt
from vaultval.render.text import Style, callout, escaped, fixed, shortened
from vaultval.render.topics import stakes
from vaultval.results import Results
from vaultval.valuation.company import CompanyValue
from vaultval.valuation.events.calendar import state_of
from vaultval.valuation.events.coherence import Coherence, Forecast, record_of

EVENTS_SHOWN = 24
_NEARLY = 0.999  # the largest share below one, to a tenth of a per cent
LOOKS_SHOWN = 3

_YEARS = 60  # farther off, nothing fits on a chart
_NAMED = 3  # options in a row
_DONE, _HARM = ("hit", "late", "exceeded"), ("missed", "failed", "fired")


@dataclass(frozen=True, slots=True)
class Event:
    """A milestone or kill switch with a date. day: when it was decided, else when it is due."""

    item: Milestone | KillSwitch
    options: tuple[Option, ...]
    state: str
    start: date | None
    day: date


def events(company: Company, as_of: date) -> tuple[Event, ...]:
    """All that has a date and is neither withdrawn nor of the future, in the order of the options, then of time."""
    bearers: dict[str, list[Option]] = {}
    items: dict[str, Milestone | KillSwitch] = {}
    for option in company.options:
        mine: list[Milestone | KillSwitch] = [*option.milestones, *option.kill_switches]
        for item in mine:
            items.setdefault(item.id, item)
            bearers.setdefault(item.id, []).append(option)
    found = [
        event
        for key, item in items.items()
        if (event := _event(item, tuple(bearers[key]), as_of)) and abs(event.day.year - as_of.year) < _YEARS
    ]
    order = {option.id: number for number, option in enumerate(company.options)}
    found.sort(
        key=lambda e: (
            isinstance(e.item, KillSwitch),
            order[e.options[0].id],
            len(e.options),
            e.day,
            e.item.id,
        )
    )
    return tuple(found)


def _event(item: Milestone | KillSwitch, options: tuple[Option, ...], as_of: date) -> Event | None:
    if isinstance(item, KillSwitch):
        fired = item.fired and (item.since is None or item.since <= as_of)
        day = item.since if fired and item.since else item.due
        if day is None or not item.known_on(as_of):
            return None
        return Event(item, options, "fired" if fired else "may_fire", None, day)
    state = state_of(item, as_of)
    decided = state in (*_DONE, "failed")
    day = item.done if decided and item.done else item.due
    if day is None or state in ("withdrawn", "future"):
        return None
    return Event(item, options, state, None if decided else item.start, day)


def next_looks(value: CompanyValue, results: Results, style: Style) -> str:
    """One line: what is past its date, and what is due next."""
    looks = [look for look in results.analyses[value.company.id].looks if look.watch.due]
    said = []
    for key, past in (("past_look", True), ("next_look", False)):
        mine = [look.watch for look in looks if look.past is past]
        mine = mine[-LOOKS_SHOWN:] if past else [w for w in mine if w.due == mine[0].due][:LOOKS_SHOWN]
        shown = [
            style("look", what=escaped(shortened(w.what, 60)), when=escaped(shortened(w.next_look, 30)))
            for w in mine
        ]
        if shown:
            said.append(style(key, colon=style("colon"), what=style.listed(shown)))
    return style.sentences(said)


def section(value: CompanyValue, results: Results, style: Style) -> str:
    """A folded callout with the chart, its table, and what the odds say; nothing without milestones."""
    analysis, as_of = results.analyses[value.company.id], results.method.as_of
    known = events(value.company, as_of)
    near = sorted(known, key=lambda event: abs((event.day - as_of).days))[:EVENTS_SHOWN]
    shown = [event for event in known if event in near]
    states = [event.state for event in known if isinstance(event.item, Milestone)]
    title = style(
        "calendar",
        open=str(states.count("open")),
        met=str(sum(state in _DONE for state in states)),
        missed=str(sum(state in _HARM for state in states)),
    )
    said = [*_odds_lines(value, results, style), *_score_line(analysis.forecasts, style)]
    hanging = stakes.tables(value, results, style)
    if not shown and not said and not hanging:
        return ""
    parts = [gantt([_bar(event, style) for event in shown], (style("calendar_day"), as_of))]
    parts.append(_table(shown, value.company.note, style))
    if len(shown) < len(known):
        parts.append(style("events_left_out", count=str(len(known) - len(shown))))
    parts += hanging
    parts.append(_odds_table(analysis.coherence, style))
    parts.append("\n".join(said))
    body = "\n\n".join(part for part in parts if part)
    return callout("info", title, ["", *body.split("\n")], folded=True)


def _shown_share(elapsed: float) -> float:
    """The share of a window that is over; nearly all of it is not shown as all of it."""
    return elapsed if elapsed >= 1 else min(elapsed, _NEARLY)


def _bar(event: Event, style: Style) -> Bar:
    kill = isinstance(event.item, KillSwitch)
    section = style("kill_switch") if kill else style("and").join(option.name for option in event.options)
    mark = "done" if event.state in _DONE else "crit" if event.state in _HARM else ""
    return Bar(section, event.item.text, event.start, event.day, mark)


def _table(shown: Sequence[Event], home: str, style: Style) -> str:
    if not shown:
        return ""
    rows = []
    for event in sorted(shown, key=lambda event: (event.day, event.item.id)):
        names = style("and").join(style.node(option, home) for option in event.options[:_NAMED])
        if len(event.options) > _NAMED:
            names += "…"
        rows.append(
            [event.day.isoformat(), names, escaped(shortened(event.item.text, 80)), _state(event, style)]
        )
    head = [style("calendar_due"), style("option"), style("milestone"), style("calendar_state")]
    return style.table(head, "llll", rows)


def _state(event: Event, style: Style) -> str:
    if event.state == "open":
        since = event.start
        return style("open_from", date=since.isoformat()) if since else style("calendar_open")
    return style(event.state)


def _odds_table(found: Sequence[Coherence], style: Style) -> str:
    rows = [
        [
            escaped(shortened(each.milestone.text, 60)), style.percent(each.odds), style.probability(each.probability),
            style.probability(each.if_hit), style.probability(each.if_missed), style.probability(each.expected),
        ]
        for each in found
    ]  # fmt: skip
    head = [
        style(key) for key in ("milestone", "odds_head", "odds_now", "if_hit", "if_missed", "odds_expected")
    ]
    return style.table(head, "lrrrrr", rows) if rows else ""


def _odds_lines(value: CompanyValue, results: Results, style: Style) -> Iterator[str]:
    """What the odds say of each milestone that has some."""
    changes = stakes.expected_changes(value, results)
    told = set[str]()
    for each in results.analyses[value.company.id].coherence:
        name = escaped(shortened(each.milestone.text, 60))
        if not each.coherent:
            yield _drift(each, name, style)
        if each.by_now is not None and each.elapsed:
            yield style(
                "odds_by_now", name=name, elapsed=style.percent(_shown_share(each.elapsed)),
                before=style.probability(each.probability), now=style.probability(each.by_now),
            )  # fmt: skip
        change = changes.get(each.milestone.id)
        if change is not None and each.milestone.id not in told:
            told.add(each.milestone.id)
            yield style("expected_change", name=name, change=style.change(change))


def _drift(each: Coherence, name: str, style: Style) -> str:
    ways = []
    if each.needed_odds is not None:
        ways.append(style("needed_odds", odds=style.percent(each.needed_odds)))
    if each.bayes_hit is not None:
        ways.append(style("bayes_hit", probability=style.probability(each.bayes_hit)))
    points = fixed(each.drift, 1, 2)
    said = {
        "name": name,
        "odds": style.percent(each.odds),
        "expected": style.probability(each.expected),
        "now": style.probability(each.probability),
        "drift": style("pp", number=points if points.startswith("−") else f"+{points}"),
    }
    return (
        style("odds_drift", ways=style("either_or").join(ways), **said)
        if ways
        else style("odds_drift_alone", **said)
    )


def _score_line(found: Sequence[Forecast], style: Style) -> Iterator[str]:
    record = record_of(found)
    if record is not None:
        yield style("brier", count=str(record.count), score=fixed(record.brier, 3))


def data(value: CompanyValue, results: Results) -> dict[str, Any]:
    """The dated events, the odds held against the probabilities, and the odds of what is decided."""
    analysis, changes = results.analyses[value.company.id], stakes.expected_changes(value, results)
    return {
        "events": [_event_data(event) for event in events(value.company, results.method.as_of)],
        "odds": [_odds_data(each, changes.get(each.milestone.id)) for each in analysis.coherence],
        "forecasts": [
            {
                "text": each.milestone.text,
                "odds": each.odds,
                "outcome": each.outcome,
                **_where(each.milestone),
            }
            for each in analysis.forecasts
        ],
        "calibration": asdict(record) if (record := record_of(analysis.forecasts)) else None,
    }


def _where(item: Milestone | KillSwitch) -> dict[str, Any]:
    return {"note": item.place.note, "line": item.place.line}


def _event_data(event: Event) -> dict[str, Any]:
    return {
        "kind": "kill switch" if isinstance(event.item, KillSwitch) else "milestone",
        "text": event.item.text,
        "options": [option.name for option in event.options],
        "state": "open" if event.state == "may_fire" else event.state,
        "start": event.start.isoformat() if event.start else None,
        "date": event.day.isoformat(),
        **_where(event.item),
    }


def _odds_data(each: Coherence, change: N | None) -> dict[str, Any]:
    known = each.likelihoods
    return {
        "text": each.milestone.text,
        "option": each.option.name,
        "odds": float(each.odds),
        "probability": float(each.probability),
        "if_hit": float(each.if_hit),
        "if_missed": float(each.if_missed),
        "expected": float(each.expected),
        "drift": float(each.drift),
        "coherent": each.coherent,
        "needed_odds": plain(each.needed_odds),
        "bayes_if_hit": plain(each.bayes_hit),
        "likelihood_if_success": float(known.if_success) if known else None,
        "likelihood_if_failure": float(known.if_failure) if known else None,
        "elapsed": each.elapsed,
        "bayes_by_now": plain(each.by_now),
        "expected_change": plain(change),
        **_where(each.milestone),
    }


def figures(value: CompanyValue, results: Results) -> Mapping[str, N]:
    """What the odds make of an option's probability: calendar.OPTION.expected, …; several milestones are numbered. And
    what hangs on each event.
    """
    found: dict[str, N] = dict(stakes.figures(value, results))
    for each in results.analyses[value.company.id].coherence:
        key, number = f"calendar.{each.option.name}", 1
        while f"{key}.expected" in found:
            number += 1
            key = f"calendar.{each.option.name}.{number}"
        parts = {
            "expected": each.expected,
            "drift": each.drift,
            "needed_odds": each.needed_odds,
            "bayes_if_hit": each.bayes_hit,
            "by_now": each.by_now,
            "likelihood_if_success": each.likelihoods.if_success if each.likelihoods else None,
            "likelihood_if_failure": each.likelihoods.if_failure if each.likelihoods else None,
        }
        found |= {f"{key}.{word}": part for word, part in parts.items() if part is not None}
    return found
