"""The parts of a company's analysis as they are shown: in its block, in --json, under explain. TOPICS names them all."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from vaultval.figure import N
from vaultval.render.text import Style
from vaultval.render.topics import (
    calculations,
    calendar,
    compare,
    dcf,
    financials,
    fragility,
    frameworks,
    history,
    monitoring,
    platform,
    real_options,
    reverse_dcf,
    sensitivity,
    strength,
)
from vaultval.results import Results
from vaultval.valuation.company import CompanyValue


class Topic(NamedTuple):
    """One part of the analysis. key: of the JSON.

    section: Markdown of its part of the company's block, "" for nothing. data: as JSON, None for nothing.
    figures: what `explain` shows, by its key behind the company's name.
    """

    key: str
    section: Callable[[CompanyValue, Results, Style], str]
    data: Callable[[CompanyValue, Results], Any]
    figures: Callable[[CompanyValue, Results], Mapping[str, N]]


def nothing(_value: CompanyValue, _results: Results, _style: Style) -> str:
    """No part of the block: what there is to say is said elsewhere in it."""
    return ""


# in the order of the block
TOPICS: tuple[Topic, ...] = (
    Topic("reverse_dcf", reverse_dcf.section, reverse_dcf.data, reverse_dcf.figures),
    Topic("sensitivity", sensitivity.section, sensitivity.data, sensitivity.figures),
    Topic("calendar", calendar.section, calendar.data, calendar.figures),
    Topic("monitoring", nothing, monitoring.data, monitoring.figures),
    Topic("history", history.section, history.data, history.figures),
    Topic("comparison", compare.section, compare.data, compare.figures),
    Topic("platform", platform.section, platform.data, platform.figures),
    Topic("fragility", fragility.section, fragility.data, fragility.figures),
    Topic("real_options", real_options.section, real_options.data, real_options.figures),
    Topic("sum_of_parts", dcf.parts_section, dcf.parts_data, dcf.parts_figures),
    Topic("dcf", dcf.company_section, dcf.company_data, dcf.company_figures),
    Topic("overlay", dcf.overlay_section, dcf.overlay_data, dcf.overlay_figures),
    Topic("frameworks", frameworks.section, frameworks.data, frameworks.figures),
    Topic("financials", financials.section, financials.data, financials.figures),
    Topic("runway", nothing, financials.runway_data, financials.runway_figures),
    Topic("multiples", nothing, financials.multiples_data, financials.multiples_figures),
    Topic("analogues", frameworks.analogues_section, frameworks.analogues_data, frameworks.analogues_figures),
    Topic("calculations", calculations.section, calculations.data, calculations.figures),
    Topic("decoupling", nothing, financials.decoupling_data, financials.decoupling_figures),
    Topic("rotation", nothing, strength.rotation_data, lambda _value, _results: {}),
)
