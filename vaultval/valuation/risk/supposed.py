"""What full value comes to under the changes that a company's note supposes, beside what its author states. Method §11."""

from collections.abc import Mapping
from dataclasses import dataclass

from vaultval.diagnostics import Finding, finding
from vaultval.figure import N, named
from vaultval.model.bases import Text
from vaultval.model.company_records import WhatIf
from vaultval.model.records import Company
from vaultval.place import Place
from vaultval.valuation.accounts.calculations import fits
from vaultval.valuation.company import CompanyValue
from vaultval.valuation.risk.drivers import Model, UnknownKeyError
from vaultval.valuation.risk.what_if import (
    ALL,
    Rerun,
    Supposed,
    UnreadableValueError,
    check_key,
    rerun,
    statement,
    suppose,
)
from vaultval.valuation.steps import Lift, Method


@dataclass(frozen=True, slots=True)
class Changed:
    """One row of a Sensitivity table, run. In currency/share; against_price a ratio: full value / price − 1.

    difference: of full value to what it is now; difference_uncapped: the same without the cap. binds: whether the cap does.
    agrees: with what is stated, to its printed digits; None where nothing is stated.
    """

    what_if: WhatIf
    supposed: Supposed
    full_value: N
    uncapped: N
    difference: N
    difference_uncapped: N
    against_price: N
    binds: bool
    agrees: bool | None


def what_ifs(
    company: Company, value: CompanyValue, method: Method, lift: Lift
) -> tuple[tuple[Changed, ...], list[Finding]]:
    """Every row of a company's Sensitivity tables that can be run. value: the company's, by `method` and `lift`."""
    if not company.what_ifs:
        return (), []
    model = Model(company, method)
    found: list[Changed] = []
    findings: list[Finding] = []
    for row in company.what_ifs:
        supposed, problems = _supposed(model, row)
        findings += problems
        run = _run(model, supposed, lift, row) if supposed else None
        if supposed and run is None:
            findings.append(finding("sensitivity-change", row.place, f"{row.name!r}: no value comes of it"))
        if supposed and run:
            stated, problems = _in_currency(row, company)
            findings += problems
            found.append(_changed(stated, supposed, run, value))
    return tuple(found), findings


def _changed(row: WhatIf, supposed: Supposed, run: Rerun, value: CompanyValue) -> Changed:
    difference = named(run.full_value - value.full_value, "change of full value")
    held = difference if row.signed else run.full_value
    return Changed(
        what_if=row,
        supposed=supposed,
        full_value=named(run.full_value, "full value, as supposed"),
        uncapped=named(run.uncapped, "full value, uncapped, as supposed"),
        difference=difference,
        difference_uncapped=named(run.uncapped - value.full_value_uncapped, "change of full value, uncapped"),
        against_price=named(run.full_value / run.price - 1, "upside, as supposed"),
        binds=run.binds,
        agrees=fits(row.stated, float(held)) if row.stated else None,
    )


def _run(model: Model, supposed: Supposed, lift: Lift, row: WhatIf) -> Rerun | None:
    try:
        return rerun(model, supposed.moved, supposed.adjusted, lift=lift, at=row.place)
    except ValueError:  # weights that cannot give way
        return None


def _supposed(model: Model, row: WhatIf) -> tuple[Supposed | None, list[Finding]]:
    """What a row supposes; None with findings where a part of it cannot be read."""
    pairs: list[tuple[str, str]] = []
    findings: list[Finding] = []
    for part in row.parts:
        pair = statement(part.value)
        problem = _problem(model, part, pair)
        if problem:
            findings.append(problem)
        elif pair:
            pairs.append(pair)
    if findings:
        return None, findings
    try:
        return suppose(model, pairs), []
    except UnreadableValueError as error:  # two parts that say what the same input is to be
        return None, [finding("sensitivity-change", row.place, f"{error}")]


def _problem(model: Model, part: Text, pair: tuple[str, str] | None) -> Finding | None:
    """What is the matter with one part of a change."""
    if pair is None:
        expected = "such as Robotaxi.probability = 50 % or all.probability × 2"
        message = f"{part.value!r} does not say what an input is to be"
        return finding("sensitivity-change", part.place, message, expected=expected)
    key, value = pair
    try:
        check_key(model, key)
        suppose(model, [pair])
    except UnknownKeyError as error:
        near = ", ".join(error.near[:4])
        hint = f"did you mean {near}?" if near else f"there is {ALL}"
        message = str(error).replace("no input", "the valuation has no input")
        return finding("sensitivity-key", _within(part, key), message, hint=hint)
    except UnreadableValueError as error:
        return finding("sensitivity-change", _within(part, value), f"{error}")
    return None


def _within(part: Text, words: str) -> Place:
    """Where some words of a part stand; the whole part where links or marks were taken out of it."""
    place, start = part.place, part.value.rfind(words)
    if place.length != len(part.value) or start < 0:
        return place
    return Place(place.note, place.line, place.column + start, len(words))


def _in_currency(row: WhatIf, company: Company) -> tuple[WhatIf, list[Finding]]:
    """The row without what it states, where that is in another currency than the price."""
    stated, price = row.stated, company.price
    if not (stated and price and stated.currency and price.currency) or stated.currency == price.currency:
        return row, []
    message = f"{stated.text} is held against full value in {price.currency}"
    place = stated.place or row.place
    return row.model_copy(update={"stated": None}), [
        finding("mixed-currencies", place, message, expected=price.currency, found=stated.currency)
    ]


def supposed_values(found: Changed) -> Mapping[str, N]:
    """The figures of a change by what each is."""
    return {
        "full_value": found.full_value,
        "full_value_uncapped": found.uncapped,
        "difference": found.difference,
        "difference_uncapped": found.difference_uncapped,
        "against_price": found.against_price,
    }
