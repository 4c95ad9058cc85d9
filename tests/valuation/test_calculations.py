"""Calculations: formulas over what notes state and what is computed from it."""

import pytest

from tests.small_vault import FILES
from vaultval.pipeline import evaluate, read_vault

TABLE = """
## Financials

| Year | Revenue | SBC | Net income |
|---|---|---|---|
| FY2024 | $10B | $1B | $4B |
| FY2025 | $12B | $2B | $3B |

## Calculations

| What | Formula | Stated |
|---|---|---|
"""


def computed(make_vault, *rows):
    files = dict(FILES)
    name = next(path for path in files if "type: company" in files[path])
    files[name] += TABLE + "\n".join(rows) + "\n"
    results = evaluate(read_vault(make_vault(files)), __import__("datetime").date(2026, 2, 10))
    (analysis,) = results.analyses.values()
    (value,) = results.values.values()
    found = {each.calculation.name: each for each in analysis.calculations}
    return found, value, [f for f in results.findings if f.rule.name.startswith("calculation")]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("price × shares", 100e9), ("SBC FY2025 / Net income FY2024", 0.5), ("股权激励 FY2025 / 营收 FY2025", 2 / 12),
        ("`net cash / shares`", 10), ("net\\_cash / 2", 5e9), ("Pumps.base", 20), ("(price − core) / price", 0.7),
    ],
)  # fmt: skip
def test_a_formula_may_name_what_the_notes_state_and_what_is_computed(make_vault, formula, expected):
    found, _, findings = computed(make_vault, f"| It | {formula} | |")
    assert float(found["It"].value) == pytest.approx(expected, rel=1e-12)
    assert findings == []


def test_a_row_may_name_rows_above_it_and_not_below(make_vault):
    found, _, findings = computed(
        make_vault, "| A | 2 | |", "| B | A × 3 | |", "| C | D + 1 | |", "| D | 1 | |"
    )
    assert float(found["B"].value) == 6
    assert "C" not in found
    (finding,) = findings
    assert finding.message == "the formula of 'C' has no value: 'D' has no value here"


def test_what_is_computed_is_the_very_number_of_the_valuation(make_vault):
    found, value, _ = computed(make_vault, "| Full | full value | |", "| P | Robots.probability_adjusted | |")
    assert float(found["Full"].value) == float(value.full_value)
    assert float(found["P"].value) == float(value.options[0].probability)


@pytest.mark.parametrize(
    ("stated", "agrees"),
    [
        ("33 %", True), ("33.3 %", True), ("33.4 %", False), ("~35 %", True), ("~36 %", False), ("0.33", True),
        ("30-40 %", True), ("≥ 30 %", True), ("≥ 40 %", False), ("< 40 %", True), ("", None), ("—", None),
    ],
)  # fmt: skip
def test_a_stated_result_agrees_to_the_digits_that_it_prints(make_vault, stated, agrees):
    found, _, findings = computed(make_vault, f"| Third | 1 / 3 | {stated} |")
    assert found["Third"].agrees is agrees
    assert bool(findings) is (agrees is False)
