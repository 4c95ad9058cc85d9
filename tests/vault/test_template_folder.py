"""Where templates go: where Obsidian looks for them, and never out of the vault."""

import json
from pathlib import PurePosixPath

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vaultval.vault.template_folder import CORE, TEMPLATER, template_folder

CORE_FILE = ".obsidian/templates.json"
TEMPLATER_FILE = ".obsidian/plugins/templater-obsidian/data.json"


def test_without_settings_it_is_templates(make_vault):
    assert template_folder(make_vault({"A.md": ""})) == ("Templates", "", ())


def test_a_folder_of_that_name_keeps_its_case(make_vault):
    assert template_folder(make_vault({"templates/A.md": ""})).path == "templates"


def test_the_core_plugin_comes_before_templater(make_vault):
    vault = make_vault(
        {CORE_FILE: '{"folder": "Meta/Forms"}', TEMPLATER_FILE: '{"templates_folder": "Other"}'}
    )
    assert template_folder(vault) == ("Meta/Forms", CORE, ())
    (vault / CORE_FILE).unlink()
    assert template_folder(vault) == ("Other", TEMPLATER, ())


@pytest.mark.parametrize(
    ("stated", "path"),
    [
        ("/Forms/", "Forms"),
        ("Meta\\Forms", "Meta/Forms"),
        ("Meta//Forms", "Meta/Forms"),
        ("模板 1", "模板 1"),
    ],
)
def test_a_path_is_read_as_obsidian_reads_it(stated, path, make_vault):
    assert template_folder(make_vault({CORE_FILE: json.dumps({"folder": stated})})) == (path, CORE, ())


@pytest.mark.parametrize(
    "data",
    ["", "{", "[]", "3", '{"folder": 3}', '{"folder": null}', '{"folder": ""}', '{"folder": "/"}', "[" * 99_999, b"\xff"],
    ids=["empty", "broken", "list", "number", "no text", "null", "not set", "root", "deep", "not UTF-8"],
)  # fmt: skip
def test_settings_that_name_no_folder_count_as_none(data, make_vault):
    vault = make_vault({CORE_FILE: data, TEMPLATER_FILE: '\ufeff{"templates_folder": "Forms"}'})
    assert template_folder(vault) == ("Forms", TEMPLATER, ())


@pytest.mark.parametrize(
    "stated", ["../out", "a/../../out", "C:\\out", "..", ".hidden", "a/.b", "a\u0000", "a\nb", "\ud800"]
)
def test_a_folder_that_leads_out_or_is_hidden_is_refused(stated, make_vault):
    assert template_folder(make_vault({CORE_FILE: json.dumps({"folder": stated})})) == (
        "Templates",
        "",
        (stated,),
    )


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.sampled_from("ab./\\~: \u0000模")))
def test_no_setting_leads_out_of_the_vault(make_vault, stated):
    path = PurePosixPath(template_folder(make_vault({CORE_FILE: json.dumps({"folder": stated})})).path)
    assert path.parts
    assert not path.is_absolute()
    assert not any(part.startswith(".") for part in path.parts)
