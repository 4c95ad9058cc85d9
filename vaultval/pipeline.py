"""The whole flow: a folder to its model, the model to results, results to the notes that would change."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from vaultval import config as settings
from vaultval.config import Config, Linking
from vaultval.diagnostics import Finding, finding, in_order
from vaultval.errors import VaultvalError
from vaultval.linking.mentions import Finder, Mention, unlinked_mentions
from vaultval.linking.names import Name, collect_names
from vaultval.model.build import build_model
from vaultval.model.compare import states_the_same
from vaultval.model.nodes import takes_part
from vaultval.model.records import Model
from vaultval.place import Place
from vaultval.render.blocks import contents
from vaultval.results import Results
from vaultval.scoring.narratives import score_narratives
from vaultval.scoring.support import check_support
from vaultval.valuation.company import value_company
from vaultval.valuation.stakes import Stakes, stakes
from vaultval.valuation.steps import Method, as_figure
from vaultval.vault.canvases import check_canvases
from vaultval.vault.links import check_links
from vaultval.vault.vault import Hold, Vault, open_vault, read_note
from vaultval.writeback.blocks import BlockContent
from vaultval.writeback.insertions import Insertion, plan_insertions
from vaultval.writeback.plan import plan_note
from vaultval.writeback.surgery import NoteChange

if TYPE_CHECKING:
    import networkx as nx

Progress = Callable[[int, int], None]


def no_progress(_done: int, _total: int) -> None:
    """Says nothing."""


class Read(NamedTuple):
    """A vault as it was read, with what its notes say."""

    vault: Vault
    config: Config
    model: Model
    findings: tuple[Finding, ...]


def read_config(root: Path) -> tuple[Config, list[Finding]]:
    """The vault's settings, or the defaults."""
    try:
        return settings.read((root / "vaultval.toml").read_text("utf-8"))
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


def evaluate(read: Read, as_of: date, *, with_stakes: bool = True) -> Results:
    """The scores and values of everything in a vault on a day.

    with_stakes: run the model again for each open milestone and kill switch, to see what hangs on it.
    """
    method = Method.of(read.config, as_of)
    scores, findings = score_narratives(read.model.narratives, read.config, as_of)
    findings += check_support(scores, read.model)
    values = {}
    for company in read.model.companies:
        value, found = value_company(company, method, as_figure)
        findings += found
        if value:
            values[company.id] = value
    return Results(
        model=read.model,
        config=read.config,
        method=method,
        scores={score.narrative.id: score for score in scores},
        values=values,
        stakes={
            company.id: stakes(company, method) if with_stakes else Stakes()
            for company in read.model.companies
        },
        findings=tuple(in_order([*read.findings, *findings])),
    )


def plan_refresh(
    read: Read, results: Results, *, force: bool = False
) -> tuple[list[NoteChange], list[Finding]]:
    """The notes that a refresh would change, each change proven harmless, and those that it must leave alone."""
    changes: list[NoteChange] = []
    findings: list[Finding] = []
    for path, content in sorted(contents(read.vault, results).items()):
        blocks = [BlockContent(block.name, block.body, block.after) for block in content.blocks]
        change, found = plan_note(path, read.vault.notes[path].data, blocks, content.properties, force=force)
        findings += found
        if change:
            changes.append(change)
    return changes, in_order(findings)


def known_names(read: Read, settings: Linking) -> Mapping[str, tuple[Name, ...]]:
    """Every name of a note or node that counts as one, by its key in lower case."""
    return collect_names(read.vault, read.model, settings, read.config.vocabulary)


def find_mentions(
    read: Read,
    names: Mapping[str, tuple[Name, ...]],
    *,
    first: bool = False,
    notes: Collection[str] | None = None,
) -> list[Mention]:
    """Every mention in the notes of a name that is not linked there. The vault must be held with its texts.

    first: of each target only the first mention in a note, and none in a note that links it. notes: only in these.
    """
    finder = Finder(names)
    return [
        mention
        for path in sorted(read.vault.notes if notes is None else notes)
        for mention in unlinked_mentions(
            read.vault, read.vault.notes[path], finder, read.config.vocabulary, first=first
        )
    ]


def plan_links(read: Read, mentions: Iterable[Mention]) -> tuple[list[NoteChange], list[Finding]]:
    """The notes that would change if mentions became links, each change proven harmless; ambiguous ones stay.

    A note is left alone, with a finding, if what it states for a valuation would not be the same with its links.
    """
    changes: list[NoteChange] = []
    findings: list[Finding] = []
    for path, found in groupby(mentions, key=lambda mention: mention.note):
        pieces = [Insertion(m.start, m.link[: -len(m.text) - 2], m.end, "]]") for m in found if m.link]
        change, problems = plan_insertions(path, read.vault.notes[path].data, pieces)
        findings += problems
        if change:
            changes.append(change)
    if not _states_the_same(read, changes):
        for change in [change for change in changes if not _states_the_same(read, [change])]:
            changes.remove(change)
            message = "with these links, the note would state something else"
            findings.append(finding("link-not-added", Place(change.note), message))
    return changes, in_order(findings)


def _states_the_same(read: Read, changes: Sequence[NoteChange]) -> bool:
    """Whether the model is the same after some changes."""
    test = takes_part(read.config.vocabulary)
    notes = {change.note: read_note(change.note, change.after, test, Hold.TEXT)[0] for change in changes}
    before = read.vault.notes
    if not any(note.takes_part or before[path].takes_part for path, note in notes.items()):
        return True
    changed = replace(read.vault, notes={**before, **notes})
    return states_the_same(read.model, build_model(changed, read.config.vocabulary)[0])


def build_knowledge_graph(read: Read) -> "nx.MultiDiGraph[str]":
    """The knowledge graph of a vault."""
    from vaultval.graph.build import build_graph  # noqa: PLC0415 - networkx is slow to import, and only a graph needs it

    return build_graph(read.vault, read.model, read.config.vocabulary)
