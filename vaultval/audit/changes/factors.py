"""Words that say how many times: `doubled from $100M to $150M`, 翻倍, halved. They are read generously: nobody who
writes `doubled` means 2.00 times.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from vaultval.audit.arithmetic.terms import number
from vaultval.audit.changes.moves import Move, Number, moves_in, numbers_in
from vaultval.audit.changes.readings import Reading, Stated, change_claim
from vaultval.audit.claims import Claim, Verdict
from vaultval.audit.intervals import Interval, printed_interval
from vaultval.place import Place
from vaultval.quantity import Quantity, Unit

MARK = re.compile(r"[Dd]oubl|[Tt]ripl|[Qq]uadrupl|[Hh]alv|翻|减半|腰斩")
"""What a line with such a word has in it."""

_WORD = re.compile(
    r"(?<![A-Za-z])(?:(?P<two>doubl(?:ed|es|ing))|(?P<three>tripl(?:ed|es|ing))|(?P<four>quadrupl(?:ed|es|ing))"
    r"|(?P<half>halv(?:ed|es|ing)))(?![A-Za-z])"
    r"|(?P<zwei>翻(?:了)?(?:一?倍|一?番))|(?P<vier>翻(?:了)?两番)|(?P<halb>减半|腰斩)",
    re.IGNORECASE,
)
_TIMES = {"two": 2.0, "zwei": 2.0, "three": 3.0, "four": 4.0, "vier": 4.0, "half": 0.5, "halb": 0.5}
_NEARLY = re.compile(
    r"(?:nearly|almost|close to|about|roughly|virtually|近|接近|几乎|约|差不多|大致|基本) ?$", re.IGNORECASE
)
_MORE = re.compile(r"(?:more than|over|at least|超过?|逾|不止|至少) ?$", re.IGNORECASE)
_NOT = re.compile(
    r"(?:not|n['’]t|never|without|less than|under|half|twice|不|未|没|没有|不到|将要?|若|如果|再|又|连续|两次|先) ?$",
    re.IGNORECASE,
)
_FROM_BEHIND = re.compile(
    r" ?(?:[(（] ?)?(?:了)?(?:from|从|由|自) ?(?:about |a )?$| ?[(（] ?$", re.IGNORECASE
)
_TO_BEHIND = re.compile(r" to (?:about )?$", re.IGNORECASE)
_IS_BACK = re.compile(r"[^，。；,;:：()\[\]→=]{0,20} ?from ", re.IGNORECASE)
_BETWEEN = re.compile(r" ?(?:元|股|美元|片|users|units)? ?(?:后|将|已|预计)?$")
_ON = re.compile(r" ?(?:了|而)?(?:增长?|涨|升|降|跌)?(?: to|到|至|为) ?(?:了|about |约)?$", re.IGNORECASE)
_BEFORE = re.compile(
    r" ?(?:元|股|美元|片|users|units)?\+?(?: ?(?:[，,;；(（=→]|—{1,2}) ?)(?:即|相当于|实现|等于|or |i\.e\. ?|thus |that is ?)?$",
    re.IGNORECASE,
)
_END = re.compile(r"(?:了)?(?P<more>以上|多|有余|\+)? ?(?:[)）\]。，,;；!]|\.(?![0-9])|$)")
_FAR = 70
_MOST = 40  # words in one line
_LOOSE = 0.1
_LOW, _HIGH = 0.75, 1.3
"""A word is right within a tenth of its factor, and wrong at these parts of it: 2 is right from 1.8 to 2.2, wrong at
1.5 and below and at 2.6 and above.
"""


class _Word(NamedTuple):
    """A word of a factor. nearly, more: whether words around it say that it is nearly so much, or more."""

    text: str
    at: int
    times: float
    nearly: bool
    more: bool


def factors_in(text: str, line: int, note: str) -> Iterator[Claim]:
    """The words of a line that say how many times one of two amounts beside them is the other."""
    for count, match in enumerate(_WORD.finditer(text)):
        if count == _MOST:
            return
        before = text[max(match.start() - 16, 0) : match.start()]
        nearly, more, behind = _NEARLY.search(before), _MORE.search(before), _END.match(text, match.end())
        lead = (nearly or more).group(0) if nearly or more else ""  # type: ignore[union-attr]  # one of them is there
        start = match.start() - len(lead)
        if _NOT.search(text[max(start - 12, 0) : start]):
            continue
        word = _Word(
            match[0],
            match.start(),
            _TIMES[match.lastgroup or "two"],
            bool(nearly),
            bool(more or (behind and behind["more"])),
        )
        move = _move_of(text, line, start, match.end())
        claim = _claim(word, *move, Place(note, line, word.at + 1, len(word.text))) if move else None
        if claim:
            yield claim


def _move_of(text: str, line: int, start: int, end: int) -> tuple[Quantity, Quantity] | None:
    """The two amounts that a word stands right before, between, or right behind."""
    first = max(start - _FAR, 0)
    while first and not text[first - 1].isspace() and start - first < 2 * _FAR:
        first -= 1
    numbers = numbers_in(text[: end + _FAR], line, first)
    if numbers and numbers[-1].end == end + _FAR < len(text):
        numbers.pop()
    left = [at for at, each in enumerate(numbers) if each.end <= start]
    moves = {move.at: move for move in moves_in(numbers) if move.sure and not move.either}
    at = left[-1] if left else -1
    if at + 1 < len(numbers):
        found = _behind(text[end : numbers[at + 1].start], numbers, moves.get(at + 1))
        if found:
            return found
        if at >= 0 and at in moves and _ON.fullmatch(text[end : numbers[at + 1].start]):
            return moves[at].base, moves[at].now
    if at > 0 and at - 1 in moves and at - 2 not in moves and _END.match(text, end):
        move = moves[at - 1]
        if _BEFORE.fullmatch(text[numbers[at].end : start]):
            return move.base, move.now
    return None


def _behind(words: str, numbers: Sequence[Number], move: Move | None) -> tuple[Quantity, Quantity] | None:
    if move is None:
        return None
    back = bool(_IS_BACK.fullmatch(numbers[move.at].after))
    fits = _TO_BEHIND.fullmatch(words) if back else _FROM_BEHIND.fullmatch(words)
    return (move.base, move.now) if fits else None


def _claim(word: _Word, was: Quantity, now: Quantity, place: Place) -> Claim | None:
    like = number("0.5x" if word.times < 1 else "2x")
    if like is None or was.low <= 0 or now.low <= 0 or was.unit is Unit.MULTIPLE:
        return None
    verdict = _verdict(word, was, now)
    if verdict is None:
        return None
    reading = Reading(verdict, word.times, now.value / was.value, f"{now.text} / {was.text}")
    claim = change_claim(Stated(like, place), reading)
    return replace(claim, stated=word.text)


def _verdict(word: _Word, was: Quantity, now: Quantity) -> Verdict | None:
    """None where readers may differ."""
    top, base = (now, was) if word.times > 1 else (was, now)
    try:
        within = printed_interval(top).over(printed_interval(base))
    except ZeroDivisionError:
        return None
    factor = max(word.times, 1 / word.times)
    ends = sorted((top.low / base.high, top.high / base.low))
    right = Interval(factor * (1 - _LOOSE * (1 + word.nearly)), factor * (1 + _LOOSE))
    if right.meets(Interval(*ends)) or (word.more and ends[1] > factor):
        return Verdict.REPRODUCES
    if right.meets(within):
        return Verdict.ROUNDING
    low = factor * (_LOW - _LOOSE * word.nearly)
    if ends[1] <= low or ends[0] >= factor * _HIGH:
        return Verdict.WRONG
    return None
