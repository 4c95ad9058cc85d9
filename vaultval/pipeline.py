"""The whole flow: a folder to its model, the model to results, results to the notes that would change."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from vaultval import config as settings
from vaultval.config import Config
from vaultval.diagnostics import Finding, in_order
from vaultval.errors import VaultvalError
from vaultval.model.build import build_model
from vaultval.model.nodes import takes_part
from vaultval.model.records import Model
from vaultval.render.blocks import contents
from vaultval.results import Results
from vaultval.scoring.narratives import score_narratives
from vaultval.scoring.support import check_support
from vaultval.valuation.analysis import analyse
from vaultval.valuation.company import value_company
from vaultval.valuation.stakes import Stakes, stakes
from vaultval.valuation.steps import Method, as_figure
from vaultval.vault.canvases import check_canvases
from vaultval.vault.links import check_links
from vaultval.vault.vault import Hold, Vault, open_vault
from vaultval.writeback.blocks import BlockContent
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
    values, analyses = {}, {}
    for company in read.model.companies:
        value, found = value_company(company, method, as_figure)
        findings += found
        if value:
            values[company.id] = value
            analyses[company.id], found = analyse(company, value, method, as_figure)
            findings += found
    return Results(
        model=read.model,
        config=read.config,
        method=method,
        scores={score.narrative.id: score for score in scores},
        values=values,
        analyses=analyses,
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


def build_knowledge_graph(read: Read) -> "nx.MultiDiGraph[str]":
    """The knowledge graph of a vault."""
    from vaultval.graph.build import build_graph  # noqa: PLC0415 - networkx is slow to import, and only a graph needs it

    return build_graph(read.vault, read.model, read.config.vocabulary)
