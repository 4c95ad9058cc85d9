"""From enterprise value to equity, to a share: the bridge, and the dilution by options on shares. Method §5.

Source of the treasury-stock method: FASB ASC 260 (earnings per share); of the bridge: Koller, Goedhart, Wessels,
"Valuation", 7th ed. 2020, and Damodaran, "Investment Valuation", 3rd ed. 2012.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from vaultval.figure import N, named
from vaultval.model.records import Company
from vaultval.quantity import Quantity
from vaultval.valuation.steps import Lift

ADDED = ("cash", "stakes")
TAKEN = ("debt", "leases", "preferred", "minorities", "pensions")


@dataclass(frozen=True, slots=True)
class Bridge:
    """ev, equity and the signed parts between them: currency. shares: diluted. per_share: currency/share."""

    ev: N
    parts: tuple[tuple[str, N], ...]
    equity: N
    shares: N
    per_share: N


def equity_value(ev: N, added: Sequence[N], taken: Sequence[N]) -> N:
    """EV + cash + stakes − debt − leases − preferred − minorities − pensions, in currency."""
    value = ev
    for amount in added:
        value = value + amount
    for amount in taken:
        value = value - amount
    return value


def diluted_at(price: N, shares: N, tranches: Sequence[tuple[N, N]]) -> N:
    """N + Σ max(0, n(1 − K/P)): the shares at a price, of tranches (n, K), by the treasury-stock method."""
    count = shares
    for number, strike in tranches:
        if float(strike) < float(price):
            count = count + number * (1 - strike / price)
    return count


def diluted_value(equity: N, shares: N, tranches: Sequence[tuple[N, N]]) -> tuple[N, N]:
    """The price P = E/N_d at which the dilution is that of P itself, and N_d.

    P·N_d(P) = P·N + Σ n·max(0, P − K) only rises with P, in straight stretches between the strikes, so that the price is
    (E + Σ nK)/(N + Σ n) over the tranches whose strike it is above: exact, without trial and error.
    """
    money, count = equity, shares
    price = equity / shares
    for number, strike in sorted(tranches, key=lambda tranche: float(tranche[1])):
        if float(price) <= float(strike):
            break
        money, count = money + number * strike, count + number
        price = money / count
    return price, equity / price if float(price) > 0 else shares


def bridge_parts(company: Company, lift: Lift) -> tuple[tuple[str, N], ...]:
    """What lies between a company's enterprise value and its equity, signed, in currency, by name.

    Cash and debt where `cash` is stated, else `net_cash` in place of the two; and what else is stated.
    """
    stated: dict[str, Quantity | None] = {
        key: getattr(company.bridge, key, None) for key in (*ADDED, *TAKEN) if key != "debt"
    }
    if stated["cash"] is not None:
        stated["debt"] = company.debt
    else:
        stated = {"net_cash": company.net_cash, **stated}
    parts = [(key, stated.get(key)) for key in ("net_cash", *ADDED, *TAKEN)]
    numbers = [(key, lift(quantity, key)) for key, quantity in parts if quantity is not None]
    return tuple((key, 0 - number if key in TAKEN else number) for key, number in numbers)


def bridge(ev: N, company: Company, shares: N, price: N, lift: Lift) -> Bridge:
    """The bridge of a company. price: of the market, for the dilution where the author asks for it there."""
    parts = bridge_parts(company, lift)
    equity = named(equity_value(ev, [amount for _, amount in parts], ()), "equity value")
    held = [
        (lift(t.count, f"{t.name}: count"), lift(t.strike, f"{t.name}: strike")) for t in company.dilution
    ]
    stated = company.bridge
    if stated and stated.dilution_at and stated.dilution_at.value == "price":
        count = named(diluted_at(price, shares, held), "diluted shares")
        each = equity / count
    else:
        each, count = diluted_value(equity, shares, held)
        count = named(count, "diluted shares") if held else count
    return Bridge(ev, parts, equity, count, named(each, "equity value per share"))
