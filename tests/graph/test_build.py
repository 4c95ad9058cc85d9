"""The edges of the knowledge graph: each thing that the author says once, at its place."""

import pytest

from tests.small_vault import FILES, with_changes
from vaultval.pipeline import build_knowledge_graph, read_vault


@pytest.fixture
def companies_in(make_vault):
    """The edges from options to companies: source, target, note and line."""

    def of(files):
        graph = build_knowledge_graph(read_vault(make_vault(files)))
        edges = graph.edges(data=True)
        return sorted((a, b, data["note"], data["line"]) for a, b, data in edges if data["type"] == "company")

    return of


def test_an_option_has_one_edge_to_its_company_where_its_note_names_it(companies_in):
    assert companies_in(FILES) == [
        ("Robots.md", "Acme.md", "Robots.md", 3),
        ("Rockets.md", "Acme.md", "Rockets.md", 3),
    ]


@pytest.mark.parametrize("named", ["company: Acme", "company: '[[Acme#Segments]]'", "公司: '[[Acme]]'"])
def test_it_is_one_edge_however_the_company_is_named(named, companies_in):
    found = companies_in(with_changes(Rockets=None, Robots=('company: "[[Acme]]"', named)))
    assert found == [("Robots.md", "Acme.md", "Robots.md", 3)]


def test_a_company_that_nobody_names_is_assumed_at_the_option(companies_in):
    found = companies_in(with_changes(Rockets=None, Robots=('company: "[[Acme]]"\n', "")))
    assert found == [("Robots.md", "Acme.md", "Robots.md", 2)]


def test_the_option_of_a_section_has_the_edge_at_its_own_field(companies_in):
    section = "# Ideas\n\n## Rockets #option\n\ncompany:: [[Acme]]\n"
    found = companies_in(with_changes(Robots=None, Rockets=None) | {"Ideas.md": section})
    assert found == [("Ideas.md#Rockets", "Acme.md", "Ideas.md", 5)]
