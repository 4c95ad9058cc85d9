"""The text of `vaultval.toml` → settings, with a finding for what cannot be read."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from vaultval.config.settings import DEFAULTS, SETTINGS, Setting
from vaultval.config.shape import (
    Config,
    Folders,
    Linking,
    Scoring,
    Valuation,
    Write,
    half_lives_of,
    points_of,
)
from vaultval.diagnostics import Finding, finding
from vaultval.place import Place
from vaultval.vocabulary import WORDS, Vocabulary

NOTE = "vaultval.toml"
BOM = "\ufeff"

_BY_KEY = {setting.key: setting for setting in SETTINGS}
_VOCABULARY = "vocabulary"
_WRITTEN_ONLY = "phrase"  # the group of words that vaultval writes and never reads
_TOO_LARGE = 1e12
_SHOWN = 80  # characters of a value that a finding repeats
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ERROR_AT = re.compile(r"\s*\(at line (\d+), column (\d+)\)")


def read(text: str | None) -> tuple[Config, list[Finding]]:
    """The settings from the text of `vaultval.toml`; None if there is no such file.

    What cannot be read keeps its default, with a finding bad-config each.
    """
    if text is None:
        return Config(), []
    import tomllib  # noqa: PLC0415 - every verb imports this module, and few vaults have the file

    text = text.removeprefix(BOM)
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        return Config(), [_not_toml(error)]
    places = _places(text)
    values, findings = dict(DEFAULTS), list[Finding]()
    for key, value in _settings(data, places, findings):
        kept, accepted = _value(_BY_KEY[key], value)
        if accepted:
            values[key] = kept
        else:
            findings.append(
                _bad(places, key, f"`{key}` cannot be {_shown(value)}", _BY_KEY[key].allowed, value)
            )
    if values["scoring.moderate"] > values["scoring.strong"]:
        findings.append(_bad(places, "scoring.moderate", "a narrative would be strong before it is moderate",
                             "scoring.moderate at most scoring.strong", values["scoring.moderate"]))  # fmt: skip
        values |= {key: DEFAULTS[key] for key in ("scoring.moderate", "scoring.strong")}
    own = _words(data.get(_VOCABULARY, {}), places, findings)
    return _config(values, Vocabulary(own)), findings


def _config(values: Mapping[str, Any], vocabulary: Vocabulary) -> Config:
    return Config(
        **_under(values, ""),
        folders=Folders(**_under(values, "folders.")),
        vocabulary=vocabulary,
        scoring=Scoring(points_of(values), half_lives_of(values), **_under(values, "scoring.")),
        valuation=Valuation(**_under(values, "valuation.")),
        link=Linking(**_under(values, "link.")),
        write=Write(**_under(values, "write.")),
    )


def _under(values: Mapping[str, Any], table: str) -> dict[str, Any]:
    """The settings that stand right in a table, by their own name."""
    own = {key.removeprefix(table): value for key, value in values.items() if key.startswith(table)}
    return {key: value for key, value in own.items() if "." not in key}


def _settings(
    data: Mapping[str, Any], places: "_Places", findings: list[Finding], above: str = ""
) -> Iterator[tuple[str, Any]]:
    """The settings that stand in the file, by dotted key; what is no setting becomes a finding."""
    for name, value in data.items():
        key = above + name
        if key in _BY_KEY:
            yield key, value
        elif key == _VOCABULARY:
            continue
        elif not any(known.startswith(f"{key}.") for known in _BY_KEY):
            findings.append(_unknown(places, above, name))
        elif isinstance(value, dict):
            yield from _settings(value, places, findings, f"{key}.")
        else:
            findings.append(_bad(places, key, f"`{key}` is a table of settings", f"[{key}]", value))


def _value(setting: Setting, value: object) -> tuple[Any, bool]:
    """The value as it is kept, and whether it is one that the setting may have."""
    if setting.kind == "choice":
        return value, value in setting.choices
    if setting.kind == "flag":
        return value, isinstance(value, bool)
    if setting.kind == "date":
        return _day(value)
    if setting.kind in ("folders", "words"):
        return _folders(value) if setting.kind == "folders" else _list_of_words(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) < _TOO_LARGE:
        return None, False
    return float(value), setting.low <= value <= setting.high


def _day(value: object) -> tuple[date | None, bool]:
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value), True
        except ValueError:
            return None, False
    return (value, True) if isinstance(value, date) and not isinstance(value, datetime) else (None, False)


def _folders(value: object) -> tuple[tuple[str, ...], bool]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        return (), False
    folders = tuple(item.replace("\\", "/").strip("/") for item in value)
    return folders, all(folder and ".." not in folder.split("/") for folder in folders)


def _list_of_words(value: object) -> tuple[tuple[str, ...], bool]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        return (), False
    return tuple(value), True


def _words(table: object, places: "_Places", findings: list[Finding]) -> dict[str, tuple[str, ...]]:
    """The vault's own words by key: those that do not mean something else already."""
    if not isinstance(table, dict):
        findings.append(
            _bad(places, _VOCABULARY, f"`{_VOCABULARY}` is a table of words", f"[{_VOCABULARY}]", table)
        )
        return {}
    own: dict[str, tuple[str, ...]] = {}
    known = Vocabulary.keys()
    for key, value in table.items():
        dotted = f"{_VOCABULARY}.{key}"
        words = [value] if isinstance(value, str) else value
        if key not in known:
            findings.append(_unknown(places, f"{_VOCABULARY}.", key))
        elif not isinstance(words, list) or not all(isinstance(word, str) and word.strip() for word in words):
            findings.append(
                _bad(
                    places,
                    dotted,
                    f"`{dotted}` cannot be {_shown(value)}",
                    "a word or a list of words",
                    value,
                )
            )
        else:
            so_far = Vocabulary(own)
            taken = {word: _taken(word, key, so_far) for word in words}
            own[key] = tuple(word for word in words if not taken[word])
            for word, meaning in taken.items():
                if meaning:
                    message = f"{word!r} already means `{meaning}`"
                    findings.append(_bad(places, dotted, message, "a word that has no meaning yet", word))
    return own


def _taken(word: str, key: str, vocabulary: Vocabulary) -> str:
    """The other key that a word stands for in a group where it would stand for `key`, too; "" if there is none."""
    for group in WORDS:
        if group != _WRITTEN_ONLY and vocabulary.forms(group, key):
            meaning = vocabulary.meaning(group, word)
            if meaning not in (None, key):
                return meaning or ""
    return ""


_Places = Mapping[str, Place]
_HEADER = re.compile(r"\s*\[\[?([^\]]*)\]")
_ASSIGNMENT = re.compile(r"\s*([^\s=\[\]{}#][^=]*)=")
_NAME = re.compile(r"\"([^\"]*)\"|'([^']*)'|([^.\s\"']+)")


def _places(text: str) -> _Places:
    """Where each dotted key and table first stands. For messages: not a second parser of TOML."""
    places: dict[str, Place] = {}
    table: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        header = _HEADER.match(line)
        match = header or _ASSIGNMENT.match(line)
        if match is None:
            continue
        names = ["".join(parts) for parts in _NAME.findall(match[1])]
        if header:
            table = []
        path = table + names
        for length in range(len(table) + 1, len(path) + 1):
            places.setdefault(
                ".".join(path[:length]), Place(NOTE, number, match.start(1) + 1, len(match[1].rstrip()))
            )
        table = path if header else table
    return places


def _place(places: _Places, key: str) -> Place:
    """The place of a key, or of the nearest table or inline table that it stands in."""
    while key and key not in places:
        key = key.rpartition(".")[0]
    return places.get(key, Place(NOTE))


def _bad(places: _Places, key: str, message: str, expected: str, found: object) -> Finding:
    return finding("bad-config", _place(places, key), message, expected=expected, found=_shown(found))


def _shown(value: object) -> str:
    """A value as a finding repeats it."""
    try:
        return str(value)[:_SHOWN]
    except ValueError:  # Python does not print integers of over 4300 digits
        return "a number of very many digits"


def _unknown(places: _Places, above: str, name: str) -> Finding:
    """A key that is no setting: names those that are, or the nearest one of many."""
    if above == f"{_VOCABULARY}.":
        allowed = sorted(Vocabulary.keys())
        expected = "a word that vaultval knows, such as probability"
    else:
        keys = (*_BY_KEY, _VOCABULARY)
        allowed = list(
            dict.fromkeys(key.removeprefix(above).partition(".")[0] for key in keys if key.startswith(above))
        )
        expected = ", ".join(allowed)
    close = get_close_matches(name.lower(), allowed, 1)
    hint = f"did you mean {close[0]}?" if close else ""
    message = f"`{above}{name}` is not a setting"
    return finding(
        "bad-config", _place(places, above + name), message, expected=expected, found=name, hint=hint
    )


def _not_toml(error: Exception) -> Finding:
    at = _ERROR_AT.search(str(error))
    place = Place(NOTE, int(at[1]), int(at[2])) if at else Place(NOTE)
    reason = _ERROR_AT.sub("", str(error)).strip()
    return finding(
        "bad-config", place, f"the file is not TOML, so that all settings have their defaults: {reason}"
    )
