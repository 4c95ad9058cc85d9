"""A vault as it was committed: what a git repository holds of it, read without touching work tree, index or network.

Only plumbing of git's is called, never through a shell; it runs no hook, filter, pager or program that the repository
names, and fetches nothing.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO, NamedTuple

from vaultval.errors import VaultvalError

_OPTIONS = (
    "--no-pager", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "log.showSignature=false",
    "-c", "protocol.allow=never", "-c", "i18n.logOutputEncoding=UTF-8",
)  # fmt: skip
_OURS = {
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_KEPT = ("GIT_CONFIG", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM")
_FILES = ("100644", "100755")  # no symbolic links, no submodules
_TOML = "vaultval.toml"
_FOREIGN = "\\:" if os.name == "nt" else ""  # what parts a path on this system beside the /


class CommitError(VaultvalError):
    """There is no git, no repository, or not all of it."""


class Commit(NamedTuple):
    """One commit. day: its committer's own date. tree: of the vault's folder, "" where it did not exist yet."""

    id: str
    day: date
    tree: str = ""


class Repository(NamedTuple):
    """Where a vault lies in a repository. prefix: its folder, from the top, "" for the top. shallow: cut off below."""

    git: str
    root: Path
    prefix: str
    shallow: bool


def find_repository(root: Path) -> Repository:
    """The repository that a vault is in. Raises CommitError if there is no git, or no repository."""
    git = shutil.which("git")
    if git is None or not Path(git).is_absolute():
        raise CommitError("git is not installed, or not where programs are looked for.")
    nowhere = Repository(git, root, "", False)
    prefix, shallow = (
        os.fsdecode(_run(nowhere, "rev-parse", flag)).removesuffix("\n")
        for flag in ("--show-prefix", "--is-shallow-repository")
    )
    return Repository(git, root, prefix.removesuffix("/"), shallow == "true")


def first_parents(repository: Repository) -> list[Commit]:
    """The commits of the branch that is checked out, the newest first. Raises CommitError if there is none."""
    text = _run(repository, "rev-list", "--first-parent", "--format=%cI", "HEAD", "--").decode(
        "utf-8", "replace"
    )
    lines = text.split("\n")
    dated = ((lines[i].removeprefix("commit "), _day(lines[i + 1])) for i in range(0, len(lines) - 1, 2))
    return [Commit(name, day) for name, day in dated if day]


def _day(text: str) -> date | None:
    """The committer's own date; None for one that no calendar has."""
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None


def last_until(repository: Repository, days: Sequence[date]) -> dict[date, Commit]:
    """The last commit up to each day that there is one for, with the tree of the vault's folder in it."""
    commits = first_parents(repository)
    found: dict[date, Commit] = {}
    at = 0
    for day in sorted(days, reverse=True):  # the earlier the day, the further down its commit
        while at < len(commits) and commits[at].day > day:
            at += 1
        if at < len(commits):
            found[day] = commits[at]
    wanted = list(dict.fromkeys(found.values()))
    names = "".join(f"{commit.id}:{repository.prefix}\n" for commit in wanted)
    answers = _run(repository, "cat-file", "--batch-check=%(objecttype) %(objectname)", given=names)
    trees = {}
    for commit, answer in zip(wanted, os.fsdecode(answers).split("\n"), strict=False):
        kind, _, name = answer.partition(" ")
        trees[commit] = commit._replace(tree=name if kind == "tree" else "")
    return {day: trees[commit] for day, commit in found.items() if trees[commit].tree}


@contextmanager
def written_out(repository: Repository, tree: str) -> Iterator[Path]:
    """A folder, for as long as it is needed, with the notes, canvases and settings of a tree. Raises CommitError."""
    with TemporaryDirectory(prefix="vaultval-") as folder, TemporaryFile() as names:
        paths = list(_notes(repository, tree))
        names.write("".join(f"{name}\n" for name, _ in paths).encode())
        names.seek(0)
        command, environment = _command(repository, "cat-file", "--batch"), _environment()
        with subprocess.Popen(  # noqa: S603 - an absolute path and fixed words
            command, stdin=names, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
        ) as process:
            assert process.stdout is not None  # noqa: S101 - for the type; a pipe was asked for
            for _, path in paths:
                _write(Path(folder), path, _blob(process.stdout))
        yield Path(folder)


def _notes(repository: Repository, tree: str) -> Iterator[tuple[str, str]]:
    """The name of each file that is wanted, and its path from the vault's root."""
    listing = os.fsdecode(_run(repository, "ls-tree", "-r", "-z", "--full-tree", tree))
    for entry in listing.split("\0"):
        about, _, path = entry.partition("\t")
        mode, _, name = [*about.split(" "), "", ""][:3]
        wanted = path.lower().endswith((".md", ".canvas")) or path == _TOML
        if mode in _FILES and wanted and _is_inside(path):
            yield name, path


def _is_inside(path: str) -> bool:
    """Whether a path stays below the folder that it is joined to, and in no hidden folder."""
    return not any(mark in path for mark in _FOREIGN) and all(
        part and not part.startswith(".") for part in path.split("/")
    )


def _blob(stream: IO[bytes]) -> bytes:
    """The next file that git gives. Raises CommitError if it is not there."""
    head = stream.readline().split()
    if len(head) != 3 or head[1] != b"blob":
        raise CommitError("The repository lacks files of its past here (a partial clone?).")
    data = stream.read(int(head[2]))
    stream.read(1)
    return data


def _write(folder: Path, path: str, data: bytes) -> None:
    """One file of a past vault. Of two names that this disk takes for one, the first stays."""
    try:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        with (folder / path).open("xb") as file:
            file.write(data)
    except FileExistsError:
        return
    except OSError as error:
        shown = os.fsencode(path).decode("utf-8", "replace")
        raise CommitError(
            f"{shown!r}, as it was committed, cannot be written out: {error.strerror}."
        ) from error


def _command(repository: Repository, *words: str) -> list[str]:
    return [repository.git, "-C", str(repository.root), *_OPTIONS, *words]


def _environment() -> dict[str, str]:
    """The user's own, without what would lead git elsewhere."""
    kept = {name: text for name, text in os.environ.items() if name[:4] != "GIT_" or name.startswith(_KEPT)}
    return {**kept, **_OURS}


def _run(repository: Repository, *words: str, given: str = "") -> bytes:
    """What a command of git prints. Raises CommitError with git's own words if it refuses."""
    command, environment = _command(repository, *words), _environment()
    try:
        done = subprocess.run(  # noqa: S603 - an absolute path and fixed words
            command, input=os.fsencode(given), capture_output=True, env=environment, check=False
        )
    except OSError as error:
        raise CommitError(f"git cannot be started: {error.strerror}.") from error
    if done.returncode == 0:
        return done.stdout
    said = os.fsdecode(done.stderr).strip().split("\n")[0].removeprefix("fatal: ")
    if "not a git repository" in said:
        raise CommitError(f"{repository.root} is in no git repository.")
    if words[0] == "rev-list" and "revision" in said:
        raise CommitError(f"The repository of {repository.root} has no commit yet.")
    raise CommitError(f"git refuses: {said or 'it gives no reason'}.")
