"""The numbers in a report's cells and lines, each as the report prints it."""

import re
from functools import lru_cache

from vaultval.model.attributes import Form, read_number
from vaultval.place import Place
from vaultval.quantity import read

_CURRENCY = r"(?:(?:US|HK|NT)?\$|[¥￥€£])"
_SCALE = r"(?:万亿|百万|亿|万|千|trillion|billion|million|bn|[TBMK](?![A-Za-z]))"
_UNIT = r"(?:%|％|pp|bps|[xX×](?![A-Za-z0-9])|倍|美元|港元|元|年|years?|股(?!权))"
_DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_ONE = rf"[+\-−]?{_CURRENCY}? ?[+\-−]?{_DIGITS}(?: ?{_SCALE})?(?: ?{_UNIT})?"
NUMBER = re.compile(
    rf"(?<![A-Za-z0-9.])(?:(?:~|≈|约|about ) ?)?(?:[<>≥≤] ?)?(?:[×x] ?)?{_ONE}(?:[-–~至]{_ONE})?(?: ?/ ?(?:股|share))?"
)
"""A number with what belongs to it."""

_TIMES = re.compile(r"\s*[×*·]\s*|\s+x\s+")
_EQUALS = re.compile(r"[=≈＝]")
_MONEY = re.compile(_CURRENCY)


@lru_cache(maxsize=1 << 12)
def fitting(text: str, form: Form) -> str:
    """The first number in a text that is one of a form, as printed; "" if there is none."""
    for match in NUMBER.finditer(text):
        found = match[0].strip()
        if form is Form.MONEY and not _MONEY.search(found) and not found.endswith("元"):
            continue
        quantity, findings = read_number(found, Place(""), form)
        if quantity and all(each.rule.name == "range-as-number" for each in findings):
            return found
    return ""


def same_number(one: str, other: str) -> bool:
    """Whether two numbers are one, be they printed in different ways."""
    first, second = (read(text, Place(""))[0] for text in (one, other))
    return one == other or (first is not None and second is not None and first.value == second.value)


def result(text: str, form: Form) -> str:
    """The number behind the last = of a calculation; of a text without one, its first number. "" if there is none."""
    return fitting(_EQUALS.split(text)[-1], form) or ("" if _EQUALS.search(text) else fitting(text, form))


def factors(text: str) -> dict[str, str]:
    """TAM, share, net margin, PE and probability out of `$500B×15%×15%×22×55%×0.712/3.5B = $18.7`, by their units.

    Of the percentages the first is the share, the second the margin, the third the probability.
    """
    product = _EQUALS.split(text)[0].split("/")[0]
    names = iter(("share", "net_margin", "probability"))
    found: dict[str, str] = {}
    for part in _TIMES.split(product):
        word = part.strip()
        if (money := fitting(word, Form.MONEY)) and money == word:
            found.setdefault("tam", money)
        elif word.endswith(("%", "％")):
            found[next(names, "further")] = word
        elif fitting(word, Form.MULTIPLE) == word and _above_one(word):
            found.setdefault("pe", word)
    return found if "tam" in found and "share" in found else {}


def _above_one(word: str) -> bool:
    digits = re.match(r"[0-9.]+", word)
    return digits is not None and float(digits[0].rstrip(".") or 0) >= 1
