"""What once went wrong where values are moved, drawn and compared, each as what holds instead."""

import pytest
from click.testing import CliRunner

from tests.small_vault import FILES, with_changes
from tests.three_scenarios import DAY, PLAIN, ROVERS, SETTINGS, improved
from vaultval.cli import command
from vaultval.pipeline import evaluate, read_vault
from vaultval.valuation.company import value_company
from vaultval.valuation.events import coherence
from vaultval.valuation.methods.comparison import compared
from vaultval.valuation.risk.drivers import Model
from vaultval.valuation.risk.simulation import draws
from vaultval.valuation.risk.simulation.company import correlations, plan_of
from vaultval.valuation.risk.simulation.indices import probability_indices, variance_shares
from vaultval.valuation.steps import IMPROVEMENTS, Method, as_figure, as_float


@pytest.fixture
def valued(read_of):
    """The value of the company of a small vault, and the findings of it. steps: of vv-1."""

    def value(steps=(), **changes):
        read = read_of(**changes)
        return value_company(read.model.companies[0], improved(read, steps), as_float)

    return value


def names(findings):
    return {found.rule.name for found in findings}


# years and zeros that cannot be meant


@pytest.mark.parametrize("lines", ["tam_year: 203\ntam_growth: 50 %", "tam_year: 9999\ntam_growth: -90 %"])
def test_a_market_that_grows_for_centuries_is_a_finding_and_the_rest_is_valued(read_of, lines):
    read = read_of(Robots=("horizon: 2", f"year: 2030\n{lines}"))
    results = evaluate(read, DAY)
    assert [value.option.name for value in results.values["Acme.md"].options] == ["Rockets"]
    horizon = next(found for found in results.findings if found.rule.name == "horizon")
    assert horizon.place.line == 10


def test_core_revenue_that_grows_for_ever_is_a_finding_though_the_discount_factor_is_pinned(read_of):
    lines = "horizon: 99999\ndiscount_factor: 0.8\ncore_revenue: $1B\ncore_growth: 50 %"
    results = evaluate(read_of(Robots=("horizon: 2", lines)), DAY)
    assert "horizon" in names(results.findings)
    assert [value.option.name for value in results.values["Acme.md"].options] == ["Rockets"]


def test_an_option_at_zero_with_scenarios_above_zero_is_not_valued(valued):
    for steps in ((), IMPROVEMENTS):
        value, findings = valued(steps, Robots=PLAIN.replace("probability: 30 %", "probability: 0 %"))
        assert "probability-zero" in names(findings)
        assert [option.option.name for option in value.options] == ["Rockets"]


def test_an_option_at_zero_in_every_scenario_is_worth_nothing(valued):
    none = PLAIN.replace("probability: 30 %", "probability: 0 %").replace("| 50 % |", "| 0 % |")
    none = none.replace("| 30 % |", "| 0 % |").replace("| 10 % | 25", "| 0 % | 25")
    value, findings = valued(Robots=none.replace("| 0 % |\n| Bear", "| 50 % |\n| Bear"))
    assert "probability-zero" not in names(findings)
    robots = next(option for option in value.options if option.option.name == "Robots")
    assert float(robots.weighted) == 0


# how often things are looked at


class Watched(tuple):
    """A tuple that counts how often it is gone through."""

    __slots__ = ()
    times = 0

    def __iter__(self):
        Watched.times += 1
        return super().__iter__()


def test_a_run_of_the_model_goes_through_the_synergies_once_whatever_the_number_of_options(read_of):
    read = read_of()
    company = read.model.companies[0]
    company = company.model_copy(update={"synergies": Watched(company.synergies)})
    Watched.times = 0
    value, _ = value_company(company, improved(read, ()), as_float)
    assert len(value.options) == 2
    assert Watched.times == 1


def test_coefficients_are_found_by_what_they_bear_on_and_the_last_of_two_holds(read_of):
    from vaultval.valuation.portfolio import coefficients_towards

    company = read_of().model.companies[0]
    towards = coefficients_towards(company)
    assert {
        (source, target): cell.value for target, cells in towards.items() for source, cell in cells.items()
    } == {(cell.source, cell.target): cell.value.value for cell in company.synergies}


# the steps of vv-1


@pytest.mark.parametrize(("line", "key"), [("horizon: 4", "Robots.horizon"), ("year: 2030", "Robots.year")])
@pytest.mark.parametrize("own", ["2026", "2030"])
def test_a_later_success_lets_the_market_grow_longer(read_of, line, key, own):
    """The market grows faster than it is discounted: the later, the more; and explain names the year."""
    lines = f"{line}\ntam_year: {own}\ntam_growth: 30 %"
    read = read_of('[valuation]\nmethod = "vv-1"\n', Robots=("horizon: 2", lines))
    company, method = read.model.companies[0], improved(read, ["tam_year"])
    model = Model(company, method)
    driver = model.find(key)
    later = model.run({driver: driver.value + 1})
    alone, moved = (
        float(next(v for v in value.options if v.option.name == "Robots").weighted)
        for value in (model.base, later)
    )
    assert moved / alone == pytest.approx(1.3 / 1.1, rel=1e-12)
    value, _ = value_company(company, method, as_figure)
    robots = next(v for v in value.options if v.option.name == "Robots")
    stated = company.options[0].horizon or company.options[0].year
    places = [figure.place for figure in robots.weighted.inputs()]
    assert stated.place in places
    tam = next(each for each in steps_of(robots.weighted) if each.name == "Robots: TAM in 2030")
    assert stated.place in [figure.place for figure in tam.inputs()]


def steps_of(figure):
    yield figure
    for part in figure.operands:
        yield from steps_of(part)


def event(effect):
    return f"\n## Kill switches\n\n- [x] it broke #kill-switch [effect:: {effect}] ✅ 2026-01-15\n"


CERTAIN = "tam: $100B\nshare: 10 %\nnet_margin: 20 %\npe: 20x\nprobability: 100 %\nhorizon: 2\n---\n"


@pytest.mark.parametrize("steps", [(), IMPROVEMENTS])
@pytest.mark.parametrize(
    "certain",
    [
        '---\ntype: option\ncompany: "[[Acme]]"\n' + CERTAIN,
        PLAIN.replace("30 %\nyear", "100 %\nyear").replace("| 50 % |", "| 100 % |"),
    ],
)
def test_what_happens_to_a_certain_option_lowers_its_value(make_vault, steps, certain):
    worth = []
    for what in ("", event("×0.5"), event("×0.1")):
        read = read_vault(make_vault(with_changes(Robots=certain + what, Rockets=None)))
        value, _ = value_company(read.model.companies[0], improved(read, steps), as_float)
        worth.append(float(value.options[0].weighted))
    assert worth[0] > 1.15 * worth[1] > 1.15 * worth[2] > 0


# draws


def drawn(read, steps):
    value, _ = value_company(read.model.companies[0], improved(read, steps), as_float)
    return value, plan_of(value, correlations(value)[0])


@pytest.mark.parametrize("steps", [(), IMPROVEMENTS])
@pytest.mark.parametrize("what", ["", event("×0.4"), event("12 %")])
def test_a_scenario_that_is_drawn_is_worth_what_it_is_at_certainty(read_of, steps, what):
    """Whatever has happened, by either method, and where a scenario takes the option's probability: nothing drawn lies
    above the ceiling.
    """
    table = PLAIN.replace("| 20x | 30 % |", "| 20x | |")
    value, plan = drawn(read_of(Robots=table + what), steps)
    robots = next(branch for branch in plan.branches if branch.name == "Robots")
    at_certainty = [100 * share * 0.2 * 20 / 1.1**4 for share in (0.2, 0.1, 0.05)]
    assert robots.values == pytest.approx(at_certainty, rel=1e-9)
    assert sum(max(branch.values) for branch in plan.branches) <= float(value.ceiling)


def test_a_scenario_without_a_probability_takes_the_options_and_not_the_mean_over_all(read_of):
    _, plan = drawn(read_of(Robots=PLAIN.replace("| 20x | 10 % |", "| 20x | |")), IMPROVEMENTS)
    robots = next(branch for branch in plan.branches if branch.name == "Robots")
    assert robots.success == pytest.approx(0.25 * 0.5 + 0.5 * 0.3 + 0.25 * 0.3, rel=1e-12)


@pytest.mark.parametrize("steps", [(), IMPROVEMENTS])
@pytest.mark.parametrize(("what", "chance"), [("", 1.0), (event("×0.5"), 0.5)])
def test_an_emergent_option_fails_by_itself_as_often_as_its_own_events_say(read_of, steps, what, chance):
    """Its joint probability holds how the required hang together: that is drawn, and not counted again."""
    _, plan = drawn(read_of(Rovers=ROVERS + what), steps)
    assert [sprout.chance for sprout in plan.sprouts] == [pytest.approx(chance, rel=1e-12)]


@pytest.mark.parametrize("toml", SETTINGS)
def test_of_a_single_option_comes_all_that_varies(make_vault, toml):
    files = with_changes(Rockets=None) | {"vaultval.toml": 'as_of = "2026-02-10"\n' + toml}
    read = read_vault(make_vault(files))
    found = probability_indices(Model(read.model.companies[0], Method.of(read.config, DAY)))
    assert [(each.first, each.total) for each in found.inputs] == [(1.0, 1.0)]
    assert [(each.first_band, each.total_band) for each in found.inputs] == [((1.0, 1.0), (1.0, 1.0))]
    assert found.sum_first == 1.0


def test_a_single_input_without_a_bearing_has_no_share():
    found = variance_shares(lambda points: 0 * points[0], [(0.0, 1.0), (2.0, 2.0)], 16, 0)
    assert list(found.first) == list(found.total) == [0.0, 0.0]


@pytest.mark.parametrize(
    ("option", "value"),
    [("--correlation", v) for v in ("nan", "inf", "1e308", "-1")]
    + [("--rho", v) for v in ("nan", "inf", "2")],
)
def test_a_correlation_is_a_number_within_bounds(make_vault, option, value):
    result = CliRunner().invoke(command, ["simulate", str(make_vault(FILES)), option, value])
    assert result.exit_code == 2
    assert isinstance(result.exception, SystemExit)
    assert option in result.stderr


def test_the_largest_correlation_factor_still_gives_a_matrix(make_vault):
    result = CliRunner().invoke(
        command, ["simulate", str(make_vault(FILES)), "--correlation", "100", "--draws", "2^8"]
    )
    assert result.exit_code in (0, 1), result.output
    assert "nan" not in result.output


# the network


@pytest.mark.parametrize(("basis", "own"), [("leak", 0.4), ("marginal", 1 - 0.6 / (1 - 0.4 * 0.2))])
def test_a_network_takes_a_probability_for_what_its_note_says_that_it_is(read_of, basis, own):
    """Robots is helped by Rockets with 0.4; Rockets succeeds with 20 %."""
    read = read_of(Robots=("horizon: 2", f"horizon: 2\nprobability_basis: {basis}"))
    method = improved(read, ["marginal", "noisy_or"])
    company = read.model.companies[0]
    value, _ = value_company(company, method, as_float)
    networks = dict(compared(company, value, method, as_float).networks)
    robots, rockets = (option.option for option in value.options)
    chance = value.options[1].effective
    assert networks[robots.id].leak == pytest.approx(1 - 0.6 / (1 - 0.4 * chance) if own != 0.4 else 0.4)
    source, given = networks[robots.id].given[0]
    assert source == rockets.id
    assert given == pytest.approx(1 - (1 - networks[robots.id].leak) * (1 - 0.4))
    if basis == "leak":
        assert given != pytest.approx(0.4)
        raised = chance * given + (1 - chance) * networks[robots.id].leak
        assert raised == pytest.approx(value.options[0].probability, rel=1e-12)


def test_the_part_of_the_mean_that_is_emergent_does_not_depend_on_how_many_are_drawn_at_once(
    read_of, monkeypatch
):
    _, plan = drawn(read_of(Rovers=ROVERS, Rigs=ROVERS.replace("tam: $100B", "tam: $37.3B")), ())
    found = []
    for size in (2**12, 2**7):
        monkeypatch.setattr(draws, "CHUNK", size)
        found.append(draws.draw(plan, 2**12, 0, 100.0))
    assert found[0].emergent == found[1].emergent > 0
    assert found[0] == found[1]


def test_odds_are_checked_without_running_the_model_again(make_vault, monkeypatch):
    """An option's probability rests on its own note alone; and it is the one that a run of the model gives."""
    first = with_changes(Robots=("[miss:: ×0.5]", "[odds:: 60 %] [miss:: ×0.5]"))
    read = read_vault(make_vault(first))
    company, method = read.model.companies[0], Method.of(read.config, DAY)
    value, _ = value_company(company, method, as_float)
    runs = {
        state: value_company(company, method, as_float, {company.options[0].milestones[0].id: state})[0]
        for state in ("hit", "missed")
    }
    monkeypatch.setattr(coherence, "value_company", None)
    (held,), _ = coherence.check_odds(company, value, method, as_float)
    assert held.if_hit == runs["hit"].options[0].effective
    assert held.if_missed == runs["missed"].options[0].effective
    assert held.if_hit > held.probability > held.if_missed
