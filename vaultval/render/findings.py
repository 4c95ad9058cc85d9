"""Findings as text: the place, the user's own line with a caret, the rule, expected and found, the way out."""

from collections.abc import Callable, Iterable
from unicodedata import category, east_asian_width

from vaultval.diagnostics import Finding, Severity
from vaultval.place import Place

LONGEST_LINE = 160


def cells(text: str) -> int:
    """How many terminal cells a text takes: two for wide characters, none for combining ones."""
    if text.isascii():
        return len(text)
    return sum(
        0 if category(c) in ("Mn", "Me", "Cf") else 2 if east_asian_width(c) in "WF" else 1 for c in text
    )


def visible(text: str) -> str:
    """A note's text without anything that could steer a terminal."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c == "\t" else "\ufffd" for c in text)


def finding_text(
    found: Finding,
    source_line: Callable[[Place], str],
    *,
    where: Callable[[Place], str] = str,
    explained: bool = True,
) -> str:
    """One finding, on several lines. where: a place as text. explained: with the rule, and the way out."""
    place = found.place
    lines = [f"{visible(where(place))}: {found.severity} {found.rule.code} {found.rule.name}"]
    if place != Place(place.note):  # else it is about the note as a whole
        lines += _excerpt(place, source_line(place))
    lines.append(f"  {visible(found.message)}")
    if found.expected:
        lines.append(f"  expected: {visible(found.expected)}")
    if found.found and visible(found.found) not in found.message:
        lines.append(f"  found:    {visible(found.found)}")
    if found.other:
        lines.append(f"  see also: {visible(where(found.other))}")
    if explained:
        lines.append(f"  rule:     {found.rule.sentence}")
    if found.hint:
        lines.append(f"  hint:     {visible(found.hint)}")
    if explained:
        lines.append(f"  mend:     {found.rule.mend}")
    return "\n".join(lines)


def _excerpt(place: Place, line: str) -> list[str]:
    """The source line, cut around the place where it is long, and the caret under it."""
    if not line.strip():
        return []
    start = place.column - 1
    first = max(0, min(start - 40, len(line) - LONGEST_LINE)) if len(line) > LONGEST_LINE else 0
    shown = visible(line[first : first + LONGEST_LINE])
    before = visible(line[first:start])
    padding = "".join("\t" if c == "\t" else " " * cells(c) for c in before)
    marked = visible(line[start : min(start + max(place.length, 1), first + LONGEST_LINE)])
    number = str(place.line)
    lead, end = ("…" if first else ""), ("…" if first + LONGEST_LINE < len(line) else "")
    gutter = " " * len(number)
    return [
        f"  {number} | {lead}{shown}{end}",
        f"  {gutter} | {' ' * len(lead)}{padding}{'^' * max(cells(marked), 1)}",
    ]


def summary(findings: Iterable[Finding]) -> str:
    """How many findings of each severity, in one line."""
    found = list(findings)
    if not found:
        return "No findings."
    words = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
    counts = [(sum(f.severity is severity for f in found), word) for severity, word in words.items()]
    told = ", ".join(f"{count} {word}{'s' if count != 1 else ''}" for count, word in counts if count)
    return f"Findings: {told}."
