"""Whether options are to be valued at all, and the platform that they stand on, in plain words."""

from collections.abc import Mapping
from typing import Any

from vaultval.figure import N
from vaultval.render.text import Style, callout
from vaultval.results import Results
from vaultval.valuation.company import CompanyValue

_VERDICTS = {
    "mandatory": "trigger_mandatory",
    "advised": "trigger_advised",
    "not needed": "trigger_not_needed",
    "open": "trigger_open",
}
_REASONS = {
    "fair value below half the price": "because_fair_value",
    "two or more options that do not earn yet": "because_options",
    "P/E above 50": "because_earnings",
    "P/S above 15": "because_sales",
    "fair value within 30 % of the price": "because_fair",
}


def trigger_line(value: CompanyValue, style: Style) -> str:
    """Whether option valuation is called for, and why, in one sentence without its full stop."""
    verdict = style(_VERDICTS[value.trigger.verdict])
    reasons = style.listed(style(_REASONS[reason]) for reason in value.trigger.reasons)
    return f"{verdict}{style('colon')}{reasons}" if reasons else verdict


def platform_line(value: CompanyValue, style: Style) -> str:
    """The stars and what they rest on; "" where no option states a leverage."""
    stage, stated = value.platform, value.company.platform_multiplier
    if not float(stage.coverage):
        return ""
    if stated is None:
        multiplier = style("middle_used", multiplier=f"{float(stage.multiplier):.4g}")
    else:
        key = "stated_within" if stage.holds(stated.value) else "stated_outside"
        multiplier = style(key, multiplier=f"{stated.value:.4g}")
    return style(
        "platform_line", colon=style("colon"), stars=f"{float(stage.stars):.0f}", coverage=style.percent(stage.coverage, 0),
        average=f"{float(stage.average):.1f}", low=f"{float(stage.low):.2f}", high=f"{float(stage.high):.2f}", multiplier=multiplier,
    )  # fmt: skip


def plain_lines(value: CompanyValue) -> list[str]:
    """Both as sentences for a terminal."""
    style = Style("en", "", lambda path, _source: path)
    asked = value.trigger.verdict != "open" or value.options
    lines = (f"{trigger_line(value, style)}." if asked else "", platform_line(value, style))
    return [line for line in lines if line]


def section(value: CompanyValue, results: Results, style: Style) -> str:
    """A folded callout; nothing where nothing calls for option valuation and no option states a leverage."""
    del results
    line = platform_line(value, style)
    if value.trigger.verdict == "open" and not line:
        return ""
    return callout("info", trigger_line(value, style), [line] if line else [], folded=bool(line))


def data(value: CompanyValue, results: Results) -> dict[str, Any]:
    """The platform's stars, what they rest on, and the band of multipliers."""
    del results
    stage, stated = value.platform, value.company.platform_multiplier
    return {
        "coverage": float(stage.coverage),
        "average_leverage": float(stage.average),
        "stars": int(float(stage.stars)),
        "band": [float(stage.low), float(stage.high)],
        "multiplier_from_stars": float(stage.multiplier),
        "stated_within_band": stage.holds(stated.value) if stated and float(stage.coverage) else None,
    }


def figures(value: CompanyValue, results: Results) -> Mapping[str, N]:
    """What the multiplier of the stars rests on: platform.coverage, …, down to the leverage of each option."""
    del results
    stage = value.platform
    return {
        "platform.coverage": stage.coverage,
        "platform.average_leverage": stage.average,
        "platform.stars": stage.stars,
        "platform.band_low": stage.low,
        "platform.band_high": stage.high,
        "platform.multiplier_from_stars": stage.multiplier,
    }
