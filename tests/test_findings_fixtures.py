"""Every rule has a small vault that breaks it, and the text that vaultval then prints.

tests/findings/<name>/vault holds the notes; `arrange.py` beside it, where files alone cannot say it, has a function
`arrange(vault)`; `command` holds the verb and its options where it is not `check`; expected.txt is what is printed,
standard output and then standard error.
"""

import runpy
import shutil
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from vaultval.cli import command
from vaultval.diagnostics import RULES

FIXTURES = Path(__file__).resolve().parent / "findings"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_finding_looks_like_this(rule, tmp_path, agrees):
    fixture = FIXTURES / rule.name
    vault = tmp_path / "vault"
    shutil.copytree(fixture / "vault", vault)
    if (fixture / "arrange.py").is_file():
        if sys.platform == "win32":
            pytest.skip("needs permissions or links as on Unix")
        runpy.run_path(str(fixture / "arrange.py"))["arrange"](vault)
    verb = fixture / "command"
    arguments = verb.read_text("utf-8").split() if verb.is_file() else ["check"]
    result = CliRunner().invoke(command, [arguments[0], str(vault), *arguments[1:]])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    printed = (result.stdout + result.stderr).replace(str(tmp_path), "…")
    assert rule.code in printed
    agrees(printed, fixture / "expected.txt")


def test_every_fixture_belongs_to_a_rule():
    names = {rule.name for rule in RULES}
    assert {folder.name for folder in FIXTURES.iterdir() if folder.is_dir()} == names
