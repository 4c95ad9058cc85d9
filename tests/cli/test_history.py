"""What a vault was known to say on a day: prices, questions, events, `value --since` and `history`."""

import json
from datetime import date

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.small_vault import COMPANY, FILES, NARRATIVE, with_changes
from vaultval.cli import command
from vaultval.model.prices import price_on, prices_of
from vaultval.pipeline import evaluate, evaluate_days, read_vault
from vaultval.render.terminal.history import spark
from vaultval.results import moment_of
from vaultval.valuation.events.calendar import state_of
from vaultval.valuation.months import month_ends, months_since
from vaultval.valuation.steps import as_float

PRICES = (
    COMPANY
    + """
## Prices

| Date | Price |
|---|---|
| 2025-12-31 | $80 |
| 2025-09-30 | $60 |
"""
)
DATED = NARRATIVE.replace("- Orders doubled [hard]", "- Orders doubled [hard] (2026-01-15)").replace(
    "- Nothing has shipped [hard: -2.0]", "- Nothing has shipped [hard: -2.0] (2025-10-10)"
)
ROBOTS_DUE = FILES["Robots.md"].replace("📅 2026-06-30", "📅 2025-11-30")


def run(*arguments):
    result = CliRunner().invoke(command, [str(a) for a in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def run_json(*arguments):
    return json.loads(run(*arguments, "--json").stdout)


def company_of(vault, name="Acme"):
    return next(company for company in read_vault(vault).model.companies if company.name == name)


def names_of(findings):
    return [found.rule.name for found in findings]


# Prices


def test_prices_are_read_in_order_of_their_days(make_vault):
    company = company_of(make_vault(with_changes(Acme=PRICES)))
    assert [(point.day, point.price.value) for point in company.prices] == [
        (date(2025, 9, 30), 60.0),
        (date(2025, 12, 31), 80.0),
    ]
    assert [point.price.value for point in prices_of(company)] == [60.0, 80.0, 100.0]


@pytest.mark.parametrize(
    ("day", "price", "findings"),
    [
        (date(2025, 9, 29), 60.0, ["price-of-the-future"]),
        (date(2025, 9, 30), 60.0, []),
        (date(2025, 12, 30), 60.0, []),
        (date(2025, 12, 31), 80.0, []),
        (date(2026, 2, 9), 80.0, []),
        (date(2026, 2, 10), 100.0, []),
        (date(2030, 1, 1), 100.0, []),
    ],
)
def test_the_price_of_a_day_is_the_last_one_known_on_it(make_vault, day, price, findings):
    quantity, found = price_on(company_of(make_vault(with_changes(Acme=PRICES))), day)
    assert quantity.value == price
    assert names_of(found) == findings


def test_a_price_without_a_date_counts_from_the_last_day_of_the_table_on(make_vault):
    company = company_of(make_vault(with_changes(Acme=PRICES.replace("price_date: 2026-02-10\n", ""))))
    assert price_on(company, date(2025, 12, 30))[0].value == 60.0
    assert price_on(company, date(2025, 12, 31))[0].value == 100.0


def test_chinese_words_name_the_same_table(make_vault):
    text = PRICES.replace("## Prices", "## 股价历史").replace("| Date | Price |", "| 日期 | 收盘价 |")
    assert len(company_of(make_vault(with_changes(Acme=text))).prices) == 2


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ("| 2025-13-01 | $70 |", "not-a-date"),
        ("| some day | $70 |", "not-a-date"),
        ("| 2025-10-01 | seventy |", "not-a-quantity"),
        ("| 2025-10-01 | -$70 |", "not-a-quantity"),
        ("| 2025-10-01 | €70 |", "mixed-currencies"),
        ("| 2025-12-31 | $81 |", "price-stated-twice"),
    ],
)
def test_a_row_that_cannot_be_used_is_told_of_and_the_others_stay(make_vault, row, rule):
    read = read_vault(make_vault(with_changes(Acme=PRICES + row + "\n")))
    assert names_of(read.findings) == [rule]
    assert [point.price.value for point in read.model.companies[0].prices] == [60.0, 80.0]


def test_a_price_that_is_left_blank_is_no_finding(make_vault):
    read = read_vault(make_vault(with_changes(Acme=PRICES + "| 2025-10-01 | — |\n")))
    assert names_of(read.findings) == []


def test_the_table_and_the_property_may_agree_and_the_property_counts_where_they_do_not(make_vault):
    agreeing = read_vault(make_vault(with_changes(Acme=PRICES + "| 2026-02-10 | $100.00 |\n")))
    assert names_of(agreeing.findings) == []
    other = read_vault(make_vault(with_changes(Acme=PRICES + "| 2026-02-10 | $99 |\n")))
    assert names_of(other.findings) == ["price-stated-twice"]
    assert price_on(other.model.companies[0], date(2026, 2, 10))[0].value == 100.0


def test_an_earlier_day_is_held_against_the_price_of_that_day(make_vault):
    text = PRICES.replace("shares: 1B", "shares: 1B\nmarket_cap: $101B")
    vault = make_vault(with_changes(Acme=text))
    then = run_json("value", vault, "--as-of", "2025-10-31")["companies"]["Acme"]
    now = run_json("value", vault)["companies"]["Acme"]
    assert (then["price"], now["price"]) == (60.0, 100.0)
    assert (then["market_cap"], now["market_cap"]) == (60e9, 101e9)
    assert then["full_value"] == now["full_value"]
    assert then["upside"] == then["full_value"] / 60 - 1


def test_prices_change_nothing_on_or_after_the_day_of_the_price(make_vault):
    plain, priced = ({**FILES, "Acme.md": text} for text in (COMPANY, PRICES))
    documents = []
    for files in (plain, priced):
        document = run_json("value", make_vault(files))
        del document["companies"]["Acme"]["history"]
        documents.append(document)
    assert documents[0] == documents[1]


# What is known on a day

MILESTONE = "- [{box}] First customer #milestone [miss:: ×0.5] [hit:: ×1.5] {rest}"


def milestone_state(make_vault, box, rest, day):
    line = MILESTONE.format(box=box, rest=rest)
    old = "- [ ] First customer #milestone [miss:: ×0.5] [hit:: ×1.5] 📅 2026-06-30"
    company = company_of(make_vault(with_changes(Robots=(old, line))))
    return state_of(company.options[0].milestones[0], date.fromisoformat(day))


@pytest.mark.parametrize(
    ("box", "rest", "day", "state"),
    [
        (" ", "➕ 2026-01-10 📅 2026-06-30", "2026-01-09", "future"),
        (" ", "➕ 2026-01-10 📅 2026-06-30", "2026-01-10", "open"),
        ("x", "➕ 2026-03-01 📅 2026-06-30 ✅ 2026-02-01", "2026-01-31", "future"),
        ("x", "➕ 2026-03-01 📅 2026-06-30 ✅ 2026-02-01", "2026-02-01", "hit"),
        ("-", "📅 2026-06-30 ❌ 2026-03-01", "2026-02-28", "open"),
        ("-", "📅 2026-06-30 ❌ 2026-03-01", "2026-03-01", "withdrawn"),
        ("-", "📅 2026-06-30", "2026-01-01", "withdrawn"),
        ("x", "[outcome:: exceeded] 📅 2026-06-30 ✅ 2026-03-01", "2026-02-28", "open"),
        ("x", "[outcome:: exceeded] 📅 2026-06-30 ✅ 2026-03-01", "2026-03-01", "exceeded"),
        (" ", "[outcome:: failed] 📅 2026-06-30", "2026-01-01", "failed"),
    ],
)
def test_a_milestone_is_what_was_known_of_it_on_the_day(make_vault, box, rest, day, state):
    assert milestone_state(make_vault, box, rest, day) == state


def test_a_kill_switch_that_was_written_down_later_neither_fires_nor_threatens(make_vault):
    line = "\n- [{box}] Recall #kill-switch [effect:: ×0.5] {rest}\n"
    for box, rest in ((" ", "➕ 2026-02-01"), ("x", "➕ 2026-02-01"), ("x", "➕ 2026-02-01 ✅ 2026-02-02")):
        robots = FILES["Robots.md"] + line.format(box=box, rest=rest)
        read = read_vault(make_vault(with_changes(Robots=robots)))
        before = evaluate(read, date(2026, 1, 31))
        value = next(iter(before.values.values()))
        assert value.options[0].effects == ()
        assert next(iter(before.stakes.values())).threats == ()


def test_a_question_is_open_from_its_first_day_to_the_day_before_its_answer(make_vault):
    tasks = "\n- [ ] Who buys? ➕ 2026-01-10\n- [x] Who pays? ➕ 2026-01-05 ✅ 2026-01-20\n- [x] Who knows?\n- [-] Why? ➕ 2026-01-01 ❌ 2026-01-07\n"
    read = read_vault(make_vault(with_changes(Machines_take_over=NARRATIVE + tasks)))

    def asked(day):
        score = next(iter(evaluate(read, date.fromisoformat(day)).scores.values()))
        return score.open_questions, score.oldest_question and score.oldest_question.isoformat()

    assert asked("2025-12-31") == (0, None)
    assert asked("2026-01-06") == (2, "2026-01-01")
    assert asked("2026-01-07") == (1, "2026-01-05")
    assert asked("2026-01-19") == (2, "2026-01-05")
    assert asked("2026-01-20") == (1, "2026-01-10")


@settings(max_examples=25)
@given(later=st.dates(date(2026, 1, 1), date(2027, 1, 1)), points=st.integers(-5, 5).filter(bool))
def test_a_past_day_does_not_depend_on_evidence_that_is_dated_later(tmp_path_factory, later, points):
    side = "## Evidence" if points > 0 else "## Counter-evidence"
    moments = []
    for text in (DATED, f"{DATED}\n{side}\n\n- It works [hard: {points:+}.0] ({later})\n"):
        root = tmp_path_factory.mktemp("vault")
        for path, content in with_changes(Machines_take_over=text).items():
            (root / path).write_text(content, "utf-8")
        moments.append(evaluate_days(read_vault(root), [date(2025, 10, 31), date(2025, 12, 31)]))
    assert moments[0] == moments[1]


# value --since


def test_since_tells_value_probability_and_the_events_in_between(make_vault):
    vault = make_vault(with_changes(Acme=PRICES, Robots=ROBOTS_DUE, Machines_take_over=DATED))
    since = run_json("value", vault, "--since", "2025-10-31")["since"]
    acme = since["companies"]["Acme"]
    then, now = (
        run_json("value", vault, "--as-of", day)["companies"]["Acme"] for day in ("2025-10-31", "2026-02-10")
    )
    assert since["as_of"] == "2025-10-31"
    assert acme["price"] == {"then": 60.0, "now": 100.0}
    assert acme["full_value"] == {"then": then["full_value"], "now": now["full_value"]}
    robots = acme["options"]["Robots"]
    assert robots["probability_effective"] == {"then": 0.4, "now": 0.2}
    assert [(event["was"], event["state"], event["factor"]) for event in robots["events"]] == [
        (None, "missed", 0.5)
    ]
    assert acme["options"]["Rockets"]["events"] == []
    story = since["narratives"]["Machines take over"]
    assert (story["then"]["net"], story["net"]) == (0.2 - 2.0, 1.0)
    assert [item["text"] for item in story["new"]] == ["Orders doubled"]


def test_since_the_day_itself_nothing_changed(make_vault):
    since = run_json("value", make_vault(FILES), "--since", "2026-02-10")["since"]
    pairs = [pair for pair in since["companies"]["Acme"].values() if "then" in pair]
    assert pairs
    assert all(pair["then"] == pair["now"] for pair in pairs)
    assert since["narratives"]["Machines take over"]["net"] == 0


def test_a_default_that_grows_with_the_delay_is_an_event(make_vault):
    robots = ROBOTS_DUE.replace("[miss:: ×0.5] ", "").replace("2025-11-30", "2025-10-31")
    vault = make_vault(with_changes(Robots=robots))
    since = run_json("value", vault, "--since", "2025-12-31", "--as-of", "2026-02-10")["since"]
    assert [(e["was"], e["state"]) for e in since["companies"]["Acme"]["options"]["Robots"]["events"]] == [
        ("missed", "missed")
    ]


def test_since_says_it_in_words(make_vault):
    vault = make_vault(with_changes(Acme=PRICES, Robots=ROBOTS_DUE, Machines_take_over=DATED))
    text = run("value", vault, "--since", "2025-10-31").stdout
    assert "Acme since 2025-10-31" in text
    assert "missed: First customer" in text
    assert "Narratives since 2025-10-31" in text


def test_since_a_later_day_is_wrong_usage(make_vault):
    result = run("value", make_vault(FILES), "--since", "2026-02-11")
    assert result.exit_code == 2
    assert "lies after" in result.stderr


# history


def test_the_days_are_ends_of_months_and_the_day_itself():
    assert month_ends(date(2026, 3, 31), 3) == (
        date(2025, 12, 31), date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31),
    )  # fmt: skip
    assert month_ends(date(1, 1, 5), 3) == (date(1, 1, 5),)
    assert months_since(date(2026, 1, 15), date(2026, 2, 10)) == 1


@given(day=st.dates(date(1900, 1, 1)), months=st.integers(0, 40))
@settings(max_examples=50)
def test_the_days_rise_and_end_with_the_day(day, months):
    days = month_ends(day, months)
    assert list(days) == sorted(set(days))
    assert len(days) == months + 1
    assert days[-1] == day


def changing(make_vault):
    return make_vault(with_changes(Acme=PRICES, Robots=ROBOTS_DUE, Machines_take_over=DATED))


def test_the_last_row_is_what_value_and_score_say_of_the_day(make_vault):
    vault = changing(make_vault)
    rows = run_json("history", vault)["rows"]
    assert len(rows) == 13
    assert rows[-1]["day"] == "2026-02-10"
    for row in rows:
        value = run_json("value", vault, "--as-of", row["day"])
        acme, story = value["companies"]["Acme"], value["narratives"]["Machines take over"]
        assert {key: acme[key] for key in ("price", "core", "full_value", "upside")} == {
            key: row["companies"]["Acme"][key] for key in ("price", "core", "full_value", "upside")
        }
        assert row["narratives"]["Machines take over"] == {
            key: story[key] for key in ("net", "strength", "score")
        }


def test_figures_and_floats_give_the_same_history(make_vault):
    read = read_vault(changing(make_vault))
    for day in month_ends(date(2026, 2, 10), 6):
        assert moment_of(evaluate(read, day)) == moment_of(evaluate(read, day, lift=as_float))


def test_a_price_that_no_note_knows_is_marked(make_vault):
    vault = changing(make_vault)
    known = {
        row["day"]: row["companies"]["Acme"]["price_known"] for row in run_json("history", vault)["rows"]
    }
    assert known["2025-08-31"] is False
    assert known["2025-09-30"] is True
    text = run("history", vault).stdout
    assert "$60.00*" in text
    assert "no price as old as that" in text


@pytest.mark.parametrize(
    ("options", "days"),
    [
        (("--months", "2"), ["2025-12-31", "2026-01-31", "2026-02-10"]),
        (("--from", "2025-12-31"), ["2025-12-31", "2026-01-31", "2026-02-10"]),
        (("--from", "2026-01-01"), ["2026-01-31", "2026-02-10"]),
        (("--from", "2026-02-10"), ["2026-02-10"]),
        (("--months", "1", "--as-of", "2025-12-31"), ["2025-11-30", "2025-12-31"]),
    ],
)
def test_which_days_are_shown(make_vault, options, days):
    assert [row["day"] for row in run_json("history", make_vault(FILES), *options)["rows"]] == days


@pytest.mark.parametrize(
    "options",
    [
        ("--from", "2026-02-11"),
        ("--from", "0001-01-01"),
        ("--from", "2026-01-01", "--months", "2"),
        ("--months", "0"),
        ("--company", "Nobody"),
    ],
)
def test_what_cannot_be_shown_is_wrong_usage(make_vault, options):
    assert run("history", make_vault(FILES), *options).exit_code == 2


def test_one_company_is_shown_with_its_own_narratives(make_vault):
    other = COMPANY.replace("# Acme", "# Beta").split("## Synergies")[0]
    robots = FILES["Robots.md"]
    story = "---\ntype: narrative\n---\n## Evidence\n\n- Alone [hard]\n"
    files = with_changes(Robots=robots)
    vault = make_vault({**files, "Beta.md": other, "Nobody's.md": story})
    everything = run_json("history", vault)["rows"][-1]
    assert (len(everything["companies"]), len(everything["narratives"])) == (2, 2)
    row = run_json("history", vault, "--company", "acme")["rows"][-1]
    assert list(row["companies"]) == ["Acme"]
    assert list(row["narratives"]) == ["Machines take over"]


def test_in_a_pipe_there_are_no_colours(make_vault):
    assert "\x1b" not in run("history", changing(make_vault)).stdout


def test_a_vault_without_anything_has_a_history_of_nothing(make_vault):
    result = run("history", make_vault({"Note.md": "words\n"}))
    assert result.exit_code == 0
    assert run_json("history", make_vault({}), "--as-of", "2026-02-10")["rows"][0]["companies"] == {}


def test_a_small_chart_reaches_from_the_lowest_to_the_highest():
    assert spark([1.0, 2.0, None, 3.0]) == "▁▅ █"
    assert spark([2.0, 2.0]) == "▄▄"
    assert spark([None]) == " "


# the block


def block_of(vault):
    run("refresh", vault)
    return (vault / "Acme.md").read_text("utf-8")


def test_the_block_tells_the_last_months_where_something_moved(make_vault):
    text = block_of(changing(make_vault))
    part = text.split("The last twelve months")[1].split("\n\n")[0]
    assert "| 2025-09-30 |" in part
    assert "| 2025-10-31 |" in part
    assert "| 2025-08-31 |" not in part
    assert "```mermaid" in part


def test_the_block_is_silent_where_nothing_moved(make_vault):
    assert "The last twelve months" not in block_of(make_vault(FILES))


def test_a_second_refresh_of_the_day_writes_nothing(make_vault):
    vault = changing(make_vault)
    run("refresh", vault)
    assert "Nothing to change" in run("refresh", vault).stdout


def test_names_from_notes_cannot_steer_the_terminal(make_vault):
    story = "---\ntype: narrative\n---\n## Evidence\n\n- said [hard]\n"
    head = "---\ntype: company\nprice: $1\n---\n"
    shown = run("history", make_vault({"A\x1b[31mB [red].md": story, "C\x1b[2J.md": head})).stdout
    assert "\x1b" not in shown
    assert "[red]" in shown
