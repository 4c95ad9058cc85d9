"""The words of arithmetic in running text: numbers with their units, signs, brackets, and everything that is none of them.

A number is taken for one only where nothing is glued to it that makes it part of a name, date, version, or time.
"""

import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from math import log10
from string import ascii_letters
from typing import NamedTuple

from vaultval.place import Place
from vaultval.quantity import Quantity, Unit, read
from vaultval.quantity.words import CURRENCIES, MEASURES, PER, SCALES

_DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,12}(?![0-9])|[0-9]+)(?:\.[0-9]+)?|(?<![0-9])\.[0-9]+"
_CURRENCY = r"(?:(?:US|NT|HK|CN|JP|[ACS])?\$|(?:CN|JP)?[¥￥]|[€£₩₹]|(?:USD|TWD|NTD|RMB|CNY|HKD|EUR|JPY|KRW|GBP) ?(?=[0-9.+-]))"
_MEASURES = MEASURES.pattern.pattern.replace("|x(?![A-Za-z])", "").replace("|×", "")
_MULTIPLE = r"[xX](?![A-Za-z0-9_$¥€£.]|\([0-9$])"
_UNIT = (
    rf"(?: ?(?:{SCALES.pattern.pattern})(?![A-Za-z]))?"
    rf"(?: ?(?:{_MEASURES}|(?:{CURRENCIES.pattern.pattern})(?![0-9.]))|{_MULTIPLE})?"
    rf"(?: ?(?:/|per (?=[a-z])) ?(?:{PER.pattern.pattern}))?"
)
_ABOUT = r"(?:~|约|大约|大概|about |approx\.? |around |roughly |nearly |circa )"
_BOUND = (
    r"(?:>=|<=|[<>≥≤]|超过|不到|至少|至多|低于|高于|over |under |above |below |at least |at most |up to )"
)

NUMBER = re.compile(
    rf"(?:(?<![A-Za-z0-9_.'’#§@])|(?<=@)(?=[$¥€£]))(?:{_ABOUT} ?)?(?:{_BOUND} ?)?(?:{_ABOUT} ?)?"
    rf"(?P<sign>[+-] ?)?(?P<currency>{_CURRENCY} ?)?(?P<inner>[+-])?(?P<digits>{_DIGITS})(?P<unit>{_UNIT})(?P<plus>\+(?![0-9 $¥€£(.]|[^\W0-9]{{1,12}}[$¥€£]))?",
    re.IGNORECASE,
)
"""A number with what belongs to it: about, bound, sign, currency, scale, unit, per, and a plus for `or more`."""
_STARTS = frozenset("0123456789.+-~<>≥≤$¥￥€£₩₹约大超不至低高" + ascii_letters)

_TAIL = re.compile(
    rf"(?P<dash> ~ |~|[-–—]|至|到)(?P<sign>[+-])?(?P<currency>{_CURRENCY})?(?P<digits>{_DIGITS})(?P<unit>{_UNIT})\+?(?![A-Za-z0-9_])",
    re.IGNORECASE,
)
_GLUED = re.compile(
    r"(?!P/?[EBS]\b)(?:(?<=[A-Za-z0-9.])[A-Za-z_]|[.:'’][0-9]|-(?=[A-Za-z])|(?<=[0-9][Yy])-[0-9]|[-/][0-9]+[-/][0-9])"
)
_OTHER = re.compile(
    r"""(?P<date>(?:19|20)[0-9]{2}(?:[-/.][0-9]{1,2}(?![0-9])(?:[-/.][0-9]{1,2})?|年(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?)
        |[0-9]{1,2}(?::[0-9]{2})+|[0-9]{1,2}月(?:[0-9]{1,2}日)?|第[0-9]+)
    |(?P<raised>(?:(?<=[0-9)])|⁻)[⁰¹²³⁴⁵⁶⁷⁸⁹]+)
    |(?P<word>[A-Za-z_Α-ωΣ%][A-Za-z0-9_]*(?:[-'’&./][A-Za-z0-9_]+)*
        |[^\W\d_A-Za-z](?:[^\W\d_A-Za-z约大超不至低高]|(?!(?:约|大[约概]|超过|不到|至[少多]|[低高]于)\ ?[0-9.~$¥€£A-Z])[约大超不至低高])*
        |[0-9][A-Za-z0-9_.'’:-]*)
    |(?P<arrow>->|=>|[→⇒])
    |(?P<relation>[=≈≒≅])
    |(?P<sign>[-+−–*×·∙•⋅/÷^xX]|@(?=[$¥€£]))
    |(?P<open>\()|(?P<close>\))
    |(?P<end>\S)""",
    re.VERBOSE,
)
_SIGNS = {
    "−": "-",
    "–": "-",
    "×": "*",
    "·": "*",
    "∙": "*",
    "•": "*",
    "⋅": "*",
    "x": "*",
    "X": "*",
    "÷": "/",
    "@": "*",
}
_RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
_TIMES = re.compile(r"[xX](?=[ (]|[0-9$¥€£])")
_WORD_SIGN = re.compile(
    r"(?P<sign>plus|minus|divided by|multiplied by)(?![A-Za-z])|of(?= [$¥€£0-9])", re.IGNORECASE
)
_WORD_SIGNS = {"plus": "+", "minus": "-", "divided by": "/", "multiplied by": "*"}
_DIVIDING = frozenset(
    (
        "and",
        "or",
        "then",
        "so",
        "while",
        "but",
        "versus",
        "vs",
        "且",
        "而",
        "则",
        "或",
        "和",
        "以及",
        "故",
        "因此",
        "对比",
    )
)
_NUMBERED = frozenset(
    (
        "option",
        "phase",
        "stage",
        "step",
        "tier",
        "level",
        "case",
        "scenario",
        "table",
        "figure",
        "chapter",
        "part",
        "section",
        "no",
        "top",
        "model",
        "series",
        "round",
        "version",
        "week",
        "day",
        "question",
    )
)
"""What is numbered: the number behind one of these is part of its name."""
_COMMA_DIGIT, _WHOLE_COMMA = (
    re.compile(",[0-9]"),
    re.compile(r"(?:(?<![0-9.])[0-9]+|(?<=[0-9]\.)[0-9]{3}),\Z"),
)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_LONGEST_NUMBER = 60


class Token(NamedTuple):
    """kind: "number", "word", one of + - * / ^ ( ) = ≈ →, or "end" for what divides. line: where it stands, from 1;
    start, end: columns from 0.
    """

    kind: str
    line: int
    start: int
    end: int
    text: str
    quantity: Quantity | None = None


_NOWHERE = Place("")
_PLAIN_NUMBER = re.compile(r"([^0-9.,]*)([0-9]{1,12}(?:\.[0-9]{1,6})?)([^0-9.,]*)")
"""One number whose digits cannot be read in two ways, and what stands around it."""


@lru_cache(maxsize=1 << 16)
def number(text: str) -> Quantity | None:
    """The quantity that a piece of text is, without a place; None if it is none."""
    plain = _PLAIN_NUMBER.fullmatch(text)
    shape = _shape(plain[1], plain[3]) if plain else None
    if plain is None or shape is None or shape.unit is Unit.YEARS:
        return read(text, _NOWHERE)[0]
    worth = Decimal(repr(shape.scale)) * (-1 if shape.value < 0 else 1)
    value = float(Decimal(plain[2]) * worth) or 0.0
    start = text.index(shape.text.partition("1")[0] + plain[2])
    shown = text[start : start + len(shape.text) - 1 + len(plain[2])]
    digits = len(plain[2].partition(".")[2])
    return replace(shape, value=value, low=value, high=value, digits=digits, text=shown)


@lru_cache(maxsize=1 << 12)
def _shape(before: str, behind: str) -> Quantity | None:
    """The quantity that a one is with these words around it: others differ from it by their digits only."""
    return read(f"{before}1{behind}", _NOWHERE)[0]


def tokens(text: str, line: int = 1, start: int = 0) -> list[Token]:
    """The words of a line from a column on. Every character is looked at a bounded number of times."""
    found: list[Token] = []
    at = max(start, len(text) - len(text.lstrip(" ")))
    while at < len(text):
        if text[at] == " ":
            at += 1
            continue
        token = (
            _number_at(text, at, line, found)
            or _word_sign(text, at, line, found)
            or _other_at(text, at, line)
        )
        found.append(token)
        at = max(token.end, at + 1)
    return found


def _number_at(text: str, at: int, line: int, before: list[Token]) -> Token | None:
    """The number that begins here, if one does. A sign behind an operand is an operator, and no part of the number."""
    match = NUMBER.match(text, at) if text[at] in _STARTS else None
    if match is None or (match["sign"] and _follows_operand(before)):
        return None
    end = match.end()
    if end - at > _LONGEST_NUMBER or _has_decimal_comma(text, at, match):
        return None
    tail = _TAIL.match(text, end)
    if tail and _is_range(match, tail, before):
        end = tail.end()
    elif _GLUED.match(text, end) or (_YEAR.fullmatch(match[0]) and not _in_arithmetic(text, end, before)):
        return None
    bare = match["currency"] is None
    if bare and _OTHER.match(text, match.start("digits")).lastgroup == "date":  # type: ignore[union-attr]  # it matches any sign
        return None
    quantity = number(text[at:end])
    if quantity and is_bare(quantity) and before and before[-1].text.lower() in _NUMBERED:
        return None
    return Token("number", line, at, end, text[at:end], quantity) if quantity else None


def _has_decimal_comma(text: str, at: int, match: re.Match[str]) -> bool:
    """Whether a comma right before or behind a whole number may be one of its own, as in `12,5` and `1,00,000`."""
    behind = not match["unit"] and "." not in match["digits"] and _COMMA_DIGIT.match(text, match.end())
    return bool(behind) or (
        text[at - 1 : at] == "," and _WHOLE_COMMA.search(text, max(at - 12, 0), at) is not None
    )


def _follows_operand(before: list[Token]) -> bool:
    return bool(before) and before[-1].kind in ("number", "word", ")")


def _in_arithmetic(text: str, end: int, before: list[Token]) -> bool:
    """Whether an operator stands right before or behind a number that could be a year."""
    following = text[end : end + 3].lstrip(" ")[:1]
    return following in ("×", "*", "/", "÷", "^") or (bool(before) and before[-1].kind in ("*", "/", "^"))


def _is_range(first: re.Match[str], tail: re.Match[str], before: list[Token]) -> bool:
    """Whether two numbers with a dash between them are the ends of a range, and no difference."""
    if tail["dash"].strip() in ("~", "至", "到"):
        return True
    if tail["sign"] or (tail["currency"] and not first["currency"]):
        return False
    if first["unit"].strip() and not tail["unit"].strip():
        return False
    low, high = (float(match["digits"].replace(",", "")) for match in (first, tail))
    if low >= high or (low == 1 and "%" in tail["unit"] and before and before[-1].kind in ("(", "+", "-")):
        return False
    bare = not (first["currency"] or first["unit"].strip() or tail["unit"].strip())
    return not (bare and before and before[-1].kind in ("(", "+", "-"))


def _word_sign(text: str, at: int, line: int, before: list[Token]) -> Token | None:
    """A sign that is a word behind an operand: `10 plus 20`, and the `of` of `10 % of $50B`."""
    if not before or before[-1].quantity is None or before[-1].end == at:
        return None
    match = _WORD_SIGN.match(text, at)
    if match is None or (not match["sign"] and before[-1].quantity.suffix != "%"):
        return None
    sign = _WORD_SIGNS[match["sign"].lower()] if match["sign"] else "*"
    return Token(sign, line, at, match.end(), match[0])


def _other_at(text: str, at: int, line: int) -> Token:
    match = _OTHER.match(text, at)
    if match is None:
        return Token("end", line, at, at + 1, text[at])
    kind, found = match.lastgroup, match[0]
    if (
        kind == "word"
        and found[0] in "xX"
        and (len(found) == 1 or found[1].isdigit())
        and _TIMES.match(text, at)
    ):
        return Token("*", line, at, at + 1, found[0])
    if kind == "raised":
        exponent = number(found.translate(_RAISED))
        return Token("raised" if exponent else "word", line, at, match.end(), found, exponent)
    if kind == "sign":
        return Token(_SIGNS.get(found, found), line, at, match.end(), found)
    if kind == "relation":
        return Token("=" if found == "=" else "≈", line, at, match.end(), found)
    if kind == "word" and found.lower() in _DIVIDING:
        kind = "end"
    kinds = {"date": "word", "word": "word", "arrow": "→", "open": "(", "close": ")"}
    return Token(kinds.get(kind or "", "end"), line, at, match.end(), found)


def is_parameter(quantity: Quantity) -> bool:
    """Whether a number is a whole percentage, multiple or small bare number: as a factor it is exact as printed."""
    whole = (
        quantity.digits == 0
        and quantity.low == quantity.high
        and not quantity.approximate
        and not quantity.bound
    )
    return whole and (quantity.unit in (Unit.RATIO, Unit.MULTIPLE, Unit.YEARS) or _counts(quantity))


def _counts(quantity: Quantity) -> bool:
    """Whether a bare number is a count, a year or a power of ten, and no amount in a unit that the text leaves out."""
    size = abs(quantity.value)
    return is_bare(quantity) and (size < 100 or 1900 <= size < 2100 or log10(size).is_integer())


def is_bare(quantity: Quantity) -> bool:
    """Whether a number has no unit at all, and no scale."""
    return quantity.unit in (Unit.OTHER, Unit.COUNT) and not quantity.suffix and quantity.scale == 1.0
