"""What a block said before, kept in the block itself, so that it can say what changed.

The figures are only ever compared with new ones and shown; nothing is computed from them.
"""

import json
import re
from collections.abc import Mapping
from math import isfinite

Memory = Mapping[str, float | str | list[str]]
"""Figures as printed, and the words that explain them, by name, in the order of their weight."""

DAY = "as_of"
"""The day of the figures: shown, but no reason by itself to take them for new."""

SETTINGS = "settings"
"""The settings of the method that gave the figures, in words."""

EVENTS = "events:"
"""Before the name of an option: the events that bear on it, each "state: text". Words, that move nothing by themselves."""

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
        elif key == SETTINGS:
            good = isinstance(value, str)
        elif key.startswith(EVENTS):
            good = isinstance(value, list) and all(isinstance(event, str) for event in value)
        else:
            good = isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
        if not good:
            return {}
    return figures


def advance(new: Memory, body: str) -> tuple[Memory, Memory]:
    """The figures to keep and those to compare with, given the block's present text.

    Where nothing but the day moved, all stays, so that a second run writes the same text. Where an event is only worded
    otherwise, the new words take the place of the old, and what changed before stays told.
    """
    now, was = recall(body)
    if _without_day(now) == _without_day(new):
        return now, was
    if _figures(now) == _figures(new):
        return {**new, DAY: now[DAY]}, _reworded(was, now, new)
    return new, now


def number(figures: Memory, key: str) -> float:
    """A figure that is remembered. Raises TypeError for words."""
    found = figures[key]
    if isinstance(found, list):
        raise TypeError(f"{key} is no figure")
    return float(found)


def _without_day(figures: Memory) -> dict[str, float | str | list[str]]:
    return {key: value for key, value in figures.items() if key != DAY}


def _figures(figures: Memory) -> dict[str, float | str | list[str]]:
    return {key: value for key, value in figures.items() if key != DAY and not key.startswith(EVENTS)}


def _reworded(was: Memory, now: Memory, new: Memory) -> Memory:
    """The figures before, with the words that their events have by now."""
    changed = dict(was)
    for key, before in was.items():
        old, fresh = now.get(key), new.get(key)
        if isinstance(before, list) and isinstance(old, list) and isinstance(fresh, list):
            words = dict(zip(old, fresh, strict=True)) if _states(old) == _states(fresh) else {}
            changed[key] = [words.get(event, event) for event in before]
    return changed


def _states(events: list[str]) -> list[str]:
    return [event.partition(": ")[0] for event in events]


def line(now: Memory, was: Memory) -> str:
    """The comment that keeps the figures. No text in it can end the comment."""
    text = json.dumps({"now": dict(now), "was": dict(was)}, ensure_ascii=False, separators=(",", ":"))
    return (
        "<!-- vaultval-figures "
        + text.replace("--", "-\\u002d").replace(">", "\\u003e").replace("<", "\\u003c")
        + " -->"
    )
