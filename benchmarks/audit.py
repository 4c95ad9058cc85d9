"""`vaultval audit --json` on a vault of long reports: wall time, memory, claims a second, and the time of each finder.

Ends with 1 where 800 reports of 36 kB, 29 MB in all, take over 20 s; of another count, where they take over its share.

python -m benchmarks.audit [COUNT] [FILE...]

FILE: reports of your own; the vault is then made of copies of them, until it has as many bytes.
"""

import json
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.reports import write_reports
from vaultval.audit.notes import FINDERS, shown_by
from vaultval.pipeline import read_vault
from vaultval.vault.vault import Hold, held_whole

COUNT, SIZE = 800, 36_000
MOST_SECONDS = 20.0
MOST_TIMED = 40  # notes of which each finder is timed


def main(count: int, files: Sequence[str]) -> None:
    """Make the vault, run the verb in a process of its own, and print what it took."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        size = _copies(root, files, count * SIZE) if files else _written(root, count)
        command = [sys.executable, "-m", "vaultval", "audit", str(root), "--json"]
        start = time.perf_counter()
        run = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - this very program
        taken = time.perf_counter() - start
        if not run.stdout:
            sys.exit(run.stderr.decode("utf-8"))
        claims = json.loads(run.stdout)["claims"]
        print(f"{len(list(root.iterdir())):,} notes, {size / 1e6:.1f} MB, {len(claims):,} claims")
        print(
            "  "
            + ", ".join(
                f"{of:,} {name}" for name, of in Counter(each["verdict"] for each in claims).most_common()
            )
        )
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(
            f"{taken:.1f} s, {len(claims) / taken:,.0f} claims a second; {used.ru_utime + used.ru_stime:.1f} s of processors"
        )
        print(f"peak memory of a process: {_megabytes(used.ru_maxrss):.0f} MB")
        _print_finders(root)
    if taken > MOST_SECONDS * size / (COUNT * SIZE):
        sys.exit(f"Over {MOST_SECONDS:g} s for {COUNT * SIZE / 1e6:.0f} MB.")


def _written(root: Path, count: int) -> int:
    return sum(path.stat().st_size for path in write_reports(root, count, SIZE))


def _copies(root: Path, files: Sequence[str], most: int) -> int:
    texts = [Path(file).read_bytes() for file in files]
    size = number = 0
    while size < most:
        text = texts[number % len(texts)]
        (root / f"Report {number:04}.md").write_bytes(text)
        size, number = size + len(text), number + 1
    return size


def _print_finders(root: Path) -> None:
    """How long the reading of what is printed takes, and each finder, in one process, as milliseconds a MB."""
    vault = read_vault(root, hold=Hold.TEXT).vault
    notes = [note for path in sorted(vault.notes)[:MOST_TIMED] if (note := held_whole(vault, path))]
    millions = sum(len(note.text.encode("utf-8")) for note in notes) / 1e6
    start = time.perf_counter()
    shown = [(note.path, shown_by(note)) for note in notes]
    print(f"{'reading what is printed':>28}: {(time.perf_counter() - start) * 1000 / millions:6.0f} ms a MB")
    for finder in FINDERS:
        start = time.perf_counter()
        found = sum(len(finder(page, path)) for path, page in shown)
        print(
            f"{finder.__name__:>28}: {(time.perf_counter() - start) * 1000 / millions:6.0f} ms a MB, {found:,} claims"
        )


def _megabytes(most: int) -> float:
    """The unit of what the system tells of memory is kilobytes, on a Mac bytes."""
    return most / 1e6 if sys.platform == "darwin" else most * 1024 / 1e6


if __name__ == "__main__":
    arguments = sys.argv[1:]
    counted = arguments.pop(0) if arguments and arguments[0].isdigit() else COUNT
    main(int(counted), arguments)
