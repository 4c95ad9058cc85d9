"""A stated number and the side that it is made of, to a claim with its verdict."""

import re
from collections.abc import Sequence

from vaultval.audit.arithmetic.causes import cause_of
from vaultval.audit.arithmetic.comparing import compared
from vaultval.audit.arithmetic.doubts import doubt
from vaultval.audit.arithmetic.sides import Node, Side, factors, summands
from vaultval.audit.arithmetic.terms import Token
from vaultval.audit.arithmetic.units import in_a_formula
from vaultval.audit.claims import Claim, Kind, Verdict
from vaultval.audit.verdicts import as_printed
from vaultval.place import Place
from vaultval.quantity import Quantity

GOOD = (Verdict.REPRODUCES, Verdict.ROUNDING)
_SHOWN = 200  # characters of an expression that cannot be read
_MULTIPLE_OF_REVENUE = "a P/E multiplies earnings; here it multiplies revenue, without a margin between"


def claim_of(
    made_of: Side, stated: Side, against: Quantity | Side, note: str, *, about: bool = False
) -> Claim:
    """A claim with its verdict. against: the number, or the whole side, that what it is made of has to equal. about:
    whether ≈ stands between the two.
    """
    term = stated.terms[0]
    outcome = compared(made_of, against, about=about)
    if outcome.recomputed is None:
        return unchecked(made_of, stated, "its arithmetic has no finite result", note, unread=True)
    why = doubt(made_of, stated, outcome.recomputed) if outcome.verdict is Verdict.WRONG else ""
    if why:
        return unchecked(made_of, stated, why, note)
    verdict, cause = outcome.verdict, ""
    if verdict is Verdict.WRONG and isinstance(against, Quantity):
        cause = cause_of(made_of, against)
    elif verdict is not Verdict.WRONG and _earnings_multiple_of_revenue(made_of):
        verdict, cause = Verdict.WRONG, _MULTIPLE_OF_REVENUE
    unit = in_a_formula(term.token.quantity or term.quantity)
    recomputed = outcome.recomputed / unit
    return Claim(
        place=place_of(term.token, note),
        kind=_kind(made_of, stated),
        expression=written_side(made_of),
        stated=term.token.text if isinstance(against, Quantity) else written_side(stated),
        value=outcome.stated / unit,
        recomputed=recomputed,
        shown=as_printed(recomputed, term.token.quantity or term.quantity),
        verdict=verdict,
        cause=cause,
    )


_EARNINGS_MULTIPLE = re.compile(r"(?<![A-Za-z])P/?E(?![A-Za-z])|市盈率")
_REVENUE = re.compile(r"营收|收入|revenue|sales", re.IGNORECASE)
_EARNINGS = re.compile(r"利润|净利|毛利|利率|margin|earnings|income|profit|EPS|%", re.IGNORECASE)


def _earnings_multiple_of_revenue(made_of: Side) -> bool:
    """Whether a product takes a P/E times revenue, by the words beside its numbers."""
    labels = [
        f"{made_of.terms[part.at].label} {made_of.terms[part.at].quantity.suffix}"
        for part, above in factors(made_of.tree)
        if part.sign == "number" and above
    ]
    multiple = [label for label in labels if _EARNINGS_MULTIPLE.search(label)]
    revenue = [label for label in labels if _REVENUE.search(label) and label not in multiple]
    return bool(multiple and revenue) and not any(_EARNINGS.search(label) for label in labels)


def unchecked(made_of: Side, stated: Side, why: str, note: str, *, unread: bool = False) -> Claim:
    """A claim that cannot be checked. why: what is missing. unread: whether it is too long, too deep or too large."""
    term = stated.terms[0]
    return Claim(
        place=place_of(term.token, note),
        kind=Kind.CHAIN,
        expression=written_side(made_of)[:_SHOWN],
        stated=term.token.text,
        value=term.token.quantity.value if term.token.quantity else None,
        recomputed=None,
        shown="",
        verdict=Verdict.NOT_CHECKABLE,
        cause=why,
        unread=unread or bool(made_of.refused or stated.refused),
    )


def listed(names: Sequence[str]) -> str:
    """Names as a sentence lists them, each once."""
    return ", ".join(repr(name[:40]) for name in dict.fromkeys(names))


def _kind(made_of: Side, stated: Side) -> Kind:
    """A sum of products that each have one percentage is a weighted mean."""
    parts = [factors(part) for part, _ in summands(made_of.tree)]
    weighted = len(parts) > 1 and all(
        len(part) == 2 and sum(is_weight(made_of, node) for node, _ in part) == 1 for part in parts
    )
    return Kind.WEIGHTED_MEAN if weighted and stated.alone else Kind.CHAIN


def is_weight(side: Side, node: Node) -> bool:
    """Whether a part of a side is a percentage."""
    return node.sign == "number" and side.terms[node.at].quantity.suffix == "%"


def place_of(token: Token, note: str) -> Place:
    """Where a word of a text stands."""
    return Place(note, token.line, token.start + 1, token.end - token.start)


def written_side(side: Side) -> str:
    """A side as it is written, without emphasis and with single blanks."""
    return " ".join(side.written.split())
