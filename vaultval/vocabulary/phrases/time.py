"""The phrases of what is told of the months before."""

from vaultval.vocabulary.words import phrase as _p

PHRASES = (
    _p("months_title", "The last twelve months", "过去十二个月"),
    _p("months_basis", "The notes as they are, by the dates in them: each row leaves out what was said, ticked or paid later. Of narratives, net points, and in brackets the score from 0 to 1. Months like the one before are left out.",
       "按现有笔记及其中的日期计算：每行不含此后才出现、勾选的事项与股价。叙事列为净得分，括号内为强度（0 到 1）；与上月相同的月份略去。"),
    _p("months_key", "Violet: full value a share; grey: the price. The days are those of which both are known.",
       "紫线为每股总价值，灰线为股价；仅含两者皆知的日子。"),
    _p("scores_key", "The score of each narrative, from 0 to 1: {names}.", "各叙事的强度（0 到 1）：{names}。"),
    _p("violet", "violet", "紫线"),
    _p("grey", "grey", "灰线"),
    _p("orange", "orange", "橙线"),
    _p("green", "green", "绿线"),
    _p("day", "Day", "日期"),
)  # fmt: skip
