"""The words around a stated change: which way it goes, and which of them say nothing else."""

import re
from typing import NamedTuple

_UP = (
    r"增长|增加|净增|增|上升|上涨|飙升|跃升|暴涨|大涨|上调|攀升|升|涨|提高|提升|扩张|扩大|扩产|上行空间|上行|溢价"
    r"|(?<![a-z])(?:up|rose|risen|rises|rise|rising|grew|grown|grows|growing|growth|gains|gained|gain|increases|increased|increase"
    r"|increasing|climbed|higher|jumped|jump|surged|surge|upside|premium|expanded|plus)(?![a-z])"
)
_DOWN = (
    r"下降|下跌|下滑|下调|下修|骤降|暴跌|大跌|跌|净减|减少|缩减|缩水|收缩|萎缩|降低|降幅|跌幅|降|减|下行空间|下行|折价"
    r"|(?<![a-z])(?:down|fell|fallen|falls|fall|falling|drops|dropped|drop|declines|declined|decline|decreases|decreased|decrease"
    r"|lower|lost|loses|shrank|shrinks|cut|downside|discount|plunged|slumped)(?![a-z])"
)
_EITHER = (
    r"空间|累计|合计|共计|总计|总共|共|总|净|增幅|涨幅|幅度|幅|率|约为|约|达到|达|为|了|将近|接近|近|超过|超|逾|仅|意味着|隐含|需要|需|即|相当于|于"
    r"|同比|环比|变化|变动|偏离|背离|差距|差|年内|期间|个月|年|月|季度|季|倍|但|也|先|再|后|又|则|内|整体|实际|温和|大幅|小幅|的|[一二两三四五六七八九十]"
    r"|(?<![a-z])(?:an|a|of|by|to|the|total|nearly|almost|about|roughly|some|or|i\.e\.|implying|implies|representing|for|in|over|net"
    r"|years?|months?|quarters?|that is|which is|which|is|change|yoy|qoq|equal|equals|more than|less than|around|then|but|and|it)(?![a-z])"
    r"|[0-9]+|[-—–:：~ ]|≈|=|→|->"
)
_UPS, _DOWNS = re.compile(_UP, re.IGNORECASE), re.compile(_DOWN, re.IGNORECASE)
_KNOWN = re.compile(rf"(?:{_UP}|{_DOWN}|{_EITHER})", re.IGNORECASE)
_BEFORE = re.compile(
    rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:了|约|近|达|幅|幅度|为|接近|将近|超过?|逾|by|of|about|nearly|almost|to|a| )*$",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r" ?(?:的)?(?:(?P<up>增长|增幅|涨幅|上涨|increase|rise|gain|jump|growth)|(?:下降|降幅|跌幅|下跌|decrease|decline|drop|fall))(?![a-z])",
    re.IGNORECASE,
)
_YEARS_ON = re.compile(r"(?:[0-9]+ ?年(?:后|内|间)?|(?<![a-z])in [0-9]+ years) ?$", re.IGNORECASE)
_AFTER = re.compile(
    r" ?(?:[)\]。，,;；、:：!|\"”·—→/(（\[）]|\.(?![0-9])|$|的?(?:增长|增幅|涨幅|跌幅|降幅|下降|上涨|扩产|扩张|变化)"
    r"|左右|以上|上下|increase|decrease|growth|decline|drop|rise|jump|fall|gain|higher|lower|over|in |between|and|within)",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r" ?(?:的?(?:概率|份额|权重|毛利|净利|利率|占|股权|投票|折现|置信|渗透|时间|营收|收入|市场)"
    r"|of |margin|share(?!s)|stake|weight|prob|chance|tax|discount rate|yield)",
    re.IGNORECASE,
)
_ANOTHER_BASE = re.compile(
    r"yoy|qoq|y/y|year over year|同比|环比|上行|下行|空间|upside|downside|premium|discount|溢价|折价",
    re.IGNORECASE,
)
_A_YEAR = re.compile(
    r"CAGR|复合|年均|年化|每年|/年|(?<![a-z])(?:annual|annually|annuali[sz]ed|compound(?:ed)?|per year|a year|per annum|p\.a\.|each year|/ ?yr)",
    re.IGNORECASE,
)
_NEARLY = re.compile(r"(?:近|接近|将近|几乎|约|nearly|almost|close to|about) ?$", re.IGNORECASE)
GROWTH = re.compile(r" ?(?:的?(?:增长|扩产|涨幅|增幅)|growth|increase)", re.IGNORECASE)


class Said(NamedTuple):
    """What words say. direction: 1 up, -1 down, 0 neither. known: whether all of them only say how a change goes."""

    direction: int
    known: bool


def said_in(words: str) -> Said:
    """What the words between two numbers say."""
    direction = 1 if _UPS.search(words) else 0
    if _DOWNS.search(words):
        direction = -1 if not direction else 0
    left = _KNOWN.sub("", words).strip(" ，,;；、")
    return Said(direction, not left)


def way_before(words: str) -> int:
    """The direction that the last of the words before a number give it; 0 for none."""
    match = _BEFORE.search(words)
    if match is None:
        return 0
    return 1 if match["up"] else -1


def way_behind(words: str) -> int:
    """The direction that the word right behind a number gives it: `a 50 % increase`; 0 for none."""
    match = _BEHIND.match(words)
    if match is None:
        return 0
    return 1 if match["up"] else -1


def says_years(words: str) -> bool:
    """Whether the words before a number end with a length of time: `20 years later`."""
    return bool(_YEARS_ON.search(words))


def may_end(words: str) -> bool:
    """Whether the words behind a percentage or multiple leave it a change, and not a share of something."""
    return bool(_AFTER.match(words)) and not _OTHER.match(words)


def is_of_another(words: str) -> bool:
    """Whether the words behind a percentage make it a share, a probability, a margin."""
    return bool(_OTHER.match(words))


def has_another_base(*words: str) -> bool:
    """Whether words around a change may set it against another base: the year before, or the price of today."""
    return any(_ANOTHER_BASE.search(each) for each in words)


def is_per_year(*words: str) -> bool:
    """Whether words around a number make it a rate of growth per year."""
    return any(_A_YEAR.search(each) for each in words)


def is_nearly(words: str) -> bool:
    """Whether the word before a number says that it is nearly so much."""
    return bool(_NEARLY.search(words))
