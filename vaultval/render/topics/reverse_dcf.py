"""What a price implies, as it is shown: in the company's block, in --json, under explain, in a terminal."""

from collections.abc import Mapping
from math import inf
from typing import Any

from vaultval.figure import N
from vaultval.quantity import Unit, written
from vaultval.render.charts import xychart as chart
from vaultval.render.text import Style, callout, escaped, fixed, shortened
from vaultval.results import Results
from vaultval.valuation.company import CompanyValue
from vaultval.valuation.implied.cases import CaseValue
from vaultval.valuation.implied.expectations import ReverseDcf, revenue_paths
from vaultval.valuation.implied.probabilities import ImpliedOdds
from vaultval.valuation.implied.reverse_dcf import LONGEST_GROWTH, UNKNOWNS, Test, Verdict
from vaultval.valuation.implied.solver import Solution

_AGAINST = {"growth": "implied_consensus", "margin": "implied_best"}


def found_in(value: CompanyValue, results: Results) -> ReverseDcf | None:
    """The reverse DCF of a company, if its notes state one."""
    return results.analyses[value.company.id].reverse_dcf


def section(value: CompanyValue, results: Results, style: Style) -> str:
    """A folded callout; its title says in a line what the price takes for granted."""
    found = found_in(value, results)
    if found is None:
        return ""
    parts = [
        *_short_lines(value, found, style),
        *_tests(found, style),
        *_cases(found, style),
        *_paths(found, style),
        *_odds(value, found.odds, style),
    ]
    body = "\n\n".join(parts).split("\n")
    return callout("info", title(found, style), ["", *body], folded=True)


def headline(found: ReverseDcf) -> tuple[N | None, float, Verdict | None]:
    """Growth, years and verdict of the short form, else of the first case."""
    if found.short is not None:
        return found.short.implied_growth, float(found.short.years), found.short_verdict
    return found.cases[0].growth, float(found.cases[0].years), found.verdicts[0]


def title(found: ReverseDcf, style: Style) -> str:
    """What the price takes for granted, in one line."""
    growth, years, verdict = headline(found)
    if growth is None:
        return style("implied_no_title")
    said = style.aside(style(verdict.word)) if verdict and verdict.word else ""
    return style("implied_title", growth=style.percent(growth), years=f"{years:g}", verdict=said)


def _amount(value: N, style: Style) -> str:
    return escaped(written(float(value), Unit.CURRENCY, style.currency, language=style.language))


def _short_lines(value: CompanyValue, found: ReverseDcf, style: Style) -> list[str]:
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
            "implied_short", wacc=style.percent(company.wacc.value), cap=_amount(short.terminal_cap, style),
            years=f"{float(short.years):g}", pe=f"{company.terminal_pe.value:g}",
            margin=style.percent(company.terminal_margin.value), revenue=_amount(short.revenue, style),
            times=fixed(float(short.revenue) / (found.revenue or 1.0), 1),
        )
    ]  # fmt: skip
    if short.gordon_income is not None and short.gordon_growth is not None and company.terminal_growth:
        rate, forever = style.percent(short.gordon_growth), style.percent(company.terminal_growth.value)
        lines.append(
            style("implied_gordon", growth=forever, income=_amount(short.gordon_income, style), rate=rate)
        )
    return ["\n".join(lines)]


def _tests(found: ReverseDcf, style: Style) -> list[str]:
    verdict = headline(found)[2]
    if verdict is None:
        return []
    rows = [[style(f"implied_{test.key}_test"), *_test_cells(test, style)] for test in verdict.tests]
    head = [style(key) for key in ("implied_test", "implied_value", "implied_against", "implied_says")]
    return [style.table(head, "lrrl", rows)]


def _test_cells(test: Test, style: Style) -> list[str]:
    def shown(number: float | None) -> str:
        if number is None:
            return "—"
        if number == inf:
            return f"> {LONGEST_GROWTH}"
        return fixed(number, 1).removesuffix(".0") if test.key == "years" else style.percent(number)

    if not test.level:
        missing = test.missing if "`" in test.missing else style("implied_unsolved")
        return [shown(test.value), "—", style("implied_needs", missing=missing)]
    against = style(_AGAINST.get(test.key, "implied_most"), value=shown(test.measure))
    return [shown(test.value), against, style(test.level)]


def _cases(found: ReverseDcf, style: Style) -> list[str]:
    """A row a case: each unknown, solved for by itself."""
    if not found.cases:
        return []
    rows = []
    for case, verdict in zip(found.cases, found.verdicts, strict=True):
        cells = [_solution(case, unknown, style) for unknown in UNKNOWNS]
        says = style(verdict.word) if verdict.word else "—"
        rows.append([escaped(shortened(case.name, 40)), _amount(case.target, style), *cells, says])
    head = [
        style(key)
        for key in (
            "implied_cases", "implied_pays", "implied_growth", "implied_margin", "implied_years", "implied_wacc", "implied_says",
        )
    ]  # fmt: skip
    rates = {_stated_growth(case) for case in found.cases}
    rate = rates.pop() if len(rates) == 1 else None
    note = (
        style("implied_cases_note", growth=style.percent(rate))
        if rate is not None
        else style("implied_cases_alone")
    )
    return [style.table(head, "lrrrrrl", rows), note]


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
        return style("implied_needed", missing=case.missing.get(unknown, ""))
    return style("implied_none", low=_amount(solution.at_low, style), high=_amount(solution.at_high, style))


def _paths(found: ReverseDcf, style: Style) -> list[str]:
    """Revenue by year: the chart holds what the headline implies against the consensus, the table every path."""
    paths = revenue_paths(found)
    if not paths:
        return []
    years = max(len(path) for path in paths.values())
    names = {"short": style("implied_path"), "consensus": style("implied_consensus_path")}
    head = [style("implied_in_years"), *(names.get(key) or escaped(shortened(key, 40)) for key in paths)]
    rows = [
        [str(year), *(_amount(path[year], style) if year < len(path) else "" for path in paths.values())]
        for year in range(years)
    ]
    table = style.table(head, "r" * len(head), rows)
    first = next((key for key in paths if key != "consensus"), None)
    if first is None:
        return [table]
    shown = [paths[first], *([paths["consensus"][: len(paths[first])]] if "consensus" in paths else [])]
    drawn = chart.lines(
        [str(year) for year in range(len(shown[0]))], [[amount / 1e9 for amount in path] for path in shown]
    )
    legend = style("implied_chart" if len(shown) > 1 else "implied_chart_one")
    return [legend, drawn, table]


def _odds(value: CompanyValue, odds: ImpliedOdds | None, style: Style) -> list[str]:
    if odds is None or not odds.probabilities:
        return []
    home, price = value.company.note, float(value.price)
    rows = [
        [
            style.node(each.option, home),
            style.probability(each.written),
            _probability(each.solution, price, style),
        ]
        for each in odds.probabilities
    ]
    head = [style(key) for key in ("option", "implied_as_written", "implied_probability")]
    return [style("implied_odds"), style.table(head, "lrr", rows), "\n".join(_all_odds(odds, price, style))]


def _probability(solution: Solution, price: float, style: Style) -> str:
    if solution.value is not None:
        return style.probability(solution.value)
    most, least = max(solution.at_low, solution.at_high), min(solution.at_low, solution.at_high)
    if most < price:
        return style("implied_at_most", most=style.money(most))
    return style("implied_at_least", least=style.money(least))


def _all_odds(odds: ImpliedOdds, price: float, style: Style) -> list[str]:
    found = odds.multiplier
    if found.value is not None:
        return [style("implied_all_odds", factor=f"{found.value:.4g}")]
    ends = {"low": style.money(found.at_low), "high": style.money(found.at_high)}
    stated = ""
    if odds.at_most_stated is not None:
        stated = style.aside(style("implied_stated", value=style.money(odds.at_most_stated)))
    bound = max(odds.at_most, odds.at_most_stated or 0.0)
    side = style("implied_below" if bound < price else "implied_above")
    return [
        style("implied_no_odds", **ends),
        style(
            "implied_bound", p=style.percent(odds.p_max), value=style.money(odds.at_most), stated=stated,
            side=side, price=style.money(price),
        ),
    ]  # fmt: skip


def data(value: CompanyValue, results: Results) -> dict[str, Any] | None:
    """Everything of it, in base units; null where the notes state none."""
    found = found_in(value, results)
    if found is None:
        return None
    growth, years, verdict = headline(found)
    return {
        "implied_growth": _number(growth),
        "years": years,
        "verdict": verdict.word if verdict and verdict.word else None,
        "short": _short_data(found),
        "cases": [_case_data(case, judged) for case, judged in zip(found.cases, found.verdicts, strict=True)],
        "tam": found.tam,
        "paths": {key: list(path) for key, path in revenue_paths(found).items()},
        "probabilities": _odds_data(found.odds),
    }


def _number(number: N | None) -> float | None:
    return None if number is None else float(number)


def _short_data(found: ReverseDcf) -> dict[str, Any] | None:
    short = found.short
    if short is None:
        return None
    return {
        "years": float(short.years),
        "terminal_cap": float(short.terminal_cap),
        "revenue": float(short.revenue),
        "implied_growth": float(short.implied_growth),
        "gordon_income": _number(short.gordon_income),
        "gordon_growth": _number(short.gordon_growth),
        "verdict": _verdict_data(found.short_verdict),
    }


def _case_data(case: CaseValue, verdict: Verdict) -> dict[str, Any]:
    return {
        "name": case.name,
        "note": case.inputs.place.note,
        "line": case.inputs.place.line,
        "years": case.years,
        "ev": float(case.target),
        "revenue": _number(case.revenue),
        "solved": {
            key: _solution_data(case.solved.get(key)) | {"missing": case.missing.get(key)} for key in UNKNOWNS
        },
        "verdict": _verdict_data(verdict),
    }


def _solution_data(solution: Solution | None) -> dict[str, Any]:
    if solution is None:
        return {"value": None, "low": None, "high": None, "at_low": None, "at_high": None}
    return {
        "value": solution.value,
        "low": solution.low,
        "high": solution.high,
        "at_low": solution.at_low,
        "at_high": solution.at_high,
    }


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


def _odds_data(odds: ImpliedOdds | None) -> dict[str, Any] | None:
    if odds is None:
        return None
    return {
        "options": {
            each.option.name: {"written": each.written, **_solution_data(each.solution)}
            for each in odds.probabilities
        },
        "odds_multiplier": _solution_data(odds.multiplier),
        "p_max": odds.p_max,
        "full_value_at_p_max_uncapped": odds.at_most,
        "full_value_at_p_max_uncapped_stated": odds.at_most_stated,
    }


def figures(value: CompanyValue, results: Results) -> Mapping[str, N]:
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
        shown[f"reverse_dcf.{case.name}.revenue"] = case.revenue
    return {key: number for key, number in shown.items() if number is not None}
