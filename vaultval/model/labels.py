"""Provenance labels: [hard: +1.0, 10-K], 【媒体叙述】."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from vaultval.diagnostics import Finding, finding
from vaultval.model.attributes import Form, read_number
from vaultval.model.nodes import Page
from vaultval.note.parts import Span
from vaultval.note.structure import Item
from vaultval.place import Place
from vaultval.quantity import Quantity
from vaultval.vocabulary import Vocabulary

_LABEL = re.compile(
    r"(?<!\[)[\[［【]\s*+(?P<word>[^\s\[\]［］【】:：;；,，()][^\[\]［］【】:：;；,，()]{1,15}?)\s*+(?:(?:::|[:：;；])(?P<rest>[^\[\]［］【】]*))?[\]］】](?![(\]])"
)
_POINTS = re.compile(r"^[+＋\-−－–]?\s*\d{1,2}(?:[.．]\d+)?$")
_NEARLY_POINTS = re.compile(
    r"^[+＋\-−－–]?\s*(?:\d*[.．]\d+|\d{1,3}|\d{5,})$|^[+＋\-−－–]\s*\d+(?:[.．]\d+)?$"
    r"|^[+＋\-−－–]?\s*\d+(?:[.．]\d+)?[eE][+-]?\d+$"
)
_DECIMAL_COMMA = re.compile(r"(?:^|[,，;；])\s*([+＋\-−－–]?\s*\d{1,2}[,，]\d{1,2})\s*(?=$|[,，;；])")
_MOST_LABELS = 20
_SPLIT = re.compile(r"[,，;；]")


class Label(NamedTuple):
    """A provenance label: its class, its points as written with their sign, and where it stands."""

    word: str
    points: Quantity | None
    signed: str
    remark: str
    place: Place


class Written(NamedTuple):
    """A provenance label as it is written. start, end: where it stands. points: without their sign, None for none.

    remark: what else it says, such as where the fact is from.
    """

    start: int
    end: int
    word: str
    points: float | None
    remark: str


def labels_in(text: str, vocabulary: Vocabulary) -> Iterator[Written]:
    """The provenance labels of a text, in its order, be they in code."""
    for match in _LABEL.finditer(text):
        if word := vocabulary.meaning("label", match["word"]):
            parts = [part.strip() for part in _SPLIT.split(match["rest"] or "")]
            points = next((part for part in parts if _POINTS.match(part)), "")
            remark = ", ".join(part for part in parts if part and part is not points)
            number = float(re.sub(r"[^0-9.]", "", points.replace("．", "."))) if points else None
            yield Written(match.start(), match.end(), word, number, remark)


def may_hold_labels(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text holds anything that is written like a provenance label, be it in code."""
    return next(label_spans(text, vocabulary), None) is not None


def label_spans(text: str, vocabulary: Vocabulary) -> Iterator[Span]:
    """Where in a text provenance labels stand."""
    for match in _LABEL.finditer(text):
        if vocabulary.meaning("label", match["word"]):
            yield Span(*match.span())


def find_label(page: Page, item: Item, vocabulary: Vocabulary) -> tuple[Label | None, list[Finding]]:
    """The provenance label of an item: the one with points, or else the first."""
    labels: list[Label] = []
    findings: list[Finding] = []
    for match in islice(_LABEL.finditer(item.passage.content), _MOST_LABELS):
        word = vocabulary.meaning("label", match["word"])
        place = item.passage.place(page.note.path, match.start(), len(match[0]))
        if word is None or _is_hidden(page, place):
            continue
        points, signed, remarks = None, "", []
        rest = match["rest"] or ""
        if comma := _DECIMAL_COMMA.match(rest):
            findings.append(_comma(comma[1], place))
            rest = rest[comma.end() :]
        for part in _SPLIT.split(rest):
            text = part.strip()
            if points is None and _POINTS.match(text):
                signed = text
                points, found = read_number(text.replace("–", "-").replace(" ", ""), place, Form.NUMBER)
                findings += found
            elif _NEARLY_POINTS.match(text):
                message = f"{text!r} in the label is read as no points"
                findings.append(
                    finding("not-a-quantity", place, message, expected="points such as +1.0", found=text)
                )
            elif text:
                remarks.append(text)
        labels.append(Label(word, points, signed, ", ".join(remarks), place))
    with_points = [label for label in labels if label.points]
    return next(iter([*with_points, *labels]), None), findings


def _comma(text: str, place: Place) -> Finding:
    message = f"{text!r} in the label is read as no points: a decimal comma is refused"
    expected = f"points such as {text.replace(',', '.').replace('，', '.')}"
    return finding("not-a-quantity", place, message, expected=expected, found=text)


def _is_hidden(page: Page, place: Place) -> bool:
    """Whether a place lies in code, mathematics or a comment."""
    offset = page.note.lines.start(place.line) + place.column - 1
    spans = (*page.note.scan.opaque, *page.note.scan.comments)
    return any(span.start <= offset < span.end for span in spans)
