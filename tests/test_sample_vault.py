"""The sample vault: the worked company, valued end to end, and committed as a refresh leaves it."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from vaultval.cli import command

SAMPLE = Path(__file__).resolve().parent.parent / "sample_vault"


def run(*arguments):
    result = CliRunner().invoke(command, [str(a) for a in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def document(*arguments):
    return json.loads(run(*arguments, "--json").stdout)


@pytest.fixture(scope="module")
def computed():
    return document("value", SAMPLE)


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    vault = tmp_path_factory.mktemp("published") / "vault"
    shutil.copytree(SAMPLE, vault)
    settings = vault / "vaultval.toml"
    settings.write_text(
        settings.read_text("utf-8").replace('mode = "computed"', 'mode = "published"'), "utf-8"
    )
    return document("value", vault)


@pytest.fixture
def copy(tmp_path):
    vault = tmp_path / "vault"
    shutil.copytree(SAMPLE, vault)
    return vault


COMPUTED = {
    "core": 60.72054252613733,
    "core_bull": 65.87736648770839,
    "independent_sum": 48.06969714270118,
    "adjusted_sum": 72.75938584826964,
    "emergent_sum": 0.06722855660556983,
    "multiplier": 1.12,
    "pmx_uncapped": 81.56580813346025,
    "pmx_premium": 33.49611099075907,
    "pmx_cap": 24.03484857135059,
    "pmx": 72.10454571405177,
    "full_value": 132.8250882401891,
    "full_value_uncapped": 142.2863506595976,
    "upside": -0.6857029217477364,
    "ceiling": 642.9509514416922,
    "ceiling_market_cap": 2275.4034171521484e9,
    "utilisation": 0.6572974175594257,
    "utilisation_market_cap": 0.6174729234425037,
    "asymmetry": 0.608862587431429,
    "implied_multiple": 5.018954823029105,
}
OPTIONS = {
    "Energy storage": (27.74806658502692, 11.924788945631404, 2.751874372068786, 13.587379712089628, 0.4896, 14.783069126753517, 50.451030154594406),
    "Robotaxi": (69.41525492817239, 17.92932286091187, 1.5740420618633193, 24.13768907460184, 0.2732832, 36.6468050606235, 247.9116247434728),
    "Optimus": (38.81144559483264, 5.677560041301233, 0.3326695336699941, 9.044175722041572, 0.1762412, 19.924454778293413, 258.74297063221763),
    "保险": (1.2383434674309535, 0.3424554774130044, 0.04402998995310058, 0.4470267035516182, 0.4319, 0.5516309521826969, 2.751874372068786),
    "AI compute": (3.4432170103260114, 0.5902657731987447, 0.040990678694357276, 0.8534259304165185, 0.12, 0.8534259304165185, 17.216085051630056),
}  # fmt: skip


@pytest.mark.parametrize("field", list(COMPUTED))
def test_the_company_to_full_precision(computed, field):
    assert computed["companies"]["Tesla"][field] == pytest.approx(COMPUTED[field], rel=1e-12)


@pytest.mark.parametrize("name", list(OPTIONS))
def test_the_options_to_full_precision(computed, name):
    option = computed["companies"]["Tesla"]["options"][name]
    found = (
        *option["scenarios"].values(),
        option["weighted"],
        option["probability_adjusted"],
        option["adjusted"],
        option["bull_full"],
    )
    assert found == pytest.approx(OPTIONS[name], rel=1e-12)
    assert option["probability_effective"] == option["probability"]


def test_the_emergent_options_to_full_precision(computed):
    emergent = computed["companies"]["Tesla"]["emergent"]
    found = {name: (e["probability"], e["value"]) for name, e in emergent.items()}
    assert found["Autonomous energy network"] == pytest.approx(
        (0.0160559345664, 0.05697408282496243), rel=1e-12
    )
    assert found["AI训练服务"] == pytest.approx((0.005779651092940799, 0.0102544737806074), rel=1e-12)


def test_the_cap_binds_and_the_rule_asks_for_option_valuation(computed):
    assert computed["companies"]["Tesla"]["cap_binds"] is True
    assert computed["companies"]["Tesla"]["trigger"]["verdict"] == "mandatory"


def test_the_mode_published_gives_the_authors_figures(published):
    company = published["companies"]["Tesla"]
    names = (
        "core",
        "core_bull",
        "independent_sum",
        "adjusted_sum",
        "pmx_uncapped",
        "pmx",
        "full_value",
        "ceiling",
    )
    assert [company[name] for name in names] == [60.7, 75.4, 40.0, 60.3, 68.2, 60.0, 120.7, 493.1]
    assert round(company["utilisation_market_cap"], 3) == 0.805
    assert company["asymmetry"] == pytest.approx(0.1948, abs=5e-5)
    assert company["implied_multiple"] == pytest.approx(6.03, abs=5e-3)
    assert [o["weighted"] for o in company["options"].values()] == [10.6, 19.7, 7.6, 0.5, 1.6]
    assert [o["adjusted"] for o in company["options"].values()] == [11.5, 29.9, 16.7, 0.6, 1.6]
    assert company["emergent_sum"] == 0.6


def test_the_narratives(computed):
    nets = {name: (n["for"], n["against"], n["net"]) for name, n in computed["narratives"].items()}
    assert nets == {
        "Robotaxi reshapes mobility": (5.0, 5.5, -0.5),
        "AI and robotics platform": (3.5, 4.0, -0.5),
        "能源超级巨头": (6.5, 2.0, 4.5),
        "Founder premium": (4.5, 5.0, -0.5),
        "FSD data flywheel": (4.0, 4.5, -0.5),
    }
    strengths = {name: n["strength"] for name, n in computed["narratives"].items()}
    assert {name for name, strength in strengths.items() if strength == "strong"} == {"能源超级巨头"}


def test_contributions_sum_to_the_effective_net_and_to_the_log_odds(computed):
    for narrative in computed["narratives"].values():
        contributions = [item["contribution"] for item in narrative["items"]]
        assert sum(contributions) == narrative["net_effective"]
        parts = [part["log_odds"] for part in (*narrative["items"], *narrative["links"])]
        assert sum(parts, narrative["base_log_odds"]) == narrative["log_odds"]


def test_the_strength_as_a_number(computed):
    scores = {name: n["score"] for name, n in computed["narratives"].items()}
    assert scores["Robotaxi reshapes mobility"] == pytest.approx(0.437823, abs=5e-7)
    assert scores["能源超级巨头"] == pytest.approx(0.904651, abs=5e-7)


def test_reliability_repeated_sources_age_and_links_move_the_strength_alone(computed):
    platform, flywheel = (
        computed["narratives"][name] for name in ("AI and robotics platform", "FSD data flywheel")
    )
    assert (platform["for_effective"], platform["against_effective"]) == pytest.approx((3.25, 3.2))
    (link,) = platform["links"]
    assert (link["narrative"], link["weight"]) == ("FSD data flywheel", 0.25)
    assert link["log_odds"] == pytest.approx(0.25 * flywheel["score"])
    aged = {item["text"][:11]: item["decay"] for item in flywheel["items"] if item["decay"] < 1}
    assert aged == pytest.approx(
        {
            "since V12 n": 2 ** (-76 / 730),
            "奥斯汀的 Robota": 2 ** (-18 / 730),
            "1.1 million": 2 ** (-13 / 730),
        }
    )


def test_the_option_value_rests_on_two_and_a_half_narratives(computed):
    company = computed["companies"]["Tesla"]
    assert company["hhi"] == pytest.approx(sum(share**2 for share in company["concentration"].values()))
    assert (company["hhi"], company["effective_narratives"]) == pytest.approx((0.3839, 2.6051), abs=5e-5)
    assert set(company["rotation"]["leaders"].values()) == {"能源超级巨头"}
    assert (len(company["rotation"]["leaders"]), company["rotation"]["changes"]) == (12, 0)


def test_it_is_committed_refreshed():
    result = run("refresh", SAMPLE, "--check")
    assert result.exit_code == 0, "run `make refresh-sample`"
    assert "Nothing to change" in result.stdout


def test_a_second_refresh_writes_nothing(copy):
    before = {
        path: (path.read_bytes(), path.stat().st_mtime_ns) for path in copy.rglob("*") if path.is_file()
    }
    run("refresh", copy)
    after = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in copy.rglob("*") if path.is_file()}
    assert after == before


def _tick(path, text):
    content = path.read_text("utf-8")
    assert f"- [ ] {text}" in content
    path.write_text(content.replace(f"- [ ] {text}", f"- [x] {text}"), "utf-8")


def test_ticking_a_milestone_moves_probability_value_and_full_value_and_the_block_says_why(copy, computed):
    note = copy / "Options" / "Robotaxi.md"
    stake = next(
        m for m in computed["companies"]["Tesla"]["milestones"] if m["text"] == "California trial launch"
    )
    _tick(note, "California trial launch")
    assert run("refresh", copy).exit_code == 0
    company = document("value", copy)["companies"]["Tesla"]
    assert company["options"]["Robotaxi"]["probability_effective"] == pytest.approx(0.216)
    assert company["full_value"] - COMPUTED["full_value"] == pytest.approx(stake["if_hit"], rel=1e-12)
    assert "met: California trial launch" in note.read_text("utf-8")
    block = (copy / "Companies" / "Tesla.md").read_text("utf-8")
    assert "Changed since 2026-02-10: full value \\$132.83 → \\$140.07" in block
    assert "- [[Robotaxi]] \\$36.65 → \\$40.93 (met: California trial launch)" in block
    assert "- [[Optimus]] \\$19.92 → \\$20.35 (through other options)" in block
    assert "\n>\n> Core \\$60.72" in block, "what follows the list is no part of its last item"


def test_ticking_a_kill_switch_moves_every_option_that_it_names(copy):
    _tick(copy / "Companies" / "Tesla.md", "Serious FSD accident")
    run("refresh", copy)
    options = document("value", copy)["companies"]["Tesla"]["options"]
    effective = {name: option["probability_effective"] for name, option in options.items()}
    assert effective == pytest.approx(
        {"Energy storage": 0.45, "Robotaxi": 0.09, "Optimus": 0.08, "保险": 0.175, "AI compute": 0.06}
    )
    assert "kill switch fired: Serious FSD accident" in (copy / "Options" / "Robotaxi.md").read_text("utf-8")


def test_unticking_goes_back_and_says_so(copy):
    note = copy / "Options" / "Robotaxi.md"
    _tick(note, "California trial launch")
    run("refresh", copy)
    note.write_text(note.read_text("utf-8").replace("- [x] California", "- [ ] California"), "utf-8")
    run("refresh", copy)
    block = (copy / "Companies" / "Tesla.md").read_text("utf-8")
    assert "full value \\$140.07 → \\$132.83" in block
    assert "no longer met: California trial launch" in block


def test_the_day_decides_which_milestones_are_missed(copy):
    company = document("value", copy, "--as-of", "2026-07-01")["companies"]["Tesla"]
    states = {e["text"]: e["state"] for e in company["options"]["Robotaxi"]["effects"]}
    assert states["California trial launch"] == "missed"
    assert company["options"]["Robotaxi"]["probability_effective"] == pytest.approx(0.18 * 0.9 * 0.75)


def test_blocks_can_be_written_in_chinese(copy):
    settings = copy / "vaultval.toml"
    settings.write_text(settings.read_text("utf-8").replace('language = "en"', 'language = "zh"'), "utf-8")
    run("refresh", copy)
    assert "每股总价值" in (copy / "Companies" / "Tesla.md").read_text("utf-8")
    assert "强叙事：支持 6.5 分，反对 2.0 分（净 **+4.5**）" in (
        copy / "Narratives" / "能源超级巨头.md"
    ).read_text("utf-8")


def test_every_figure_can_be_followed_to_a_note_and_a_line(computed):
    from datetime import date

    from vaultval.pipeline import evaluate, read_vault
    from vaultval.render.explain import figures

    read = read_vault(SAMPLE)
    known = figures(evaluate(read, date(2026, 2, 10)))
    assert float(known["Tesla.full_value"]) == computed["companies"]["Tesla"]["full_value"]
    for key, figure in known.items():
        inputs = list(figure.inputs())
        assert inputs, key
        for part in inputs:
            line = read.vault.source_lines(part.place.note)[part.place.line - 1]
            assert line[part.place.column - 1 :].startswith(part.text) or part.place.length, (key, part)


def test_floats_and_figures_give_the_same_value_bit_for_bit():
    from datetime import date

    from vaultval.pipeline import read_vault
    from vaultval.valuation.company import value_company
    from vaultval.valuation.steps import Method, as_figure, as_float

    read = read_vault(SAMPLE)
    method = Method.of(read.config, date(2026, 2, 10))
    company = next(c for c in read.model.companies if c.name == "Tesla")
    bare, _ = value_company(company, method, as_float)
    known, _ = value_company(company, method, as_figure)
    for field in COMPUTED:
        if isinstance(getattr(bare, field, None), float):
            assert float(getattr(known, field)) == getattr(bare, field), field
    assert (float(known.core.base), float(known.pmx.value)) == (bare.core.base, bare.pmx.value)
    assert [float(o.adjusted) for o in known.options] == [o.adjusted for o in bare.options]


def test_a_change_of_settings_is_the_reason_that_the_block_gives(copy):
    settings = copy / "vaultval.toml"
    settings.write_text(
        settings.read_text("utf-8").replace('mode = "computed"', 'mode = "published"'), "utf-8"
    )
    assert run("refresh", copy).exit_code == 0
    block = (copy / "Companies" / "Tesla.md").read_text("utf-8")
    line = next(line for line in block.split("\n") if "Changed since" in line)
    assert line.endswith("full value \\$132.83 → \\$120.70 (`mode` computed → published; `rounding` 0 → 0.1)")
    assert "> - [[Robotaxi]] \\$36.65 → \\$29.90\n" in block
    assert "(its own inputs)" not in block
