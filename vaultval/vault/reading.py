"""Files as bytes, each as it stood at one moment; many notes at once, half of them in a second process."""

import errno
import os
import pickle
import stat
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
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

S = TypeVar("S")
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
    """What the reader makes of each path, in order. progress: told how many of how many are done."""
    split = len(paths) // 2 if len(paths) >= WORTH_A_PROCESS else None
    yield from in_two(paths, partial(reader, root), split, progress)


def in_two(
    items: Sequence[S], work: Callable[[S], T], split: int | None, progress: Callable[[int, int], None]
) -> Iterator[T]:
    """What comes of each item, in order; from index `split` on in a second process, if it is given.

    The second process is a fork, so that work and items need not be sent to it; without forks all is done in this one.
    progress: told how many of how many are done.
    """
    if split is None or (os.cpu_count() or 1) < 2 or "fork" not in get_all_start_methods():
        yield from _serial(items, work, progress, len(items))
        return
    context = get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_send, args=(sender, items[split:], work), daemon=True)
    child.start()
    sender.close()
    yield from _serial(items[:split], work, progress, len(items))
    try:
        rest: list[T] = pickle.loads(receiver.recv_bytes())  # noqa: S301 - from our own child, through a pipe
    except (EOFError, OSError):
        # The child was ended from outside. Its part is done here.
        rest = [work(item) for item in items[split:]]
    child.join()
    yield from rest
    progress(len(items), len(items))


def _serial(
    items: Sequence[S], work: Callable[[S], T], progress: Callable[[int, int], None], total: int
) -> Iterator[T]:
    for done, item in enumerate(items, 1):
        yield work(item)
        progress(done, total)


def _send(sender: Connection, items: Sequence[S], work: Callable[[S], T]) -> None:
    sender.send_bytes(pickle.dumps([work(item) for item in items], protocol=pickle.HIGHEST_PROTOCOL))
    sender.close()
