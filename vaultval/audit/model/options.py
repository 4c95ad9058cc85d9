"""What a typed option states of its own value: discount factors, scenarios, their mean, the bull at certainty."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from vaultval.audit.arithmetic.terms import is_parameter
from vaultval.audit.claims import Claim, Verdict
from vaultval.audit.intervals import Interval, exactly, printed_interval
from vaultval.audit.model.causes import another_input, another_rate
from vaultval.audit.model.claim import ModelClaim, because, claim_of, kindest
from vaultval.diagnostics import Severity
from vaultval.model.records import Company, Option, Scenario
from vaultval.quantity import Quantity
from vaultval.valuation.inputs import has_plain_wacc
from vaultval.valuation.option_inputs import FACTORS, check_option, needs_factor, rows
from vaultval.valuation.options import discount_factor
from vaultval.valuation.portfolio import FromInputs, Terms, horizon_of, value_alone


def option_claims(option: Option, terms: Terms) -> Iterator[ModelClaim]:
    """The claims of an option that does not emerge from others; none of one that lacks an input.

    terms: in mode computed, with inputs that keep their history.
    """
    if option.emergent or not is_complete(option, terms.company):
        return
    bare = without_factors(option)
    pinned = value_alone(option, terms).from_inputs
    chain: FromInputs | None = pinned
    if bare is not option:
        chain = value_alone(bare, terms).from_inputs if is_complete(bare, terms.company) else None
        yield from _factors(option, bare, terms) if chain else ()
    scenarios = [
        _scenario(option, row, row.stated_value, pinned, chain, terms)
        for row in option.scenarios
        if row.stated_value is not None
    ]
    yield from scenarios
    off = [one.role for one in scenarios if any(claim.verdict is Verdict.WRONG for claim in one.claims)]
    for found in (_own_value(option, pinned, chain, off), _bull_full(option, pinned, chain, terms, off)):
        if found is not None:
            yield found


def _listed(names: Sequence[str]) -> str:
    return f"{names[0]} is" if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]} are"


def is_complete(option: Option, company: Company) -> bool:
    """Whether an option states all that its value needs."""
    if needs_factor(option) and (company.wacc is None or not has_plain_wacc(company)):
        return False
    found = check_option(option, company)
    return not any(each.severity is Severity.ERROR for each in found)


def without_factors(option: Option) -> Option:
    """An option whose discount factor follows from its horizon, whatever its author pins; itself if nothing is pinned."""
    if option.discount_factor is None and all(row.discount_factor is None for row in option.scenarios):
        return option
    bare = tuple(row.model_copy(update={"discount_factor": None}) for row in option.scenarios)
    return option.model_copy(update={"discount_factor": None, "scenarios": bare})


def _factors(option: Option, bare: Option, terms: Terms) -> Iterator[ModelClaim]:
    """Each discount factor that is pinned, against 1/(1+wacc)^horizon."""
    horizon, wacc = horizon_of(bare, terms.company, terms.lift), terms.company.wacc
    if horizon is None or wacc is None:
        return
    number = discount_factor(terms.lift(wacc, "wacc"), horizon)
    expression = f"1/(1 + {wacc.text})^{float(horizon):g}"
    stated = [("discount_factor", option.discount_factor, option.place)]
    stated += [(f"{row.name} discount factor", row.discount_factor, row.place) for row in option.scenarios]
    for role, quantity, place in stated:
        if quantity is not None:
            cause = another_rate(quantity, float(horizon))
            claim = claim_of(quantity, place, expression, number, cause=cause)
            yield ModelClaim(claim, None, option.id, role)


def _scenario(
    option: Option,
    row: Scenario,
    stated: Quantity,
    pinned: FromInputs,
    chain: FromInputs | None,
    terms: Terms,
) -> ModelClaim:
    """A scenario's stated value: at the discount factor that is stated, and at the one of the horizon."""
    factor = row.discount_factor or option.discount_factor
    expression = _product(option, row, terms, factor.text if factor else _by_horizon(option, terms))
    cause = another_input(option, row, stated)
    printed = claim_of(stated, row.place, expression, pinned.scenarios[row.name], cause=cause)
    if factor is None or chain is None:
        return ModelClaim(printed, None, option.id, row.name)
    expression = _product(option, row, terms, _by_horizon(without_factors(option), terms))
    why = printed.cause or f"right at the discount factor of {factor.text} that is stated"
    whole = claim_of(stated, row.place, expression, chain.scenarios[row.name], cause=why)
    if printed.verdict is Verdict.WRONG and not printed.cause:
        whole = replace(whole, cause="also wrong at the discount factor that is stated")
    return ModelClaim(printed, whole, option.id, row.name)


def _by_horizon(option: Option, terms: Terms) -> str:
    horizon, wacc = horizon_of(option, terms.company, terms.lift), terms.company.wacc
    return f"1/(1 + {wacc.text})^{float(horizon):g}" if wacc and horizon is not None else "DF"


def _product(option: Option, row: Scenario, terms: Terms, factor: str) -> str:
    """A scenario's value as its note prints it: TAM × share × net margin × PE × probability × DF / shares."""
    stated = [getattr(row, key) or getattr(option, key) for key in (*FACTORS, "probability")]
    texts = [quantity.text for quantity in stated if quantity is not None]
    shares = terms.company.shares.text if terms.company.shares else "shares"
    return f"{' × '.join([*texts, factor])} / {shares}"


def _own_value(
    option: Option, pinned: FromInputs, chain: FromInputs | None, off: Sequence[str]
) -> ModelClaim | None:
    """The option's stated value: the weighted mean of the values that its scenarios state, and of those computed.

    off: the scenarios whose stated values are off.
    """
    stated = option.stated_value
    if stated is None:
        return None
    table = rows(option)
    computed = claim_of(stated, option.place, _mean(table), (chain or pinned).weighted)
    terms = [(row.weight, row.stated_value) for row in table if row.weight and row.stated_value]
    if len(terms) < len(table) or not terms:
        if chain is None or chain is pinned:
            return ModelClaim(computed, None, option.id, "stated_value")
        printed = claim_of(stated, option.place, _mean(table), pinned.weighted)
        return ModelClaim(printed, computed, option.id, "stated_value")
    value, within = 0.0, exactly(0.0)
    for weight, quantity in terms:
        value += weight.value * quantity.value
        within = within + _open(weight).times(printed_interval(quantity))
    expression = " + ".join(f"{weight.text} × {quantity.text}" for weight, quantity in terms)
    printed = claim_of(stated, option.place, expression, value, within=within)
    if printed.verdict is not Verdict.WRONG and off:
        computed = because(computed, f"of the values that it is made of, {_listed(off)} off")
    return ModelClaim(printed, computed, option.id, "stated_value")


def _mean(table: Sequence[Scenario]) -> str:
    if len(table) == 1:
        return "the value of its inputs"
    return " + ".join(f"{row.weight.text if row.weight else '100 %'} × {row.name}" for row in table)


def _open(quantity: Quantity) -> Interval:
    """What a factor leaves open: nothing, if it is a parameter."""
    return exactly(quantity.value) if is_parameter(quantity) else printed_interval(quantity)


def _bull_full(
    option: Option, pinned: FromInputs, chain: FromInputs | None, terms: Terms, off: Sequence[str]
) -> ModelClaim | None:
    """The stated value of the bull at certainty: the value that the bull states over its probability, or its inputs at
    the discount factor that is stated; and computed.
    """
    stated = option.stated_bull_full
    if stated is None:
        return None
    best = max(rows(option), key=lambda row: (row.role == "bull", float(pinned.scenarios[row.name])))
    factor = best.discount_factor or option.discount_factor
    shown = option.model_copy(update={"probability": None})
    row = best.model_copy(update={"probability": None})
    horizon = _by_horizon(without_factors(option), terms)
    at_factor = _product(shown, row, terms, factor.text if factor else horizon)
    printed: list[Claim] = []
    chance = best.probability or option.probability
    if best.stated_value is not None and chance is not None and chance.value > 0:
        within = printed_interval(best.stated_value).over(_open(chance))
        value = best.stated_value.value / chance.value
        expression = f"{best.stated_value.text} / {chance.text}"
        printed.append(claim_of(stated, option.place, expression, value, within=within))
    if chain is not pinned:
        printed.append(claim_of(stated, option.place, at_factor, pinned.bull_full))
    if chain is None:
        return ModelClaim(kindest(printed), None, option.id, "stated_bull_full")
    whole = claim_of(stated, option.place, _product(shown, row, terms, horizon), chain.bull_full)
    best_printed = kindest(printed) if printed else None
    if best_printed is None or best_printed.verdict is Verdict.WRONG:
        return ModelClaim(whole, None, option.id, "stated_bull_full")
    if best.name in off and best.stated_value is not None:
        whole = because(whole, f"{best.stated_value.text}, the value of {best.name}, is off itself")
    return ModelClaim(best_printed, whole, option.id, "stated_bull_full")
