"""`vaultval audit`: the arithmetic that notes state, recomputed."""

import os
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vaultval import __version__
from vaultval.cli.shared import (
    FOUND,
    GOOD,
    NoSuchNoteError,
    as_of_option,
    day_of,
    json_option,
    json_text,
    print_findings,
    progress_bar,
    read,
    typed,
)

if TYPE_CHECKING:
    from vaultval.audit.report import Audit
    from vaultval.diagnostics import Finding
    from vaultval.pipeline import Read
    from vaultval.place import Place

_OF_READING = ("bad-config", "unreadable", "changed-while-reading")
_FORMATS = ("text", "json", "sarif", "github")
_LANDMARKS = (".obsidian", "vaultval.toml")
_IN_FULL = 10  # findings; the others are rows of a table


@click.command()
@click.argument("target", metavar="[VAULT|NOTE]", type=click.Path(exists=True, path_type=Path), default=".")
@as_of_option
@click.option(
    "--all",
    "whole",
    is_flag=True,
    help="Every claim with its verdict, also those that are right, and every finding.",
)
@click.option("--strict", is_flag=True, help="Exit 1 on a contradiction, too.")
@click.option(
    "--format", "form", type=click.Choice(_FORMATS), default="text", help="text if it is not given."
)
@json_option
def audit(target: Path, as_of: date | None, whole: bool, strict: bool, form: str, as_json: bool) -> None:
    """Check the arithmetic that notes state, and the facts that they tell differently.

    For any folder of Markdown notes or a single note; it needs no set-up and writes nothing. Exits 1 on a wrong figure.
    """
    from vaultval.audit.claims import Verdict
    from vaultval.pipeline import audit_vault
    from vaultval.vault.vault import Hold

    root, mark = target, "itself"
    if not target.is_dir():
        root, mark = _vault_around(target)
        click.echo(_taken(root, mark), err=True)
    read_result = read(root, hold=Hold.TEXT)
    only = None if target.is_dir() else _note_at(read_result, target)
    # What a valuation needs may stand in other folders; without it, right figures would look wrong.
    day = day_of(read_result.config, as_of) if mark else None
    with progress_bar("Checking figures") as progress:
        audited = audit_vault(read_result, day, only, progress)
    findings = [*_of_reading(read_result, only), *audited.findings]
    notes = 1 if only else len(read_result.vault.notes)
    if as_json or form != "text":
        click.echo(_printed("json" if as_json else form, audited, findings, notes, root), nl=False)
    else:
        _report(read_result, audited, findings, notes, whole=whole, command=typed("audit", target, "--all"))
    failed = audited.count(Verdict.WRONG) or (strict and audited.contradictions)
    failed = failed or any(found.rule.name == "unreadable" for found in findings)
    raise SystemExit(FOUND if failed else GOOD)


def _vault_around(note: Path) -> tuple[Path, str]:
    """The folder that Obsidian would open with a note, the nearest with its settings or vaultval's, and which of the two
    it has; else the note's own, and "".
    """
    above = Path(os.path.normpath(note.absolute())).parents
    marked = ((folder, mark) for folder in above for mark in _LANDMARKS if (folder / mark).exists())
    found, mark = next(marked, (above[0], ""))
    here = Path.cwd()
    return (found.relative_to(here) if found.is_relative_to(here) else found), mark


def _taken(root: Path, mark: str) -> str:
    """Which folder is taken for the vault of a note, and why."""
    from vaultval.render.findings import visible

    folder = visible(str(root.absolute()))
    if mark:
        return f"The vault around it: {folder}, the nearest folder above with {mark}."
    none = f"none above has {' or '.join(_LANDMARKS)}"
    return (
        f"The vault around it: {folder}, its own folder, for {none}. Figures of a valuation are not checked."
    )


def _as_typed(root: Path) -> "Callable[[Place], str]":
    """Places with the path of their note from the current folder; of one that is not in it, with the root as given."""
    whole = os.path.normpath(root.absolute())
    here = Path.cwd()

    def where(place: "Place") -> str:
        path = Path(whole, place.note)
        path = path.relative_to(here) if path.is_relative_to(here) else root / place.note
        return str(place._replace(note=path.as_posix()))

    return where


def _note_at(read_result: "Read", path: Path) -> str:
    """The path from the vault's root of a file that is named by its path."""
    root, whole = (os.path.normpath(each.absolute()) for each in (read_result.vault.root, path))
    inside = Path(whole).relative_to(root).as_posix()
    if inside not in read_result.vault.notes:
        raise NoSuchNoteError(
            f"{path} is not among the notes of {root}: it is no .md file, a link, hidden, excluded, or cannot be read."
        )
    return inside


def _of_reading(read_result: "Read", only: str | None) -> list["Finding"]:
    """What kept a note from being audited as it stands."""
    return [
        found
        for found in read_result.findings
        if found.rule.name in _OF_READING and only in (None, found.place.note)
    ]


def _printed(form: str, audited: "Audit", findings: Sequence["Finding"], notes: int, root: Path) -> str:
    """The audit for another program."""
    if form == "json":
        from vaultval.render.audit import audit_document

        return json_text(audit_document(audited, notes, findings)) + "\n"
    folder = os.path.relpath(root)
    folder = "" if folder == "." or folder.startswith("..") else Path(folder).as_posix() + "/"
    if form == "sarif":
        from vaultval.render.sarif import sarif_document

        return json_text(sarif_document(findings, __version__, folder)) + "\n"
    from vaultval.render.annotations import annotation

    return "".join(annotation(found, folder) + "\n" for found in findings)


def _report(
    read_result: "Read",
    audited: "Audit",
    findings: Sequence["Finding"],
    notes: int,
    *,
    whole: bool,
    command: str,
) -> None:
    """For a person: what it comes to, the most material findings in full, the others in a table, and once more in a line."""
    from vaultval.diagnostics import Severity
    from vaultval.render.terminal.audit import print_claims, print_end, print_overview, print_rest

    where = _as_typed(read_result.vault.root)
    print_overview(audited, notes, where)
    if findings:
        click.echo()
    print_findings(read_result, findings[:_IN_FULL], err=False, where=where, each_explained=False)
    rest = [found for found in findings[_IN_FULL:] if whole or found.severity is not Severity.NOTE]
    if rest:
        print_rest(rest, where)
    if whole and audited.claims:
        print_claims(audited.claims, where)
    print_end(audited, findings, "" if whole else command)
