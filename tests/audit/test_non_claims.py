"""Numbers that belong to a name, a date, a version, a range, or a legend are not taken for arithmetic.

The examples are lines for people to read: non_claims.md beside this file.
"""

from pathlib import Path

import pytest

from tests.audit.reading import claims_of

GROUPS = {
    group.partition("\n")[0]: [
        line.strip().replace("⏎", "\n") for line in group.split("\n") if line.startswith("    ")
    ]
    for group in Path(__file__).with_name("non_claims.md").read_text("utf-8").split("\n## ")
}
EXAMPLES = [example for group in GROUPS.values() for example in group]


def claimed(texts: dict[str, str]) -> dict[str, list[str]]:
    """The examples of which something is claimed, with what."""
    found = {example: claims_of(text) for example, text in texts.items()}
    return {example: [str(claim) for claim in claims] for example, claims in found.items() if claims}


def test_the_table_is_as_large_as_it_claims_to_be():
    assert len(EXAMPLES) == len(set(EXAMPLES))
    assert len(EXAMPLES) >= 400


@pytest.mark.parametrize("group", GROUPS)
def test_lines_that_state_no_arithmetic_make_no_claim(group):
    assert claimed({example: f"# Notes\n\n{example}\n" for example in GROUPS[group]}) == {}


@pytest.mark.parametrize("group", GROUPS)
def test_nor_do_they_as_list_items_or_cells(group):
    assert claimed({each: dressed(each) for each in GROUPS[group] if "\n" not in each}) == {}


def dressed(example: str) -> str:
    """A line as a list item, in bold, and as a cell."""
    cell = example.replace("|", "\\|")
    return f"- {example}\n- **{example}**\n\n| point | note |\n|---|---|\n| 1 | {cell} |\n| 2 | none |\n"
