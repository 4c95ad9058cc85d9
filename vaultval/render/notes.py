"""Notes and canvases as plain data, as Obsidian reads them, for `vaultval notes --json`."""

from typing import Any

from vaultval.note import tasks
from vaultval.note.canvas import Canvas, CanvasLink, CanvasNode
from vaultval.note.fields import sanitised
from vaultval.note.links import display_text
from vaultval.note.parts import Field, FieldLink, Link, Task, TypedValue
from vaultval.note.values import typed_value
from vaultval.render.data import SCHEMA
from vaultval.vault.canvases import destination
from vaultval.vault.vault import Note, Vault


def notes_document(vault: Vault) -> dict[str, Any]:
    """What `vaultval notes --json` prints: every note as Obsidian reads it."""
    return {
        "schema": SCHEMA,
        "notes": {path: _note(vault, vault.notes[path]) for path in sorted(vault.notes)},
        "canvases": {path: _canvas(vault, vault.canvases[path]) for path in sorted(vault.canvases)},
    }


def _note(vault: Vault, note: Note) -> dict[str, Any]:
    scanned = note.scan
    return {
        "links": [_link(vault, note, link) for link in scanned.links],
        "embeds": [_link(vault, note, link) for link in scanned.embeds],
        "property_links": [
            {"key": found.key, **_link(vault, note, found.link)}
            for found in note.property_links
            if found.alone
        ],
        "tags": [{"tag": tag.name, "line": note.place(tag.start).line} for tag in scanned.tags],
        "property_tags": list(note.property_tags),
        "headings": [
            {"level": h.level, "text": h.text, "line": note.place(h.start).line} for h in scanned.headings
        ],
        "tasks": [_task(note, task) for task in scanned.tasks],
        "fields": [_field(note, field) for field in scanned.fields],
        "blocks": [{"id": block.name, "line": note.place(block.start).line} for block in scanned.blocks],
        "callouts": [
            {"type": c.type, "fold": c.fold, "title": c.title, "line": note.place(c.start).line}
            for c in scanned.callouts
        ],
        "footnotes": [
            {"id": f.id, "definition": f.definition, "line": note.place(f.start).line}
            for f in scanned.footnotes
        ],
        "properties": dict(note.properties.values()) if note.properties else {},
    }


def _link(vault: Vault, note: Note, link: Link) -> dict[str, Any]:
    place = note.place(link.start)
    resolved = vault.resolver.resolve(link.target, note.path).path if link.target else note.path
    return {
        "target": link.target,
        "subpath": link.subpath,
        "display": display_text(link),
        "original": link.original,
        "line": place.line,
        "column": place.column,
        "resolved": resolved,
    }


def _field(note: Note, field: Field) -> dict[str, Any]:
    typed = typed_value(field.value)
    return {
        "key": field.key,
        "sanitised": sanitised(field.key),
        "value": field.value,
        "type": typed.type,
        "typed": _typed(typed),
        "line": note.place(field.start).line,
    }


def _typed(value: TypedValue) -> Any:
    """A value as JSON holds it; the parts of a list each with their type."""
    if isinstance(value.value, FieldLink):
        return value.value._asdict()
    if value.type == "duration":
        return dict(value.value)  # type: ignore[arg-type]  # pairs, by their type
    if isinstance(value.value, tuple):
        parts = [part for part in value.value if isinstance(part, TypedValue)]
        return [{"type": part.type, "value": _typed(part)} for part in parts]
    return value.value


def _task(note: Note, task: Task) -> dict[str, Any]:
    details = tasks.read(task)
    return {
        "status": task.status,
        "text": task.text,
        "line": note.place(task.start).line,
        "description": details.description,
        "tags": list(details.tags),
        "due": details.due,
        "scheduled": details.scheduled,
        "start": details.start,
        "created": details.created,
        "done": details.done,
        "cancelled": details.cancelled,
        "priority": details.priority,
        "recurrence": details.recurrence,
        "on_completion": details.on_completion,
        "id": details.id,
        "depends_on": list(details.depends_on),
        "block": details.block_id,
        "dates": {
            "tasks_emoji": dict(details.emoji_dates),
            "tasks_dataview": dict(details.bracket_dates),
            "dataview": dict(details.dataview_dates),
        },
    }


def _canvas(vault: Vault, canvas: Canvas) -> dict[str, Any]:
    return {
        "nodes": [_canvas_node(canvas, node) for node in canvas.nodes],
        "edges": [
            {
                "from": edge.source,
                "to": edge.target,
                "label": edge.label,
                "line": canvas.place(edge.start).line,
            }
            for edge in canvas.edges
        ],
        "links": [_canvas_link(vault, canvas, found) for found in canvas.links],
    }


def _canvas_node(canvas: Canvas, node: CanvasNode) -> dict[str, Any]:
    place = canvas.place(node.start)
    return {
        "id": node.id,
        "type": node.kind,
        "content": node.content,
        "subpath": node.subpath,
        "line": place.line,
        "column": place.column,
    }


def _canvas_link(vault: Vault, canvas: Canvas, found: CanvasLink) -> dict[str, Any]:
    link = found.link
    place = canvas.place(link.start)
    return {
        "node": found.node,
        "kind": found.kind,
        "target": link.target,
        "subpath": link.subpath,
        "display": display_text(link),
        "original": link.original,
        "line": place.line,
        "column": place.column,
        "resolved": destination(vault.resolver, canvas.path, found).path,
    }
