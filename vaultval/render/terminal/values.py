"""Scores and values as tables for a terminal."""

from rich.text import Text

from vaultval.render.findings import visible
from vaultval.render.terminal import accounts as accounts_terminal
from vaultval.render.terminal.dcf import terminal_tables
from vaultval.render.terminal.tables import console, money, percent, table
from vaultval.render.text import fixed
from vaultval.render.topics import fragility, monitoring, platform
from vaultval.render.topics.reverse_dcf import found_in, headline
from vaultval.results import Results
from vaultval.valuation.company import CompanyValue


def _currency(value: CompanyValue) -> str:
    return value.company.price.currency if value.company.price else ""


def print_headlines(results: Results) -> None:
    """One line a company, one line a narrative: what a refresh comes down to."""
    screen = console()
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
        screen.print(table(f"As of {results.method.as_of}, per share", head, rows))
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
        console().print(table("Narratives", head, rows, 2))
    else:
        console().print("No narratives yet: give a note the property `type: narrative`.")


def print_values(results: Results) -> None:
    """Each company: its options, and the way to full value."""
    screen = console()
    if not results.values:
        screen.print("No company could be valued.")
    for value in results.values.values():
        unit = _currency(value)
        screen.print(
            table(f"{value.company.name}: options, per share", _OPTION_HEAD, _option_rows(value, unit))
        )
        screen.print(
            table(
                f"{value.company.name}: value, per share",
                ["Step", "Value"],
                [*_value_rows(value, unit), *_implied_rows(value, results)],
            )
        )
        for title, head, rows in terminal_tables(value, results):
            screen.print(table(title, head, rows))
        for title, head, rows in fragility.terminal_tables(value, results):
            screen.print(table(title, head, rows, 3))
        for title, head, rows in accounts_terminal.terminal_tables(value, results):
            screen.print(table(title, head, rows))
        watched = monitoring.rows(value, results)
        if watched:
            screen.print(
                table(f"{value.company.name}: monitoring", monitoring.HEAD, watched, len(monitoring.HEAD))
            )
        for line in platform.plain_lines(value):
            screen.print(Text(visible(line)))


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


def _implied_rows(value: CompanyValue, results: Results) -> list[list[str]]:
    """What the price takes for granted, as a row of the table of values; nothing where no reverse DCF is stated."""
    found = found_in(value, results)
    if found is None:
        return []
    growth, years, verdict = headline(found)
    if growth is None:
        return [["The price implies", "no growth explains it"]]
    word = f", {verdict.word}" if verdict and verdict.word else ""
    return [
        ["The price implies", f"revenue growth of {fixed(float(growth) * 100, 1)}% for {years:g} years{word}"]
    ]
