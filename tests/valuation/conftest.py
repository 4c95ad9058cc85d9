"""Vaults that the tests of the valuation read."""

import pytest

from tests.small_vault import with_changes
from vaultval.pipeline import read_vault


@pytest.fixture
def read_of(make_vault):
    """A small vault, read; keyword = note: as in with_changes. toml: its settings."""

    def read(toml="", **changes):
        return read_vault(
            make_vault(with_changes(**changes) | {"vaultval.toml": 'as_of = "2026-02-10"\n' + toml})
        )

    return read
