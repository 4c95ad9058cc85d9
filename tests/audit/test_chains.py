"""Chains of equations, and the verdicts on them. The cases are texts for people to read: claims.md beside this file."""

from pathlib import Path
from typing import NamedTuple

import pytest

from tests.audit.reading import claims_of
from vaultval.audit.arithmetic.chains import find_chains
from vaultval.audit.claims import Claim, Kind, Verdict

ARROW = "    → "


class Case(NamedTuple):
    text: str
    claims: tuple[str, ...]


def cases() -> list[Case]:
    """The blocks of the table: lines of text, then lines with an arrow at their beginning."""
    found: list[Case] = []
    for block in Path(__file__).with_name("claims.md").read_text("utf-8").split("\n\n"):
        lines = block.rstrip("\n").split("\n")
        text = [line[4:] for line in lines if line.startswith("    ") and not line.startswith(ARROW)]
        claims = [line.removeprefix(ARROW) for line in lines if line.startswith(ARROW)]
        if text:
            found.append(Case("\n".join(text), tuple(claims)))
    return found


CASES = cases()


def told(claim: Claim) -> str:
    """A claim as the table writes it."""
    verdict = f"{claim.stated} {claim.verdict}"
    if claim.verdict in (Verdict.ROUNDING, Verdict.WRONG):
        verdict += f" ({claim.shown})"
    return f"{verdict}: {claim.cause}" if claim.cause else verdict


def test_the_table_is_as_large_as_it_claims_to_be():
    verdicts = [claim for case in CASES for claim in case.claims]
    assert len(verdicts) >= 200
    for verdict in Verdict:
        assert sum(f" {verdict}" in claim for claim in verdicts) >= 7, verdict


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.text)
def test_a_text_makes_these_claims_and_no_others(case):
    claims = sorted(claims_of(case.text, (find_chains,)), key=lambda claim: claim.place)
    assert tuple(map(told, claims)) == case.claims


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.text)
def test_a_claim_stands_where_its_stated_number_is_written(case):
    lines = case.text.split("\n")
    for claim in claims_of(case.text, (find_chains,)):
        _, line, column, length = claim.place
        written = lines[line - 1][column - 1 : column - 1 + length].translate(
            str.maketrans("０１２３４５６７８９％", "0123456789%")
        )
        assert written
        assert claim.stated.startswith(written)


def test_a_mean_with_weights_is_told_apart_from_a_sum():
    kinds = [
        claims_of(text, (find_chains,))[0].kind
        for text in ("$18.7×25% + $10.5×75% = $12.6", "$18.7 + $10.5 = $29.2")
    ]
    assert kinds == [Kind.WEIGHTED_MEAN, Kind.CHAIN]


def test_the_percentage_behind_a_difference_is_a_claim_of_its_own():
    difference, share = claims_of("$68.2 - $40.0 = $28.2 (+70.5%)", (find_chains,))
    assert (difference.kind, difference.expression) == (Kind.CHAIN, "$68.2 - $40.0")
    assert (share.kind, share.expression) == (Kind.CHANGE, "($68.2 - $40.0) / $40.0")


def test_a_multiple_of_earnings_times_revenue_is_wrong_even_if_the_product_is_right():
    (claim,) = claims_of("$286B revenue × 25x P/E = $7.15T", (find_chains,))
    assert claim.verdict is Verdict.WRONG
    assert "margin" in claim.cause
    (claim,) = claims_of("$286B revenue × 15% net margin × 25x P/E = $1.07T", (find_chains,))
    assert claim.verdict is Verdict.REPRODUCES


def test_what_is_off_by_a_tenth_has_an_error_of_a_tenth():
    (claim,) = claims_of("100 + 100 = 220", (find_chains,))
    assert claim.error == pytest.approx(0.1)
    (claim,) = claims_of("100 + 100 = 200", (find_chains,))
    assert claim.error == 0
