"""Periods and days in labels, headers and remarks: FY2025, Q4'25, 2030E, LTM, 2026-02-10."""

import re
from typing import NamedTuple

_PERIOD = re.compile(
    r"""(?<![A-Za-z0-9.$¥€£,/-])(?:
      (?P<part>[QH][1-4]|[1-4][QH])[ ]?[-'’]?[ ]?(?:FY|CY)?(?P<part_year>20[0-9]{2}|[0-9]{2})
      |(?:(?:FY|CY)[ ]?'?(?P<short>[0-9]{2})|(?P<year_before>20[0-9]{2}))(?:年|[-/ ])?(?P<part_after>[QH][1-4])
      |(?:FY|CY|财年)[ ]?['’]?(?P<fiscal>(?:19|20)[0-9]{2}|[0-9]{2})
      |(?P<year>(?:19|20)[0-9]{2})(?:财年|年度|年(?![0-9]))?
      |(?P<running>[LTN]TM)
    )(?P<kind>[EAF](?![A-Za-z]))?(?![A-Za-z0-9%]|[-/.][0-9]|,[0-9]|月|[ ]?[×*x])""",
    re.VERBOSE | re.IGNORECASE,
)
_DAY = re.compile(
    r"(?<![0-9])(20[0-9]{2})(?:[-/.]|年)([0-9]{1,2})(?:(?:[-/.]|月)([0-9]{1,2})日?|月|(?![0-9./A-Za-z-]))"
)
_MONTHS = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip
_NAMED = re.compile(
    r"(?<![A-Za-z])(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? (?:(?P<day>[0-9]{1,2}),? )?(?P<year>20[0-9]{2})(?![0-9])",
    re.IGNORECASE,
)


class Period(NamedTuple):
    """A stretch of time that a number is about. name: 2025, 2025Q4, 2025H1, LTM, NTM. estimate: marked with an E or F.
    start, end: where it stands in the text.
    """

    name: str
    estimate: bool
    start: int
    end: int


def periods_in(text: str) -> list[Period]:
    """The periods that a text names, in its order. A fiscal year and a calendar year of one number are one."""
    if "20" in text:
        text = _NAMED.sub(_blank, _DAY.sub(_blank, text))
    return [
        Period(_name(match), (match["kind"] or "").upper() in ("E", "F"), *match.span())
        for match in _PERIOD.finditer(text)
    ]


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _name(match: re.Match[str]) -> str:
    if match["running"]:
        return "LTM" if match["running"].upper() == "TTM" else match["running"].upper()
    year = match["part_year"] or match["short"] or match["year_before"] or match["fiscal"] or match["year"]
    part = (match["part"] or match["part_after"] or "").upper()
    if part and part[0].isdigit():
        part = part[::-1]
    return (year if len(year) == 4 else f"20{year}") + part


def is_past(period: str, as_of: str) -> bool:
    """Whether a period had ended by a day, as far as its name says; True where there is no day."""
    if not period[:4].isdigit():
        return False
    if not as_of:
        return True
    months = {"": 12, "Q1": 3, "Q2": 6, "Q3": 9, "Q4": 12, "H1": 6, "H2": 12}.get(period[4:], 12)
    return (period[:4], f"{months:02d}") < (as_of[:4], as_of[5:7] or "00")


def day_in(text: str) -> str:
    """The first day or month that a text names, as YYYY-MM-DD or YYYY-MM; "" for none."""
    if "20" not in text:
        return ""
    if match := _DAY.search(text):
        return _written(match[1], int(match[2]), int(match[3] or 0))
    if match := _NAMED.search(text):
        month = _MONTHS.index(match["month"].lower()) + 1
        return _written(match["year"], month, int(match["day"] or 0))
    return ""


def _written(year: str, month: int, day: int) -> str:
    if not 1 <= month <= 12 or day > 31:
        return ""
    return f"{year}-{month:02d}" + (f"-{day:02d}" if day else "")
