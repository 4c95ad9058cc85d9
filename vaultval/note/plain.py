"""The plain kind of properties, which nearly all notes have, read line by line, many times faster than YAML.

Only text that YAML reads in just one way is read here: `name: words`, quoted words without escapes, lists of them in
brackets or with dashes. At anything else the answer is None, and YAML itself is asked. A test holds the two alike.
"""

import re
from collections.abc import Callable

from vaultval.note.parts import Property, PropertyItem, Value

_ODD = r"\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff"
# A plain scalar: begins with nothing that could begin anything else, and holds neither a colon before a space nor a
# comment. Inside a list in brackets it is words only.
_WORDS = rf"-?(?:[^\W_]|\$)(?:[^#:{_ODD}]|:(?![ \r\n])|(?<! )#)*"
_WORD = r"-?[^\W_][\w.+/ -]*"
_QUOTED = rf"\"[^\"\\{_ODD}]*\"|'[^'{_ODD}]*'"
_KEY = r"(?P<key>[^\W_][\w-]*(?: [\w-]+)*):"
_LINE = re.compile(
    rf"{_KEY}(?: +(?:(?P<list>\[ *(?:(?:{_WORD}|{_QUOTED}) *(?:, *(?:{_WORD}|{_QUOTED}) *)*)?\])|(?P<quoted>{_QUOTED})|(?P<words>{_WORDS})))? *\r?\n"
)
_ITEM = re.compile(rf" *- (?: *)(?:(?P<quoted>{_QUOTED})|(?P<words>{_WORDS})) *\r?\n")
_PART = re.compile(rf"(?P<quoted>{_QUOTED})|(?P<words>{_WORD})")


def plain_properties(
    text: str, first: int, last: int, scalar: Callable[[str], Value]
) -> list[Property] | None:
    """The properties between two offsets of a note, or None where YAML has to be asked.

    scalar: what a plain scalar stands for.
    """
    found: list[Property] = []
    items: list[PropertyItem] | None
    pos = first
    while pos < last:
        match = _LINE.match(text, pos, last)
        if match is None:
            return None
        start, pos = pos, match.end()
        key = match["key"]
        if match["list"] is not None:
            items, value = _listed(match, scalar)
        elif match["quoted"] is not None or match["words"] is not None:
            item, value = _item(match, scalar)
            items = [item]
        else:
            items, value, pos = _dashes(text, pos, last, scalar)
            if items is None:
                return None
        found.append(Property(key, value, start, pos, tuple(items)))
    return found


def _item(match: re.Match[str], scalar: Callable[[str], Value]) -> tuple[PropertyItem, Value]:
    start, end = match.span("quoted")
    if start >= 0:
        words = match["quoted"][1:-1]
        return PropertyItem(start, end, words), words
    start = match.start("words")
    words = match["words"].rstrip(" ")
    return PropertyItem(start, start + len(words), words), scalar(words)


def _listed(match: re.Match[str], scalar: Callable[[str], Value]) -> tuple[list[PropertyItem], Value]:
    """A list in brackets."""
    parts = [
        _item(part, scalar)
        for part in _PART.finditer(match.string, match.start("list") + 1, match.end("list") - 1)
    ]
    return [item for item, _ in parts], [value for _, value in parts]


def _dashes(
    text: str, pos: int, last: int, scalar: Callable[[str], Value]
) -> tuple[list[PropertyItem] | None, Value, int]:
    """The lines with dashes below a name, all indented alike; no such lines: nothing is stated."""
    items: list[PropertyItem] = []
    values: list[Value] = []
    indent = -1
    while pos < last and text[pos] in " -":
        match = _ITEM.match(text, pos, last)
        if match is None:
            return None, None, pos
        depth = text.index("-", pos) - pos
        if indent not in (-1, depth):
            return None, None, pos
        indent = depth
        item, value = _item(match, scalar)
        items.append(item)
        values.append(value)
        pos = match.end()
    return items, (values or None), pos
