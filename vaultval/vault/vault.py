"""The vault: its notes as they were read, and what their links lead to."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from vaultval.config import Config
from vaultval.diagnostics import Finding, finding
from vaultval.errors import VaultvalError
from vaultval.note import frontmatter
from vaultval.note.managed import ManagedBlock, has_marker, managed_blocks
from vaultval.note.parts import Properties, PropertyLink, Scan, Span
from vaultval.note.scan import scan
from vaultval.place import Lines, Place
from vaultval.vault.resolve import Resolver
from vaultval.vault.walk import FileEntry, walk

BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Note:
    """One note. `data` and `text` are kept only for a note that takes part, and are empty for others.

    text: decoded, without its BOM. sound: whether the bytes are UTF-8.
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


def read_note(path: str, data: bytes, keep: Callable[[Note], bool]) -> tuple[Note, list[Finding]]:
    """One note from its bytes. `keep` decides whether its text is held on to."""
    text, sound = decode(data)
    properties, findings = frontmatter.read(text, path)
    if not sound:
        bad = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace").find("\ufffd")
        findings.append(
            finding(
                "not-utf8", Lines(text).place(path, max(bad, 0)), "the note holds bytes that are not UTF-8"
            )
        )
    scanned = scan(text, properties.end if properties else 0)
    managed: tuple[ManagedBlock, ...] = ()
    if has_marker(text):
        managed, broken = managed_blocks(text, scanned, path)
        findings += broken
    note = Note(
        path, data, text, sound, Lines(text), scanned, properties,
        frontmatter.property_links(properties) if properties else (),
        frontmatter.property_tags(properties) if properties else (),
        managed,
    )  # fmt: skip
    if not keep(note):
        note = Note(
            path,
            b"",
            "",
            sound,
            note.lines,
            scanned,
            properties,
            note.property_links,
            note.property_tags,
            managed,
        )
    return note, findings


def open_vault(
    root: Path,
    config: Config,
    keep: Callable[[Note], bool],
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> tuple[Vault, list[Finding]]:
    """Read every note below a folder.

    keep: which notes take part, so that their text is held. progress: told how many of how many notes are read.
    Raises VaultvalError if the folder does not exist or cannot be listed.
    """
    if not root.is_dir():
        raise VaultvalError(f"{root} is not a folder. Give the folder that Obsidian opens as the vault.")
    files, findings = walk(root, config.folders.exclude)
    paths = [entry.path for entry in files if entry.path.lower().endswith(".md")]
    notes: dict[str, Note] = {}
    for done, (path, data) in enumerate(_contents(root, paths, findings)):
        if data is not None:
            notes[path], found = read_note(path, data, keep)
            findings += found
        progress(done + 1, len(paths))
    return Vault(root, notes, tuple(files), Resolver(entry.path for entry in files)), findings


def _contents(root: Path, paths: list[str], findings: list[Finding]) -> Iterator[tuple[str, bytes | None]]:
    for path in paths:
        try:
            yield path, (root / path).read_bytes()
        except OSError as error:
            findings.append(finding("unreadable", Place(path), f"the note cannot be read: {error.strerror}"))
            yield path, None
