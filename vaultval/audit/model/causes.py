"""Guesses at why a stated figure of the model is off: the one substitution that gives it."""

from collections.abc import Iterator
from math import isfinite

from vaultval.audit.intervals import Interval, printed_interval
from vaultval.audit.model.claim import Cause
from vaultval.model.records import Option, Scenario
from vaultval.quantity import Quantity
from vaultval.valuation.option_inputs import FACTORS

_NAMES = {
    "pe": "PE", "probability": "a probability of",
}  # fmt: skip
_INPUTS = {
    "tam": "the TAM", "share": "the share", "net_margin": "the net margin", "pe": "the PE", "probability": "the probability",
    "discount_factor": "the discount factor",
}  # fmt: skip
_STEPS = {"pe": 1.0, "probability": 0.05}
"""The inputs that authors round so, and mistake for another: whole multiples, and probabilities by 5 %."""
_NEARLY = 0.85
_VAGUE = 0.1
"""From this width on, as a share of itself, a stated value is so vague that some substitution always fits."""
_RATES = (0.01, 0.005)


def another_rate(factor: Quantity, years: float) -> str:
    """The round rate at which a discount factor is what is stated: 12 % for 0.712 over three years. Else another number
    of years cannot be told without the rate, and the rate that it implies is named.
    """
    interval = printed_interval(factor)
    if interval.low <= 0 or years <= 0:
        return ""
    low, high = interval.high ** (-1 / years) - 1, interval.low ** (-1 / years) - 1
    for step in _RATES:
        rate = round((low + high) / 2 / step) * step
        if rate > 0 and low <= rate <= high:
            return f"a rate of {rate * 100:g} % gives {factor.text}"
    rate = factor.value ** (-1 / years) - 1
    return f"it implies a rate of {rate * 100:.2f} %" if 0 < rate < 1 else ""


def another_input(option: Option, row: Scenario, stated: Quantity) -> Cause:
    """What makes of a recomputed value the input of a scenario that, put otherwise, gives the stated one."""
    wanted = printed_interval(stated)

    def cause(value: float) -> str:
        if not value or not isfinite(value) or wanted.high - wanted.low > _VAGUE * abs(stated.value):
            return ""
        return next(_substitutions(option, row, value, wanted, stated.text), "")

    return cause


def by_tens(stated: Quantity) -> Cause:
    """Whether a stated value is a recomputed one with its decimal point elsewhere, about but for what the digits left on the way."""

    def cause(value: float) -> str:
        for power in (10.0, 100.0, 1000.0):
            if value and (
                _NEARLY < stated.value / (value * power) < 1 / _NEARLY
                or _NEARLY < stated.value * power / value < 1 / _NEARLY
            ):
                return f"about a factor of {power:g} off"
        return ""

    return cause


def _substitutions(option: Option, row: Scenario, value: float, wanted: Interval, text: str) -> Iterator[str]:
    """Each that fits, the likeliest first: another row's input, one left out, a factor of ten, a round one near by."""
    inputs = {key: _input(option, row, key) for key in (*FACTORS, "probability", "discount_factor")}
    for key, own in inputs.items():
        others = [other for other in option.scenarios if other.name != row.name]
        for other in others:
            there = _input(option, other, key)
            if not (own and there and own.value) or there.value == own.value:
                continue
            if wanted.holds(value * there.value / own.value):
                yield f"{_INPUTS[key]} of {other.name}, {there.text} in place of {own.text}, gives {text}"
    for key, own in inputs.items():
        if own and own.value and key != "tam" and wanted.holds(value / own.value):
            yield f"{text} leaves {_INPUTS[key]} of {own.text} out"
    for power in (10.0, 100.0, 1000.0):
        if wanted.holds(value * power) or wanted.holds(value / power):
            yield f"{text} is off by a factor of {power:g}"
    for key, step in _STEPS.items():
        own = inputs[key]
        if own and own.value:
            yield from _round_one(key, own, step, value, wanted, text)


def _round_one(
    key: str, own: Quantity, step: float, value: float, wanted: Interval, text: str
) -> Iterator[str]:
    """A round value of an input, less than twice or half its own, that gives what is stated; none where the stated value
    is so vague that one in three such guesses fits by chance.
    """
    middle = (wanted.low + wanted.high) / 2
    needed = round(own.value * middle / value / step) * step
    if not 0.5 < needed / own.value < 2 or (wanted.high - wanted.low) / middle > step / needed / 3:
        return
    if wanted.holds(value * needed / own.value):
        shown = f"{needed * 100:g} %" if key == "probability" else f"{needed:g}"
        yield f"{_NAMES[key]} {shown} in place of {own.text} gives {text}"


def _input(option: Option, row: Scenario, key: str) -> Quantity | None:
    found: Quantity | None = getattr(row, key)
    if found is None:
        found = getattr(option, key)
    return found
