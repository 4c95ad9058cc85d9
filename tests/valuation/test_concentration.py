"""On how many options and narratives the value rests; how far the price is from core, full value and ceiling."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultval.pipeline import read_vault
from vaultval.valuation.company import value_company
from vaultval.valuation.concentration import (
    effective_number,
    herfindahl_of_options,
    option_shares,
)
from vaultval.valuation.steps import Method, as_figure

SAMPLE = Path(__file__).resolve().parents[2] / "sample_vault"
WEIGHTED = {
    "Energy storage": 10.6,
    "Robotaxi": 44.1 * 0.20 + 19.0 * 0.55 + 1.6 * 0.25,
    "Optimus": 29.9 * 0.15 + 5.5 * 0.55 + 0.3 * 0.30,
    "Insurance": 0.5,
    "AI compute": 1.6,
}


def _options(worth):
    return [
        SimpleNamespace(option=SimpleNamespace(id=name, name=name), weighted=value)
        for name, value in worth.items()
    ]


@pytest.fixture(scope="module")
def published():
    read = read_vault(SAMPLE)
    company = next(company for company in read.model.companies if company.name == "Tesla")
    method = replace(Method.of(read.config, date(2026, 2, 10)), published=True, step=0.1)
    return value_company(company, method, as_figure)[0]


def test_the_index_over_the_options_of_the_report():
    shares = option_shares(_options(WEIGHTED))
    assert herfindahl_of_options(shares) == pytest.approx(0.3504, abs=5e-5)
    assert effective_number(herfindahl_of_options(shares), "options") == pytest.approx(2.854, abs=5e-4)
    assert shares["Robotaxi"] == pytest.approx(0.492, abs=5e-4)


def test_the_shares_that_the_report_prints(published):
    shares = {option.option.name: published.option_shares[option.option.id] for option in published.options}
    assert float(shares["Robotaxi"]) == pytest.approx(0.493, abs=6e-4)
    assert float(shares["Energy storage"]) == pytest.approx(0.265, abs=5e-4)
    assert float(published.hhi_options) == pytest.approx(0.3506, abs=5e-5)


def test_the_distances_that_the_report_prints(published):
    assert float(published.beyond_core) == pytest.approx(0.856, abs=5e-4)
    assert float(published.to_core) == pytest.approx(-0.856, abs=5e-4)
    assert float(published.upside) == pytest.approx(-0.714, abs=5e-4)
    assert float(published.to_ceiling) == pytest.approx(0.167, abs=5e-4)
    assert [round(float(segment.low), 1) for segment in published.core.segments] == [27.1, 17.7, 8.5]
    assert [round(float(segment.high), 1) for segment in published.core.segments] == [33.9, 21.2, 8.5]
    assert float(published.core.low) == pytest.approx(55.6)


@given(st.dictionaries(st.text(min_size=1), st.floats(1e-3, 1e6), min_size=1, max_size=8))
@settings(max_examples=40, deadline=None)
def test_the_shares_make_a_whole_and_the_index_lies_between_one_option_and_all_alike(worth):
    shares = option_shares(_options(worth))
    index = herfindahl_of_options(shares)
    assert sum(shares.values()) == pytest.approx(1)
    assert 1 / len(worth) - 1e-9 <= index <= 1 + 1e-9


@pytest.mark.parametrize("worth", [{}, {"A": 0.0}, {"A": 2.0, "B": -1.0}])
def test_without_a_value_to_share_there_are_no_shares(worth):
    assert option_shares(_options(worth)) == {}
    assert herfindahl_of_options({}) is None
    assert effective_number(None) is None
