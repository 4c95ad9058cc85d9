"""Whether bold, italic and struck text is the same with links put in, whose brackets may take its marks apart."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from markdown_it import MarkdownIt

from vaultval.note.parts import Span
from vaultval.place import Lines

_MARKS = re.compile(r"[*_~]")
_MASK = "\ue000"  # in place of a mark in a link, where it is none
_NO_WORDS = re.compile(rf"\[\[(?:[^\[\]|]*\|)?|\]\]|[*_~{_MASK}]")


def same_emphasis(before: str, after: str, inserted: Sequence[Span]) -> bool:
    """Whether the paragraphs into which pieces were put have the same words emphasised.

    inserted: where in the new text the pieces stand: the two halves of each link, or whole fields. They hold no line end.
    """
    if not _MARKS.search(before):
        return True
    places = Lines(after)
    lines = {places.line_column(span.start)[0] - 1 for span in inserted}
    old, new = before.split("\n"), _masked(after, inserted).split("\n")
    return all(
        list(_emphasis("\n".join(old[first:last]))) == list(_emphasis("\n".join(new[first:last])))
        for first, last in _paragraphs(old, lines)
        if any(_MARKS.search(line) for line in old[first:last])
    )


def _masked(after: str, inserted: Sequence[Span]) -> str:
    """The new text without whole fields, whose words are new, and with the marks masked that stand in new links."""
    pieces: list[str] = []
    done = 0
    opened = False
    for span in inserted:
        piece, gap = after[span.start : span.end], after[done : span.start]
        pieces.append(_MARKS.sub(_MASK, gap) if opened else gap)
        if opened or piece.startswith("[["):
            pieces.append(_MARKS.sub(_MASK, piece))
            opened = not opened
        done = span.end
    return "".join((*pieces, after[done:]))


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("strikethrough")


def _paragraphs(lines: list[str], wanted: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The stretches of lines, from the first to before the last, among which none is blank, around some of them."""
    last = 0
    for line in sorted(wanted):
        if line < last:
            continue
        first = last = line
        while first and lines[first - 1].strip(" \t\r>"):
            first -= 1
        while last < len(lines) and lines[last].strip(" \t\r>"):
            last += 1
        yield first, max(last, line + 1)


def _emphasis(paragraph: str) -> Iterator[str]:
    """Where emphasis begins and ends, and the words between."""
    words = ""
    for token in _parser().parseInline(paragraph)[0].children or ():
        if token.nesting:
            yield _NO_WORDS.sub("", words)
            yield f"<{token.type}>"
            words = ""
        else:
            words += token.content or " "
    yield _NO_WORDS.sub("", words)
