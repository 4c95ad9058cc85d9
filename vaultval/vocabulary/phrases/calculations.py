"""The phrases of calculations."""

from vaultval.vocabulary.words import phrase as _p

PHRASES = (
    _p("calculations", "Calculations", "测算"),
    _p("calculations_differ", "Calculations: {count} differ from what is stated", "测算：{count} 项与报告值不符"),
    _p("calculations_more", "and {count} more", "另有 {count} 项"),
    _p("calculation", "What", "项目"),
    _p("formula", "Formula", "公式"),
    _p("result", "Result", "结果"),
)  # fmt: skip
