"""What is watched, in the order of the next look, and the milestones and kill switches that it is about. Method §9."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from vaultval.linking.content_words import content_words
from vaultval.model.company_records import Watch
from vaultval.model.records import Company
from vaultval.place import Place
from vaultval.vocabulary import folded

LEAST_WORDS = 2
"""How many words a row must share with an event to name it; one word says too little."""

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_CHINESE = "一二三四五六七八九十"
_BY_ORDER = re.compile(
    rf"\b(?:the\s+)?(?P<word>{'|'.join(_ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th))\s+kill[\s-]?switch"
    rf"|\bkill[\s-]?switch\s+(?:no\.?\s*|#)?(?P<number>\d{{1,2}})\b"
    rf"|第\s*(?P<zh>\d{{1,2}}|[{_CHINESE}])\s*[个项条号]?\s*熔断",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Event:
    """A milestone or kill switch that a row is about. kind: "milestone" or "kill switch"."""

    kind: str
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Look:
    """A row of the Monitoring table. past: whether the period of its next look is over on the day."""

    watch: Watch
    past: bool
    events: tuple[Event, ...]


class _Known(NamedTuple):
    """An event with the words of its text, and those of its option's name beside them."""

    event: Event
    own: frozenset[str]
    words: frozenset[str]


def looks(company: Company, as_of: date) -> tuple[Look, ...]:
    """The rows in the order of their next look, those without a date last, in the author's order."""
    if not company.monitoring:
        return ()
    milestones = {m.id: m for option in company.options for m in option.milestones if m.known_on(as_of)}
    found = {s.id: s for option in company.options for s in option.kill_switches if s.known_on(as_of)}
    switches = sorted(found.values(), key=lambda switch: (switch.place.note != company.note, switch.place))
    names = {option.id: option.name for option in company.options}
    dated = [_known("milestone", m.text, m.place, names.get(m.option, "")) for m in milestones.values()]
    feared = [_known("kill switch", switch.text, switch.place, "") for switch in switches]
    rows = [
        Look(
            watch=watch,
            past=watch.due is not None and watch.due < as_of,
            events=(*_named(watch.what, dated), *_named_switches(watch, feared)),
        )
        for watch in company.monitoring
    ]
    return tuple(sorted(rows, key=lambda look: look.watch.due or date.max))


def _known(kind: str, text: str, place: Place, option: str) -> _Known:
    own = frozenset(content_words(text))
    return _Known(Event(kind, text, place), own, own | frozenset(content_words(option)))


def _named(what: str, events: Sequence[_Known]) -> Iterator[Event]:
    """The events that what is watched evidently is: its words are all in theirs, one at least in their own text."""
    words = set(content_words(what))
    if len(words) >= LEAST_WORDS:
        yield from (known.event for known in events if words & known.own and words <= known.words)


def _named_switches(watch: Watch, switches: Sequence[_Known]) -> Iterator[Event]:
    """The kill switches that the row names by their words, or by their number in the company's note."""
    numbers = {_number(match) for match in _BY_ORDER.finditer(watch.acts_when)}
    when, evident = folded(watch.acts_when), set(_named(watch.what, switches))
    for number, known in enumerate(switches, 1):
        text = folded(known.event.text)
        if number in numbers or known.event in evident or (text and text in when):
            yield known.event


def _number(match: re.Match[str]) -> int:
    text = (match["word"] or match["number"] or match["zh"]).casefold()
    if text in _ORDINALS:
        return _ORDINALS.index(text) + 1
    if text in _CHINESE:
        return _CHINESE.index(text) + 1
    return int(re.sub(r"\D", "", text))
