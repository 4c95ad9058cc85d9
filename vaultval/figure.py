"""A number that knows how it came about.

The arithmetic of vaultval is written once, over N: plain floats for speed, or Figures where somebody wants
to know why. Both give the same value bit for bit, because a Figure computes with the very same operations.
"""

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import reduce
from math import exp, log
from operator import add, mul

from vaultval.place import Place


class Figure:
    """A value with the operation and the operands that made it.

    value: in base units (currency, currency/share, ratio), as the function that made it says.
    operation: "input", "constant", or the sign or name of what was done. name: what people call it, or "".
    place: where an input stands in the vault. text: an input as it is written there.
    """

    __slots__ = ("name", "operands", "operation", "place", "text", "value")

    def __init__(
        self,
        value: float,
        operation: str = "constant",
        operands: "tuple[Figure, ...]" = (),
        name: str = "",
        place: Place | None = None,
        text: str = "",
    ) -> None:
        self.value = value
        self.operation = operation
        self.operands = operands
        self.name = name
        self.place = place
        self.text = text

    def __float__(self) -> float:
        return self.value

    def __repr__(self) -> str:
        return f"Figure({self.value!r}, {self.operation!r}, name={self.name!r})"

    def __add__(self, other: "N | float") -> "Figure":
        return _binary("+", self, other, self.value + float(other))

    def __radd__(self, other: float) -> "Figure":
        return _binary("+", other, self, other + self.value)

    def __sub__(self, other: "N | float") -> "Figure":
        return _binary("−", self, other, self.value - float(other))

    def __rsub__(self, other: float) -> "Figure":
        return _binary("−", other, self, other - self.value)

    def __mul__(self, other: "N | float") -> "Figure":
        return _binary("×", self, other, self.value * float(other))

    def __rmul__(self, other: float) -> "Figure":
        return _binary("×", other, self, other * self.value)

    def __truediv__(self, other: "N | float") -> "Figure":
        return _binary("/", self, other, self.value / float(other))

    def __rtruediv__(self, other: float) -> "Figure":
        return _binary("/", other, self, other / self.value)

    def __pow__(self, other: "N | float") -> "Figure":
        return _binary("^", self, other, float(self.value ** float(other)))

    def __rpow__(self, other: float) -> "Figure":
        return _binary("^", other, self, float(other**self.value))

    def inputs(self) -> Iterator["Figure"]:
        """Every input that this figure rests on, each once, in the order of the arithmetic."""
        seen: set[int] = set()
        waiting = [self]
        while waiting:
            figure = waiting.pop()
            if id(figure) in seen:
                continue
            seen.add(id(figure))
            if figure.operation == "input":
                yield figure
            waiting.extend(reversed(figure.operands))


N = float | Figure


def _binary(sign: str, left: N, right: N, value: float) -> Figure:
    return Figure(value, sign, (_lift(left), _lift(right)))


def _lift(number: N) -> Figure:
    return number if isinstance(number, Figure) else Figure(number)


def plain(number: N | None) -> float | None:
    """A number without its history, as plain data holds it; None stays None."""
    return None if number is None else float(number)


def named(number: N, name: str) -> N:
    """The same number under a name that people know; a float stays as it is."""
    if not isinstance(number, Figure):
        return number
    if number.name:
        return Figure(number.value, "is", (number,), name)
    return Figure(number.value, number.operation, number.operands, name, number.place, number.text)


def total(numbers: Sequence[N]) -> N:
    """The sum, from left to right; 0 for none."""
    value = reduce(add, map(float, numbers), 0.0)
    if not any(isinstance(number, Figure) for number in numbers):
        return value
    return Figure(value, "sum", tuple(_lift(number) for number in numbers))


def product(numbers: Sequence[N]) -> N:
    """The product, from left to right; 1 for none."""
    value = reduce(mul, map(float, numbers), 1.0)
    if not any(isinstance(number, Figure) for number in numbers):
        return value
    return Figure(value, "product", tuple(_lift(number) for number in numbers))


def smallest(step: str, *numbers: N) -> N:
    """The smallest of the numbers. `step` names the branch, so that a cap that binds shows in the explanation."""
    best = min(numbers, key=float)
    if not any(isinstance(number, Figure) for number in numbers):
        return best
    return Figure(float(best), f"smallest: {step}", tuple(_lift(number) for number in numbers))


def largest(step: str, *numbers: N) -> N:
    """The largest of the numbers. `step` names the branch, so that a floor that binds shows in the explanation."""
    best = max(numbers, key=float)
    if not any(isinstance(number, Figure) for number in numbers):
        return best
    return Figure(float(best), f"largest: {step}", tuple(_lift(number) for number in numbers))


def looked_up(how: str, value: float, *by: N) -> N:
    """A value that a table or a count gives by some numbers, which stay to be seen: stars by a score. how: in words."""
    if not any(isinstance(number, Figure) for number in by):
        return value
    return Figure(value, how, tuple(_lift(number) for number in by))


def exponential(number: N) -> N:
    """The exponential of the number. Raises OverflowError above 709."""
    value = exp(float(number))
    return Figure(value, "exp", (number,)) if isinstance(number, Figure) else value


def logarithm(number: N) -> N:
    """The natural logarithm. Raises ValueError unless the number is above 0."""
    value = log(float(number))
    return Figure(value, "ln", (number,)) if isinstance(number, Figure) else value


def rounded(number: N, step: float) -> N:
    """The number rounded half up to a multiple of `step` (0.1: one decimal); step 0 leaves it alone."""
    if step < 1e-9:
        return number
    unit = Decimal(repr(step))
    value = float((Decimal(repr(float(number))) / unit).quantize(Decimal(1), ROUND_HALF_UP) * unit)
    if not isinstance(number, Figure):
        return value
    return Figure(value, f"round to {step:g}", (number,))
