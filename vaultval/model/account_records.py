"""The records of what a company's notes say of its accounts, of frameworks to see it by, and of companies like it."""

from vaultval.model.bases import Record
from vaultval.place import Place
from vaultval.quantity import Quantity

LEVELS = ("low", "mid", "high")
FLOWS = ("revenue", "gross_profit", "operating_income", "ebitda", "net_income", "rd", "sbc",
         "operating_cash_flow", "capex", "fcf")  # fmt: skip
STOCKS = ("ppe", "diluted_shares")


class Framework(Record):
    """A row of the Frameworks or the Parts table: what a way to look at the company makes it worth, in currency.

    low, mid, high: as stated; of a range its ends. multiple: of sales, where no amount is stated; a range or one number.
    revenue: what the multiple is of; None for the company's. subscribers, monthly_price: what revenue is, else.
    broken: a cell of the row cannot be read, so that the row counts nowhere.
    """

    name: str
    place: Place
    low: Quantity | None = None
    mid: Quantity | None = None
    high: Quantity | None = None
    multiple: Quantity | None = None
    revenue: Quantity | None = None
    subscribers: Quantity | None = None
    monthly_price: Quantity | None = None
    broken: bool = False


class CashScenario(Record):
    """A row of the Cash runway table, in currency a year. capex: what is spent, above zero."""

    name: str
    place: Place
    operating_cash_flow: Quantity | None = None
    capex: Quantity | None = None
    fcf: Quantity | None = None


class FiscalYear(Record):
    """What the Financials tables state of one year. amounts: by column (FLOWS in currency, STOCKS in currency or shares)."""

    year: int
    label: str
    place: Place
    amounts: tuple[tuple[str, Quantity], ...] = ()

    def amount(self, column: str) -> Quantity | None:
        """What a column states of the year."""
        return next((quantity for name, quantity in self.amounts if name == column), None)


class Analogue(Record):
    """A row of the Analogues table. options: how many the company had, of a range the larger number.

    realised: how many of them came true; None while that is open. implied_share: of the options in its market
    capitalisation then, a ratio.
    """

    name: str
    place: Place
    options: Quantity
    realised: Quantity | None = None
    implied_share: Quantity | None = None


class Peer(Record):
    """A row of the Peers table. values: by column, amounts in one currency, which need not be the company's, and ratios."""

    name: str
    place: Place
    values: tuple[tuple[str, Quantity], ...] = ()


class Accounts(Record):
    """All of these of one company, in the order of the notes; the years in their own."""

    frameworks: tuple[Framework, ...] = ()
    parts: tuple[Framework, ...] = ()
    runway: tuple[CashScenario, ...] = ()
    years: tuple[FiscalYear, ...] = ()
    analogues: tuple[Analogue, ...] = ()
