"""Expressions over quantities: what they come to, and why some have no value."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultval.figure import Figure
from vaultval.place import Place
from vaultval.quantity.expression import DEEPEST, LONGEST, ExpressionError, evaluated, parsed

HERE = Place("Note.md", 1, 1)
NAMES = {"Mass in kg": 1e9, "A-B": 3.0, "TAM": 1.5e12, "成本": 2.0}


def value(text):
    return float(evaluated(parsed(text, HERE), NAMES.get, lambda quantity, _name: quantity.value))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 × 3", 7), ("(1 + 2) × 3", 9), ("2^3^2", 512), ("-2^2", -4), ("2^-1", 0.5), ("3 - - 2", 5),
        ("8 / 4 / 2", 1), ("10 − 3 − 2", 5), ("5-3", 2), ("5–3", 2), ("5x-5x", 0), ("$5B-$3B", 2e9), ("（1＋2）×3", 9), ("6 ÷ 3", 2), ("2 · 3", 6),
        ("100,000 / (1,360 × 30 %)", 245.09803921568627),
        ("100000/(2×5.670374419*10^-8×400^4)", 34.444374492371594),
        ("1.9 × 10⁶", 1.9e6), ("10⁻³", 1e-3),
        ("1.1M x $99 x 12", 1306.8e6), ("$1.5T × 12% × 30% × 28x / 3.539B", 427.2393331449562),
        ("1360 W/m² × 2", 2720), ("TAM/3", 5e11), ("A-B - 2", 1), ("Mass in kg / 1,000 kg", 1e6), ("成本 × 3", 6),
        ("12 亿 / 3", 4e8),
    ],
)  # fmt: skip
def test_an_expression_comes_to(text, expected):
    assert value(text) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "ends too early"), ("1 +", "ends too early"), ("(1 + 2", "not closed"), ("1 + 2)", "does not belong here"),
        ("× 3", "is missing before this"), ("1 / 0", "divided by zero"), ("1 / (2 − 2)", "divided by zero"),
        ("(0 − 8)^0.5", "not whole"), ("9^9^9^9", "too large"), ("10^400", "too large"), ("10^300 × 10^300", "too large"), ("0 − 10^300 × 10^300", "too large"), ("Profit × 2", "'Profit' has no value here"),
        ("1 2", "cannot be read as one number"), ("12-15x + 1x y", "cannot be read"),
        ("(" * (DEEPEST + 2) + "1", "within each other"), ("-" * (DEEPEST + 2) + "1", "within each other"),
        ("1+" * LONGEST, "longer than"), ("__import__('os')", "does not belong here"), ("__import__", "has no value here"),
    ],
)  # fmt: skip
def test_what_is_no_expression_says_why(text, message):
    with pytest.raises(ExpressionError) as refused:
        value(text)
    assert message in refused.value.message
    start, end = refused.value.span
    assert 0 <= start <= end <= max(len(text), 1)


def test_an_expression_over_figures_has_the_bits_of_floats_and_remembers_its_inputs():
    tree = parsed("$1.5T × 12 % / 3.539B", HERE)
    figure = evaluated(tree, NAMES.get, lambda q, name: Figure(q.value, "input", (), name, q.place, q.text))
    assert isinstance(figure, Figure)
    assert figure.value == value("$1.5T × 12 % / 3.539B")
    assert [each.text for each in figure.inputs()] == ["$1.5T", "12 %", "3.539B"]
    assert [each.place.column for each in figure.inputs()] == [1, 9, 16]


@settings(max_examples=50)
@given(st.text(alphabet="0123456789.+-−*/×^()$% abMB⁻²¹x，（）", max_size=40))
def test_any_text_has_a_value_or_a_reason(text):
    with suppress(ExpressionError):
        assert isinstance(value(text), float)
