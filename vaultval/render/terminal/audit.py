"""The audit on a terminal: what is left of the findings as a table, all claims, and a summary."""

from collections.abc import Iterator, Sequence

from vaultval.audit.claims import Claim
from vaultval.audit.report import Audit
from vaultval.diagnostics import Finding
from vaultval.render.audit import audit_summary
from vaultval.render.findings import summary
from vaultval.render.terminal.tables import print_line, print_table
from vaultval.render.text import shortened

_LONGEST = 70  # characters of a cell


def print_rest(findings: Sequence[Finding]) -> None:
    """Findings, a row for each."""
    rows = [[str(found.place), found.rule.code, found.message, found.expected] for found in findings]
    print_table(f"{len(rows)} more", ["Place", "Code", "What is wrong", "Comes to"], rows, 3)


def print_claims(claims: Sequence[Claim]) -> None:
    """Every claim with its verdict, in the order of the notes."""
    rows = [
        [
            str(claim.place),
            claim.kind.replace("_", " "),
            shortened(claim.expression, _LONGEST),
            str(claim.verdict),
            shortened(claim.cause, _LONGEST),
            claim.stated,
            claim.shown,
        ]
        for claim in claims
    ]
    head = ["Place", "Kind", "Made of", "Verdict", "Why", "Stated", "Comes to"]
    print_table(f"{len(rows)} claims", head, rows, 5)


def print_audit_summary(audit: Audit, findings: Sequence[Finding], notes: int, command: str) -> None:
    """What a person wants to know, in a few sentences. notes: how many were read. command: the one that shows all claims,
    if they are not shown.
    """
    for sentence in _sentences(audit, notes):
        print_line(sentence)
    if findings:
        print_line(summary(findings))
    if command and (audit.claims or findings):
        print_line(f"`{command}` lists every claim{' and finding' if findings else ''}.")


def _sentences(audit: Audit, notes: int) -> Iterator[str]:
    found = audit_summary(audit, notes)
    told = f"{_count(notes, 'note')} read."
    if found["checked"]:
        words = {"wrong": "wrong", "right": "right", "rounding": "right within rounding"}
        counts = [
            f"{found[key] or 'none'} {word}" for key, word in words.items() if found[key] or key == "wrong"
        ]
        told += f" {_count(found['checked'], 'figure')} checked: {', '.join(counts)}."
    if found["not_checkable"]:
        told += f" {_count(found['not_checkable'], 'figure')} cannot be checked."
    elif not audit.claims:
        told += f" No figure in {'it' if notes == 1 else 'them'} says how it comes about."
    yield told
    if audit.contradictions:
        yield f"{_count(len(audit.contradictions), 'fact')} told in different ways."


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
