"""Other companies beside the company itself, as they are shown."""

from collections.abc import Mapping
from typing import Any

from vaultval.figure import N
from vaultval.render.text import Style, callout, escaped, fixed, shortened
from vaultval.render.topics.frameworks import accounts_of, unique
from vaultval.results import Results
from vaultval.valuation.accounts.peers import PEER_RATIOS, Peers
from vaultval.valuation.market import Market

SHOWN = 12
_MULTIPLES = ("ps", "pe")


def section(market: Market, results: Results, style: Style) -> str:
    """A folded table, the company itself first; nothing without peers."""
    found = found_in(market, results)
    if found is None:
        return ""
    head, plain = peer_rows(found, market.company.name, style)
    rows = [[escaped(cell) for cell in row] for row in plain]
    rows[0] = [f"**{cell}**" if cell != "—" else cell for cell in rows[0]]
    many = len(found.rows)
    title = style("peers_title", count=str(many)) if many > 1 else style("peers_one")
    table = style.table(head, "l" + "r" * (len(head) - 1), rows[: SHOWN + 1])
    return callout("info", title, ["", *table.split("\n")], folded=True)


def found_in(market: Market, results: Results) -> Peers | None:
    """The peers of a company, if its notes state some."""
    accounts = accounts_of(market, results)
    return accounts.peers if accounts else None


def peer_rows(found: Peers, name: str, style: Style) -> tuple[list[str], list[list[str]]]:
    """Head and rows as plain text: the company, then its peers, in the ratios that any peer has."""
    keys = [key for key in PEER_RATIOS if any(key in row.ratios for row in found.rows)]
    rows = [[shortened(name, 40), *(_shown(key, found.own.get(key), "", style) for key in keys)]]
    rows += [
        [
            shortened(row.name, 40),
            *(_shown(key, row.ratios.get(key), row.bounds.get(key, ""), style) for key in keys),
        ]
        for row in found.rows
    ]
    return [style("analogue"), *(style(f"peer_{key}") for key in keys)], rows


def _shown(key: str, number: N | None, bound: str, style: Style) -> str:
    if number is None:
        return "—"
    text = fixed(float(number), 1) if key in _MULTIPLES else style.percent(number)
    return bound + text


def data(market: Market, results: Results) -> dict[str, Any] | None:
    """The company's own ratios, and each peer's; bounds where a ratio is stated with one."""
    found = found_in(market, results)
    if found is None:
        return None
    return {
        "own": _plain(found.own),
        "rows": [{"name": row.name, **_plain(row.ratios), "bounds": dict(row.bounds)} for row in found.rows],
    }


def _plain(ratios: Mapping[str, N]) -> dict[str, float | None]:
    return {key: float(ratios[key]) if key in ratios else None for key in PEER_RATIOS}


def figures(market: Market, results: Results) -> Mapping[str, N]:
    """Each peer's ratios by its name; the company's own under `own`."""
    found = found_in(market, results)
    if found is None:
        return {}
    names = unique(row.name for row in found.rows)
    known = {
        f"peers.{name}.{key}": number
        for name, row in zip(names, found.rows, strict=True)
        for key, number in row.ratios.items()
    }
    return known | {f"peers.own.{key}": number for key, number in found.own.items()}
