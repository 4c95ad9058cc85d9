"""Which mentions are found, which are not, and what they become."""

import pytest

from vaultval.amend import find_mentions, known_names
from vaultval.config import Linking
from vaultval.pipeline import read_vault
from vaultval.vault.vault import Hold

NAMES = {
    "Tesla.md": "---\naliases: [TSLA, Tesla Motors]\n---\n",
    "Options/Robotaxi fleet.md": "---\naliases: [Robotaxi]\n---\n",
    "机器人.md": "---\naliases: [人形机器人, 로봇, ロボット]\n---\n",
    "Now.md": "---\naliases: [NOW Inc]\n---\n",
}


def mentions_in(make_vault, text, *, files=None, first=False, **settings):
    """The links that a note of this text would get, in order."""
    root = make_vault({**NAMES, **(files or {}), "Daily/note.md": text})
    read = read_vault(root, hold=Hold.TEXT)
    found = find_mentions(read, known_names(read, Linking(**settings)), first=first)
    return [mention.link for mention in found if mention.note == "Daily/note.md"]


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("Tesla grows.", ["[[Tesla]]"]),
        ("Tesla first, and a mark of the end!", ["[[Tesla]]"]),
        ("Why TESLA and tesla grow", ["[[Tesla|TESLA]]", "[[Tesla|tesla]]"]),
        ("TSLA is up", ["[[Tesla|TSLA]]"]),
        ("tsla is no ticker as it is spelt", []),
        ('Tesla\'s, (Tesla) "Tesla" Tesla-like **Tesla** _Tesla_ ==Tesla== Tesla/SpaceX', ["[[Tesla]]"] * 8),
        ("Teslas, Nikola-Teslax, myTesla, Tesla2, a_Tesla_b", []),
        ("Tesla\u0301 has an accent", []),
        ("Tesla Motors was the name", ["[[Tesla|Tesla Motors]]"]),
        ("Tesla Motorsport is not", ["[[Tesla]]"]),
        ("a robotaxi and a Robotaxi fleet", ["[[Robotaxi fleet|robotaxi]]", "[[Robotaxi fleet]]"]),
        ("这家公司做机器人业务", ["[[机器人]]"]),
        ("人形机器人很贵", ["[[机器人|人形机器人]]"]),
        ("买Tesla机器人", ["[[Tesla]]", "[[机器人]]"]),
        ("로봇은 ロボットは", ["[[机器人|로봇]]", "[[机器人|ロボット]]"]),
        ("特斯拉（Tesla）、Tesla，Tesla。", ["[[Tesla]]"] * 3),
        ("- [ ] Ask about Tesla 📅 2026-06-30", ["[[Tesla]]"]),
        ("> [!note] Tesla\n> Tesla again", ["[[Tesla]]", "[[Tesla]]"]),
        ("| a | Tesla |\n|---|---|\n| tesla | x |", ["[[Tesla\\|tesla]]"]),
        ("😀 Tesla", ["[[Tesla]]"]),
        ("Tesla 3.5 and Tesla.", ["[[Tesla]]", "[[Tesla]]"]),
        ("Tesla’s 'Tesla' l’Tesla", ["[[Tesla]]"] * 3),
        ("Tesla't Tesla’ll 1.Tesla", ["[[Tesla]]"]),
        ("Te\u0301Tesla Tes\u00adTesla Tesla\u200dx", []),
        ("__Tesla__ and (Tesla)", ["[[Tesla]]"] * 2),
        ("Tesla (TSLA) not Tesla(TSLA)", ["[[Tesla]]", "[[Tesla|TSLA]]", "[[Tesla|TSLA]]"]),
        ("[主观判断: 启示]: Tesla 的海外扩张", ["[[Tesla]]"]),
        ("Said[^1]\n\n[^1]: by Tesla", ["[[Tesla]]"]),
    ],
)
def test_whole_words_in_latin_script_and_anywhere_in_chinese_japanese_korean(make_vault, text, links):
    assert mentions_in(make_vault, text) == links


@pytest.mark.parametrize(
    "text",
    [
        "`Tesla` and ``a ` Tesla``",
        "```\nTesla\n```",
        "~~~ Tesla\nTesla\n~~~",
        "    Tesla",
        "- item\n\n  ```\n  Tesla\n  ```",
        "[[Tesla]] [[x|Tesla]] ![[Tesla]] [[Tesla#Cars|Tesla cars]]",
        "[Tesla](https://example.com) [x](Tesla.md) ![Tesla](x.png) [a Tesla b][ref]\n\n[ref]: https://example.com/Tesla",
        "https://example.com/Tesla www.example.com/Tesla http://a.b/?q=Tesla&x",
        "tesla.com ir.tesla.com/Tesla Tesla.md Tesla.py TESLA.COM Tesla.com/Tesla",
        "/srv/Tesla/x ~/Tesla/x ../Tesla C:/Notes/Tesla C:\\Tesla C:\\My Tesla\\x localhost:8080/Tesla magnet:?xt=Tesla",
        "git@github.com:Tesla/x :Tesla: 机器人.md 2026机器人财报.pdf",
        "text ^my-Tesla",
        "<a href='x'>Tesla</a> x <code>Tesla</code> <KBD>a Tesla b</KBD> <svg><text>Tesla</text></svg>",
        "[ref]:\nTesla\n\n[r2]: https://example.com\n'about Tesla'",
        "---\nkanban-plugin: basic\n---\n## Done\n\n**Tesla**\n- [ ] x",
        "---\nvaultval: off\n---\nTesla",
        "---\na: b: c\n---\nTesla",
        "Tesla(https://example.com)",
        "ir@tesla.com @Tesla",
        "# Tesla\n\n## On Tesla ##\n\nTesla\n===\n\nSome Tesla\nand more Tesla\n---",
        "---\ntitle: Tesla\ntags: [Tesla]\nsource: 'about Tesla'\n---",
        "#Tesla #Tesla/cars",
        "$Tesla$ $$\nTesla\n$$ and $TSLA",
        "%% Tesla %%\n\n%%\nTesla\n%%",
        "<!-- Tesla --> <span title='Tesla'>",
        "<div>\nTesla\n</div>",
        "[[Tesla",
        "[hard: Tesla 10-K] [Tesla] [^Tesla] 【硬数据：Tesla】",
        "[source:: Tesla] (about:: Tesla)",
        "about:: Tesla",
        "- [ ] Ask 🔁 every day Tesla 🆔 Tesla",
        "Tags: Tesla\nDate: 2026-01-28 Tesla",
        "<% tp.file.title(Tesla) %> {{Tesla}}",
        "[x][ref]\n\n[ref]: Tesla",
        "&Tesla; \\Tesla !Tesla",
        "| Tesla | b |\n|---|---|\n| 1 | 2 |",
        "---\nexcalidraw-plugin: parsed\n---\nTesla",
        "<!-- vaultval:begin narrative -->\nTesla\n<!-- vaultval:end narrative sum=0123456789 -->",
    ],
)
def test_no_mention_in_code_links_addresses_headings_properties_tags_math_comments(make_vault, text):
    assert mentions_in(make_vault, text) == []


def test_a_note_does_not_mention_itself_nor_what_its_own_name_holds(make_vault):
    files = {"Tesla robots.md": "Tesla robots are robots. Tesla makes them."}
    root = make_vault({**NAMES, **files})
    read = read_vault(root, hold=Hold.TEXT)
    found = find_mentions(read, known_names(read, Linking()))
    assert [(m.note, m.text, m.column) for m in found] == [("Tesla robots.md", "Tesla", 26)]


def test_the_longest_goes_first_even_where_it_begins_later(make_vault):
    files = {"Model Y.md": "", "Y Robotaxi service area.md": ""}
    text = "The Model Y Robotaxi service area grows"
    assert mentions_in(make_vault, text, files=files) == ["[[Y Robotaxi service area]]"]


def test_a_longer_name_in_a_closed_place_leaves_the_shorter_one_beside_it(make_vault):
    assert mentions_in(make_vault, "Tesla `Motors`") == ["[[Tesla]]"]


@pytest.mark.parametrize(
    ("case", "links"),
    [
        ("smart", ["[[Tesla|tesla]]", "[[Tesla|TESLA]]"]),
        ("ignore", ["[[Tesla|tesla]]", "[[Tesla|tsla]]", "[[Tesla|TESLA]]"]),
        ("exact", []),
    ],
)
def test_case_is_as_the_user_sets_it(make_vault, case, links):
    assert mentions_in(make_vault, "tesla tsla TESLA", case=case) == links


def test_no_step_of_a_flywheel_is_linked_but_the_words_around_it_are(make_vault):
    text = "Tesla\n\n## Flywheels\n\n- **A**: Tesla → Cars -> Tesla\n- All of Tesla\n\n## Notes\n\n- Tesla → Cars\n"
    assert mentions_in(make_vault, text) == ["[[Tesla]]"] * 3


def test_no_list_mark_becomes_a_part_of_a_link(make_vault):
    files = {"1. Foo.md": "", "Foo.md": ""}
    assert mentions_in(make_vault, "1. Foo\n\n> 1. Foo bar\n", files=files) == ["[[Foo]]", "[[Foo]]"]


def test_a_name_that_looks_like_a_site_is_found_where_it_stands_alone(make_vault):
    files = {"X.com.md": "", "Node.js.md": ""}
    text = "X.com and node.js, not ir.x.com nor x.com/page"
    assert mentions_in(make_vault, text, files=files) == ["[[X.com]]", "[[Node.js|node.js]]"]


@pytest.mark.parametrize(
    "text",
    [
        '---\nup: "[[Tesla|T]]"\n---\nTSLA rises',
        "| a |\n|---|\n| x |\n- TSLA item",
        "```\na|b\n-|-\n```\nTSLA here",
        "Author | 2026\n---\n\nTSLA text",
        "- x | y\n\n---\nTSLA",
    ],
)
def test_the_bar_has_a_backslash_in_tables_only(make_vault, text):
    assert mentions_in(make_vault, text) == ["[[Tesla|TSLA]]"]


def test_a_name_that_may_mean_two_things_becomes_no_link(make_vault):
    files = {"a/Dojo.md": "", "b/Dojo.md": ""}
    root = make_vault({**files, "note.md": "On Dojo."})
    read = read_vault(root, hold=Hold.TEXT)
    (mention,) = find_mentions(read, known_names(read, Linking()))
    assert (mention.text, mention.link) == ("Dojo", "")
    assert [target.path for target in mention.targets] == ["a/Dojo.md", "b/Dojo.md"]


def test_exact_case_tells_two_names_apart(make_vault):
    files = {"x/Gap.md": "", "y/GAP.md": ""}
    assert mentions_in(make_vault, "The GAP is no Gap", files=files, case="exact") == [
        "[[y/GAP|GAP]]",
        "[[x/Gap|Gap]]",
    ]


def test_a_link_names_the_path_where_the_name_alone_would_lead_elsewhere(make_vault):
    files = {"Daily/Moat.md": "", "Ideas/Moat.md": "---\naliases: [Burggraben]\n---\n"}
    assert mentions_in(make_vault, "Ein Burggraben", files=files) == ["[[Ideas/Moat|Burggraben]]"]


def test_a_section_that_is_a_node_is_linked_by_its_heading(make_vault):
    files = {"Acme.md": "---\ntype: company\n---\n## Cell phones: #option\n"}
    assert mentions_in(make_vault, "Will cell phones sell?", files=files) == [
        "[[Acme#Cell phones option|cell phones]]"
    ]


def test_first_takes_the_first_mention_and_none_where_the_note_links_the_target(make_vault):
    text = "Tesla and Tesla Motors, and a robotaxi. [[Robotaxi fleet]]"
    assert mentions_in(make_vault, text, first=True) == ["[[Tesla]]"]
    text = "---\nabout: '[[Tesla]]'\n---\nTesla"
    assert mentions_in(make_vault, text, first=True) == []


def test_a_mention_has_its_place_and_the_words_around_it(make_vault):
    root = make_vault({**NAMES, "note.md": "one\n" + "word " * 20 + "Tesla" + " more" * 20 + "\nthree"})
    read = read_vault(root, hold=Hold.TEXT)
    (mention,) = find_mentions(read, known_names(read, Linking()))
    assert (mention.line, mention.column) == (2, 101)
    assert mention.before == "…" + "word " * 8
    assert mention.after == " more" * 8 + "…"


def test_a_line_is_read_once_for_what_closes_it(make_vault, monkeypatch):
    from vaultval.linking import closed

    calls = []
    original = closed.stays_as_written
    monkeypatch.setattr(closed, "stays_as_written", lambda *a: calls.append(a[1:]) or original(*a))
    mentions_in(make_vault, "Tesla " * 500 + "\nno name here\n" + "Tesla [x] " * 500)
    assert len(calls) == 2
