"""The gradual semantics on small graphs, and the laws that they keep."""

from math import isclose

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from vaultval.figure import Figure
from vaultval.scoring.circles import components, follow, iterate
from vaultval.scoring.semantics import SEMANTICS, Argument, log_odds, logistic, solve

ORDER = ("dfquad", "quadratic-energy", "squared-dfquad", "euler", "euler-top", "mlp")


def graph(bases, *edges):
    """Arguments from their base scores, and edges source, weight, target."""
    return {
        name: Argument(base, (), [(source, weight) for source, weight, target in edges if target == name])
        for name, base in bases.items()
    }


def strengths(arguments, name):
    return solve(arguments, SEMANTICS[name]).strengths


FIVE = {"a": 0.5, "p": 0.2, "q": 0.2, "r": 0.2, "s": 0.2, "t": 0.2}
DEMOCRACY = {
    "A1": 0.5, "A2": 0.5, "P1": 0.7, "P2": 0.5, "P3": 0.9, "C1": 0.2, "C2": 0.2, "C3": 0.6, "C4": 0.5,
}  # fmt: skip
DEBATE = [
    ("C1", -1, "A2"), ("C2", -1, "P2"), ("C3", -1, "P2"), ("C4", -1, "P2"), ("P1", 1, "A1"), ("P2", 1, "A1"), ("P3", 1, "A2"),
]  # fmt: skip
SIDES = [(f"s{index}", points) for index, points in enumerate((1, 1, 1, 0.5, 1, 0.5))]
OTHERS = [(f"t{index}", points) for index, points in enumerate((1, 1, 1, 1, 0.5, 0.5, 0.5))]
STOCK = {"Buy": 0.5, "Sell": 0.5, "1": 0.8, "2": 0.7, "3": 0.3, "4": 0.9, "5": 0.9}
TRADE = [
    ("Buy", -1, "Sell"), ("Sell", -1, "Buy"), ("2", -1, "1"), ("3", -1, "2"), ("4", -1, "3"), ("5", -1, "1"),
    ("1", 1, "Sell"), ("2", 1, "Buy"), ("4", 1, "2"), ("5", 1, "Buy"),
]  # fmt: skip
WHEEL = [("a", 1, "b"), ("b", 1, "c"), ("c", 1, "a"), ("k", -1, "b")]


def report(least):
    """Six arguments for and seven against, as in a report; those of one point have `least`."""
    given_points = {name: min(points, least) for name, points in SIDES + OTHERS}
    edges = [(name, 1, "a") for name, _ in SIDES] + [(name, -1, "a") for name, _ in OTHERS]
    return graph({"a": 0.5, **given_points}, *edges)


CASES = [
    ("C1", graph({"a": 0.5, "b": 0.5}, ("b", -1, "a")), {"a": (0.25, 0.4, 0.333333, 0.424522, 0.424522, 0.377541)}),
    ("C2", graph({"a": 0.5, "b": 0.5}, ("b", 1, "a")), {"a": (0.75, 0.6, 0.666667, 0.588897, 0.588897, 0.622459)}),
    ("C3", graph({"a": 0.3, "b": 0.8, "c": 0.8}, ("b", -1, "a"), ("c", 1, "a")), {"a": (0.3,) * 6}),
    ("C4", graph({"a": 0.4, "b": 0.6, "c": 0.7, "d": 0.5}, ("b", 1, "a"), ("c", 1, "a"), ("d", -1, "a")),
     {"a": (0.628, 0.634146, 0.565217, 0.555606, 0.435697, 0.597374)}),
    ("C5", graph({"a": 0.5, "b": 1, "c": 1, "d": 0.9}, ("b", -1, "a"), ("c", 1, "a"), ("d", 1, "a")),
     {"a": (0.5, 0.723757, 0.5, 0.663647, 0.5, 0.710950)}),
    ("C6", graph({"a": 0.6, "b": 0.7, "c": 0.8}, ("c", -1, "b"), ("b", -1, "a")),
     {"a": (0.516, 0.507536, 0.432, 0.517109, 0.517109, 0.473436),
      "b": (0.14, 0.426829, 0.388889, 0.612029, 0.612029, 0.511822)}),
    ("C7", graph(FIVE, *((name, 1, "a") for name in "pqrst")),
     {"a": (0.83616, 0.75, 0.701014, 0.682088, 0.534364, 0.731059)}),
    ("C8", graph(DEMOCRACY, *DEBATE),
     {"A1": (0.862, 0.719852, 0.719341, 0.689380, 0.626285, 0.713852),
      "A2": (0.85, 0.664430, 0.705882, 0.626285, 0.626285, 0.668188),
      "P2": (0.08, 0.185874, 0.271739, 0.339943, 0.411490, 0.214165)}),
    ("C9", graph({"a": 0, "b": 1, "c": 0.9}, ("c", 1, "a"), ("c", -1, "b")),
     {"a": (0.9, 0.447514, 0.473684, 0, 0, 0), "b": (0.1, 0.552486, 0.526316, 1, 1, 1)}),
    ("C10", report(1.0), {"a": (0.5, 0.4, 0.5, 0.424522, 0.5, 0.377541)}),
    ("C11", report(0.8), {"a": (0.4999, 0.4, 0.4999, 0.424522, 0.5, 0.377541)}),
    ("C12", graph(STOCK, *TRADE),
     {"Buy": (0.996360, 0.821646, 0.686119, 0.717141, 0.565321, 0.789955),
      "Sell": (0.003380, 0.362170, 0.389820, 0.494889, 0.527868, 0.407213)}),
    ("C13", graph({"a": 0.9, "b": 0.6}, ("a", -1, "b"), ("b", -1, "a")),
     {"a": (0.782609, 0.792352, 0.661187, 0.877624, 0.877624, 0.859211),
      "b": (0.130435, 0.368591, 0.361187, 0.487779, 0.487779, 0.388470)}),
    ("C14", graph({"a": 0.4, "b": 0.3}, ("a", 1, "b"), ("b", 1, "a")),
     {"a": (1.0, 0.496786, 0.617136, 0.471049, 0.471049, 0.502282)}),
    ("C15", graph({"a": 0.5, "b": 0.4, "c": 0.3, "k": 0.8}, *WHEEL),
     {"a": (0.788372, 0.565416, 0.662648, 0.563827, 0.563827, 0.593525),
      "b": (0.395349, 0.379136, 0.351694, 0.361633, 0.361633, 0.351617)}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "semantics", "node", "expected"),
    [
        pytest.param(arguments, semantics, node, expected, id=f"{name} {node} {semantics}")
        for name, arguments, rows in CASES
        for node, row in rows.items()
        for semantics, expected in zip(ORDER, row, strict=True)
    ],
)
def test_worked_strengths(arguments, semantics, node, expected):
    assert strengths(arguments, semantics)[node] == pytest.approx(expected, abs=1e-6)


unit = st.floats(0.01, 0.99)
names = st.sampled_from(ORDER)


@st.composite
def circles(draw, most=0.99):
    """Seven arguments with signed links, so weak that slope × Σ|weight| stays below `most` in the semantics mlp."""
    nodes = "abcdefg"
    arguments = {}
    for name in nodes:
        parents = draw(st.lists(st.sampled_from(nodes), max_size=4, unique=True))
        weights = [draw(st.floats(-1, 1)) for _ in parents]
        whole = sum(map(abs, weights))
        scale = min(1.0, 4 * most / whole) if whole else 1.0
        given_inputs = draw(st.lists(st.floats(-3, 3), max_size=2))
        pairs = list(zip(parents, (weight * scale for weight in weights), strict=True))
        arguments[name] = Argument(draw(unit), given_inputs, pairs)
    return arguments


def step_of(arguments, semantics):
    def step(state):
        return {
            name: float(
                SEMANTICS[semantics].combine(
                    each.base, [*each.given, *(w * state[m] for m, w in each.parents)]
                )
            )
            for name, each in arguments.items()
        }

    return step


@settings(max_examples=50, deadline=None)
@given(circles())
def test_weak_circles_come_to_the_same_rest_from_wherever_one_begins(arguments):
    """I12."""
    step = step_of(arguments, "mlp")
    ends = [
        iterate(step, start)
        for start in (
            dict.fromkeys(arguments, 0.0),
            dict.fromkeys(arguments, 1.0),
            {name: each.base for name, each in arguments.items()},
        )
    ]
    assert all(settled for _, settled in ends)
    found = strengths(arguments, "mlp")
    for end, _ in ends:
        assert end == pytest.approx(found, abs=1e-9)


@settings(max_examples=50, deadline=None)
@given(circles())
def test_following_the_motion_leads_where_iterating_leads(arguments):
    step, start = step_of(arguments, "mlp"), {name: each.base for name, each in arguments.items()}
    end, settled = follow(step, start, 1.0)
    assert settled
    assert end == pytest.approx(iterate(step, start)[0], abs=1e-9)


@settings(max_examples=50, deadline=None)
@given(circles(), names)
def test_strengths_are_ratios_and_combine_what_they_are_made_of(arguments, semantics):
    solution = solve(arguments, SEMANTICS[semantics])
    for name, strength in solution.strengths.items():
        assert 0 <= strength <= 1
        inputs = solution.inputs[name]
        assert strength == (
            SEMANTICS[semantics].combine(arguments[name].base, inputs) if inputs else arguments[name].base
        )


@settings(max_examples=50, deadline=None)
@given(circles(), names)
def test_figures_and_floats_are_the_same_bit_for_bit(arguments, semantics):
    figures = {
        name: Argument(
            Figure(each.base), [Figure(x) for x in each.given], [(m, Figure(w)) for m, w in each.parents]
        )
        for name, each in arguments.items()
    }
    found = strengths(figures, semantics)
    assert {name: float(value) for name, value in found.items()} == strengths(arguments, semantics)


@settings(max_examples=50, deadline=None)
@given(unit, st.lists(st.floats(-1, 1), min_size=1, max_size=5), names)
def test_turning_everything_around_turns_the_strength_around(base, inputs, semantics):
    """I5, for the semantics that treat both sides alike; Euler's does not."""
    assume(not semantics.startswith("euler"))
    combine = SEMANTICS[semantics].combine
    assert combine(base, inputs) == pytest.approx(1 - combine(1 - base, [-x for x in inputs]), abs=1e-12)


@settings(max_examples=50, deadline=None)
@given(unit, st.lists(st.floats(-1, 1), max_size=4), st.floats(0, 1), names)
def test_one_more_supporter_never_weakens_and_one_more_attacker_never_strengthens(
    base, inputs, more, semantics
):
    """I4."""
    combine = SEMANTICS[semantics].combine
    alone = combine(base, inputs)
    assert combine(base, [*inputs, more]) >= alone - 1e-12
    assert combine(base, [*inputs, -more]) <= alone + 1e-12


@settings(max_examples=50, deadline=None)
@given(unit, unit, names)
def test_a_supporter_and_an_attacker_of_equal_strength_cancel(base, amount, semantics):
    """I3."""
    assert SEMANTICS[semantics].combine(base, [amount, -amount]) == pytest.approx(base, abs=1e-12)


@settings(max_examples=50, deadline=None)
@given(circles(), names, unit)
def test_only_what_leads_to_an_argument_is_felt_by_it(arguments, semantics, other):
    """I6."""
    alone = strengths(arguments, semantics)
    more = {**arguments, "z": Argument(other, (), [("a", 0.5)])}
    found = strengths(more, semantics)
    assert {name: found[name] for name in arguments} == alone


@settings(max_examples=50, deadline=None)
@given(circles(0.2), names, st.randoms(use_true_random=False))
def test_the_order_of_the_arguments_does_not_matter(arguments, semantics, random):
    """I7."""
    shuffled = list(arguments.items())
    random.shuffle(shuffled)
    assert strengths(dict(shuffled), semantics) == pytest.approx(strengths(arguments, semantics), abs=1e-9)


@settings(max_examples=50, deadline=None)
@given(unit, st.floats(-50, 50), st.floats(-50, 50), names)
def test_the_slope_bounds_how_far_one_input_moves_the_strength(base, low, high, semantics):
    combine, slope = SEMANTICS[semantics].combine, SEMANTICS[semantics].slope(base)
    assert abs(combine(base, [low]) - combine(base, [high])) <= slope * abs(high - low) + 1e-9


def test_without_inputs_the_base_score_stands():
    for name in ORDER:
        assert strengths({"a": Argument(0.3)}, name) == {"a": 0.3}


@pytest.mark.parametrize("x", [-800.0, -1.0, 0.0, 1.0, 800.0])
def test_the_logistic_function_never_overflows(x):
    assert 0 <= logistic(x) <= 1
    assert isclose(logistic(x) + logistic(-x), 1)


def test_log_odds_undo_the_logistic_function():
    assert log_odds(logistic(0.7)) == pytest.approx(0.7)


@pytest.mark.parametrize("many", [-3000.0, 3000.0])
def test_thousands_of_inputs_overflow_nothing(many):
    for name in ORDER:
        assert 0 <= SEMANTICS[name].combine(0.5, [many]) <= 1


def test_circles_are_found_each_after_what_it_leans_on():
    parents = {"a": ["b"], "b": ["c"], "c": ["b", "d"], "d": ["d"], "e": []}
    assert list(components(parents)) == [("d",), ("b", "c"), ("a",), ("e",)]


def test_a_long_chain_is_no_matter_of_recursion():
    chain = {str(n): [str(n + 1)] if n < 5000 else [] for n in range(5001)}
    assert len(list(components(chain))) == 5001


def test_a_steep_circle_is_told_as_not_proven_unique():
    friends = {"a": Argument(0.5, (), [("b", 9.0)]), "b": Argument(0.5, (), [("a", 9.0)])}
    (circle,) = solve(friends, SEMANTICS["mlp"]).circles
    assert (circle.members, circle.unique, circle.settled) == (("a", "b"), False, True)


def test_a_circle_that_does_not_come_to_rest_loses_the_links_inside_it():
    """Three that attack each other in turn, steeply and evenly, swing for ever."""
    turn = {
        name: Argument(0.5, [5.0], [(other, -10.0)]) for name, other in (("a", "c"), ("b", "a"), ("c", "b"))
    } | {"d": Argument(0.5, (), [("a", 1.0)])}
    turn["a"] = Argument(0.52, [5.0], [("c", -10.0)])
    solution = solve(turn, SEMANTICS["mlp"])
    (circle,) = solution.circles
    assert (circle.unique, circle.settled) == (False, False)
    assert solution.strengths["b"] == logistic(5.0)
    assert solution.strengths["d"] == pytest.approx(logistic(solution.strengths["a"]))
