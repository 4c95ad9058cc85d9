"""What evidence takes from the notes that it names: how reliable its source is, and when it was superseded."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from vaultval.diagnostics import Finding, finding
from vaultval.model.attributes import read_day
from vaultval.model.bases import Text
from vaultval.model.items import day_value
from vaultval.model.nodes import Page
from vaultval.model.records import Evidence, Source
from vaultval.model.references import Names
from vaultval.place import Place

LETTERS: Mapping[str, float] = {"A": 1.0, "B": 0.8, "C": 0.6, "D": 0.4, "E": 0.2, "F": 0.5}
"""The reliability of the source. F: it cannot be judged."""

DIGITS: Mapping[str, float] = {"1": 1.0, "2": 0.8, "3": 0.6, "4": 0.4, "5": 0.2, "6": 0.5}
"""The credibility of what it says. 6: it cannot be judged."""

_CODE = re.compile(r"([A-F])\s*-?\s*([1-6])")
_DAILY = re.compile(r"\d{4}-\d{2}-\d{2}")


def admiralty(code: str) -> float:
    """What a code such as B2 makes of evidence: 0.04 to 1. Raises ValueError for anything else.

    Source: the Admiralty code of NATO's AJP-2.1, letter for the source, digit for what it says.
    """
    match = _CODE.fullmatch(unicodedata.normalize("NFKC", code).strip().upper())
    if match is None:
        raise ValueError(f"{code!r} is no Admiralty code")
    return LETTERS[match[1]] * DIGITS[match[2]]


def with_provenance(
    evidence: Sequence[Evidence], sources: Iterable[Source], pages: Sequence[Page], names: Names
) -> tuple[list[Evidence], list[Finding]]:
    """The same evidence, with the reliability of its source and the day from which it is superseded."""
    codes: dict[str, Text] = {}
    findings: list[Finding] = []
    for source in sources:
        code, found = _readable(source.reliability)
        findings += found
        if code:
            codes[source.id] = code
    dates = {item.id: item.date for item in evidence}
    dates |= {f"{item.place.note}#^{item.block}": item.date for item in evidence if item.block}
    by_path = {page.note.path: page for page in pages}
    completed: list[Evidence] = []
    for item in evidence:
        own, found = _readable(item.reliability)
        findings += found
        code = own or next((codes[source] for source in item.sources if source in codes), None)
        day = _dated(item.superseded_by, dates, by_path, names) if item.superseded_by else None
        if code != item.reliability or day:
            item = item.model_copy(update={"reliability": code, "superseded_on": day})  # noqa: PLW2901
        completed.append(item)
    return completed, findings


def _readable(stated: Text | None) -> tuple[Text | None, list[Finding]]:
    """A code that can be read; else None, with a finding if one was stated."""
    if stated is None:
        return None, []
    try:
        admiralty(stated.value)
    except ValueError:
        message = f"the reliability {stated.value!r} is no Admiralty code"
        return None, [finding("reliability", stated.place, message, expected="A1 to F6", found=stated.value)]
    return stated, []


def _dated(
    target: str, dates: Mapping[str, dt.date | None], pages: Mapping[str, Page], names: Names
) -> dt.date | None:
    """The date of what supersedes an item: of that item, else of its section, else of its note, else a daily note's."""
    path = target.partition("#")[0]
    if dates.get(target):
        return dates[target]
    for identity in (target, path):
        node = names.nodes.get(identity)
        stated = node.statements.get("date") if node else None
        if stated and stated.parts:
            return day_value(*read_day(*stated.parts[0]))[0]
    loose = pages[path].loose.get("date") if path in pages else None
    if loose and loose.parts:
        return day_value(*read_day(*loose.parts[0]))[0]
    daily = _DAILY.search(path.rpartition("/")[2])
    return day_value(*read_day(daily[0], Place(path)))[0] if daily else None
