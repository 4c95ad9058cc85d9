"""What counts as a name, and what it leads to."""

import unicodedata

import pytest

from vaultval.config import Linking
from vaultval.linking.names import collect_names, key
from vaultval.pipeline import read_vault
from vaultval.vault.vault import Hold

OPTION = "---\ntype: company\nprice: $1\n---\n## Robotaxi #option\n\n## Fleet costs\n"


def names_of(root, settings=None):
    read = read_vault(root, hold=Hold.TEXT)
    found = collect_names(read.vault, read.model, settings or Linking(), read.config.vocabulary)
    return {form: sorted(name.target.id for name in names) for form, names in found.items()}


def test_notes_their_aliases_and_sections_that_are_nodes_have_names(make_vault):
    root = make_vault({
        "Companies/Tesla.md": OPTION,
        "特斯拉.md": "---\naliases: [TSLA, 特斯拉汽车]\n---\n",
        "Notes/Moat.md": "---\naliases: Burggraben\n---\n",
    })  # fmt: skip
    assert names_of(root) == {
        "tesla": ["Companies/Tesla.md"],
        "robotaxi": ["Companies/Tesla.md#Robotaxi"],
        "特斯拉": ["特斯拉.md"],
        "tsla": ["特斯拉.md"],
        "特斯拉汽车": ["特斯拉.md"],
        "moat": ["Notes/Moat.md"],
        "burggraben": ["Notes/Moat.md"],
    }


@pytest.mark.parametrize(
    "name",
    [
        "2026-02-10", "2026", "2026年2月", "2026-W07", "Q4 2025", "2025 Q4", "12:30",  # calendar
        "X", "利",  # too short
        "Evidence", "平台", "Net margin", "kill switches", "乐观",  # words of the note format
    ],
)  # fmt: skip
def test_dates_short_names_and_words_of_the_format_are_no_names(make_vault, name):
    root = make_vault({f"{name.replace(':', '')}.md": "", "Real name.md": f'---\naliases: ["{name}"]\n---\n'})
    assert list(names_of(root)) == ["real name"]


@pytest.mark.parametrize("name", ["A|B", "A#B", "[A] thing", "Q^2 law", "50%% off"])
def test_what_cannot_stand_in_a_link_is_no_name(make_vault, name):
    root = make_vault({"Real name.md": f"---\naliases: ['{name}']\n---\n"})
    assert list(names_of(root)) == ["real name"]


def test_the_settings_say_how_short_a_name_may_be_and_which_are_none(make_vault):
    root = make_vault({"AI.md": "", "利率.md": "", "Apple.md": "", "Gold.md": ""})
    assert sorted(names_of(root)) == ["ai", "apple", "gold", "利率"]
    settings = Linking(min_length=3, min_length_cjk=3, stop=("apple",))
    assert sorted(names_of(root, settings)) == ["gold"]


def test_a_name_of_two_targets_has_both(make_vault):
    root = make_vault({"a/Dojo.md": "", "b/Dojo.md": "", "c/Chip.md": "---\naliases: [dojo]\n---\n"})
    assert names_of(root)["dojo"] == ["a/Dojo.md", "b/Dojo.md", "c/Chip.md"]


def test_a_note_goes_before_a_section_of_its_own_with_the_same_name(make_vault):
    root = make_vault({"Robotaxi.md": "---\ntype: company\n---\n## Robotaxi #option\n"})
    assert names_of(root) == {"robotaxi": ["Robotaxi.md"]}


def test_a_section_that_no_link_can_reach_has_no_name(make_vault):
    root = make_vault({"Tesla.md": "---\ntype: company\n---\n## Grid #option\n\n## Grid #option\n"})
    assert names_of(root)["grid"] == ["Tesla.md#Grid"]


def test_accents_count_the_same_however_they_are_encoded(make_vault):
    names = names_of(make_vault({unicodedata.normalize("NFD", "Café culture.md"): ""}))
    assert set(names) == {unicodedata.normalize(form, "café culture") for form in ("NFC", "NFD")}


def test_keys_are_as_long_as_their_texts():
    for text in ("İstanbul", "STRAẞE", "ΑΣ", "ǅungla", "ŉ"):
        assert len(key(text)) == len(text)
