"""The Monitoring table: free columns, periods as people write them, and the events that rows are about."""

from datetime import date

import pytest

from tests.small_vault import FILES
from vaultval.model.periods import period_end
from vaultval.pipeline import evaluate, read_vault

DAY = date(2026, 2, 10)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-06-30", date(2026, 6, 30)),
        ("2026年6月3日", date(2026, 6, 3)),
        ("30 June 2026", date(2026, 6, 30)),
        ("Jun. 3, 2026", date(2026, 6, 3)),
        ("2026-Q2", date(2026, 6, 30)),
        ("2026-Q1 earnings", date(2026, 3, 31)),
        ("Q4 2026", date(2026, 12, 31)),
        ("2026年二季度", date(2026, 6, 30)),
        ("H1 2026", date(2026, 6, 30)),
        ("2026年下半年", date(2026, 12, 31)),
        ("2026-04", date(2026, 4, 30)),
        ("2026年2月", date(2026, 2, 28)),
        ("February 2028", date(2028, 2, 29)),
        ("end of 2026", date(2026, 12, 31)),
        ("FY2026", date(2026, 12, 31)),
        ("each quarter", None),
        ("持续监控", None),
        ("2026-02-30", None),
        ("over 20260 units", None),
        ("06/2026", date(2026, 6, 30)),
        ("06-2026", date(2026, 6, 30)),
        ("30/06/2026", date(2026, 6, 30)),
        ("06/30/2026", date(2026, 6, 30)),
        ("30.06.2026", date(2026, 6, 30)),
        ("5/6/2026", None),
        ("June, 2026", date(2026, 6, 30)),
        ("2026 June", date(2026, 6, 30)),
        ("2026, maybe", date(2026, 12, 31)),
        ("2Q 2026", date(2026, 6, 30)),
        ("2026W10", date(2026, 3, 8)),
        ("2026-13", None),
        ("2026-2027", None),
        ("mid-2026", date(2026, 12, 31)),
    ],
)
def test_a_period_stands_for_its_last_day(text, expected):
    assert period_end(text) == expected


@pytest.fixture
def looks(make_vault):
    """The rows of a table as they are watched on a day."""

    def of(table, **notes):
        files = {**FILES, **{f"{name}.md": text for name, text in notes.items()}}
        files["Acme.md"] += f"\n## Monitoring\n\n{table}\n"
        results = evaluate(read_vault(make_vault(files)), DAY)
        assert not [found for found in results.findings if found.rule.name == "unknown-column"]
        return results.analyses["Acme.md"].looks

    return of


TABLE = """| What | Now | Next look | Acts when | Who |
|---|---|---|---|---|
| Orders | 12 | each month | above 20 | me |
| First customer of Robots | none | 2026-Q2 | | |
| Cash | $5B | 2026-01 | below $1B | |
"""


def test_rows_come_in_the_order_of_the_next_look_those_without_a_date_last(looks):
    found = looks(TABLE)
    assert [look.watch.what for look in found] == ["Cash", "First customer of Robots", "Orders"]
    assert [look.past for look in found] == [True, False, False]


def test_every_cell_is_kept_with_its_place(looks):
    watch = looks(TABLE)[-1].watch
    assert [header for header, _ in watch.cells] == ["What", "Now", "Next look", "Acts when", "Who"]
    assert watch.cells[4][1].value == "me"
    assert watch.cells[4][1].place.line == watch.place.line
    assert (watch.now, watch.acts_when) == ("12", "above 20")


def test_a_chinese_table_and_one_without_known_columns(looks):
    (look,) = looks(
        "| 项目 | 当前状态 | 下次检查点 | 触发条件 |\n|---|---|---|---|\n| 订单 | 12 | 2026-Q2 | >20 |"
    )
    assert (look.watch.what, look.watch.due) == ("订单", date(2026, 6, 30))
    (look,) = looks("| Topic | Remark |\n|---|---|\n| [[Robots\\|The robots]] | soon |")
    assert (look.watch.what, look.watch.due) == ("The robots", None)


def test_a_row_is_about_the_milestone_whose_words_it_has(looks):
    about = {look.watch.what: look.events for look in looks(TABLE)}
    assert [event.text for event in about["First customer of Robots"]] == ["First customer"]
    assert about["Orders"] == ()


def test_one_word_or_an_option_s_name_alone_names_no_event(looks):
    found = looks("| What |\n|---|\n| Customer |\n| Robots Robots |\n| First rocket customer |")
    assert [look.events for look in found] == [(), (), ()]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("the second kill switch", "Ban"),
        ("kill switch 1", "Recall of robots"),
        ("第二个熔断", "Ban"),
        ("the third kill switch", None),
        ("Recall of robots, if it comes", "Recall of robots"),
        ("never", None),
    ],
)
def test_a_row_is_about_the_kill_switch_that_it_names_by_number_or_words(text, named, looks):
    acme = FILES["Acme.md"] + (
        "\n## Kill switches\n\n- [ ] Recall of robots #kill-switch [effect:: ×0.5] [on:: [[Robots]]]\n"
        "- [ ] Ban #kill-switch [effect:: ×0.5] [on:: [[Rockets]]]\n"
    )
    (look,) = looks(f"| What | Acts when |\n|---|---|\n| Law | {text} |", Acme=acme)
    assert [event.text for event in look.events] == ([named] if named else [])


def test_a_day_that_is_not_read_is_told_at_its_cell(make_vault):
    files = dict(FILES)
    files["Acme.md"] += (
        "\n## Monitoring\n\n| What | Next look |\n|---|---|\n| Orders | 2026-02-30 |\n| Cash | each month |\n"
        "| Debt | %% by 2026-13 %% 2026-06 |\n"
    )
    results = evaluate(read_vault(make_vault(files)), DAY)
    (told,) = [found for found in results.findings if found.rule.name == "date-not-read"]
    assert told.message == "'2026-02-30' is not read as a day or a period"
    assert told.place.column == 12
    assert [watch.due for watch in results.model.companies[0].monitoring] == [None, None, date(2026, 6, 30)]
