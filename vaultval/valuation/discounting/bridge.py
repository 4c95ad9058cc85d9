"""From enterprise value to equity, to a share: the bridge, and the dilution by options on shares. Method §5.

Source of the treasury-stock method: FASB ASC 260 (earnings per share); of the bridge: Koller, Goedhart, Wessels,
"Valuation", 7th ed. 2020, and Damodaran, "Investment Valuation", 3rd ed. 2012.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from vaultval.diagnostics import Finding, Severity, finding
from vaultval.figure import N, named
from vaultval.model.records import Company
from vaultval.quantity import Quantity, Unit, written
from vaultval.quantity.currency import foreign
from vaultval.valuation.discounting.forecast import place_of
from vaultval.valuation.market import Market
from vaultval.valuation.steps import Lift

ADDED = ("cash", "stakes", "other_net_assets")
"""What is added to an enterprise value; other net assets with their sign."""
TAKEN = ("debt", "leases", "preferred", "minorities", "pensions")
MOST_APART = 0.01
"""How far net cash may be from cash less debt before it is told, as a share of it."""


@dataclass(frozen=True, slots=True)
class Bridge:
    """ev, equity and the signed parts between them: currency. shares: diluted. per_share: currency/share."""

    ev: N
    parts: tuple[tuple[str, N], ...]
    equity: N
    shares: N
    per_share: N


def equity_value(ev: N, added: Sequence[N], taken: Sequence[N]) -> N:
    """EV + cash + stakes ± other net assets − debt − leases − preferred − minorities − pensions, in currency."""
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


def can_bridge(company: Company) -> bool:
    """Whether the notes say what cash there is, in the currency of the price, and nothing is wrong with the rest: nothing is
    bridged by a guess of none.
    """
    cash = company.bridge.cash if company.bridge else None
    home, stated = company.currency, cash or company.net_cash
    usable = stated is not None and (not home or stated.currency in ("", home))
    return usable and not any(found.severity is Severity.ERROR for found in check_bridge(company))


def _keys(company: Company) -> tuple[str, ...]:
    """What the bridge takes: cash and debt where the note states `cash`, readable or not, else `net_cash`; and the rest."""
    gross = "cash" in company.broken or (company.bridge is not None and company.bridge.cash is not None)
    rest = (*ADDED, *TAKEN)
    return rest if gross else ("net_cash", *(key for key in rest if key not in ("cash", "debt")))


def _stated(company: Company, key: str) -> Quantity | None:
    return getattr(company if key in ("net_cash", "debt") else company.bridge, key, None)


def check_bridge(company: Company) -> list[Finding]:
    """What the bridge would take, and cannot: amounts that cannot be read, are below zero or in another currency. And a net
    cash that is not the cash less the debt.
    """
    findings = check_dilution(company)
    home = company.currency
    for key in _keys(company):
        stated = _stated(company, key)
        if key in company.broken and key != "net_cash":  # of that the valuation tells
            findings.append(_unreadable(company, key))
        if stated is None or key == "net_cash":
            continue
        place = stated.place or company.place
        findings += foreign(stated, place, home)
        if stated.value < 0 and key != "other_net_assets":
            findings.append(finding("not-a-quantity", place, f"`{key}` is below zero", found=stated.text))
    return findings + _check_net_cash(company)


def _unreadable(company: Company, key: str) -> Finding:
    message = f"the bridge of {company.name!r} from enterprise value to equity lacks `{key}`: what is stated cannot be read"
    place = place_of(company.dcf) if company.dcf else company.place
    return finding("missing-attribute", place, message, expected=f"{key}: …")


def check_dilution(company: Company) -> list[Finding]:
    """What of the Dilution table cannot be used; with any error in it there are no diluted shares."""
    home = company.currency
    findings = [_unreadable(company, "dilution_at")] if "dilution_at" in company.broken else []
    for tranche in company.dilution:
        if tranche.count is None or tranche.strike is None:
            message = f"the dilution of {company.name!r} lacks a usable row {tranche.name!r}"
            findings.append(
                finding("missing-attribute", tranche.place, message, expected="a count and a strike")
            )
        else:
            findings += foreign(tranche.strike, tranche.place, home)
    return findings


def _check_net_cash(company: Company) -> list[Finding]:
    cash, debt, net = _stated(company, "cash"), company.debt, company.net_cash
    if cash is None or debt is None or net is None or len({q.currency for q in (cash, debt, net)} - {""}) > 1:
        return []
    computed = cash.value - debt.value
    if abs(computed - net.value) <= MOST_APART * max(abs(computed), abs(net.value)):
        return []
    message = f"`net_cash` of {company.name!r} is {net.text}, and `cash` less `debt` is another amount"
    expected = written(computed, Unit.CURRENCY, net.currency or cash.currency)
    place = net.place or company.place
    return [finding("statements-disagree", place, message, expected=expected, found=net.text)]


def tranches_of(company: Company, lift: Lift) -> list[tuple[N, N]]:
    """The rows of the Dilution table that can be used: count, and strike in currency/share."""
    return [
        (lift(t.count, f"{t.name}: count"), lift(t.strike, f"{t.name}: strike"))
        for t in company.dilution
        if t.count is not None and t.strike is not None
    ]


def market_equity(market: Market, lift: Lift) -> N:
    """What the market pays for all shares, in currency: price × the shares that are diluted at it, where there is a Dilution
    table; else the market cap.
    """
    held = tranches_of(market.company, lift)
    if not held:
        return market.market_cap
    count = named(diluted_at(market.price, market.shares, held), "diluted shares at the price")
    return named(market.price * count, "market cap, diluted")


def bridge_parts(company: Company, lift: Lift) -> tuple[tuple[str, N], ...]:
    """What lies between a company's enterprise value and its equity, signed, in currency, by name.

    Cash and debt where `cash` is stated, else `net_cash` in place of the two; and what else is stated.
    """
    parts = [(key, _stated(company, key)) for key in _keys(company)]
    numbers = [(key, lift(quantity, key)) for key, quantity in parts if quantity is not None]
    return tuple((key, 0 - number if key in TAKEN else number) for key, number in numbers)


def bridge(ev: N, company: Company, shares: N, price: N, lift: Lift) -> Bridge:
    """The bridge of a company. price: of the market, for the dilution where the author asks for it there."""
    parts = bridge_parts(company, lift)
    equity = named(equity_value(ev, [amount for _, amount in parts], ()), "equity value")
    held = tranches_of(company, lift)
    stated = company.bridge
    if stated and stated.dilution_at and stated.dilution_at.value == "price":
        count = named(diluted_at(price, shares, held), "diluted shares")
        each = equity / count
    else:
        each, count = diluted_value(equity, shares, held)
        count = named(count, "diluted shares") if held else count
    return Bridge(ev, parts, equity, count, named(each, "equity value per share"))
