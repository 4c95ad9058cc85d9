"""The block in a note that asks for its audit: what is wrong, what is told differently, what cannot be checked.

It names headings and no lines, for those move. Claims do not depend on what stands in it.
"""

from vaultval.audit.claims import Claim, Verdict
from vaultval.audit.report import Audit, Contradiction, Occurrence
from vaultval.note.parts import Heading
from vaultval.render.audit import audit_summary
from vaultval.render.text import Style, callout, escaped, shortened
from vaultval.vault.vault import Note

_OCCURRENCES = 6  # of a fact
_OPEN = 30  # figures that cannot be checked
_LONGEST = 80  # characters of an expression


def audit_block(note: Note, audit: Audit, style: Style) -> str:
    """The whole block. note: its text is held. audit: what was found in it."""
    found = audit_summary(audit, 1)
    unchecked = [claim for claim in audit.claims if claim.verdict is Verdict.NOT_CHECKABLE]
    parts = [callout(_callout(found), _title(found, style), _lines(found, style))]
    if found["wrong"]:
        parts.append(_wrong_table(note, audit, style))
    if audit.contradictions:
        parts.append(_contradictions(note, audit, style))
    if unchecked:
        phrase = "audit_one_open_title" if len(unchecked) == 1 else "audit_open_title"
        lines = [f"- {_open(claim, style)}" for claim in unchecked[:_OPEN]]
        if unchecked[_OPEN:]:
            lines.append("- " + style("audit_more_open", count=str(len(unchecked[_OPEN:]))))
        parts.append(callout("question", style(phrase, count=str(len(unchecked))), lines, folded=True))
    return "\n\n".join(parts)


def _callout(found: dict[str, int]) -> str:
    if found["wrong"]:
        return "failure"
    if found["contradictions"]:
        return "warning"
    return "success" if found["checked"] else "info"


def _title(found: dict[str, int], style: Style) -> str:
    wrong, checked = found["wrong"], found["checked"]
    if not checked:
        return style("audit_nothing")
    if checked == 1:
        return style("audit_only_wrong" if wrong else "audit_only_right")
    phrase = "audit_one_wrong" if wrong == 1 else "audit_wrong" if wrong else "audit_right"
    return style(phrase, wrong=str(wrong), checked=str(checked))


def _lines(found: dict[str, int], style: Style) -> list[str]:
    """What else there is, by verdict; what there is not is left out."""
    counts = {"audit_rounding": found["rounding"], "audit_not_checkable": found["not_checkable"]}
    if found["wrong"]:
        counts = {"audit_right_ones": found["right"], **counts}
    counts["audit_contradicted"] = found["contradictions"]
    told = style.listed(style(phrase, count=str(count)) for phrase, count in counts.items() if count)
    return [style("audit_counts", counts=told)] if told else []


def _wrong_table(note: Note, audit: Audit, style: Style) -> str:
    """The wrong figures, the most material first."""
    order = {found.place: at for at, found in enumerate(audit.findings)}
    wrong = [claim for claim in audit.claims if claim.verdict is Verdict.WRONG]
    wrong.sort(key=lambda claim: order.get(claim.place, len(order)))
    rows = [
        [
            _cell(claim.stated),
            f"**{_cell(claim.shown)}**",
            _cell(claim.expression),
            _cell(claim.cause),
            _heading(note, claim.place.line, style),
        ]
        for claim in wrong
    ]
    head = ["audit_stated", "audit_recomputed", "audit_made_of", "audit_cause", "audit_under"]
    return style.table([style(name) for name in head], "rrlll", rows)


def _cell(text: str) -> str:
    return escaped(shortened(text, _LONGEST)) or "—"


def _heading(note: Note, line: int, style: Style) -> str:
    """A link to the author's heading above a line."""
    above: Heading | None = None
    for heading in note.scan.headings:
        if note.place(heading.start).line > line:
            break
        if not note.is_own_text(heading.start):
            above = heading
    return style.link(note.path, note.path, above.text) if above else "—"


def _contradictions(note: Note, audit: Audit, style: Style) -> str:
    rows = [[_cell(each.quantity), _told(note, each, style)] for each in audit.contradictions]
    return style.table([style("audit_fact"), style("audit_told")], "ll", rows)


def _told(note: Note, each: Contradiction, style: Style) -> str:
    """The values of a fact with where they stand: those of this note first."""
    ordered = sorted(each.occurrences, key=lambda one: one.place.note != note.path)
    told = list(dict.fromkeys(_occurrence(note, one, style) for one in ordered))
    if told[_OCCURRENCES:]:
        told[_OCCURRENCES:] = [style("audit_more", count=str(len(told) - _OCCURRENCES))]
    return " · ".join(told)


def _occurrence(note: Note, one: Occurrence, style: Style) -> str:
    here = one.place.note == note.path
    where = _heading(note, one.place.line, style) if here else style.link(one.place.note, note.path)
    day = style.aside(escaped(one.as_of)) if one.as_of else ""
    return f"{_cell(one.text)}{day} {where}"


def _open(claim: Claim, style: Style) -> str:
    why = style.aside(escaped(shortened(claim.cause))) if claim.cause else ""
    stated = claim.stated.rstrip(":： ")  # two colons would make an inline field
    cells = {"stated": _cell(stated), "made_of": _cell(claim.expression)}
    return style("audit_open", colon=style("colon"), why=why, **cells)
