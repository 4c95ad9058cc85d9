"""The facts that companies and options state as attributes."""

from collections.abc import Iterator

from vaultval.audit.facts.metrics import meant
from vaultval.audit.facts.periods import Period
from vaultval.audit.facts.stated import Fact
from vaultval.audit.facts.subjects import Subject
from vaultval.model.records import Company, Model, Option
from vaultval.quantity import Quantity

_OF_COMPANY = (
    "price", "shares", "market_cap", "net_cash", "revenue", "net_margin", "wacc", "terminal_growth",
    "liquidity", "debt", "fair_value",
)  # fmt: skip
_OF_OPTION = ("tam", "probability", "net_margin", "pe")


def typed_facts(model: Model) -> list[Fact]:
    """The numbers that companies and options of a vault state about themselves."""
    companies = [fact for company in model.companies for fact in _of_company(company)]
    options = [option for company in model.companies for option in company.options]
    return companies + [fact for option in (*options, *model.orphans) for fact in _of_option(option)]


def _of_company(company: Company) -> Iterator[Fact]:
    """The numbers of a company, as of the day of its price."""
    ticker = (company.ticker.value,) if company.ticker else ()
    subject = Subject(company.note, (company.name, *ticker), "", "company")
    day = company.price_date.value.isoformat() if company.price_date else ""
    for key in _OF_COMPANY:
        yield from _fact(subject, key, getattr(company, key), None, day)


def _of_option(option: Option) -> Iterator[Fact]:
    """The numbers of an option; its market is that of a year."""
    subject = Subject(option.note, (option.name,), "", "option")
    year = option.tam_year
    period = Period(f"{year.value:.0f}", True, 0, 0) if year else None
    for key in _OF_OPTION:
        yield from _fact(subject, key, getattr(option, key), period if key == "tam" else None, "")


def _fact(
    subject: Subject, key: str, quantity: Quantity | None, period: Period | None, day: str
) -> Iterator[Fact]:
    if quantity and quantity.place and meant(key, quantity):
        yield Fact(subject, "", key, key, period, day, quantity, quantity.place)
