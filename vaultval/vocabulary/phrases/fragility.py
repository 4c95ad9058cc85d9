"""The phrases of flywheels and what falls with them, of the platform, and of the rule for option valuation."""

from vaultval.vocabulary.words import phrase as _p

PHRASES = (
    _p("wheels", "Flywheels: {count}", "飞轮：{count} 个"),
    _p("wheels_through", "Flywheels: {count}, all through {names}", "飞轮：{count} 个，全部经过{names}"),
    _p("fragility_without", "Without", "若失去"),
    _p("wheels_break", "Flywheels that stop", "停转的飞轮"),
    _p("options_on_them", "Options that fall", "随之失败的期权"),
    _p("value_without", "Full value", "总价值"),
    _p("value_change", "Change", "变动"),
    _p("all_of_them", "all {count}", "全部 {count} 个"),
    _p("and_others", "and {count} more", "等另外 {count} 个"),
    _p("wheels_note", "The options on a flywheel that stops are taken as failed, and the model is run again: what requires them fails with them, what they lift is lifted no more.",
       "飞轮停转，其上的期权视为失败，并重算模型：以其为前提者一并失败，受其提升者不再提升。"),
    _p("cycles_cut", "There may be more circles than the {count} that were looked at, and so no change is shown.", "环可能多于所查的 {count} 个，故不列变动。"),
    _p("hub_degrees", "Hub degree, the sum of an option's coefficients{colon}{hubs}.", "枢纽度（期权协同系数之和）{colon}{hubs}。"),
    # the rule for option valuation, and the platform
    _p("trigger_mandatory", "Option valuation is called for", "需要期权估值"),
    _p("trigger_advised", "Option valuation is advisable", "宜作期权估值"),
    _p("trigger_not_needed", "Option valuation is not needed", "无需期权估值"),
    _p("trigger_open", "Nothing calls for option valuation, and nothing speaks against it", "无须、亦无碍期权估值"),
    _p("because_fair_value", "the fair value is below half the price", "公允价值不到股价的一半"),
    _p("because_options", "two or more options do not earn yet", "有两个或更多期权尚未盈利"),
    _p("because_earnings", "the price is above 50 times earnings", "市盈率高于 50 倍"),
    _p("because_sales", "the price is above 15 times sales", "市销率高于 15 倍"),
    _p("because_fair", "the fair value is within 30 % of the price", "公允价值与股价相差 30 % 以内"),
    _p("platform_line", "Platform{colon}{stars} of 5 stars. {coverage} of the options use it, with an average leverage of {average} (4 is very high). The band of multipliers is {low} to {high}{multiplier}.",
       "平台{colon}{stars} 星（满分 5）。{coverage} 的期权依托于它，平均杠杆度 {average}（4 为极高）。乘数区间 {low} 至 {high}{multiplier}。"),
    _p("middle_used", "; its middle, {multiplier}, is used", "，取中值 {multiplier}"),
    _p("stated_within", "; the stated {multiplier} lies within it", "，所述 {multiplier} 在区间内"),
    _p("stated_outside", "; the stated {multiplier} lies outside of it", "，所述 {multiplier} 在区间外"),
)  # fmt: skip
