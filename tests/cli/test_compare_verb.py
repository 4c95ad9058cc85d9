"""`vaultval compare`."""

import json

import pytest
from click.testing import CliRunner
from small_vault import FILES, with_changes

from vaultval.cli import command


def _run(*arguments):
    result = CliRunner().invoke(command, ["compare", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture
def vault(make_vault):
    return make_vault(FILES)


def test_it_shows_both_methods_and_every_step_between_them(vault):
    shown = _run(vault).stdout
    for text in ("ovm-1.1", "vv-1", "Help of others counted once", "Taken alone", "Without the cap"):
        assert text in shown
    assert "vv-1 gives $" in shown
    assert "each is shown alone, too" in shown


def test_its_document_has_both_sides_and_says_which_is_in_force(vault):
    document = json.loads(_run(vault, "--json").stdout)
    assert (document["schema"], document["method"], document["mode"]) == (1, "ovm-1.1", "computed")
    acme = document["companies"]["Acme"]
    assert acme["in_force"] == "ovm-1.1"
    gap = acme["vv-1"]["full_value"] - acme["ovm-1.1"]["full_value"]
    assert acme["difference"] == gap
    assert sum(step["delta"] for step in acme["steps"]) == pytest.approx(gap, abs=1e-10)
    assert acme["ovm-1.1"]["caps"][-1]["cap"] is None
    assert set(acme["vv-1"]["options"]) == {"Robots", "Rockets"}


def test_value_says_which_method_it_is_by(make_vault):
    files = {**FILES, "vaultval.toml": FILES["vaultval.toml"] + '[valuation]\nmethod = "vv-1"\n'}
    result = CliRunner().invoke(command, ["value", str(make_vault(files)), "--json"])
    document = json.loads(result.stdout)
    assert document["method"] == "vv-1"
    assert document["companies"]["Acme"]["comparison"]["in_force"] == "vv-1"


def test_one_company_may_be_asked_for(vault):
    assert list(json.loads(_run(vault, "--company", "acme", "--json").stdout)["companies"]) == ["Acme"]
    wrong = _run(vault, "--company", "Nobody")
    assert wrong.exit_code == 2
    assert "There is 'Acme'." in wrong.stderr


def test_a_company_without_options_gives_the_same_by_both(make_vault):
    files = with_changes(Robots=None, Rockets=None, Machines_take_over=None)
    files["Acme.md"] = files["Acme.md"].partition("## Synergies")[0]
    assert "both methods give the same" in _run(make_vault(files)).stdout


def test_the_block_holds_a_folded_table_of_the_large_steps(vault):
    CliRunner().invoke(command, ["refresh", str(vault)])
    note = (vault / "Acme.md").read_text("utf-8")
    assert "> [!info]- The same inputs, better founded: " in note
    assert "> | Help of others counted once | −" in note
    again = CliRunner().invoke(command, ["refresh", str(vault), "--check"])
    assert again.exit_code == 0
