"""The tables of companies and options: segments, scenarios, synergies, feasibility."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from vaultval.diagnostics import Finding, finding
from vaultval.model.attributes import Form, read_number
from vaultval.model.company_records import Coefficient, Segment
from vaultval.model.context import heading_at, tables
from vaultval.model.links import LinkText, links_in
from vaultval.model.nodes import Node, Page, plain_title
from vaultval.model.records import Scenario
from vaultval.model.references import Names
from vaultval.model.rows import BLANK, PLAIN, columns_of, named_rows, read_row, row_name, unread_cells
from vaultval.note.structure import Passage
from vaultval.place import Place
from vaultval.quantity import Quantity
from vaultval.vocabulary import Vocabulary

_SCENARIO_FORMS = {
    "tam": Form.MONEY,
    "share": Form.RATIO,
    "net_margin": Form.RATIO,
    "pe": Form.MULTIPLE,
    "probability": Form.RATIO,
    "discount_factor": Form.NUMBER,
    "weight": Form.RATIO,
    "stated_value": Form.MONEY,
}
_SEGMENT_FORMS = {
    "revenue": Form.MONEY,
    "ebitda": Form.MONEY,
    "low": Form.NUMBER,
    "base": Form.NUMBER,
    "high": Form.NUMBER,
    "ev_low": Form.MONEY,
    "ev_base": Form.MONEY,
    "ev_high": Form.MONEY,
    "probability": Form.RATIO,
}


SALES_HINT = "a multiple of revenue belongs in a table under Parts; what it comes to, in columns EV low, EV base, EV high here"


def read_scenarios(
    page: Page, node: Node, vocabulary: Vocabulary
) -> tuple[tuple[Scenario, ...], list[Finding]]:
    """The rows of an option's Scenarios table."""
    scenarios: list[Scenario] = []
    findings: list[Finding] = []
    for table in tables(page, node, "scenarios", vocabulary):
        columns, found = columns_of(page, table, "scenario", _SCENARIO_FORMS, vocabulary)
        findings += found
        named, found = named_rows(page, table)
        findings += found
        for name, row in named:
            values, found = read_row(page, row, columns, _SCENARIO_FORMS)
            findings += found
            role = vocabulary.meaning("scenario", plain_title(name)) or ""
            place = row[0].place(page.note.path, 0, len(row[0].content))
            taken = sum(row.name == name or row.name.startswith(f"{name} (") for row in scenarios)
            unique = f"{name} ({taken + 1})" if taken else name
            broken = unread_cells(page, row, columns, values, _SCENARIO_FORMS)
            scenarios.append(Scenario(name=unique, role=role, place=place, broken=broken, **values))
    return tuple(scenarios), findings


def read_segments(
    page: Page, node: Node | None, vocabulary: Vocabulary
) -> tuple[tuple[Segment, ...], list[Finding]]:
    """The rows of a company's Segments table. A row with EBITDA holds multiples, else values per share."""
    segments: list[Segment] = []
    findings: list[Finding] = []
    for table in tables(page, node, "segments", vocabulary):
        columns, found = columns_of(page, table, "segment", _SEGMENT_FORMS, vocabulary)
        findings += found
        forms = dict(_SEGMENT_FORMS)
        basis = "multiples" if "ebitda" in columns else "per share"
        per_share = Form.MULTIPLE if "ebitda" in columns else Form.MONEY
        heading = heading_at(page, table.line)
        forms.update(low=per_share, base=per_share, high=per_share)
        named, found = named_rows(page, table)
        findings += found
        for name, row in named:
            values, found = read_row(page, row, columns, forms)
            findings += found if "ebitda" in columns else [_hinted(one) for one in found]
            place = row[0].place(page.note.path, 0, len(row[0].content))
            one = _segment(name, place, heading.title.content if heading else "", basis, values)
            broken = unread_cells(page, row, columns, values, forms)
            link = next(links_in(row[0].content, place), None)
            segments.append(one.model_copy(update={"link": link, "broken": broken}))
    return tuple(segments), findings


def _hinted(found: Finding) -> Finding:
    """A multiple in a table without EBITDA is one of sales: where that belongs."""
    of_sales = found.rule.name == "wrong-unit" and any(mark in found.found for mark in "xX×倍")
    return replace(found, hint=SALES_HINT) if of_sales else found


def _segment(name: str, place: Place, heading: str, basis: str, values: Mapping[str, Quantity]) -> Segment:
    """One row. Enterprise values stand in columns of their own, and come before multiples."""
    by_value = {key: values[f"ev_{key}"] for key in ("low", "base", "high") if f"ev_{key}" in values}
    levels: dict[str, Any] = by_value or {
        key: values[key] for key in ("low", "base", "high") if key in values
    }
    return Segment(
        name=name,
        place=place,
        heading=heading,
        basis="enterprise" if by_value else basis,
        revenue=values.get("revenue"),
        ebitda=values.get("ebitda"),
        probability=values.get("probability"),
        **levels,
    )


def read_feasibility(
    page: Page, node: Node, vocabulary: Vocabulary
) -> tuple[tuple[tuple[str, Quantity], ...], list[Finding]]:
    """The scores of an option's Feasibility table, by dimension."""
    scores: list[tuple[str, Quantity]] = []
    findings: list[Finding] = []
    for table in tables(page, node, "feasibility", vocabulary):
        columns, found = columns_of(page, table, "dimension", {"score": Form.RATIO}, vocabulary)
        findings += found
        for row in table.rows:
            values, found = read_row(page, row, columns, {"score": Form.RATIO})
            findings += found
            dimension = vocabulary.meaning("dimension", plain_title(row_name(row[0])))
            if dimension and "score" in values:
                scores.append((dimension, values["score"]))
    return tuple(scores), findings


def read_synergies(
    page: Page, node: Node | None, vocabulary: Vocabulary, names: Names
) -> tuple[tuple[Coefficient, ...], tuple[str, ...], list[Finding]]:
    """The synergy matrix, and the options in the author's order. An empty cell takes its mirror's value."""
    findings: list[Finding] = []
    cells: dict[tuple[str, str], Quantity] = {}
    order: list[str] = []
    empty: list[tuple[str, str]] = []
    for table in tables(page, node, "synergies", vocabulary):
        targets, found = _options(page, table.header[1:], names)
        findings += found
        sources, found = _options(page, [row[0] for row in table.rows], names)
        findings += found
        order += [option for option in (*sources, *targets) if option and option not in order]
        for source, row in zip(sources, table.rows, strict=True):
            for target, cell in zip(targets, row[1:], strict=True):
                if source is None or target is None or source == target:
                    continue
                value, found = _coefficient(page, cell)
                findings += found
                if value:
                    cells[source, target] = value
                elif not found:
                    empty.append((source, target))
    for source, target in empty:
        if (target, source) in cells:
            cells[source, target] = cells[target, source]
    found_all = tuple(Coefficient(source=a, target=b, value=value) for (a, b), value in cells.items())
    return found_all, tuple(order), findings


def _coefficient(page: Page, cell: Passage) -> tuple[Quantity | None, list[Finding]]:
    if cell.content.translate(PLAIN).strip() in BLANK:
        return None, []
    place = cell.place(page.note.path, 0, len(cell.content))
    value, findings = read_number(cell.content, place, Form.NUMBER)
    if value and not 0 <= value.value <= 1:
        message = f"the coefficient {value.text!r} is not between 0 and 1"
        return None, [finding("coefficient", place, message, expected="0 to 1", found=value.text)]
    return value, findings


def _options(page: Page, cells: Sequence[Passage], names: Names) -> tuple[list[str | None], list[Finding]]:
    """The options that head the rows or columns of the matrix."""
    found: list[str | None] = []
    findings: list[Finding] = []
    for cell in cells:
        text = cell.content.translate(PLAIN)
        place = cell.place(page.note.path, 0, len(cell.content))
        link = next(links_in(cell.content, place), None)
        node = _option(link, text, names)
        found.append(node.id if node else None)
        if node is None and text.strip():
            name = link.target if link else text.strip()
            message = f"{name!r} in the synergy matrix is not an option"
            findings.append(
                finding("unknown-row", place, message, hint=names.did_you_mean(("option",), name))
            )
    return found, findings


def _option(link: LinkText | None, text: str, names: Names) -> Node | None:
    if link:
        node = names.of_link(link) or names.by_name("option", link.target)
        return node if node and node.kind == "option" else None
    return names.by_name("option", text)
