"""The flywheels of a company as they are shown: what stops and falls without each part of them."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from vaultval.figure import N
from vaultval.model.records import Option
from vaultval.render.charts.flowchart import flowchart
from vaultval.render.text import Style, callout, escaped, fixed, money, shortened
from vaultval.results import Results
from vaultval.valuation.company import CompanyValue
from vaultval.valuation.risk.fragility import Fragility, Node, without
from vaultval.valuation.steps import as_figure

ROWS_SHOWN = 12
NAMES_SHOWN = 6


def section(value: CompanyValue, results: Results, style: Style) -> str:
    """A folded callout with the graph and, for the nodes that stop the same flywheels, one row; nothing without flywheels."""
    found = results.analyses[value.company.id].fragility
    if found is None or not found.nodes:
        return ""
    options = {option.id: option for option in value.company.options}
    singles = [node.key for node in found.single_points]
    title = style("wheels", count=str(len(value.company.flywheels)))
    if singles and len(found.cycles) > 1:
        names = style("and").join(
            escaped(shortened(node.name, 40)) for node in found.single_points[:NAMES_SHOWN]
        )
        title = style("wheels_through", count=str(len(value.company.flywheels)), names=names)
    chart = flowchart(
        {node.key: node.name for node in found.nodes},
        found.edges,
        [node.key for node in found.nodes if node.option],
        singles if len(found.cycles) > 1 else (),
    )
    rows = [_row(same, found, options, value.company.note, style) for same in alike(found)[:ROWS_SHOWN]]
    head = [
        style(key)
        for key in ("fragility_without", "wheels_break", "options_on_them", "value_without", "value_change")
    ]
    said = [style("wheels_note")] if rows else []
    if found.cut:
        said.append(style("cycles_cut", count=str(len(found.cycles))))
    if found.hubs:
        said.append(_hub_line(found, options, value.company.note, style))
    parts = [chart, style.table(head, "lllrr", rows) if rows else "", "\n".join(said)]
    body = "\n\n".join(part for part in parts if part)
    return callout("info", title, ["", *body.split("\n")], folded=True)


def alike(found: Fragility) -> list[list[Node]]:
    """The nodes with which the same cycles break and the same options fall, the gravest first."""

    def what(node: Node) -> tuple[float, tuple[int, ...], tuple[str, ...]]:
        return node.change or 0.0, node.cycles, node.breaks

    nodes = [node for node in found.nodes if node.cycles or node.breaks]
    return [list(same) for _, same in groupby(sorted(nodes, key=what), key=what)]


def cycle_name(number: int, found: Fragility) -> str:
    """What a cycle is called: the flywheel that it is, or its nodes, where it runs over several."""
    if found.names[number]:
        return found.names[number]
    names = {node.key: node.name for node in found.nodes}
    cycle = found.cycles[number]
    return " → ".join(names[key] for key in (*cycle, cycle[0]))


def _row(
    same: Sequence[Node], found: Fragility, options: Mapping[str, Option], home: str, style: Style
) -> list[str]:
    first = same[0]
    nodes = [style.node(options[n.key], home) if n.option else escaped(shortened(n.name, 40)) for n in same]
    if len(first.cycles) == len(found.cycles) > 1:
        stops = style("all_of_them", count=str(len(found.cycles)))
    else:
        stops = _listed([escaped(shortened(cycle_name(i, found), 60)) for i in first.cycles], style) or "—"
    falls = _listed([style.node(options[key], home) for key in first.breaks], style) or "—"
    if first.full_value is None or first.change is None:
        return [_listed(nodes, style), stops, falls, "—", "—"]
    return [_listed(nodes, style), stops, falls, style.money(first.full_value), style.change(first.change)]


def _listed(names: Sequence[str], style: Style) -> str:
    shown = style("and").join(names[:NAMES_SHOWN])
    rest = len(names) - NAMES_SHOWN
    return f"{shown} {style('and_others', count=str(rest))}" if rest > 0 else shown


def _hub_line(found: Fragility, options: Mapping[str, Option], home: str, style: Style) -> str:
    hubs = [
        f"{style.node(options[key], home)} {fixed(float(degree), 1)}".replace("\\|", "|")
        for key, degree in list(found.hubs.items())[:NAMES_SHOWN]
    ]
    return style("hub_degrees", colon=style("colon"), hubs=style("and").join(hubs))


def terminal_tables(value: CompanyValue, results: Results) -> list[tuple[str, list[str], list[list[str]]]]:
    """Title, head and rows for a terminal; none without flywheels. Per share."""
    found = results.analyses[value.company.id].fragility
    if found is None or not found.nodes:
        return []
    options, unit = {option.id: option.name for option in value.company.options}, value.company.currency
    rows = [
        [
            ", ".join(node.name for node in same), str(len(same[0].cycles)), ", ".join(options[k] for k in same[0].breaks),
            *("—" if number is None else money(number, unit) for number in (same[0].full_value, same[0].change)),
        ]
        for same in alike(found)
    ]  # fmt: skip
    head = ["Without", "Flywheels that stop", "Options that fall", "Full value", "Change"]
    return [(f"{value.company.name}: flywheels, per share", head, rows)]


def data(value: CompanyValue, results: Results) -> dict[str, Any] | None:
    """The cycles, the nodes with what falls without them, and the hub degrees."""
    found = results.analyses[value.company.id].fragility
    if found is None:
        return None
    names = {node.key: node.name for node in found.nodes}
    options = {option.id: option.name for option in value.company.options}
    return {
        "flywheels": [
            {
                "name": wheel.name, "steps": [step.name for step in wheel.steps], "closed": wheel.closed,
                "note": wheel.place.note, "line": wheel.place.line,
            }
            for wheel in value.company.flywheels
        ],
        "cycles": [
            {"name": cycle_name(number, found), "nodes": [names[key] for key in cycle]}
            for number, cycle in enumerate(found.cycles)
        ],
        "cycles_cut": found.cut,
        "single_points": [node.name for node in found.single_points],
        "nodes": [
            {
                "name": node.name, "option": node.option,
                "cycles": [cycle_name(number, found) for number in node.cycles],
                "breaks": [options[key] for key in node.breaks], "single_point": node.everywhere,
                "full_value": node.full_value, "change": node.change, "loss_on_their_own": node.on_their_own,
            }
            for node in found.nodes
        ],
        "hub_degrees": {options[key]: float(degree) for key, degree in found.hubs.items()},
    }  # fmt: skip


def figures(value: CompanyValue, results: Results) -> Mapping[str, N]:
    """Full value without each node (without.NODE), and the hub degrees (hub_degree.OPTION)."""
    found = results.analyses[value.company.id].fragility
    if found is None:
        return {}
    options = {option.id: option.name for option in value.company.options}
    known: dict[str, N] = {f"hub_degree.{options[key]}": degree for key, degree in found.hubs.items()}
    for same in [] if found.cut else alike(found):
        run = without(value.company, same[0].breaks, results.method, as_figure) if same[0].breaks else None
        known |= {f"without.{node.name}": (run or value).full_value for node in same}
    return known
