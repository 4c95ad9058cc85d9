"""The date that an item of evidence states in its own words, and what looks like one and is not read."""

import re
from typing import NamedTuple

from vaultval.diagnostics import Finding, finding
from vaultval.model.periods import period_end
from vaultval.place import Place

_DAY = r"\d{4}\s*(?:-|/|\.)\s*\d{1,2}\s*(?:-|/|\.)\s*\d{1,2}|\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日?"
IN_PARENTHESES = re.compile(r"[(（]\s*(\d{4}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{1,2})\s*[)）]")
"""A date alone between parentheses."""

OPENING = re.compile(
    r"^(?:\[.\]\s+)?(?:\*\*)?(\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?)(?:\*\*)?\s*[,，:：]?\s*"
)
"""A date that opens an item."""

_AMONG_WORDS = re.compile(
    rf"(?:as\s+of|as\s+at|on|of|from|dated|published|filed|截至|截止|于|自)?\s*({_DAY})(?![\d日]|\s*[-/.]\s*\d)(.*)",
    re.IGNORECASE | re.DOTALL,
)
_ANY_DAY = re.compile(rf"(?<!\d)(?:{_DAY})(?!\d)")
_PARENTHESES = re.compile(r"(?<!\])[(（]([^()（）]*)[)）]")
_FOREIGN = re.compile(  # links, addresses and inline fields, with what stands in their brackets
    r"!?\[\[[^\[\]]*\]\]|!?\[[^\[\]]*\]\([^()\s]*\)|https?://\S+|`[^`]*`|[\[(（][^\[\]()（）:：]+::[^\[\]()（）]*[\])）]"
)
_MONTH_WORD = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_PERIOD = re.compile(
    rf"(?:as\s+of\s+)?(?:\d{{4}}\s*[-/.年]\s*\d{{1,2}}\s*月?|\d{{1,2}}\s*[-/.]\s*(?:\d{{1,2}}\s*[-/.]\s*)?(?:19|20)\d\d|"
    rf"{_MONTH_WORD}\s+(?:\d{{1,2}},?\s+)?(?:19|20)\d\d|\d{{1,2}}\s+{_MONTH_WORD}\s+(?:19|20)\d\d|"
    rf"(?:19|20)\d\d\s*[-/年]?\s*[QH][1-4]|[QH][1-4]\s*[-/]?\s*(?:19|20)\d\d)(?=$|[\s,，;；:：])",
    re.IGNORECASE,
)
_ONE_COLON = re.compile(
    rf"[\[(（]\s*(?:date|日期)\s*[:：](?!:)\s*({_DAY})\s*[\])）]|(?:[📅📆🗓]\ufe0f?)\s*({_DAY})", re.IGNORECASE
)


class Stated(NamedTuple):
    """A date as an item states it: where in the text, and its words."""

    start: int
    text: str


def stated_date(content: str) -> Stated | None:
    """The date that an item states: alone in parentheses; else where it opens; else in parentheses with other words,
    behind it or, such as "as of", before it.
    """
    match = IN_PARENTHESES.search(content) or OPENING.match(content)
    if match:
        return Stated(match.start(1), match[1])
    for start, inside in _groups(content):
        among = _AMONG_WORDS.fullmatch(inside)
        if among and not _ANY_DAY.search(among[2]):
            return Stated(start + among.start(1), among[1])
    return None


def unread_date(content: str) -> Stated | None:
    """What looks like the date of an item, and is not read as one: a period, another order, one colon, a sign of the
    Tasks plugin, two days in one pair of parentheses.
    """
    plain = _blank(content)
    match = _ONE_COLON.search(plain)
    if match:
        return Stated(match.start(), match[0])
    for start, inside in _groups(content):
        if _ANY_DAY.search(inside) or _PERIOD.match(inside):
            return Stated(start, inside)
    return None


def not_read(stated: Stated, place: Place) -> Finding:
    """That a date is not read, with the day that it may mean."""
    day = period_end(stated.text)
    return finding(
        "date-not-read",
        place,
        f"{stated.text!r} is not read as the date of the item",
        expected="(YYYY-MM-DD) or [date:: YYYY-MM-DD]",
        found=stated.text,
        hint=f"if it is that day, write [date:: {day}]" if day else "",
    )


def _groups(content: str) -> list[tuple[int, str]]:
    """Where the text between each pair of parentheses begins, and the text, trimmed."""
    found = []
    for match in _PARENTHESES.finditer(_blank(content)):
        inside = match[1].strip()
        found.append((match.start(1) + match[1].find(inside), inside))
    return found


def _blank(content: str) -> str:
    """The text with what is foreign in it replaced by as many blanks."""
    return _FOREIGN.sub(lambda match: " " * len(match[0]), content)
