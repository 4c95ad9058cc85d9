"""What a note says otherwise than its author will think: no mistake, but Obsidian reads it in a way that surprises.

Found while the note is read, so that its text need not be kept. Nothing is looked at in code, comments, or blocks
that vaultval wrote.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from vaultval.diagnostics import Finding, finding
from vaultval.note.parts import Heading, Link, Scan, Span, Tag
from vaultval.note.tags import TAG_CHARACTER, in_address
from vaultval.place import Lines

# Marks that end a word in Chinese, Japanese and Korean, and are part of a tag.
_WIDE_MARK = re.compile(
    "[\u3001\u3002\u3008-\u3011\u3014-\u301b\uff01\uff02\uff08\uff09\uff0c\uff0e\uff1a\uff1b\uff1f\uff3b\uff3d\uff5b\uff5d\uff61-\uff64]"
)

# Marks directly behind which somebody may begin a tag. A quotation mark is none of them: what it quotes is no tag;
# nor are / . ? and !, which stand before a # in addresses and code.
_BEHIND = "(（【〔,;:，。；：！？、）)】〕》」』…—–"
_UNREAD = re.compile(rf"#(?<=[{re.escape(_BEHIND)}]#)({TAG_CHARACTER}++)")
_LETTER = re.compile(r"[^\W\d_]")
_COLOUR = re.compile(r"[0-9A-Fa-f]{3,4}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8}")

# From below a table's header: the delimiters and the rows. The line end comes first, so that the search is fast.
_TABLE = re.compile(
    r"\n([ \t>]*+(?=[|:-])(?=[^\n]*\|)\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?[ \t]*\r?)(?=\n|\Z)"
    r"(?:\n[^\n|]*+\|[^\n]*+)*+"
)
_CUT = re.compile(r"\[\[[^\[\]\n]*?(?<!\\)\|")
_PIPE = re.compile(r"(?<!\\)\|")
_WIKILINK = re.compile(r"\[\[[^\[\]\n]*\]\]")

# `Date: 2026-01-28`, `Tags: [[macro]] #rates`, `日期：2026-01-28`: one word, a colon, and a value that is no title.
_HEADER_LINE = re.compile(r"[^\W\d][\w-]*[ \t]*[:：][ \t]*(?:[\[#$¥€\d\"']|$)")
_LONGEST_TITLE = 40
_LONGEST_SHOWN = 60


def surprises(text: str, note: str, scanned: Scan, lines: Lines, own: Sequence[Span]) -> list[Finding]:
    """What may surprise the author of a note, one finding a place. own: the spans that vaultval wrote, in order.

    text: the note's, of which `scanned` is the scan. note: its path.
    """
    passed_over = _Spans([*scanned.comments, *own])
    found: list[Finding] = []
    if "#" in text:
        if scanned.tags and not text.isascii():
            found += _wide_tags(scanned.tags, passed_over, lines, note)
        found += _unread_tags(text, scanned, passed_over, lines, note)
    if "|" in text and "[[" in text:
        found += _cut_links(text, scanned, passed_over, lines, note)
    found += _accidental_headings(text, scanned.headings, passed_over, lines, note)
    return found


class _Spans:
    """Spans, which may overlap, and whether an offset stands in one of them."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            self._starts.append(start)
            self._ends.append(max(end, self._ends[-1]) if self._ends else end)

    def hold(self, offset: int) -> bool:
        """Whether an offset stands in a span."""
        index = bisect_right(self._starts, offset) - 1
        return index >= 0 and offset < self._ends[index]


def _wide_tags(tags: Iterable[Tag], passed_over: _Spans, lines: Lines, note: str) -> Iterator[Finding]:
    seen: set[str] = set()
    for tag in tags:
        mark = None if tag.name.isascii() else _WIDE_MARK.search(tag.name)
        if mark and tag.name.lower() not in seen and not passed_over.hold(tag.start):
            seen.add(tag.name.lower())
            short = tag.name[: mark.start()]
            hint = f"put a blank before the {mark[0]} if {short} was meant" if len(short) > 1 else ""
            message = f"the {mark[0]} is part of the tag {tag.name}"
            yield finding(
                "tag-with-punctuation", lines.place(note, tag.start, len(tag.name)), message, hint=hint
            )


def _unread_tags(text: str, scanned: Scan, passed_over: _Spans, lines: Lines, note: str) -> Iterator[Finding]:
    seen: set[str] = set()
    unread: _Spans | None = None
    for match in _UNREAD.finditer(text):
        name, start = _WIDE_MARK.split(match[1], maxsplit=1)[0], match.start()
        if name.lower() in seen or not _LETTER.search(name) or _COLOUR.fullmatch(name):
            continue
        if unread is None:
            links = (*scanned.links, *scanned.embeds, *scanned.external)
            tags = (Span(tag.start, tag.start + 1) for tag in scanned.tags)
            unread = _Spans([*scanned.opaque, *(Span(link.start, link.end) for link in links), *tags])
        if unread.hold(start) or passed_over.hold(start) or in_address(text, start):
            continue
        seen.add(name.lower())
        message = f"#{name} is no tag here, because it stands directly behind a {text[start - 1]}"
        yield finding("tag-not-read", lines.place(note, start, len(name) + 1), message)


def _cut_links(text: str, scanned: Scan, passed_over: _Spans, lines: Lines, note: str) -> Iterator[Finding]:
    """The first link of each table in which a | stands without a backslash before it."""
    tables = [table for table in _tables(text) if _CUT.search(text, *table)]
    if not tables:
        return
    links = (*scanned.links, *scanned.embeds)
    cut = sorted(link for link in links if _has_bare_pipe(link) and not passed_over.hold(link.start))
    starts = [link.start for link in cut]
    for start, end in tables:
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        if first < last:
            link, more = cut[first], last - first - 1
            message = f"the cell ends at the | of {link.original}"
            message += f"; so it does in {more} more of this table" if more else ""
            yield finding("pipe-in-table", lines.place(note, link.start, link.end - link.start), message)


def _has_bare_pipe(link: Link) -> bool:
    return link.original.startswith(("[[", "![[")) and _PIPE.search(link.original) is not None


def _tables(text: str) -> Iterator[Span]:
    """The tables of a text: from the line above the delimiters to the last row that has a | ."""
    end = 0
    for match in _TABLE.finditer(text):
        header = text.rfind("\n", 0, match.start()) + 1
        above, cells = text[header : match.start()], _cells(match[1])
        if header >= end and (cells == _cells(above) or cells == _cells(_WIKILINK.sub("link", above))):
            end = match.end()
            yield Span(header, end)


def _cells(row: str) -> int:
    """How many cells a row of a table has."""
    return len(_PIPE.findall(row.strip(" \t\r>").strip("|"))) + 1 if "|" in row else 0


def _accidental_headings(
    text: str, headings: Iterable[Heading], passed_over: _Spans, lines: Lines, note: str
) -> list[Finding]:
    """The first heading of a note that a line of - makes of text which is no title; the others are counted."""
    found: list[tuple[Heading, int]] = []
    for heading in headings:
        rule = text.rfind("\n", heading.start, heading.end) + 1 if heading.level == 2 else 0
        if rule and not passed_over.hold(heading.start):
            above = text.count("\n", heading.start, rule)
            if not _is_title(heading.text, above):
                found.append((heading, rule))
    if not found:
        return []
    heading, rule = found[0]
    shown = heading.text if len(heading.text) <= _LONGEST_SHOWN else f"{heading.text[:_LONGEST_SHOWN]}…"
    underline = text[rule : heading.end].lstrip(" \t>")
    where = lines.place(note, heading.end - len(underline), len(underline.rstrip()))
    message = f"this line makes a heading of {shown!r}"
    message += f"; {len(found) - 1} more of this note do the like" if len(found) > 1 else ""
    return [finding("accidental-heading", where, message)]


def _is_title(text: str, count: int) -> bool:
    """Whether what stands in so many lines above a line of - is a title rather than text."""
    if count > 1 or _HEADER_LINE.match(text):
        return False
    return not text.endswith("。") and not (text.endswith(".") and len(text) > _LONGEST_TITLE)
