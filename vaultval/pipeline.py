"""The whole flow: a folder to its model, the model to results, results to the notes that would change."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from vaultval import config as settings
from vaultval.config import Config, Linking
from vaultval.diagnostics import Finding, finding, in_order
from vaultval.errors import VaultvalError
from vaultval.linking.adopt import Adoption, claim_at, field_offset, field_text, item_at, without_item
from vaultval.linking.inbox import Waiting, read_inbox
from vaultval.linking.likely import Likely
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
from vaultval.vault.template_folder import template_folder
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

    A link is left out, with a finding, if anything else in its note, or what the notes state for a valuation, would
    not be the same with it.
    """
    pieces = {
        path: [Insertion(m.start, m.link[: -len(m.text) - 2], m.end, "]]") for m in found if m.link]
        for path, found in groupby(mentions, key=lambda mention: mention.note)
    }
    notes = read.vault.notes
    planned = {path: plan_insertions(path, notes[path].data, links) for path, links in pieces.items()}
    if not _states_the_same(read, {path: change.after for path, (change, _) in planned.items() if change}):
        for path, (change, _) in planned.items():
            if change and not _states_the_same(read, {path: change.after}):
                planned[path] = plan_insertions(
                    path, notes[path].data, pieces[path], partial(_harm, read, path)
                )
    changes = [change for change, _ in planned.values() if change]
    return changes, in_order(found for _, findings in planned.values() for found in findings)


def _harm(read: Read, note: str, data: bytes) -> str:
    """What is wrong with new bytes of a note if something else is stated then."""
    return (
        ""
        if _states_the_same(read, {note: data})
        else "a company, option or narrative would state something else"
    )


def _states_the_same(read: Read, data: Mapping[str, bytes]) -> bool:
    """Whether the model is the same if some notes have other bytes."""
    test = takes_part(read.config.vocabulary)
    new = {path: read_note(path, after, test, Hold.TEXT)[0] for path, after in data.items()}
    old = read.vault.notes
    if not any(note.takes_part or old[path].takes_part for path, note in new.items()):
        return True
    changed = replace(read.vault, notes={**old, **new})
    return states_the_same(read.model, build_model(changed, read.config.vocabulary)[0])


def find_waiting(read: Read) -> list[Waiting]:
    """What no narrative claims, newest first. The vault must be held with its texts."""
    templates = template_folder(read.vault.root).path
    return read_inbox(read.vault, read.model, read.config.vocabulary, templates)


def compare_narratives(read: Read) -> Likely:
    """The narratives, ready to be compared with what waits. The vault must be held with its texts."""
    return Likely(read.vault, read.model, read.config.link, read.config.vocabulary)


def plan_adoption(
    read: Read, path: str, line: int, adoption: Adoption
) -> tuple[NoteChange | None, list[Finding]]:
    """The change that gives the item on a line of a note to a narrative, proven harmless; None, with a finding, if
    there is none.

    The item must then speak for or against that narrative and no other, and all else state what it stated.
    """
    note = read.vault.notes[path]
    item = item_at(note, line, read.config.vocabulary)
    text = field_text(read.vault, adoption, path, read.config.language)
    if item is None or text is None:
        reason = "no link leads there alone" if item else "it is a further paragraph of a list item"
        message = f"the item cannot be given to {adoption.narrative.name!r}: {reason}"
        return None, [finding("link-not-added", Place(path, line), message)]
    field = Insertion(field_offset(note, item), text)
    change, findings = plan_insertions(
        path, note.data, [field], partial(_harm_of_adoption, read, path, line, adoption)
    )
    if change is None and not findings:
        reason = "it has `vaultval: off`" if note.sound else "it is not UTF-8"
        findings = [finding("cannot-write", Place(path), f"the note was left alone: {reason}")]
    return change, findings


def _harm_of_adoption(read: Read, path: str, line: int, adoption: Adoption, data: bytes) -> str:
    """What is wrong with new bytes of a note in which an item is to be adopted."""
    vocabulary = read.config.vocabulary
    note, _ = read_note(path, data, takes_part(vocabulary), Hold.TEXT)
    changed = replace(read.vault, notes={**read.vault.notes, path: note})
    claim = claim_at(changed, path, line, vocabulary)
    if claim.sides != ((adoption.narrative.id, adoption.supports),) or (
        adoption.label and claim.label != adoption.label
    ):
        return "the item would not be read as meant"
    model, _ = build_model(changed, vocabulary)
    same = states_the_same(without_item(read.model, path, line), without_item(model, path, line))
    return "" if same else "something else would be stated, too"


def build_knowledge_graph(read: Read) -> "nx.MultiDiGraph[str]":
    """The knowledge graph of a vault."""
    from vaultval.graph.build import build_graph  # noqa: PLC0415 - networkx is slow to import, and only a graph needs it

    return build_graph(read.vault, read.model, read.config.vocabulary)
