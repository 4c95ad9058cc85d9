"""Scores and values as tables for a terminal."""

from collections.abc import Iterable

from rich.text import Text

from vaultval.render.findings import visible
from vaultval.render.terminal import accounts as accounts_terminal
from vaultval.render.terminal.dcf import terminal_tables
from vaultval.render.terminal.tables import console, money, percent, table
from vaultval.render.text import Style, fixed
from vaultval.render.topics import fragility, monitoring, platform
from vaultval.render.topics.reverse_dcf import found_in, headline, verdict_words
from vaultval.results import Results
from vaultval.valuation.company import CompanyValue
from vaultval.valuation.market import Market

_ENGLISH = Style("en", "", lambda path, _source: path)


def print_headlines(results: Results) -> None:
    """One line a company, one line a narrative: what a refresh comes down to."""
    screen = console()
    if results.values:
        rows = []
        for value in results.values.values():
            unit = value.company.currency
            rows.append(
                [
                    value.company.name, money(value.price, unit), money(value.core.base, unit),
                    money(value.pmx.value, unit) if value.options else "—",
                    money(value.full_value, unit) + ("*" if value.left_out else ""),
                    percent(None if value.left_out else value.upside),
                    money(value.ceiling, unit) if value.options else "—",
                    percent(value.utilisation if value.options and not value.left_out else None),
                ]
            )  # fmt: skip
        head = ["Company", "Price", "Core", "Options", "Full value", "Against price", "Ceiling", "Used"]
        screen.print(table(f"As of {results.method.as_of}, per share", head, rows))
    print_incomplete(results.values.values(), "* ")
    print_scores(results)


def print_incomplete(values: Iterable[CompanyValue], mark: str = "") -> None:
    """A line for each company of which an option could not be valued."""
    for value in values:
        if value.left_out:
            names = ", ".join(option.name for option in value.left_out)
            line = f"{mark}{value.company.name} is valued without {names}, for want of inputs."
            console().print(Text(visible(line)))


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
        console().print(table("Narratives", head, rows, 2))
    else:
        console().print("No narratives yet: give a note the property `type: narrative`.")


def print_values(results: Results) -> None:
    """Each company: its options, and the way to full value."""
    screen = console()
    if not results.values:
        screen.print("No company could be valued.")
    for value in results.values.values():
        unit = value.company.currency
        if value.options:
            rows = _option_rows(value, unit)
            screen.print(table(f"{value.company.name}: options, per share", _OPTION_HEAD, rows))
        screen.print(
            table(
                f"{value.company.name}: value, per share",
                ["Step", "Value"],
                [*_value_rows(value, unit), *_implied_rows(value, results)],
            )
        )
        print_incomplete([value])
        for title, head, rows in fragility.terminal_tables(value, results):
            screen.print(table(title, head, rows, 3))
        _print_at_market(value, results)
        for line in platform.plain_lines(value):
            screen.print(Text(visible(line)))
    for market in results.markets.values():
        if market.company.id not in results.values:
            line = f"{market.company.name} is not valued. What needs no valuation of its own:"
            screen.print(Text(visible(line)))
            implied = _implied_rows(market, results)
            if implied:
                screen.print(table(f"{market.company.name}: the price", ["Step", "Value"], implied))
            _print_at_market(market, results)


def _print_at_market(market: Market, results: Results) -> None:
    """The tables of what needs no core."""
    screen, name = console(), market.company.name
    for title, head, rows in (
        *terminal_tables(market, results),
        *accounts_terminal.terminal_tables(market, results),
    ):
        screen.print(table(title, head, rows))
    watched = monitoring.rows(market, results)
    if watched:
        screen.print(table(f"{name}: monitoring", monitoring.HEAD, watched, len(monitoring.HEAD)))


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
        joint = fixed(e.probability, 2, 2) + "%"
        rows.append([e.option.name, "", "", "", joint, money(e.value, unit), ""])
    return rows


def _value_rows(value: CompanyValue, unit: str) -> list[list[str]]:
    if not value.options:
        steps = [("Full value, all of it core", value.full_value), ("Price", value.price)]
        return [[name, money(number, unit)] for name, number in steps]
    cap = "capped" if value.pmx.binds else "not capped"
    full = "Full value, incomplete" if value.left_out else "Full value"
    steps = [
        ("Core", value.core.base),
        ("Options on their own", value.pmx.independent),
        ("Options, each lifted by the others", value.pmx.adjusted),
        *([("Emergent options", value.pmx.emergent)] if value.emergent else []),
        (f"× platform multiplier {float(value.multiplier):.4g}", value.pmx.uncapped),
        (f"Options with synergy, {cap}", value.pmx.value),
        (full, value.full_value),
        ("Price", value.price),
        ("Ceiling", value.ceiling),
    ]
    rows = [[name, money(number, unit)] for name, number in steps]
    if value.left_out:
        return rows
    used, used_cap = percent(value.utilisation), percent(value.utilisation_market_cap)
    if used == used_cap:
        return [*rows, ["Utilisation", used]]
    return [*rows, ["Utilisation per share", used], ["Utilisation by market cap", used_cap]]


def _implied_rows(value: Market, results: Results) -> list[list[str]]:
    """What the price takes for granted, as a row of the table of values; nothing where no reverse DCF is stated."""
    found = found_in(value, results)
    if found is None:
        return []
    growth, years, verdict = headline(found)
    if growth is None:
        return [["The price implies", "no growth explains it"]]
    word = f", {verdict_words(verdict, _ENGLISH)}" if verdict and verdict.word else ""
    return [["The price implies", f"revenue growth of {fixed(growth, 1, 2)}% for {years:g} years{word}"]]
