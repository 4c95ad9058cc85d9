"""The vault: its notes as they were read, and what their links lead to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from pathlib import Path

from vaultval.config import Config
from vaultval.diagnostics import Finding, finding
from vaultval.errors import VaultvalError
from vaultval.note import canvas, frontmatter
from vaultval.note.canvas import Canvas
from vaultval.note.managed import ManagedBlock, has_marker, ignored_spans, managed_blocks
from vaultval.note.parts import Properties, PropertyLink, Scan, Span
from vaultval.note.scan import scan
from vaultval.note.surprises import surprises
from vaultval.place import Lines, Place
from vaultval.vault.omissions import Omissions
from vaultval.vault.reading import read_bytes, read_each
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
    bytes are UTF-8. aliases: the further names that its properties give it; held of every note.
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
    aliases: tuple[str, ...] = ()
    takes_part: bool = True

    @property
    def name(self) -> str:
        """The file's name without its ending: what people call the note."""
        return self.path.rpartition("/")[2][: -len(".md")]  # .MD is an ending, too

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
    """A folder of notes, read once. `files` are all files that a link may lead to, notes and canvases included.
    omissions: what is there, and takes no part.
    """

    root: Path
    notes: Mapping[str, Note]
    files: tuple[FileEntry, ...]
    resolver: Resolver
    canvases: Mapping[str, Canvas]
    omissions: Omissions

    def source_lines(self, note: str) -> list[str]:
        """The lines of a note, without their ends; none if it cannot be read any more."""
        known = self.notes.get(note)
        text = known.text if known else ""
        if not text:
            try:
                text = decode(read_bytes(f"{self.root}/{note}").data)[0]
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
        aliases=frontmatter.property_aliases(properties) if properties else (),
    )
    findings += surprises(text, path, scanned, note.lines, ignored_spans(managed))
    if takes_part(note):
        return note, findings
    if hold == Hold.TEXT:
        return replace(note, takes_part=False), findings
    note = replace(note, data=b"", text="", takes_part=False)
    return (note if hold == Hold.PARTS else _only_links(note)), findings


def held_whole(vault: Vault, path: str) -> Note | None:
    """A note with its text and all that it says, read again if they are not held; None if it cannot be read any more."""
    known = vault.notes[path]
    if known.text or known.data:
        return known
    try:
        data = read_bytes(f"{vault.root}/{path}").data
    except OSError:
        return None
    return read_note(path, data, lambda _note: False, Hold.TEXT)[0]


def _only_links(note: Note) -> Note:
    """What has to be known of a note that takes no part: its names, where its links lead, and its signals."""
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
    walked = walk(root, config.folders.exclude)
    findings = walked.findings
    notes: dict[str, Note] = {}
    canvases: dict[str, Canvas] = {}
    gone: set[str] = set()

    def reader(folder: Path, path: str) -> tuple[Note | None, list[Finding]]:
        return _read_file(folder, path, takes_part, hold)

    paths = [entry.path for entry in walked.files if entry.path.lower().endswith(".md")]
    for path, (note, found) in zip(paths, read_each(root, paths, reader, progress), strict=True):
        findings += found
        if note:
            notes[path] = note
        elif _vanished(found):
            gone.add(path)
    for path in (entry.path for entry in walked.files if entry.path.lower().endswith(".canvas")):
        drawn, found = _read_canvas(root, path)
        findings += found
        if drawn:
            canvases[path] = drawn
        elif _vanished(found):
            gone.add(path)
    files = tuple(entry for entry in walked.files if entry.path not in gone)
    resolver = Resolver(entry.path for entry in files)
    omissions = Omissions(root, walked.folders, walked.omissions)
    return Vault(root, notes, files, resolver, canvases, omissions), findings


def _read_file(
    root: Path, path: str, takes_part: Callable[[Note], bool], hold: Hold
) -> tuple[Note | None, list[Finding]]:
    data, findings = _bytes(root, path)
    if data is None:
        return None, findings
    note, found = read_note(path, data, takes_part, hold)
    return note, [*findings, *found] if findings else found


def _read_canvas(root: Path, path: str) -> tuple[Canvas | None, list[Finding]]:
    data, findings = _bytes(root, path)
    if data is None:
        return None, findings
    text, sound = decode(data)
    if not sound:
        findings.append(finding("bad-canvas", Place(path), "the canvas holds bytes that are not UTF-8"))
        text = ""
    drawn, found = canvas.read(text, path)
    return drawn, [*findings, *found]


def _vanished(findings: list[Finding]) -> bool:
    """Whether a file of which nothing could be read was gone, by the findings on it."""
    return any(found.rule.name == "changed-while-reading" for found in findings)


def _bytes(root: Path, path: str) -> tuple[bytes | None, list[Finding]]:
    """What a file of the vault holds, None if there is none any more or it cannot be read."""
    try:
        data, settled = read_bytes(f"{root}/{path}")
    except FileNotFoundError:
        message = "the file was there when its folder was listed, and gone when it was to be read"
        return None, [finding("changed-while-reading", Place(path), message)]
    except OSError as error:
        return None, [finding("unreadable", Place(path), f"the file cannot be read: {error.strerror}")]
    if settled:
        return data, []
    return data, [finding("changed-while-reading", Place(path), "the file changed while it was read")]
