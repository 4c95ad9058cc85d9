"""Task lines as the Tasks plugin and Dataview themselves read them in their own tests and issues.

emoji, brackets: what the Tasks plugin reads, set to the one format or the other: only from the end of the line on.
dataview: what Dataview reads, anywhere in the line.
"""

import pytest

from vaultval.note.scan import scan
from vaultval.note.tasks import TaskDetails, read


def details(line: str) -> TaskDetails:
    (task,) = scan(line).tasks
    return read(task)


def readings(line: str) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    found = details(line)
    return dict(found.emoji_dates), dict(found.bracket_dates), dict(found.dataview_dates)


@pytest.mark.parametrize("mark", ["-", "*", "+", "1.", "1)", "909999.", "0)"])
@pytest.mark.parametrize("status", [" ", "x", "X", "/", "-", "?", "!", "🔥", "中", "[", "]"])
def test_any_list_mark_and_any_one_character_make_a_task(mark, status):
    (task,) = scan(f"{mark} [{status}] text").tasks
    assert (task.status, task.text) == (status, "text")


@pytest.mark.parametrize(
    "line",
    ["- [] text", "@ [ ] text", "[ ] text", "-[ ] text", "- [ ]text", "- [ab] text", "- [x](link.md)", "1234567890. [ ] x", "\\- [ ] x"],
)  # fmt: skip
def test_no_task(line):
    assert scan(line).tasks == ()


@pytest.mark.parametrize("before", ["> ", "> > ", "> > > ", ">>", "> - ", "1. ", "- a\n    ", "- a\n\t"])
def test_a_task_may_stand_in_quotes_and_lists(before):
    (task,) = scan(f"{before}* [ ] Task 📅2022-07-29").tasks
    assert read(task).due == "2022-07-29"


def test_the_lines_that_go_on_with_a_task_are_not_its_own():
    text = "- [ ] first line\n  second line 📅 2026-01-02\n- [x] next"
    assert [(task.status, task.text) for task in scan(text).tasks] == [(" ", "first line"), ("x", "next")]


@pytest.mark.parametrize(
    ("signs", "name"),
    [
        (("📅", "📆", "🗓", "📅\ufe0f", "🗓\ufe0f"), "due"),
        (("⏳", "⌛", "⌛\ufe0f"), "scheduled"),
        (("🛫",), "start"),
        (("➕",), "created"),
        (("✅", "✅\ufe0f"), "done"),
        (("❌",), "cancelled"),
    ],
)
@pytest.mark.parametrize("gap", ["", " ", "   "])
def test_each_sign_of_a_date(signs, name, gap):
    for sign in signs:
        emoji, brackets, _ = readings(f"- [ ] a {sign}{gap}2026-01-02")
        assert (emoji, brackets) == ({name: "2026-01-02"}, {})


def test_a_blank_that_does_not_break_is_none_to_the_tasks_plugin():
    assert readings("- [ ] a 📅\u00a02026-01-02") == ({}, {}, {"due": "2026-01-02"})


@pytest.mark.parametrize(
    ("sign", "priority"),
    [("🔺", "highest"), ("⏫", "high"), ("🔼", "medium"), ("🔽", "low"), ("⏬", "lowest")],
)
def test_each_priority(sign, priority):
    assert details(f"- [ ] a {sign}").priority == priority
    assert details(f"- [ ] a {sign}\ufe0f 📅 2026-01-02").priority == priority
    assert details(f"- [ ] a [priority:: {priority}]").priority == priority


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("a 🔁 every 2 weeks when done", {"recurrence": "every 2 weeks when done"}),
        ("a 🔁 sometimes", {"recurrence": None}),
        ("a 🆔 abc-1_D", {"id": "abc-1_D"}),
        ("a 🆔 A*bcd0f", {"id": None, "description": "a 🆔 A*bcd0f"}),
        ("a ⛔ ab , CD ,  EF", {"depends_on": ("ab", "CD", "EF")}),
        ("a ⛔ ab", {"depends_on": ("ab",)}),
        ("a 🏁 Delete", {"on_completion": "delete"}),
        ("a 🏁 keep", {"on_completion": "keep"}),
        ("a 🏁 perhaps", {"on_completion": None}),
    ],
)
def test_the_other_signs(line, expected):
    found = details(f"- [ ] {line}")._asdict()
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "- [x] this is a ✅ done task 🗓 2021-09-12 ✅ 2021-06-20",
            {"description": "this is a ✅ done task", "due": "2021-09-12", "done": "2021-06-20", "block_id": None},
        ),
        (
            "- [x] this is a ✅ done task 🗓 2021-09-12 ✅ 2021-06-20 ^my-precious  ",
            {"description": "this is a ✅ done task", "due": "2021-09-12", "done": "2021-06-20", "block_id": "my-precious"},
        ),
        (
            "- [ ] this is a task due 📅 2021-09-12 #inside_tag ⏫ #some/tags_with_underscore",
            {
                "description": "this is a task due #inside_tag #some/tags_with_underscore",
                "due": "2021-09-12",
                "priority": "high",
                "tags": ("#inside_tag", "#some/tags_with_underscore"),
            },
        ),
        (
            "- [ ] Wobble ⏫  #tag1 ✅ 2022-07-02 #tag2  📅 2022-07-02 #tag3 ⏳ 2022-07-02 #tag4 🛫 2022-07-02 #tag5  🔁 every day  #tag6 #tag7 #tag8 #tag9 #tag10",
            {
                "description": "Wobble #tag1 #tag2 #tag3 #tag4 #tag5 #tag6 #tag7 #tag8 #tag9 #tag10",
                "priority": "high",
                "done": "2022-07-02",
                "due": "2022-07-02",
                "scheduled": "2022-07-02",
                "start": "2022-07-02",
                "recurrence": "every day",
                "tags": tuple(f"#tag{number}" for number in range(1, 11)),
            },
        ),
        (
            "- [ ] Wobble ✅2022-07-01 📅2022-07-02 ⏳2022-07-03 🛫2022-07-04",
            {"description": "Wobble", "done": "2022-07-01", "due": "2022-07-02", "scheduled": "2022-07-03", "start": "2022-07-04"},
        ),
        ("- [ ] count the # of tomatoes #gardening", {"tags": ("#gardening",)}),
        (
            "- [ ] Clean [Feedly](https://cloud.feedly.com/#opml) #context/pc 🔁 every 4 weeks on Sunday ⏳ 2022-05-15 #context/more",
            {"tags": ("#context/pc", "#context/more"), "recurrence": "every 4 weeks on Sunday", "scheduled": "2022-05-15"},
        ),
        ("- [ ] a 📅 2026-01-02 📅 2026-01-03", {"due": "2026-01-02"}),
        ("- [ ] #task a 📅 2026-01-02", {"description": "#task a", "tags": ("#task",)}),
    ],
)  # fmt: skip
def test_what_the_tasks_plugin_reads(line, expected):
    found = details(line)._asdict()
    assert {name: found[name] for name in expected} == expected
    assert found["late_dates"] == ()


@pytest.mark.parametrize(
    ("line", "dataview"),
    [
        ("- [ ] Take out 📅 2023-03-29.", {"due": "2023-03-29"}),
        ("- [ ] a 📅 2025-02-05 text", {"due": "2025-02-05"}),
        ("- [ ] a 📅 2026-09-18 [tt-id:: x]", {"due": "2026-09-18"}),
        ("- [x] a ✅ 2023-03-02 [link](u) #t %%[id:: A]%%", {"done": "2023-03-02"}),
        ("- [ ] a (📅 2026-01-02)", {"due": "2026-01-02"}),
        ("- [ ] 📅 2026-01-02 a 🛫2026-01-01 b", {"due": "2026-01-02", "start": "2026-01-01"}),
        ("- [ ] a ❌ 2026-01-02 b", {}),
        ("- [ ] a due:: 2026-01-02", {}),
    ],
)
def test_of_dates_further_left_only_dataview_knows(line, dataview):
    assert readings(line) == ({}, {}, dataview)
    assert set(details(line).late_dates) == set(dataview)


@pytest.mark.parametrize("key_and_name", [
    ("created", "created"), ("scheduled", "scheduled"), ("start", "start"), ("due", "due"), ("completion", "done"),
    ("cancelled", "cancelled"),
])  # fmt: skip
@pytest.mark.parametrize(
    "form", ["[{}:: 2023-04-16]", "({}:: 2023-04-16)", "[ {}::2023-04-16 ]", "[{}:: 2023-04-16],"]
)
def test_each_date_in_brackets(key_and_name, form):
    key, name = key_and_name
    emoji, brackets, dataview = readings("- [ ] a  " + form.format(key))
    assert (emoji, brackets, dataview) == ({}, {name: "2023-04-16"}, {name: "2023-04-16"})


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("a [priority:: highest]  [repeat:: every day]", {"priority": "highest", "recurrence": "every day"}),
        ("a [onCompletion:: delete]  [id:: x-1]  [dependsOn:: y, z]", {
            "on_completion": "delete", "id": "x-1", "depends_on": ("y", "z")}),
        ("a [oncompletion:: delete]", {"on_completion": None}),
        ("a [Priority:: high]", {"priority": None}),
        ("a [priority:: urgent]", {"priority": None}),
        ("a #t [due:: 2023-04-16] #u", {"tags": ("#t", "#u"), "due": "2023-04-16", "description": "a #t #u"}),
    ],
)  # fmt: skip
def test_the_other_keys_in_brackets(line, expected):
    found = details(f"- [ ] {line}")._asdict()
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("- [ ] a [due:: 2023-04-16)", ({}, {}, {})),
        ("- [ ] a due:: 2023-04-16", ({}, {}, {})),
        ("- [ ] a [Due:: 2023-04-16]", ({}, {}, {})),
        ("- [ ] a [due:: 2023-04-16] b", ({}, {}, {"due": "2023-04-16"})),
        ("- [ ] a [due:: 2023-04-16 or so]", ({}, {}, {})),
        # The plugin is set to one format, so that a line in both is read in part.
        ("- [ ] a 📅 2023-04-16 [start:: 2023-04-15]", ({}, {"start": "2023-04-15"}, {"due": "2023-04-16", "start": "2023-04-15"})),
        ("- [ ] a [start:: 2023-04-15] 📅 2023-04-16", ({"due": "2023-04-16"}, {}, {"due": "2023-04-16", "start": "2023-04-15"})),
        ("- [ ] a 📅 2023-04-16 but 📅 2023-04-17", ({"due": "2023-04-17"}, {}, {"due": "2023-04-16"})),
    ],
)  # fmt: skip
def test_where_the_readings_differ(line, expected):
    assert readings(line) == expected


def test_the_first_reading_that_has_a_date_counts():
    found = details("- [ ] a 📅 2023-04-16 but 📅 2023-04-17")
    assert (found.due, found.late_dates) == ("2023-04-17", ())
    found = details("- [ ] a 📅 2023-04-16 [start:: 2023-04-15]")
    assert (found.due, found.start, found.late_dates) == ("2023-04-16", "2023-04-15", ("due",))


@pytest.mark.parametrize(
    "line", ["- [ ] a 📅 2023-02-31", "- [ ] a [due:: 2023-02-31]", "- [ ] a 📅 2023-02-31 b"]
)
def test_a_date_that_does_not_exist_is_kept_as_a_bad_one(line):
    found = details(line)
    assert (found.due, found.bad_dates) == (None, (("due", "2023-02-31"),))
    assert readings(line) == ({}, {}, {})


def test_the_tasks_plugin_gives_up_after_twenty_one_rounds():
    tags = " ".join(f"#t{number}" for number in range(30))
    assert readings(f"- [ ] a 📅 2026-01-02 {tags}") == ({}, {}, {"due": "2026-01-02"})
    assert readings(f"- [ ] a 📅 2026-01-02 {tags[:70]}")[0] == {"due": "2026-01-02"}


@pytest.mark.parametrize("rule", ["every foo", "every 2 wombats", "nonsense", "every"])
def test_a_rule_of_recurrence_that_is_none_is_discarded(rule):
    (task,) = scan(f"- [ ] a 🔁 {rule}").tasks
    assert read(task).recurrence is None
