def arrange(vault, _monkeypatch):
    (vault / "Autonomy is close.md").chmod(0o444)
