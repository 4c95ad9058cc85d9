"""`vaultval sensitivity`: what moves full value, and by how much."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

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

if TYPE_CHECKING:
    from vaultval.results import Results
    from vaultval.valuation.risk.drivers import Driver, Model
    from vaultval.valuation.risk.sensitivity import Grid, Outcome
    from vaultval.valuation.risk.what_if import Supposed

_BY = "How far an input is moved that states no range, as a share of itself."
_GRID = "Full value over two inputs, by their keys; with --set, the others as supposed."
_SET = "What if: an input at another value, as in Robotaxi.probability=50%, or times a factor, as in all.probability=×2."
_LINEAR = "With --set: a scenario's probability follows its option's even above 100 %, as in a table scaled by hand."


@click.command()
@vault_argument
@click.option("--company", "name", metavar="NAME", help="Only this company.")
@click.option("--by", "by_text", metavar="SHARE", default="20%", show_default=True, help=_BY)
@click.option("--grid", "keys", nargs=2, metavar="KEY KEY", help=_GRID)
@click.option("--set", "statements", metavar="KEY=VALUE", multiple=True, help=f"{_SET} May be repeated.")
@click.option("--linear", is_flag=True, help=_LINEAR)
@click.option("--all", "whole", is_flag=True, help="All inputs; without it the first 20.")
@as_of_option
@json_option
def sensitivity(
    vault: Path, name: str | None, by_text: str, keys: tuple[str, str] | None, statements: tuple[str, ...],
    linear: bool, whole: bool, as_of: date | None, as_json: bool,
) -> None:  # fmt: skip
    """Show what moves full value: each input alone, two at a time, or several as you suppose them."""
    by, pairs = _share(by_text), [pair for statement in statements for pair in _pairs(statement)]
    if linear and not pairs:
        raise click.UsageError("--linear is about what --set supposes; there is no --set.")
    read_result = read(vault)
    results = results_of(read_result, as_of, with_stakes=False)
    models = _models(results, name)
    asked = [key for key, _ in pairs] + list(keys or ())
    shown = _that_know(models, asked) if asked else models
    documents = {
        model.company.name: _shown(model, by, keys, pairs, linear=linear, whole=whole, as_json=as_json)
        for model in shown
    }
    if as_json:
        from vaultval.render.data import diagnostics, heading

        print_json(
            {
                **heading(results),
                "companies": documents,
                "diagnostics": diagnostics(results.findings),
            }
        )
    elif not models:
        click.echo("No company could be valued.")
    tell(read_result, results.findings)
    raise SystemExit(exit_code(results.findings))


def _models(results: "Results", name: str | None) -> "list[Model]":
    from vaultval.valuation.risk.drivers import Model

    return [Model(value.company, results.method) for value in valued_companies(results, name)]


def _share(text: str) -> float:
    """A share such as 20% or 0.2, above 0 and below 100 %."""
    from vaultval.place import Place
    from vaultval.quantity import Unit
    from vaultval.quantity import read as read_quantity

    quantity, _ = read_quantity(text, Place("--by"), expect=Unit.RATIO)
    if quantity is None or not 0 < quantity.value < 1:
        message = f"{text!r} is not a share between 0 and 100 %, such as 20%"
        raise click.BadParameter(message, param_hint="--by")
    return quantity.value


def _pairs(text: str) -> list[tuple[str, str]]:
    """The changes in one --set, written as in a note's Sensitivity table: several may be joined by ;."""
    from vaultval.model.what_ifs import parts_of
    from vaultval.valuation.risk.what_if import statement

    found = [statement(text[start:end]) for start, end in parts_of(text)]
    if not found or None in found:
        message = f"{text!r} is not KEY=VALUE, such as Robotaxi.probability=50%"
        raise click.BadParameter(message, param_hint="--set")
    return [pair for pair in found if pair]


def _that_know(models: "Sequence[Model]", keys: Sequence[str]) -> "list[Model]":
    """The companies that have all these inputs. Raises UsageError if there is none, with the keys that may be meant."""
    from vaultval.valuation.risk.drivers import UnknownKeyError
    from vaultval.valuation.risk.what_if import ALL, check_key

    known: list[Model] = []
    missed: list[UnknownKeyError] = []
    for model in models:
        try:
            for key in keys:
                check_key(model, key)
            known.append(model)
        except UnknownKeyError as error:
            missed.append(error)
    if not known and missed:
        near = ", ".join(dict.fromkeys(name for error in missed for name in error.near[:6]))
        hint = f" Did you mean: {near}?" if near else f" There is {ALL}."
        raise click.UsageError(f"{missed[0]}.{hint}")
    return known


def _shown(
    model: "Model",
    by: float,
    keys: tuple[str, str] | None,
    pairs: list[tuple[str, str]],
    *,
    linear: bool,
    whole: bool,
    as_json: bool,
) -> dict[str, Any]:
    """One company: printed, or as data. What if and grid where they are asked for, else every input."""
    from vaultval.render.terminal import sensitivity as terminal
    from vaultval.render.topics import sensitivity as render
    from vaultval.valuation.risk.sensitivity import bounds, outcome, tornado
    from vaultval.valuation.risk.what_if import UnreadableValueError, suppose, what_if

    base = outcome(model.base)
    document: dict[str, Any] = {"base": render.outcome_data(base)}
    supposed: Supposed | None = None
    if pairs:
        try:
            supposed = suppose(model, pairs)
            found = what_if(model, supposed.moved, supposed.adjusted, linear=linear)
        except (UnreadableValueError, ValueError) as error:
            raise click.BadParameter(f"{error}.", param_hint="--set") from error
        document["what_if"] = render.supposed_data(model, supposed, found, base) | {"linear": linear}
        if not as_json:
            terminal.print_supposed(model, supposed, found, base)
    if keys:
        table = _grid(model, keys, by, supposed, linear=linear)
        document["grid"] = render.grid_data(table)
        if not as_json:
            terminal.print_grid(model, table)
    if not pairs and not keys:
        every, ends = tornado(model, by), bounds(model)
        document |= render.tornado_data(every, ends)
        if not as_json:
            terminal.print_tornado(model, every, ends, whole=whole)
    return document


def _grid(
    model: "Model", keys: tuple[str, str], by: float, supposed: "Supposed | None", *, linear: bool
) -> "Grid":
    """Full value over two inputs, with what is supposed of the others."""
    from vaultval.valuation.risk.sensitivity import grid
    from vaultval.valuation.risk.what_if import what_if

    try:
        ends = model.find(keys[0]), model.find(keys[1])
        others = {} if supposed is None else {d: v for d, v in supposed.moved.items() if d not in ends}
        adjusted = supposed.adjusted if supposed else None

        def run(moved: "Mapping[Driver, float]") -> "Outcome | None":
            return what_if(model, {**others, **moved}, adjusted, linear=linear)

        return grid(model, *ends, by, run)
    except ValueError as error:
        raise click.BadParameter(f"{error}.", param_hint="--grid") from error
