"""The block of a company: it names, and so links, what has to do with the company."""

import re

import pytest
from click.testing import CliRunner

from tests.small_vault import COMPANY, FILES, with_changes
from vaultval.cli import command

ZENITH = COMPANY.partition("## Synergies")[0].replace("# Acme", "# Zenith").replace("Pumps", "Dams")
STORY = "---\ntype: narrative\n{}---\n## Evidence\n\n- Orders doubled [hard]\n"


@pytest.fixture
def narratives(make_vault):
    """The narratives that the block of a company lists; None if it has no such table."""

    def of(files, company="Acme"):
        vault = make_vault(files)
        result = CliRunner().invoke(command, ["refresh", str(vault)])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        text = (vault / f"{company}.md").read_text("utf-8")
        _, title, rest = text.partition("**Narratives**\n\n")
        rows = rest.partition("\n\n")[0].split("\n")[2:]
        return [re.match(r"\| (.*?) \|", row)[1] for row in rows] if title else None

    return of


def test_a_narrative_that_an_option_is_credited_to_is_listed(narratives):
    assert narratives(FILES) == ["[[Machines take over]]", "no narrative"]


def test_a_narrative_that_has_nothing_to_do_with_the_company_is_not(narratives):
    others = {"Grids.md": STORY.format(""), "Dams last.md": STORY.format('drives: "[[Zenith]]"\n')}
    assert narratives({**FILES, **others, "Zenith.md": ZENITH}) == ["[[Machines take over]]", "no narrative"]


def test_a_second_company_has_no_narrative_of_the_first(narratives):
    assert narratives({**FILES, "Zenith.md": ZENITH}, "Zenith") is None


@pytest.mark.parametrize("driven", ["[[Acme]]", "[[Rockets]]", "[[Pumps]]", "[[Acme#Pumps]]", "Pumps"])
def test_a_narrative_that_drives_the_company_an_option_or_a_segment_is_listed(driven, narratives):
    segment = {"Pumps.md": "---\ntype: segment\n---\n"}
    story = {"Grids.md": STORY.format(f'drives: "{driven}"\n')}
    listed = narratives({**FILES, **segment, **story, "Zenith.md": ZENITH})
    assert listed == ["[[Machines take over]]", "[[Grids]]", "no narrative"]


def test_a_segment_in_the_company_s_note_is_the_company_s(narratives):
    acme = COMPANY + "\n## Water pumps #segment\n\nWords.\n"
    story = {"Grids.md": STORY.format('drives: "[[Acme#Water pumps]]"\n')}
    files = {**FILES, "Acme.md": acme, **story, "Zenith.md": ZENITH}
    assert "[[Grids]]" in narratives(files)
    assert narratives(files, "Zenith") is None


def test_of_two_companies_in_one_note_each_has_its_own(make_vault):
    head, _, body = ZENITH.partition("---\n# Zenith\n")
    fields = head.partition("price:")[2].replace(": ", ":: ")
    body = f"\nprice::{fields}\n{body.replace('## ', '### ')}\n"
    option = (
        f"## Robots #option\n\ncompany:: [[Both#North]]\n\n{FILES['Robots.md'].partition('## Milestones')[2]}"
    )
    vault = make_vault({
        "Both.md": f"## North #company\n{body}## South #company\n{body}{option}",
        "Alpha.md": STORY.format('drives: "[[Both#North]]"\n'),
        "Beta.md": STORY.format('drives: "[[Both#South]]"\n'),
        "Gamma.md": STORY.format('drives: "[[Both#Robots]]"\n'),
    })  # fmt: skip
    CliRunner().invoke(command, ["refresh", str(vault)])
    north, south = (vault / "Both.md").read_text("utf-8").split("## South #company")
    for text, expected in ((north, ["Alpha", "Gamma"]), (south, ["Beta"])):
        table = text.partition("**Narratives**")[2].partition("> [!info]")[0]
        assert re.findall(r"\[\[(\w+)\]\]", table) == expected


def test_the_findings_of_a_foreign_narrative_are_not_the_company_s(make_vault):
    vault = make_vault({**with_changes(Robots=("narrative:", "story:")), "Zenith.md": ZENITH,
                        "Empty.md": "---\ntype: narrative\n---\n"})  # fmt: skip
    CliRunner().invoke(command, ["refresh", str(vault)])
    for name in ("Acme", "Zenith"):
        assert "Empty" not in (vault / f"{name}.md").read_text("utf-8")
