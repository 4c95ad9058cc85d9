"""How a formula counts what is printed in units: twelve months as twelve, energy and power in watts and watt-hours."""

from dataclasses import replace

from vaultval.quantity import Quantity, Unit

_PREFIXES = {"k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12}
_POWER = {f"{prefix}{unit}": factor for prefix, factor in _PREFIXES.items() for unit in ("W", "Wh")}


def counted(quantity: Quantity) -> Quantity:
    """A number as a formula counts it: years, months and quarters as many as are printed, GWh as 10^9 Wh."""
    factor = in_a_formula(quantity)
    if factor == 1.0:
        return quantity
    low, mid, high = (number * factor for number in (quantity.low, quantity.value, quantity.high))
    suffix = "/".join(part[1:] if part in _POWER else part for part in quantity.suffix.split("/"))
    return replace(quantity, low=low, value=mid, high=high, scale=quantity.scale * factor, suffix=suffix)


def in_a_formula(quantity: Quantity) -> float:
    """By what a number in its base unit has to be multiplied for a formula."""
    if quantity.unit is Unit.YEARS:
        return 1.0 / quantity.scale
    unit, _, per = quantity.suffix.partition("/")
    return _POWER.get(unit, 1.0) / _POWER.get(per, 1.0)


def is_scaled(quantity: Quantity) -> bool:
    """Whether a number, as a formula counts it, is printed with a scale such as B or 亿."""
    return quantity.scale >= 1e3 and quantity.suffix not in ("W", "Wh")
