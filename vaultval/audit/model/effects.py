"""What a stated figure of the model that is off would do to full value, were it right."""

from collections.abc import Sequence
from dataclasses import replace

from vaultval.audit.model.claim import ModelClaim
from vaultval.audit.model.options import without_factors
from vaultval.model.records import Company
from vaultval.results import Results
from vaultval.valuation.company import CompanyValue, value_company
from vaultval.valuation.portfolio import OptionValue
from vaultval.valuation.steps import Method, as_float
from vaultval.valuation.synergy import pmx

SUMS = ("core", "independent", "adjusted", "pmx", "full_value")


def value_of(claim: ModelClaim, results: Results) -> CompanyValue | None:
    """The valuation of the company that a claim is about; None where it has none."""
    for value in results.values.values():
        options = {each.id for each in value.company.options}
        if claim.node == value.company.id or claim.node in options:
            return value
    return None


def effect(claim: ModelClaim, results: Results) -> float | None:
    """In currency/share, as `effect_on_full_value` says."""
    value = value_of(claim, results)
    stated, recomputed = claim.claims[0].value, claim.recomputed
    if value is None or stated is None or recomputed is None:
        return None
    method = replace(results.method, published=False, step=0.0)
    if results.method.published:
        value = value_company(value.company, method, as_float)[0] or value
    off = recomputed - stated
    if claim.node == value.company.id:
        if claim.role == "wacc":
            return _at_wacc(value.company, recomputed, method)
        return off if claim.role in SUMS and abs(stated) < 1e6 else None
    own = next((each for each in value.options if each.option.id == claim.node), None)
    if own is None:
        return off * float(value.multiplier) if not value.pmx.binds else 0.0
    if claim.role.endswith("discount_factor") or claim.role.endswith(" discount factor"):
        return _at_horizon(value.company, claim.node, method)
    weight = _weight(own, claim.role)
    return None if weight is None else _with_own_value(value, own, weight * off, method)


def _weight(own: OptionValue, role: str) -> float | None:
    """How much of a figure enters the option's own value: all of the option's, a scenario's by its weight."""
    if role == "stated_value":
        return 1.0
    for row in own.option.scenarios:
        if row.name == role:
            return row.weight.value if row.weight else 1.0
    return None


def _with_own_value(value: CompanyValue, own: OptionValue, off: float, method: Method) -> float:
    """Full value as computed, less full value with one option's own value smaller by `off`."""
    alone = float(own.weighted)
    ratio = float(own.adjusted) / alone if alone else 1.0

    def total(changed: float) -> float:
        together = pmx(
            [float(each.weighted) - (changed if each is own else 0.0) for each in value.options],
            [float(each.adjusted) - (changed * ratio if each is own else 0.0) for each in value.options],
            [float(each.value) for each in value.emergent],
            float(value.multiplier),
            method,
        )
        return float(together.value)

    return total(0.0) - total(off)


def _at_wacc(company: Company, wacc: float, method: Method) -> float | None:
    if company.wacc is None:
        return None
    moved = company.model_copy(update={"wacc": replace(company.wacc, value=wacc, low=wacc, high=wacc)})
    return _difference(moved, company, method)


def _at_horizon(company: Company, option: str, method: Method) -> float | None:
    options = tuple(without_factors(each) if each.id == option else each for each in company.options)
    return _difference(company.model_copy(update={"options": options}), company, method)


def _difference(moved: Company, company: Company, method: Method) -> float | None:
    found: Sequence[CompanyValue | None] = [
        value_company(each, method, as_float)[0] for each in (moved, company)
    ]
    after, before = found
    if after is None or before is None:
        return None
    return float(after.full_value) - float(before.full_value)
