"""The words of a report that can be imported, beside those of notes: its headings, columns, labels and totals.

A heading is found by a form that it holds; the others are whole words. What a vault adds to the word of a note holds for
a report's columns, too.
"""

from collections.abc import Mapping

from vaultval.vocabulary.words import Word


def _w(key: str, en: str, zh: str = "") -> Word:
    return Word(key, tuple(en.split("|")), tuple(zh.split("|")) if zh else ())


HEADINGS = (
    _w("card", "option card|option cards", "期权卡"),
    _w("core", "core|sum of the parts|SOTP|segments", "核心业务|分部"),
    _w("reverse_dcf", "reverse DCF|implied expectations", "反向DCF|逆向DCF|市场隐含"),
    _w(
        "options", "option pricing|option tree|options on their own|option values", "期权树|期权定价|独立期权"
    ),
    _w("ceiling", "ceiling|utilisation|utilization|optionality", "天花板|利用率"),
    _w("narratives", "narrative|narratives", "叙事"),
    _w("milestones", "milestones|milestone|decay calendar", "里程碑|衰减"),
    _w("kill_switches", "kill switch|kill switches", "熔断"),
    _w("synergies", "synergy|synergies|PMX|conditional probability", "协同|条件概率"),
    _w("emergent", "emergent", "涌现"),
    _w("flywheels", "flywheel|flywheels", "飞轮"),
    _w("platform", "platform leverage|platform", "平台杠杆|平台"),
    _w("monitoring", "monitoring|watch list", "监控"),
    _w("sensitivity", "sensitivity", "敏感性"),
    _w("analogues", "analogues|analogue|analogies", "历史类比"),
    _w("summary", "summary", "汇总|总结"),
)

COLUMNS = (
    _w("option", "option", "期权"),
    _w("milestone", "milestone", "里程碑"),
    _w("due", "due|due date|expected|expected date|date|deadline", "预期日期|预期时间|截止日期|截止时间|到期|时间|日期"),
    _w("standard", "standard|proof|test|verified by", "验证标准|标准"),
    _w("if_missed", "if missed|missed|consequence", "未达标后果|未达标影响|未达标|未达成后果|未达成影响|未达成"),
    _w("if_met", "if met|met", "达标后果|达标影响|达标|达成后果|达成影响|达成"),
    _w("effect", "effect|impact", "影响"),
    _w("narrative", "narrative|story", "叙事"),
    _w("drives", "drives|options driven|drives options", "驱动的期权|驱动期权|驱动"),
    _w("points_for", "evidence|points for|for", "证据得分|证据分|证据|支持得分|支持"),
    _w("points_against", "counter-evidence|counter evidence|points against|against", "反证得分|反证分|反证|反对得分|反对"),
    _w("flywheel", "flywheel", "飞轮"),
    _w("loop", "loop|chain|closed path", "闭环路径|闭环|路径"),
    _w("boost", "synergy source|synergy sources|largest source|largest synergy source|boosted by", "最大协同来源|协同来源"),
    _w("emergent", "emergent TAM|emergent market|emergent option", "涌现TAM|涌现市场|涌现期权"),
    _w("combination", "combination|combines|requires", "来源组合|组合|前提"),
    _w("description", "description|new market", "新市场描述|描述"),
    _w("tam", "TAM estimate", "TAM估计"),
    _w("joint", "joint probability|conditional probability", "条件概率|联合概率"),
    _w("horizon", "T|years", "年限"),
    _w("stated_value", "base value/share|base value per share|value a share|per share|a share", "价值/股|每股|Base价值/股|基准估值/股|基准价值/股"),
    _w("step", "step|sum", "步骤|汇总项"),
    _w("part", "part|component", "组成|组成部分|组件"),
    _w("bull_full", "bull value|bull at certainty|bull value at certainty", "Bull估值|Bull值|Bull值/股|Bull值/ADR|乐观估值|乐观价值"),
    _w("how", "calculation|how", "计算|说明"),
    _w("segment", "business|business line"),
    _w("revenue", "current revenue", "当前营收"),
    _w("method", "method|valuation method", "估值方法|方法"),
    _w("metric", "metric|figure", "指标"),
    _w("value", "value", "数值"),
    _w("implied", "implied|market implies|implied by the price", "市场隐含|隐含"),
    _w("consensus", "consensus|analyst consensus|analysts", "分析师共识|共识"),
    _w("best", "best so far|best|historical best", "历史最佳"),
    _w("analogue", "company|company/period|case", "公司/时期|公司|案例"),
    _w("outcome", "outcome|result|what happened", "结果"),
    _w("stated", "effect on full value|full value effect|change of full value", "Full Value影响|总价值影响"),
)  # fmt: skip

LABELS = (
    # of a card
    _w("path", "option path", "期权路径"),
    _w("tam", "TAM|market|market size|addressable market", "市场空间|市场规模"),
    _w("share", "market share|share", "市占率"),
    _w("net_margin", "steady-state margin|steady-state net margin|mature margin|net margin|net profit margin|profit margin|margin", "稳态利润率|稳态净利率|稳态净利润率|净利率|净利润率|利润率"),
    _w("pe", "mature PE|terminal PE|PE|P/E|PE multiple|P/E multiple|PE ratio|P/E ratio|price/earnings|price-earnings|price to earnings|price/earnings ratio|price/earnings multiple|earnings multiple", "成熟期PE|终端PE|PE倍数|市盈率|市盈率倍数|PE"),
    _w("probability", "probability of success|success probability|chance of success|probability|chance|odds|P", "成功概率|成功率|概率"),
    _w("year", "time to realise|time to realize|realised by|year|time", "实现时间|实现年份"),
    _w("discount_factor", "discount factor|DF", "折现因子|折现系数|贴现因子"),
    _w("stage", "stage", "阶段"),
    _w("values", "option value|value per share|value", "期权价值计算|期权价值|每股价值"),
    _w("weighted", "probability-weighted|probability weighted|weighted value|weighted", "概率加权|加权价值|加权"),
    _w("weight", "weights|scenario weights|weight|scenario weight", "权重|情景权重"),
    # of the platform
    _w("platform", "core capability|platform", "核心能力|平台"),
    _w("platform_multiplier", "platform multiplier|PMX multiplier|multiplier", "PMX溢价乘数|平台杠杆乘数|平台乘数"),
    _w("platform_leverage", "leverage", "杠杆度"),
    # of synergy
    _w("first_source", "largest synergy source|largest source", "最大协同来源"),
    _w("second_source", "second synergy source|second source", "第二协同|第二协同来源"),
    # of a milestone
    _w("if_met", "if met|met", "若达标|达标"),
    # of a segment
    _w("ebitda", "EBITDA", "EBITDA"),
    _w("multiple", "EV/EBITDA|multiple", "可比EV/EBITDA|可比倍数|倍数"),
)  # fmt: skip

FACTS = (
    _w("company", "company", "公司"),
    _w("ticker", "ticker", "代码"),
    _w("price", "current price|share price|price", "当前股价|当前市价|股价"),
    _w("price_date", "date|as of|data as of|price date", "数据截止|日期|股价日期"),
    _w("shares", "diluted shares|shares outstanding|shares", "稀释后股数|总股本|股数"),
    _w("market_cap", "market cap|market capitalisation|market capitalization", "市值"),
    _w("net_cash", "net cash", "净现金调整|净现金"),
    _w("revenue", "revenue", "营收"),
    _w("net_margin", "net margin", "净利润率|净利率"),
    _w("wacc", "WACC|discount rate", "WACC|折现率"),
    _w("terminal_growth", "terminal growth", "终端增长率|永续增长率"),
    _w("terminal_margin", "terminal net margin|terminal margin", "终端净利润率|终端净利率|终端利润率"),
    _w("terminal_pe", "terminal PE", "终端PE"),
    _w("fair_value", "DCF fair value|fair value", "DCF公允价值|公允价值"),
    _w("risk_free", "risk-free rate|risk free", "无风险利率"),
    _w("beta", "beta", "贝塔"),
    _w("equity_premium", "equity risk premium|ERP", "股权风险溢价|ERP"),
)  # fmt: skip

TOTALS = (
    _w("core", "core business value|core value|core total|core", "Core总计|核心价值|核心总计"),
    _w("alone", "options on their own|total on their own|independent total", "独立合计|独立期权合计"),
    _w("lifted", "after synergy|with synergy|total after synergy", "条件概率升级后合计|协同后合计"),
    _w("capped", "PMX adjusted options|options after the cap|options with synergy", "PMX调整后Option合计|PMX调整后期权合计"),
    _w("full_value", "full value", "Full Value|总价值"),
    _w("ceiling", "TAM ceiling|ceiling", "TAM Ceiling|TAM天花板|天花板"),
    _w("utilisation", "optionality used|utilisation|utilization", "Optionality利用率|利用率"),
)  # fmt: skip

ROWS = (
    _w("growth", "revenue growth|revenue CAGR", "营收CAGR|营收增速"),
    _w("margin", "terminal margin|net margin", "终端利润率|终端净利率"),
    _w("years", "years of growth|growth years|years of high growth", "高增长持续年数|增长年数"),
    _w("core", "core", "核心"),
    _w("premium", "valuation premium|premium", "估值溢价|溢价"),
    _w("all", "all options|every option", "所有期权|全部期权"),
)  # fmt: skip

SCENARIOS = (
    _w("bull", "bull|high|optimistic", "乐观|高"),
    _w("base", "base|mid", "基准|中"),
    _w("bear", "bear|low|conservative|pessimistic", "保守|悲观|低"),
)

REPORT_WORDS: Mapping[str, tuple[Word, ...]] = {
    "heading": HEADINGS,
    "column": COLUMNS,
    "label": LABELS,
    "fact": FACTS,
    "total": TOTALS,
    "row": ROWS,
    "scenario": SCENARIOS,
}
