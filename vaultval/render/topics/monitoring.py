"""What is watched, as it is shown: in the order of the next look, with the events that it is about."""

from collections.abc import Mapping
from typing import Any

from vaultval.figure import N
from vaultval.render.text import Style
from vaultval.results import Results
from vaultval.valuation.market import Market

HEAD = ("Watched", "Now", "Next look", "", "Acts when", "About")


def section(market: Market, results: Results, style: Style) -> str:
    """Nothing: the user's own table stands in the note, and what is due next is said with the calendar."""
    del market, results, style
    return ""


def rows(market: Market, results: Results) -> list[list[str]]:
    """The rows for a terminal, under HEAD."""
    return [
        [
            look.watch.what, look.watch.now, look.watch.next_look, "past" if look.past else "",
            look.watch.acts_when, "; ".join(f"{event.kind}: {event.text}" for event in look.events),
        ]
        for look in results.analyses[market.company.id].looks
    ]  # fmt: skip


def data(market: Market, results: Results) -> list[dict[str, Any]]:
    """Every row with its texts, the last day of its next look, its cells as written, and what it is about."""
    return [
        {
            "what": look.watch.what,
            "now": look.watch.now,
            "next_look": look.watch.next_look,
            "due": look.watch.due.isoformat() if look.watch.due else None,
            "past": look.past,
            "acts_when": look.watch.acts_when,
            "about": [
                {"kind": e.kind, "text": e.text, "note": e.place.note, "line": e.place.line}
                for e in look.events
            ],
            "cells": [{"column": header, "text": text.value} for header, text in look.watch.cells],
            "note": look.watch.place.note,
            "line": look.watch.place.line,
        }
        for look in results.analyses[market.company.id].looks
    ]


def figures(market: Market, results: Results) -> Mapping[str, N]:
    """Nothing: no number is computed here."""
    del market, results
    return {}
