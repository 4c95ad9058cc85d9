"""What is wrong with a vault's links: those that lead to nothing, and those that could lead to several notes."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from vaultval.diagnostics import Finding, finding
from vaultval.note.links import display_text
from vaultval.note.parts import Link
from vaultval.vault.resolve import NOTE_ENDING
from vaultval.vault.vault import Note, Vault
from vaultval.vocabulary import folded


def check_links(vault: Vault) -> list[Finding]:
    """A finding for every link of a person that leads to nothing, by an alias only, or to one of several."""
    aliases = _Aliases(vault)
    findings: list[Finding] = []
    for path in sorted(vault.notes):
        note = vault.notes[path]
        for link in _links(note):
            found = vault.resolver.resolve(link.target, path)
            if found.path is None:
                findings.append(aliases.finding_for(link, note) or _leads_to_nothing(vault, link, note))
            elif found.rivals:
                place = note.place(link.start, link.end - link.start)
                message = f"{link.target!r} could be {found.path!r} or {found.rivals[0]!r}"
                findings.append(
                    finding(
                        "ambiguous-link", place, message, expected="one note of that name", found=found.path
                    )
                )
    return findings


def _leads_to_nothing(vault: Vault, link: Link, note: Note) -> Finding:
    place = note.place(link.start, link.end - link.start)
    near = vault.resolver.suggest(link.target) if note.takes_part else None
    hint = f"did you mean [[{near}]]?" if near else ""
    return finding("link-to-nothing", place, vault.omissions.why(link.target, note.path), hint=hint)


class _Aliases:
    """The aliases of all notes, gathered when the first link is asked for that leads to nothing."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    @cached_property
    def _notes(self) -> Mapping[str, list[str]]:
        notes: dict[str, list[str]] = {}
        for path in sorted(self._vault.notes):
            for alias in dict.fromkeys(folded(alias) for alias in self._vault.notes[path].aliases):
                notes.setdefault(alias, []).append(path)
        return notes

    def finding_for(self, link: Link, note: Note) -> Finding | None:
        """The finding on a link whose target is an alias; None if it is none."""
        paths = self._notes.get(folded(link.target))
        if paths is None:
            return None
        message = f"{link.target!r} is an alias of {paths[0]!r}"
        if len(paths) > 1:
            message += f" and of {paths[1]!r}"
        place = note.place(link.start, link.end - link.start)
        return finding(
            "link-by-alias", place, message, hint=f"write {self._written(link, paths[0], note.path)}"
        )

    def _written(self, link: Link, path: str, source: str) -> str:
        """A link of its kind that leads to the note and shows the same text; an embed has no text."""
        name = path.rpartition("/")[2].removesuffix(NOTE_ENDING)
        if self._vault.resolver.resolve(name, source).path != path:
            name = path.removesuffix(NOTE_ENDING)
        if link.original.startswith("!"):
            return f"![[{name}{link.subpath}]]"
        pipe = "\\|" if "\\|" in link.original else "|"
        return f"[[{name}{link.subpath}{pipe}{display_text(link)}]]"


def _links(note: Note) -> Iterator[Link]:
    for link in (*note.scan.links, *note.scan.embeds, *(found.link for found in note.property_links)):
        if link.target and not note.is_own_text(link.start):
            yield link
