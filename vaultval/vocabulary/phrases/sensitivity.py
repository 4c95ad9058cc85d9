"""The phrases of the sensitivity."""

from vaultval.vocabulary.words import phrase as _p

PHRASES = (
    _p("sensitivity", "What moves full value most", "总价值对什么最敏感"),
    _p("sensitivity_input", "Input", "输入"),
    _p("sensitivity_from", "From", "从"),
    _p("sensitivity_to", "To", "到"),
    _p("sensitivity_then", "Full value then", "此时总价值"),
    _p("sensitivity_how", "Each alone, all else as it is: {by} less and more, or the range that the note states. The model is run again for each. `vaultval sensitivity` shows all of them.",
       "逐项单独变动，其余不变：上下各 {by}，或笔记所写区间；每次重新运行模型。`vaultval sensitivity` 显示全部。"),
    _p("sensitivity_capped", "The cap binds: what only adds to the synergy premium moves nothing. Uncapped, full value would be {uncapped}.",
       "上限生效：只增加协同溢价的输入不起作用；不设上限，总价值为 {uncapped}。"),
    _p("path_of", ", ", "，"),
    _p("path_value", "value {number}", "第 {number} 个值"),
    _p("path_start", "at the start", "起始"),
    _p("path_end", "at the end", "末尾"),
    _p("path_half_life", "half-life", "半衰期"),
    _p("setting_cap", "Cap of the synergy premium", "协同溢价上限"),
    _p("setting_p_max", "The most that synergy makes of a probability", "协同后概率上限"),
    _p("setting_second_source", "Weight of the second source", "第二来源权重"),
    _p("setting_platform_multiplier", "Platform multiplier", "平台乘数"),
)  # fmt: skip
