"""The words that a note may use. In each entry the first English and the first Chinese form are written; all are read."""

from typing import NamedTuple


class Word(NamedTuple):
    """One meaning and its forms. `key` is what the code and the JSON call it."""

    key: str
    en: tuple[str, ...]
    zh: tuple[str, ...]


def phrase(key: str, en: str, zh: str) -> Word:
    """A phrase that is written and never read, in English and Chinese."""
    return Word(key, (en,), (zh,))


def _w(key: str, en: str, zh: str = "") -> Word:
    return Word(key, tuple(en.split("|")), tuple(zh.split("|")) if zh else ())


KINDS = (
    _w("company", "company", "公司"),
    _w("segment", "segment", "业务"),
    _w("option", "option", "期权"),
    _w("narrative", "narrative", "叙事"),
    _w("evidence", "evidence", "证据"),
    _w("source", "source", "来源"),
)

TASK_TAGS = (
    _w("milestone", "milestone|milestones", "里程碑"),
    _w("kill-switch", "kill-switch|killswitch|kill-switches|kill", "熔断|熔断条件"),
)

ATTRIBUTES = (
    _w("type", "type", "类型"),
    _w("aliases", "aliases", "别名"),
    _w("tags", "tags", "标签"),
    # company
    _w("ticker", "ticker", "代码"),
    _w("price", "price", "股价|当前股价"),
    _w("price_date", "price_date", "股价日期"),
    _w("shares", "shares", "股数|稀释后股数"),
    _w("shares_basis", "shares_basis", "股数口径"),
    _w("market_cap", "market_cap", "市值"),
    _w("net_cash", "net_cash", "净现金"),
    _w("revenue", "revenue", "营收"),
    _w("net_margin", "net_margin", "净利率|净利润率"),
    _w("wacc", "wacc", "折现率"),
    _w("terminal_growth", "terminal_growth", "终端增长率|永续增长率"),
    _w("terminal_margin", "terminal_margin", "终端净利率"),
    _w("terminal_pe", "terminal_pe", "终端PE"),
    _w("growth_years", "growth_years", "增长年数"),
    _w("consensus_growth", "consensus_growth", "共识增速"),
    _w("consensus_margin", "consensus_margin", "共识利润率"),
    _w("consensus_years", "consensus_years", "共识年数"),
    _w("best_growth", "best_growth", "历史最佳增速"),
    _w("best_margin", "best_margin", "历史最佳利润率"),
    _w("best_years", "best_years", "历史最佳年数"),
    _w("fair_value", "fair_value", "公允价值"),
    _w("platform", "platform", "平台"),
    _w("platform_multiplier", "platform_multiplier", "平台乘数"),
    _w("ceiling_premium", "ceiling_premium", "天花板溢价"),
    _w("liquidity", "liquidity", "流动性|总流动性"),
    _w("debt", "debt", "债务|总债务"),
    # discounted cash flow, of a segment or a company
    _w("growth", "growth|revenue_growth", "增速|营收增速"),
    _w("operating_margin", "operating_margin", "营业利润率"),
    _w("tax_rate", "tax_rate", "税率"),
    _w("depreciation", "depreciation", "折旧率|折旧占营收"),
    _w("depreciation_to_capex", "depreciation_to_capex", "折旧占资本开支"),
    _w("capex", "capex", "资本开支率|资本开支占营收"),
    _w("working_capital", "working_capital", "营运资本|营运资本占营收增量"),
    _w("fcf_margin", "fcf_margin", "自由现金流率"),
    _w("years", "years|forecast_years", "预测年数"),
    _w("fade", "fade", "过渡"),
    _w("mid_year", "mid_year", "年中折现"),
    _w("exit_multiple", "exit_multiple", "退出倍数"),
    _w("roic", "roic", "投入资本回报率"),
    _w("failure_probability", "failure_probability", "失败概率"),
    _w("distress_value", "distress_value", "清算价值"),
    _w("cash", "cash", "现金"),
    _w("stakes", "stakes", "股权投资"),
    _w("leases", "leases", "租赁负债"),
    _w("preferred", "preferred", "优先股"),
    _w("minorities", "minorities", "少数股东权益"),
    _w("pensions", "pensions", "养老金负债"),
    _w("other_net_assets", "other_net_assets", "其他净资产"),
    _w("dilution_at", "dilution_at", "稀释价"),
    _w("risk_free", "risk_free", "无风险利率"),
    _w("beta", "beta", "贝塔"),
    _w("equity_premium", "equity_premium", "股权风险溢价"),
    _w("cost_of_equity", "cost_of_equity", "股权成本"),
    _w("cost_of_debt", "cost_of_debt", "债务成本"),
    _w("overlay", "overlay", "定性调整"),
    _w("overlay_band", "overlay_band", "定性调整区间"),
    # option
    _w("company", "company", "公司"),
    _w("tam", "tam", "市场空间"),
    _w("tam_year", "tam_year", "TAM年份"),
    _w("tam_growth", "tam_growth", "TAM增速"),
    _w("core_revenue", "core_revenue", "核心已计营收"),
    _w("core_growth", "core_growth", "核心增速"),
    _w("share", "share|market_share", "市占率"),
    _w("pe", "pe|p/e", "市盈率"),
    _w("probability", "probability", "概率|成功概率"),
    _w("probability_basis", "probability_basis", "概率口径"),
    _w("probability_date", "probability_date", "概率日期"),
    _w("year", "year", "实现时间|实现年份"),
    _w("horizon", "horizon", "年限"),
    _w("discount_factor", "discount_factor|df", "折现因子"),
    _w("narrative", "narrative", "叙事"),
    _w("boosted_by", "boosted_by", "协同来源"),
    _w("requires", "requires", "前提"),
    _w("platform_leverage", "platform_leverage", "杠杆度"),
    _w("stage", "stage", "阶段"),
    _w("stated_value", "stated_value", "报告价值"),
    _w("stated_bull_full", "stated_bull_full", "报告乐观满概率价值"),
    _w("strike", "strike|investment", "投资额"),
    _w("expiry", "expiry", "到期年数"),
    _w("volatility", "volatility", "波动率"),
    _w("carry", "carry|cost_of_delay", "等待成本"),
    # narrative
    _w("drives", "drives", "驱动"),
    _w("supports", "supports", "支持"),
    _w("contradicts", "contradicts", "反驳"),
    _w("half_life", "half_life", "半衰期"),
    # evidence and tasks
    _w("label", "label|provenance", "标注"),
    _w("points", "points", "分值"),
    _w("date", "date", "日期"),
    _w("source", "source", "来源"),
    _w("origin", "origin", "原始出处"),
    _w("expires", "expires", "失效"),
    _w("superseded_by", "superseded_by", "取代者"),
    _w("reliability", "reliability", "可信度"),
    _w("on", "on", "作用于"),
    _w("hit", "hit", "达成"),
    _w("miss", "miss", "错过"),
    _w("cap", "cap", "上限"),
    _w("odds", "odds", "市场概率"),
    _w("effect", "effect", "影响"),
    _w("outcome", "outcome", "结果"),
    _w("group", "group", "组"),
)

SECTIONS = (
    _w("segments", "segments", "分部"),
    _w("synergies", "synergies|synergy|synergy matrix", "协同矩阵|协同"),
    _w("reverse_dcf", "reverse DCF|implied expectations", "反向DCF|逆向DCF|市场隐含预期"),
    _w("consensus", "consensus|analyst consensus|consensus estimates", "共识|分析师共识|一致预期"),
    _w("margins", "margins|margin path", "利润率|利润率路径"),
    _w("stages", "stages", "阶段表"),
    _w("flywheels", "flywheels", "飞轮"),
    _w("frameworks", "frameworks", "参考框架"),
    _w("cash_runway", "cash runway", "现金"),
    _w("financials", "financials", "财务"),
    _w("parts", "parts|reference parts", "分部参考"),
    _w("analogues", "analogues", "历史类比"),
    _w("peers", "peers|comparables|comparable companies", "可比公司|同业对比"),
    _w("monitoring", "monitoring", "监控"),
    _w("dilution", "dilution", "稀释"),
    _w("calculations", "calculations", "测算|计算"),
    _w("sensitivity", "sensitivity", "敏感性"),
    _w("prices", "prices|price history", "股价|股价历史"),
    _w("scenarios", "scenarios", "情景"),
    _w("feasibility", "feasibility", "可行性"),
    _w("evidence", "evidence|evidence for", "证据|正面证据"),
    _w(
        "counter_evidence",
        "counter-evidence|counter evidence|counterevidence|evidence against",
        "反证|反面证据|反对证据|负面证据",
    ),
    _w("milestones", "milestones|milestone", "里程碑"),
    _w("kill_switches", "kill switches|kill-switches", "熔断|熔断条件"),
)

COLUMNS = (
    _w("segment", "segment", "业务|业务线|分部"),
    _w("revenue", "revenue", "营收"),
    _w("ebitda", "ebitda", "EBITDA"),
    _w("low", "low", "低"),
    _w("base", "base", "基准"),
    _w("high", "high", "高"),
    _w("ev_low", "ev low", "EV低"),
    _w("ev_base", "ev base", "EV基准"),
    _w("ev_high", "ev high", "EV高"),
    _w("scenario", "scenario", "情景"),
    _w("tam", "tam", "市场空间"),
    _w("share", "share|market share", "市占率"),
    _w("net_margin", "net margin", "净利率"),
    _w("pe", "pe|p/e", "PE|市盈率"),
    _w("probability", "probability", "概率"),
    _w("discount_factor", "df|discount factor", "折现因子"),
    _w("weight", "weight", "权重"),
    _w("stated_value", "value per share|value/share", "每股价值"),
    _w("dimension", "dimension", "维度"),
    # reverse DCF and stages
    _w("ev", "ev|enterprise value", "企业价值"),
    _w("growth", "growth|revenue growth", "增速|营收增速"),
    _w("fcf_margin", "FCF margin", "自由现金流率|FCF利润率"),
    _w("years", "years", "年数"),
    _w("wacc", "WACC", "折现率"),
    _w("terminal_growth", "terminal growth", "终端增长率|永续增长率"),
    _w("exit_multiple", "exit multiple", "退出倍数"),
    _w("cost", "cost", "成本"),
    _w("year", "year", "年份|年"),
    _w("payoff", "payoff", "回报"),
    _w("score", "score", "评分"),
    _w("reason", "reason", "理由"),
    _w("watched", "what|item|indicator", "项目|监控项|指标"),
    _w("now", "now|current state|current|status", "当前状态|现状|当前"),
    _w("needed", "needed|required", "需要达到|所需"),
    _w("next_look", "next look|next check|next review|check on", "下次检查点|下次检查|检查点"),
    _w("acts_when", "acts when|trigger", "触发条件|行动条件"),
    _w("count", "count", "份数"),
    _w("strike", "strike|strike price", "行权价"),
    _w("formula", "formula", "公式|算式"),
    _w("change", "change", "变动|变化|变量变化"),
    _w("stated", "stated|result", "报告值|结果"),
    _w("price", "price", "股价|收盘价"),
    # frameworks, accounts, analogues
    _w("mid", "mid|middle", "中|中值"),
    _w("range", "range|value range", "区间|估值区间|隐含估值"),
    _w("multiple", "multiple|multiples", "倍数|倍数区间"),
    _w("subscribers", "subscribers", "订阅用户|用户数"),
    _w("monthly_price", "monthly price", "月费"),
    _w("operating_cash_flow", "operating cash flow|operating cashflow|ocf", "经营现金流|经营性现金流"),
    _w("capex", "capex|capital expenditure", "资本开支|资本支出"),
    _w("fcf", "free cash flow|fcf", "自由现金流|年自由现金流|年FCF"),
    _w("rd", "R&D|research and development", "研发|研发支出|研发费用"),
    _w("sbc", "SBC|stock-based compensation|share-based compensation", "股权激励|股票薪酬"),
    _w("net_income", "net income|net profit", "净利润"),
    _w("gross_profit", "gross profit", "毛利|毛利润"),
    _w("operating_income", "operating income|operating profit", "营业利润"),
    _w("diluted_shares", "diluted shares", "稀释股数|稀释后股数"),
    _w("ppe", "PP&E|PPE", "固定资产|PP&E净值"),
    _w("market_cap", "market cap|market capitalisation|market capitalization", "市值"),
    _w("rd_to_revenue", "R&D/revenue|R&D to revenue", "研发/营收|研发占营收"),
    _w("sbc_to_revenue", "SBC/revenue|SBC to revenue", "股权激励/营收|SBC/营收"),
    _w("sbc_to_net_income", "SBC/net income|SBC to net income|SBC/NI", "股权激励/净利润|SBC/净利润"),
    _w("ps", "P/S|price to sales", "市销率"),
    _w("options", "options", "期权数量|期权数"),
    _w("implied_share", "implied option share|implied share of options", "市场隐含期权占比|隐含期权占比"),
    _w("realised", "realised|realized", "兑现|兑现数|最终兑现率"),
)

FADES = (
    _w("from_first_year", "from_first_year", "首年起"),
    _w("from_base_year", "from_base_year", "基年起"),
)

PATH_WORDS = (
    _w("over", "over", "历时"),
    _w("for", "for", "持续"),
    _w("half life", "half-life", "半衰期"),
)

MARGINS = (
    _w("gross_margin", "gross margin", "毛利率|整体毛利率"),
    _w("operating_margin", "operating margin", "营业利润率"),
    _w("net_margin", "net margin", "净利率|净利润率"),
)

FLAGS = (
    _w("yes", "yes|true", "是"),
    _w("no", "no|false", "否"),
)

TOTALS = (
    _w("core", "core|core value|core total|core sum", "核心|核心价值|核心合计|Core合计"),
    _w(
        "independent",
        "independent total|independent sum|options on their own|independent option value",
        "独立合计|独立期权价值|期权独立合计",
    ),
    _w(
        "adjusted",
        "adjusted total|adjusted sum|options with synergy|adjusted option value",
        "调整后合计|协同后合计|协同调整后合计",
    ),
    _w("pmx", "PMX|PMX options|PMX total|option value with synergy", "PMX期权|PMX期权价值|PMX合计"),
    _w("full_value", "full value", "完整价值|总价值|全部价值"),
    _w("ceiling", "ceiling|TAM ceiling", "天花板|TAM天花板"),
    _w("utilisation", "utilisation|utilization|ceiling utilisation", "利用率|天花板利用率|TAM利用率"),
)

DILUTION_PRICES = (
    _w("value", "value", "价值"),
    _w("price", "price", "股价"),
)

SCENARIOS = (
    _w("bull", "Bull", "乐观"),
    _w("base", "Base", "基准"),
    _w("bear", "Bear", "悲观|保守"),
)

LABELS = (
    _w("hard", "hard", "硬数据"),
    _w("inferred", "inferred", "合理推断"),
    _w("judgement", "judgement|judgment", "主观判断"),
    _w("media", "media", "媒体叙述"),
)

LEVELS = (
    _w("very high", "very high", "极高"),
    _w("high", "high", "高"),
    _w("medium", "medium", "中"),
    _w("low", "low", "低"),
)

BASES = (
    _w("marginal", "marginal|all-in", "全概率|边际"),
    _w("leak", "leak|alone", "独立|自身"),
)

STAGES = (
    _w("scaled", "scaled", "规模化"),
    _w("prototype", "prototype", "原型"),
    _w("concept", "concept", "概念"),
)

OUTCOMES = (
    _w("hit", "hit", "达成"),
    _w("late", "late", "迟到"),
    _w("missed", "missed|miss", "错过"),
    _w("failed", "failed", "失败"),
    _w("exceeded", "exceeded", "超额"),
)

DIMENSIONS = (
    _w("technology", "technology", "技术可行性|技术"),
    _w("regulation", "regulation", "监管环境|监管"),
    _w("competition", "competition", "竞争格局|竞争"),
    _w("execution", "execution", "执行能力|执行"),
)
