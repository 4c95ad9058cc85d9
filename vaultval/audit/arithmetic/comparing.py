"""What a side comes to, held against a stated number or another side: ranges end by end, units that are left out."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import inf, log
from typing import NamedTuple

from vaultval.audit.arithmetic.sides import Node, Side, Term, factors, interval, numbers_of, summands, value
from vaultval.audit.arithmetic.terms import is_bare
from vaultval.audit.arithmetic.units import counted, is_scaled
from vaultval.audit.claims import Verdict
from vaultval.audit.intervals import Interval, half_unit
from vaultval.audit.verdicts import judged
from vaultval.quantity import Quantity, Unit


class Outcome(NamedTuple):
    """stated, recomputed: as a formula counts; of ranges, the ends that differ most; None if nothing can be computed."""

    verdict: Verdict
    stated: float
    recomputed: float | None


_NOTHING = Outcome(Verdict.NOT_CHECKABLE, 0.0, None)
_ORDER = (Verdict.REPRODUCES, Verdict.ROUNDING, Verdict.WRONG, Verdict.NOT_CHECKABLE)
_A_YEAR = {"/year": 1.0, "/quarter": 4.0, "/month": 12.0, "/week": 52.0, "/day": 365.0}
_LARGEST_SHARE = 2.0
"""Up to what a result may be a share, printed in hundredths without a % sign."""
_ONE = Quantity(1.0, Unit.OTHER, "", 1.0, 1.0, False, "", 0, 1.0, "", "1", None)
_SCALES = (1e3, 1e4, 1e6, 1e8, 1e9, 1e12)


def compared(made_of: Side, against: Quantity | Side, *, about: bool = False) -> Outcome:
    """Whether a side comes to a stated number, or to what another side comes to."""
    try:
        if isinstance(against, Side):
            return _sides(made_of, against)
        stated = counted(against)
        if is_range(stated) or any(is_range(term.quantity) for term in made_of.terms):
            return _ranges(made_of, stated, about=about)
        grown = _grown(made_of)
        readings = [_number(side, stated, about=about) for side in (*grown, made_of)]
        return min(readings, key=lambda each: _ORDER.index(each.verdict))
    except (ArithmeticError, ValueError):
        return _NOTHING


def _grown(side: Side) -> list[Side]:
    """The readings of `$100 + 25 % − 10 %`: percentages of what stands before them, one upon the other or all together."""
    parts = summands(side.tree)
    percentages = [(part, added) for part, added in parts if _is_percentage(side, part)]
    if not percentages or _is_percentage(side, parts[0][0]) or len(percentages) < len(parts) - 1:
        return []
    one = Node("number", at=len(side.terms))
    terms = [*side.terms, Term(side.terms[0].token, _ONE)]
    upon, together = parts[0][0], one
    for part, added in percentages:
        sign = "+" if added else "-"
        upon = Node("*", (upon, Node(sign, (one, part))))
        together = Node(sign, (together, part))
    trees = (upon, Node("*", (parts[0][0], together)))
    return [replace(side, tree=tree, terms=terms) for tree in trees]


def _is_percentage(side: Side, part: Node) -> bool:
    return part.sign == "number" and side.terms[part.at].quantity.suffix == "%"


def is_range(quantity: Quantity) -> bool:
    """Whether it is printed as two ends."""
    return quantity.low != quantity.high


def _number(made_of: Side, stated: Quantity, *, about: bool) -> Outcome:
    computed, within = value(made_of.tree, numbers_of(made_of)), interval(made_of)
    found: list[Outcome] = []
    for shift in _shifts(made_of, stated, computed):
        verdict = judged(stated, computed * shift, _shifted(within, shift), about=about)
        found.append(Outcome(verdict, stated.value, computed * shift))
        if verdict is Verdict.REPRODUCES:
            return found[-1]
    return min(found, key=lambda each: (_ORDER.index(each.verdict), _distance(each)))


def _distance(outcome: Outcome) -> float:
    """How far apart two numbers are, by their ratio."""
    ratio = outcome.recomputed / outcome.stated if outcome.stated and outcome.recomputed else 0.0
    return abs(log(ratio)) if ratio > 0 else inf


def _shifted(within: Interval, shift: float) -> Interval:
    return within.scaled(shift) if shift > 0 else Interval(-within.high, -within.low)


def _shifts(made_of: Side, stated: Quantity, computed: float) -> Iterator[float]:
    """By what the result may be off because a scale or a % sign is left out, or a loss has a minus sign; 1 first."""
    yield 1.0
    terms = [term.quantity for term in made_of.terms]
    percent = any(quantity.unit is Unit.RATIO for quantity in terms)
    hundred = any(is_bare(quantity) and quantity.value == 100 for quantity in terms)
    if stated.unit is Unit.RATIO and (hundred or (all(map(is_bare, terms)) and _adds(made_of.tree))):
        yield 0.01
    bare = is_bare(stated) or stated.suffix == "points"
    if bare and (percent or made_of.tree.sign == "/") and abs(computed) <= _LARGEST_SHARE:
        yield 100.0
    if (bare or stated.unit is Unit.MULTIPLE) and _divides_by_percent(made_of):
        yield 0.01
    if is_scaled(stated) != any(map(is_scaled, terms)):
        for scale in _SCALES:
            yield scale
            yield 1 / scale
    yield from _years(terms, stated)
    if stated.value * computed < 0 and made_of.tree.sign in ("*", "/"):
        yield -1.0


def _years(terms: Sequence[Quantity], stated: Quantity) -> Iterator[float]:
    """How often the time that a term counts by goes into the time that the result counts by, as /month into /year."""
    own = _A_YEAR.get(stated.suffix)
    for suffix in {term.suffix for term in terms if term.suffix in _A_YEAR} if own else ():
        if suffix != stated.suffix and own:
            yield _A_YEAR[suffix] / own


def _divides_by_percent(side: Side) -> bool:
    """Whether a side divides by a percentage, which may be counted in hundredths, as in a PEG: 25x / 12.5 % = 2.0."""
    return any(
        part.sign == "number" and not above and side.terms[part.at].quantity.unit is Unit.RATIO
        for part, above in factors(side.tree)
    )


def _adds(tree: Node) -> bool:
    return tree.sign in ("+", "-") or any(map(_adds, tree.parts))


def _sides(left: Side, right: Side) -> Outcome:
    """Two sides that are both arithmetic: what they can come to has to meet."""
    computed, within = value(left.tree, numbers_of(left)), interval(left)
    other, beside = value(right.tree, numbers_of(right)), interval(right)
    close = abs(computed - other) <= half_unit(right.terms[-1].quantity) if right.operators == 1 else False
    if close or Interval(computed, computed).holds(other):
        return Outcome(Verdict.REPRODUCES, other, computed)
    return Outcome(Verdict.ROUNDING if within.meets(beside) else Verdict.WRONG, other, computed)


def _ranges(made_of: Side, stated: Quantity, *, about: bool) -> Outcome:
    """Low ends and high ends apart. A single number has to lie within a computed range, and the other way round."""
    ends = sorted(value(made_of.tree, numbers_of(made_of, end=end)) for end in ("low", "high"))
    low, high = (interval(_at_end(made_of, end)) for end in ("low", "high"))
    if low.low + low.high > high.low + high.high:
        low, high = high, low
    if not is_range(stated):
        hull = Interval(min(low.low, high.low), max(low.high, high.high))
        middle = min(ends, key=lambda end: abs(end - stated.value))
        inside = hull.holds(stated.value)
        return Outcome(
            Verdict.REPRODUCES if inside else Verdict.WRONG, stated.value, stated.value if inside else middle
        )
    lower = replace(stated, value=stated.low, high=stated.low)
    upper = replace(stated, value=stated.high, low=stated.high)
    if not any(is_range(term.quantity) for term in made_of.terms):
        inside = stated.low - half_unit(stated) <= ends[0] <= stated.high + half_unit(stated)
        return Outcome(Verdict.REPRODUCES if inside else Verdict.WRONG, stated.value, ends[0])
    both = [
        Outcome(judged(lower, ends[0], low, about=about), stated.low, ends[0]),
        Outcome(judged(upper, ends[1], high, about=about), stated.high, ends[1]),
    ]
    return max(both, key=lambda each: _ORDER.index(each.verdict))


def _at_end(side: Side, end: str) -> Side:
    """A side with one end of each range in place of the range."""
    terms = []
    for term in side.terms:
        number = getattr(term.quantity, end)
        terms.append(term._replace(quantity=replace(term.quantity, low=number, value=number, high=number)))
    return replace(side, terms=terms)
