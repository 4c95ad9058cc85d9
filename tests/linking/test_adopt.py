"""Giving an item to a narrative: where the field goes, and that it counts there."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vaultval.amend import find_waiting, plan_adoption
from vaultval.linking.adopt import Adoption, find_narrative
from vaultval.note import tasks
from vaultval.note.scan import scan
from vaultval.pipeline import read_vault
from vaultval.vault.vault import Hold
from vaultval.writeback.surgery import decode

STORY = {"Story.md": "---\ntype: narrative\naliases: [Tale]\n---\n"}
FIELD = "[supports:: [[Story]]]"


def plan(root, note="n.md", text=None, *, narrative="Story", supports=True, label=""):
    """The change and findings of adopting what waits first in a note, or what says this."""
    read = read_vault(root, hold=Hold.TEXT)
    item = next(each for each in find_waiting(read) if each.place.note == note and text in (None, each.text))
    found, _ = find_narrative(read.vault, read.model, narrative)
    return plan_adoption(read, note, item.place.line, Adoption(found, supports, label))


def adopted(root, **keywords):
    """The new text of a note; it must count as evidence, or be no item that waits any more."""
    change, findings = plan(root, **keywords)
    assert findings == []
    (root / change.note).write_bytes(change.after)
    return decode(change.after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- 2026-02-01: News [hard]\n", "- 2026-02-01: News [hard] @\n"),
        ("- 2026-02-01: News [hard]", "- 2026-02-01: News [hard] @"),
        ("2026-02-01 News\nof two lines\n\nNext\n", "2026-02-01 News\nof two lines @\n\nNext\n"),
        ("- News [hard]\n  of two lines\n  - remark\n", "- News [hard]\n  of two lines @\n  - remark\n"),
        ("- News [hard] ^id1\n", "- News [hard] @ ^id1\n"),
        ("- News [hard]\n  ^id1\n", "- News [hard] @\n  ^id1\n"),
        ("> - News [hard]\n>   ^id1\n", "> - News [hard] @\n>   ^id1\n"),
        ("- News [hard]  \n", "- News [hard] @  \n"),
        ("- News [hard]\t\r\n- next\r\n", "- News [hard] @\t\r\n- next\r\n"),
        ("> [!info] Title\n> 2026-02-01: News\n", None),  # the title and the line are one paragraph: no signal
        ("> [!info] Title\n>\n> 2026-02-01: News\n> more\n", "> [!info] Title\n>\n> 2026-02-01: News\n> more @\n"),
        ("> > 1. 2026-02-01: News\n> > lazy\n", "> > 1. 2026-02-01: News\n> > lazy @\n"),
        ("- [ ] Ask [hard] 📅 2026-06-30\n", "- [ ] Ask [hard] @ 📅 2026-06-30\n"),
        (
            "- [x] Ask [hard] #todo 🔼 ➕ 2026-01-01 📅 2026-06-30 ✅ 2026-02-01 ^id1\n",
            "- [x] Ask [hard] #todo @ 🔼 ➕ 2026-01-01 📅 2026-06-30 ✅ 2026-02-01 ^id1\n",
        ),
        ("- [ ] Ask [hard] 📅 2026-06-30 #todo\n", "- [ ] Ask [hard] @ 📅 2026-06-30 #todo\n"),
        ("- [ ] Ask [hard] #todo\n", "- [ ] Ask [hard] #todo @\n"),
        ("- [ ] Ask [hard] [due:: 2026-06-30]\n", "- [ ] Ask [hard] @ [due:: 2026-06-30]\n"),
        ("- [ ] Ask 📅 2026-06-30 later [hard]\n", "- [ ] Ask 📅 2026-06-30 later [hard] @\n"),
        ("- [ ] Ask [hard] 🔁 every week 📅 2026-06-30\n", "- [ ] Ask [hard] @ 🔁 every week 📅 2026-06-30\n"),
        ("- [ ] Ask [hard] 📅 2026-06-30\n  and more\n", "- [ ] Ask [hard] 📅 2026-06-30\n  and more @\n"),
        ("- News [hard] 📅 2026-06-30\n", "- News [hard] 📅 2026-06-30 @\n"),  # no task, so that nobody reads the date
        ("- 2026-02-01: see https://example.com\n", "- 2026-02-01: see https://example.com @\n"),
        ("- 2026-02-01: News %%why%%\n", "- 2026-02-01: News %%why%% @\n"),
        ("2026-02-01: News\n$$\nx\n$$\n", "2026-02-01: News @\n$$\nx\n$$\n"),
        ("> 2026-02-01: News\n> %%\n> why\n> %%\n", "> 2026-02-01: News @\n> %%\n> why\n> %%\n"),
        ("- 🚗 News 🚕 [hard] 🏁\n", "- 🚗 News 🚕 [hard] 🏁 @\n"),
    ],
)  # fmt: skip
def test_the_field_stands_at_the_end_of_the_items_own_text(make_vault, before, after):
    root = make_vault({**STORY, "n.md": before})
    if after is None:
        with pytest.raises(StopIteration):
            plan(root)
        return
    assert adopted(root) == after.replace("@", FIELD)
    assert find_waiting(read_vault(root, hold=Hold.TEXT)) == []


def test_a_bom_stays(make_vault):
    root = make_vault({**STORY, "n.md": b"\xef\xbb\xbf- 2026-02-01: News\r\n"})
    change, _ = plan(root)
    assert change.after == b"\xef\xbb\xbf- 2026-02-01: News [supports:: [[Story]]]\r\n"


@pytest.mark.parametrize(
    ("language", "supports", "label", "added"),
    [
        ("en", True, "", " [supports:: [[Story]]]"),
        ("en", False, "media", " [media] [contradicts:: [[Story]]]"),
        ("zh", True, "hard", " [硬数据] [支持:: [[Story]]]"),
        ("zh", False, "judgement", " [主观判断] [反驳:: [[Story]]]"),
    ],
)
def test_it_is_written_in_the_language_of_the_vault_and_counts(make_vault, language, supports, label, added):
    root = make_vault(
        {**STORY, "n.md": "- 2026-02-01: News\n", "vaultval.toml": f'language = "{language}"\n'}
    )
    assert adopted(root, supports=supports, label=label) == f"- 2026-02-01: News{added}\n"
    evidence = read_vault(root).model.narratives[0].evidence
    assert [(e.text, e.label, e.supports) for e in evidence] == ([("News", label, supports)] if label else [])


@pytest.mark.parametrize(
    ("files", "narrative", "link"),
    [
        ({"a/Tale two.md": "#narrative", "Tale two/x.md": ""}, "Tale two", "Tale two"),
        ({"a/Twin.md": "#narrative", "b/Twin.md": ""}, "Twin", "a/Twin"),
        ({"b/Twin.md": "#narrative", "a/Twin.md": "", "n/a.md": ""}, "b/Twin.md", "b/Twin"),
        ({"Ideas.md": "# Ideas\n## Founder: premium #narrative\n"}, "Founder: premium", "Ideas#Founder premium narrative"),
        ({"Ideas.md": "## One #narrative\n## Two #叙事\n"}, "Two", "Ideas#Two 叙事"),
        ({"Ideas.md": "---\ntype: option\n---\n## One #narrative\n"}, "Ideas.md#One", "Ideas#One narrative"),
        ({"n.md": "## Here #narrative\n\n# There\n- 2026-02-01: News\n"}, "Here", "n#Here narrative"),
    ],
)  # fmt: skip
def test_the_link_leads_to_that_narrative_alone(make_vault, files, narrative, link):
    root = make_vault({"n.md": "- 2026-02-01: News\n", **files})
    text = adopted(root, narrative=narrative, label="hard")
    assert f"News [hard] [supports:: [[{link}]]]\n" in text
    counted = {n.name: len(n.evidence) for n in read_vault(root).model.narratives if n.evidence}
    assert counted == {narrative.rpartition("#")[2].removesuffix(".md").rpartition("/")[2]: 1}


def test_a_section_below_another_of_its_name_is_refused(make_vault):
    root = make_vault({"Ideas.md": "## A #narrative\n## A #narrative\n", "n.md": "- 2026-02-01: News\n"})
    change, findings = plan(root, narrative="Ideas#A (2)")
    assert change is None
    assert [found.rule.name for found in findings] == ["link-not-added"]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("---\nvaultval: off\n---\n- 2026-02-01: News\n", "cannot-write"),
        (b"- 2026-02-01: News \xff\n", "cannot-write"),
        ("---\na: [\n---\n- 2026-02-01: News\n", "bad-properties"),
        ("- 2026-02-01 news:: old\n", "link-not-added"),  # with another field, this one would be read no more
        ("- 2026-02-01: News\n  [x](\n", None),
        ("- first\n\n  2026-02-01: a further paragraph, which is no evidence\n", "link-not-added"),
    ],
)
def test_a_note_that_cannot_take_the_field_is_left_alone_with_a_finding(make_vault, text, rule):
    change, findings = plan(make_vault({**STORY, "n.md": text}))
    assert [found.rule.name for found in findings] == ([rule] if rule else [])
    assert (change is None) == bool(rule)


def test_nothing_that_the_note_states_beside_changes(make_vault):
    """The field makes its note take part, and with it would come an option that was none."""
    files = {**STORY, "Firm.md": "#company", "n.md": "Company: [[Firm]]\n\n## Segments\n| Segment | EBITDA | Low |\n|---|---|---|\n| A | $1B | 8x |\n\n- 2026-02-01: News\n"}  # fmt: skip
    change, findings = plan(make_vault(files))
    assert change is None
    assert "stated" in findings[0].message


def test_a_narrative_is_found_by_name_alias_path_and_id_and_else_suggested(make_vault):
    read = read_vault(make_vault({"f/Story.md": STORY["Story.md"], "Ideas.md": "## One #narrative\n"}))
    for name in ("Story", "story", "Tale", "f/Story", "f/Story.md", "[[Story]]"):
        assert find_narrative(read.vault, read.model, name)[0].id == "f/Story.md"
    assert find_narrative(read.vault, read.model, "Ideas#One")[0].name == "One"
    assert find_narrative(read.vault, read.model, "Storey") == (None, "Story")
    assert find_narrative(read.vault, read.model, "unlike anything") == (None, "")


LINES = st.lists(
    st.sampled_from(
        [
            "2026-02-01: News", "[hard]", "[media: -0.5]", "📅 2026-06-30", "✅ 2026-02-01", "🔼", "#tag", "^id1", "words",
            "[[Link|a]]", "`code`", "$x$", "%%c%%", "\n$$", "\n%%", "[due:: 2026-01-01]", "\\", "(", "[", "]", "==", "https://a.com", "\n  ", "\n- ",
        ]
    ),
    min_size=1,
    max_size=7,
)  # fmt: skip


@given(
    LINES, st.sampled_from(["- ", "- [ ] ", "> - ", "1. ", "", "> "]), st.sampled_from(["\n", "  \r\n", ""])
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_adopted_is_read_as_it_was_but_for_the_field(tmp_path_factory, pieces, lead, end):
    root = tmp_path_factory.mktemp("v")
    text = lead + " ".join(pieces).replace("\n", "\r\n" if "\r" in end else "\n") + end + "- next\n"
    (root / "Story.md").write_text(STORY["Story.md"], "utf-8")
    (root / "n.md").write_bytes(text.encode())
    read = read_vault(root, hold=Hold.TEXT)
    for item in find_waiting(read):
        narrative = read.model.narratives[0]
        change, findings = plan_adoption(read, "n.md", item.place.line, Adoption(narrative, supports=False))
        assert (change is None) == bool(findings)
        if change is None:
            continue
        after = decode(change.after)
        assert after.replace(" [contradicts:: [[Story]]]", "", 1) == text
        (root / "n.md").write_bytes(change.after)
        again = read_vault(root, hold=Hold.TEXT)
        (root / "n.md").write_bytes(text.encode())
        lines = {each.place.line for each in find_waiting(again)}
        assert lines == {each.place.line for each in find_waiting(read)} - {item.place.line}
        assert len(again.model.narratives[0].evidence) == (1 if item.label else 0)
        dates = [
            [(t.due, t.done, t.late_dates, t.tags, t.block_id) for t in map(tasks.read, scan(each).tasks)]
            for each in (text, after)
        ]
        assert dates[0] == dates[1]


@pytest.mark.parametrize(
    "item",
    [
        "- **Big** news [hard]",
        "- see https://x.com/a_b [hard]",
        "* x [hard]",
        "- x [hard]\n- *b*",
        "- a ~ b [hard]",
    ],
)
def test_marks_of_emphasis_are_no_hindrance_to_a_field(make_vault, item):
    from click.testing import CliRunner

    from vaultval.cli import command

    root = make_vault({"S.md": "---\ntype: narrative\n---\n", "n.md": item + "\n"})
    result = CliRunner().invoke(command, ["inbox", str(root), "--adopt", "n.md:1", "--for", "S"])
    assert result.exit_code == 0, result.stderr
    first, *rest = item.split("\n")
    assert (root / "n.md").read_text("utf-8") == "\n".join([f"{first} [supports:: [[S]]]", *rest]) + "\n"


def test_a_name_goes_before_an_alias_and_an_alias_of_two_means_neither(make_vault):
    from vaultval.linking.adopt import find_narrative
    from vaultval.pipeline import read_vault

    root = make_vault({
        "A.md": "---\ntype: narrative\naliases: [B, both]\n---\n",
        "B.md": "---\ntype: narrative\naliases: [both, bee]\n---\n",
    })  # fmt: skip
    read = read_vault(root)
    named = {name: find_narrative(read.vault, read.model, name)[0] for name in ("B", "[[b]]", "both", "bee")}
    assert {name: found and found.note for name, found in named.items()} == {
        "B": "B.md", "[[b]]": "B.md", "both": None, "bee": "B.md",
    }  # fmt: skip


def test_a_note_that_is_not_utf8_stops_no_inbox(make_vault):
    from click.testing import CliRunner

    from vaultval.cli import command

    root = make_vault({"S.md": "---\ntype: narrative\n---\n", "n.md": b"# h\xff\n- 2026-02-01: N\xe9ws\n"})
    result = CliRunner().invoke(command, ["inbox", str(root)])
    assert (result.exit_code, result.exception) == (0, None)
