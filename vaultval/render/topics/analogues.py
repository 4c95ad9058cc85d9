"""Companies that had options before, as they are shown."""

from collections.abc import Mapping
from typing import Any

from vaultval.figure import N, plain
from vaultval.render.text import Style, callout, escaped, fixed, shortened
from vaultval.render.topics.frameworks import accounts_of, unique
from vaultval.results import Results
from vaultval.valuation.accounts.analogues import Analogues, AnalogueValue
from vaultval.valuation.market import Market


def section(market: Market, results: Results, style: Style) -> str:
    """One line, and the analogues folded below it; nothing without any."""
    accounts = accounts_of(market, results)
    found = accounts.analogues if accounts else None
    if found is None:
        return ""
    shares = any(row.implied_share is not None for row in found.rows)
    rows = [_row(row, style, shares=shares) for row in found.rows]
    head = [style("analogue"), style("analogue_options"), *([style("implied_share")] if shares else [])]
    head += [style("realised"), style("rate")]
    lines = style.table(head, "l" + "r" * (len(head) - 1), rows).split("\n")
    if found.needed is not None and found.needed_options is not None:
        wanted = {"rate": style.percent(found.needed), "options": fixed(float(found.needed_options), 1)}
        price = style.money(market.price)
        lines += ["", style("analogues_needed", price=price, own=str(found.own), **wanted)]
    return callout("info", _line(found, style), ["", *lines], folded=True)


def _row(row: AnalogueValue, style: Style, *, shares: bool) -> list[str]:
    realised = "—" if row.realised is None else f"{float(row.realised):g}"
    rate = "—" if row.rate is None else style.percent(row.rate)
    share = "—" if row.implied_share is None else style.percent(row.implied_share)
    name = escaped(shortened(row.name, 60))
    return [name, f"{float(row.options):g}", *([share] if shares else []), realised, rate]


def _line(found: Analogues, style: Style) -> str:
    names = style.listed(escaped(shortened(row.name, 40)) for row in found.rows if row.rate is None)
    if found.mean is None:
        return style("analogues_none", names=names)
    count = len(found.decided)
    words = {
        "analogues": style("analogues_one" if count == 1 else "analogues_many", count=str(count)),
        "rate": style.percent(found.mean),
        "open": style("analogues_open", names=names) if names else "",
    }
    if found.expected is None:
        return style("analogues_rate", **words)
    expected = fixed(float(found.expected), 1)
    return style("analogues_line", own=str(found.own), expected=expected, **words)


def data(market: Market, results: Results) -> dict[str, Any] | None:
    """Each analogue, the mean rate of those that are decided, and what it would make of the company's options."""
    accounts = accounts_of(market, results)
    found = accounts.analogues if accounts else None
    if found is None:
        return None
    return {
        "rows": [
            {
                "name": row.name,
                "options": float(row.options),
                "realised": plain(row.realised),
                "rate": plain(row.rate),
                "implied_share": plain(row.implied_share),
            }
            for row in found.rows
        ],
        "decided": len(found.decided),
        "open": len(found.rows) - len(found.decided),
        "mean_rate": plain(found.mean),
        "pooled_rate": plain(found.pooled),
        "own_options": found.own,
        "expected": plain(found.expected),
        "needed_rate": plain(found.needed),
        "needed_options": plain(found.needed_options),
    }


def figures(market: Market, results: Results) -> Mapping[str, N]:
    """The rate of each, their mean, and the expected count."""
    accounts = accounts_of(market, results)
    found = accounts.analogues if accounts else None
    if found is None:
        return {}
    names = unique(row.name for row in found.rows)
    known = {name: row.rate for name, row in zip(names, found.rows, strict=True) if row.rate is not None}
    for name, row in zip(names, found.rows, strict=True):
        if row.implied_share is not None:
            known[f"{name}.implied_share"] = row.implied_share
    known = {f"analogues.{name}": number for name, number in known.items()}
    whole = {
        "mean_rate": found.mean, "pooled_rate": found.pooled, "expected": found.expected,
        "needed_rate": found.needed, "needed_options": found.needed_options,
    }  # fmt: skip
    return known | {f"analogues.{key}": number for key, number in whole.items() if number is not None}
