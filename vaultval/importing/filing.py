"""Which notes an import makes, what they are called, and how they link to each other."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from vaultval.importing.markdown import unlinked
from vaultval.importing.records import Report
from vaultval.note.subpath import heading_in_link
from vaultval.vocabulary import folded, written

_STRANGE = re.compile(r"[\\/:*?\"<>|#^\[\]%\x00-\x1f\x7f\u2028\u2029\ufeff\ud800-\udfff]")
_RESERVED = re.compile(r"(?:con(?:in\$|out\$)?|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
_ENDING = re.compile(r"(?:\.md)+$", re.IGNORECASE)
_LONGEST = 150  # bytes of a name, so that every file system takes it
_FOLDERS = {
    "company": "import_companies",
    "option": "import_options",
    "narrative": "import_narratives",
    "source": "import_sources",
}
Key = tuple[str, int]


class Source(NamedTuple):
    """The report itself. path: of its note in the vault, "" for none. title: what its file is called."""

    path: str
    title: str


def file_name(name: str) -> str:
    """A name that every file system and every link of Obsidian takes; "untitled" for one of which nothing is left."""
    seen = "".join(char for char in unicodedata.normalize("NFC", name) if unicodedata.category(char) != "Cf")
    words = _ENDING.sub("", " ".join(_STRANGE.sub(" ", seen).split()).strip(". ")).strip(". ")
    while len(words.encode()) > _LONGEST:
        words = words[:-1].rstrip(". ")
    return f"{words} note" if _RESERVED.fullmatch(words) else words or "untitled"


def folder_name(path: str) -> str:
    """A folder of the vault, every part of it one that all file systems take. `..` stays, to be refused."""
    parts = [part for part in path.replace("\\", "/").split("/") if part.strip()]
    return "/".join(part if part == ".." or part.startswith(".") else file_name(part) for part in parts)


@dataclass(frozen=True, slots=True)
class Filing:
    """Where the notes of a report stand. paths: by kind and index. there: those of them that the vault has already.

    report: the path of the report's own note, or "" if it stays outside of the vault; then title is what it is called.
    called: how many files, with those that are to be added, have a name.
    """

    paths: Mapping[Key, str]
    there: frozenset[Key]
    report: str
    called: Mapping[str, int]
    title: str = ""

    def link(self, kind: str, index: int, shown: str = "", *, in_table: bool = False) -> str:
        """A link to a note, by its name where no other file has it, else by its path."""
        return self._link(self.paths[kind, index], "", shown, in_table=in_table)

    def to_report(self, heading: str = "") -> str:
        """A link to the report, or to one of its sections; its name where it stays outside of the vault."""
        if self.report:
            return self._link(self.report, heading_in_link(heading), "")
        return " · ".join(part for part in (unlinked(self.title), unlinked(heading)) if part)

    def _link(self, path: str, heading: str, shown: str, *, in_table: bool = False) -> str:
        path, _, section = path.partition("#")
        heading = heading or section
        target = path.removesuffix(".md")
        name = target.rpartition("/")[2]
        short = name if self.called.get(folded(name), 0) < 2 else target
        shown = shown or (name if short != name else "")
        inside = f"{short}#{heading}" if heading else short
        bar = "\\|" if in_table else "|"
        return f"[[{inside}{bar}{shown}]]" if shown and shown != inside else f"[[{inside}]]"


def _stem(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".md")


def file_notes(
    report: Report,
    source: Source,
    folder: str,
    nodes: Mapping[tuple[str, str], str],
    known: Collection[str],
    foreign: Collection[str] = (),
) -> Filing:
    """A path for each note of a report.

    folder: below which the notes stand, "" for the vault's root. nodes: the paths of the vault's companies, narratives and
    the company's options by kind and folded name, with #heading for a section: one of the same name is the same thing.
    known: the paths of all files. foreign: those of other companies' options, which are never the same.
    """
    names = {folded(path) for path in known}
    others = {folded(path) for path in foreign}
    paths: dict[Key, str] = {}
    there: set[Key] = set()
    taken: set[str] = set()
    for kind, index, name in _named(report):
        stem = file_name(name)
        found = nodes.get((kind, folded(stem))) or nodes.get((kind, folded(name)))
        number = 1
        path = found or note_path(kind, stem, folder, report.language)
        while folded(path) in taken or folded(path) in others:
            number += 1
            path = note_path(kind, f"{stem} ({number})", folder, report.language)
        taken.add(folded(path))
        paths[kind, index] = path
        if path == found or folded(path) in names:
            there.add((kind, index))
    notes = {path.partition("#")[0] for path in paths.values()}
    called = Counter(folded(_stem(path)) for path in {*known, *notes, source.path})
    return Filing(paths, frozenset(there), source.path, called, source.title)


def note_path(kind: str, stem: str, folder: str, language: str) -> str:
    """Where a note of a kind stands."""
    return "/".join(
        part for part in (folder, written("phrase", _FOLDERS[kind], language), f"{stem}.md") if part
    )


def _named(report: Report) -> list[tuple[str, int, str]]:
    every = [*report.options, *report.emergent]
    return [
        ("company", 0, report.name),
        *(("option", index, option.name) for index, option in enumerate(every)),
        *(("narrative", index, narrative.name) for index, narrative in enumerate(report.narratives)),
    ]
