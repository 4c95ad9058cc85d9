"""The words in headers and rows that say how a table's numbers come about."""

import re
from collections.abc import Callable
from functools import lru_cache

from vaultval.vocabulary.metrics import METRICS

_TOTAL = re.compile(
    r"(?<![a-z])(?:grand |sub-?)?totals?(?![a-z])|(?<![a-z])sum(?![a-z])|合计|小计|总计|累计|总和|汇总|加总|總計|合計|小計"
    r"|^总(?:企业价值|股权价值|权益价值|价值|估值|EV)$",
    re.IGNORECASE,
)
_MEAN = re.compile(
    r"加权|(?<!未)平均|期望|均值|中位|中值|综合|weighted|average|mean|median|expected|blended|avg",
    re.IGNORECASE,
)
_WEIGHTED = re.compile(r"加权|期望|weighted|expected value|probability-weighted|blended", re.IGNORECASE)
_WEIGHT = re.compile(r"权重|weights?(?!ed)|weighting|概率权重", re.IGNORECASE)
_CHANCE = re.compile(r"概率|可能性|probabilit|(?<![a-z])prob(?![a-z])|likelihood|chance", re.IGNORECASE)
_SHARE = re.compile(
    r"占比|占总|占营收|占收入|占全|份额|比重|构成|share(?!s)|% of|mix|proportion|贡献率|allocation|配置比例|配置占比|仓位",
    re.IGNORECASE,
)
_GROWTH = re.compile(
    r"(?<![a-z])(?:yoy|qoq|y/y|q/q|y-o-y|growth|cagr)(?![a-z])|同比|环比|增速|增长|增幅|变化|change|Δ|涨幅|变动|提升幅度|升幅|降幅|增减|delta",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(
    r"organic|constant|like|(?<![a-z])(?:cc|fx|real|qoq|q/q|mom|cagr|adj|lfl)(?![a-z])|固定汇率|内生|有机|环比|复合|调整",
    re.IGNORECASE,
)
"""Growth from another time, or of something else than of what is printed."""
_RATE = re.compile(
    r"率|margin|ratio|yield|倍|multiple|(?<![a-z])(?:P/?[ESB]|EV/|PE|PS|PB|PEG|WACC|ROI[CE]?|ROE|beta|DF|cagr)(?![a-z])"
    r"|price|股价|目标价|单价|均价|ARPU|ASP|EPS|growth|yoy|增速|同比|变化率|概率|prob|评分|得分|score|rating|rank|排名|距|日期|date|年份|year|天数|days",
    re.IGNORECASE,
)
_DERIVED = re.compile(
    r"/|÷|×|率|比|ratio|margin|yield|净|(?<![a-z])net(?![a-z])|变化|变动|差|change|delta|Δ|gap|vs|加权|weighted|隐含|implied"
    r"|每股|per share|贡献|contribution|价值|value|upside|空间|溢价|折价|yoy|同比|增速|growth|FCF|自由现金流|total|合计|市值|倍|(?<![a-z])P/?[ESB](?![a-z])|EV/",
    re.IGNORECASE,
)
_INPUT = re.compile(r"权重|weight(?!ed)|概率|prob|假设|assum|倍数|multiple", re.IGNORECASE)
_SPLIT = re.compile(r"\s*[/÷×*]\s*|\s+(?:x|over|to|vs\.?|−|-|\+)\s+")
_BRACKETS = re.compile(r"[(（\[].*$")
METRIC_WORDS = {form.lower(): word.key for word in METRICS for form in (*word.en, *word.zh)} | {
    "ni": "net_income", "rev": "revenue", "mcap": "market_cap", "rev.": "revenue", "营业收入": "revenue",
}  # fmt: skip
"""The key of each word for a metric, in small letters."""


@lru_cache(maxsize=1 << 13)
def names_formula(name: str, first: str, second: str) -> bool:
    """Whether a header is made of two others, such as `R&D/Revenue` of `R&D ($B)` and `营收`, in either order."""
    parts = _SPLIT.split(_BRACKETS.sub("", name).strip())
    if len(parts) != 2 or not all(parts):
        return False
    left, right = parts
    return (_same(left, first) and _same(right, second)) or (_same(left, second) and _same(right, first))


def _same(part: str, name: str) -> bool:
    """Whether a part of a header names a column: one metric, or the one within the other."""
    part, name = part.lower().strip(), _BRACKETS.sub("", name).lower().strip()
    if len(part) < 2 or len(name) < 2 or _SPLIT.search(name):
        return False
    known = METRIC_WORDS.get(part)
    return part in name or name in part or (known is not None and known == METRIC_WORDS.get(name))


def _says(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    """Whether a name has one of the pattern's words."""
    return lru_cache(maxsize=1 << 13)(lambda name: bool(pattern.search(name)))


is_total = _says(_TOTAL)
is_mean = _says(_MEAN)
is_weighted = _says(_WEIGHTED)
is_weight = _says(_WEIGHT)
is_chance = _says(_CHANCE)
is_share = _says(_SHARE)
is_growth = _says(_GROWTH)
is_growth_otherwise = _says(_OTHERWISE)
_names_rate = _says(_RATE)
is_derived = _says(_DERIVED)
is_input = _says(_INPUT)


def bare(name: str) -> str:
    """A name without its remark in brackets, and without a colon."""
    return _BRACKETS.sub("", name).strip(" :：")


def is_rate(name: str) -> bool:
    """Whether a name says that its numbers are never added up: a price, multiple, ratio, growth, probability or mark."""
    return _names_rate(bare(name))
