"""Compound annual growth that a note states with two amounts and their years: in one sentence, or in two items."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from vaultval.audit.arithmetic.texts import Text, texts
from vaultval.audit.changes.causes import cause_of_rate
from vaultval.audit.changes.moves import Move, Number, alike, moves_in, numbers_in
from vaultval.audit.changes.readings import GOOD, Stated, change_claim, rate_reading
from vaultval.audit.changes.words import is_nearly, said_in
from vaultval.audit.claims import Claim, Verdict
from vaultval.audit.facts.periods import Period, periods_in
from vaultval.audit.intervals import printed_interval
from vaultval.note.printed import Line, Printed
from vaultval.place import Place
from vaultval.quantity import Quantity, Unit

_RATE = r"(?:CAGR|年?均?复合(?:年)?(?:增长率?|增速)?|年复合增长率?|compound(?:ed)? (?:annual )?(?:growth(?: rate)?)?)"
_YEARLY = r"(?:每年|年化|年均|annually|annuali[sz]ed|(?<![a-z])(?:a|per|each) year(?![a-z])|per annum|p\.a\.)"
_WORTH_READING = re.compile(r"CAGR|复合|[Cc]ompound|每年|年[化均]|/年|year|nnu(?:al|m)|p\.a\.")
_A_YEAR = "%/year"
_COMPOUND, _DATE = re.compile(r"CAGR|复合|[Cc]ompound"), re.compile(r"(?:19|20)[0-9]{2}|FY ?'?[0-9]{2}")
_YEARLY_BEFORE = re.compile(
    rf"{_YEARLY} ?(?:的|复合)?(?:增长率?|增速|上涨|涨幅|下降|growth|return)? ?(?:约为|约|达到|达|为|仅|of|is|at|was|=|≈|:|：| )*$",
    re.IGNORECASE,
)
_YEARLY_BEHIND = re.compile(
    rf" ?(?:growth |increase )?{_YEARLY}(?: growth)?(?= ?(?:[)）\]，,。；;]|\.(?![0-9])|over|$))",
    re.IGNORECASE,
)
_RATE_BEFORE = re.compile(
    rf"{_RATE} ?(?:约为|约|达到|达|为|仅|隐含|需|of|is|at|was|reaches|=|≈|:|：|\(|[0-9]+ ?[Yy年]\)?| )*$",
    re.IGNORECASE,
)
_RATE_BEHIND = re.compile(rf" ?的?(?:[0-9]+[- ]?(?:年|years?|yr|y) ?)?{_RATE}", re.IGNORECASE)
_END = re.compile(r"[。；;!?！？]|\.(?= |$)")
_SPAN = re.compile(
    r"(?<![0-9$.,])(?:FY|CY)?(?P<first>(?:19|20)[0-9]{2}|(?<=FY)[0-9]{2})年? ?(?:-|–|—|~|至|到|to|→) ?(?:FY|CY)?(?P<last>(?:19|20)?[0-9]{2})(?:年|E|(?![0-9]))"
)
_COUNT = re.compile(
    r"(?:(?P<n>[0-9]{1,2})|(?P<word>两|二|三|四|五|六|七|八|九|十)) ?[-‑]?(?:年(?!度|报|底|末|初)|years?|yrs?|Y(?![A-Za-z]))", re.IGNORECASE
)  # fmt: skip
_WORDS = {word: count for count, word in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_YEAR_BEHIND = re.compile(r"\+? ?(?:[(\[] ?(?:in |by )?|in |by )(?:FY|CY)?$", re.IGNORECASE)
_LABEL = re.compile(r"[^，。；,;)\]]{0,20}")
_NUMBERS = re.compile(r"[$¥€~+-]?[0-9][0-9.,]* ?[%xBMK]?")
_FORECAST = re.compile(
    r"预测|预计|预期|预估|目标|估计|将达到?|达到?|约|到|current|now|today|forecasts?|projected|projection|estimates?|estimated|expected"
    r"|target|by|in|about|the|at|当前|目前|现在|[:：~ （(\[\]）)年EF]",
    re.IGNORECASE,
)
_NUMERAL = re.compile(r"[0-9][0-9.,]*")
_LONGEST_BETWEEN = 90
_MOST_RATES = 5  # in one sentence


def find_rates(printed: Printed, note: str) -> list[Claim]:
    """The compound annual growth rates of a note that stand beside both amounts and their years."""
    found: list[Claim] = []
    for text in texts(printed, _WORTH_READING):
        if text.fence != "mermaid":
            found += _rates(text, note)
    for before, line in pairwise(printed.lines):
        follows = before.number == line.number - 1 and before.fence is None and line.fence is None
        if "CAGR" in line.text and follows and _NUMERAL.search(before.text):
            found += _of_two_items(before, line, note)
    return found


def rate_claim(
    was: Quantity, now: Quantity, stated: Stated, spans: Sequence[float], *, sure: bool
) -> Claim | None:
    """The claim that two numbers grow by a rate. spans: how many years may lie between, the likeliest first."""
    claims = []
    for years in spans:
        reading = rate_reading(was, now, stated, years) if years > 0 else None
        if reading:
            cause = ""
            if reading.verdict is Verdict.WRONG:
                cause = cause_of_rate(was, now, stated, years, reading)
            claims.append(change_claim(stated, reading, cause))
    good = [claim for claim in claims if claim.verdict in GOOD]
    if good or (sure and claims):
        return (good or claims)[0]
    return None


def year_of(number: Number, periods: Sequence[Period], text: str) -> int | None:
    """The year of an amount: that in the bracket behind it, else the one right before it."""
    for period in periods:
        near = len(period.name) == 4 and 0 <= period.start - number.end <= 8
        if near and _YEAR_BEHIND.fullmatch(text[number.end : period.start]):
            return int(period.name)
    for period in reversed(periods):
        if len(period.name) == 4 and period.end <= number.start:
            return int(period.name) if _LABEL.fullmatch(text[period.end : number.start]) else None
    return None


def _rates(text: Text, note: str) -> Iterator[Claim]:
    periods: list[Period] | None = None
    for start, end in _sentences(text.text):
        group = numbers_in(text.text[:end], text.line, start)
        rates = [number for number in group if _is_rate(number)]
        amounts = [number for number in group if _is_amount(number)]
        if 0 < len(rates) <= _MOST_RATES and len(amounts) > 1:
            periods = periods_in(text.text) if periods is None else periods
            near = periods[bisect_left(periods, start, key=_start) : bisect_left(periods, end, key=_start)]
            yield from _in_sentence(text, group, rates, near, note)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences begin and end that may state a rate and two amounts."""
    start = 0
    for end in (*(match.start() for match in _END.finditer(text)), len(text)):
        sentence = text[start:end]
        mark = _WORTH_READING.search(sentence)
        if (
            mark
            and len(_NUMERAL.findall(sentence)) > 2
            and (_COMPOUND.search(sentence) or _has_two_years(sentence))
        ):
            yield start, end
        start = end


def _has_two_years(sentence: str) -> bool:
    return len(_DATE.findall(sentence)) > 1


def _is_rate(number: Number) -> bool:
    if number.quantity.suffix not in ("%", _A_YEAR) or number.term:
        return False
    return _is_compound(number) or bool(
        number.quantity.suffix == _A_YEAR
        or _YEARLY_BEFORE.search(number.before.rstrip("+- "))
        or _YEARLY_BEHIND.match(number.after)
    )


def _is_compound(number: Number) -> bool:
    return bool(_RATE_BEFORE.search(number.before.rstrip("+- ")) or _RATE_BEHIND.match(number.after))


def _is_amount(number: Number) -> bool:
    quantity = number.quantity
    return (
        quantity.unit not in (Unit.RATIO, Unit.MULTIPLE, Unit.YEARS) and not number.term and not number.sign
    )


def _start(period: Period) -> int:
    return period.start


def _in_sentence(
    text: Text, group: Sequence[Number], rates: Sequence[Number], periods: Sequence[Period], note: str
) -> Iterator[Claim]:
    moves = [move for move in moves_in(group) if _is_amount(group[move.at]) and not move.either]
    amounts = [at for at, number in enumerate(group) if _is_amount(number)]
    if not moves and len(amounts) == 2:
        both = alike(group[amounts[0]].quantity, group[amounts[1]].quantity)
        moves = [Move(*both, amounts[0], amounts[1], sure=False)] if both else []
    for rate in rates:
        near = [move for move in moves if _attached(text.text, group, move, rate) is not None]
        if len(near) != 1:
            continue
        move = near[0]
        known = bool(_attached(text.text, group, move, rate)) and len(rates) == 1
        first, last = (year_of(group[at], periods, text.text) for at in (move.at, move.to))
        was, now = move.base, move.now
        if first and last and first > last:
            first, last, was, now = last, first, move.now, move.base
        if _is_compound(rate):
            spans = _spans(first, last, text.text[group[0].start - len(group[0].before) : group[-1].end + 30])
        elif first and last and move.sure and not _is_simple(was, now, rate, last - first):
            spans = [float(last - first)]
        else:
            continue
        claim = rate_claim(was, now, _stated(rate, text.line, note), spans, sure=known)
        if claim:
            yield claim


def _is_simple(was: Quantity, now: Quantity, rate: Number, years: int) -> bool:
    """Whether a rate is the whole growth divided by the years: `a year` may mean that, a compound rate may not."""
    if not years or not was.value:
        return False
    return printed_interval(rate.quantity).holds((now.value / was.value - 1) / years)


def _attached(text: str, group: Sequence[Number], move: Move, rate: Number) -> bool | None:
    """Whether the words between a move and a rate say nothing of another thing; None if they are far apart."""
    if rate.start > group[move.to].start:
        between = text[group[move.to].end : rate.start]
    elif rate.end <= group[move.at].start:
        between = text[rate.end : group[move.at].start]
    else:
        return None
    if len(between) > _LONGEST_BETWEEN:
        return None
    bare = re.sub(
        rf"{_RATE}|{_YEARLY}|[(\[][^()\[\]]{{0,30}}[)\]]|(?:从|由|自|from|FY|CY|年|with|at|grow|will|将|以|E)",
        " ",
        between,
        flags=re.IGNORECASE,
    )
    return said_in(_NUMBERS.sub(" ", bare).replace("(", " ").replace(")", " ")).known


def _spans(first: int | None, last: int | None, sentence: str) -> list[float]:
    """How many years may lie between two amounts: by their own years, by a printed span, by a printed count."""
    counts = [int(match["n"]) if match["n"] else _WORDS[match["word"]] for match in _COUNT.finditer(sentence)]
    if first and last:
        return [float(last - first), *map(float, counts)]
    ranges = {(_full(match["first"]), _full(match["last"])) for match in _SPAN.finditer(sentence)}
    if len(ranges) == 1 and not (first or last):
        low, high = ranges.pop()
        return [float(high - low), float(high - low + 1), *map(float, counts)] if high > low else []
    if len(set(counts)) == 1 and counts[0] > 1:
        return [float(counts[0]), float(counts[0] - 1)]
    return []


def _full(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year)


def _stated(number: Number, line: int, note: str) -> Stated:
    place = Place(note, line, number.start + 1, number.end - number.start)
    quantity = replace(number.quantity, text=number.text)
    return Stated(quantity, place, signed=True, about=is_nearly(number.before))


def _of_two_items(before: Line, text: Line, note: str) -> Iterator[Claim]:
    """A rate in the second of two items that each give one amount of money and its year."""
    numbers = [numbers_in(each.text, each.number) for each in (before, text)]
    amounts = [[number for number in each if _is_amount(number)] for each in numbers]
    rates = [number for number in numbers[1] if _is_rate(number)]
    if [len(each) for each in (*amounts, rates)] != [1, 1, 1]:
        return
    (first,), (last,), (rate,) = *amounts, rates
    years = [
        year_of(number, periods_in(each.text), each.text) for number, each in ((first, before), (last, text))
    ]
    money = (
        first.quantity.unit is last.quantity.unit is Unit.CURRENCY
        and first.quantity.currency == last.quantity.currency
    )
    both = alike(first.quantity, last.quantity) if money else None
    if both and years[0] and years[1] and years[0] < years[1] and rate.start > last.start:
        about = [_subject(number.before) for number, each in ((first, before), (last, text))]
        sure = not about[1] or about[1] in about[0]
        claim = rate_claim(*both, _stated(rate, text.number, note), [float(years[1] - years[0])], sure=sure)
        if claim:
            yield claim


def _subject(words: str) -> str:
    """What the words before an amount name, without its year and words of forecasts."""
    for period in reversed(periods_in(words)):
        words = words[: period.start] + words[period.end :]
    return _FORECAST.sub("", words)
