"""What a share cost on a day: a company's Prices table, its `price`, and which of them was known when."""

from collections.abc import Sequence
from datetime import date

from vaultval.diagnostics import Finding, finding
from vaultval.model.attributes import Form, read_day
from vaultval.model.bases import Day
from vaultval.model.company_records import PricePoint
from vaultval.model.context import tables
from vaultval.model.nodes import Node, Page
from vaultval.model.records import Company
from vaultval.model.rows import BLANK, PLAIN, columns_of, read_row
from vaultval.quantity import Quantity
from vaultval.quantity.currency import foreign
from vaultval.vocabulary import Vocabulary

_FORMS = {"price": Form.MONEY}


def read_prices(
    page: Page, node: Node | None, vocabulary: Vocabulary
) -> tuple[list[PricePoint], list[Finding]]:
    """The rows of a Prices table, Date | Price, as they stand. A row without a readable day and price is left out."""
    points: list[PricePoint] = []
    findings: list[Finding] = []
    for table in tables(page, node, "prices", vocabulary):
        columns, found = columns_of(page, table, "price", _FORMS, vocabulary)
        findings += found
        if "price" not in columns and not found:
            place = table.header[0].place(page.note.path, 0, len(table.header[0].content))
            message = "the prices have no column of prices"
            findings.append(finding("unknown-column", place, message, expected="Price"))
        for row in table.rows:
            text = row[0].content.translate(PLAIN).strip()
            if text in BLANK:
                continue
            place = row[0].place(page.note.path, 0, len(row[0].content))
            day, found = read_day(text, place)
            findings += found
            values, found = read_row(page, row, columns, _FORMS)
            findings += found
            price = values.get("price")
            if price and price.value <= 0:
                message = "the price is not above zero"
                findings.append(finding("not-a-quantity", price.place or place, message, found=price.text))
            elif day and price:
                points.append(PricePoint(day=day.value, price=price, place=place))
    return points, findings


def in_order_of_days(
    points: Sequence[PricePoint], price: Quantity | None, price_date: Day | None
) -> tuple[tuple[PricePoint, ...], list[Finding]]:
    """The prices by day, each day once: the first row counts, and `price` on its own day.

    price, price_date: what the company states as its price. A price in another currency is left out.
    """
    kept: dict[date, PricePoint] = {}
    findings: list[Finding] = []
    home = price.currency if price else ""
    for point in points:
        strange = list(foreign(point.price, point.place, home))
        if strange:
            findings += strange
        elif point.day in kept:
            first = kept[point.day]
            message = f"{point.day} has the prices {first.price.text!r} and {point.price.text!r}"
            findings.append(finding("price-stated-twice", point.place, message, other=first.place))
        else:
            kept[point.day] = point
    known = kept.get(price_date.value) if price and price_date else None
    if price and price_date and known and known.price.value != price.value:
        message = f"{price_date.value} has the price {known.price.text!r} here, and {price.text!r} as `price`"
        findings.append(finding("price-stated-twice", known.place, message, other=price.place))
        del kept[price_date.value]
    return tuple(kept[day] for day in sorted(kept)), findings


def prices_of(company: Company) -> tuple[PricePoint, ...]:
    """Every dated price of a company, by day: its table, and `price` on `price_date`."""
    if not (company.price and company.price_date):
        return company.prices
    day = company.price_date.value
    stated = PricePoint(day=day, price=company.price, place=company.price.place or company.place)
    others = [point for point in company.prices if point.day != day]
    return tuple(sorted([*others, stated], key=lambda point: point.day))


def price_on(company: Company, day: date) -> tuple[Quantity | None, list[Finding]]:
    """The price that was known on a day: the last one that is not after it; before all of them the first, with a
    finding. A `price` without a date counts from the last day of the table on. None where no price is stated.
    """
    points = prices_of(company)
    if company.price and not company.price_date and (not points or day >= points[-1].day):
        return company.price, []
    known = [point for point in points if point.day <= day]
    if known:
        return known[-1].price, []
    if not points:
        return None, []
    first = points[0]
    message = f"no price of {company.name!r} is as old as {day}; {first.price.text} of {first.day} was used"
    return first.price, [finding("price-of-the-future", first.price.place or first.place, message)]
