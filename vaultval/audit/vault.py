"""The audit of a vault: claims, model claims and contradictions put together, the most material finding first."""

from collections.abc import Callable, Collection, Iterable

from vaultval.audit.claims import Claim, Verdict
from vaultval.audit.facts.contradictions import contradictions, findings_of
from vaultval.audit.facts.typed import typed_facts
from vaultval.audit.findings import most_material_first, unread_arithmetic, wrong_figure
from vaultval.audit.model.claim import ModelClaim
from vaultval.audit.model.claims import effects, model_claims, model_findings
from vaultval.audit.notes import shown_by, told_by_each
from vaultval.audit.report import Audit
from vaultval.config import Config
from vaultval.diagnostics import in_order
from vaultval.model.records import Model
from vaultval.results import Results
from vaultval.vault.vault import Vault, held_whole


def audit_notes(
    vault: Vault,
    config: Config,
    model: Model,
    results: Results | None,
    asked: Collection[str],
    progress: Callable[[int, int], None],
) -> Audit:
    """What the notes that are asked about claim, and what they tell differently from each other or from any other note.

    results: what the notes' companies are worth, to hold against what they state of it; None: it is not looked at.
    asked: paths. progress: told how many of how many notes are read.
    """
    told = told_by_each(vault, config, asked, progress)
    printed = [claim for each in told for claim in each.claims]
    stated = _model_claims(vault, model, results, asked, printed)
    printed += [each.claims[0] for each in stated if not each.differs]
    differing = [each for each in stated if each.differs]
    wrong = [(claim, wrong_figure(claim)) for claim in printed if claim.verdict is Verdict.WRONG]
    wrong += [(each.claims[-1], found) for each in differing for found in model_findings([each])]
    findings = most_material_first(wrong, effects(stated, results) if results else {})
    contradicted = tuple(
        each
        for each in contradictions([*typed_facts(model), *(fact for each in told for fact in each.facts)])
        if any(occurrence.place.note in asked for occurrence in each.occurrences)
    )
    unread = (unread_arithmetic(claim) for claim in printed if claim.unread)
    of_notes = (found for each in told for found in each.findings)
    findings += in_order([*findings_of(contradicted), *of_notes, *unread])
    claims = sorted([*printed, *(each.claims[-1] for each in differing)], key=lambda claim: claim.place)
    return Audit(tuple(claims), contradicted, tuple(findings))


def _model_claims(
    vault: Vault, model: Model, results: Results | None, asked: Collection[str], printed: Iterable[Claim]
) -> list[ModelClaim]:
    """What the notes that are asked about state of their own valuation, but for what their text says as well."""
    if results is None:
        return []
    notes = (held_whole(vault, path) for path in sorted(asked) if vault.notes[path].takes_part)
    pages = {note.path: shown_by(note) for note in notes if note}
    told = {_gist(claim) for claim in printed}
    return [
        each
        for each in model_claims(model, results, pages)
        if each.place.note in asked and not all(_gist(claim) in told for claim in each.claims)
    ]


def _gist(claim: Claim) -> tuple[object, ...]:
    """What two claims of one number have in common that say the same."""
    return claim.place[:3], claim.verdict, claim.shown
