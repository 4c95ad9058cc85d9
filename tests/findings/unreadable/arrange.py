import errno
import os


def arrange(vault, monkeypatch):
    # Not by permissions: they stop nobody who runs the tests as root.
    locked, open_file = str(vault / "Robotaxi.md"), os.open

    def refuse(path, *arguments, **options):
        if path == locked:
            raise PermissionError(errno.EACCES, "Permission denied")
        return open_file(path, *arguments, **options)

    monkeypatch.setattr(os, "open", refuse)
