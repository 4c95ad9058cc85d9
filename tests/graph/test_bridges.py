"""What falls apart without a note: the linear way agrees with taking each note out."""

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultval.graph.bridges import parts_without


def by_taking_out(graph):
    parts = {}
    for node in graph:
        around = nx.node_connected_component(graph, node) - {node}
        left = sorted(map(len, nx.connected_components(graph.subgraph(around))), reverse=True)
        if len(left) > 1:
            parts[node] = tuple(left)
    return parts


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=18))
def test_the_parts_are_those_that_are_left(pairs):
    graph = nx.Graph()
    graph.add_edges_from((str(a), str(b)) for a, b in pairs if a != b)
    assert parts_without(graph) == by_taking_out(graph)


def test_two_circles_that_share_a_note():
    graph = nx.Graph(["ab", "bc", "ca", "cd", "de", "ec", "ef"])
    assert parts_without(graph) == {"c": (3, 2), "e": (4, 1)}


def test_a_chain_of_a_hundred_thousand_notes():
    parts = parts_without(nx.path_graph([str(n) for n in range(100_001)]))
    assert parts["50000"] == (50_000, 50_000)
    assert len(parts) == 99_999
