"""The phrases of the calendar: milestones and kill switches in time, their odds, what is looked at next."""

from vaultval.vocabulary.words import phrase as _p

PHRASES = (
    _p("calendar", "Calendar: {open} open, {met} met, {missed} missed", "日历：待定 {open}，达成 {met}，错过 {missed}"),
    _p("calendar_day", "As of", "截至"),
    _p("calendar_due", "Due", "期限"),
    _p("calendar_state", "State", "状态"),
    _p("calendar_open", "open", "待定"),
    _p("open_from", "open, from {date} on", "待定，自 {date} 起"),
    _p("may_fire", "has not fired", "未触发"),
    _p("events_left_out", "{count} more are further away.", "另有 {count} 项更远。"),
    _p("odds_head", "Odds", "市场概率"),
    _p("odds_now", "Now", "目前"),
    _p("odds_expected", "On average", "平均"),
    _p("pp", "{number} pp", "{number} 个百分点"),
    _p("odds_drift", "{name}: weighted by the odds of {odds}, the probability averages {expected}, {drift} off the present {now}. Coherent would be {ways}.",
       "{name}：按市场概率 {odds} 加权，平均概率为 {expected}，与目前的 {now} 相差 {drift}。相容的是{ways}。"),
    _p("odds_drift_alone", "{name}: weighted by the odds of {odds}, the probability averages {expected}, {drift} off the present {now}. No odds and no factor of a hit make up for this miss.",
       "{name}：按市场概率 {odds} 加权，平均概率为 {expected}，与目前的 {now} 相差 {drift}。没有概率或达成倍数能与此错过倍数相容。"),
    _p("needed_odds", "odds of {odds}", "市场概率 {odds}"),
    _p("bayes_hit", "{probability} once it is met (Bayes)", "达成后为 {probability}（贝叶斯）"),
    _p("either_or", " or ", "，或"),
    _p("odds_by_now", "{name}: {elapsed} of its window is over without it; by Bayes' rule the {before} are {now} by now.",
       "{name}：窗口已过 {elapsed} 而未发生；按贝叶斯法则，{before} 现为 {now}。"),
    _p("expected_change", "{name}: at these odds full value changes by {change} on average.", "{name}：按此概率，总价值平均变动 {change}。"),
    _p("brier", "Of {count} milestones with odds that are decided, the odds have a Brier score of {score} (0 is perfect, 0.25 is a coin's).",
       "{count} 个已有结果、附市场概率的里程碑，Brier 分数为 {score}（0 为完美，0.25 等于掷硬币）。"),
    _p("next_look", "Next to look at{colon}{what}.", "下次查看{colon}{what}。"),
    _p("past_look", "Past their date{colon}{what}.", "已过检查点{colon}{what}。"),
    _p("look", "{what} ({when})", "{what}（{when}）"),
)  # fmt: skip
