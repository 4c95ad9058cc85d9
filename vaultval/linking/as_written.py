"""What on a line must stay as it is written: addresses, paths, file names, entities, brackets, marks of lists."""

import re
from collections.abc import Iterator

from vaultval.note.parts import Span

_URL = re.compile(r"(?<![A-Za-z0-9+.-])(?:[A-Za-z][A-Za-z0-9+.-]*+:(?://|\?)|www\.)[^\s<>]*+")
_MAIL_OR_HANDLE = re.compile(r"(?<![A-Za-z0-9._+-])[A-Za-z0-9._+-]*+@[A-Za-z0-9._-]++(?::[^\s<>]++)?")
_PATH = re.compile(
    r"(?<![^\s(（\"'`「])(?:[A-Za-z]:[\\/]|(?:~|\.{1,2})?/(?=[^\s/])|[A-Za-z0-9.-]++:[0-9]{2,5}/)[^\s<>]*+"
)
_BACKSLASHED = re.compile(r"(?<!\S)[^\s<>\\]*+(?:\\[^\sA-Za-z0-9<>][^\s<>\\]*+)*+\\[A-Za-z0-9][^\s<>]*+")
_ENTITY = re.compile(r"&#?[A-Za-z0-9]{2,31};")
_SHORT_CODE = re.compile(r"(?<![A-Za-z0-9:]):[A-Za-z0-9_+-]++:(?!:)")
_STAYS = (
    ("://", _URL), (":?", _URL), ("www.", _URL), ("@", _MAIL_OR_HANDLE), ("/", _PATH), (":\\", _PATH), ("\\", _BACKSLASHED),
    ("&", _ENTITY), (":", _SHORT_CODE),
)  # what a line must hold for each  # fmt: skip
_BRACKET = re.compile(r"[\[\]]")
_LIST_MARKS = re.compile(r"[ \t>]*+(?:(?:[-+*]|[0-9]{1,9}[.)])[ \t]++)++")
_DEFINITION = re.compile(
    r"[ \t>]*+\[(?!\^)[^\[\]\n]++\]:[ \t]*+(?:[^\s]++(?:[ \t]++(?:\"[^\"\n]*+\"|'[^'\n]*+'|\([^()\n]*+\)))?+)?+[ \t]*+\r?(?=\n|\Z)"
)
_SITE_OR_FILE = re.compile(r"(?<![A-Za-z0-9_.-])([A-Za-z0-9_-]++(?:\.[A-Za-z0-9_-]++)++)(?:/[^\s<>]*+)?")
_ENDING = re.compile(r"\.(?:[a-z][a-z0-9]{1,5}|[A-Z]{2,4})\Z")
_FILE = re.compile(
    r"(?<![\w.-])[\w-]++(?:\.[\w-]++)*?\.(?:md|pdf|docx?|xlsx?|pptx?|csv|txt|png|jpe?g|gif|svg|html?|json|canvas|base|zip)(?![\w-])",
    re.IGNORECASE,
)


def stays_as_written(text: str, first: int, last: int) -> Iterator[Span]:
    """What on a line, which stands between two offsets, must stay as it is, whatever names are in it."""
    for mark, pattern in _STAYS:
        if text.find(mark, first, last) >= 0:
            yield from (Span(*match.span()) for match in pattern.finditer(text, first, last))
    marks = _LIST_MARKS.match(text, first, last)
    if marks:
        yield Span(*marks.span())
    if text.find("[", first, last) >= 0:
        yield from _brackets(text, first, last)
    above = text.rfind("\n", 0, first - 1) + 1 if first else first
    if text.find("]:", above, first) >= 0 and _DEFINITION.match(text, above):
        yield Span(first, last)  # where the definition above leads, or its title


def whole_names(text: str, first: int, last: int) -> Iterator[Span]:
    """Names of files and sites on a line: no name within one is a mention, but one may be the name of a note."""
    if text.find(".", first, last) < 0:
        return
    for match in _SITE_OR_FILE.finditer(text, first, last):
        if _ENDING.search(match[1]):
            yield Span(*match.span())
    yield from (Span(*match.span()) for match in _FILE.finditer(text, first, last))


def _brackets(text: str, first: int, last: int) -> Iterator[Span]:
    """What stands in brackets on a line, and a line that says where [references] lead."""
    definition = _DEFINITION.match(text, first)
    if definition:
        yield Span(*definition.span())
    opened: list[int] = []
    for match in _BRACKET.finditer(text, first, last):
        if match[0] == "[":
            opened.append(match.start())
        elif opened:
            yield Span(opened.pop(), match.end())
