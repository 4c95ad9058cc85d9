"""The words for what a note measures, as the audit reads them in labels, rows and headers."""

from vaultval.vocabulary.words import Word


def _w(key: str, en: str, zh: str = "") -> Word:
    return Word(key, tuple(en.split("|")), tuple(zh.split("|")) if zh else ())


METRICS = (
    _w("price", "share price|price|current price|current share price|stock price|market price|last price|closing price", "股价|当前股价|当前价|当前价格|现价|当前市场价格|市价|当前市价|最新股价|收盘价"),
    _w("market_cap", "market cap|market capitalisation|market capitalization|current market cap|mkt cap", "市值|当前市值|总市值|最新市值"),
    _w("enterprise_value", "enterprise value|EV", "企业价值"),
    _w("shares", "shares|share count|number of shares|shares outstanding|outstanding shares|total shares", "股数|总股数|股本|总股本|发行在外股数"),
    _w("diluted_shares", "diluted shares|diluted share count|shares (diluted)|share count (diluted)|fully diluted shares|diluted shares outstanding", "稀释股数|稀释后股数|稀释总股本|稀释后总股本|摊薄股数|股数(稀释)"),
    _w("basic_shares", "basic shares|basic share count|shares (basic)|share count (basic)|basic shares outstanding", "基本股数|基本总股本|股数(基本)"),
    _w("net_cash", "net cash", "净现金"),
    _w("net_debt", "net debt", "净债务|净负债"),
    _w("cash", "cash|cash and cash equivalents|cash & equivalents|cash and equivalents", "现金|现金及等价物|现金及现金等价物"),
    _w("liquidity", "liquidity|total liquidity|cash and short-term investments|cash + short-term investments|cash and investments|cash & investments", "流动性|总流动性|现金+短期投资|现金及短期投资|现金+投资"),
    _w("debt", "debt|total debt|gross debt", "债务|总债务|有息负债"),
    _w("wacc", "WACC|discount rate|cost of capital", "折现率|贴现率|加权平均资本成本"),
    _w("cost_of_equity", "cost of equity", "股权成本"),
    _w("cost_of_debt", "cost of debt", "债务成本"),
    _w("risk_free", "risk-free rate|risk free rate", "无风险利率"),
    _w("equity_premium", "equity risk premium|ERP", "股权风险溢价"),
    _w("beta", "beta", "贝塔"),
    _w("tax_rate", "tax rate|effective tax rate", "税率|有效税率"),
    _w("terminal_growth", "terminal growth|terminal growth rate|perpetual growth|perpetual growth rate|perpetuity growth rate", "终端增长率|永续增长率|终值增长率|永续增长"),
    _w("revenue", "revenue|revenues|total revenue|net revenue|sales|net sales", "营收|总营收|营业收入|收入|总收入"),
    _w("revenue_growth", "revenue growth|sales growth|revenue growth rate|revenue YoY", "营收增速|营收增长|营收增长率|营收同比|收入增速"),
    _w("gross_profit", "gross profit", "毛利|毛利润"),
    _w("operating_income", "operating income|operating profit|EBIT", "营业利润"),
    _w("ebitda", "EBITDA", "息税折旧摊销前利润"),
    _w("adjusted_ebitda", "adjusted EBITDA|adj. EBITDA|adj EBITDA", "调整后EBITDA"),
    _w("net_income", "net income|net profit", "净利润|净利"),
    _w("eps", "EPS|earnings per share", "每股收益"),
    _w("diluted_eps", "diluted EPS|EPS (diluted)", "稀释EPS|稀释每股收益"),
    _w("operating_cash_flow", "operating cash flow|operating cashflow|OCF|CFO", "经营现金流|经营性现金流"),
    _w("fcf", "free cash flow|FCF", "自由现金流"),
    _w("capex", "capex|capital expenditure|capital expenditures", "资本开支|资本支出"),
    _w("rd", "R&D|research and development|R&D expense|R&D spending", "研发|研发支出|研发费用"),
    _w("sbc", "SBC|stock-based compensation|share-based compensation", "股权激励|股票薪酬"),
    _w("gross_margin", "gross margin", "毛利率|整体毛利率"),
    _w("operating_margin", "operating margin|EBIT margin", "营业利润率"),
    _w("ebitda_margin", "EBITDA margin", "EBITDA利润率"),
    _w("net_margin", "net margin|net profit margin", "净利率|净利润率"),
    _w("fcf_margin", "FCF margin|free cash flow margin", "自由现金流率|FCF利润率"),
    _w("roe", "ROE|return on equity", "净资产收益率"),
    _w("roic", "ROIC|return on invested capital", "投入资本回报率"),
    _w("pe", "P/E|PE|P/E ratio|price to earnings", "市盈率"),
    _w("trailing_pe", "trailing P/E|TTM P/E|TTM PE|P/E (TTM)", "滚动市盈率|市盈率(TTM)"),
    _w("forward_pe", "forward P/E|fwd P/E|forward PE|NTM P/E", "远期PE|前瞻市盈率|预期市盈率"),
    _w("ps", "P/S|P/S ratio|price to sales", "市销率"),
    _w("pb", "P/B|P/B ratio|price to book", "市净率"),
    _w("ev_to_ebitda", "EV/EBITDA"),
    _w("ev_to_sales", "EV/sales|EV/revenue"),
    _w("peg", "PEG|PEG ratio"),
    _w("target_price", "target price|price target", "目标价|目标价格"),
    _w("fair_value", "fair value|intrinsic value|fair value per share", "公允价值|内在价值"),
    _w("tam", "TAM|total addressable market|addressable market", "市场空间|潜在市场"),
    _w("probability", "probability|probability of success|success probability", "概率|成功概率"),
    _w("employees", "employees|headcount", "员工数|员工人数"),
)  # fmt: skip

AS_OF = (
    _w("as_of", "as of|as-of|date|report date|data as of|price date|price_date|valuation date", "日期|数据截止|截至|截止|数据截至|截止日期|报告日期|股价日期|估值日期"),
)  # fmt: skip

FACT_COLUMNS = (
    _w("value", "value|values|amount|figure|number|current|latest|current value", "数值|值|数据|金额|数额|当前|当前值|最新|最新值"),
    _w("company", "company|companies|peer|peers|competitor|competitors|firm", "公司|同业|竞争者|竞争对手|可比公司|企业"),
)  # fmt: skip
"""Headers that say what a column holds: the value of what the first column names; a company a row."""
