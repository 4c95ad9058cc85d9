"""The weights of links between narratives and other nodes."""

import pytest

from vaultval.pipeline import build_knowledge_graph, read_vault

HEAD = "---\ntype: narrative\n"


@pytest.fixture
def links(make_vault):
    """The references of the narrative A under one key: target, weight and where it stands; and the findings."""

    def of(written, key="supports", inline=False):
        stated = f"---\n{key}:: {written}\n" if inline else f"{key}: {written}\n---\n"
        files = {"A.md": HEAD + stated, "B.md": HEAD + "---\n", "C 2.md": HEAD + "---\n", "O.md": "#option"}
        read = read_vault(make_vault(files))
        narrative = next(each for each in read.model.narratives if each.name == "A")
        found = [
            (
                ref.target.removesuffix(".md"),
                ref.weight and ref.weight.value,
                ref.weight and ref.weight.place.column,
            )
            for ref in getattr(narrative, key)
        ]
        return found, [
            each for each in read.findings if each.rule.name in ("link-weight", "reference-to-nothing")
        ]

    return of


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('"[[B]]"', [("B", None, None)]),
        ('"[[B]] 0.5"', [("B", 0.5, 18)]),
        ('"[[B]] ×0.5"', [("B", 0.5, 18)]),
        ('"[[B]]: 50 %"', [("B", 0.5, 19)]),
        ('"[[B]] (0.5)"', [("B", 0.5, 19)]),
        ('["[[B]] 0.5", "[[C 2]] 2"]', [("B", 0.5, 19), ("C 2", 2.0, 34)]),
        ('"B ×0.5, C 2"', [("B", 0.5, 12), ("C 2", None, None)]),
        ('"[[B]] strongly"', [("B", None, None)]),
    ],
)
def test_a_number_behind_a_link_in_a_property_is_its_weight(written, expected, links):
    assert links(written) == (expected, [])


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("[[B]] ×0.5, [[C 2]]", [("B", 0.5, 18), ("C 2", None, None)]),
        ("[[B]], [[C 2]] 0.25", [("B", None, None), ("C 2", 0.25, 27)]),
        ("[[B]] 0.5 [[C 2]] 0.25 (a guess)", [("B", 0.5, 18), ("C 2", 0.25, 30)]),
    ],
)
def test_a_number_behind_a_link_in_a_field_is_its_weight(written, expected, links):
    assert links(written, inline=True) == (expected, [])


def test_the_links_to_what_a_narrative_drives_may_have_weights(links):
    assert links('"[[O]] 0.3"', "drives") == ([("O", 0.3, 16)], [])


@pytest.mark.parametrize("weight", ["-0.5", "0", "11", "$5", "×much", "0.2-0.4", "3 years"])
def test_a_weight_that_cannot_be_used_is_a_finding_and_its_link_is_left_out(weight, links):
    found, findings = links(f'["[[B]] {weight}", "[[C 2]]"]', "contradicts")
    assert found == [("C 2", None, None)]
    assert [(each.rule.code, each.found) for each in findings] == [("VV434", weight)]


def test_the_field_of_an_item_has_no_weights(make_vault):
    item = "- said [hard] [supports:: [[B]] 0.5]\n"
    read = read_vault(make_vault({"B.md": HEAD + "---\n", "Daily.md": item}))
    assert len(read.model.narratives[0].evidence) == 1


def test_a_line_of_fields_in_a_narrative_is_no_evidence_without_a_label(make_vault):
    files = {
        "A.md": HEAD + "---\nsupports:: [[B]] ×0.5\n\nsaid so [supports:: [[B]]]\n",
        "B.md": HEAD + "---\n",
    }
    found = [
        each for each in read_vault(make_vault(files)).findings if each.rule.name == "evidence-without-label"
    ]
    assert [each.place.line for each in found] == [6]


def test_the_graph_tells_the_weight(make_vault):
    files = {"A.md": HEAD + 'supports: "[[B]] 0.5"\n---\n', "B.md": HEAD + "---\n"}
    graph = build_knowledge_graph(read_vault(make_vault(files)))
    assert [data.get("weight") for _, _, data in graph.out_edges("A.md", data=True)] == [0.5]
