"""Raw HTML, as CommonMark tells it from text."""

import re
from collections.abc import Callable

_ANY_CASE = re.IGNORECASE | re.ASCII


def _any_tag(blank: str) -> str:
    """A pattern of an opening or closing tag, with a pattern of one blank in it."""
    value = r"\"[^\"]*+\"|'[^']*+'|[^\x00-\x20\"'=<>`]++"
    attribute = rf"{blank}++[A-Za-z_:][A-Za-z0-9_.:-]*+(?:{blank}*+={blank}*+(?:{value}))?+"
    return rf"<(?:[A-Za-z][A-Za-z0-9-]*+(?:{attribute})*+{blank}*+/?>|/[A-Za-z][A-Za-z0-9-]*+{blank}*+>)"


_ADDRESS = r"<[A-Za-z][A-Za-z0-9+.-]{1,31}+:[^\x00-\x20<>]*+>"
_DECLARED = r"<![A-Za-z][^>]*+>"
_MAIL = r"<[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]++@[A-Za-z0-9.-]++>"

TAG = re.compile("|".join([_any_tag(r"[ \t\r\n\f\v]"), _ADDRESS, _MAIL, _DECLARED]))
"""A tag inside a paragraph, or an address between angle brackets."""

INLINE = (("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>"))
"""What else of HTML may stand inside a paragraph, from the one mark to the other."""

_TAG_ALONE = re.compile(_any_tag(r"[ \t\f\v]") + r"[ \t]*\r?(?=\n|\Z)")
_VERBATIM = re.compile(r"<(?:script|pre|style|textarea)(?=[\s>]|\Z)", _ANY_CASE)
_VERBATIM_END = re.compile(r"</(?:script|pre|style|textarea)>", _ANY_CASE)
_BLOCK_TAG = re.compile(
    r"</?(?:address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div"
    r"|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link"
    r"|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th"
    r"|thead|title|tr|track|ul)(?=[\s>]|/>|\Z)",
    _ANY_CASE,
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
