"""A note's properties: what they say, where they stand, and what is wrong with them."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultval.note import frontmatter
from vaultval.note.parts import Properties


def read(yaml, newline="\n", body="Text.\n"):
    """The properties of a note, which are those of the YAML, and the text of that note."""
    text = f"---\n{yaml}\n---\n{body}".replace("\n", newline)
    properties, findings = frontmatter.read(text, "A.md")
    assert properties is not None
    return properties, findings, text


def values(yaml):
    properties, findings, _ = read(yaml)
    assert not findings
    assert properties.sound
    return dict(properties.values())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Text.",
        "--",
        "---",
        "---\n",
        "---\na: 1\n",
        "---\na: 1\n----\n",
        "---\na: 1\n --- \n",
        "----\na: 1\n---\n",
        "\n---\na: 1\n---\n",
        " ---\na: 1\n---\n",
        "text\n---\na: 1\n---\n",
    ],
)
def test_a_note_without_two_fences_has_no_frontmatter(text):
    assert frontmatter.read(text, "A.md") == (None, [])


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("---\n---\n", 8),
        ("---\n---", 7),
        ("---  \n\na: 1\n\n---\t\ntext", 18),
        ("---\r\na: 1\r\n---\r\ntext", 16),
        ("---\na: 1\n---\n---\n", 13),
    ],
)
def test_the_block_reaches_to_the_end_of_the_closing_fence(text, end):
    properties, findings = frontmatter.read(text, "A.md")
    assert properties is not None
    assert (properties.start, properties.end, properties.sound, findings) == (0, end, True, [])


@pytest.mark.parametrize(
    ("scalar", "value"),
    [
        ("12", 12),
        ("-3.5", -3.5),
        ("+7", 7),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("5.", 5.0),
        ("0", 0),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("ON", "ON"),
        ("no", "no"),
        ("Yes", "Yes"),
        ("tRUE", "tRUE"),
        ("0700", "0700"),
        ("00.5", "00.5"),
        ("12:30", "12:30"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        ("0o17", "0o17"),
        ("1e999", "1e999"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("12 %", "12 %"),
        ("$1.5T", "$1.5T"),
        ("9" * 5000, "9" * 5000),
        ("2026-02-10", "2026-02-10"),
        ("2025-02-30", "2025-02-30"),
        ("2026-02-10T09:30:00", "2026-02-10T09:30:00"),
        ('"12"', "12"),
        ("'true'", "true"),
        ("!!str 12", "12"),
        ('"a\\tb"', "a\tb"),
        ("'it''s'", "it's"),
        ("a\u2028b\x85c", "a\u2028b\x85c"),
        ("a\x07b\x00c", "a\x07b\x00c"),
        ("a\udc80b", "a\udc80b"),
        ("[[A]]", [["A"]]),
        ('"[[A]]"', "[[A]]"),
        ("[1, b, '2']", [1, "b", "2"]),
        ("\n  - 1\n\n  - b", [1, "b"]),
        ("{b: 1, c: [x]}", {"b": 1, "c": ["x"]}),
        ("\n  b: 1\n  c:\n    d: no", {"b": 1, "c": {"d": "no"}}),
        ("|\n  one\n    two\n  # three", "one\n  two\n# three\n"),
        (">-\n  one\n  two", "one two"),
        ("&x 1", 1),
    ],
)
def test_scalars_are_strings_first(scalar, value):
    found = values(f"a: {scalar}")["a"]
    assert found == value
    assert type(found) is type(value)


def test_an_alias_has_the_value_and_no_place_of_its_own():
    properties, _, _ = read("a: &x [1, 2]\nb: *x")
    assert dict(properties.values()) == {"a": [1, 2], "b": [1, 2]}
    assert properties.entries[1].items == ()


def test_names_are_kept_as_they_are_written():
    assert list(values("CAPITAL: 1\ncreation date: 2\n价格: 3\n'quoted: name': 4")) == [
        "CAPITAL",
        "creation date",
        "价格",
        "quoted: name",
    ]


def test_json_is_read_and_not_to_be_written():
    properties, findings, _ = read('{"tags": "journal",\n "publish": false}')
    assert dict(properties.values()) == {"tags": "journal", "publish": False}
    assert findings == []
    assert not properties.sound


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_places_are_exact(newline):
    properties, _, text = read(
        "# first\nicon: 🚀\n\nname: \"a 'b' 价\"  # said\nlist:\n  - x\n  - '[[Y]]'\n\n# on map\nmap: {k: v}\n"
        "text: |\n  # one\n\n  two\n\n# after\nempty:\nplain: one\n  two\nkeep: |+\n  a\n\nlast: [p, 🚀q]",
        newline,
    )
    lines = {entry.key: text[entry.start : entry.end].split(newline) for entry in properties.entries}
    assert lines == {
        "icon": ["icon: 🚀", ""],
        "name": ["name: \"a 'b' 价\"  # said", ""],
        "list": ["list:", "  - x", "  - '[[Y]]'", ""],
        "map": ["map: {k: v}", ""],
        "text": ["text: |", "  # one", "", "  two", ""],
        "empty": ["empty:", ""],
        "plain": ["plain: one", "  two", ""],
        "keep": ["keep: |+", "  a", "", ""],
        "last": ["last: [p, 🚀q]", ""],
    }
    sources = {
        entry.key: [text[item.start : item.end].replace("\r", "") for item in entry.items]
        for entry in properties.entries
    }
    assert sources == {
        "icon": ["🚀"],
        "name": ["\"a 'b' 价\""],
        "list": ["x", "'[[Y]]'"],
        "map": [],
        "text": ["|\n  # one\n\n  two"],
        "empty": [],
        "plain": ["one\n  two"],
        "keep": ["|+\n  a"],
        "last": ["p", "🚀q"],
    }
    assert [item.text for item in properties.entries[2].items] == ["x", "[[Y]]"]


@pytest.mark.parametrize(
    ("yaml", "line", "column", "words"),
    [
        ("a: 1\nb: c: d", 3, 5, "second colon"),
        ("a: @b", 2, 4, "begins with @"),
        ("a:\n\t- b", 3, 1, "begins with a tab"),
        ("a: `b`", 2, 4, "begins with `"),
        ('a: "b\nc: 1', 2, 4, "a quote that is not closed"),
        ("a: 1\nb: [1, 2", 3, 4, "a bracket that is not closed"),
        ("a: *b", 2, 4, "begins with *"),
        ("a: **b**", 2, 4, "begins with *"),
        ("a: 'b' c", 2, 8, "behind the end of a value"),
        ("a: b\njust words", 3, 1, "neither name: value"),
        ('a: "\\q"', 2, 5, "backslash"),
        ("a: - b", 2, 4, "a list that begins on the line of its name"),
        ("a: }", 2, 4, "begins with }"),
        ("a: {{date}}", 2, 5, "a name is plain text"),
        ("[x]: 1", 2, 1, "a name is plain text"),
        ("a: {b: 1, b: 2}", 2, 11, "`b` stands twice"),
        ("- a\n- b", 2, 1, "not name: value lines"),
        ("only words", 2, 1, "not name: value lines"),
        ("a: " + "[" * 100_000, 2, 1, "nested too deeply"),
        ("- " * 100_000 + "a", 2, 1, "nested too deeply"),
        ("a: &a [*a]", 2, 4, "nested too deeply"),
    ],
)
def test_what_is_no_yaml_is_a_finding_with_its_place(yaml, line, column, words):
    properties, findings, text = read(yaml)
    assert properties == Properties(0, len(text) - len("Text.\n"), (), False)
    (found,) = findings
    assert found.rule.name == "bad-properties"
    assert (found.place.line, found.place.column) == (line, column)
    assert words in found.message


def test_aliases_do_not_multiply():
    bomb = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9 if n else ['x'] * 9)}]" for n in range(9))
    properties, findings, _ = read(bomb)
    assert properties.entries == ()
    assert [found.rule.name for found in findings] == ["bad-properties"]


def test_a_property_that_stands_twice_counts_once():
    properties, findings, _ = read("a: 1\nb: 2\na: 3")
    assert dict(properties.values()) == {"a": 1, "b": 2}
    assert not properties.sound
    (found,) = findings
    assert found.rule.name == "duplicate-property"
    assert (found.place.line, found.place.column, found.place.length) == (4, 1, 1)
    assert (found.other.line, found.other.column) == (2, 1)


@pytest.mark.parametrize(
    "name",
    ["no", "On", "YES", "off", "y", "N", "true", "null", "2026", "3.5", "2026-01-01", "content", "handler"],
)
def test_a_name_that_other_tools_stumble_over_is_noted_and_read(name):
    properties, findings, _ = read(f"{name}: x")
    assert dict(properties.values()) == {name: "x"}
    assert properties.sound
    assert [found.rule.name for found in findings] == ["awkward-property"]
    assert findings[0].place.length == len(name)


@pytest.mark.parametrize("name", ["'no'", '"on"', "note", "north", "a2026", "contents", "yes please"])
def test_other_names_are_not_noted(name):
    assert read(f"{name}: x")[1] == []


def property_links(yaml):
    properties, _, text = read(yaml)
    found = frontmatter.property_links(properties)
    return [
        (key, link.target + link.subpath, link.display, text[link.start : link.end] == link.original)
        for key, link, _ in found
    ]


@pytest.mark.parametrize(
    ("yaml", "expected"),
    [
        ('a: "[[B]]"', [("a", "B", None, True)]),
        ("a: '[[B#c|d]]'", [("a", "B#c", "d", True)]),
        ("a: see [[B]] and [[C]]", [("a", "B", None, True), ("a", "C", None, True)]),
        ('a:\n  - "[[B]]"\n  - x\n  - "[[C]]"', [("a.0", "B", None, True), ("a.2", "C", None, True)]),
        ('a: ["[[B]]", "[[B]]"]', [("a.0", "B", None, True), ("a.1", "B", None, True)]),
        ("a: '[b](C%20d.md)'", [("a", "C d.md", "b", True)]),
        ("a: '[b](https://example.org)'", []),
        ('a: {b: ["[[C]]"]}', [("a.b.0", "C", None, False)]),
        ("a: [[B]]", []),
        ("a: 'it''s [[B]]'", [("a", "B", None, False)]),
        ('a: "[[#B]]"', [("a", "#B", None, True)]),
    ],
)
def test_links_in_values(yaml, expected):
    assert property_links(yaml) == expected


@pytest.mark.parametrize(
    ("yaml", "expected"),
    [
        ("tags: [a, b/c]", ("#a", "#b/c")),
        ("tags:\n  - a\n  - '#b'", ("#a", "#b")),
        ("tags: a", ("#a",)),
        ("Tags: a", ("#a",)),
        ("tags: a, b", ()),
        ("tags: a b", ()),
        ("tags:", ()),
        ("tags: []", ()),
        ("tags: [2026, true, '', '#', null, 2026Q1]", ("#2026Q1",)),
        ("tags: {a: b}", ()),
        ("tag: a", ()),
        ("TAGS: 宏观，利率", ("#宏观，利率",)),
        ('{"tags": "journal"}', ("#journal",)),
    ],
)
def test_tags_in_properties(yaml, expected):
    assert frontmatter.property_tags(read(yaml)[0]) == expected


def test_a_note_without_frontmatter_costs_no_import_of_yaml():
    code = (
        "import sys; from vaultval.note import frontmatter; frontmatter.read('# A\\n', 'A.md');"
        "print('yaml' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


YAML = st.lists(
    st.sampled_from(
        [
            "a: 1", "b: [x, '[[Y]]']", "c:", "  - x", "  - {p: q}", "# note", "", "d: |", "  text", " odd", "e: 'it''s'",
            'f: "q\\n"', "a: 2", "no: on", "g: &x 1", "h: *x", "i: {{j}}", "\tk: 1", "l: @m", "- n", "...", "o: \x07",
            "p: \udc80", "q: 🚀", "r: >+", "? s", ": t", "%u", "---x", "v: !!int w", "<<: *x", "{", "]", "\u2028: y", "z: \ufeff",
        ]
    ),
    max_size=8,
).map("\n".join)  # fmt: skip


@settings(max_examples=500, deadline=None)
@given(YAML | st.text(st.characters(codec=None), max_size=60))
def test_it_never_raises_and_every_place_lies_in_the_block(yaml):
    text = f"---\n{yaml}\n---\nText.\n"
    properties, findings = frontmatter.read(text, "A.md")
    assert properties is not None
    assert properties.sound or findings or yaml.lstrip().startswith("{")
    frontmatter.property_links(properties)
    frontmatter.property_tags(properties)
    end = 4
    for entry in properties.entries:
        assert end <= entry.start < entry.end <= properties.end
        assert all(entry.start < item.start < item.end <= entry.end for item in entry.items)
        end = entry.end


@settings(max_examples=300, deadline=None)
@given(YAML)
def test_a_property_alone_says_what_it_says_among_others(yaml):
    properties, _, text = read(yaml)
    for entry in properties.entries if properties.sound else ():
        alone = text[entry.start : entry.end]
        if "&" not in alone and "*" not in alone:
            found, _ = frontmatter.read(f"---\n{alone}---\n", "A.md")
            assert found is not None
            assert dict(found.values()) == {entry.key: entry.value}


@pytest.mark.parametrize("line", ["no: 1\n", "tag: a\n", "tags: a, b\n", "::\n"])
def test_lines_are_counted_once_however_many_properties_are_odd(line, monkeypatch):
    from vaultval.note import frontmatter as module

    counted = []
    original = module.Lines
    monkeypatch.setattr(module, "Lines", lambda text: counted.append(text) or original(text))
    frontmatter.read("---\n" + line * 50 + "---\n", "Note.md")
    assert len(counted) == 1
