"""Changes that a note states between two numbers that it prints: `$140 → $422 (+202 %)`, `from 50 to 28, down 44 %`.

A change is held against the numbers only where the words between leave no doubt that it is theirs; where they leave
some, a right one is counted and a wrong one is passed over.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from vaultval.audit.arithmetic.texts import texts
from vaultval.audit.changes.bases import is_theirs
from vaultval.audit.changes.causes import cause_of_change
from vaultval.audit.changes.factors import MARK, factors_in
from vaultval.audit.changes.moves import LONGEST_GAP, Move, Number, alike, moves_in, numbers_in
from vaultval.audit.changes.readings import GOOD, Reading, Stated, change_claim, readings
from vaultval.audit.changes.words import (
    GROWTH,
    is_nearly,
    is_of_another,
    is_per_year,
    said_in,
    says_years,
    way_before,
    way_behind,
)
from vaultval.audit.claims import Claim, Verdict
from vaultval.note.printed import Printed
from vaultval.place import Place
from vaultval.quantity import Quantity, Unit

_WORTH_READING = re.compile(
    r"(?:→|⇒|->|=>|至|到|较|比|vs|VS|against|to |from |From |目标价|现价|target|Target|current |price )[^0-9\n。；;，,()\[\]]{0,24}"
    r"[0-9]+(?:[.,][0-9]+)*(?:[-–~][$¥€£]?[0-9]+(?:[.,][0-9]+)*)?(?:%|pp)?"
)
_CHANGE = re.compile(
    r"[+-][$¥€£]?[0-9]|[(=→≈\[][^0-9()\n]{0,10}[0-9][0-9.,]* ?(?:%|[xX]|倍|pp)|[增减降升跌涨缩张滑长调差离][^0-9。]{0,8}[0-9]|[0-9] ?(?:倍|[xX]|times|fold|%,? (?:increas|decreas|rise|gain|drop|declin|jump|grow|fall))"
    r"|(?:down|up|fell|fall|rose|rise|rising|gain|drop|increas|decreas|declin|grow|grew|higher|lower|loss|lost|premium|discount)[a-z]{0,3}[a-z ]{0,16}[$¥€£~]?[0-9]",
    re.IGNORECASE,
)
_BASE = re.compile(
    r"(?<![a-z_#0-9.,])[0-9]+(?:[.,][0-9]+)*(?P<gap>[^0-9。；;:：=→|]{0,30}(?:[(\[][^()\[\]]{0,40}[)\]][^0-9。；;:：=→|]{0,16}"
    r"|(?:FY[0-9]{2,4}|Q[1-4]|20[0-9]{2}(?![0-9]))[^0-9。；;:：=→|]{0,16})?)$"
)
_VERB = re.compile(r"[增升降跌涨滑减缩长张调高低大展→]$")
_FROM = re.compile(
    r"[从由自]|[Ff]rom |(?:rose|grew|fell|dropped|increased|declined|climbed|up|down|[0-9] ?%) $"
)
_THAN = re.compile(r"[，,(（相 元股%0-9A-Z]$")
_PRICE = re.compile(r"价|current|price", re.IGNORECASE)
_WORTH = re.compile(r"价|target|value", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z0-9.,$%'’+~-]+$")
_YEARLY = re.compile(r"YoY|yoy|y/y|同比|over.year")
_STOP = re.compile(r"[，。；;)\]|]")
_APART = re.compile(r"[，,](?![^(\[]*[)\]])")
_AHEAD = re.compile(
    r"(?:[增减降升跌涨长滑缩张调高]|by |down |up |fell |rose |grew |dropped |of )[^0-9]{0,8}[0-9][0-9.,]* ?(?:%|倍|[xX]|pp|个?百分点|percent|times)[^0-9]{0,28}$"
    r"|[0-9] ?(?:倍|[xX]|times)[^0-9]{0,12}(?:from|从|由)[^0-9]{0,12}$"
    r"|[+-][0-9][0-9.,]* ?(?:%|pp)[^0-9]{0,16}$",
    re.IGNORECASE,
)
_FAR, _BEHIND, _NEAR = 70, 45, 24
"""How many characters from what links two numbers a change of theirs is looked for, and are read around it."""
_MOST_BESIDE = 4
_CUT = 6
"""A number so near to where a part of a line ends may not be all there."""


class _Chain(NamedTuple):
    """Numbers that moves link one to the next. at, to: its first and last number."""

    pairs: tuple[tuple[Quantity, Quantity], ...]
    at: int
    to: int
    sure: bool
    either: bool


def find_changes(printed: Printed, note: str) -> list[Claim]:
    """The changes of a note that stand beside the two numbers between which they lie."""
    found: list[Claim] = []
    for text in texts(printed, _WORTH_READING):
        for start, end in _windows(text.text) if text.fence != "mermaid" else ():
            numbers = numbers_in(text.text[:end], text.line, start)
            if end < len(text.text) and not _STOP.match(text.text, end - 1):
                numbers = [number for number in numbers if number.end < end - _CUT]
            found += _changes(numbers, note, text.line)
        if text.fence != "mermaid" and MARK.search(text.text):
            found += factors_in(text.text, text.line, note)
    return found


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """The parts of a line that may set two numbers beside each other and state a change: few, and short ones."""
    start = end = 0
    for match in _WORTH_READING.finditer(text):
        first = max(match.start() - _FAR, 0)
        before = text[first : match.start()]
        base = _BASE.search(before)
        if (
            base is None
            or not _may_link(match[0], before)
            or (match[0][0] in "→⇒-=" and _APART.search(base["gap"]))
        ):
            continue
        behind = _CHANGE.search(text, match.end(), match.end() + _BEHIND)
        ahead = base if match[0][0] in "fF" and "%" in base["gap"] else _AHEAD.search(before[: base.start()])
        if not behind and not ahead:
            continue
        far = _FAR if _YEARLY.search(text, match.end(), match.end() + _BEHIND) else _NEAR
        left = max(first + (ahead or base).start() - far, 0)
        right = _right(text, match.end(), behind)
        word = _WORD.search(text, max(left - 40, 0), left)
        left = word.start() if word else left
        if end and left <= end:
            end = max(end, right)
            continue
        if end:
            yield start, min(end, len(text))
        start, end = left, right
    if end:
        yield start, min(end, len(text))


def _right(text: str, at: int, change: re.Match[str] | None) -> int:
    """Where a part of a line may end: behind the last of the changes, at a mark that divides if there is one."""
    for _ in range(_MOST_BESIDE):
        if change is None:
            break
        at = change.end()
        change = _CHANGE.search(text, at, at + _NEAR)
    stop = _STOP.search(text, at, at + _NEAR)
    return stop.end() if stop else at + _NEAR


def _may_link(words: str, before: str) -> bool:
    """Whether words with a number behind them may link it to one before them."""
    if words[0] in "至到":
        return bool(_VERB.search(before) or _FROM.search(before))
    if words[0] == "t" and words[1] == "o":
        return bool(_FROM.search(before))
    if words[0] in "目Tt":
        return bool(_PRICE.search(before))
    if words[0] in "现cp":
        return bool(_WORTH.search(before))
    return bool(_THAN.search(before)) if words[0] in "较比" else True


def _changes(numbers: Sequence[Number], note: str, line: int) -> Iterator[Claim]:
    taken: set[int] = set()
    for at, direction, sure, chain in _found(numbers):
        number = numbers[at]
        claim = None
        if at not in taken and not number.quantity.suffix.startswith("%/"):
            stated = Stated(
                replace(number.quantity, text=number.text),
                Place(note, line, number.start + 1, number.end - number.start),
                direction,
                bool(number.sign),
                is_nearly(number.before),
            )
            claim = _claim(stated, chain, sure=sure)
        if claim:
            taken.add(at)
            yield claim


def _found(numbers: Sequence[Number]) -> "Iterator[tuple[int, int, bool, _Chain]]":
    """Each number that may be a change, its direction, whether it surely is one, and the numbers it lies between."""
    chains = _chains(moves_in(numbers))
    for search in (_behind, _before):
        for chain in chains:
            for at, direction, sure in search(numbers, chain):
                yield at, direction, sure, chain
    yield from _between(numbers)


def _chains(moves: Sequence[Move]) -> list[_Chain]:
    """Moves of which each begins where the one before ends, as one; every later number of it is held against every
    earlier one.
    """
    groups: list[list[Move]] = []
    for move in moves:
        last = groups[-1][-1] if groups else None
        if (
            last
            and last.to == move.at
            and not (last.either or move.either)
            and last.now.unit is move.base.unit
        ):
            groups[-1].append(move)
        else:
            groups.append([move])
    found = []
    for group in groups:
        pairs = [(move.base, move.now) for move in group]
        if len(group) > 1:
            pairs.append((group[0].base, group[-1].now))
        sure = all(move.sure for move in group)
        found.append(
            _Chain(tuple(pairs), group[0].at, group[-1].to, sure, any(move.either for move in group))
        )
    return found


_Found = Iterator[
    tuple[int, int, bool]
]  # which number, its direction, whether it is surely a change of the chain
_UNIT = re.compile(
    r" ?(?:(?:亿|万)?(?:wpm|元|股|片|辆|台|/[^\W\d]{1,5}|users|wafers|units|a share|points))?(?: ?[(\[][^()\[\]]{0,40}[)\]])?"
)
_CLOSED = re.compile(r"[)\]，。,;；]")
_OPENING = re.compile(r" *(?P<words>的?[^，。；,;:：()\[\]→=]{0,8})?(?P<mark>[(\[])")


def _behind(numbers: Sequence[Number], chain: _Chain) -> _Found:
    """Changes behind the last number, in brackets or after a comma, each behind the one before."""
    surely = chain.sure
    for at in range(chain.to + 1, min(chain.to + 1 + _MOST_BESIDE, len(numbers))):
        number, gap = numbers[at], numbers[at - 1].after
        if number.term or len(gap) >= LONGEST_GAP:
            return
        rest = gap[unit.end() :] if (unit := _UNIT.match(gap)) else gap
        opening = _OPENING.match(rest)
        words = opening["words"] or "" if opening else ""
        said = said_in(rest[opening.end() :] if opening else rest)
        if not said.known or is_of_another(number.after):
            return
        inside = said_in(words)
        surely = (
            surely and (inside.known or words.startswith("的")) and not rest.lstrip().startswith(("；", ";"))
        )
        direction = said.direction or (0 if number.sign else inside.direction or way_behind(number.after))
        told = bool(direction or number.sign)
        grows = number.quantity.unit is Unit.MULTIPLE and (bool(GROWTH.match(number.after)) or "增长" in rest)
        if not told and not grows and not opening and not rest.lstrip().startswith(("=", "≈", "→")):
            return
        if is_per_year(rest, _CLOSED.split(number.after, maxsplit=1)[0]):
            continue
        sure = (
            surely
            and (told or grows)
            and not (number.quantity.suffix == "%" and not opening and _is_share(chain))
        )
        yield (
            at,
            direction,
            sure
            and is_theirs(
                numbers[chain.at],
                numbers[chain.to],
                number,
                rest,
                either=chain.either,
                alone=len(chain.pairs) == 1,
            ),
        )


def _is_share(chain: _Chain) -> bool:
    return chain.pairs[-1][1].unit is Unit.RATIO


_OVER = re.compile(
    r"(?P<remark> ?(?:yoy|year over year|同比)?),? ?(?P<over>from|versus|vs\.?|compared (?:with|to)|over|较|比)(?: the| a)?"
    r"(?P<label>[^，。；,;:：()\[\]→=]{0,24})",
    re.IGNORECASE,
)


def _between(numbers: Sequence[Number]) -> "Iterator[tuple[int, int, bool, _Chain]]":
    """Changes with what is before them and what was behind them: `$5B, up 12 % from $4.46B`."""
    for at in range(len(numbers) - 2):
        now, change, was = numbers[at : at + 3]
        if "%" not in change.text or any(
            each.term or len(each.after) >= LONGEST_GAP for each in (now, change)
        ):
            continue
        match = _OVER.fullmatch(change.after)
        unit = _UNIT.match(now.after)
        said = said_in(now.after[unit.end() :] if unit else now.after)
        both = (
            alike(was.quantity, now.quantity)
            if match and said.known and (said.direction or change.sign)
            else None
        )
        if (
            match
            and both
            and not is_per_year(now.after, change.after)
            and not was.after.startswith((" to ", "至", "到"))
        ):
            sure = match["over"].lower() == "from" and not _NAMED.search(match["label"])
            yield at + 1, said.direction, sure, _Chain((both,), at, at + 2, sure, either=False)


_NAMED = re.compile(r"[^\W\d_]{3,}")


_BEFORE = re.compile(
    r"(?: ?(?:increase|rise|gain|jump|growth|decrease|decline|drop|fall)(?![a-z])|的?(?:增长|涨幅|增幅|下降|降幅|跌幅))? ?[，,:]? ?(?P<open>[(\[])?(?:[^，。；,;:：()\[\]→]{0,12}[:：] ?)?(?P<from>从|由|自|[Ff]rom (?:(?:its|the|a|peak|high|low|of) )*|to )?(?:[A-Z]{2,5} )?"
    r" ?(?:(?:FY|CY)? ?'?(?<![0-9])[0-9]{2,4}(?![0-9])(?:年(?:底|末|初)?|财年)?|[QH][1-4](?:['’ ]?[0-9]{2,4})?|的| |a |about |TWD|USD)*"
)

_MULTIPLIED = re.compile(r"(?:.*[，。；,;(（]|.*(?<![a-z])(?:went|goes|returned|ran))? *", re.IGNORECASE)


def _before(numbers: Sequence[Number], chain: _Chain) -> _Found:
    """Changes in front of the first number: `down 44 % (from 50 to 28)`, and those in front of them."""
    at = chain.at - 1
    if at < 0 or chain.either:
        return
    number, gap = numbers[at], numbers[at].after
    match = _BEFORE.fullmatch(gap) if len(gap) < LONGEST_GAP else None
    if match is None or number.term or is_per_year(number.before, gap):
        return
    direction = way_before(number.before) or way_behind(gap)
    told = bool(direction and (match["open"] or match["from"])) or bool(number.sign and match["from"])
    if not (direction or number.sign):
        if number.quantity.unit is Unit.MULTIPLE and match["from"] and _MULTIPLIED.fullmatch(number.before):
            yield at, 1, chain.sure
        return
    yield at, direction, chain.sure and told
    for further in range(at - 1, max(at - _MOST_BESIDE, -1), -1) if told else ():
        number, gap = numbers[further], numbers[further].after
        way = way_before(number.before)
        later = number.quantity.unit is Unit.MULTIPLE and says_years(number.before)
        if not said_in(gap).known or number.term or not (way or later) or is_per_year(number.before, gap):
            return
        yield further, way, chain.sure


def _claim(stated: Stated, chain: _Chain, *, sure: bool) -> Claim | None:
    """The claim against the pair of a chain that it fits best; None for a wrong one that may be meant otherwise."""
    pairs = [pair for pair in chain.pairs if _goes(pair, stated)] or list(chain.pairs)
    if chain.either:
        pairs += [(now, was) for was, now in pairs]
    found: list[tuple[Reading, tuple[Quantity, Quantity]]] = [
        (reading, pair) for pair in pairs for reading in readings(*pair, stated)
    ]
    if not found:
        return None
    reading, (was, now) = min(found, key=lambda each: _distance(each[0]))
    if reading.verdict in GOOD:
        return change_claim(stated, reading)
    bare = stated.quantity.unit in (Unit.COUNT, Unit.OTHER) and not stated.quantity.suffix
    if reading.verdict is not Verdict.WRONG or not sure or bare or not _whole(stated, now):
        return None
    return change_claim(stated, reading, cause_of_change(was, now, stated, reading))


def _distance(reading: Reading) -> tuple[int, float]:
    order = (Verdict.REPRODUCES, Verdict.ROUNDING, Verdict.WRONG, Verdict.NOT_CHECKABLE)
    scale = max(abs(reading.stated), abs(reading.recomputed)) or 1.0
    return order.index(reading.verdict), abs(reading.stated - reading.recomputed) / scale


def _whole(stated: Stated, now: Quantity) -> bool:
    """Whether an amount that is stated as a difference is in the unit of the numbers."""
    return stated.quantity.unit in (Unit.RATIO, Unit.MULTIPLE) or alike(stated.quantity, now) is not None


def _goes(pair: tuple[Quantity, Quantity], stated: Stated) -> bool:
    """Whether two numbers rise or fall as a stated change says; a multiple without a word rises."""
    direction = stated.direction or (1 if stated.quantity.unit is Unit.MULTIPLE else 0)
    return not direction or (pair[1].value - pair[0].value) * direction > 0
