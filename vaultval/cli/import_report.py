"""`vaultval import`: typed notes out of a report."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vaultval.cli.shared import GOOD, REFUSED, json_option, print_diff, print_json, read, typed
from vaultval.errors import VaultvalError

if TYPE_CHECKING:
    from vaultval.diagnostics import Finding
    from vaultval.imported import Trial
    from vaultval.importing.planning import Plan, ReportFile
    from vaultval.importing.writing import Draft
    from vaultval.pipeline import Read

_LARGEST = 20_000_000  # bytes of a report


class NoReportError(VaultvalError):
    """A file that is no report, or of which nothing can be imported."""


@click.command("import")
@click.argument("report", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--into", "vault", type=click.Path(exists=True, file_okay=False, path_type=Path), default=".", metavar="VAULT",
    help="The vault that gets the notes; the current folder if none is given.",
)  # fmt: skip
@click.option("--company", default="", help="The company's name, where the report does not say it.")
@click.option("--folder", default="", help="A folder of the vault, below which the notes are to stand.")
@click.option("--no-copy", is_flag=True, help="Do not copy the report into the vault.")
@click.option(
    "--all", "whole", is_flag=True, help="Show each part that was not read with its line and its finding."
)
@click.option("--dry-run", is_flag=True, help="Write nothing; show which notes would be added.")
@click.option(
    "--diff",
    "show_diff",
    is_flag=True,
    help="Write nothing; show the notes, and how those differ that are there.",
)
@json_option
def import_report(
    report: Path, vault: Path, company: str, folder: str, no_copy: bool, whole: bool, dry_run: bool, show_diff: bool, as_json: bool,
) -> None:  # fmt: skip
    """Make typed notes of REPORT: a company, its options, narratives, milestones and kill switches.

    No note that is there is changed. What could not be read is listed with its lines. `vaultval undo` takes it back.
    """
    from vaultval.imported import try_import
    from vaultval.importing.filing import folder_name
    from vaultval.importing.planning import plan_import
    from vaultval.render.terminal.importing import import_document, print_import
    from vaultval.vault.vault import Hold
    from vaultval.writeback.apply import add_recorded
    from vaultval.writeback.create import NewFile, missing
    from vaultval.writeback.journal import Journal

    read_result = read(vault, hold=Hold.TEXT)
    file = _report_file(read_result, report)
    where = folder_name(folder)
    plan = plan_import(
        read_result.vault, read_result.model, read_result.config.vocabulary, file,
        company=company, folder=where, copy=not no_copy,
    )  # fmt: skip
    if not plan.holds_something:
        raise NoReportError(
            f"Nothing that can be imported is found in {report}. docs/importing.md says what is looked for."
        )
    if not plan.report.name:
        raise NoReportError(f"{report} does not say which company it is about. Name it with --company.")
    same = {draft.path for draft in plan.there if _says_the_same(read_result, draft)}
    files = [NewFile(draft.path, draft.text.encode()) for draft in plan.new]
    files = [*([NewFile(plan.source.path, file.data)] if plan.copies else []), *files]
    if show_diff:
        print_diff([*_new_notes(files), *_changes(read_result, plan, same)])
    if dry_run or show_diff:
        absent, _, refused = missing(vault, files)
        added = [each.path for each in absent]
    else:
        added, _, refused = add_recorded(vault, files, Journal(vault))
    trial = try_import(read_result, plan, file)
    findings = [*plan.findings, *trial.findings, *_kept(plan, same)]
    if as_json:
        print_json(
            import_document(plan, file.name, added, same, [*findings, *refused], dry_run=dry_run or show_diff)
            | {"not_valued": [each._asdict() for each in trial.unvalued]}
        )
    elif not show_diff:
        print_import(plan, added, same, dry_run=dry_run, whole=whole)
        _unvalued(trial)
        _next_steps(read_result, plan, vault, added=bool(added) and not dry_run)
    _tell(file, findings, refused, whole=whole)
    raise SystemExit(REFUSED if refused else GOOD)


def _report_file(read_result: "Read", report: Path) -> "ReportFile":
    """The report with its text, and its path in the vault if it lies there. Raises NoReportError."""
    from vaultval.importing.planning import ReportFile
    from vaultval.writeback.surgery import decode

    if not report.is_file():  # to read a pipe would wait for ever
        raise NoReportError(f"{report} is not a regular file.")
    try:
        if report.stat().st_size > _LARGEST:
            raise NoReportError(f"{report} is too large for a report.")
        data = report.read_bytes()
    except OSError as error:
        raise NoReportError(f"{report} cannot be read: {error.strerror}.") from error
    text = decode(data)
    if text is None:
        raise NoReportError(f"{report} is not UTF-8 text.")
    root, place = (Path(os.path.realpath(path)) for path in (read_result.vault.root, report))
    inside = place.relative_to(root).as_posix() if place.is_relative_to(root) else ""
    return ReportFile(inside or str(report), data, text, inside if inside in read_result.vault.notes else "")


def _says_the_same(read_result: "Read", draft: "Draft") -> bool:
    """Whether the note that is there is the one that would be written."""
    from vaultval.writeback.unwritten import author_lines

    note = read_result.vault.notes.get(draft.path)
    return note is not None and author_lines(note.path, note.data) == author_lines(
        note.path, draft.text.encode()
    )


def _new_notes(files: Sequence[Any]) -> list[Any]:
    from vaultval.writeback.surgery import NoteChange

    return [NoteChange(file.path, b"", file.data, (), (), ()) for file in files]


def _changes(read_result: "Read", plan: "Plan", same: set[str]) -> list[Any]:
    """The notes that are there beside those that would be written, for --diff."""
    from vaultval.writeback.surgery import NoteChange, decode

    notes = read_result.vault.notes
    return [
        NoteChange(draft.path, notes[draft.path].data, draft.text.encode(), (), (), ())
        for draft in plan.there
        if draft.path not in same and draft.path in notes and decode(notes[draft.path].data) is not None
    ]


def _kept(plan: "Plan", same: set[str]) -> "list[Finding]":
    from vaultval.diagnostics import finding
    from vaultval.place import Place

    return [
        finding(
            "import-kept",
            Place(draft.path.partition("#")[0]),
            f"this {draft.kind} is there already and says something else; it was left as it is",
        )
        for draft in plan.there
        if draft.path not in same
    ]


def _unvalued(trial: "Trial") -> None:
    """What cannot be valued for want of inputs, and which those are."""
    from vaultval.render.findings import visible

    if not trial.unvalued:
        return
    options = [each for each in trial.unvalued if each.kind == "option"]
    told = {
        "company": "The company cannot be valued yet, nor what belongs to it:",
        "option": f"{len(options)} of {trial.options} options cannot be valued yet:",
    }
    for each in trial.unvalued:
        if each.kind in told:
            click.echo(f"\n{told.pop(each.kind)}")
        for why in each.why or (f"the {each.kind} {each.name!r} rests on what cannot be valued",):
            click.echo(f"  {visible(each.note)}: {visible(why)}")


def _next_steps(read_result: "Read", plan: "Plan", vault: Path, *, added: bool) -> None:
    """How to see what the report says, and how to go back."""
    from vaultval.render.findings import visible
    from vaultval.vault.walk import is_excluded

    paths = [draft.path for draft in (*plan.new, *plan.there)]
    hidden = [
        path for path in paths if is_excluded(path.partition("#")[0], read_result.config.folders.exclude)
    ]
    if hidden:
        click.echo(f"vaultval.toml leaves {visible(hidden[0])} out of the reading: see `exclude` there.")
    if not added:
        return
    day = plan.report.stated.get("price_date")
    lines = ['mode = "published"', *([f'as_of = "{day.text}"'] if day else [])]
    click.echo(
        f"\nNext: {typed('value', vault)}, which works everything out from the inputs that the report states."
    )
    click.echo(f"For the report's own figures, put into vaultval.toml: {'; '.join(lines)}")
    click.echo(f"`{typed('undo', vault)}` takes the notes away again.")


def _tell(
    file: "ReportFile", findings: "Sequence[Finding]", refused: "Sequence[Finding]", *, whole: bool
) -> None:
    """What needs a look, each finding with the line of the report; with --all also each part that was not read."""
    from vaultval.place import Place
    from vaultval.render.findings import finding_text

    lines = file.text.replace("\r\n", "\n").split("\n")

    def source_line(place: Place) -> str:
        return lines[place.line - 1] if place.note == file.name and place.line <= len(lines) else ""

    for found in (*findings, *refused):
        if whole or found.rule.name != "import-unread":
            click.echo(finding_text(found, source_line) + "\n", err=True)
