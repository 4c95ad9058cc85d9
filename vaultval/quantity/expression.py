"""An expression over quantities and names, as people write it in a cell: `100 / (1360 × 30 %)`.

    expression = term { (+ | −) term }
    term       = power { (× | * | · | / | ÷) power }
    power      = atom [ ^ power ]
    atom       = − power | quantity | name | "(" expression ")"

Nothing of it is ever executed: the text is read to a tree, and `evaluated` walks the tree.
"""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from math import isfinite
from typing import NamedTuple

from vaultval.figure import N
from vaultval.place import Place
from vaultval.quantity.reading import Quantity, read

LONGEST, DEEPEST = 400, 40
"""The most characters, and the most brackets, signs and powers within each other."""

_LEVEL = str.maketrans("（）＋－−–×＊·∙⋅÷／＾\u3000", "()+---*****//^ ")
_TIMES = re.compile(r"(?<=\s)[xX](?=\s)")
_RAISED = re.compile("(?<=[0-9)])(⁻?)([⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
# A hyphen is a minus between spaces, or between two numbers or brackets; else it is part of a name.
_MINUS = re.compile(r"(?<=[0-9%)])-(?=[0-9.$¥€£(])|(?<=\s)-(?=\s)|(?<=[0-9][A-Za-z])-(?=[$¥€£]?[0-9.])")
_UNIT_SLASH = re.compile(r"(?<=[^\W\d_])/(?=[^\W\d_])")


class ExpressionError(Exception):
    """Why a text is no expression, or has no value, and from where to where in it that shows. name: one without a value."""

    def __init__(self, message: str, span: tuple[int, int], name: str = "") -> None:
        super().__init__(message)
        self.message, self.span, self.name = message, span, name


@dataclass(frozen=True, slots=True)
class Expression:
    """A tree. sign: "+", "-", "*", "/", "^", "negative", "quantity" or "name". span: where it stands in the text."""

    sign: str
    span: tuple[int, int]
    parts: "tuple[Expression, ...]" = ()
    quantity: Quantity | None = None
    name: str = ""


class _Token(NamedTuple):
    mark: str
    """One of + - * / ^ ( ), or "" for a word."""
    start: int
    end: int


def parsed(text: str, place: Place) -> Expression:
    """The tree of an expression. place: where the text begins. Raises ExpressionError where it is none."""
    if len(text) > LONGEST:
        raise ExpressionError(f"the expression is longer than {LONGEST} characters", (0, len(text)))
    parser = _Parser(text, place)
    tree = parser.expression(0)
    if parser.at < len(parser.tokens):
        token = parser.tokens[parser.at]
        raise ExpressionError(f"{text[token.start : token.end]!r} does not belong here", token[1:])
    return tree


def evaluated(tree: Expression, value_of: Callable[[str], N | None], lift: Callable[[Quantity, str], N]) -> N:
    """The value of a tree, in base units.

    value_of: the value of a name, None if there is none. lift: makes the number of a quantity. Raises ExpressionError
    for a name without a value, a division by zero, and a power that is no real number.
    """
    if tree.quantity is not None:
        return lift(tree.quantity, tree.quantity.text)
    if tree.sign == "name":
        number = value_of(tree.name)
        if number is None:
            raise ExpressionError(f"{tree.name!r} has no value here", tree.span, tree.name)
        return number
    left = evaluated(tree.parts[0], value_of, lift)
    if tree.sign == "negative":
        return 0 - left
    return _applied(tree, left, evaluated(tree.parts[1], value_of, lift))


def _applied(tree: Expression, left: N, right: N) -> N:
    try:
        result = _result(tree, left, right)
    except ZeroDivisionError:
        raise ExpressionError("something is divided by zero", tree.span) from None
    except OverflowError:
        raise ExpressionError("the number is too large", tree.span) from None
    if not isfinite(float(result)):
        raise ExpressionError("the number is too large", tree.span)
    return result


def _result(tree: Expression, left: N, right: N) -> N:
    if tree.sign == "+":
        return left + right
    if tree.sign == "-":
        return left - right
    if tree.sign == "*":
        return left * right
    if tree.sign == "/":
        return left / right
    if float(left) < 0 and not float(right).is_integer():
        raise ExpressionError("a power of a negative number that is not whole has no value", tree.span)
    return left**right


class _Parser:
    """A position among the tokens of one text."""

    def __init__(self, text: str, place: Place) -> None:
        level = _TIMES.sub("*", text.translate(_LEVEL))
        self.text, self.level, self.place, self.at = text, level, place, 0
        self.tokens = list(_tokens(level, self._is_quantity))

    def expression(self, depth: int) -> Expression:
        tree = self._term(depth)
        while self._mark() in ("+", "-"):
            sign = self._next().mark
            tree = _joined(sign, tree, self._term(depth))
        return tree

    def _term(self, depth: int) -> Expression:
        tree = self._power(depth)
        while self._mark() in ("*", "/"):
            sign = self._next().mark
            tree = _joined(sign, tree, self._power(depth))
        return tree

    def _power(self, depth: int) -> Expression:
        tree = self._atom(depth)
        if self._mark() == "^":
            self._next()
            return _joined("^", tree, self._power(depth + 1))
        return tree

    def _atom(self, depth: int) -> Expression:
        token = self._next()
        if depth > DEEPEST:
            raise ExpressionError(f"more than {DEEPEST} brackets stand within each other", token[1:])
        if token.mark == "-":
            inner = self._power(depth + 1)
            return Expression("negative", (token.start, inner.span[1]), (inner,))
        if token.mark == "(":
            inner = self.expression(depth + 1)
            if self._mark() != ")":
                raise ExpressionError("the bracket is not closed", token[1:])
            self._next()
            return inner
        if token.mark:
            raise ExpressionError("a number or a name is missing before this", token[1:])
        return self._operand(token)

    def _operand(self, token: _Token) -> Expression:
        word = self.text[token.start : token.end]
        raised = self.level[token.start : token.end]
        if raised[:1] in "⁻⁰¹²³⁴⁵⁶⁷⁸⁹":
            word = raised.replace("⁻", "-").translate(_DIGITS)
        quantity = self._quantity(word, token)
        if quantity is not None:
            return Expression("quantity", token[1:], quantity=quantity)
        if word[:1].isdigit():
            raise ExpressionError(f"{word!r} cannot be read as one number", token[1:])
        return Expression("name", token[1:], name=word)

    def _quantity(self, word: str, token: _Token) -> Quantity | None:
        place = Place(
            self.place.note, self.place.line, self.place.column + token.start, token.end - token.start
        )
        quantity, _ = read(word, place)
        return quantity if quantity and quantity.low == quantity.high else None

    def _is_quantity(self, start: int, end: int) -> bool:
        return self._quantity(self.text[start:end], _Token("", start, end)) is not None

    def _mark(self) -> str:
        return self.tokens[self.at].mark if self.at < len(self.tokens) else ""

    def _next(self) -> _Token:
        if self.at >= len(self.tokens):
            raise ExpressionError("the expression ends too early", (len(self.text), len(self.text)))
        self.at += 1
        return self.tokens[self.at - 1]


def _joined(sign: str, left: Expression, right: Expression) -> Expression:
    return Expression(sign, (left.span[0], right.span[1]), (left, right))


def _tokens(level: str, is_quantity: Callable[[int, int], bool]) -> Iterator[_Token]:
    """Marks and words from left to right. A raised number is a power; a slash within a unit belongs to it."""
    minus = {match.start() for match in _MINUS.finditer(level)}
    slashes = {match.start() for match in _UNIT_SLASH.finditer(level)}
    raised = {match.start(): match.end() for match in _RAISED.finditer(level)}
    at, after_operand = 0, False
    while at < len(level):
        sign = level[at]
        if at in raised:
            yield _Token("^", at, at)
            yield _Token("", at, raised[at])
            at, after_operand = raised[at], True
        elif sign.isspace():
            at += 1
        elif sign in "+*/^()" or (sign == "-" and (not after_operand or at in minus)):
            yield _Token(sign, at, at + 1)
            at, after_operand = at + 1, sign == ")"
        else:
            end = _word_end(level, at, minus, slashes, raised.keys())
            if "/" in level[at:end] and not is_quantity(at, end):
                end = at + level[at:end].index("/")
            yield _Token("", at, len(level[:end].rstrip()))
            at, after_operand = end, True


def _word_end(level: str, at: int, minus: set[int], slashes: set[int], raised: Collection[int]) -> int:
    end = at + 1
    while end < len(level) and not (
        level[end] in "+*^()" or end in minus or end in raised or (level[end] == "/" and end not in slashes)
    ):
        end += 1
    return end
