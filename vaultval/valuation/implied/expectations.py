"""Everything that a company's price takes for granted, put together: short form, cases, probabilities. Method §4."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import inf

from vaultval.diagnostics import Finding, finding
from vaultval.model.records import Company, Option
from vaultval.quantity import Quantity
from vaultval.quantity.currency import foreign
from vaultval.valuation.company import CompanyValue
from vaultval.valuation.discounting.bridge import check_dilution, market_equity
from vaultval.valuation.discounting.dcf import LEAST_SPREAD
from vaultval.valuation.finite import finite
from vaultval.valuation.implied.cases import CaseValue, cases_of
from vaultval.valuation.implied.consensus import Against, Consensus, against, check_consensus, consensus_of
from vaultval.valuation.implied.probabilities import ImpliedOdds, implied_odds
from vaultval.valuation.implied.reverse_dcf import ShortForm, Verdict, short_form, verdict
from vaultval.valuation.implied.solver import Solution
from vaultval.valuation.inputs import has_plain_wacc
from vaultval.valuation.market import Market
from vaultval.valuation.option_inputs import rows
from vaultval.valuation.ratios import check_ratio
from vaultval.valuation.steps import Lift, Method

_OWN = ("terminal_pe", "terminal_margin", "growth_years")
_MOST_YEARS = 100
_MEASURES = {
    "consensus_growth": (-1.0, 10.0),
    "consensus_margin": (-10.0, 1.0),
    "best_growth": (-1.0, 10.0),
    "best_margin": (-10.0, 1.0),
}
"""What implied figures are held against, and above what and to what at most each can be."""


@dataclass(frozen=True, slots=True)
class ReverseDcf:
    """What the price takes for granted. short: None where the notes do not state it. cases: the full form.

    short_verdict, verdicts: of the short form, and of each case; short_against, against: their revenue against that of the
    Consensus table, table, where there is one. tam: Σ of the options' TAM, 0 for none. odds: None
    without options. revenue, consensus: what the paths of revenue begin with and grow by; None if not stated.
    """

    short: ShortForm | None
    short_verdict: Verdict | None
    cases: tuple[CaseValue, ...]
    verdicts: tuple[Verdict, ...]
    tam: float
    odds: ImpliedOdds | None
    revenue: float | None
    consensus: float | None
    table: Consensus | None = None
    short_against: Against | None = None
    against: tuple[Against | None, ...] = ()


def reverse_dcf(market: Market, method: Method, lift: Lift) -> tuple[ReverseDcf | None, list[Finding]]:
    """The reverse DCF of a company; None where its notes state nothing of one that could be computed.

    The options' markets and probabilities come in where the company is valued.
    """
    market, findings = _with_measures(market)
    company = market.company
    value = market if isinstance(market, CompanyValue) else None
    short, found = _short(market, lift)
    findings += found
    cases, found = cases_of(market, lift)
    findings += found
    if short is None and not cases:
        return None, findings
    tam = tam_sum(value) if value else 0.0
    table, found = consensus_of(company, method.as_of, lift)
    findings += found
    of_short, short_held = None, None
    if short is not None:
        margin = company.terminal_margin.value if company.terminal_margin else None
        if company.revenue is not None:
            years, start = float(short.years), lift(company.revenue, "revenue")
            short_held = against(table, start, short.implied_growth, years, short.revenue, "short form")
        of_short = _verdict(
            company,
            short_held,
            float(short.implied_growth),
            margin,
            float(short.revenue),
            tam,
            float(short.years),
        )
    held = tuple(_case_against(table, case, lift) for case in cases)
    findings += check_consensus(company, next((each.growth for each in (short_held, *held) if each), None))
    return ReverseDcf(
        short=short,
        short_verdict=of_short,
        cases=cases,
        verdicts=tuple(_of_case(case, each, company, tam) for case, each in zip(cases, held, strict=True)),
        tam=tam,
        odds=implied_odds(value, method) if value else None,
        revenue=company.revenue.value if company.revenue else None,
        consensus=company.consensus_growth.value if company.consensus_growth else None,
        table=table,
        short_against=short_held,
        against=held,
    ), findings


def _with_measures(market: Market) -> tuple[Market, list[Finding]]:
    """The company without those of its measures that are no ratios of their kind: a verdict by them would be upside down."""
    company = market.company
    wrong = {
        key: list(
            check_ratio(getattr(company, key), f"`{key}` of {company.name!r}", company.place, *_MEASURES[key])
        )
        for key in _MEASURES
    }
    dropped = {key: None for key, found in wrong.items() if found}
    if not dropped:
        return market, []
    kept = replace(market, company=company.model_copy(update=dropped))
    return kept, [finding for found in wrong.values() for finding in found]


def _short(market: Market, lift: Lift) -> tuple[ShortForm | None, list[Finding]]:
    """The short form, where its own attributes are stated; with what they lack."""
    company = market.company
    own: list[Quantity] = [stated for key in _OWN if (stated := getattr(company, key)) is not None]
    if not own or (company.terminal_pe is company.terminal_margin is None and company.reverse_cases):
        return None, []
    needed = (*_OWN, "wacc", "revenue")
    missing = [f"`{key}`" for key in needed if getattr(company, key) is None]
    if missing:
        listed = ", ".join(missing)
        message = f"the reverse DCF of {company.name!r} lacks {listed}"
        place = own[0].place or company.place
        return None, [finding("reverse-dcf-inputs", place, message, expected=listed.replace("`", ""))]
    findings = list(_wrong(company))
    if findings or not has_plain_wacc(company) or check_dilution(company):  # the DCF has told of the shares
        return None, findings
    numbers = {key: lift(getattr(company, key), key.replace("_", " ")) for key in needed}
    growth = company.terminal_growth
    forever = None
    if growth is not None and company.wacc is not None:
        if company.wacc.value - growth.value < LEAST_SPREAD - 1e-12:
            findings.append(_too_near(company, growth, company.wacc))
        else:
            forever = lift(growth, "terminal growth")
    return finite(
        lambda: (short_form(
            market_equity(market, lift), numbers["wacc"], numbers["growth_years"], numbers["terminal_pe"],
            numbers["terminal_margin"], numbers["revenue"], forever,
        ), findings), f"the reverse DCF of {company.name!r}", own[0].place or company.place,
    )  # fmt: skip


def _too_near(company: Company, growth: Quantity, wacc: Quantity) -> Finding:
    message = f"{company.name!r} grows by {growth.text} for ever, and is discounted at {wacc.text}"
    place = growth.place or company.place
    return finding("terminal-value", place, message, expected="a discount rate 1pp or more above it")


def _wrong(company: Company) -> Iterator[Finding]:
    for key in ("terminal_pe", "revenue", "growth_years", "market_cap"):
        stated: Quantity | None = getattr(company, key)
        if stated is not None and not 0 < stated.value <= (
            _MOST_YEARS if key == "growth_years" else float("inf")
        ):
            expected = f"above zero{f', at most {_MOST_YEARS}' if key == 'growth_years' else ''}"
            message = f"`{key}` of {company.name!r} is {stated.text}"
            yield finding("not-a-quantity", stated.place or company.place, message, expected=expected)
    yield from check_ratio(company.terminal_margin, "`terminal_margin`", company.place, 0.0, 1.0)
    if company.revenue is not None:
        yield from foreign(company.revenue, company.place, company.currency)


def tam_sum(value: CompanyValue) -> float:
    """Σ of the markets of the options that are not emergent, each at its base scenario, in currency."""
    return sum(amount.value for each in value.options if (amount := _tam(each.option)) is not None)


def _tam(option: Option) -> Quantity | None:
    table = rows(option)
    base = next((row for row in table if row.role == "base"), None)
    return (base.tam if base else None) or option.tam or table[0].tam


def _case_against(table: Consensus | None, case: CaseValue, lift: Lift) -> Against | None:
    """The implied revenue of a case against the consensus, where it begins with the same revenue."""
    if case.inputs.revenue is None:
        return None
    start = lift(case.inputs.revenue, "revenue")
    return against(table, start, case.growth, case.years, case.revenue, case.name)


def _of_case(case: CaseValue, held: Against | None, company: Company, tam: float) -> Verdict:
    path = case.inputs.fcf_margin or case.inputs.operating_margin
    last = path.parts[-1] if path else None
    margin = (last.end or last.start).value if last else None
    growth = float(case.growth) if case.growth is not None else None
    revenue = float(case.revenue) if case.revenue is not None else None
    years = _years(case.solved.get("years"), float(case.target), case.years)
    return _verdict(company, held, growth, margin, revenue, tam, years)


def _years(solution: Solution | None, target: float, stated: int) -> float:
    """The years of growth that the price asks for; infinite where the longest are not enough."""
    if solution is None:
        return float(stated)
    if solution.value is not None:
        return solution.value
    return inf if max(solution.at_low, solution.at_high) < target else 0.0


def _verdict(
    company: Company,
    held: Against | None,
    growth: float | None,
    margin: float | None,
    revenue: float | None,
    tam: float,
    years: float,
) -> Verdict:
    """Growth is held against the stated consensus_growth, or else against that of the Consensus table."""
    consensus = company.consensus_growth.value if company.consensus_growth else None
    if consensus is None and held is not None and held.growth is not None:
        consensus = float(held.growth)
    best = company.best_margin.value if company.best_margin else None
    return verdict(growth, consensus, margin, best, revenue, tam, years)


def revenue_paths(found: ReverseDcf) -> Mapping[str, tuple[float | None, ...]]:
    """Revenue by year from the present one on, in currency: "short", "consensus", and each case by its name.

    The consensus is that of the table, None for a year that it leaves out, and else grows by the stated rate.
    """
    paths: dict[str, tuple[float | None, ...]] = {}
    longest = max(
        [int(float(found.short.years)) if found.short else 0, *(case.years for case in found.cases)]
    )

    def path(start: float, growth: float, years: int) -> tuple[float, ...]:
        return tuple(start * (1 + growth) ** year for year in range(years + 1))

    if found.short is not None and found.revenue is not None:
        paths["short"] = path(found.revenue, float(found.short.implied_growth), int(float(found.short.years)))
    for case in found.cases:
        start = case.inputs.revenue
        if case.growth is not None and start is not None:
            paths[case.name] = path(start.value, float(case.growth), case.years)
    if found.table is not None and paths:
        stated = {year: float(amount) for year, amount in found.table.revenue.items()}
        first = {found.table.base: float(found.table.start)} | stated
        last = min(max(first) - found.table.base, longest)
        paths["consensus"] = tuple(first.get(found.table.base + year) for year in range(last + 1))
    elif found.consensus is not None and found.revenue is not None and paths:
        paths["consensus"] = path(found.revenue, found.consensus, longest)
    return paths
