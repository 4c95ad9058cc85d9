"""What moves full value: every input alone, two at a time, several as one supposes; by running the model again."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.small_vault import FILES, with_changes
from vaultval.figure import Figure, smallest
from vaultval.pipeline import read_vault
from vaultval.quantity import Unit
from vaultval.valuation.company import value_company
from vaultval.valuation.risk.drivers import Model, UnknownKeyError
from vaultval.valuation.risk.recorded import Recorded, UnrecordedError
from vaultval.valuation.risk.sensitivity import Sensitivity, bounds, grid, outcome, tornado
from vaultval.valuation.risk.what_if import (
    UnreadableValueError,
    linear_change,
    scaled_probabilities,
    suppose,
    value_of,
    what_if,
)
from vaultval.valuation.steps import Method, as_figure, as_float, constant

SAMPLE = Path(__file__).resolve().parents[2] / "sample_vault"
DAY = date(2026, 2, 10)
FULL = 132.8250882401891


@pytest.fixture(scope="module")
def tesla():
    """The worked company and the method, mode computed."""
    read = read_vault(SAMPLE)
    company = next(company for company in read.model.companies if company.name == "Tesla")
    return company, Method.of(read.config, DAY)


@pytest.fixture(scope="module")
def model(tesla):
    return Model(*tesla)


@pytest.fixture(scope="module")
def every(model):
    return tornado(model)


def of(make_vault, files):
    read = read_vault(make_vault(files))
    return Model(read.model.companies[0], Method.of(read.config, DAY))


# the tornado


def test_the_base_of_the_tornado_is_the_value_bit_for_bit(tesla, model, every):
    value, _ = value_company(*tesla, as_float)
    assert every.base.full_value == value.full_value == model.run({}).full_value
    assert every.base.uncapped == value.full_value_uncapped
    assert every.base.full_value == pytest.approx(FULL, rel=1e-14)


def test_every_input_of_the_valuation_is_moved_and_every_setting(tesla, every):
    lifted = set()

    def lift(quantity, _name):
        lifted.add(quantity.place)
        return quantity.value

    value_company(*tesla, lift)
    lifted.discard(tesla[0].price_date.place)
    assert {s.driver.place for s in every.swings if s.driver.place} == lifted
    assert {s.driver.key for s in every.swings if not s.driver.place} == {"cap", "p_max", "second_source"}
    assert len({s.driver.key for s in every.swings}) == len(every.swings)


def test_the_largest_swing_comes_first_with_its_ends(every):
    first = {s.driver.key: s for s in every.swings[:6]}
    assert list(first)[:3] == ["Tesla.shares", "Tesla.wacc", "Robotaxi.probability"]
    robotaxi = first["Robotaxi.probability"]
    assert (robotaxi.low, robotaxi.high) == pytest.approx((0.144, 0.216))
    # where the cap binds, full value is core + 1.5 × Σ on its own
    assert robotaxi.at_high.full_value - FULL == pytest.approx(1.5 * 0.2 * 24.13768907460184, rel=1e-12)
    assert [s.swing for s in every.swings] == sorted((s.swing for s in every.swings), reverse=True)


def test_a_constraint_that_binds_shows_as_no_effect_and_is_named(every):
    by_key = {s.driver.key: s for s in every.swings}
    synergy = by_key["synergy AI compute → Robotaxi"]
    assert (synergy.swing, synergy.why) == (0.0, "cap")
    assert synergy.swing_uncapped > 3
    assert by_key["p_max"].why == "p_max free"
    assert by_key["Tesla.price"].why == "no part"
    assert by_key["synergy Optimus → Robotaxi"].why == "no part"
    assert by_key["cap"].swing == pytest.approx(0.4 * 24.03484857135059)
    multiplier = by_key["Tesla.platform_multiplier"]
    assert multiplier.at_high.full_value == every.base.full_value
    assert multiplier.at_low.full_value < every.base.full_value


def test_without_the_cap_every_synergy_moves_full_value(tesla):
    company, method = tesla
    free = tornado(Model(company, replace(method, cap=100.0)))
    by_key = {s.driver.key: s for s in free.swings}
    assert by_key["synergy AI compute → Robotaxi"].swing > 3
    assert by_key["cap"].why == "cap free"
    assert free.base.full_value == pytest.approx(142.2863506595976, rel=1e-14)


def test_the_tornado_of_the_stated_figures(tesla):
    """The published scenario values, unrounded: full value 120.675."""
    swings = {s.driver.owner: s for s in tornado(published(tesla), 0.5).swings if s.driver.field == "probability"
              and not s.driver.scenario}  # fmt: skip
    found = {name: (swing.at_low.full_value, swing.at_high.full_value) for name, swing in swings.items()}
    expected = {
        "Energy storage": (112.725, 128.625), "Robotaxi": (105.922, 135.428), "Optimus": (114.975, 126.375),
        "保险": (120.281, 121.069), "AI compute": (119.494, 121.856),
    }  # fmt: skip
    for name, ends in expected.items():
        assert found[name] == pytest.approx(ends, abs=1.1e-3), name


def published(tesla):
    """The mode published without rounding, each option by its stated scenarios."""
    company, method = tesla
    options = tuple(
        option if option.emergent else option.model_copy(update={"stated_value": None})
        for option in company.options
    )
    model = Model(company.model_copy(update={"options": options}), replace(method, published=True, step=0.0))
    assert model.base.full_value == pytest.approx(120.67554252613735, rel=1e-12)
    return model


def test_a_probability_takes_its_scenarios_with_it_and_stays_a_probability(make_vault):
    model = of(make_vault, with_changes(Rockets=("30 %", "90 %")))
    driver = model.find("Rockets.probability")
    low, high = driver.around(0.5)
    assert (low, high) == pytest.approx((0.1, 0.3))
    bull, bear = (float(v) for v in model.run({driver: high}).options[1].scenarios.values())
    base = [float(v) for v in model.base.options[1].scenarios.values()]
    assert bull == pytest.approx(base[0] / 0.9), "a scenario's probability is at most 1"
    assert bear == pytest.approx(base[1] * 1.5)
    free = model.run({driver: high}, linear=True).options[1].scenarios
    assert float(free["Bull"]) == pytest.approx(base[0] * 1.5)
    assert model.find("Rockets.Bull.probability").around(0.5) == pytest.approx((0.45, 1.0))


def test_a_weight_is_moved_at_the_cost_of_the_others(make_vault):
    model = of(make_vault, FILES)
    driver = model.find("Rockets.Bull.weight")
    bear = model.find("Rockets.Bear.weight")
    assert model.overrides({driver: 0.6}) == {driver.place: 0.6, bear.place: pytest.approx(0.4)}
    assert model.overrides({driver: 0.6, bear: 0.4}) == {driver.place: 0.6, bear.place: 0.4}
    for moved in ({driver: 1.2}, {driver: 0.9, bear: 0.9}, {driver: 0.2, bear: 0.2}):
        with pytest.raises(ValueError, match="would sum to"):
            model.overrides(moved)


def test_a_stated_range_is_used_in_place_of_a_share(make_vault):
    model = of(make_vault, with_changes(Robots=("tam: $100B", "tam: $80B-140B")))
    swing = next(s for s in tornado(model).swings if s.driver.key == "Robots.tam")
    assert (swing.driver.value, swing.low, swing.high) == (110e9, 80e9, 140e9)
    assert swing.driver.stated_range


def test_a_calendar_year_moves_by_its_distance_from_the_price(make_vault):
    model = of(make_vault, FILES)
    assert model.find("Rockets.year").around(0.2) == pytest.approx((2028.4, 2029.6))


def test_one_attribute_that_several_use_moves_them_together(make_vault):
    """An empty cell of the matrix takes its mirror's value; a TAM of the option is that of all its scenarios."""
    files = with_changes(Acme=("| [[Rockets]] | 0.4 | — |", "| [[Rockets]] | | — |"))
    model = of(make_vault, files)
    driver = model.find("synergy Robots -> Rockets")
    assert driver is next(d for d in model.drivers if d.field.startswith("synergy"))
    assert sum(d.field.startswith("synergy") for d in model.drivers) == 1
    moved = model.run({driver: 0.0})
    assert [float(o.adjusted) for o in moved.options] == [float(o.weighted) for o in moved.options]


def test_an_input_that_leaves_no_value_is_told_and_not_made_up(make_vault):
    model = of(make_vault, FILES)
    assert model.run({model.find("shares"): 0.0}) is None
    assert model.run({model.find("wacc"): -1.0}) is None


@settings(max_examples=15, deadline=None)
@given(by=st.floats(0.01, 0.85))
def test_a_swing_grows_with_the_way(model, by):
    swings = [tornado(model, way, [model.find("wacc")]).swings[0].swing for way in (by, by * 1.1)]
    assert swings[1] > swings[0] > 0


def test_the_few_that_a_note_shows_are_the_first_of_all_with_few_runs(tesla, every):
    value, _ = value_company(*tesla, as_figure)
    most = Sensitivity(*tesla, value).most
    shown = [(s.driver.key, s.at_low, s.at_high) for s in most.swings[:10]]
    assert shown == [(s.driver.key, s.at_low, s.at_high) for s in every.swings[:10]]
    assert most.runs <= 2 * 28
    assert every.runs > 200


# the recorded arithmetic


def test_recorded_arithmetic_gives_what_the_model_gives_bit_for_bit(tesla, model, every):
    value, _ = value_company(*tesla, as_figure)
    recorded = Recorded(value.full_value)
    assert recorded.at({}) == FULL
    for swing in every.swings:
        if swing.driver.place in recorded.places:
            assert recorded.at(model.overrides({swing.driver: swing.low})) == swing.at_low.full_value
            assert recorded.at(model.overrides({swing.driver: swing.high})) == swing.at_high.full_value


def test_an_operation_that_has_no_known_way_is_refused():
    with pytest.raises(UnrecordedError):
        Recorded(Figure(1.0, "joint by something", (Figure(1.0),)))
    assert Recorded(smallest("cap", Figure(2.0), Figure(1.0))).at({}) == 1.0


# grids and bounds


def test_a_grid_has_the_base_in_its_middle_and_the_tornado_on_its_axes(model, every):
    found = grid(model, model.find("wacc"), model.find("Robotaxi.probability"))
    assert found.cells[2][2] == every.base
    by_key = {s.driver.key: s for s in every.swings}
    assert (found.cells[0][2], found.cells[4][2]) == (
        by_key["Tesla.wacc"].at_low,
        by_key["Tesla.wacc"].at_high,
    )
    assert found.cells[2][4] == by_key["Robotaxi.probability"].at_high
    assert found.rows == pytest.approx((0.092, 0.1035, 0.115, 0.1265, 0.138))
    with pytest.raises(ValueError, match="two different"):
        grid(model, model.find("wacc"), model.find("wacc"))


def test_bounds(model):
    found = bounds(model)
    assert (found.all_bulls, found.all_certain, found.with_premium, found.ceiling) == pytest.approx(
        (201.376870, 286.0102071930695, 398.65503952653563, 642.9509514416922), rel=1e-9
    )


# what if: the sensitivity table of the worked report, from the model


@pytest.mark.parametrize(
    ("name", "to", "expected"),
    [
        ("Robotaxi", 0.50, 191.8382691301699),
        ("Robotaxi", 0.80, 238.31462864319826),
        ("Optimus", 0.35, 172.9127887996334),
        ("Energy storage", 0.70, 144.14790466693046),
    ],
)
def test_an_options_probability_set_and_the_whole_chain_run_again(model, name, to, expected):
    moved = {model.find(f"{name}.probability"): to}
    assert what_if(model, moved, linear=True).full_value == pytest.approx(expected, rel=1e-13)


@pytest.mark.parametrize(("factor", "expected"), [(2, 202.6650706688926), (3, 254.00538106890855)])
def test_all_probabilities_times_a_factor_at_most_p_max(model, factor, expected):
    moved = scaled_probabilities(model, factor)
    assert max(moved.values()) == 0.85
    assert what_if(model, moved, linear=True).full_value == pytest.approx(expected, rel=1e-13)


def test_a_scenario_is_never_more_than_certain_unless_one_asks_for_it(model):
    """80 % for the option would make 124 % of its bull."""
    moved = {model.find("Robotaxi.probability"): 0.8}
    assert what_if(model, moved).full_value == pytest.approx(224.3540300198804, rel=1e-13)


@pytest.mark.parametrize(
    ("identity", "to", "expected"),
    [
        ("Options/Robotaxi.md", 0.50, 34.113076847773556),
        ("Options/Robotaxi.md", 0.80, 79.25275354721566),
        ("Options/Optimus.md", 0.35, 22.012394927792087),
        ("Options/Energy storage.md", 0.70, 7.142619489891217),
    ],
)
def test_a_probability_after_synergy_set_moves_nothing_under_the_cap(model, identity, to, expected):
    base, found = outcome(model.base), what_if(model, {}, {identity: to})
    assert found.full_value == base.full_value
    assert found.binds
    assert found.uncapped - base.uncapped == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("value", "probability", "change", "expected"),
    [
        (9.044175722041572, 0.08, 0.17, 19.218873409338343),
        (24.13768907460184, 0.18, 0.23, 30.842602706435688),
        (24.13768907460184, 0.18, 0.53, 71.07208449743877),
        (13.587379712089628, 0.45, 0.21, 6.340777198975158),
        (72.10454571405177, 1.0, 1.0, 72.10454571405177),
        (72.10454571405177, 1.0, 2.0, 144.20909142810353),
    ],
)
def test_in_proportion_alone(value, probability, change, expected):
    assert linear_change(value, probability, change) == pytest.approx(expected, rel=1e-14)


# the variants of the worked company


VARIANTS = {
    "stated_DFs": (60.72054252613733, 47.2585163888104, 71.395139954165, 80.0352262389378, 32.776709850127396, 23.6292581944052, 70.8877745832156, 131.60831710935292, 140.75576876507512, -0.688582103808824, 65.87736648770839, 629.9132523311669, 2229.2629999999995, 0.630253137471891, 0.6709019034541911, 207.30325233116685, 361.8894574738627, 0.5728358426858545, 361.8894574738627, 5.105103942133751),
    "capm_wacc_15_3": (60.72054252613733, 40.744813612405494, 60.82152886343602, 68.17770089650408, 27.432887284098584, 20.372406806202747, 61.11722041860824, 121.83776294474558, 128.8982434226414, -0.7117016565042342, 65.87736648770839, 536.1100428938843, 1897.2934418014565, 0.7405285703543939, 0.7882896535919771, 113.50004289388426, 361.8894574738627, 0.31363180261221546, 361.8894574738627, 5.921235537139692),
    "shares_from_cap_3_3246": (64.63677074733096, 51.16999725041915, 77.45207053719606, 86.82647126997986, 35.65647401956071, 25.584998625209575, 76.75499587562872, 141.39176662295966, 151.46324201731082, -0.6654320375216874, 70.12618889679715, 684.4186748204054, 2275.403417152149, 0.6174729234425036, 0.6174729234425037, 261.8086748204054, 357.97322925266906, 0.7313638379243503, 357.97322925266906, 4.663842726702991),
    "shares_3_511": (61.204784961549414, 48.453049896901014, 73.3396372876748, 82.21629022623632, 33.76324032933531, 24.226524948450507, 72.67957484535152, 133.88435980690093, 143.42107518778573, -0.683196422690185, 66.40273426374252, 648.0784440763738, 2275.4034171521484, 0.6174729234425037, 0.6520969858861667, 225.46844407637377, 361.4052150384506, 0.6238660503346244, 361.4052150384506, 4.972582954804744),
    "net_cash_38_71": (69.35857586888952, 48.06969714270118, 72.75938584826964, 81.56580813346025, 33.49611099075907, 24.03484857135059, 72.10454571405177, 141.46312158294128, 150.92438400234977, -0.6652631940017006, 74.51539983046057, 651.5889847844443, 2305.9734171521486, 0.6092871624405625, 0.6485837082402581, 228.97898478444426, 353.2514241311105, 0.6482039961980675, 353.2514241311105, 4.89915608832785),
    "with_9_5_premium": (60.72054252613733, 48.06969714270118, 72.75938584826964, 81.56580813346025, 33.49611099075907, 24.03484857135059, 72.10454571405177, 132.8250882401891, 142.2863506595976, -0.6857029217477364, 75.37736648770839, 652.4509514416922, 2309.0239171521484, 0.6084822203716569, 0.6477268506792385, 229.84095144169214, 361.8894574738627, 0.6351136975530499, 361.8894574738627, 5.018954823029105),
}  # fmt: skip


def variant(model, name):
    if name == "stated_DFs":
        factors = {
            "Energy storage": 0.712,
            "Robotaxi": 0.573,
            "Optimus": 0.404,
            "保险": 0.712,
            "AI compute": 0.573,
        }
        options = tuple(
            option.model_copy(update={"discount_factor": constant(factors.get(option.name, 0.404), "", None)})
            for option in model.company.options
        )
        return Model(model.company.model_copy(update={"options": options}), model.method).base
    key, value = {
        "capm_wacc_15_3": ("wacc", 0.153),
        "shares_from_cap_3_3246": ("shares", 1405e9 / 422.61),
        "shares_3_511": ("shares", 3.511e9),
        "net_cash_38_71": ("net_cash", 38.71e9),
        "with_9_5_premium": ("Services.high", 20 + 9.5 * 3.539e9 / 1.5e9),
    }[name]
    return model.run({model.find(key): value})


@pytest.mark.parametrize("name", list(VARIANTS))
def test_the_variants_of_the_worked_company(model, name):
    value = variant(model, name)
    price, core = value.price, value.core.base
    found = (
        core, value.pmx.independent, value.pmx.adjusted, value.pmx.uncapped, value.pmx.premium, value.pmx.cap,
        value.pmx.value, value.full_value, value.full_value_uncapped, value.upside, value.core.bull, value.ceiling,
        value.ceiling_market_cap / 1e9, value.utilisation_market_cap, value.utilisation, value.ceiling - price,
        price - core, value.asymmetry, price - core, value.implied_multiple,
    )  # fmt: skip
    assert found == pytest.approx(VARIANTS[name], rel=1e-11)


# keys and values as people type them


def test_a_key_is_found_in_any_case_and_by_its_end(model):
    assert model.find("TESLA.wacc") is model.find("wacc")
    assert model.find("robotaxi.bull.SHARE").key == "Robotaxi.Bull.share"
    assert model.find("synergy ai compute->Robotaxi").value == 0.6
    assert model.find("保险.乐观.tam").value == 50e9


def test_an_unknown_key_names_the_nearest_and_a_short_one_what_it_may_be(model):
    with pytest.raises(UnknownKeyError, match="no input") as none:
        model.find("Robotaxi.probabilty")
    assert none.value.near[0] == "Robotaxi.probability"
    with pytest.raises(UnknownKeyError, match="several") as several:
        model.find("Bull.share")
    assert "Robotaxi.Bull.share" in several.value.near


@pytest.mark.parametrize(
    ("key", "text", "expected"),
    [
        ("Robotaxi.probability", "50%", 0.5),
        ("Robotaxi.probability", "0.5", 0.5),
        ("Robotaxi.probability", "×1.5", 0.27),
        ("Robotaxi.probability", "*2", 0.36),
        ("Robotaxi.Bull.tam", "$2T", 2e12),
        ("Robotaxi.Bull.tam", "2万亿", 2e12),
        ("Robotaxi.Bull.pe", "25x", 25),
        ("net_cash", "-$5B", -5e9),
        ("Robotaxi.year", "2033", 2033),
        ("cap", "25%", 0.25),
    ],
)
def test_a_value_is_read_as_in_a_note_or_as_a_factor(model, key, text, expected):
    assert value_of(model.find(key), text) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("key", "text", "message"),
    [
        ("Robotaxi.probability", "lots", "cannot be read"),
        ("Robotaxi.probability", "150%", "between 0 and 100 %"),
        ("Robotaxi.probability", "×9", "between 0 and 100 %"),
        ("Robotaxi.probability", "25x", "cannot be read"),
        ("Robotaxi.Bull.tam", "€2T", "in USD"),
        ("shares", "0", "above 0"),
        ("wacc", "-3%", "above 0"),
    ],
)
def test_a_value_that_cannot_be_is_refused_with_the_reason(model, key, text, message):
    with pytest.raises(UnreadableValueError, match=message):
        value_of(model.find(key), text)


def test_all_probabilities_have_one_key_and_those_after_synergy_their_own(model):
    doubled = suppose(model, [("all.probability", "×2")])
    assert doubled.moved == scaled_probabilities(model, 2)
    certain = suppose(model, [("all.probability", "100%")])
    assert set(certain.moved.values()) == {1.0}
    after = suppose(model, [("Robotaxi.probability_adjusted", "50%")])
    assert after.adjusted == {"Options/Robotaxi.md": 0.5}
    assert after.linear == pytest.approx((0.5 - 0.2732832) * 24.13768907460184 / 0.18)
    with pytest.raises(UnknownKeyError) as unknown:
        suppose(model, [("Robotax.probability_adjusted", "50%")])
    assert "Robotaxi.probability_adjusted" in unknown.value.near


def test_a_multiplier_that_the_stars_give_is_a_setting(make_vault):
    model = of(make_vault, FILES)
    driver = model.find("platform_multiplier")
    assert (driver.place, driver.value, driver.unit) == (None, 1.0, Unit.MULTIPLE)
    assert model.run({driver: 1.2}).multiplier == 1.2
