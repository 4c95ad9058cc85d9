def arrange(vault, _monkeypatch):
    note = vault / "Calls" / "Fleet manager.md"
    note.write_bytes(note.read_text("utf-8").encode("latin-1"))
