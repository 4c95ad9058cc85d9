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
    _w("best_growth", "best_growth", "历史最佳增速"),
    _w("best_margin", "best_margin", "历史最佳利润率"),
    _w("fair_value", "fair_value", "公允价值"),
    _w("platform", "platform", "平台"),
    _w("platform_multiplier", "platform_multiplier", "平台乘数"),
    _w("ceiling_premium", "ceiling_premium", "天花板溢价"),
    # option
    _w("company", "company", "公司"),
    _w("tam", "tam", "市场空间"),
    _w("tam_year", "tam_year", "TAM年份"),
    _w("share", "share|market_share", "市占率"),
    _w("pe", "pe|p/e", "市盈率"),
    _w("probability", "probability", "概率|成功概率"),
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
    _w("effect", "effect", "影响"),
    _w("outcome", "outcome", "结果"),
    _w("group", "group", "组"),
)

SECTIONS = (
    _w("segments", "segments", "分部"),
    _w("synergies", "synergies", "协同矩阵"),
    _w("flywheels", "flywheels", "飞轮"),
    _w("frameworks", "frameworks", "参考框架"),
    _w("cash_runway", "cash runway", "现金"),
    _w("financials", "financials", "财务"),
    _w("analogues", "analogues", "历史类比"),
    _w("monitoring", "monitoring", "监控"),
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
    _w("score", "score", "评分"),
    _w("reason", "reason", "理由"),
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
