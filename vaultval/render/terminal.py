"""Results as tables for a terminal. Names from notes are shown as they are, never taken for mark-up."""

import sys
from collections.abc import Mapping, Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from vaultval.figure import N
from vaultval.render import accounts_terminal, fragility, monitoring, platform
from vaultval.render.dcf import terminal_tables
from vaultval.render.findings import visible
from vaultval.render.reverse_dcf import terminal_rows
from vaultval.render.text import SYMBOLS, fixed
from vaultval.results import Results
from vaultval.valuation.company import CompanyValue
from vaultval.vault.vault import Vault

WIDE = 200


def _console() -> Console:
    return Console(
        file=sys.stdout, width=None if sys.stdout.isatty() else WIDE, highlight=False, soft_wrap=False
    )


def _table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]], left: int = 1) -> Table:
    """A table; the first `left` columns are words, the others numbers."""
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for index, name in enumerate(head):
        table.add_column(name, justify="left" if index < left else "right", overflow="fold")
    for row in rows:
        table.add_row(*(Text(visible(cell)) for cell in row))
    return table


def print_table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]], left: int = 1) -> None:
    """Print a table; the first `left` columns are words, the others numbers."""
    _console().print(_table(title, head, rows, left))


def money(value: N, currency: str) -> str:
    """An amount to a cent, behind the sign of its currency."""
    return f"{SYMBOLS.get(currency, currency)}{fixed(float(value), 2)}"


def percent(value: N | None) -> str:
    """A ratio in per cent, to a tenth; a dash for none."""
    return "—" if value is None else fixed(float(value) * 100, 1) + "%"


def _currency(value: CompanyValue) -> str:
    return value.company.price.currency if value.company.price else ""


def print_headlines(results: Results) -> None:
    """One line a company, one line a narrative: what a refresh comes down to."""
    console = _console()
    if results.values:
        rows = []
        for value in results.values.values():
            unit = _currency(value)
            rows.append(
                [
                    value.company.name, money(value.price, unit), money(value.core.base, unit),
                    money(value.pmx.value, unit), money(value.full_value, unit), percent(value.upside),
                    money(value.ceiling, unit), percent(value.utilisation),
                ]
            )  # fmt: skip
        head = ["Company", "Price", "Core", "Options", "Full value", "Against price", "Ceiling", "Used"]
        console.print(_table(f"As of {results.method.as_of}, per share", head, rows))
    print_scores(results)


def print_scores(results: Results) -> None:
    """The narratives, the strongest first."""
    ordered = sorted(results.scores.values(), key=lambda score: (-float(score.net), score.narrative.name))
    rows = [
        [
            score.narrative.name,
            score.strength,
            fixed(float(score.support), 2),
            fixed(float(score.attack), 2),
            fixed(float(score.net), 2),
            fixed(float(score.effective.net), 2),
            fixed(float(score.score), 3),
            str(score.open_questions),
            score.last_evidence.isoformat() if score.last_evidence else "",
        ]
        for score in ordered
    ]
    if rows:
        head = [
            "Narrative",
            "Strength",
            "For",
            "Against",
            "Net",
            "Effective",
            "Score",
            "Open",
            "Last evidence",
        ]
        _console().print(_table("Narratives", head, rows, 2))
    else:
        _console().print("No narratives yet: give a note the property `type: narrative`.")


def print_values(results: Results) -> None:
    """Each company: its options, and the way to full value."""
    console = _console()
    if not results.values:
        console.print("No company could be valued.")
    for value in results.values.values():
        unit = _currency(value)
        console.print(
            _table(f"{value.company.name}: options, per share", _OPTION_HEAD, _option_rows(value, unit))
        )
        console.print(
            _table(
                f"{value.company.name}: value, per share",
                ["Step", "Value"],
                [*_value_rows(value, unit), *terminal_rows(value, results)],
            )
        )
        for title, head, rows in terminal_tables(value, results):
            console.print(_table(title, head, rows))
        for title, head, rows in fragility.terminal_tables(value, results):
            console.print(_table(title, head, rows, 3))
        for title, head, rows in accounts_terminal.terminal_tables(value, results):
            console.print(_table(title, head, rows))
        watched = monitoring.rows(value, results)
        if watched:
            console.print(
                _table(f"{value.company.name}: monitoring", monitoring.HEAD, watched, len(monitoring.HEAD))
            )
        for line in platform.plain_lines(value):
            console.print(Text(visible(line)))


_OPTION_HEAD = (
    "Option",
    "On its own",
    "As written",
    "Effective",
    "After synergy",
    "With synergy",
    "Bull at certainty",
)


def _option_rows(value: CompanyValue, unit: str) -> list[list[str]]:
    rows = [
        [
            o.option.name, money(o.weighted, unit), percent(o.written), percent(o.effective),
            percent(o.probability), money(o.adjusted, unit), money(o.bull_full, unit),
        ]
        for o in value.options
    ]  # fmt: skip
    for e in value.emergent:
        joint = fixed(float(e.probability) * 100, 2) + "%"
        rows.append([e.option.name, "", "", "", joint, money(e.value, unit), ""])
    return rows


def _value_rows(value: CompanyValue, unit: str) -> list[list[str]]:
    cap = "capped" if value.pmx.binds else "not capped"
    steps = [
        ("Core", value.core.base),
        ("Options on their own", value.pmx.independent),
        ("Options with conditional probabilities", value.pmx.adjusted),
        ("Emergent options", value.pmx.emergent),
        (f"× platform multiplier {float(value.multiplier):.4g}", value.pmx.uncapped),
        (f"Options with synergy, {cap}", value.pmx.value),
        ("Full value", value.full_value),
        ("Price", value.price),
        ("Ceiling", value.ceiling),
    ]
    rows = [[name, money(number, unit)] for name, number in steps]
    rows.append(["Utilisation per share", percent(value.utilisation)])
    rows.append(["Utilisation by market cap", percent(value.utilisation_market_cap)])
    return rows


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
    _console().print(
        _table(f"{len(rows)} notes", ["Note", "Links", "Embeds", "Tags", "Headings", "Tasks"], rows)
    )


def print_counts(title: str, counts: Mapping[str, int], legend: Mapping[str, str] | None = None) -> None:
    """How many there are of each kind, the most first. legend: what a kind is, in a few words."""
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    if legend is None:
        rows = [[kind, str(count)] for kind, count in ordered]
        _console().print(_table(title, ["Kind", "Count"], rows))
    else:
        rows = [[kind, legend.get(kind, ""), str(count)] for kind, count in ordered]
        _console().print(_table(title, ["Kind", "From → to", "Count"], rows, 2))


def print_line(text: str) -> None:
    """A sentence on standard output."""
    _console().print(Text(visible(text)))


def terminal_width() -> int:
    """How many characters a line of standard output holds."""
    return _console().width
