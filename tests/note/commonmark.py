"""What markdown-it-py reads in a note, and what the scanner reads, in the same terms."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from markdown_it import MarkdownIt

from vaultval.note.lines import ITEM, Walk
from vaultval.note.scan import scan
from vaultval.place import Lines

_PARSER = MarkdownIt("commonmark", {"maxNesting": 1000})
_MARK = re.compile(rf"{ITEM}(?=[ \t\r\n]|\Z)")
_RULE = re.compile(r"(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,})\r?(?=\n|\Z)")
_BOX = re.compile(r"\[(.)\](?=[ \t\n]|\Z)")


class Facts(NamedTuple):
    """Lines count from 1. blocks: the first and last lines of each block of code or HTML, blank lines at its end left
    out. headings: line, level, text. items: the line on which each list item begins, the outer one first. tasks: line
    and status. spans: what stands in each code span, one blank for all blanks and quote marks that follow each other.
    """

    blocks: list[tuple[int, int]]
    headings: list[tuple[int, int, str]]
    items: list[int]
    tasks: list[tuple[int, str]]
    spans: list[str]


def by_markdown_it(text: str) -> Facts:
    """The facts as markdown-it-py reads them."""
    found = Facts([], [], [], [], [])
    lines = _lines(text)
    tokens = _PARSER.parse(text + "\n")  # without a line end at its end, some texts make markdown-it-py raise
    for number, token in enumerate(tokens):
        first, end = token.map or (0, 0)
        if token.type in ("fence", "code_block", "html_block"):
            found.blocks.append((first + 1, _last(lines, first, end)))
        elif token.type == "heading_open":
            title = " ".join(line.strip() for line in tokens[number + 1].content.split("\n"))
            found.headings.append((first + 1, int(token.tag[1]), title))
        elif token.type == "list_item_open":
            found.items.append(first + 1)
        elif token.type == "inline":
            opened = [before.type for before in tokens[number - 2 : number]]
            box = _BOX.match(token.content) if opened == ["list_item_open", "paragraph_open"] else None
            # The box stands on the line of its item's mark.
            if box and _MARK.match(lines[first].lstrip(" \t>")):
                found.tasks.append((first + 1, box[1]))
            found.spans.extend(
                _plain(child.content) for child in token.children or () if child.type == "code_inline"
            )
    return found


def by_scan(text: str) -> Facts:
    """The facts as the scanner reads them."""
    scanned, offsets, lines = scan(text), Lines(text), _lines(text)
    walk = Walk(text)
    while walk.pos < len(text):
        walk.line()
    blocks = {span.start for span in walk.found.opaque}

    def line(offset: int) -> int:
        return offsets.line_column(offset)[0]

    return Facts(
        [
            (line(span.start), _last(lines, line(span.start) - 1, line(span.end)))
            for span in scanned.opaque
            if span.start in blocks
        ],
        [(line(heading.start), heading.level, heading.text) for heading in scanned.headings],
        [
            line(start)
            for start in sorted(walk.found.starts)
            if start not in blocks and _MARK.match(text, start) and not _RULE.match(text, start)
        ],
        [(line(task.start), task.status) for task in scanned.tasks],
        [
            _plain(text[span.start : span.end].strip("`"))
            for span in scanned.opaque
            if span.start not in blocks and text[span.start] == "`"
        ],
    )


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").split("\n")


def _last(lines: Sequence[str], first: int, end: int) -> int:
    """The last line, counted from 1, of a block from the line `first` to before the line `end`, counted from 0."""
    while end > first + 1 and not lines[end - 1].strip(" \t>"):
        end -= 1
    return end


def _plain(source: str) -> str:
    return re.sub(r"[\s>]+", " ", source).strip()


# Where markdown-it-py itself differs from CommonMark. The scanner follows CommonMark there.


class _Walk(Walk):
    """Counts the lines, indented by four columns or more, that leave a container, if they go on with a paragraph
    nevertheless or begin with a > .
    """

    __slots__ = ("count",)

    def line(self) -> None:
        depth, base, at, column = self._continued(self.pos)
        if (
            depth < len(self.containers)
            and column - base >= 4
            and (self.open or self.text[at : at + 1] == ">")
        ):
            self.count += 1
        super().line()


_TEXT_BELOW_DEFINITION = re.compile(
    r"^[ \t>+*0-9.)-]*\[[^\]\n]*\]:[^\n]*\n(?:[ \t>]*[^ \t\r\n>]|(?: {4}| {0,3}\t)[ \t]*>)", re.MULTILINE
)
_TAB_IN_NESTED_QUOTE = re.compile(r">[ \t]*>[^\n]*\t")


def markdown_it_errs(text: str) -> bool:
    """Whether a text holds what markdown-it-py reads otherwise than CommonMark says: an indented line that lazily
    goes on with a nested paragraph is code to it, a > may be a quote's however far it is indented, in nested quotes a
    tab is measured from elsewhere, and text right below a definition may begin any block.
    """
    walk = _Walk(text)
    walk.count = 0
    while walk.pos < len(text):
        walk.line()
    return bool(walk.count or _TEXT_BELOW_DEFINITION.search(text) or _TAB_IN_NESTED_QUOTE.search(text))
