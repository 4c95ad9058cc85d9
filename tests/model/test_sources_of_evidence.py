"""Where evidence comes from: what it links, but for what it is about."""

import pytest

from vaultval.pipeline import read_vault

OTHERS = {
    "N.md": "---\ntype: narrative\n---\n",
    "M.md": "---\ntype: narrative\n---\n",
    "Acme.md": "---\ntype: company\naliases: [ACM]\n---\n## Segments\n",
    "Ideas.md": "# Ideas\n\n## Robots #option\n\nWords.\n\n## Other\n",
    "Filing.md": "---\ntype: source\n---\n",
    "Plain.md": "",
    "Proof.md": '---\ntype: evidence\nlabel: hard\nsupports: "[[M]]"\n---\n',
}


@pytest.fixture
def sources(make_vault):
    def of(item):
        files = {**OTHERS, "Daily.md": f"- {item} [hard] [supports:: [[N]]]\n"}
        (evidence,) = next(
            n for n in read_vault(make_vault(files)).model.narratives if n.name == "N"
        ).evidence
        return evidence.sources

    return of


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("said by [[Filing]], [[Plain]] and [[Proof]]", ("Filing.md", "Plain.md", "Proof.md")),
        (
            "see https://example.com/a and [b](https://example.com/b)",
            ("https://example.com/a", "https://example.com/b"),
        ),
        ("[[Gone]] is a source all the same", ("Gone",)),
        ("[[Ideas]] is a note with an option in it", ("Ideas.md",)),
        ("[[Ideas#Other]] is no option", ("Ideas.md",)),
    ],
)
def test_links_and_addresses_are_sources(item, expected, sources):
    assert sources(item) == expected


@pytest.mark.parametrize(
    "item",
    [
        "[[Acme]] grew",
        "[[Acme#Segments]] grew",
        "[[acme|It]] grew",
        "[[ACM]] grew",
        "[[Ideas#Robots]] grew",
        "[[M]] and [[N]]",
    ],
)
def test_what_an_item_is_about_is_no_source(item, sources):
    assert sources(item) == ()
    assert sources(f"{item} [[Filing]]") == ("Filing.md",)


@pytest.mark.parametrize(
    "fields", ["[supports:: [[M]]]", "[contradicts:: [[M]]]", "[superseded_by:: [[Filing]]]"]
)
def test_the_fields_that_file_an_item_hold_no_source(fields, sources):
    assert sources(f"said {fields}") == ()


def test_a_source_that_is_stated_is_one_whatever_its_kind_and_comes_first(sources):
    assert sources("[[Plain]] says [[Acme]] grew [source:: [[Acme]]]") == ("Acme.md", "Plain.md")
    assert sources("[[Plain]] says so [source:: https://example.com]") == ("https://example.com", "Plain.md")
    assert sources("[[Acme]] grew [source:: a call]") == ("a call",)
