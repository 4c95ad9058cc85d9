"""A report and a vault → the notes that the vault is to have, those that are there already, and what was not read."""

from collections.abc import Collection
from typing import NamedTuple

from vaultval.diagnostics import Finding, in_order
from vaultval.importing.filing import Source, file_name, file_notes, note_path
from vaultval.importing.notes import write_notes
from vaultval.importing.records import Report, Unread
from vaultval.importing.report import read_report
from vaultval.importing.writing import Draft
from vaultval.model.records import Model
from vaultval.vault.vault import Vault
from vaultval.vocabulary import Vocabulary, folded


class ReportFile(NamedTuple):
    """A report as it was found. name: as findings call it. inside: its path in the vault, "" if it lies elsewhere."""

    name: str
    data: bytes
    text: str
    inside: str


class Plan(NamedTuple):
    """What an import would do. new: notes that are to be added. there: those whose path, or name, the vault has already.

    source: of the report's own note. copies: whether that note is to be added as well.
    """

    report: Report
    source: Source
    copies: bool
    new: tuple[Draft, ...]
    there: tuple[Draft, ...]
    unread: tuple[Unread, ...]
    findings: tuple[Finding, ...]

    @property
    def holds_something(self) -> bool:
        """Whether the report says anything that a valuation needs."""
        return bool(
            self.report.options or self.report.narratives or self.report.segments or self.report.emergent
        )


def plan_import(
    vault: Vault,
    model: Model,
    vocabulary: Vocabulary,
    file: ReportFile,
    *,
    company: str = "",
    folder: str = "",
    copy: bool = True,
) -> Plan:
    """The notes that a report becomes. company: its name, if the report does not say it. folder: below which they stand.

    copy: whether a report from elsewhere gets a note of its own, unchanged. The vault must be held with its texts.
    """
    imported = read_report(file.text, file.name, vocabulary, company)
    source, copies = (
        _source(vault, file, imported.report, folder) if copy or file.inside else (_outside(file), False)
    )
    own = {folded(imported.report.name), folded(file_name(imported.report.name))}
    others = [each for each in model.companies if folded(each.name) not in own]
    foreign = {option.note for each in others for option in each.options if not option.heading}
    filing = file_notes(
        imported.report, source, folder, _nodes(model, own), [entry.path for entry in vault.files], foreign
    )
    there = {filing.paths[key] for key in filing.there}
    drafts = write_notes(imported.report, filing)
    return Plan(
        imported.report,
        source,
        copies,
        tuple(draft for draft in drafts if draft.path not in there),
        tuple(draft for draft in drafts if draft.path in there),
        imported.unread,
        tuple(in_order(imported.findings)),
    )


def _nodes(model: Model, company: Collection[str]) -> dict[tuple[str, str], str]:
    """Where the vault's companies and narratives stand, and the options of one company and of none, by folded name."""
    options = [option for each in model.companies if folded(each.name) in company for option in each.options]
    return {
        (kind, folded(node.name)): f"{node.note}#{node.heading}" if node.heading else node.note
        for kind, same in (
            ("company", model.companies),
            ("option", (*options, *model.orphans)),
            ("narrative", model.narratives),
        )
        for node in same
    }


def _outside(file: ReportFile) -> Source:
    return Source("", _name(file))


def _name(file: ReportFile) -> str:
    return file.name.replace("\\", "/").rpartition("/")[2]


def _source(vault: Vault, file: ReportFile, report: Report, folder: str) -> tuple[Source, bool]:
    """Where the report's own note stands, and whether it has to be added: under a name that is free, or has its bytes."""
    if file.inside:
        return Source(file.inside, _name(file)), False
    stem = file_name(_name(file).rpartition(".")[0] or _name(file))
    known = {folded(entry.path) for entry in vault.files}
    number = 1
    while True:
        path = note_path("source", stem if number == 1 else f"{stem} ({number})", folder, report.language)
        note = vault.notes.get(path)
        if note is not None and note.data == file.data:
            return Source(path, _name(file)), False
        if folded(path) not in known:
            return Source(path, _name(file)), True
        number += 1
