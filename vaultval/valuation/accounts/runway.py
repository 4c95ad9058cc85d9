"""How long the cash lasts. Method §12. Amounts are in currency, flows in currency a year, runways in years."""

from collections.abc import Iterator
from dataclasses import dataclass

from vaultval.diagnostics import Finding, finding
from vaultval.figure import N, named
from vaultval.model.account_records import CashScenario
from vaultval.model.records import Company
from vaultval.quantity import Quantity, Unit, written
from vaultval.quantity.currency import foreign
from vaultval.valuation.steps import Lift

MOST_APART = 0.01
"""How far a stated free cash flow may be from that of its parts, as a share of it; half its last digit in any
case.
"""
LONGEST = 1000
"""The most years that a cash runway plausibly is."""


def free_cash_flow(operating_cash_flow: N, capex: N) -> N:
    """Operating cash flow − capital expenditure. capex: what is spent, above zero."""
    return operating_cash_flow - capex


def cash_runway(cash: N, free_flow: N) -> N | None:
    """Cash / −FCF: the years until it is gone. None if it never is, for FCF ≥ 0."""
    return None if float(free_flow) >= 0 else cash / (0.0 - free_flow)


def net_cash(liquidity: N, debt: N) -> N:
    """Liquidity − debt."""
    return liquidity - debt


@dataclass(frozen=True, slots=True)
class CashValue:
    """A scenario. years: None where the cash never runs out, or where no cash is stated."""

    name: str
    free_cash_flow: N
    years: N | None

    @property
    def never(self) -> bool:
        """Whether it never runs out, because no cash is burnt."""
        return float(self.free_cash_flow) >= 0


@dataclass(frozen=True, slots=True)
class Runway:
    """liquidity, debt: None where they are not stated; net_cash: None unless both are."""

    liquidity: N | None
    debt: N | None
    net_cash: N | None
    scenarios: tuple[CashValue, ...]


def value_runway(company: Company, lift: Lift) -> tuple[Runway | None, list[Finding]]:
    """The runway in each scenario, by the company's `liquidity`; and its net cash, where it states `debt`, too."""
    findings: list[Finding] = []
    amounts: dict[str, N] = {}
    for key in ("liquidity", "debt"):
        problem = _amount_problem(company, key)
        stated: Quantity | None = getattr(company, key)
        if problem:
            findings.append(problem)
        elif stated:
            amounts[key] = lift(stated, key)
    liquidity, debt = amounts.get("liquidity"), amounts.get("debt")
    if company.accounts.runway and company.liquidity is None:
        findings.append(_without_liquidity(company))
    scenarios: list[CashValue] = []
    for row in company.accounts.runway:
        flow = _flow(row, lift)
        if flow is None:
            findings += _lacking(row)
            continue
        years = cash_runway(liquidity, flow) if liquidity is not None else None
        findings += _disagreeing(row, None if years is None else float(years))
        scenarios.append(
            CashValue(row.name, flow, None if years is None else named(years, f"{row.name}: runway"))
        )
    both = liquidity is not None and debt is not None
    if not scenarios and not both:
        return None, findings
    net = (
        named(net_cash(liquidity, debt), "liquidity − debt")
        if liquidity is not None and debt is not None
        else None
    )
    return Runway(liquidity, debt, net, tuple(scenarios)), findings


def _flow(row: CashScenario, lift: Lift) -> N | None:
    """By its two parts where both are stated, else as stated itself."""
    if row.operating_cash_flow and row.capex:
        operating = lift(row.operating_cash_flow, f"{row.name}: operating cash flow")
        return named(
            free_cash_flow(operating, lift(row.capex, f"{row.name}: capex")), f"{row.name}: free cash flow"
        )
    return lift(row.fcf, f"{row.name}: free cash flow") if row.fcf else None


def _disagreeing(row: CashScenario, years: float | None) -> Iterator[Finding]:
    """A free cash flow that is not what its parts give; and amounts that cannot be of one scale with the liquidity."""
    operating, capex, fcf = row.operating_cash_flow, row.capex, row.fcf
    if operating and capex and fcf:
        computed = operating.value - capex.value
        digit = 0.5 * fcf.scale * 10.0**-fcf.digits
        if abs(computed - fcf.value) > max(digit, MOST_APART * abs(fcf.value)):
            message = f"the free cash flow of {row.name!r} is not its operating cash flow less its capex"
            expected = written(computed, Unit.CURRENCY, fcf.currency)
            place = fcf.place or row.place
            yield finding("statements-disagree", place, message, expected=expected, found=fcf.text)
    if years is not None and years > LONGEST:
        message = f"the cash of {row.name!r} would last for {years:,.0f} years"
        stated = capex or fcf or operating
        place = stated.place if stated and stated.place else row.place
        yield finding("statements-disagree", place, message, hint="was a scale forgotten, as in $20B?")


def _lacking(row: CashScenario) -> Iterator[Finding]:
    keys = [key for key in ("operating_cash_flow", "capex") if getattr(row, key) is None]
    names = " and ".join(f"`{key.replace('_', ' ')}`" for key in keys)
    message = f"the cash scenario {row.name!r} has no {names}"
    yield finding("missing-attribute", row.place, message, expected="both, or the free cash flow")


def _without_liquidity(company: Company) -> Finding:
    message = f"the company {company.name!r} has a cash runway and no `liquidity`"
    if "liquidity" in company.broken:
        message = f"the `liquidity` of the company {company.name!r} cannot be read"
    return finding("missing-attribute", company.place, message, expected="liquidity: …")


def _amount_problem(company: Company, key: str) -> Finding | None:
    """An amount below zero, or in another currency than the price."""
    stated: Quantity | None = getattr(company, key)
    if stated is None:
        return None
    strange = next(foreign(stated, company.place, company.currency), None)
    if strange is None and stated.value < 0:
        place = stated.place or company.place
        return finding("not-a-quantity", place, f"`{key}` is below zero", found=stated.text)
    return strange
