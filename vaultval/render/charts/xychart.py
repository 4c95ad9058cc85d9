"""Mermaid diagrams. Every one of them stands beside a table that says the same."""

import json
import re
from collections.abc import Sequence

from vaultval.render.text import shortened

COLOUR = "#7c6bd6"
GREY = "#8a8a8a"
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
    heights = ", ".join(f"{max(value, 0.0):.2f}" for _, value in values)
    top = max(1.0, *(value for _, value in values))
    return "\n".join(
        [
            "```mermaid",
            f"%%{{init: {json.dumps(settings)}}}%%",
            "xychart-beta horizontal",
            f"    x-axis [{names}]",
            f"    y-axis 0 --> {top:.2f}",
            f"    bar [{heights}]",
            "```",
        ]
    )


def lines(names: Sequence[str], series: Sequence[Sequence[float]]) -> str:
    """A chart of one line a series over the same names, from 0 to the largest value: the first in COLOUR, the second grey.

    Mermaid writes no legend; say beside it which line is which.
    """
    chart = {"width": 900, "height": 300}
    settings = {"xyChart": chart, "themeVariables": {"xyChart": {"plotColorPalette": f"{COLOUR}, {GREY}"}}}
    values = [value for one in series for value in one]
    low, high = min(0.0, *values), max(1.0, *values)
    below = ", ".join(f'"{label(name)}"' for name in names)
    return "\n".join(
        [
            "```mermaid",
            f"%%{{init: {json.dumps(settings)}}}%%",
            "xychart-beta",
            f"    x-axis [{below}]",
            f"    y-axis {low:.2f} --> {high:.2f}",
            *(f"    line [{', '.join(f'{value:.2f}' for value in one)}]" for one in series),
            "```",
        ]
    )
