"""Provenance that names no source: hard facts without one, citations without their reference, points against the class."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from vaultval.audit.arithmetic.terms import number
from vaultval.config import Config
from vaultval.diagnostics import Finding, finding
from vaultval.model.labels import Written, labels_in
from vaultval.note.parts import Span
from vaultval.note.printed import Printed
from vaultval.vault.vault import Note
from vaultval.vocabulary import Vocabulary

_PLAIN_FENCE = re.compile(r"(?:`{3,}|~{3,})[ \t]*\r?\n")
_LINK = re.compile(r"\[\[|\]\(|https?://|\[\^|\^\[")
_FIELD = re.compile(r"[\[(（]\s*+([^\s\[\]()（）:：][^\[\]()（）:：]{0,29}?)\s*+::\s*+(?=[^\s\])）])")
_NUMBER = re.compile(r"[$¥€£]?[0-9][0-9,]*(?:\.[0-9]+)?[ ]?(?:[%％xBMKT]|万亿|亿|万|bn)?")
_GOES_ON = re.compile(r"[ *]*[^\W_]")
_ANY_DIGIT = re.compile(r"[0-9]")
_CITED = re.compile(
    r"(?<![\[\\!^])\[(?P<numbers>[0-9]{1,3}(?:[ ]*[,，;；–-][ ]*[0-9]{1,3}){0,9})\](?![(\[:：]|\]|[ ]?[%％xX])"
    r"|(?<![\\\]])\[\^(?P<note>[0-9]{1,3})\](?!:)"
)
_SEPARATOR = re.compile(r"[ ]*[,，;；–-][ ]*")
_ENTRY = re.compile(
    r"[ \t>]*(?:[-+*•][ \t]+)?(?:\[\^?(?P<bracket>[0-9]{1,3})\](?::|[ \t]|(?=[^\s\[,，;；.。]))|(?P<plain>[0-9]{1,3})[.)、][ \t]*(?=\S))"
)
_ITEM = re.compile(r"[ \t>]*[-+*•][ \t]+\S")
_LIST = re.compile(
    r"[ \t>]*#{0,6}[ \t]*(?:[0-9]+(?:\.[0-9]+)*[.、]?[ \t]*)?\**(?:外部引用|引用|引用来源|引用文献|参考|参考文献|参考资料|资料来源|数据来源|来源|"
    r"references?|bibliography|sources?|works cited|citations?|endnotes|footnotes)\**[ \t]*[:：]?\**[ \t]*\r?",
    re.IGNORECASE,
)
_HEADING = re.compile(r"[ ]{0,3}#{1,6} ")
_POINTS_APART = 1e-9
_BEFORE = 200  # characters before a label among which its fact stands
_LONGEST_HEADING = 60
_ALL_CLASSES = 3  # of labels on one line: the line is about labels
_FEWEST = 2  # different numbers in brackets that make them citations where there is no list of references


def check_sources(note: Note, printed: Printed, config: Config) -> list[Finding]:
    """What a note's labels and citations lack: hard-without-source, citation-without-reference, label-points.

    note: with its text held. In the order of the text.
    """
    if not printed.lines and not printed.tables:
        return []
    text = note.text
    if not any(mark in text for mark in "[［【"):
        return []
    closed = _Closed(note)
    found = [*_labels(note, closed, config), *_citations(note, closed)]
    return sorted(found, key=lambda one: (one.place, one.rule.code))


class _Closed:
    """Where in a note nothing is read: what vaultval wrote, properties, comments, code but for fences without a language."""

    def __init__(self, note: Note) -> None:
        code = (span for span in note.scan.opaque if not _PLAIN_FENCE.match(note.text, span.start))
        self._spans: Sequence[Span] = sorted({*note.hidden(), *note.scan.comments, *code})
        self._starts = [span.start for span in self._spans]
        self._code = sorted(span for span in note.scan.opaque)
        self._code_starts = [span.start for span in self._code]

    def holds(self, offset: int) -> bool:
        """Whether an offset lies in what is not read."""
        index = bisect_right(self._starts, offset) - 1
        return index >= 0 and offset < self._spans[index].end

    def is_code(self, offset: int) -> bool:
        """Whether an offset lies in code of any kind, too."""
        index = bisect_right(self._code_starts, offset) - 1
        return self.holds(offset) or (index >= 0 and offset < self._code[index].end)


class _Line(NamedTuple):
    """A line with labels. start: its offset. labels: those that are read. sourced: whether it says where it is from,
    in a link, footnote or field. about: how many classes of labels it names.
    """

    start: int
    text: str
    labels: tuple[Written, ...]
    sourced: bool
    about: int


def _labels(note: Note, closed: _Closed, config: Config) -> Iterator[Finding]:
    lines = list(_labelled(note.text, closed, config.vocabulary))
    known = {
        amount
        for line in lines
        if any(label.word == "hard" and (label.remark or line.sourced) for label in line.labels)
        for amount in _amounts(line.text)
    }
    for line in lines:
        for label in line.labels:
            length = label.end - label.start
            if label.word == "hard" and _lacks_source(label, line, known):
                shown = line.text[label.start : label.end]
                place = note.place(line.start + label.start, length)
                yield finding("hard-without-source", place, "the label names no source", found=shown)
            points, standard = label.points, config.scoring.points[label.word]
            if points is not None and abs(points - standard) > _POINTS_APART:
                message = f"the label gives {points:g} points, where its class stands for {standard:g}"
                place = note.place(line.start + label.start, length)
                yield finding("label-points", place, message, expected=f"{standard:g}", found=f"{points:g}")


def _labelled(text: str, closed: _Closed, vocabulary: Vocabulary) -> Iterator[_Line]:
    start = 0
    for line in text.split("\n"):
        if "[" in line or "【" in line or "［" in line:
            found = [label for label in labels_in(line, vocabulary) if not closed.holds(start + label.start)]
            if found:
                about = len({label.word for label in found})
                yield _Line(start, line, tuple(found), _names_source(line, vocabulary), about)
        start += len(line) + 1


def _names_source(line: str, vocabulary: Vocabulary) -> bool:
    """Whether a line says where it is from, in a link, a footnote or a field."""
    if _LINK.search(line):
        return True
    fields = _FIELD.finditer(line) if "::" in line else ()
    return any(vocabulary.meaning("attribute", match[1]) in ("source", "origin") for match in fields)


def _lacks_source(label: Written, line: _Line, known: set[str]) -> bool:
    """Whether nothing tells the source: not the label, not its line, nor another label of the note behind this number.

    A label that opens a line or cell, stands on a line about labels, or within a sentence without a number, is a word
    about labels, and about no fact.
    """
    if label.remark or line.sourced or line.about >= _ALL_CLASSES:
        return False
    before = line.text[max(label.start - _BEFORE, 0) : label.start].rstrip(" *")
    if before.endswith("|") or not before.strip(" \t>-+*•|"):
        return False
    fact = before.rpartition("|")[2]
    if not _ANY_DIGIT.search(fact) and (line.about > 1 or _GOES_ON.match(line.text, label.end)):
        return False
    amounts = _amounts(fact)
    return not (amounts and amounts[-1] in known)


def _amounts(text: str) -> list[str]:
    """The numbers of a text as they compare: $1.405T and $1,405B are one."""
    found = []
    for match in _NUMBER.finditer(text):
        quantity = number(match[0].strip())
        found.append(f"{quantity.value:.6g} {quantity.unit}" if quantity else match[0])
    return found


class _References(NamedTuple):
    """The entries of a note's list of references. numbered: those with a number. plain: how many have none.
    notes: the footnotes that are defined. listed: whether there is a list at all.
    """

    numbered: frozenset[str]
    plain: int
    notes: frozenset[str]
    listed: bool


def _citations(note: Note, closed: _Closed) -> Iterator[Finding]:
    """A finding for each number that is cited and has no entry, where it is cited first."""
    cited = _cited(note.text, closed)
    if not cited:
        return
    references = _references(note.text)
    first: dict[str, Span] = {}
    for span in cited:
        for cited_as in _numbers(note.text[span.start : span.end], references):
            first.setdefault(cited_as, span)
    alone = not references.listed and not references.numbered and len(first) < _FEWEST
    for cited_as, span in first.items():
        if _is_there(cited_as, references) or (alone and not cited_as.startswith("^")):
            continue
        place = note.place(span.start, span.end - span.start)
        yield finding(
            "citation-without-reference", place, _missing(cited_as, references), found=f"[{cited_as}]"
        )


def _missing(cited_as: str, references: _References) -> str:
    if cited_as.startswith("^"):
        return f"the footnote [{cited_as}] is defined nowhere in the note"
    if not references.listed and not references.numbered:
        return f"[{cited_as}] is cited, and the note has no list of references"
    if references.plain and not references.numbered:
        return f"[{cited_as}] is cited, and the list of references has {references.plain} entries, without numbers"
    return f"[{cited_as}] is cited, and no entry of the list of references has this number"


def _is_there(cited_as: str, references: _References) -> bool:
    """Whether a citation has its entry; entries without numbers count in their order."""
    if cited_as.startswith("^"):
        return cited_as[1:] in references.notes
    if references.numbered:
        return cited_as in references.numbered
    return 0 < int(cited_as) <= references.plain


def _cited(text: str, closed: _Closed) -> list[Span]:
    """Where a text cites numbers, but for brackets that open a line: boxes of tasks, and numbers of entries."""
    found = []
    for match in _CITED.finditer(text):
        line = text.rfind("\n", 0, match.start()) + 1
        if text[line : min(match.start(), line + _BEFORE)].strip(" \t>-+*•") and not closed.is_code(
            match.start()
        ):
            found.append(Span(*match.span()))
    return found


def _numbers(text: str, references: _References) -> list[str]:
    """The numbers of a citation; ^ stands before that of a footnote. Several at once need a list that they can be of."""
    if text.startswith("[^"):
        return [f"^{text[2:-1]}"]
    numbers = _SEPARATOR.split(text[1:-1])
    if len(numbers) > 1 and not (references.listed or references.numbered):
        return []
    return [] if any(not int(digits) for digits in numbers) else [str(int(digits)) for digits in numbers]


def _references(text: str) -> _References:
    numbered: set[str] = set()
    notes: set[str] = set()
    plain, listed, inside = 0, False, False
    for line in text.split("\n"):
        if len(line) <= _LONGEST_HEADING and _LIST.fullmatch(line):
            inside = listed = True
            continue
        if inside and _HEADING.match(line):
            inside = False
        entry = _ENTRY.match(line)
        if entry and (entry["bracket"] or inside):
            (notes if "[^" in entry[0] else numbered).add(str(int(entry["bracket"] or entry["plain"])))
        elif inside and _ITEM.match(line):
            plain += 1
    return _References(frozenset(numbered), plain, frozenset(notes), listed)
