"""A note as the writer sees it: what in it is vaultval's own, and what everything else in it says."""

from collections.abc import Sequence
from typing import NamedTuple

from vaultval.diagnostics import Finding, Severity
from vaultval.note import frontmatter
from vaultval.note.managed import OWN_PREFIX, ManagedBlock, ignored_spans, managed_blocks
from vaultval.note.parts import Properties, Property, Scan, Span
from vaultval.note.scan import scan
from vaultval.writeback.surgery import line_end, without


class Reading(NamedTuple):
    """One text, read. findings: what reading its properties and its markers found."""

    text: str
    properties: Properties | None
    scan: Scan
    blocks: tuple[ManagedBlock, ...]
    findings: tuple[Finding, ...]

    @property
    def entries(self) -> tuple[Property, ...]:
        """The properties, in order."""
        return self.properties.entries if self.properties else ()

    def writable(self) -> bool:
        """Whether reading found nothing wrong with the properties and the markers."""
        return not any(found.severity == Severity.ERROR for found in self.findings)

    def same_outside(self, other: "Reading") -> bool:
        """Whether this text can be written to, and says the same as another outside of vaultval's own."""
        properties = self.foreign_properties() == other.foreign_properties()
        return self.writable() and properties and self.foreign_parts() == other.foreign_parts()

    def own_spans(self) -> tuple[Span, ...]:
        """Where vaultval's blocks and property lines stand."""
        lines = (Span(entry.start, entry.end) for entry in self.entries if is_own(entry))
        return tuple(sorted((*lines, *ignored_spans(self.blocks))))

    def line_end(self) -> str:
        """The line end that most of the author's own lines have, so that it does not depend on what was written before."""
        return line_end(without(self.text, self.own_spans()))

    def foreign_properties(self) -> list[tuple[str, str]]:
        """The user's properties, in order: name, and value in a form that keeps 1, 1.0 and true apart."""
        return [(entry.key, repr(entry.value)) for entry in self.entries if not is_own(entry)]

    def foreign_parts(self) -> dict[str, list[tuple[object, ...]]]:
        """What the note says outside of vaultval's own text, by kind, in order, without offsets."""
        own = ignored_spans(self.blocks)
        found = self.scan
        return {
            "links": [
                (p.target, p.subpath, p.display, p.original) for p in found.links if _outside(p.start, own)
            ],
            "embeds": [
                (p.target, p.subpath, p.display, p.original) for p in found.embeds if _outside(p.start, own)
            ],
            "tags": [(p.name,) for p in found.tags if _outside(p.start, own)],
            "headings": [(p.level, p.text) for p in found.headings if _outside(p.start, own)],
            "tasks": [(p.status, p.text) for p in found.tasks if _outside(p.start, own)],
            "fields": [(p.key, p.value, p.bracketed) for p in found.fields if _outside(p.start, own)],
            "block ids": [(p.name,) for p in found.blocks if _outside(p.start, own)],
            "signals": [(p.date,) for p in found.signals if _outside(p.start, own)],
        }


def read(text: str, note: str) -> Reading:
    """A note's text, without its BOM, read for writing."""
    properties, findings = frontmatter.read(text, note)
    scanned = scan(text, properties.end if properties else 0)
    blocks, broken = managed_blocks(text, scanned, note)
    return Reading(text, properties, scanned, blocks, (*findings, *broken))


def is_own(entry: Property) -> bool:
    """Whether a property is one that vaultval writes."""
    return entry.key.startswith(OWN_PREFIX)


def _outside(offset: int, own: Sequence[Span]) -> bool:
    return not any(span.start <= offset < span.end for span in own)
