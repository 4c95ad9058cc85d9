"""The tests of a verdict as they are shown: each implied figure beside the consensus and the best so far."""

import re
from collections.abc import Mapping
from math import inf

from vaultval.figure import N
from vaultval.model.records import Company
from vaultval.quantity import Quantity, Unit, written
from vaultval.render.text import Style, escaped, fixed
from vaultval.valuation.implied.consensus import Against
from vaultval.valuation.implied.reverse_dcf import LONGEST_GROWTH, Test, Verdict

_OF = {"growth": "implied_of_consensus", "margin": "implied_of_best"}
_KEY = re.compile(r"`(\w+)`")
_LACKING = {"one `growth` for all years": "implied_one_growth", "options with a `tam`": "implied_tam_options"}

Ends = tuple[float, float] | None
"""The low and the high end of what is stated, alike for one number; None for nothing."""

Beside = tuple[Ends, Ends]
"""The consensus and the best so far."""


def lines(
    verdict: Verdict | None, held: Against | None, beside: Mapping[str, Beside], style: Style
) -> list[str]:
    """A table of the tests, and of the revenue against the consensus; nothing without a verdict."""
    if verdict is None:
        return []
    rows = []
    for test in verdict.tests:
        ends = [_ends(each, test.key, style) for each in beside.get(test.key, (None, None))]
        says = style("implied_needs", missing=lacking(test.missing, style))
        if test.level:
            says = _says(test, style)
        rows.append([style(f"implied_{test.key}_test"), _shown(test.value, test.key, style), *ends, says])
    if held is not None:
        name = style("implied_revenue_row", year=escaped(held.label))
        times = style("implied_of_consensus", times=fixed(held.ratio, 2))
        rows.insert(2, [name, scaled(held.implied, style), scaled(held.expected, style), "—", times])
    keys = ("implied_test", "implied_value", "implied_consensus", "implied_best", "implied_says")
    return [style.table([style(key) for key in keys], "lrrrl", rows)]


def scaled(value: N, style: Style) -> str:
    """An amount of a whole company, with its scale."""
    return escaped(written(float(value), Unit.CURRENCY, style.currency, language=style.language))


def lacking(missing: str, style: Style) -> str:
    """What something lacks, in the language of the notes; attributes by the word that the notes would use."""
    keys = [f"`{style.word('attribute', key)}`" for key in _KEY.findall(missing)]
    if missing in _LACKING or not keys:
        return style(_LACKING.get(missing, "implied_unsolved"))
    said = style("either_or").join(keys)
    return style("implied_above_zero", what=said) if missing.endswith("above zero") else said


def _says(test: Test, style: Style) -> str:
    """The word of a test, with what gives it: the ratio to its measure, or its limit."""
    key = _OF.get(test.key)
    if key is None:
        return style(test.level) + style.aside(
            style("implied_most", value=_shown(test.measure, test.key, style))
        )
    if test.value is None or not test.measure or test.measure < 0:
        return style(test.level)
    return style(test.level) + style.aside(style(key, times=fixed(test.value / test.measure, 2)))


def _shown(number: float | None, key: str, style: Style) -> str:
    if number is None:
        return "—"
    if number == inf:
        return f"> {LONGEST_GROWTH}"
    return fixed(number, 1).removesuffix(".0") if key == "years" else style.percent(number)


def _ends(ends: Ends, key: str, style: Style) -> str:
    """One number, or a range of two."""
    if ends is None:
        return "—"
    low, high = (_shown(end, key, style) for end in ends)
    return low if low == high else f"{low.removesuffix('%')}–{high}"


def beside(company: Company, held: Against | None, margin: Quantity | None) -> Mapping[str, Beside]:
    """By test, what the consensus and what the best so far is: the ends of each, ratios or years; None if not stated.

    held, margin: of the Consensus table, where the company states no rate or margin of its own.
    """
    expected = _ends_of(company.consensus_growth)
    if expected is None and held is not None and held.growth is not None:
        expected = float(held.growth), float(held.growth)
    return {
        "growth": (expected, _ends_of(company.best_growth)),
        "margin": (_ends_of(company.consensus_margin or margin), _ends_of(company.best_margin)),
        "years": (_ends_of(company.consensus_years), _ends_of(company.best_years)),
    }


def _ends_of(quantity: Quantity | None) -> Ends:
    return None if quantity is None else (quantity.low, quantity.high)
