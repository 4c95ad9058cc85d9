"""Reference frameworks as they are shown."""

from collections.abc import Iterable, Mapping
from typing import Any

from vaultval.figure import N, plain
from vaultval.model.account_records import LEVELS
from vaultval.quantity import Unit, written
from vaultval.render.text import Style, callout, escaped, fixed, shortened
from vaultval.results import Results
from vaultval.valuation.accounts.accounts import AccountsValue
from vaultval.valuation.accounts.frameworks import DIVERGING, Frameworks, FrameworkValue, PartsValue
from vaultval.valuation.market import Market

PARTS = "Sum of the reference parts"
SHOWN = 12


def accounts_of(market: Market, results: Results) -> AccountsValue | None:
    """The accounts of a company that was valued."""
    return results.analyses[market.company.id].accounts


def amount(number: N, style: Style) -> str:
    """An amount of money, four digits of it at most, with its scale: $1.405T."""
    return _shown(written(rough(number), Unit.CURRENCY, style.currency, language=style.language))


def count(number: N, style: Style) -> str:
    """A count with its scale: 3.539B."""
    return _shown(written(rough(number), Unit.COUNT, language=style.language))


def rough(number: N) -> float:
    """Four digits of a number."""
    return float(f"{float(number):.4g}")


def _shown(text: str) -> str:
    return text.replace("-", "−").replace("$", "\\$")


def unique(names: Iterable[str]) -> list[str]:
    """The names, the second of one name as Name (2)."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found


def _frameworks(market: Market, results: Results) -> Frameworks | None:
    accounts = accounts_of(market, results)
    return accounts.frameworks if accounts else None


def section(market: Market, results: Results, style: Style) -> str:
    """A folded table of the frameworks, and what the parts leave unexplained; nothing without any."""
    found = _frameworks(market, results)
    if found is None:
        return ""
    rows = [_row(row, style) for row in found.rows[:SHOWN]]
    head = [style("framework"), style("framework_value"), style("framework_share"), style("framework_gap")]
    cap = amount(market.market_cap, style)
    if found.convergence is None:
        title, basis = style("frameworks_plain"), style("frameworks_basis_one", cap=cap)
    else:
        spread = fixed(float(found.convergence), 1)
        title = style("frameworks_apart" if found.diverging else "frameworks_near", ratio=spread)
        basis = style("frameworks_basis", cap=cap, most=f"{DIVERGING:g}")
    said = [basis, *(_beyond(found.parts, style) if found.parts else [])]
    return callout("info", title, ["", *style.table(head, "lrrr", rows).split("\n"), "", *said], folded=True)


def _row(row: FrameworkValue, style: Style) -> list[str]:
    name = escaped(shortened(row.name, 60)) if row.name else style("framework_parts")
    levels = [amount(row.levels[key], style) for key in LEVELS]
    if len(set(levels)) == 1:
        levels = levels[:1]
    if not row.gaps:
        return [name, " – ".join(levels), "—", "—"]
    low, high = (style.money(row.per_share[key]) for key in ("low", "high"))
    below, above = (style.signed_percent(float(row.gaps[key])) for key in ("low", "high"))
    return [name, " – ".join(levels), _ends(low, high, style), _ends(below, above, style)]


def _ends(low: str, high: str, style: Style) -> str:
    return low if low == high else style("from_to", low=low, high=high)


def _beyond(parts: PartsValue, style: Style) -> list[str]:
    """What of the market cap the parts leave: the least where they are highest."""
    lines = [
        style(
            "parts_beyond",
            low=amount(parts.implied["high"], style),
            high=amount(parts.implied["low"], style),
            share_low=style.percent(parts.shares["high"]),
            share_high=style.percent(parts.shares["low"]),
        )
    ]
    if parts.multiple is not None:
        lines.append(style("parts_multiple", multiple=fixed(float(parts.multiple), 1)))
    return [style.sentences(lines)]


def _levels_data(row: FrameworkValue) -> dict[str, Any]:
    return {
        **{key: float(row.levels[key]) for key in LEVELS},
        "per_share": {key: float(number) for key, number in row.per_share.items()} or None,
        "gap": {key: float(number) for key, number in row.gaps.items()} or None,
    }


def data(market: Market, results: Results) -> dict[str, Any] | None:
    """The frameworks in the order of the note, the sum of the parts, and how far they are apart."""
    found = _frameworks(market, results)
    if found is None:
        return None
    parts = None
    for row in found.rows:
        if not row.name:
            parts = _levels_data(row)
    if parts is not None and found.parts:
        parts |= {
            "implied": {key: float(number) for key, number in found.parts.implied.items()},
            "share_beyond": {key: float(number) for key, number in found.parts.shares.items()},
            "multiple": plain(found.parts.multiple),
        }
    return {
        "rows": [{"name": row.name, **_levels_data(row)} for row in found.rows if row.name],
        "parts": parts,
        "convergence": plain(found.convergence),
        "convergence_ends": plain(found.convergence_ends),
        "diverging": found.diverging,
    }


def figures(market: Market, results: Results) -> Mapping[str, N]:
    """Each framework's levels, per-share figures and gaps; the sum of the parts under `parts`."""
    found = _frameworks(market, results)
    if found is None:
        return {}
    known: dict[str, N] = {}
    for name, row in zip(unique(row.name or "parts" for row in found.rows), found.rows, strict=True):
        for key in LEVELS:
            known[f"frameworks.{name}.{key}"] = row.levels[key]
            if row.gaps:
                known[f"frameworks.{name}.{key}_per_share"] = row.per_share[key]
                known[f"frameworks.{name}.{key}_gap"] = row.gaps[key]
    if found.parts:
        known |= {f"frameworks.parts.{key}_implied": found.parts.implied[key] for key in LEVELS}
        known |= {f"frameworks.parts.{key}_share_beyond": found.parts.shares[key] for key in LEVELS}
        if found.parts.multiple is not None:
            known["frameworks.parts.multiple"] = found.parts.multiple
    if found.convergence is not None:
        known["frameworks.convergence"] = found.convergence
    if found.convergence_ends is not None:
        known["frameworks.convergence_ends"] = found.convergence_ends
    return known
