"""Every rule has a small vault that breaks it, and the text that vaultval then prints.

tests/findings/<name>/vault holds the notes; `arrange.py` beside it, where files alone cannot say it, has a function
`arrange(vault, monkeypatch)`; `command` holds the verb and its options where it is not `check`, with {vault} for the vault
where it is not the verb's one argument; expected.txt is where
the findings are printed, standard output of `check` and `audit`, standard error of the others, with … for the test's own folders.
"""

import runpy
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from vaultval.cli import command
from vaultval.diagnostics import RULES
from vaultval.writeback.journal import Journal

FIXTURES = Path(__file__).resolve().parent / "findings"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_finding_looks_like_this(rule, tmp_path, agrees, monkeypatch):
    fixture = FIXTURES / rule.name
    vault = tmp_path / "vault"
    shutil.copytree(fixture / "vault", vault)
    if (fixture / "arrange.py").is_file():
        runpy.run_path(str(fixture / "arrange.py"))["arrange"](vault, monkeypatch)
    verb = fixture / "command"
    arguments = verb.read_text("utf-8").split() if verb.is_file() else ["check"]
    if not any("{vault}" in each for each in arguments):
        arguments.insert(1, "{vault}")
    if arguments[0] == "audit":  # whose paths are those from the current folder
        monkeypatch.chdir(vault)
    result = CliRunner().invoke(command, [each.replace("{vault}", str(vault)) for each in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    printed = result.stdout if arguments[0] in ("check", "audit") else result.stderr
    for folder in (Journal(vault).folder, tmp_path):
        printed = printed.replace(str(folder), "…")
    assert rule.code in printed
    agrees(printed, fixture / "expected.txt")


def test_every_fixture_belongs_to_a_rule():
    names = {rule.name for rule in RULES}
    assert {folder.name for folder in FIXTURES.iterdir() if folder.is_dir()} == names
