"""What waits for a narrative, as text and as JSON."""

import shlex
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from vaultval.diagnostics import Finding
from vaultval.linking.adopt import Adoption
from vaultval.linking.inbox import Waiting
from vaultval.linking.likely import Candidate, Part, Point
from vaultval.render.data import SCHEMA, diagnostics
from vaultval.render.findings import visible
from vaultval.render.text import fixed, shortened

_FAINT = 0.5  # one word that no other narrative has: no reason to look there
_OF_A_NOTE = 3  # labelled items of one note, so that a long report does not bury the rest
_TEXT = 240  # characters of an item
_LINKS, _WORDS = 3, 6  # how many a reason names

Judge = Callable[[Waiting], list[Candidate]]


class Selection(NamedTuple):
    """What is shown of what waits. folded: how many more items of each note there are. later: how many more in all."""

    shown: tuple[Waiting, ...]
    folded: tuple[tuple[str, int], ...]
    later: int


def select(waiting: Sequence[Waiting], limit: int, *, whole: bool = False) -> Selection:
    """The first items, and of each note no more than a few that are but labelled; those with points before others.

    whole: as many of each note as there are.
    """
    kept: set[Waiting] = set(waiting)
    folded: Counter[str] = Counter()
    if not whole:
        of_note: dict[str, list[Waiting]] = {}
        for each in waiting:
            if not each.signal:
                of_note.setdefault(each.place.note, []).append(each)
        for note, items in of_note.items():
            rest = sorted(items, key=lambda each: each.points is None)[_OF_A_NOTE:]
            kept.difference_update(rest)
            if rest:
                folded[note] = len(rest)
    left = [each for each in waiting if each in kept]
    counts = sorted(folded.items(), key=lambda pair: (-pair[1], pair[0]))
    return Selection(tuple(left[:limit]), tuple(counts), len(left) - len(left[:limit]))


def inbox_text(selection: Selection, paragraphs: int, judge: Judge, command: str, *, narratives: bool) -> str:
    """Each item with its date, place, text, and the narratives that it most likely belongs to, and why.

    paragraphs: how many labelled ones are left out. command: the verb and the vault, as the user typed them. narratives:
    whether the vault has any.
    """
    lines: list[str] = []
    for each in selection.shown:
        lines += [*_item(each, judge(each)), ""]
    return "\n".join(
        visible(line) for line in [*lines, *_summary(selection, paragraphs, command, narratives=narratives)]
    )


def _item(each: Waiting, candidates: Sequence[Candidate]) -> Iterator[str]:
    day = each.date.isoformat() if each.date else "undated   "
    label = f"[{each.label}]" if each.label else "no label"
    yield f"{day}  {each.place.note}:{each.place.line}  {label}"
    yield f"  {shortened(each.text, _TEXT)}"
    yield from (f"    {line}" for line in candidate_lines(candidates))


def candidate_lines(candidates: Sequence[Candidate]) -> list[str]:
    """The likeliest narratives, each with its score and the reasons; those of next to no score left out."""
    return [
        f"{fixed(each.score, 1)}  {each.narrative.name}: {'; '.join(map(_reason, each.parts))}"
        for each in candidates
        if each.score > _FAINT
    ]


def _reason(part: Part) -> str:
    names = [point.what for point in part.found]
    if part.kind == "words":
        return "words: " + _listed(names, _WORDS)
    if part.kind == "links":
        return "links " + _listed([_link(point) for point in part.found], _LINKS)
    if part.kind == "elsewhere":
        return "its note links " + _listed([_link_text(name) for name in names], _LINKS)
    return {"names": "names ", "stands in": "stands in ", "under": "stands under "}[part.kind] + ", ".join(
        names
    )


def _listed(names: Sequence[str], most: int) -> str:
    return ", ".join(names[:most]) + (", …" if len(names) > most else "")


def _link(point: Point) -> str:
    count = point.evidence
    who = "its note does" if not count else f"{count} of its evidence {'does' if count == 1 else 'do'}"
    return f"{_link_text(point.what)} as {who}"


def _link_text(key: str) -> str:
    return key if "://" in key else f"[[{key.rpartition('/')[2].removesuffix('.md')}]]"


def _summary(selection: Selection, paragraphs: int, command: str, *, narratives: bool) -> Iterator[str]:
    if not selection.shown:
        yield "Nothing waits."
    if selection.later:
        yield f"{selection.later} more: --limit {len(selection.shown) + selection.later} shows them."
    if selection.folded:
        notes = ", ".join(f"{note} ({count})" for note, count in selection.folded[:_OF_A_NOTE])
        more = ", …" if len(selection.folded) > _OF_A_NOTE else ""
        yield f"More labelled items in {notes}{more}: --note NOTE shows those of a note, --all all."
    if paragraphs:
        yield f"{paragraphs} labelled paragraph{'s' if paragraphs != 1 else ''} not shown: --all shows {'them' if paragraphs != 1 else 'it'}."
    if not narratives:
        yield "No narratives yet: give a note the property `type: narrative`."
    elif selection.shown:
        place = f"{selection.shown[0].place.note}:{selection.shown[0].place.line}"
        yield "To give one to a narrative, for example the first, with --for or --against, and --label if it has none:"
        yield f"  {command} --adopt {shlex.quote(place)} --for NARRATIVE"


def inbox_document(waiting: Sequence[Waiting], paragraphs: int, judge: Judge) -> dict[str, Any]:
    """What waits as JSON, every candidate with its score and parts. paragraphs: how many labelled ones are left out."""
    return {
        "schema": SCHEMA,
        "waiting": [_waiting(each, judge(each)) for each in waiting],
        "left_out": {"paragraphs": paragraphs},
    }


def _waiting(each: Waiting, candidates: Sequence[Candidate]) -> dict[str, Any]:
    return {
        "note": each.place.note,
        "line": each.place.line,
        "column": each.place.column,
        "text": each.text,
        "label": each.label or None,
        "points": each.points,
        "date": each.date.isoformat() if each.date else None,
        "signal": each.signal,
        "form": "item" if each.listed else "paragraph",
        "likely": [_candidate(candidate) for candidate in candidates],
    }


def _candidate(candidate: Candidate) -> dict[str, Any]:
    return {
        "narrative": candidate.narrative.name,
        "note": candidate.narrative.note,
        "score": candidate.score,
        "parts": [
            {
                "kind": part.kind,
                "points": part.points,
                "found": [
                    {"what": point.what, "points": point.points, "evidence": point.evidence}
                    for point in part.found
                ],
            }
            for part in candidate.parts
        ],
    }


def adoption_text(note: str, line: int, adoption: Adoption, changed: bool, written: bool, item: str) -> str:
    """What became of an item. changed: its note would have to; written: it was. item: what it says."""
    side = "for" if adoption.supports else "against"
    what = f"{note}:{line} {side} {adoption.narrative.name}"
    if not changed:
        return visible(f"Nothing to change: {what} stands there already.")
    said = f"{'adopted' if written else 'would adopt'} {what}"
    return "\n".join(visible(row) for row in (said, f"  {shortened(item, _TEXT)}"))


def adoption_document(
    note: str,
    line: int,
    adoption: Adoption,
    changes: Sequence[str],
    written: Sequence[str],
    refused: Sequence[Finding],
) -> dict[str, Any]:
    """What became of an item as JSON."""
    return {
        "schema": SCHEMA,
        "note": note,
        "line": line,
        "narrative": adoption.narrative.name,
        "side": "for" if adoption.supports else "against",
        "label": adoption.label or None,
        "changes": list(changes),
        "written": list(written),
        "refused": diagnostics(refused),
    }
