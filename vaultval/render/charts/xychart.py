"""Mermaid diagrams. Every one of them stands beside a table that says the same."""

import json
import re
from collections.abc import Sequence

from vaultval.render.text import cut_to, shortened

COLOUR = "#7c6bd6"
GREY = "#8a8a8a"
COLOURS = (COLOUR, GREY, "#d9822b", "#2a9d8f")
"""Of the lines of a chart: violet, grey, orange, green."""
LONGEST_LABEL = 40

_HIDDEN_AXIS = dict.fromkeys(("showLabel", "showTick", "showAxisLine", "showTitle"), False)


def label(text: str) -> str:
    """A text that may stand between the quotes of a diagram; never empty."""
    plain = shortened(" ".join(text.split()), LONGEST_LABEL)
    plain = plain.replace("#", "#35;").replace('"', "#quot;").replace("`", "'").replace("\\", "/")
    # Mermaid cuts %%{…}%% out of anything, between quotes, too.
    return re.sub("%{2,}", "%", plain).replace("<", "‹").replace(">", "›") or "—"


def bars(values: Sequence[tuple[str, float]]) -> str:
    """A bar chart, one bar below the other, of values that are not negative; nothing for no values."""
    if not values:
        return ""
    chart = {"width": 700, "height": 40 * len(values), "yAxis": _HIDDEN_AXIS}
    settings = {"xyChart": chart, "themeVariables": {"xyChart": {"plotColorPalette": COLOUR}}}
    names = ", ".join(f'"{label(name)}"' for name, _ in values)
    heights = ", ".join(str(cut_to(max(value, 0.0), 2)) for _, value in values)
    top = max(1.0, *(value for _, value in values))
    return "\n".join(
        [
            "```mermaid",
            f"%%{{init: {json.dumps(settings)}}}%%",
            "xychart-beta horizontal",
            f"    x-axis [{names}]",
            f"    y-axis 0 --> {cut_to(top, 2)}",
            f"    bar [{heights}]",
            "```",
        ]
    )


def lines(names: Sequence[str], series: Sequence[Sequence[float]], digits: int = 2) -> str:
    """A chart of one line a series over the same names, from 0 to the largest value, 1 at least, in the order of COLOURS.

    Mermaid writes no legend; say beside it which line is which.
    """
    chart = {"width": 900, "height": 300}
    palette = ", ".join(COLOURS[: max(2, len(series))])
    settings = {"xyChart": chart, "themeVariables": {"xyChart": {"plotColorPalette": palette}}}
    values = [value for one in series for value in one]
    low, high = min(0.0, *values), max(1.0, *values)
    below = ", ".join(f'"{label(name)}"' for name in names)
    return "\n".join(
        [
            "```mermaid",
            f"%%{{init: {json.dumps(settings)}}}%%",
            "xychart-beta",
            f"    x-axis [{below}]",
            f"    y-axis {cut_to(low, 2)} --> {cut_to(high, 2)}",
            *(f"    line [{', '.join(str(cut_to(value, digits)) for value in one)}]" for one in series),
            "```",
        ]
    )
