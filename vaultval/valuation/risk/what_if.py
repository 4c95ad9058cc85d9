"""What full value would be if inputs were different: several at once, by their keys. Method §11."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from vaultval.figure import N, named
from vaultval.place import Place
from vaultval.quantity import Unit, read
from vaultval.valuation.company import CompanyValue
from vaultval.valuation.option_inputs import in_order_of_need
from vaultval.valuation.portfolio import OptionValue, Terms, value_emergent
from vaultval.valuation.risk.drivers import (
    ABOVE_ZERO,
    NOT_BELOW_ZERO,
    Driver,
    Model,
    UnknownKeyError,
    lift_with,
)
from vaultval.valuation.risk.sensitivity import Outcome
from vaultval.valuation.steps import Lift, as_float, constant
from vaultval.valuation.synergy import pmx
from vaultval.vocabulary import folded

ALL = "all.probability"
"""The key of every option's probability at once."""

ADJUSTED = ".probability_adjusted"
"""The end of the key of an option's probability after synergy."""

_TIMES = ("×", "*", "x", "X", "✕")
_FACTOR = re.compile(r"[×✕*]|(?<=\s)[xX](?=\s*\d)")
_ARROW = re.compile(r"→|->")


class UnreadableValueError(ValueError):
    """A value that an input cannot have, or that cannot be read."""


@dataclass(frozen=True, slots=True)
class Supposed:
    """What is supposed. moved: inputs and settings at other values. adjusted: option id → probability after synergy.

    linear: what the changed probabilities are worth in proportion alone, in currency/share: ΔP × V / P for each, and
    for all of them times k the options' part of full value × (k − 1).
    """

    moved: Mapping[Driver, float]
    adjusted: Mapping[str, float]
    linear: float


@dataclass(frozen=True, slots=True)
class Rerun:
    """A run of the model with inputs at other values. In currency/share; price: what the run is held against."""

    full_value: N
    uncapped: N
    price: N
    binds: bool


def statement(text: str) -> tuple[str, str] | None:
    """The key and the value of `KEY = VALUE` or `KEY × FACTOR`; None for anything else."""
    key, equals, value = text.replace("＝", "=").rpartition("=")
    factors = list(_FACTOR.finditer(text))
    named = factors and factors[-1].start() > text.rfind(value.strip()) and not _ARROW.search(value)
    if not equals or named:  # a = that stands before a name is part of the key
        if not factors:
            return None
        key, value = text[: factors[-1].start()], text[factors[-1].start() :]
    return (key.strip(), value.strip()) if key.strip() and value.strip(" ×✕*xX→") else None


def suppose(model: Model, statements: Iterable[tuple[str, str]]) -> Supposed:
    """Statements (key, value as text) as what to move. A value ×1.5 multiplies; others are written as in a note.

    `27 % → 50 %` says from where, too: what is reckoned in proportion starts there, as a report does that has rounded.
    What is said of one input goes before what is said of all. Raises UnknownKeyError for a key, UnreadableValueError for a
    value, or for a second one of the same input.
    """
    moved: dict[Driver, float] = {}
    every: dict[Driver, float] | None = None
    adjusted: dict[str, float] = {}
    started: dict[Driver | str, float] = {}
    factor: float | None = None
    for key, written in statements:
        asked, (start, text) = folded(key), _from_to(written)
        if asked == ALL:
            factor = _number(text, 1.0, Unit.RATIO, ALL) if text.startswith(_TIMES) else None
            _only(every is None, key)
            every = _all_probabilities(model, text)
        elif asked.endswith(ADJUSTED):
            option = _option(model, key)
            own = float(option.probability)
            _only(option.option.id not in adjusted, key)
            adjusted[option.option.id] = _within(key, _number(text, own, Unit.RATIO, key))
            if start:
                started[option.option.id] = _within(key, _number(start, own, Unit.RATIO, key))
        else:
            driver = model.find(key)
            _only(driver not in moved, driver.key)
            moved[driver] = value_of(driver, text)
            if start:
                started[driver] = value_of(driver, start)
    moved = (every or {}) | moved
    linear = _linear(model, moved, adjusted, started)
    if factor is not None and not adjusted and moved.items() >= scaled_probabilities(model, factor).items():
        linear = float(model.base.pmx.value) * (factor - 1)
    return Supposed(moved, adjusted, linear)


def _only(first: bool, key: str) -> None:
    if not first:
        raise UnreadableValueError(f"{key} is stated twice")


def _from_to(text: str) -> tuple[str, str]:
    """`27 % → 50 %` as its two ends; the first is "" where there is none."""
    *before, after = _ARROW.split(text)
    return " ".join(before).strip(), after.strip()


def check_key(model: Model, key: str) -> None:
    """Raises UnknownKeyError for a key that is none of this company."""
    asked = folded(key)
    if asked.endswith(ADJUSTED):
        _option(model, key)
    elif asked != ALL:
        model.find(key)


def _all_probabilities(model: Model, text: str) -> dict[Driver, float]:
    """Every option's probability at a value; or times a factor, and then at most p_max."""
    if text.strip().startswith(_TIMES):
        return scaled_probabilities(model, _number(text, 1.0, Unit.RATIO, ALL))
    return {driver: value_of(driver, text) for driver in probabilities(model).values()}


def _option(model: Model, key: str) -> OptionValue:
    name = folded(key).removesuffix(ADJUSTED)
    for option in model.base.options:
        if folded(option.option.name) == name:
            return option
    near = [option.option.name + ADJUSTED for option in model.base.options]
    raise UnknownKeyError(key, near, several=False)


def value_of(driver: Driver, text: str) -> float:
    """The value that a text gives an input, in base units. Raises UnreadableValueError for one that it cannot have."""
    value = _number(text, driver.value, driver.unit, driver.key, driver.currency)
    if driver.part:
        return _within(driver.key, value)
    if driver.field in ABOVE_ZERO and value <= 0:
        raise UnreadableValueError(f"{driver.key} lies above 0, and {text!r} does not")
    if driver.field in NOT_BELOW_ZERO and value < 0:
        raise UnreadableValueError(f"{driver.key} does not lie below 0, and {text!r} does")
    if driver.field == "year" and driver.origin and value <= driver.origin:
        raise UnreadableValueError(f"{driver.key} lies after {driver.origin:.0f}, and {text!r} does not")
    return value


def _within(key: str, value: float) -> float:
    if not 0 <= value <= 1:
        raise UnreadableValueError(f"{key} lies between 0 and 100 %, and {value:.4g} does not")
    return value


def _number(text: str, base: float, unit: Unit, key: str, currency: str = "") -> float:
    times = text.strip().startswith(_TIMES)
    quantity, found = read(text.strip(), Place("--set"), expect=Unit.MULTIPLE if times else unit)
    if quantity is None:
        why = f": {found[0].message}" if found else ""
        hint = f"; expected is {found[0].expected}" if found and found[0].expected else ""
        raise UnreadableValueError(f"{text!r} cannot be read as a value of {key}{why}{hint}")
    if quantity.currency and currency and quantity.currency != currency:
        raise UnreadableValueError(f"{key} is in {currency}, and {text!r} in {quantity.currency}")
    return base * quantity.value if times else quantity.value


def _linear(
    model: Model,
    moved: Mapping[Driver, float],
    adjusted: Mapping[str, float],
    started: Mapping[Driver | str, float],
) -> float:
    """Σ ΔP × V / P over the options whose probability is supposed to be another. started: where ΔP starts, if not as it is."""
    own = {name: driver for name, driver in probabilities(model).items() if driver in moved}
    change = 0.0
    for option in model.base.options:
        name, alone = option.option.id, float(option.weighted)
        if name in own and own[name].value:
            rise = moved[own[name]] - started.get(own[name], own[name].value)
            change += linear_change(alone, own[name].value, rise)
        if name in adjusted and float(option.effective) > 0:
            rise = adjusted[name] - started.get(name, float(option.probability))
            change += linear_change(alone, float(option.effective), rise)
    return change


def scaled_probabilities(model: Model, factor: float) -> dict[Driver, float]:
    """Every option's probability × factor, at most p_max, unless it was above that already."""
    most = model.method.p_max
    return {
        driver: min(max(most, driver.value), driver.value * factor)
        for driver in probabilities(model).values()
    }


def probabilities(model: Model) -> dict[str, Driver]:
    """The probability as written of each valued option that is not emergent, by the option's id."""
    by_place = {driver.place: driver for driver in model.drivers if driver.place is not None}
    stated = {value.option.id: value.option.probability for value in model.base.options}
    return {
        name: by_place[quantity.place] for name, quantity in stated.items() if quantity and quantity.place
    }


def what_if(
    model: Model,
    moved: Mapping[Driver, float],
    adjusted: Mapping[str, float] | None = None,
    *,
    linear: bool = False,
) -> Outcome | None:
    """The model with inputs at other values, as `rerun` runs it. None where it cannot be computed."""
    found = rerun(model, moved, adjusted, linear=linear)
    return Outcome(float(found.full_value), float(found.uncapped), found.binds) if found else None


def rerun(
    model: Model,
    moved: Mapping[Driver, float],
    adjusted: Mapping[str, float] | None = None,
    *,
    linear: bool = False,
    lift: Lift = as_float,
    at: Place | None = None,
) -> Rerun | None:
    """The model with inputs at other values. None where it cannot be computed.

    adjusted: the id of an option → its probability after synergy, in place of what synergy makes of it; its value is then
    its own × P'/P. linear: a scenario's probability follows its option's above 1, as in a table that is scaled by hand.
    lift: as for a valuation. at: where it stands that this is supposed.
    """
    value = model.run(moved, linear=linear, lift=lift)
    if value is None or not adjusted:
        return (
            Rerun(value.full_value, value.full_value_uncapped, value.price, value.pmx.binds)
            if value
            else None
        )
    company, method, places = model.arranged(moved, linear=linear)
    lifted = {
        name: lift(constant(chance, "supposed", at), "probability after synergy, as supposed")
        for name, chance in adjusted.items()
    }
    return _with_adjusted(value, Terms(company, value.shares, method, lift_with(places, lift), {}), lifted)


def _with_adjusted(value: CompanyValue, terms: Terms, adjusted: Mapping[str, N]) -> Rerun:
    """Options with other probabilities after synergy, and what emerges from them, put together again."""
    options = tuple(_override(option, adjusted) for option in value.options)
    ordered, _ = in_order_of_need(terms.company.options)
    known = {emergent.option.id for emergent in value.emergent}
    emergent = value_emergent([option for option in ordered if option.id in known], options, terms)
    together = pmx(
        [option.weighted for option in options],
        [option.adjusted for option in options],
        [part.value for part in emergent],
        value.multiplier,
        terms.method,
    )
    core, settled = value.core.base, terms.method.settled
    full = settled(core + together.value, "full value")
    free = settled(core + together.uncapped, "full value, uncapped")
    return Rerun(full, free, value.price, together.binds)


def _override(option: OptionValue, adjusted: Mapping[str, N]) -> OptionValue:
    probability = adjusted.get(option.option.id)
    if probability is None or float(option.effective) <= 0:
        return option
    worth = option.weighted * (probability / option.effective)
    return replace(
        option,
        probability=probability,
        adjusted=named(worth, f"{option.option.name}: value with synergy, as supposed"),
    )


def linear_change(value: float, probability: float, change: float) -> float:
    """ΔP × V / P: what a change of a probability is worth if value is in proportion to it and nothing else moves.

    value: currency/share, at the probability. The rule of thumb that reports use; it leaves out synergy and cap.
    """
    return change * value / probability
