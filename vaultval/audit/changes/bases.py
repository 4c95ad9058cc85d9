"""Whose change it is that stands behind two numbers: theirs, or one against another base that is not printed."""

import re

from vaultval.audit.changes.moves import Number
from vaultval.audit.changes.words import has_another_base, may_end
from vaultval.quantity import Unit

_CLOSED = re.compile(r"[)\]，。,;；]")
_YEARLY = re.compile(r",? ?(?:yoy|y/y|year[ -]over[ -]year|同比)", re.IGNORECASE)
_YEAR = re.compile(r"(?:FY|CY)?'?20([0-9]{2})(?![0-9])(?:年)?|(?:FY|CY) ?'?([0-9]{2})(?![0-9])")
_NOT_A_YEAR = re.compile(
    r"[0-9]|季|月|周|日|年内|年初|年底|高点|低点|峰|谷|since|week|month|quarter|peak|low|high|trough|ipo|first|second|third|fourth"
    r"|(?<![a-z])(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)",
    re.IGNORECASE,
)
_NOT_A_RESULT = re.compile(
    r"指引|预期|预测|预计|预估|估计|共识|目标|上调|下调|上修|下修|调整|计划|预算|假设|隐含|情景"
    r"|guid|estimat|forecast|consensus|expect|target|project|outlook|rais|lift|revis|plan|budget|assum|impl|scenario|case|street",
    re.IGNORECASE,
)
_BREAK = re.compile(r"[，。；,;()（）\n|→]|\. ")
_MARGIN = " -*•>~≈约\"'“"
_LABEL_END = re.compile(r"[:： ]*(?:为|是|of|at|is|a|the)?[:： ~≈约]*$")
_VALUE = re.compile(
    r"(?:(?:price )?target(?: price)?|fair (?:value|price)|intrinsic value|目标价格?|公允价值|内在价值|合理价值|合理价格?)$",
    re.IGNORECASE,
)
_PRICE = re.compile(
    r"(?:(?<![a-z])price|(?<![a-z])current(?: price)?|现价|市价|股价|收盘价|当前价格?)$", re.IGNORECASE
)
_OF_ANOTHER = re.compile(
    r"新|旧|原|前次|上次|此前|上调|下调|牛|熊|乐观|悲观|(?<![a-z])(?:new|old|prior|previous|former|raised|lowered|cut|from|to|bull|bear)",
    re.IGNORECASE,
)
_LINKED = re.compile(r"[^，。；,;]*(?:vs\.?|versus|against|对比)", re.IGNORECASE)
_ROOM = re.compile(r"空间|上行|下行|溢价|折价|upside|downside|premium|discount", re.IGNORECASE)
_A_DAY = 0.1
"""A price alone may move by so much in a day."""


def is_theirs(first: Number, last: Number, change: Number, before: str, *, either: bool, alone: bool) -> bool:
    """Whether the words around a change behind two numbers leave no other base for it.

    before: the words in front of the change. either: whether either number may be its base. alone: whether the two
    stand in no longer chain.
    """
    inside = _CLOSED.split(change.after, maxsplit=1)[0]
    if _YEARLY.search(before + inside):
        theirs = alone and not either and before.lstrip().startswith(("(", "[", "（"))
        return theirs and _over_a_year(first, change) and may_end(_YEARLY.sub("", change.after, count=1))
    if not may_end(change.after):
        return False
    if alone and _is_value_and_price(first, last, change, before):
        return True
    if either:
        return before.lstrip(" :：*)").startswith(("=", "→")) or "离" in before or "差" in before
    if "target" in first.before.lower() or "目标" in first.before:
        return False
    return not has_another_base(before, inside)


def _over_a_year(first: Number, change: Number) -> bool:
    """Whether two numbers may be results of one year and of the year before: nothing names another time."""
    words = f"{first.before}|{first.after}"
    years = [int(match[1] or match[2]) for match in _YEAR.finditer(words)]
    if years and (len(years) != 2 or years[1] - years[0] != 1):
        return False
    if change.quantity.suffix == "%" and first.quantity.unit is Unit.RATIO:
        return False
    return not (_NOT_A_YEAR.search(_YEAR.sub("", words)) or _NOT_A_RESULT.search(words))


def _is_value_and_price(first: Number, last: Number, change: Number, before: str) -> bool:
    """Whether one number is what a share is worth, the other its price, and a change stands right behind the two.

    A price may have no name where it is set against a value.
    """
    left, right = _kind(first.before), _kind(_LINKED.sub("", first.after))
    linked = bool(_LINKED.match(first.after))
    if (left, right) == ("", "value") and linked:
        return bool(change.sign) or bool(_ROOM.search(before))
    if left == "value" and (right == "price" or (right == "" and linked and "arget" not in first.before)):
        far = abs(change.quantity.value) >= _A_DAY
        return bool(_ROOM.search(before)) or (
            bool(change.sign) and far and last.quantity.unit is Unit.CURRENCY
        )
    return (left, right) == ("price", "value")


def _kind(words: str) -> str:
    """What the words before a number name: "value", "price", "" if there are none, else "other"."""
    words = _BREAK.split(words)[-1]
    words = _LABEL_END.sub("", words.strip(_MARGIN)).strip(_MARGIN)
    if not words:
        return ""
    if _OF_ANOTHER.search(words):
        return "other"
    return "value" if _VALUE.search(words) else "price" if _PRICE.search(words) else "other"
