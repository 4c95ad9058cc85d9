"""Whether a name stands as a word of its own, in scripts that put blanks between words, and in those that do not."""

import unicodedata

_UNSPACED = (
    (0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1100, 0x11FF), (0x1780, 0x17FF), (0x2E80, 0x2FDF), (0x3005, 0x3007),
    (0x3040, 0x318F), (0x31A0, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xA960, 0xA97F), (0xAC00, 0xD7FF),
    (0xF900, 0xFAFF), (0xFF66, 0xFFDC), (0x1B000, 0x1B16F), (0x20000, 0x3FFFF),
)  # fmt: skip
"""The code points of scripts that put no blank between words: Chinese, Japanese, Thai and their neighbours; and of
Korean, which puts particles behind a name without one."""

_MARKS = ("Mn", "Mc", "Me")
_BETWEEN = "_'’.\u200c\u200d\u00ad\u2060"  # what may stand inside of a word
_LONGEST_RULE = 100  # of _ between a name and what else its word holds


def is_unspaced(char: str) -> bool:
    """Whether a character belongs to a script in which names stand anywhere, without blanks around them."""
    code = ord(char)
    return code >= 0x0E00 and any(first <= code <= last for first, last in _UNSPACED)


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether what stands between two offsets is not a part of a longer word. Scripts without blanks have no words to
    be a part of. text: with letters in lower case.
    """
    return not (_goes_on(text, start, -1) or _goes_on(text, end - 1, 1))


def _goes_on(text: str, edge: int, step: int) -> bool:
    """Whether the word at the edge of a name goes on beyond it."""
    at = edge + step
    if not 0 <= at < len(text) or text[at] == " ":
        return False
    char, beyond = text[edge], text[at]
    marked = not beyond.isascii() and unicodedata.category(beyond) in _MARKS
    if (marked and step > 0) or not char.isalnum():
        return marked or beyond == char
    if is_unspaced(char):
        return False
    if marked or beyond in _BETWEEN:
        return _goes_on_behind(text, at, step)
    return beyond.isalnum() and not is_unspaced(beyond)


def _goes_on_behind(text: str, at: int, step: int) -> bool:
    """The same across a mark that may belong to a word: Tesla_2, don't, 3.5, and accents that stand alone."""
    mark, last = text[at], at
    while text[last] == "_" and abs(last - at) < _LONGEST_RULE and 0 <= last + step < len(text):
        last += step
    if mark != "_":
        last += step
    if not 0 <= last < len(text):
        return False
    beyond = text[last]
    if mark == ".":
        return beyond.isdigit() and text[at - step].isdigit()
    if mark in "'’":
        return step > 0 and beyond.isalpha() and not is_unspaced(beyond) and not _is_possessive(text, last)
    return beyond.isalnum() and not is_unspaced(beyond)


def _is_possessive(text: str, at: int) -> bool:
    """Whether an s stands at an offset, and nothing more of the word."""
    return text[at] == "s" and not text[at + 1 : at + 2].isalnum()
