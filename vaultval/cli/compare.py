"""`vaultval compare`: the method of the sources and the better founded one side by side."""

from datetime import date
from pathlib import Path

import click

from vaultval.cli.shared import (
    as_of_option,
    exit_code,
    json_option,
    print_json,
    read,
    results_of,
    tell,
    valued_companies,
    vault_argument,
)


@click.command()
@vault_argument
@click.option("--company", "name", metavar="NAME", help="Only this company.")
@as_of_option
@json_option
def compare(vault: Path, name: str | None, as_of: date | None, as_json: bool) -> None:
    """Show what each step from the source's method to the better founded one moves full value by."""
    read_result = read(vault)
    results = results_of(read_result, as_of, with_stakes=False)
    wanted = valued_companies(results, name)
    if as_json:
        from vaultval.render.data import diagnostics, heading
        from vaultval.render.topics.compare import data

        print_json(
            {
                **heading(results),
                "companies": {value.company.name: data(value, results) for value in wanted},
                "diagnostics": diagnostics(results.findings),
            }
        )
    else:
        from vaultval.render.terminal.compare import in_words, print_comparison

        for value in wanted:
            found = results.analyses[value.company.id].comparison
            if found:
                print_comparison(value, found)
                click.echo("\n".join(in_words(found, value.company.currency)))
            else:
                click.echo(f"{value.company.name}: no option is valued, so both methods give the same.")
        if not wanted:
            click.echo("No company could be valued.")
    tell(read_result, results.findings)
    raise SystemExit(exit_code(results.findings))
