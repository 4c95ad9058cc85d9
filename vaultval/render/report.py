"""What a vault's links say about it, as text for a terminal and as plain data for --json."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from vaultval.graph.report import Listing, Missing, Report
from vaultval.place import Place
from vaultval.render.data import SCHEMA, diagnostics
from vaultval.render.findings import visible
from vaultval.render.text import shortened

_LONGEST = 60  # characters of a target: links can be long


def report_text(report: Report) -> str:
    """One paragraph a question; each line under it begins with the note and line to look at."""
    return "\n\n".join("\n".join(lines) for lines in _paragraphs(report))


def _paragraphs(report: Report) -> Iterator[list[str]]:
    unlinked, missing = report.unlinked, report.missing
    alone = f" ({report.alone} without any link to another note)" if report.alone else ""
    yield _paragraph(
        f"Notes that nobody links: {unlinked.total} of {report.notes}{alone}",
        unlinked,
        [(Place(each.note), f"links {_notes(each.links)}" if each.links else "") for each in unlinked.items],
    )
    yield _paragraph(
        f"Links to nothing: {missing.total} target{'' if missing.total == 1 else 's'}",
        missing,
        [(each.places[0], _missing(each)) for each in missing.items],
    )
    yield _paragraph(
        f"What narratives rest on: {report.support.total} to look at",
        report.support,
        [(each.place, f"{each.rule.code} {each.message}") for each in report.support.items],
    )
    yield _paragraph(
        "Hubs: the notes that most other notes link",
        report.hubs,
        [(Place(each.note), f"linked by {_notes(each.notes)}") for each in report.hubs.items],
    )
    yield _paragraph(
        "Bridges: notes that alone tie others to the rest",
        report.bridges,
        [
            (Place(each.note), f"ties {_notes(each.cut_off)} to the rest; {each.parts} parts without it")
            for each in report.bridges.items
        ],
    )


def _paragraph(title: str, listing: Listing[Any], rows: Sequence[tuple[Place, str]]) -> list[str]:
    lines = [f"  {place.note}:{place.line}{'  ' if text else ''}{text}" for place, text in rows]
    more = listing.total - len(rows)
    if more:
        lines.append(f"  … and {more} more; --all lists them")
    return [visible(line) for line in (title, *(lines or ["  none"]))]


def _notes(count: int) -> str:
    return f"{count} note{'' if count == 1 else 's'}"


def _missing(each: Missing) -> str:
    times = len(each.places)
    often = f", {times} times" if times > 1 else ""
    return f"[[{shortened(each.target, _LONGEST)}]]{often}{'; ' if each.hint else ''}{each.hint}"


def report_document(report: Report, as_of: date) -> dict[str, Any]:
    """What `vaultval graph --report --json` prints. as_of: the day on which evidence counted."""
    return {
        "schema": SCHEMA,
        "as_of": as_of.isoformat(),
        "notes": report.notes,
        "unlinked": {
            **_listing(
                report.unlinked, ({"note": each.note, "links": each.links} for each in report.unlinked.items)
            ),
            "alone": report.alone,
        },
        "missing": _listing(
            report.missing,
            (
                {
                    "target": each.target,
                    "times": len(each.places),
                    "hint": each.hint,
                    "places": [{"note": p.note, "line": p.line, "column": p.column} for p in each.places],
                }
                for each in report.missing.items
            ),
        ),
        "support": _listing(report.support, diagnostics(report.support.items)),
        "hubs": _listing(
            report.hubs, ({"note": each.note, "notes": each.notes} for each in report.hubs.items)
        ),
        "bridges": _listing(report.bridges, (each._asdict() for each in report.bridges.items)),
    }


def _listing(listing: Listing[Any], items: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {"total": listing.total, "items": list(items)}
