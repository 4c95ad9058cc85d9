"""Quantities. The cases are a table for people to read: quantity_cases.md beside this file."""

import dataclasses
import math
from decimal import localcontext
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultval.diagnostics import Severity
from vaultval.place import Place
from vaultval.quantity import Quantity, Unit, read, written

AT = Place("Tesla.md", 12, 5)
CASES = Path(__file__).with_name("quantity_cases.md")
FEW = settings(max_examples=150, deadline=None)


class Row(NamedTuple):
    text: str
    cells: tuple[str, ...]

    @property
    def expect(self) -> Unit | None:
        return Unit(self.cells[0]) if self.cells[0] else None


def section(name: str) -> list[Row]:
    """The rows of one table of the cases; the text is between the first two backticks."""
    text = CASES.read_text(encoding="utf-8").partition(f"## {name}")[2].partition("\n## ")[0]
    rows = []
    for line in text.split("\n"):
        if line.startswith("| `"):
            _, case, rest = line.split("`", 2)
            rows.append(Row(case, tuple(cell.strip().strip("`") for cell in rest.split("|")[1:-1])))
    return rows


READ, BLANK, REFUSED = section("Read"), section("Blank"), section("Refused")


def test_the_table_is_as_large_as_it_claims_to_be():
    assert len(READ) >= 170
    assert len(BLANK) >= 8
    assert {row.cells[1] for row in REFUSED} == {"not-a-quantity", "ambiguous-quantity", "wrong-unit"}


@pytest.mark.parametrize("row", READ, ids=lambda row: f"{row.text} {row.cells[0]}")
def test_a_text_is_read_as_the_table_says(row):
    _, value, low, high, unit, currency, about, bound, digits, scale, suffix = row.cells
    quantity, findings = read(row.text, AT, expect=row.expect)
    assert findings == []
    assert quantity is not None
    shown = dataclasses.asdict(quantity) | {"text": None, "place": None}
    assert shown == {
        "value": float(value), "unit": Unit(unit), "currency": currency,
        "low": float(low or value), "high": float(high or value),
        "approximate": about == "yes", "bound": bound,
        "digits": int(digits), "scale": float(scale or 1), "suffix": suffix,
        "text": None, "place": None,
    }  # fmt: skip


@pytest.mark.parametrize("row", BLANK, ids=lambda row: repr(row.text))
@pytest.mark.parametrize("expect", [None, Unit.CURRENCY])
def test_a_blank_cell_is_no_quantity_and_no_finding(row, expect):
    assert read(row.text, AT, expect=expect) == (None, [])


@pytest.mark.parametrize("row", REFUSED, ids=lambda row: f"{row.text} {row.cells[0]}")
def test_what_is_no_quantity_gives_one_finding_that_points_at_the_reason(row):
    _, rule, found, hint = row.cells
    quantity, findings = read(row.text, AT, expect=row.expect)
    assert quantity is None
    assert [(each.rule.name, each.found, each.hint) for each in findings] == [(rule, found, hint)]
    (finding,) = findings
    assert finding.severity is Severity.ERROR
    assert finding.message
    offset = finding.place.column - AT.column
    assert row.text[offset : offset + finding.place.length] == found
    assert (finding.place.note, finding.place.line) == (AT.note, AT.line)


def test_text_and_place_are_those_of_the_quantity_without_emphasis_and_label():
    quantity, _ = read("**$27.1/股** [hard: 10-K]", AT)
    assert quantity.text == "$27.1/股"
    assert quantity.place == Place("Tesla.md", 12, 7, 7)


def test_a_finding_in_a_text_of_several_lines_stands_where_the_text_begins():
    _, (finding,) = read("5\nbananas", AT)
    assert finding.place == AT


def test_percentages_and_scaled_amounts_are_the_nearest_float_of_the_decimal():
    texts = ("12%", "3.539B", "0.1%", "15bps", "$1,405.3B", "27.32832%")
    assert [read(text, AT)[0].value for text in texts] == [
        0.12,
        3539000000.0,
        0.001,
        0.0015,
        1405.3e9,
        0.2732832,
    ]


def test_reading_and_writing_do_not_depend_on_somebody_elses_decimal_context():
    with localcontext(prec=2):
        assert read("$1,405.37B", AT)[0].value == 1405.37e9
        assert written(1405.37e9, Unit.CURRENCY, "USD", 2) == "$1.41T"
        assert written(0.48964, Unit.RATIO, digits=3) == "48.964 %"


def test_a_dollar_sign_is_overruled_only_by_a_currency_that_is_written_with_it():
    assert read("$5 CAD", AT)[0].currency == "CAD"
    assert read("¥5", AT)[0].currency == "CNY"
    assert read("¥5日元", AT)[0].currency == "JPY"
    assert read("€5 CAD", AT)[0] is None


def test_a_label_is_passed_over_however_it_is_nested():
    assert read("$5B [hard: [[10-K FY2025|10-K]], p. 3] (see [[Notes]])", AT)[0].value == 5e9
    assert read("$5B [10-K](https://example.com/a_(b))", AT)[0].value == 5e9


@pytest.mark.parametrize("text", ["(" * 50_000, "5" + "()" * 50_000, "5" + ")" * 50_000, "[" * 50_000 + "]" * 50_000,
                                  "x" * 50_000 + "5" + "()" * 50_000, "9" * 100_000, "9," * 50_000, "-" * 100_000 + "5",
                                  "~" * 100_000, "$" * 100_000, "5 " * 50_000, "**" * 50_000 + "5"])  # fmt: skip
def test_hostile_texts_are_answered(text):
    quantity, findings = read(text, AT)
    assert (quantity is None) == (len(findings) == 1)


PIECES = """$ ¥ € 1 5 12 405 2031 . , - – ~ + % ％ ( ) [ ] ** ` / 股 x × 倍 B T M m t 万 亿 兆 元 美元 pp bps y 年
T= ≥ < 约 to 至 左右 e E \\ &lt; USD GWh ¹ [^1]"""
FRAGMENTS = st.lists(st.sampled_from([*PIECES.split(), " "]), max_size=8).map("".join)


@FEW
@given(st.one_of(st.text(), FRAGMENTS), st.sampled_from([None, *Unit]))
def test_any_text_gives_a_quantity_or_one_finding_or_is_blank(text, expect):
    quantity, findings = read(text, AT, expect=expect)
    assert len(findings) <= (quantity is None)
    if quantity:
        assert quantity.low <= quantity.value <= quantity.high
        assert all(math.isfinite(number) for number in (quantity.low, quantity.high, quantity.scale))
        assert expect in {None, Unit.OTHER, quantity.unit}
        assert text[quantity.place.column - AT.column :].startswith(quantity.text)


WRAPPINGS = [
    "{}",
    "**{}**",
    "  {} ",
    "{} [hard: +1.0, 10-K]",
    "**{}** [硬数据：10-K]",
    "{} (高)",
    "`{}`",
    "{}[^2]",
    "{}。",
]


@FEW
@given(st.sampled_from(READ), st.sampled_from(WRAPPINGS), st.sampled_from(WRAPPINGS))
def test_what_stands_around_a_quantity_changes_nothing_but_its_place(row, inner, outer):
    plain, _ = read(row.text, AT, expect=row.expect)
    wrapped, findings = read(outer.format(inner.format(row.text)), AT, expect=row.expect)
    assert findings == []
    assert dataclasses.replace(wrapped, place=plain.place) == plain


VALUES = st.one_of(
    st.floats(-1e15, 1e15, allow_nan=False),
    st.decimals(-10_000, 10_000, places=4).map(float),
    st.integers(-(10**15), 10**15).map(float),
)


@FEW
@given(
    VALUES,
    st.sampled_from([unit for unit in Unit if unit is not Unit.YEARS]),
    st.sampled_from(["", "USD", "CNY", "JPY", "HKD", "TWD", "CHF"]),
    st.sampled_from(["en", "zh"]),
)
def test_what_is_written_reads_back_to_five_significant_digits(value, unit, currency, language):
    currency = currency if unit is Unit.CURRENCY else ""
    quantity, findings = read(written(value, unit, currency, language=language), AT, expect=unit)
    assert findings == []
    assert quantity is not None
    assert math.isclose(quantity.value, value, rel_tol=5.1e-5, abs_tol=1e-8)
    assert (quantity.unit, quantity.currency) == (unit, currency)


@FEW
@given(VALUES, st.sampled_from(Unit), st.integers(0, 6), st.sampled_from(["en", "zh"]))
def test_writing_never_prints_minus_zero(value, unit, digits, language):
    text = written(value, unit, digits=digits, language=language)
    assert not text.startswith("-") or any(digit in text for digit in "123456789")


@pytest.mark.parametrize(("text", "arguments"), [
    ("$1.5T", (1.5e12, Unit.CURRENCY, "USD")),
    ("$1.405T", (1.405e12, Unit.CURRENCY, "USD")),
    ("$94.83B", (94.83e9, Unit.CURRENCY, "USD")),
    ("-$5B", (-5e9, Unit.CURRENCY, "USD")),
    ("$43,490", (43490.0, Unit.CURRENCY, "USD")),
    ("$422.61", (422.61, Unit.CURRENCY, "USD")),
    ("$60.7", (60.7205, Unit.CURRENCY, "USD", 1)),
    ("$1.0T", (999.99e9, Unit.CURRENCY, "USD", 1)),
    ("$1B", (999_999_999.0, Unit.CURRENCY, "USD")),
    ("¥3.2亿", (3.2e8, Unit.CURRENCY, "CNY", None, "zh")),
    ("$1,309亿", (1.309e11, Unit.CURRENCY, "USD", None, "zh")),
    ("$1.5万亿", (1.5e12, Unit.CURRENCY, "USD", None, "zh")),
    ("JPY 500B", (5e11, Unit.CURRENCY, "JPY")),
    ("1.5T", (1.5e12, Unit.CURRENCY)),
    ("48.96 %", (0.4896, Unit.RATIO)),
    ("49.0 %", (0.4896, Unit.RATIO, "", 1)),
    ("-68.57 %", (-0.68570, Unit.RATIO, "", 2)),
    ("48.96%", (0.4896, Unit.RATIO, "", None, "zh")),
    ("0 %", (1.1e-17, Unit.RATIO)),
    ("0 %", (-0.0001, Unit.RATIO, "", 0)),
    ("13.5x", (13.5, Unit.MULTIPLE)),
    ("13.5倍", (13.5, Unit.MULTIPLE, "", None, "zh")),
    ("3.539B", (3.539e9, Unit.COUNT)),
    ("35.39亿", (3.539e9, Unit.COUNT, "", None, "zh")),
    ("5y", (5.0, Unit.YEARS)),
    ("5年", (5.0, Unit.YEARS, "", None, "zh")),
    ("2031", (2031.0, Unit.YEARS)),
    ("2031年", (2031.0, Unit.YEARS, "", None, "zh")),
    ("0.12", (0.125, Unit.OTHER, "", 2)),
    ("0.38", (0.375, Unit.OTHER, "", 2)),
    ("n/a", (math.inf, Unit.RATIO)),
    ("n/a", (math.nan, Unit.CURRENCY, "USD")),
])  # fmt: skip
def test_values_are_written_compactly(text, arguments):
    assert written(*arguments) == text


def test_a_language_that_nobody_writes_is_misuse():
    with pytest.raises(ValueError, match="fr"):
        written(1.0, Unit.RATIO, language="fr")


def test_a_quantity_cannot_be_changed():
    quantity, _ = read("$5", AT)
    assert isinstance(quantity, Quantity)
    with pytest.raises(dataclasses.FrozenInstanceError):
        quantity.value = 6.0
