"""What is said of links: those that lead to nothing, by an alias only, or to one of several."""

import json

import pytest
from click.testing import CliRunner

from tests.small_vault import FILES
from vaultval.cli import command
from vaultval.config import Config
from vaultval.pipeline import read_vault
from vaultval.vault.links import check_links
from vaultval.vault.vault import open_vault

TESLA = "---\naliases:\n  - TSLA\n  - ' 特斯拉 '\n  - Cafe\u0301\n---\n"


def checked(make_vault, files):
    """The findings on a vault of which no note takes part, as (rule, message, hint)."""
    vault, _ = open_vault(make_vault(files), Config(), lambda _: False)
    return [(found.rule.name, found.message, found.hint) for found in check_links(vault)]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("[[TSLA]]", "write [[Tesla|TSLA]]"),
        ("[[tsla]]", "write [[Tesla|tsla]]"),
        ("[[特斯拉|the maker]]", "write [[Tesla|the maker]]"),
        ("[[TSLA#Sales]]", "write [[Tesla#Sales|TSLA > Sales]]"),
        ("![[TSLA#Sales]]", "write ![[Tesla#Sales]]"),
        (r"| [[TSLA\|it]] |", r"write [[Tesla\|it]]"),
        ("[it](TSLA)", "write [[Tesla|it]]"),
        ("[[Caf\u00e9]]", "write [[Tesla|Caf\u00e9]]"),
        ('---\nabout: "[[TSLA]]"\n---\n', "write [[Tesla|TSLA]]"),
    ],
)
def test_a_link_to_an_alias_names_the_note(make_vault, text, hint):
    ((rule, message, found),) = checked(make_vault, {"Tesla.md": TESLA, "A.md": text})
    assert (rule, found) == ("link-by-alias", hint)
    assert message.endswith("is an alias of 'Tesla.md'")


def test_a_name_that_means_another_note_is_written_with_its_folder(make_vault):
    files = {"Tesla.md": "", "Old/Tesla.md": TESLA, "A.md": "[[TSLA]]"}
    assert checked(make_vault, files) == [
        ("link-by-alias", "'TSLA' is an alias of 'Old/Tesla.md'", "write [[Old/Tesla|TSLA]]")
    ]


def test_an_alias_of_two_notes_is_said_to_be_one_of_both(make_vault):
    ((_, message, hint),) = checked(make_vault, {"B.md": TESLA, "C.md": TESLA, "A.md": "[[TSLA]]"})
    assert message == "'TSLA' is an alias of 'B.md' and of 'C.md'"
    assert hint == "write [[B|TSLA]]"


@pytest.mark.parametrize(
    ("files", "rules"),
    [
        ({"Tesla.md": TESLA, "TSLA.md": "", "A.md": "[[TSLA]]"}, []),
        ({"Tesla.md": "---\nalias: TSLA\n---\n", "A.md": "[[TSLA]]"}, ["link-to-nothing"]),
        ({"Tesla.md": TESLA, "A.md": "[[Folder/TSLA]]"}, ["link-to-nothing"]),
        ({"Tesla.md": TESLA, "A.md": "[[TSL]] `[[TSLA]]`"}, ["link-to-nothing"]),
    ],
)
def test_what_is_no_link_to_an_alias(make_vault, files, rules):
    assert [rule for rule, _, _ in checked(make_vault, files)] == rules


def test_an_attribute_follows_an_alias_and_the_link_is_noted_once(make_vault):
    company = FILES["Acme.md"].replace("---\n", "---\naliases: [ACM]\n", 1)
    option = FILES["Robots.md"].replace('company: "[[Acme]]"', 'company: "[[ACM]]"')
    vault = make_vault({**FILES, "Acme.md": company, "Robots.md": option})
    document = json.loads(CliRunner().invoke(command, ["check", str(vault), "--json"]).stdout)
    about = [each["name"] for each in document["diagnostics"] if "ACM" in each["message"]]
    assert about == ["link-by-alias"]
    assert not [each for each in document["diagnostics"] if each["name"] == "company-assumed"]


def test_notes_shows_the_text_of_each_link_and_the_property_links_that_obsidian_sees(make_vault):
    properties = '---\na: "[[B]]"\nb: see [[B]]\nc: ["[[B#H]]", "[b](B.md)"]\n---\n'
    vault = make_vault({"A.md": f"{properties}[[B#H]] ![[B|100]] [t](B.md)\n", "B.md": ""})
    printed = json.loads(CliRunner().invoke(command, ["notes", str(vault), "--json"]).stdout)["notes"]["A.md"]
    shown = [(link["original"], link["display"]) for link in printed["links"] + printed["embeds"]]
    assert shown == [("[[B#H]]", "B > H"), ("[t](B.md)", "t"), ("![[B|100]]", "100")]
    assert [(link["key"], link["display"]) for link in printed["property_links"]] == [
        ("a", "B"),
        ("c.0", "B > H"),
        ("c.1", "b"),
    ]


def test_a_link_that_could_lead_to_two_notes_is_told_of_in_any_note(make_vault):
    root = make_vault({"s.md": "[[Note]]", "a/Note.md": "", "b/Note.md": ""})
    assert [found.rule.name for found in read_vault(root).findings] == ["ambiguous-link"]
