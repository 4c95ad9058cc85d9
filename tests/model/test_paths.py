"""One grammar for every path over the years, in both languages; what does not fit is said."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultval.model.nodes import Statement
from vaultval.model.paths import read_path
from vaultval.place import Place
from vaultval.valuation.discounting.paths import length_of, misfit, path_values
from vaultval.valuation.steps import as_float
from vaultval.vocabulary import Vocabulary

WORDS = Vocabulary()


def path_of(*texts):
    parts = tuple((text, Place("A.md", 3 + i, 10, len(text))) for i, text in enumerate(texts))
    return read_path(Statement("growth", parts, (), Place("A.md", 2)), WORDS)


def values(text, years, fade="from_first_year"):
    path, findings = path_of(text)
    assert findings == []
    return [round(float(value), 12) for value in path_values(path, years, fade, as_float, "growth")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6 %", [0.06] * 5),
        ("0.06", [0.06] * 5),
        ("-3 %", [-0.03] * 5),
        ("20 %, 16 %, 12 %, 8 %, 4 %", [0.2, 0.16, 0.12, 0.08, 0.04]),
        ("20%，16%，12%、8%；4%", [0.2, 0.16, 0.12, 0.08, 0.04]),
        ("10 % -> 20 %", [0.1, 0.125, 0.15, 0.175, 0.2]),
        ("10% → 20%", [0.1, 0.125, 0.15, 0.175, 0.2]),
        ("10 % -> 20 % over 5", [0.1, 0.125, 0.15, 0.175, 0.2]),
        ("10 % -> 20 % over 3 years", [0.1, 0.15, 0.2, 0.2, 0.2]),
        ("10% → 20% 历时 3 年", [0.1, 0.15, 0.2, 0.2, 0.2]),
        ("10% → 20%历时3年", [0.1, 0.15, 0.2, 0.2, 0.2]),
        ("4 % -> 9 % from base year", [0.05, 0.06, 0.07, 0.08, 0.09]),
        ("4% → 9% 基年起", [0.05, 0.06, 0.07, 0.08, 0.09]),
        ("20 % for 2, 20 % -> 10 % over 3", [0.2, 0.2, 0.2, 0.15, 0.1]),
        ("20 % for 2, 20 % -> 10 %", [0.2, 0.2, 0.2, 0.15, 0.1]),
        ("20% 持续 2 年，20% → 10%", [0.2, 0.2, 0.2, 0.15, 0.1]),
        ("30 %, 20 % -> 10 % over 2, 5 % for 2", [0.3, 0.2, 0.1, 0.05, 0.05]),
        ("8 % for 5 (as the report has it)", [0.08] * 5),
        ("20 % -> 4 % half-life 2", [0.2, 0.153137084990, 0.12, 0.096568542495, 0.08]),
    ],
)
def test_a_path_over_five_years(text, expected):
    assert values(text, 5) == pytest.approx(expected, abs=1e-11)


def test_the_kind_of_fade_of_the_node_counts_where_the_path_does_not_say():
    assert values("4 % -> 9 %", 5, "from_base_year") == pytest.approx([0.05, 0.06, 0.07, 0.08, 0.09])
    assert values("4 % -> 8 % from first year", 5, "from_base_year")[0] == 0.04


def test_the_items_of_a_list_and_the_parts_of_a_text_are_one():
    several, _ = path_of("20 %", "16 %", "12 %")
    one, _ = path_of("20 %, 16 %, 12 %")
    assert path_values(several, 3, "from_first_year", as_float, "") == path_values(
        one, 3, "from_first_year", as_float, ""
    )


def test_each_value_keeps_its_place():
    path, _ = path_of("20 % for 2, 16 % -> 3 %")
    places = [end.place for part in path.parts for end in (part.start, part.end) if end]
    assert [(place.column, place.length) for place in places] == [(10, 4), (22, 4), (30, 3)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("10 % -> 20 % -> 30 %", "leads from one value to one other"),
        ("10 % ->", "a value is missing"),
        ("-> 10 %", "a value is missing"),
        ("10 % for 0", "whole number above zero"),
        ("10 % for 2.5", "whole number above zero"),
        ("10 % for 2 over 3", "whole number above zero"),
        ("10 % from base year", "only a fade"),
        ("10 % -> 5 % half-life 0", "half-life is not above zero"),
        ("5-8 %", "is a range"),
        ("fast", "no number"),
        ("$5", "unit"),
    ],
)
def test_what_is_no_path_is_refused(text, words):
    path, (found,) = path_of(text)
    assert path is None
    assert words in found.message


@pytest.mark.parametrize(
    ("text", "years", "words"),
    [
        ("10 % -> 20 % over 6", 5, "the fade takes 6 years, and the forecast has 5"),
        ("1 %, 2 %, 3 %", 2, "its values take 3 years, and the forecast has 2"),
        ("1 %, 2 %, 3 %", 4, "its values end after 3 of 4 years"),
        ("20 % for 3, 20 % -> 3 %", 3, "take 4 years"),
        ("20 % for 3", 5, "end after 3 of 5"),
        ("1 % -> 2 %, 2 % -> 3 %", 9, "two of its fades"),
    ],
)
def test_what_does_not_fit_the_forecast_is_said(text, years, words):
    path, _ = path_of(text)
    assert words in misfit(path, years)
    with pytest.raises(ValueError, match="growth"):
        path_values(path, years, "from_first_year", as_float, "growth")


def test_the_length_that_a_path_has_of_itself():
    lengths = {
        text: length_of(path_of(text)[0]) for text in ("6 %", "6 % -> 8 %", "1 %, 2 %", "6 % -> 8 % over 4")
    }
    assert lengths == {"6 %": None, "6 % -> 8 %": None, "1 %, 2 %": 2, "6 % -> 8 % over 4": 4}


@settings(max_examples=50)
@given(st.text(alphabet="0123456789 %,->→overfrhalfli.基年起持续历时（）", max_size=40))
def test_any_text_is_a_path_or_a_finding(text):
    path, findings = path_of(text)
    assert path is None or not findings
    if path is not None:
        assert length_of(path) is None or length_of(path) >= 1
