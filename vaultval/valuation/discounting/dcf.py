"""A discounted cash flow, year by year: free cash flow to the firm, terminal value, enterprise value. Method §5.

Sources: Koller, Goedhart, Wessels, "Valuation", 7th ed. 2020 (free cash flow, value driver formula); Damodaran,
"Investment Valuation", 3rd ed. 2012 (terminal value, mid-year convention, probability of failure); Gordon, "Dividends,
Earnings, and Stock Prices", 1959.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from vaultval.figure import N, named, total

GORDON, EXIT_MULTIPLE, VALUE_DRIVER = "gordon", "exit multiple", "value driver"
"""The three ways to a terminal value."""

LEAST_SPREAD, SAFE_SPREAD = 0.01, 0.04
"""How far the discount rate has to lie above terminal growth at the least; and so that it is no cause for doubt."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """What comes after the last year. method: GORDON or VALUE_DRIVER (`growth`, with `roic` in the latter), ratios; or
    EXIT_MULTIPLE (`multiple` of the last year's EBITDA, or of its free cash flow where there is no EBITDA).
    """

    method: str
    growth: N | None = None
    multiple: N | None = None
    roic: N | None = None


@dataclass(frozen=True, slots=True)
class Drivers:
    """The numbers of a DCF over n years. revenue: of the year before the first, in currency.

    Each tuple has n ratios. growth: of revenue. operating_margin, depreciation, capex, fcf_margin: of revenue.
    depreciation_to_capex: in place of depreciation, of capex. working_capital: its change, of the change of revenue.
    With an fcf_margin the flow is revenue × fcf_margin, and the others count for EBITDA and NOPAT only, if they are
    there; else all but one of the two depreciations are needed. label: stands before the names of the figures.
    """

    revenue: N
    growth: Sequence[N]
    wacc: N
    terminal: Terminal
    operating_margin: Sequence[N] = ()
    tax_rate: Sequence[N] = ()
    depreciation: Sequence[N] = ()
    depreciation_to_capex: Sequence[N] = ()
    capex: Sequence[N] = ()
    working_capital: Sequence[N] = ()
    fcf_margin: Sequence[N] = ()
    mid_year: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True)
class Year:
    """A year's lines, in currency; None where it does not come into the flow. factor: what a unit of it is worth today.

    working_capital: the change. time: years from today to the flow.
    """

    number: int
    time: float
    growth: N
    revenue: N
    fcff: N
    factor: N
    present_value: N
    ebit: N | None = None
    nopat: N | None = None
    depreciation: N | None = None
    capex: N | None = None
    working_capital: N | None = None

    @property
    def ebitda(self) -> N | None:
        """EBIT before depreciation."""
        return None if self.ebit is None or self.depreciation is None else self.ebit + self.depreciation


@dataclass(frozen=True, slots=True)
class Dcf:
    """The result, in currency. terminal_share: of the enterprise value; None if that is not above zero.

    implied_growth: the growth for ever that an exit multiple stands for. implied_multiple: the exit multiple that a
    Gordon or value driver terminal value stands for, of EBITDA, or of free cash flow where there is no EBITDA. Both at
    the same present value, so under mid-year discounting a half-year lies between them. None where it does not apply.

    net_investment: of all years but the last, currency. new_capital_return: what it adds to NOPAT, a ratio a year.
    """

    drivers: Drivers
    years: tuple[Year, ...]
    pv_flows: N
    terminal_value: N
    terminal_factor: N
    terminal_pv: N
    ev: N
    terminal_share: N | None = None
    implied_growth: N | None = None
    implied_multiple: N | None = None
    multiple_of: str = field(default="")
    net_investment: N | None = None
    new_capital_return: N | None = None


def dcf(drivers: Drivers) -> Dcf:
    """The enterprise value: Σ FCFF_t/(1+w)^t + TV/(1+w)^T, with t − ½ for the flows under mid-year discounting.

    T is the last flow's time for a Gordon or value driver terminal value, and always n for an exit multiple, because a
    multiple is what a buyer pays at the end of a year. Raises ValueError for tuples of unlike length, missing inputs,
    and a discount rate that is not above terminal growth.
    """
    _check(drivers)
    years = forecast(drivers)
    tag = _tag(drivers)
    last = years[-1]
    pv_flows = named(total([year.present_value for year in years]), f"{tag}present value of the flows")
    value = named(terminal_value(drivers, last), f"{tag}terminal value")
    at_end = drivers.terminal.method == EXIT_MULTIPLE or not drivers.mid_year
    factor = named(
        discounted(drivers.wacc, float(last.number) if at_end else last.time),
        f"{tag}discount factor of the terminal value",
    )
    terminal_pv = named(value * factor, f"{tag}present value of the terminal value")
    ev = named(pv_flows + terminal_pv, f"{tag}enterprise value")
    share = named(terminal_pv / ev, f"{tag}terminal share") if float(ev) > 0 else None
    growth, multiple, of = _implied(drivers, last, value)
    spent, earned = new_capital(years, tag)
    return Dcf(
        drivers, years, pv_flows, value, factor, terminal_pv, ev, share, growth, multiple, of, spent, earned
    )


def discounted(wacc: N, time: float) -> N:
    """1/(1+w)^t: what 1 in t years is worth today."""
    return 1 / (1 + wacc) ** time


def forecast(drivers: Drivers) -> tuple[Year, ...]:
    """The years, each from the one before: R_t = R_{t−1}(1 + g_t), never a rate raised to a number of years."""
    years: list[Year] = []
    revenue = drivers.revenue
    for index in range(len(drivers.growth)):
        year = _year(drivers, revenue, index)
        years.append(year)
        revenue = year.revenue
    return tuple(years)


def _year(drivers: Drivers, before: N, index: int) -> Year:
    tag, number = _tag(drivers), index + 1

    def line(value: N, word: str) -> N:
        return named(value, f"{tag}{word}, year {number}")

    growth = drivers.growth[index]
    revenue = line(before * (1 + growth), "revenue")
    ebit = line(revenue * drivers.operating_margin[index], "EBIT") if drivers.operating_margin else None
    nopat = None
    if ebit is not None and drivers.tax_rate:
        nopat = line(ebit * (1 - drivers.tax_rate[index]), "NOPAT")
    capex = line(revenue * drivers.capex[index], "capex") if drivers.capex else None
    depreciation = None
    if drivers.depreciation:
        depreciation = line(revenue * drivers.depreciation[index], "depreciation")
    elif drivers.depreciation_to_capex and capex is not None:
        depreciation = line(capex * drivers.depreciation_to_capex[index], "depreciation")
    tied = None
    if drivers.working_capital:
        tied = line((revenue - before) * drivers.working_capital[index], "change in working capital")
    if drivers.fcf_margin:
        flow = revenue * drivers.fcf_margin[index]
    elif nopat is None or depreciation is None or capex is None or tied is None:
        raise ValueError("a free cash flow needs margin, tax, depreciation, capex and working capital")
    else:
        flow = nopat + depreciation - capex - tied
    flow = line(flow, "free cash flow")
    time = number - 0.5 if drivers.mid_year else float(number)
    factor = line(discounted(drivers.wacc, time), "discount factor")
    present = line(flow * factor, "present value")
    return Year(
        number, time, growth, revenue, flow, factor, present, ebit, nopat, depreciation, capex, tied
    )  # fmt: skip


def new_capital(years: Sequence[Year], tag: str = "") -> tuple[N | None, N | None]:
    """What is invested net over the forecast, Σ (capex − D&A + ΔNWC) of all years but the last, in currency; and the return
    on it, (NOPAT_N − NOPAT_1) / that, because an investment earns from the year after. None without these lines, or
    with a single year; no return unless something is invested.
    """
    spent: list[N] = []
    for year in years[:-1]:
        if year.capex is None or year.depreciation is None or year.working_capital is None:
            return None, None
        spent.append(year.capex - year.depreciation + year.working_capital)
    first, last = years[0].nopat, years[-1].nopat
    if not spent or first is None or last is None:
        return None, None
    invested = named(total(spent), f"{tag}net investment")
    if float(invested) <= 0:
        return invested, None
    return invested, named((last - first) / invested, f"{tag}return on new capital")


def terminal_value(drivers: Drivers, last: Year) -> N:
    """What the years after the last are worth at its end.

    Gordon: FCFF_N(1+g)/(w−g). Value driver: NOPAT_N(1+g)(1−g/ROIC)/(w−g). Exit multiple: M × EBITDA_N, or × FCFF_N.
    Raises ValueError where an input is missing or w is not above g.
    """
    terminal = drivers.terminal
    if terminal.method == EXIT_MULTIPLE:
        if terminal.multiple is None:
            raise ValueError("an exit multiple is needed")
        base = last.ebitda
        return terminal.multiple * (last.fcff if base is None else base)
    if terminal.growth is None:
        raise ValueError("a growth for ever is needed")
    if terminal.method == GORDON:
        return last.fcff * gordon_multiple(drivers.wacc, terminal.growth)
    if last.nopat is None or terminal.roic is None:
        raise ValueError("a value driver terminal value needs NOPAT and the return on capital")
    paid_out = 1 - terminal.growth / terminal.roic
    return last.nopat * paid_out * gordon_multiple(drivers.wacc, terminal.growth)


def _implied(drivers: Drivers, last: Year, value: N) -> tuple[N | None, N | None, str]:
    """The growth behind a multiple; the multiple behind a growth."""
    tag = _tag(drivers)
    half = (1 + drivers.wacc) ** 0.5 if drivers.mid_year else None
    if drivers.terminal.method == EXIT_MULTIPLE:
        of = "FCF" if last.ebitda is None else "EBITDA"
        level = value if half is None else value / half
        if float(level + last.fcff) <= 0:
            return None, None, of
        growth = (level * drivers.wacc - last.fcff) / (level + last.fcff)
        return named(growth, f"{tag}growth for ever that the exit multiple implies"), None, of
    base = last.ebitda
    of = "FCF" if base is None else "EBITDA"
    under = last.fcff if base is None else base
    if float(under) <= 0:
        return None, None, of
    level = value if half is None else value * half
    return None, named(level / under, f"{tag}implied EV/{of} at the end"), of


def _check(drivers: Drivers) -> None:
    years = len(drivers.growth)
    paths = (
        drivers.operating_margin, drivers.tax_rate, drivers.depreciation, drivers.depreciation_to_capex,
        drivers.capex, drivers.working_capital, drivers.fcf_margin,
    )  # fmt: skip
    if years < 1 or any(path and len(path) != years for path in paths):
        raise ValueError("every driver has a value for each year, and there is a year at least")


def _tag(drivers: Drivers) -> str:
    return f"{drivers.label}: " if drivers.label else ""


def with_failure(value: N, probability: N, distress: N) -> N:
    """V·(1−π) + V_distress·π: a going concern that may fail with the probability π over the horizon (Damodaran)."""
    return value * (1 - probability) + distress * probability


def gordon_multiple(wacc: N, growth: N) -> N:
    """(1+g)/(w−g): what a flow of this year is worth that grows for ever. Raises ValueError unless w > g."""
    if float(wacc) <= float(growth):
        raise ValueError("the discount rate is not above terminal growth")
    return (1 + growth) / (wacc - growth)
