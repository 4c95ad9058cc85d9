"""The phrases of a company's block beside those that other blocks share: without a value, without options, how far it is."""

from vaultval.vocabulary.words import phrase as _p

PHRASES = (
    _p("without_core", "What needs no valuation of its own is shown below.", "不依赖自身估值的部分见下。"),
    _p("all_core", "All of it is core: segments {segments}, net cash {net_cash}.", "全部为核心：分部 {segments}，净现金 {net_cash}。"),
    _p("fair_elsewhere", "Fair value elsewhere", "外部公允价值"),
    _p("core_and_options", "Core + options alone", "核心 + 独立期权"),
    _p("core_title", "Core: {low} to {high}, with every segment at its low or its high", "核心：{low} 至 {high}，各分部均取低值或高值"),
    _p("core_at_low", "Low", "低"),
    _p("core_at_base", "Base", "基准"),
    _p("core_at_high", "High", "高"),
    _p("core_premium", "The author's premium", "作者溢价"),
    _p("to_full_value", "From the price to full value {change} ({share}).", "由股价至总价值 {change}（{share}）。"),
    _p("herfindahl_options_alone", "Herfindahl index of the option value by option: {index}, as concentrated as {number} options of equal weight.",
       "期权价值按期权的赫芬达尔指数：{index}，相当于 {number} 个等权期权。"),
    _p("herfindahl_options", "By option {index}, as concentrated as {number} options of equal weight.", "按期权计为 {index}，集中度相当于 {number} 个等权期权。"),
)  # fmt: skip
