"""A vault and a journal of its own for each test that writes."""

from pathlib import Path

import pytest

from vaultval.writeback.journal import Journal


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    root = tmp_path / "vault"
    root.mkdir()
    return root


@pytest.fixture
def journal(vault: Path, tmp_path: Path) -> Journal:
    return Journal(vault, tmp_path / "home")
