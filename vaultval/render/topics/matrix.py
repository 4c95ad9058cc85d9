"""The options by their probability and their value, both with synergy: which are likely, and which are large."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from vaultval.figure import N, named
from vaultval.render.charts.quadrant import quadrants
from vaultval.render.text import Style, callout
from vaultval.results import Results
from vaultval.valuation.company import CompanyValue
from vaultval.valuation.portfolio import OptionValue

LIKELY = 0.5
LARGE = 0.5


class Spot(NamedTuple):
    """An option on the chart. of_largest: its value with synergy, of the largest one's."""

    option: OptionValue
    of_largest: N

    @property
    def field(self) -> int:
        """The quadrant: 1 large and likely, then against the clock."""
        likely, large = float(self.option.probability) >= LIKELY, float(self.of_largest) >= LARGE
        return {(True, True): 1, (False, True): 2, (False, False): 3, (True, False): 4}[likely, large]


def _spots(value: CompanyValue) -> list[Spot]:
    """The options, the largest first; none where there is only one, or none has a value."""
    ranked = sorted(value.options, key=lambda option: -float(option.adjusted))
    if len(ranked) < 2 or float(ranked[0].adjusted) <= 0:
        return []
    return [
        Spot(option, named(option.adjusted / ranked[0].adjusted, f"{option.option.name}, of the largest"))
        for option in ranked
    ]


def section(value: CompanyValue, results: Results, style: Style) -> str:
    """A folded chart of the options, and the table that says the same; nothing for fewer than two."""
    del results
    spots = _spots(value)
    if not spots:
        return ""
    chart = quadrants(
        [(s.option.option.name, float(s.option.probability), float(s.of_largest)) for s in spots],
        (style("matrix_unlikely"), style("matrix_likely")),
        (style("matrix_small"), style("matrix_large")),
        (style("matrix_1"), style("matrix_2"), style("matrix_3"), style("matrix_4")),
    )
    rows = [
        [
            style.node(s.option.option, value.company.note), style.probability(s.option.probability),
            style.money(s.option.adjusted), style.percent(s.of_largest), style(f"matrix_{s.field}"),
        ]
        for s in spots
    ]  # fmt: skip
    head = [style("option"), *(style(f"matrix_{w}") for w in ("probability", "value", "of_largest", "field"))]
    table = style.table(head, "lrrrl", rows)
    lines = ["", *chart.split("\n"), "", *table.split("\n"), "", style("matrix_how")]
    return callout("info", style("matrix_title"), lines, folded=True)


def data(value: CompanyValue, results: Results) -> list[dict[str, Any]]:
    """Every option on the chart. quadrant: 1 to 4, from large and likely against the clock."""
    del results
    return [
        {
            "option": spot.option.option.name,
            "probability": float(spot.option.probability),
            "value": float(spot.option.adjusted),
            "of_largest": float(spot.of_largest),
            "quadrant": spot.field,
        }
        for spot in _spots(value)
    ]


def figures(value: CompanyValue, results: Results) -> Mapping[str, N]:
    """How large each option is of the largest; probabilities and values stand under the options' own names."""
    del results
    return {f"{spot.option.option.name}.of_largest": spot.of_largest for spot in _spots(value)}
