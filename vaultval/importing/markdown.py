"""A report's words as they may stand in a note: data, that makes no tag, field, task, marker or link of its own."""

import re
from collections.abc import Mapping, Sequence

_PLAIN = re.compile(r"[$€£¥A-Za-z0-9\u3400-\u9fff](?:[\w$€£¥%./+×\- \u3400-\u9fff]*[\w%])?")
_SPECIAL = re.compile(r"(?:true|false|null|yes|no|on|off|~)", re.IGNORECASE)
_NUMERIC = re.compile(r"[0-9][0-9_.eE+-]*")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029\ufeff\ud800-\udfff]")
_TAG = re.compile(r"\\*#(?=\S)")
_SIGNS = re.compile("[📅🛫➕✅❌⏳🔁🆔⛔⏫🔼🔽⏬🔺🏁]\ufe0f?")
_BOX = re.compile(r"^(?:\[.\]\s*|[-*+>#]\s+|[0-9]{1,9}[.)]\s+)+")
_BLOCK_ID = re.compile(r"(?<=\s)\^(?=[A-Za-z0-9-]+\s*$)")
_BACKSLASH = re.compile(r"\\(?!#)")
_BROKEN = (
    ("<!--", "&lt;!--"),
    ("-->", "--&gt;"),
    ("%%", "% %"),
    ("```", "'''"),
    ("~~~", "~ ~ ~"),
    ("$$", "$ $"),
)
_WIKILINK = re.compile(r"!?\[\[(?:[^\[\]|\n]*\|)?([^\[\]|\n]*)\]\]")
_MARKDOWN_LINK = re.compile(r"!?\[([^\[\]\n]*)\]\([^()\s]*\)")


def words(text: str) -> str:
    """A text of a report for one line of a note, its links kept."""
    text = " ".join(_CONTROLS.sub(" ", text).split())
    text = _SIGNS.sub("", _TAG.sub(r"\\#", _BOX.sub("", text)))
    for mark, harmless in _BROKEN:
        text = text.replace(mark, harmless)
    while "::" in text:
        text = text.replace("::", ":")
    return _BLOCK_ID.sub("", text.replace("<", "&lt;") if re.search(r"<[A-Za-z/!?]", text) else text).strip()


def unlinked(text: str) -> str:
    """The same, each link as the words that it shows."""
    return words(_MARKDOWN_LINK.sub(r"\1", _WIKILINK.sub(r"\1", text)).replace("[[", "").replace("]]", ""))


def value(text: str) -> str:
    """A text of a report for a property, in which no mark but a link means anything."""
    return unlinked(text).replace("\\#", "#")


def cell(text: str) -> str:
    """A text of a report for a cell of a table."""
    return _BACKSLASH.sub("", unlinked(text)).replace("|", "\\|")


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table of cells that are Markdown already."""
    return "\n".join("| " + " | ".join(row) + " |" for row in (header, ["---"] * len(header), *rows))


def properties(values: Mapping[str, str | Sequence[str]]) -> str:
    """Properties as YAML: texts and lists of texts, quoted where YAML would read anything else."""
    lines = ["---"]
    for key, value in values.items():
        if isinstance(value, str):
            lines.append(f"{key}: {_scalar(value)}")
        elif value:
            lines += [f"{key}:", *(f"  - {_scalar(each)}" for each in value)]
        else:
            lines.append(f"{key}: []")
    return "\n".join([*lines, "---"])


def _scalar(text: str) -> str:
    text = " ".join(_CONTROLS.sub(" ", text).split())
    odd = _SPECIAL.fullmatch(text) or (_NUMERIC.fullmatch(text) and not _simple_number(text))
    if _PLAIN.fullmatch(text) and not odd:
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _simple_number(text: str) -> bool:
    """Whether YAML and people read the same number, or day, out of a text."""
    return (
        _DAY.fullmatch(text) is not None
        or re.fullmatch(r"0|[1-9][0-9]*|(?:0|[1-9][0-9]*)\.[0-9]+", text) is not None
    )
