"""The arithmetic that a figure recorded, done again with other inputs: on floats, or on whole arrays of them.

What was recorded is what was computed at the inputs as they are. A branch that they did not take is not in it, so that
far from them the model itself has to be run.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial, reduce
from math import exp, log
from operator import add, mul, sub, truediv
from operator import pow as power
from typing import Any

from vaultval.figure import Figure, rounded
from vaultval.place import Place
from vaultval.valuation.methods.copula import joint_probability

_SIGNS: Mapping[str, Callable[[Any, Any], Any]] = {"+": add, "−": sub, "×": mul, "/": truediv, "^": power}
_ROUNDED = re.compile(r"round to (\S+)")
_COPULA = re.compile(r"joint by Gaussian copula, ρ (\S+),")


class UnrecordedError(ValueError):
    """An operation that cannot be done again from its name and operands alone."""


class Recorded:
    """One figure's arithmetic. places: where the inputs stand that it rests on. hidden: those of them that it rests on
    by a step that cannot be done again, too, such as one looked up in a table.

    floats_only: also rounding, the copula, exp and ln, on floats alone; and a step that cannot be done again stays as it is.
    Raises UnrecordedError for a figure with an operation that cannot be done again, but with floats_only.
    """

    def __init__(self, figure: Figure, *, floats_only: bool = False) -> None:
        self._steps = _in_order(figure)
        self._lone = {id(step): _alone(step) for step in self._steps} if floats_only else {}
        kept = [step for step in self._steps if not self._lone.get(id(step)) and not _known(step)]
        if kept and not floats_only:
            raise UnrecordedError(f"{kept[0].operation!r} cannot be done again")
        where = {id(step): index for index, step in enumerate(self._steps)}
        self._operands = [tuple(where[id(part)] for part in step.operands) for step in self._steps]
        self._uses: list[list[int]] = [[] for _ in self._steps]
        self._inputs: dict[Place, list[int]] = {}
        for index, (step, operands) in enumerate(zip(self._steps, self._operands, strict=True)):
            for operand in operands:
                self._uses[operand].append(index)
            if step.operation == "input" and step.place:
                self._inputs.setdefault(step.place, []).append(index)
        self.places = frozenset(self._inputs)
        self._kept = {where[id(step)] for step in kept}
        self.hidden = frozenset(
            part.place for step in kept for part in step.inputs() if part.place is not None
        )

    def at(self, inputs: Mapping[Place, Any], least: Callable[[Any, Any], Any] = min) -> Any:
        """The figure with the inputs at these places at other values; bit for bit the same for the same values.

        Only what rests on them is done again. least: the smaller of two, such as numpy.minimum where the values are arrays.
        """
        values: dict[int, Any] = {}
        for place, value in inputs.items():
            values |= dict.fromkeys(self._inputs.get(place, ()), value)
        for index in self._above(values):
            taken = [values[i] if i in values else self._steps[i].value for i in self._operands[index]]
            step = self._steps[index]
            lone = self._lone.get(id(step))
            values[index] = lone(taken) if lone else _done(step.operation, taken, least)
        last = len(self._steps) - 1
        return values[last] if last in values else self._steps[last].value

    def _above(self, moved: Iterable[int]) -> list[int]:
        """The steps that rest on some inputs, operands first."""
        found: set[int] = set()
        waiting = list(moved)
        while waiting:
            for index in self._uses[waiting.pop()]:
                if index not in found and index not in self._kept:
                    found.add(index)
                    waiting.append(index)
        return sorted(found)


def _in_order(figure: Figure) -> list[Figure]:
    """The figure and all below it, operands first, each once."""
    order: list[Figure] = []
    seen: set[int] = set()
    waiting: list[tuple[Figure, bool]] = [(figure, False)]
    while waiting:
        step, ready = waiting.pop()
        if ready:
            order.append(step)
        elif id(step) not in seen:
            seen.add(id(step))
            waiting.append((step, True))
            waiting += ((part, False) for part in step.operands)
    return order


def _known(step: Figure) -> bool:
    """Whether an operation can be done again on floats and arrays alike."""
    if step.operation == "is":
        return len(step.operands) == 1
    known = step.operation in ("input", "constant", "sum", "product", *_SIGNS)
    return known or step.operation.startswith(("smallest: ", "largest: "))


def _alone(step: Figure) -> Callable[[Sequence[float]], float] | None:
    """An operation that can be done again on floats alone; None for any other."""
    if step.operation in ("exp", "ln"):
        return partial(_of_one, exp if step.operation == "exp" else log)
    to = _ROUNDED.fullmatch(step.operation)
    if to:
        return partial(_of_one, partial(_to_step, float(to[1])))
    copula = _COPULA.fullmatch(step.operation)
    return partial(_together, float(copula[1])) if copula else None


def _of_one(function: Callable[[float], float], values: Sequence[float]) -> float:
    return function(values[0])


def _to_step(step: float, value: float) -> float:
    return float(rounded(value, step))


def _together(correlation: float, values: Sequence[float]) -> float:
    return float(joint_probability(values, correlation))


def _done(operation: str, values: Sequence[Any], least: Callable[[Any, Any], Any]) -> Any:
    """One operation, in the same order of additions and multiplications as figure.py does it."""
    if operation in _SIGNS:
        return _SIGNS[operation](*values)
    if operation == "sum":
        return reduce(add, values, 0.0)
    if operation == "product":
        return reduce(mul, values, 1.0)
    if operation.startswith("largest: "):
        return -reduce(least, [-value for value in values])
    return values[0] if operation == "is" else reduce(least, values)
