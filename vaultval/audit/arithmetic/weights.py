"""The weights of a weighted mean: they sum to one."""

from vaultval.audit.arithmetic.equations import is_weight, place_of
from vaultval.audit.arithmetic.sides import Side, factors, summands
from vaultval.audit.claims import Claim, Kind, Verdict
from vaultval.audit.intervals import exactly, half_unit

_NEAR = 0.1
"""How far off a sum of percentages may be, and still be meant as a whole: others are parts of something."""


def weights_claim(mean: Side, note: str) -> Claim | None:
    """The claim that the percentages of a weighted mean are all of it; None where they are, or are not meant to be."""
    found = [
        mean.terms[node.at]
        for part, _ in summands(mean.tree)
        for node, _ in factors(part)
        if is_weight(mean, node)
    ]
    total = sum(term.quantity.value for term in found)
    slack = sum(half_unit(term.quantity) for term in found if term.quantity.digits)
    if abs(total - 1) > _NEAR or exactly(1.0).widened(slack).holds(total):
        return None
    written = " + ".join(term.token.text for term in found)
    return Claim(
        place=place_of(found[0].token, note),
        kind=Kind.WEIGHTED_MEAN,
        expression="weights of 100 %",
        stated=written,
        value=total,
        recomputed=1.0,
        shown="100 %",
        verdict=Verdict.WRONG,
        cause=f"the weights sum to {total * 100:g} %",
    )
