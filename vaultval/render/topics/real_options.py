"""Real options as they are shown: in the company's block, and in --json."""

from collections.abc import Mapping
from typing import Any

from vaultval.figure import N
from vaultval.render.text import Style, callout
from vaultval.results import Results
from vaultval.valuation.company import CompanyValue
from vaultval.valuation.real_options.stated import RealOptionValue

_COLUMNS = ("at_once", "last_day", "any_day", "staged", "committed")
_HEADS = ("real_now", "real_once", "real_any", "real_staged", "real_committed")


def _found(value: CompanyValue, results: Results) -> tuple[RealOptionValue, ...]:
    return results.analyses[value.company.id].real_options


def section(value: CompanyValue, results: Results, style: Style) -> str:
    """A folded table, only of the columns that some option has; nothing without any."""
    found = _found(value, results)
    if not found:
        return ""
    alone = {each.option.id: each.weighted for each in value.options}
    used = [key for key in _COLUMNS if any(getattr(each, key) is not None for each in found)]
    heads = dict(zip(_COLUMNS, _HEADS, strict=True))
    rows = []
    for each in found:
        cells = [getattr(each, key) for key in used]
        shown = [style.money(cell) if cell is not None else "—" for cell in cells]
        rows.append([style.node(each.option, value.company.note), style.money(alone[each.option.id]), *shown])
    head = [style("option"), style("on_its_own"), *(style(heads[key]) for key in used)]
    table = style.table(head, "l" + "r" * (len(used) + 1), rows)
    return callout("info", style("real_title"), ["", *table.split("\n")], folded=True)


def data(value: CompanyValue, results: Results) -> dict[str, Any]:
    """By option, in currency/share; null where the note does not state what it takes."""
    return {
        each.option.name: {key: getattr(each, key) for key in _COLUMNS} for each in _found(value, results)
    }


def figures(_value: CompanyValue, _results: Results) -> Mapping[str, N]:
    """None: a lattice has too many steps to be told."""
    return {}
