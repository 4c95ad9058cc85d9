"""What the audit of a vault found: claims, contradictions, findings."""

from dataclasses import dataclass

from vaultval.audit.claims import Claim, Verdict
from vaultval.diagnostics import Finding
from vaultval.place import Place


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place at which a fact is told. value: in base units, None for one that is no number. text: as written.
    as_of: the day it holds on, YYYY-MM-DD, or "" if the note says none.
    """

    place: Place
    text: str
    value: float | None
    as_of: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One fact that is told differently. quantity: what it is, as in `Tesla: share count, FY2025`. occurrences: two at
    least, in the order of the notes.
    """

    quantity: str
    occurrences: tuple[Occurrence, ...]


@dataclass(frozen=True, slots=True)
class Audit:
    """All that was found. claims: in the order of the notes; findings: the most material first."""

    claims: tuple[Claim, ...]
    contradictions: tuple[Contradiction, ...]
    findings: tuple[Finding, ...]

    def count(self, verdict: Verdict) -> int:
        """How many claims have a verdict."""
        return sum(claim.verdict is verdict for claim in self.claims)

    def of_note(self, path: str) -> "Audit":
        """What was found in one note, and what it tells differently from others."""
        return Audit(
            tuple(claim for claim in self.claims if claim.place.note == path),
            tuple(
                each
                for each in self.contradictions
                if any(one.place.note == path for one in each.occurrences)
            ),
            tuple(found for found in self.findings if found.place.note == path),
        )
