"""Properties as Obsidian's cache holds them, row by row, and what is said of those it does not read.

How scalars are read, and where they stand, is in test_frontmatter.py.
"""

import pytest

from vaultval.note import frontmatter
from vaultval.note.links import display_text
from vaultval.vault.vault import Hold, read_note


def read(yaml):
    properties, findings = frontmatter.read(f"---\n{yaml}\n---\nText.\n", "A.md")
    assert properties is not None
    return properties, findings


def said(yaml):
    return [(found.rule.name, found.message) for found in read(yaml)[1]]


def note(data):
    return read_note("A.md", data, lambda _: True, Hold.TEXT)[0]


@pytest.mark.parametrize(
    ("yaml", "key", "value"),
    [
        ("date: 2024-07-21", "date", "2024-07-21"),
        ("at: 2024-07-21T12:37:00", "at", "2024-07-21T12:37:00"),
        ("creation date: x", "creation date", "x"),
        ("CAPITAL_property: x", "CAPITAL_property", "x"),
        ("\nkanban-plugin: basic\n", "kanban-plugin", "basic"),
        ('{"tags":"journal","publish":false}', "publish", False),
        ("aliases: AI", "aliases", "AI"),
        ("text: a #b", "text", "a"),
        ('text: "a #b"', "text", "a #b"),
        ("nested: {a: [1]}", "nested", {"a": [1]}),
    ],
)
def test_a_value_is_what_obsidian_holds(yaml, key, value):
    properties, findings = read(yaml)
    assert properties.values()[key] == value
    assert findings == []


@pytest.mark.parametrize(
    "yaml",
    [
        "created: {{date}}",
        "created: <% tp.date.now() %>: x",
        'author: "a: b',
        "people:\n  - @beaussan",
        "title: a: b",
        "\ttitle: a",
    ],
)
def test_yaml_that_cannot_be_read_leaves_a_note_without_properties_and_with_a_text(yaml):
    text = f"---\n{yaml}\n---\n[[B]] #c"
    read = note(text.encode())
    assert read.properties is not None
    assert read.properties.entries == ()
    assert [link.target for link in read.scan.links] == ["B"]
    assert [tag.name for tag in read.scan.tags] == ["#c"]


@pytest.mark.parametrize(
    ("data", "keys"),
    [
        (b"\xef\xbb\xbf---\na: 1\n---\n", ["a"]),
        (b"---\r\na: 1\r\nb: 2\r\n---\r\n", ["a", "b"]),
        (b"---\n---\n", []),
        (b"---\n\na: 1\n\n---\n", ["a"]),
    ],
)
def test_the_properties_are_found_whatever_the_bytes(data, keys):
    properties = note(data).properties
    assert properties is not None
    assert list(properties.values()) == keys


@pytest.mark.parametrize(
    ("yaml", "expected"),
    [
        ("tags: [a, b]", ("#a", "#b")),
        ('tags: ["#a", "b"]', ("#a", "#b")),
        ("Tags: a", ("#a",)),
        ("TAG: a\ntag: b\nALIAS: c", ()),
        ("tags: [a b, c]", ("#c",)),
        ("tags: a\ntags: b", ("#a",)),
    ],
)
def test_only_tags_gives_tags(yaml, expected):
    assert frontmatter.property_tags(read(yaml)[0]) == expected


@pytest.mark.parametrize(
    ("yaml", "expected"),
    [
        ("aliases: AI", ("AI",)),
        ("aliases: [AI, ' Machine learning ', '']", ("AI", "Machine learning")),
        ("Aliases:\n  - 人工智能\n  - AI", ("人工智能", "AI")),
        ("aliases: Tesla, Inc.", ("Tesla, Inc.",)),
        ("aliases: [1, true, AI]", ("AI",)),
        ("aliases:", ()),
        ("alias: AI", ()),
        ("ALIAS: AI\n别名: x", ()),
        ("aliases: {a: b}", ()),
    ],
)
def test_only_aliases_gives_further_names(yaml, expected):
    assert frontmatter.property_aliases(read(yaml)[0]) == expected


@pytest.mark.parametrize(
    ("yaml", "key", "target", "shown"),
    [
        ('link: "[[#A link in a x]]"', "link", "", "A link in a x"),
        ("link: '[[B#c|d]]'", "link", "B", "d"),
        ('link: " [[B]] "', "link", "B", "B"),
        ('list: [x, "[[B]]"]', "list.1", "B", "B"),
        ("link: '[b](C%20d.md)'", "link", "C d.md", "b"),
        ("link: '[b](<C d.md>)'", "link", "C d.md", "b"),
    ],
)
def test_a_value_that_is_a_link_is_one_to_obsidian(yaml, key, target, shown):
    (found,) = frontmatter.property_links(read(yaml)[0])
    assert (found.key, found.link.target, display_text(found.link), found.alone) == (key, target, shown, True)


@pytest.mark.parametrize(
    ("yaml", "targets"),
    [
        ("a: see [[B]]", ["B"]),
        ('a: "[[B]], [[C]]"', ["B", "C"]),
        ('a: "[[B]][[C]]"', ["B", "C"]),
        ("a: text [b](B.md) and [c](C.md)", ["B.md", "C.md"]),
        ("a: '![[B]]'", ["B"]),
    ],
)
def test_a_link_among_text_is_kept_and_is_none_to_obsidian(yaml, targets):
    found = frontmatter.property_links(read(yaml)[0])
    assert [each.link.target for each in found] == targets
    assert not any(each.alone for each in found)


@pytest.mark.parametrize("yaml", ["a: [[B]]", "a: https://example.org", 'a: "[b](https://example.org)"'])
def test_no_link_in_a_property(yaml):
    assert frontmatter.property_links(read(yaml)[0]) == ()


@pytest.mark.parametrize(
    ("yaml", "message"),
    [
        ("tags: a, b", "`tags` holds 'a, b', which is no tag"),
        ("Tags: a b", "`Tags` holds 'a b', which is no tag"),
        ("tags: [a, b c, d e]", "`tags` holds 'b c', which is no tag"),
        ("tags: 宏观，估值", "`tags` holds '宏观，估值', which is one tag"),
        ("aliases: AI, ML", "`aliases` holds 'AI, ML', which is one name"),
        ('drives: "[[B]], [[C]]"', "`drives` holds '[[B]], [[C]]', in which Obsidian sees no link"),
    ],
)
def test_a_text_that_was_meant_as_a_list_is_noted(yaml, message):
    assert said(yaml) == [("property-not-list", message)]


@pytest.mark.parametrize(
    "yaml",
    [
        "tags: a",
        "tags: 2026",
        "tags:",
        "aliases: Machine learning",
        "aliases: ['Tesla, Inc.']",
        'a: "[[B]]"',
        "a: see [[B]] and [[C]]",
        "a: x, y",
    ],
)
def test_a_text_that_is_one_thing_is_not_noted(yaml):
    assert said(yaml) == []


@pytest.mark.parametrize(
    ("yaml", "hint"),
    [
        ("tag: a", "rename it to `tags`"),
        ("ALIAS: a, b", "rename it to `aliases`"),
        ("cssClass: a", "rename it to `cssclasses`"),
    ],
)
def test_a_property_that_obsidian_no_longer_reads_is_noted(yaml, hint):
    (found,) = read(yaml)[1]
    assert (found.rule.name, found.hint) == ("retired-property", hint)
