def arrange(vault, monkeypatch):
    elsewhere = vault.parent / "Filings"
    elsewhere.mkdir()
    (vault / "Filings").symlink_to(elsewhere, target_is_directory=True)
