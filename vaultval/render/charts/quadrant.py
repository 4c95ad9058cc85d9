"""Mermaid's quadrant chart: points in a square of four fields. It stands beside a table that says the same."""

import json
from collections.abc import Sequence

from vaultval.render.charts.xychart import COLOUR, label

LESS, MORE = 0.0, 1.0


def quadrants(
    points: Sequence[tuple[str, float, float]],
    across: tuple[str, str],
    upwards: tuple[str, str],
    fields: tuple[str, str, str, str],
) -> str:
    """Points (name, x, y), both from 0 to 1. across, upwards: what little and much of x and y is called.

    fields: the names of the quadrants, from the upper right against the clock, as Mermaid numbers them. Nothing for no
    points. A number past the ends is drawn at the end.
    """
    if not points:
        return ""
    settings = {
        "quadrantChart": {"chartWidth": 560, "chartHeight": 460},
        "themeVariables": {"quadrantPointFill": COLOUR},
    }
    return "\n".join(
        [
            "```mermaid",
            f"%%{{init: {json.dumps(settings)}}}%%",
            "quadrantChart",
            f'    x-axis "{label(across[0])}" --> "{label(across[1])}"',
            f'    y-axis "{label(upwards[0])}" --> "{label(upwards[1])}"',
            *(f'    quadrant-{number} "{label(name)}"' for number, name in enumerate(fields, 1)),
            *(f'    "{label(name)}": [{_coordinate(x)}, {_coordinate(y)}]' for name, x, y in points),
            "```",
        ]
    )


def _coordinate(value: float) -> str:
    """A number from 0 to 1 as the grammar wants it: `1`, `0`, or `0.` and digits; never `1.00`."""
    text = f"{min(max(value, LESS), MORE):.2f}"
    return "1" if text == "1.00" else text
