"""Formulas that notes state, computed, and held against the results that they state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from math import inf

from vaultval.diagnostics import Finding, finding
from vaultval.figure import N, named
from vaultval.model.company_records import Calculation
from vaultval.model.records import Company
from vaultval.place import Place
from vaultval.quantity import Quantity, written
from vaultval.quantity.expression import ExpressionError, evaluated, parsed
from vaultval.valuation.accounts.financials import Financials
from vaultval.valuation.company import CompanyValue
from vaultval.valuation.steps import Lift
from vaultval.vocabulary import WORDS, folded

ABOUT = 0.05
"""How far off a result may be, as a share of it, that is stated as about so much."""


@dataclass(frozen=True, slots=True)
class Calculated:
    """A calculation with its value in base units. agrees: with the stated result, None where none is stated."""

    calculation: Calculation
    value: N
    agrees: bool | None


def calculated(
    rows: Sequence[Calculation], known: Mapping[str, N], lift: Lift
) -> tuple[tuple[Calculated, ...], list[Finding]]:
    """Every calculation that has a value. known: numbers by name that a formula may name, beside the rows above it."""
    found: list[Calculated] = []
    findings: list[Finding] = []
    values: dict[str, N] = {folded(name): number for name, number in known.items()}
    for row in rows:
        place = row.formula.place
        try:
            tree = parsed(row.formula.value, place)
            number = named(evaluated(tree, lambda name: values.get(folded(name)), lift), row.name)
        except ExpressionError as error:
            where = _part(place, error.span)
            message = f"the formula of {row.name!r} has no value: {error.message}"
            hint = _did_you_mean(error.name, values)
            findings.append(finding("calculation", where, message, hint=hint))
            continue
        values[folded(row.name)] = number
        agrees = fits(row.stated, float(number)) if row.stated else None
        found.append(Calculated(row, number, agrees))
        if row.stated and not agrees:
            findings.append(_differs(row, row.stated, float(number)))
    return tuple(found), findings


def _did_you_mean(name: str, known: Mapping[str, N]) -> str:
    near = get_close_matches(folded(name), known, 1, 0.7) if name else []
    return f"did you mean {near[0]!r}?" if near else ""


def _part(place: Place, span: tuple[int, int]) -> Place:
    """A part of a formula; where it ends too early, its last character."""
    start = min(span[0], max(place.length - 1, 0))
    return Place(place.note, place.line, place.column + start, max(span[1] - span[0], 1))


def fits(stated: Quantity, value: float) -> bool:
    """Whether a value lies in what the printed digits of a result, or its range, leave open."""
    half = 0.5 * stated.scale * 10.0**-stated.digits
    if stated.approximate:
        half = max(half, ABOUT * abs(stated.value))
    half += 1e-9 * max(abs(stated.value), half)
    low = -inf if stated.bound in ("≤", "<") else stated.low - half
    high = inf if stated.bound in ("≥", ">") else stated.high + half
    return low <= value <= high


def _differs(row: Calculation, stated: Quantity, value: float) -> Finding:
    return finding(
        "calculation-differs",
        stated.place or row.place,
        f"{row.name!r} is stated as {stated.text}, and its formula gives another result",
        expected=written(value, stated.unit, stated.currency),
        found=stated.text,
    )


def company_numbers(company: Company, lift: Lift) -> dict[str, N]:
    """The numbers that a company's note states, by each word that it may state them by."""
    stated = {word: getattr(company, word.key, None) for word in WORDS["attribute"]}
    return {
        form: lift(value, word.en[0])
        for word, value in stated.items()
        if isinstance(value, Quantity)
        for form in (word.key, word.key.replace("_", " "), *word.en, *word.zh)
    }


def computed_numbers(value: CompanyValue) -> dict[str, N]:
    """What a company's valuation gives, per share, under the keys of `vaultval explain` without the company's name."""
    numbers: dict[str, N] = {
        "price": value.price,
        "market cap": value.market_cap,
        "core": value.core.base,
        "pmx": value.pmx.value,
        "full value": value.full_value,
        "ceiling": value.ceiling,
    }
    for segment in value.core.segments:
        numbers[f"{segment.name}.base"] = segment.base
    for option in value.options:
        name = option.option.name
        numbers |= {
            f"{name}.weighted": option.weighted,
            f"{name}.adjusted": option.adjusted,
            f"{name}.probability": option.written,
            f"{name}.probability_adjusted": option.probability,
        }
    return numbers


def yearly_numbers(financials: Financials | None) -> dict[str, N]:
    """The amounts of each year of the Financials, as in `SBC FY2025`, by each word for the amount."""
    forms = {word.key: (word.key.replace("_", " "), *word.en, *word.zh) for word in WORDS["column"]}
    return {
        f"{form} {year.label}": number
        for year in (financials.years if financials else ())
        for key, number in year.amounts.items()
        for form in forms.get(key, (key.replace("_", " "),))
    }
