"""Claims as findings: what a wrong figure says of itself, and which of them a reader wants to see first."""

from collections.abc import Iterable, Mapping
from math import isfinite

from vaultval.audit.claims import Claim, Kind
from vaultval.diagnostics import Finding, finding
from vaultval.place import Place

_LONGEST = 120  # characters of an expression in a sentence
_TIMES = 2.0  # from so many times the true figure on, the sentence says how many times, and no percentage
_FAR = 1e6  # and from so many on, no number
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
    """The findings on claims by what these do to a full value, then by how far they are off as a share of what they
    come to.

    effects: by the place of a stated number, how far full value moves with it, as a share of full value, where a
    valuation knows.
    """

    def key(pair: tuple[Claim, Finding]) -> tuple[float, float, Place]:
        claim = pair[0]
        return -abs(effects.get(claim.place, 0.0)), -claim.error, claim.place

    return [found for _, found in sorted(wrong, key=key)]


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
    """How a stated figure stands to the recomputed one: "1.0% above what", "10 times what", "not what"."""
    stated, true = claim.value, claim.recomputed
    if stated is None or true is None or not (isfinite(stated) and isfinite(true)) or true == 0:
        return "not what"
    ratio = stated / true
    if ratio < 0:
        return "of another sign than what"
    if ratio >= _TIMES:
        return f"{_few_digits(ratio)} times what" if ratio < _FAR else "far above what"
    if ratio <= 1 / _TIMES:
        return f"1/{_few_digits(1 / ratio)} of what" if ratio > 1 / _FAR else "far below what"
    if claim.stated.rstrip().endswith(("%", "％", "pp")):
        points = abs(stated - true) * 100
        return f"{points:.2g} points {'above' if stated > true else 'below'} what"
    return f"{abs(ratio - 1) * 100:.2g}% {'above' if stated > true else 'below'} what"


def _few_digits(ratio: float) -> str:
    return f"{ratio:.1f}" if ratio < 100 else f"{ratio:,.0f}"


def cut(expression: str) -> str:
    """An expression as it stands in a sentence: on one line, and no longer than a reader bears."""
    text = " ".join(expression.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
