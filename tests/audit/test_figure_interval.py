"""A figure's arithmetic on intervals holds whatever its inputs can be."""

from hypothesis import given, settings
from hypothesis import strategies as st

from vaultval.audit.model.bounds import MOST_OPEN, bounds
from vaultval.figure import Figure, largest, product, smallest, total

PRINTED = st.integers(100, 99_999).map(lambda number: (number / 100, f"{number / 100:.2f}"))


def given_as(printed):
    value, text = printed
    return Figure(value, "input", (), "x", None, text)


@settings(max_examples=50)
@given(st.lists(PRINTED, min_size=3, max_size=3), st.lists(st.floats(-0.005, 0.005), min_size=3, max_size=3))
def test_no_digits_left_open_lead_out_of_it(printed, moves):
    def made(a, b, c):
        return (
            total([a * b, smallest("least", a, c), largest("most", b, c)]) / product([b, c])
            + a ** (1 / c)
            - b
        )

    figure = made(*map(given_as, printed))
    within = bounds(figure)
    assert within.holds(float(figure))
    assert within.holds(made(*(value + move for (value, _), move in zip(printed, moves, strict=True))))


def test_parameters_are_exact_and_rounded_inputs_are_not():
    assert bounds(given_as((0.05, "5 %"))) == (0.05, 0.05)
    assert bounds(given_as((25.0, "25x"))) == (25.0, 25.0)
    low, high = bounds(given_as((0.115, "11.5 %")))
    assert (round(low, 6), round(high, 6)) == (0.1145, 0.1155)
    assert bounds(7.0) == (7.0, 7.0)


def test_an_input_of_one_digit_is_meant_as_it_stands():
    low, high = bounds(given_as((1e9, "1B")))
    assert (low, high) == ((1 - MOST_OPEN) * 1e9, (1 + MOST_OPEN) * 1e9)


def test_a_header_gives_the_scale():
    low, high = bounds(given_as((1.25e9, "1.25")))
    assert (round(low), round(high)) == (1_245_000_000, 1_255_000_000)


def test_a_step_that_intervals_do_not_know_counts_as_it_is():
    step = Figure(3.0, "table of stars", (given_as((2.5, "2.50")),))
    assert bounds(step * 2) == (6.0, 6.0)
