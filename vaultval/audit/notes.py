"""The audit of notes one by one: every finder over what each prints, half of the text in a second process."""

from bisect import bisect_left
from collections.abc import Callable, Container, Sequence
from itertools import accumulate
from typing import NamedTuple

from vaultval.audit.arithmetic.chains import find_chains
from vaultval.audit.arithmetic.derivations import find_derivations
from vaultval.audit.changes.diagrams import FENCES, find_in_diagrams
from vaultval.audit.changes.rates import find_rates
from vaultval.audit.changes.stated import find_changes
from vaultval.audit.claims import Claim
from vaultval.audit.facts.stated import Fact, facts_of
from vaultval.audit.known.counts import stated_counts
from vaultval.audit.known.formulas import known_formulas
from vaultval.audit.known.points import stated_points
from vaultval.audit.sources import check_sources
from vaultval.audit.tables import find_in_tables
from vaultval.config import Config
from vaultval.diagnostics import Finding
from vaultval.note.printed import Printed, printed
from vaultval.vault.reading import in_two
from vaultval.vault.vault import Note, Vault, held_whole

Finder = Callable[[Printed, str], list[Claim]]
"""What a note prints, and the note's path, to the claims of one kind."""

FINDERS: tuple[Finder, ...] = (
    find_chains,
    find_derivations,
    find_in_tables,
    find_changes,
    find_rates,
    find_in_diagrams,
    known_formulas,
    stated_points,
)
"""Of two that claim the same of one number, the first one is heard."""

WORTH_A_PROCESS = 500_000
"""From how many characters of text on a second process is started."""


class Told(NamedTuple):
    """What one note tells the audit. claims: in the order of the text. findings: on its labels and citations."""

    claims: tuple[Claim, ...] = ()
    facts: tuple[Fact, ...] = ()
    findings: tuple[Finding, ...] = ()


def shown_by(note: Note) -> Printed:
    """What a note prints outside of vaultval's own text, diagrams included. Its text is held."""
    return printed(note.text, note.scan, note.hidden(), FENCES)


def audit_note(note: Note) -> list[Claim]:
    """All claims of a note whose text is held, in the order of the text; vaultval's own text is passed over."""
    return _claims(shown_by(note), note)


def _claims(shown: Printed, note: Note) -> list[Claim]:
    found: dict[tuple[object, ...], Claim] = {}
    for finder in FINDERS:
        for claim in finder(shown, note.path):
            found.setdefault((claim.place.line, claim.place.column, claim.kind), claim)
    for claim in stated_counts(note, shown):
        found.setdefault((claim.place.line, claim.place.column, claim.kind), claim)
    return sorted(found.values(), key=lambda claim: claim.place)


def told_by_each(
    vault: Vault, config: Config, asked: Container[str], progress: Callable[[int, int], None]
) -> list[Told]:
    """What each note tells, in the order of their paths. asked: those whose claims are wanted; of others only facts are.

    progress: told how many of how many are read.
    """
    paths = sorted(vault.notes)

    def work(path: str) -> Told:
        note = held_whole(vault, path)
        if note is None:
            return Told()
        shown = shown_by(note)
        facts = tuple(facts_of(note, shown.without(FENCES), config.vocabulary))
        if path not in asked:
            return Told(facts=facts)
        return Told(tuple(_claims(shown, note)), facts, tuple(check_sources(note, shown, config)))

    return list(in_two(paths, work, _split(vault, paths), progress))


def _split(vault: Vault, paths: Sequence[str]) -> int | None:
    """From which note on a second process reads: where half of the text lies behind. None if it is not worth one."""
    sizes = list(accumulate(vault.notes[path].lines.size() for path in paths))
    if not sizes or sizes[-1] < WORTH_A_PROCESS:
        return None
    split = bisect_left(sizes, sizes[-1] / 2) + 1
    return split if split < len(sizes) else None
