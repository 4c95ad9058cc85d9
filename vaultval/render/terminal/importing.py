"""What an import did, for a terminal and as data."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import click

from vaultval.diagnostics import Finding
from vaultval.importing.planning import Plan
from vaultval.importing.records import Unread
from vaultval.render.data import SCHEMA, diagnostics
from vaultval.render.findings import visible

_SHOWN = 12  # parts that were not read
_KINDS: Mapping[str, str] = {
    "table": "table",
    "list": "list",
    "box": "box",
    "column": "column",
    "line": "line too long to be read",
    "code": "chart or code",
}


def print_import(
    plan: Plan, added: Sequence[str], same: Collection[str], *, dry_run: bool, whole: bool
) -> None:
    """The notes that were added and kept, and the parts of the report that were not read."""
    for path in added:
        click.echo(f"{'would add' if dry_run else 'added'} {visible(path)}")
    for draft in plan.there:
        state = (
            "there already, as it would be written" if draft.path in same else "there already, left as it is"
        )
        click.echo(f"{state}: {visible(draft.path)}")
    if not added:
        click.echo("Nothing to add.")
    parts = [part for part in plan.unread if part.kind != "code"]
    charts = len(plan.unread) - len(parts)
    if not plan.unread:
        click.echo("Every table, list and box of the report was read.")
        return
    shown = parts if whole else parts[:_SHOWN]
    click.echo(f"\nNot read, and left in the report: {_counted(parts, charts)}.")
    for part in shown:
        click.echo(f"  {_lines(part):>13}  {_KINDS[part.kind]:6}  {visible(part.text)}")
    if len(shown) < len(parts):
        click.echo(f"  … and {len(parts) - len(shown)} more; --all shows them.")


def _counted(parts: Iterable[Unread], charts: int) -> str:
    kinds = [part.kind for part in parts]
    counts = [
        (kinds.count(kind), "columns of a table" if kind == "column" else f"(part of a) {name}")
        for kind, name in _KINDS.items()
        if kind != "code"
    ]
    told = [f"{count} × {name}" for count, name in counts if count]
    return ", ".join([*told, *([f"{charts} × chart or other code"] if charts else [])])


def _lines(part: Unread) -> str:
    last = part.end - 1
    return f"line {part.line}" if last == part.line else f"{part.line}–{last}"


def import_document(
    plan: Plan,
    report: str,
    added: Sequence[str],
    same: Collection[str],
    findings: Iterable[Finding],
    *,
    dry_run: bool,
) -> dict[str, Any]:
    """What `vaultval import --json` prints."""
    return {
        "schema": SCHEMA,
        "report": report,
        "report_note": plan.source.path or None,
        "company": plan.report.name,
        "language": plan.report.language,
        "dry_run": dry_run,
        "added": list(added),
        "kept": [{"note": draft.path, "same": draft.path in same} for draft in plan.there],
        "notes": [
            {
                "note": draft.path,
                "kind": draft.kind,
                "from": [
                    {"name": trace.name, "text": trace.text, "line": trace.line} for trace in draft.traces
                ],
            }
            for draft in (*plan.new, *plan.there)
        ],
        "unread": [
            {
                "line": part.line,
                "end": part.end - 1,
                "kind": part.kind,
                "imported_section": part.known,
                "heading": part.heading,
                "text": part.text,
            }
            for part in plan.unread
        ],
        "diagnostics": diagnostics(findings),
    }
