"""Means: rows named a mean or a weighted sum, and ratios whose total is the mean of the rows by another column."""

from vaultval.audit.claims import Claim, Kind
from vaultval.audit.intervals import exactly
from vaultval.audit.tables.grid import Cell, Column, Grid
from vaultval.audit.tables.making import RIGHT, Computed, claim_on, general_cause, verdict_on
from vaultval.audit.tables.names import is_chance, is_mean, is_rate, is_share, is_weight, is_weighted
from vaultval.audit.tables.sums import Way
from vaultval.quantity import Unit

_COARSE = 0.1
"""A number with one digit is the mean of anything."""


def mean_claim(column: Column, at: int, way: Way, grid: Grid, note: str) -> Claim | None:
    """A mean of the rows of a sum, by the weights of another column.

    Told of rows that say so, and of ratios where it fits; wrong only where the row says that it is weighted, and there is
    one column of weights.
    """
    cell, named = column.cells[at], is_mean(grid.names[at])
    ratio = column.unit in (Unit.RATIO, Unit.MULTIPLE) or is_rate(column.name)
    if cell is None or cell.ranged or grid.turned or not (named or ratio) or cell.loose > _COARSE:
        return None
    for weights in grid.columns:
        computed = _weighted(column, weights, way) if weights is not column else None
        if computed and verdict_on(cell, computed) in RIGHT:
            return claim_on(cell, computed, Kind.WEIGHTED_MEAN, note)
    computed = (
        _by_weights(column, cell, way, grid) if is_weighted(grid.names[at]) and not cell.noted else None
    )
    if computed is None or not 0.2 < cell.value / (computed.value or 1e-9) < 5:
        return None
    return claim_on(cell, computed, Kind.WEIGHTED_MEAN, note, general_cause(cell, computed))


def _by_weights(column: Column, cell: Cell, way: Way, grid: Grid) -> Computed | None:
    """The mean by the one column that is named weights, probabilities or shares, and sums to 1."""
    sure = [
        weights
        for weights in grid.columns
        if weights is not column and _weighs(weights.name) and is_whole(weights, way)
    ]
    return _weighted(column, sure[0], way) if len(sure) == 1 and _comparable(column, cell, way) else None


def _weighs(name: str) -> bool:
    return is_weight(name) or is_chance(name) or is_share(name)


def is_whole(weights: Column, way: Way) -> bool:
    """Whether weights sum to 1."""
    total = sum(cell.value for row, _ in way.rows if (cell := weights.cells[row]))
    return weights.unit is Unit.RATIO and abs(total - 1) < 0.015


def _comparable(column: Column, cell: Cell, way: Way) -> bool:
    """Whether a mean is of numbers like itself: one unit, and within their ends."""
    parts = [part for row, _ in way.rows if (part := column.cells[row])]
    units = {part.quantity.unit for part in (cell, *parts)}
    return len(units) == 1 and len({part.quantity.suffix for part in (cell, *parts)} - {""}) < 2


def _weighted(column: Column, weights: Column, way: Way) -> Computed | None:
    """None with a number that has no weight beside it, and for weights that are ratios and do not sum to 1."""
    rows = [
        (cell, weight)
        for row, _ in way.rows
        if (cell := column.cells[row]) and (weight := weights.cells[row]) and not weight.ranged
    ]
    missing = any(weights.cells[row] and not column.cells[row] for row, _ in way.rows)
    whole = is_whole(weights, way)
    if len(rows) < 2 or missing or (weights.unit is Unit.RATIO and not whole):
        return None
    total = 1.0 if whole else sum(weight.value for _, weight in rows)
    if total <= 0 or any(weight.value < 0 for _, weight in rows):
        return None
    value, within = 0.0, exactly(0.0)
    for cell, weight in rows:
        share = weight.value / total
        value += share * cell.value
        within = within + cell.within.times(exactly(share))
    written = " + ".join(f"{cell.text} × {weight.text}" for cell, weight in rows)
    return Computed(value, within, written if whole else f"({written}) / the sum of the weights")
