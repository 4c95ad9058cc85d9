"""Definitions of links and footnotes, which stand at the beginning of a paragraph and are no part of its text."""

import re

_LABEL = r"\[(?!\s*+\])(?:[^\[\]\\]|\\.){1,999}+\]"
_ADDRESS = r"(?:<(?:[^<>\\\n]|\\.)*+>|(?!<)[^\x00-\x20\x7f]++)"
_TITLE = r"(?:\"(?:[^\"\\]|\\.){0,999}+\"|'(?:[^'\\]|\\.){0,999}+'|\((?:[^()\\]|\\.){0,999}+\))"
_END = r"[ \t\r]*+(?:\n|\Z)"
_GAP = r"[ \t\r]*+\n?[ \t]*+"
_FOOTNOTE = re.compile(r"\[\^[^\s\[\]^]++\]:")
_DEFINITION = re.compile(
    rf"[ \t]*+{_LABEL}:{_GAP}{_ADDRESS}(?:(?=[ \t\r\n]){_GAP}{_TITLE}{_END}|{_END})", re.DOTALL
)


def text_start(paragraph: str) -> int:
    """Where the text of a paragraph begins: behind the definitions at its beginning; at its end if it has no other
    text. All that follows a footnote's mark is the footnote.

    Its lines are those of the source without the marks of quotes.
    """
    start = 0
    while match := _DEFINITION.match(paragraph, start):
        start = match.end()
    return len(paragraph) if _FOOTNOTE.match(paragraph, start) else start
