import errno
from pathlib import Path


def arrange(vault, monkeypatch):
    # Not by permissions: they stop nobody who runs the tests as root.
    locked, read = vault / "Robotaxi.md", Path.read_bytes

    def refuse(path):
        if path == locked:
            raise PermissionError(errno.EACCES, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
