"""Findings as annotations of GitHub Actions, one workflow command each.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from vaultval.diagnostics import Finding, Severity
from vaultval.place import Place
from vaultval.render.findings import visible

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def annotation(found: Finding, folder: str = "") -> str:
    """One line. folder: the vault as a path from the repository's root, with a slash behind it; "" if they are one."""
    place = found.place
    properties = [("file", folder + place.note)]
    if place != Place(place.note):  # else it is about the note as a whole
        properties += [("line", str(place.line)), ("col", str(place.column))]
        if place.length:
            properties.append(("endColumn", str(place.column + place.length)))
    properties.append(("title", f"{found.rule.code} {found.rule.name}"))
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties)
    return f"::{_COMMANDS[found.severity]} {listed}::{_data(told(found))}"


def told(found: Finding) -> str:
    """A finding in one text: what is the matter, what was expected, the hint, the way out."""
    parts = [found.message + "."]
    if found.expected:
        parts.append(f"Expected: {found.expected}.")
    if found.hint:
        parts.append(f"Hint: {found.hint}.")
    return " ".join([*parts, found.rule.mend])


def _data(text: str) -> str:
    lines = (visible(line) for line in text.replace("\r", "\n").split("\n"))
    return "\n".join(lines).replace("%", "%25").replace("\n", "%0A")


def _property(text: str) -> str:
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return visible(escaped).replace(":", "%3A").replace(",", "%2C")
