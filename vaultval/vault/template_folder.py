"""Where a vault keeps its templates: what Obsidian's own settings say. They are read, never written."""

import json
import re
from pathlib import Path
from typing import NamedTuple

from vaultval.vocabulary import folded

OBSIDIAN = ".obsidian"
DEFAULT = "Templates"
CORE, TEMPLATER = "Templates", "Templater"

# plugin → its settings, and the key of the folder there. The first that names a folder counts.
_STATED = (
    (CORE, "templates.json", "folder"),
    (TEMPLATER, "plugins/templater-obsidian/data.json", "templates_folder"),
)
_STRANGE = re.compile(r"[:*?\x00-\x1f\x7f\ud800-\udfff]")  # no name that Obsidian gives has one of these


class TemplateFolder(NamedTuple):
    """A folder from the vault's root. plugin: the one whose settings name it, or ""; refused: what they name in vain."""

    path: str
    plugin: str
    refused: tuple[str, ...]


def template_folder(root: Path) -> TemplateFolder:
    """The folder that Obsidian's Templates plugin or Templater takes templates from, else `Templates`.

    A folder that leads out of the vault or is hidden, where Obsidian would see no note, is refused.
    """
    refused: list[str] = []
    for plugin, settings, key in _STATED:
        stated = _stated(root / OBSIDIAN / settings, key)
        folder = re.sub(r"[\\/]+", "/", stated).strip("/")  # as Obsidian reads a path
        if not folder.strip():  # not set, or the vault itself
            continue
        if _leads_elsewhere(folder) or (root / folder).is_file():
            refused.append(stated)
        else:
            return TemplateFolder(folder, plugin, tuple(refused))
    return TemplateFolder(_default(root), "", tuple(refused))


def _stated(path: Path, key: str) -> str:
    if not path.is_file():  # to read a pipe would wait for ever
        return ""
    try:
        data = json.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return ""
    value = data.get(key) if isinstance(data, dict) else None
    return value if isinstance(value, str) else ""


def _leads_elsewhere(folder: str) -> bool:
    return any(part.startswith(".") for part in folder.split("/")) or _STRANGE.search(folder) is not None


def _default(root: Path) -> str:
    """`Templates`, as a folder at the vault's root spells it if there is one."""
    try:
        names = sorted(entry.name for entry in root.iterdir() if folded(entry.name) == folded(DEFAULT))
    except OSError:
        names = []
    return DEFAULT if DEFAULT in names or not names else names[0]
