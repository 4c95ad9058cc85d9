"""Unlinked mentions as text and as JSON."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from vaultval.diagnostics import Finding
from vaultval.linking.mentions import Mention
from vaultval.linking.names import Target
from vaultval.render.data import SCHEMA, diagnostics
from vaultval.render.findings import cells, visible

_MOST_NAMED = 5
_WIDEST = 48  # terminal cells that mention and target are given


def mentions_text(mentions: Sequence[Mention], command: str, most: int | None = None) -> str:
    """The mentions of each note with line, target and the words around it, those that may mean several things apart.

    command: what the user typed. most: how many of one note are shown; None for all.
    """
    clear = [mention for mention in mentions if mention.link]
    unclear = [mention for mention in mentions if not mention.link]
    by_note = [list(found) for _, found in groupby(clear, key=lambda mention: mention.note)]
    lines = [line for found in by_note for line in _of_note(found, most)]
    if unclear:
        lines += ["Ambiguous, so that only you can link them:"]
        lines += [_ambiguous(mention) for mention in unclear[:most]]
        lines += [f"  … {len(unclear[most:])} more", ""] if most and len(unclear) > most else [""]
    folded = most is not None and any(len(found) > most for found in [*by_note, unclear])
    return visible_lines([*lines, *_summary(clear, unclear, command, folded=folded)])


def visible_lines(lines: Sequence[str]) -> str:
    """Lines without anything that could steer a terminal."""
    return "\n".join(visible(line) for line in lines)


def _of_note(mentions: Sequence[Mention], most: int | None) -> Iterator[str]:
    """A line for each mention: line, mention → target, and how its place would read with the link."""
    yield mentions[0].note
    shown = mentions[:most]
    width = len(str(shown[-1].line))
    heads = [f"{mention.text} → {_shown(mention.targets[0])}" for mention in shown]
    widest = min(max(map(cells, heads)), _WIDEST)
    for mention, head in zip(shown, heads, strict=True):
        excerpt = f"{mention.before}{mention.link}{mention.after}".strip()
        yield f"  {mention.line:>{width}}  {head}{' ' * (widest - cells(head))}  {excerpt}"
    if len(mentions) > len(shown):
        yield f"  {'':>{width}}  … {len(mentions) - len(shown)} more in this note"
    yield ""


def _ambiguous(mention: Mention) -> str:
    meanings = ", ".join(target.id for target in mention.targets)
    return f"  {mention.note}:{mention.line}:{mention.column}  {mention.text} may be {meanings}"


def _shown(target: Target) -> str:
    return target.id.removesuffix(".md")


def _summary(
    clear: Sequence[Mention], unclear: Sequence[Mention], command: str, *, folded: bool
) -> Iterator[str]:
    if not clear and not unclear:
        yield "Every mention is linked."
        return
    notes = len({mention.note for mention in clear})
    targets = Counter(_shown(mention.targets[0]) for mention in clear)
    yield (
        f"{_count(len(clear), 'unlinked mention')} of {_count(len(targets), 'target')} in {_count(notes, 'note')}"
        + (f", and {len(unclear)} ambiguous." if unclear else ".")
    )
    if targets:
        named = ", ".join(f"{name} {count}" for name, count in targets.most_common(_MOST_NAMED))
        yield f"{'Most of them: ' if len(targets) > 1 else ''}{named}."
    if folded:
        yield "All of them: --all; those of one note: --note NOTE; of one name: --to NAME."
    if targets:
        yield "A name that is a common word goes on the list link.stop of vaultval.toml."
        yield f"To see them as links: {command} --diff"
        yield f"To link them:         {command} --apply"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' if number != 1 else ''}"


def mentions_document(
    mentions: Sequence[Mention], changes: Sequence[str], written: Sequence[str], refused: Sequence[Finding]
) -> dict[str, Any]:
    """The mentions as JSON. changes: the notes that linking would change; written: those that were."""
    return {
        "schema": SCHEMA,
        "mentions": [_mention(mention) for mention in mentions if mention.link],
        "ambiguous": [_mention(mention) for mention in mentions if not mention.link],
        "changes": list(changes),
        "written": list(written),
        "refused": diagnostics(refused),
    }


def _mention(mention: Mention) -> dict[str, Any]:
    targets = [
        {
            "id": target.id,
            "note": target.path,
            "heading": target.heading,
            "name": target.name,
            "kind": target.kind,
        }
        for target in mention.targets
    ]
    return {
        "note": mention.note,
        "line": mention.line,
        "column": mention.column,
        "text": mention.text,
        "excerpt": f"{mention.before}{mention.text}{mention.after}",
        "link": mention.link or None,
        "targets": targets,
    }
