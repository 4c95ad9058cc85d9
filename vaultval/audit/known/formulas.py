"""Formulas that everybody knows, whose named inputs stand beside a stated result: the cost of equity, and with it the wacc."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from vaultval.audit.arithmetic.terms import is_parameter, number
from vaultval.audit.claims import Claim, Kind, Verdict
from vaultval.audit.intervals import Interval, exactly, printed_interval
from vaultval.audit.verdicts import as_printed, judged
from vaultval.note.printed import Line, Printed
from vaultval.place import Place
from vaultval.quantity import Quantity

MOST_DEBT = 0.25
"""The share of debt in the capital from which on a line that gives a wacc would have to name it."""
_NEAR = 80  # characters from one end of the inputs to the other, and from there to the result
_NEEDED = ("beta", "free", "premium")

_VALUE = r"(?: (?:of|is|at))?[ :=≈为*(]{{0,4}}(?P<{0}>[~约]?[0-9]{{1,3}}(?:\.[0-9]{{1,4}})?)(?![0-9.-])"
_PERCENT = r" ?%(?! ?[-–~至])"
_RESULT = rf"{_PERCENT}(?! ?[+×*·x/])"


def _named(group: str, words: str, unit: str) -> str:
    return rf"(?<![A-Za-z])(?:{words})" + _VALUE.format(group) + unit


_INPUTS = re.compile(
    "|".join(
        (
            _named("beta", r"betas?|β|贝塔(?:系数)?", r"(?! ?%)"),
            _named("free", r"Rf|risk[- ]free(?: rate)?|无风险(?:利率|收益率)?(?: ?\(Rf\))?", _PERCENT),
            _named(
                "premium",
                r"ERP|MRP|equity(?: risk)? premium|market risk premium|股权风险溢价|市场风险溢价",
                _PERCENT,
            ),
            _named("equity", r"Ke|cost of equity|股权成本|权益成本|CAPM(?: Ke)?", _RESULT),
            _named("wacc", r"WACC(?:假设| assumption)?", _RESULT),
        )
    ),
    re.IGNORECASE,
)
_DEBT = re.compile(
    r"(?<![A-Za-z])(?:Kd|D/[VE(]|debt|cost of debt|leverage|premium for|size premium|country risk|CRP)(?![A-Za-z])"
    r"|债务|负债|税盾|杠杆|国家风险|规模溢价",
    re.IGNORECASE,
)


def known_formulas(printed: Printed, note: str) -> list[Claim]:
    """A cost of equity or wacc whose risk-free rate, beta and equity risk premium stand on its line, each once.

    Cost of equity = risk-free rate + beta × premium (Sharpe, 1964). A wacc is never above it, and below it by debt alone:
    one that would need a share of debt of 25 % and more, at a cost of the risk-free rate, is wrong where the line names
    no debt; with less it is not checkable.
    """
    found: list[Claim] = []
    for line in printed.lines:
        if "eta" in line.text or "ETA" in line.text or "β" in line.text or "贝塔" in line.text:
            found += _on_line(line, note)
    return found


def _on_line(line: Line, note: str) -> Iterator[Claim]:
    inputs: dict[str, Quantity] = {}
    spans: list[tuple[int, int]] = []
    results: list[re.Match[str]] = []
    for match in _INPUTS.finditer(line.text):
        key = match.lastgroup or ""
        if key in ("wacc", "equity"):
            results.append(match)
            continue
        quantity = number(match[key] + ("" if key == "beta" else "%"))
        if quantity is None or key in inputs:
            return  # two of a kind: which is meant cannot be told
        inputs[key] = quantity
        spans.append(match.span())
    result = _nearest(results, spans) if len(inputs) == len(_NEEDED) else None
    key = (result.lastgroup or "") if result else ""
    stated = number(result[key] + "%") if result else None
    if result is None or stated is None:
        return
    stated = replace(stated, text=line.text[result.start(key) : result.end()])
    place = Place(note, line.number, result.start(key) + 1, len(stated.text))
    claim = _cost_of_equity(stated, inputs, place)
    if key == "wacc":
        claim = _as_wacc(claim, stated, inputs, named=_DEBT.search(line.text) is not None)
    yield claim


def _nearest(results: Sequence[re.Match[str]], spans: Sequence[tuple[int, int]]) -> re.Match[str] | None:
    """The last result before the inputs, else the first behind them; none among them, and none far off."""
    start, end = min(spans)[0], max(spans)[1]
    before = [match for match in results if start - _NEAR < match.end() <= start]
    after = [match for match in results if end <= match.start() < end + _NEAR]
    among = [match for match in results if start < match.start() < end]
    if among or end - start > _NEAR:
        return None
    return before[-1] if before else after[0] if after else None


def _open(quantity: Quantity) -> Interval:
    return exactly(quantity.value) if is_parameter(quantity) else printed_interval(quantity)


def _cost_of_equity(stated: Quantity, inputs: dict[str, Quantity], place: Place) -> Claim:
    free, beta, premium = inputs["free"], inputs["beta"], inputs["premium"]
    value = free.value + beta.value * premium.value
    verdict = judged(stated, value, _capm(inputs))
    cause = ""
    if verdict is Verdict.WRONG and premium.value > 0 and stated.value > free.value:
        cause = f"a beta of {(stated.value - free.value) / premium.value:.2f} gives {stated.text}"
    return Claim(
        place=place,
        kind=Kind.MODEL,
        expression=f"{free.text} + {beta.text} × {premium.text}",
        stated=stated.text,
        value=stated.value,
        recomputed=value,
        shown=as_printed(value, stated),
        verdict=verdict,
        cause=cause,
    )


def _capm(inputs: dict[str, Quantity]) -> Interval:
    return _open(inputs["free"]) + _open(inputs["beta"]).times(_open(inputs["premium"]))


def _as_wacc(claim: Claim, stated: Quantity, inputs: dict[str, Quantity], *, named: bool) -> Claim:
    """The same for a wacc, of which the cost of equity is the upper end."""
    if claim.verdict is not Verdict.WRONG:
        return claim
    capm, free = _capm(inputs), inputs["free"].value
    top = printed_interval(stated).high
    if top >= capm.low or capm.low <= free:
        return claim
    debt = (capm.low - top) / (capm.low - free)
    if named or debt < MOST_DEBT:
        cause = f"the debt is missing: a share of {_share(claim, free):.0%} at the risk-free rate would explain it"
        return replace(claim, verdict=Verdict.NOT_CHECKABLE, cause=cause)
    cause = f"{claim.cause}; debt alone would have to be {_share(claim, free):.0%} of the capital"
    return replace(claim, cause=cause.removeprefix("; "))


def _share(claim: Claim, free: float) -> float:
    value, stated = claim.recomputed or 0.0, claim.value or 0.0
    return (value - stated) / (value - free)
