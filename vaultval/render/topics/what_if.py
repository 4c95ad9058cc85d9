"""The changes that a company's note supposes, as they are shown: what full value comes to, beside what is stated."""

from collections.abc import Mapping
from typing import Any

from vaultval.figure import N
from vaultval.render.text import Style, callout, escaped, shortened
from vaultval.results import Results
from vaultval.valuation.company import CompanyValue
from vaultval.valuation.risk.supposed import Changed, supposed_values

SHOWN = 20


def section(value: CompanyValue, results: Results, style: Style) -> str:
    """A folded table of the changes; nothing where the note supposes none."""
    found = results.analyses[value.company.id].what_ifs
    if not found:
        return ""
    told = [each for each in found if each.agrees is not None]
    wrong = sum(each.agrees is False for each in told)
    rows = [_row(each, style) for each in found[:SHOWN]]
    if len(found) > SHOWN:
        rows.append([style("what_if_more", count=str(len(found) - SHOWN)), *[""] * 5])
    words = ("change", "full_value", "difference", "uncapped", "against_price", "stated")
    table = style.table([style(f"what_if_{word}") for word in words], "lrrrrl", rows)
    lines = ["", *table.split("\n"), "", style("what_if_how", full=style.money(value.full_value))]
    if value.pmx.binds:
        lines.append(style("sensitivity_capped", uncapped=style.money(value.full_value_uncapped)))
    if wrong:
        lines.append(style("what_if_differs", wrong=str(wrong), told=str(len(told))))
    return callout("info", style("what_if_title", count=str(len(found))), lines, folded=True)


def _row(each: Changed, style: Style) -> list[str]:
    return [
        escaped(shortened(each.what_if.name, 240)),
        style.money(each.full_value),
        style.change(float(each.difference)),
        style.change(float(each.difference_uncapped)),
        style.signed_percent(float(each.against_price)),
        _stated(each, style),
    ]


def _stated(each: Changed, style: Style) -> str:
    stated = each.what_if.stated
    if stated is None:
        return "—"
    text = escaped(shortened(stated.text, 40))
    return style("what_if_agrees" if each.agrees else "what_if_otherwise", stated=text)


def data(value: CompanyValue, results: Results) -> list[dict[str, Any]]:
    """Every change with its place. In currency/share, against_price a ratio; what is supposed in base units."""
    names = {option.option.id: option.option.name for option in value.options}
    return [
        {
            "change": each.what_if.name,
            "note": each.what_if.place.note,
            "line": each.what_if.place.line,
            "set": {driver.key: to for driver, to in each.supposed.moved.items()}
            | {f"{names[name]}.probability_adjusted": to for name, to in each.supposed.adjusted.items()},
            **{key: float(number) for key, number in supposed_values(each).items()},
            "linear_change": each.supposed.linear,
            "cap_binds": each.binds,
            "stated": each.what_if.stated.value if each.what_if.stated else None,
            "stated_is": _stated_is(each),
            "agrees": each.agrees,
        }
        for each in results.analyses[value.company.id].what_ifs
    ]


def _stated_is(each: Changed) -> str | None:
    if each.what_if.stated is None:
        return None
    return "difference" if each.what_if.signed else "full_value"


def figures(value: CompanyValue, results: Results) -> Mapping[str, N]:
    """Each change by its text: full value, and behind it the difference, both uncapped, and the upside."""
    found: dict[str, N] = {}
    for each in results.analyses[value.company.id].what_ifs:
        numbers = supposed_values(each)
        found[each.what_if.name] = numbers["full_value"]
        found |= {f"{each.what_if.name}.{key}": number for key, number in numbers.items()}
    return found
