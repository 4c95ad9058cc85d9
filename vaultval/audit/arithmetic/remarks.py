"""The percentage in brackets behind a difference: `$422.61 − $60.7 = $361.9 (85.6 %)`, `… = $28.2 (+70.5 %)`.

Without a sign it is the difference as a share of what it is taken from; with one, the change from what is taken away.
"""

from collections.abc import Iterator, Sequence

from vaultval.audit.arithmetic.comparing import compared
from vaultval.audit.arithmetic.sides import Node, Side, Term
from vaultval.audit.arithmetic.terms import Token
from vaultval.audit.claims import Claim, Kind, Verdict
from vaultval.audit.verdicts import as_printed
from vaultval.place import Place
from vaultval.quantity import Unit


def remark_claims(left: Side, right: Side, words: Sequence[Token], note: str) -> Iterator[Claim]:
    """The claim of a percentage that stands alone in brackets right behind the result of a difference."""
    percent = _alone_behind(right, words)
    if percent is None or percent.quantity is None or not right.alone or left.names or left.cut:
        return
    if left.tree.sign != "-" or any(part.sign != "number" for part in left.tree.parts):
        return
    minuend, subtrahend = (left.terms[part.at] for part in left.tree.parts)
    if Unit.RATIO in (minuend.quantity.unit, subtrahend.quantity.unit):
        return
    signed = percent.text.lstrip("~约")[:1] in "+-"
    bases = (subtrahend, minuend) if signed else (minuend, subtrahend)
    found = [_claim(left, base, percent, note) for base in bases]
    good = [claim for claim in found if claim.verdict in (Verdict.REPRODUCES, Verdict.ROUNDING)]
    if good or signed:
        yield (good or found)[0]


def _alone_behind(right: Side, words: Sequence[Token]) -> Token | None:
    """The percentage that is all there is in the brackets behind the first number of a side."""
    for at, token in enumerate(words[:-3]):
        if token is right.terms[0].token:
            opening, inner, closing = words[at + 1 : at + 4]
            alone = opening.kind == "(" and inner.kind == "number" and closing.kind == ")"
            return inner if alone and inner.quantity and inner.quantity.suffix == "%" else None
    return None


def _claim(left: Side, base: Term, percent: Token, note: str) -> Claim:
    assert percent.quantity is not None  # noqa: S101 - a number's token holds it
    at = next(at for at, term in enumerate(left.terms) if term is base)
    share = Side(
        Node("/", (left.tree, Node("number", at=at))),
        f"({left.written}) / {base.token.text}",
        left.terms,
        [],
        2,
    )
    outcome = compared(share, percent.quantity)
    return Claim(
        place=Place(note, percent.line, percent.start + 1, percent.end - percent.start),
        kind=Kind.CHANGE,
        expression=share.written,
        stated=percent.text,
        value=percent.quantity.value,
        recomputed=outcome.recomputed,
        shown=as_printed(outcome.recomputed, percent.quantity) if outcome.recomputed is not None else "",
        verdict=outcome.verdict,
    )
