"""Discounted cash flows as tables for a terminal."""

from vaultval.figure import N
from vaultval.quantity import Unit, written
from vaultval.render.text import fixed
from vaultval.render.topics.dcf import found_in
from vaultval.results import Results
from vaultval.valuation.company import CompanyValue


def terminal_tables(value: CompanyValue, results: Results) -> list[tuple[str, list[str], list[list[str]]]]:
    """Title, head and rows: the parts where one has a DCF, the company's years, the overlay."""
    found = found_in(value, results)
    if found is None:
        return []
    name, unit = value.company.name, value.company.price.currency if value.company.price else ""

    def amount(number: N) -> str:
        return written(float(number), Unit.CURRENCY, unit)

    def ratio(number: N | None) -> str:
        return "—" if number is None else fixed(float(number) * 100, 1) + "%"

    tables = []
    if any(segment.dcf for segment in value.core.segments):
        rows = []
        for part, segment in zip(found.parts.parts, value.core.segments, strict=True):
            inner = segment.dcf
            shown = [amount(inner.value), ratio(inner.dcf.terminal_share)] if inner else ["", ""]
            rows.append([part.name, amount(part.ev), ratio(part.share), *shown])
        rows.append(["Sum", amount(found.parts.ev), "", "", ""])
        head = ["Part", "Enterprise value", "Of the sum", "By its DCF", "Terminal share"]
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
    if found.target is not None:
        target = found.target
        ends = [target.price, *(end for end in (target.low, target.high) if end is not None)]
        cells = [ratio(target.change), *(written(float(end), Unit.CURRENCY, unit, 2) for end in ends)]
        head = ["Overlay on the price", "Target", "Low", "High"][: len(cells)]
        tables.append((f"{name}: target from an overlay, no intrinsic value", head, [cells]))
    return tables
