"""Units that stand in the header of a column, and the rows below it."""

from datetime import date

import pytest

from vaultval.pipeline import evaluate, read_vault
from vaultval.quantity.header import NO_UNIT, header_unit

DAY = date(2026, 2, 10)


@pytest.mark.parametrize(
    ("header", "scale", "currency"),
    [
        ("EBITDA ($B)", 1e9, "USD"), ("R&D ($ billions)", 1e9, "USD"), ("R&D ($ in millions)", 1e6, "USD"),
        ("EBITDA（亿元）", 1e8, "CNY"), ("营收（单位：亿元）", 1e8, "CNY"), ("营收（百万美元）", 1e6, "USD"), ("x (USD, bn)", 1e9, "USD"),
        ("x ($bn, GAAP)", 1e9, "USD"), ("Revenue [$B]", 1e9, "USD"), ("Revenue, $B", 1e9, "USD"), ("Count (M)", 1e6, ""),
        ("Price ($/share)", 1, "USD"), ("x (USD thousands)", 1e3, "USD"),
    ],
)  # fmt: skip
def test_a_header_names_a_unit(header, scale, currency):
    unit = header_unit(header)
    assert (float(unit.scale), unit.currency, unit.doubt) == (scale, currency, "")


@pytest.mark.parametrize(
    "header", ["Revenue", "x (GAAP)", "x (2025)", "Low, base", "A, B and C", "Multiple (x)", "R&D", ""]
)
def test_a_header_names_none(header):
    assert header_unit(header) == NO_UNIT


def test_a_header_says_per_cent():
    assert header_unit("Share (%)").percent
    assert header_unit("Margin, %").percent


def valued(make_vault, table, *properties):
    stated = {"price": "$10", "shares": "10B", "net_cash": "$0"} | dict(
        line.split(": ", 1) for line in properties
    )
    lines = "\n".join(f"{key}: {value}" for key, value in stated.items() if value)
    results = evaluate(
        read_vault(make_vault({"Acme.md": f"---\ntype: company\n{lines}\n---\n## Segments\n\n{table}\n"})),
        DAY,
    )
    value = next(iter(results.values.values()), None)
    return value, [found.rule.name for found in results.findings]


@pytest.mark.parametrize(
    "table",
    [
        "| Segment | EBITDA ($B) | Base |\n|---|---|---|\n| A | 5 | 12x |",
        "| Segment | EBITDA ($B) | Base (x) |\n|---|---|---|\n| A | $5B | 12 |",
        "| Segment | EV base, $M |\n|---|---|\n| A | 60,000 |",
        "| Segment | EV base ($bn) |\n|---|---|\n| A | $60B |",
    ],
)
def test_a_segment_is_counted_in_the_unit_of_its_header_unless_its_cell_says_otherwise(make_vault, table):
    value, findings = valued(make_vault, table)
    assert float(value.core.base) == pytest.approx(6.0)
    assert findings == []


def test_a_unit_that_cannot_be_read_is_told(make_vault):
    _, findings = valued(
        make_vault, "| Segment | EBITDA ($ zillion) | Base |\n|---|---|---|\n| A | 5 | 12x |"
    )
    assert "ambiguous-quantity" in findings


@pytest.mark.parametrize(
    "name",
    ["Total", "**Total EV**", "Sum of the parts", "Core小计", "合计 EV", "SOTP总企业价值 (Total EV)", "Grand total", "Enterprise value"],
)  # fmt: skip
def test_a_row_that_adds_up_others_is_no_segment(make_vault, name):
    value, findings = valued(
        make_vault, f"| Segment | EV base |\n|---|---|\n| A | $40B |\n| B | $20B |\n| {name} | $60B |"
    )
    assert float(value.core.base) == pytest.approx(6.0)
    assert findings == ["row-of-totals"]


def test_a_business_whose_name_begins_like_a_total_is_one(make_vault):
    value, findings = valued(make_vault, "| Segment | EV base |\n|---|---|\n| TotalEnergies stake | $60B |")
    assert float(value.core.base) == pytest.approx(6.0)
    assert findings == []


def test_currencies_are_not_added_up_where_the_price_names_none(make_vault):
    value, findings = valued(
        make_vault, "| Segment | EV base |\n|---|---|\n| A | €50B |\n| B | $60B |", "price: 10", "net_cash: 0"
    )
    assert value is None
    assert "mixed-currencies" in findings


def test_one_currency_of_the_amounts_serves_a_price_without_a_sign(make_vault):
    value, findings = valued(
        make_vault, "| Segment | EV base |\n|---|---|\n| A | €60B |", "price: 10", "net_cash: 0"
    )
    assert float(value.core.base) == pytest.approx(6.0)
    assert value.company.currency == "EUR"
    assert findings == []


def test_rows_keep_their_names_with_what_stands_in_brackets(make_vault):
    table = "| Segment | EV base ($B) |\n|---|---|\n| Cars (US) | 10 |\n| Cars (China) | 20 |\n| 2024 cohort | 30 |"
    value, findings = valued(make_vault, table)
    assert [segment.name for segment in value.core.segments] == ["Cars (US)", "Cars (China)", "2024 cohort"]
    assert findings == []


def test_cash_less_debt_serves_where_no_net_cash_is_stated(make_vault):
    value, _ = valued(
        make_vault,
        "| Segment | EV base ($B) |\n|---|---|\n| A | 60 |",
        "net_cash: ",
        "cash: $20B",
        "debt: $5B",
    )
    assert float(value.core.net_cash) == pytest.approx(15e9)
    assert float(value.core.base) == pytest.approx(7.5)


def test_whole_values_in_the_columns_of_values_per_share_are_refused(make_vault):
    value, findings = valued(
        make_vault, "| Segment | Low | Base | High |\n|---|---|---|---|\n| A | $8B | $10B | $12B |"
    )
    assert value is None
    assert findings.count("wrong-unit") == 3


def test_a_matrix_under_synergy_counts_like_one_under_synergies(make_vault):
    from tests.small_vault import FILES

    files = {path: text.replace("## Synergies", "## Synergy") for path, text in FILES.items()}
    (value,) = evaluate(read_vault(make_vault(files)), DAY).values.values()
    assert float(value.pmx.premium) > 0
