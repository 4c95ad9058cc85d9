"""Changes that a text states between two numbers that it prints."""

import pytest

from tests.audit.reading import claims_of, read_note
from vaultval.audit.changes.rates import find_rates
from vaultval.audit.changes.stated import find_changes
from vaultval.audit.claims import Kind

SWAPPED = "it is a share of what it came to, and not of what it was"
POINTS = "a relative change was taken for percentage points"

RIGHT = (
    # arrows, with the change in brackets, behind a comma, an equals sign or another arrow
    ("Price $24 → $71 (+196 %)", "+196 %", "reproduces"),
    ("Price $24->$71(+196%)", "+196%", "reproduces"),
    ("Price $24 => $71, +196 %", "+196 %", "reproduces"),
    ("股价$24→$71（+196%）", "+196%", "reproduces"),
    ("FY24 $1.20 → FY25 $2.40 → FY26E $4.20 (+75%)", "+75%", "reproduces"),
    ("FY24 $1.20 → FY25 $2.40 → FY26E $4.20 (+250%)", "+250%", "reproduces"),
    ("Sales 2023 $80B → 2024 $100B (+25% YoY)", "+25%", "reproduces"),
    ("Users 40M → 52M [company] → +30%", "+30%", "reproduces"),
    ("Shares 31M→34M=+3M", "+3M", "reproduces"),
    ("Rating 4.1 → 4.4 = 1.07x", "1.07x", "reproduces"),
    # points and percentages
    ("Margin 12% → 15.8%, +3.8 pp", "+3.8 pp", "reproduces"),
    ("Margin 12% → 15.8% (+3.8%)", "+3.8%", "reproduces"),
    ("Margin 12% → 15.8% (+32%)", "+32%", "reproduces"),
    ("Share 10% → 12%, +200 bps", "+200 bps", "reproduces"),
    ("亏损率从-20.4%升至-22.1%(-1.7pp)", "-1.7pp", "reproduces"),
    ("概率从8%到17.6%, 上升9.6个百分点", "9.6个百分点", "reproduces"),
    ("概率升级(+9.6pp，从8%到17.6%)", "+9.6pp", "reproduces"),
    # words
    ("Sales went from 50 to 28, down 44 %.", "44 %", "reproduces"),
    ("Sales fell 44 % to $28M from $50M.", "44 %", "reproduces"),
    ("A 20% drop from $100 to $80.", "20%", "reproduces"),
    ("It went from 100 to 150, a 50% increase.", "50%", "reproduces"),
    ("Sales rose to $94.8B, up 12% from $84.6B.", "12%", "reproduces"),
    ("Net debt fell from $10.0B to $8.0B, a drop of $2.0B.", "$2.0B", "reproduces"),
    ("利润由12亿元增至18亿元(+50%)", "+50%", "reproduces"),
    ("2021年每份$30收入，2024年降至$18，下降40%", "40%", "reproduces"),
    ("2024年营收80亿元，较2023年的64亿元增长25%", "25%", "reproduces"),
    ("资本开支超过$30B，较2024年 $12B增长150%+", "150%+", "reproduces"),
    ("费用涨了21%，收入增长了85%(从$390M到$722M)", "85%", "reproduces"),
    ("概率下调30%(25%→17.5%)", "30%", "reproduces"),
    ("实际28.2x vs 理论37.8x: 背离-25.4%", "-25.4%", "reproduces"),
    ("Value $343 vs $355 = -3.4%", "-3.4%", "reproduces"),
    ("current price $250.00, target $220.00 (-12%)", "-12%", "reproduces"),
    ("现价: $100，目标价: $130 (+30%)", "+30%", "reproduces"),
    # multiples: of all, or on top
    ("Users grew 5x from 10M to 50M.", "5x", "reproduces"),
    ("Users grew 4x from 10M to 50M.", "4x", "reproduces"),
    ("2025年$95B → 2035年 $550B意味着10年增长4.8倍", "4.8倍", "reproduces"),
    ("收入$95B → 5年内达到$470B+需要5倍增长", "5倍", "reproduces"),
    ("共识 $286B → 隐含$470-640B = 1.6-2.2x共识", "1.6-2.2x", "reproduces"),
    ("Leverage from 2.0x to 3.0x, up 1.0x", "1.0x", "reproduces"),
    ("up 3x from $10 to $40", "3x", "reproduces"),
    ("3x from $10 to $40", "3x", "reproduces"),
    ("4x from $10 to $40", "4x", "reproduces"),
    # against the year before
    ("Users went from 1.2M to 1.5M (+25% YoY)", "+25%", "reproduces"),
    ("用户从1.2M增至1.5M（同比+25%）", "+25%", "reproduces"),
    # what a share is worth and its price, either of which is the base
    ("Price target $150 vs. price $120, upside 25%", "25%", "reproduces"),
    ("目标价100元，现价80元，上涨空间25%", "25%", "reproduces"),
    ("fair value $120.7 against $422.61 (-71.4%)", "-71.4%", "reproduces"),
    ("fair value $200.0 vs price $150.0, discount 25%", "25%", "reproduces"),
    # what digits leave open
    ("股价从$283跌至$140(-50%)", "-50%", "rounding"),
    ("Price $24 → ~$71 (+204 %)", "+204 %", "rounding"),
)

WRONG = (
    ("Price $24 → $71 (+186 %)", "+186 %", "195.8 %", ""),
    ("Price $24 → $71 (+296 %)", "+296 %", "195.8 %", "it is what it came to as a share of what it was, and not the change"),
    ("Price $71 → $24 (+66 %)", "+66 %", "-66.2 %", "the sign is the other one"),
    ("Price $2.40 → $7.14 (+19.75 %)", "+19.75 %", "197.500 %", "it is 10 times too small"),
    ("Price $24.00 → $71.00 (+195.8 %)", None, None, None),
    ("Price $24.00 → $71.00 (+195.7 %)", "+195.7 %", "195.83 %", ""),
    ("Price $240.00 → $714.90 (+197.8 %)", "+197.8 %", "197.87 %", "it is cut off, and not rounded"),
    ("Sales went from 50 to 28, down 79 %.", "79 %", "44.0 %", SWAPPED),
    ("利润由12亿元增至18亿元，增长33%", "33%", "50.0%", SWAPPED),
    ("Margin fell from 18% to 14% (-22 pp).", "-22 pp", "-4.0 pp", POINTS),
    ("从25%降至20%，下降20个百分点", "20个百分点", "5.0个百分点", POINTS),
    ("流量暴跌61%(1.80%→0.60%)", "61%", "66.7%", ""),
    ("股价2025年3月从$200跌至$110(-60%)", "-60%", "-45.0%", ""),
    ("Users grew 3x from 10M to 50M.", "3x", "5.0x", ""),
    ("Sales rose to $94.8B, up 19% from $84.6B.", "19%", "12.1%", ""),
    ("营收100亿增长到150亿，增长60%", "60%", "50.0%", ""),
    ("5x from $10 to $40", "5x", "4.0x", ""),
    ("Users went from 1.2M to 1.5M (+15% YoY)", "+15%", "25.0%", ""),
    ("用户从1.2M增至1.5M（同比+15%）", "+15%", "25.0%", ""),
    ("FY2024 $80B → FY2025 $120B (+15% YoY)", "+15%", "50.0%", ""),
    ("Price target $150 vs. price $120, upside 35%", "35%", "25.0%", ""),
    ("目标价100元，现价80元，上涨空间35%", "35%", "25.0%", ""),
    ("现价80元，目标价100元，上涨空间35%", "35%", "25.0%", ""),
    ("$422.61 vs fair value $120.7 (-61.4%)", "-61.4%", "-71.44%", ""),
    ("fair value $120.7 against $422.61 (-61.4%)", "-61.4%", "-71.44%", ""),
    ("| a |\n|---|\n| 12% → 15%, **+5 pp** |", "+5 pp", "3.0 pp", ""),
)  # fmt: skip

NONE = (
    "plan: 20%→15%",
    "P: 18%→×0.75=13.5%",
    "v12→v13 (+5%)",
    "2024-01-05→2025-02-03 (+5%)",
    "Sales grew 20% from 2021 to 2025.",
    "GDP growth from 2% to 3% would lift sales by 10%.",
    "If the multiple moves from 20x to 25x, the price rises 40%.",
    "Sales grew from $10B to $12B, with costs up 30%.",
    "Sales grew from $10B to $12B (25% of the market).",
    "Margin 55% (from 50% to 55%), tax 21%",
    "Guidance moved from $50B to $55B, and the stock fell 8%.",
    "指引从$50B上调至$55B，股价下跌8%",
    "CapEx/营收从53.5%降至33.4%而营收翻2.4倍",
    "从$343降至$280-310, 股价跌至$280-310(-13%至-21%)",
    "EV $18.7B → 股价~$103 → -26%下行",
    "产能从2024年底35K wpm扩张至2025年底75K wpm，2026年底130K wpm — 三年扩张近4倍",
    "上行$70 vs 下行至价值$60.7(即-85.6%)",
    "The loss went from -$10M to $5M (+150%)",
    "1,000 users -> 1,200 users (+250)",
    "需求 100 → 120, 权重 30%",
    "份额12.1% vs 8.8%(+27% YoY)",
    "FY2022 $80B → FY2025 $120B (+15% YoY)",
    "收入从10.0亿增至12.0亿，同比增长30%",
    "目标价从$300上调至$355(+12%)",
    "The target goes from $300 to $355 (+12% upside)",
    "The price went from $80 to $100, up 3% since Monday.",
    "R&D从5.0%升至6.0%，增长30%",
    "营收20.0亿元，毛利较8.0亿元增长10%",
    "Price $80 → $100 (25% CAGR)",
    "$10B → $20B (+18.9%/年)",
    "Guidance went from $50B to $55B (+20% YoY)",
    "FY26 revenue guidance, as management has told us, rose from $50B to $55B (+20% YoY)",
    "Revenue Q3 $348M → Q4 $428M (+71% YoY)",
    "Users rose from 1.2M in January to 1.5M (+71% YoY)",
    "Revenue 1.0M → 1.2M → 1.5M (+80% YoY)",
    "Share of sales from 43% to 58% (+48% YoY)",
    "Bull target $500 vs base target $355 (-16%)",
    "$422.61 vs bull target $500 (-30%)",
    "New target $150 vs $120, upside 35%",
    "Fair value $150 vs price $120 (-2.1%)",
    "Amazon $94B vs fair value $60B (+27%)",
    "trades at 20x from $10 to $40",
    "it is 20x from $10 to $40",
    "Profit doubled, and sales went from $100M to $150M.",
    "Sales went from $100M to $150M, and profit doubled.",
    "Sales went from $100M to $150M, doubling the pace of profit.",
    "营收从100亿增至150亿，翻倍的是利润",
    "利润翻倍，营收从100亿增至150亿",
    "Sales doubled from $100M to $170M.",
    "Sales nearly doubled from $100M to $150M.",
    "Sales have not doubled from $100M to $150M.",
    "P/E doubled from 10x to 15x.",
)

FACTORS = (
    ("Sales doubled from $100M to $150M.", "doubled", "wrong", "1.5x"),
    ("Sales doubled to $150M from $100M.", "doubled", "wrong", "1.5x"),
    ("Sales doubled from $100M in 2020 to $150M in 2024.", "doubled", "wrong", "1.5x"),
    ("Sales doubled from $100M to $260M.", "doubled", "wrong", "2.6x"),
    ("Sales doubled from $100M to $180M.", "doubled", "reproduces", "1.8x"),
    ("Sales doubled from $100M to $220M.", "doubled", "reproduces", "2.2x"),
    ("Sales more than doubled from $100M to $350M.", "doubled", "reproduces", "3.5x"),
    ("Sales more than doubled from $100M to $150M.", "doubled", "wrong", "1.5x"),
    ("Sales nearly doubled from $100M to $170M.", "doubled", "reproduces", "1.7x"),
    ("营收从100亿翻倍至150亿", "翻倍", "wrong", "1.5x"),
    ("营收从100亿增至150亿，翻了一番", "翻了一番", "wrong", "1.5x"),
    ("产能翻倍(从100亿增至200亿)", "翻倍", "reproduces", "2.0x"),
    ("营收从100亿增至400亿，翻两番", "翻两番", "reproduces", "4.0x"),
    ("Sales tripled from $100M to $150M.", "tripled", "wrong", "1.5x"),
    ("Sales quadrupled ($100M → $200M).", "quadrupled", "wrong", "2.0x"),
    ("Sales halved from $100M to $80M.", "halved", "wrong", "0.80x"),
    ("Sales halved from $100M to $50M.", "halved", "reproduces", "0.50x"),
    ("从100亿降至80亿，减半", "减半", "wrong", "0.80x"),
)


def found(text):
    return claims_of(text, (find_changes,))


@pytest.mark.parametrize(("text", "stated", "verdict"), RIGHT)
def test_a_right_change_is_found(text, stated, verdict):
    assert [(claim.stated, claim.verdict.value, claim.kind) for claim in found(text)] == [
        (stated, verdict, Kind.CHANGE)
    ]


@pytest.mark.parametrize(("text", "stated", "shown", "cause"), WRONG)
def test_a_wrong_change_is_found_with_what_it_should_be_and_why(text, stated, shown, cause):
    wrong = [
        (claim.stated, claim.shown, claim.cause) for claim in found(text) if claim.verdict.value == "wrong"
    ]
    assert wrong == ([(stated, shown, cause)] if stated else [])


@pytest.mark.parametrize(("text", "stated", "verdict", "shown"), FACTORS)
def test_a_word_for_a_factor_is_read_generously(text, stated, verdict, shown):
    (claim,) = found(text)
    assert (claim.stated, claim.verdict.value, claim.shown) == (stated, verdict, shown)
    assert text[claim.place.column - 1 :][: claim.place.length] == stated


@pytest.mark.parametrize("text", NONE)
def test_what_may_be_of_something_else_is_no_claim(text):
    assert found(text) == []


def test_each_change_that_stands_before_a_chain_is_held_against_the_pair_that_goes_its_way():
    text = "20年后12x，但先跌90% [硬数据: ABCD $210→$14→$3900]"
    assert [(claim.stated, claim.shown, claim.verdict.value) for claim in found(text)] == [
        ("90%", "93.3%", "wrong"),
        ("12x", "18.6x", "wrong"),
    ]
    right = found(text.replace("12x", "19x").replace("90%", "93%"))
    assert [claim.verdict.value for claim in right] == ["reproduces", "reproduces"]


def test_a_difference_and_a_percentage_behind_one_pair_are_two_claims():
    claims = found("股数从34.70亿增至35.05亿，净增0.35亿股(+1.0%)")
    assert [(claim.stated, claim.verdict.value) for claim in claims] == [
        ("0.35亿股", "reproduces"),
        ("+1.0%", "reproduces"),
    ]


def test_a_claim_stands_where_its_number_does():
    text = "# Notes\n\n- sales **$24** → **$71** (**+186 %**), more\n\n| a | b |\n|---|---|\n| x | 12% → 15%, +5 pp |\n"
    for claim in found(text):
        row = text.split("\n")[claim.place.line - 1]
        assert row[claim.place.column - 1 :][: claim.place.length] == claim.stated
    assert [claim.place.line for claim in found(text)] == [3, 7]


def test_a_diagram_is_no_text():
    shown = read_note("```mermaid\ngraph LR\n  A[from 100 to 150, a 40% increase]\n```\n")
    assert find_changes(shown, "Note.md") == find_rates(shown, "Note.md") == []


def test_long_lines_are_read_in_parts_that_cut_no_number():
    text = (
        "前文没有数字" * 40
        + "从$1,048.5B增至$2,097.0B，净增$1,048.5B，累计增幅100.0%，"
        + "后文没有数字" * 40
    )
    assert [claim.verdict.value for claim in found(text)] == ["reproduces", "reproduces"]
    for gap in range(40):
        cut = found("从$100.0B增至$200.0B，增长100.0%，" + "另" * gap + "12345.678B" + "后文" * 60)
        assert [claim.verdict.value for claim in cut] == ["reproduces"]
