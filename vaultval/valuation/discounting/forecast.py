"""From what a node states for a DCF to its value: what is missing, the drivers, and the result. Method §5."""

from collections.abc import Iterator
from dataclasses import dataclass

from vaultval.diagnostics import Finding, Severity, finding
from vaultval.figure import N, named
from vaultval.model.company_records import DcfInputs, Path
from vaultval.place import Place
from vaultval.quantity import Quantity, Unit
from vaultval.quantity.currency import foreign
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
from vaultval.valuation.discounting.paths import (
    FROM_FIRST_YEAR,
    is_constant,
    length_of,
    misfit,
    path_values,
)
from vaultval.valuation.finite import finite
from vaultval.valuation.ratios import check_ratio, check_signs
from vaultval.valuation.steps import Lift, as_float

LONGEST = 100
"""The most years that are forecast."""

PATHS = (
    "growth", "operating_margin", "tax_rate", "depreciation", "depreciation_to_capex", "capex", "working_capital",
    "fcf_margin", "failure_probability",
)  # fmt: skip
_RATIOS = {
    "capex": "capex ratio",
    "depreciation": "depreciation ratio",
    "working_capital": "working capital ratio",
}
_MOST = 10.0
_SLACK = 1e-12
_BOUNDS = {
    "growth": (-1.0, _MOST),
    "tax_rate": (-_SLACK, 1.0),
    "operating_margin": (-_MOST, 1.0),
    "fcf_margin": (-_MOST, 1.0),
}
"""Above what, and to what at most, each path runs; the others from −1000 % to 1000 %."""
MOST_RETURN = 1.0
"""The most that new capital can plausibly earn a year."""


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
    longest = longest_path(inputs)
    return longest if longest is None or longest <= LONGEST else None


def longest_path(inputs: DcfInputs) -> int | None:
    """The years of the longest path that has a length of its own; None if there is none."""
    return max((length for _, path in _paths(inputs) if (length := length_of(path))), default=None)


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

    def absent(*keys: str) -> bool:
        return not any(getattr(inputs, key) is not None or key in inputs.broken for key in keys)

    missing += [f"`{key}`" for key in needed if absent(key)]
    if "capex" in needed and absent("depreciation", "depreciation_to_capex"):
        missing.append("`depreciation` (of revenue) or `depreciation_to_capex`")
    if absent("years") and longest_path(inputs) is None and not set(PATHS) & set(inputs.broken):
        missing.append("`years`")
    if absent("wacc") and setting.wacc is None:
        missing.append("`wacc`")
    if absent("terminal_growth", "exit_multiple"):
        missing.append("`terminal_growth` or `exit_multiple`")
    if inputs.failure_probability is not None and absent("distress_value"):
        missing.append("`distress_value`")
    return missing + [f"`{key}` (what is stated cannot be read)" for key in inputs.broken]


def check_dcf(inputs: DcfInputs, setting: Setting) -> list[Finding]:
    """What stands in the way of a DCF, in one finding for all that is missing, and what makes it doubtful."""
    missing = lacking(inputs, setting)
    findings: list[Finding] = []
    if missing:
        listed = ", ".join(missing)
        message = f"the DCF of {inputs.name!r} lacks {listed}"
        place = place_of(inputs)
        findings.append(finding("missing-attribute", place, message, expected=listed.replace("`", "")))
    findings += _check_numbers(inputs, setting)
    years = years_of(inputs)
    if inputs.years is not None and years is None:
        message = f"`years` of {inputs.name!r} is not a whole number from 1 to {LONGEST}"
        place = inputs.years.place or inputs.place
        findings.append(finding("path-length", place, message, found=inputs.years.text))
    elif years is None and longest_path(inputs) is not None:
        path = max((path for _, path in _paths(inputs)), key=lambda path: length_of(path) or 0)
        message = (
            f"a path of {inputs.name!r} takes {length_of(path)} years, and a forecast has {LONGEST} at most"
        )
        findings.append(finding("path-length", path.place, message))
    if years is not None:
        for key, path in _paths(inputs):
            why = misfit(path, years)
            if why:
                message = f"`{key}` of {inputs.name!r} does not fit: {why}"
                findings.append(finding("path-length", path.place, message, found=path.text))
    if not any(found.severity is Severity.ERROR for found in findings):
        findings += _check_terminal(inputs, setting)
    return findings


def place_of(inputs: DcfInputs) -> Place:
    """Where a node states its DCF: at its growth, or else at the first thing that it states of it."""
    stated = [path.place for _, path in _paths(inputs)]
    return stated[0] if stated else inputs.place


def _check_numbers(inputs: DcfInputs, setting: Setting) -> Iterator[Finding]:
    for key, path in _paths(inputs):
        what = f"`{key}` of {inputs.name!r}"
        ends = [end for part in path.parts for end in (part.start, part.end) if end is not None]
        yield from check_signs(ends, what, path.place)
        for end in ends if key != "failure_probability" else ():
            yield from check_ratio(end, what, path.place, *_BOUNDS.get(key, (-_MOST, _MOST)))
    for key, above, most in (("wacc", 0.0, 1.0), ("roic", 0.0, _MOST), ("terminal_growth", -1.0, 1.0)):
        stated: Quantity | None = getattr(inputs, key)
        yield from check_ratio(stated, f"`{key}` of {inputs.name!r}", inputs.place, above, most)
    yield from _check_failure(inputs)
    for key, positive in (("revenue", inputs.revenue), ("exit_multiple", inputs.exit_multiple)):
        if positive is not None and positive.value <= 0:
            message = f"`{key}` is not above zero"
            yield finding("not-a-quantity", positive.place or inputs.place, message, found=positive.text)
    for amount in (inputs.revenue, inputs.distress_value):
        if amount is not None and amount.unit is Unit.CURRENCY:
            yield from foreign(amount, inputs.place, setting.currency)


def _check_failure(inputs: DcfInputs) -> Iterator[Finding]:
    for part in inputs.failure_probability.parts if inputs.failure_probability else ():
        for chance in (part.start, part.end):
            if chance is not None and not 0 <= chance.value <= 1:
                message = f"the probability {chance.text!r} of {inputs.name!r} is not between 0 and 1"
                place = chance.place or inputs.place
                yield finding(
                    "probability-out-of-range", place, message, expected="0 to 1", found=chance.text
                )


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
    what = f"the DCF of {inputs.name!r}"
    result, found = finite(lambda: (dcf(drivers_of(inputs, setting, as_float)), []), what, place_of(inputs))
    if result is None:
        return found
    if float(result.terminal_value) <= 0:
        message = f"the last year of {inputs.name!r} earns nothing that could go on for ever"
        last = result.years[-1]
        amount = last.nopat if method == VALUE_DRIVER else last.fcff
        return [finding("terminal-value", place_of(inputs), message, found=f"{float(amount or 0.0):,.0f}")]
    return findings


def check_new_capital(inputs: DcfInputs, result: Dcf) -> list[Finding]:
    """What a growing business earns on the capital that its forecast adds, where that is nothing, less, or a great deal."""
    rate, spent = result.new_capital_return, result.net_investment
    first, last = result.years[0], result.years[-1]
    if spent is None or float(last.revenue) <= float(first.revenue):
        return []
    if rate is None:
        message = f"{inputs.name!r} grows, and over the forecast nothing is invested net of depreciation"
        return [finding("new-capital", place_of(inputs), message)]
    if 0 <= float(rate) <= MOST_RETURN + _SLACK:
        return []
    message = f"{inputs.name!r} earns {float(rate):.0%} a year on the capital that its forecast adds"
    return [finding("new-capital", place_of(inputs), message, expected="0 % to 100 %")]


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


def failure_of(inputs: DcfInputs, lift: Lift, label: str = "") -> N:
    """The probability of failure over the whole forecast, a ratio: one value as it stands; of a path over the years
    1 − Π(1 − π_t), what does not survive every year (Damodaran). Raises ValueError where none is stated.
    """
    path, years = inputs.failure_probability, years_of(inputs)
    if path is None or years is None:
        raise ValueError(f"{inputs.name!r} states no probability of failure")
    name = f"{label}: probability of failure" if label else "probability of failure"
    if is_constant(path):
        return lift(path.parts[0].start, name)
    fade = inputs.fade.value if inputs.fade else FROM_FIRST_YEAR
    survival: N = 1.0
    for chance in path_values(path, years, fade, lift, name):
        survival = survival * (1 - chance)
    return named(1 - survival, name)


def value_dcf(inputs: DcfInputs, setting: Setting, lift: Lift, label: str = "") -> DcfValue | None:
    """The DCF of a node; None where `check_dcf` finds an error, or the node asks for none."""
    if not inputs.asked_for or any(f.severity is Severity.ERROR for f in check_dcf(inputs, setting)):
        return None
    result = dcf(drivers_of(inputs, setting, lift, label))
    if inputs.failure_probability is None or inputs.distress_value is None:
        return DcfValue(result, result.ev)
    tag = f"{label}: " if label else ""
    chance = failure_of(inputs, lift, label)
    rest = lift(inputs.distress_value, f"{tag}value in distress")
    value = named(with_failure(result.ev, chance, rest), f"{tag}enterprise value after failure")
    return DcfValue(result, value, chance, rest)
