from click.testing import CliRunner

from vaultval.cli import command


def arrange(vault, monkeypatch):
    CliRunner().invoke(command, ["refresh", str(vault)])
    note = vault / "Autonomy is close.md"
    note.write_bytes(note.read_bytes() + b"\nWritten after the refresh.\n")
