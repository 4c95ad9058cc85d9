"""Dataview's inline fields: [key:: value] and (key:: value) anywhere, and key:: value as a line of its own."""

import re

from vaultval.note.parts import Field

_BRACKETS = re.compile(r"\\.|[\[\]()]")
_OPENING = {"]": "[", ")": "("}
_KEYED = re.compile(r"[\[(]([^\[\]()\n:]*+(?::(?!:)[^\[\]()\n:]*+)*+)::")
_SYMBOLS = "\u2190-\u2bff\u3030\u303d\u200d\ufe0f\U0001f000-\U0001faff"
_LINE = re.compile(
    r"[ \t>]*+(?:(?:[-+*]|[0-9]{1,9}[.)])[ \t]++)*+(?!\[.\][ \t\r\n])(?:[^\w\n:]|:(?!:))*+"
    rf"(\w[\w \t/{_SYMBOLS}-]*+)[*~`]*+::(?!:)([^\n]*+)"
)
_SPACES = re.compile(r"\s+")
_DROPPED = re.compile(rf"[^\w{_SYMBOLS}-]+")
_BLOCK_ID = re.compile(r"[ \t]\^[A-Za-z0-9-]++[ \t\r]*\Z")


def sanitised(key: str) -> str:
    """A key as Dataview's queries know it: in lower case, - for blanks, without punctuation."""
    return _DROPPED.sub("", _SPACES.sub("-", key.strip())).lower()


def read_fields(text: str, clean: str) -> list[Field]:
    """The fields of a text, in order. `clean` is the text with what is opaque, and comments, blanked.

    A line of its own is a field only if it holds no bracketed field, and is not a task.
    """
    found: list[Field] = []
    pos = clean.find("::")
    while pos >= 0:
        start = clean.rfind("\n", 0, pos) + 1
        end = clean.find("\n", pos)
        end = end if end >= 0 else len(clean)
        bracketed = []
        if clean.find("[", start, end) >= 0 or clean.find("(", start, end) >= 0:
            bracketed = bracketed_fields(text, clean, start, end)
        found += bracketed or _line_field(text, clean, start)
        pos = clean.find("::", end)
    return found


def bracketed_fields(text: str, clean: str, start: int, end: int) -> list[Field]:
    """The fields in brackets in one line, which stands between two offsets; in order, without overlaps."""
    found: list[Field] = []
    closing: dict[int, int] | None = None
    done = start
    for match in _KEYED.finditer(clean, start, end):
        opening, value_start = match.span()
        key = match[1].strip()
        if opening < done or not key:
            continue
        if closing is None:
            closing = _closing_brackets(clean, start, end)
        close = closing.get(opening, -1)
        if close >= value_start:
            done = close + 1
            value = text[value_start:close]
            value_start += len(value) - len(value.lstrip())
            found.append(Field(opening, done, key, value.strip(), value_start, True))
    return found


def _closing_brackets(clean: str, start: int, end: int) -> dict[int, int]:
    """Where the bracket closes that opens at an offset; round and square ones count each for themselves."""
    pairs: dict[int, int] = {}
    open_at: dict[str, list[int]] = {"[": [], "(": []}
    for match in _BRACKETS.finditer(clean, start, end):
        char = match[0]
        if char in open_at:
            open_at[char].append(match.start())
        elif char in _OPENING and open_at[_OPENING[char]]:
            pairs[open_at[_OPENING[char]].pop()] = match.start()
    return pairs


def _line_field(text: str, clean: str, start: int) -> tuple[Field, ...]:
    match = _LINE.match(clean, start)
    if match is None:
        return ()
    key_start, value_start = match.start(1), match.start(2)
    end = match.end()
    if "^" in match[2]:
        block_id = _BLOCK_ID.search(clean, value_start - 1, end)
        end = block_id.start() if block_id else end
    value = text[value_start:end].rstrip()
    value_start += len(value)
    value = value.lstrip()
    value_start -= len(value)
    return (Field(key_start, value_start + len(value), match[1].rstrip(), value, value_start, False),)
