"""Chains in text and cells: `a = b = c`, where a side is arithmetic over printed numbers.

A step is right if its two sides are equal, or if the left equals the first number of the right: a running result, as in
`$8.0B × 12x = $96B / 3.539B = $27.1`. A line that opens with = goes on with the line before.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from vaultval.audit.arithmetic.equations import GOOD, claim_of, listed, unchecked
from vaultval.audit.arithmetic.remarks import remark_claims
from vaultval.audit.arithmetic.sides import DEEPEST, Side, read_side
from vaultval.audit.arithmetic.terms import Token, tokens
from vaultval.audit.arithmetic.texts import texts
from vaultval.audit.arithmetic.weights import weights_claim
from vaultval.audit.claims import Claim, Kind, Verdict
from vaultval.note.printed import Printed

_RELATIONS = "=≈"
_MARK = re.compile("[=≈≒≅]")


def find_chains(printed: Printed, note: str) -> list[Claim]:
    """The steps of all chains of a note."""
    found: list[Claim] = []
    for words in _equations(printed):
        for clause in _clauses(words):
            found += _chain(clause, note)
    return found


def _equations(printed: Printed) -> Iterator[list[Token]]:
    """The words of each text with an equals sign; a line that opens with one goes on with the line before."""
    waiting: list[Token] = []
    last = 0
    before = ""
    for text in texts(printed):
        marked = _MARK.search(text.text)
        opens = marked and not text.text[: marked.start()].strip()
        if opens and not text.in_table and text.line == last + 1 and (waiting or before):
            if not waiting:
                waiting = tokens(before, last)
            waiting += tokens(text.text, text.line)
        else:
            if waiting:
                yield waiting
            waiting = tokens(text.text, text.line) if marked else []
        last, before = (0, "") if text.in_table else (text.line, text.text)
    if waiting:
        yield waiting


def _clauses(words: Iterable[Token]) -> Iterator[list[Token]]:
    """What stands between two marks that divide. A bracket with an equation in it is a clause of its own; if it opens
    with its equals sign, what stands before the bracket is its left side.
    """
    levels: list[list[Token]] = [[]]
    skipped = 0  # brackets too deep to be followed
    for token in words:
        if token.kind == "(" and len(levels) <= DEEPEST + 2:
            levels.append([token])
        elif token.kind == "(":
            skipped += 1
            levels[-1].append(token)
        elif token.kind == ")" and skipped:
            skipped -= 1
            levels[-1].append(token)
        elif token.kind == ")" and len(levels) > 1:
            group = [*levels.pop(), token]
            if not any(each.kind in _RELATIONS or each.kind == "end" for each in group):
                levels[-1] += group
                continue
            inner = group[1:-1]
            if inner and inner[0].kind in _RELATIONS:
                inner = [*levels[-1], *inner]
            yield from _divided(inner)
        elif token.kind in (")", "end") and len(levels) == 1:
            yield levels[0]
            levels[0] = []
        else:
            levels[-1].append(token)
    for level in levels:
        yield from _divided(level)


def _divided(words: Sequence[Token]) -> Iterator[list[Token]]:
    part: list[Token] = []
    for token in words:
        if token.kind == "end":
            yield part
            part = []
        else:
            part.append(token)
    yield part


def _chain(clause: Sequence[Token], note: str) -> Iterator[Claim]:
    """The steps of one clause. An arrow divides, unless a factor follows it, as in 18 % → ×0.75 = 13.5 %."""
    sides: list[list[Token]] = [[]]
    relations: list[str] = []
    for at, token in enumerate(clause):
        following = clause[at + 1].kind if at + 1 < len(clause) else ""
        if token.kind in _RELATIONS:
            relations.append(token.kind)
            sides.append([])
        elif token.kind == "→" and following != "*":
            yield from _steps(sides, relations, note)
            sides, relations = [[]], []
        elif token.kind != "→":
            sides[-1].append(token)
    yield from _steps(sides, relations, note)


def _steps(sides: Sequence[Sequence[Token]], relations: Sequence[str], note: str) -> Iterator[Claim]:
    for at, relation in enumerate(relations):
        left = read_side(sides[at], leftward=True)
        right = read_side(sides[at + 1], leftward=False)
        if left and right and (left.operators or right.operators):
            claim = _step(left, right, note, about=relation == "≈")
            if claim:
                yield claim
                yield from remark_claims(left, right, sides[at + 1], note)
            off = weights_claim(left, note) if claim and claim.kind is Kind.WEIGHTED_MEAN else None
            if off:
                yield off


def _step(left: Side, right: Side, note: str, *, about: bool) -> Claim | None:
    """The claim that one step makes; None for one that is no claim about numbers."""
    if left.refused or right.refused:
        return unchecked(left, right, left.refused or right.refused, note)
    if right.alone:
        return _of(left, right, note, about=about)
    if left.alone and not left.cut:
        return _of(right, left, note, about=about)
    return _of_two(left, right, note, about=about)


def _of_two(left: Side, right: Side, note: str, *, about: bool) -> Claim | None:
    """Two sides that are both arithmetic: the right one is the same, or goes on from its first number, a running result.

    None where the right one is only the beginning of the left, which is worked out part by part.
    """
    if left.names or left.written.startswith(right.written):
        return None
    running = claim_of(left, right, right.terms[0].quantity, note, about=about)
    if right.names:
        return running if running.verdict in GOOD else None
    whole = claim_of(left, right, right, note, about=about)
    if running.verdict in GOOD and whole.verdict is not Verdict.REPRODUCES:
        return running
    rewritten = right.terms[0].token.text in {term.token.text for term in left.terms}
    return whole if whole.verdict in GOOD or rewritten or whole.error <= running.error else running


def _of(made_of: Side, stated: Side, note: str, *, about: bool) -> Claim | None:
    """One stated number and what it is made of. With a name in place of a number it cannot be checked."""
    if not made_of.names:
        return claim_of(made_of, stated, stated.terms[0].quantity, note, about=about)
    if len(made_of.terms) < 2 or made_of.operators < 2:
        return None
    return unchecked(made_of, stated, f"it needs a number for {listed(made_of.names)}", note)
