"""What segments and companies state for a DCF, its bridge, its cost of capital and an overlay: from attributes to records."""

from collections.abc import Mapping, Sequence
from typing import Any

from vaultval.diagnostics import Finding, finding
from vaultval.model.attributes import FORMS, Form, read_attributes, unread
from vaultval.model.company_records import (
    BridgeInputs,
    CapitalInputs,
    DcfInputs,
    Overlay,
    Segment,
    Tranche,
)
from vaultval.model.context import tables
from vaultval.model.nodes import Node, Page
from vaultval.model.references import Names
from vaultval.model.rows import columns_of, named_rows, read_row
from vaultval.vocabulary import Vocabulary

_SHARED = ("revenue", "wacc", "terminal_growth", "debt")
"""Attributes that a company states for other computations, too."""


def take_dcf(node: Node, values: Mapping[str, Any], broken: Sequence[str]) -> dict[str, Any]:
    """The attributes of a node with those of a DCF put into records: `dcf`, `bridge`, `capital`, `overlay`."""
    rest = dict(values)
    records: dict[str, Any] = {}
    for field, record in (("bridge", BridgeInputs), ("capital", CapitalInputs), ("overlay", Overlay)):
        mine = {key: rest[key] for key in record.model_fields if key in rest}
        for key in mine:
            if key not in _SHARED:
                del rest[key]
        if mine and (field != "overlay" or "overlay" in mine):
            records[field] = record(**mine)
    keys = [key for key in DcfInputs.model_fields if key in FORMS["segment"]]
    inputs = {key: rest[key] for key in keys if key in rest}
    lost = tuple(key for key in broken if key in FORMS["segment"])
    if set(inputs) - set(_SHARED) or set(lost) - set(_SHARED):
        records["dcf"] = DcfInputs(name=node.name, place=node.place, broken=lost, **inputs)
    return {key: value for key, value in rest.items() if key not in keys or key in _SHARED} | records


def whole_company(stated: DcfInputs | None) -> tuple[Segment, ...]:
    """The one segment of a company without a Segments table that states a DCF: the company as a whole."""
    if stated is None or not stated.asked_for:
        return ()
    return (Segment(name=stated.name, place=stated.place, basis="enterprise", dcf=stated),)


def read_dilution(
    page: Page, node: Node | None, vocabulary: Vocabulary
) -> tuple[tuple[Tranche, ...], list[Finding]]:
    """The rows of a company's Dilution table: `Tranche | Count | Strike`."""
    forms = {"count": Form.COUNT, "strike": Form.MONEY}
    tranches: list[Tranche] = []
    findings: list[Finding] = []
    for table in tables(page, node, "dilution", vocabulary):
        columns, found = columns_of(page, table, "tranche", forms, vocabulary)
        findings += found
        named, found = named_rows(page, table)
        findings += found
        for name, row in named:
            values, found = read_row(page, row, columns, forms)
            findings += found
            place = row[0].place(page.note.path, 0, len(row[0].content))
            missing = [key for key in forms if key not in values]
            if missing and not found:
                message = f"the tranche {name!r} has no {' and no '.join(missing)}"
                findings.append(finding("missing-attribute", place, message, expected=", ".join(missing)))
            elif not missing and (values["count"].value <= 0 or values["strike"].value < 0):
                message = f"the tranche {name!r} needs a count above zero and a strike that is not negative"
                findings.append(finding("not-a-quantity", place, message))
                values = {}
            tranches.append(Tranche(name=name, place=place, **values))
    return tuple(tranches), findings


class SegmentNotes:
    """What the segment notes and sections of a vault state, and which of them a row leads to."""

    def __init__(self, pages: Sequence[Page], names: Names, vocabulary: Vocabulary) -> None:
        self._names = names
        self._stated: dict[str, tuple[Node, dict[str, Any]]] = {}
        self._linked: set[str] = set()
        self.findings: list[Finding] = []
        self.twice: list[Finding] = []
        for page in pages:
            for node in page.nodes:
                if node.kind == "segment":
                    values, found = read_attributes(node, vocabulary)
                    broken = unread(node, values, vocabulary)
                    self._stated[node.id] = node, take_dcf(node, values, broken)
                    self.findings += found

    def joined(self, rows: Sequence[Segment]) -> tuple[Segment, ...]:
        """The rows, each with what the segment says that it links to. A DCF is the base of one row: a second one has none."""
        joined: list[Segment] = []
        taken: set[str] = set()
        for row in map(self._joined, rows):
            if row.by_dcf and row.node in taken:
                message = f"the DCF of {row.name!r} counts in another row already"
                self.twice.append(finding("segment-twice", row.place, message))
                joined.append(row.model_copy(update={"dcf": None}))
                continue
            if row.by_dcf:
                taken.add(row.node)
            joined.append(row)
        return tuple(joined)

    def _joined(self, row: Segment) -> Segment:
        node = self._names.of_link(row.link) if row.link else None
        if node is None or node.id not in self._stated:
            return row.model_copy(update={"link": None})
        self._linked.add(node.id)
        _, stated = self._stated[node.id]
        dcf: DcfInputs | None = stated.get("dcf")
        if dcf is not None and dcf.revenue is None and row.revenue is not None:
            dcf = dcf.model_copy(update={"revenue": row.revenue})
        taken = {
            "link": None,
            "node": node.id,
            "dcf": dcf,
            "dcf_probability": stated.get("probability"),
            "revenue": row.revenue or stated.get("revenue"),
        }
        return row.model_copy(update=taken)

    def unlinked(self) -> list[Finding]:
        """Segments that state a DCF, and to which no row leads."""
        return [
            finding(
                "segment-without-row",
                node.place,
                f"no row of a Segments table links to {node.name!r}, so its DCF is worth nothing to a company",
                hint=f"[[{node.name}]] in the first column",
            )
            for identity, (node, stated) in self._stated.items()
            if identity not in self._linked and (dcf := stated.get("dcf")) and dcf.asked_for
        ]
