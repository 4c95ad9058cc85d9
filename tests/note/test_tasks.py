"""What one task says, as the Tasks plugin and Dataview read it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultval.note.parts import Task
from vaultval.note.scan import scan
from vaultval.note.tasks import TaskDetails, cancelled, checked, read

NOTHING = {
    "priority": None, "due": None, "scheduled": None, "start": None, "created": None, "done": None, "cancelled": None,
    "recurrence": None, "on_completion": None, "id": None, "depends_on": (), "block_id": None, "late_dates": (),
    "bad_dates": (), "tags": (),
}  # fmt: skip


def details(text: str) -> TaskDetails:
    (task,) = scan(f"- [ ] {text}").tasks
    return read(task)


def said(text: str) -> dict[str, object]:
    """What a task says beyond its description, where it says something."""
    found = details(text)._asdict()
    return {name: found[name] for name, nothing in NOTHING.items() if found[name] != nothing}


@pytest.mark.parametrize(
    ("status", "is_checked", "is_cancelled"),
    [("x", True, False), ("X", True, False), ("-", False, True), (" ", False, False), ("/", False, False)],
)
def test_the_box(status, is_checked, is_cancelled):
    assert (checked(status), cancelled(status)) == (is_checked, is_cancelled)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a ✅ b 🗓 2021-09-12 ✅ 2021-06-20", {"due": "2021-09-12", "done": "2021-06-20"}),
        ("a 📅 2026-01-02 ^id-1", {"due": "2026-01-02", "block_id": "id-1"}),
        ("a 📆2026-01-02 ⏳2026-01-03 🛫2026-01-04 ➕2026-01-05", {
            "due": "2026-01-02", "scheduled": "2026-01-03", "start": "2026-01-04", "created": "2026-01-05"}),
        ("a ⌛️ 2026-01-02 ❌ 2026-01-03", {"scheduled": "2026-01-02", "cancelled": "2026-01-03"}),
        ("a 🗓️  2026-01-02", {"due": "2026-01-02"}),
        ("a #b 📅 2026-01-02 ⏫ #c/d", {"due": "2026-01-02", "priority": "high", "tags": ("#b", "#c/d")}),
        ("a 🔺", {"priority": "highest"}),
        ("a 🔼", {"priority": "medium"}),
        ("a 🔽", {"priority": "low"}),
        ("a ⏬", {"priority": "lowest"}),
        ("a 🔁 every 2 weeks when done 📅 2026-01-02", {"recurrence": "every 2 weeks when done", "due": "2026-01-02"}),
        ("a 🔁 sometimes 📅 2026-01-02", {"due": "2026-01-02"}),
        ("a 🏁 delete", {"on_completion": "delete"}),
        ("a 🆔 ab-1_c", {"id": "ab-1_c"}),
        ("a 🆔 a*b", {}),
        ("a ⛔ ab , CD ,  EF", {"depends_on": ("ab", "CD", "EF")}),
        ("a 📅 2026-01-02 📅 2026-01-03", {"due": "2026-01-02"}),
        ("count the # of shares #sum", {"tags": ("#sum",)}),
        ("a [b](https://example.org/#c) #d/e 🔁 every day ⏳ 2026-01-02 #d/f", {
            "tags": ("#d/e", "#d/f"), "recurrence": "every day", "scheduled": "2026-01-02"}),
        ("⏫", {"priority": "high"}),
        ("", {}),
        ("a 📅 soon", {}),
    ],
)  # fmt: skip
def test_fields_at_the_end_of_the_line(text, expected):
    assert said(text) == expected


def test_all_fields_between_all_tags():
    text = "Read ⏫ #a ✅ 2026-01-01 #b 📅 2026-01-02 #c ⏳ 2026-01-03 #d 🛫 2026-01-04 #e 🔁 every day #f"
    assert said(text) == {
        "priority": "high", "done": "2026-01-01", "due": "2026-01-02", "scheduled": "2026-01-03",
        "start": "2026-01-04", "recurrence": "every day", "tags": ("#a", "#b", "#c", "#d", "#e", "#f"),
    }  # fmt: skip
    assert details(text).description == "Read #a #b #c #d #e #f"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a [due:: 2026-01-02]", {"due": "2026-01-02"}),
        ("a (due:: 2026-01-02)", {"due": "2026-01-02"}),
        ("a [due:: 2026-01-02], [priority:: lowest]", {"due": "2026-01-02", "priority": "lowest"}),
        ("a [scheduled:: 2026-01-02]  [start:: 2026-01-03]  [created:: 2026-01-04]", {
            "scheduled": "2026-01-02", "start": "2026-01-03", "created": "2026-01-04"}),
        ("a [completion:: 2026-01-02] [cancelled:: 2026-01-03]", {"done": "2026-01-02", "cancelled": "2026-01-03"}),
        ("a [repeat:: every day] [onCompletion:: keep]", {"recurrence": "every day", "on_completion": "keep"}),
        ("a [id:: x1] [dependsOn:: y, z]", {"id": "x1", "depends_on": ("y", "z")}),
        ("a [Due:: 2026-01-02]", {}),
        ("a [due:: 2026-01-02)", {}),
        ("a due:: 2026-01-02", {}),
    ],
)  # fmt: skip
def test_fields_in_brackets(text, expected):
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Sell 📅 2026-01-02.", "2026-01-02"),
        ("Sell 📅 2026-01-02 at noon", "2026-01-02"),
        ("Sell 📅 2026-01-02 [miss:: ×0.75]", "2026-01-02"),
        ("Sell [due:: 2026-01-02] at noon", "2026-01-02"),
        ("Sell [due:: 2026-01-02T09:00] [miss:: ×0.75]", "2026-01-02"),
        ("📅 2026-01-02 or 📅 2026-01-03, who knows", "2026-01-02"),
    ],
)
def test_a_date_with_text_behind_it_counts_and_is_called_late(text, day):
    found = details(text)
    assert (found.due, found.late_dates) == (day, ("due",))


def test_a_date_at_the_end_goes_before_one_in_the_middle():
    found = details("not 📅 2026-01-02 but 📅 2026-01-03")
    assert (found.due, found.late_dates) == ("2026-01-03", ())


def test_the_sign_of_a_cancelled_date_is_read_at_the_end_only():
    assert details("a ❌ 2026-01-02 b").cancelled is None


def test_unknown_fields_before_the_emoji_stop_nothing():
    found = details("Launch #milestone [miss:: ×0.75] [cap:: 28%] 📅 2026-06-30")
    assert (found.due, found.late_dates, found.tags) == ("2026-06-30", (), ("#milestone",))
    assert [(field.key, field.value) for field in found.fields] == [("miss", "×0.75"), ("cap", "28%")]
    assert found.description == "Launch #milestone"


def test_fields_know_where_in_the_note_they_stand():
    text = "# A\n\n- [ ] Halt [effect:: ×0.5] [on:: [[B]], [[C]]]\n"
    found = read(scan(text).tasks[0])
    assert [text[field.start : field.end] for field in found.fields] == [
        "[effect:: ×0.5]",
        "[on:: [[B]], [[C]]]",
    ]
    assert all(text.startswith(field.value, field.value_start) for field in found.fields)


@pytest.mark.parametrize("text", ["a 📅 2026-02-30", "a [due:: 2026-13-01]", "a 📅 2026-02-30 b"])
def test_a_date_that_does_not_exist_is_no_date(text):
    found = details(text)
    assert found.due is None
    assert found.late_dates == ()
    assert [name for name, _ in found.bad_dates] == ["due"]


@pytest.mark.parametrize(
    ("text", "description"),
    [
        ("a ✅ b 🗓 2026-01-02", "a ✅ b"),
        ("a 📅 2026-01-02 b", "a b"),
        ("a [x:: y] b #c ^d", "a b #c"),
        ("  a   b  ", "a b"),
        ("🆔 A*b", "🆔 A*b"),
    ],
)
def test_the_description_is_what_is_left(text, description):
    assert details(text).description == description


PARTS = st.lists(
    st.sampled_from(
        [
            "Sell", "#tag", "📅 2026-01-02", "📅2026-02-31", "✅ 2026-01-03", "⏳", "[due:: 2026-01-04]", "[x:: (y)]", "(",
            "⏫", "🔁 every day", "🆔 a", "⛔ a,b", "^id", "[[N]]", "::", "\ufe0f", "#", "❌ 2026-01-05", "]", "`",
        ]
    ),
    max_size=8,
).map(" ".join)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(PARTS | st.text(max_size=60))
def test_it_never_raises_and_says_what_stands_in_the_line(text):
    task = Task(0, " ", text, 6)
    found = read(task)
    assert all(text.startswith(field.value, field.value_start - 6) for field in found.fields)
    assert all(tag in text for tag in found.tags)
    assert set(found.late_dates) <= {"done", "due", "scheduled", "start", "created", "cancelled"}
    assert all(getattr(found, name) in text for name in found.late_dates)
    assert all(getattr(found, name) is None for name, _ in found.bad_dates)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(["📅", "[due:: {}]"]), st.dates(), PARTS)
def test_a_due_date_at_the_end_is_read_and_not_late(form, day, before):
    text = f"{before} {form.format(day) if '{' in form else f'{form} {day}'}"
    found = read(Task(0, " ", text, 6))
    assert found.due is not None or "due" in dict(found.bad_dates)
    assert "due" not in found.late_dates
