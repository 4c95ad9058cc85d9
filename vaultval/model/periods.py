"""Days and periods as people write them: 2026-06-30, 2026-04, Q2 2026, 2026年上半年. A period stands for its last day."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_REST = ("uary", "ruary", "ch", "il", "", "e", "y", "ust", "t(?:ember)?", "ober", "ember", "ember")
_WORDS = "|".join(f"{month}(?:{rest})?" for month, rest in zip(_MONTHS, _REST, strict=True))
_MONTH = rf"({_WORDS})(?![a-z])\.?"
_YEAR = r"(?<!\d)((?:19|20)\d\d)(?!\d)"
_NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4, "上": 1, "下": 2}


def _last_of(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _number(text: str) -> int:
    return _NUMERALS.get(text) or int(text)


def _of_month(word: str) -> int:
    return _MONTHS.index(word[:3].casefold()) + 1


Reader = Callable[[re.Match[str]], date]

_DAYS = (
    (rf"{_YEAR}\s*[-/.年]\s*(\d{{1,2}})\s*[-/.月]\s*(\d{{1,2}})(?!\d)", lambda m: date(int(m[1]), int(m[2]), int(m[3]))),
    (rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH},?\s+{_YEAR}", lambda m: date(int(m[3]), _of_month(m[2]), int(m[1]))),
    (rf"\b{_MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}", lambda m: date(int(m[3]), _of_month(m[1]), int(m[2]))),
    (rf"(?<!\d)(\d{{1,2}})\s*([-/.])\s*(\d{{1,2}})\s*\2\s*{_YEAR}", lambda m: _day_first(int(m[1]), int(m[3]), int(m[4]))),
)  # fmt: skip
_PERIODS = (
    (rf"{_YEAR}\s*[-/年]?\s*Q([1-4])(?!\d)", lambda m: _last_of(int(m[1]), 3 * int(m[2]))),
    (rf"\b(?:Q([1-4])|([1-4])Q)\s*[-/]?\s*(?:FY)?{_YEAR}", lambda m: _last_of(int(m[3]), 3 * int(m[1] or m[2]))),
    (rf"{_YEAR}\s*年?\s*第?\s*([一二三四1-4])\s*季", lambda m: _last_of(int(m[1]), 3 * _number(m[2]))),
    (rf"{_YEAR}\s*[-/年]?\s*H([12])(?!\d)", lambda m: _last_of(int(m[1]), 6 * int(m[2]))),
    (rf"\b(?:H([12])|([12])H)\s*[-/]?\s*{_YEAR}", lambda m: _last_of(int(m[3]), 6 * int(m[1] or m[2]))),
    (rf"{_YEAR}\s*年?\s*([上下])半年", lambda m: _last_of(int(m[1]), 6 * _number(m[2]))),
    (rf"{_YEAR}\s*[-/]?\s*W(\d{{1,2}})(?!\d)", lambda m: date.fromisocalendar(int(m[1]), int(m[2]), 7)),
    (rf"{_YEAR}\s*[-/.年]\s*(1[0-2]|0?[1-9])(?![\d%])", lambda m: _last_of(int(m[1]), int(m[2]))),
    (rf"(?<![\d/.-])(1[0-2]|0?[1-9])\s*[-/.]\s*{_YEAR}", lambda m: _last_of(int(m[2]), int(m[1]))),
    (rf"\b{_MONTH},?\s+{_YEAR}", lambda m: _last_of(int(m[2]), _of_month(m[1]))),
    (rf"{_YEAR},?\s+{_MONTH}(?![a-z])", lambda m: _last_of(int(m[1]), _of_month(m[2]))),
)  # fmt: skip
_BARE_YEAR = (
    (
        rf"{_YEAR}(?!\s*[-/.年]\s*\d|\s*[-/年]?\s*[QHW]\d|\s*年?\s*第)(?<!\d[-/.]\d{{4}})",
        lambda m: date(int(m[1]), 12, 31),
    ),
)
# The narrowest first: what is written with a day is no month, and what is written with a month no year.
_FORMS: tuple[tuple[str, Reader], ...] = (*_DAYS, *_PERIODS, *_BARE_YEAR)
_READERS = tuple((re.compile(form, re.IGNORECASE), reader) for form, reader in _FORMS)


def _day_first(day: int, month: int, year: int) -> date:
    """30/06/2026, and 06/30/2026. Raises ValueError where either of the two may be the month."""
    if day != month and max(day, month) <= 12:
        raise ValueError("day or month first")
    return date(year, month, day) if month <= 12 else date(year, day, month)


def looks_like_one(text: str) -> bool:
    """Whether a text names a year, and so a day or period, be it one that cannot be read."""
    return re.search(_YEAR, text) is not None


def period_end(text: str) -> date | None:
    """The last day of the first period that a text names; None for none, or for a day that does not exist.

    A year alone, or behind FY, is its last day. A day before its month counts only where it can be nothing else.
    """
    for form, reader in _READERS:
        match = form.search(text)
        if match:
            try:
                return reader(match)
            except ValueError:
                return None
    return None
