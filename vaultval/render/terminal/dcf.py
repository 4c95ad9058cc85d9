"""Discounted cash flows as tables for a terminal."""

from vaultval.figure import N
from vaultval.quantity import Unit, written
from vaultval.render.text import fixed
from vaultval.render.topics.dcf import found_in
from vaultval.results import Results
from vaultval.valuation.company import CompanyValue
from vaultval.valuation.market import Market


def terminal_tables(value: Market, results: Results) -> list[tuple[str, list[str], list[list[str]]]]:
    """Title, head and rows: the parts where one has a DCF, the company's years, the overlay."""
    found = found_in(value, results)
    if found is None:
        return []
    name, unit = value.company.name, value.company.currency

    def amount(number: N) -> str:
        return written(float(number), Unit.CURRENCY, unit)

    def ratio(number: N | None) -> str:
        return "—" if number is None else fixed(number, 1, 2) + "%"

    tables = []
    if (
        isinstance(value, CompanyValue)
        and found.parts
        and any(segment.dcf for segment in value.core.segments)
    ):
        rows = []
        for part, segment in zip(found.parts.parts, value.core.segments, strict=True):
            inner = segment.dcf
            shown = ["", "", ""]
            if inner:
                shares = (inner.dcf.terminal_share, inner.dcf.new_capital_return)
                shown = [amount(inner.value), *map(ratio, shares)]
            rows.append([part.name, amount(part.ev), ratio(part.share), *shown])
        rows.append(["Sum", amount(found.parts.ev), "", "", "", ""])
        head = ["Part", "Enterprise value", "Of the sum", "By its DCF", "Terminal share", "On new capital"]
        tables.append((f"{name}: sum of the parts", head, rows))
    if found.dcf is not None and found.bridge is not None:
        rows = [
            [str(y.number), amount(y.revenue), amount(y.fcff), amount(y.present_value)]
            for y in found.dcf.dcf.years
        ]
        rows.append(["Terminal", "", amount(found.dcf.dcf.terminal_value), amount(found.dcf.dcf.terminal_pv)])
        rows.append(["Enterprise value", "", "", amount(found.bridge.ev)])
        rows.append(["Equity", "", "", amount(found.bridge.equity)])
        rows.append(["Per share", "", "", written(float(found.bridge.per_share), Unit.CURRENCY, unit, 2)])
        head = ["Year", "Revenue", "Free cash flow", "Present value"]
        tables.append((f"{name}: the company by DCF", head, rows))
    capital = found.capital
    if capital is not None and capital.cost_of_equity is not None:
        ends = [capital.wacc] if capital.wacc is not None else [capital.low, capital.high]
        whole = " to ".join(ratio(end) for end in ends if end is not None) or "—"
        head = ["Cost of equity", "Wacc of its components", "Wacc as stated"]
        cells = [ratio(capital.cost_of_equity), whole, ratio(capital.stated)]
        tables.append((f"{name}: cost of capital", head, [cells]))
    if found.target is not None:
        target = found.target
        ends = [target.price, *(end for end in (target.low, target.high) if end is not None)]
        cells = [ratio(target.change), *(written(float(end), Unit.CURRENCY, unit, 2) for end in ends)]
        head = ["Overlay on the price", "Target", "Low", "High"][: len(cells)]
        tables.append((f"{name}: target from an overlay, no intrinsic value", head, [cells]))
    return tables
