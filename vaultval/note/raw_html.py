"""Raw HTML, as CommonMark tells it from text."""

import re
from collections.abc import Callable

_ATTRIBUTE = r"\s++[A-Za-z_:][\w.:-]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'=<>`]++))?+"
_ANY_TAG = rf"<(?:[A-Za-z][A-Za-z0-9-]*+(?:{_ATTRIBUTE})*+\s*+/?>|/[A-Za-z][A-Za-z0-9-]*+\s*+>)"
_ADDRESS = r"<[A-Za-z][A-Za-z0-9+.-]{1,31}+:[^\s<>]*+>"

TAG = re.compile(rf"{_ANY_TAG}|{_ADDRESS}")
"""A tag inside a paragraph, or an address between angle brackets."""

_TAG_ALONE = re.compile(rf"{_ANY_TAG}[ \t]*\r?(?=\n|\Z)")
_VERBATIM = re.compile(r"<(?:script|pre|style|textarea)(?=[\s>]|\Z)", re.IGNORECASE)
_VERBATIM_END = re.compile(r"</(?:script|pre|style|textarea)>", re.IGNORECASE)
_BLOCK_TAG = re.compile(
    r"</?(?:address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div"
    r"|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link"
    r"|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th"
    r"|thead|title|tr|track|ul)(?=[ \t\r>]|/>|\Z)",
    re.IGNORECASE,
)
_DECLARATION = re.compile(r"<![A-Za-z]")


def block_end(text: str, at: int, in_paragraph: bool) -> Callable[[str], object] | None:
    """How a block of raw HTML that begins at an index of a line ends: a function that is true for its last line,
    or for the blank line after it. None: no block of HTML begins here.
    """
    if _VERBATIM.match(text, at):
        return _VERBATIM_END.search
    for opening, closing in (("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>")):
        if text.startswith(opening, at):
            return lambda line: closing in line
    if _DECLARATION.match(text, at):
        return lambda line: ">" in line
    if _BLOCK_TAG.match(text, at) or (not in_paragraph and _TAG_ALONE.match(text, at)):
        return lambda line: not line.strip(" \t\r")
    return None
