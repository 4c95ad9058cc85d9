"""What a block said before, kept in the block itself, so that it can say what changed.

The figures are only ever compared with new ones and shown; nothing is computed from them.
"""

import json
import re
from collections.abc import Mapping

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
    now, was = kept.get("now"), kept.get("was")
    return (now if isinstance(now, dict) else {}), (was if isinstance(was, dict) else {})


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
