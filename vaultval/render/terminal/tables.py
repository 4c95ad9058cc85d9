"""Results as tables for a terminal. Names from notes are shown as they are, never taken for mark-up."""

import sys
from collections.abc import Mapping, Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from vaultval.figure import N
from vaultval.render.findings import visible
from vaultval.render.text import fixed, money
from vaultval.vault.vault import Vault

__all__ = [
    "console",
    "money",
    "percent",
    "print_counts",
    "print_line",
    "print_notes",
    "print_table",
    "table",
    "terminal_width",
]

WIDE = 200


def console() -> Console:
    """Standard output, as wide as the terminal, or wide where it is piped."""
    return Console(
        file=sys.stdout, width=None if sys.stdout.isatty() else WIDE, highlight=False, soft_wrap=False
    )


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]], left: int = 1) -> Table:
    """A table; the first `left` columns are words, the others numbers."""
    shown = Text(visible(title), style="table.title")
    made = Table(title=shown, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for index, name in enumerate(head):
        made.add_column(Text(visible(name)), justify="left" if index < left else "right", overflow="fold")
    for row in rows:
        made.add_row(*(Text(visible(cell)) for cell in row))
    return made


def print_table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]], left: int = 1) -> None:
    """Print a table; the first `left` columns are words, the others numbers."""
    console().print(table(title, head, rows, left))


def signed(amount: float, currency: str) -> str:
    """A difference with its sign; without one where it is nothing to a cent."""
    shown = money(abs(amount), currency)
    if not any(digit in "123456789" for digit in shown):
        return shown
    return ("−" if amount < 0 else "+") + shown


def percent(value: N | None) -> str:
    """A ratio in per cent, to a tenth; a dash for none."""
    return "—" if value is None else fixed(value, 1, 2) + "%"


def print_notes(vault: Vault) -> None:
    """How much of each kind every note holds."""
    rows = [
        [
            path,
            *(
                str(len(part))
                for part in (n.scan.links, n.scan.embeds, n.scan.tags, n.scan.headings, n.scan.tasks)
            ),
        ]
        for path, n in sorted(vault.notes.items())
    ]
    console().print(
        table(f"{len(rows)} notes", ["Note", "Links", "Embeds", "Tags", "Headings", "Tasks"], rows)
    )


def print_counts(title: str, counts: Mapping[str, int], legend: Mapping[str, str] | None = None) -> None:
    """How many there are of each kind, the most first. legend: what a kind is, in a few words."""
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    if legend is None:
        rows = [[kind, str(count)] for kind, count in ordered]
        console().print(table(title, ["Kind", "Count"], rows))
    else:
        rows = [[kind, legend.get(kind, ""), str(count)] for kind, count in ordered]
        console().print(table(title, ["Kind", "From → to", "Count"], rows, 2))


def print_line(text: str) -> None:
    """A sentence on standard output."""
    console().print(Text(visible(text)))


def terminal_width() -> int:
    """How many characters a line of standard output holds."""
    return console().width
