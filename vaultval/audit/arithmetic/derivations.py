"""A number with its derivation in square brackets behind it, or in the next cell: `≈ $50B [6M cars × $1,500 + growth]`.

Such brackets hold much else. One with words between its numbers is a derivation only if it gives the number; or if what
it leaves without a number would have to be more than all that it prints.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from vaultval.audit.arithmetic.comparing import is_range
from vaultval.audit.arithmetic.equations import GOOD, claim_of, unchecked
from vaultval.audit.arithmetic.sides import Side, numbers_of, read_side, summands, value
from vaultval.audit.arithmetic.terms import Token, tokens
from vaultval.audit.claims import Claim, Verdict
from vaultval.audit.verdicts import as_printed
from vaultval.note.printed import Printed, plain

_WORTH_READING = re.compile(r"\[[^\[\]\n]*[×*÷/+][^\[\]\n]{0,8}[0-9]|\((?=[$¥€£]?[0-9])[^()\n]{0,60}[×*÷/+]")
_ARITHMETIC = frozenset(("number", "raised", "+", "-", "*", "/", "^"))
_MOST_WORDS = 30  # of arithmetic in round brackets
_RELATIONS = frozenset("=≈→")


def find_derivations(printed: Printed, note: str) -> list[Claim]:
    """The numbers of a note that a bracket behind them derives."""
    found: list[Claim] = []
    for line in printed.lines:
        if ("[" in line.text or "(" in line.text) and _WORTH_READING.search(line.text):
            found += _derived(tokens(line.text, line.number), note)
    for table in printed.tables:
        for row in table.rows:
            if any(_WORTH_READING.search(cell.content) for cell in row):
                words = [
                    word
                    for cell in row
                    for word in tokens(" " * (cell.columns[0] - 1) + plain(cell.content), cell.line)
                ]
                found += _derived(words, note)
    return found


def _derived(words: Sequence[Token], note: str) -> Iterator[Claim]:
    for at, word in enumerate(words):
        if word.text not in ("[", "(") or at == 0 or words[at - 1].quantity is None:
            continue
        stated = read_side(words[at - 1 : at], leftward=True)
        if word.text == "(":
            claim = _in_round_brackets(words, at, stated, note) if stated else None
            if claim:
                yield claim
            continue
        another_cell = word.start - words[at - 1].end > 2  # a pipe lies between
        sure = another_cell or (at > 1 and words[at - 2].kind in _RELATIONS)
        for part in _parts(words, at + 1):
            made_of = read_side(part, leftward=False)
            worded = any(each.kind == "word" for each in part)
            if stated and made_of and made_of.operators and len(made_of.terms) > 1 and not made_of.cut:
                claim = _claim(made_of, stated, note, sure=sure, worded=worded)
                if claim:
                    yield claim


def _in_round_brackets(words: Sequence[Token], opening: int, stated: Side, note: str) -> Claim | None:
    """The claim of `1.45 % ($3.6B / $800B)`: nothing but arithmetic in the brackets. Wrong only if money is in it."""
    part: list[Token] = []
    for word in words[opening + 1 : opening + 1 + _MOST_WORDS]:
        if word.kind == ")":
            break
        if word.kind not in _ARITHMETIC:
            return None
        part.append(word)
    made_of = read_side(part, leftward=False)
    if made_of is None or not made_of.operators or len(made_of.terms) < 2 or made_of.names or made_of.cut:
        return None
    claim = claim_of(made_of, stated, stated.terms[0].quantity, note)
    money = any(term.quantity.currency for term in made_of.terms)
    return claim if claim.verdict in GOOD or money else None


def _parts(words: Sequence[Token], start: int) -> Iterator[list[Token]]:
    """What stands between the marks that divide, in a bracket, without equations."""
    part: list[Token] = []
    for at in range(start, len(words)):
        word = words[at]
        if word.kind != "end":
            part.append(word)
            continue
        if not any(each.kind in _RELATIONS for each in part):
            yield part
        part = []
        if word.text in ("[", "]"):
            return


def _claim(made_of: Side, stated: Side, note: str, *, sure: bool, worded: bool) -> Claim | None:
    """sure: whether the bracket can only be the derivation. worded: whether there are words in it."""
    if made_of.names:
        return _too_much_left(made_of, stated, note) if sure else None
    claim = claim_of(made_of, stated, stated.terms[0].quantity, note)
    return claim if claim.verdict in GOOD or (sure and not worded) else None


def _too_much_left(made_of: Side, stated: Side, note: str) -> Claim | None:
    """A sum with parts that have no number: it cannot be checked, unless they would have to be most of it."""
    if len(made_of.names) >= len(summands(made_of.tree)) or any(
        is_range(t.quantity) for t in (*made_of.terms, *stated.terms)
    ):
        return None
    numbered = [(part, added) for part, added in summands(made_of.tree) if part.sign != "name"]
    quantity = stated.terms[0].quantity
    try:
        printed = sum(value(part, numbers_of(made_of)) * (1 if added else -1) for part, added in numbered)
    except (ArithmeticError, IndexError):
        return None
    claim = unchecked(made_of, stated, f"it needs a number for {made_of.names[0]!r}", note)
    if abs(quantity.value - printed) <= abs(printed):
        return claim
    cause = f"{made_of.names[0]!r} would have to be more than all that is printed"
    shown = as_printed(printed, quantity)
    return replace(claim, verdict=Verdict.WRONG, recomputed=printed, shown=shown, cause=cause)
