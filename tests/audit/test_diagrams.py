"""What the diagrams of a note claim: changes on edges, totals and slices of pies."""

import pytest

from vaultval.audit.changes.diagrams import FENCES, find_in_diagrams
from vaultval.audit.claims import Kind
from vaultval.note.printed import printed
from vaultval.note.scan import scan

HEAD = "# Notes\n\n```mermaid\n"


def found(diagram):
    text = f"{HEAD}{diagram}\n```\n"
    return find_in_diagrams(printed(text, scan(text), (), FENCES), "Note.md")


def told(diagram):
    return [(claim.stated, claim.verdict.value, claim.shown, claim.cause) for claim in found(diagram)]


RATES = """graph LR
    A[FY2025<br>$100.0B] -->|CAGR ~40%| B[FY2027<br>~$196B]
    B -->|CAGR ~35%| C["FY2030<br/>~$490-680B"]
    D[FY2025<br>$100.0B] -->|CAGR 25%| E[FY2027<br>$121B]
    E -->|CAGR 25.8%| F[FY2030<br>$302.8B]
"""


def test_rates_between_nodes_with_their_years():
    assert told(RATES) == [
        ("~40%", "reproduces", "40.0%", ""),
        ("~35%", "wrong", "51.4%", "it fits the low end, and not the high one"),
        ("25%", "wrong", "10.0%", ""),
        ("25.8%", "wrong", "35.77%", "4 years are counted, 3 lie between"),
    ]


def test_a_claim_of_an_edge_stands_at_its_label():
    claims = found(RATES)
    rows = (HEAD + RATES).split("\n")
    for claim in claims:
        row = rows[claim.place.line - 1]
        assert row[claim.place.column - 1 :][: claim.place.length] == claim.stated


def test_changes_between_nodes():
    diagram = """flowchart LR
    A[FY2021<br/>1,500B] -->|+40.0%| B[FY2022<br/>2,100B]
    B -->|-5.0%| C[FY2023<br/>1,900B]
    M[FY2021<br/>51.6%] -->|+8.0pp| N[FY2022<br/>59.6%]
    N -->|-5.5pp| O[FY2023<br/>54.4%]
    P[Profit<br/>$1,000B] -->|"+37.3% YoY"| Q[Cash<br/>$1,373B]
"""
    assert told(diagram) == [
        ("+40.0%", "reproduces", "40.00%", ""),
        ("-5.0%", "wrong", "-9.52%", ""),
        ("+8.0pp", "reproduces", "8.00pp", ""),
        ("-5.5pp", "wrong", "-5.20pp", ""),
        ("+37.3%", "reproduces", "37.30%", ""),
    ]


@pytest.mark.parametrize(
    "edge",
    [
        "A[Profit $100B] -->|47.3% paid| B[Dividends $40B]",
        "A[Profit $100B] -->|-30%| B[Price $55]",
        "A[Base $1,023] -->|+40%| B[Full $1,100]",
        "A[Base $1,023] -->|-30% discount| B[Price $716]",
        "A[2025] -->|+20%| B[2026]",
        "A[FY2025 $100B] -->|CAGR 40%| B[$196B]",
        "A[FY2025 $100B] -->|28%| B[FY2026 $140B]",
        "A[FY2025 $100B or $110B] -->|+50%| B[FY2026 $140B]",
        "A --> B[FY2026 $140B]",
        "A[FY2023 $100B] -->|+15% YoY| B[FY2026 $140B]",
    ],
)
def test_a_label_that_may_mean_something_else_makes_no_claim(edge):
    assert told(f"graph LR\n    {edge}\n") == []


def test_a_pie_sums_to_the_amount_in_its_title():
    pie = 'pie title Price $422.61 per share\n    "Cars" : 30.5\n    "Storage" : 30.2\n    "Hope" : {}\n'
    assert told(pie.format("361.91")) == [("$422.61 per share", "reproduces", "$422.610 per share", "")]
    assert told(pie.format("361.9")) == [("$422.61 per share", "rounding", "$422.600 per share", "")]
    assert told(pie.format("350.0")) == [("$422.61 per share", "wrong", "$410.700 per share", "")]
    assert [claim.kind for claim in found(pie.format("350.0"))] == [Kind.TABLE_TOTAL]
    assert told(pie.format("1.0")) == [], "so far off, the title means something else"


def test_slices_of_a_hundred_per_cent_are_no_amounts():
    assert told('pie title Sales of $2.2B\n    "Ads" : 93.6\n    "Data" : 6.4\n') == []
    assert told('pie title Sales of $98B\n    "Ads" : 93.6\n    "Data" : 6.4\n') == []


def test_a_count_in_a_title_is_no_total():
    assert told('pie title Top 10 of all\n    "Ads" : 6.30\n    "Data" : 3.00\n') == []


def test_slices_repeat_the_numbers_of_their_labels():
    pie = 'pie title "Value"\n    "Cars ~$52B" : 52\n    "Storage ~$51B" : {}\n    "Other ~$10B" : 10\n'
    assert told(pie.format("51")) == [(n, "reproduces", f"{n}.0", "") for n in ("52", "51", "10")]
    assert told(pie.format("71"))[1] == ("71", "wrong", "51.0", "")


def test_labels_whose_numbers_mean_something_else_are_passed_over():
    pie = (
        'pie title "Value"\n    "Robots (P 30%)" : 52\n    "Storage (P 45%)" : 51\n    "Cars (P 90%)" : 10\n'
    )
    assert told(pie) == []


def test_other_diagrams_and_other_code_make_no_claims():
    assert told('xychart-beta\n    title "Sales $5B"\n    "a" : 3\n    "b" : 1.9\n') == []
    assert told("gantt\n    A[FY2025 $1] -->|CAGR 40%| B[FY2026 $9]\n") == []
    text = '```\npie title $5B\n    "a" : 3\n    "b" : 1.9\n```\n'
    assert find_in_diagrams(printed(text, scan(text), (), FENCES), "Note.md") == []


def test_two_diagrams_do_not_know_each_other():
    text = f"{HEAD}graph LR\n    A[FY2025 $100B] --> B\n```\n\ntext\n\n{HEAD[9:]}graph LR\n    A -->|CAGR 40%| B[FY2027 $150B]\n```\n"
    assert find_in_diagrams(printed(text, scan(text), (), FENCES), "Note.md") == []
