"""What a block said before, kept in the block itself, so that it can say what changed.

The figures are only ever compared with new ones and shown; nothing is computed from them.
"""

import json
import re
from collections.abc import Mapping
from math import isfinite

Memory = Mapping[str, float | str]
"""Figures as printed, and the words that explain them, by name, in the order of their weight."""

DAY = "as_of"
"""The day of the figures: shown, but no reason by itself to take them for new."""

_LINE = re.compile(r"^<!-- vaultval-figures (?P<json>\{.*\}) -->$", re.MULTILINE)


def recall(body: str) -> tuple[Memory, Memory]:
    """The figures of a block, and the ones before them; empty where there are none."""
    match = _LINE.search(body.replace("\r\n", "\n"))
    if match is None:
        return {}, {}
    try:
        kept = json.loads(match["json"])
    except ValueError:
        return {}, {}
    if not isinstance(kept, dict):
        return {}, {}
    now, was = (_sound(kept.get(name)) for name in ("now", "was"))
    return (now, was) if now else ({}, {})


def _sound(figures: object) -> Memory:
    """The figures, or nothing if any of them is not what vaultval writes."""
    if not isinstance(figures, dict):
        return {}
    for key, value in figures.items():
        if key == DAY:
            good = isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) is not None
        elif key.startswith("events:"):
            good = isinstance(value, str)
        else:
            good = isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
        if not good:
            return {}
    return figures


def advance(new: Memory, body: str) -> tuple[Memory, Memory]:
    """The figures to keep and those to compare with, given the block's present text.

    Where nothing but the day moved, all stays, so that a second run writes the same text.
    """
    now, was = recall(body)
    return (now, was) if _without_day(now) == _without_day(new) else (new, now)


def _without_day(figures: Memory) -> dict[str, float | str]:
    return {key: value for key, value in figures.items() if key != DAY}


def line(now: Memory, was: Memory) -> str:
    """The comment that keeps the figures. No text in it can end the comment."""
    text = json.dumps({"now": dict(now), "was": dict(was)}, ensure_ascii=False, separators=(",", ":"))
    return (
        "<!-- vaultval-figures "
        + text.replace("--", "-\\u002d").replace(">", "\\u003e").replace("<", "\\u003c")
        + " -->"
    )
