"""The blocks that vaultval wrote into a note: their markers, found again so that no reader takes them for input."""

import hashlib
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from urllib.parse import unquote

from vaultval.diagnostics import Finding, finding
from vaultval.note.parts import Properties, Scan, Span
from vaultval.place import Lines

OPT_OUT = "vaultval"
OWN_PREFIX = "vv_"
AUDIT = "audit"
"""The name of the block that any note may ask for."""

_CANDIDATE = re.compile(r"<!--[ \t]*vaultval:[^\n]*")
_MARKER = re.compile(
    r"<!-- vaultval:(?:begin (?P<opened>[^\s<>](?:[^\n<>]*?[^\s<>])?)"
    r"|end (?P<closed>[^\s<>](?:[^\n<>]*?[^\s<>])?) sum=(?P<sum>[0-9a-f]{10})"
    r"|end (?P<asked>[^\s<>](?:[^\n<>]*?[^\s<>])?)) -->[ \t]*\r?"
)
# What could end an HTML comment, open other syntax in a weaker reader, or break the line. Also % itself.
_UNSAFE = re.compile(r"[%<>`$\x00-\x1f\x7f-\x9f\u2028\u2029]|(?<=-)-|^\s|\s$")


class ManagedBlock(NamedTuple):
    """A block between vaultval's markers.

    start, end: the whole of it, from the begin marker to the end of the end marker's line, line end excluded.
    inner_start, inner_end: the text between the two lines. sum_start: where the ten digits of the sum stand, or are to.
    sum: as written; "" where a user has asked for the block, with an end marker that has none and nothing above it.
    intact: whether the text between is what vaultval wrote.
    """

    name: str
    start: int
    end: int
    inner_start: int
    inner_end: int
    sum_start: int
    sum: str
    intact: bool

    def sum_of(self, inner: str) -> str:
        """What stands from sum_start on, in place of the sum, once the block holds this text."""
        return block_sum(inner) if self.sum else f" sum={block_sum(inner)}"


class _Marker(NamedTuple):
    start: int
    end: int
    line: int
    opens: bool
    name: str
    sum: str


def escape_name(name: str) -> str:
    """A block's name as it stands in a marker: nothing in it can end the comment or the line.

    Raises ValueError for an empty name.
    """
    if not name:
        raise ValueError("a block needs a name")
    return _UNSAFE.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), name)


def unescape_name(written: str) -> str:
    """The name that a marker stands for."""
    return unquote(written)


def begin_marker(name: str) -> str:
    """The line that opens a block."""
    return f"<!-- vaultval:begin {escape_name(name)} -->"


def end_marker(name: str, inner: str) -> str:
    """The line that closes a block which holds this text."""
    return f"<!-- vaultval:end {escape_name(name)} sum={block_sum(inner)} -->"


def block_sum(inner: str) -> str:
    """The checksum, ten hex digits, of the text between two markers. LF and CRLF give the same one."""
    return hashlib.sha256(inner.replace("\r\n", "\n").encode("utf-8", "surrogatepass")).hexdigest()[:10]


def has_marker(text: str) -> bool:
    """Whether anything in the text could be taken for a marker."""
    return _CANDIDATE.search(text) is not None


def opted_out(properties: Properties | None) -> bool:
    """Whether the note's property `vaultval` is off: then nothing in it is written, changed or removed."""
    if properties is None:
        return False
    return any(
        entry.key.casefold() == OPT_OUT
        and (
            entry.value is False
            or (isinstance(entry.value, str) and entry.value.casefold() in ("off", "false"))
        )
        for entry in properties.entries
    )


def ignored_spans(blocks: Iterable[ManagedBlock]) -> tuple[Span, ...]:
    """Where vaultval's own text stands, in order: no reader takes anything from there."""
    return tuple(sorted(Span(block.start, block.end) for block in blocks))


def managed_blocks(text: str, scan: Scan, note: str) -> tuple[tuple[ManagedBlock, ...], list[Finding]]:
    """The blocks of a note, in order, and what is wrong with its markers.

    A finding `broken-markers` means that the note must not be written to. The blocks that could be paired are
    returned all the same, both of a doubled name, too, so that readers pass over them.
    """
    if "vaultval:" not in text:
        return (), []
    lines = Lines(text)
    markers, broken, in_code = _markers(text, scan, lines)
    blocks, unpaired = _paired(text, markers)
    broken += unpaired
    often = Counter(block.name for block in blocks)
    broken += [lines.line_column(block.start)[0] for block in blocks if often[block.name] > 1]
    findings = []
    if broken:
        message = f"the vaultval markers do not pair up, one block to a name; see line {_listed(broken)}"
        findings.append(finding("broken-markers", lines.place(note, lines.start(min(broken))), message))
    if in_code:
        message = f"a vaultval marker inside code, math or another comment is text: line {_listed(in_code)}"
        findings.append(finding("marker-in-code", lines.place(note, lines.start(min(in_code))), message))
    return tuple(blocks), findings


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(str(number) for number in sorted(set(numbers)))


def _markers(text: str, scan: Scan, lines: Lines) -> tuple[list[_Marker], list[int], list[int]]:
    """The markers; the lines of those that are malformed or not alone at the left; the lines of those in code."""
    starts = [span.start for span in scan.opaque]
    markers: list[_Marker] = []
    broken: list[int] = []
    in_code: list[int] = []
    for match in _CANDIDATE.finditer(text):
        start, end = match.span()
        line, column = lines.line_column(start)
        whole = _MARKER.fullmatch(text, start, end)
        index = bisect_right(starts, start) - 1
        span = scan.opaque[index] if index >= 0 and start < scan.opaque[index].end else None
        if span is not None and span.start < start:
            if whole and not text[lines.start(line) : start].strip():
                in_code.append(line)
        elif whole and column == 1:
            name = unescape_name(whole["opened"] or whole["closed"] or whole["asked"])
            end = whole.end() - whole[0].endswith("\r")
            markers.append(_Marker(start, end, line, whole["opened"] is not None, name, whole["sum"] or ""))
        elif span is not None or column == 1:
            broken.append(line)
    return markers, broken, in_code


def _paired(text: str, markers: Sequence[_Marker]) -> tuple[list[ManagedBlock], list[int]]:
    """The blocks, and the lines of the markers that belong to none."""
    blocks: list[ManagedBlock] = []
    broken: list[int] = []
    opened: _Marker | None = None
    for marker in markers:
        if marker.opens:
            if opened:
                broken.append(opened.line)
            opened = marker
            continue
        if (
            opened
            and opened.name == marker.name
            and (marker.sum or not text[opened.end : marker.start].strip())
        ):
            blocks.append(_block(text, opened, marker))
        else:
            broken += [opened.line, marker.line] if opened else [marker.line]
        opened = None
    if opened:
        broken.append(opened.line)
    return blocks, broken


def _block(text: str, begin: _Marker, end: _Marker) -> ManagedBlock:
    inner_start = text.index("\n", begin.end) + 1
    intact = not end.sum or block_sum(text[inner_start : end.start]) == end.sum
    sum_start = text.rindex(" -->", end.start, end.end) - len(end.sum)
    return ManagedBlock(begin.name, begin.start, end.end, inner_start, end.start, sum_start, end.sum, intact)
