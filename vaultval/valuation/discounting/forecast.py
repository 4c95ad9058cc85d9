"""From what a node states for a DCF to its value: what is missing, the drivers, and the result. Method §5."""

from collections.abc import Iterator
from dataclasses import dataclass

from vaultval.diagnostics import Finding, Severity, finding
from vaultval.figure import N, named
from vaultval.model.company_records import DcfInputs, Path
from vaultval.place import Place
from vaultval.quantity import Quantity, Unit
from vaultval.valuation.discounting.dcf import (
    EXIT_MULTIPLE,
    GORDON,
    LEAST_SPREAD,
    SAFE_SPREAD,
    VALUE_DRIVER,
    Dcf,
    Drivers,
    Terminal,
    dcf,
    with_failure,
)
from vaultval.valuation.discounting.paths import FROM_FIRST_YEAR, length_of, misfit, path_values
from vaultval.valuation.steps import Lift, as_float

LONGEST = 100
"""The most years that are forecast."""

PATHS = (
    "growth", "operating_margin", "tax_rate", "depreciation", "depreciation_to_capex", "capex", "working_capital",
    "fcf_margin",
)  # fmt: skip
_RATIOS = {
    "capex": "capex ratio",
    "depreciation": "depreciation ratio",
    "working_capital": "working capital ratio",
}
_NEVER_OVER_ONE = ("operating_margin", "tax_rate", "fcf_margin")
_MOST = 10.0
_SLACK = 1e-12


@dataclass(frozen=True, slots=True)
class Setting:
    """What a DCF takes from around it. wacc: of the company, for a segment that states none. currency: of the company.

    risk_free: the most that growth for ever can plausibly be; None where nobody states it.
    """

    wacc: Quantity | None
    currency: str
    risk_free: Quantity | None = None


@dataclass(frozen=True, slots=True)
class DcfValue:
    """A DCF with what may go wrong. dcf: of the going concern. value: enterprise value after failure, in currency."""

    dcf: Dcf
    value: N
    failure_probability: N | None = None
    distress_value: N | None = None


def years_of(inputs: DcfInputs) -> int | None:
    """The years of the forecast: `years`, else the longest path that has a length of its own; None if there is neither."""
    if inputs.years is not None:
        whole = inputs.years.value
        return int(whole) if float(whole).is_integer() and 1 <= whole <= LONGEST else None
    lengths = [length for _, path in _paths(inputs) if (length := length_of(path))]
    longest = max(lengths, default=None)
    return longest if longest is None or longest <= LONGEST else None


def method_of(inputs: DcfInputs) -> str:
    """How the terminal value is found: an exit multiple comes before a return on capital, and that before Gordon."""
    if inputs.exit_multiple is not None:
        return EXIT_MULTIPLE
    return VALUE_DRIVER if inputs.roic is not None else GORDON


def _paths(inputs: DcfInputs) -> list[tuple[str, Path]]:
    return [(key, path) for key in PATHS if (path := getattr(inputs, key)) is not None]


def lacking(inputs: DcfInputs, setting: Setting) -> list[str]:
    """What a DCF needs and the node does not state, as people would write it. Nothing of it is ever guessed."""
    missing: list[str] = []
    needed = ["revenue", "growth"]
    if inputs.fcf_margin is None and "fcf_margin" not in inputs.broken:
        needed += ["operating_margin", "tax_rate", "capex", "working_capital"]
    elif method_of(inputs) == VALUE_DRIVER:
        needed += ["operating_margin", "tax_rate"]
    missing += [f"`{key}`" for key in needed if getattr(inputs, key) is None]
    if "capex" in needed and inputs.depreciation is None and inputs.depreciation_to_capex is None:
        missing.append("`depreciation` (of revenue) or `depreciation_to_capex`")
    if "fcf_margin" in inputs.broken:
        missing.append("`fcf_margin`")
    if years_of(inputs) is None and inputs.years is None:
        missing.append("`years`")
    if inputs.wacc is None and setting.wacc is None:
        missing.append("`wacc`")
    if inputs.terminal_growth is None and inputs.exit_multiple is None:
        missing.append("`terminal_growth` or `exit_multiple`")
    if inputs.failure_probability is not None and inputs.distress_value is None:
        missing.append("`distress_value`")
    return missing


def check_dcf(inputs: DcfInputs, setting: Setting) -> list[Finding]:
    """What stands in the way of a DCF, in one finding for all that is missing, and what makes it doubtful."""
    missing = lacking(inputs, setting)
    findings: list[Finding] = []
    if missing:
        listed = ", ".join(missing)
        message = f"the DCF of {inputs.name!r} lacks {listed}"
        findings.append(finding("missing-attribute", inputs.place, message, expected=listed.replace("`", "")))
    findings += _check_numbers(inputs, setting)
    years = years_of(inputs)
    if inputs.years is not None and years is None:
        message = f"`years` of {inputs.name!r} is not a whole number from 1 to {LONGEST}"
        place = inputs.years.place or inputs.place
        findings.append(finding("not-a-quantity", place, message, found=inputs.years.text))
    if years is not None:
        for key, path in _paths(inputs):
            why = misfit(path, years)
            if why:
                message = f"`{key}` of {inputs.name!r} does not fit: {why}"
                findings.append(finding("path-length", path.place, message, found=path.text))
    if not any(found.severity is Severity.ERROR for found in findings):
        findings += _check_terminal(inputs, setting)
    return findings


def _check_numbers(inputs: DcfInputs, setting: Setting) -> Iterator[Finding]:
    for key, path in _paths(inputs):
        for part in path.parts:
            for end in (part.start, part.end):
                if end is not None and not _plausible(key, end.value):
                    message = f"`{key}` of {inputs.name!r} is {end.value:.0%}"
                    yield finding(
                        "ratio-out-of-range", end.place or path.place, message, found=end.text, hint="was a % sign forgotten?"
                    )  # fmt: skip
    for key in ("wacc", "roic"):
        yield from _between(inputs, key, above=0.0, most=1.0 if key == "wacc" else _MOST)
    yield from _between(inputs, "terminal_growth", above=-1.0, most=1.0)
    chance = inputs.failure_probability
    if chance is not None and not 0 <= chance.value <= 1:
        message = f"the probability {chance.text!r} of {inputs.name!r} is not between 0 and 1"
        place = chance.place or inputs.place
        yield finding("probability-out-of-range", place, message, expected="0 to 1", found=chance.text)
    for key, positive in (("revenue", inputs.revenue), ("exit_multiple", inputs.exit_multiple)):
        if positive is not None and positive.value <= 0:
            message = f"`{key}` is not above zero"
            yield finding("not-a-quantity", positive.place or inputs.place, message, found=positive.text)
    for amount in (inputs.revenue, inputs.distress_value):
        if amount is not None and amount.unit is Unit.CURRENCY:
            yield from foreign(amount, inputs.place, setting.currency)


def foreign(amount: Quantity, place: Place, home: str) -> Iterator[Finding]:
    """A finding for an amount in another currency than the company's."""
    if home and amount.currency not in ("", home):
        message = f"{amount.text!r} is not in {home}"
        yield finding(
            "mixed-currencies", amount.place or place, message, expected=home, found=amount.currency
        )


def _plausible(key: str, value: float) -> bool:
    if key == "growth":
        return -1 < value <= _MOST
    if key == "tax_rate":
        return 0 <= value <= 1
    return -_MOST <= value <= (1.0 if key in _NEVER_OVER_ONE else _MOST)


def _between(inputs: DcfInputs, key: str, above: float, most: float) -> Iterator[Finding]:
    quantity: Quantity | None = getattr(inputs, key)
    if quantity is not None and not above < quantity.value <= most:
        expected = f"more than {above:.0%} and at most {most:.0%}"
        yield finding(
            "ratio-out-of-range", quantity.place or inputs.place, f"`{key}` of {inputs.name!r} is {quantity.value:.0%}",
            expected=expected, found=quantity.text, hint="was a % sign forgotten?",
        )  # fmt: skip


def _check_terminal(inputs: DcfInputs, setting: Setting) -> list[Finding]:
    """The discount rate against growth for ever; the return on capital; a last year that earns nothing."""
    growth, rate = inputs.terminal_growth, inputs.wacc or setting.wacc
    if rate is None:
        return []
    method = method_of(inputs)
    findings: list[Finding] = []
    if method != EXIT_MULTIPLE and growth is not None:
        place = growth.place or inputs.place
        spread = rate.value - growth.value
        if spread < LEAST_SPREAD - _SLACK:
            message = f"{inputs.name!r} grows by {growth.text} for ever, and is discounted at {rate.text}"
            return [
                finding("terminal-value", place, message, expected="a discount rate 1pp or more above it")
            ]
        if spread < SAFE_SPREAD - _SLACK:
            message = f"{inputs.name!r} grows by {growth.text} for ever, and is discounted at {rate.text}"
            findings.append(finding("terminal-growth", place, message, found=f"{spread * 100:.1f}pp between"))
        if setting.risk_free is not None and growth.value > setting.risk_free.value + _SLACK:
            message = f"{inputs.name!r} grows by {growth.text} for ever, above the risk-free rate"
            findings.append(finding("terminal-growth", place, message, expected=setting.risk_free.text))
        if method == VALUE_DRIVER and inputs.roic is not None and inputs.roic.value <= growth.value:
            message = f"{inputs.name!r} would reinvest all that it earns to grow by {growth.text}"
            where = inputs.roic.place or inputs.place
            return [finding("terminal-value", where, message, found=inputs.roic.text)]
    result = dcf(drivers_of(inputs, setting, as_float))
    if float(result.terminal_value) <= 0:
        message = f"the last year of {inputs.name!r} earns nothing that could go on for ever"
        last = result.years[-1]
        amount = last.nopat if method == VALUE_DRIVER else last.fcff
        return [finding("terminal-value", inputs.place, message, found=f"{float(amount or 0.0):,.0f}")]
    return findings


def drivers_of(inputs: DcfInputs, setting: Setting, lift: Lift, label: str = "") -> Drivers:
    """The numbers of a DCF. label: before the names of the figures. Raises ValueError where something is missing."""
    years = years_of(inputs)
    rate = inputs.wacc or setting.wacc
    if lacking(inputs, setting) or years is None or rate is None or inputs.revenue is None:
        raise ValueError(f"the DCF of {inputs.name!r} lacks an input")
    tag = f"{label}: " if label else ""
    fade = inputs.fade.value if inputs.fade else FROM_FIRST_YEAR

    def spread(key: str) -> tuple[N, ...]:
        path: Path | None = getattr(inputs, key)
        name = tag + _RATIOS.get(key, key.replace("_", " "))
        return path_values(path, years, fade, lift, name) if path else ()

    def single(key: str) -> N | None:
        quantity: Quantity | None = getattr(inputs, key)
        return lift(quantity, f"{tag}{key.replace('_', ' ')}") if quantity else None

    depreciation = spread("depreciation")
    return Drivers(
        revenue=lift(inputs.revenue, f"{tag}revenue"),
        growth=spread("growth"),
        wacc=lift(rate, f"{tag}wacc" if inputs.wacc else "wacc"),
        terminal=Terminal(
            method_of(inputs), single("terminal_growth"), single("exit_multiple"), single("roic")
        ),
        operating_margin=spread("operating_margin"),
        tax_rate=spread("tax_rate"),
        depreciation=depreciation,
        depreciation_to_capex=() if depreciation else spread("depreciation_to_capex"),
        capex=spread("capex"),
        working_capital=spread("working_capital"),
        fcf_margin=spread("fcf_margin"),
        mid_year=inputs.mid_year is not None and inputs.mid_year.value == "yes",
        label=label,
    )


def value_dcf(inputs: DcfInputs, setting: Setting, lift: Lift, label: str = "") -> DcfValue | None:
    """The DCF of a node; None where `check_dcf` finds an error, or the node asks for none."""
    if not inputs.asked_for or any(f.severity is Severity.ERROR for f in check_dcf(inputs, setting)):
        return None
    result = dcf(drivers_of(inputs, setting, lift, label))
    if inputs.failure_probability is None or inputs.distress_value is None:
        return DcfValue(result, result.ev)
    tag = f"{label}: " if label else ""
    chance = lift(inputs.failure_probability, f"{tag}probability of failure")
    rest = lift(inputs.distress_value, f"{tag}value in distress")
    value = named(with_failure(result.ev, chance, rest), f"{tag}enterprise value after failure")
    return DcfValue(result, value, chance, rest)
