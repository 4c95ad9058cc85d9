"""What open milestones and kill switches would do to probabilities, own values and full value."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.small_vault import FILES
from vaultval.cli import command
from vaultval.pipeline import evaluate, read_vault
from vaultval.valuation.company import value_company
from vaultval.valuation.events.stakes import stakes
from vaultval.valuation.steps import Method, as_figure, as_float

SAMPLE = Path(__file__).resolve().parents[2] / "sample_vault"
DAY = date(2026, 2, 10)
STALL = "FSD no longer gets better, or regulators turn cameras alone down for good"


def _company_and_method(*, published, step):
    read = read_vault(SAMPLE)
    company = next(each for each in read.model.companies if each.name == "Tesla")
    config = Method.of(read.config, DAY)
    method = Method(DAY, published, step, config.cap, config.p_max, config.second_source, config.improved)
    return company, method


def _stalled(step):
    """The sums of the options before and after the stall, with the author's own values."""
    company, method = _company_and_method(published=True, step=step)
    identity = next(s.id for o in company.options for s in o.kill_switches if s.text == STALL)
    before, _ = value_company(company, method, as_float)
    after, _ = value_company(company, method, as_float, {identity: "fired"})
    return before.pmx, after.pmx


def test_the_stall_of_the_worked_company_on_its_own():
    """Report 001 §7g: Robotaxi to zero, Optimus to 3 %, insurance −30 %, AI compute to 5 %, and nothing emerges.
    19.7 + 7.6 × 5/8 + 0.5 × 0.3 + 1.6 × 7/12 + 0.6 = 26.1333 a share.
    """
    before, after = _stalled(step=0.0)
    lost = before.independent - after.independent + before.emergent - after.emergent
    assert lost == pytest.approx(26.133333333333333, rel=1e-14)


def test_the_stall_of_the_worked_company_with_and_without_synergy_as_its_author_rounds():
    """26.1 on their own, 43.2 with conditional probabilities, each with the emergent 0.6. The second is the model run
    again: what the options lift in each other falls, too (Energy storage loses 0.9, though the stall does not name it),
    before the platform multiplier and the cap. The report prints 28–38 and 42–55.
    """
    before, after = _stalled(step=0.1)
    emergent = before.emergent - after.emergent
    assert round(before.independent - after.independent + emergent, 9) == 26.1
    assert round(before.adjusted - after.adjusted + emergent, 9) == 43.2


def test_a_missed_launch_on_its_own():
    """Report 001 §6.2: from 18 to 13.5 % and −4.9 a share if missed, to 21.6 % and +3.9 if met."""
    company, method = _company_and_method(published=True, step=0.0)
    launch = next(
        s for s in stakes(company, method).milestones if s.milestone.text == "California trial launch"
    )
    hit, missed = launch.moves_hit["Options/Robotaxi.md"], launch.moves_missed["Options/Robotaxi.md"]
    assert [hit.before, hit.after, missed.after] == pytest.approx([0.18, 0.216, 0.135])
    assert [hit.change, missed.change] == pytest.approx([3.94, -4.925])


@settings(max_examples=25, deadline=None)
@given(
    hit=st.floats(1, 2, allow_nan=False),
    miss=st.floats(0, 1, allow_nan=False),
    effect=st.floats(0, 1, allow_nan=False),
)
def test_what_hangs_on_an_event_is_what_comes_of_it(hit, miss, effect, tmp_path_factory):
    """The run that supposes the event gives the same as the vault in which it has come about."""
    root = tmp_path_factory.mktemp("vault")
    switch = (
        "\n## Kill switches\n\n- [{}] Stops #kill-switch [effect:: [[Robots]] ×{:.6f}, [[Rockets]] ×0.5]\n"
    )

    def company(box="[ ]", mark=" "):
        for path, text in FILES.items():
            stated = text.replace("[miss:: ×0.5] [hit:: ×1.5]", f"[miss:: ×{miss:.6f}] [hit:: ×{hit:.6f}]")
            (root / path).write_text(stated.replace("- [ ] First", f"- {box} First"), "utf-8")
        with (root / "Acme.md").open("a", encoding="utf-8") as note:
            note.write(switch.format(mark, effect))
        return evaluate(read_vault(root), DAY, with_analyses=False)

    as_it_is, met, fired = company(), company(box="[x]"), company(mark="x")
    (stake,), (threat,) = (as_it_is.stakes["Acme.md"].milestones, as_it_is.stakes["Acme.md"].threats)
    values = {name: results.values["Acme.md"] for name, results in (("hit", met), ("fired", fired))}
    base = float(as_it_is.values["Acme.md"].full_value)
    assert stake.if_hit == float(values["hit"].full_value) - base
    assert threat.if_fired == float(values["fired"].full_value) - base
    for value in values["fired"].options:
        assert threat.moves[value.option.id].after == float(value.effective)


def test_figures_and_floats_give_the_same_stakes_bit_for_bit():
    company, method = _company_and_method(published=False, step=0.0)
    plain, figures = stakes(company, method), stakes(company, method, as_figure)
    for one, other in zip(plain.milestones, figures.milestones, strict=True):
        assert (one.if_hit, one.if_missed) == (float(other.if_hit), float(other.if_missed))
    for one, other in zip(plain.threats, figures.threats, strict=True):
        assert one.if_fired == float(other.if_fired)
        assert [float(move.change) for move in other.moves.values()] == [
            move.change for move in one.moves.values()
        ]


@pytest.mark.parametrize(
    ("key", "value", "leads_to"),
    [
        ("Tesla.California trial launch.if_hit", "7.241306722", "Options/Robotaxi.md"),
        ("Tesla.California trial launch.Robotaxi.probability_if_missed", "0.135", "“×0.75”"),
        ("Tesla.California trial launch.Robotaxi.change_if_missed", "-6.034422269", "“×0.75”"),
        ("Tesla.California trial launch.expected_change", "-4.489610168", "“28%”"),
        (f"Tesla.{STALL}.Optimus.probability_if_fired", "0.03", "“3 %”"),
        ("Tesla.calendar.Robotaxi.needed_odds", "0.5555555556", "“×0.75”"),
        ("Tesla.platform.stars", "4", "“very high”"),
        ("Tesla.platform.coverage", "1", "“medium”"),
        ("Tesla.platform.average_leverage", "2.8", "“high”"),
        ("Tesla.platform.band_low", "1.1", "“high”"),
    ],
)
def test_each_of_these_numbers_is_explained_down_to_its_lines(key, value, leads_to):
    result = CliRunner().invoke(command, ["explain", key, str(SAMPLE)])
    assert result.exit_code == 0, result.output
    assert result.output.startswith(f"{key} = {value}  =")
    assert leads_to in result.output
