"""Files as bytes, each as it stood at one moment; many notes at once, half of them in a second process."""

import errno
import os
import pickle
import stat
import time
from collections.abc import Callable, Iterator, Sequence
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple, TypeVar

WORTH_A_PROCESS = 2000
"""From how many notes on a second process is started."""

_ATTEMPTS = 3
_PAUSE = 0.02  # seconds until a file that changes is read again
_FLAGS = (
    os.O_RDONLY
    # A link, or a pipe that nobody writes to, may have come in the place of the file since the folder was listed.
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)

T = TypeVar("T")
Reader = Callable[[Path, str], T]


class Bytes(NamedTuple):
    """What a file holds. settled: whether it stayed as it was while it was read."""

    data: bytes
    settled: bool


def read_bytes(path: str) -> Bytes:
    """A file's bytes; read again, twice at most, if it changed meanwhile. Follows no link. Raises OSError."""
    for attempt in range(_ATTEMPTS):
        if attempt:
            time.sleep(_PAUSE)
        found = _read_once(path)
        if found.settled:
            break
    return found


def _read_once(path: str) -> Bytes:
    file = os.open(path, _FLAGS)
    try:
        before = os.fstat(file)
        if not stat.S_ISREG(before.st_mode):
            raise OSError(errno.EINVAL, "it is no file")
        data = os.read(file, before.st_size + 1)
        if len(data) != before.st_size:  # longer than it was, or one of the few that are read in pieces
            pieces = [data]
            while piece := os.read(file, 1 << 20):
                pieces.append(piece)
            data = b"".join(pieces)
        after = os.fstat(file)
    finally:
        os.close(file)
    return Bytes(data, (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size))


def read_each(
    root: Path, paths: Sequence[str], reader: Reader[T], progress: Callable[[int, int], None]
) -> Iterator[T]:
    """What the reader makes of each path, in order. progress: told how many of how many are done.

    The second process is a fork, so that the reader need not be sent to it; without forks all is read in this one.
    """
    two = len(paths) >= WORTH_A_PROCESS and (os.cpu_count() or 1) > 1 and "fork" in get_all_start_methods()
    half = len(paths) // 2 if two else len(paths)
    if not two:
        yield from _serial(root, paths, reader, progress, len(paths))
        return
    context = get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_send, args=(sender, root, paths[half:], reader), daemon=True)
    child.start()
    sender.close()
    yield from _serial(root, paths[:half], reader, progress, len(paths))
    try:
        rest: list[T] = pickle.loads(receiver.recv_bytes())  # noqa: S301 - from our own child, through a pipe
    except (EOFError, OSError):
        # The child was ended from outside. Its notes are read here.
        rest = [reader(root, path) for path in paths[half:]]
    child.join()
    yield from rest
    progress(len(paths), len(paths))


def _serial(
    root: Path, paths: Sequence[str], reader: Reader[T], progress: Callable[[int, int], None], total: int
) -> Iterator[T]:
    for done, path in enumerate(paths, 1):
        yield reader(root, path)
        progress(done, total)


def _send(sender: Connection, root: Path, paths: Sequence[str], reader: Reader[T]) -> None:
    sender.send_bytes(pickle.dumps([reader(root, path) for path in paths], protocol=pickle.HIGHEST_PROTOCOL))
    sender.close()
