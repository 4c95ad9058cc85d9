"""The graph in other programs' forms: what they read is what the graph says, whatever notes are called."""

import json
import re
from collections import Counter
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultval.graph.export import dot, graphml, node_link, of_kinds
from vaultval.pipeline import build_knowledge_graph, read_vault
from vaultval.vault.vault import Hold

SAMPLE = Path(__file__).resolve().parent.parent.parent / "sample_vault"

hostile = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=8),
    st.sampled_from(
        [
            "",
            '"',
            "\\",
            '\\"',
            "a\\",
            "\\N",
            "&lt;",
            "&amp;amp;",
            "]; x -> y",
            "\x00",
            "\x01",
            "\udcff",
            "\r\n",
            "�",
        ]
    ),
)


def edges_of(graph):
    return Counter((a, b, json.dumps(data, sort_keys=True)) for a, b, data in graph.edges(data=True))


def nodes_of(graph):
    return {name: dict(data) for name, data in graph.nodes(data=True)}


@pytest.fixture(scope="module")
def sample():
    return build_knowledge_graph(read_vault(SAMPLE, hold=Hold.PARTS))


@st.composite
def graphs(draw):
    graph = nx.MultiDiGraph()
    names = draw(st.lists(hostile, unique=True, min_size=1, max_size=5))
    kinds = st.sampled_from(["note", "company", "of my own"])
    for name in names:
        graph.add_node(
            name, kind=draw(kinds), name=draw(hostile), note=draw(hostile), line=draw(st.integers(1, 9))
        )
    for _ in range(draw(st.integers(0, 6))):
        ends = draw(st.sampled_from(names)), draw(st.sampled_from(names))
        extra = draw(st.sampled_from([{}, {"weight": 0.5}, {"label": draw(hostile)}]))
        graph.add_edge(
            *ends, type=draw(hostile), note=draw(hostile), line=1, column=draw(st.integers(1, 3)), **extra
        )
    return graph


def back_from_json(graph):
    return nx.node_link_graph(json.loads(json.dumps(node_link(graph))), edges="edges")


def test_node_link_json_is_the_graph(sample):
    back = back_from_json(sample)
    assert nodes_of(back) == nodes_of(sample)
    assert edges_of(back) == edges_of(sample)


@settings(max_examples=60, deadline=None)
@given(graphs())
def test_node_link_json_is_the_graph_whatever_it_holds(graph):
    back = back_from_json(graph)
    assert (nodes_of(back), edges_of(back)) == (nodes_of(graph), edges_of(graph))


def back_from_graphml(graph, tmp_path):
    file = tmp_path / "graph.graphml"
    file.write_text(graphml(graph), "utf-8", newline="\n")
    return nx.read_graphml(file, force_multigraph=True)


def test_graphml_is_the_graph_with_typed_attributes(sample, tmp_path):
    back = back_from_graphml(sample, tmp_path)
    assert nodes_of(back) == nodes_of(sample)
    assert edges_of(back) == edges_of(sample)
    assert {type(data["line"]) for _, data in back.nodes(data=True)} == {int}
    assert {type(data["weight"]) for _, _, data in back.edges(data=True) if "weight" in data} == {float}


def test_each_edge_of_graphml_has_an_id_of_its_own(sample):
    ids = re.findall(r'<edge [^>]*\bid="([^"]*)"', graphml(sample))
    assert len(set(ids)) == len(ids) == sample.number_of_edges()


def xml_has(text):
    return re.sub("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text)


@settings(max_examples=80, deadline=None)
@given(graphs())
def test_graphml_holds_any_graph_and_replaces_only_what_xml_cannot_hold(graph):
    back = nx.parse_graphml(graphml(graph), force_multigraph=True)
    attributes = Counter(tuple(sorted((k, xml_has(v) if isinstance(v, str) else v) for k, v in data.items()))
                         for _, data in graph.nodes(data=True))  # fmt: skip
    assert Counter(tuple(sorted(data.items())) for _, data in back.nodes(data=True)) == attributes
    assert sorted(degree for _, degree in back.degree) == sorted(degree for _, degree in graph.degree)
    kept = {name for name in graph if name == xml_has(name)}
    assert kept <= set(back), "an id that XML can hold stays what it is"


def test_ids_that_xml_would_make_one_stay_two(tmp_path):
    graph = nx.MultiDiGraph()
    for name in ("a\x01", "a\x02", "a\ufffd"):
        graph.add_node(name, kind="note", name=name, note=name, line=1)
    assert sorted(back_from_graphml(graph, tmp_path)) == ["a\ufffd", "a\ufffd (2)", "a\ufffd (3)"]


def test_an_attribute_without_a_value_is_left_out_of_graphml(tmp_path):
    graph = nx.MultiDiGraph()
    graph.add_node("a", kind="note", name="a", note="a.md", line=None)
    assert dict(back_from_graphml(graph, tmp_path).nodes["a"]) == {
        "kind": "note",
        "name": "a",
        "note": "a.md",
    }


# A strict reading of the little of DOT that is written: one statement a line, every value a quoted string.
STRING = r'"(?:[^"\\\x00-\x1f]|\\\\|\\")*"'
LIST = rf"\[(\w+={STRING}(?:, \w+={STRING})*)\]"
NODE, EDGE = re.compile(rf"  (n\d+) {LIST};"), re.compile(rf"  (n\d+) -> (n\d+) {LIST};")


def parsed(text):
    """Nodes and edges of a DOT text; raises AssertionError for anything that is neither."""
    first, *lines, last = text.split("\n")
    assert (first, last) == ("digraph vault {", "}")
    nodes, edges = {}, []
    for line in lines:
        if found := NODE.fullmatch(line):
            assert found[1] not in nodes
            nodes[found[1]] = values(found[2])
        elif found := EDGE.fullmatch(line):
            assert {found[1], found[2]} <= set(nodes)
            edges.append((found[1], found[2], values(found[3])))
        else:
            assert re.fullmatch(rf"  (graph|node|edge) {LIST};", line), line
    return nodes, edges


def values(attributes):
    """The attributes with the strings as Graphviz shows them: escapes and entities read."""
    pairs = re.findall(rf"(\w+)=({STRING})", attributes)
    return {name: re.sub(r"&(#?\w+);", entity, re.sub(r"\\(.)", r"\1", value[1:-1])) for name, value in pairs}


def entity(found):
    assert found[1] == "amp", "no entity begins in what a note says"
    return "&"


def shown(text):
    return re.sub("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]", "\ufffd", text)


@settings(max_examples=120, deadline=None)
@given(graphs())
def test_dot_is_the_graph_whatever_names_hold(graph):
    text = dot(graph)
    assert text.encode("utf-8")
    nodes, edges = parsed(text)
    names = sorted(graph.nodes)
    assert [node["label"] for node in nodes.values()] == [shown(graph.nodes[name]["name"]) for name in names]
    found = Counter((names[int(a[1:]) - 1], names[int(b[1:]) - 1], data["type"]) for a, b, data in edges)
    assert found == Counter((a, b, shown(data["type"])) for a, b, data in graph.edges(data=True))


def test_dot_of_the_sample_vault(sample):
    nodes, edges = parsed(dot(sample))
    assert (len(nodes), len(edges)) == (sample.number_of_nodes(), sample.number_of_edges())
    tesla = next(node for node in nodes.values() if node["tooltip"].startswith("Tesla (Companies/Tesla.md:"))
    assert (tesla["label"], tesla["kind"], tesla["shape"]) == ("Tesla", "company", "box")
    assert {"synergy 0.4"} <= {data.get("label") for _, _, data in edges}


def test_a_long_name_is_cut_in_the_label_and_whole_in_the_tooltip():
    graph = nx.MultiDiGraph()
    graph.add_node("a", kind="note", name="x" * 200, note="a.md", line=3)
    node = parsed(dot(graph))[0]["n1"]
    assert node["label"] == "x" * 59 + "…"
    assert node["tooltip"] == "x" * 200 + " (a.md:3)"


@settings(max_examples=40, deadline=None)
@given(graphs(), st.randoms(use_true_random=False))
def test_the_order_in_which_a_graph_was_made_does_not_matter(graph, random):
    nodes, edges = list(graph.nodes(data=True)), list(graph.edges(data=True))
    random.shuffle(nodes)
    again = nx.MultiDiGraph()
    again.add_nodes_from(nodes)
    again.add_edges_from(edges)
    assert (dot(again), graphml(again), node_link(again)) == (dot(graph), graphml(graph), node_link(graph))


def test_a_graph_of_some_kinds_has_the_edges_between_them(sample):
    narratives = of_kinds(sample, {"narrative", "option"})
    assert Counter(data["kind"] for _, data in narratives.nodes(data=True)) == {"narrative": 5, "option": 7}
    assert {"drives", "narrative"} <= {data["type"] for _, _, data in narratives.edges(data=True)}
    without = of_kinds(sample, (), {"note", "evidence"})
    kinds = {data["kind"] for _, data in without.nodes(data=True)}
    assert kinds == {data["kind"] for _, data in sample.nodes(data=True)} - {"note", "evidence"}
    assert set(of_kinds(sample)) == set(sample)
