"""The ratios that everybody knows, and the headers that name them and what they are made of."""

import re
from functools import lru_cache

from vaultval.audit.tables.names import METRIC_WORDS, bare

RATIOS: dict[str, tuple[tuple[str, str], ...]] = {
    "pe": (("price", "eps"), ("price", "diluted_eps"), ("market_cap", "net_income")),
    "ps": (("market_cap", "revenue"),),
    "pb": (("market_cap", "book_equity"), ("price", "book_per_share")),
    "ev_to_ebitda": (("enterprise_value", "ebitda"),),
    "ev_to_sales": (("enterprise_value", "revenue"),),
    "ev_to_ebit": (("enterprise_value", "operating_income"),),
    "gross_margin": (("gross_profit", "revenue"),),
    "operating_margin": (("operating_income", "revenue"),),
    "ebitda_margin": (("ebitda", "revenue"),),
    "net_margin": (("net_income", "revenue"),),
    "fcf_margin": (("fcf", "revenue"),),
    "fcf_yield": (("fcf", "market_cap"),),
    "roe": (("net_income", "book_equity"),),
    "debt_to_equity": (("debt", "book_equity"),),
    "payout": (("dividends", "net_income"), ("dividend_per_share", "eps"), ("dividend_per_share", "diluted_eps")),
    "dividend_yield": (("dividend_per_share", "price"),),
}  # fmt: skip
"""What each ratio is a quotient of, by the definitions of any textbook of financial statement analysis."""
MULTIPLES = frozenset(("pe", "ps", "pb", "ev_to_ebitda", "ev_to_sales", "ev_to_ebit"))
_MORE = {
    "equity": "book_equity", "book equity": "book_equity", "shareholders' equity": "book_equity",
    "shareholders equity": "book_equity", "total equity": "book_equity", "book value": "book_equity",
    "净资产": "book_equity", "股东权益": "book_equity", "所有者权益": "book_equity",
    "bvps": "book_per_share", "book value per share": "book_per_share", "每股净资产": "book_per_share",
    "dividends": "dividends", "dividends paid": "dividends", "股息总额": "dividends", "分红总额": "dividends",
    "dps": "dividend_per_share", "dividend per share": "dividend_per_share", "dividends per share": "dividend_per_share",
    "每股股息": "dividend_per_share", "每股分红": "dividend_per_share",
    "payout": "payout", "payout ratio": "payout", "dividend payout": "payout", "dividend payout ratio": "payout",
    "派息率": "payout", "分红率": "payout", "股息支付率": "payout",
    "dividend yield": "dividend_yield", "股息率": "dividend_yield", "fcf yield": "fcf_yield", "自由现金流收益率": "fcf_yield",
    "debt/equity": "debt_to_equity", "d/e": "debt_to_equity", "debt to equity": "debt_to_equity",
    "debt-to-equity": "debt_to_equity", "debt/equity ratio": "debt_to_equity", "产权比率": "debt_to_equity",
    "ev/ebit": "ev_to_ebit", "ev/营收": "ev_to_sales", "ev/收入": "ev_to_sales", "ev / ebitda": "ev_to_ebitda",
    "ev/rev": "ev_to_sales", "ev / sales": "ev_to_sales", "ev / revenue": "ev_to_sales", "营业利润": "operating_income",
    "归母净利润": "net_income", "归母净利": "net_income", "roe (%)": "roe", "经营利润率": "operating_margin",
    "毛利率": "gross_margin", "总市值": "market_cap", "p/e multiple": "pe", "ps": "ps", "pb": "pb",
}  # fmt: skip
"""Words of columns that the facts of a note have no use for."""
_ANOTHER = re.compile(
    r"(?<![a-z])(?:adj|adjusted|non-?gaap|core|pro ?forma|average|avg)(?![a-z])|调整|平均|扣非|核心",
    re.IGNORECASE,
)
"""A number on a basis of its own."""
_PERIOD_WORD = re.compile(
    r"(?:(?:FY|CY) ?)?'?(?:19|20)[0-9]{2}[EAF]?(?:年度?)?|FY ?'?[0-9]{2}[EAF]?|(?<![A-Za-z])(?:TTM|LTM|NTM)(?![A-Za-z])",
    re.IGNORECASE,
)


@lru_cache(maxsize=1 << 13)
def metric_of(name: str) -> str:
    """What a header measures, by its key, without its unit and its period; "" for what is not known."""
    if _ANOTHER.search(name):
        return ""
    word = " ".join(_PERIOD_WORD.sub(" ", bare(name)).split()).lower()
    word = word.replace("，", ",").split(",")[0].strip()
    return _MORE.get(word) or METRIC_WORDS.get(word, "")


def is_ratio_of(name: str, first: str, second: str) -> bool:
    """Whether a header names a known ratio, and two others what it is made of."""
    inputs = RATIOS.get(metric_of(name), ())
    return bool(inputs) and {metric_of(first), metric_of(second)} in map(set, inputs)
