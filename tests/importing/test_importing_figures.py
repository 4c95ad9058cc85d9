"""A report becomes a vault that gives the report's own figures, in either language, from tables and from boxes."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from vaultval.cli import command

REPORTS = Path(__file__).resolve().parent
PUBLISHED = 'mode = "published"\nas_of = "2026-02-10"\n'
STEPS = (
    "core",
    "core_bull",
    "independent_sum",
    "adjusted_sum",
    "pmx_uncapped",
    "pmx",
    "full_value",
    "ceiling",
)


def run(*arguments):
    result = CliRunner().invoke(command, [str(a) for a in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def imported(vault, name, settings=PUBLISHED):
    vault.mkdir()
    (vault / "vaultval.toml").write_text(settings, "utf-8")
    assert run("import", REPORTS / name, "--into", vault).exit_code == 0
    return json.loads(run("value", vault, "--json").stdout)


@pytest.fixture(params=["report_en.md", "report_zh.md"], scope="module")
def published(request, tmp_path_factory):
    return imported(tmp_path_factory.mktemp("published") / "vault", request.param)


def test_the_sums_are_the_reports_own(published):
    company = published["companies"]["Acme"]
    assert [company[step] for step in STEPS] == [29.0, 34.5, 8.4, 11.4, 12.9, 12.6, 41.6, 72.5]
    assert company["utilisation_market_cap"] == pytest.approx(0.690, abs=5e-4)
    assert company["emergent_sum"] == 0.3


def test_the_options_are_the_reports_own(published):
    options = list(published["companies"]["Acme"]["options"].values())
    assert [option["weighted"] for option in options] == [4.2, 4.2]
    assert [option["probability_adjusted"] for option in options] == pytest.approx([0.37, 0.296])
    assert [option["adjusted"] for option in options] == [5.2, 6.2]
    assert [option["bull_full"] for option in options] == [22.0, 16.0]


def test_the_narratives_have_the_reports_points(published):
    points = [(n["for"], n["against"]) for n in published["narratives"].values()]
    assert sorted(points) == [(0, 0), (1.5, 1.0), (2.0, 0.5)]


def test_the_milestones_and_kill_switches_move_what_the_report_says(published):
    company = published["companies"]["Acme"]
    effects = {m["text"].split(":")[0]: m for m in company["milestones"]}
    assert len(effects) == 3
    assert len(company["kill_switches"]) == 3
    options = [option["effects"] for option in company["options"].values()]
    assert [len(each) for each in options] == [0, 0], "nothing has happened yet"


def test_no_error_is_found_in_what_was_written(tmp_path):
    for name in ("report_en.md", "report_zh.md"):
        vault = tmp_path / name
        imported(vault, name)
        found = json.loads(run("check", vault, "--json").stdout)["diagnostics"]
        assert [each for each in found if each["severity"] == "error"] == []


def test_both_languages_state_the_same(tmp_path):
    english, chinese = (
        imported(tmp_path / name, name, 'as_of = "2026-02-10"\n') for name in ("report_en.md", "report_zh.md")
    )
    one, other = (document["companies"]["Acme"] for document in (english, chinese))
    assert [one[step] for step in STEPS] == [other[step] for step in STEPS]
    assert one["full_value"] != 41.6, "computed from the inputs, it is another figure"


def test_cards_in_boxes_are_read_by_their_lines(tmp_path):
    company = imported(tmp_path / "vault", "report_boxes.md")["companies"]["Acme"]
    heat, grid = company["options"]["Heat storage"], company["options"]["电网软件"]
    assert (company["core"], heat["weighted"]) == (24.0, 4.2)
    assert list(heat["scenarios"]) == ["Bull", "Base", "Bear"]
    assert list(grid["scenarios"]) == ["乐观", "基准", "悲观"]
    # 0.2 × (6 % × 20 % + 3 % × 60 % + 1 % × 20 %) … of $10B at 25 % and 25x, three years off, for 100M shares
    each = [10e9 * share * 0.25 * 25 * 0.2 / 1.1**3 / 100e6 for share in (0.06, 0.03, 0.01)]
    assert list(grid["scenarios"].values()) == pytest.approx(each)
