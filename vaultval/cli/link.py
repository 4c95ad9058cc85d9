"""`vaultval link`: mentions of names that nobody linked."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vaultval.cli.shared import (
    GOOD,
    REFUSED,
    json_option,
    note_named,
    print_diff,
    print_findings,
    print_json,
    read,
    typed,
    vault_argument,
)
from vaultval.errors import VaultvalError

if TYPE_CHECKING:
    from vaultval.linking.names import Name, Target
    from vaultval.pipeline import Read
    from vaultval.writeback.surgery import NoteChange


_OF_A_NOTE = 5  # mentions that are shown, so that a long report does not bury the rest


class NoSuchNameError(VaultvalError):
    """--to names nothing in the vault that can be mentioned."""


@click.command()
@vault_argument
@click.option(
    "--note", "notes", multiple=True, metavar="NOTE", help="Only the mentions in this note; a path or name."
)
@click.option(
    "--to", "targets", multiple=True, metavar="NAME", help="Only the mentions of this note or node."
)
@click.option(
    "--first",
    is_flag=True,
    help="Of each name only the first mention in a note, if the note does not link it yet.",
)
@click.option(
    "--case", type=click.Choice(["smart", "ignore", "exact"]), help="In place of link.case of vaultval.toml."
)
@click.option("--all", "whole", is_flag=True, help="Show all mentions of each note, not just the first ones.")
@click.option("--apply", "apply_links", is_flag=True, help="Write the links into the notes.")
@click.option("--diff", "show_diff", is_flag=True, help="Write nothing; show what --apply would change.")
@json_option
def link(
    vault: Path, notes: tuple[str, ...], targets: tuple[str, ...], first: bool, case: str | None,
    whole: bool, apply_links: bool, show_diff: bool, as_json: bool,
) -> None:  # fmt: skip
    """Show the mentions of notes, their aliases and nodes that are not linked; with --apply, link them.

    Nothing in a note changes but that [[ and ]] stand around a mention. `vaultval undo` takes it back.
    """
    from vaultval.amend import find_mentions, known_names, plan_links
    from vaultval.render.mentions import mentions_document, mentions_text
    from vaultval.vault.vault import Hold
    from vaultval.writeback.apply import apply
    from vaultval.writeback.journal import Journal

    read_result = read(vault, hold=Hold.TEXT)
    settings = replace(read_result.config.link, case=case or read_result.config.link.case)
    names = known_names(read_result, settings)
    only, meant = {note_named(read_result, name) for name in notes}, _targets(read_result, names, targets)
    mentions = find_mentions(read_result, names, first=first, notes=only or None)
    mentions = [mention for mention in mentions if not meant or meant.intersection(mention.targets)]
    changes, refused = plan_links(read_result, mentions) if apply_links or show_diff else ([], [])
    written: list[str] = []
    if apply_links and not show_diff:
        written, failed = apply(vault, changes, Journal(vault))
        refused = [*refused, *failed]
    if as_json:
        print_json(mentions_document(mentions, [change.note for change in changes], written, refused))
    elif show_diff:
        print_diff(changes)
    elif apply_links:
        _report(vault, changes, written)
    else:
        options = [
            *_each("--note", notes),
            *_each("--to", targets),
            *_each("--case", (case,) if case else ()),
        ]
        command = typed("link", vault, *options, *(("--first",) if first else ()))
        click.echo(mentions_text(mentions, command, None if whole or notes else _OF_A_NOTE))
    print_findings(read_result, refused)
    raise SystemExit(REFUSED if any(found.rule.name != "link-not-added" for found in refused) else GOOD)


def _each(option: str, values: Sequence[str]) -> list[str]:
    return [word for value in values for word in (option, value)]


def _targets(
    read_result: "Read", names: "Mapping[str, tuple[Name, ...]]", wanted: Sequence[str]
) -> "set[Target]":
    """What is called so, or has that path."""
    from vaultval.linking.names import key

    every = {name.target for same in names.values() for name in same}
    found: set[Target] = set()
    for each_wanted in wanted:
        name = each_wanted.removeprefix("[[").removesuffix("]]")
        ids = {name, f"{name}.md"}
        meant = {each.target for each in names.get(key(name), ())} | {t for t in every if t.id in ids}
        if not meant:
            raise NoSuchNameError(_why_not(read_result, names, name))
        found |= meant
    return found


def _why_not(read_result: "Read", names: "Mapping[str, tuple[Name, ...]]", name: str) -> str:
    """What to say of a name that nothing has, or that does not count."""
    from difflib import get_close_matches

    from vaultval.linking.names import key, reason_against

    reason = reason_against(name, read_result.config.link, read_result.config.vocabulary)
    if reason:
        return f"{name!r} is never taken for a mention: {reason}."
    near = get_close_matches(key(name), list(names), 1)
    hint = f" Did you mean {next(iter(names[near[0]])).text!r}?" if near else ""
    return f"Nothing that can be mentioned in this vault is called {name!r}.{hint}"


def _report(vault: Path, changes: "Sequence[NoteChange]", written: Sequence[str]) -> None:
    from vaultval.render.findings import visible

    links = {change.note: len(change.inserted) // 2 for change in changes}
    for note in written:
        click.echo(f"linked {links[note]} in {visible(note)}")
    total = sum(links[note] for note in written)
    click.echo(
        f"{total} link{'s' if total != 1 else ''} in {len(written)} note{'s' if len(written) != 1 else ''}."
        + (
            f" `{typed('undo', vault)}` takes them back."
            if written
            else ""
            if changes
            else " Nothing to link."
        )
    )
