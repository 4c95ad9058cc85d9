"""The whole flow: a folder to its model, the model to results, results to the notes that would change."""

from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from vaultval import config as settings
from vaultval.audit.report import Audit
from vaultval.audit.vault import audit_notes
from vaultval.config import Config
from vaultval.diagnostics import Finding, in_order
from vaultval.errors import VaultvalError
from vaultval.model.build import build_model
from vaultval.model.nodes import takes_part
from vaultval.model.records import Model
from vaultval.note.managed import AUDIT, opted_out
from vaultval.render.blocks import contents
from vaultval.results import Moment, Results, moment_of
from vaultval.scoring.narratives import score_narratives
from vaultval.scoring.rotation import Rotation, narratives_of, rotation
from vaultval.scoring.support import check_support
from vaultval.valuation.analysis import analyse
from vaultval.valuation.company import value_company
from vaultval.valuation.events.stakes import Stakes, stakes
from vaultval.valuation.market import market_of
from vaultval.valuation.methods.narrative_link import shifts_of
from vaultval.valuation.months import MONTHS, month_ends
from vaultval.valuation.steps import Lift, Method, as_figure, as_float
from vaultval.vault.canvases import check_canvases
from vaultval.vault.commits import find_repository, last_until, written_out
from vaultval.vault.links import check_links
from vaultval.vault.vault import Hold, Note, Vault, held_whole, open_vault
from vaultval.writeback.blocks import BlockContent
from vaultval.writeback.plan import plan_note
from vaultval.writeback.surgery import NoteChange

if TYPE_CHECKING:
    import networkx as nx

Progress = Callable[[int, int], None]
BROKEN_SETTINGS = "its vaultval.toml is not all readable; defaults stand in"


def no_progress(_done: int, _total: int) -> None:
    """Says nothing."""


class Read(NamedTuple):
    """A vault as it was read, with what its notes say."""

    vault: Vault
    config: Config
    model: Model
    findings: tuple[Finding, ...]


def read_config(root: Path) -> tuple[Config, list[Finding]]:
    """The vault's settings, or the defaults. Raises VaultvalError for a file that cannot be read."""
    path = root / "vaultval.toml"
    if path.exists() and not path.is_file():  # to read a pipe would wait for ever
        raise VaultvalError("vaultval.toml is not a file.")
    try:
        return settings.read(path.read_text("utf-8"))
    except FileNotFoundError:
        return settings.read(None)
    except (OSError, UnicodeDecodeError) as error:
        raise VaultvalError(f"vaultval.toml cannot be read: {error}") from error


def read_vault(root: Path, progress: Progress = no_progress, *, hold: Hold = Hold.LINKS) -> Read:
    """Every note below a folder, and the model of what they say. Raises VaultvalError if it is no folder.

    hold: what is held of notes that a valuation does not need.
    """
    config, findings = read_config(root)
    vault, found = open_vault(root, config, takes_part(config.vocabulary), progress, hold=hold)
    findings += found
    findings += check_links(vault)
    findings += check_canvases(vault)
    model, found = build_model(vault, config.vocabulary)
    return Read(vault, config, model, tuple(in_order(_once([*findings, *found]))))


def _once(findings: Sequence[Finding]) -> list[Finding]:
    """The findings without links to nothing that are told of already, by what needs them."""
    needed = {found.place for found in findings if found.rule.name in ("reference-to-nothing", "unknown-row")}
    return [found for found in findings if found.rule.name != "link-to-nothing" or found.place not in needed]


def evaluate(
    read: Read, as_of: date, *, with_stakes: bool = True, with_analyses: bool = True, lift: Lift = as_figure
) -> Results:
    """The scores and values of everything in a vault on a day.

    with_stakes: run the model again for each open milestone and kill switch, to see what hangs on it, and for the
    months before.
    with_analyses: what is computed beside the values, too. lift: `as_float` where nobody asks how a number came about.
    """
    shifts, moved = shifts_of(read.model, read.config, as_of)
    method = replace(Method.of(read.config, as_of), shifts=shifts)
    scores, findings = score_narratives(read.model.narratives, read.config, as_of)
    findings += moved + check_support(scores, read.model)
    values, markets, analyses = {}, {}, {}
    for company in read.model.companies:
        value, found = value_company(company, method, lift)
        findings += found
        if value:
            values[company.id] = value
        market = value or market_of(company, method, lift)[0]  # whose findings the valuation has told
        if market and with_analyses:
            markets[company.id] = market
            analyses[company.id], found = analyse(market, method, lift)
            findings += found
    results = Results(
        model=read.model,
        config=read.config,
        method=method,
        scores={score.narrative.id: score for score in scores},
        values=values,
        markets=markets,
        analyses=analyses,
        stakes={
            company.id: stakes(company, method) if with_stakes else Stakes()
            for company in read.model.companies
        },
        findings=tuple(in_order([*read.findings, *findings])),
        rotations=_rotations(read, as_of) if with_analyses else {},
    )
    if not (with_stakes and values):
        return results
    *before, _day = month_ends(as_of, MONTHS)
    return replace(results, months=(*evaluate_days(read, before), moment_of(results)))


def _rotations(read: Read, as_of: date) -> dict[str, Rotation]:
    """Which narrative of each company led at the last twelve ends of months, the day itself if it is one."""
    days = month_ends(as_of, MONTHS)
    ends = [day for day in days if day.day == monthrange(day.year, day.month)[1]][-MONTHS:]
    found = {
        company.id: rotation(narratives_of(company, read.model), read.config, ends)
        for company in read.model.companies
    }
    return {company: turns for company, turns in found.items() if turns}


def evaluate_days(read: Read, days: Sequence[date], commit: str = "") -> tuple[Moment, ...]:
    """The figures of a vault on each of several days, read once. commit: that it was read from."""
    return tuple(
        moment_of(evaluate(read, day, with_stakes=False, with_analyses=False, lift=as_float), commit)
        for day in days
    )


def evaluate_commits(
    root: Path, days: Sequence[date]
) -> tuple[tuple[Moment, ...], tuple[tuple[date, str], ...]]:
    """The figures of a vault on each of several days, from what the last commit up to that day holds of it; and the
    days whose commit cannot be read, each with the reason.

    Days before its first commit are left out. Each tree is read once, and one at a time. Raises VaultvalError if there
    is no git, no repository, no commit, or none that can be read.
    """
    repository = find_repository(root)
    commits = last_until(repository, days)
    trees: dict[str, list[date]] = {}
    for day, commit in commits.items():
        trees.setdefault(commit.tree, []).append(day)
    moments: list[Moment] = []
    lost: list[tuple[date, str]] = []
    for tree, same in trees.items():
        try:
            with written_out(repository, tree) as folder:
                read = read_vault(folder)
        except VaultvalError as error:
            if len(lost) + len(same) == len(commits):
                raise
            lost += [(day, str(error)) for day in same]
            continue
        remark = BROKEN_SETTINGS if any(each.rule.name == "bad-config" for each in read.findings) else ""
        moments += [
            replace(moment, remark=remark)
            for day in same
            for moment in evaluate_days(read, [day], commits[day].id)
        ]
    return tuple(sorted(moments, key=lambda moment: moment.day)), tuple(sorted(lost))


def plan_refresh(
    read: Read, results: Results, *, force: bool = False
) -> tuple[list[NoteChange], list[Finding]]:
    """The notes that a refresh would change, each change proven harmless, and those that it must leave alone."""
    changes: list[NoteChange] = []
    findings: list[Finding] = []
    asking = _asking_for_audits(read) if read.config.write.blocks else {}
    vault = replace(read.vault, notes={**read.vault.notes, **asking})
    audits: dict[str, Audit] = {}
    if asking:
        audited = audit_notes(vault, read.config, read.model, results, asking, no_progress)
        audits = {path: audited.of_note(path) for path in asking}
    for path, content in sorted(contents(vault, results, audits).items()):
        blocks = [BlockContent(block.name, block.body, block.after) for block in content.blocks]
        change, found = plan_note(path, vault.notes[path].data, blocks, content.properties, force=force)
        findings += found
        if change:
            changes.append(change)
    findings += (found for found in _unpaired(read) if found not in findings)
    return changes, in_order(findings)


def _unpaired(read: Read) -> list[Finding]:
    """Markers that do not pair, also in a note that nothing is known to be for: what they ask for cannot be written."""
    broken = [found for found in read.findings if found.rule.name == "broken-markers"]
    notes = {found.place.note: held_whole(read.vault, found.place.note) for found in broken}
    off = {path for path, note in notes.items() if note and opted_out(note.properties)}
    return [found for found in broken if found.place.note not in off]


def _asking_for_audits(read: Read) -> dict[str, Note]:
    """The notes that have the markers for their audit, with their text."""
    asking = (
        path for path, note in read.vault.notes.items() if any(block.name == AUDIT for block in note.managed)
    )
    notes = (held_whole(read.vault, path) for path in asking)
    return {note.path: note for note in notes if note and not opted_out(note.properties)}


def audit_vault(
    read: Read, as_of: date | None = None, only: str | None = None, progress: Progress = no_progress
) -> Audit:
    """The arithmetic that the notes state, recomputed, and the facts that they tell differently.

    as_of: the day on which what a note states of its valuation is held against vaultval's own; None: it is not. only: the
    path of the one note that is asked about, in its vault.
    """
    typed = read.model.companies or read.model.narratives
    results = evaluate(read, as_of, with_stakes=False) if as_of and typed else None
    asked = read.vault.notes.keys() if only is None else {only}
    return audit_notes(read.vault, read.config, read.model, results, asked, progress)


def build_knowledge_graph(read: Read) -> "nx.MultiDiGraph[str]":
    """The knowledge graph of a vault."""
    from vaultval.graph.build import build_graph  # noqa: PLC0415 - networkx is slow to import, and only a graph needs it

    return build_graph(read.vault, read.model, read.config.vocabulary)
