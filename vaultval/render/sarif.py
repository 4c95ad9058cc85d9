"""Findings as a log of SARIF 2.1.0, as code scanning reads it.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from vaultval.diagnostics import Finding, Rule, Severity
from vaultval.place import Place
from vaultval.render.annotations import told

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def sarif_document(findings: Iterable[Finding], version: str, folder: str = "") -> dict[str, Any]:
    """A log of one run. version: of vaultval. folder: the vault as a path from the repository's root, as in
    `annotations.annotation`.
    """
    found = list(findings)
    rules = sorted({each.rule for each in found}, key=lambda rule: rule.code)
    index = {rule: at for at, rule in enumerate(rules)}
    driver = {
        "name": "vaultval",
        "version": version,
        "semanticVersion": version,
        "rules": [_rule(rule) for rule in rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the repository."}}},
        "results": [_result(each, index[each.rule], folder) for each in found],
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": rule.sentence},
        "fullDescription": {"text": rule.sentence},
        "help": {"text": rule.mend},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(found: Finding, index: int, folder: str) -> dict[str, Any]:
    result = {
        "ruleId": found.rule.code,
        "ruleIndex": index,
        "level": _LEVELS[found.severity],
        "message": {"text": told(found)},
        "locations": [_location(found.place, folder)],
    }
    if found.other:
        result["relatedLocations"] = [{"id": 1, **_location(found.other, folder)}]
    return result


def _location(place: Place, folder: str) -> dict[str, Any]:
    region = {"startLine": place.line, "startColumn": place.column}
    if place.length:
        region["endColumn"] = place.column + place.length
    path = (folder + place.note).encode("utf-8", "surrogateescape")
    artifact = {"uri": quote(path, safe="/"), "uriBaseId": _ROOT}
    return {"physicalLocation": {"artifactLocation": artifact, "region": region}}
