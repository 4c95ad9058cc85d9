"""What the verbs share: the vault argument, the day, progress, findings, exit codes."""

import json
import shlex
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from vaultval.diagnostics import Finding, Severity
from vaultval.errors import VaultvalError
from vaultval.place import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultval.config import Config
    from vaultval.pipeline import Progress, Read
    from vaultval.results import Results
    from vaultval.valuation.company import CompanyValue
    from vaultval.vault.vault import Hold
    from vaultval.writeback.surgery import NoteChange

GOOD, FOUND, REFUSED = 0, 1, 3
_TOLD, _OF_A_KIND = 5, 2  # errors in full; root causes come first
F = TypeVar("F", bound=Callable[..., Any])


def vault_argument(function: F) -> F:
    """The folder that Obsidian opens; the current folder if none is given."""
    kind = click.Path(exists=True, file_okay=False, path_type=Path)
    return click.argument("vault", type=kind, default=".")(function)


def parse_day(_context: click.Context, _parameter: click.Parameter, value: str | None) -> date | None:
    """The day that an option gives, for click."""
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise click.BadParameter(f"{value!r} is not a date; write YYYY-MM-DD") from error


def as_of_option(function: F) -> F:
    """--as-of DATE."""
    text = "The day of the valuation, YYYY-MM-DD; else as_of of vaultval.toml, else today."
    return click.option("--as-of", "as_of", metavar="DATE", callback=parse_day, help=text)(function)


def since_option(function: F) -> F:
    """--since DATE."""
    text = "Show what changed since this day, YYYY-MM-DD."
    return click.option("--since", metavar="DATE", callback=parse_day, help=text)(function)


def json_option(function: F) -> F:
    """--json."""
    return click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")(
        function
    )


def read(vault: Path, *, hold: "Hold | None" = None) -> "Read":
    """The vault, with a progress bar past one second on a terminal. hold: what is held of every note, if not just links."""
    import gc

    from vaultval.pipeline import read_vault
    from vaultval.vault.vault import Hold

    # A vault is millions of small tuples that live to the end of the run; to look through them for garbage is vain.
    gc.disable()
    with progress_bar("Reading notes") as progress:
        return read_vault(vault, progress, hold=hold or Hold.LINKS)


class NoSuchNoteError(VaultvalError):
    """A note was asked for that is not there, or one of several."""


def note_named(read_result: "Read", name: str) -> str:
    """The path of a note that is named by its path or, if there is only one of that name, by its name."""
    found = read_result.vault.resolver.resolve(_as_path(read_result.vault.root, name), "")
    if found.path not in read_result.vault.notes:
        near = read_result.vault.resolver.suggest(name)
        hint = f" Did you mean {near!r}?" if near else ""
        raise NoSuchNoteError(f"There is no note {name!r} in this vault.{hint}")
    if found.rivals:
        raise NoSuchNoteError(f"{name!r} may be {found.path!r} or {found.rivals[0]!r}. Give the path.")
    return str(found.path)


def _as_path(root: Path, name: str) -> str:
    """A note as a person names it: by path, also from the root of the disk, by name, or as a link."""
    inner = name.removeprefix("[[").removesuffix("]]") if name.startswith("[[") else name
    path = Path(inner)
    if path.is_absolute() and path.is_relative_to(root.resolve()):
        inner = path.relative_to(root.resolve()).as_posix()
    return inner.replace("\\", "/").removeprefix("./")


def results_of(read_result: "Read", as_of: date | None, *, with_stakes: bool = True) -> "Results":
    """The results on the day asked for: --as-of, else the vault's own, else today."""
    from vaultval.pipeline import evaluate

    return evaluate(read_result, day_of(read_result.config, as_of), with_stakes=with_stakes)


def results_then(read_result: "Read", results: "Results", since: date | None) -> "Results | None":
    """The results of the day of --since, to compare with; None if it was not given."""
    from vaultval.pipeline import evaluate

    if since is None:
        return None
    if since > results.method.as_of:
        raise click.BadParameter(
            f"{since} lies after {results.method.as_of}, the day of the valuation", param_hint="--since"
        )
    return evaluate(read_result, since, with_stakes=False, with_analyses=False)


def valued_companies(results: "Results", name: str | None) -> "list[CompanyValue]":
    """The companies that are valued, or the one that is named. Raises UsageError if there is none of that name."""
    from vaultval.vocabulary import folded

    values = list(results.values.values())
    found = [value for value in values if name is None or folded(value.company.name) == folded(name)]
    if name is not None and not found:
        known = ", ".join(repr(value.company.name) for value in values)
        raise click.UsageError(f"no company {name!r} is valued." + (f" There is {known}." if known else ""))
    return found


def day_of(config: "Config", as_of: date | None) -> date:
    """The day of a valuation. The only clock that is read."""
    return as_of or config.as_of or datetime.now(tz=UTC).astimezone().date()


@contextmanager
def progress_bar(what: str) -> "Iterator[Progress]":
    """A bar on standard error, past one second and on a terminal only. what: is done, as in "Reading notes"."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    started = time.monotonic()
    bar: Any = None
    task: Any = None

    def show(done: int, total: int) -> None:
        nonlocal bar, task
        if bar is None and time.monotonic() - started > 1:
            from rich.console import Console
            from rich.progress import Progress

            bar = Progress(console=Console(stderr=True), transient=True)
            bar.start()
            task = bar.add_task(what, total=total)
        if bar is not None and done % 50 == 0:
            bar.update(task, completed=done)

    try:
        yield show
    finally:
        if bar is not None:
            bar.stop()


def json_text(document: object) -> str:
    """One JSON document. What is not UTF-8 in a note's name is escaped."""
    try:
        text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)
        text.encode()
    except UnicodeEncodeError:
        text = json.dumps(document, ensure_ascii=True, indent=1, allow_nan=False)
    return text


def print_json(document: object) -> None:
    """One JSON document on standard output."""
    click.echo(json_text(document))


def print_findings(
    read_result: "Read",
    findings: Iterable[Finding],
    *,
    err: bool = True,
    where: Callable[[Place], str] = str,
    each_explained: bool = True,
) -> None:
    """The findings with the lines that they are about.

    where: a place as text. each_explained: rule and way out with each, not only with the first of a rule.
    """
    from vaultval.render.findings import finding_text

    @cache
    def lines_of(note: str) -> list[str]:
        return read_result.vault.source_lines(note)

    def source_line(place: Place) -> str:
        lines = lines_of(place.note)
        return lines[place.line - 1] if place.line <= len(lines) else ""

    told: set[str] = set()
    for found in findings:
        explained = each_explained or found.rule.code not in told
        told.add(found.rule.code)
        click.echo(finding_text(found, source_line, where=where, explained=explained) + "\n", err=err)


def on_terminal() -> bool:
    """Whether a person reads what is printed, and not another program."""
    return sys.stdout.isatty()


def print_diff(changes: "Iterable[NoteChange]") -> None:
    """The changes as a patch; on a terminal without anything that could steer it."""
    from vaultval.render.findings import visible
    from vaultval.writeback.surgery import diff

    for change in changes:
        text = diff(change)
        if on_terminal():
            text = "\n".join(visible(line) for line in text.split("\n"))
        click.echo(text, nl=False, color=True)  # else click would take escapes out of what is piped


def typed(verb: str, vault: Path, *options: str) -> str:
    """A command as the user can type it again. options: as they were typed, each value behind its name."""
    place = [] if vault == Path() else [str(vault)]
    return shlex.join(["vaultval", verb, *place, *options])


def tell(read_result: "Read", findings: Iterable[Finding], told: Iterable[Finding] = ()) -> None:
    """The first errors in full on standard error, and how much there is in all. told: printed already, and counted, too,
    where there are others.
    """
    from vaultval.render.findings import summary

    found = list(findings)
    errors = [f for f in found if f.severity is Severity.ERROR]
    print_findings(read_result, _first(errors))
    if found:
        command = typed("check", read_result.vault.root)
        click.echo(f"{summary([*found, *told])} `{command}` shows them all.", err=True)


def _first(errors: list[Finding]) -> list[Finding]:
    """The first errors, no more than a few of one kind as long as there are others."""
    seen: Counter[str] = Counter()
    first, rest = list[Finding](), list[Finding]()
    for each in errors:
        (first if seen[each.rule.code] < _OF_A_KIND else rest).append(each)
        seen[each.rule.code] += 1
    kept = [*first, *rest][:_TOLD]
    return [each for each in errors if each in kept]


def exit_code(findings: Iterable[Finding]) -> int:
    """1 if any finding is an error, else 0."""
    return FOUND if any(found.severity is Severity.ERROR for found in findings) else GOOD
