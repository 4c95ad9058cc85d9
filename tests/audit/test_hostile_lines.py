"""Lines that are made to be slow or to break the reader: work grows with their length, and nothing is raised.

Work is counted in calls of functions, which does not depend on the machine.
"""

import sys

import pytest

from tests.audit.reading import claims_of
from vaultval.audit.arithmetic.terms import tokens
from vaultval.audit.claims import Verdict
from vaultval.pipeline import audit_vault, read_vault
from vaultval.vault.vault import Hold

LINES = {
    "operators": lambda n: "1 + " * n + "1 = 5",
    "operators without numbers": lambda n: "+-*/" * n + " = 5",
    "minus signs": lambda n: "- " * n + "1 = 5",
    "nested brackets": lambda n: "(" * n + "1" + ")" * n + " = 1",
    "nested sums": lambda n: "(1 + " * n + "1" + ")" * n + " = 1",
    "nested equations": lambda n: "(1 = " * n + "1" + ")" * n + " = 1",
    "brackets that never close": lambda n: "(" * n + "2 + 3 = 5",
    "brackets that never opened": lambda n: "2 + 3 = 5" + ")" * n,
    "square brackets": lambda n: "5 [2 * " * n + "3 = 5",
    "closed square brackets": lambda n: "5 [2 * 3]" * n,
    "brackets side by side": lambda n: "(1)" * n + " = 2",
    "functions": lambda n: "ln(2) " * n + "+ 1 = 2",
    "powers": lambda n: "9^" * n + "9 = 1",
    "towers": lambda n: "9^9^9^9 = 1; " * n,
    "raised digits": lambda n: "2" + "²" * n + " = 4",
    "equals signs": lambda n: "=" * n,
    "equals signs apart": lambda n: "= " * n + "1",
    "relations": lambda n: "1 + 1 = " * n + "1",
    "arrows": lambda n: "1 → ×2 " * n + "= 2",
    "digits": lambda n: "1" * n + " + 1 = 2",
    "decimals": lambda n: "1." + "1" * n + " + 1 = 2",
    "groups of digits": lambda n: "1" + ",111" * n + " + 1 = 2",
    "ranges": lambda n: "1-" * n + "1 = 2",
    "bounds": lambda n: "about " * n + "1 + 1 = 2",
    "currencies": lambda n: "$" * n + "1 + 1 = 2",
    "pipes": lambda n: "|" * n,
    "a wide table": lambda n: "|" * n + "|\n" + "|-" * n + "|\n" + "|1 + 1 = 2" * n + "|",
    "a long table": lambda n: "| a | b |\n|---|---|\n" + "| 1 | 1 + 1 = 2 |\n" * n,
    "spaces": lambda n: "1 + 1 =" + " " * n + "2" + " " * n + "= 3",
    "words": lambda n: "revenue " * n + "= 1 + 1 = 2",
    "one word": lambda n: "市" * n + "约 = 1 + 1 = 2",
    "a line without a sign": lambda n: "revenue 1 and 2 " * n,
    "lines that go on": lambda n: "1 + 1\n" + "= 1 + 1\n" * n,
    "lines that only go on": lambda n: "=\n" * n,
    "emphasis": lambda n: "**" * n + "1 + 1 = 2",
    "code marks": lambda n: "`" * n + " 1 + 1 = 2",
    "links": lambda n: "[[" * n + "](" * n + "https://" * n + "1 + 1 = 2",
    "fences": lambda n: "```\n1 + 1 = 3\n" * n,
    "quote marks": lambda n: "> " * n + "1 + 1 = 2",
    "list marks": lambda n: "1. " * n + "1 + 1 = 2",
    "a long mean": lambda n: "$1×1% + " * n + "$1×1% = 3",
}
SENTENCED = ("operators", "nested brackets", "nested sums", "powers", "relations", "digits")
"""Those of which a reader would say that they are one line of arithmetic."""


def calls_for(text):
    """How many functions are called, in Python and in C, to audit a text."""
    count = 0

    def counted(_frame, event, _argument):
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        claims_of(text)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("line", LINES.values(), ids=LINES.keys())
def test_work_grows_no_faster_than_the_line(line):
    short, long = (calls_for(line(count)) for count in (400, 800))
    assert long <= 2.2 * short + 500


@pytest.mark.parametrize("name", LINES)
def test_thousands_of_anything_raise_nothing(name):
    for claim in claims_of(LINES[name](10_000 if name in SENTENCED else 3_000)):
        assert claim.place.line >= 1
        assert claim.recomputed is None or claim.shown


@pytest.mark.parametrize("name", ["operators", "nested sums", "powers", "towers", "a long mean"])
def test_what_is_too_long_too_deep_or_too_large_is_a_claim_that_was_not_read(name):
    claims = claims_of(LINES[name](300))
    assert claims
    assert all(claim.unread and claim.verdict is Verdict.NOT_CHECKABLE for claim in claims)
    assert all(len(claim.expression) <= 200 for claim in claims)


def test_what_is_long_but_not_too_long_is_read():
    (claim,) = claims_of("1 + " * 199 + "1 = 200")
    assert claim.verdict is Verdict.REPRODUCES
    (claim,) = claims_of("(" * 29 + "1 + 1" + ")" * 29 + " = 2")
    assert claim.verdict is Verdict.REPRODUCES


def test_a_hundred_thousand_digits_are_no_number():
    assert [token.kind for token in tokens("1" * 100_000 + " = 2")] == ["word", "=", "number"]


def test_a_megabyte_on_one_line_without_a_sign_makes_no_words():
    text = "revenue 12 and 13 % of it, " * 40_000
    assert len(text) > 1_000_000
    assert calls_for(text) < 1_000


def test_each_of_them_becomes_one_finding(make_vault):
    root = make_vault({"Note.md": "9^9^9^9 = 1\n\n" + "1 + " * 10_000 + "1 = 5\n\n3 / 0 = 1\n"})
    audit = audit_vault(read_vault(root, hold=Hold.TEXT))
    found = [finding for finding in audit.findings if finding.rule.name == "arithmetic-unread"]
    assert [finding.place.line for finding in found] == [1, 3, 5]
    assert all(len(finding.message) < 200 and len(finding.found) <= 120 for finding in found)
