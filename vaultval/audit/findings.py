"""Claims as findings: what a wrong figure says of itself, and which of them a reader wants to see first."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import isclose, isfinite

from vaultval.audit.claims import Claim, Kind
from vaultval.audit.known.counts import counts_itself
from vaultval.diagnostics import Finding, finding
from vaultval.place import Place

_LONGEST = 120  # characters of an expression in a sentence
_TIMES = 2.0  # from so many times the true figure on, the sentence says how many times, and no percentage
_FAR = 1e6  # and from so many on, no number
_PARTS = {2: "half", 3: "a third", 4: "a quarter", 5: "a fifth", 6: "a sixth", 7: "a seventh", 8: "an eighth",
          9: "a ninth", 10: "a tenth", 100: "a hundredth", 1000: "a thousandth"}  # fmt: skip
_JUST, _ABOUT = 0.01, 0.05  # how near to such a part a ratio is called one, or about one
_ALIKE = (
    0.05  # how near two recomputed values of one stated one are to each other, where both reckon the same
)
_NUMBER = re.compile(r"[0-9][0-9.,]*")
_WHAT = {
    Kind.CHAIN: "{}",
    Kind.CHANGE: "the change {}",
    Kind.TABLE_TOTAL: "the sum {}",
    Kind.TABLE_SHARE: "the share {}",
    Kind.TABLE_RATIO: "{}",
    Kind.WEIGHTED_MEAN: "the weighted mean {}",
    Kind.MODEL: "{}",
}


def most_material_first(
    wrong: Iterable[tuple[Claim, Finding]], effects: Mapping[Place, float]
) -> list[Finding]:
    """The findings on claims by what these do to a full value; of those that do nothing to one, figures of two digits
    and more first, then figures of one digit, then what a note counts of itself; in each by how far they are off as a
    share of what they come to.

    effects: by the place of a stated number, how far full value moves with it, as a share of full value, where a
    valuation knows.
    """

    def key(pair: tuple[Claim, Finding]) -> tuple[float, int, float, Place]:
        claim = pair[0]
        return -abs(effects.get(claim.place, 0.0)), _slightness(claim), -claim.error, claim.place

    return [found for _, found in sorted(wrong, key=key)]


def _slightness(claim: Claim) -> int:
    """0 for a figure of two digits or more, zeros in front apart, 1 for one of one digit, 2 for a count of a note's own."""
    if counts_itself(claim):
        return 2
    digits = (re.sub("[.,]", "", number).lstrip("0") for number in _NUMBER.findall(claim.stated))
    return 0 if any(len(each) > 1 for each in digits) else 1


def stated_again(wrong: Iterable[Claim]) -> int:
    """How many of these claims say what an earlier one of another note does: the same value, and nearly the same comes
    out, as in a report and in a note that was made from it.
    """
    firsts: defaultdict[float, list[Claim]] = defaultdict(list)
    again = 0
    for claim in wrong:
        if claim.value is None or claim.recomputed is None:
            continue
        if any(_alike(first, claim) for first in firsts[claim.value]):
            again += 1
        else:
            firsts[claim.value].append(claim)
    return again


def _alike(one: Claim, other: Claim) -> bool:
    return one.place.note != other.place.note and isclose(
        one.recomputed or 0.0, other.recomputed or 0.0, rel_tol=_ALIKE
    )


def wrong_figure(claim: Claim) -> Finding:
    """A wrong figure as a finding: what is stated, by how much it is off, what comes out."""
    what = _WHAT[claim.kind].format(cut(claim.expression))
    message = f"{claim.stated} is {_off(claim)} {what} comes to"
    return finding(
        "wrong-figure", claim.place, message, expected=claim.shown, found=claim.stated, hint=claim.cause
    )


def unread_arithmetic(claim: Claim) -> Finding:
    """A figure whose arithmetic is too long, too deep, or without a finite result, as a finding."""
    return finding(
        "arithmetic-unread",
        claim.place,
        f"{claim.stated} is not checked: {claim.cause}",
        found=cut(claim.expression),
    )


def _off(claim: Claim) -> str:
    """How a stated figure stands to the recomputed one: "1% above what", "10 times what", "a tenth of what"."""
    stated, true = claim.value, claim.recomputed
    if stated is None or true is None or not (isfinite(stated) and isfinite(true)) or true == 0:
        return "not what"
    ratio = stated / true
    if ratio < 0:
        return "of another sign than what"
    if ratio >= _TIMES:
        return f"{_times(ratio)} what" if ratio < _FAR else "far above what"
    if ratio <= 1 / _TIMES:
        return f"{_part(ratio)} what" if ratio > 1 / _FAR else "far below what"
    side = "above" if stated > true else "below"
    if claim.stated.rstrip().endswith(("%", "％", "pp")):
        points = _two_digits(abs(stated - true) * 100)
        return f"{points} point{'' if points == '1' else 's'} {side} what"
    return f"{_two_digits(abs(ratio - 1) * 100)}% {side} what"


def _times(ratio: float) -> str:
    """As in "twice", "2.5 times", "10 times": without a decimal that is zero."""
    told = f"{ratio:.1f}".removesuffix(".0") if ratio < 100 else f"{ratio:,.0f}"
    return "twice" if told == "2" else f"{told} times"


def _part(ratio: float) -> str:
    """As in "a tenth of", "about a quarter of", where the ratio is near such a part; else in per cent."""
    for parts, word in _PARTS.items():
        if isclose(ratio * parts, 1, rel_tol=_ABOUT):
            return f"{'' if isclose(ratio * parts, 1, rel_tol=_JUST) else 'about '}{word} of"
    return f"{_two_digits(ratio * 100)}% of"


def _two_digits(number: float) -> str:
    return f"{number:,.0f}" if number >= 10 else f"{float(f'{number:.2g}'):.10f}".rstrip("0").rstrip(".")


def cut(expression: str) -> str:
    """An expression as it stands in a sentence: on one line, and no longer than a reader bears."""
    text = " ".join(expression.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
