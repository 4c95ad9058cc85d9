"""The words of quantities, English and Chinese: scales, currencies, units, and the marks around a number."""

import re
from collections.abc import Mapping
from decimal import Context, Decimal
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

EXACT = Context(prec=80)  # our own, so that nobody else's rounding reaches us


class Unit(StrEnum):
    """What a quantity measures. OTHER also stands for a number without a unit."""

    CURRENCY = "currency"
    RATIO = "ratio"
    MULTIPLE = "multiple"
    COUNT = "count"
    YEARS = "years"
    OTHER = "other"


class Scale(NamedTuple):
    """A scale word. `doubt`: what else it may mean where nothing speaks for money or a count."""

    worth: Decimal
    doubt: str = ""


class Measure(NamedTuple):
    """A word for a unit; `factor` is what one of it is worth in the base unit."""

    unit: Unit
    suffix: str
    factor: Decimal = Decimal(1)


_SCALES: Mapping[str, Scale] = {form: Scale(Decimal(worth), doubt) for worth, forms, doubt in (
    ("1e3", "k|K|thousand|千", ""), ("1e4", "万|萬", ""), ("1e5", "十万", ""), ("1e6", "M|MM|mn|mln|million|百万|百萬", ""),
    ("1e7", "千万|千萬", ""), ("1e8", "亿|億", ""), ("1e9", "B|b|bn|bln|billion|十亿", ""), ("1e10", "百亿", ""),
    ("1e11", "千亿", ""), ("1e12", "T|tn|trn|trillion|万亿|萬億", ""), ("1e6", "m", "million or metres"),
    ("1e6", "mm", "million or millimetres"), ("1e12", "t", "trillion or tonnes"), ("1e12", "兆", "10^6 or 10^12"),
) for form in forms.split("|")}  # fmt: skip

# The first code is what a form means where the text says nothing more.
_DOLLARS = ("USD", "HKD", "TWD", "AUD", "CAD", "SGD")
_CURRENCIES: Mapping[str, tuple[str, ...]] = {form: tuple(codes.split()) for codes, forms in {
    " ".join(_DOLLARS): "$|dollars|dollar", "CNY JPY": "¥", "CNY HKD TWD": "元", "USD": "USD|US$|美元|美金",
    "HKD": "HKD|HK$|港元|港币", "TWD": "TWD|NT$|台币|新台币", "AUD": "AUD|A$", "CAD": "CAD|C$", "SGD": "SGD|S$",
    "CNY": "CNY|RMB|CN¥|yuan|人民币", "JPY": "JPY|JP¥|yen|日元|日圆|円", "EUR": "EUR|€|euro|euros|欧元",
    "GBP": "GBP|£|pounds|英镑", "KRW": "KRW|₩|韩元", "INR": "INR|₹", "CHF": "CHF",
}.items() for form in forms.split("|")}  # fmt: skip

_MEASURES: Mapping[str, Measure] = {form: Measure(unit, suffix, factor) for unit, suffix, factor, forms in (
    (Unit.RATIO, "%", Decimal("0.01"), "%|percent|per cent|pct"),
    (Unit.RATIO, "pp", Decimal("0.01"), "pp|ppt|ppts|percentage points|百分点|个百分点"),
    (Unit.RATIO, "bps", Decimal("0.0001"), "bps|bp|basis points|基点|个基点"),
    (Unit.RATIO, "‰", Decimal("0.001"), "‰"),
    (Unit.MULTIPLE, "x", Decimal(1), "x|×|倍|times"),
    (Unit.YEARS, "years", Decimal(1), "y|yr|yrs|year|years|年"),
    (Unit.YEARS, "quarters", Decimal("0.25"), "quarter|quarters|个季度"),
    (Unit.YEARS, "months", EXACT.divide(Decimal(1), Decimal(12)), "month|months|个月"),
) for form in forms.split("|")} | {form: Measure(unit, suffix) for unit, table in (
    (Unit.COUNT, {
        "shares": "share|shares|股", "users": "users|subscribers|用户|付费用户", "customers": "customers|客户",
        "people": "people|人|名", "vehicles": "vehicles|cars|辆|车辆|辆车", "units": "units|台|件|套", "chips": "chips|颗",
        "wafers": "wafers|片", "companies": "companies|家", "rides": "rides|trips", "states": "states|州|个州",
        "cities": "cities|城市|个城市", "GPUs": "GPU|GPUs", "": "个|条|笔|次",
    }),
    (Unit.OTHER, {
        "W": "W|瓦", "kW": "kW|千瓦", "MW": "MW|兆瓦", "GW": "GW|吉瓦", "TW": "TW", "kWh": "kWh|千瓦时", "MWh": "MWh|兆瓦时",
        "GWh": "GWh|吉瓦时", "TWh": "TWh", "miles": "mile|miles|英里", "km": "km|公里|千米", "kg": "kg|公斤|千克",
        "tonnes": "tonne|tonnes|ton|tons|吨", "nm": "nm|纳米", "hours": "hour|hours|小时", "days": "day|days|天",
        "weeks": "week|weeks|周", "points": "point|points|pts|分", "GB": "GB", "TB": "TB",
    }),
) for suffix, forms in table.items() for form in forms.split("|")}  # fmt: skip
_PER = {form: name for name, forms in {
    "share": "share|股", "ADR": "ADR|ADS", "year": "year|yr|y|年", "quarter": "quarter|q|季度|季", "month": "month|mo|月",
    "week": "week|wk|周", "day": "day|天|日", "hour": "hour|h|小时", "unit": "unit|台|件|颗|片", "vehicle": "vehicle|car|辆|车",
    "user": "user|人|用户", "kWh": "kWh|千瓦时", "MWh": "MWh", "W": "W", "kg": "kg", "tonne": "tonne|ton|吨",
    "mile": "mile|英里", "km": "km|公里", "m²": "m²|m2",
}.items() for form in forms.split("|")}  # fmt: skip

_ABOUT = (
    "~|≈|≒|约|大约|大概|约为|近|about|approx.|approx|approximately|around|roughly|nearly|almost|circa|c.|ca."
)
_BOUNDS = {form: sign for sign, forms in {
    "≥": "≥|>=|不低于|不少于|不小于|至少|at least", ">": ">|超过|大于|高于|多于|逾|more than|over|above",
    "≤": "≤|<=|不超过|不高于|不大于|至多|最多|at most|up to", "<": "<|小于|低于|少于|不足|不到|less than|under|below",
}.items() for form in forms.split("|")}  # fmt: skip
_BOUNDS_AFTER = {"+": "≥", "以上": "≥", "以下": "≤", "以内": "≤"}

_T = TypeVar("_T")


class Forms(Generic[_T]):
    """The forms of a table, the longest first; Latin ones in any case, and never as the beginning of a word."""

    def __init__(self, table: Mapping[str, _T]) -> None:
        longest_first = sorted(table, key=len, reverse=True)
        ends = ("(?![A-Za-z])" if form.isascii() and form[-1].isalpha() else "" for form in longest_first)
        pattern = "|".join(re.escape(form) + end for form, end in zip(longest_first, ends, strict=True))
        self.pattern = re.compile(pattern, re.IGNORECASE | re.ASCII)  # ASCII: an ſ is not an s
        self.forms = tuple(table)
        self._meanings = {form.lower(): meaning for form, meaning in table.items()} | dict(table)

    def meaning(self, form: str) -> _T:
        """What a form stands for that `pattern` has matched."""
        return self._meanings[form] if form in self._meanings else self._meanings[form.lower()]


def _marks(forms: str) -> Forms[bool]:
    return Forms(dict.fromkeys(forms.split("|"), True))


SCALES, CURRENCIES, MEASURES, PER = Forms(_SCALES), Forms(_CURRENCIES), Forms(_MEASURES), Forms(_PER)
ABOUT, ABOUT_AFTER, TO = _marks(_ABOUT), _marks("左右|上下|or so"), _marks("-|~|to|至|到")
BOUNDS, BOUNDS_AFTER = Forms(_BOUNDS), Forms(_BOUNDS_AFTER)
YEARS, MULTIPLE, MEGA_OR_TERA = _MEASURES["years"], _MEASURES["x"], _SCALES["兆"]
