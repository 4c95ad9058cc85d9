"""What follows the # of a link, as Obsidian matches it with headings."""

import pytest

from vaultval.note.scan import scan
from vaultval.note.subpath import find_heading, heading_in_link, heading_key

TEXT = """# Robots

## Costs: 2026 #option

## Sub

# Rockets

## Sub

### Deep *down*
"""


@pytest.mark.parametrize(
    ("heading", "written"),
    [
        ("foo:#|^\\%%[[]]bar", "foo bar"),
        ("Robotaxi #option", "Robotaxi option"),
        ("A [[link|shown]] in it", "A link shown in it"),
        ("100 % sure, (really)!", "100 % sure, (really)!"),
    ],
)
def test_a_heading_in_a_link_is_without_what_would_end_or_split_it(heading, written):
    assert heading_in_link(heading) == written
    assert heading_key(written) == heading_key(heading)


@pytest.mark.parametrize(
    ("subpath", "start"),
    [
        ("#Robots", 0),
        ("#robots", 0),
        ("#Costs 2026 option", TEXT.index("## Costs")),
        ("#Costs: 2026 #option", None),  # a # goes one heading deeper
        ("#Sub", TEXT.index("## Sub")),
        ("#Rockets#Sub", TEXT.rindex("## Sub")),
        ("#Rockets#Costs 2026 option", None),
        ("#Rockets#Sub#Deep down", TEXT.index("### Deep")),
        ("#Rockets#Deep down", TEXT.index("### Deep")),
        ("#Robots#Rockets", None),
        ("#", None),
        ("", None),
    ],
)
def test_a_subpath_leads_down_the_headings(subpath, start):
    found = find_heading(scan(TEXT).headings, subpath)
    assert (found.start if found else None) == start
