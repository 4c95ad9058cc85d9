"""What the first cell of a row calls it."""

import pytest

from vaultval.model.rows import row_name
from vaultval.note.structure import Passage


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("Pumps", "Pumps"),
        ("**Pumps** (old)", "Pumps (old)"),
        ("[[Pumps]]", "Pumps"),
        ("[[Water pumps\\|Pumps]]", "Pumps"),
        ("**[[4. Pumps]]**", "4. Pumps"),
        ("[[Water pumps\\|Pumps]] and [[Valves]]", "Pumps and Valves"),
        ("", ""),
    ],
)
def test_a_row_is_called_by_its_words_and_links_as_they_are_shown(cell, name):
    assert row_name(Passage(cell, 1, (1,))) == name
