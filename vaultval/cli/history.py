"""`vaultval history`: the scores and values of the months before."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vaultval.cli.shared import (
    as_of_option,
    day_of,
    exit_code,
    json_option,
    parse_day,
    print_json,
    read,
    results_of,
    tell,
    vault_argument,
)

if TYPE_CHECKING:
    from vaultval.diagnostics import Finding
    from vaultval.results import Moment

MOST_MONTHS = 600
_FROM = "The first day, YYYY-MM-DD, in place of --months."
_MONTHS = "How many ends of months before the day."
_GIT = "Each row from the last commit up to its day, in place of the notes as they are."


@click.command()
@vault_argument
@as_of_option
@click.option("--company", metavar="NAME", help="Only this company, and the narratives of its options.")
@click.option("--from", "first", metavar="DATE", callback=parse_day, help=_FROM)
@click.option("--months", type=click.IntRange(1, MOST_MONTHS), default=None, help=f"{_MONTHS}  [default: 12]")
@click.option("--git", "commits", is_flag=True, help=_GIT)
@json_option
def history(
    vault: Path,
    as_of: date | None,
    company: str | None,
    first: date | None,
    months: int | None,
    commits: bool,
    as_json: bool,
) -> None:
    """Show each narrative's score and each company's value and price at the ends of the months before.

    The last row is the day itself. Each row leaves out what the notes date later.
    """
    from vaultval.pipeline import evaluate_commits, evaluate_days, read_config
    from vaultval.render.terminal.history import print_history
    from vaultval.render.topics.history import history_rows
    from vaultval.results import moment_of

    findings: tuple[Finding, ...] = ()
    if commits:
        days = _days(day_of(read_config(vault)[0], as_of), first, months)
        moments, lost = evaluate_commits(vault, days)
        for day, reason in lost:
            click.echo(f"The row of {day} is left out. {reason}", err=True)
        left_out = {day for day, _ in lost}
        _tell_of_gaps([day for day in days if day not in left_out], moments)
    else:
        read_result = read(vault)
        results = results_of(read_result, as_of, with_stakes=False)
        *before, _day = _days(results.method.as_of, first, months)
        moments, findings = (*evaluate_days(read_result, before), moment_of(results)), results.findings
    shown = _of_company(moments, company) if company else moments
    if as_json:
        from vaultval.render.data import SCHEMA, diagnostics

        found = diagnostics(findings)
        print_json({"schema": SCHEMA, "rows": history_rows(shown), "diagnostics": found})
    else:
        print_history(shown)
    if not commits:
        tell(read_result, findings)
    raise SystemExit(exit_code(findings))


def _days(day: date, first: date | None, months: int | None) -> tuple[date, ...]:
    """The ends of months that are asked for, and the day."""
    from vaultval.valuation.months import MONTHS, month_ends, months_since

    if first is None:
        return month_ends(day, months or MONTHS)
    if months is not None:
        raise click.UsageError("give --from or --months, not both.")
    if first > day:
        raise click.BadParameter(f"{first} lies after {day}, the day of the valuation", param_hint="--from")
    if months_since(first, day) > MOST_MONTHS:
        raise click.BadParameter(f"{first} lies over {MOST_MONTHS} months back", param_hint="--from")
    return tuple(end for end in month_ends(day, months_since(first, day)) if end >= first)


def _of_company(moments: "Sequence[Moment]", name: str) -> "tuple[Moment, ...]":
    """The moments with one company alone, and the narratives that are its own on any of the days."""
    from vaultval.vocabulary import folded

    names = list(dict.fromkeys(known for moment in moments for known in moment.companies))
    wanted = next((known for known in names if folded(known) == folded(name)), None)
    if wanted is None:
        near = ", ".join(repr(known) for known in names[:5])
        raise click.BadParameter(
            f"no company {name!r} could be valued." + (f" There is: {near}" if near else ""),
            param_hint="--company",
        )
    own = {
        each
        for moment in moments
        if wanted in moment.companies
        for each in moment.companies[wanted].narratives
    }
    return tuple(
        replace(
            moment,
            companies={known: company for known, company in moment.companies.items() if known == wanted},
            narratives={known: score for known, score in moment.narratives.items() if known in own},
        )
        for moment in moments
    )


def _tell_of_gaps(days: "Sequence[date]", moments: "Sequence[Moment]") -> None:
    """Which days there is no commit for."""
    if len(moments) < len(days):
        begun = f"; the rows begin with {moments[0].day}" if moments else ""
        last = days[len(days) - len(moments) - 1]
        click.echo(f"No commit up to {last} holds this vault{begun}.", err=True)
