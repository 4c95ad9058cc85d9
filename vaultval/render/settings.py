"""The text of a `vaultval.toml` that shows every setting, made from the table of settings."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from vaultval.config import SETTINGS, Setting

_HEAD = """\
# Settings of vaultval for this vault. Every line may be left out.
# A setting behind a # is not in force, and shows what holds without it: take the # away, and change the value.
"""
_VOCABULARY = """
[vocabulary]

# Words of your own, each beside the word of the note format that it stands for.
#probability = ["chance", "胜率"]
"""


def settings_text(values: Mapping[str, Any] | None = None) -> str:
    """Every setting with its meaning, what it may be, and its default.

    values: by dotted key, the settings that are in force; all others are comments. Raises ValueError for a key that is
    no setting.
    """
    values = values or {}
    if unknown := values.keys() - {setting.key for setting in SETTINGS}:
        raise ValueError(f"no settings: {', '.join(sorted(unknown))}")
    parts = [_HEAD]
    for table in _tables():
        if table:
            parts.append(f"\n[{table}]\n")
        parts += [_entry(s, values) for s in SETTINGS if s.key.rpartition(".")[0] == table]
    return "".join([*parts, _VOCABULARY])


def toml_value(value: object) -> str:
    """A text, flag, number, date or a list of them, as TOML writes it. Raises ValueError for anything else."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(toml_value, value))}]"
    raise ValueError(f"{value!r} is no value of a setting")


def _tables() -> list[str]:
    """The tables in the order of the settings: those of the root first, each before its own tables."""
    names = list(dict.fromkeys(setting.key.rpartition(".")[0] for setting in SETTINGS))
    roots = [name.partition(".")[0] for name in names]
    return sorted(names, key=lambda name: (name != "", roots.index(name.partition(".")[0]), name))


def _entry(setting: Setting, values: Mapping[str, Any]) -> str:
    name = setting.key.rpartition(".")[2]
    mark = "" if setting.key in values else "#"
    default = _example(setting) if setting.default is None else setting.default
    value = toml_value(values.get(setting.key, default))
    unset = " Not set; for example:" if setting.default is None and mark else ""
    return f"\n# {setting.sentence}\n# Allowed: {setting.allowed}.{unset}\n{mark}{name} = {value}\n"


def _example(setting: Setting) -> object:
    """A value that a setting without a default may have."""
    return date(2026, 2, 10) if setting.kind == "date" else max(setting.low, 1.0)
