"""Who led at the ends of months, and how often that changed; how concentrated the option value is."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_vault import with_changes
from stories import note

from vaultval.config import Config
from vaultval.figure import Figure
from vaultval.pipeline import evaluate, read_vault
from vaultval.scoring.rotation import rotation

DAY = date(2026, 2, 10)
ENDS = [date(2025, 10, 31), date(2025, 11, 30), date(2025, 12, 31), date(2026, 1, 31)]


@pytest.fixture
def turns(make_vault):
    """The rotation of narratives, name → note, over the four ends of months."""

    def of(days=ENDS, **notes):
        root = make_vault({f"{name}.md": text for name, text in notes.items()})
        return rotation(read_vault(root).model.narratives, Config(), days)

    return of


def leaders(found):
    return [name.removesuffix(".md") for name in found.leaders.values()]


def test_the_narrative_with_the_most_net_points_leads(turns):
    found = turns(
        A=note(["a [hard] (2025-01-01)"], ["b [hard: 3] (2025-12-15)"]), B=note(["c [hard: 2] (2025-11-15)"])
    )
    assert leaders(found) == ["A", "B", "B", "B"]
    assert (found.changes, found.unstable) == (1, False)


def test_three_changes_are_unstable(turns):
    found = turns(
        A=note(["a [hard: 1] (2025-01-01)", "b [hard: 2] (2025-12-15)"]),
        B=note(["c [hard: 2] (2025-11-15)", "d [hard: 2] (2026-01-15)"]),
    )
    assert leaders(found) == ["A", "B", "A", "B"]
    assert (found.changes, found.unstable) == (3, True)


def test_of_equals_the_one_before_stays_else_the_first_by_name(turns):
    found = turns(A=note(["a [hard] (2025-12-15)"]), B=note(["b [hard] (2025-11-15)"]))
    assert leaders(found) == ["B", "B", "B"]
    assert list(found.leaders) == ENDS[1:], "before, nothing was known of either"
    assert leaders(turns(B=note(["b [hard] (2025-01-01)"]), A=note(["a [hard] (2025-01-01)"]))) == ["A"] * 4


def test_effective_points_do_not_matter(turns):
    aged = note(["a [hard: 2] (2001-01-01)"], head="half_life: 1")
    assert leaders(turns(A=aged, B=note(["b [hard] (2025-01-01)"]))) == ["A"] * 4


@pytest.mark.parametrize(
    "notes", [{"A": note(["a [hard] (2025-01-01)"])}, {"A": note(["a [hard]"]), "B": note()}]
)
def test_one_narrative_or_no_dates_tell_nothing(notes, turns):
    assert turns(**notes) is None


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(0.01, 1), min_size=1, max_size=6))
def test_the_herfindahl_index_lies_between_one_of_n_and_one(sizes):
    from vaultval.valuation.concentration import effective_number, herfindahl

    options = [_Option(str(index), size) for index, size in enumerate(sizes)]
    hhi = herfindahl(options)
    assert 1 / len(sizes) - 1e-12 <= hhi <= 1 + 1e-12
    assert effective_number(hhi) == pytest.approx(1 / hhi)
    assert float(herfindahl([_Option(o.option.narrative.target, Figure(o.weighted)) for o in options])) == hhi


class _Option:
    """As much of an option's value as the index needs."""

    def __init__(self, narrative, weighted):
        self.option = self
        self.narrative = self
        self.target = self.text = narrative
        self.weighted = weighted


def test_two_options_of_one_narrative_are_one_share_and_what_is_unclaimed_is_left_out(make_vault):
    files = with_changes(
        Rockets=('company: "[[Acme]]"', 'company: "[[Acme]]"\nnarrative: "[[Machines take over]]"')
    )
    whole = evaluate(read_vault(make_vault(files)), DAY).values["Acme.md"]
    assert (float(whole.hhi), float(whole.effective_narratives)) == (1, 1)
    loose = evaluate(read_vault(make_vault(with_changes())), DAY).values["Acme.md"]
    assert float(loose.hhi) == 1
    none = with_changes(Robots=('narrative: "[[Machines take over]]"\n', ""), Rockets=("type", "type"))
    assert evaluate(read_vault(make_vault(none)), DAY).values["Acme.md"].hhi is None


def test_the_company_tells_its_rotation_by_the_ends_of_twelve_months(make_vault):
    files = with_changes(
        Machines_take_over=note(["a [hard] (2020-01-01)"]),
        Other=note(["b [hard: 2] (2025-12-15)"], head='drives: "[[Robots]]"'),
    )
    found = evaluate(read_vault(make_vault(files)), DAY).rotations["Acme.md"]
    assert (len(found.leaders), min(found.leaders), max(found.leaders)) == (
        12,
        date(2025, 2, 28),
        ENDS[-1],
    )
    assert found.changes == 1
    on_an_end = evaluate(read_vault(make_vault(files)), date(2025, 12, 31)).rotations["Acme.md"]
    assert (min(on_an_end.leaders), max(on_an_end.leaders)) == (
        date(2025, 1, 31),
        date(2025, 12, 31),
    )
