"""Many notes at once: half of them in a second process, where that is worth its start."""

import os
import pickle
from collections.abc import Callable, Iterator, Sequence
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeVar

WORTH_A_PROCESS = 2000
"""From how many notes on a second process is started."""

T = TypeVar("T")
Reader = Callable[[Path, str], T]


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
