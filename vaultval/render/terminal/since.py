"""What changed between two days: for a terminal, and as plain data for --json."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from vaultval.diagnostics import Finding
from vaultval.figure import N
from vaultval.model.prices import price_on
from vaultval.render.changes import multiplier_and_cap
from vaultval.render.terminal.tables import print_line, print_table
from vaultval.render.terminal.values import print_incomplete
from vaultval.render.text import fixed, money, shortened
from vaultval.render.topics.strength import change_data, change_rows
from vaultval.results import Results
from vaultval.scoring.change import Change, changes
from vaultval.valuation.events.calendar import Effect
from vaultval.valuation.portfolio import EmergentValue, OptionValue
from vaultval.vocabulary import written

_LONGEST = 60  # characters of an event


def since_document(then: Results, now: Results) -> dict[str, Any]:
    """The two days side by side. A figure is an object of `then` and `now`; null where it could not be computed."""
    return {
        "as_of": then.method.as_of.isoformat(),
        "companies": {
            company.name: _company(then, now, company.id)
            for company in now.model.companies
            if company.id in then.values or company.id in now.values
        },
        "narratives": {
            change.now.narrative.name: change_data(change) for change in narrative_changes(then, now).values()
        },
    }


def prices_then(then: Results, now: Results) -> list[Finding]:
    """The findings of the earlier day about prices that were not known on it."""
    told = set(now.findings)
    return [
        found for found in then.findings if found.rule.name == "price-of-the-future" and found not in told
    ]


def narrative_changes(then: Results, now: Results) -> dict[str, Change]:
    """What changed in each narrative, by its id."""
    return changes(then.scores, now.scores, now.config, then.method.as_of, now.method.as_of)


def _pair(then: N | None, now: N | None) -> dict[str, float | None]:
    return {
        "then": None if then is None else float(then),
        "now": None if now is None else float(now),
    }


def _company(earlier: Results, later: Results, identity: str) -> dict[str, Any]:
    then, now = earlier.values.get(identity), later.values.get(identity)
    names = ("price", "full_value", "full_value_uncapped", "upside", "ceiling")
    figures = {name: _pair(getattr(then, name, None), getattr(now, name, None)) for name in names}
    return {
        **figures,
        "price_known": {
            day: None if value is None else not price_on(value.company, results.method.as_of)[1]
            for day, value, results in (("then", then, earlier), ("now", now, later))
        },
        "multiplier_and_cap": _pair(*(multiplier_and_cap(value) if value else None for value in (then, now))),
        "core": _pair(then.core.base if then else None, now.core.base if now else None),
        "options": {
            (after or before).option.name: _option(before, after)
            for before, after in _both(then.options if then else (), now.options if now else ())
        },
        "emergent": {
            (after or before).option.name: _emergent(before, after)
            for before, after in _both(then.emergent if then else (), now.emergent if now else ())
        },
    }


def _both(then: Sequence[Any], now: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    """The values of each option on both days; None for a day on which it could not be valued."""
    before, after = ({value.option.id: value for value in values} for values in (then, now))
    for identity in dict.fromkeys((*after, *before)):
        yield before.get(identity), after.get(identity)


def _option(then: OptionValue | None, now: OptionValue | None) -> dict[str, Any]:
    names = {"probability_effective": "effective", "probability_adjusted": "probability"}
    names |= {"weighted": "weighted", "adjusted": "adjusted"}
    return {
        **{key: _pair(getattr(then, name, None), getattr(now, name, None)) for key, name in names.items()},
        "events": _events(then.effects if then else (), now.effects if now else ()),
    }


def _emergent(then: EmergentValue | None, now: EmergentValue | None) -> dict[str, Any]:
    return {
        **{
            name: _pair(getattr(then, name, None), getattr(now, name, None))
            for name in ("probability", "value")
        },
        "events": _events(then.effects if then else (), now.effects if now else ()),
    }


def _events(then: Iterable[Effect], now: Iterable[Effect]) -> list[dict[str, Any]]:
    """What happened in between: milestones and kill switches that have another effect now, by their places."""
    before, after = ({effect.place: effect for effect in effects} for effects in (then, now))
    changed = [
        place for place in dict.fromkeys((*after, *before)) if _does(before, place) != _does(after, place)
    ]
    return [
        {
            "text": (after.get(place) or before[place]).text,
            "was": before[place].state if place in before else None,
            "state": after[place].state if place in after else None,
            **dict(zip(("factor", "limit"), _does(after, place)[1:], strict=True)),
            "note": place.note,
            "line": place.line,
        }
        for place in changed
    ]


def _does(effects: Mapping[Any, Effect], place: Any) -> tuple[str | None, float | None, float | None]:
    effect = effects.get(place)
    if effect is None:
        return None, None, None
    numbers = (None if number is None else float(number) for number in (effect.factor, effect.limit))
    return effect.state, *numbers  # type: ignore[return-value]  # two numbers, as there are two names


def print_since(then: Results, now: Results) -> None:
    """The same for a person: what moved, and by what."""
    document = since_document(then, now)
    title = f"since {document['as_of']}"
    for name, company in document["companies"].items():
        value = next(
            found
            for results in (now, then)
            for found in results.values.values()
            if found.company.name == name
        )
        unit = value.company.currency
        head = ["", "By", "Then", "Now", "Change"]
        print_table(f"{name} {title}, per share", head, list(_company_rows(company, unit)), 2)
    print_incomplete(now.values.values())
    found = narrative_changes(then, now)
    known = [company["price_known"] for company in document["companies"].values()]
    if any(day is False for days in known for day in days.values()):
        print_line("* the notes state no price as old as that; this is their oldest.")
    if found:
        print_table(f"Narratives {title}", *change_rows(found))


def _company_rows(company: Mapping[str, Any], unit: str) -> Iterator[list[str]]:
    """Price, core and full value; of the options those that moved, each with what moved it."""
    yield _price(company, unit)
    yield _row("Core", company["core"], unit, "")
    for group, key, own in (("options", "adjusted", "weighted"), ("emergent", "value", "probability")):
        for name, option in company[group].items():
            said = [_event(event) for event in option["events"]]
            if not said and _moved(option[key]):
                said = ["its own dates" if _moved(option[own]) and group == "options" else "other options"]
            if said:
                yield _row(name, option[key], unit, "; ".join(said))
    rest = _row("Multiplier and cap", company["multiplier_and_cap"], unit, "")
    if rest[-1] != "0.00":
        yield rest
    yield _row("Full value", company["full_value"], unit, "")


def _price(company: Mapping[str, Any], unit: str) -> list[str]:
    """The price; with a star, and without a change, where the notes state none as old as the day."""
    name, why, then, now, change = _row("Price", company["price"], unit, "")
    known = company["price_known"]
    if all(day is not False for day in known.values()):
        return [name, why, then, now, change]
    return [name, why, then + _star(known["then"]), now + _star(known["now"]), "—"]


def _star(known: bool | None) -> str:
    return "*" if known is False else ""


def _moved(pair: Mapping[str, Any]) -> bool:
    return bool(pair["then"] != pair["now"])


def _row(name: str, pair: Mapping[str, Any], unit: str, why: str) -> list[str]:
    then, now = pair["then"], pair["now"]
    change = None if then is None or now is None else now - then
    return [name, why, _money(then, unit), _money(now, unit), _signed(change)]


def _money(value: float | None, unit: str) -> str:
    return "—" if value is None else money(value, unit)


def _signed(value: float | None) -> str:
    if value is None:
        return "—"
    text = fixed(value, 2)
    return f"+{text}" if value > 0 and any(mark in "123456789" for mark in text) else text


def _event(event: Mapping[str, Any]) -> str:
    word = written("phrase", event["state"] or event["was"], "en")
    state = word if event["state"] else f"no longer {word}"
    if event["state"] and event["state"] == event["was"] and event["factor"] is not None:
        state = f"{word}, now × {event['factor']:.4g}"
    return f"{state}: {shortened(event['text'], _LONGEST)}"
