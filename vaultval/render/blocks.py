"""All that vaultval has to say in each note: its blocks and its properties."""

from collections.abc import Mapping
from typing import NamedTuple

from vaultval.audit.report import Audit
from vaultval.model.bases import NodeRecord
from vaultval.model.records import Company, Narrative, Option
from vaultval.note.managed import AUDIT
from vaultval.render.audit_block import audit_block
from vaultval.render.company import company_block
from vaultval.render.narrative import narrative_block
from vaultval.render.option import option_block
from vaultval.render.text import Style, rounded
from vaultval.results import Results
from vaultval.vault.vault import Note, Vault

Properties = Mapping[str, str | float | None]
"""vv_ properties by name; None takes one out."""


class Block(NamedTuple):
    """A block's name and text. after: where a new one is put, an offset in the note; None: at its end."""

    name: str
    body: str
    after: int | None


class NoteContent(NamedTuple):
    """What one note is to hold."""

    blocks: tuple[Block, ...]
    properties: Properties


def linktext(vault: Vault, path: str, source: str) -> str:
    """The shortest link text that leads from one note to another."""
    name = path.rpartition("/")[2].removesuffix(".md")
    found = vault.resolver.resolve(name, source)
    return name if found.path == path and not found.rivals else path.removesuffix(".md")


def contents(
    vault: Vault, results: Results, audits: Mapping[str, Audit] | None = None
) -> dict[str, NoteContent]:
    """What each company's, option's and narrative's note is to hold, and each that asks for its audit, by path.

    audits: what was found in the notes that ask.
    """
    found: dict[str, NoteContent] = {}
    for node in _nodes(results):
        note = vault.notes[node.note]
        style = _style(vault, results, _currency(node, results))
        here = found.get(node.note, NoteContent((), {}))
        blocks, properties = here
        if results.config.write.blocks:
            body = _body(node, results, style, _present(note, node.block))
            blocks = (*blocks, Block(node.block, body, node.end))
        if results.config.write.properties and not node.heading:
            properties = {**properties, **_properties(node, results)}
        found[node.note] = NoteContent(blocks, properties)
    for path, audited in (audits or {}).items():
        blocks, properties = found.get(path, NoteContent((), {}))
        body = audit_block(vault.notes[path], audited, _style(vault, results, ""))
        found[path] = NoteContent((*blocks, Block(AUDIT, body, None)), properties)
    return found


def _style(vault: Vault, results: Results, currency: str) -> Style:
    return Style(results.config.language, currency, lambda path, source: linktext(vault, path, source))


def _nodes(results: Results) -> list[Company | Option | Narrative]:
    nodes: list[Company | Option | Narrative] = []
    for company in results.model.companies:
        nodes += [company, *company.options]
    return [*nodes, *results.model.orphans, *results.model.narratives]


def _present(note: Note, name: str) -> str:
    """The text of the block as it stands."""
    for block in note.managed:
        if block.name == name and block.intact:
            return note.text[block.inner_start : block.inner_end]
    return ""


def _currency(node: NodeRecord, results: Results) -> str:
    company = node if isinstance(node, Company) else None
    if isinstance(node, Option):
        company = results.company_of(node)
    if company is None:
        company = next(iter(results.model.companies), None)
    return company.currency if company else ""


def _body(node: Company | Option | Narrative, results: Results, style: Style, present: str) -> str:
    if isinstance(node, Company):
        return company_block(node, results, style, present)
    if isinstance(node, Option):
        return option_block(node, results, style, present)
    return narrative_block(node, results, style, present)


def _properties(node: Company | Option | Narrative, results: Results) -> Properties:
    """Flat scalars for Bases, Dataview and search. Per-share figures to a cent, ratios to four digits."""
    if isinstance(node, Narrative):
        score = results.scores[node.id]
        return {"vv_score": rounded(score.net, 2), "vv_strength": score.strength}
    if isinstance(node, Company):
        value = results.values.get(node.id)
        return {
            "vv_value": rounded(value.full_value, 2) if value else None,
            "vv_upside": rounded(value.upside, 4) if value and not value.left_out else None,
            "vv_ceiling": rounded(value.ceiling, 2) if value else None,
            "vv_utilisation": rounded(value.utilisation, 4)
            if value and value.utilisation is not None and not value.left_out
            else None,
        }
    company = results.values.get(node.company)
    priced = next((v for v in company.options if v.option.id == node.id), None) if company else None
    emergent = next((v for v in company.emergent if v.option.id == node.id), None) if company else None
    if priced:
        return {
            "vv_value": rounded(priced.adjusted, 2),
            "vv_probability": rounded(priced.probability, 4),
        }
    if emergent:
        return {
            "vv_value": rounded(emergent.value, 4),
            "vv_probability": rounded(emergent.probability, 6),
        }
    return {"vv_value": None, "vv_probability": None}
