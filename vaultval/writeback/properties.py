"""Property lines of vaultval's own: how values are written, and which lines change."""

import math
import re
from collections.abc import Mapping
from decimal import Decimal

from vaultval.note.managed import OWN_PREFIX
from vaultval.note.parts import Properties, Property
from vaultval.writeback.reading import Reading, is_own
from vaultval.writeback.surgery import Edit

PropertyValue = str | int | float | bool | None

_NAME = re.compile(OWN_PREFIX + r"[a-z0-9_]+")
_OWN_LINE = re.compile(rf"""[ ]*(?P<quote>["']?){OWN_PREFIX}[a-z0-9_]+(?P=quote)[ \t]*:(?=\s)""")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Words that some YAML reader takes for a boolean, nothing or a number.
_TAKEN = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"))


def check_properties(wanted: Mapping[str, PropertyValue]) -> None:
    """Raise ValueError for a name that is not vaultval's, or a value that no property line can hold."""
    for name, value in wanted.items():
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} is not a name of vaultval's own: {OWN_PREFIX} and lower-case letters")
        if isinstance(value, str):
            value.encode()
        elif value is not None:
            scalar(value)


def scalar(value: str | float) -> str:
    """A value as a YAML scalar on one line, read alike by YAML 1.1, YAML 1.2 and Obsidian.

    Numbers have no exponent. Raises ValueError for infinities and NaN.
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return value if _plain(value) else _quoted(value)
    if not math.isfinite(value):
        raise ValueError(f"{value} is not a number that a property can hold")
    digits = format(Decimal(repr(value)), "f")
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return "0" if digits == "-0" else digits


def property_edits(reading: Reading, wanted: Mapping[str, PropertyValue]) -> list[Edit] | None:
    """The edits that give a note these properties; a value of None takes the line out.

    None if there is no place for them: the fence is not closed, or the properties are JSON.
    The text that results is still to be read again and compared.
    """
    newline = reading.line_end()
    held = {entry.key: entry for entry in reading.entries if is_own(entry)}
    if reading.properties and not reading.properties.sound:
        return None
    edits = []
    for name, value in wanted.items():
        if name in held and not _same(held[name], value):
            if not _OWN_LINE.match(reading.text, held[name].start):
                return None
            edits.append(_change(reading.text, held[name], value, newline))
    fresh = [
        f"{name}: {scalar(value)}" for name, value in wanted.items() if name not in held and value is not None
    ]
    if not fresh:
        return edits
    if reading.properties is None:
        if reading.text.partition("\n")[0].rstrip() == "---":
            return None
        return [Edit(0, 0, newline.join(("---", *fresh, "---", "")))]
    indent = _indent(reading.text, reading.properties)
    offset = max(
        (entry.end for entry in held.values()), default=_closing_fence(reading.text, reading.properties)
    )
    return [*edits, Edit(offset, offset, "".join(indent + line + newline for line in fresh))]


def holds(reading: Reading, wanted: Mapping[str, PropertyValue]) -> bool:
    """Whether a note has exactly these values for these properties."""
    held = {entry.key: entry for entry in reading.entries}
    return all(_same(held[name], value) if name in held else value is None for name, value in wanted.items())


def _same(entry: Property, value: PropertyValue) -> bool:
    # By value: Obsidian rewrites 24.0 as 24 and drops quotes when the user edits properties there.
    held = entry.value
    if value is None or isinstance(held, bool) != isinstance(value, bool):
        return False
    if isinstance(value, float) and isinstance(held, int):
        return float(held) == value
    return held == value


def _change(text: str, entry: Property, value: PropertyValue, newline: str) -> Edit:
    """The smallest edit: the scalar alone, so that quotes of the name and a comment behind it stay."""
    if value is None:
        return Edit(entry.start, entry.end, "")
    if len(entry.items) == 1 and isinstance(entry.value, (str, int, float)):
        start, end = entry.items[0].start, entry.items[0].end
        if start < end and "\n" not in text[start:end] and "\n" not in text[entry.start : start]:
            return Edit(start, end, scalar(value))
    indent = text[entry.start : entry.end].partition(OWN_PREFIX)[0].rstrip("\"'")
    return Edit(entry.start, entry.end, f"{indent}{entry.key}: {scalar(value)}{newline}")


def _indent(text: str, properties: Properties) -> str:
    """The white space before the names: all of a mapping's names stand in one column."""
    if not properties.entries:
        return ""
    start = properties.entries[0].start
    return text[start : start + len(text[start:]) - len(text[start:].lstrip(" "))]


def _closing_fence(text: str, properties: Properties) -> int:
    return text.rfind("\n", properties.start, properties.end - 1) + 1


def _plain(value: str) -> bool:
    """Whether every YAML reader takes the bare word for this text."""
    if _DATE.fullmatch(value):
        return True
    words = value.replace("-", "").replace("_", "").replace(" ", "")
    whole = value[:1].isalpha() and value[-1:] not in (" ", "-", "_")
    return whole and words.isalnum() and value.casefold() not in _TAKEN


def _quoted(value: str) -> str:
    return '"' + "".join(_escaped(character) for character in value) + '"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"
