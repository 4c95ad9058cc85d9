"""What the tests share: vaults made on the spot, a journal that is nobody's, and expected files."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

# In CI the same examples each time, so that a red run is about the change; elsewhere new ones, so that more is found.
settings.register_profile("repeatable", derandomize=True, deadline=None, print_blob=True)
if os.environ.get("CI"):
    settings.load_profile("repeatable")

ROOT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser):
    parser.addoption("--update-expected", action="store_true", help="write the expected files anew")


@pytest.fixture(autouse=True)
def _own_journal(tmp_path_factory, monkeypatch):
    monkeypatch.setenv("VAULTVAL_HOME", str(tmp_path_factory.mktemp("journal")))


@pytest.fixture
def make_vault(tmp_path):
    """A vault from a mapping of paths to texts or bytes."""

    def make(files):
        root = tmp_path / "vault"
        for name, content in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        root.mkdir(exist_ok=True)
        return root

    return make


@pytest.fixture
def agrees(request):
    """Compare a text with an expected file; with --update-expected, write the file."""

    def compare(text, path):
        if request.config.getoption("--update-expected"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
        assert text == path.read_text("utf-8")

    return compare
