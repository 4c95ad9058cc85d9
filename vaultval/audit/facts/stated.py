"""The facts that notes state: what of which thing, in which period, as of which day, and the number."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from vaultval.audit.facts.labelled import Told, same_word, told, unit_in
from vaultval.audit.facts.metrics import Reach, is_reported, may_differ_by_part, meant, reach, unit_of
from vaultval.audit.facts.periods import Period, day_in, is_past, periods_in
from vaultval.audit.facts.subjects import Subject, named_in, names_of
from vaultval.audit.facts.surroundings import SUPPOSED, Surroundings
from vaultval.note.printed import Printed
from vaultval.place import Place
from vaultval.quantity import Quantity, Unit, read
from vaultval.quantity.header import NO_UNIT, HeaderUnit, under
from vaultval.vault.vault import Note
from vaultval.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement of a quantity.

    part: the part of the note beyond which it says nothing, "" for none. metric: of the vocabulary, or "", and then label
    says what. period: None for none. as_of: YYYY-MM-DD or YYYY-MM, its own or its note's, "" for none.
    """

    subject: Subject
    part: str
    metric: str
    label: str
    period: Period | None
    as_of: str
    quantity: Quantity
    place: Place


_NOWHERE = Place("")
_BEGINS = re.compile(r"(?:[~≈≥≤<>+\-−±约(（\s]|about |approx\.? |US|NT|HK|RMB|CNY|USD)*[$¥€£₩₹￥]?\s*[0-9.]")
_CUT = re.compile(r"\s*(?:[\[［【(（;；。]|,(?![0-9])|，| [—–-] |  |\|)")
_OPENING_BRACKET = re.compile(r"\s*[(（]")
_LABEL_REMARK = re.compile(r"\s*[(（\[]([^()（）\[\]]*)[)）\]]\s*$")
_SIGNS = re.compile(r" ?[-+−–＋－] ?")
_FILLERS = re.compile(
    r"(?<![A-Za-z])(?:current|latest|assumed|assumption|assumptions|base|company)(?![A-Za-z])|假设|当前|最新|公司",
    re.IGNORECASE,
)
_HARMLESS = re.compile(r"估|估算|est\.?|estimated|参考|diluted|basic|稀释|基本|GAAP", re.IGNORECASE)
_NO_COMPANY = re.compile(
    r"average|median|mean|total|sector|industry|peers|平均|中位|均值|合计|总计|行业|同业", re.IGNORECASE
)
_IN_ITEM = re.compile(r"[ \t>]*(?:[-+*•]|[0-9]+[.)])[ \t]")
_LONGEST = 40  # characters of a number with its unit
_SUM = re.compile(r"[=×→:：]| [-+/*x] |[A-Za-z]{14,}|[\u4e00-\u9fff]{6,}")
"""What stands in arithmetic and sentences, and in no number: so that few of them are read as one in vain."""
_LEAD = 60  # characters of a line that leads to others, at most
_RECORDS = 3  # so many values under one label make it the label of records


def facts_of(note: Note, printed: Printed, vocabulary: Vocabulary) -> list[Fact]:
    """The facts that a note prints: in labelled lines and list items, in properties, fields and tables.

    note: with its text held. What a node states as an attribute is told by `typed_facts`, too, with the same place.
    """
    statements = [*_properties(note), *_fields(note), *told(note.text, printed, vocabulary)]
    around = Surroundings(note, printed, statements, vocabulary)
    found = [fact for statement in statements if (fact := _fact(statement, around, vocabulary))]
    return _without_records(found)


def _properties(note: Note) -> Iterator[Told]:
    """The properties of a note that hold one value, but for those that vaultval wrote."""
    for entry in note.properties.entries if note.properties else ():
        if len(entry.items) == 1 and not entry.key.startswith("vv_"):
            place = note.place(entry.items[0].start)
            yield Told(entry.key, entry.items[0].text, place.line, place.column)


def _fields(note: Note) -> Iterator[Told]:
    """The inline fields of a note, but for those within list items, which are about the item."""
    for field in note.scan.fields:
        if field.value and not note.is_own_text(field.start):
            line = note.text.rfind("\n", 0, field.start) + 1
            if not (field.bracketed and _IN_ITEM.match(note.text, line)):
                place = note.place(field.value_start)
                yield Told(field.key, field.value, place.line, place.column)


def _fact(statement: Told, around: Surroundings, vocabulary: Vocabulary) -> Fact | None:
    """The fact that a statement is; None where it is none that can be compared."""
    if not _BEGINS.match(statement.value) or any(map(_supposes, statement.above)):
        return None
    cut = _CUT.search(statement.value, 1)
    text = statement.value[: cut.start()] if cut else statement.value
    remark = statement.value[len(text) :] + " " + statement.remark
    if "→" in remark or "->" in remark or len(text) > _LONGEST or _SUM.search(text):
        return None
    named, label, period = _metric(statement.label, vocabulary)
    quantity = _quantity(text.strip(), unit_of(named) if named else None, _header(statement))
    metric = meant(named, quantity) if quantity and named else named
    here = around.at(statement.line)
    subject = _company(statement.company, around.path) if statement.company else here.subject
    if quantity is None or metric is None or subject is None or here.supposed:
        return None
    period = statement.period or period or _period_of_source(metric, remark)
    day = day_in(remark) or statement.day or around.day
    whole = bool(statement.company) or here.whole or not may_differ_by_part(metric)
    part = "" if whole and _reaches(metric, period, day) else "/".join((here.section, *statement.above[:1]))
    place = Place(around.path, statement.line, statement.column, len(text.strip()))
    return Fact(subject, part, metric, label, period, day, quantity, place)


@lru_cache(maxsize=1 << 12)
def _supposes(lead: str) -> bool:
    return len(lead) <= _LEAD and SUPPOSED.search(lead) is not None


def _header(statement: Told) -> HeaderUnit:
    """The unit that the header or the label of a number gives."""
    return statement.unit if statement.unit != NO_UNIT else unit_in(statement.label)


def _company(row: str, note: str) -> Subject | None:
    """The company that a row is about; None for one of means and totals."""
    if _NO_COMPANY.search(row):
        return None
    named = list(named_in(row))
    return Subject(note, names_of(*named[0]) if named else names_of(row, ""))


def _reaches(metric: str, period: Period | None, day: str) -> bool:
    """Whether a statement holds beyond its section. A forecast does not: each section may show somebody else's."""
    far = reach(metric)
    if far is Reach.PERIOD or (period and far is Reach.THING):
        return (
            period is not None
            and not period.estimate
            and (is_past(period.name, day) or not period.name[0].isdigit())
        )
    return far is Reach.THING


def _period_of_source(metric: str, remark: str) -> Period | None:
    """The one period that a remark on a reported number names, as in [hard: 10-K FY2025]."""
    if not metric or not is_reported(metric):
        return None
    found = periods_in(remark)
    return found[0] if len({period.name for period in found}) == 1 else None


@lru_cache(maxsize=1 << 14)
def _quantity(text: str, expect: Unit | None, unit: HeaderUnit) -> Quantity | None:
    """The one number that a text is, in the unit of its metric or header."""
    if expect is None and unit != NO_UNIT:
        expect = Unit.CURRENCY if unit.currency else Unit.RATIO if unit.percent else Unit.COUNT
    quantity = read(text, _NOWHERE, expect=expect)[0]
    return under(quantity, unit) if quantity else None


def _known(label: str, vocabulary: Vocabulary) -> str | None:
    return vocabulary.meaning("metric", label)


@lru_cache(maxsize=1 << 14)
def _metric(label: str, vocabulary: Vocabulary) -> tuple[str, str, Period | None]:
    """What a label names: the metric, or "", the label without its period, and the period."""
    found = periods_in(label)
    if len(found) > 1:
        return "", same_word(label), None
    period = found[0] if found else None
    bare = (label[: period.start] + " " + label[period.end :]) if period else label
    bare = re.sub(r"[(（]\s*[)）]", "", bare).strip(" -_:：的")
    plain = same_word(bare)
    known = _known(plain, vocabulary)
    if known:
        return known, plain, period
    remark = _LABEL_REMARK.search(bare)
    if remark and _is_harmless(remark[1], vocabulary):
        bare = bare[: remark.start()]
        inner = _known(same_word(remark[1]), vocabulary)
        known = _known(same_word(bare), vocabulary)
        if known:
            return (known if inner in (None, known) else ""), same_word(bare), period
    known = _known(same_word(_FILLERS.sub("", bare)), vocabulary)
    return known or "", plain, period


def _is_harmless(remark: str, vocabulary: Vocabulary) -> bool:
    """Whether a remark behind a label leaves open what it names: a unit, other words for it, a sum of known ones, `est.`"""
    return bool(
        unit_in(f"({remark})") != NO_UNIT
        or all(_known(same_word(part), vocabulary) for part in _SIGNS.split(remark))
        or _HARMLESS.fullmatch(remark.strip())
    )


def _without_records(facts: Sequence[Fact]) -> list[Fact]:
    """The facts that can clash: those that hold beyond their section, and those told twice differently within it.

    Where a section repeats several labels, or one label many times, each time is about another thing: records.
    """
    values: dict[tuple[str, str], set[float]] = defaultdict(set)
    for fact in facts:
        if fact.part:
            values[fact.part, fact.label].add(fact.quantity.value)
    repeated = Counter(part for (part, _), found in values.items() if len(found) > 1)
    return [
        fact
        for fact in facts
        if not fact.part or (repeated[fact.part] == 1 and 1 < len(values[fact.part, fact.label]) < _RECORDS)
    ]
