"""The parts of a company's analysis as they are shown: in its block, in --json, under explain. TOPICS names them all."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from vaultval.figure import N
from vaultval.render.text import Style
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


TOPICS: tuple[Topic, ...] = ()
