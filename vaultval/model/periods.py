"""Days and periods as people write them: 2026-06-30, 2026-04, Q2 2026, 2026年上半年. A period stands for its last day."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"({'|'.join(_MONTHS)})[a-z]*\.?"
_YEAR = r"(?<!\d)((?:19|20)\d\d)(?!\d)"
_NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4, "上": 1, "下": 2}


def _last_of(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _number(text: str) -> int:
    return _NUMERALS.get(text) or int(text)


def _of_month(word: str) -> int:
    return _MONTHS.index(word[:3].casefold()) + 1


Reader = Callable[[re.Match[str]], date]

# The narrowest first: what is written with a day is no month, and what is written with a month no year.
_FORMS: tuple[tuple[str, Reader], ...] = (
    (rf"{_YEAR}\s*[-/.年]\s*(\d{{1,2}})\s*[-/.月]\s*(\d{{1,2}})(?!\d)", lambda m: date(int(m[1]), int(m[2]), int(m[3]))),
    (rf"(?<!\d)(\d{{1,2}})\s+{_MONTH}\s+{_YEAR}", lambda m: date(int(m[3]), _of_month(m[2]), int(m[1]))),
    (rf"\b{_MONTH}\s+(\d{{1,2}}),?\s+{_YEAR}", lambda m: date(int(m[3]), _of_month(m[1]), int(m[2]))),
    (rf"{_YEAR}\s*[-/年]?\s*Q([1-4])(?!\d)", lambda m: _last_of(int(m[1]), 3 * int(m[2]))),
    (rf"\bQ([1-4])\s*[-/]?\s*(?:FY)?{_YEAR}", lambda m: _last_of(int(m[2]), 3 * int(m[1]))),
    (rf"{_YEAR}\s*年?\s*第?\s*([一二三四1-4])\s*季", lambda m: _last_of(int(m[1]), 3 * _number(m[2]))),
    (rf"{_YEAR}\s*[-/年]?\s*H([12])(?!\d)", lambda m: _last_of(int(m[1]), 6 * int(m[2]))),
    (rf"\bH([12])\s*[-/]?\s*{_YEAR}", lambda m: _last_of(int(m[2]), 6 * int(m[1]))),
    (rf"{_YEAR}\s*年?\s*([上下])半年", lambda m: _last_of(int(m[1]), 6 * _number(m[2]))),
    (rf"{_YEAR}\s*[-/.年]\s*(1[0-2]|0?[1-9])(?![\d%])", lambda m: _last_of(int(m[1]), int(m[2]))),
    (rf"\b{_MONTH}\s+{_YEAR}", lambda m: _last_of(int(m[2]), _of_month(m[1]))),
    (_YEAR, lambda m: date(int(m[1]), 12, 31)),
)  # fmt: skip
_READERS = tuple((re.compile(form, re.IGNORECASE), reader) for form, reader in _FORMS)


def period_end(text: str) -> date | None:
    """The last day of the first period that a text names; None for none, or for a day that does not exist."""
    for form, reader in _READERS:
        match = form.search(text)
        if match:
            try:
                return reader(match)
            except ValueError:
                return None
    return None
