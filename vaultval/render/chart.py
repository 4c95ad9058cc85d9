"""Mermaid diagrams. Every one of them stands beside a table that says the same."""

from collections.abc import Sequence


def label(text: str) -> str:
    """A text that may stand between the quotes of a diagram."""
    plain = " ".join(text.split()).replace("#", "#35;").replace('"', "#quot;").replace("`", "'")
    return plain.replace("<", "‹").replace(">", "›").replace("\\", "/")


def bars(title: str, unit: str, values: Sequence[tuple[str, float]]) -> str:
    """A bar chart of values that are not negative, from zero up."""
    top = max((value for _, value in values), default=0.0)
    names = ", ".join(f'"{label(name)}"' for name, _ in values)
    heights = ", ".join(f"{max(value, 0.0):.2f}" for _, value in values)
    return "\n".join(
        [
            "```mermaid",
            "xychart-beta",
            f'    title "{label(title)}"',
            f"    x-axis [{names}]",
            f'    y-axis "{label(unit)}" 0 --> {max(top * 1.1, 1.0):.0f}',
            f"    bar [{heights}]",
            "```",
        ]
    )
