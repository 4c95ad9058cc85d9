import sys

import pytest
from click.testing import CliRunner

from vaultval.cli import command


def arrange(vault, _monkeypatch):
    if sys.platform == "win32":
        pytest.skip("the path that is printed has other strokes there")
    CliRunner().invoke(command, ["refresh", str(vault)])
    note = vault / "Autonomy is close.md"
    note.write_bytes(note.read_bytes() + b"\nWritten after the refresh.\n")
