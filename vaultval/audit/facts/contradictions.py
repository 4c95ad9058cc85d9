"""The same fact told differently, within a note and across notes."""

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from math import isfinite
from typing import NamedTuple

from vaultval.audit.arithmetic.terms import number
from vaultval.audit.facts.periods import is_past
from vaultval.audit.facts.stated import Fact
from vaultval.audit.intervals import Interval, printed_interval
from vaultval.audit.report import Contradiction, Occurrence
from vaultval.audit.verdicts import open_ended
from vaultval.diagnostics import Finding, finding
from vaultval.quantity import Quantity, Unit
from vaultval.vocabulary import folded, written

_SCALES = {1e-2: "%", 1e3: "K", 1e4: "万", 1e6: "M", 1e8: "亿", 1e9: "B", 1e12: "T"}
_EDGE = 1e-9
_FEWEST = 2  # values that make a contradiction
_MOST_SHOWN = 6  # values in one sentence


class _Key(NamedTuple):
    """What has to be the same for two facts to be about one quantity."""

    thing: str
    part: str
    what: str
    period: str
    day: str
    unit: str


def contradictions(facts: Iterable[Fact]) -> tuple[Contradiction, ...]:
    """What is told differently, of all facts of a vault, in any order; in the order of the notes.

    Two numbers contradict each other if no number can be printed as both. Numbers of different days are a history; so are
    a number with a day and one without, unless they are about a period that was over by then.
    """
    told = _once(facts)
    things = _Things(told)
    groups: dict[_Key, list[Fact]] = defaultdict(list)
    for fact in told:
        groups[_key(fact, things)].append(fact)
    found = [_told_differently(key, group, things) for key, group in groups.items() if len(group) > 1]
    return tuple(sorted(filter(None, found), key=lambda one: one.occurrences[0].place))


def _once(facts: Iterable[Fact]) -> list[Fact]:
    """The facts in the order of the notes; of two readings of one place, that of the model."""
    ordered = sorted(
        facts, key=lambda fact: (fact.place[:3], bool(fact.subject.kind), not fact.part, repr(fact))
    )
    return list({fact.place[:3]: fact for fact in ordered}.values())


class _Things:
    """Which notes' subjects are one thing: those that share a name, directly or through others."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._root: dict[str, str] = {}
        self._names: dict[str, list[str]] = defaultdict(list)
        subjects = dict.fromkeys(fact.subject for fact in facts)
        for subject in subjects:
            for name in subject.names:
                self._join(folded(subject.names[0]), folded(name))
        for subject in subjects:
            if subject.names:
                self._names[self._find(folded(subject.names[0]))].append(subject.names[0])

    def of(self, fact: Fact) -> str:
        """The thing that a fact is about: a name as it compares, or the note's path behind a slash."""
        subject = fact.subject
        if subject.names:
            return self._find(folded(subject.names[0]))
        if folded(subject.guess) in self._root:
            return self._find(folded(subject.guess))
        return f"/{subject.note}" + (f"#{subject.guess}" if subject.kind else "")

    def shown(self, thing: str) -> str:
        """The name of a thing as notes write it; "" for a note."""
        names = Counter(self._names.get(thing, ()))
        return min(names, key=lambda name: (-names[name], name)) if names else ""

    def _find(self, name: str) -> str:
        while (above := self._root.setdefault(name, name)) != name:
            name = above
        return name

    def _join(self, one: str, other: str) -> None:
        first, second = sorted((self._find(one), self._find(other)))
        self._root[second] = first


def _key(fact: Fact, things: _Things) -> _Key:
    thing = things.of(fact)
    period = fact.period.name if fact.period else ""
    settled = fact.period is not None and not fact.period.estimate and is_past(period, fact.as_of)
    local = f"{fact.place.note}:{fact.part}" if fact.part or not fact.metric else ""
    what = fact.metric or f"?{fact.label}"
    return _Key(thing, local, what, period, "" if settled else fact.as_of, _unit(fact.quantity))


def _unit(quantity: Quantity) -> str:
    """What two quantities share that can be compared."""
    if quantity.unit is Unit.CURRENCY:
        per = "" if quantity.suffix in ("/share", "/ADR") else quantity.suffix
        return f"{quantity.currency}{per}"
    return str(quantity.unit) if quantity.unit is not Unit.OTHER else f"other {quantity.suffix}"


def _told_differently(key: _Key, group: Sequence[Fact], things: _Things) -> Contradiction | None:
    """The contradiction among facts of one key: the first of each value that clashes with another."""
    spans = [_span(fact.quantity) for fact in group]
    highest, lowest = max(span.low for span in spans), min(span.high for span in spans)
    if Interval(lowest, lowest).high >= highest or Interval(highest, lowest).meets(
        Interval(highest, highest)
    ):
        return None
    clashing = [one for one in zip(group, spans, strict=True) if one[1].low > lowest or one[1].high < highest]
    occurrences = tuple(
        Occurrence(fact.place, _text(fact.quantity), fact.quantity.value, fact.as_of)
        for fact in _each_value(clashing)
    )
    return Contradiction(_named(key, group[0], things), occurrences)


def _text(quantity: Quantity) -> str:
    """A number as written, with the unit of its header where it stands under one: 3.511 (B)."""
    alone = number(quantity.text)
    if alone is None or alone.scale == quantity.scale:
        return quantity.text
    return f"{quantity.text} ({_SCALES.get(quantity.scale, f'{quantity.scale:g}')})"


def _each_value(told: Sequence[tuple[Fact, Interval]]) -> list[Fact]:
    """The first fact of each value, in their order; one that may stand for a finer one of them is left out."""
    kept: list[Fact] = []
    values: list[float] = []
    for fact, span in sorted(told, key=lambda one: one[1].high - one[1].low):
        at = bisect_left(values, span.low)
        if at == len(values) or values[at] > span.high:
            kept.append(fact)
            insort(values, fact.quantity.value)
    if len(kept) < _FEWEST:  # two wide ones that clash, each around the same finer one
        kept = list({fact.quantity.value: fact for fact, _ in reversed(told)}.values())
    return sorted(kept, key=lambda fact: fact.place)


def _span(quantity: Quantity) -> Interval:
    """What a printed number can stand for, without the very ends: no number is printed as 9 % here and as 10 % there."""
    span = open_ended(printed_interval(quantity), quantity)
    ends = [abs(end) for end in span if isfinite(end)]
    edge = _EDGE * max(ends, default=0.0)
    return Interval(span.low + edge, span.high - edge)


def _named(key: _Key, fact: Fact, things: _Things) -> str:
    """What a contradiction is about, as in `tesla: diluted shares, 2025`."""
    thing = things.shown(key.thing)
    what = written("metric", fact.metric, "en") if fact.metric else fact.label
    return (f"{thing}: " if thing else "") + what + (f", {key.period}" if key.period else "")


def findings_of(found: Sequence[Contradiction]) -> list[Finding]:
    """A finding for each contradiction, at its first occurrence."""
    return [_finding(one) for one in found]


def _finding(one: Contradiction) -> Finding:
    first, second = one.occurrences[:2]
    values = [occurrence.text for occurrence in one.occurrences]
    listed = ", ".join(values[:_MOST_SHOWN]) + (" and more" if len(values) > _MOST_SHOWN else "")
    return finding("told-differently", first.place, f"{one.quantity} is told as {listed}", other=second.place)
