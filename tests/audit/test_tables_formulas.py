"""Formulas in cells without an equals sign, against the number that their row states."""

from tests.audit.told_by_tables import claims, right, wrong
from vaultval.audit.claims import Kind

CEILING = """
| Part | Value at 100 % | 计算 |
|---|---|---|
| Core | $75.4/股 | 汽车$33.9+能源$21.2+服务$8.5+净现金$2.3+溢价$9.5 |
| Storage | $34.0/股 | $500B×15%×15%×22×100%×0.712/3.539B |
| Taxis | $157.5/股 | $1.5T×12%×30%×28×100%×0.573/3.539B |
| Robots | $199.3/股 | $5T×5%×25%×35×100%×0.404/3.539B |
| Insurance | $2.7/股 | $50B×15%×10%×18×100%×0.712/3.539B |
| Chips | $24.2/股 | $200B×5%×30%×35×100%×0.573/3.539B |
| **Ceiling** | **$493.1/股** | |
"""


def test_each_formula_is_held_against_the_number_of_its_row() -> None:
    assert right(CEILING, Kind.CHAIN) == ["$75.4/股", "$2.7/股"]
    assert wrong(CEILING) == [
        ("$34.0/股", "$49.79/股"),
        ("$157.5/股", "$244.81/股"),
        ("$199.3/股", "$249.72/股"),
        ("$24.2/股", "$17.00/股"),
    ]


def test_the_sum_of_the_wrong_numbers_is_right_all_the_same() -> None:
    assert right(CEILING, Kind.TABLE_TOTAL) == ["$493.1/股"]


def test_the_cause_is_an_input_that_another_row_has() -> None:
    storage = next(claim for claim in claims(CEILING) if claim.stated == "$34.0/股")
    assert storage.cause == "15 in place of 22 gives $34.0/股"


def test_a_cell_with_an_equals_sign_is_left_to_the_chains() -> None:
    text = "\n| Part | Value | How |\n|---|---|---|\n| a | $6 | 2 × 3 = 6 |\n| b | $9 | 2 × 4 = 8 |\n"
    assert claims(text) == []


def test_formulas_beside_their_results_without_such_a_header() -> None:
    text = """
| Input | Formula term | Result |
|---|---|---|
| a | (1-0.15) × 0.6 | 0.510 |
| b | (1-0.25) × 0.4 | 0.300 |
| c | 0.80 × 0.8 | {} |
"""
    assert right(text.format("0.640"), Kind.CHAIN) == ["0.510", "0.300", "0.640"]
    assert ("0.460", "0.6400") in wrong(text.format("0.460"))


def test_prose_fractions_and_dates_are_no_formulas() -> None:
    text = """
| Item | Score | How |
|---|---|---|
| a | 75% | 8/8 |
| b | 90% | P/S 1.1x, P/E 0.9x |
| c | 80% | 2026-02-10 |
| d | 70% | 12-15x |
| e | 60% | three of 23/24 + more |
"""
    assert claims(text) == []


def test_amounts_that_are_printed_whole_may_be_rounded() -> None:
    text = """
| Cover | Multiple | Calculation |
|---|---|---|
| a | 28.4x | 14,000 / 492 |
| b | 26.5x | 13,066 / 492 |
| c | 49.0x | 24,132 / 492 |
"""
    assert wrong(text) == []
    assert wrong(text.replace("26.5x", "36.5x")) == [("36.5x", "26.56x")]
