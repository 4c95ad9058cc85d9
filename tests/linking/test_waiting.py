"""What waits: signals and labelled evidence that no narrative claims."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultval.amend import find_waiting
from vaultval.linking.inbox import _dated_items
from vaultval.model.records import Signal
from vaultval.note.structure import outline
from vaultval.pipeline import read_vault
from vaultval.vault.vault import Hold, read_note

STORY = "---\ntype: narrative\n---\n"


def waiting(root):
    return find_waiting(read_vault(root, hold=Hold.TEXT))


def told(root):
    return [(f"{each.place.note}:{each.place.line}", each.text, each.label) for each in waiting(root)]


def test_signals_and_labelled_items_of_any_note_wait_each_once(make_vault):
    root = make_vault(
        {
            "Story.md": STORY + "## Evidence\n- Filed here [hard]\n",
            "Daily/2026-02-01.md": (
                "- 2026-02-01: Orders doubled\n"
                "- Margins hold [inferred: +0.5, call] (2026-01-30)\n"
                "- 2026/1/31，产能翻番 [硬数据]\n"
                "- Bought milk\n"
                "\n2026-01-29 A paragraph\nof two lines\n"
                "\n> - 2026-01-28: In a quote\n"
            ),
        }
    )
    assert told(root) == [
        ("Daily/2026-02-01.md:1", "Orders doubled", ""),
        ("Daily/2026-02-01.md:3", "产能翻番", "hard"),
        ("Daily/2026-02-01.md:2", "Margins hold", "inferred"),
        ("Daily/2026-02-01.md:6", "A paragraph of two lines", ""),
        ("Daily/2026-02-01.md:9", "In a quote", ""),
    ]
    found = {each.text: each for each in waiting(root)}
    assert [(each.signal, each.listed, each.points) for each in found.values()] == [
        (True, True, None), (True, True, None), (False, True, 0.5), (True, False, None), (True, True, None),
    ]  # fmt: skip
    note = (root / "Daily/2026-02-01.md").read_text("utf-8")
    quoted = found["In a quote"]
    assert note[quoted.start : quoted.end] == "2026-01-28: In a quote"
    assert quoted.place.column == 5


@pytest.mark.parametrize(
    "text",
    [
        "- 2026-02-01: Orders [hard] [supports:: [[Story]]]",
        "- 2026-02-01: Orders [contradicts:: [[Story]]]",  # named, though it has no points yet
        "- Orders [media] [支持:: [[Nowhere]]]",  # a finding of check says that this leads nowhere
        "```\n- 2026-02-01: Orders [hard]\n```",
        "    2026-02-01: Orders [hard]",
        "- `2026-02-01: Orders [hard]`",
        "%%\n- 2026-02-01: Orders [hard]\n%%",
        "%% 2026-02-01: Orders [hard] %%",
        "<!--\n2026-02-01: Orders [hard]\n-->",
        "- {{date:YYYY-MM-DD}}: Orders [hard]",
        "- 2026-02-01: <% tp.file.title %> [hard]",
        "[hard: 10-K FY2025]",  # the source of the table above it
        "- [ ] Plant runs #milestone [hard] 📅 2026-06-30",
        "- Orders [hardly]",
        "| 2026-02-01 | Orders [hard] |\n|---|---|\n| a | b [hard] |",
        "## 2026-02-01 Orders [hard]",
    ],
)
def test_what_does_not_wait(make_vault, text):
    root = make_vault(
        {
            "Story.md": STORY,
            "n.md": "---\ntype: option\ncompany: c\n---\n\n" + text + "\n",
            "c.md": "#company",
        }
    )
    assert told(root) == []


def test_an_empty_field_claims_nothing(make_vault):
    assert len(told(make_vault({"n.md": "- 2026-02-01: Orders [supports:: ]\n"}))) == 1


def test_what_stands_in_a_narrative_on_no_side_or_without_label_waits(make_vault):
    text = "- Loose [hard]\n\n## Evidence\n- 2026-02-01: No label\n- Counts [hard]\n"
    assert [text for _, text, _ in told(make_vault({"Story.md": STORY + text}))] == ["No label", "Loose"]


def test_what_vaultval_wrote_does_not_wait(make_vault):
    block = "<!-- vaultval:begin narrative -->\n\n2026-02-01: Orders [hard]\n\n<!-- vaultval:end narrative sum=0000000000 -->\n"
    assert told(make_vault({"Story.md": STORY + block})) == []


@pytest.mark.parametrize("folder", ["Templates", "Vorlagen"])
def test_templates_do_not_wait(make_vault, folder):
    files = {f"{folder}/Signal.md": "- 2026-02-01: What happened [media]\n", "n.md": "- 2026-02-02: News\n"}
    if folder != "Templates":
        files[".obsidian/templates.json"] = f'{{"folder": "{folder}"}}'
    assert told(make_vault(files)) == [("n.md:1", "News", "")]


def test_a_date_is_the_items_own_or_the_notes_or_the_daily_notes_name(make_vault):
    root = make_vault(
        {
            "a.md": "- one [hard] (2026-01-05)\n- two [hard] [date:: 2026-01-06]\n- three [hard]\n",
            "b.md": "---\ndate: 2026-01-04\n---\n- four [hard]\n",
            "c.md": "Date: 2026-01-03\n\n- five [hard]\n",
            "2026-01-02.md": "- six [hard]\n",
        }
    )
    found = [(each.text, each.date and each.date.isoformat()) for each in waiting(root)]
    assert found == [
        ("two", "2026-01-06"), ("one", "2026-01-05"), ("four", "2026-01-04"), ("five", "2026-01-03"),
        ("six", "2026-01-02"), ("three", None),
    ]  # fmt: skip


def test_on_one_day_the_order_is_by_note_and_line(make_vault):
    news = "- 2026-02-01: one\n- 2026-02-01: two\n- no date [hard]\n"
    found = [place for place, _, _ in told(make_vault({"b.md": news, "a.md": news}))]
    assert found == ["a.md:1", "a.md:2", "b.md:1", "b.md:2", "a.md:3", "b.md:3"]


def test_the_text_is_without_marks_comments_and_boxes(make_vault):
    root = make_vault(
        {
            "n.md": "> [!info] Title\n> Orders **doubled** %%check this%% <!-- or that --> in [[Austin|Texas]] [hard]\n\n"
            "- [x] Call [judgement]\n\n1. first [media]\r\n   goes on  \r\n"
        }
    )
    assert [text for _, text, _ in told(root)] == ["Title Orders doubled in Texas", "Call", "first goes on"]


def test_only_the_items_own_text_counts(make_vault):
    root = make_vault({"n.md": "- 2026-02-01: News\n  - remark\n\n  another paragraph\n- next\n"})
    assert told(root) == [("n.md:1", "News", "")]


def test_a_vault_of_long_items_takes_their_time_and_no_more(make_vault):
    root = make_vault({"n.md": "".join(f"- 2026-02-01: news {i} [hard]\n" for i in range(2000))})
    assert len(waiting(root)) == 2000
    assert {each.date for each in waiting(root)} == {dt.date(2026, 2, 1)}


LINES = st.lists(
    st.sampled_from(
        [
            "2026-02-01: News", "- 2026-02-01: News", "- item", "  goes on", "    - 2026/2/1 deep", "> 2026-02-01 quoted",
            "> more", ">", "", "# Head", "===", "1. 2026-02-01 first", "```", "lazy", "***",
            "<div>", "**2026-02-01** bold", "- [ ] task", "   2026-02-01 indented",
        ]
    ),
    max_size=12,
)  # fmt: skip


@given(LINES, st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=300, deadline=None)
def test_a_signal_is_what_the_slower_reader_takes_for_the_item(lines, end):
    text = end.join(lines)
    note, _ = read_note("n.md", text.encode(), lambda _note: False, Hold.TEXT)
    parts = outline(note.text)
    slower = {item.passage.line: (item, True) for item in parts.items}
    slower.update({item.passage.line: (item, False) for item in parts.paragraphs})
    signals = [
        Signal(place=note.place(s.start), date=dt.date(2026, 2, 1), claimed=False) for s in note.scan.signals
    ]
    for item, listed in _dated_items(note, signals):
        if item.passage.line in slower:
            assert (item, listed) == slower[item.passage.line]
