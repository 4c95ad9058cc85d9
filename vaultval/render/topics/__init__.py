"""The parts of a company's analysis as they are shown: in its block, in --json, under explain. TOPICS names them all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from vaultval.figure import N
from vaultval.render.text import Style
from vaultval.render.topics import (
    analogues,
    calculations,
    calendar,
    compare,
    cost_of_capital,
    dcf,
    financials,
    fragility,
    frameworks,
    history,
    margins,
    matrix,
    monitoring,
    peers,
    platform,
    real_options,
    reverse_dcf,
    sensitivity,
    strength,
    what_if,
)
from vaultval.results import Results
from vaultval.valuation.company import CompanyValue
from vaultval.valuation.market import Market

M_contra = TypeVar("M_contra", bound=Market, contravariant=True)


@dataclass(frozen=True, slots=True)
class Topic(Generic[M_contra]):
    """One part of the analysis, of a company that has been valued, or of one at its price. key: of the JSON.

    section: Markdown of its part of the company's block, "" for nothing. data: as JSON, None for nothing.
    figures: what `explain` shows, by its key behind the company's name.
    """

    key: str
    section: Callable[[M_contra, Results, Style], str]
    data: Callable[[M_contra, Results], Any]
    figures: Callable[[M_contra, Results], Mapping[str, N]]


def nothing(_value: Market, _results: Results, _style: Style) -> str:
    """No part of the block: what there is to say is said elsewhere in it."""
    return ""


_REVERSE_DCF: Topic[Market] = Topic("reverse_dcf", reverse_dcf.section, reverse_dcf.data, reverse_dcf.figures)
_MARGINS: Topic[Market] = Topic("margins", margins.section, margins.data, margins.figures)
_MONITORING: Topic[Market] = Topic("monitoring", nothing, monitoring.data, monitoring.figures)
_DISCOUNTED: tuple[Topic[Market], ...] = (
    Topic("dcf", dcf.company_section, dcf.company_data, dcf.company_figures),
    Topic("cost_of_capital", cost_of_capital.section, cost_of_capital.data, cost_of_capital.figures),
    Topic("overlay", dcf.overlay_section, dcf.overlay_data, dcf.overlay_figures),
)
_ACCOUNTS: tuple[Topic[Market], ...] = (
    Topic("frameworks", frameworks.section, frameworks.data, frameworks.figures),
    Topic("financials", financials.section, financials.data, financials.figures),
    Topic("runway", nothing, financials.runway_data, financials.runway_figures),
    Topic("multiples", nothing, financials.multiples_data, financials.multiples_figures),
    Topic("peers", peers.section, peers.data, peers.figures),
    Topic("analogues", analogues.section, analogues.data, analogues.figures),
    Topic("calculations", calculations.section, calculations.data, calculations.figures),
    Topic("decoupling", nothing, financials.decoupling_data, financials.decoupling_figures),
)

# those that ask for no core: all that is shown of a company that cannot be valued
MARKET_TOPICS: tuple[Topic[Market], ...] = (_REVERSE_DCF, _MARGINS, _MONITORING, *_DISCOUNTED, *_ACCOUNTS)

# in the order of the block
TOPICS: tuple[Topic[CompanyValue], ...] = (
    _REVERSE_DCF,
    _MARGINS,
    Topic("matrix", matrix.section, matrix.data, matrix.figures),
    Topic("sensitivity", sensitivity.section, sensitivity.data, sensitivity.figures),
    Topic("what_if", what_if.section, what_if.data, what_if.figures),
    Topic("calendar", calendar.section, calendar.data, calendar.figures),
    _MONITORING,
    Topic("history", history.section, history.data, history.figures),
    Topic("comparison", compare.section, compare.data, compare.figures),
    Topic("platform", platform.section, platform.data, platform.figures),
    Topic("fragility", fragility.section, fragility.data, fragility.figures),
    Topic("real_options", real_options.section, real_options.data, real_options.figures),
    Topic("sum_of_parts", dcf.parts_section, dcf.parts_data, dcf.parts_figures),
    *_DISCOUNTED,
    *_ACCOUNTS,
    Topic("rotation", nothing, strength.rotation_data, lambda _value, _results: {}),
)
