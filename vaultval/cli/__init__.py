"""The command: one file a verb, imported when it is called."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

from vaultval import __version__

# verb → what it does, as `vaultval --help` says it; the verb's module has its name, or else stands in MODULES.
VERBS: Mapping[str, str] = {
    "refresh": "Score, value, and write the summaries back into the notes.",
    "check": "Show every finding of every note.",
    "audit": "Check the arithmetic that notes state, and facts that they tell differently.",
    "score": "Show the narratives with their scores.",
    "value": "Show what the companies are worth.",
    "compare": "Show the source's method and the better founded one side by side.",
    "history": "Show scores and values month by month, by the dates in the notes or by commits.",
    "sensitivity": "Show what moves full value, and by how much.",
    "simulate": "Show full value as a distribution: options drawn many times, correlated by synergy.",
    "explain": "Show how a number came about, or what a finding means.",
    "notes": "Show the notes as Obsidian reads them.",
    "graph": "Show the knowledge graph.",
    "link": "Show the mentions that nobody linked, and link them.",
    "inbox": "Show what no narrative claims yet, and give it to one.",
    "import": "Make typed notes of a report.",
    "undo": "Take back the last run that wrote.",
    "init": "Add templates and a commented vaultval.toml to a vault.",
    "demo": "Make a copy of the sample vault and refresh it.",
}

MODULES: Mapping[str, str] = {"import": "import_report"}
"""The modules of verbs whose names are words of Python's own."""


class _Verbs(click.Group):
    """A group that imports a verb only when it is asked for, so that --version stays fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in VERBS:
            return None
        name = MODULES.get(cmd_name, cmd_name)
        command = getattr(import_module(f"vaultval.cli.{name}"), name)
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Verbs"):
            formatter.write_dl(list(VERBS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in VERBS and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], list(VERBS), 1)
            raise click.UsageError(
                f"no verb {args[0]!r}." + (f" Did you mean {near[0]!r}?" if near else ""), ctx
            )
        return super().resolve_command(ctx, args)


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="vaultval")
def command() -> None:
    """Narratives, evidence and options in an Obsidian vault: scored, valued, and written back.

    Exit codes: 0 good; 1 findings of severity error, or something to change under --check; 2 wrong usage;
    3 a note that could not be written.
    """


def main(arguments: list[str] | None = None) -> Any:
    """Run the command and leave the process. A file that refuses ends it with one sentence."""
    import sys

    from vaultval.errors import VaultvalError

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        return command.main(args=arguments, prog_name="vaultval")
    except VaultvalError as error:
        click.echo(f"vaultval: {error}", err=True)
        sys.exit(error.exit_code)
