"""What the cards of canvases lead to."""

from vaultval.diagnostics import Finding, finding
from vaultval.note.canvas import CanvasLink
from vaultval.vault.resolve import Resolution, Resolver
from vaultval.vault.vault import Vault


def destination(resolver: Resolver, canvas: str, found: CanvasLink) -> Resolution:
    """The file that a card of a canvas shows, by its path from the vault's root, or that a link in its text leads to."""
    target = found.link.target
    return resolver.resolve(f"/{target}" if found.kind == "file" else target, canvas)


def check_canvases(vault: Vault) -> list[Finding]:
    """A finding for every card and every link on a canvas that leads to nothing."""
    findings: list[Finding] = []
    for path in sorted(vault.canvases):
        canvas = vault.canvases[path]
        for found in canvas.links:
            link = found.link
            if link.target and destination(vault.resolver, path, found).path is None:
                place = canvas.place(link.start, link.end - link.start)
                findings.append(finding("link-to-nothing", place, vault.omissions.why(link.target, path)))
    return findings
