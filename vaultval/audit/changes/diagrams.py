"""Numbers in Mermaid diagrams: changes on the edges of flowcharts, the sum of a pie, slices whose label says how much."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from vaultval.audit.arithmetic.terms import is_bare, number
from vaultval.audit.changes.causes import cause_of_change
from vaultval.audit.changes.moves import Number, alike, numbers_in
from vaultval.audit.changes.rates import rate_claim
from vaultval.audit.changes.readings import GOOD, Stated, best, change_claim, readings
from vaultval.audit.changes.words import has_another_base, is_nearly
from vaultval.audit.claims import Claim, Kind, Verdict
from vaultval.audit.facts.periods import periods_in
from vaultval.audit.intervals import exactly, half_unit, printed_interval
from vaultval.audit.verdicts import as_printed, judged
from vaultval.note.printed import Line, Printed
from vaultval.place import Place
from vaultval.quantity import Quantity, Unit

FENCES = ("mermaid",)
"""The languages of code that this reader looks into."""

_HEAD = re.compile(
    r"[ ]*(?P<kind>graph|flowchart|pie|gantt|xychart\S*|quadrantChart|timeline|radar\S*|mindmap|sankey\S*|sequenceDiagram|stateDiagram\S*|block\S*)(?![A-Za-z0-9_])"
)
_TEXT = r'(?:\["[^"]{0,300}"\]|\[[^\[\]]{0,300}\]|\("[^"]{0,300}"\)|\([^()]{0,300}\)|\{[^{}]{0,300}\})'
_NODE = re.compile(rf"(?<![A-Za-z0-9_])(?P<id>[A-Za-z_][A-Za-z0-9_]{{0,60}})(?P<text>{_TEXT})")
_EDGE = re.compile(
    rf"(?<![A-Za-z0-9_])(?P<from>[A-Za-z_][A-Za-z0-9_]{{0,60}})(?:{_TEXT})? {{0,4}}"
    r"(?:-->|-\.->|---|--->)\|(?P<label>[^|]{1,120})\| {0,4}(?P<to>[A-Za-z_][A-Za-z0-9_]{0,60})"
)
_RATE = re.compile(r"\W*(?:[0-9]+ ?[-]?(?:年|[Yy]ear|[Yy]) ?)?CAGR(?![A-Za-z])", re.IGNORECASE)
_PERCENT = re.compile(r"[0-9] ?(?:%|pp)")
_CHANGE = re.compile(r"[\" ;]*(?:yoy|qoq|同比|环比)?[\" ]*$", re.IGNORECASE)
_SLICE = re.compile(r' *"(?P<label>[^"]{0,300})" *: *(?P<value>[0-9]+(?:\.[0-9]+)?) *$')
_NEAR = 0.1
"""How far a sum of slices may be off its title's number, as a share of it, and still be meant to be that number."""


class _Node(NamedTuple):
    amounts: tuple[Number, ...]
    years: tuple[int, ...]


def find_in_diagrams(printed: Printed, note: str) -> list[Claim]:
    """The claims of a note's diagrams: of changes, of totals, and of slices."""
    found: list[Claim] = []
    for kind, lines in _diagrams(printed.lines):
        if kind in ("graph", "flowchart"):
            found += _flowchart(lines, note)
        elif kind == "pie":
            found += _pie(lines, note)
    return found


def _diagrams(lines: Sequence[Line]) -> Iterator[tuple[str, list[Line]]]:
    """The kind and lines of each diagram; the first line is its head."""
    kind, group = "", list[Line]()
    for line in lines:
        if line.fence not in FENCES:
            if group:
                yield kind, group
            kind, group = "", []
            continue
        head = _HEAD.match(line.text)
        if head:
            if group:
                yield kind, group
            kind, group = head["kind"], []
        group.append(line)
    if group:
        yield kind, group


def _flowchart(lines: Sequence[Line], note: str) -> Iterator[Claim]:
    edges = [
        (line, edge)
        for line in lines
        if "|" in line.text and ("%" in line.text or "pp" in line.text)
        for edge in _edges(line.text)
    ]
    ends = {edge[end] for _, edge in edges for end in ("from", "to")}
    nodes: dict[str, _Node] = {}
    for line in lines if ends else ():
        for match in _NODE.finditer(line.text):
            if match["id"] in ends and match["id"] not in nodes:
                nodes[match["id"]] = _node(match["text"], line.number)
    for line, edge in edges:
        claim = _on_edge(line, edge, nodes, note)
        if claim:
            yield claim


def _edges(text: str) -> Iterator[re.Match[str]]:
    """The edges with a label, also those that go on from the node where one before ends."""
    at = 0
    while match := _EDGE.search(text, at):
        if _PERCENT.search(match["label"]):
            yield match
        at = match.start("to")


def _node(text: str, line: int) -> _Node:
    amounts = tuple(each for each in numbers_in(text[1:-1], line) if not each.term)
    years = tuple(int(period.name) for period in periods_in(text) if len(period.name) == 4)
    return _Node(amounts, years)


def _on_edge(line: Line, edge: re.Match[str], nodes: Mapping[str, _Node], note: str) -> Claim | None:
    """The claim that a label makes of the amounts at both ends; None if it makes none, or none that is clear."""
    start, end = edge.span("label")
    label = numbers_in(line.text[:end], line.number, start)
    first, last = nodes.get(edge["from"]), nodes.get(edge["to"])
    if len(label) != 1 or not first or not last or label[0].quantity.unit is not Unit.RATIO:
        return None
    said = label[0]
    stated = Stated(
        replace(said.quantity, text=said.text),
        Place(note, line.number, said.start + 1, said.end - said.start),
        signed=True,
        about=is_nearly(said.before),
    )
    before, after = line.text[start : said.start], line.text[said.end : end]
    dated = len(first.years) == 1 and len(last.years) == 1
    if _RATE.match(before) or _RATE.match(after):
        both = _amounts(first, last, points=False)
        if not both or not dated or last.years[0] <= first.years[0]:
            return None
        return rate_claim(*both, stated, [float(last.years[0] - first.years[0])], sure=True)
    if not said.sign or before.strip('" ') or not _CHANGE.fullmatch(after):
        return None
    if dated and has_another_base(after):
        dated = last.years[0] - first.years[0] == 1
    both = _amounts(first, last, points=said.quantity.suffix != "%")
    reading = best(list(readings(*both, stated))) if both else None
    if both is None or reading is None or (reading.verdict not in GOOD and not dated):
        return None
    return change_claim(stated, reading, cause_of_change(*both, stated, reading))


def _amounts(first: _Node, last: _Node, *, points: bool) -> tuple[Quantity, Quantity] | None:
    """The one number of each of two nodes that a change can lie between. points: percentages, else rather not."""
    for ratio in (True,) if points else (False, True):
        found = [
            [
                each.quantity
                for each in node.amounts
                if not each.sign and (each.quantity.unit is Unit.RATIO) == ratio
            ]
            for node in (first, last)
        ]
        if [len(each) for each in found] == [1, 1]:
            return alike(found[0][0], found[1][0])
        if any(found):
            return None
    return None


class _Slice(NamedTuple):
    line: Line
    label: str
    label_at: int
    value: Quantity
    at: int


def _pie(lines: Sequence[Line], note: str) -> Iterator[Claim]:
    slices = [each for line in lines for each in _slice(line)]
    if len(slices) > 1:
        total = _total(lines, slices, note)
        if total:
            yield total
        yield from _labels(slices, note)


def _slice(line: Line) -> Iterator[_Slice]:
    match = _SLICE.match(line.text)
    value = number(match["value"]) if match else None
    if match and value:
        yield _Slice(line, match["label"], match.start("label"), value, match.start("value"))


def _total(lines: Sequence[Line], slices: Sequence[_Slice], note: str) -> Claim | None:
    """The claim that the slices sum to the one amount in the title. Slices of a hundred per cent are shares."""
    titles = [
        (line, at + 5)
        for line in lines[:3]
        if (at := line.text.find("title")) >= 0 and not _SLICE.match(line.text)
    ]
    value = sum(each.value.value for each in slices)
    within = exactly(0.0)
    for each in slices:
        within = within + printed_interval(each.value)
    if not titles or within.holds(100.0):
        return None
    line, at = titles[0]
    amounts = [
        each
        for each in numbers_in(line.text, line.number)
        if each.start >= at
        and not each.term
        and not each.sign
        and each.quantity.unit not in (Unit.RATIO, Unit.MULTIPLE)
    ]
    if len(amounts) != 1 or amounts[0].quantity.low != amounts[0].quantity.high:
        return None
    stated = amounts[0].quantity
    for scale in dict.fromkeys((stated.scale, 1.0)):
        if stated.value and abs(value * scale / stated.value - 1) <= _NEAR:
            verdict = judged(stated, value * scale, within.scaled(scale))
            if verdict not in GOOD and is_bare(stated) and not stated.digits:
                return None  # a count, as in `Top 10`
            place = Place(note, line.number, amounts[0].start + 1, amounts[0].end - amounts[0].start)
            return Claim(
                place, Kind.TABLE_TOTAL, _sum(slices), amounts[0].text, stated.value, value * scale,
                as_printed(value * scale, stated), verdict,
            )  # fmt: skip
    return None


def _sum(slices: Sequence[_Slice]) -> str:
    return " + ".join(each.value.text for each in slices)


def _labels(slices: Sequence[_Slice], note: str) -> Iterator[Claim]:
    """Slices whose label prints the number that it draws; only in pies where most labels do."""
    found = []
    for each in slices:
        said = [one for one in numbers_in(each.label, each.line.number) if not one.term and not one.sign]
        if len(said) == 1 and (_fits(said[0].quantity) or said[0].quantity.unit is Unit.RATIO):
            found.append((each, said[0].quantity))
    claims = [_of_slice(each, said, note) for each, said in found]
    right = sum(claim.verdict in GOOD for claim in claims)
    if right * 2 > len(slices) or (right and right == len(claims)):
        yield from claims


def _fits(quantity: Quantity) -> bool:
    return quantity.unit is Unit.CURRENCY or quantity.scale > 1 or is_bare(quantity) or bool(quantity.suffix)


def _of_slice(each: _Slice, said: Quantity, note: str) -> Claim:
    """A slice against its label: the value stands in the label's scale, or in base units."""
    place = Place(note, each.line.number, each.at + 1, len(each.value.text))
    best_claim = None
    for scale in dict.fromkeys((said.scale, 1.0)):
        drawn = replace(
            each.value, low=each.value.low * scale, value=each.value.value * scale, high=each.value.high * scale, scale=scale
        )  # fmt: skip
        within = printed_interval(said)
        close = printed_interval(drawn).meets(within)
        same = abs(drawn.value - said.value) <= half_unit(said) or said.low <= drawn.value <= said.high
        verdict = Verdict.REPRODUCES if same else Verdict.ROUNDING if close else Verdict.WRONG
        claim = Claim(
            place, Kind.CHAIN, each.label.strip(), each.value.text, drawn.value, said.value,
            as_printed(said.value / scale, each.value), verdict,
        )  # fmt: skip
        if best_claim is None or verdict in GOOD:
            best_claim = claim
        if verdict in GOOD:
            break
    assert best_claim is not None  # noqa: S101 - there is a scale
    return best_claim
