"""What a metric of the vocabulary is measured in, and how far a statement of it reaches."""

from enum import Enum, auto

from vaultval.quantity import Quantity, Unit

_CURRENCY = (
    "price market_cap enterprise_value net_cash net_debt cash liquidity debt revenue gross_profit operating_income ebitda "
    "adjusted_ebitda net_income eps diluted_eps operating_cash_flow fcf capex rd sbc target_price fair_value tam"
)
_MULTIPLE = "beta pe trailing_pe forward_pe ps pb ev_to_ebitda ev_to_sales peg"
_COUNT = "shares diluted_shares basic_shares employees"
UNITS = {
    **dict.fromkeys(_CURRENCY.split(), Unit.CURRENCY),
    **dict.fromkeys(_MULTIPLE.split(), Unit.MULTIPLE),
    **dict.fromkeys(_COUNT.split(), Unit.COUNT),
}
"""By metric; what is not named here is a ratio."""


class Reach(Enum):
    """How far a statement of a metric reaches beyond the section in which it stands.

    THING: a thing has one. PERIOD: one a period, and where none is named, it reaches nowhere. SECTION: nowhere.
    """

    THING = auto()
    PERIOD = auto()
    SECTION = auto()


_OF_THING = frozenset((
    "price", "market_cap", "enterprise_value", "shares", "diluted_shares", "basic_shares", "net_cash",
    "net_debt", "cash", "liquidity", "debt", "wacc", "cost_of_equity", "cost_of_debt", "risk_free",
    "equity_premium", "beta", "terminal_growth", "trailing_pe", "employees",
))  # fmt: skip
_OF_SECTION = frozenset((
    "target_price", "fair_value", "tam", "probability", "tax_rate", "peg",
))  # fmt: skip
_OF_SOURCE = frozenset((
    "shares", "diluted_shares", "basic_shares", "net_cash", "net_debt", "cash", "liquidity", "debt", "revenue",
    "gross_profit", "operating_income", "ebitda", "adjusted_ebitda", "net_income", "eps", "diluted_eps",
    "operating_cash_flow", "fcf", "capex", "rd", "sbc", "gross_margin", "operating_margin", "ebitda_margin",
    "net_margin", "fcf_margin", "roe", "roic", "employees",
))  # fmt: skip
_OF_PARTS = (
    "wacc",
    "cost_of_equity",
    "cost_of_debt",
    "terminal_growth",
    "beta",
    "enterprise_value",
    "employees",
)
_HIGHEST_RATIO = 1.5
_HIGHEST_PRICE = 1e6
_SHARES = ("shares", "diluted_shares", "basic_shares")
_FEWEST_SHARES = 1e5  # what is fewer is somebody's position
_EACH_SHARE = ("price", "eps", "diluted_eps", "fair_value", "target_price")
_PER_SHARE = ("/share", "/ADR")


def reach(metric: str) -> Reach:
    """How far a metric reaches; one that the vocabulary does not know, "", does not leave its section."""
    if metric in _OF_THING:
        return Reach.THING
    return Reach.SECTION if not metric or metric in _OF_SECTION else Reach.PERIOD


def may_differ_by_part(metric: str) -> bool:
    """Whether a part of a company, such as a segment, has one of its own."""
    return reach(metric) is not Reach.THING or metric in _OF_PARTS


def is_reported(metric: str) -> bool:
    """Whether a company reports it, so that the filing named as a source says of which period it is."""
    return metric in _OF_SOURCE


def unit_of(metric: str) -> Unit:
    """What a known metric is measured in."""
    return UNITS.get(metric, Unit.RATIO)


def meant(metric: str, quantity: Quantity) -> str | None:
    """The metric that a number fits; None where it fits none. A price of a billion is a market capitalisation."""
    if unit_of(metric) is Unit.RATIO and not quantity.suffix and abs(quantity.value) > _HIGHEST_RATIO:
        return None
    if metric in _SHARES and quantity.value < _FEWEST_SHARES:
        return None
    if metric == "price" and quantity.scale >= _HIGHEST_PRICE:
        return "market_cap"
    if unit_of(metric) is Unit.CURRENCY:
        return metric if quantity.suffix in ("", *(_PER_SHARE if metric in _EACH_SHARE else ())) else None
    return metric
