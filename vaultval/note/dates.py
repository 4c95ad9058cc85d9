"""A date at the beginning of a text, in the forms that people write."""

import re
from datetime import date

_DATE = re.compile(
    r"[*_]{0,3}([0-9]{4})"
    r"(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})(?![0-9A-SU-Za-z_]|[-/.][0-9A-Za-z])|"
    r" ?年 ?([0-9]{1,2}) ?月 ?([0-9]{1,2}) ?日)"
)


def date_at(text: str, at: int = 0) -> tuple[int, str] | None:
    """The date that stands at an index of a text, if need be after marks of emphasis: where, and as YYYY-MM-DD.

    None where there is none, or none that exists in the calendar.
    """
    match = _DATE.match(text, at)
    if match is None:
        return None
    year, _, month, day, zh_month, zh_day = match.groups()
    try:
        found = date(int(year), int(month or zh_month), int(day or zh_day))
    except ValueError:
        return None
    return match.start(1), found.isoformat()
