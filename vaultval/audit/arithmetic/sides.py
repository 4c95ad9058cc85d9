"""One side of an equation in running text: its words read to a tree, the tree to a number and to an interval.

    side    = term { (+ | −) term }
    term    = power { (× | /) power } ; a bracket right behind a bracket multiplies
    power   = operand [ ^ power ]
    operand = [−] number | ( side ) | name

Words before and behind a number are its label, and do not matter; words where a number is missing are a name, and a side
with a name has no value.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from math import isfinite
from typing import NamedTuple

from vaultval.audit.arithmetic.terms import Token, is_bare, is_parameter
from vaultval.audit.arithmetic.units import counted
from vaultval.audit.intervals import Interval, exactly, printed_interval
from vaultval.quantity import Quantity, Unit

MOST_TERMS, DEEPEST = 200, 30
"""How many numbers a side has at most, and how many brackets within each other."""

_OF_A_RATE = 2
"""How many decimals a whole rate has as the base of a power: 1.08^5."""
_FUNCTIONS = frozenset(
    (
        "ln",
        "log",
        "exp",
        "sqrt",
        "max",
        "min",
        "sum",
        "avg",
        "mean",
        "average",
        "median",
        "σ",
        "f",
        "abs",
        "round",
    )
)


class Node(NamedTuple):
    """A tree. sign: + - * / ^, "negative", "number" or "name". at: which of the side's terms a number is."""

    sign: str
    parts: "tuple[Node, ...]" = ()
    at: int = -1


class Term(NamedTuple):
    """A number of a side, as a formula counts it, with the words before and behind it. bracketed: whether it stands in
    brackets alone.
    """

    token: Token
    quantity: Quantity
    before: str = ""
    behind: str = ""
    bracketed: bool = False

    @property
    def label(self) -> str:
        """The words around it."""
        return f"{self.before} {self.behind}".strip()


@dataclass(slots=True)
class Side:
    """A side as it was read. terms: its numbers. names: what stands where a number is missing. operators: how many.
    cut: whether something right beside it may belong to it. refused: why it is not read further, "" if it is.
    written: its words, with a blank where one stands between them.
    """

    tree: Node
    written: str
    terms: list[Term] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    operators: int = 0
    cut: bool = False
    refused: str = ""

    @property
    def alone(self) -> Quantity | None:
        """The quantity, if the side is one number and nothing else."""
        return self.terms[0].quantity if self.tree.sign == "number" and not self.names else None


class _RefusedError(Exception):
    """The side is too long or too deep."""


def read_side(words: Sequence[Token], *, leftward: bool) -> Side | None:
    """The side that the words are, or the longest part of them next to the sign: at their end if leftward, else at their
    beginning. None if no number stands there.
    """
    part, cut = _connected(_without_remarks(words), leftward=leftward)
    if not part:
        return None
    reader = _Reader(part)
    try:
        tree = reader.sum(0)
    except _RefusedError as why:
        numbers = [Term(token, counted(token.quantity)) for token in part if token.quantity]
        return (
            Side(Node("name"), _written(part), numbers, [], len(numbers), cut, str(why)) if numbers else None
        )
    if not reader.terms:
        return None
    cut = cut or reader.at < len(part) or _has_list_sign(part)
    return Side(tree, _written(part[: reader.at]), reader.terms, reader.names, reader.operators, cut)


def _has_list_sign(words: Sequence[Token]) -> bool:
    """Whether a sign belongs to the number behind it, as in `A -5 B +3`: a list, perhaps, and no sum."""
    return any(
        sign.kind in "+-"
        and before.kind not in "+-*/^("
        and before.end < sign.start
        and sign.end == after.start
        for before, sign, after in zip(words, words[1:], words[2:], strict=False)
    )


def _written(words: Sequence[Token]) -> str:
    """The words with a blank where one or more, or the end of a line, stand between them."""
    gaps = (
        "" if before.end == after.start and before.line == after.line else " "
        for before, after in pairwise(words)
    )
    return "".join(
        text for pair in zip((word.text for word in words), (*gaps, ""), strict=True) for text in pair
    )


def _without_remarks(words: Sequence[Token]) -> list[Token]:
    """The words without brackets that hold a remark on the number before them, and no operand."""
    closings = _closings(words)
    if not closings:
        return list(words)
    kept: list[Token] = []
    numbers, names = (
        list(accumulate((token.kind == kind for token in words), initial=0)) for kind in ("number", "word")
    )
    at = 0
    while at < len(words):
        if words[at].kind == "(":
            end = closings[at]
            previous = kept[-1].kind if kept else ""
            glued = bool(kept) and kept[-1].end == words[at].start and kept[-1].line == words[at].line
            remark = previous == "number" or (previous == ")" and not glued)
            remark |= previous == "word" and names[at + 1] < names[end]
            if numbers[at + 1] == numbers[end] or remark:
                at = end + 1
                continue
        kept.append(words[at])
        at += 1
    return kept


def _closings(words: Sequence[Token]) -> dict[int, int]:
    """Where each bracket closes, by where it opens: at the last word if nowhere."""
    found: dict[int, int] = {}
    if not any(token.kind == "(" for token in words):
        return found
    open_ones: list[int] = []
    for at, token in enumerate(words):
        if token.kind == "(":
            open_ones.append(at)
        elif token.kind == ")" and open_ones:
            found[open_ones.pop()] = at
    return found | dict.fromkeys(open_ones, len(words) - 1)


def _connected(words: Sequence[Token], *, leftward: bool) -> tuple[Sequence[Token], bool]:
    """The part next to the sign in which no two operands stand side by side, and whether anything was cut off."""
    depth, behind = 0, False  # behind: an operand was just read, at the level outside of brackets
    cuts: list[int] = []
    label = 0
    for at, token in enumerate(words):
        if token.kind in ("(", "number", "raised") and not depth:
            product = token.kind == "(" and at > 0 and words[at - 1].kind == ")"
            if behind and not product and token.kind != "raised":
                cuts.append(label)
            behind = True
        depth += (token.kind == "(") - (token.kind == ")")
        if not depth:
            if token.kind in "+-*/^":
                behind = False
            if token.kind != "word":
                label = at + 1
    if not cuts:
        return words, False
    return (words[cuts[-1] :], True) if leftward else (words[: cuts[0]], True)


class _Reader:
    """A position among the words of one side."""

    def __init__(self, words: Sequence[Token]) -> None:
        self.words, self.at = words, 0
        self.closings = _closings(words)
        self.terms: list[Term] = []
        self.names: list[str] = []
        self.operators = 0

    def _kind(self) -> str:
        return self.words[self.at].kind if self.at < len(self.words) else ""

    def sum(self, depth: int) -> Node:
        tree = self._product(depth)
        while self._kind() in ("+", "-"):
            sign = self._sign()
            tree = Node(sign, (tree, self._product(depth)))
        return tree

    def _product(self, depth: int) -> Node:
        tree = self._power(depth)
        while self._kind() in ("*", "/") or (self._kind() == "(" and self.words[self.at - 1].kind == ")"):
            sign = self._sign() if self._kind() != "(" else self._implied()
            tree = Node(sign, (tree, self._power(depth)))
        return tree

    def _power(self, depth: int) -> Node:
        tree = self._operand(depth)
        if self._kind() == "raised":
            self.operators += 1
            tree = Node("^", (tree, self._number("")))
        elif self._kind() == "^":
            self._sign()
            if depth >= DEEPEST:
                raise _RefusedError(f"more than {DEEPEST} brackets or powers stand within each other")
            tree = Node("^", (tree, self._power(depth + 1)))
        return tree

    def _operand(self, depth: int) -> Node:
        if depth >= DEEPEST:
            raise _RefusedError(f"more than {DEEPEST} brackets or powers stand within each other")
        label = self._label()
        if self._kind() == "-":
            self.at += 1
            return Node("negative", (self._operand(depth + 1),))
        if self._kind() == "+" and not label:
            self.at += 1
            return self._operand(depth + 1)
        if self._kind() in ("number", "raised"):
            return self._number(label)
        if self._kind() == "(" and label.rpartition(" ")[2].lower() not in _FUNCTIONS:
            self.at += 1
            tree = self.sum(depth + 1)
            if self._kind() == ")":
                self.at += 1
            self._label()
            return tree
        if self._kind() == "(":
            self.at = self.closings[self.at] + 1
        self.names.append(label or "a number")
        return Node("name")

    def _number(self, label: str) -> Node:
        token = self.words[self.at]
        self.at += 1
        if len(self.terms) >= MOST_TERMS:
            raise _RefusedError(f"it has more than {MOST_TERMS} numbers")
        assert token.quantity is not None  # noqa: S101 - a number's token holds it
        around = (self.at > 1 and self.words[self.at - 2].kind == "(", self._kind() == ")")
        self.terms.append(Term(token, counted(token.quantity), label, self._label(), bracketed=all(around)))
        return Node("number", at=len(self.terms) - 1)

    def _label(self) -> str:
        start = self.at
        while self._kind() == "word":
            self.at += 1
        return " ".join(token.text for token in self.words[start : self.at])

    def _sign(self) -> str:
        self.at += 1
        self.operators += 1
        return self.words[self.at - 1].kind

    def _implied(self) -> str:
        self.operators += 1
        return "*"


def leaves(tree: Node) -> Iterator[Node]:
    """The numbers of a tree, from left to right."""
    if tree.sign == "number":
        yield tree
    for part in tree.parts:
        yield from leaves(part)


def factors(tree: Node) -> list[tuple[Node, bool]]:
    """What a product is made of, each with whether it stands in the numerator; the tree alone if it is none."""
    if tree.sign in ("*", "/"):
        left, right = tree.parts
        return [*factors(left), *((part, above == (tree.sign == "*")) for part, above in factors(right))]
    return [(tree, True)]


def summands(tree: Node) -> list[tuple[Node, bool]]:
    """What a sum is made of, each with whether it is added; the tree alone if it is none."""
    if tree.sign in ("+", "-"):
        left, right = tree.parts
        return [*summands(left), *((part, added == (tree.sign == "+")) for part, added in summands(right))]
    return [(tree, True)]


def value(tree: Node, numbers: Sequence[float]) -> float:
    """The value of a tree without names. numbers: one for each of the side's terms. Raises ArithmeticError."""
    if tree.sign == "number":
        return numbers[tree.at]
    if tree.sign == "negative":
        return -value(tree.parts[0], numbers)
    left, right = (value(part, numbers) for part in tree.parts)
    result = _applied(tree.sign, left, right)
    if isinstance(result, complex) or not isfinite(result):
        raise ArithmeticError
    return result


def _applied(sign: str, left: float, right: float) -> float:
    if sign == "+":
        return left + right
    if sign == "-":
        return left - right
    if sign == "*":
        return left * right
    if sign == "/":
        return left / right
    return float(left**right)


def interval(side: Side) -> Interval:
    """What a side can come to by the digits that its numbers print. Raises ArithmeticError or ValueError.

    A whole multiple or small bare number is a parameter, and exact, and so is 1.08 as the base of a power. A whole
    percentage within a product, quotient or power is one, too, unless there are only two factors: then it may be a share
    that was computed, and rounded.
    """
    lone = side.operators == 1 and side.tree.sign in "*/"
    return _interval(side.tree, side.terms, factor=False, lone=lone)


def _interval(tree: Node, terms: Sequence[Term], *, factor: bool, lone: bool) -> Interval:
    if tree.sign == "number":
        quantity = terms[tree.at].quantity
        return term_interval(quantity, factor=factor and not (lone and quantity.unit is Unit.RATIO))
    if tree.sign == "negative":
        inner = _interval(tree.parts[0], terms, factor=factor, lone=lone)
        return Interval(-inner.high, -inner.low)
    within = factor or tree.sign in "*/^"
    left, right = (
        exactly(terms[part.at].quantity.value)
        if tree.sign == "^" and part.sign == "number" and terms[part.at].quantity.digits <= _OF_A_RATE
        else _interval(part, terms, factor=within, lone=lone)
        for part in tree.parts
    )
    if tree.sign == "+":
        return left + right
    if tree.sign == "-":
        return left.minus(right)
    if tree.sign == "*":
        return left.times(right)
    return left.over(right) if tree.sign == "/" else left.power(right)


def term_interval(quantity: Quantity, *, factor: bool) -> Interval:
    """What a number of a formula can stand for. A parameter that is a factor, and a small bare number, are exact."""
    if is_parameter(quantity) and (factor or is_bare(quantity) or quantity.unit is Unit.YEARS):
        return exactly(quantity.value)
    return printed_interval(quantity)


def numbers_of(side: Side, changed: Mapping[int, float] | None = None, end: str = "value") -> list[float]:
    """The value of each term, some of them changed. end: "low" or "high" for that end of ranges."""
    changed = changed or {}
    return [changed.get(at, getattr(term.quantity, end)) for at, term in enumerate(side.terms)]
