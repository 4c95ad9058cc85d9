"""What a price implies, as it is shown: in the company's block, in --json, under explain, in a terminal."""

from collections.abc import Mapping
from itertools import takewhile
from math import inf
from typing import Any

from vaultval.figure import N, plain
from vaultval.quantity import Quantity
from vaultval.render.charts import xychart as chart
from vaultval.render.text import Style, callout, escaped, fixed, shortened
from vaultval.render.topics import implied_odds, implied_tests, margins
from vaultval.render.topics.implied_odds import solution_data
from vaultval.render.topics.implied_tests import Beside, lacking, scaled
from vaultval.results import Results
from vaultval.valuation.implied.cases import CaseValue
from vaultval.valuation.implied.consensus import Against
from vaultval.valuation.implied.expectations import ReverseDcf, revenue_paths
from vaultval.valuation.implied.reverse_dcf import LEVELS, UNKNOWNS, Verdict
from vaultval.valuation.market import Market
from vaultval.valuation.steps import as_figure

_BESIDE = (
    "consensus_growth",
    "consensus_margin",
    "consensus_years",
    "best_growth",
    "best_margin",
    "best_years",
)


_LARGE = {"en": 1e9, "zh": 1e8}  # what the amounts of the chart are counted in


def found_in(value: Market, results: Results) -> ReverseDcf | None:
    """The reverse DCF of a company, if its notes state one."""
    return results.analyses[value.company.id].reverse_dcf


def section(value: Market, results: Results, style: Style) -> str:
    """A folded callout; its title says in a line what the price takes for granted."""
    found = found_in(value, results)
    if found is None:
        return ""
    path = margins.found_in(value, results)
    parts = [
        *_short_lines(value, found, style),
        *implied_tests.lines(headline(found)[2], headline_against(found), _beside(value, found), style),
        *([margins.table(path, style)] if path else []),
        *_cases(found, style),
        *_paths(found, style),
        *implied_odds.lines(value, found.odds, style),
    ]
    body = "\n\n".join(parts).split("\n")
    return callout("info", title(found, style), ["", *body], folded=True)


def headline(found: ReverseDcf) -> tuple[N | None, float, Verdict | None]:
    """Growth, years and verdict of the short form, else of the first case."""
    if found.short is not None:
        return found.short.implied_growth, float(found.short.years), found.short_verdict
    return found.cases[0].growth, float(found.cases[0].years), found.verdicts[0]


def headline_against(found: ReverseDcf) -> Against | None:
    """The revenue of the headline against the consensus."""
    return found.short_against if found.short is not None else found.against[0]


def title(found: ReverseDcf, style: Style) -> str:
    """What the price takes for granted, in one line."""
    growth, years, verdict = headline(found)
    if growth is None:
        return style("implied_no_title")
    said = style.aside(verdict_words(verdict, style)) if verdict and verdict.word else ""
    return style("implied_title", growth=style.percent(growth), years=f"{years:g}", verdict=said)


def verdict_words(verdict: Verdict, style: Style) -> str:
    """The verdict, with the tests that give it where it is not that all is reasonable."""
    word = style(verdict.word)
    gravest = [style(f"implied_{test.key}_short") for test in verdict.tests if test.level == verdict.word]
    return word if verdict.word == LEVELS[0] else f"{word}{style('colon')}{style('and').join(gravest)}"


def _beside(value: Market, found: ReverseDcf) -> Mapping[str, Beside]:
    margin = found.table.margin(headline(found)[1]) if found.table else None
    return implied_tests.beside(value.company, headline_against(found), margin)


def _short_lines(value: Market, found: ReverseDcf, style: Style) -> list[str]:
    company, short = value.company, found.short
    if (
        short is None
        or company.wacc is None
        or company.terminal_pe is None
        or company.terminal_margin is None
    ):
        return []
    lines = [
        style(
            "implied_short", wacc=style.percent(company.wacc.value), cap=scaled(short.terminal_cap, style),
            years=f"{float(short.years):g}", pe=f"{company.terminal_pe.value:g}",
            margin=style.percent(company.terminal_margin.value), revenue=scaled(short.revenue, style),
            times=fixed(float(short.revenue) / (found.revenue or 1.0), 1),
        )
    ]  # fmt: skip
    if short.gordon_income is not None and short.gordon_growth is not None and company.terminal_growth:
        rate, forever = style.percent(short.gordon_growth), style.percent(company.terminal_growth.value)
        lines.append(
            style("implied_gordon", growth=forever, income=scaled(short.gordon_income, style), rate=rate)
        )
    return ["\n".join(lines)]


def _cases(found: ReverseDcf, style: Style) -> list[str]:
    """A row a case: each unknown, solved for by itself."""
    if not found.cases:
        return []
    rows = []
    compared = any(found.against)
    for case, verdict, held in zip(found.cases, found.verdicts, found.against, strict=True):
        cells = [_solution(case, unknown, style) for unknown in UNKNOWNS]
        says = verdict_words(verdict, style) if verdict.word else "—"
        rows.append([escaped(shortened(case.name, 40)), scaled(case.target, style), *cells])
        if compared:
            of = held and style("implied_revenue_in", times=fixed(held.ratio, 2), year=escaped(held.label))
            rows[-1].append(of or "—")
        rows[-1].append(says)
    head = [
        style(key)
        for key in (
            "implied_cases", "implied_pays", "implied_growth", "implied_margin", "implied_years", "implied_wacc",
            *(("implied_revenue_of",) if compared else ()), "implied_says",
        )
    ]  # fmt: skip
    rates = {_stated_growth(case) for case in found.cases}
    rate = rates.pop() if len(rates) == 1 else None
    note = (
        style("implied_cases_note", growth=style.percent(rate))
        if rate is not None
        else style("implied_cases_alone")
    )
    return [style.table(head, "l" + "r" * (len(head) - 2) + "l", rows), note]


def _stated_growth(case: CaseValue) -> float | None:
    """The growth at which the other unknowns are solved for, where it is one for all years."""
    path = case.inputs.growth
    return path.parts[0].start.value if path and len(path.parts) == 1 and path.parts[0].end is None else None


def _solution(case: CaseValue, unknown: str, style: Style) -> str:
    number = case.figures.get(unknown)
    if number is not None:
        return fixed(float(number), 1) if unknown == "years" else style.percent(number)
    solution = case.solved.get(unknown)
    if solution is None:
        return style("implied_needed", missing=lacking(case.missing.get(unknown, ""), style))
    return style("implied_none", low=scaled(solution.at_low, style), high=scaled(solution.at_high, style))


def _paths(found: ReverseDcf, style: Style) -> list[str]:
    """Revenue by year: the chart holds what the headline implies against the consensus, the table every path."""
    paths = revenue_paths(found)
    if not paths:
        return []
    names = {"short": style("implied_path"), "consensus": style("implied_consensus_path")}
    labels = _labels(found, paths)
    first_column = style("implied_in_years" if labels[0] == "0" else "implied_year")
    head = [first_column, *(names.get(key) or escaped(shortened(key, 40)) for key in paths)]
    rows = []
    for year, label in enumerate(labels):
        amounts = [path[year] if year < len(path) else None for path in paths.values()]
        cells = ["" if amount is None else scaled(amount, style) for amount in amounts]
        rows.append([escaped(label), *cells])
    table = style.table(head, "r" * len(head), rows)
    shown = _drawn(paths)
    if not shown:
        return [table]
    drawn = chart.lines(
        labels[: len(shown[0])], [[amount / _LARGE[style.language] for amount in path] for path in shown]
    )
    legend = style("implied_chart" if len(shown) > 1 else "implied_chart_one")
    return [legend, drawn, table]


def _labels(found: ReverseDcf, paths: Mapping[str, tuple[float | None, ...]]) -> list[str]:
    """The years as the Consensus table writes them, or else counted from the present one, which is 0."""
    count = max(len(path) for path in paths.values())
    table = found.table
    if table is None or any(
        path[0] != float(table.start) for key, path in paths.items() if key != "consensus"
    ):
        return [str(year) for year in range(count)]
    sign = "FY" if any(row.label.upper().startswith("FY") for row in table.rows.values()) else ""
    years = range(table.base, table.base + count)
    return [table.rows[year].label if year in table.rows else f"{sign}{year}" for year in years]


def _drawn(paths: Mapping[str, tuple[float | None, ...]]) -> list[list[float]]:
    """The path of the headline, and the consensus as far as both go without a gap, if that is two years at least."""
    first = next(
        (
            [amount for amount in path if amount is not None]
            for key, path in paths.items()
            if key != "consensus"
        ),
        None,
    )
    if first is None:
        return []
    expected = list(takewhile(lambda amount: amount is not None, paths.get("consensus", ())))
    both = [amount for amount in expected[: len(first)] if amount is not None]
    return [first[: len(both)], both] if len(both) > 1 else [first]


def data(value: Market, results: Results) -> dict[str, Any] | None:
    """Everything of it, in base units; null where the notes state none."""
    found = found_in(value, results)
    if found is None:
        return None
    growth, years, verdict = headline(found)
    return {
        "implied_growth": plain(growth),
        "years": years,
        "verdict": verdict.word if verdict and verdict.word else None,
        "short": _short_data(found),
        "cases": [
            _case_data(case, judged, held)
            for case, judged, held in zip(found.cases, found.verdicts, found.against, strict=True)
        ],
        "base_year": found.table.base if found.table else None,
        "beside": {
            key: dict(zip(("consensus", "best"), ends, strict=True))
            for key, ends in _beside(value, found).items()
        },
        "tam": found.tam,
        "paths": {key: list(path) for key, path in revenue_paths(found).items()},
        "probabilities": implied_odds.data(found.odds),
    }


def _short_data(found: ReverseDcf) -> dict[str, Any] | None:
    short = found.short
    if short is None:
        return None
    return {
        "years": float(short.years),
        "terminal_cap": float(short.terminal_cap),
        "revenue": float(short.revenue),
        "implied_growth": float(short.implied_growth),
        "gordon_income": plain(short.gordon_income),
        "gordon_growth": plain(short.gordon_growth),
        "against_consensus": _against_data(found.short_against),
        "verdict": _verdict_data(found.short_verdict),
    }


def _case_data(case: CaseValue, verdict: Verdict, held: Against | None) -> dict[str, Any]:
    return {
        "name": case.name,
        "note": case.inputs.place.note,
        "line": case.inputs.place.line,
        "years": case.years,
        "ev": float(case.target),
        "revenue": plain(case.revenue),
        "solved": {
            key: solution_data(case.solved.get(key)) | {"missing": case.missing.get(key)} for key in UNKNOWNS
        },
        "against_consensus": _against_data(held),
        "verdict": _verdict_data(verdict),
    }


def _against_data(held: Against | None) -> dict[str, Any] | None:
    if held is None:
        return None
    numbers = {key: plain(getattr(held, key)) for key in ("implied", "expected", "ratio", "growth")}
    return {"year": held.year, "label": held.label, **numbers}


def _verdict_data(verdict: Verdict | None) -> dict[str, Any] | None:
    if verdict is None:
        return None
    tests = [
        {
            "test": test.key,
            "implied": test.value if test.value != inf else None,
            "against": test.measure,
            "says": test.level or None,
            "missing": test.missing or None,
        }
        for test in verdict.tests
    ]
    return {"word": verdict.word or None, "tests": tests}


def figures(value: Market, results: Results) -> Mapping[str, N]:
    """`reverse_dcf.implied_growth` and the other steps of the short form; of each case what was solved for."""
    found = found_in(value, results)
    if found is None:
        return {}
    shown: dict[str, N | None] = {}
    if found.short is not None:
        for key in ("implied_growth", "terminal_cap", "revenue", "gordon_income", "gordon_growth"):
            shown[f"reverse_dcf.{key}"] = getattr(found.short, key)
    else:
        shown["reverse_dcf.implied_growth"] = found.cases[0].growth
    for case in found.cases:
        shown |= {f"reverse_dcf.{case.name}.{key}": number for key, number in case.figures.items()}
        shown |= {f"reverse_dcf.{case.name}.{key}": number for key, number in case.ends.items()}
        shown[f"reverse_dcf.{case.name}.revenue"] = case.revenue
    names = ["reverse_dcf", *(f"reverse_dcf.{case.name}" for case in found.cases)]
    for name, held in zip(names, (found.short_against, *found.against), strict=True):
        if held is not None:
            parts = {
                "revenue": held.implied,
                "expected": held.expected,
                "ratio": held.ratio,
                "growth": held.growth,
            }
            shown |= {f"{name}.consensus.{key}": number for key, number in parts.items()}
    for key in _BESIDE:
        stated: Quantity | None = getattr(value.company, key)
        if stated is not None:
            shown[f"reverse_dcf.{key}"] = as_figure(stated, key.replace("_", " "))
    if found.table is not None:
        rows = found.table.rows
        shown |= {f"reverse_dcf.consensus.{rows[year].label}": n for year, n in found.table.revenue.items()}
    shown |= implied_odds.figures(value, results, found.odds)
    return {key: number for key, number in shown.items() if number is not None}
