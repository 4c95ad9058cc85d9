"""What the report says of a vault's links."""

from datetime import date

import pytest

from vaultval.graph.report import Bridge, Hub, Listing, Unlinked, report
from vaultval.pipeline import evaluate, read_vault


@pytest.fixture
def reported(make_vault):
    def of(files, most=20):
        read = read_vault(make_vault(files))
        return report(read.vault, evaluate(read, date(2026, 2, 10), with_stakes=False).findings, most)

    return of


BLOCK = "<!-- vaultval:begin narrative -->\n\n[[Lonely]]\n\n<!-- vaultval:end narrative sum=0000000000 -->\n"


def test_a_note_that_nobody_links_is_told(reported):
    found = reported(
        {"A.md": "[[B]] [[C#Head]]", "B.md": "![[A]]", "C.md": "[[C]] [[#Head]]", "D.md": "[[A]] [[B]]"}
    )
    assert found.unlinked.items == (Unlinked("D.md", 2),)
    assert (found.notes, found.unlinked.total, found.alone) == (4, 1, 0)


def test_a_link_to_itself_does_not_count(reported):
    found = reported({"A.md": "[[A]]"})
    assert found.unlinked.items == (Unlinked("A.md", 0),)
    assert found.alone == 1


@pytest.mark.parametrize(
    "link",
    [
        "[[Lonely]]",
        "![[lonely]]",
        "[words](Lonely.md)",
        "%% [[Lonely]] %%",
        '---\nup: "[[Lonely]]"\n---\n',
        "x:: [[Lonely]]",
    ],
)
def test_every_link_of_a_person_counts(link, reported):
    assert [each.note for each in reported({"Lonely.md": "", "A.md": link}).unlinked.items] == ["A.md"]


@pytest.mark.parametrize("words", ["`[[Lonely]]`", "Lonely", "<!-- [[Lonely]] -->", BLOCK])
def test_code_bare_words_and_what_vaultval_wrote_do_not_count(words, reported):
    found = reported({"Lonely.md": "", "A.md": f"\n{words}\n"})
    assert [each.note for each in found.unlinked.items] == ["A.md", "Lonely.md"]


def test_a_card_on_a_canvas_shows_a_note(reported):
    card = '{"nodes":[{"id":"1","type":"file","file":"Lonely.md","x":0,"y":0,"width":1,"height":1}]}'
    assert reported({"Lonely.md": "", "Board.canvas": card}).unlinked.total == 0


def test_daily_notes_come_last(reported):
    found = reported({"2026-02-10.md": "", "Daily/2026-02-09.md": "", "Z.md": ""})
    assert [each.note for each in found.unlinked.items] == ["Z.md", "2026-02-10.md", "Daily/2026-02-09.md"]


def test_links_to_nothing_are_told_by_target_the_most_frequent_first(reported):
    found = reported(
        {"A.md": "[[Gone]]\n[[Other]] [[gone#Head]]", "B.md": '---\nup: "[[GONE.md]]"\n---\n![[Gone]]'}
    )
    assert [(each.target, len(each.places)) for each in found.missing.items] == [("Gone", 4), ("Other", 1)]
    assert [(p.note, p.line) for p in found.missing.items[0].places] == [
        ("A.md", 1),
        ("A.md", 2),
        ("B.md", 4),
        ("B.md", 2),
    ]


def test_a_link_to_nothing_has_a_did_you_mean(reported):
    found = reported({"Robotaxi.md": "", "A.md": "[[Robotaxy]] [[Zebra]]"})
    assert {each.target: each.hint for each in found.missing.items} == {
        "Robotaxy": "did you mean [[Robotaxi]]?",
        "Zebra": "",
    }


def test_a_link_to_an_alias_says_so(reported):
    found = reported({"Tesla.md": "---\naliases: [TSLA]\n---\n", "A.md": "[[tsla]]"})
    assert [each.hint for each in found.missing.items] == ["an alias; write [[Tesla|tsla]]"]


def test_a_card_that_shows_nothing_is_a_link_to_nothing(reported):
    card = '{"nodes":[{"id":"1","type":"file","file":"Gone.md","x":0,"y":0,"width":1,"height":1}]}'
    (gone,) = reported({"Board.canvas": card}).missing.items
    assert (gone.target, gone.places[0].note, gone.places[0].line) == ("Gone.md", "Board.canvas", 1)


def test_a_hub_is_counted_by_the_notes_that_link_it(reported):
    linking = {f"N{n}.md": "[[H]] [[H]] ![[H]]" for n in range(3)}
    found = reported({"H.md": "[[H]] [[N1]]", "G.md": "[[N1]]", **linking, "N3.md": "[[G]] [[H]] [[N1]]"})
    assert found.hubs.items == (Hub("H.md", 4), Hub("N1.md", 3))


def test_what_two_notes_link_is_no_hub(reported):
    linking = {"A.md": "[[H]] [[Pair]]", "B.md": "[[H]] [[Pair]]", "C.md": "[[H]]"}
    for most in (20, None):
        found = reported({"H.md": "", "Pair.md": "", **linking}, most)
        assert found.hubs == Listing(1, (Hub("H.md", 3),))


def test_ten_hubs_are_listed_and_all_counted(reported):
    hubs = {f"H{n:02}.md": "" for n in range(14)}
    files = {**hubs, **{f"N{n}.md": " ".join(f"[[{name}]]" for name in hubs) for n in range(3)}}
    assert reported(files).hubs == Listing(14, tuple(Hub(name, 3) for name in list(hubs)[:10]))
    assert len(reported(files, None).hubs.items) == 14


def test_a_bridge_ties_others_to_the_rest(reported):
    circle = {"A.md": "[[B]]", "B.md": "[[C]]", "C.md": "[[D]]", "D.md": "[[A]] [[Door]]"}
    found = reported({**circle, "Door.md": "[[X]]", "X.md": "[[Y]]", "Y.md": ""})
    assert found.bridges.items == (Bridge("D.md", 3, 2), Bridge("Door.md", 2, 2))


def test_without_the_list_of_all_the_first_are_listed_and_all_counted(reported):
    files = {f"N{n:02}.md": f"[[Gone {n}]] [[Hub]] [[Hub {n % 5}]]" for n in range(40)} | {"Hub.md": ""}
    few, all_of_it = reported(files, 3), reported(files, None)
    for name in ("unlinked", "missing", "hubs", "bridges"):
        some, whole = getattr(few, name), getattr(all_of_it, name)
        assert some.total == whole.total == len(whole.items)
        assert some.items == whole.items[:3]
    assert all_of_it.unlinked.total == 40
    assert all_of_it.missing.total == 45


def test_what_narratives_rest_on_is_what_check_says(reported):
    found = reported({"N.md": "---\ntype: narrative\n---\n", "A.md": "[[Gone]]"})
    assert [each.rule.name for each in found.support.items] == ["narrative-without-evidence"]
    assert found.support.total == 1


def test_an_empty_vault_has_nothing_to_say(reported):
    found = reported({})
    assert found.notes == 0
    assert {
        listing.total for listing in (found.unlinked, found.missing, found.support, found.hubs, found.bridges)
    } == {0}
