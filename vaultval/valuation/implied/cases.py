"""The full reverse DCF: a forecast of which one number is left open, so that it is worth what the market pays. Method §4."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from math import isfinite

from vaultval.diagnostics import Finding, Severity, finding
from vaultval.figure import N, named
from vaultval.model.company_records import DcfInputs, Path, PathPart
from vaultval.model.implied_records import ReverseCase
from vaultval.model.records import Company
from vaultval.quantity import Quantity, Unit, written
from vaultval.quantity.currency import foreign
from vaultval.valuation.discounting.bridge import bridge_parts, can_bridge, market_equity
from vaultval.valuation.discounting.dcf import EXIT_MULTIPLE, dcf, with_failure
from vaultval.valuation.discounting.forecast import (
    Setting,
    check_dcf,
    drivers_of,
    failure_of,
    lacking,
    method_of,
    place_of,
    years_of,
)
from vaultval.valuation.discounting.paths import is_constant
from vaultval.valuation.finite import finite
from vaultval.valuation.implied.reverse_dcf import UNKNOWNS, as_solved, implied
from vaultval.valuation.implied.solver import Solution
from vaultval.valuation.inputs import has_plain_wacc
from vaultval.valuation.market import Market
from vaultval.valuation.steps import Lift, as_float, constant

_MARGINS = ("fcf_margin", "operating_margin", "tax_rate", "depreciation", "depreciation_to_capex", "capex",
            "working_capital", "fade", "roic")  # fmt: skip
_WHOLE = ("mid_year", "failure_probability", "distress_value")
"""What a row always takes from the company: how its flows are discounted, and that it may fail."""


@dataclass(frozen=True, slots=True)
class CaseValue:
    """One case, solved. target: the enterprise value that the market pays, in currency. inputs: as they count, with what
    the row leaves to the company; its growth is that of the other unknowns, None where nobody states it.

    solved: unknown → the solution, with enterprise values at the ends. figures: those that have a solution, as numbers.
    missing: unknown → what it could not be solved for want of. ends: "UNKNOWN.at_low", "UNKNOWN.at_high" → the enterprise
    value there, where there is no solution. revenue: in the last year, at the implied growth.
    """

    name: str
    inputs: DcfInputs
    years: int
    target: N
    solved: Mapping[str, Solution]
    figures: Mapping[str, N]
    missing: Mapping[str, str] = field(default_factory=dict)
    revenue: N | None = None
    ends: Mapping[str, N] = field(default_factory=dict)

    @property
    def growth(self) -> N | None:
        """The implied growth per year, if there is one."""
        return self.figures.get("growth")


def cases_of(market: Market, lift: Lift) -> tuple[tuple[CaseValue, ...], list[Finding]]:
    """The rows of the Reverse DCF table, and the company's own forecast, each solved; with what stands in the way."""
    company = market.company
    found: list[CaseValue] = []
    findings: list[Finding] = []
    for case in (*_own(company), *company.reverse_cases):
        if (case.ev is None and not can_bridge(company)) or not has_plain_wacc(company):
            continue  # the valuation has told what is the matter with net cash or wacc
        solve = partial(_solved, case, market, lift)
        solved, problems = finite(solve, f"the reverse DCF of {case.name!r}", place_of(case.inputs))
        findings += problems
        if solved:
            found.append(solved)
    return tuple(found), findings


def _own(company: Company) -> list[ReverseCase]:
    """The forecast of the company itself, where it says what of revenue is earned."""
    inputs = company.dcf
    if inputs is None or not (inputs.fcf_margin or inputs.operating_margin):
        return []
    return [ReverseCase(name=company.name, place=inputs.place, inputs=inputs)]


def _solved(case: ReverseCase, market: Market, lift: Lift) -> tuple[CaseValue | None, list[Finding]]:
    company = market.company
    inputs = completed(case.inputs, company)
    home = company.currency
    setting = Setting(company.wacc, home, company.capital.risk_free if company.capital else None)
    findings = _problems(case, inputs, setting, home)
    if any(f.severity is Severity.ERROR or f.rule.name == "reverse-dcf-inputs" for f in findings):
        quiet = inputs.asked_for and case.inputs is company.dcf  # then the DCF itself has told it
        return None, [] if quiet else findings
    if case.inputs is company.dcf:
        findings = []
    target = named(
        lift(case.ev, f"{case.name}: enterprise value") if case.ev else market_ev(market, lift),
        f"{case.name}: enterprise value that the market pays",
    )
    solver = _Solver(case.name, inputs, setting, target, lift)
    for unknown in UNKNOWNS:
        solver.solve(unknown)
    years, growth = years_of(inputs), solver.figures.get("growth")
    if growth is None:
        findings.append(_without_solution(case, solver.solved["growth"], float(target), home))
    revenue = None
    if growth is not None and inputs.revenue is not None and years is not None:
        base = lift(inputs.revenue, f"{case.name}: revenue")
        revenue = named(base * (1 + growth) ** float(years), f"{case.name}: implied revenue")
    solved = CaseValue(
        case.name,
        inputs,
        years or 0,
        target,
        solver.solved,
        solver.figures,
        solver.missing,
        revenue,
        solver.ends,
    )
    return solved, findings


def completed(inputs: DcfInputs, company: Company) -> DcfInputs:
    """What a row states, and for the rest what the company does, readable or not. Margins come from one of the two as a
    whole; so does the terminal value. Without a growth the consensus stands in.
    """
    own = company.dcf
    update: dict[str, object] = {}
    if own is not None and inputs.fcf_margin is None and "fcf_margin" not in inputs.broken:
        update |= {key: getattr(own, key) for key in _MARGINS if getattr(inputs, key) is None}
    if inputs.exit_multiple is None and inputs.terminal_growth is None and own is not None:
        update["exit_multiple"] = own.exit_multiple
    update["terminal_growth"] = inputs.terminal_growth or company.terminal_growth
    update["revenue"] = inputs.revenue or company.revenue
    update["growth"] = inputs.growth or (own.growth if own else None)
    if update["growth"] is None and company.consensus_growth is not None:
        update["growth"] = constant_path(company.consensus_growth)
    if inputs.years is None and "years" not in inputs.broken:
        update["years"] = (own.years if own else None) or (
            company.growth_years if years_of(inputs) is None else None
        )
    if own is not None:
        update |= {key: getattr(own, key) for key in _WHOLE if getattr(inputs, key) is None}
    lost = [key for key in update if getattr(inputs, key) is None and key in company.broken]
    update["broken"] = tuple(dict.fromkeys((*inputs.broken, *lost)))
    return inputs.model_copy(update=update)


def constant_path(quantity: Quantity) -> Path:
    """The same ratio in every year."""
    place = quantity.place
    if place is None:
        raise ValueError("a path has a place")
    return Path(parts=(PathPart(start=quantity),), text=quantity.text, place=place)


def market_ev(market: Market, lift: Lift) -> N:
    """Market cap, diluted, less what the bridge adds to an enterprise value, in currency."""
    ev = market_equity(market, lift)
    for _, amount in bridge_parts(market.company, lift):
        ev = ev - amount
    return ev


def _problems(case: ReverseCase, inputs: DcfInputs, setting: Setting, home: str) -> list[Finding]:
    """What is missing, in one finding; and what is wrong with what there is. Growth is what is solved for."""
    any_growth = inputs
    if inputs.growth is None:
        any_growth = inputs.model_copy(update={"growth": _ratio_path(0.0, case)})
    missing = lacking(any_growth, setting)
    if missing:
        listed = ", ".join(missing)
        message = f"the reverse DCF of {case.name!r} lacks {listed}"
        return [finding("reverse-dcf-inputs", case.place, message, expected=listed.replace("`", ""))]
    findings = check_dcf(any_growth, setting)
    if case.ev is not None:
        findings += foreign(case.ev, case.place, home)
    return findings


def _without_solution(case: ReverseCase, solution: Solution, target: float, currency: str) -> Finding:
    def amount(number: float) -> str:
        return written(number, Unit.CURRENCY, currency)

    message = (
        f"no growth from {solution.low:.0%} to {solution.high:.0%} a year makes {case.name!r} worth {amount(target)}: "
        f"it would be worth {amount(solution.at_low)} at the one, {amount(solution.at_high)} at the other"
    )
    return finding("no-solution", case.place, message)


def _ratio_path(ratio: float, case: ReverseCase) -> Path:
    return constant_path(constant(ratio, f"{ratio:.4%}", case.place))


class _Solver:
    """The unknowns of one case, one after the other."""

    def __init__(self, name: str, inputs: DcfInputs, setting: Setting, target: N, lift: Lift) -> None:
        self._name, self._inputs, self._setting = name, inputs, setting
        self._target, self._lift = target, lift
        self.solved: dict[str, Solution] = {}
        self.figures: dict[str, N] = {}
        self.missing: dict[str, str] = {}
        self.ends: dict[str, N] = {}

    def solve(self, unknown: str) -> None:
        """One unknown, the rest as stated; or what it lacks."""
        lacks = self._lacks(unknown)
        if lacks:
            self.missing[unknown] = lacks
            return
        arranged = _ARRANGED[unknown]
        inputs, growth = self._inputs, self._inputs.terminal_growth
        floor = growth.value if growth and method_of(inputs) != EXIT_MULTIPLE else None

        def worth(number: float) -> float:
            return float(_worth(arranged(inputs, number), self._setting, as_float))

        solution = implied(unknown, worth, float(self._target), floor)
        self.solved[unknown] = solution
        if solution.value is not None:
            reached = self._reached(unknown, solution.value)
            name = f"{self._name}: implied {unknown}"
            self.figures[unknown] = as_solved(solution.value, self._target, reached, name)
        elif isfinite(solution.at_low) and isfinite(solution.at_high):
            self.ends[f"{unknown}.at_low"] = self._reached(unknown, solution.low)
            self.ends[f"{unknown}.at_high"] = self._reached(unknown, solution.high)

    def _lacks(self, unknown: str) -> str:
        if unknown == "growth":
            return ""
        if self._inputs.growth is None:
            return "`growth` or `consensus_growth`"
        if unknown == "years":
            parts = self._inputs.growth.parts
            if len(parts) > 1 or parts[0].end is not None:
                return "one `growth` for all years"
            return "" if self._inputs.terminal_growth else "`terminal_growth`"
        return ""

    def _reached(self, unknown: str, number: float) -> N:
        """The enterprise value of the forecast with the unknown at a number."""
        if unknown != "years":
            inputs = _ARRANGED[unknown](self._inputs, number)
            return _worth(inputs, self._setting, self._lift, self._name)
        whole = int(number)
        reached = self._at_years(whole)
        if number > whole:
            reached = reached + (self._at_years(whole + 1) - reached) * (number - whole)
        return reached

    def _at_years(self, whole: int) -> N:
        inputs = _with_years(self._inputs, float(whole))
        return _worth(inputs, self._setting, self._lift, f"{self._name}, {whole} years of growth")


def _worth(inputs: DcfInputs, setting: Setting, lift: Lift, label: str = "") -> N:
    """The enterprise value of a forecast, after a failure where one is stated."""
    ev = dcf(drivers_of(inputs, setting, lift, label)).ev
    if inputs.failure_probability is None or inputs.distress_value is None:
        return ev
    return with_failure(ev, failure_of(inputs, lift), lift(inputs.distress_value, "value in distress"))


def _with_growth(inputs: DcfInputs, ratio: float) -> DcfInputs:
    path = constant_path(constant(ratio, "solved for", inputs.place))
    return inputs.model_copy(update={"growth": path, "years": _years(inputs, years_of(inputs) or 0)})


def _with_margin(inputs: DcfInputs, ratio: float) -> DcfInputs:
    """The last value of the margin's path at another level; what leads there fades to it."""
    key = "fcf_margin" if inputs.fcf_margin else "operating_margin"
    path: Path = getattr(inputs, key)
    last, level = path.parts[-1], constant(ratio, "solved for", path.place)
    part = last.model_copy(update={"start" if last.end is None else "end": level})
    return inputs.model_copy(update={key: path.model_copy(update={"parts": (*path.parts[:-1], part)})})


def _with_wacc(inputs: DcfInputs, ratio: float) -> DcfInputs:
    return inputs.model_copy(update={"wacc": constant(ratio, "solved for", inputs.place)})


def _with_years(inputs: DcfInputs, number: float) -> DcfInputs:
    """Growth for a whole number of years, then terminal growth to the end of the forecast, which is lengthened if need be
    at the last values of the other paths.
    """
    stated, high = years_of(inputs) or 0, int(number)
    whole = max(stated, high)
    growth, after = inputs.growth, inputs.terminal_growth
    if growth is None or after is None:
        raise ValueError("years of growth need a growth, and one for ever")
    parts: tuple[PathPart, ...] = (growth.parts[0].model_copy(update={"years": high}),) if high else ()
    if whole > high:
        parts += (PathPart(start=after, years=whole - high),)
    update: dict[str, object] = {
        "growth": growth.model_copy(update={"parts": parts}),
        "years": _years(inputs, whole),
    }
    for key in (*_MARGINS, "failure_probability"):
        path = getattr(inputs, key)
        if isinstance(path, Path):
            update[key] = _lengthened(path, stated, whole)
    return inputs.model_copy(update=update)


def _lengthened(path: Path, stated: int, whole: int) -> Path:
    """A path of so many years that holds its last value after them."""
    taken = sum(part.years or 1 for part in path.parts if part.end is None or part.years is not None)
    if is_constant(path) or whole == stated:
        return path
    parts = tuple(
        part.model_copy(update={"years": part.years or (1 if part.end is None else stated - taken)})
        for part in path.parts
    )
    held = parts[-1].end or parts[-1].start
    left = whole - sum(part.years or 0 for part in parts)
    return path.model_copy(update={"parts": (*parts, PathPart(start=held, years=left))})


def _years(inputs: DcfInputs, years: int) -> Quantity:
    return constant(float(years), str(years), inputs.place)


_ARRANGED: Mapping[str, Callable[[DcfInputs, float], DcfInputs]] = {
    "growth": _with_growth,
    "margin": _with_margin,
    "wacc": _with_wacc,
    "years": _with_years,
}
"""How each unknown is put into a forecast."""
