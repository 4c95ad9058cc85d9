import os


def arrange(vault, monkeypatch):
    note, read = vault / "Robotaxi.md", os.read

    def read_and_type(file, size):
        """A sync service goes on writing to the note each time that it is read."""
        data = read(file, size)
        if data.startswith(b"Driverless"):
            with note.open("ab") as growing:
                growing.write(b"Another line.\n")
        return data

    monkeypatch.setattr(os, "read", read_and_type)
