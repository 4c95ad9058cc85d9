"""To which narratives something most likely belongs: exact scores on a small vault, and laws."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultval.amend import compare_narratives, find_waiting
from vaultval.linking.content_words import content_words, in_a_row
from vaultval.pipeline import read_vault
from vaultval.vault.vault import Hold

FILES = {
    "Grid.md": "---\ntype: narrative\naliases: [Power giant]\ndrives: ['[[Storage]]', '[[Chips]]']\n---\n[[Census]]\n"
    "## Evidence\n- Batteries sold out [hard] [[10-K]]\n- Plants run at night [hard] [[10-K]] https://example.com/a\n"
    "- 工厂产能翻番 [硬数据]\n",
    "Mind.md": "---\ntype: narrative\ndrives: ['[[Chips]]']\n---\n"
    "## Evidence\n- Chips sold at night [hard] [[10-K]]\n",
    "Stories.md": "# Stories\n\n## Founder premium #narrative\n### Evidence\n- He builds plants [judgement]\n",
    "Firm.md": "---\ntype: company\n---\n",
    "Storage.md": "---\ntype: option\ncompany: '[[Firm]]'\nnarrative: '[[Grid]]'\n---\n",
    "Chips.md": "---\ntype: option\ncompany: '[[Firm]]'\n---\n",
    "10-K.md": "",
    "Census.md": "",
}


def judged(root, note="n.md"):
    """For the items of a note, by text: each narrative with its score."""
    read = read_vault(root, hold=Hold.TEXT)
    likely = compare_narratives(read)
    return {
        each.text: {found.narrative.name: found for found in likely.of(each)}
        for each in find_waiting(read)
        if each.place.note == note
    }


def scores(root, **keywords):
    found = judged(root, **keywords).values()
    return [{name: round(each.score, 9) for name, each in by_name.items()} for by_name in found]


def parts(candidate):
    return [
        (p.kind, round(p.points, 9), [(f.what, round(f.points, 9), f.evidence) for f in p.found])
        for p in candidate.parts
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the grid again", {"Grid": 3.5}),  # its name, and a word of it
        ("as a power giant", {"Grid": 4.0}),  # its alias, and two words
        ("see [[Grid|there]]", {"Grid": 3.0}),
        ("founder premium", {"Founder premium": 4.0}),
        ("so [[Stories#Founder premium narrative|he]] said", {"Founder premium": 3.0}),
        ("storage", {"Grid": 2.0}),  # its value is credited to Grid
        ("chips", {"Mind": 1.0, "Grid": 0.5}),  # driven by both; a word of the evidence of one
        ("filed [[10-K]]", {"Grid": 0.5, "Mind": 0.5}),  # linked by both
        ("see https://example.com/a.", {"Grid": 1.0}),
        ("see [[Census]]", {"Grid": 1.0}),
        ("night", {"Grid": 0.25, "Mind": 0.25}),
        ("plants and plant", {"Founder premium": 0.25, "Grid": 0.25}),
        ("工厂产能", {"Grid": 1.5}),  # 工厂, 厂产, 产能
        ("what the 10 of us did in 2026", {}),  # numbers, and words that say nothing
        ("https://storage.example.com/grid", {}),  # an address names nothing
    ],
)
def test_scores(make_vault, text, expected):
    found = scores(make_vault({**FILES, "n.md": f"- 2026-02-01: {text}\n"}))
    assert found == [expected]
    assert list(found[0]) == list(expected)


def test_what_stands_in_a_node_or_under_its_name_is_about_it(make_vault):
    files = dict(FILES)
    files["Storage.md"] += "- 2026-02-01: north\n"
    files["Stories.md"] += "### Loose\n- 2026-02-01: south\n"
    files["n.md"] = "# Storage\n## West\n- 2026-02-01: east\n# Other\n- 2026-02-01: far\n"
    root = make_vault(files)
    assert parts(judged(root, note="Storage.md")["north"]["Grid"])[0] == (
        "stands in", 2.0, [("Storage", 2.0, 0)],
    )  # fmt: skip
    assert parts(judged(root, note="Stories.md")["south"]["Founder premium"]) == [
        ("stands in", 3.0, [("Founder premium", 3.0, 0)])
    ]
    assert parts(judged(root)["east"]["Grid"]) == [("under", 1.0, [("Storage", 1.0, 0)])]
    assert judged(root)["far"] == {}


def test_links_elsewhere_in_the_note_count_a_quarter_and_one_at_most(make_vault):
    root = make_vault({**FILES, "n.md": "- 2026-02-01: north\n\n[[Census]] [[Storage]]\n"})
    assert parts(judged(root)["north"]["Grid"]) == [
        ("elsewhere", 0.75, [("Storage.md", 0.5, 0), ("Census.md", 0.25, 0)])
    ]
    (root / "n.md").write_text("- 2026-02-01: north\n\n[[Census]] [[Storage]] [[Grid]]\n", "utf-8")
    assert scores(root) == [{"Grid": 1.0}]


def test_where_another_item_was_filed_says_nothing_of_this_one(make_vault):
    note = "- 2026-02-01: north\n- 2026-02-01: south [hard] [supports:: [[Grid]]]\n"
    assert judged(make_vault({**FILES, "n.md": note}))["north"] == {}


def test_each_part_says_what_it_rests_on(make_vault):
    root = make_vault(
        {**FILES, "n.md": "- 2026-02-01: Storage plants 工厂产能 [[10-K]] [[Census]]\n\n[[Chips]]\n"}
    )
    (found,) = judged(root).values()
    assert parts(found["Grid"]) == [
        ("names", 2.0, [("Storage", 2.0, 0)]),
        ("links", 1.5, [("Census.md", 1.0, 0), ("10-K.md", 0.5, 2)]),
        ("elsewhere", 0.125, [("Chips.md", 0.125, 0)]),
        ("words", 1.75, [("工厂产能", 1.5, 0), ("plants", 0.25, 0)]),
    ]
    assert found["Grid"].score == 5.375


def test_words_count_no_more_than_a_name(make_vault):
    words = "alpha beta gamma delta epsilon zeta theta kappa lambda sigma"
    story = f"---\ntype: narrative\n---\n## Evidence\n- {words} [hard]\n"
    assert scores(make_vault({"N.md": story, "n.md": f"- 2026-02-01: {words}\n"})) == [{"N": 3.0}]


def test_ties_go_by_name(make_vault):
    files = {f"{name}.md": "---\ntype: narrative\n---\n" for name in ("Bee story", "Ant story", "Cow story")}
    found = scores(make_vault({**files, "n.md": "- 2026-02-01: a story\n"}))
    assert list(found[0]) == ["Ant story", "Bee story", "Cow story"]
    assert set(found[0].values()) == {round(1 / 6, 9)}


def test_names_on_the_stop_list_and_words_broken_off_name_nothing(make_vault):
    files = {**FILES, "vaultval.toml": '[link]\nstop = ["Storage"]\n', "n.md": "- 2026-02-01: storage\n"}
    assert scores(make_vault(files)) == [{}]


def test_words_compare_without_plural_case_and_numbers():
    text = "Robotaxis' DRIVERS, the AI of 2026 and FY2025; us at v12; Tesla's bus glass; 特斯拉的车"
    assert content_words(text) == {
        "robotaxi": "robotaxis", "driver": "drivers", "ai": "ai", "tesla": "tesla", "bus": "bus", "glass": "glass",
        "特斯": "特斯", "斯拉": "斯拉",
    }  # fmt: skip


def test_characters_in_a_row_are_told_as_one_word():
    assert in_a_row("特斯拉与斯拉夫", {"特斯", "斯拉", "拉夫"}) == {
        "特斯拉": ("特斯", "斯拉"),
        "斯拉夫": ("斯拉", "拉夫"),
    }


WORDS = st.lists(
    st.sampled_from(
        ["batteries", "sold", "plants", "night", "chips", "builds", "工厂", "产能", "grid", "north", "the"]
    ),
    max_size=8,
)


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    root = tmp_path_factory.mktemp("laws") / "vault"
    root.mkdir()
    for name, text in {**FILES, "n.md": "- 2026-02-01: north\n"}.items():
        (root / name).write_text(text, "utf-8")
    read = read_vault(root, hold=Hold.TEXT)
    return read, next(each for each in find_waiting(read) if each.place.note == "n.md")


@given(WORDS, st.sampled_from(["batteries", "night", "产能翻", "plants", "chips"]))
@settings(max_examples=60)
def test_more_shared_words_never_lower_a_score(model, words, one_more):
    read, item = model
    likely = compare_narratives(read)
    text = " ".join(words)
    before = {c.narrative.id: c.score for c in likely.of(item._replace(text=text), most=99)}
    after = {c.narrative.id: c.score for c in likely.of(item._replace(text=f"{text} {one_more}"), most=99)}
    assert all(after[key] >= score for key, score in before.items())


@given(WORDS, st.randoms(use_true_random=False))
@settings(max_examples=30)
def test_the_order_of_notes_and_narratives_does_not_matter(model, words, chance):
    read, item = model
    paths, narratives = list(read.vault.notes), list(read.model.narratives)
    chance.shuffle(paths)
    chance.shuffle(narratives)
    shuffled = read._replace(
        vault=replace(read.vault, notes={path: read.vault.notes[path] for path in paths}),
        model=read.model.model_copy(update={"narratives": tuple(narratives)}),
    )
    item = item._replace(text=" ".join(words))
    assert compare_narratives(read).of(item) == compare_narratives(shuffled).of(item)


@given(WORDS, st.randoms(use_true_random=False))
@settings(max_examples=30)
def test_the_order_of_words_does_not_matter(model, words, chance):
    read, item = model
    likely = compare_narratives(read)
    latin = [word for word in words if word.isascii()]  # of Chinese, the order makes the pairs
    mixed = latin[:]
    chance.shuffle(mixed)
    one, other = (likely.of(item._replace(text=" ".join(text))) for text in (latin, mixed))
    assert [(c.narrative.id, c.score) for c in one] == [(c.narrative.id, c.score) for c in other]


def test_a_file_that_is_no_note_is_a_link_in_common(make_vault):
    story = "---\ntype: narrative\n---\n## Evidence\n- said [hard] [[Deck.PDF]]\n"
    root = make_vault({"N.md": story, "a/Deck.PDF": b"", "n.md": "- 2026-02-01: see ![[Deck.PDF#page=2]]\n"})
    assert [p[:2] for p in parts(next(iter(judged(root).values()))["N"])] == [("links", 1.0)]
