"""Numbers of running text that a writer sets beside each other as before and after: `A → B`, `from A to B`, `A增至B`.

What stands between two numbers decides, and nothing else: words of a few kinds, and no more than a few of them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from vaultval.audit.arithmetic.terms import is_bare, number, tokens
from vaultval.quantity import Quantity, Unit

LONGEST_GAP = 60
"""How many characters stand between two numbers of one statement at most."""


class Number(NamedTuple):
    """A number of a line. start, end: columns from 0, with its sign. sign: "+", "-" or "".

    before, after: the text between it and its neighbours, cut to LONGEST_GAP. term: whether it is an operand of a
    formula.
    """

    quantity: Quantity
    start: int
    end: int
    text: str
    sign: str
    before: str
    after: str
    term: bool


class Move(NamedTuple):
    """Two numbers of one kind. base, now: what it was and what it is; at, to: which of the line's numbers stand first
    and last. sure: whether the words between leave no doubt. either: whether either may be the base.
    """

    base: Quantity
    now: Quantity
    at: int
    to: int
    sure: bool
    either: bool = False


class _Word(NamedTuple):
    quantity: Quantity
    start: int
    end: int
    text: str
    sign: str
    term: bool


_APART = re.compile(r"(?<=[0-9%A-Za-z])(?:到|至)(?=[0-9$¥€£])")
_TIMES = frozenset("*/^")


def numbers_in(text: str, line: int, start: int = 0) -> list[Number]:
    """The numbers of a line from a column on but for lengths of time, each with the words around it."""
    words = list(_words(text, line, start))
    found = []
    for at, word in enumerate(words):
        left = words[at - 1].end if at else start
        right = words[at + 1].start if at + 1 < len(words) else len(text)
        before = _gap(text, max(left, word.start - _CUT), word.start)[-LONGEST_GAP:]
        after = _gap(text, word.end, min(right, word.end + _CUT))
        if right > word.end + _CUT:
            after = after.ljust(LONGEST_GAP, "…")
        after = after[:LONGEST_GAP]
        found.append(Number(*word[:5], before, after, word.term))
    return found


_CUT = 2 * LONGEST_GAP
_BLANKS = re.compile(r" {2,}")


def _gap(text: str, start: int, end: int) -> str:
    """A part of a line with single blanks: where marks stood, there are more of them."""
    gap = text[start:end]
    return _BLANKS.sub(" ", gap) if "  " in gap else gap


def _words(text: str, line: int, start: int) -> Iterator[_Word]:
    read = tokens(text, line, start)
    for at, token in enumerate(read):
        if token.quantity is None or token.kind != "number" or token.quantity.unit is Unit.YEARS:
            continue
        before = read[at - 1] if at else None
        behind = read[at + 1].kind if at + 1 < len(read) else ""
        term = behind in _TIMES or bool(before and before.kind in _TIMES)
        sign = token.text.lstrip("~约≈ ")[:1]
        word = _Word(token.quantity, token.start, token.end, token.text, sign if sign in "+-" else "", term)
        if before and before.kind in ("+", "-"):
            operand = at > 1 and read[at - 2].kind in ("number", ")", "raised")
            if before.end == token.start and (not operand or token.quantity.unit is Unit.RATIO):
                word = _with_sign(word, before.kind)
            else:
                word = word._replace(term=True)
        ranged = not word.sign and ("到" in token.text or "至" in token.text)
        halves = _APART.split(token.text, maxsplit=1) if ranged else []
        first, second = (number(half) for half in halves) if len(halves) == 2 else (None, None)
        if first and second:
            yield _Word(first, token.start, token.start + len(halves[0]), halves[0], "", term)
            yield _Word(second, token.end - len(halves[1]), token.end, halves[1], "", term)
        else:
            yield word


def _with_sign(word: _Word, sign: str) -> _Word:
    """A number with the sign right before it as its own."""
    quantity = word.quantity
    if sign == "-":
        low, value, high = -quantity.high, -quantity.value, -quantity.low
        quantity = replace(quantity, low=low, value=value, high=high, text=sign + quantity.text)
    return word._replace(quantity=quantity, start=word.start - 1, text=sign + word.text, sign=sign)


# The words of a gap. A period, or a name of three letters, may stand before a number and leaves no doubt.
_REMARK = r"(?: ?[(\[][^()\[\]]{0,40}[)\]])?"
_TAIL = rf" ?(?:(?:亿|万)?(?:wpm|元|股|美元|片|辆|台|人|家|GWh|TWD|/[^\W\d]{{1,5}}|users|wafers|units|a share|points|today))?{_REMARK} ?的? ?"
_PERIOD = r"(?:(?:FY|CY)? ?'?(?<![0-9])[0-9]{2,4}(?![0-9])(?:年(?:底|末|初)?|财年)?(?:[EAF]\b)?|[QHP][0-9.]+(?:['’ ]?[0-9]{2,4})?|第[0-9]+年)"
_LEAD = rf" ?(?:{_PERIOD} ?(?:的|目标|年底|末)? ?|in {_PERIOD} |[0-9]+ ?年(?:内|后)?(?:达到?|增?至|涨?到)? ?|(?:TWD|NTD|USD|RMB) ?|a |about |初始|当前|目标)*"
_ARROW = r"(?:→|⇒|[-=]>)"
_PLAIN_ARROW = re.compile(rf"{_TAIL}{_ARROW}{_LEAD}")
_ARROWED = re.compile(rf"{_TAIL}{_ARROW}[^，。；,;:()\[\]|=→×*>]{{0,16}}")
_FROM = re.compile(
    r"(?:(?:从|由|自)(?!营)[^，。；,;:：()\[\]→]{0,18}|(?<![A-Za-z])from [A-Za-z0-9' ]{0,24})$", re.IGNORECASE
)
_TO = re.compile(
    rf"{_TAIL}(?:in {_PERIOD} )?[，,]? ?(?:[^，。；,;:：()\[\]→=]{{0,14}}(?:至|到|为|成)|{_ARROW}|(?:[a-z ]{{0,24}} )?to )"
    r"[^，。；,;:：()\[\]→=]{0,20}",
    re.IGNORECASE,
)
_BECAME = re.compile(
    rf"{_TAIL}(?:[^，。；,;:：()\[\]→=]{{0,8}}[，,] ?)?[^，。；,;:：()\[\]→=]{{0,10}}(?:[增升降跌涨减滑缩涨]|增长|扩张|提升|下调|上调)(?:至|到|为)[^，。；,;:：()\[\]→=]{{0,12}}"
    r"|[a-z ]{0,20} (?:rose|grew|fell|dropped|increased|declined|climbed) to (?:about )?",
    re.IGNORECASE,
)
_GREW = re.compile(
    rf"{_TAIL}(?:增长|增加|上升|下降|下跌|上涨|扩张|提升|提高|[升降涨跌增减])(?:至|到|为){_LEAD}"
)
_VERSUS = re.compile(rf"{_TAIL}(?:vs\.?|versus|against|对比)[^，。；,;:：()\[\]→=]{{0,20}}", re.IGNORECASE)
_THAN = re.compile(
    rf"{_TAIL}[，,(]? ?(?P<other>[^，。；,;:：()\[\]→=]{{0,6}}?)(?:较|相较于?|相比|比)[^，。；,;:：()\[\]→=]{{0,14}}"
)
_BACK = re.compile(rf"{_TAIL}from (?:about |a )?{_LEAD}", re.IGNORECASE)
_PRICE = re.compile(
    r"(?:现价|市价|股价|收盘价|当前价|(?<![a-z])current(?: price)?|(?<![a-z])price)[:： ]{0,3}(?:为|of|at|is)? ?$",
    re.IGNORECASE,
)
_TARGET = re.compile(
    rf"{_TAIL}[，,;；/|]? ?(?:target(?: price)?|目标价)[:： ]{{0,3}}(?:为|of|at|is)? ?", re.IGNORECASE
)
_AT = re.compile(
    rf"{_TAIL}[，,;；/|(]? ?(?:现价|市价|股价|收盘价|当前价格?|(?:current |share |stock )?price|current)[:： ]{{0,3}}(?:为|of|at|is)? ?",
    re.IGNORECASE,
)
_WORTH = re.compile(
    r"(?:target(?: price)?|fair value|intrinsic value|目标价格?|公允价值|内在价值|合理价值)[:： ]{0,3}(?:为|of|at|is)? ?$",
    re.IGNORECASE,
)


def moves_in(numbers: Sequence[Number]) -> list[Move]:
    """Each pair of neighbours that is one, in the order of the text. Chains of arrows give a pair for each arrow."""
    found = []
    for at, (first, second) in enumerate(pairwise(numbers)):
        if first.term or second.term or "+" in (first.sign, second.sign) or len(first.after) >= LONGEST_GAP:
            continue
        move = _move(first, second, at)
        if move:
            found.append(move)
    return found


def _move(first: Number, second: Number, at: int) -> Move | None:
    both = alike(first.quantity, second.quantity)
    if both is None:
        return None
    earlier, later = both
    gap, before = first.after, first.before
    forth = (
        _PLAIN_ARROW.fullmatch(gap)
        or _GREW.fullmatch(gap)
        or (_FROM.search(before) and _TO.fullmatch(gap))
        or (_TARGET.fullmatch(gap) and _PRICE.search(before))
    )
    if forth:
        return Move(earlier, later, at, at + 1, sure=True)
    versus, than = _VERSUS.fullmatch(gap), _THAN.fullmatch(gap)
    if versus or than or _BACK.fullmatch(gap):
        sure = than is None or than["other"].strip() in ("", "同", "相", "已", "也", "即")
        return Move(later, earlier, at, at + 1, sure=sure, either=bool(versus))
    if _AT.fullmatch(gap) and _WORTH.search(before):
        return Move(later, earlier, at, at + 1, sure=True, either=True)
    if _ARROWED.fullmatch(gap) or _BECAME.fullmatch(gap):
        return Move(earlier, later, at, at + 1, sure=False)
    return None


_SAME_SCALES = 1e3
"""Two numbers of one thing are not farther apart than so many times, if one of them is printed without its scale."""


def alike(first: Quantity, second: Quantity) -> tuple[Quantity, Quantity] | None:
    """Two numbers in one unit; one that is bare takes the unit and scale of the other. None if they have two."""
    if is_bare(first) and not is_bare(second):
        taken = _taking(first, second)
        return (taken, second) if taken else None
    if is_bare(second) and not is_bare(first):
        taken = _taking(second, first)
        return (first, taken) if taken else None
    if {first.unit, second.unit} <= {Unit.COUNT, Unit.OTHER} or first.unit is second.unit:
        suffixes = {first.suffix, second.suffix} - {""}
        currencies = {first.currency, second.currency} - {""}
        fits = len(suffixes) < 2 and len(currencies) < 2
        return (first, second) if fits and _near(first, second) else None
    if {first.unit, second.unit} <= {Unit.COUNT, Unit.OTHER, Unit.CURRENCY} and "" in (
        first.suffix,
        second.suffix,
    ):
        return (first, second) if _near(first, second) else None
    return None


def _near(first: Quantity, second: Quantity) -> bool:
    """Whether one of two numbers is not the other one's share price, or the like."""
    if min(first.scale, second.scale) > 1 or first.scale == second.scale:
        return True
    return first.value != 0 and 1 / _SAME_SCALES < abs(second.value / first.value) < _SAME_SCALES


def _taking(bare: Quantity, other: Quantity) -> Quantity | None:
    """A bare number with the unit of another: 25 → 30 %, $350 → 650B."""
    if bare.scale != 1 or other.unit in (Unit.CURRENCY, Unit.COUNT, Unit.OTHER):
        plain = other.scale == 1 or (
            0.01 <= abs(bare.value * other.scale / other.value) <= 100 if other.value else False
        )
        factor = other.scale if plain else 1.0
    else:
        factor = other.scale
    low, value, high = (each * factor for each in (bare.low, bare.value, bare.high))
    return replace(
        bare, low=low, value=value, high=high, scale=bare.scale * factor, unit=other.unit, suffix=other.suffix,
        currency=other.currency,
    )  # fmt: skip
