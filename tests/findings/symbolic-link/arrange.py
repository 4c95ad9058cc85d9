import sys

import pytest


def arrange(vault, _monkeypatch):
    if sys.platform == "win32":
        pytest.skip("a link needs a privilege there")
    elsewhere = vault.parent / "Filings"
    elsewhere.mkdir()
    (vault / "Filings").symlink_to(elsewhere, target_is_directory=True)
