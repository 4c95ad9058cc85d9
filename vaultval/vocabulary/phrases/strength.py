"""The phrases of the strength of narratives as a number, and of what it rests on."""

from vaultval.vocabulary.words import phrase as _p

PHRASES = (
    _p("strength_number", "Strength as a number: {score}, from 0 to 1.", "强度数值：{score}（0 到 1）。"),
    _p("effective_points", "Effective points, after reliability, age and repeated sources: {support} for, {attack} against (net {net}).",
       "有效分（计入可信度、时效与重复来源）：支持 {support}，反对 {attack}（净 {net}）。"),
    _p("spoken_for", "It is supported by {names}.", "支持它的叙事：{names}。"),
    _p("spoken_against", "It is contradicted by {names}.", "反驳它的叙事：{names}。"),
    _p("fresh_share", "Of the effective points, {share} are from evidence of the last 365 days.", "有效分中 {share} 来自最近 365 天的证据。"),
    _p("fresh_share_plain", "Of the points for and against, {share} are from evidence of the last 365 days.", "支持与反对的分数中 {share} 来自最近 365 天的证据。"),
    _p("reliability", "Reliability", "可信度"),
    _p("age", "Age", "时效"),
    _p("independence", "Independence", "独立性"),
    _p("effective_column", "Effective", "有效分"),
    _p("herfindahl", "Herfindahl index of the option value by narrative: {index}, as concentrated as {number} narratives of equal weight.",
       "期权价值按叙事的赫芬达尔指数：{index}，相当于 {number} 个等权叙事。"),
    _p("led_always", "The leading narrative by net points was {name} at each of the last {count} ends of months.",
       "过去 {count} 个月末，净得分居首的叙事一直是{name}。"),
    _p("led_changed", "The leading narrative by net points changed {changes} times over the last {count} ends of months; now it is {name}.",
       "过去 {count} 个月末，净得分居首的叙事换过 {changes} 次；现为{name}。"),
    _p("led_changed_once", "The leading narrative by net points changed once over the last {count} ends of months; now it is {name}.",
       "过去 {count} 个月末，净得分居首的叙事换过一次；现为{name}。"),
    _p("unstable", "The story is unstable.", "叙事不稳定。"),
)  # fmt: skip
