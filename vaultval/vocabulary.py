"""Every word that a note may use, and that vaultval writes, in English and Chinese, in one table.

In each entry the first English and the first Chinese form are the ones that vaultval writes; all are read,
in any case. A vault adds words of its own in `vaultval.toml` under [vocabulary].
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple


class Word(NamedTuple):
    """One meaning and its forms. `key` is what the code and the JSON call it."""

    key: str
    en: tuple[str, ...]
    zh: tuple[str, ...]


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
    _w("milestone", "milestone", "里程碑"),
    _w("kill-switch", "kill-switch|killswitch", "熔断"),
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
        "反证|反面证据",
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

# What vaultval writes into notes and tables. Braces are filled in.
PHRASES = (
    _w("full_value", "Full value", "全值"),
    _w("a_share", "a share", "每股"),
    _w("core", "Core", "核心价值"),
    _w("core_bull", "Core (bull)", "核心价值（乐观）"),
    _w("net_cash", "Net cash", "净现金"),
    _w("options", "Options", "期权"),
    _w("part", "Part", "构成"),
    _w("of_price", "Of price", "占股价"),
    _w("price", "Price", "股价"),
    _w("below", "{value} below the price of {price}", "较股价 {price} 低 {value}"),
    _w("above", "{value} above the price of {price}", "较股价 {price} 高 {value}"),
    _w("sum_line", "Core {core} + options with synergy {pmx}.", "核心价值 {core} + 含协同期权价值 {pmx}。"),
    _w(
        "ceiling_line",
        "The price is {used} of the ceiling of {ceiling}: {band}.",
        "股价为天花板 {ceiling} 的 {used}：{band}。",
    ),
    _w("basis", "As of {as_of}, computed from the notes' inputs.", "截至 {as_of}，按笔记输入计算。"),
    _w(
        "basis_published",
        "As of {as_of}, from the figures that the author states.",
        "截至 {as_of}，采用作者报告的数字。",
    ),
    _w("since", "Since the last change: {changes}.", "较上次变化：{changes}。"),
    _w("because", "because", "原因"),
    _w("no_longer", "no longer: {effect}", "不再：{effect}"),
    _w("left_out", "Not in this value, for want of inputs: {names}.", "因缺少输入而未计入：{names}。"),
    _w("option", "Option", "期权"),
    _w("on_its_own", "On its own", "独立价值"),
    _w("probability", "Probability", "概率"),
    _w("with_synergy", "With synergy", "含协同"),
    _w("options_with_synergy", "Options with synergy", "含协同期权"),
    _w("narrative", "Narrative", "叙事"),
    _w("narratives", "Narratives", "叙事"),
    _w("score", "Net points", "净得分"),
    _w("strength", "Strength", "强度"),
    _w("credited", "Value credited", "归属价值"),
    _w("of_options", "Of options", "占期权"),
    _w("strong", "strong", "强"),
    _w("moderate", "moderate", "中"),
    _w("weak", "weak", "弱"),
    _w("way", "From the options to full value", "从独立期权到全值"),
    _w("step", "Step", "步骤"),
    _w("independent", "Options on their own", "独立期权合计"),
    _w("adjusted", "With conditional probabilities", "条件概率升级后合计"),
    _w("emergent", "Emergent options", "涌现期权"),
    _w("uncapped", "× platform multiplier {multiplier}", "× 平台乘数 {multiplier}"),
    _w("capped", "Premium capped at {cap} of the options on their own", "协同溢价上限为独立合计的 {cap}"),
    _w("cap_free", "The cap of {cap} does not bind", "上限 {cap} 未触发"),
    _w("plus_core", "+ core", "+ 核心价值"),
    _w("per_share", "Per share", "每股"),
    _w("ceiling", "Ceiling", "天花板"),
    _w(
        "ceiling_long",
        "Ceiling: core (bull) and every bull at certainty",
        "天花板：核心（乐观）加全部乐观情景（概率 100%）",
    ),
    _w("utilisation", "Utilisation per share", "利用率（每股）"),
    _w("utilisation_cap", "Utilisation by market cap", "利用率（市值）"),
    _w(
        "asymmetry",
        "Upside to the ceiling per unit of downside to the core",
        "上行（至天花板）/ 下行（至核心）",
    ),
    _w("implied_multiple", "What the market pays for each unit of option value", "市场隐含期权倍数"),
    _w("band_0", "the market prices hardly any option", "市场几乎未定价期权"),
    _w("band_1", "the market prices some of the options", "市场部分定价"),
    _w("band_2", "the market prices a middling rate of success", "市场定价中等成功率"),
    _w("band_3", "the market prices most options as successes", "市场定价多数期权成功"),
    _w("band_4", "the market prices nearly all options as successes", "市场几乎定价所有期权成功"),
    _w("band_5", "the price exceeds even the ceiling", "股价已超过天花板"),
    _w("milestones", "Next milestones, and what full value stands to move", "下一批里程碑及其对全值的影响"),
    _w("due", "Due", "期限"),
    _w("milestone", "Milestone", "里程碑"),
    _w("if_hit", "If met", "若达成"),
    _w("if_missed", "If missed", "若错过"),
    _w("findings", "Findings", "发现"),
    _w("no_findings", "No findings.", "无发现。"),
    _w(
        "finding_counts",
        "{errors} errors, {warnings} warnings, {notes} notes; `vaultval check` shows each with its line.",
        "{errors} 个错误，{warnings} 个警告，{notes} 个提示；`vaultval check` 逐条显示。",
    ),
    _w("value_headline", "{value} a share: {share} of full value", "每股 {value}：占全值 {share}"),
    _w("scenario", "Scenario", "情景"),
    _w("stated", "Stated", "报告值"),
    _w("computed", "Computed", "计算值"),
    _w("difference", "Difference", "差异"),
    _w("weight", "Weight", "权重"),
    _w("weighted", "Weighted", "加权"),
    _w("bull_full", "Bull at certainty", "乐观（概率 100%）"),
    _w("as_written", "As written", "笔记所写"),
    _w("effective", "After milestones and kill switches", "里程碑与熔断之后"),
    _w("after_synergy", "After synergy", "协同之后"),
    _w("noisy_or", "Beside it, every option as a source (noisy-OR)", "另列：全部期权作来源（noisy-OR）"),
    _w(
        "feasibility",
        "Feasibility scores: geometric mean {mean}; the probability as written is {factor} of it.",
        "可行性评分：几何平均 {mean}；所写概率为其 {factor}。",
    ),
    _w("why", "Why", "原因"),
    _w("nothing_moves", "nothing moves it yet", "尚无影响"),
    _w("no_synergy", "no synergy", "无协同"),
    _w("missed", "missed", "错过"),
    _w("hit", "met", "达成"),
    _w("late", "met late, no bonus", "迟达，无加成"),
    _w("failed", "failed", "失败"),
    _w("exceeded", "exceeded", "超额达成"),
    _w("fired", "kill switch fired", "熔断触发"),
    _w(
        "emergent_headline",
        "{value} a share, at a joint probability of {probability}",
        "每股 {value}，联合概率 {probability}",
    ),
    _w("requires", "Requires", "前提"),
    _w("joint", "Joint probability", "联合概率"),
    _w("not_valued", "Not valued: an input is missing", "未估值：缺少输入"),
    _w(
        "narrative_headline",
        "{strength}: net {net} points ({support} for, {attack} against)",
        "{strength}：净 {net} 分（支持 {support}，反对 {attack}）",
    ),
    _w("for", "For", "支持"),
    _w("against", "Against", "反对"),
    _w("where", "Where", "出处"),
    _w("class", "Class", "类别"),
    _w("points", "Points", "分值"),
    _w("date", "Date", "日期"),
    _w("none", "none", "无"),
    _w("open_questions", "Open questions: {count}", "未决问题：{count}"),
    _w("oldest", "the oldest since {date}", "最早始于 {date}"),
    _w("last_evidence", "Last evidence: {date}", "最近证据：{date}"),
    _w("expired", "expired", "已失效"),
    _w("superseded", "superseded", "已被取代"),
    _w("future", "not yet", "尚未发生"),
    _w(
        "carries",
        "It carries {share} of the option value of {company}: {value} a share.",
        "承载 {company} 期权价值的 {share}：每股 {value}。",
    ),
    _w("unclaimed", "no narrative", "无叙事"),
    _w("chart", "Per share", "每股"),
)

WORDS: Mapping[str, tuple[Word, ...]] = {
    "kind": KINDS,
    "task tag": TASK_TAGS,
    "attribute": ATTRIBUTES,
    "section": SECTIONS,
    "column": COLUMNS,
    "scenario": SCENARIOS,
    "label": LABELS,
    "level": LEVELS,
    "stage": STAGES,
    "outcome": OUTCOMES,
    "dimension": DIMENSIONS,
    "phrase": PHRASES,
}

_SEPARATORS = re.compile(r"[\s_\-]+")


def folded(text: str) -> str:
    """A name as it compares: Unicode normal form NFC, case folded, white space at the ends gone."""
    return unicodedata.normalize("NFC", text).strip().casefold()


@lru_cache(maxsize=20_000)
def fold_word(text: str) -> str:
    """A word of the vocabulary as it compares: like `folded`, with spaces, hyphens and underscores alike."""
    return _SEPARATORS.sub(" ", folded(text)).strip()


class Vocabulary:
    """The words of one vault: the built-in ones and its own."""

    def __init__(self, own: Mapping[str, tuple[str, ...]] | None = None) -> None:
        """`own` maps a key (`probability`) to further words for it; a key may stand in several groups."""
        own = own or {}
        self._meanings = {
            group: {
                fold_word(form): word.key
                for word in words
                for form in (word.key, *word.en, *word.zh, *own.get(word.key, ()))
            }
            for group, words in WORDS.items()
            if group != "phrase"
        }
        self._own = own

    def meaning(self, group: str, text: str) -> str | None:
        """The key of a word of a group ("attribute", "column", …), or None."""
        return self._meanings[group].get(fold_word(text))

    def forms(self, group: str, key: str) -> tuple[str, ...]:
        """Every way to write one meaning."""
        return tuple(form for form, found in self._meanings[group].items() if found == key)

    def all_forms(self, group: str) -> tuple[str, ...]:
        """Every word of a group, folded."""
        return tuple(self._meanings[group])

    @staticmethod
    def keys() -> frozenset[str]:
        """Every key to which a vault may add words."""
        return frozenset(word.key for group, words in WORDS.items() if group != "phrase" for word in words)


def written(group: str, key: str, language: str) -> str:
    """The form of a word that vaultval writes. language: "en" or "zh"."""
    for word in WORDS[group]:
        if word.key == key:
            return (word.zh or word.en)[0] if language == "zh" else word.en[0]
    raise ValueError(f"no word {key!r} in the group {group!r}")
