"""The most that the company could be worth, and how much of it the price already holds. Method §8."""

from vaultval.figure import N, named

BANDS = (0.2, 0.4, 0.6, 0.8, 1.0)
"""The upper ends of the bands of utilisation; above the last the price exceeds the ceiling."""


def utilisation(price: N, ceiling: N, name: str = "utilisation") -> N | None:
    """Price / ceiling, both per share; or market cap / (ceiling × shares). None unless the ceiling is above zero."""
    return named(price / ceiling, name) if float(ceiling) > 0 else None


def band(used: float) -> int:
    """Which band a utilisation falls in: 0 for under 20 % to 5 for over 100 %."""
    return sum(used > upper for upper in BANDS)


def asymmetry(ceiling: N, price: N, core: N) -> N | None:
    """(ceiling − price)/(price − core): what may be won for what may be lost; None unless price > core."""
    if float(price) <= float(core):
        return None
    return named((ceiling - price) / (price - core), "asymmetry")


def implied_multiple(price: N, core: N, option_value: N) -> N | None:
    """(price − core)/PMX: how many times the market pays what the options are worth; None without options."""
    if float(option_value) <= 0:
        return None
    return named((price - core) / option_value, "implied multiple")
