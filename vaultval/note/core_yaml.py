"""YAML, taken apart by PyYAML, with scalars that mean what YAML 1.2 says: strings first.

ON, NO, 0700, 12:30, 1_000 and dates are strings. What PyYAML says of a fault is said in plain words.
"""

import re
from collections.abc import Callable
from functools import cache
from math import isfinite
from typing import Any

Node = Any
"""A node of PyYAML; its type stubs know too little of them."""

_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_CONSTANTS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}

# PyYAML refuses these characters, or takes them for line ends. While it reads, others stand for them.
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_STAND_IN = re.compile("[\U00100000-\U0010ffff]")
_STAND_IN_OFFSET = 0x100000

# The C parser of PyYAML recurses without a limit, and takes time that grows with the square of the depth.
_LONGEST = 1_000_000
DEEPEST = 100
_TOO_DEEP = re.compile(rf"(?:[-?:][ \t]+){{{DEEPEST}}}|\n {{{4 * DEEPEST}}}")
_BRACKETS = re.compile(r"[\[\]{}]")

# A part of what PyYAML says, what it means, and whether it is meant of the place at which the thing began.
_MEANINGS = (
    ("mapping values are not allowed", "a second colon, or a line indented more than the one above", False),
    ("cannot start any token", "a value or line that begins with %s", False),
    ("alphabetic or numeric", "a value that begins with %s", True),
    ("undefined alias", "a value that begins with *", False),
    ("unexpected end of stream", "a quote that is not closed", True),
    ("expected ',' or", "a bracket that is not closed", True),
    (
        "expected key",
        "something behind the end of a value, or a line indented less than the one above",
        False,
    ),
    ("expected <block end>", "something behind the end of a value", False),
    ("expected ':'", "a line that is neither name: value nor part of the value above", True),
    ("block sequence entries", "a list that begins on the line of its name", False),
    ("node content", "a value that begins with %s", False),
    ("document start", "a line indented less than the first one, or a line of three points", False),
    ("directive", "a line that begins with %", True),
    ("escape", "a backslash in double quotes", False),
)


class BadYamlError(ValueError):
    """YAML that cannot be read. offset: where, in the text given. yaml_says: PyYAML's own words, if any."""

    def __init__(self, message: str, offset: int = 0, yaml_says: str = "") -> None:
        super().__init__(message)
        self.offset = offset
        self.yaml_says = yaml_says


def compose(text: str) -> tuple[Node | None, Callable[[str], str]]:
    """The node of a YAML text, with offsets of characters, and a function that restores a scalar's text.

    Raises BadYamlError if the text cannot be read.
    """
    restored: Callable[[str], str] = str
    if len(text) > _LONGEST:
        raise BadYamlError("the properties are longer than a million characters")
    if _is_too_deep(text):
        raise BadYamlError("the values are nested too deeply")
    if _REFUSED.search(text):
        if _STAND_IN.search(text):
            raise BadYamlError("the properties hold control characters")
        text = _REFUSED.sub(lambda match: chr(ord(match[0]) + _STAND_IN_OFFSET), text)
        restored = _restored
    composer, errors = _composer()
    try:
        return composer(text).get_single_node(), restored
    except errors as error:
        raise _fault(error, text) from error


def scalar(text: str) -> str | int | float | bool | None:
    """What a plain scalar stands for."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[-1] in "0123456789." and text[0] in "0123456789.-+":
        if _INTEGER.fullmatch(text):
            return int(text)
        if _FLOAT.fullmatch(text) and isfinite(number := float(text)):
            return number
    return text


def _restored(text: str) -> str:
    return _STAND_IN.sub(lambda match: chr(ord(match[0]) - _STAND_IN_OFFSET), text)


def _is_too_deep(text: str) -> bool:
    if _TOO_DEEP.search(text):
        return True
    depth = 0
    if text.count("[") + text.count("{") > DEEPEST:
        for match in _BRACKETS.finditer(text):
            depth = max(depth + (1 if match[0] in "[{" else -1), 0)
            if depth > DEEPEST:
                return True
    return False


@cache
def _composer() -> tuple[Callable[[str], Any], tuple[type[Exception], ...]]:
    """A class of PyYAML that composes nodes and resolves nothing, and the errors that it raises."""
    # Imported when it is first needed: most notes have plain properties, and many commands read none.
    import yaml  # noqa: PLC0415

    unresolved = {
        "resolve": lambda _self, _kind, _value, _implicit: "",
        "descend_resolver": lambda _self, _parent, _index: None,
        "ascend_resolver": lambda _self: None,
    }
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return type("Composer", (loader,), unresolved), (yaml.YAMLError, ValueError, RecursionError)


def _fault(error: Exception, text: str) -> BadYamlError:
    problem = str(getattr(error, "problem", None) or error).partition("\n")[0]
    mark = getattr(error, "problem_mark", None)
    meaning = problem
    for words, plain, at_context in _MEANINGS:
        if words in problem:
            mark = (getattr(error, "context_mark", None) if at_context else None) or mark
            meaning = plain
            break
    offset = min(mark.index if mark else 0, len(text))
    char = text[offset : offset + 1]
    shown = {"\t": "a tab", "": "nothing"}.get(char, char)
    return BadYamlError(f"this is no YAML: {meaning.replace('%s', shown)}", offset, problem)
