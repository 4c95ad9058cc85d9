"""Why two sides that do not agree may not be meant to: the readings in which a careful person would ask first."""

import re
from collections.abc import Callable

from vaultval.audit.arithmetic.sides import Side, Term, numbers_of, summands
from vaultval.audit.arithmetic.terms import is_bare
from vaultval.audit.intervals import half_unit
from vaultval.quantity import Unit

_SET_PHRASES = frozenset(("dozen", "hundred", "thousand", "打"))
_TIMES = frozenset(
    (
        "s",
        "ms",
        "min",
        "mins",
        "hour",
        "hours",
        "hr",
        "hrs",
        "h",
        "day",
        "days",
        "week",
        "weeks",
        "month",
        "months",
        "year",
        "years",
        "quarters",
        "秒",
        "分钟",
        "小时",
        "天",
        "周",
        "月",
        "年",
    )
)
_STROKES = re.compile(r"[0-9][^\s/×*^()]*/[$¥€£]?[0-9][^\s/×*^()]*/[$¥€£]?[0-9]")
_NEAR = 0.03
"""How near to a power of a thousand: 1,024 is one, too."""
_THOUSANDS = tuple(1e3**power for power in (-4, -3, -2, -1, 1, 2, 3, 4))


def doubt(made_of: Side, stated: Side, computed: float) -> str:
    """Why a stated number may not be meant to be what its side comes to, "" if it is. computed: what that is."""
    return next((why for check, why in _DOUBTS if check(made_of, stated, computed)), "")


def _cut(made_of: Side, _stated: Side, _computed: float) -> bool:
    return made_of.cut


def _two_currencies(made_of: Side, stated: Side, _computed: float) -> bool:
    money = {term.quantity.currency for term in made_of.terms} - {""}
    return (
        bool(stated.terms[0].quantity.currency and money) and stated.terms[0].quantity.currency not in money
    )


def _adds_two_units(made_of: Side, _stated: Side, _computed: float) -> bool:
    """A sum that adds a multiple, or a time, to a number of another unit, as in `2x + 3 = 7`."""
    numbers = [part.at for part, _ in summands(made_of.tree) if part.sign == "number"]
    units = {made_of.terms[at].quantity.unit for at in numbers}
    return len(units) > 1 and not units.isdisjoint((Unit.MULTIPLE, Unit.YEARS))


def _bare_stroke(made_of: Side, _stated: Side, _computed: float) -> bool:
    if made_of.operators != 1 or made_of.tree.sign != "/":
        return False
    first, second = made_of.terms
    return is_bare(first.quantity) and is_bare(second.quantity) and second.token.start - first.token.end == 1


def _alternatives(made_of: Side, stated: Side, _computed: float) -> bool:
    """Strokes between numbers of one unit, as in `15x/20x/25x × $2.50 = $37.5/$50/$62.5`."""
    return any(_STROKES.search(side.written) for side in (made_of, stated))


def _parts(made_of: Side, stated: Side, _computed: float) -> bool:
    """Strokes between the parts of a whole, as in `60 % equity / 40 % debt = 100 %`."""
    whole = sum(numbers_of(made_of))
    quantity = stated.terms[0].quantity
    return "/" in made_of.written and abs(whole - quantity.value) <= half_unit(quantity)


def _accounting(made_of: Side, _stated: Side, _computed: float) -> bool:
    return made_of.written.startswith("(") and made_of.terms[0].bracketed


def _other_units(made_of: Side, stated: Side, computed: float) -> bool:
    """Units that only one side has, and times of two kinds, or numbers that are a power of a thousand apart."""
    own = _unit(stated.terms[0])
    units = {_unit(term) for term in made_of.terms} - {""}
    tails = [unit[1:] for unit in units if 1 < len(unit) < 4]
    if made_of.tree.sign in "+-" and len(set(tails)) < len(tails):
        return True  # Mt and kt
    if not own or not units or own in units:
        return False
    if own in _TIMES and not units.isdisjoint(_TIMES):
        return True
    known = stated.terms[0].quantity.suffix == own and own in ("W", "Wh")
    value = stated.terms[0].quantity.value
    return not known and any(abs(value * power - computed) <= _NEAR * abs(computed) for power in _THOUSANDS)


def _unit(term: Term) -> str:
    """The unit of a number: one that is known, or the word right behind it."""
    return term.quantity.suffix or term.behind.partition(" ")[0].lower()


def _set_phrase(made_of: Side, _stated: Side, _computed: float) -> bool:
    return any(_unit(term) in _SET_PHRASES for term in made_of.terms)


_DOUBTS: tuple[tuple[Callable[[Side, Side, float], bool], str], ...] = (
    (_cut, "it is not clear where its arithmetic begins"),
    (_two_currencies, "its sides are in two currencies"),
    (_adds_two_units, "its sum adds numbers of two units"),
    (_bare_stroke, "a stroke between two bare numbers may divide anything"),
    (_alternatives, "its strokes may stand between alternatives"),
    (_parts, "its strokes may stand between the parts of a whole"),
    (_accounting, "its brackets may stand for a minus sign"),
    (_other_units, "its sides are in different units"),
    (_set_phrase, "a word in it is a number"),
)
