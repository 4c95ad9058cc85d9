"""What is wrong with a vault's links: those that lead to nothing, and those that could lead to several notes."""

from collections.abc import Iterator

from vaultval.diagnostics import Finding, finding
from vaultval.note.parts import Link
from vaultval.vault.vault import Note, Vault


def check_links(vault: Vault) -> list[Finding]:
    """A finding for every link of a person that leads to nothing, or, in a note that takes part, to one of several."""
    findings: list[Finding] = []
    for path in sorted(vault.notes):
        note = vault.notes[path]
        for link in _links(note):
            found = vault.resolver.resolve(link.target, path)
            if found.path is None:
                place = note.place(link.start, link.end - link.start)
                near = vault.resolver.suggest(link.target) if note.takes_part else None
                hint = f"did you mean [[{near}]]?" if near else ""
                findings.append(
                    finding("link-to-nothing", place, f"{link.target!r} does not exist", hint=hint)
                )
            elif found.rivals and note.takes_part:
                place = note.place(link.start, link.end - link.start)
                message = f"{link.target!r} could be {found.path!r} or {found.rivals[0]!r}"
                findings.append(
                    finding(
                        "ambiguous-link", place, message, expected="one note of that name", found=found.path
                    )
                )
    return findings


def _links(note: Note) -> Iterator[Link]:
    for link in (*note.scan.links, *note.scan.embeds, *(found.link for found in note.property_links)):
        if link.target and not note.is_own_text(link.start):
            yield link
