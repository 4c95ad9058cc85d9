"""A Mermaid flowchart of a small graph. Like every diagram, it stands beside a table that says the same."""

import re
from collections.abc import Collection, Mapping

from vaultval.render.charts.xychart import label

MOST_NODES, MOST_EDGES = 24, 40
"""What still fits on a screen; a larger graph is left to its table."""


def flowchart(
    names: Mapping[str, str],
    edges: Mapping[str, Collection[str]],
    rounded: Collection[str] = (),
    strong: Collection[str] = (),
) -> str:
    """A graph from left to right; nothing for one without edges, or too large. names: key → what the node is called.

    edges: the keys that each key leads to. rounded: keys drawn with round corners; strong: with a thick rim.
    """
    count = sum(map(len, edges.values()))
    if not count or count > MOST_EDGES or len(names) > MOST_NODES:
        return ""
    ids = {key: f"n{number}" for number, key in enumerate(names, 1)}
    lines = ["```mermaid", "flowchart LR"]
    for key, name in names.items():
        before, after = ("(", ")") if key in rounded else ("[", "]")
        lines.append(f'    {ids[key]}{before}"{_words(name)}"{after}')
    lines += [f"    {ids[key]} --> {ids[after]}" for key, driven in edges.items() for after in driven]
    lines += [f"    style {ids[key]} stroke-width:4px" for key in names if key in strong]
    return "\n".join([*lines, "```"])


def _words(name: str) -> str:
    """A label that Mermaid takes for plain words: no formula between $$, no numbered or dotted list."""
    return re.sub(r"^(\d+)\.\s", r"\1) ", re.sub(r"^[-*+]\s+", "", re.sub(r"\${2,}", "$", label(name))))
