"""Numbers that belong to a name, a date, a version, a range, or a legend are not taken for arithmetic.

The examples are lines for people to read: non_claims.md beside this file.
"""

from pathlib import Path

import pytest

from tests.audit.reading import claims_of

LINES = Path(__file__).with_name("non_claims.md").read_text("utf-8").split("\n")
EXAMPLES = [line.strip().replace("⏎", "\n") for line in LINES if line.startswith("    ")]


def test_the_table_is_as_large_as_it_claims_to_be():
    assert len(EXAMPLES) == len(set(EXAMPLES))
    assert len(EXAMPLES) >= 260


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_line_that_states_no_arithmetic_makes_no_claim(example):
    assert claims_of(f"# Notes\n\n{example}\n") == []


@pytest.mark.parametrize("example", [each for each in EXAMPLES if "\n" not in each])
def test_nor_does_it_as_a_list_item_or_a_cell(example):
    cell = example.replace("|", "\\|")
    assert (
        claims_of(
            f"- {example}\n- **{example}**\n\n| point | note |\n|---|---|\n| 1 | {cell} |\n| 2 | none |\n"
        )
        == []
    )
