"""What a block says has changed, and what `--since` says: each line is true, and together they add up."""

import json
import re

import pytest
from click.testing import CliRunner

from tests.small_vault import FILES, with_changes
from vaultval.cli import command
from vaultval.render.memory import advance, line, recall


def run(*arguments):
    result = CliRunner().invoke(command, [str(a) for a in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def document(verb, *arguments):
    return json.loads(run(verb, *arguments, "--json").stdout)


def change(vault, note, old, new):
    path = vault / f"{note}.md"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def headline(vault, note="Acme"):
    """The lines of a block's first callout."""
    text = (vault / f"{note}.md").read_text("utf-8")
    block = text.partition("<!-- vaultval:begin")[2].partition("\n\n")[2]
    return [part.removeprefix("> ") for part in block.partition("\n\n")[0].split("\n")]


def changed(vault, note="Acme"):
    """What the block says has changed: the line, and its items."""
    lines = headline(vault, note)
    at = next((i for i, part in enumerate(lines) if part.startswith(("Changed since", "自 "))), None)
    if at is None:
        return "", []
    return lines[at], [part for part in lines[at + 1 :] if part.startswith("- ")]


def amounts(item):
    """The dollars in a line, before and after."""
    return [float(sign.replace("−", "-") + digits) for sign, digits in re.findall(r"(−?)\\?\$([\d.]+)", item)]


# what changed

TWO_THINGS = "Two things; missed: neither"


def test_a_semicolon_in_a_milestone_makes_no_others_of_it(make_vault):
    vault = make_vault(with_changes(Robots=("First customer", TWO_THINGS)))
    change(vault, "Robots", "- [ ] Two", "- [x] Two")
    run("refresh", vault)
    change(vault, "Robots", "probability: 40 %", "probability: 44 %")
    run("refresh", vault)
    assert "- [[Robots]]" in "\n".join(changed(vault)[1])
    assert "no longer" not in "\n".join(changed(vault)[1])
    assert "neither" not in "\n".join(changed(vault)[1])


def test_events_are_remembered_each_for_itself():
    now = {"as_of": "2026-02-10", "full": 1.0, "events:A": ["hit: a; missed: b --> c"]}
    assert recall(line(now, {})) == (now, {})
    assert recall(line({**now, "events:A": ["a", 1]}, {})) == ({}, {})


def test_other_words_for_an_event_are_no_change_and_what_had_changed_stays_told(make_vault):
    vault = make_vault(FILES)
    run("refresh", vault)
    change(vault, "Robots", "- [ ] First", "- [x] First")
    run("refresh", vault)
    before = changed(vault)
    assert "(met: First customer)" in "\n".join(before[1])
    change(vault, "Robots", "First customer", "First costumer")
    run("refresh", vault)
    line_of_full, items = changed(vault)
    assert line_of_full == before[0]
    assert "(met: First costumer)" in "\n".join(items)
    assert "no longer" not in "\n".join(items)
    assert "Nothing to change" in run("refresh", vault).stdout


def test_nothing_is_told_where_no_figure_moved(make_vault):
    vault = make_vault(with_changes(Robots=("- [ ] First", "- [x] First")))
    run("refresh", vault)
    change(vault, "Robots", "First customer", "First costumer")
    run("refresh", vault)
    assert changed(vault) == ("", [])


def test_new_words_take_the_place_of_the_old_in_both_memories():
    was = {"as_of": "2026-01-01", "full": 1.0, "events:A": ["hit: old"]}
    now = {"as_of": "2026-02-01", "full": 2.0, "events:A": ["hit: old", "missed: b"]}
    new = {"as_of": "2026-03-01", "full": 2.0, "events:A": ["hit: new", "missed: b"]}
    assert advance(new, line(now, was)) == (
        {**new, "as_of": "2026-02-01"},
        {**was, "events:A": ["hit: new"]},
    )


def test_the_parts_of_a_change_add_up_to_it(make_vault):
    vault = make_vault(with_changes(Acme=("wacc: 10 %", "wacc: 10 %\nplatform_multiplier: 3")))
    run("refresh", vault)
    change(vault, "Robots", "probability: 40 %", "probability: 60 %")
    run("refresh", vault)
    whole, items = changed(vault)
    was, now = amounts(whole)
    parts = [amounts(item) for item in items]
    assert sum(after - before for before, after in parts) == pytest.approx(now - was, abs=0.02)
    assert items[-1].startswith("- Platform multiplier and cap")
    assert items[-1].endswith("(the cap rises with the options' own value)")


def test_a_new_option_is_told_and_adds_up(make_vault):
    vault = make_vault(with_changes(Rockets=None))
    run("refresh", vault)
    (vault / "Rockets.md").write_text(FILES["Rockets.md"], "utf-8")
    run("refresh", vault)
    whole, items = changed(vault)
    assert any(item.startswith("- [[Rockets]] new: \\$") for item in items)
    was, now = amounts(whole)
    moves = [found[-1] - (found[0] if len(found) > 1 else 0) for found in map(amounts, items)]
    assert sum(moves) == pytest.approx(now - was, abs=0.03)


def test_a_price_that_moves_alone_leaves_full_value_as_it_is(make_vault):
    vault = make_vault(FILES)
    run("refresh", vault)
    change(vault, "Acme", "price: $100", "price: $101")
    run("refresh", vault)
    whole, items = changed(vault)
    assert "full value unchanged at \\$" in whole
    assert items == ["- Price \\$100.00 → \\$101.00"]


def test_what_is_in_force_is_told_for_and_against(make_vault):
    acme = "- [x] War #kill-switch [effect:: ×0.5] [options:: [[Rockets]]]\n\n## Segments"
    files = with_changes(Acme=("## Segments", acme), Robots=("- [ ] First", "- [x] First"))
    vault = make_vault(files)
    run("refresh", vault)
    said = next(part for part in headline(vault) if part.startswith("In force"))
    assert said == "In force: First customer (met, × 1.5); War (kill switch fired, × 0.5)."


# since a day

PRICED_LATER = ("price_date: 2026-02-10", "price_date: 2026-02-01")


def test_a_price_that_was_not_known_on_the_earlier_day_is_marked(make_vault):
    vault = make_vault(with_changes(Acme=PRICED_LATER))
    text = run("value", vault, "--since", "2024-01-01").stdout
    assert re.search(r"Price +\$100\.00\* +\$100\.00 +—", text)
    assert "* the notes state no price as old as that" in text
    found = document("value", vault, "--since", "2024-01-01")
    assert found["since"]["companies"]["Acme"]["price_known"] == {"then": False, "now": True}
    assert "VV464" in {each["code"] for each in found["diagnostics"]}


def test_a_price_that_was_known_on_both_days_has_no_mark(make_vault):
    found = document("value", make_vault(FILES), "--since", "2026-02-10")
    assert found["since"]["companies"]["Acme"]["price_known"] == {"then": True, "now": True}
    assert "VV464" not in {each["code"] for each in found["diagnostics"]}
    assert "*" not in run("value", make_vault(FILES), "--since", "2026-02-10").stdout


def test_since_a_day_the_parts_add_up_and_only_the_change_is_printed(make_vault):
    milestone = ("- [ ] First customer", "- [x] First customer ✅ 2026-02-01")
    acme = ("wacc: 10 %", "wacc: 10 %\nplatform_multiplier: 3")
    vault = make_vault(with_changes(Robots=milestone, Acme=acme))
    acme = document("value", vault, "--since", "2026-01-15")["since"]["companies"]["Acme"]
    parts = [acme["core"], acme["multiplier_and_cap"], *(o["adjusted"] for o in acme["options"].values())]
    moves = [part["now"] - part["then"] for part in parts]
    assert acme["multiplier_and_cap"]["now"] != acme["multiplier_and_cap"]["then"]
    assert sum(moves) == pytest.approx(acme["full_value"]["now"] - acme["full_value"]["then"])
    text = run("value", vault, "--since", "2026-01-15").stdout
    assert re.search(r"Robots +met: First customer", text)
    assert "Multiplier and cap" in text
    assert "Ceiling" not in text


SPEAKER = '---\ntype: narrative\nsupports: "[[Machines take over]]"\n---\n## Evidence\n\n- News [hard] (2026-02-01)\n'


def test_a_score_that_moves_through_a_linked_narrative_says_so(make_vault):
    vault = make_vault({**FILES, "Speaker.md": SPEAKER})
    told = document("score", vault, "--since", "2026-01-01")["since"]["narratives"]
    heard, speaker = told["Machines take over"], told["Speaker"]
    assert heard["score"] == pytest.approx(heard["score_by_links"])
    assert heard["score"] > 0
    assert speaker["score_by_links"] == 0
    assert "of it links" in run("score", vault, "--since", "2026-01-01").stdout
