"""`vaultval simulate`: full value as a distribution."""

import re
from datetime import date
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vaultval.cli.shared import (
    FOUND,
    as_of_option,
    exit_code,
    json_option,
    print_findings,
    print_json,
    read,
    results_of,
    tell,
    valued_companies,
    vault_argument,
)

if TYPE_CHECKING:
    from vaultval.diagnostics import Finding
    from vaultval.results import Results
    from vaultval.valuation.company import CompanyValue

MOST_DRAWS = 2**24
MOST_FACTOR = 100.0
"""At which coefficients of 1 % make two options succeed or fail alike: more is no more."""
_DRAWS = "How many times, a power of two, as in 131072 or 2^17."
_FACTOR = "Times which the synergies are the correlations, 0 to 100; 0 for none."
_RHO = "The same correlation for each pair, from -1 to 1, in place of the synergies."
_CORE = "Draw the core, too: triangular between its low, base and high."
_INDICES = "How much of the variance of full value comes from each probability, ±50 %."
_STRICT = "End with 1 where the correlations are not possible, and do not mend them."


def parse_draws(_context: click.Context, _parameter: click.Parameter, value: str) -> int:
    """A power of two, as a number or as 2^k, for click."""
    text = value.strip()
    power = re.fullmatch(r"2(?:\^|\*\*)([0-9]{1,2})", text)
    number = 2 ** int(power[1]) if power else int(text) if re.fullmatch(r"[0-9]{1,9}", text) else 0
    if 2 <= number <= MOST_DRAWS and not number & (number - 1):
        return number
    if 2 < number < MOST_DRAWS:
        below = 1 << (number.bit_length() - 1)
        raise click.BadParameter(f"{text} is not a power of two; the nearest are {below} and {2 * below}")
    raise click.BadParameter(f"{text!r} is not a power of two from 2 to 2^24, such as 2^17")


def parse_number(_context: click.Context, _parameter: click.Parameter, value: float | None) -> float | None:
    """A number, for click: its range lets `nan` through."""
    if value is not None and isnan(value):
        raise click.BadParameter("'nan' is no number")
    return value


@click.command()
@vault_argument
@click.option("--company", "name", metavar="NAME", help="Only this company.")
@click.option("--draws", callback=parse_draws, metavar="N", default="2^17", show_default=True, help=_DRAWS)
@click.option(
    "--seed", type=click.IntRange(0), default=0, show_default=True, help="The same seed, the same figures."
)
@click.option(
    "--correlation",
    "factor",
    type=click.FloatRange(0, MOST_FACTOR),
    callback=parse_number,
    metavar="FACTOR",
    default=None,
    help=f"{_FACTOR}  [default: 1]",
)
@click.option(
    "--rho", type=click.FloatRange(-1, 1), callback=parse_number, metavar="RHO", default=None, help=_RHO
)
@click.option("--core", "with_core", is_flag=True, help=_CORE)
@click.option("--indices", "with_indices", is_flag=True, help=_INDICES)
@click.option("--strict", is_flag=True, help=_STRICT)
@as_of_option
@json_option
def simulate(
    vault: Path, name: str | None, draws: int, seed: int, factor: float | None, rho: float | None, with_core: bool,
    with_indices: bool, strict: bool, as_of: date | None, as_json: bool,
) -> None:  # fmt: skip
    """Show full value as a distribution: each option drawn many times, its success correlated with the others'."""
    if factor is not None and rho is not None:
        raise click.UsageError("--rho is in place of --correlation; leave one of them out.")
    read_result = read(vault)
    results = results_of(read_result, as_of, with_stakes=False)
    values = valued_companies(results, name)
    documents: dict[str, Any] = {}
    findings: list[Finding] = []
    for value in values:
        from vaultval.valuation.risk.simulation.company import correlations, plan_of

        matrix, found = correlations(value, 1.0 if factor is None else factor, rho)
        findings += found
        if found and strict:
            continue
        plan = plan_of(value, matrix, with_core=with_core)
        documents[value.company.name] = _simulated(
            value, plan, results, draws, seed, with_indices=with_indices, as_json=as_json
        )
    if as_json:
        _print_document(results, documents, findings, seed)
    elif not values:
        click.echo("No company could be valued.")
    print_findings(read_result, findings)
    tell(read_result, results.findings)
    raise SystemExit(FOUND if strict and findings else exit_code(results.findings))


def _simulated(
    value: "CompanyValue",
    plan: Any,
    results: "Results",
    draws: int,
    seed: int,
    *,
    with_indices: bool,
    as_json: bool,
) -> dict[str, Any]:
    """One company: printed, or as data."""
    from vaultval.render.terminal.simulation import print_simulation, simulation_data
    from vaultval.valuation.risk.drivers import Model
    from vaultval.valuation.risk.simulation.company import simulate as simulated
    from vaultval.valuation.risk.simulation.indices import probability_indices

    found = simulated(value, plan, draws, seed)
    indices = probability_indices(Model(value.company, results.method), seed) if with_indices else None
    if not as_json:
        print_simulation(value, found, indices, seed)
    return simulation_data(value, found, indices)


def _print_document(
    results: "Results", documents: dict[str, Any], findings: "list[Finding]", seed: int
) -> None:
    from vaultval.render.data import diagnostics, heading

    print_json(
        {
            **heading(results),
            "seed": seed,
            "companies": documents,
            "diagnostics": diagnostics([*findings, *results.findings]),
        }
    )
