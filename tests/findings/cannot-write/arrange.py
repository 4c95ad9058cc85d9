def arrange(vault, monkeypatch):
    (vault / "Autonomy is close.md").chmod(0o444)
