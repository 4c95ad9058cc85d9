"""Laws of the audit's arithmetic: what is right is never called wrong, what cannot be is, and dress does not matter."""

from dataclasses import dataclass
from itertools import product
from math import prod

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from tests.audit.reading import claims_of
from vaultval.audit.arithmetic.chains import find_chains
from vaultval.audit.arithmetic.sides import interval, read_side, value
from vaultval.audit.arithmetic.terms import tokens
from vaultval.audit.claims import Verdict
from vaultval.audit.intervals import Interval, exactly
from vaultval.audit.verdicts import as_printed, judged
from vaultval.place import Place
from vaultval.quantity import read

MANY = settings(max_examples=60, deadline=None)
SCALES = {"": 1.0, "K": 1e3, "M": 1e6, "B": 1e9, "T": 1e12, "万": 1e4, "亿": 1e8}


@dataclass(frozen=True)
class Printed:
    """A number and its rounded print. true: what it was before it was rounded; half: what its last digit leaves open."""

    text: str
    true: float
    half: float


def rounded(true: float, scale: float, digits: int, before: str = "", after: str = "") -> Printed:
    return Printed(f"{before}{true / scale:,.{digits}f}{after}", true, 0.5 * scale * 10.0**-digits)


@st.composite
def moneys(draw: st.DrawFn) -> Printed:
    name = draw(st.sampled_from(sorted(SCALES)))
    digits = draw(st.integers(0, 3))
    return rounded(draw(st.floats(2, 900)) * SCALES[name], SCALES[name], digits, "$", name)


@st.composite
def factors(draw: st.DrawFn) -> Printed:
    """A percentage, multiple or bare number; a whole multiple or bare number is a parameter, and exact."""
    digits = draw(st.integers(0, 2))
    low, high, scale, mark = draw(st.sampled_from([(1, 90, 0.01, "%"), (2, 60, 1.0, "x"), (2, 30, 1.0, "")]))
    number = draw(st.floats(low, high)) if digits else float(draw(st.integers(low, high)))
    made = rounded(number * scale, scale, digits, "", mark)
    return made if digits or mark == "%" else Printed(made.text, made.true, 0.0)


@dataclass(frozen=True)
class Equation:
    """What stands left of the sign, what it truly comes to, and the least and most that the digits leave open."""

    text: str
    true: float
    low: float
    high: float
    mark: str = "$"


def ends(numbers: list[Printed], come_to) -> tuple[float, float]:
    """The least and the most of a formula that only rises or falls with each number: those of the corners."""
    corners = product(*({number.true - 2 * number.half, number.true + 2 * number.half} for number in numbers))
    found = [come_to(list(corner)) for corner in corners]
    return min(found), max(found)


@st.composite
def equations(draw: st.DrawFn) -> Equation:
    """A product of money and factors, a sum of money, a weighted mean, or a quotient of two amounts."""
    shape = draw(st.sampled_from(["product", "sum", "mean", "share"]))
    if shape == "product":
        numbers = [draw(moneys()), *draw(st.lists(factors(), min_size=1, max_size=4))]
        return Equation(
            " × ".join(each.text for each in numbers),
            prod(each.true for each in numbers),
            *ends(numbers, prod),
        )
    if shape == "sum":
        numbers = draw(st.lists(moneys(), min_size=2, max_size=5))
        return Equation(
            " + ".join(each.text for each in numbers), sum(each.true for each in numbers), *ends(numbers, sum)
        )
    if shape == "mean":
        weights = [0.25, 0.5, 0.25]
        numbers = [draw(moneys()) for _ in weights]

        def mean(values: list[float]) -> float:
            return sum(weight * each for weight, each in zip(weights, values, strict=True))

        text = " + ".join(f"{each.text}×{weight:.0%}" for weight, each in zip(weights, numbers, strict=True))
        return Equation(text, mean([each.true for each in numbers]), *ends(numbers, mean))
    numbers = [draw(moneys()), draw(moneys())]
    assume(numbers[1].half * 4 < numbers[1].true)
    low, high = ends(numbers, lambda values: values[0] / values[1])
    return Equation(
        f"{numbers[0].text} / {numbers[1].text}", numbers[0].true / numbers[1].true, low, high, "%"
    )


def result(equation: Equation, true: float, digits: int) -> Printed | None:
    """A number printed as the result of an equation; None if no scale suits it."""
    if equation.mark == "%":
        return rounded(true, 0.01, digits, "", "%") if 1e-3 < true < 1e4 else None
    for name in ("T", "B", "M", ""):
        if 1 <= true / SCALES[name] < 1e6:
            return rounded(true, SCALES[name], digits, "$", name)
    return None


@MANY
@given(equations(), st.integers(0, 3))
def test_a_result_that_was_rounded_is_never_wrong(equation, digits):
    stated = result(equation, equation.true, digits)
    assume(stated)
    (claim,) = claims_of(f"{equation.text} = {stated.text}", (find_chains,))
    assert claim.verdict in (Verdict.REPRODUCES, Verdict.ROUNDING)


@MANY
@given(equations(), st.floats(1.3, 3), st.booleans(), st.integers(0, 3))
def test_a_result_beyond_all_that_the_digits_leave_open_is_always_wrong(equation, by, above, digits):
    # Twice the half unit of every digit is left open here, so that no edge is near.
    assume(equation.low > 0)
    stated = result(equation, equation.high * by if above else equation.low / by, digits)
    assume(stated)
    gap = stated.true - equation.high if above else equation.low - stated.true
    assume(gap > 2 * stated.half)
    (claim,) = claims_of(f"{equation.text} = {stated.text}", (find_chains,))
    assert claim.verdict is Verdict.WRONG
    assert claim.error > 0
    assert claim.shown


DRESSES = (
    "**{left}** = **{right}**",
    "- {left} = **{right}**",
    "- [ ] {left} = `{right}`",
    "> {left} = {right}",
    "> [!note]\n> {left} = ~~{right}~~",
    "1. {left} = {right}",
    "### {left} = {right}",
    "| a | b |\n|---|---|\n| x | {left} = {right} |",
    "```\n{left} = {right}\n```",
    "{left}\n= {right}",
    "=={left} = {right}==",
    "净值: {left} = {right}。",
    "so ({left} = {right}) it is",
    "<b>{left} = {right}</b>",
    "{left} ＝ {right}",
)
FULL_WIDTH = str.maketrans("0123456789%=+()/.$", "０１２３４５６７８９％＝＋（）／．＄")


@MANY
@given(equations(), st.floats(0.5, 2), st.integers(0, 2), st.sampled_from(DRESSES))
@example(Equation("$2 × 3%", 0.06, 0.06, 0.06), 1.0, 2, DRESSES[7])
def test_dress_changes_neither_verdict_nor_value(equation, by, digits, dress):
    stated = result(equation, equation.true * by, digits)
    assume(stated)
    (bare,) = claims_of(f"{equation.text} = {stated.text}", (find_chains,))
    (dressed,) = claims_of(dress.format(left=equation.text, right=stated.text), (find_chains,))
    assert (dressed.verdict, dressed.value, dressed.recomputed) == (bare.verdict, bare.value, bare.recomputed)
    assert (dressed.stated, dressed.shown, dressed.expression) == (bare.stated, bare.shown, bare.expression)


@MANY
@given(equations(), st.floats(0.5, 2), st.integers(0, 2))
def test_nor_do_full_width_forms(equation, by, digits):
    stated = result(equation, equation.true * by, digits)
    assume(stated)
    line = f"{equation.text} = {stated.text}"
    (bare,) = claims_of(line, (find_chains,))
    (wide,) = claims_of(line.translate(FULL_WIDTH), (find_chains,))
    assert wide == bare


PIECES = st.sampled_from(
    [
        "12.5",
        "1,300",
        "$4B",
        "15%",
        "2026-02-10",
        "v12",
        "Q4/25",
        "=",
        "≈",
        "→",
        "+",
        "-",
        "−",
        "×",
        "*",
        "/",
        "^",
        "(",
        ")",
        "²",
        "⁻¹",
        "x",
        "约",
        "超过",
        "营收",
        "revenue",
        "P/E",
        "B股",
        "~",
        "12-15x",
        "100万",
        "NT$",
        "/股",
        ".",
        ",",
        ";",
        ":",
        "[",
        "]",
        "%",
        "9:30",
        "US$3",
        "10K",
        "3rd",
        "5y",
    ]
)


@MANY
@given(st.lists(st.tuples(PIECES, st.sampled_from(["", " ", "  "]))))
def test_the_words_of_a_line_cover_it_in_order(pieces):
    text = "".join(word + blank for word, blank in pieces)
    at = 0
    for token in tokens(text, 7):
        assert token.start >= at
        assert not text[at : token.start].strip()
        assert token.end > token.start
        assert token.text == text[token.start : token.end]
        assert token.line == 7
        assert (token.quantity is not None) == (token.kind in ("number", "raised"))
        at = token.end
    assert not text[at:].strip()


@st.composite
def formulas(draw: st.DrawFn, deep: int = 3) -> str:
    if not deep or draw(st.integers(0, 3)) == 0:
        return f"{draw(st.floats(0.2, 90)):.{draw(st.integers(1, 3))}f}"
    sign = draw(st.sampled_from(["+", "-", "×", "/", "^"]))
    left = draw(formulas(deep - 1))
    return (
        f"({left} + 0.001) ^ {draw(st.integers(-3, 3))}"  # 1.08 alone would be exact
        if sign == "^"
        else f"({left} {sign} {draw(formulas(deep - 1))})"
    )


@MANY
@given(formulas(), st.data())
def test_an_interval_holds_whatever_its_operands_can_stand_for(formula, data):
    side = read_side(tokens(formula), leftward=True)
    assert side is not None
    assert not side.names
    try:
        within = interval(side)
        halves = [0.5 * 10.0**-term.quantity.digits if term.quantity.digits else 0.0 for term in side.terms]
        true = [
            term.quantity.value + data.draw(st.floats(-half, half))
            for term, half in zip(side.terms, halves, strict=True)
        ]
        computed = value(side.tree, true)
    except ArithmeticError:
        assume(False)
    slack = 1e-9 * max(abs(within.low), abs(within.high), 1e-300)
    assert within.low - slack <= computed <= within.high + slack


@MANY
@given(st.floats(-1e6, 1e6), st.integers(0, 4), st.sampled_from(["", "%", "x"]))
def test_a_number_reproduces_its_own_print(number, digits, mark):
    text = f"{number:.{digits}f}{mark}"
    quantity, _ = read(text, Place("Note.md"))
    assume(quantity)
    true = number * (0.01 if mark == "%" else 1)
    assert judged(quantity, true, exactly(true)) is Verdict.REPRODUCES
    again, _ = read(as_printed(true, quantity), Place("Note.md"))
    assert again is not None
    assert again.unit is quantity.unit
    assert judged(again, true, exactly(true)) is Verdict.REPRODUCES


def test_a_bound_is_open_on_its_side_only():
    for text, inside, outside in (
        (">30", 31.0, 27.0),
        ("<30", 2.0, 33.0),
        ("至少$5B", 9e9, 4e9),
        ("up to 8%", 0.01, 0.2),
    ):
        quantity, _ = read(text, Place("Note.md"))
        assert quantity is not None
        assert judged(quantity, inside, exactly(inside)) is Verdict.REPRODUCES
        assert judged(quantity, outside, exactly(outside)) is Verdict.WRONG


def test_intervals_meet_where_they_touch_and_no_farther():
    assert Interval(0, 1).meets(Interval(1, 2))
    assert not Interval(0, 1).meets(Interval(1.001, 2))
    assert not Interval(0, 1).meets(Interval(2, float("inf")))
    assert Interval(0, 3).meets(Interval(2, float("inf")))
