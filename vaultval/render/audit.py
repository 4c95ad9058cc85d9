"""The audit as plain data, and in numbers."""

from collections.abc import Iterable
from math import isfinite
from typing import Any

from vaultval.audit.claims import Claim, Verdict
from vaultval.audit.report import Audit, Contradiction
from vaultval.diagnostics import Finding
from vaultval.render.data import SCHEMA, diagnostics

_JUDGED = (Verdict.REPRODUCES, Verdict.ROUNDING, Verdict.WRONG)


def audit_summary(audit: Audit, notes: int) -> dict[str, int]:
    """How many claims have which verdict. checked: those with one. notes: how many were read."""
    counts = {verdict: audit.count(verdict) for verdict in Verdict}
    return {
        "notes": notes,
        "checked": sum(counts[verdict] for verdict in _JUDGED),
        "right": counts[Verdict.REPRODUCES],
        "rounding": counts[Verdict.ROUNDING],
        "wrong": counts[Verdict.WRONG],
        "not_checkable": counts[Verdict.NOT_CHECKABLE],
        "contradictions": len(audit.contradictions),
    }


def audit_document(audit: Audit, notes: int, findings: Iterable[Finding]) -> dict[str, Any]:
    """What `vaultval audit --json` prints. findings: those of the audit, and what kept a note from being read."""
    return {
        "schema": SCHEMA,
        "summary": audit_summary(audit, notes),
        "claims": [_claim(claim) for claim in audit.claims],
        "contradictions": [_contradiction(each) for each in audit.contradictions],
        "diagnostics": diagnostics(findings),
    }


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "note": claim.place.note,
        "line": claim.place.line,
        "column": claim.place.column,
        "length": claim.place.length,
        "kind": str(claim.kind),
        "expression": claim.expression,
        "stated": claim.stated,
        "value": _finite(claim.value),
        "recomputed": _finite(claim.recomputed),
        "shown": claim.shown,
        "error": _finite(claim.error),
        "verdict": str(claim.verdict),
        "cause": claim.cause,
    }


def _contradiction(each: Contradiction) -> dict[str, Any]:
    return {
        "quantity": each.quantity,
        "occurrences": [
            {
                "note": occurrence.place.note,
                "line": occurrence.place.line,
                "column": occurrence.place.column,
                "text": occurrence.text,
                "value": _finite(occurrence.value),
                "as_of": occurrence.as_of or None,
            }
            for occurrence in each.occurrences
        ],
    }


def _finite(number: float | None) -> float | None:
    return number if number is not None and isfinite(number) else None
