"""The vault: its notes as they were read, and what their links lead to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from pathlib import Path

from vaultval.config import Config
from vaultval.diagnostics import Finding, finding
from vaultval.errors import VaultvalError
from vaultval.note import frontmatter
from vaultval.note.managed import ManagedBlock, has_marker, managed_blocks
from vaultval.note.parts import Properties, PropertyLink, Scan, Span
from vaultval.note.scan import scan
from vaultval.place import Lines, Place
from vaultval.vault.reading import read_each
from vaultval.vault.resolve import Resolver
from vaultval.vault.walk import FileEntry, walk

BOM = "\ufeff"


class Hold(IntEnum):
    """What is held of the notes that take no part: where their links lead and their signals, all that they say, or
    their text and bytes, too.
    """

    LINKS = 0
    PARTS = 1
    TEXT = 2


@dataclass(frozen=True, slots=True)
class Note:
    """One note. takes_part: whether it says anything that a valuation needs.

    data, text: the bytes, and what they decode to, without a BOM; empty if they are not held. sound: whether the
    bytes are UTF-8.
    """

    path: str
    data: bytes
    text: str
    sound: bool
    lines: Lines
    scan: Scan
    properties: Properties | None
    property_links: tuple[PropertyLink, ...]
    property_tags: tuple[str, ...]
    managed: tuple[ManagedBlock, ...]
    takes_part: bool = True

    @property
    def name(self) -> str:
        """The file's name without its ending: what people call the note."""
        return self.path.rpartition("/")[2].removesuffix(".md")

    def hidden(self) -> tuple[Span, ...]:
        """The spans that are not the author's text: properties, and what vaultval wrote."""
        head = (Span(self.properties.start, self.properties.end),) if self.properties else ()
        return (*head, *(Span(block.start, block.end) for block in self.managed))

    def is_own_text(self, offset: int) -> bool:
        """Whether vaultval wrote what stands at this offset."""
        return any(block.start <= offset < block.end for block in self.managed)

    def place(self, offset: int, length: int = 0) -> Place:
        """The place of a span of the text."""
        return self.lines.place(self.path, offset, length)


@dataclass(frozen=True, slots=True)
class Vault:
    """A folder of notes, read once. `files` are all files that a link may lead to, notes included."""

    root: Path
    notes: Mapping[str, Note]
    files: tuple[FileEntry, ...]
    resolver: Resolver

    def source_lines(self, note: str) -> list[str]:
        """The lines of a note, without their ends; none if it cannot be read any more."""
        known = self.notes.get(note)
        text = known.text if known else ""
        if not text:
            try:
                text = decode((self.root / note).read_bytes())[0]
            except OSError:
                return []
        return [line.removesuffix("\r") for line in text.split("\n")]


def decode(data: bytes) -> tuple[str, bool]:
    """A note's text without its BOM, and whether the bytes are UTF-8. Bytes that are not survive as surrogates."""
    try:
        return data.decode("utf-8").removeprefix(BOM), True
    except UnicodeDecodeError:
        return data.decode("utf-8", "surrogateescape").removeprefix(BOM), False


def read_note(
    path: str, data: bytes, takes_part: Callable[[Note], bool], hold: Hold
) -> tuple[Note, list[Finding]]:
    """One note from its bytes. hold: what is held of it if it takes no part."""
    text, sound = decode(data)
    properties, findings = frontmatter.read(text, path)
    if not sound:
        bad = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace").find("\ufffd")
        place = Lines(text).place(path, max(bad, 0))
        findings.append(finding("not-utf8", place, "the note holds bytes that are not UTF-8"))
    scanned = scan(text, properties.end if properties else 0)
    managed: tuple[ManagedBlock, ...] = ()
    if has_marker(text):
        managed, broken = managed_blocks(text, scanned, path)
        findings += broken
    note = Note(
        path=path,
        data=data,
        text=text,
        sound=sound,
        lines=Lines(text),
        scan=scanned,
        properties=properties,
        property_links=frontmatter.property_links(properties) if properties else (),
        property_tags=frontmatter.property_tags(properties) if properties else (),
        managed=managed,
    )
    if takes_part(note):
        return note, findings
    if hold == Hold.TEXT:
        return replace(note, takes_part=False), findings
    note = replace(note, data=b"", text="", takes_part=False)
    return (note if hold == Hold.PARTS else _only_links(note)), findings


def _only_links(note: Note) -> Note:
    """What has to be known of a note that takes no part: where its links lead, and its signals."""
    few = Scan(note.scan.links, note.scan.embeds, (), (), (), (), (), (), note.scan.signals, (), ())
    return replace(note, scan=few, properties=None, property_tags=())


def open_vault(
    root: Path,
    config: Config,
    takes_part: Callable[[Note], bool],
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    *,
    hold: Hold = Hold.LINKS,
) -> tuple[Vault, list[Finding]]:
    """Read every note below a folder.

    takes_part: which notes do; they are held whole. hold: what is held of the others. progress: told how many of how
    many notes are read.
    Raises VaultvalError if the folder does not exist or cannot be listed.
    """
    if not root.is_dir():
        raise VaultvalError(f"{root} is not a folder. Give the folder that Obsidian opens as the vault.")
    files, findings = walk(root, config.folders.exclude)
    paths = [entry.path for entry in files if entry.path.lower().endswith(".md")]
    notes: dict[str, Note] = {}

    def reader(folder: Path, path: str) -> tuple[Note | None, list[Finding]]:
        return _read_file(folder, path, takes_part, hold)

    for path, (note, found) in zip(paths, read_each(root, paths, reader, progress), strict=True):
        findings += found
        if note:
            notes[path] = note
    return Vault(root, notes, tuple(files), Resolver(entry.path for entry in files)), findings


def _read_file(
    root: Path, path: str, takes_part: Callable[[Note], bool], hold: Hold
) -> tuple[Note | None, list[Finding]]:
    try:
        data = (root / path).read_bytes()
    except OSError as error:
        return None, [finding("unreadable", Place(path), f"the note cannot be read: {error.strerror}")]
    return read_note(path, data, takes_part, hold)
