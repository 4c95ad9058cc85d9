"""The phrases of the block `audit`."""

from vaultval.vocabulary.words import phrase as _p

PHRASES = (
    _p("audit_wrong", "{wrong} of {checked} figures are wrong", "核对 {checked} 个数字，{wrong} 个有误"),
    _p("audit_one_wrong", "1 of {checked} figures is wrong", "核对 {checked} 个数字，1 个有误"),
    _p("audit_only_wrong", "The one figure checked is wrong", "核对 1 个数字，有误"),
    _p("audit_only_right", "The one figure checked is right", "核对 1 个数字，无误"),
    _p("audit_right", "None of {checked} figures is wrong", "核对 {checked} 个数字，无误"),
    _p("audit_nothing", "No figure here says how it comes about", "此处没有写明算法的数字"),
    _p("audit_counts", "{counts}.", "{counts}。"),
    _p("audit_right_ones", "{count} right", "正确 {count} 个"),
    _p("audit_rounding", "{count} right within rounding", "舍入范围内 {count} 个"),
    _p("audit_not_checkable", "{count} cannot be checked", "无法核对 {count} 个"),
    _p("audit_contradicted", "told in different ways: {count}", "说法不一 {count} 项"),
    _p("audit_stated", "Stated", "原文"),
    _p("audit_recomputed", "Comes to", "应为"),
    _p("audit_made_of", "Made of", "算式"),
    _p("audit_cause", "Likely cause", "可能原因"),
    _p("audit_under", "Under", "所在标题"),
    _p("audit_fact", "Told in different ways", "不一致之处"),
    _p("audit_told", "Stated as", "所述数值"),
    _p("audit_more", "{count} more", "另有 {count} 处"),
    _p("audit_open_title", "{count} figures cannot be checked", "{count} 个数字无法核对"),
    _p("audit_one_open_title", "1 figure cannot be checked", "1 个数字无法核对"),
    _p("audit_open", "{stated}{colon}{made_of}{why}.", "{stated}{colon}{made_of}{why}。"),
    _p("audit_more_open", "{count} more; `vaultval audit --all` lists them.", "另有 {count} 个；`vaultval audit --all` 可列出。"),
)  # fmt: skip
