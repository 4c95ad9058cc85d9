"""The arithmetic that a figure recorded, done again with other inputs: on floats, or on whole arrays of them.

What was recorded is what was computed at the inputs as they are. A branch that they did not take is not in it, so that
far from them the model itself has to be run.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from operator import add, mul, sub, truediv
from operator import pow as power
from typing import Any

from vaultval.figure import Figure
from vaultval.place import Place

_SIGNS: Mapping[str, Callable[[Any, Any], Any]] = {"+": add, "−": sub, "×": mul, "/": truediv, "^": power}


class UnrecordedError(ValueError):
    """An operation that cannot be done again from its name and operands alone."""


class Recorded:
    """One figure's arithmetic. places: where the inputs stand that it rests on.

    Raises UnrecordedError for a figure with an operation that cannot be done again.
    """

    def __init__(self, figure: Figure) -> None:
        self._steps = _in_order(figure)
        for step in self._steps:
            _check(step)
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

    def at(self, inputs: Mapping[Place, Any], least: Callable[[Any, Any], Any] = min) -> Any:
        """The figure with the inputs at these places at other values; bit for bit the same for the same values.

        Only what rests on them is done again. least: the smaller of two, such as numpy.minimum where the values are arrays.
        """
        values: dict[int, Any] = {}
        for place, value in inputs.items():
            values |= dict.fromkeys(self._inputs.get(place, ()), value)
        for index in self._above(values):
            taken = [values[i] if i in values else self._steps[i].value for i in self._operands[index]]
            values[index] = _done(self._steps[index].operation, taken, least)
        last = len(self._steps) - 1
        return values[last] if last in values else self._steps[last].value

    def _above(self, moved: Iterable[int]) -> list[int]:
        """The steps that rest on some inputs, operands first."""
        found: set[int] = set()
        waiting = list(moved)
        while waiting:
            for index in self._uses[waiting.pop()]:
                if index not in found:
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


def _check(step: Figure) -> None:
    known = step.operation in ("input", "constant", "is", "sum", "product", *_SIGNS)
    if not known and not step.operation.startswith("smallest: "):
        raise UnrecordedError(f"{step.operation!r} cannot be done again")
    if step.operation == "is" and len(step.operands) != 1:
        raise UnrecordedError("a name is of one figure")


def _done(operation: str, values: Sequence[Any], least: Callable[[Any, Any], Any]) -> Any:
    """One operation, in the same order of additions and multiplications as figure.py does it."""
    if operation in _SIGNS:
        return _SIGNS[operation](*values)
    if operation == "sum":
        return reduce(add, values, 0.0)
    if operation == "product":
        return reduce(mul, values, 1.0)
    return values[0] if operation == "is" else reduce(least, values)
