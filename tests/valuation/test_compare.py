"""The two methods side by side, on the worked company and on small vaults."""

import shutil
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest
from small_vault import FILES, ROBOTS, ROCKETS, with_changes

from vaultval.figure import Figure
from vaultval.pipeline import evaluate, read_vault
from vaultval.render.explain import figures
from vaultval.valuation.company import value_company
from vaultval.valuation.methods.comparison import compared, probability_by_value, step_figures
from vaultval.valuation.steps import IMPROVEMENTS, Method, as_figure, as_float

DAY = date(2026, 2, 10)
SAMPLE = Path(__file__).resolve().parents[2] / "sample_vault"


def _compared(read):
    company = next(each for each in read.model.companies if each.options)
    method = Method.of(read.config, DAY)
    value, _ = value_company(company, method, as_float)
    return company, method, compared(company, value, method, as_float)


@pytest.fixture(scope="module")
def tesla():
    return _compared(read_vault(SAMPLE))


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """The worked company as its author reports it, from the values of the scenarios alone, and rounded nowhere."""
    root = tmp_path_factory.mktemp("published") / "vault"
    shutil.copytree(SAMPLE, root)
    settings = (root / "vaultval.toml").read_text("utf-8")
    settings = settings.replace('mode = "computed"', 'mode = "published"\nrounding = 0')
    (root / "vaultval.toml").write_text(settings, "utf-8")
    for note in (root / "Options").iterdir():
        lines = note.read_text("utf-8").split("\n")
        note.write_text("\n".join(line for line in lines if not line.startswith("stated_value")), "utf-8")
    return _compared(read_vault(root))


def test_the_sources_method_is_what_it_was(tesla):
    _, method, found = tesla
    assert not method.improved
    assert float(found.source.value.full_value) == pytest.approx(132.8250882401891, rel=1e-14)
    assert float(found.source.value.full_value_uncapped) == pytest.approx(142.2863506595976, rel=1e-14)


def test_the_steps_add_up_to_the_difference(tesla):
    _, _, found = tesla
    assert [step.key for step in found.steps] == list(IMPROVEMENTS)
    assert sum(step.delta for step in found.steps) == pytest.approx(found.difference, abs=1e-10)
    assert found.steps[-1].full_value == found.improved.value.full_value
    gap = float(found.improved.value.full_value_uncapped) - float(found.source.value.full_value_uncapped)
    assert sum(step.uncapped for step in found.steps) == pytest.approx(gap, abs=1e-10)


def test_a_step_alone_is_the_sources_method_with_that_step(tesla):
    company, method, found = tesla
    for step in found.steps:
        value, _ = value_company(company, replace(method, improved=frozenset((step.key,))), as_float)
        assert step.alone == value.full_value - found.source.value.full_value
    assert found.steps[0].alone == found.steps[0].delta


@pytest.mark.parametrize(("one", "other"), list(combinations(IMPROVEMENTS, 2)))
def test_any_two_steps_give_the_same_value_with_figures_and_without(tesla, one, other):
    company, method, _ = tesla
    taken = replace(method, improved=frozenset((one, other)))
    bare, _ = value_company(company, taken, as_float)
    explained, _ = value_company(company, taken, as_figure)
    assert float(explained.full_value) == bare.full_value
    assert float(explained.ceiling) == bare.ceiling


def test_the_options_probabilities_in_the_better_founded_method(tesla):
    _, _, found = tesla
    chances = [float(option.probability) for option in found.improved.value.options]
    assert chances == pytest.approx([0.4375, 0.175, 0.0755, 0.3325, 0.111], rel=1e-12)


def test_the_probabilities_by_value_are_not_those_of_the_headline(tesla):
    _, _, found = tesla
    chances = [probability_by_value(option) for option in found.source.value.options]
    assert chances == pytest.approx([0.483, 0.221, 0.111, 0.391, 0.154], abs=5e-4)


def test_from_the_authors_own_figures_the_uncapped_value_is_128_40(published):
    _, _, found = published
    assert float(found.source.value.full_value) == pytest.approx(120.675, abs=1e-3)
    assert float(found.source.value.full_value_uncapped) == pytest.approx(128.40, abs=5e-3)
    assert float(found.source.cap_cut) == pytest.approx(128.40 - 120.675, abs=5e-3)
    assert found.source.shadow_value == pytest.approx(39.97, abs=5e-3)


def test_the_price_uses_86_6_per_cent_of_what_the_options_can_be_worth(published):
    _, _, found = published
    assert float(found.source.utilisation_options) == pytest.approx(0.866, abs=5e-4)
    assert float(found.source.value.utilisation) == pytest.approx(0.857, abs=5e-4)


def test_full_value_by_the_cap_rises_until_the_cap_no_longer_binds(tesla):
    company, method, found = tesla
    _caps, values = zip(*found.source.caps, strict=True)
    assert list(values) == sorted(values)
    assert values[-1] == found.source.value.full_value_uncapped
    for cap, full_value in found.source.caps[:-1]:
        value, _ = value_company(company, replace(method, cap=cap), as_float)
        assert full_value == value.full_value
    more, _ = value_company(company, replace(method, cap=0.51), as_float)
    gained = float(more.full_value) - float(found.source.value.full_value)
    assert gained == pytest.approx(0.01 * found.source.shadow_value, rel=1e-9)


def test_the_best_of_all_scenarios_holds_the_emergent_options_and_no_premium(published, tesla):
    for _, _, found in (published, tesla):
        assert float(found.source.scenario_maximum) == pytest.approx(648.27, abs=0.05)


def test_in_either_method_the_comparison_is_the_same(make_vault):
    plain = evaluate(read_vault(make_vault(FILES)), DAY)
    other = {**FILES, "vaultval.toml": FILES["vaultval.toml"] + '[valuation]\nmethod = "vv-1"\n'}
    improved = evaluate(read_vault(make_vault(other)), DAY)
    [a], [b] = plain.analyses.values(), improved.analyses.values()
    assert [step.delta for step in a.comparison.steps] == [step.delta for step in b.comparison.steps]
    [value] = improved.values.values()
    assert float(value.full_value) == float(a.comparison.improved.value.full_value)
    known = figures(plain)
    assert known["Acme.vv-1"].value == float(value.full_value)
    assert known["Acme.ovm-1.1"].value == known["Acme.full_value"].value


def _vv1(make_vault, settings_text="", **changes):
    files = with_changes(**changes)
    files["vaultval.toml"] += f'[valuation]\nmethod = "vv-1"\n{settings_text}'
    results = evaluate(read_vault(make_vault(files)), DAY)
    [value] = results.values.values()
    return results, {option.option.name: option for option in value.options}, value


def test_a_probability_that_holds_the_help_of_others_is_not_lifted(make_vault):
    _, options, _ = _vv1(make_vault)
    assert float(options["Robots"].probability) == float(options["Robots"].effective)
    assert float(options["Robots"].adjusted) == float(options["Robots"].weighted)


def test_a_leak_is_lifted_by_all_its_sources(make_vault):
    leak = ROBOTS.replace("probability: 40 %", "probability: 40 %\nprobability_basis: leak")
    _, options, _ = _vv1(make_vault, Robots=leak)
    assert float(options["Robots"].probability) == pytest.approx(1 - 0.6 * (1 - 0.4 * 0.2), rel=1e-12)
    assert float(options["Robots"].adjusted) == pytest.approx(
        float(options["Robots"].weighted) * float(options["Robots"].probability) / 0.4, rel=1e-12
    )


def test_a_source_named_third_counts_where_all_sources_count(make_vault):
    leak = ROBOTS.replace(
        "probability: 40 %", 'probability: 40 %\nprobability_basis: leak\nboosted_by: "[[Rockets]]"'
    )
    _, options, _ = _vv1(make_vault, Robots=leak)
    assert [boost.source for boost in options["Robots"].boosts] == ["Rockets.md"]
    none = leak.replace('"[[Rockets]]"', "[]")
    _, options, _ = _vv1(make_vault, Robots=none)
    assert options["Robots"].boosts == ()


def test_growth_brings_a_market_to_the_year_of_success(make_vault):
    grown = ROBOTS.replace("tam: $100B", "tam: $100B\ntam_year: 2030\ntam_growth: 25 %")
    _, options, _ = _vv1(make_vault, Robots=grown)
    _, plain, _ = _vv1(make_vault)
    assert float(options["Robots"].weighted) == pytest.approx(
        float(plain["Robots"].weighted) / 1.25**2, rel=1e-12
    )


def test_revenue_in_the_core_is_taken_out_and_no_share_falls_below_zero(make_vault):
    part = ROBOTS.replace("tam: $100B", "tam: $100B\ncore_revenue: $4B\ncore_growth: 10 %")
    _, options, _ = _vv1(make_vault, Robots=part)
    _, plain, _ = _vv1(make_vault)
    left = (10 - 4 * 1.1**2) / 10
    assert float(options["Robots"].weighted) == pytest.approx(
        float(plain["Robots"].weighted) * left, rel=1e-12
    )
    _, options, _ = _vv1(make_vault, Robots=part.replace("$4B", "$40B"))
    assert float(options["Robots"].weighted) == 0.0


def test_events_move_odds_and_leave_every_scenario_below_certainty(make_vault):
    likely = (
        ROCKETS.replace("| 30 % | 50 % |", "| 90 % | 50 % |")
        + "\n- [x] Flew #milestone [hit:: ×1.8] ✅ 2026-02-01\n"
    )
    _, options, _ = _vv1(make_vault, Rockets=likely)
    rockets = options["Rockets"]
    assert float(rockets.written) == pytest.approx(0.5)
    assert float(rockets.effective) == pytest.approx(0.9)
    bull, base = float(rockets.scenarios["Bull"]), float(rockets.from_inputs.scenarios["Bull"])
    assert bull / base * 0.9 == pytest.approx(81 / 82, rel=1e-12)  # odds of 9, nine times over


def test_emergent_options_that_require_emergent_ones_stand_on_the_same_factor(make_vault):
    city = "---\ntype: option\ntam: $10B\nshare: 10 %\nnet_margin: 20 %\npe: 20x\nhorizon: 3\nrequires: {}\n---\n"
    extra = {
        "City.md": city.format('["[[Robots]]", "[[Rockets]]"]'),
        "Moon.md": city.format('["[[City]]", "[[Robots]]"]'),
    }
    files = {**FILES, **extra, "vaultval.toml": FILES["vaultval.toml"] + '[valuation]\nmethod = "vv-1"\n'}
    results = evaluate(read_vault(make_vault(files)), DAY)
    [value] = results.values.values()
    city_value, moon = value.emergent
    assert float(moon.probability) == float(city_value.probability)
    chances = [float(option.probability) for option in value.options]
    assert chances[0] * chances[1] < float(city_value.probability) < min(chances)


def test_without_correlation_the_joint_probability_is_the_product(make_vault):
    city = '---\ntype: option\ntam: $10B\nshare: 10 %\nnet_margin: 20 %\npe: 20x\nhorizon: 3\nrequires: ["[[Robots]]", "[[Rockets]]"]\n---\n'
    settings_text = '[valuation]\nmethod = "vv-1"\ncopula = 0\n'
    files = {**FILES, "City.md": city, "vaultval.toml": FILES["vaultval.toml"] + settings_text}
    [value] = evaluate(read_vault(make_vault(files)), DAY).values.values()
    first, second = (float(option.probability) for option in value.options)
    assert float(value.emergent[0].probability) == first * second


def test_an_option_of_two_narratives_is_shared_out_by_their_weights(make_vault):
    other = "---\ntype: narrative\n---\n## Evidence\n\n- Seen [hard]\n"
    both = ROBOTS.replace(
        'narrative: "[[Machines take over]]"',
        'narrative: ["[[Machines take over]] 3", "[[Labour is short]]"]',
    )
    results, options, value = _two(make_vault, both, other)
    credits_ = dict(results.analyses["Acme.md"].comparison.credits)
    whole = sum(float(option.weighted) for option in options.values())
    robots = float(options["Robots"].weighted) / whole
    assert credits_["Machines take over.md"] == pytest.approx(0.75 * robots)
    assert credits_["Labour is short.md"] == pytest.approx(0.25 * robots)
    assert sum(credits_.values()) == pytest.approx(1.0)
    assert value.concentration["Machines take over.md"] == pytest.approx(robots)


def _two(make_vault, robots, narrative):
    files = {**FILES, "Robots.md": robots, "Labour is short.md": narrative}
    files["vaultval.toml"] += '[valuation]\nmethod = "vv-1"\n'
    results = evaluate(read_vault(make_vault(files)), DAY)
    [value] = results.values.values()
    return results, {option.option.name: option for option in value.options}, value


def test_a_network_gives_the_probability_again(tesla):
    company, _, found = tesla
    networks = dict(found.networks)
    assert {option.name for option in company.options if option.id in networks} == {"Energy storage", "保险"}


def test_without_options_there_is_nothing_to_compare(make_vault):
    files = with_changes(Robots=None, Rockets=None, Machines_take_over=None)
    files["Acme.md"] = files["Acme.md"].partition("## Synergies")[0]
    results = evaluate(read_vault(make_vault(files)), DAY)
    assert [analysis.comparison for analysis in results.analyses.values()] == [None]


def test_what_each_step_moves_can_be_explained_to_the_bit(tesla):
    company, method, found = tesla
    known = step_figures(company, method)
    for step in found.steps:
        numbers = [known[f"{step.key}.{word}"] for word in ("full_value", "moves", "alone", "uncapped")]
        assert all(isinstance(number, Figure) for number in numbers)
        assert [number.value for number in numbers] == [
            step.full_value,
            step.delta,
            step.alone,
            step.uncapped,
        ]


def test_the_sides_of_the_comparison_have_keys_of_their_own():
    results = evaluate(read_vault(SAMPLE), DAY, with_stakes=False)
    known = figures(results)
    assert known["Tesla.vv-1.marginal.moves"].value == pytest.approx(-18.23, abs=5e-3)
    for method, side in (("ovm-1.1", "source"), ("vv-1", "improved")):
        found = getattr(
            next(
                iter(results.analyses[c.id] for c in results.model.companies if c.name == "Tesla")
            ).comparison,
            side,
        )
        assert known[f"Tesla.{method}.independent_sum"].value == float(found.value.pmx.independent)
        assert known[f"Tesla.{method}.ceiling"].value == float(found.value.ceiling)
        for cap, full_value in found.caps[:-1]:
            assert known[f"Tesla.{method}.full_value_at_cap_{cap:.0%}"].value == float(full_value)
    assert known["Tesla.ovm-1.1.shadow_value"].value == pytest.approx(48.06969714270118, rel=1e-12)
    assert known["Tesla.ovm-1.1.full_value_at_cap_50%"].value == known["Tesla.full_value"].value
