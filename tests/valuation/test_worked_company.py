"""Steps between the inputs and the results of the worked company, each to the digits of the corrected figures."""

from datetime import date
from pathlib import Path

import pytest

from vaultval.pipeline import read_vault
from vaultval.valuation.company import value_company
from vaultval.valuation.option_inputs import rows
from vaultval.valuation.portfolio import Terms, row_value
from vaultval.valuation.steps import Method, as_figure, as_float

SAMPLE = Path(__file__).resolve().parents[2] / "sample_vault"

AT_CERTAINTY = {
    "Energy storage": 26.499530990292012,
    "Robotaxi": 99.6073492272882,
    "Optimus": 70.96950051626541,
    "保险": 0.9784442211800127,
    "AI compute": 4.918881443322873,
}
WITH_SOURCES = {"Robotaxi": (0.23904, 0.3075264), "Optimus": (0.15728, 0.1952024)}


@pytest.fixture(scope="module")
def tesla():
    read = read_vault(SAMPLE)
    company = next(company for company in read.model.companies if company.name == "Tesla")
    method = Method.of(read.config, date(2026, 2, 10))
    return company, method, value_company(company, method, as_figure)[0]


def named_within(figure, name):
    """The value of a step of the arithmetic by its name."""
    waiting = [figure]
    while waiting:
        step = waiting.pop()
        if step.name == name:
            return step.value
        waiting += step.operands
    raise AssertionError(name)


@pytest.mark.parametrize("name", list(AT_CERTAINTY))
def test_the_base_scenario_at_certainty(tesla, name):
    company, method, value = tesla
    option = next(option for option in company.options if option.name == name)
    terms = Terms(company, float(value.shares), method, as_float, {})
    base = next(row for row in rows(option) if row.role == "base")
    assert row_value(option, base, 1.0, terms) == pytest.approx(AT_CERTAINTY[name], rel=1e-13)


@pytest.mark.parametrize("name", list(WITH_SOURCES))
def test_the_probability_after_the_first_and_after_the_second_source(tesla, name):
    _, _, value = tesla
    option = next(each for each in value.options if each.option.name == name)
    found = [
        named_within(option.probability, f"probability with the {which} source")
        for which in ("first", "second")
    ]
    assert found == pytest.approx(WITH_SOURCES[name], rel=1e-12)
    assert float(option.probability) == pytest.approx(sum(WITH_SOURCES[name]) / 2, rel=1e-12)
