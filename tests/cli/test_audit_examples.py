"""The examples of docs/audit.md, through the command: of each kind of claim a right one and a wrong one."""

import re
from pathlib import Path

import pytest

from tests.cli.test_audit import document
from tests.small_vault import FILES
from vaultval.audit.claims import Kind

PAGE = (Path(__file__).resolve().parent.parent.parent / "docs" / "audit.md").read_text("utf-8")

PARTS = "| Part | Revenue |\n|---|--:|\n| Pumps | $1.5B |\n| Valves | $2.5B |\n| {} | {} |\n"
SHARES = "| Part | Revenue | {} |\n|---|--:|--:|\n| Pumps | $1.5B | {} |\n| Valves | $2.5B | 25.0 % |\n| Seals | $3.0B | 30.0 % |\n| Taps | $3.0B | 30.0 % |\n"
WEIGHTS = "| Case | {} |\n|---|---|\n| Good | 40% |\n| Fair | 35% |\n| Poor | {} |\n"
RATIO = "| | R&D | Revenue | R&D/Revenue |\n|---|--:|--:|--:|\n| FY2022 | 8.0 | 200.0 | 4.0 % |\n| FY2023 | 9.9 | 220.0 | 4.5 % |\n| FY2024 | 12.0 | 240.0 | 5.0 % |\n| FY2025 | 15.0 | 250.0 | {} |\n"
GROWTH = "| Year | Revenue | Growth |\n|---|--:|--:|\n| 2021 | 100.0 | |\n| 2022 | 160.0 | 60.0 % |\n| 2023 | 200.0 | 25.0 % |\n| 2024 | 250.0 | 25.0 % |\n| 2025 | 300.0 | {} |\n"

SALES_MULTIPLES = (
    "| Firm | market cap ($B) | revenue ($B) | `P/S` |\n|---|---|---|---|\n"
    "| A | 120.0 | 40.0 | 3.0x |\n| B | 90.0 | 36.0 | 2.5x |\n| C | 200.0 | 50.0 | {} |\n"
)
ORDERS = (
    "| Item | `Qty` | `Price` | `Amount` |\n|---|---|---|---|\n"
    "| A | 3 | $120 | $360 |\n| B | 5 | $70 | $350 |\n| C | 4 | $150 | $600 |\n| D | 2 | $450 | {} |\n"
)
# kind, text with a hole for the figure, a figure that is right, one that is wrong
EXAMPLES = (
    ("chain", "$8.0B × 12x = $96B / 3.539B股 = {}", "$27.1/股", "$31.7/股"),
    ("chain", "$8.0B × 12x = {} / 3.539B股 = $27.1/股", "$96B", "$86B"),
    ("chain", "$8.0B × 12x\n= {}", "$96B", "$69B"),
    ("chain", "- **Pumps**: `$8.0B × 12x = {}`", "$96B", "$98B"),
    ("chain", "## Pumps: $8.0B × 12x = {}", "$96B", "$98B"),
    ("chain", "```\nPumps: $8.0B × 12x = {}\n```", "$96B", "$98B"),
    ("chain", "| a | b |\n|---|---|\n| Pumps | $8.0B × 12x = {} |\n", "$96B", "$98B"),
    ("chain", "Pumps: ８.0 × 12 ＝ {}", "96.0", "98.0"),
    ("weighted_mean", "$18.7×25% + $10.5×50% + $2.7×25% = {}", "$10.6", "$12.6"),
    ("change", "$8.0B → $24.2B ({})", "+202 %", "+302 %"),
    ("change", "Stars went from 50 to 28, down {}", "44 %", "56 %"),
    ("change", "Revenue: $100B (2025) → $200B (2030), CAGR {}", "15 %", "20 %"),
    ("change", GROWTH, "20.0 %", "50.0 %"),
    ("table_total", PARTS.format("Total", "{}"), "$4.0B", "$4.5B"),
    ("table_total", PARTS.format("Sum", "{}"), "$4.0B", "$4.5B"),
    ("table_total", PARTS.format("合计", "{}"), "$4.0B", "$4.5B"),
    ("table_total", PARTS.format("小计", "{}"), "$4.0B", "$4.5B"),
    ("table_share", SHARES.format("Share", "{}"), "15.0 %", "27.5 %"),
    ("table_share", WEIGHTS.format("Weight", "{}"), "25%", "30%"),
    ("table_share", WEIGHTS.format("Probability", "{}"), "25%", "30%"),
    ("table_ratio", RATIO, "6.0 %", "7.0 %"),
    ("table_ratio", SALES_MULTIPLES, "4.0x", "5.0x"),
    ("table_ratio", ORDERS, "$900", "$950"),
    ("model", "Discount factor: 1/(1.12)^3 = 0.712\n\nRf = 4.0%, beta = 1.5, ERP = 5.0%: cost of equity = {}", "11.5%", "13.5%"),
    ("model", "Mermaid charts: {}\n\n```mermaid\nflowchart LR\n  a --> b\n```\n", "1", "4"),
)  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "right", "wrong"), EXAMPLES)
def test_each_example_is_read_and_judged(make_vault, kind, text, right, wrong):
    vault = make_vault({"Right.md": text.format(right) + "\n", "Wrong.md": text.format(wrong) + "\n"})
    told = document(vault)["claims"]
    seen = {(c["note"], c["kind"], c["stated"].strip()): c["verdict"] for c in told}
    assert seen.get(("Right.md", kind, right)) in ("reproduces", "rounding"), told
    assert seen.get(("Wrong.md", kind, wrong)) == "wrong", told


@pytest.mark.parametrize(("stated", "wrong"), [("$13.22", 0), ("$1.75", 1)])
def test_a_figure_of_the_model_is_read_and_judged(make_vault, stated, wrong):
    files = dict(FILES)
    files["Robots.md"] = files["Robots.md"].replace(
        "probability: 40 %", f"probability: 40 %\nstated_value: {stated}"
    )
    claims = document(make_vault(files))["claims"]
    own = [claim for claim in claims if claim["stated"] == stated]
    assert own
    assert {claim["kind"] for claim in own} == {"model"}
    assert any(claim["verdict"] == "wrong" for claim in own) == bool(wrong)


def test_every_kind_and_every_example_of_the_table_is_tried():
    table = PAGE.partition("| kind | example |")[2].partition("\n\n")[0]
    rows = dict(re.findall(r"(?m)^\| `(\w+)` \| (.*) \|$", table))
    assert set(rows) == {kind.value for kind in Kind} == {kind for kind, *_ in EXAMPLES}
    tried = "\n".join(text.format(right) for _, text, right, _ in EXAMPLES)
    spelt = [code for row in rows.values() for code in re.findall(r"`([^`]+)`", row) if code != "="]
    assert spelt
    assert [code for code in spelt if code not in tried] == []


# Verdicts


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("12.5 × 2 = 25.0", "reproduces"),
        ("12.5 × 2 = 25.1", "rounding"),  # 12.55 × 2
        ("12.5 × 2 = 25.3", "wrong"),
        ("12.5 × 2 ≈ 26", "reproduces"),
        ("12.5 × 2 = 约26.0", "reproduces"),
        ("12.5 × 2 = 约28.0", "wrong"),
        ("$500B × 10 % × 13 % × 20x = $130.0B", "reproduces"),
        ("$500B × 10 % × 13 % × 20x = $134.0B", "wrong"),  # 13.4 % would do, but 13 % is chosen
        ("8.0 × 12 - overheads = 97.5", "not checkable"),
    ],
)
def test_each_verdict_of_the_page(make_vault, text, verdict):
    (claim,) = document(make_vault({"A.md": f"- Pumps: {text}\n"}))["claims"]
    assert claim["verdict"] == verdict


@pytest.mark.parametrize(
    "text", ["v12→v13", "2026-02-10", "12-15x", "60/40", "24/7", "Q4/25", "%% 8.0 × 12 = 97 %%", "$$ 8.0 × 12 = 97 $$"]
)  # fmt: skip
def test_what_the_page_calls_no_claim_is_none(make_vault, text):
    assert document(make_vault({"A.md": f"- Pumps: {text}\n"}))["claims"] == []


def test_code_with_a_language_is_not_read(make_vault):
    assert document(make_vault({"A.md": "```python\nx = 8.0 * 12 = 97.5\n```\n"}))["claims"] == []


@pytest.mark.parametrize(
    "text",
    [
        "8.0 times 12 is 97.",
        "8.0 times 12 makes 97.",
        "Revenue doubled from $50B to $80B.",
        "Two thirds of $90B, so $80B.",
        "- Pumps: $1.5B\n- Valves: $2.5B\n- $9.0B",
        "We sold 8.0 of them at 12 each.\n\nThat gave us 97.",
        "Eight billion × twelve = ninety-seven billion",
        "八十亿 × 十二 = 九百七十亿",
        "|---|---|\n| Pumps | $1.5B |\n| Valves | $2.5B |\n| | $9.0B |",
        "| Part | Revenue | Share |\n|---|--:|--:|\n| Pumps | $1.5B | 27.5 % |\n| Valves | $2.5B | 62.5 % |",
        "![[Pumps 8.0 × 12.png]]",
    ],
)
def test_what_the_page_says_is_not_read_makes_no_claim(make_vault, text):
    assert document(make_vault({"A.md": text + "\n"}))["claims"] == []
