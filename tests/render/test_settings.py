"""The commented `vaultval.toml`: it shows every setting, and says nothing by itself."""

import re
import tomllib
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultval import config
from vaultval.config import SETTINGS, Config
from vaultval.render.settings import settings_text, toml_value
from vaultval.vocabulary import WORDS

SETTING_LINE = re.compile(r"^#(?=\S)", re.MULTILINE)
OFF = [match.start() for match in SETTING_LINE.finditer(settings_text())]


def flat(table: dict[str, object], above: str = "") -> dict[str, object]:
    """The values by dotted key."""
    found: dict[str, object] = {}
    for name, value in table.items():
        found |= flat(value, f"{above}{name}.") if isinstance(value, dict) else {above + name: value}
    return found


def is_default(read: Config) -> bool:
    default = Config()
    words = [
        [v.all_forms(group) for group in WORDS if group != "phrase"]
        for v in (read.vocabulary, default.vocabulary)
    ]
    return words[0] == words[1] and replace(read, vocabulary=default.vocabulary) == default


def test_as_it_stands_it_gives_exactly_the_defaults() -> None:
    read, findings = config.read(settings_text())
    assert findings == []
    assert is_default(read)


def test_each_setting_stands_there_once_with_its_meaning_and_what_is_allowed() -> None:
    text = settings_text()
    keys = flat(tomllib.loads(SETTING_LINE.sub("", text)))
    assert set(keys) == {setting.key for setting in SETTINGS} | {"vocabulary.probability"}
    for setting in SETTINGS:
        assert f"\n# {setting.sentence}\n# Allowed: {setting.allowed}." in text, setting.key


def test_with_every_line_in_force_it_still_gives_the_defaults_where_there_are_any() -> None:
    text = SETTING_LINE.sub("", settings_text())
    values = flat(tomllib.loads(text))
    assert config.read(text)[1] == []
    for setting in SETTINGS:
        if setting.default is not None:
            stated = values[setting.key]
            assert (tuple(stated) if isinstance(stated, list) else stated) == setting.default


@pytest.mark.parametrize("at", OFF, ids=[settings_text()[at:].partition("\n")[0] for at in OFF])
def test_any_line_alone_may_be_put_in_force(at: int) -> None:
    text = settings_text()
    read, findings = config.read(text[:at] + text[at + 1 :])
    assert findings == []
    (key,) = flat(tomllib.loads(text[:at] + text[at + 1 :]))
    without_default = {setting.key for setting in SETTINGS if setting.default is None} | {
        "vocabulary.probability"
    }
    assert is_default(read) == (key not in without_default)


def test_values_are_put_in_force_and_the_rest_stays_off() -> None:
    text = settings_text({"folders.exclude": ('A "B"\\', "模板"), "language": "zh"})
    assert flat(tomllib.loads(text)) == {"folders.exclude": ['A "B"\\', "模板"], "language": "zh"}


def test_a_key_that_is_no_setting_is_misuse() -> None:
    with pytest.raises(ValueError, match="folder"):
        settings_text({"folder": 1})
    with pytest.raises(ValueError, match="no value"):
        toml_value(None)


TEXT = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.one_of(
    TEXT, st.booleans(), st.floats(allow_nan=False), st.integers(-(10**9), 10**9), st.dates(date(1000, 1, 1)), st.lists(TEXT)
)  # fmt: skip


@given(VALUES)
def test_a_value_reads_back_as_what_it_was(value: object) -> None:
    assert tomllib.loads(f"x = {toml_value(value)}\n")["x"] == value
