"""The real options that notes state, valued beside the company's value and never added to it. Method §4."""

from dataclasses import dataclass, replace
from functools import partial
from math import inf

from vaultval.diagnostics import Finding, finding
from vaultval.model.implied_records import StageRow
from vaultval.model.records import Company, Option
from vaultval.quantity import Quantity
from vaultval.quantity.currency import foreign
from vaultval.valuation.company import CompanyValue
from vaultval.valuation.finite import finite
from vaultval.valuation.implied.probabilities import moved
from vaultval.valuation.ratios import check_ratio
from vaultval.valuation.real_options.pricing import (
    Deferral,
    Stage,
    black_scholes_merton,
    committed,
    lattice,
    staged,
)
from vaultval.valuation.steps import Method

_DEFERRAL = ("strike", "expiry", "volatility")
_LONGEST, _MOST_VOLATILE = 100.0, 10.0
_CALENDAR = 1000


@dataclass(frozen=True, slots=True)
class RealOptionValue:
    """One option, in currency/share; None where the note does not state what it takes.

    at_once: the project at certainty less its investment. last_day, any_day: the right to begin it on the last day, and on
    any. staged, committed: in stages, with the freedom to stop, and without.
    """

    option: Option
    at_once: float | None = None
    last_day: float | None = None
    any_day: float | None = None
    staged: float | None = None
    committed: float | None = None


def real_options(value: CompanyValue, method: Method) -> tuple[tuple[RealOptionValue, ...], list[Finding]]:
    """Every option that states an investment, years and a volatility, or stages; with what they lack."""
    found: list[RealOptionValue] = []
    findings: list[Finding] = []
    for each in value.options:
        option = each.option
        result = RealOptionValue(option)
        what, kept = f"the real option of {option.name!r}", result
        if any(getattr(option, key) is not None for key in (*_DEFERRAL, "carry")):
            worth, problems = finite(partial(_deferred, kept, value, method), what, option.place)
            kept = worth or kept
            findings += problems
        if option.stages:
            worth, problems = finite(partial(_in_stages, kept, value), what, option.stages[0].place)
            kept = worth or kept
            findings += problems
        result = kept
        if result.at_once is not None or result.staged is not None:
            found.append(result)
    return tuple(found), findings


def _deferred(
    result: RealOptionValue, value: CompanyValue, method: Method
) -> tuple[RealOptionValue, list[Finding]]:
    option, company = result.option, value.company
    stated = {key: getattr(option, key) for key in (*_DEFERRAL, "carry") if getattr(option, key)}
    free = option.risk_free or (company.capital.risk_free if company.capital else None)
    missing = [f"`{key}`" for key in _DEFERRAL if key not in stated] + ([] if free else ["`risk_free`"])
    broken = [key for key in ("carry", "risk_free") if key in option.broken]
    missing += [f"`{key}` (what is stated cannot be read)" for key in broken]
    first: Quantity = next(iter(stated.values()))
    if missing or free is None:
        listed = ", ".join(missing)
        message = f"the real option of {option.name!r} lacks {listed}"
        place = first.place or option.place
        return result, [finding("reverse-dcf-inputs", place, message, expected=listed.replace("`", ""))]
    findings = _wrong(option, stated, company)
    rates = {"risk_free": (free, -1.0, 1.0), "carry": (stated.get("carry"), -1.0, 1.0),
             "volatility": (stated["volatility"], 0.0, _MOST_VOLATILE)}  # fmt: skip
    for key, (rate, above, most) in rates.items():
        findings += check_ratio(rate, f"`{key}` of {option.name!r}", option.place, above, most)
    if findings:
        return result, findings
    certain = moved(company, replace(method, step=0.0, published=False), {option.id: lambda _p: 1.0})
    project = next(float(o.from_inputs.weighted) for o in certain.options if o.option.id == option.id)
    if project <= 0:
        return result, []
    shares = float(value.shares)
    right = Deferral(
        value=project * shares,
        strike=stated["strike"].value,
        expiry=stated["expiry"].value,
        risk_free=free.value,
        volatility=stated["volatility"].value,
        carry=stated["carry"].value if "carry" in stated else 0.0,
    )
    message = f"{option.name!r} has a probability of success and a volatility: both measure the same risk"
    return replace(
        result,
        at_once=project - right.strike / shares,
        last_day=black_scholes_merton(right) / shares,
        any_day=_on_any_day(right, shares),
    ), [finding("risk-twice", stated["volatility"].place or option.place, message)]


def _on_any_day(right: Deferral, shares: float) -> float | None:
    try:
        return lattice(right, american=True) / shares
    except (ValueError, OverflowError):  # a volatility for which the lattice is too coarse, or too wide
        return None


def _wrong(option: Option, stated: dict[str, Quantity], company: Company) -> list[Finding]:
    findings = []
    for key, most in (("strike", inf), ("expiry", _LONGEST)):
        quantity = stated[key]
        if not 0 < quantity.value <= most:
            message = f"`{key}` of {option.name!r} is {quantity.text}"
            expected = f"above zero{f', at most {most:g}' if most < inf else ''}"
            findings.append(
                finding("not-a-quantity", quantity.place or option.place, message, expected=expected)
            )
    return [*findings, *foreign(stated["strike"], option.place, company.currency)]


def _in_stages(result: RealOptionValue, value: CompanyValue) -> tuple[RealOptionValue, list[Finding]]:
    option, company = result.option, value.company
    findings: list[Finding] = []
    stages: list[Stage] = []
    rows = sorted(option.stages, key=lambda row: _year(row, company))
    lacking = [_lacking(row, company, last=index == len(rows) - 1) for index, row in enumerate(rows)]
    if len(rows) > 1 and lacking[0] and len(set(lacking)) == 1:
        message = f"the stages of {option.name!r} lack {lacking[0]}"
        expected = lacking[0].replace("`", "")
        first = min(row.place for row in rows)
        return result, [finding("reverse-dcf-inputs", first, message, expected=expected)]
    for row, missing in zip(rows, lacking, strict=True):
        if missing:
            message = f"the stage {row.name!r} of {option.name!r} lacks {missing}"
            expected = missing.replace("`", "")
            findings.append(finding("reverse-dcf-inputs", row.place, message, expected=expected))
            continue
        chance = row.probability.value if row.probability else 0.0
        if not 0 <= chance <= 1:
            message = f"the probability of the stage {row.name!r} is not between 0 and 1"
            where = (row.probability.place if row.probability else None) or row.place
            findings.append(finding("probability-out-of-range", where, message, expected="0 % to 100 %"))
        amounts = [amount for amount in (row.cost, row.payoff) if amount]
        findings += [found for a in amounts for found in foreign(a, option.place, company.currency)]
        findings += [
            finding("not-a-quantity", amount.place or row.place,
                    f"an amount of the stage {row.name!r} is below zero", found=amount.text)
            for amount in amounts
            if amount.value < 0
        ]  # fmt: skip
        cost, payoff = (amount.value if amount else 0.0 for amount in (row.cost, row.payoff))
        stages.append(Stage(cost, chance, _year(row, company), payoff))
    if findings or company.wacc is None:
        return result, findings
    shares, rate = float(value.shares), company.wacc.value
    return replace(
        result, staged=staged(stages, rate) / shares, committed=committed(stages, rate) / shares
    ), []


def _lacking(row: StageRow, company: Company, *, last: bool) -> str:
    if row.broken:
        return ", ".join(f"`{key}` (what is stated cannot be read)" for key in row.broken)
    undated = row.year is not None and row.year.value >= _CALENDAR and company.price_date is None
    lacks = {
        "`year`": row.year is None,
        "`cost` or `payoff`": row.cost is None and row.payoff is None,
        "`probability`": row.probability is None and not last,
        "the company's `price_date`": undated,
        f"a `year` from now to {_LONGEST:.0f} years on": not 0 <= _year(row, company) <= _LONGEST,
        "the company's `wacc`": company.wacc is None,
    }
    return next((what for what, missing in lacks.items() if missing), "")


def _year(row: StageRow, company: Company) -> float:
    """Years from the price on."""
    year = row.year.value if row.year else 0.0
    if year < _CALENDAR or company.price_date is None:
        return year
    return year - company.price_date.value.year
