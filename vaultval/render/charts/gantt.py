"""A Mermaid gantt chart. Like every diagram, it stands beside a table that says the same."""

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from vaultval.render.text import shortened

LONGEST_NAME, LONGEST_SECTION = 48, 24

# Mermaid ends a name at a colon, and takes # and ; for a comment and an end; quotes and brackets have meanings elsewhere.
_FULL_WIDTH = str.maketrans(
    {":": "：", "#": "＃", ";": "；", '"': "”", "`": "'", "\\": "/", "<": "‹", ">": "›"}
)
_FINE = 200  # days of a chart below which its axis names the day
_BEFORE = timedelta(days=366)
"""How long before the first end a bar may begin, or one would flatten all others."""
_SIGNS = {"done": "✓", "crit": "✗", "": "○"}


class Bar(NamedTuple):
    """A line of the chart. start: None for an event of one day. mark: "done", "crit" (it did harm), or ""."""

    section: str
    name: str
    start: date | None
    end: date
    mark: str


# A width of its own, or Mermaid asks the page for one, which a folded callout does not have.
_SETTINGS = {"gantt": {"useWidth": 900, "leftPadding": 150, "barHeight": 18, "topPadding": 50}}


def plain_name(text: str, longest: int = LONGEST_NAME) -> str:
    """A text that may stand as the name of a bar or section, behind a sign that keeps it from being a keyword."""
    words = " ".join(text.split())
    wide = any(unicodedata.east_asian_width(mark) in "WF" for mark in words)
    name = shortened(words, longest // 2 if wide else longest).translate(_FULL_WIDTH)
    return re.sub("%{2,}", "%", name) or "—"  # %% begins a comment, and %%{…}%% a directive


def gantt(bars: Sequence[Bar], day: tuple[str, date]) -> str:
    """The chart, a section for each run of bars of one section; nothing for no bars. day: a name for the day it was drawn on.

    That day is a bar of its own, because Mermaid's line for today is where the reader's clock says.
    """
    if not bars:
        return ""
    name, today = day
    first = _earlier(min(today, *(bar.end for bar in bars)))
    bars = [bar._replace(start=max(bar.start, first)) if bar.start else bar for bar in bars]
    lines = ["```mermaid", f"%%{{init: {json.dumps(_SETTINGS)}}}%%", "gantt", "    dateFormat YYYY-MM-DD"]
    days = [part for bar in bars for part in (bar.start, bar.end) if part] + [today]
    fine = "-%d" if (max(days) - min(days)).days < _FINE else ""
    lines += [f"    axisFormat %Y-%m{fine}", "    todayMarker off"]
    lines += _section(name, [f"    · {today.isoformat()} :active, milestone, {today.isoformat()}, 0d"])
    for section, inside in groupby(bars, key=lambda bar: bar.section):
        lines += _section(section, map(_line, inside))
    return "\n".join([*lines, "```"])


def _earlier(day: date) -> date:
    return day - _BEFORE if day - date.min > _BEFORE else date.min


def _section(name: str, lines: Iterable[str]) -> list[str]:
    return [f"    section {plain_name(name, LONGEST_SECTION)}", *lines]


def _line(bar: Bar) -> str:
    tags = [bar.mark] if bar.mark else []
    if bar.start is not None and bar.start < bar.end:
        tags += [bar.start.isoformat(), bar.end.isoformat()]
    else:
        tags += ["milestone", bar.end.isoformat(), "0d"]
    return f"    {_SIGNS[bar.mark]} {plain_name(bar.name)} :{', '.join(tags)}"
