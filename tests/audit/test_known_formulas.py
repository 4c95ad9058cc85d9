"""CAPM and wacc on one line, and what a report counts of itself."""

import pytest

from vaultval.audit.claims import Verdict
from vaultval.audit.known.counts import stated_counts
from vaultval.audit.known.formulas import known_formulas
from vaultval.audit.known.points import stated_points
from vaultval.audit.notes import shown_by
from vaultval.vault.vault import Hold, read_note


def note_of(text):
    return read_note("Note.md", text.encode("utf-8"), lambda _note: True, Hold.TEXT)[0]


def formulas(text):
    return known_formulas(shown_by(note_of(text)), "Note.md")


def counts(text):
    note = note_of(text)
    return stated_counts(note, shown_by(note))


@pytest.mark.parametrize(
    ("line", "stated", "verdict"),
    [
        ("> **WACC**: 11.5% [inferred: beta~2.0, risk-free rate 4.3%, ERP 5.5%]", "11.5%", "wrong"),
        ("> **WACC假设**: 11.5% [合理推断: beta~2.0, 无风险利率4.3%, ERP 5.5%]", "11.5%", "wrong"),
        ("WACC 15.3% (Rf 4.3%, beta 2.0, ERP 5.5%)", "15.3%", "reproduces"),
        ("WACC 16.5% (Rf 4.3%, beta 2.0, ERP 5.5%)", "16.5%", "wrong"),
        ("WACC 9.65%(Rf 4.23%+Beta 1.165×ERP 5.24%)", "9.65%", "not checkable"),
        ("WACC 11.5% (Rf 4.3%, beta 2.0, ERP 5.5%, debt 35%)", "11.5%", "not checkable"),
        (
            "Cost of equity 10.0% (risk-free rate of 4%, beta of 1.2, equity risk premium of 5%)",
            "10.0%",
            "reproduces",
        ),
        (
            "Cost of equity 9.0% (risk-free rate of 4%, beta of 1.2, equity risk premium of 5%)",
            "9.0%",
            "wrong",
        ),
        ("With Rf 4.0%, beta 1.1 and ERP 5.0% the cost of equity is 9.5%", "9.5%", "reproduces"),
        ("股权成本 12%：无风险利率 4%，贝塔 1.2，股权风险溢价 5%", "12%", "wrong"),
    ],
)
def test_a_rate_from_the_inputs_on_its_line(line, stated, verdict):
    (claim,) = formulas(line)
    assert (claim.stated, claim.verdict) == (stated, verdict)
    assert line[claim.place.column - 1 : claim.place.column - 1 + claim.place.length] == stated


@pytest.mark.parametrize(
    "line",
    [
        "WACC on an industry beta of 1.165, risk-free rate 4%, ERP 4.5%",  # no result
        "WACC 9% (beta 1.2, ERP 5%)",  # no risk-free rate
        "WACC 9% for one, Rf 4%, beta 1.2 and beta 1.4, ERP 5%",  # two betas
        "WACC 9%-10% (Rf 4%, beta 1.2, ERP 5%)",
        "WACC 8-9% (Rf 4%, beta 1.2, ERP 5%)",
        "Ke = 4% + 1.2 × 5% (Rf 4%, beta 1.2, ERP 5%)",  # a chain, which says so itself
        f"WACC 9%{' and so on' * 20} Rf 4%, beta 1.2, ERP 5%",
        "alphabeta 12, Rf 4%, ERP 5%, WACC 9%",
    ],
)
def test_lines_that_claim_no_rate(line):
    assert not formulas(line)


def test_the_cause_names_the_beta_that_fits():
    (claim,) = formulas("WACC 11.5% (beta 2.0, Rf 4.3%, ERP 5.5%)")
    assert claim.cause == "a beta of 1.31 gives 11.5%; debt alone would have to be 35% of the capital"
    (claim,) = formulas("WACC 9.65% (Rf 4.23%, beta 1.165, ERP 5.24%)")
    assert claim.cause == "the debt is missing: a share of 11% at the risk-free rate would explain it"


BODY = """# Report

One. [hard: 10-K] Two. [hard: 10-Q] Three. 【hard】
Four. [inferred: by size]
Five. [judgement]

| A | B |
|---|---|
| 1 | 2 |

```mermaid
pie
```

~~~mermaid
pie
~~~

{}
"""


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("> **Labels**: [hard]: 3, [inferred]: 1, [judgement]: 1", ()),
        ("> Labels: hard: 3, inferred: 2, judgement: 1", ("2",)),
        ("**标注统计**: 硬数据标注~3个, 合理推断~4个, 主观判断1个", ("~4",)),
        ("> **Mermaid图表**: 2张 | 表格: 1张", ()),
        ("> **Mermaid charts**: 3 | tables: 2", ("3", "2")),
        ("Mermaid charts: 2, and one of them a pie", ()),
    ],
)
def test_what_a_report_counts_of_itself(line, wrong):
    found = counts(BODY.format(line))
    assert found
    assert tuple(claim.stated for claim in found if claim.verdict is Verdict.WRONG) == wrong
    rows = BODY.format(line).split("\n")
    for claim in found:
        row = rows[claim.place.line - 1]
        assert row[claim.place.column - 1 : claim.place.column - 1 + claim.place.length] == claim.stated


@pytest.mark.parametrize(
    "line",
    [
        "This module has labels: hard 9, inferred 9, judgement 9",
        "Mermaid charts: ≥3",
        "Mermaid 3.1 is the version",
        "A hard 9 to beat",
        "Labels: hard 47% of all",
        "Mermaid charts: 3\n\nMermaid charts: 5",  # twice: each of a part
    ],
)
def test_counts_that_are_not_of_the_whole_note(line):
    assert not counts(BODY.format(line))


def test_a_legend_may_count_or_not():
    legend = "Labels: [hard] from filings, [inferred] by me, [judgement] a guess\n\n"
    for said in ("3", "4"):
        found = counts(BODY.format(f"{legend}> Label count: hard {said}个, inferred 2个, judgement 2个"))
        assert found[0].verdict in (Verdict.REPRODUCES, Verdict.ROUNDING)
    found = counts(BODY.format(f"{legend}> Label count: hard 5个, inferred 2个, judgement 2个"))
    assert found[0].verdict is Verdict.WRONG


def points(text):
    return stated_points(shown_by(note_of(text)), "Note.md")


ITEMS = "- One [hard: +1.0]\n- Two [hard: +1.0, 10-K]\n- Three [inferred: +0.5]\n"


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        (f"**Evidence** (2.5 points):\n{ITEMS}", ["reproduces"]),
        (f"### Evidence (2.5 points)\n\n{ITEMS}\n- Another list [hard: +1.0]\n", ["reproduces"]),
        (f"**证据**（3.0分）：\n{ITEMS}", ["wrong"]),
        ("**反证** (1.5分):\n- One [hard: -1.0]\n- Two [media: -0.5]\n", ["reproduces"]),
        (f"**Evidence** (2.5 points):\n{ITEMS}- Four, without a label\n", []),
        (f"**Evidence** (2.5 points):\n{ITEMS}- Against [hard: -1.0]\n", []),
        (f"**Evidence** (2.5 points):\n\n\n{ITEMS}", []),
        ("It got 5 of (10 points)\nand lost\n", []),
    ],
)
def test_points_above_the_items_that_they_sum(text, verdicts):
    found = points(text)
    assert [claim.verdict for claim in found] == verdicts
    for claim in found:
        row = text.split("\n")[claim.place.line - 1]
        assert row[claim.place.column - 1 : claim.place.column - 1 + claim.place.length] == claim.stated


@pytest.mark.parametrize(
    "part", ["beta 1 ", "Rf 4% ", "(2 points) ", "Mermaid 1 label ", "[hard: +1", "betabeta", "WACC 9% ("]
)
def test_a_hostile_line_is_read_in_one_go(part):
    text = part * 20_000
    assert formulas(text) == counts(text) == points(text) == []
