"""`vaultval inbox`: what no narrative claims yet."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vaultval.cli.shared import (
    FOUND,
    GOOD,
    REFUSED,
    json_option,
    note_named,
    parse_day,
    print_diff,
    print_findings,
    print_json,
    read,
    typed,
    vault_argument,
)
from vaultval.diagnostics import Finding
from vaultval.errors import VaultvalError

if TYPE_CHECKING:
    from vaultval.linking.adopt import Adoption
    from vaultval.linking.inbox import Waiting
    from vaultval.model.records import Narrative
    from vaultval.pipeline import Read

_PLACE = re.compile(r"(.+?):([0-9]{1,9})(?::[0-9]+)?")
_LIMIT = 20
_LABELS = ("hard", "inferred", "judgement", "media")


class NotWaitingError(VaultvalError):
    """What is to be adopted does not wait, or by nobody who is there, or not as it was said."""


@click.command()
@vault_argument
@click.option("--since", metavar="DATE", callback=parse_day, help="Only what is dated on this day or later.")
@click.option("--note", "only", metavar="NOTE", help="Only what waits in this note; a path or name.")
@click.option(
    "--limit", type=click.IntRange(1), help=f"Show so many; {_LIMIT} if it is not given, with --json all."
)
@click.option("--all", "whole", is_flag=True, help="Labelled paragraphs, too, and all items of each note.")
@click.option("--adopt", metavar="NOTE:LINE", help="Give the item on this line to a narrative.")
@click.option("--for", "supported", metavar="NARRATIVE", help="The narrative that it speaks for.")
@click.option("--against", "contradicted", metavar="NARRATIVE", help="The narrative that it speaks against.")
@click.option("--label", type=click.Choice(_LABELS), help="The label to add, if it has none.")
@click.option(
    "--check", "--dry-run", "check_only", is_flag=True, help="Write nothing; exit 1 if the note would change."
)
@click.option("--diff", "show_diff", is_flag=True, help="Write nothing; show what would change.")
@json_option
def inbox(
    vault: Path, since: date | None, only: str | None, limit: int | None, whole: bool, adopt: str | None,
    supported: str | None, contradicted: str | None, label: str | None, check_only: bool, show_diff: bool,
    as_json: bool,
) -> None:  # fmt: skip
    """Show the signals and labelled items that no narrative claims, with those that they most likely belong to.

    With --adopt, a field is put behind one of them, and it counts for or against a narrative. Nothing else in the note
    changes. `vaultval undo` takes it back.
    """
    from vaultval.vault.vault import Hold

    if adopt is None:
        if supported or contradicted or label or check_only or show_diff:
            raise click.UsageError(
                "--for, --against, --label, --check and --diff belong to --adopt NOTE:LINE."
            )
        _show(read(vault, hold=Hold.TEXT), since, only, limit, whole=whole, as_json=as_json)
        return
    if since or only or limit or whole:
        raise click.UsageError("--since, --note, --limit and --all belong to the list, not to --adopt.")
    if supported and contradicted:
        raise click.UsageError("Give --for or --against, not both.")
    read_result = read(vault, hold=Hold.TEXT)
    raise SystemExit(
        _adopt(
            read_result, adopt, supported or contradicted, label or "",
            supports=not contradicted, check_only=check_only, show_diff=show_diff, as_json=as_json,
        )
    )  # fmt: skip


def _show(
    read_result: "Read",
    since: date | None,
    only: str | None,
    limit: int | None,
    *,
    whole: bool,
    as_json: bool,
) -> None:
    from vaultval.amend import compare_narratives, find_waiting
    from vaultval.render.inbox import inbox_document, inbox_text, select

    note = note_named(read_result, only) if only else None
    found = [
        each
        for each in find_waiting(read_result)
        if (note is None or each.place.note == note)
        and (since is None or (each.date is not None and each.date >= since))
    ]
    waiting = [each for each in found if whole or each.signal or each.listed]
    judge, left_out = compare_narratives(read_result).of, len(found) - len(waiting)
    if as_json:
        print_json(inbox_document(waiting[:limit], left_out, judge))
        return
    selection = select(waiting, limit or _LIMIT, whole=whole or note is not None)
    narratives = bool(read_result.model.narratives)
    command = typed("inbox", read_result.vault.root)
    click.echo(inbox_text(selection, left_out, judge, command, narratives=narratives))


def _adopt(
    read_result: "Read", place: str, name: str | None, label: str, *,
    supports: bool, check_only: bool, show_diff: bool, as_json: bool,
) -> int:  # fmt: skip
    """Give one item to a narrative, or say why not. The exit code."""
    from vaultval.amend import find_waiting, plan_adoption
    from vaultval.linking.adopt import Adoption
    from vaultval.render.inbox import adoption_document, adoption_text
    from vaultval.writeback.apply import apply
    from vaultval.writeback.journal import Journal

    note, line = _place(read_result, place)
    item = next((each for each in find_waiting(read_result) if _holds(read_result, each, note, line)), None)
    if name is None:
        raise NotWaitingError(_ask(read_result, place, item))
    adoption = Adoption(_narrative(read_result, name), supports, label)
    if item is None:
        _explain_absence(read_result, note, line, adoption)
        change, findings = None, list[Finding]()
    else:
        if label and item.label:
            raise NotWaitingError(f"{place} is labelled [{item.label}] already; leave --label out.")
        change, findings = plan_adoption(read_result, note, item.place.line, adoption)
    changes = [change] if change else []
    written: list[str] = []
    if show_diff and not as_json:
        print_diff(changes)
    elif changes and not (check_only or show_diff):
        written, failed = apply(read_result.vault.root, changes, Journal(read_result.vault.root))
        findings = [*findings, *failed]
    line = item.place.line if item else line
    if as_json:
        print_json(adoption_document(note, line, adoption, [c.note for c in changes], written, findings))
    elif not findings and not show_diff:
        has_label = item is None or bool(item.label or label)
        said = adoption_text(note, line, adoption, bool(changes), bool(written), item.text if item else "")
        click.echo(said)
        if not has_label:
            click.echo(
                "It has no points without a label: write [hard], [inferred], [judgement] or [media] behind it."
            )
        if written:
            root = read_result.vault.root
            click.echo(
                f"`{typed('undo', root)}` takes it back; `{typed('refresh', root)}` brings the narrative up to date."
            )
    print_findings(read_result, findings)
    return REFUSED if findings else FOUND if check_only and changes else GOOD


def _place(read_result: "Read", place: str) -> tuple[str, int]:
    match = _PLACE.fullmatch(place)
    if match is None:
        raise NotWaitingError(f"{place!r} is no place; write NOTE:LINE, as `vaultval inbox` shows it.")
    return note_named(read_result, match[1]), int(match[2])


def _holds(read_result: "Read", each: "Waiting", note: str, line: int) -> bool:
    """Whether a line is one of an item's own."""
    if each.place.note != note:
        return False
    last, _ = read_result.vault.notes[note].lines.line_column(each.end)
    return each.place.line <= line <= last


def _narrative(read_result: "Read", name: str) -> "Narrative":
    from vaultval.linking.adopt import find_narrative

    found, near = find_narrative(read_result.vault, read_result.model, name)
    if found is None:
        hint = f" Did you mean {near!r}?" if near else ""
        raise NotWaitingError(f"There is no narrative {name!r} in this vault.{hint}")
    return found


def _ask(read_result: "Read", place: str, item: "Waiting | None") -> str:
    """What to say when no narrative was named: the likely ones."""
    from vaultval.amend import compare_narratives
    from vaultval.render.findings import visible
    from vaultval.render.inbox import candidate_lines

    text = "Say which narrative it speaks for or against: --for NARRATIVE or --against NARRATIVE."
    likely = candidate_lines(compare_narratives(read_result).of(item)) if item else []
    if likely:
        text += f"\nLikely for {place}:\n" + "\n".join(f"  {line}" for line in likely)
    return "\n".join(visible(line) for line in text.split("\n"))


def _explain_absence(read_result: "Read", note: str, line: int, adoption: "Adoption") -> None:
    """Nothing if the item on a line is that narrative's already; else NotWaitingError, and what waits near by."""
    from vaultval.amend import find_waiting
    from vaultval.linking.adopt import claim_at, nearest

    claim = claim_at(read_result.vault, note, line, read_result.config.vocabulary)
    sides = claim.sides
    if (adoption.narrative.id, adoption.supports) in sides:
        if adoption.label and adoption.label != claim.label:
            has = f"is labelled [{claim.label}]" if claim.label else "has no label"
            raise NotWaitingError(
                f"{note!r}, line {line}, belongs to {adoption.narrative.name!r} already, and {has}. "
                "Write the label by hand."
            )
        return
    if sides:
        names = {narrative.id: narrative.name for narrative in read_result.model.narratives}
        told = " and ".join(
            f"{'for' if side.supports else 'against'} {names[side.narrative]!r}" for side in sides
        )
        raise NotWaitingError(
            f"{note!r}, line {line}, speaks {told} already. Edit its field by hand if that is wrong."
        )
    near = nearest(find_waiting(read_result), note, line)
    raise NotWaitingError(f"Nothing waits in {note!r} on line {line}.{_near(near)}")


def _near(waiting: "Sequence[Waiting]") -> str:
    from vaultval.render.findings import visible
    from vaultval.render.text import shortened

    if not waiting:
        return " Nothing waits in that note at all."
    rows = "".join(f"\n  line {each.place.line}: {shortened(visible(each.text), 80)}" for each in waiting)
    return f" What waits there:{rows}"
