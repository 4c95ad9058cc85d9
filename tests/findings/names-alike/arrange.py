import pytest


def arrange(vault, _monkeypatch):
    # Made here, for on most computers no checkout could hold both.
    (vault / "robotaxi.md").write_text("Asked for the permit date.\n", "utf-8")
    (vault / "Calls" / "Cafe\u0301 chain.md").write_text("Asked for the lease terms.\n", "utf-8")
    if len(list(vault.iterdir())) < 3 or len(list((vault / "Calls").iterdir())) < 2:
        pytest.skip("one name hides the other on this file system")
