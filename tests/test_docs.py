"""The documents agree with the code."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from vaultval.cli import command

ROOT = Path(__file__).resolve().parent.parent


def _pages():
    import sys

    sys.path.insert(0, str(ROOT))
    from tests.generate_docs import PAGES

    return PAGES


@pytest.mark.parametrize("name", ["findings.md", "configuration.md"])
def test_generated_documents_are_up_to_date(name):
    assert (ROOT / "docs" / name).read_text("utf-8") == _pages()[name](), "run `make docs`"


def _commands():
    for path in (ROOT / "README.md", ROOT / "docs" / "commands.md"):
        for block in re.findall(r"```sh\n(.*?)```", path.read_text("utf-8"), re.DOTALL):
            for line in block.split("\n"):
                if line.strip().startswith("vaultval "):
                    yield line.strip()


@pytest.mark.parametrize("line", sorted(set(_commands())))
def test_every_command_of_the_documents_runs(line, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    arguments = shlex.split(line, comments=True)[1:]
    if "demo" not in arguments:
        CliRunner().invoke(command, ["demo", "VAULT"])
    shutil.copy(ROOT / "tests" / "importing" / "report_en.md", "REPORT")
    result = CliRunner().invoke(command, arguments)
    assert result.exit_code in (0, 1), result.output


def test_links_between_documents_lead_somewhere():
    for path in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")):
        for target in re.findall(
            r"\]\(([^)#:\s]+)(?:#[^)]*)?\)",
            re.sub(r"```.*?```|`[^`\n]*`", "", path.read_text("utf-8"), flags=re.DOTALL),
        ):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_every_file_that_the_architecture_names_is_there():
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    named = set(re.findall(r"`((?:vaultval/)?[a-z_]+/[a-z_/]+\.py)`", text))
    folders = (ROOT, ROOT / "vaultval")
    assert [name for name in sorted(named) if not any((folder / name).exists() for folder in folders)] == []
