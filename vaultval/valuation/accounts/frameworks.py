"""Reference frameworks: what other ways to look at a company make it worth, held against what the market pays. Method §12.

Amounts are in currency, per-share figures in currency/share, gaps and shares are ratios.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from vaultval.diagnostics import Finding, finding
from vaultval.figure import N, named, total
from vaultval.model.account_records import LEVELS, Framework
from vaultval.quantity import Quantity
from vaultval.valuation.steps import Lift

DIVERGING = 3.0
"""How many times the lowest framework the highest one is before they are said to diverge."""


def middle(low: N, high: N) -> N:
    """(low + high) / 2."""
    return (low + high) / 2


def by_multiple(sales: N, multiple: N) -> N:
    """Sales × multiple of sales, in currency. An EV/sales or P/S multiple."""
    return sales * multiple


def recurring_revenue(subscribers: N, monthly_price: N) -> N:
    """Annual recurring revenue: subscribers × price a month × 12, in currency a year."""
    return subscribers * monthly_price * 12


def per_share(value: N, market_cap: N, price: N) -> N:
    """Value / (market cap / price): by the number of shares that the market capitalisation implies."""
    return value / (market_cap / price)


def gap(value: N, market_cap: N) -> N:
    """Value / market cap − 1: below zero where the market pays more than the value."""
    return value / market_cap - 1


def convergence(values: Sequence[N]) -> N | None:
    """The highest value / the lowest. None for fewer than two, and where the lowest is not above zero."""
    if len(values) < 2 or min(map(float, values)) <= 0:
        return None
    return max(values, key=float) / min(values, key=float)


@dataclass(frozen=True, slots=True)
class FrameworkValue:
    """A framework. Each mapping has the keys low, mid and high. per_share, gaps: empty without a market cap above zero."""

    name: str
    levels: Mapping[str, N]
    per_share: Mapping[str, N]
    gaps: Mapping[str, N]


@dataclass(frozen=True, slots=True)
class PartsValue:
    """The sum of the parts, and what of the market capitalisation it does not explain.

    implied: market cap − sum, in currency; shares: 1 − sum / market cap; both by the level of the sum that they belong to,
    so that the highest is at `low`. multiple: market cap / middle of the sum, None unless that is above zero.
    """

    levels: Mapping[str, N]
    implied: Mapping[str, N]
    shares: Mapping[str, N]
    multiple: N | None


@dataclass(frozen=True, slots=True)
class Frameworks:
    """All frameworks of a company; the sum of the parts, where there is one, is the last, under the name "".

    convergence: the highest middle / the lowest; convergence_ends: the highest high end / the lowest low one. None for one
    framework alone, or where the lowest is not above zero.
    """

    rows: tuple[FrameworkValue, ...]
    parts: PartsValue | None
    convergence: N | None
    convergence_ends: N | None

    @property
    def diverging(self) -> bool | None:
        """Whether the middles are more than DIVERGING times apart; None where convergence is."""
        return None if self.convergence is None else float(self.convergence) > DIVERGING


def value_frameworks(
    frameworks: Sequence[Framework],
    parts: Sequence[Framework],
    market: tuple[N, N],
    sales: N | None,
    lift: Lift,
) -> tuple[Frameworks | None, list[Finding]]:
    """Each framework and the sum of the parts. market: market cap and price. sales: of the company, for bare multiples."""
    findings: list[Finding] = []
    rows: list[FrameworkValue] = []
    for row in frameworks:
        levels, found = _levels(row, sales, lift)
        findings += found
        if levels:
            rows.append(_against(row.name, levels, market))
    summed, found = _sum(parts, lift)
    findings += found
    if summed:
        rows.append(_against("", summed, market))
    if not rows:
        return None, findings
    spread = convergence([row.levels["mid"] for row in rows])
    ends = (
        convergence([row.levels[end] for row in rows for end in ("low", "high")]) if len(rows) > 1 else None
    )
    return Frameworks(
        rows=tuple(rows),
        parts=_unexplained(summed, market[0]) if summed else None,
        convergence=None if spread is None else named(spread, "highest framework / lowest"),
        convergence_ends=None if ends is None else named(ends, "highest end / lowest"),
    ), findings


def _against(name: str, levels: Mapping[str, N], market: tuple[N, N]) -> FrameworkValue:
    """A framework beside the market's price."""
    cap, price = market
    title = name or "sum of the parts"
    if float(cap) <= 0:
        return FrameworkValue(name, levels, {}, {})
    return FrameworkValue(
        name,
        levels,
        {key: named(per_share(levels[key], cap, price), f"{title}: {key}, per share") for key in LEVELS},
        {key: named(gap(levels[key], cap), f"{title}: {key} against the market cap") for key in LEVELS},
    )


def _sum(parts: Sequence[Framework], lift: Lift) -> tuple[dict[str, N] | None, list[Finding]]:
    """The sums of the low ends, the middles and the high ends; none if a part has none, for it would be too small."""
    findings: list[Finding] = []
    found: list[dict[str, N]] = []
    for part in parts:
        levels, problems = _levels(part, None, lift)
        findings += problems
        if levels:
            found.append(levels)
    if not found or len(found) < len(parts):
        return None, findings
    return {
        key: named(total([levels[key] for levels in found]), f"sum of the parts: {key}") for key in LEVELS
    }, findings


def _unexplained(levels: Mapping[str, N], cap: N) -> PartsValue | None:
    if float(cap) <= 0:
        return None
    return PartsValue(
        levels=levels,
        implied={key: named(cap - levels[key], f"beyond the parts, {key}") for key in LEVELS},
        shares={key: named(1 - levels[key] / cap, f"share beyond the parts, {key}") for key in LEVELS},
        multiple=named(cap / levels["mid"], "market cap / middle of the parts")
        if float(levels["mid"]) > 0
        else None,
    )


def _levels(row: Framework, sales: N | None, lift: Lift) -> tuple[dict[str, N] | None, list[Finding]]:
    """Low, mid and high of a row; None, with a finding unless a cell was told of already, where they cannot be had."""
    if row.broken:
        return None, []
    stated = {key: quantity for key in LEVELS if (quantity := getattr(row, key)) is not None}
    levels = None
    problem = ""
    if stated:
        problem = _gaps_in(stated)
        if not problem:
            levels = _stated_levels(row.name, stated, lift)
    elif row.multiple:
        own = _own_sales(row, lift)
        sales = sales if own is None else own
        problem = "" if sales is not None else "has a multiple, and no sales to take it of"
        if sales is not None:
            levels = _multiplied(row.name, row.multiple, sales, lift)
    else:
        problem = "states no amount and no multiple"
    if problem or levels is None:
        return None, [finding("framework-range", row.place, f"{row.name!r} {problem}")]
    low, mid, high = (float(levels[key]) for key in LEVELS)
    if not low <= mid <= high:
        message = f"the low end of {row.name!r} is above its high end"
        if low <= high:
            message = f"the middle of {row.name!r} is not between its ends"
        return None, [finding("framework-range", row.place, message)]
    return levels, []


def _gaps_in(stated: Mapping[str, Quantity]) -> str:
    """Two ends, or one number in the middle; one end alone says too little."""
    if "low" in stated and "high" not in stated:
        return "has a low end and no high one"
    if "high" in stated and "low" not in stated:
        return "has a high end and no low one"
    return ""


def _stated_levels(name: str, stated: Mapping[str, Quantity], lift: Lift) -> dict[str, N]:
    if "low" not in stated:
        point = lift(stated["mid"], f"{name}: mid")
        return {"low": point, "mid": point, "high": point}
    low, high = lift(stated["low"], f"{name}: low"), lift(stated["high"], f"{name}: high")
    mid = lift(stated["mid"], f"{name}: mid") if "mid" in stated else named(middle(low, high), f"{name}: mid")
    return {"low": low, "mid": mid, "high": high}


def _multiplied(name: str, multiple: Quantity, sales: N, lift: Lift) -> dict[str, N]:
    ends = {"low": multiple.low, "high": multiple.high}
    low, high = (
        named(
            by_multiple(sales, lift(replace(multiple, value=end), f"{name}: {key} multiple")),
            f"{name}: {key}",
        )
        for key, end in ends.items()
    )
    return {"low": low, "mid": named(middle(low, high), f"{name}: mid"), "high": high}


def _own_sales(row: Framework, lift: Lift) -> N | None:
    """The sales of a part: as stated, or by its subscribers."""
    if row.revenue:
        return lift(row.revenue, f"{row.name}: revenue")
    if row.subscribers and row.monthly_price:
        yearly = recurring_revenue(
            lift(row.subscribers, f"{row.name}: subscribers"),
            lift(row.monthly_price, f"{row.name}: monthly price"),
        )
        return named(yearly, f"{row.name}: annual recurring revenue")
    return None
