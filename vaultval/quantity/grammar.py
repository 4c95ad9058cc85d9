"""The grammar of a quantity: a text to its one number, or to the two ends of a range, with the words around them."""

import re
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from typing import TypeVar

from vaultval.quantity.words import (
    ABOUT,
    ABOUT_AFTER,
    BOUNDS,
    BOUNDS_AFTER,
    CURRENCIES,
    EXACT,
    MEASURES,
    MULTIPLE,
    PER,
    SCALES,
    TO,
    YEARS,
    Forms,
    Measure,
    Scale,
)

_LONGEST = 200  # characters; what is longer is a sentence
_MOST_DIGITS = 40
_T = TypeVar("_T")

# Every replacement has the length of what it replaces, so that offsets stay those of the source.
_LEVEL = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | dict.fromkeys(
        "\t\n\r\x0b\x0c\x85\xa0\u2002\u2003\u2007\u2009\u200a\u200b\u2060\u202f\u3000\ufeff\\", " "
    )
    | dict.fromkeys("−–—―‒‐‑﹣", "-")
    | dict.fromkeys("〜∼", "~")
    | {"￥": "¥", "￡": "£", "﹪": "%", "✕": "×", "≧": "≥", "≦": "≤", "⩾": "≥", "⩽": "≤"}
)
_SAME_LENGTH = (
    *((mark, " " * len(mark)) for mark in ("**", "__", "==", "`", "&nbsp;")),
    ("&lt;", "<   "),
    ("&gt;", ">   "),
)

_NUMBER = re.compile(r"[0-9]+(?:,[0-9]+)*(?:\.[0-9]+)?|\.[0-9]+")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+")
_DIGIT = re.compile(r"[0-9]")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_MONTH_OR_DAY = re.compile(r"[0-9]{1,2}")
_UNREAD = re.compile(r"[^\W\d_]+|[0-9]+|.")
_SIGN, _OPEN, _CLOSE = re.compile(r"[+-]"), re.compile(r"\("), re.compile(r"\)")
_TIMES_BEFORE, _TIME_IS = re.compile(r"[x×X](?= *[0-9.])"), re.compile(r"[Tt] *=")
_PER_MARK, _EACH_SHARE = re.compile(r"/|per(?![A-Za-z])|每"), re.compile("每股")
_DECIMAL_COMMA = re.compile(r",[0-9]")


class RefusalError(Exception):
    """What stands in the way of reading a text, and from where to where; `read` makes a finding of it."""

    def __init__(
        self, rule: str, span: tuple[int, int], message: str, expected: str = "", hint: str = ""
    ) -> None:
        super().__init__(message)
        self.rule, self.span, self.message, self.expected, self.hint = rule, span, message, expected, hint


class Reader:
    """A position in a text, and what was read so far about the quantity as a whole."""

    def __init__(self, source: str) -> None:
        levelled = _levelled(source)
        self.source = source
        self.start, end = _core(levelled)
        self.text, self.at = levelled[:end], self.start
        self.approximate, self.bound, self.per = False, "", ""
        self.prefixed: Measure | None = None

    @property
    def whole(self) -> tuple[int, int]:
        """The span of the quantity, without what stands around it."""
        return self.start, len(self.text)

    def skip(self) -> int:
        while self.at < len(self.text) and self.text[self.at] == " ":
            self.at += 1
        return self.at

    def take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.skip())
        self.at = match.end() if match else self.at
        return match[0] if match else ""

    def word(self, forms: Forms[_T]) -> _T | None:
        form = self.take(forms.pattern)
        return forms.meaning(form) if form else None

    def unread(self, message: str, expected: str = "", hint: str = "") -> RefusalError:
        """What stands here is no part of a quantity."""
        match = _UNREAD.match(self.text, self.skip())
        return RefusalError("not-a-quantity", match.span() if match else self.whole, message, expected, hint)

    def twofold(self, message: str, expected: str) -> RefusalError:
        """The whole text reads in two ways."""
        return RefusalError("ambiguous-quantity", self.whole, message, expected)


@dataclass(slots=True)
class End:
    """One number with the words around it: the whole of a quantity, or one end of a range."""

    sign: str = ""
    printed: str = ""
    scale: Scale | None = None
    measure: Measure | None = None
    currencies: tuple[tuple[str, ...], ...] = ()

    @property
    def mantissa(self) -> Decimal:
        number = Decimal(self.printed.replace(",", ""))
        return number.copy_negate() if self.sign == "-" and number else number

    @property
    def digits(self) -> int:
        return len(self.printed.partition(".")[2])

    @property
    def worth(self) -> Decimal:
        """What one unit of the printed number is worth."""
        scale = self.scale.worth if self.scale else Decimal(1)
        return EXACT.multiply(scale, self.measure.factor if self.measure else Decimal(1))

    @property
    def value(self) -> Decimal:
        return EXACT.multiply(self.mantissa, self.worth)


def _levelled(text: str) -> str:
    """Full-width marks as ASCII, every dash a hyphen, emphasis blank; of the same length."""
    text = text.translate(_LEVEL)
    for mark, replacement in _SAME_LENGTH:
        text = text.replace(mark, replacement)
    return text


def _core(text: str) -> tuple[int, int]:
    """The span that is left without emphasis around it and without labels, remarks and notes after the number."""
    digit = _DIGIT.search(text)
    number = digit.start() if digit else len(text)
    start, end = 0, len(text)
    while True:
        before = start, end
        while start < end and text[start] in " *_":
            start += 1
        while start < end and text[end - 1] in " *_.,;。、†‡":
            end -= 1
        while number < end and text[end - 1] in "¹²³⁴⁵⁶⁷⁸⁹⁰" and not text[end - 2].isalpha():
            end -= 1
        opening = _opening(text, start, end)
        if opening > number or (opening > start and not text[start:opening].strip(" -") and number >= end):
            end = opening
        if before == (start, end):
            return start, end


def _opening(text: str, start: int, end: int) -> int:
    """Where the parenthesis or bracket opens that closes at the end of the span; -1 if none does."""
    closing = text[end - 1 : end] if end > start else ""
    opening = {")": "(", "]": "["}.get(closing)
    depth = 0
    for at in range(end - 1, start - 1, -1) if opening else ():
        depth += (text[at] == closing) - (text[at] == opening)
        if not depth:
            return at
    return -1


def ends(reader: Reader) -> tuple[End, End | None]:
    """The number, or both ends of the range, that the whole text consists of."""
    if len(reader.text) - reader.start > _LONGEST:
        raise reader.unread("this is more than one number", "one number with its unit")
    if "~~" in reader.text:
        raise reader.unread("a struck-out number is not read")
    _before(reader)
    first = _end(reader)
    between = reader.take(TO.pattern)
    second = None
    if between:
        reader.approximate |= reader.take(ABOUT.pattern) != ""
        second = _end(reader)
        _check_range(reader, first, second, between)
    if reader.skip() < len(reader.text):
        raise _left_over(reader, first)
    return first, second


def _before(reader: Reader) -> None:
    """What stands before the number and speaks for all of it: about, bounds, T=, per share."""
    while True:
        if reader.word(ABOUT):
            reader.approximate = True
        elif not reader.bound and (bound := reader.word(BOUNDS)):
            reader.bound = bound
        elif reader.take(_TIME_IS):
            reader.prefixed = YEARS
        elif reader.take(_EACH_SHARE):
            reader.per = "share"
        else:
            return


def _end(reader: Reader) -> End:
    """One number with its signs, currency, scale and unit."""
    end = End()
    is_open = False
    while True:
        if not end.sign and (sign := reader.take(_SIGN)):
            end.sign = sign
        elif not end.sign and reader.take(_OPEN):
            end.sign, is_open = "-", True
        elif currency := reader.word(CURRENCIES):
            end.currencies += (currency,)
        elif reader.take(_TIMES_BEFORE):
            reader.prefixed = MULTIPLE
        else:
            break
    end.printed = _number(reader)
    while _word_after(reader, end):
        pass
    if is_open:
        if not reader.take(_CLOSE):
            raise reader.unread("the parenthesis that opens before the number does not close after it", ")")
        while _word_after(reader, end):
            pass
    return end


def _number(reader: Reader) -> str:
    printed = reader.take(_NUMBER)
    if not printed:
        raise reader.unread("no number stands here", "a number with its unit")
    whole = printed.partition(".")[0]
    if ("," in whole and not _GROUPED.fullmatch(whole)) or _DECIMAL_COMMA.match(reader.text, reader.at):
        raise reader.twofold("the comma may group thousands or begin the decimals", "1,405 or 12.5")
    if len(printed) > _MOST_DIGITS:
        reader.at -= len(printed)
        raise reader.unread("the number is too long", f"up to {_MOST_DIGITS} digits")
    return printed


def _word_after(reader: Reader, end: End) -> bool:
    """Reads one more word or mark after the number; False where none follows."""
    if not end.measure and not end.currencies and (measure := reader.word(MEASURES)):
        end.measure = measure
    elif not end.scale and not end.measure and (scale := reader.word(SCALES)):
        end.scale = scale
    elif not end.measure and (currency := reader.word(CURRENCIES)):
        end.currencies += (currency,)
    elif not reader.per and reader.take(_PER_MARK):
        reader.per = reader.word(PER) or ""
        if not reader.per:
            raise reader.unread("a unit follows `per` or a stroke", "/share, /year, /month, /股 or the like")
    elif reader.word(ABOUT_AFTER):
        reader.approximate = True
    elif not reader.bound and (bound := reader.word(BOUNDS_AFTER)):
        reader.bound = bound
    else:
        return False
    return True


def _left_over(reader: Reader, number: End) -> RefusalError:
    """Why the text goes on after the number."""
    word = reader.take(_UNREAD)
    reader.at -= len(word)
    if word[0].isdigit():
        hint = "group thousands with a comma, as in 1,405" if len(word) == 3 else ""
        return reader.unread("a second number stands here", "one number", hint)
    if word.lower() == "e":
        return reader.unread("an exponent, or an E for `estimate`, is not read", "100K, 1.5B or ~1.5B")
    if not word[0].isalpha():
        return reader.unread("this is no part of a number", "one number with its unit")
    tables = (SCALES, CURRENCIES) if number.currencies else (SCALES, CURRENCIES, MEASURES)
    known = {form.lower(): form for table in tables for form in table.forms}
    close = [known[form] for form in get_close_matches(word.lower(), known, 1, 0.8) if len(word) > 1]
    if number.currencies:
        hint = f"did you mean {close[0] if close else 'K, M, B or T'}?"
        return reader.unread(f"{word!r} is not a scale of money", "k, M, B, T, 万, 亿 or 万亿", hint)
    hint = f"did you mean {close[0]}?" if close else ""
    return reader.unread(
        f"{word!r} is not a unit that vaultval knows", "a unit such as %, x, years or GWh", hint
    )


def _check_range(reader: Reader, first: End, second: End, between: str) -> None:
    """Lets the ends share what stands only once, and refuses a range that reads in two ways."""
    bare = not (first.measure or second.measure or first.scale or second.scale or first.currencies)
    if between == "-" and bare and _YEAR.fullmatch(first.printed) and _MONTH_OR_DAY.fullmatch(second.printed):
        reader.at = reader.start
        raise reader.unread("this is a date, not a number", "a number or a year")
    if between == "-" and (first.sign == "-") != (second.sign == "-") and second.sign != "+":
        raise reader.twofold("the hyphen may be a minus sign or mean `to`", "-15~-20% or -15 to 20%")
    if (first.scale and not second.scale) or (first.measure and not second.measure):
        raise reader.twofold("the unit stands at the first number only", "40-50% or 40%-50%")
    if second.scale and not first.scale and abs(first.mantissa) > abs(second.mantissa):
        raise reader.twofold("the scale may be that of the second number only", "500K-1M or 0.5-1M")
    if first.measure and second.measure and first.measure.unit != second.measure.unit:
        raise reader.twofold("the two ends of the range have different units", "one unit")
    first.scale, first.measure = first.scale or second.scale, first.measure or second.measure
