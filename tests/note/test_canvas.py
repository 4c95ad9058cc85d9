"""JSON Canvas: what a canvas says, where it says it, and that nothing in it raises."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultval.note.canvas import CanvasEdge, CanvasNode, read
from vaultval.place import Place

BOARD = """{
\t"nodes":[
\t\t{"id":"g","type":"group","x":-20,"y":-20,"width":900,"height":400,"label":"Bets","color":"4"},
\t\t{"id":"a","type":"file","file":"Options/Robotaxi.md","subpath":"#Milestones","x":0,"y":0,"width":400,"height":400},
\t\t{"id":"b","type":"file","file":"Narratives/Autonomy is close.md","x":500,"y":0,"width":400,"height":400},
\t\t{"id":"t","type":"text","text":"Ask 🚕 first\\n\\nSee [[Filings#Q4|the filing]], ![[chart.png|300]] and [call](Calls/Fleet%20manager.md)","x":0,"y":500,"width":1,"height":1},
\t\t{"id":"l","type":"link","url":"https://example.com/#x","x":0,"y":900,"width":1,"height":1}
\t],
\t"edges":[
\t\t{"id":"e1","fromNode":"b","fromSide":"left","toNode":"a","toSide":"right","label":"drives"},
\t\t{"id":"e2","fromNode":"a","toNode":"t"},
\t\t{"id":"e3","fromNode":"a","fromEnd":"arrow","toNode":"b","toEnd":"none","color":"1"}
\t]
}
"""


def canvas(text):
    found, findings = read(text, "Map.canvas")
    assert findings == []
    return found


def nodes(*items):
    return canvas(json.dumps({"nodes": items})).nodes


def text_card(text):
    return canvas(json.dumps({"nodes": [{"id": "t", "type": "text", "text": text}]}))


def test_the_four_kinds_of_nodes():
    assert [node[:4] for node in canvas(BOARD).nodes] == [
        ("g", "group", "Bets", ""),
        ("a", "file", "Options/Robotaxi.md", "#Milestones"),
        ("b", "file", "Narratives/Autonomy is close.md", ""),
        ("t", "text", "Ask 🚕 first\n\nSee [[Filings#Q4|the filing]], ![[chart.png|300]] and [call](Calls/Fleet%20manager.md)", ""),
        ("l", "link", "https://example.com/#x", ""),
    ]  # fmt: skip


def test_edges_follow_their_arrow():
    assert [edge[:3] for edge in canvas(BOARD).edges] == [
        ("b", "a", "drives"),
        ("a", "t", ""),
        ("b", "a", ""),
    ]


@pytest.mark.parametrize(("ends", "source"), [
    ({}, "a"),
    ({"toEnd": "none"}, "a"),
    ({"fromEnd": "arrow"}, "a"),
    ({"fromEnd": "arrow", "toEnd": "arrow"}, "a"),
    ({"fromEnd": "arrow", "toEnd": "none"}, "b"),
    ({"fromEnd": 3, "toEnd": []}, "a"),
])  # fmt: skip
def test_only_an_edge_whose_one_arrow_points_back_is_turned(ends, source):
    (edge,) = canvas(json.dumps({"edges": [{"id": "e", "fromNode": "a", "toNode": "b", **ends}]})).edges
    assert edge.source == source


def test_links_of_file_cards_and_in_the_text_of_cards_in_their_order():
    assert [(found.node, found.kind, found.link.target, found.link.subpath) for found in canvas(BOARD).links] == [
        ("a", "file", "Options/Robotaxi.md", "#Milestones"),
        ("b", "file", "Narratives/Autonomy is close.md", ""),
        ("t", "link", "Filings", "#Q4"),
        ("t", "embed", "chart.png", ""),
        ("t", "link", "Calls/Fleet manager.md", ""),
    ]  # fmt: skip


def test_each_thing_has_the_line_and_column_where_its_content_stands():
    found = canvas(BOARD)
    lines = BOARD.split("\n")
    for node in found.nodes:
        place = found.place(node.start)
        assert place.note == "Map.canvas"
        assert lines[place.line - 1][place.column - 1 :].startswith(
            json.dumps(node.content, ensure_ascii=False)[1:-1]
        )
    assert found.place(found.edges[0].start) == Place("Map.canvas", 10, lines[9].index("drives") + 1)
    assert [found.place(edge.start).line for edge in found.edges] == [10, 11, 12]
    assert found.place(found.edges[1].start).column == 10  # its id, for it has no label


@pytest.mark.parametrize("written", [
    "[[Note]]", r"\n[[Note]]", r"\\\"[[Note]]", r"\u0041\u4e2d[[Note]]", r"\ud83d\ude95 [[Note]]", r"\ud83d\ud83d\ude95\ude95[[Note]]",
    "🚕\\t[[Note]]", r"[[No\u0074e]]", r"\/ [[Note]] \/", "[[\\u004eote\\u005d]",
])  # fmt: skip
def test_the_range_of_a_link_is_that_of_its_source_whatever_is_escaped_before_it(written):
    text = '{"nodes":[{"text":"' + written + '","id":"t","type":"text"}]}'
    (found,) = canvas(text).links
    link = found.link
    assert link.target == "Note"
    assert text[link.start : link.end] == link.original
    assert json.loads(f'"{link.original}"') == "[[Note]]"


def test_code_and_math_in_a_card_hold_no_links():
    assert text_card("`[[x]]` $[[y]]$\n```\n[[z]]\n```\n").links == ()


@pytest.mark.parametrize(
    "text", ["", " \n\t\r", "{}", '{"nodes":[]}', '{"edges":[],"nodes":[]}', '{"x":{"nodes":[{"id":1}]}}']
)
def test_an_empty_canvas_is_sound(text):
    found = canvas(text)
    assert (found.nodes, found.edges, found.links) == ((), (), ())


@pytest.mark.parametrize(("text", "line", "message"), [
    ("{", 1, "the canvas is not JSON: Expecting property name enclosed in double quotes"),
    ('{\n"nodes":[\n],\n}', 4, "the canvas is not JSON"),
    ('{"nodes":[{"id":"a"', 1, "the canvas is not JSON"),
    ("<<<<<<< HEAD\n{}\n", 1, "the canvas is not JSON"),
    ('{"x": NaN}', 1, "the canvas is not JSON: NaN is no number"),
    ("{}{}", 1, "the canvas is not JSON"),
    ("[]", 1, "the canvas is not a JSON object"),
    ("null", 1, "the canvas is not a JSON object"),
    ('"nodes"', 1, "the canvas is not a JSON object"),
    ("[" * 100_000, 1, "the canvas is nested too deeply"),
    ('{"a":' * 100_000, 1, "the canvas is nested too deeply"),
    ('{"nodes":{}}', 1, "`nodes` of the canvas is not a list"),
    ('{"nodes":[],"edges":"e"}', 1, "`edges` of the canvas is not a list"),
])  # fmt: skip
def test_what_is_no_canvas_is_a_finding(text, line, message):
    found, (finding,) = read(text, "Map.canvas")
    assert (found.nodes, found.edges, found.links) == ((), (), ())
    assert (finding.rule.name, finding.place.note, finding.place.line) == ("bad-canvas", "Map.canvas", line)
    assert finding.message.startswith(message)


GOOD = {"id": "a", "type": "file", "file": "A.md"}


@pytest.mark.parametrize("item", [
    None, 3, "x", ["a"], [GOOD], {}, {"id": "x"}, {"id": 3, "type": "text", "text": "x"}, {"id": "", "type": "text"},
    {"id": "x", "type": "shape"}, {"id": "x", "type": ["text"]}, {"id": "x", "type": "file"}, {"id": "x", "type": "file", "file": 3},
    {"id": "x", "type": "file", "file": ""}, {"id": "x", "type": "link", "url": None}, {"type": "text", "text": "x"},
])  # fmt: skip
def test_what_is_no_node_is_passed_over_and_the_others_stay_as_they_are(item):
    assert [node.id for node in nodes(item, GOOD, item)] == ["a"]
    text = json.dumps({"nodes": [item, GOOD, item]})
    (node,) = canvas(text).nodes
    assert text[node.start : node.end] == "A.md"


@pytest.mark.parametrize(
    "item", [None, 3, {}, {"id": "e"}, {"fromNode": "a"}, {"fromNode": "a", "toNode": 3}]
)
def test_what_is_no_edge_is_passed_over(item):
    text = json.dumps({"edges": [item, {"fromNode": "a", "toNode": "b", "label": 5}]})
    assert canvas(text).edges == (CanvasEdge("a", "b", "", text.index('"a", "toNode": "b"') + 1, text.index('"a", "toNode": "b"') + 2),)  # fmt: skip


def test_keys_that_no_one_knows_are_passed_over_and_of_a_key_that_stands_twice_the_last_counts():
    text = '{"nodes":3,"more":[{"id":"z","type":"text"}],"nodes":[{"id":"x","id":"y","type":"text","text":"one","text":"two","style":{"text":"three","id":"w"},"x":1e999,"y":%s}]}'
    text %= "9" * 5000
    assert canvas(text).nodes == (
        CanvasNode("y", "text", "two", "", text.index("two"), text.index("two") + 3),
    )


def test_a_card_without_text_is_a_card():
    assert [node.content for node in nodes({"id": "t", "type": "text"}, {"id": "g", "type": "group"})] == [
        "",
        "",
    ]


def test_half_a_surrogate_pair_becomes_what_can_be_written():
    (node,) = canvas('{"nodes":[{"id":"t\\ud800","type":"text","text":"a\\udc00\\ud83d\\ude95b"}]}').nodes
    assert (node.id, node.content) == ("t\ufffd", "a\ufffd🚕b")


PIECES = st.sampled_from([*'{}[],:"\\ \n', '"nodes"', '"edges"', '"id"', '"type"', '"text"', '"file"', '"a"', "null", "-1e9", "[[x]]", "\\u00", "\\ud83d\\ude95", "é", "\ud800"])  # fmt: skip
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=6)
    | st.sampled_from(["text", "file", "link", "group", "[[A|b]] é", "![x](y.md)", "🚕\n[[B]]"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["nodes", "edges", "id", "type", "text", "file", "subpath", "label", "fromNode", "toNode", "x"]),
        inner,
        max_size=6,
    ),
    max_leaves=25,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=40))
def test_no_text_raises(text):
    found, findings = read(text, "Map.canvas")
    assert len(findings) <= 2
    assert found.path == "Map.canvas"


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(["nodes", "edges", "x"]), VALUES | st.lists(VALUES, max_size=4), max_size=3), st.booleans(), st.sampled_from([None, "\t"]))  # fmt: skip
def test_whatever_an_object_holds_every_range_is_that_of_its_source(document, ascii_only, indent):
    text = json.dumps(document, ensure_ascii=ascii_only, indent=indent)
    found, _ = read(text, "Map.canvas")
    for node in found.nodes:
        shown = json.loads(f'"{text[node.start : node.end]}"')
        assert _written(shown) in (node.content, node.id)
    for edge in found.edges:
        assert not edge.label or _written(json.loads(f'"{text[edge.start : edge.end]}"')) == edge.label
    for link in (each.link for each in found.links):
        assert text[link.start : link.end] == link.original


def _written(text):
    return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)


def test_large_canvases_are_read_in_one_go():
    many = [{"id": str(i), "type": "text", "text": f"[[N{i}]]\n"} for i in range(3000)]
    assert len(canvas(json.dumps({"nodes": many})).links) == 3000
    assert len(text_card("\n[[N]]" * 20_000).links) == 20_000
    assert text_card("[[" * 50_000).links == ()
